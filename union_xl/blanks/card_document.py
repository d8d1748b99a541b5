"""The one-page card as a Word document: A4 upright, boxes that can be clicked."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

from union_xl.blanks.card_page import GRID, Cell, Page, boxes

_INCH = 914_400
_WIDE, _HIGH, _MARGIN = 8.27, 11.69, 0.6
"""A4 and its margins, in inches."""
_LETTERS = 3.2
"""Characters that stand in one column of the grid."""
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def document(page: Page, stamp: dict[str, str], made: dt.datetime) -> bytes:
    """The card as a docx; `stamp` is what a returned one is known by, `made` its own date."""
    import docx

    book = docx.Document()
    _paper(book)
    _title(book, page.cells[0].text)
    body = [cell for cell in page.cells if cell.sort not in ("title", "foot")]
    first, last = body[0].row, body[-1].row
    table = book.add_table(rows=last - first + 1, cols=GRID)
    table.style = "Table Grid"
    table.autofit = False
    wide = int((_WIDE - 2 * _MARGIN) * _INCH)
    for column in table.columns:
        column.width = wide // GRID
    rows = [list(row.cells) for row in table.rows]
    for number, row in enumerate(table.rows, first):
        row.height = int(page.heights[number] * 12_700)
    for cell in body:
        line = rows[cell.row - first]
        spot = line[cell.col - 1]
        if cell.across > 1:
            spot = spot.merge(line[cell.col + cell.across - 2])
        _fill(spot, cell)
    for cell in page.cells:
        if cell.sort == "foot":
            _run(book.add_paragraph(), cell.text, 10.5)
    properties = book.core_properties
    properties.title, properties.author, properties.comments = page.form.title, "", ""
    properties.created = properties.modified = made
    properties.keywords = "union-xl " + "|".join(f"{key}={value}" for key, value in stamp.items() if value)
    out = io.BytesIO()
    book.save(out)
    return _dated(out, made)


def _dated(packed: io.BytesIO, made: dt.datetime) -> bytes:
    """The package with every part of the same date, so that the same card has the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            about = zipfile.ZipInfo(one.filename, made.timetuple()[:6])
            about.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(about, old.read(one))
    return out.getvalue()


def _paper(book: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Inches

    for zoom in book.settings.element.iter(qn("w:zoom")):
        zoom.set(qn("w:percent"), "100")  # the library's own template lacks it (ECMA-376, 17.15.1.94)
    for language in book.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    section = book.sections[0]
    section.page_width, section.page_height = Inches(_WIDE), Inches(_HIGH)
    section.left_margin = section.right_margin = Inches(_MARGIN)
    section.top_margin = section.bottom_margin = Inches(_MARGIN)


def _title(book: Any, text: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = book.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, text, 18, "黑体")


def _run(paragraph: Any, text: str, size: float, font: str = "宋体") -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(0)
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _fill(spot: Any, cell: Cell) -> None:
    """Text, shade and boxes of one cell of the table."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as UPRIGHT
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ACROSS

    paragraph = spot.paragraphs[0]
    if cell.sort in ("label", "section"):
        _shade(spot, "D6E4F0" if cell.sort == "section" else "EAF1F8")
    spot.vertical_alignment = UPRIGHT.BOTTOM if cell.sort == "opinion" else UPRIGHT.CENTER
    paragraph.alignment = ACROSS.RIGHT if cell.sort == "opinion" else ACROSS.CENTER
    options = _options(cell)
    if not options:
        _run(paragraph, cell.text, 10, "黑体" if cell.sort == "section" else "宋体")
        return
    for number, option in enumerate(options):
        paragraph._p.append(_box())
        _run(paragraph, option + ("" if number == len(options) - 1 else "  "), 9.5)


def _options(cell: Cell) -> tuple[str, ...]:
    """The list of a value on the card itself, where its boxes fit."""
    if cell.sort != "value" or cell.column is None or cell.text or cell.across < 5:
        return ()
    listed = boxes(cell.column)
    fits = sum(2 * len(one) + 4 for one in listed) <= 2 * cell.across * _LETTERS
    return listed if fits else ()


def _shade(spot: Any, colour: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    spot._tc.get_or_add_tcPr().append(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')
    )


def _box() -> Any:
    """A box to be clicked (ISO/IEC 29500-4 with [MS-DOCX] 2.6.1, w14:checkbox)."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    font = "Segoe UI Symbol"
    return parse_xml(
        f'<w:sdt {nsdecls("w")} xmlns:w14="{_W14}"><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/>'
        f'<w14:checkedState w14:val="2611" w14:font="{font}"/>'
        f'<w14:uncheckedState w14:val="2610" w14:font="{font}"/></w14:checkbox></w:sdtPr>'
        f'<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>'
        '<w:sz w:val="19"/></w:rPr><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>'
    )
