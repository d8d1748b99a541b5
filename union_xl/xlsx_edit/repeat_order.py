"""In which order rows are repeated, so that copies point where a person's copies would.

Copies of a row that looks at another repeated row (`=年报!D4`) look at that one's copies (D5, D6 …); so
what is looked at has to be there first: on a sheet from the top down, among sheets the one looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

from union_xl.model import RepeatRows, TemplateError
from union_xl.xlsx_edit.cells import Sheet


def checked(grows: Iterable[RepeatRows]) -> list[RepeatRows]:
    """One sheet's Grows from the top; TemplateError for impossible and overlapping ones."""
    found = sorted(grows, key=lambda one: one.first)
    for one in found:
        if one.times < 1 or one.first < 1 or one.last < one.first:
            raise TemplateError(f"{one.sheet} 第{one.first}至{one.last}行不能重复{one.times}次，请核对")
    for above, below in pairwise(found):
        if above.last >= below.first:
            raise TemplateError(f"{above.sheet} 第{below.first}行同时属于两个重复区域，请把它们分到不同的行")
    return found


def pushed_down(grows: Iterable[RepeatRows]) -> list[RepeatRows]:
    """The Grows of a sheet from the top, each by the rows it has after those above were repeated."""
    moved, extra = [], 0
    for one in grows:
        moved.append(replace(one, first=one.first + extra, last=one.last + extra))
        extra += (one.last - one.first + 1) * (one.times - 1)
    return moved


def looked_at_first(sheets: Mapping[str, tuple[Sheet, list[RepeatRows]]]) -> list[str]:
    """Sheet names so ordered that a sheet comes after those its repeated rows look at."""
    looks = {name: _mentioned(sheet, grows, sheets) - {name} for name, (sheet, grows) in sheets.items()}
    order: list[str] = []
    while len(order) < len(sheets):
        left = [name for name in sheets if name not in order]
        ready = [name for name in left if looks[name] <= set(order)]
        order.append((ready or left)[0])  # sheets that look at each other have no right order
    return order


def _mentioned(sheet: Sheet, grows: list[RepeatRows], names: Iterable[str]) -> set[str]:
    texts = [
        (formula.text or "").casefold()
        for grow in grows
        for number in range(grow.first, grow.last + 1)
        for one in sheet.row_cells(number).values()
        for formula in one.iterfind("{*}f")
    ]
    together = "\n".join(texts)
    return {name for name in names if name.replace("'", "''").casefold() in together}
