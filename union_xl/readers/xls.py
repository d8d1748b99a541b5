"""xls (BIFF5 and BIFF8): the container and its records walked by us first, values read by calamine."""

from __future__ import annotations

import datetime as dt
import io
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from union_xl.model import Area, Limits
from union_xl.model.process_state import silence_stderr
from union_xl.readers import xls5
from union_xl.readers.calamine_reader import SheetValues, sheet_values
from union_xl.readers.ole import Ole
from union_xl.readers.read_result import ReadResult, SheetRecords, SpecialFormats, ordinary
from union_xl.readers.record_text import struck_texts
from union_xl.readers.unzip import FileRefused

BOF, EOF, BOUNDSHEET, FILEPASS, CODEPAGE = 0x809, 0x0A, 0x85, 0x2F, 0x42
ROW, COLINFO, BOOLERR, FORMULA, NUMBER, MERGED = 0x208, 0x7D, 0x205, 0x06, 0x203, 0xE5
_MANY_NUMBERS, _SHARED_TEXT, _TEXTS, _CONTINUE = 0xBD, 0xFD, 0xFC, 0x3C
_CELLS = frozenset({0x201, 0x203, 0x204, 0x205, 0x06, 0xFD, 0x27E, 0xBD, 0xBE, 0xD6})
_BEGIN = frozenset({BOF, 0x009, 0x209, 0x409})
STREAMS = ("Workbook", "Book", "WORKBOOK", "BOOK")
"""What the stream of a workbook may be called."""
_OLDER = frozenset({0x206, 0x406})
"""Formula records of older versions, which some writers put into an xls and calamine passes over."""
_OTHERS = _OLDER | {ROW, COLINFO, MERGED}
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A walked xls: its bytes, its sheets, the modified moment, whether it is ordinary; `old` is the
    workbook stream of a BIFF5 one; whether days are counted from 1904."""

    data: bytes
    sheets: tuple[SheetRecords, ...]
    modified: dt.datetime | None
    ordinary: bool
    old: bytes = b""
    from_1904: bool = False


def prepare(data: bytes, limits: Limits, max_bytes: int) -> Prepared:
    """Walk the container and the records.  Refused when broken, looping or password-protected."""
    try:
        ole = Ole(data)
        name = next(one for one in STREAMS if one in ole.entries)
        stream = ole.read(name)
        is_old = stream[:2] == b"\x09\x08" and stream[4:6] == b"\x00\x05"
        about = _globals(stream, is_old)
        sheets, odd = _walk(stream, limits.sheets, about.book.telling())
        moment = _modified(ole)
    except (ValueError, struct.error, IndexError, StopIteration, KeyError) as error:
        raise FileRefused("F-CORRUPT") from error
    if any(one.bottom * one.right > limits.cells for one in sheets):
        raise FileRefused("F-CELLS")
    old = stream if is_old else b""
    if not old:
        data = _in_unicode(data, stream, ole, name)
    harmless = not odd and len(data) <= max_bytes and ordinary(sheets)
    return Prepared(data, sheets, moment, harmless, old, about.book.from_1904)


def _in_unicode(data: bytes, stream: bytes, ole: Ole, name: str) -> bytes:
    """The file with the code page BIFF8 always has: writers that name another one (old Java ones do) mean
    nothing by it, and calamine garbles every text over it."""
    for record, at, length in _records(stream, 0):
        if record == CODEPAGE and length == 2 and stream[at : at + 2] != b"\xb0\x04":
            low, high = (ole.offset(name, at + further) for further in (0, 1))
            mended = bytearray(data)
            mended[low], mended[high] = 0xB0, 0x04
            return bytes(mended)
        if record in (BOUNDSHEET, EOF):
            break
    return data


def read(book: str, prepared: Prepared, limits: Limits) -> ReadResult:
    """Grids of a walked xls."""
    with silence_stderr():
        values = _old_values(prepared) if prepared.old else sheet_values(io.BytesIO(prepared.data))
    facts = prepared.sheets if len(prepared.sheets) == len(values) else ()
    grids = []
    for number, one in enumerate(values):
        about = facts[number] if facts else SheetRecords(one.visible)
        grids.append(about.grid(book, one.name, one.rows, one.visible, prepared.from_1904))
    return ReadResult(tuple(grids), modified=prepared.modified)


def _old_values(prepared: Prepared) -> list[SheetValues]:
    """The worksheets of a BIFF5 workbook."""
    stream, about = prepared.old, _globals(prepared.old, old=True)
    found: list[tuple[str, int, bool]] = []
    for record, at, length in _records(stream, 0):
        body = stream[at : at + length]
        if record == BOUNDSHEET and length >= 7 and body[5] == 0:
            found.append(
                (about.text(body[7 : 7 + body[6]]), struct.unpack_from("<I", body)[0], body[4] & 3 == 0)
            )
        if record == EOF:
            break
    return [
        SheetValues(name, visible, xls5.rows(stream, _records(stream, offset), about))
        for name, offset, visible in found
    ]


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """(record, start of its body, length) from `at` on."""
    end = len(stream)
    while at + 4 <= end:
        record, length = struct.unpack_from("<HH", stream, at)
        yield record, at + 4, length
        at += 4 + length


def _globals(stream: bytes, old: bool) -> xls5.Globals:
    """What the records before the first sheet say."""
    about = xls5.Globals(old)
    texts: list[bytes] = []
    before = 0
    for record, at, length in _records(stream, 0):
        body = stream[at : at + length]
        about.take(record, body)
        if record == _TEXTS or (record == _CONTINUE and texts and before in (_TEXTS, _CONTINUE)):
            texts.append(body)
        if record == EOF:
            break
        before = record
    with suppress(ValueError, struct.error, IndexError):  # then nothing is known to be struck
        about.book.struck_texts = struck_texts(texts, about.book.struck_fonts)
    return about


def _walk(stream: bytes, most: int, telling: SpecialFormats) -> tuple[tuple[SheetRecords, ...], bool]:
    """The worksheets in order, and whether anything is out of the ordinary; `telling` are the styles whose
    number format tells something.  Refused beyond `most`."""
    offsets: list[tuple[int, bool]] = []
    for record, at, length in _records(stream, 0):
        if record == FILEPASS:
            raise FileRefused("F-PASSWORD")
        if record == BOUNDSHEET and length >= 7:
            offset, state, sort = struct.unpack_from("<IBB", stream, at)
            if sort == 0:
                offsets.append((offset, state & 3 == 0))
        if record == EOF:
            break
    if len(offsets) > most:
        raise FileRefused("F-SHEETS")
    odd = not offsets or len({offset for offset, _ in offsets}) != len(offsets)
    sheets = []
    for offset, visible in offsets:
        sheet = SheetRecords(visible)
        odd = _walk_sheet(stream, offset, sheet, telling) or odd
        sheets.append(sheet)
    return tuple(sheets), odd


def _walk_sheet(stream: bytes, offset: int, sheet: SheetRecords, telling: SpecialFormats) -> bool:
    """Fill in one sheet's facts; True when it is out of the ordinary."""
    odd, begun, limit = False, False, len(stream)
    records = _records(stream, offset)
    for record, at, length in records:
        if at + length > limit:
            return True
        if record in _CELLS and length >= 6:
            row, col = struct.unpack_from("<HH", stream, at)
            if record in (0xBD, 0xBE):
                col = struct.unpack_from("<H", stream, at + length - 2)[0]
            if record != 0x201 and record != 0xBE:
                sheet.bottom, sheet.right = max(sheet.bottom, row + 1), max(sheet.right, col + 1)
            _styled(stream, record, at, length, sheet, telling)
            if record == BOOLERR and length >= 8 and stream[at + 7]:
                sheet.errors[row + 1, col + 1] = _ERRORS.get(stream[at + 6], "#N/A")
            elif record == FORMULA and length >= 14:
                odd = _formula(stream, at, row, col, sheet) or odd
            elif record == NUMBER and length >= 14 and _no_number(stream[at + 6 : at + 14]):
                sheet.errors[row + 1, col + 1], odd = "#NUM!", True
        elif record in _OTHERS:
            odd = _other(stream, record, at, length, sheet) or odd
        elif record == EOF:
            return odd
        elif record in _BEGIN:
            begun = _begun(begun, records)
    return True


def _styled(
    stream: bytes, record: int, at: int, length: int, sheet: SheetRecords, telling: SpecialFormats
) -> None:
    """Keep what a cell's record, or each cell of a MULRK record, has beside its value."""
    if telling.nothing or record in (0x201, 0xBE):
        return
    row, first = struct.unpack_from("<HH", stream, at)
    many = (length - 6) // 6 if record == _MANY_NUMBERS else 1
    text = struct.unpack_from("<I", stream, at + 6)[0] if record == _SHARED_TEXT and length >= 10 else None
    for number in range(many):
        style = struct.unpack_from("<H", stream, at + 4 + 6 * number)[0]
        telling.note(sheet, row + 1, first + 1 + number, style, text)


def _begun(already: bool, records: Iterator[tuple[int, int, int]]) -> bool:
    """True; a part that begins within the sheet is passed over: a chart brings a copy of its numbers."""
    depth = int(already)
    while depth:
        record = next(records, (EOF,))[0]
        depth += (record in _BEGIN) - (record == EOF)
    return True


def _older_formula(stream: bytes, at: int, sheet: SheetRecords) -> bool:
    """Keep the saved number; True when it is none."""
    row, col, _, result = struct.unpack_from("<3Hd", stream, at)
    sheet.bottom, sheet.right = max(sheet.bottom, row + 1), max(sheet.right, col + 1)
    if stream[at + 12 : at + 14] != b"\xff\xff":
        sheet.more[row + 1, col + 1] = result
    return _formula(stream, at, row, col, sheet)


def _formula(stream: bytes, at: int, row: int, col: int, sheet: SheetRecords) -> bool:
    result = stream[at + 6 : at + 14]
    if result[6:8] == b"\xff\xff":
        if result[0] == 2:
            sheet.errors[row + 1, col + 1] = _ERRORS.get(result[2], "#N/A")
        return False
    if _no_number(result):
        sheet.errors[row + 1, col + 1] = "#NUM!"
        return True
    return False


def _no_number(eight: bytes) -> bool:
    """Infinity or NaN."""
    return eight[7] & 0x7F == 0x7F and eight[6] & 0xF0 == 0xF0


def _other(stream: bytes, record: int, at: int, length: int, sheet: SheetRecords) -> bool:
    """Hidden rows and columns, merges, formulas of older versions; True when out of the ordinary."""
    if record == ROW and length >= 16:
        row = struct.unpack_from("<H", stream, at)[0]
        if stream[at + 12] & 0x20:
            sheet.hidden_rows.add(row + 1)
    elif record == COLINFO and length >= 10:
        first, last, _, _, flags = struct.unpack_from("<5H", stream, at)
        if flags & 1:
            sheet.hidden_cols.update(range(first + 1, min(last, 255) + 2))
    elif record == MERGED and length >= 2:
        count = min(struct.unpack_from("<H", stream, at)[0], (length - 2) // 8)
        for number in range(count):
            top, bottom, left, right = struct.unpack_from("<4H", stream, at + 2 + 8 * number)
            sheet.merged.append(Area(top + 1, left + 1, bottom + 1, right + 1))
    elif record in _OLDER and length >= 16:
        return _older_formula(stream, at, sheet)
    return False


def _modified(ole: Ole) -> dt.datetime | None:
    """The last-saved moment of the summary information."""
    try:
        summary = ole.read("\x05SummaryInformation")
        section = struct.unpack_from("<I", summary, 44)[0]
        count = struct.unpack_from("<I", summary, section + 4)[0]
        for number in range(min(count, 64)):
            sort, offset = struct.unpack_from("<II", summary, section + 8 + 8 * number)
            if sort == 13:
                ticks = struct.unpack_from("<Q", summary, section + offset + 4)[0]
                return dt.datetime(1601, 1, 1) + dt.timedelta(microseconds=ticks // 10) if ticks else None
    except (KeyError, ValueError, struct.error, OverflowError, IndexError):
        return None
    return None
