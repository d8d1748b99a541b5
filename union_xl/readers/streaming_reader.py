"""A sheet of an OOXML workbook read cell by cell: for what calamine would blow up on or refuses.

Slower than calamine, but a cell at XFD1048576 costs one cell here, and one strange cell spoils only itself.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping

from union_xl.model import Raw
from union_xl.readers.scan import column_number
from union_xl.readers.styles import day_of_serial, day_styles
from union_xl.readers.unzip import FileRefused
from union_xl.readers.workbook import from_1904
from union_xl.readers.xml_stream import parse

_REF = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})\Z")


class StreamingReader:
    """Reads sheets of one unpacked workbook; `most` cells in all."""

    def __init__(self, parts: Mapping[str, bytes], max_cells: int) -> None:
        self._parts, self._left = parts, max_cells
        self._strings = _Strings()
        part = next((name for name in parts if name.lower().endswith("sharedstrings.xml")), "")
        if part:
            parse(parts[part], self._strings.start, self._strings.end, self._strings.text)
        self._dates = day_styles(parts.get("xl/styles.xml", b""))
        self._from_1904 = from_1904(parts)

    def rows(self, part: str) -> list[list[Raw]]:
        """The rows of one sheet part, from A1.  Refused(F-CELLS) beyond the limit, F-CORRUPT when broken."""
        reader = _Sheet(self)
        parse(self._parts[part], reader.start, reader.end, reader.text)
        return reader.rows

    def spend(self, cells: int) -> None:
        self._left -= cells
        if self._left < 0:
            raise FileRefused("F-CELLS")

    def value(self, sort: str, style: str, text: str) -> Raw:
        """The value of a cell as calamine would give it."""
        if sort == "s":
            at = int(text) if len(text) < 12 and text.strip().isdecimal() else -1
            return self._strings.items[at] if 0 <= at < len(self._strings.items) else ""
        if sort in ("str", "inlineStr", "e"):
            return text
        if sort == "b":
            return text.strip() == "1"
        if sort == "d":
            try:
                moment = dt.datetime.fromisoformat(text[:19])
            except ValueError:
                return text
            return moment.date() if moment.time() == dt.time() else moment
        try:
            number = float(text)
        except ValueError:
            return text
        if not math.isfinite(number):
            return text
        if style in self._dates and 0 < number < 2_958_466:
            return day_of_serial(number, self._from_1904)
        return number


class _Strings:
    """Shared strings, phonetic guides left out."""

    def __init__(self) -> None:
        self.items: list[str] = []
        self._runs: list[str] = []
        self._in_text = self._in_guide = False

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "si":
            self._runs = []
        elif name == "rPh":
            self._in_guide = True
        elif name == "t":
            self._in_text = True

    def end(self, name: str) -> None:
        if name == "si":
            self.items.append("".join(self._runs))
        elif name == "rPh":
            self._in_guide = False
        elif name == "t":
            self._in_text = False

    def text(self, run: str) -> None:
        if self._in_text and not self._in_guide:
            self._runs.append(run)


class _Sheet:
    """The walk through one sheet's XML."""

    def __init__(self, book: StreamingReader) -> None:
        self.rows: list[list[Raw]] = []
        self._book = book
        self._row = self._col = 0
        self._sort = self._style = ""
        self._text: list[str] = []
        self._collect = self._in_guide = False

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "row":
            reference = given.get("r", "")
            self._row, self._col = (
                int(reference) if reference.isdecimal() and len(reference) < 8 else self._row + 1,
                0,
            )
        elif name == "c":
            found = _REF.match(given.get("r", ""))
            self._col = column_number(found[1]) if found else self._col + 1
            if found:
                self._row = int(found[2])
            self._sort, self._style, self._text = given.get("t", "n"), given.get("s", ""), []
        elif name == "rPh":
            self._in_guide = True
        elif name in ("v", "t"):
            self._collect = not self._in_guide

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._collect = False
        elif name == "rPh":
            self._in_guide = False
        elif name == "c" and self._text:
            self._put(self._book.value(self._sort, self._style, "".join(self._text)))

    def text(self, run: str) -> None:
        if self._collect:
            self._text.append(run)

    def _put(self, value: Raw) -> None:
        if value == "" or not 0 < self._row <= 1_048_576 or not 0 < self._col <= 16_384:
            return
        if len(self.rows) < self._row:
            self.rows.extend([[]] * (self._row - len(self.rows)))
        cells = self.rows[self._row - 1]
        if not cells:
            cells = self.rows[self._row - 1] = []
        missing = self._col - len(cells)
        if missing > 0:
            self._book.spend(missing)
            cells.extend([None] * missing)
        cells[self._col - 1] = value
