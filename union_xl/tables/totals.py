"""Total rows compared with the rows they add up; told, never corrected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from union_xl.core import Finding, Raw, Table
from union_xl.forms.base import Form
from union_xl.tables.around import flat
from union_xl.tables.bodies import TOTAL
from union_xl.tables.headings import words

_ADDED = frozenset({"整数", "金额"})
_NOT_ADDED = re.compile(r"年龄|年限|每|限报|比例|平均")
_LABEL = re.compile(
    r"^(?:本页|部门|本单位|总|以上|全部)?(?:合\s*计|小\s*计|总\s*计|共\s*计|总\s*数)(?:人数|数)?[:：]?$"
)
_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(?:人|元|名|家|个)?\Z")


def totals(table: Table, form: type[Form]) -> Iterator[Finding]:
    """T-TOTAL at every cell of a total row that is neither the sum of the rows it may stand for (those since
    the total before, all above, all up to the next, all), nor, as the only number of a people's list, their
    count.  Cumulated totals and those of a part (女职工合计) say nothing about the rows; nor do columns with
    a cell that is no number."""
    marks = sorted(row for row, why in table.aside.items() if why == TOTAL)
    for row in marks:
        cells = [(col, table.grid.at(row, col)) for col in range(1, len(table.grid.rows[row - 1]) + 1)]
        filled = [(col, raw) for col, raw in cells if flat(raw)]
        if not any(_LABEL.match(flat(raw)) for _, raw in filled):
            continue
        groups = _groups(table.body, marks, row)
        given = [(col, raw, number) for col, raw in filled if (number := _number(raw)) is not None]
        added = {table.where[title]: title for title in table.where if _is_added(title, form)}
        for col, raw, told in given:
            if col in added:
                yield from _told(table, row, col, raw, told, _sums(table, col, groups), added[col])
        if len(given) == 1 and len(filled) == 2 and given[0][0] not in added and "证件号码" in table.where:
            col, raw, told = given[0]
            yield from _told(table, row, col, raw, told, [float(len(group)) for group in groups], "")


def _told(
    table: Table, row: int, col: int, raw: Raw, told: float, sums: Sequence[float], title: str
) -> Iterator[Finding]:
    if sums and all(abs(told - one) > 0.005 for one in sums):
        facts = {"合计": f"{told:.12g}", "明细": f"{sums[0]:.12g}"}
        yield Finding("T-TOTAL", table.grid.place(row, col), title, raw, facts)


def _groups(body: Sequence[int], marks: Sequence[int], row: int) -> list[list[int]]:
    """The rows a total may stand for, the likeliest first; none is empty."""
    before = max((one for one in marks if one < row), default=0)
    after = min((one for one in marks if one > row), default=len(body) and body[-1] + 1)
    spans: list[Callable[[int], bool]] = [
        lambda one: before < one < row,
        lambda one: one < row,
        lambda one: row < one < after,
        lambda one: True,
    ]
    groups = [[one for one in body if within(one)] for within in spans]
    return [group for group in groups if group]


def _sums(table: Table, col: int, groups: Sequence[Sequence[int]]) -> list[float]:
    """The sums of a column over the groups; none when a cell is no number."""
    sums = []
    for group in groups:
        raws = [raw for row in group if flat(raw := table.grid.at(row, col))]
        numbers = [_number(raw) for raw in raws]
        if not raws or None in numbers:
            return []
        sums.append(sum(number for number in numbers if number is not None))
    return sums


def _is_added(title: str, form: type[Form]) -> bool:
    return words(form).columns[title].kind.name in _ADDED and not _NOT_ADDED.search(title)


def _number(raw: Raw) -> float | None:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return float(raw)
    found = _NUMBER.match(flat(raw)) if isinstance(raw, str) and len(raw) < 20 else None
    return float(found[1].replace(",", "")) if found else None
