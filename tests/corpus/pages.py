"""A page of cells with merges, written as a sheet of a workbook or as a table of a Word document."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

import openpyxl

from tests.readers import made


@dataclass
class Page:
    """Cells by (row, column), 1-based: text or number, columns and rows it spans; `width` columns.
    `above` are paragraphs over the table in Word, rows over it in a workbook; in Word `deleted` are rows
    deleted under tracked changes, `controls` cells whose text lies in a content control."""

    width: int
    cells: dict[tuple[int, int], tuple[object, int, int]] = field(default_factory=dict)
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    rows: int = 0
    deleted: set[int] = field(default_factory=set)
    controls: set[tuple[int, int]] = field(default_factory=set)

    def row(self, *cells: object, spans: Sequence[int] = (), height: int = 1) -> int:
        """Another row; the cells lie side by side, each as wide as `spans` says (default 1), around what
        hangs down from above."""
        self.rows += 1
        col = 1
        for number, value in enumerate(cells):
            while self._hangs(self.rows, col):
                col += 1
            across = spans[number] if number < len(spans) else 1
            if col > self.width:
                raise ValueError("too many cells")
            self.cells[self.rows, col] = (value, min(across, self.width - col + 1), height)
            col += across
        return self.rows

    def hang(self, row: int, col: int, value: object, down: int, across: int = 1) -> None:
        """A cell that lies over several rows."""
        self.cells[row, col] = (value, across, down)

    def _hangs(self, row: int, col: int) -> bool:
        return any(
            top <= row < top + down and left <= col < left + across and (top, left) != (row, col)
            for (top, left), (_, across, down) in self.cells.items()
        )

    def free(self, row: int) -> int:
        """Columns of a row that nothing hangs over."""
        return sum(not self._hangs(row, col) for col in range(1, self.width + 1))


def on_sheet(sheet: object, page: Page, top: int = 1) -> int:
    """Write a page from row `top` on; the row after its last."""
    ws: openpyxl.worksheet.worksheet.Worksheet = sheet  # type: ignore[assignment]
    for number, text in enumerate(page.above):
        ws.cell(top + number, 1, text)
        if page.width > 1:
            ws.merge_cells(
                start_row=top + number, end_row=top + number, start_column=1, end_column=page.width
            )
    start = top + len(page.above) - 1
    for (row, col), (value, across, down) in page.cells.items():
        ws.cell(start + row, col, value)
        if across > 1 or down > 1:
            ws.merge_cells(
                start_row=start + row,
                end_row=start + row + down - 1,
                start_column=col,
                end_column=col + across - 1,
            )
    last = start + page.rows
    for number, text in enumerate(page.below, 1):
        ws.cell(last + number, 1, text)
    return last + len(page.below) + 1


def workbook(sheets: dict[str, Sequence[Page]], gap: int = 1) -> bytes:
    """Pages on sheets, those of one sheet below each other."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, pages in sheets.items():
        sheet, top = book.create_sheet(name), 1
        for page in pages:
            top = on_sheet(sheet, page, top) + gap
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def document(pages: Sequence[Page]) -> bytes:
    """Pages as tables of a Word document."""
    body = "".join(
        "".join(map(_paragraph, page.above)) + _table(page) + "".join(map(_paragraph, page.below))
        for page in pages
    )
    xml = f"<?xml version='1.0' encoding='UTF-8'?><w:document {_W}><w:body>{body}</w:body></w:document>"
    return made.zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": xml.encode()})


def _paragraph(text: str) -> str:
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p><w:r>{lines}</w:r></w:p>"


def _table(page: Page) -> str:
    owner = {
        (row + down, col + across): (row, col)
        for (row, col), (_, wide, high) in page.cells.items()
        for down in range(high)
        for across in range(wide)
    }
    rows = []
    for row in range(1, page.rows + 1):
        cells, col = [], 1
        while col <= page.width:
            top, left = owner.get((row, col), (row, col))
            value, across, down = page.cells.get((top, left), ("", 1, 1))
            shape = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
            if down > 1:
                shape += '<w:vMerge w:val="restart"/>' if top == row else "<w:vMerge/>"
            text = _shown(value) if top == row else ""
            inside = _paragraph(text)
            if (row, col) in page.controls:
                inside = f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"
            cells.append(f"<w:tc><w:tcPr>{shape}</w:tcPr>{inside}</w:tc>")
            col += across
        gone = "<w:trPr><w:del w:id='1' w:author='a'/></w:trPr>" if row in page.deleted else ""
        rows.append(f"<w:tr>{gone}{''.join(cells)}</w:tr>")
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def _shown(value: object) -> str:
    return "" if value is None else str(value)
