"""The kept rows of one form in ledger order, column by column as they are asked for."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from union_xl.core import Context, Finding, Place
from union_xl.core.batches import Bytes, Columns, Drawn, Run, slices
from union_xl.core.columns import ALIKE, DAYS, JOIN, SOME_TEXTS, TEXTS, Packed, packed
from union_xl.core.ledger import FILE, NORMAL, PENDING, ROW, SHEET, SOURCE_TITLES, STATE, Group
from union_xl.merge.arriving import Return, unit_rank
from union_xl.merge.keys import repeated
from union_xl.merge.stack import Names, Numbers, Stack

if TYPE_CHECKING:
    import pandas as pd

DAY = np.dtype(
    {
        "names": ["year", "month", "day", "end"],
        "formats": ["<u4", "<u2", "<u2", "u1"],
        "offsets": [0, 5, 8, 10],
        "itemsize": 11,
    }
)
"""The signs of `2022-06-30` and the JOIN behind it."""


class Kept:
    """What is kept of a settled pile, by the row's own unit, then as the returns stand (core.ledger.Rows)."""

    def __init__(self, stack: Stack, context: Context) -> None:
        self._stack = stack
        self._order = _order(stack, context)
        self.titles = (*stack.titles, *SOURCE_TITLES)
        self._new = stack.pending - _pending_before(stack)
        self._touched = stack.touched | {int(stack.part[index]) for index in self._new}

    def __len__(self) -> int:
        return len(self._order)

    def column(self, title: str) -> list[Any]:
        """A column: plain values, blanks None."""
        stack, order = self._stack, self._order
        if title == STATE:
            marked = stack.pending
            if not marked:
                return [NORMAL] * len(order)
            return [PENDING if index in marked else NORMAL for index in order.tolist()]
        if title == FILE:
            books = [one.book for one in stack.returns]
            return [books[number] for number in stack.part[order].tolist()]
        if title == SHEET:
            return list(stack.sheet[order])
        if title == ROW:
            found: list[Any] = stack.row[order].tolist()
            return found
        whole = stack.column(title)
        return list(whole) if self._in_order else list(map(whole.__getitem__, order.tolist()))

    def cells(self, title: str, start: int, stop: int) -> list[Any]:
        """The cells of some rows (0-based, `stop` not among them) of one column."""
        stack, indexes = self._stack, self._order[start:stop]
        parts = stack.part[indexes]
        if title == FILE:
            return [stack.returns[number].book for number in parts.tolist()]
        if title == SHEET:
            return list(stack.sheet[indexes])
        if title == ROW:
            found: list[Any] = stack.row[indexes].tolist()
            return found
        rows = indexes.tolist()
        if title == STATE:
            return [PENDING if index in stack.pending else NORMAL for index in rows]
        if not rows or (parts != parts[0]).any():
            return [stack.value(index, title) for index in rows]
        one = stack.returns[int(parts[0])]
        values = stack.cells_of(one, title)
        return [values[index - one.start] for index in rows]

    def cell(self, title: str, row: int) -> Any:
        """One cell; rows from 0."""
        return self.cells(title, row, row + 1)[0]

    def rows(self, *titles: str) -> Iterator[tuple[Any, ...]]:
        """(row, the values of these titles), rows from 0."""
        return zip(range(len(self)), *map(self.column, titles), strict=True)

    def place(self, row: int, title: str) -> Place:
        """Where a cell stands in its file; rows from 0, column 0 where it is not known."""
        return self._stack.cell(int(self._order[row]), title)

    def tell(
        self, rule: str, row: int, title: str, facts: Mapping[str, Any], others: Sequence[Place] = ()
    ) -> Finding:
        """A finding at a cell of a row (from 0), under the row's unit."""
        return self._stack.tell(rule, int(self._order[row]), title, facts, others)

    def repeated(self, title: str) -> dict[str, list[int]]:
        """{value of a column: its rows} of those that occur more than once, blanks aside."""
        return repeated(self._stack.prints(title)[self._order], lambda row: self.cell(title, row))

    def named(self, title: str) -> Iterator[tuple[str | None, Bytes]]:
        """(value of a column, the names of some of its rows with JOIN between them, UTF-8), together all rows
        that have a name without JOIN in it."""
        for number, start, stop, whole in self._runs:
            together = self._named_alike(number, title) if whole else None
            if together is not None:
                yield together
                continue
            some: dict[str | None, list[str]] = {}
            first, keys = self._stack.returns[number].start, self._stack.keys_of(number)
            indexes = self._order[start:stop].tolist()
            for index, value in zip(indexes, self.cells(title, start, stop), strict=True):
                name = keys[index - first]
                if name is not None and JOIN not in name:
                    some.setdefault(value, []).append(name)
            for value, names in some.items():
                yield value, JOIN.join(names).encode("utf-8", "surrogatepass")

    def _named_alike(self, number: int, title: str) -> tuple[str, Bytes] | None:
        """The value all rows of a return share, and their names; None where that is not so."""
        columns, keys = self._stack.returns[number].part.columns, self._stack.keys
        if not isinstance(columns, Columns) or title not in columns or not isinstance(keys, Names):
            return None
        names, values = keys.packed(number), columns.packed(title)
        return (values.text, names.data) if names and (names.kinds, values.kind) == (TEXTS, ALIKE) else None

    @cached_property
    def _in_order(self) -> bool:
        return len(self._order) == len(self._stack) and bool((np.diff(self._order) == 1).all())

    @cached_property
    def _runs(self) -> list[tuple[int, int, int, bool]]:
        """(number of the return, start, stop, whether it is the whole return untouched), in ledger order."""
        order, stack = self._order, self._stack
        if not len(order):
            return []
        part = stack.part[order]
        starts = [0, *(np.flatnonzero(np.diff(part)) + 1).tolist()]
        stops = [*starts[1:], len(order)]
        step = np.concatenate(([0], np.cumsum(np.diff(order) != 1)))
        made = []
        for start, stop in zip(starts, stops, strict=True):
            number = int(part[start])
            one = stack.returns[number]
            whole = stop - start == one.part.kept and int(step[stop - 1]) == int(step[start])
            made.append((number, start, stop, whole and number not in self._touched))
        return made

    def runs(self) -> list[Run]:
        """All rows, those of a return that stand together in one run, or in several where only some of them
        are drawn as they stand here."""
        made: list[Run] = []
        for number, start, stop, whole in self._runs:
            drawn = _drawn(self._stack.returns[number])
            if drawn is None or whole or number in self._stack.touched:
                made.append(Run(drawn if whole else None, start, stop))
            else:
                made += self._pieces(drawn, self._stack.returns[number].start, start, stop)
        return made

    def _pieces(self, drawn: Drawn, first: int, start: int, stop: int) -> Iterator[Run]:
        """A return of which rows are missing, or said something of: what of its drawing still holds."""
        indexes = self._order[start:stop].tolist()
        stands = {index: at for at, index in enumerate(indexes)}
        digest = hashlib.sha256(drawn.data)
        done = 0
        for row, piece in drawn.pieces():
            wanted = range(first + row, first + row + piece.rows)
            at = stands.get(wanted[0], -1)
            if at < done or indexes[at : at + piece.rows] != list(wanted) or self._new.intersection(wanted):
                continue
            if at > done:
                yield self._anew(digest, first, indexes[done:at], start + done)
            done = at + piece.rows
            yield Run(piece, start + at, start + done)
        if start + done < stop:
            yield self._anew(digest, first, indexes[done:], start + done)

    def _anew(self, digest: Any, first: int, indexes: list[int], start: int) -> Run:
        """Rows of a return to be drawn anew, named by how the return was drawn, which they are, and which of
        them are 待核 now."""
        own = digest.copy()
        own.update(repr([(index - first, index in self._new) for index in indexes]).encode())
        return Run(None, start, start + len(indexes), own.hexdigest())

    def groups(self) -> Iterator[Group]:
        """All columns, return after return."""
        for number, start, stop, whole in self._runs:
            one = self._stack.returns[number]
            columns, picks = one.part.columns, None
            if number in self._stack.touched or not isinstance(columns, Columns):
                own = slices({title: packed(self.cells(title, start, stop)) for title in self._stack.titles})
            else:
                own = columns.slices()
                picks = None if whole else (self._order[start:stop] - one.start).tolist()
            yield Group(own, picks, slices(self._source(number, start, stop, whole)))

    def _source(self, number: int, start: int, stop: int, whole: bool) -> dict[str, Packed]:
        """The state and the places of the rows of a run."""
        one = self._stack.returns[number]
        if whole and not one.part.pending:
            state = Packed(ALIKE, stop - start, NORMAL)
            columns = one.part.columns
            stands = columns.stands if isinstance(columns, Columns) else None
            sheets, rows = stands or (packed(one.part.sheets), packed(one.part.rows))
        else:
            state, sheets, rows = (packed(self.cells(title, start, stop)) for title in (STATE, SHEET, ROW))
        return {STATE: state, FILE: Packed(ALIKE, stop - start, one.book), SHEET: sheets, ROW: rows}

    def tally(self, title: str) -> Counter[Any]:
        """How often each value of a column occurs."""
        if title in SOURCE_TITLES:
            return Counter(self.column(title))
        texts: dict[str, list[str]] = {}
        others, missing = Counter[Any](), Counter[Any]()
        for number, start, stop, whole in self._runs:
            one = self._stack.returns[number]
            columns, rest = one.part.columns, one.part.kept - (stop - start)
            there = isinstance(columns, Columns) and title in columns and number not in self._stack.touched
            if not isinstance(columns, Columns) or not there or rest > stop - start:
                others.update(self.cells(title, start, stop))
                continue
            piece = columns.packed(title)
            if not whole and rest:
                kept = {index - one.start for index in self._order[start:stop].tolist()}
                missing.update(piece.picked([row for row in range(one.part.kept) if row not in kept]))
            if piece.kind in (TEXTS, SOME_TEXTS, DAYS):
                texts.setdefault(piece.kind, []).append(piece.text)
            else:
                for value, count in piece.tally().items():
                    others[value] += count
        made = Counter[Any]()
        for kind, pieces in texts.items():
            made.update(_days(JOIN.join(pieces)) if kind == DAYS else _texts(kind, pieces))
        made.update(others)
        made.subtract(missing)
        for value in missing:
            if not made[value]:
                del made[value]
        return made

    def counted(self) -> Counter[str]:
        """{file: its kept rows}."""
        per_return = np.bincount(self._stack.part[self._order], minlength=len(self._stack.returns))
        made: Counter[str] = Counter()
        for one, count in zip(self._stack.returns, per_return.tolist(), strict=True):
            made[one.book] += count
        return made

    def by_unit(self) -> Counter[tuple[str, str]]:
        """{(file, unit of the row): its kept rows}."""
        made: Counter[tuple[str, str]] = Counter()
        title, stack = self._stack.unit_title, self._stack
        known: dict[int, list[str]] = {}
        for number, start, stop, _ in self._runs:
            one = stack.returns[number]
            if number not in known:
                known[number] = _units_of(stack, one, title) if title else [one.unit]
            units = known[number]
            if len(units) == 1:
                made[one.book, units[0]] += stop - start
                continue
            for index in self._order[start:stop].tolist():
                made[one.book, units[index - one.start]] += 1
        return made

    def places(self, books: Collection[str]) -> Mapping[tuple[str, str, int], int]:
        """{(file, sheet, row): where it stands here, 0-based} for the kept rows of these files."""
        stack = self._stack
        found: dict[tuple[str, str, int], int] = {}
        for number, start, stop, _ in self._runs:
            book = stack.returns[number].book
            if book in books:
                indexes = self._order[start:stop]
                places = zip(repeat(book), stack.sheet[indexes].tolist(), stack.row[indexes].tolist())
                found.update(zip(places, range(start, stop), strict=True))
        return found

    def frame(self, titles: Sequence[str] | None = None) -> pd.DataFrame:
        """These columns (all when none are named) as a frame."""
        import pandas as pd

        made = {
            title: pd.Series(self.column(title), dtype="int64" if title == ROW else object)
            for title in titles or self.titles
        }
        return pd.DataFrame(made, copy=False)


def _texts(kind: str, pieces: Sequence[str]) -> dict[Any, int]:
    """How often each of many texts occurs."""
    counts = Counter(chain.from_iterable(piece.split(JOIN) for piece in pieces))
    values = Packed(kind, len(counts), JOIN.join(counts)).values()
    return dict(zip(values, counts.values(), strict=True))


def _days(text: str) -> dict[Any, int]:
    """How often each of many days occurs: where no row is blank they are counted as numbers."""
    raw = (text + JOIN).encode()
    if len(raw) % DAY.itemsize or text.count(JOIN) + 1 != len(raw) // DAY.itemsize:
        return _texts(DAYS, [text])
    signs = np.frombuffer(raw, dtype=DAY)
    if (signs["end"] != ord(JOIN)).any():
        return _texts(DAYS, [text])
    pairs = signs["year"] & 0x0F0F0F0F  # four digits side by side, the first lowest
    pairs = (pairs * 10 + (pairs >> 8)) & 0x00FF00FF
    month, day = signs["month"] & 0x0F0F, signs["day"] & 0x0F0F
    month, day = (month & 0xFF) * 10 + (month >> 8), (day & 0xFF) * 10 + (day >> 8)
    codes = (((pairs & 0xFF) * 100 + (pairs >> 16)) << 9) + (month << 5) + day
    first = codes.min()
    counts = np.bincount(codes - first)
    seen = np.flatnonzero(counts)
    found = seen + int(first)
    made = map(dt.date, (found >> 9).tolist(), (found >> 5 & 15).tolist(), (found & 31).tolist())
    return dict(zip(made, counts[seen].tolist(), strict=True))


class Frames(Mapping[str, "pd.DataFrame"]):
    """{form: frame}, each made at the first look: pandas is slow to begin with."""

    def __init__(self, makers: Mapping[str, Callable[[], pd.DataFrame]]) -> None:
        self._makers = makers
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, slug: str) -> pd.DataFrame:
        if slug not in self._made:
            self._made[slug] = self._makers[slug]()
        return self._made[slug]

    def __contains__(self, slug: object) -> bool:
        return slug in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def _drawn(one: Return) -> Drawn | None:
    columns = one.part.columns
    return columns.drawn if isinstance(columns, Columns) else None


def _pending_before(stack: Stack) -> set[int]:
    return {one.start + index for one in stack.returns for index in one.part.pending}


def _order(stack: Stack, context: Context) -> Numbers:
    """The kept rows, by the place of their own unit."""
    order: Numbers = np.flatnonzero(stack.alive())
    title = stack.unit_title
    if not title or not len(order):
        return order
    own = [_units_of(stack, one, title) for one in stack.returns]
    rank = unit_rank(context.roster, {unit for units in own for unit in set(units)})
    places = [
        [rank[units[0]]] * one.part.kept if len(units) == 1 else [rank[unit] for unit in units]
        for one, units in zip(stack.returns, own, strict=True)
    ]
    ranks = np.fromiter(chain.from_iterable(places), dtype=np.int64, count=len(stack))[order]
    if bool((np.diff(ranks) >= 0).all()):
        return order
    return order[np.argsort(ranks, kind="stable")]


def _units_of(stack: Stack, one: Return, title: str) -> list[str]:
    """The unit of each row of a return; one name when all are alike."""
    columns = one.part.columns
    if isinstance(columns, Columns) and title in columns and title not in stack.changed:
        kind, text = (there := columns.packed(title)).kind, there.text
        if kind == ALIKE and text:
            return [text]
    values = stack.cells_of(one, title)
    named = [str(value) if value else one.unit for value in values]
    return named[:1] if named and named.count(named[0]) == len(named) else named
