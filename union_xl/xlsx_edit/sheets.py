"""Whole sheets of ours: added, replaced, taken away again.

A sheet is ours when it carries our hidden local name; that survives renaming and saving in Excel or WPS.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from union_xl.model import KEEP, AddSheet, Edit, Style, TemplateError
from union_xl.model.grid import column_letters
from union_xl.xlsx_edit.cells import Sheet
from union_xl.xlsx_edit.markup import clean_text, local, sibling
from union_xl.xlsx_edit.references import cell
from union_xl.xlsx_edit.sheet_layouts import Layout
from union_xl.xlsx_edit.styles import Styles
from union_xl.xlsx_edit.workbook import SheetEntry, Workbook

OUR_SHEET = "_union_xl.sheet"
PROBLEM_SHEET = "问题清单"
PROBLEM_TITLES = frozenset(["序号", "级别", "位置", "列名", "原值", "问题", "怎么改"])
_ENOUGH_TITLES = 5
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_SELECTED = re.compile(rb"""\s+tabSelected\s*=\s*(?:"[^"]*"|'[^']*')""")


def is_ours(book: Workbook, name: str) -> bool:
    """Does this sheet carry our mark?"""
    return any(one.casefold() == name.casefold() for one in our_sheets(book))


def our_sheets(book: Workbook) -> list[str]:
    """Our sheets by name; a 问题清单 with our headings is ours too, should the mark have been lost."""
    marked = [book.home_of(one) for one in book.defined_names() if one.get("name") == OUR_SHEET]
    listed = book.entry(PROBLEM_SHEET)
    if listed is not None and listed.name not in marked:
        looked = Layout(book).sheet(listed.name)
        texts = set(looked.cells.values()) if looked else set()
        if len(texts & PROBLEM_TITLES) >= _ENOUGH_TITLES:
            marked.append(listed.name)
    return marked


def add_sheet(book: Workbook, order: AddSheet) -> Sheet:
    """A new, empty sheet of ours at its position; one of ours with the same name is replaced.

    Raises TemplateError when the name is taken by somebody else's sheet or not allowed.
    """
    if not order.name or len(order.name) > 31 or _FORBIDDEN.search(order.name):
        raise TemplateError(f"“{order.name}”不能作工作表名称，请换一个 31 字以内、不含 []:*?/\\ 的名称")
    if book.entry(order.name) is not None:
        if not is_ours(book, order.name):
            raise TemplateError(f"文件里已有名为“{order.name}”的工作表，不能覆盖，请先改名再试")
        remove_sheet(book, order.name)
    at = min(max(order.at, 0), len(book.sheets))
    part = book.parts.free_name(f"{book.folder}worksheets/sheet{{}}.xml")
    book.parts.add(part, _blank(book, order).encode(), SHEET_TYPE)
    relation = book.parts.relate(book.part, "worksheet", part, book.office)
    sheets = book.root.find("{*}sheets")
    number = max([0, *(int(one.get("sheetId") or 0) for one in sheets if local(one) == "sheet")]) + 1
    element = etree.Element(sibling(sheets, "sheet"), name=order.name, sheetId=str(number))
    element.set(f"{{{book.office}}}id", relation)
    shown = [one.part for one in book.sheets[:at] if one.part]
    sheets.insert(at, element)
    _renumber(book, lambda index: index + (index >= at))
    book.reload()
    book.add_name(OUR_SHEET, f'"{order.name}"', at)
    _select(book, at)
    _title(book, len(shown), add=order.name)
    return Sheet(book, order.name, part)


def remove_sheet(book: Workbook, name: str) -> None:
    """Take away a sheet of ours; anything else by that name stays."""
    entry = book.entry(name)
    if entry is None or not is_ours(book, name) or len(book.sheets) == 1:
        return
    at = book.sheets.index(entry)
    for one in book.defined_names():
        if one.get("localSheetId") == str(at):
            book.remove_name(one)
    _drop_parts(book, entry)
    entry.element.getparent().remove(entry.element)
    _renumber(book, lambda index: index - (index > at))
    _title(book, len([one for one in book.sheets[:at] if one.part]), remove=entry.name)
    book.reload()
    for view in book.root.iterfind("{*}bookViews/{*}workbookView"):
        active = int(view.get("activeTab") or 0)
        if active == at:
            shown = [index for index, one in enumerate(book.sheets) if one.state == "visible"]
            view.set("activeTab", str(shown[0] if shown else 0))
            view.attrib.pop("firstSheet", None)
        elif active > at:
            view.set("activeTab", str(active - 1))
    book.touch()


def _drop_parts(book: Workbook, entry: SheetEntry) -> None:
    for one in book.parts.relations(entry.part):
        if not one.external and one.kind in ("comments", "vmlDrawing") and one.target in book.parts.archive:
            book.parts.drop(one.target)
    book.parts.unrelate(book.part, entry.part)
    book.parts.drop(entry.part)


def _renumber(book: Workbook, move: Callable[[int], int]) -> None:
    for one in book.defined_names():
        if one.get("localSheetId"):
            one.set("localSheetId", str(move(int(one.get("localSheetId")))))
    book.touch()


def _select(book: Workbook, at: int) -> None:
    """The new sheet is the one shown on opening.  Sheets selected before let go, or Excel would type
    into all of them at once; their parts change by that one attribute only."""
    views = list(book.root.iterfind("{*}bookViews/{*}workbookView"))
    for view in views:
        view.set("activeTab", str(at))
        if at == 0 or int(view.get("firstSheet") or 0) > at:
            view.attrib.pop("firstSheet", None)
    for one in book.sheets:
        if not one.part or book.sheets.index(one) == at:
            continue
        if book.parts.parsed(one.part):
            for view in book.parts.tree(one.part).iterfind("{*}sheetViews/{*}sheetView"):
                if view.attrib.pop("tabSelected", None):
                    book.parts.touch(one.part)
        else:
            data = book.parts.archive.read(one.part)
            if b"tabSelected" in data[:8192]:
                book.parts.replace(one.part, _SELECTED.sub(b"", data[:8192]) + data[8192:])
    book.touch()


def _title(book: Workbook, at: int, add: str = "", remove: str = "") -> None:
    """Keep the list of sheet titles in the document's properties true."""
    part = next((one.target for one in book.parts.relations("") if one.kind == "extended-properties"), "")
    if part not in book.parts.archive:
        return
    root = book.parts.tree(part)
    titles, pairs = root.find("{*}TitlesOfParts/{*}vector"), root.find("{*}HeadingPairs/{*}vector")
    if titles is None or pairs is None or len(pairs) < 2:
        return
    count = next(pairs[1].iter("{*}i4"), None)
    if count is None or not (count.text or "").isdigit():
        return
    if add:
        title = etree.Element(titles[0].tag if len(titles) else sibling(titles, "lpstr"))
        title.text = add
        titles.insert(min(at, int(count.text)), title)
        count.text = str(int(count.text) + 1)
    else:
        gone = next((one for one in titles if one.text == remove), None)
        if gone is None:
            return
        titles.remove(gone)
        count.text = str(int(count.text) - 1)
    titles.set("size", str(len(titles)))
    book.parts.touch(part)


def _blank(book: Workbook, order: AddSheet) -> str:
    pane = ""
    if order.freeze_row:
        pane = (
            f'<pane ySplit="{order.freeze_row}" topLeftCell="A{order.freeze_row + 1}" '
            'activePane="bottomLeft" state="frozen"/>'
        )
    widths = "".join(
        f'<col min="{col}" max="{col}" width="{width:g}" customWidth="1"/>'
        for col, width in sorted(order.widths.items())
    )
    direction = "landscape" if order.landscape else "portrait"
    return (
        f'<worksheet xmlns="{book.ns}" xmlns:r="{book.office}">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView tabSelected="1" workbookViewId="0">{pane}</sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/>{f"<cols>{widths}</cols>" if widths else ""}<sheetData/>'
        f"{f'<autoFilter ref={quoteattr(order.filter_area)}/>' if order.filter_area else ''}"
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="9" orientation="{direction}" fitToHeight="0"/></worksheet>'
    )


def fill_sheet(
    sheet: Sheet, cells: Mapping[tuple[int, int], Edit], styles: Styles, heights: Mapping[int, float]
) -> None:
    """Write the cells of a new sheet in one go; notes are put on separately.  `heights` are points by row."""
    rows: dict[int, list[str]] = {row: [] for row in sorted({*heights, *(row for row, _ in cells)})}
    rare: list[tuple[str, Edit]] = []
    for (row, col), edit in sorted(cells.items()):
        style = styles.overlay(0, edit.style if isinstance(edit.style, Style) else Style(), middle=True)
        ref = f"{column_letters(col)}{row}"
        made = _cell(ref, edit, style)
        if made is None:  # dates and other rare values take the careful way
            rare.append((ref, edit))
            made = f'<c r="{ref}" s="{style}"/>'
        rows[row].append(made)
    body = "".join(
        f'<row r="{row}"{_height(heights.get(row))}>{"".join(made)}</row>' for row, made in rows.items()
    )
    sheet.data.extend(list(etree.fromstring(f'<sheetData xmlns="{sheet.book.ns}">{body}</sheetData>')))
    sheet.forget()
    for ref, edit in rare:
        sheet.write(ref, edit.value, styles, edit.formula)
    sheet.touch()


def _height(points: float | None) -> str:
    return f' ht="{points:g}" customHeight="1"' if points else ""


def _cell(ref: str, edit: Edit, style: int) -> str | None:
    """A cell's XML; None where `Sheet.write` has to decide."""
    value = edit.value
    if value is KEEP or value is None or value == "":
        return f'<c r="{ref}" s="{style}"/>'
    if edit.formula or isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    if isinstance(value, int):
        return f'<c r="{ref}" s="{style}"><v>{value}</v></c>' if abs(value) < 10**15 else None
    return (
        f'<c r="{ref}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{escape(clean_text(value))}</t></is></c>"
    )


def cells_of(order: AddSheet) -> dict[tuple[int, int], Edit]:
    """The cells of a new sheet by (row, col)."""
    return {cell(one.cell): one for one in order.cells}


__all__ = ["OUR_SHEET", "add_sheet", "cells_of", "fill_sheet", "is_ours", "our_sheets", "remove_sheet"]
