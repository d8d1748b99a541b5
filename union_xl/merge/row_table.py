"""All rows of one form from all returns in one table, with what has become of each."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from union_xl.ledgers.form import Form
from union_xl.ledgers.keys import row_keys
from union_xl.merge.incoming import FormReturn
from union_xl.merge.keys import key_titles
from union_xl.model import Finding, HeldRow, Place


def numbers(values: Iterable[int]) -> array[int]:
    """Whole numbers, eight bytes each: as objects those of a million rows take five times as much."""
    return array("q", values)


@dataclass
class RowTable:
    """All rows of one form, kept or not.

    Row i came from `returns[return_number[i]]`, sheet `sheet[i]`, Excel row `row[i]`.  `carrier[i]` is the
    row that carries it: i itself when kept or held, another when joined; `held` gives the rule of held rows.
    `keys` names each row (None where nothing does).  `age_rank` numbers the returns from oldest to newest;
    `replaced` are the rows in whose place a newer return of the same sender stands.  Columns stay with the
    returns they came in, but for those that are changed here.
    """

    form: Form
    titles: list[str]
    returns: list[FormReturn]
    return_number: array[int]
    sheet: list[str]
    row: array[int]
    keys: list[str | None]
    carrier: array[int]
    age_rank: list[int]
    held: dict[int, str] = field(default_factory=dict)
    pending: set[int] = field(default_factory=set)
    replaced: frozenset[int] = frozenset()
    _columns: dict[str, list[Any]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.row)

    def copy(self) -> RowTable:
        """A table with the same rows, whose joining and values can be changed without this one."""
        return replace(
            self,
            carrier=self.carrier[:],
            held=dict(self.held),
            pending=set(self.pending),
            _columns={title: list(values) for title, values in self._columns.items()},
        )

    @property
    def slug(self) -> str:
        return self.form.slug

    @property
    def key_titles(self) -> tuple[str, ...]:
        return key_titles(self.form)

    @property
    def unit_title(self) -> str:
        """The column that names the row's own unit ('' when the form has none)."""
        return self.form.titled("unit")

    def unit(self, index: int) -> str:
        """The unit a row belongs to: its own column, else the unit of the return."""
        title = self.unit_title
        own = self.value(index, title) if title else None
        return str(own) if own else self.returns[self.return_number[index]].unit

    def owner(self, index: int) -> FormReturn:
        return self.returns[self.return_number[index]]

    def place(self, index: int) -> tuple[str, str, int]:
        return self.owner(index).book, self.sheet[index], self.row[index]

    def cell(self, index: int, title: str) -> Place:
        """Where a value of a row stands in its file; column 0 when that is not known."""
        owner = self.owner(index)
        return owner.part.cell_of(owner.book, index - owner.start, title)

    def rows_of(self, one: FormReturn) -> range:
        return range(one.start, one.start + one.part.kept)

    def kept_mask(self) -> list[bool]:
        """Which rows are kept."""
        mask = [index == onto for index, onto in enumerate(self.carrier)]
        for index in self.held:
            mask[index] = False
        return mask

    def joined(self) -> list[int]:
        """The rows that another one carries."""
        return [index for index, onto in enumerate(self.carrier) if index != onto]

    def join(self, index: int, onto: int) -> None:
        self.held.pop(index, None)
        self.carrier[index] = onto

    def hold(self, index: int, rule: str) -> None:
        self.held[index] = rule
        self.carrier[index] = index

    def note_replaced(self) -> None:
        """What is joined by now was replaced by a newer return."""
        self.replaced = frozenset(self.joined())

    def follow_carriers(self) -> None:
        """Let every joined row point at its last carrier, not at a row that was joined itself."""
        for index in self.joined():
            onto = self.carrier[index]
            while self.carrier[onto] != onto:
                onto = self.carrier[onto]
            self.carrier[index] = onto

    def values(self, index: int) -> dict[str, Any]:
        """The row as {title: value}, blanks left out."""
        found = ((title, self.value(index, title)) for title in self.titles)
        return {title: value for title, value in found if value is not None}

    def value(self, index: int, title: str) -> Any:
        """One cell."""
        if title in self._columns:
            return self._columns[title][index]
        owner = self.owner(index)
        values = owner.part.columns.get(title)
        return values[index - owner.start] if values else None

    @property
    def changed(self) -> Collection[str]:
        """The columns that are no longer as they came."""
        return self._columns.keys()

    def change(self, index: int, title: str, value: Any) -> None:
        """Give a cell another value."""
        if title not in self._columns:
            self._columns[title] = self.column(title)
        self._columns[title][index] = value

    def column(self, title: str) -> list[Any]:
        """A whole column, all rows of the table."""
        if title in self._columns:
            return self._columns[title]
        return list(chain.from_iterable(self._column_of(one, title) for one in self.returns))

    def cells_of(self, one: FormReturn, title: str) -> list[Any]:
        """A column of one return, as it is now."""
        if title in self._columns:
            return self._columns[title][one.start : one.start + one.part.kept]
        return self._column_of(one, title)

    def _column_of(self, one: FormReturn, title: str) -> list[Any]:
        return one.part.columns.get(title) or [None] * one.part.kept

    def row_keys(self) -> list[str | None]:
        """What names each row now."""
        wanted = {title for titles in self.form.keys for title in titles}
        columns = {title: self.column(title) for title in self.titles if title in wanted}
        return row_keys(self.form, columns, len(self))

    def held_row(self, index: int) -> HeldRow:
        cells, why = self.values(index), (self.held[index],)
        place = self.sheet[index], self.row[index]
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

    def unit_held(self, one: FormReturn, row: HeldRow) -> str:
        """The unit a held row belongs to: as it was checked, else as its cell says, else the sender's."""
        return row.unit or str(row.cells.get(self.unit_title) or "") or one.unit


def build_row_table(form: Form, returns: Sequence[FormReturn]) -> RowTable:
    """Pile up the kept rows of `returns` (all of this form), in their order."""
    titles = [column.title for column in form.columns]
    start = 0
    for one in returns:
        one.start = start
        start += one.part.kept
    pending = {one.start + index for one in returns for index in one.part.pending}
    made = RowTable(
        form,
        titles,
        list(returns),
        numbers(number for number, one in enumerate(returns) for _ in range(one.part.kept)),
        list(chain.from_iterable(one.part.sheets for one in returns)),
        numbers(chain.from_iterable(one.part.rows for one in returns)),
        [],
        numbers(range(start)),
        _age_rank(returns),
        pending=pending,
    )
    made.keys = made.row_keys()
    return made


def _age_rank(returns: Sequence[FormReturn]) -> list[int]:
    rank = [0] * len(returns)
    for place, number in enumerate(sorted(range(len(returns)), key=lambda n: returns[n].age())):
        rank[number] = place
    return rank
