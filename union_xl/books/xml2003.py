"""SpreadsheetML 2003, the XML that many government systems export under the name .xls."""

from __future__ import annotations

import datetime as dt

from union_xl.books.markup import decoded, parse
from union_xl.books.opened import Opened
from union_xl.books.sheetmaker import SheetMaker
from union_xl.books.unzip import Refused
from union_xl.books.workbook import parse_moment
from union_xl.core import Limits, Raw


def read(book: str, data: bytes, limits: Limits) -> Opened:
    """Grids of the worksheets; Refused when the XML is broken or brings a document type."""
    reader = _Reader(limits.cells)
    parse(decoded(data), reader.start, reader.end, reader.text)
    if not reader.sheets:
        raise Refused("F-CORRUPT")
    grids = tuple(one.grid(book) for one in reader.sheets)
    return Opened(grids, modified=parse_moment(reader.saved) if reader.saved else None)


class _Reader:
    def __init__(self, most: int) -> None:
        self.sheets: list[SheetMaker] = []
        self.saved = ""
        self._most = most
        self._collected: list[str] | None = None
        self._sort = ""
        self._cell: dict[str, str] = {}
        self._row: dict[str, str] = {}
        self._value: Raw = None
        self._in_note = False

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "Worksheet":
            self.sheets.append(SheetMaker(given.get("Name", ""), self._most))
        elif name == "Row" and self.sheets:
            self._row = given
            self.sheets[-1].start_row(_number(given, "Index"), given.get("Hidden") == "1")
        elif name == "Cell":
            self._cell, self._value = given, None
        elif name == "Data":
            self._sort, self._collected = given.get("Type", "String"), []
        elif name == "Comment":
            self._in_note = True
        elif name in ("Visible", "LastSaved"):
            self._collected = []

    def text(self, run: str) -> None:
        if self._collected is not None:
            self._collected.append(run)

    def end(self, name: str) -> None:
        if name == "Data" and self._collected is not None:
            told, self._collected = "".join(self._collected), None
            sheet = self.sheets[-1] if self.sheets else None
            at = max(_number(self._cell, "Index"), sheet.col) if sheet else 0
            if self._in_note and sheet:
                sheet.notes[sheet.row, at] = told
                return
            self._value = _value(self._sort, told)
            if self._sort == "Error" and sheet:
                sheet.errors[sheet.row, at] = told
        elif name == "Comment":
            self._in_note = False
        elif name == "Cell" and self.sheets:
            across, down = _number(self._cell, "MergeAcross"), _number(self._cell, "MergeDown")
            self.sheets[-1].cell(self._value, _number(self._cell, "Index"), across, down)
        elif name == "Row" and self.sheets:
            self.sheets[-1].end_row()
            span = _number(self._row, "Span")
            if span:
                self.sheets[-1].start_row()
                self.sheets[-1].end_row(span)
        elif name in ("Visible", "LastSaved") and self._collected is not None:
            told, self._collected = "".join(self._collected).strip(), None
            if name == "LastSaved":
                self.saved = told
            elif self.sheets:
                self.sheets[-1].visible = told == "SheetVisible"


def _number(given: dict[str, str], name: str) -> int:
    try:
        return max(int(given.get(name, "0")), 0)
    except ValueError:
        return 0


def _value(sort: str, told: str) -> Raw:
    try:
        if sort == "Number":
            number = float(told)
            return number if abs(number) < 1e300 else told
        if sort == "DateTime":
            moment = dt.datetime.fromisoformat(told[:19])
            return moment.date() if moment.time() == dt.time() else moment
        if sort == "Boolean":
            return told.strip() == "1"
    except ValueError:
        return told
    return told or None
