"""ods (and flat fods): read by us as a stream, because repeats, merges and hidden rows matter."""

from __future__ import annotations

import datetime as dt
import re

from union_xl.model import Limits, Raw
from union_xl.readers.ods_styles import OdsStyles
from union_xl.readers.parts import parts_of
from union_xl.readers.read_result import ReadResult
from union_xl.readers.sheet_builder import MOST_COLUMNS, SheetBuilder
from union_xl.readers.unzip import FileRefused
from union_xl.readers.workbook import parse_moment
from union_xl.readers.xml_stream import parse

_TIME = re.compile(r"PT(\d+)H(\d+)M(\d+)")
_MODIFIED = re.compile(rb"<dc:date>([^<]+)</dc:date>")

_HIDDEN = frozenset(("collapse", "filter"))
_DRAWN = frozenset(
    [
        "frame",
        "custom-shape",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "regular-polygon",
        "path",
        "connector",
        "caption",
        "g",
        "measure",
        "control",
    ]
)
"""Drawings stand inside the cell they are anchored to; what is written in them is no value."""


def content_of(data: bytes, limits: Limits, max_bytes: int) -> tuple[bytes, bytes, bytes] | None:
    """content.xml, meta.xml and styles.xml; None when more than `max_bytes` bytes would have to be
    unpacked."""
    if not data.startswith(b"PK"):
        return data, data[:20_000], b""
    parts = parts_of(data, limits, max_bytes)
    if parts is None:
        return None
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise FileRefused("F-PASSWORD")
    if "content.xml" not in parts:
        raise FileRefused("F-CORRUPT")
    return parts["content.xml"], parts.get("meta.xml", b""), parts.get("styles.xml", b"")


def read(book: str, content: tuple[bytes, bytes, bytes], limits: Limits) -> ReadResult:
    """Grids of the sheets in content.xml."""
    reader = _Reader(limits.cells)
    if content[2]:
        parse(content[2], reader.start, reader.end, reader.text)
    parse(content[0], reader.start, reader.end, reader.text)
    for one in reader.sheets:
        one.from_1904 = reader.from_1904
    grids = tuple(one.grid(book) for one in reader.sheets)
    if not grids:
        raise FileRefused("F-CORRUPT")
    found = _MODIFIED.search(content[1])
    return ReadResult(grids, modified=parse_moment(found[1].decode("ascii", "replace")) if found else None)


class _Reader:
    """State of the walk through content.xml."""

    def __init__(self, max_cells: int) -> None:
        self.sheets: list[SheetBuilder] = []
        self.from_1904 = False
        self._styles = OdsStyles()
        self._columns: list[str] = []
        self._struck: list[bool] = []
        self._whole: list[str] | None = None
        self._most = max_cells
        self._sheet: SheetBuilder | None = None
        self._style = ""
        self._hidden_styles: set[str] = set()
        self._lines: list[str] = []
        self._note: list[str] | None = None
        self._in_text = self._drawn = 0
        self._cell: dict[str, str] = {}
        self._row: dict[str, str] = {}
        self._depth = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "table":
            self._depth += 1
            if self._depth == 1:
                self._sheet = SheetBuilder(given.get("name", ""), self._most)
                self._sheet.visible = given.get("style-name", "") not in self._hidden_styles
                self.sheets.append(self._sheet)
                self._columns = []
        elif self._styles.start(name, given):
            self._style = given.get("name", "")
        elif name == "null-date":
            self.from_1904 = given.get("date-value", "").startswith("1904")
        elif name == "table-properties" and given.get("display") == "false":
            self._hidden_styles.add(self._style)
        elif self._sheet is not None and self._depth == 1:
            self._start_in_sheet(self._sheet, name, given)

    def _start_in_sheet(self, sheet: SheetBuilder, name: str, given: dict[str, str]) -> None:
        """An element of a table that is no other table."""
        if self._drawn or name in _DRAWN:
            self._drawn += name in _DRAWN
        elif name == "table-column":
            default = given.get("default-cell-style-name", "")
            count = min(_count(given, "number-columns-repeated"), MOST_COLUMNS - len(self._columns))
            self._columns += [default] * count
            sheet.columns(count, hidden=given.get("visibility") in _HIDDEN)
        elif name == "span":
            self._struck.append(given.get("style-name", "") in self._styles.struck)
        elif name == "table-row":
            self._row = given
            sheet.start_row(hidden=given.get("visibility") in _HIDDEN)
        elif name in ("table-cell", "covered-table-cell"):
            self._cell, self._lines, self._whole = given, [], None
        elif name == "annotation":
            self._note = []
        elif name == "p":
            self._in_text += 1
            (self._lines if self._note is None else self._note).append("")
            if self._whole is not None:
                self._whole.append("\n")
        elif name in ("s", "tab", "line-break") and self._in_text:
            self.text({"s": " " * min(_count(given, "c"), 100), "tab": "\t"}.get(name, "\n"))

    def text(self, run: str) -> None:
        self._styles.text(run)
        lines = self._lines if self._note is None else self._note
        if self._drawn and self._sheet is not None:
            at = max(self._sheet.row, 1), self._sheet.col
            self._sheet.boxes[at] = f"{self._sheet.boxes.get(at, '')} {run.strip()}".strip()
        if not self._in_text or not lines or self._drawn:
            return
        struck = any(self._struck) and self._note is None
        if struck and self._whole is None:
            self._whole = ["\n".join(lines)]
        if self._whole is not None and self._note is None:
            self._whole.append(run)
        if not struck:
            lines[-1] += run

    def end(self, name: str) -> None:
        if self._styles.end(name):
            return
        if name == "table":
            self._depth -= 1
            if not self._depth:
                self._sheet = None
        elif self._sheet is None or self._depth != 1:
            return
        elif self._drawn:
            self._drawn -= name in _DRAWN
        elif name == "p":
            self._in_text -= 1
        elif name == "span" and self._struck:
            self._struck.pop()
        elif name == "annotation" and self._note is not None:
            self._sheet.notes[self._sheet.row, self._sheet.col] = "\n".join(self._note)
            self._note = None
        elif name in ("table-cell", "covered-table-cell"):
            self._end_cell(self._sheet)
        elif name == "table-row":
            self._sheet.end_row(_count(self._row, "number-rows-repeated"))

    def _end_cell(self, sheet: SheetBuilder) -> None:
        given, text = self._cell, "\n".join(self._lines)
        self._note_struck(sheet, text)
        if self._whole is not None and not text.strip():
            text = "".join(self._whole)
        value = _value(given, text)
        if text.startswith("#") and (
            given.get("value-type") == "error" or text in ("#N/A", "#REF!", "#DIV/0!")
        ):
            sheet.errors[sheet.row, sheet.col] = text
            value = text
        across = _count(given, "number-columns-spanned") - 1
        down = _count(given, "number-rows-spanned") - 1
        repeat = _count(given, "number-columns-repeated")
        at = sheet.col
        code = self._styles.telling.get(self._cell_style(at), "")
        sheet.cell(value, across=across, down=down, repeat=repeat, code=code)
        sheet.col = at + repeat  # covered cells follow by themselves

    def _cell_style(self, col: int) -> str:
        """The style of the cell that ends: its own, else its column's."""
        default = self._columns[col - 1] if col <= len(self._columns) else ""
        return self._cell.get("style-name", default)

    def _note_struck(self, sheet: SheetBuilder, text: str) -> None:
        """Keep what is struck: a part of the text, or the cell as a whole."""
        place = sheet.row, sheet.col
        if self._whole is not None and text.strip():
            sheet.struck_texts[place] = "".join(self._whole)
        elif self._whole is not None or (self._lines and self._cell_style(sheet.col) in self._styles.struck):
            sheet.struck.add(place)


def _count(given: dict[str, str], name: str) -> int:
    try:
        return max(int(given.get(name, "1")), 1)
    except ValueError:
        return 1


def _value(given: dict[str, str], text: str) -> Raw:
    sort = given.get("value-type", "")
    try:
        if sort in ("float", "percentage", "currency"):
            number = float(given["value"])
            return number if abs(number) < 1e300 else text
        if sort == "date":
            return _date(given["date-value"])
        if sort == "string":
            return given.get("string-value", text) or None
        if sort == "boolean":
            return given["boolean-value"] == "true"
        if sort == "time" and (found := _TIME.match(given["time-value"])):
            return dt.timedelta(hours=int(found[1]), minutes=int(found[2]), seconds=int(found[3]))
    except (KeyError, ValueError, OverflowError):
        return text or None
    return text or None


def _date(text: str) -> Raw:
    moment = dt.datetime.fromisoformat(text[:19])
    return moment.date() if moment.time() == dt.time() else moment
