"""Our marks on somebody else's sheet: colours with the way back, and their removal."""

from __future__ import annotations

from lxml import etree

from union_xl.model import Style
from union_xl.xlsx_edit.cells import Sheet
from union_xl.xlsx_edit.markup import Element, sibling
from union_xl.xlsx_edit.notes import our_notes, put_notes
from union_xl.xlsx_edit.sheets import our_sheets, remove_sheet
from union_xl.xlsx_edit.styles import NO_FILL, PALETTE, Styles
from union_xl.xlsx_edit.workbook import Workbook


def remember_colours(book: Workbook, colours: set[str]) -> None:
    """Note down in the workbook which fill colours are marks."""
    known = _palette(book)
    if colours <= known:
        return
    for one in book.defined_names():
        if one.get("name") == PALETTE:
            book.remove_name(one)
    book.add_name(PALETTE, '"' + ",".join(sorted(known | colours)) + '"')


def unmark(book: Workbook, styles: Styles) -> None:
    """Take away every mark of ours: sheets, notes, colours.  Cells get their own style back."""
    for name in our_sheets(book):
        remove_sheet(book, name)
    colours = _palette(book)
    back = _way_back(book, styles, colours) if colours else {}
    for entry in book.sheets:
        if not entry.part:
            continue
        has_notes = bool(book.parts.related(entry.part, "comments"))
        if not back and not has_notes:
            continue
        sheet = Sheet(book, entry.name, entry.part)
        if has_notes:
            put_notes(sheet, our_notes(sheet))
        for one in sheet.data.iter(sheet.tag("c")):
            style = back.get(one.get("s") or "")
            if style is not None:
                _restyle(one, style)
                sheet.touch()
    for name in book.defined_names():
        if name.get("name") == PALETTE:
            book.remove_name(name)


def _restyle(one: Element, style: int) -> None:
    if style:
        one.set("s", str(style))
    else:
        one.attrib.pop("s", None)


def _palette(book: Workbook) -> set[str]:
    for one in book.defined_names():
        if one.get("name") == PALETTE:
            return set((one.text or "").strip('"').split(","))
    return set()


def _way_back(book: Workbook, styles: Styles, colours: set[str]) -> dict[str, int]:
    """Which style stood below each style of ours."""
    back: dict[str, int] = {}
    fills = list(styles.root.iterfind("{*}fills/{*}fill"))
    foreign_back = _made_by_libreoffice(book)
    for index, record in enumerate(list(styles.root.find("{*}cellXfs"))):
        if styles.original(index) != index:
            back[str(index)] = styles.original(index)
            continue
        number = int(record.get("fillId") or 0)
        covered = _covered(fills[number], colours, foreign_back) if number < len(fills) else None
        if covered is not None:
            back[str(index)] = styles.with_fill(index, covered)
    return back


def _covered(fill: Element, colours: set[str], foreign_back: bool) -> Element | None:
    """The fill below a mark of ours; None when this fill is no mark."""
    front, behind = fill.find("{*}patternFill/{*}fgColor"), fill.find("{*}patternFill/{*}bgColor")
    if front is None or (front.get("rgb") or "")[-6:] not in colours:
        return None
    plain = etree.Element(sibling(fill, "fill"))
    if foreign_back or (behind is not None and (behind.get("rgb") or "")[-6:] == NO_FILL[-6:]):
        etree.SubElement(plain, sibling(fill, "patternFill"), patternType="none")
        return plain
    usual = behind is None or behind.get("indexed") in ("64", "65") or behind.get("auto")
    if usual or dict(behind.attrib) == dict(front.attrib):
        return None
    pattern = etree.SubElement(plain, sibling(fill, "patternFill"), patternType="solid")
    etree.SubElement(pattern, sibling(fill, "fgColor"), dict(behind.attrib))
    etree.SubElement(pattern, sibling(fill, "bgColor"), indexed="64")
    return plain


def _made_by_libreoffice(book: Workbook) -> bool:
    """LibreOffice invents background colours of its own when it saves."""
    parts = book.parts
    part = next((one.target for one in parts.relations("") if one.kind == "extended-properties"), "")
    return part in parts.archive and b"LibreOffice" in parts.archive.read(part)


def lay_style(sheet: Sheet, styles: Styles, place: tuple[int, int], style: Style | None) -> None:
    """Lay a style over a cell; with a fill it is a mark, and None gives the cell its own style back."""
    one = sheet.cell(*place)
    old = int(one.get("s") or 0)
    new = styles.original(old) if style is None else styles.overlay(old, style, bool(style.fill))
    if new != old:
        _restyle(one, new)
        sheet.touch()
