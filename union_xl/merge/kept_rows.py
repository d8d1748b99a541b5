"""The kept rows of one form in ledger order, column by column as they are asked for."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from itertools import chain, pairwise, repeat
from operator import itemgetter
from typing import Any

from union_xl.merge.incoming import FormReturn, unit_rank
from union_xl.merge.row_table import RowTable, numbers
from union_xl.model import Finding, RunContext
from union_xl.model.rows import FILE, NORMAL, PENDING, ROW, SHEET, SOURCE_TITLES, STATE, Rows


class KeptRows(Rows):
    """What is kept of a row table after joining, by the row's own unit, then as the returns stand; a column
    is only made when somebody looks at it."""

    def __init__(self, table: RowTable, context: RunContext) -> None:
        self._table = table
        self._order = _order(table, context)
        self.titles = (*table.titles, *SOURCE_TITLES)
        self._last: tuple[tuple[int, int], list[tuple[FormReturn, list[int] | None]]] = ((0, 0), [])

    def __len__(self) -> int:
        return len(self._order)

    def column(self, title: str) -> list[Any]:
        """A column: plain values, blanks None."""
        return self.cells(title, 0, len(self))

    def cells(self, title: str, start: int, stop: int) -> list[Any]:
        """The cells of some rows (0-based, `stop` not among them) of one column."""
        table, indexes = self._table, self._order[start:stop]
        if title == FILE:
            return [table.returns[number].book for number in map(table.return_number.__getitem__, indexes)]
        if title == SHEET:
            return [table.sheet[index] for index in indexes]
        if title == ROW:
            return [table.row[index] for index in indexes]
        if title == STATE:
            return [PENDING if index in table.pending else NORMAL for index in indexes]
        made: list[Any] = []
        for one, rows in self._pieces(start, stop):
            values = table.cells_of(one, title)
            made += values if rows is None else map(values.__getitem__, rows)
        return made

    def _pieces(self, start: int, stop: int) -> list[tuple[FormReturn, list[int] | None]]:
        """The rows start..stop as (return, its rows, 0-based; None: all of them), those that stand together
        in one piece.  Remembered, for one column after the other is asked for."""
        if self._last[0] != (start, stop):
            made = []
            runs = self._runs
            for at in range(max(bisect_right(runs, start, key=itemgetter(1)) - 1, 0), len(runs)):
                number, first, last = runs[at]
                if first >= stop:
                    break
                one = self._table.returns[number]
                rows = [index - one.start for index in self._order[max(first, start) : min(last, stop)]]
                made.append((one, None if len(rows) == one.part.kept else rows))
            self._last = (start, stop), made
        return self._last[1]

    @cached_property
    def _runs(self) -> list[tuple[int, int, int]]:
        """(number of the return, start, stop) of rows of one return in their own order, in ledger order."""
        order, of = self._order, self._table.return_number
        if not order:
            return []
        after = enumerate(pairwise(order), 1)
        starts = [0, *(at for at, (one, next_) in after if next_ < one or of[one] != of[next_])]
        return [(of[order[start]], start, stop) for start, stop in pairwise([*starts, len(order)])]

    def cell(self, title: str, row: int) -> Any:
        """One cell; rows from 0."""
        if title in SOURCE_TITLES:
            return self.cells(title, row, row + 1)[0]
        return self._table.value(self._order[row], title)

    def keys(self) -> list[str | None]:
        """What names each row; None where nothing does."""
        return [self._table.keys[index] for index in self._order]

    def rows(self, *titles: str) -> Iterator[tuple[Any, ...]]:
        """(row, the values of these titles), rows from 0."""
        return zip(range(len(self)), *map(self.column, titles), strict=True)

    def index(self, row: int) -> int:
        """Where a row (from 0) stands in the row table."""
        return self._order[row]

    def asked_for(self, row: int, titles: Collection[str]) -> bool:
        """Whether the file of a row (from 0) has columns of these titles, as far as its columns are known."""
        part = self._table.owner(self.index(row)).part
        bound = {title for where in part.where.values() for title in where}
        bound.update(title for _, _, where in part.beside for title in where)
        return not bound or bound.issuperset(titles)

    def wait(self, rows: Collection[int]) -> None:
        """Mark rows (from 0) 待核."""
        self._table.pending.update(map(self.index, rows))

    def tell(self, rule: str, row: int, title: str, facts: Mapping[str, Any]) -> Finding:
        """A finding at a cell of a row (from 0), under the row's unit."""
        return self._table.tell(rule, self._order[row], title, facts)

    def unit(self, row: int) -> str:
        """The unit of a row; rows from 0."""
        return self._table.unit(self._order[row])

    def carried(self, title: str) -> list[Any]:
        """The cells of rows that other rows carry, but for those a newer return replaced; of a row joined
        within its file, which says the same, those of the row that carries it."""
        table = self._table
        cells = [table.value(at, title) for at in table.joined() if at not in table.replaced]
        for one in table.returns:
            if one.part.joined:
                at = {table.place(index)[1:]: index for index in table.rows_of(one)}
                cells += [table.value(at[onto], title) for _, onto in one.part.joined if onto in at]
        return cells

    def by_unit(self) -> Counter[tuple[str, str]]:
        """{(file, unit of the row): its kept rows}."""
        made: Counter[tuple[str, str]] = Counter()
        title, table = self._table.unit_title, self._table
        known: dict[int, list[str]] = {}
        for number, start, stop in self._runs:
            one = table.returns[number]
            if number not in known:
                known[number] = _units_of(table, one, title) if title else [one.unit]
            units = known[number]
            if len(units) == 1:
                made[one.book, units[0]] += stop - start
                continue
            for index in self._order[start:stop]:
                made[one.book, units[index - one.start]] += 1
        return made

    def places(self, books: Collection[str]) -> Mapping[tuple[str, str, int], int]:
        """{(file, sheet, row): where it stands here, 0-based} for the kept rows of these files."""
        table = self._table
        found: dict[tuple[str, str, int], int] = {}
        for number, start, stop in self._runs:
            book = table.returns[number].book
            if book in books:
                indexes = self._order[start:stop]
                places = zip(
                    repeat(book), map(table.sheet.__getitem__, indexes), map(table.row.__getitem__, indexes)
                )
                found.update(zip(places, range(start, stop), strict=True))
        return found


def _order(table: RowTable, context: RunContext) -> array[int]:
    """The kept rows, by the place of their own unit."""
    order = numbers(index for index, alive in enumerate(table.kept_mask()) if alive)
    title = table.unit_title
    if not title or not order:
        return order
    own = [_units_of(table, one, title) for one in table.returns]
    rank = unit_rank(context.roster, {unit for units in own for unit in set(units)})
    places = [
        [rank[units[0]]] * one.part.kept if len(units) == 1 else [rank[unit] for unit in units]
        for one, units in zip(table.returns, own, strict=True)
    ]
    ranks = list(chain.from_iterable(places))
    return numbers(sorted(order, key=ranks.__getitem__))


def _units_of(table: RowTable, one: FormReturn, title: str) -> list[str]:
    """The unit of each row of a return; one name when all are alike."""
    values = table.cells_of(one, title)
    if values and values.count(values[0]) == len(values):
        values = values[:1]
    return [str(value) if value else one.unit for value in values]
