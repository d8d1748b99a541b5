"""Total rows compared with the rows they add up; told, never corrected."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from union_xl.core import Finding, Raw, Table
from union_xl.core.patterns import Late
from union_xl.forms.base import Form
from union_xl.tables.around import flat
from union_xl.tables.bodies import TOTAL
from union_xl.tables.headings import words

_ADDED = frozenset({"整数", "金额"})
_NOT_ADDED = Late(r"年龄|年限|每|限报|比例|平均")
_LABEL = Late(
    r"^(?:本页|部门|本单位|总|以上|全部)?(?:合\s*计|小\s*计|总\s*计|共\s*计|总\s*数)(?:人数|数)?[:：]?$"
)
_NUMBER = Late(r"(\d[\d,]*(?:\.\d+)?)\s*(?:人|元|名|家|个)?\Z")


def totals(table: Table, form: type[Form]) -> Iterator[Finding]:
    """T-TOTAL at every cell of a total row that is neither the sum of the rows it may stand for (those since
    the total before, all above, all up to the next, all), nor, as the only number of a people's list, their
    count.  Cumulated totals and those of a part (女职工合计) say nothing about the rows; nor do columns with
    a cell that is no number."""
    marks = sorted(row for row, why in table.aside.items() if why == TOTAL)
    added = {table.where[title]: title for title in table.where if _is_added(title, form)} if marks else {}
    columns: dict[int, _Column] = {}
    for at, row in enumerate(marks):
        cells = [(col, table.grid.at(row, col)) for col in range(1, len(table.grid.rows[row - 1]) + 1)]
        filled = [(col, raw) for col, raw in cells if flat(raw)]
        if not any(_LABEL.match(flat(raw)) for _, raw in filled):
            continue
        groups = _groups(table.body, marks, at)
        given = [(col, raw, number) for col, raw in filled if (number := _number(raw)) is not None]
        for col, raw, told in given:
            if col in added:
                column = columns[col] if col in columns else columns.setdefault(col, _Column(table, col))
                yield from _told(table, row, col, raw, told, column.sums(groups), added[col])
        if len(given) == 1 and len(filled) == 2 and given[0][0] not in added and "证件号码" in table.where:
            col, raw, told = given[0]
            yield from _told(table, row, col, raw, told, [float(end - start) for start, end in groups], "")


def _told(
    table: Table, row: int, col: int, raw: Raw, told: float, sums: Sequence[float], title: str
) -> Iterator[Finding]:
    if sums and all(abs(told - one) > 0.005 for one in sums):
        facts = {"合计": f"{told:.12g}", "明细": f"{sums[0]:.12g}"}
        yield Finding("T-TOTAL", table.grid.place(row, col), title, raw, facts)


def _groups(body: Sequence[int], marks: Sequence[int], at: int) -> list[tuple[int, int]]:
    """Spans of the body that the total row `marks[at]` may stand for, the likeliest first; none is empty."""
    here, every = bisect_left(body, marks[at]), len(body)
    before = bisect_left(body, marks[at - 1]) if at else 0
    after = bisect_left(body, marks[at + 1]) if at + 1 < len(marks) else every
    spans = ((before, here), (0, here), (here, after), (0, every))
    return [(start, end) for start, end in spans if start < end]


class _Column:
    """One column of the body, added up from the top: a sum costs the same for however many rows."""

    def __init__(self, table: Table, col: int) -> None:
        raws = [table.grid.at(row, col) for row in table.body]
        filled = [bool(flat(raw)) for raw in raws]
        numbers = [_number(raw) if one else 0.0 for raw, one in zip(raws, filled, strict=True)]
        self._filled = [0, *accumulate(filled)]
        self._odd = [0, *accumulate(number is None for number in numbers)]
        self._sums = [0.0, *accumulate(number or 0.0 for number in numbers)]

    def sums(self, groups: Sequence[tuple[int, int]]) -> list[float]:
        """The sums over the groups; none when a cell is no number or a group is blank."""
        if any(
            self._odd[start] < self._odd[end] or self._filled[start] == self._filled[end]
            for start, end in groups
        ):
            return []
        return [round(self._sums[end] - self._sums[start], 6) for start, end in groups]


def _is_added(title: str, form: type[Form]) -> bool:
    return words(form).columns[title].kind.name in _ADDED and not _NOT_ADDED.search(title)


def _number(raw: Raw) -> float | None:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return float(raw)
    found = _NUMBER.match(flat(raw)) if isinstance(raw, str) and len(raw) < 20 else None
    return float(found[1].replace(",", "")) if found else None
