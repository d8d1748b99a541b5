"""What stands on the sheet besides its cells, when rows repeat."""

from __future__ import annotations

import copy

from lxml import etree

from union_xl.model import Area
from union_xl.xlsx_edit.cells import Sheet
from union_xl.xlsx_edit.formulas import Ref, Shift, join, parse
from union_xl.xlsx_edit.markup import Element, local
from union_xl.xlsx_edit.references import LAST_ROW, area, area_name, cell, name_of


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


_LISTS = frozenset(["conditionalFormatting", "dataValidation", "protectedRange", "ignoredError", "dataRef"])
_ONE_RANGE = frozenset(["autoFilter", "sortState", "sortCondition", "dimension"])
_ONE_CELL = frozenset(["cellWatch", "inputCells", "cellSmartTags"])


def follow_on_sheet(sheet: Sheet, shift: Shift) -> None:
    """Merged cells, rules, links, breaks, sparklines and controls of a sheet whose rows were repeated."""
    _repeat_merges(sheet, shift)
    _repeat_links(sheet, shift)
    for one in list(sheet.root.iter("{*}sparkline")):
        _repeat_sparkline(one, shift)
    for one in sheet.root.iter("{*}sparklineGroup"):
        dates = one.find("{*}f")
        if dates is not None and dates.text:
            dates.text = shift.formula(dates.text, sheet.name)
    _move_rules(sheet, shift)
    for one in sheet.root.iter("{*}anchor"):
        move_anchor(
            one, shift, one.get("moveWithCells") in ("1", "true"), one.get("sizeWithCells") in ("1", "true")
        )


def _move_rules(sheet: Sheet, shift: Shift) -> None:
    for one in list(sheet.root.iter()):
        name = local(one)
        if name in ("c", "row", "v", "f", "is", "t", ""):
            continue
        if name in _LISTS and one.get("sqref"):
            _move_formulas(one, shift, sheet.name, within(shift, one.get("sqref")))
            one.set("sqref", moved_list(shift, one.get("sqref")))
        elif name == "sqref" and one.text and local(one.getparent()) != "sparkline":
            _move_formulas(one.getparent(), shift, sheet.name, within(shift, one.text))
            one.text = moved_list(shift, one.text)
        elif name in _ONE_RANGE and one.get("ref"):
            one.set("ref", stretched(shift, one.get("ref")))
        elif name in _ONE_CELL and one.get("r"):
            row, col = cell(one.get("r"))
            one.set("r", name_of(shift.row(row), col))
        elif name == "brk" and local(one.getparent()) == "rowBreaks":
            number = int(one.get("id") or 0)
            one.set("id", str(min(number + shift.extra, LAST_ROW) if number >= shift.last else number))


def _move_formulas(holder: Element, shift: Shift, home: str, inside: bool) -> None:
    """Formulas of a rule: condition formulas, thresholds, lists, in old and new dialect."""
    for one in holder.iter("{*}formula", "{*}formula1", "{*}formula2", "{*}f"):
        if one.text:
            one.text = shift.repeated(one.text)(0) if inside else shift.formula(one.text, home)
    for one in holder.iter("{*}cfvo"):
        if one.get("type") in ("formula", "num", "percent") and one.get("val"):
            one.set("val", shift.formula(one.get("val"), home))


def _repeat_merges(sheet: Sheet, shift: Shift) -> None:
    holder = sheet.root.find("{*}mergeCells")
    if holder is None:
        return
    for one in list(holder):
        where = area(one.get("ref"))
        if shift.holds(where.top) and shift.holds(where.bottom):
            for step in range(1, shift.times):
                by = step * shift.height
                ref = area_name(where._replace(top=where.top + by, bottom=where.bottom + by))
                etree.SubElement(holder, one.tag, ref=ref)
        else:
            top, bottom = shift.span(where.top, where.bottom)
            one.set("ref", area_name(where._replace(top=top, bottom=bottom)))
    holder.set("count", str(len(holder)))


def _repeat_links(sheet: Sheet, shift: Shift) -> None:
    for one in list(sheet.root.iterfind("{*}hyperlinks/{*}hyperlink")):
        where = area(one.get("ref"))
        if one.get("location"):
            one.set("location", shift.formula(one.get("location"), sheet.name))
        if shift.holds(where.top) and shift.holds(where.bottom):
            after = one
            for step in range(1, shift.times):
                by = step * shift.height
                made = copy.deepcopy(one)
                made.set("ref", area_name(where._replace(top=where.top + by, bottom=where.bottom + by)))
                for name in [name for name in made.attrib if name.endswith("}uid")]:
                    made.attrib.pop(name)
                after.addnext(made)
                after = made
        else:
            top, bottom = shift.span(where.top, where.bottom)
            one.set("ref", area_name(where._replace(top=top, bottom=bottom)))


def _repeat_sparkline(one: Element, shift: Shift) -> None:
    """A sparkline of a repeated row is there in each copy and shows that copy's cells."""
    data, spot = one.find("{*}f"), one.find("{*}sqref")
    if spot is None or not spot.text:
        return
    row, col = cell(spot.text.split(":")[0])
    if not shift.holds(row):
        spot.text = name_of(shift.row(row), col)
        if data is not None and data.text:
            data.text = shift.formula(data.text, shift.sheet)
        return
    after, text = one, (data.text or "") if data is not None else ""
    for step in range(1, shift.times):
        made = copy.deepcopy(one)
        made.find("{*}sqref").text = name_of(row + step * shift.height, col)
        if text:
            made.find("{*}f").text = _own_row(text, shift, step)
        after.addnext(made)
        after = made
    if text:
        data.text = _own_row(text, shift, 0)


def _own_row(text: str, shift: Shift, step: int) -> str:
    """A sparkline's data in the same copy, whether or not it was written with `$`."""
    pieces = parse(text)
    for at, one in enumerate(pieces):
        if isinstance(one, Ref) and shift.concerns(one, shift.sheet):
            ends = (one.row1, one.row2 or one.row1)
            if all(map(shift.holds, ends)):
                by = step * shift.height
                pieces[at] = one._replace(row1=one.row1 + by, row2=one.row2 + by)
            else:
                top, bottom = shift.span(*ends)
                pieces[at] = one._replace(row1=top, row2=bottom if one.second else 0)
    return join(pieces)


def move_anchor(anchor: Element, shift: Shift, moves: bool = True, sizes: bool = True) -> bool:
    """Move a drawing's or control's corners; True when something changed."""
    start = anchor.find("{*}from/{*}row")
    end, offset = anchor.find("{*}to/{*}row"), anchor.find("{*}to/{*}rowOff")
    if start is None or not moves:
        return False
    top = int(start.text) + 1
    by = shift.row(top) - top
    start.text = str(top - 1 + by)
    if end is None:
        return by > 0
    index = int(end.text)
    if sizes:  # a lower edge exactly between two rows belongs to the upper one
        touched = index + 1 if offset is not None and int(offset.text or 0) > 0 else max(index, top)
        end_by = shift.row(touched) - touched
    else:
        end_by = by
    end.text = str(index + end_by)
    return by > 0 or end_by > 0
