"""Areas of a sheet when rows repeat: lists of ranges stretch, move, or repeat with the rows."""

from __future__ import annotations

from union_xl.model import Area
from union_xl.xlsx_edit.formulas import Shift
from union_xl.xlsx_edit.references import LAST_ROW, area, area_name


def moved(shift: Shift, where: Area) -> list[Area]:
    """An area of formats or rules afterwards.

    Over the whole block it stretches; over some rows of a block it is there again in each copy.
    """
    top, bottom = where.top, where.bottom
    whole = top <= shift.first and bottom >= shift.last
    if whole or bottom < shift.first or top > shift.last:
        new_top, new_bottom = shift.span(top, bottom)
        return [Area(new_top, where.left, new_bottom, where.right)]
    parts = []
    for step in range(shift.times):
        by = step * shift.height
        begin = top if top < shift.first and step == 0 else max(top, shift.first) + by
        end = min(bottom, shift.last) + by
        if bottom > shift.last and step == shift.times - 1:
            end = min(bottom + shift.extra, LAST_ROW)
        parts.append(Area(begin, where.left, end, where.right))
    return parts


def moved_list(shift: Shift, refs: str) -> str:
    """A space-separated list of ranges (`sqref`) afterwards."""
    return " ".join(area_name(one) for ref in refs.split() for one in moved(shift, area(ref)))


def stretched(shift: Shift, ref: str) -> str:
    """One range that has to stay one (a table, a filter, a pivot's source)."""
    where = area(ref)
    top, bottom = shift.span(where.top, where.bottom)
    if where.top == where.bottom and shift.holds(where.top) and shift.height == 1:
        bottom = min(where.bottom + shift.extra, LAST_ROW)
    return area_name(Area(top, where.left, bottom, where.right))


def within(shift: Shift, refs: str) -> bool:
    """Do all these ranges lie in the repeated rows?"""
    return all(shift.holds(one.top) and shift.holds(one.bottom) for one in map(area, refs.split()))
