"""All rows of one form from all returns on one pile, with what has become of each."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from union_xl.core import Finding, HeldRow, Place
from union_xl.core.batches import Bytes, Columns, Slices, prints
from union_xl.forms import Form
from union_xl.forms import columns as form_columns
from union_xl.forms.keys import key_texts
from union_xl.merge.arriving import Return
from union_xl.merge.keys import UNIT_TITLES, Prints, key_titles, title_of

Objects = npt.NDArray[np.object_]
Numbers = npt.NDArray[np.int64]


def objects(values: Sequence[Any]) -> Objects:
    """A list as an object array, whatever lies in it."""
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made


class Names:
    """What names each row of a pile (None where nothing does), unpacked return by return at a look."""

    def __init__(self, form: type[Form], returns: Sequence[Return]) -> None:
        self._form, self._returns = form, returns
        self._starts = [one.start for one in returns]
        self._made: dict[int, list[str | None]] = {}

    def __getitem__(self, index: int) -> str | None:
        number = bisect(self._starts, index) - 1
        return self.of(number)[index - self._starts[number]]

    def __iter__(self) -> Iterator[str | None]:
        return chain.from_iterable(self.of(number) for number in range(len(self._returns)))

    def of(self, number: int) -> list[str | None]:
        """The names of one return."""
        if number not in self._made:
            one = self._returns[number]
            there = self.packed(number)
            self._made[number] = (
                there[""].values() if there else key_texts(self._form, one.part.columns, one.part.kept)
            )
        return self._made[number]

    def packed(self, number: int) -> Slices | None:
        """Those of one return, one column ''; None where nobody has packed them."""
        columns = self._returns[number].part.columns
        return columns.names if isinstance(columns, Columns) else None


@dataclass
class Stack:
    """The pile of one form.

    Row i came from `returns[part[i]]`, sheet `sheet[i]`, Excel row `row[i]`.  `carrier[i]` is the row that
    carries it: i itself when kept or held, another when joined; `held` gives the rule of held rows.
    `age_rank` numbers the returns from oldest to newest; `touched` are the returns whose values were changed
    here, `replaced` the rows in whose place a newer return of the same sender stands.  A column is put
    together at the first need: most of them only pass through.
    """

    form: type[Form]
    titles: list[str]
    returns: list[Return]
    part: Numbers
    sheet: Objects
    row: Numbers
    keys: Names | list[str | None]
    carrier: Numbers
    age_rank: list[int]
    held: dict[int, str] = field(default_factory=dict)
    pending: set[int] = field(default_factory=set)
    touched: set[int] = field(default_factory=set)
    replaced: frozenset[int] = frozenset()
    _columns: dict[str, list[Any]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.row)

    @property
    def slug(self) -> str:
        return self.form.slug

    @property
    def key_titles(self) -> tuple[str, ...]:
        return key_titles(self.form)

    @property
    def unit_title(self) -> str:
        """The column that names the row's own unit ('' when the form has none)."""
        return title_of(self.titles, UNIT_TITLES)

    def unit(self, index: int) -> str:
        """The unit a row belongs to: its own column, else the unit of the return."""
        title = self.unit_title
        own = self.value(index, title) if title else None
        return str(own) if own else self.returns[int(self.part[index])].unit

    def owner(self, index: int) -> Return:
        return self.returns[int(self.part[index])]

    def place(self, index: int) -> tuple[str, str, int]:
        return self.owner(index).book, str(self.sheet[index]), int(self.row[index])

    def cell(self, index: int, title: str) -> Place:
        """Where a value of a row stands in its file; column 0 when that is not known."""
        owner = self.owner(index)
        col = owner.part.column_of(index - owner.start, title)
        return Place(owner.book, str(self.sheet[index]), int(self.row[index]), col)

    def keys_of(self, number: int) -> list[str | None]:
        """What names the rows of one return."""
        if isinstance(self.keys, Names):
            return self.keys.of(number)
        rows = self.rows_of(self.returns[number])
        return self.keys[rows.start : rows.stop]

    def rows_of(self, one: Return) -> range:
        return range(one.start, one.start + one.part.kept)

    def alive(self) -> npt.NDArray[np.bool_]:
        """Which rows are kept."""
        mask: npt.NDArray[np.bool_] = self.carrier == np.arange(len(self), dtype=np.int64)
        if self.held:
            mask[list(self.held)] = False
        return mask

    def join(self, index: int, onto: int) -> None:
        self.held.pop(index, None)
        self.carrier[index] = onto

    def hold(self, index: int, rule: str) -> None:
        self.held[index] = rule
        self.carrier[index] = index

    def note_replaced(self) -> None:
        """What is joined by now was replaced by a newer return."""
        self.replaced = frozenset(np.flatnonzero(self.carrier != np.arange(len(self))).tolist())

    def settle(self) -> None:
        """Let every joined row point at its last carrier, not at a row that was joined itself."""
        while True:
            further = self.carrier[self.carrier]
            if np.array_equal(further, self.carrier):
                return
            self.carrier = further

    def values(self, index: int) -> dict[str, Any]:
        """The row as {title: value}, blanks left out."""
        owner = self.owner(index)
        if isinstance(owner.part.columns, Columns) and not self._columns:
            return owner.part.columns.row(index - owner.start)
        found = ((title, self.value(index, title)) for title in self.titles)
        return {title: value for title, value in found if value is not None}

    def value(self, index: int, title: str) -> Any:
        """One cell."""
        if title in self._columns:
            return self._columns[title][index]
        owner = self.owner(index)
        columns, row = owner.part.columns, index - owner.start
        if isinstance(columns, Columns):
            return columns.value(title, row) if title in columns else None
        values = columns.get(title)
        return values[row] if values else None

    @property
    def changed(self) -> Collection[str]:
        """The columns that are no longer as they came."""
        return self._columns.keys()

    def change(self, index: int, title: str, value: Any) -> None:
        """Give a cell another value."""
        if title not in self._columns:
            self._columns[title] = self.column(title)
        self._columns[title][index] = value
        self.touched.add(int(self.part[index]))

    def column(self, title: str) -> list[Any]:
        """A whole column, all rows of the pile."""
        if title in self._columns:
            return self._columns[title]
        return list(chain.from_iterable(self.column_of(one, title) for one in self.returns))

    def cells_of(self, one: Return, title: str) -> list[Any]:
        """A column of one return, as it is now."""
        if title in self._columns:
            return self._columns[title][one.start : one.start + one.part.kept]
        return self.column_of(one, title)

    def column_of(self, one: Return, title: str) -> list[Any]:
        """A column of one return, as it came."""
        columns = one.part.columns
        if title not in columns:
            return [None] * one.part.kept
        values = columns.passing(title) if isinstance(columns, Columns) else columns[title]
        return values or [None] * one.part.kept

    def prints(self, title: str = "") -> Prints:
        """The prints of a column, of the names by default, all rows of the pile."""
        if title in self._columns or (not title and isinstance(self.keys, list)):
            whole = self._columns[title] if title else self.keys
            return np.frombuffer(prints(list(whole)), dtype="<u4")
        pieces = [self._prints_of(number, title) for number in range(len(self.returns))]
        return np.frombuffer(b"".join(pieces), dtype="<u4")

    def _prints_of(self, number: int, title: str) -> Bytes:
        one = self.returns[number]
        columns = one.part.columns
        if isinstance(columns, Columns) and title in columns.prints:
            return columns.prints[title]
        if title:
            return prints(self.column_of(one, title))
        return prints(self.keys_of(number))

    def held_row(self, index: int) -> HeldRow:
        cells, why = self.values(index), (self.held[index],)
        place = str(self.sheet[index]), int(self.row[index])
        return HeldRow(*place, cells, why, self.unit(index), self.keys[index])

    def tell(
        self,
        rule: str,
        index: int,
        title: str,
        facts: Mapping[str, Any],
        others: Sequence[Place] = (),
    ) -> Finding:
        """A finding at a cell of a row, under the row's unit."""
        seen = self.value(index, title) if title else None
        place, unit = self.cell(index, title), self.unit(index)
        return Finding(rule, place, title, seen, facts, (), tuple(others), unit, self.slug)

    def unit_held(self, one: Return, row: HeldRow) -> str:
        """The unit a held row belongs to: as it was checked, else as its cell says, else the sender's."""
        return row.unit or str(row.cells.get(self.unit_title) or "") or one.unit


def stack(form: type[Form], returns: Sequence[Return]) -> Stack:
    """Pile up the kept rows of `returns` (all of this form), in their order."""
    titles = [column.title for column in form_columns(form)]
    start = 0
    for one in returns:
        one.start = start
        start += one.part.kept
    lengths = [one.part.kept for one in returns]
    pending = {one.start + index for one in returns for index in one.part.pending}
    return Stack(
        form,
        titles,
        list(returns),
        np.repeat(np.arange(len(returns), dtype=np.int64), lengths),
        objects(list(chain.from_iterable(one.part.sheets for one in returns))),
        np.fromiter(chain.from_iterable(one.part.rows for one in returns), dtype=np.int64, count=start),
        Names(form, returns),
        np.arange(start, dtype=np.int64),
        _age_rank(returns),
        pending=pending,
    )


def _age_rank(returns: Sequence[Return]) -> list[int]:
    rank = [0] * len(returns)
    for place, number in enumerate(sorted(range(len(returns)), key=lambda n: returns[n].age())):
        rank[number] = place
    return rank
