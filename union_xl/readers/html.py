"""HTML tables saved under the name .xls, as many web systems export them."""

from __future__ import annotations

import re
from email import message_from_bytes
from html import unescape
from html.parser import HTMLParser

from union_xl.model import Area, Grid, Limits, Raw
from union_xl.readers.csv_reader import decode, untyped
from union_xl.readers.read_result import ReadResult
from union_xl.readers.sheet_builder import MOST_COLUMNS
from union_xl.readers.unzip import FileRefused

_SHEET_NAME = re.compile(r"<x:Name>([^<]{1,60})</x:Name>", re.I)
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?\Z", re.A)
_STRUCK = frozenset(["s", "strike", "del"])
_OPEN = 50
"""Tags left open, on the average, that the rest of a page is looked through for."""
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.I)


def read(book: str, data: bytes, limits: Limits) -> ReadResult:
    """One grid with all tables below each other; Refused(F-TEXT) when there is no table."""
    reader = _Reader(limits.cells)
    name = "Sheet1"
    for page in _pages(data):
        sheet_name = _SHEET_NAME.search(page)
        name = unescape(sheet_name[1]).strip() if sheet_name else name
        if _left_open(page):
            raise FileRefused("F-CORRUPT")
        reader.feed(page)
        reader.close()
    if not any(any(row) for row in reader.rows):
        raise FileRefused("F-TEXT")
    grid = Grid(
        book,
        name,
        reader.rows,
        tuple(reader.merged),
        struck=frozenset(reader.struck),
        struck_texts=reader.struck_texts,
    )
    return ReadResult((grid,))


def _left_open(page: str) -> bool:
    """So many tags left open that the parser, which looks for the end of each, never came to its own."""
    if page.count("<") <= _OPEN + page.count(">"):
        return False
    return sum(len(piece) * piece.count("<") for piece in page.split(">")) > _OPEN * len(page)


def _pages(data: bytes) -> list[str]:
    if data[:13].lower() != b"mime-version:":
        return [_decoded(data)]
    pages = []
    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and b"<t" in content.lower():
                pages.append(_decoded(content))
    return pages


def _decoded(data: bytes) -> str:
    found = _CHARSET.search(data[:2_000])
    coding = found[1].decode("ascii").lower() if found else ""
    if coding in ("gb2312", "gbk"):
        coding = "gb18030"
    if coding and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(coding)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)[0]


class _Reader(HTMLParser):
    """Rows of every table, spans undone: the text stands in the first cell, the rest is merged."""

    def __init__(self, max_cells: int) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[Raw]] = []
        self.merged: list[Area] = []
        self._left = max_cells
        self._row: list[Raw] | None = None
        self._taken: dict[int, int] = {}
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._stored = ""
        self._skip = self._struck = 0
        self._kept: list[str] = []
        self.struck: set[tuple[int, int]] = set()
        self.struck_texts: dict[tuple[int, int], str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "title", "xml"):
            self._skip += 1
        elif tag == "table" and self._cell is None:
            if self.rows:
                self.rows.append([])
            self._taken = {}
        elif tag == "tr":
            self._end_row()
            self._row = []
        elif tag in ("td", "th"):
            self._end_cell()
            if self._row is None:
                self._row = []
            given = {name: value or "" for name, value in attrs}
            self._cell, self._kept = [], []
            self._span = _span(given.get("rowspan")), _span(given.get("colspan"))
            self._stored = given.get("x:num") or given.get("sdval") or ""
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")
            self._kept.append("\n")
        elif tag in _STRUCK:
            self._struck += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "title", "xml"):
            self._skip = max(self._skip - 1, 0)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self._end_row()
        elif tag in _STRUCK:
            self._struck = max(self._struck - 1, 0)

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._skip:
            self._cell.append(data)
            if not self._struck:
                self._kept.append(data)

    def close(self) -> None:
        self._end_row()
        super().close()

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        text, kept = _one_line(self._cell), _one_line(self._kept)
        self._cell, self._struck = None, 0
        number = len(self.rows) + 1
        while self._taken.get(len(self._row) + 1, 0) >= number:
            self._row.append(None)
        down, across = self._span
        if len(self._row) + across > MOST_COLUMNS:
            raise FileRefused("F-CELLS")
        at = len(self._row) + 1
        if kept and kept != text:
            self.struck_texts[number, at] = text
        elif kept != text:
            self.struck.add((number, at))
        self._row.append(_unrounded(kept or text, self._stored) or untyped(kept or text))
        self._row.extend([None] * (across - 1))
        self._left -= across
        if self._left < 0:
            raise FileRefused("F-CELLS")
        if down > 1 or across > 1:
            self.merged.append(Area(number, at, number + down - 1, at + across - 1))
        if down > 1:
            for col in range(at, at + across):
                self._taken[col] = number + down - 1

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is not None:
            self.rows.append(self._row)
            self._row = None


def _unrounded(text: str, stored: str) -> float | None:
    """The number behind one that is shown with fewer digits; None where the text is all of it, or something
    else.

    >>> _unrounded("1,234.6", "1234.5678"), _unrounded("2022/3/20", "44640"), _unrounded("00123", "123")
    (1234.5678, None, None)
    """
    shown = text.replace(",", "")
    if not (_NUMBER.match(shown) and _NUMBER.match(stored)):
        return None
    places = len(shown.partition(".")[2])
    value = float(stored)
    return value if 0 < abs(value - float(shown)) <= 0.5000001 * 10**-places else None


def _one_line(runs: list[str]) -> str:
    return re.sub(r"[ \t\r\n\u00a0]+", " ", "".join(runs)).strip()


def _span(text: str | None) -> int:
    try:
        return min(max(int(text or "1"), 1), MOST_COLUMNS)
    except ValueError:
        return 1
