"""Other parts of the package when rows of a sheet repeat: whatever points there follows."""

from __future__ import annotations

import copy
import re
from xml.sax.saxutils import escape

from union_xl.model import TemplateError
from union_xl.xlsx_edit.cells import Sheet
from union_xl.xlsx_edit.formulas import Shift
from union_xl.xlsx_edit.markup import Element, local
from union_xl.xlsx_edit.references import area, cell, name_of
from union_xl.xlsx_edit.repeat_on_sheet import move_anchor, stretched
from union_xl.xlsx_edit.stale_parts import DRAWN
from union_xl.xlsx_edit.vml import move_rows, repeat_notes
from union_xl.xlsx_edit.workbook import SheetEntry, Workbook

_CHART = re.compile(r"/charts/chart[^/]*\.xml$", re.I)
_LINKS = ("fmlaLink", "fmlaRange", "fmlaTxbx", "fmlaGroup")


def follow_in_book(book: Workbook, sheet: Sheet, shift: Shift) -> None:
    """Names, other sheets' formulas, tables, pivots, drawings, notes, controls and charts.

    Raises TemplateError where the rows cut through a table or pivot table; that is looked at first.
    """
    _move_tables(book, sheet, shift)
    _move_pivots(book, sheet, shift)
    _move_names(book, shift)
    for entry in book.sheets:
        if entry.part and entry.part != sheet.part:
            _follow_elsewhere(book, entry, shift)
        if entry.part:
            _move_controls(book, entry, shift)
        for part in book.parts.related(entry.part, "drawing") if entry.part else ():
            _move_drawing(book, part, entry.name, entry.part == sheet.part, shift)
            book.parts.relink(part, lambda text, home=entry.name: shift.formula(text, home))  # type: ignore[misc]
        if entry.part:
            book.parts.relink(entry.part, lambda text, home=entry.name: shift.formula(text, home))  # type: ignore[misc]
    _move_notes(book, sheet, shift)
    for part in book.parts.archive.names:
        if _CHART.search("/" + part):
            _move_chart(book, part, shift)


def _refuse(sheet: Sheet, ref: str, what: str) -> None:
    raise TemplateError(f"{sheet.name}!{ref} 的{what}与要重复的行部分重叠，不能插入行，请调整模板")


def _move_tables(book: Workbook, sheet: Sheet, shift: Shift) -> None:
    parts = book.parts.related(sheet.part, "table")
    for part in parts:
        root = book.parts.tree(part)
        where = area(root.get("ref"))
        head = where.top if root.get("headerRowCount", "1") != "0" else 0
        apart = where.bottom < shift.first or where.top > shift.last
        inside = where.top <= shift.first and where.bottom >= shift.last and not shift.holds(head)
        if not apart and not inside:
            _refuse(sheet, root.get("ref"), "表格")
    for part in parts:
        root = book.parts.tree(part)
        before = root.get("ref")
        for one in root.iter():
            if local(one) and one.get("ref"):
                one.set("ref", stretched(shift, one.get("ref")))
            elif local(one) in ("calculatedColumnFormula", "totalsRowFormula") and one.text:
                one.text = shift.formula(one.text, sheet.name)
        if root.get("ref") != before:
            book.parts.touch(part)
    for part in book.parts.related(sheet.part, "tableSingleCells"):
        for one in book.parts.tree(part):
            _move_cell(book, part, one, "r", shift)


def _move_cell(book: Workbook, part: str, one: Element, name: str, shift: Shift) -> None:
    """The cell in an attribute; the part is written again only when it has moved."""
    row, col = cell(one.get(name))
    if shift.row(row) != row:
        one.set(name, name_of(shift.row(row), col))
        book.parts.touch(part)


def _move_pivots(book: Workbook, sheet: Sheet, shift: Shift) -> None:
    for part in book.parts.related(sheet.part, "pivotTable"):
        spot = book.parts.tree(part).find("{*}location")
        where = area(spot.get("ref"))
        if where.top <= shift.last and where.bottom >= shift.first:
            _refuse(sheet, spot.get("ref"), "数据透视表")
        if where.top > shift.last:
            spot.set("ref", stretched(shift, spot.get("ref")))
            book.parts.touch(part)
    for part in book.parts.related(book.part, "pivotCacheDefinition"):
        root = book.parts.tree(part)
        source = root.find("{*}cacheSource/{*}worksheetSource")
        if source is None or source.get("sheet") != sheet.name or not source.get("ref"):
            continue
        ref = stretched(shift, source.get("ref"))
        if ref != source.get("ref"):
            source.set("ref", ref)
            root.set("refreshOnLoad", "1")
            book.parts.touch(part)


def _move_names(book: Workbook, shift: Shift) -> None:
    for one in book.defined_names():
        text = shift.formula(one.text or "", book.home_of(one))
        if text != one.text:
            one.text = text
            book.touch()


def _mentions(book: Workbook, part: str, name: str) -> bool:
    """Could this part hold a reference to the sheet?  (A cheap look before it is parsed.)"""
    if book.parts.parsed(part):
        return True
    data = book.parts.archive.read(part)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:64]:
        return True
    text = data.decode("utf-8", "replace").casefold()
    return (
        escape(name).casefold() in text or escape(name.replace("'", "''")).casefold() in text or "&#" in text
    )


def _follow_elsewhere(book: Workbook, entry: SheetEntry, shift: Shift) -> None:
    """Formulas, rules, links and sparklines of another sheet."""
    from union_xl.xlsx_edit.repeat_rows import expand_shared

    if not _mentions(book, entry.part, shift.sheet):
        return
    root = book.parts.tree(entry.part)
    formulas = list(root.iter("{*}f", "{*}formula", "{*}formula1", "{*}formula2"))
    shared = any(
        one.get("t") == "shared" and one.text and shift.formula(one.text, entry.name) != one.text
        for one in formulas
    )
    if shared or any(one.get("t") == "shared" and shift.sheet in (one.text or "") for one in formulas):
        expand_shared(root)
        book.parts.touch(entry.part)
    for one in formulas:
        _replace(book, entry.part, one, shift.formula(one.text or "", entry.name))
    for one in root.iterfind("{*}hyperlinks/{*}hyperlink"):
        if one.get("location"):
            text = shift.formula(one.get("location"), entry.name)
            if text != one.get("location"):
                one.set("location", text)
                book.parts.touch(entry.part)


def _replace(book: Workbook, part: str, one: Element, text: str) -> None:
    if text != (one.text or ""):
        one.text = text
        book.parts.touch(part)


def _move_controls(book: Workbook, entry: SheetEntry, shift: Shift) -> None:
    """Cell links of form controls, wherever they are."""
    for part in book.parts.related(entry.part, "ctrlProp"):
        root = book.parts.tree(part)
        for name in _LINKS:
            text = root.get(name)
            if text and shift.formula(text, entry.name) != text:
                root.set(name, shift.formula(text, entry.name))
                book.parts.touch(part)


def _move_drawing(book: Workbook, part: str, home: str, same_sheet: bool, shift: Shift) -> None:
    changed = False
    for one in book.parts.tree(part).iter():
        name = local(one)
        if same_sheet and name in ("twoCellAnchor", "oneCellAnchor"):
            kind = one.get("editAs", "twoCell")
            changed |= move_anchor(one, shift, kind != "absolute", kind == "twoCell")
        elif name and one.get("textlink"):
            text = shift.formula(one.get("textlink"), home)
            changed |= text != one.get("textlink")
            one.set("textlink", text)
    if changed:
        book.parts.touch(part)


def _move_notes(book: Workbook, sheet: Sheet, shift: Shift) -> None:
    for part in book.parts.related(sheet.part, "comments"):
        root = book.parts.tree(part)
        authors = [one.text or "" for one in root.iterfind("{*}authors/{*}author")]
        for one in list(root.iterfind("{*}commentList/{*}comment")):
            row, col = cell(one.get("ref"))
            author = int(one.get("authorId") or 0)
            threaded = author < len(authors) and authors[author].startswith("tc=")
            after = one
            for number in [] if threaded else shift.copies(row):
                made = copy.deepcopy(one)
                made.set("ref", name_of(number, col))
                for name in [name for name in made.attrib if name.endswith("}uid")]:
                    made.attrib.pop(name)
                after.addnext(made)
                after = made
                book.parts.touch(part)
            _move_cell(book, part, one, "ref", shift)
    for part in book.parts.related(sheet.part, "threadedComment"):
        for one in book.parts.tree(part):
            _move_cell(book, part, one, "ref", shift)
    for part in book.parts.related(sheet.part, "vmlDrawing"):
        data = book.parts.archive.read(part)
        changed = move_rows(data, shift.row, lambda text: shift.formula(text, sheet.name))
        changed = repeat_notes(changed, shift.copies)
        if changed != data:
            book.parts.replace(part, changed)


def _move_chart(book: Workbook, part: str, shift: Shift) -> None:
    """A chart's references; what it had saved of the cells is stale and goes."""
    for one in book.parts.tree(part).iter("{*}f"):
        holder = one.getparent()
        owner = holder.getparent()
        series = owner is not None and local(owner) in DRAWN
        text = shift.formula(one.text or "", "", series)
        if text == one.text:
            continue
        one.text = text
        book.parts.touch(part)
        for kept in [child for child in holder if local(child).endswith("Cache")]:
            holder.remove(kept)
