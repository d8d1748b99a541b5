"""Values of a BIFF5 workbook (Excel 5.0/95), read by us: calamine mixes up its double-byte texts."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from union_xl.model import Raw
from union_xl.readers.number_formats import is_day
from union_xl.readers.read_result import RecordBook
from union_xl.readers.record_text import is_struck_font
from union_xl.readers.styles import day_of_serial

Records = Iterator[tuple[int, int, int]]

_CODINGS = {932: "shift_jis", 936: "gb18030", 949: "euc_kr", 950: "big5", 1200: "utf-16-le"}


class Globals:
    """What the global records of an xls say about texts, dates and number formats; `old`: BIFF5."""

    def __init__(self, old: bool = True) -> None:
        self.coding = "gb18030"
        self.book = RecordBook()
        self._old = old
        self._fonts = 0

    def take(self, record: int, body: bytes) -> None:
        """One global record."""
        if record == 0x42 and len(body) >= 2:
            page = struct.unpack_from("<H", body)[0]
            self.coding = _CODINGS.get(page, f"cp{page}" if 1250 <= page <= 1258 else "gb18030")
        elif record == 0x22 and body[:1] == b"\x01":
            self.book.from_1904 = True
        elif record == 0x41E and len(body) >= 5:
            self.book.formats[struct.unpack_from("<H", body)[0]] = self._format(body)
        elif record == 0xE0 and len(body) >= 4:
            font, form = struct.unpack_from("<HH", body)
            self.book.fonts.append(font)
            self.book.styles.append(form)
        elif record in (0x31, 0x231):
            number = self._fonts + (self._fonts >= 4)  # no font has the number 4
            self._fonts += 1
            if is_struck_font(body):
                self.book.struck_fonts.add(number)

    def _format(self, body: bytes) -> str:
        """The code of a FORMAT record: BIFF5 in the code page, BIFF8 in Latin-1 or UTF-16."""
        if self._old:
            return self.text(body[3 : 3 + body[2]])
        size, wide = struct.unpack_from("<HB", body, 2)
        return body[5 : 5 + size * (1 + (wide & 1))].decode("utf-16-le" if wide & 1 else "latin-1", "replace")

    def text(self, raw: bytes) -> str:
        try:
            return raw.decode(self.coding, "replace")
        except LookupError:
            return raw.decode("gb18030", "replace")

    def value(self, number: float, style: int) -> Raw:
        """A number, or the date its style shows."""
        if 0 < number < 2_958_466 and is_day(self.book.code(style)):
            return day_of_serial(number, self.book.from_1904)
        return number


def rows(stream: bytes, records: Records, about: Globals) -> list[list[Raw]]:
    """The rows of one sheet, from A1; at most 65,536 x 256."""
    found: list[list[Raw]] = []
    waiting: tuple[int, int] | None = None
    for record, at, length in _outer(records):
        body = stream[at : at + length]
        if record == 0x207 and waiting and length >= 2:
            size = struct.unpack_from("<H", body)[0]
            _put(found, *waiting, about.text(body[2 : 2 + size]))
            waiting = None
        elif record in (0x204, 0xD6) and length >= 8:
            row, col, _, size = struct.unpack_from("<4H", body)
            _put(found, row, col, about.text(body[8 : 8 + size]))
        elif record in (0x203, 0x06) and length >= 14:
            row, col, style = struct.unpack_from("<3H", body)
            if record == 0x06 and body[12:14] == b"\xff\xff":
                waiting = (row, col) if body[6] == 0 else None
                if body[6] == 1:
                    _put(found, row, col, bool(body[8]))
            else:
                _put(found, row, col, about.value(struct.unpack_from("<d", body, 6)[0], style))
        elif record == 0x27E and length >= 10:
            row, col, style, packed = struct.unpack_from("<3HI", body)
            _put(found, row, col, about.value(_unpacked(packed), style))
        elif record == 0xBD and length >= 12:
            row, first = struct.unpack_from("<2H", body)
            for number in range((length - 6) // 6):
                style, packed = struct.unpack_from("<HI", body, 4 + 6 * number)
                _put(found, row, first + number, about.value(_unpacked(packed), style))
        elif record == 0x205 and length >= 8 and not body[7]:
            row, col = struct.unpack_from("<2H", body)
            _put(found, row, col, bool(body[6]))
    return found


def _outer(records: Records) -> Records:
    """The sheet's own records, to its end: a chart on it brings a copy of its numbers."""
    depth = 0
    for one in records:
        depth += (one[0] == 0x809) - (one[0] == 0x0A)
        if one[0] == 0x0A and depth <= 0:
            return
        if depth <= 1:
            yield one


def _unpacked(packed: int) -> float:
    """An RK number: a short integer or the upper half of a double, perhaps hundredths."""
    if packed & 2:
        whole = packed >> 2
        number = float(whole - (1 << 30) if whole & (1 << 29) else whole)
    else:
        number = float(struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0])
    return number / 100 if packed & 1 else number


def _put(found: list[list[Raw]], row: int, col: int, value: Raw) -> None:
    if col > 255:
        return
    if len(found) <= row:
        found.extend([] for _ in range(row + 1 - len(found)))
    cells = found[row]
    if len(cells) <= col:
        cells.extend([None] * (col + 1 - len(cells)))
    cells[col] = value
