"""SpreadsheetML 2003, the XML that many government systems export under the name .xls."""

from __future__ import annotations

import datetime as dt
import re

from union_xl.model import Limits, Raw
from union_xl.readers.number_formats import shown_beyond_value
from union_xl.readers.read_result import ReadResult
from union_xl.readers.sheet_builder import SheetBuilder
from union_xl.readers.unzip import FileRefused
from union_xl.readers.workbook import parse_moment
from union_xl.readers.xml_stream import decoded, parse


def read(book: str, data: bytes, limits: Limits) -> ReadResult:
    """Grids of the worksheets; Refused when the XML is broken or brings a document type."""
    reader = _Reader(limits.cells)
    parse(decoded(data), reader.start, reader.end, reader.text)
    if not reader.sheets:
        raise FileRefused("F-CORRUPT")
    for one in reader.sheets:
        one.from_1904 = reader.from_1904
    grids = tuple(one.grid(book) for one in reader.sheets)
    return ReadResult(grids, modified=parse_moment(reader.saved) if reader.saved else None)


_NAMED = re.compile(r"(?:General|Long|Medium|Short|Currency|Euro|Fixed|Standard|Scientific|Yes|True|On)\b")
"""Formats that are written by name."""


class _Reader:
    def __init__(self, max_cells: int) -> None:
        self.sheets: list[SheetBuilder] = []
        self.saved = ""
        self._most = max_cells
        self._collected: list[str] | None = None
        self._sort = ""
        self._cell: dict[str, str] = {}
        self._row: dict[str, str] = {}
        self._value: Raw = None
        self._in_note = self._struck = self.from_1904 = False
        self._kept: list[str] = []
        self._style = ""
        self._formats: dict[str, str] = {}
        self._struck_styles: set[str] = set()

    def start(self, name: str, given: dict[str, str]) -> None:
        if name in ("Style", "NumberFormat", "Font", "Date1904") and not self.sheets:
            self._take_style(name, given)
        elif name == "Worksheet":
            self.sheets.append(SheetBuilder(given.get("Name", ""), self._most))
        elif name == "Column" and self.sheets:
            count, hidden = 1 + _number(given, "Span"), given.get("Hidden") == "1"
            self.sheets[-1].columns(count, _number(given, "Index"), hidden)
        elif name == "Row" and self.sheets:
            self._row = given
            self.sheets[-1].start_row(_number(given, "Index"), given.get("Hidden") == "1")
        elif name == "Cell":
            self._cell, self._value = given, None
        elif name == "Data":
            self._sort, self._collected, self._kept = given.get("Type", "String"), [], []
        elif name == "Comment":
            self._in_note = True
        elif name == "S" and self._collected is not None:
            self._struck = True
        elif name in ("Visible", "LastSaved"):
            self._collected = []

    def _take_style(self, name: str, given: dict[str, str]) -> None:
        """Number formats and struck fonts by style; the date system."""
        if name == "Style":
            self._style = given.get("ID", "")
        elif name == "NumberFormat":
            code = given.get("Format", "")
            if _NAMED.match(code) is None and shown_beyond_value(code):
                self._formats[self._style] = code
        elif name == "Font" and given.get("StrikeThrough") == "1":
            self._struck_styles.add(self._style)
        elif name == "Date1904":
            self.from_1904 = True

    def text(self, run: str) -> None:
        if self._collected is not None:
            self._collected.append(run)
            if not self._struck:
                self._kept.append(run)

    def end(self, name: str) -> None:
        if name == "Data" and self._collected is not None:
            self._end_data("".join(self._collected))
        elif name == "S":
            self._struck = False
        elif name == "Comment":
            self._in_note = False
        elif name == "Cell" and self.sheets:
            across, down = _number(self._cell, "MergeAcross"), _number(self._cell, "MergeDown")
            code = self._formats.get(self._cell.get("StyleID", ""), "")
            self.sheets[-1].cell(self._value, _number(self._cell, "Index"), across, down, code=code)
        elif name == "Row" and self.sheets:
            self.sheets[-1].end_row()
            span = _number(self._row, "Span")
            if span:
                self.sheets[-1].start_row()
                self.sheets[-1].end_row(span)
        elif name in ("Visible", "LastSaved") and self._collected is not None:
            text, self._collected = "".join(self._collected).strip(), None
            if name == "LastSaved":
                self.saved = text
            elif self.sheets:
                self.sheets[-1].visible = text == "SheetVisible"

    def _end_data(self, text: str) -> None:
        """The content of a cell, or of its note, is complete."""
        self._collected = None
        sheet = self.sheets[-1] if self.sheets else None
        at = max(_number(self._cell, "Index"), sheet.col) if sheet else 0
        if self._in_note and sheet:
            sheet.notes[sheet.row, at] = text
            return
        kept = "".join(self._kept)
        if kept.strip() and kept != text and sheet:
            sheet.struck_texts[sheet.row, at] = text
        elif sheet and (kept != text or self._cell.get("StyleID") in self._struck_styles):
            sheet.struck.add((sheet.row, at))
        self._value = _value(self._sort, kept if kept.strip() else text)
        if self._sort == "Error" and sheet:
            sheet.errors[sheet.row, at] = text


def _number(given: dict[str, str], name: str) -> int:
    try:
        return max(int(given.get(name, "0")), 0)
    except ValueError:
        return 0


def _value(sort: str, text: str) -> Raw:
    try:
        if sort == "Number":
            number = float(text)
            return number if abs(number) < 1e300 else text
        if sort == "DateTime":
            moment = dt.datetime.fromisoformat(text[:19])
            return moment.date() if moment.time() == dt.time() else moment
        if sort == "Boolean":
            return text.strip() == "1"
    except ValueError:
        return text
    return text or None
