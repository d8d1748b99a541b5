"""xlsb: its binary parts walked by us first, values read by calamine."""

from __future__ import annotations

import posixpath
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from union_xl.model import Area, Limits, Raw
from union_xl.model.process_state import silence_stderr
from union_xl.readers.calamine_reader import sheet_values
from union_xl.readers.parts import packed_again, parts_of
from union_xl.readers.read_result import ReadResult, RecordBook, SheetRecords, SpecialFormats, ordinary
from union_xl.readers.record_text import is_struck_font, xlsb_struck_text
from union_xl.readers.sheet_builder import MOST_COLUMNS
from union_xl.readers.unzip import FileRefused
from union_xl.readers.workbook import modified, relations

_BUNDLE, _MERGE, _COLUMNS, _PROPERTIES = 156, 176, 60, 153
_FORMAT, _FONT, _STYLE, _CELL_STYLES, _TEXT_ITEM = 44, 43, 47, 617, 19
_CELLS, _SHORT_CELLS = range(1, 12), range(12, 19)
"""BrtCellBlank to BrtFmlaError; BrtShortBlank to BrtShortIsst, which stand right of the cell before them and
do not say where."""
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass(frozen=True, slots=True)
class Prepared:
    parts: Mapping[str, bytes]
    sheets: Mapping[str, SheetRecords]
    ordinary: bool
    from_1904: bool = False


def prepare(data: bytes, limits: Limits, max_bytes: int) -> Prepared | None:
    """Unpack and walk; None when more than `max_bytes` bytes would have to be unpacked."""
    parts = parts_of(data, limits, max_bytes)
    if parts is None:
        return None
    targets = relations(parts, "xl/workbook.bin")
    about = _book(parts)
    telling = about.telling()
    sheets: dict[str, SheetRecords] = {}
    for kind, body in _records(parts.get("xl/workbook.bin", b"")):
        if kind == _BUNDLE and len(body) >= 12:
            state = struct.unpack_from("<I", body, 0)[0]
            link, at = _text(body, 8)
            name, _ = _text(body, at)
            part = targets.get(link, "")
            if len(sheets) >= limits.sheets:
                raise FileRefused("F-SHEETS")
            if "worksheets" in posixpath.dirname(part):
                sheets[name], has_short = _walk(parts.get(part, b""), state == 0, telling)
                if has_short:
                    _read_short(parts, part, sheets[name])
    if any(one.bottom * one.right > limits.cells for one in sheets.values()):
        raise FileRefused("F-CELLS")
    return Prepared(parts, sheets, ordinary(sheets.values()), about.from_1904)


def read(book: str, prepared: Prepared, limits: Limits) -> ReadResult:
    """Grids of a walked xlsb."""
    grids = []
    with silence_stderr():
        values = sheet_values(packed_again(prepared.parts))
    for one in values:
        about = prepared.sheets.get(one.name, SheetRecords(one.visible))
        grids.append(about.grid(book, one.name, one.rows, one.visible, prepared.from_1904))
    return ReadResult(tuple(grids), modified=modified(prepared.parts.get("docProps/core.xml", b"")))


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """(record, body): both numbers are written seven bits at a time."""
    at, end = 0, len(part)
    while at < end:
        kind = part[at]
        at += 1
        if kind & 0x80 and at < end:
            kind = (kind & 0x7F) | (part[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while at < end and shift < 28:
            byte = part[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, part[at : at + size]
        at += size


def _read_short(parts: Mapping[str, bytes], part: str, sheet: SheetRecords) -> None:
    """The values of short cells: SheetJS writes most so, and calamine passes over them."""
    row = col = 0
    shared: list[str] | None = None
    for kind, body in _records(parts.get(part, b"")):
        if kind == 0 and len(body) >= 4:
            row, col = struct.unpack_from("<I", body)[0] + 1, 0
        elif kind in _CELLS and len(body) >= 4:
            col = struct.unpack_from("<I", body)[0] + 1
        elif kind in _SHORT_CELLS and row and col < MOST_COLUMNS:
            col += 1
            sheet.bottom, sheet.right = max(sheet.bottom, row), max(sheet.right, col)
            if kind == 18 and shared is None:
                shared = _shared(parts)
            value = _short_value(kind, body[4:], shared or [])
            if kind == 14:
                sheet.errors[row, col] = str(value)
            elif value is not None:
                sheet.more[row, col] = value


def _short_value(kind: int, body: bytes, shared: Sequence[str]) -> Raw:
    """What a short cell says behind its style ([MS-XLSB] 2.4.784 and on)."""
    if kind == 13 and len(body) >= 4:
        return _rk(int.from_bytes(body[:4], "little"))
    if kind == 14 and body:
        return _ERRORS.get(body[0], "#N/A")
    if kind == 15 and body:
        return bool(body[0])
    if kind == 16 and len(body) >= 8:
        return float(struct.unpack_from("<d", body)[0])
    if kind == 17 and len(body) >= 4:
        return body[4 : 4 + 2 * struct.unpack_from("<I", body)[0]].decode("utf-16-le", "replace")
    if kind == 18 and len(body) >= 4 and (at := int.from_bytes(body[:4], "little")) < len(shared):
        return shared[at]
    return None


def _rk(number: int) -> float:
    """A number in 30 bits: whole, or the upper half of a double; perhaps a hundredfold."""
    if number & 2:
        value = float((number >> 2) - (1 << 30 if number & 0x80000000 else 0))
    else:
        value = float(struct.unpack("<d", struct.pack("<Q", (number & 0xFFFFFFFC) << 32))[0])
    return value / 100 if number & 1 else value


def _shared(parts: Mapping[str, bytes]) -> list[str]:
    """The shared texts without their looks."""
    items = (body for kind, body in _records(parts.get("xl/sharedStrings.bin", b"")) if kind == _TEXT_ITEM)
    return [
        body[5 : 5 + 2 * struct.unpack_from("<I", body, 1)[0]].decode("utf-16-le", "replace")
        if len(body) >= 5
        else ""
        for body in items
    ]


def _text(body: bytes, at: int) -> tuple[str, int]:
    if at + 4 > len(body):
        return "", at
    size = struct.unpack_from("<I", body, at)[0]
    if size == 0xFFFFFFFF or size > 1_000:
        return "", at + 4
    return body[at + 4 : at + 4 + 2 * size].decode("utf-16-le", "replace"), at + 4 + 2 * size


def _book(parts: Mapping[str, bytes]) -> RecordBook:
    """Date system and number formats."""
    about = RecordBook()
    for kind, body in _records(parts.get("xl/workbook.bin", b"")):
        if kind == _PROPERTIES and body:
            about.from_1904 = bool(body[0] & 1)
    in_cells, fonts = False, 0
    for kind, body in _records(parts.get("xl/styles.bin", b"")):
        if kind == _FORMAT and len(body) >= 6:
            about.formats[struct.unpack_from("<H", body)[0]] = _text(body, 2)[0]
        elif kind == _FONT:
            fonts += 1
            if is_struck_font(body):
                about.struck_fonts.add(fonts - 1)
        elif kind in (_CELL_STYLES, _CELL_STYLES + 1):
            in_cells = kind == _CELL_STYLES
        elif kind == _STYLE and in_cells and len(body) >= 6:
            form, font = struct.unpack_from("<HH", body, 2)
            about.styles.append(form)
            about.fonts.append(font)
    texts = (body for kind, body in _records(parts.get("xl/sharedStrings.bin", b"")) if kind == _TEXT_ITEM)
    for number, body in enumerate(texts if about.struck_fonts else ()):
        left = xlsb_struck_text(body, about.struck_fonts)
        if left != (None, None):
            about.struck_texts[number] = left
    return about


def _walk(part: bytes, visible: bool, telling: SpecialFormats) -> tuple[SheetRecords, bool]:
    """What the records of a sheet say beside its values, and whether short cells are among them."""
    sheet, has_short = SheetRecords(visible), False
    row = 0
    for kind, body in _records(part):
        if kind == 0 and len(body) >= 12:
            row = struct.unpack_from("<I", body, 0)[0] + 1
            if body[11] & 0x10:
                sheet.hidden_rows.add(row)
        elif 2 <= kind <= 11 and len(body) >= 8:
            col = struct.unpack_from("<I", body, 0)[0] + 1
            sheet.bottom, sheet.right = max(sheet.bottom, row), max(sheet.right, col)
            if not telling.nothing:
                style = struct.unpack_from("<I", body, 4)[0] & 0xFFFFFF
                text = struct.unpack_from("<I", body, 8)[0] if kind == 7 and len(body) >= 12 else None
                telling.note(sheet, row, col, style, text)
            if kind in (3, 11) and len(body) >= 9:
                sheet.errors[row, col] = _ERRORS.get(body[8], "#N/A")
            elif kind in (5, 9) and len(body) >= 16:
                sheet.odd = sheet.odd or (body[15] & 0x7F == 0x7F and body[14] & 0xF0 == 0xF0)
        elif kind in _SHORT_CELLS:
            has_short = True
        elif kind == _MERGE and len(body) >= 16 and len(sheet.merged) < 200_000:
            top, bottom, left, right = struct.unpack_from("<4I", body, 0)
            sheet.merged.append(Area(top + 1, left + 1, bottom + 1, right + 1))
        elif kind == _COLUMNS and len(body) >= 18:
            first, last = struct.unpack_from("<II", body, 0)
            if struct.unpack_from("<H", body, 16)[0] & 1:
                sheet.hidden_cols.update(range(first + 1, min(last, 16_383) + 2))
    return sheet, has_short
