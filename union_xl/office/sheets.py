"""Opening the office workbook or a plain list: every sheet's cells, whatever the container."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from union_xl.model import OfficeError, Raw
from union_xl.model.grid import column_letters
from union_xl.model.process_state import silence_stderr
from union_xl.office.parse_values import plain

_FILE_LIMIT = 60 * 2**20
_CELL_LIMIT = 20_000_000
_ENCRYPTED, _ENCRYPTED_WITHIN = "EncryptedPackage".encode("utf-16-le"), 2**20
_REFERENCE = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_HEADER_ROWS = 30


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet from A1; `rows[r - 1][c - 1]` is Excel's (r, c).  Vertical merges are filled downwards."""

    name: str
    rows: Sequence[Sequence[Raw]]
    visible: bool = True

    def at(self, row: int, col: int) -> Raw:
        cells = self.rows[row - 1] if 0 < row <= len(self.rows) else ()
        return cells[col - 1] if 0 < col <= len(cells) else None

    def cell(self, row: int, col: int) -> str:
        """`设置!B7`, as sentences name it."""
        return f"{self.name}!{column_letters(col)}{row}"


@dataclass(frozen=True, slots=True)
class Header:
    """Where a header row stands: its number and {standard title: columns, left to right}."""

    row: int
    where: Mapping[str, tuple[int, ...]]

    def col(self, title: str) -> int:
        """The first column of a title, 0 when it is not there."""
        return self.where.get(title, (0,))[0]


def normalise(raw: Raw) -> str:
    """A title without spaces, stars, brackets' contents and line breaks, for comparing."""
    text = re.sub(r"[\s*﹡※＊:：]|[(（][^)）]*[)）]", "", unicodedata.normalize("NFKC", plain(raw)))
    return re.sub(r"^\d+[.、]", "", text).lower()


def find_header(sheet: Sheet, titles: Mapping[str, Sequence[str]], needed: Sequence[str]) -> Header | None:
    """The row among the upper ones that holds all `needed` titles (each with its aliases).

    The row with the most titles wins, then the one with standard titles, then the upper one: a decorated
    title such as 应报单位 above the table may itself be an alias.
    """
    known = {normalise(alias): title for title, aliases in titles.items() for alias in (title, *aliases)}
    best: Header | None = None
    best_score = (0, 0)
    for number, cells in enumerate(sheet.rows[:_HEADER_ROWS], start=1):
        where: dict[str, tuple[int, ...]] = {}
        for col, raw in enumerate(cells, start=1):
            title = known.get(normalise(raw)) if isinstance(raw, str) else None
            if title:
                where[title] = (*where.get(title, ()), col)
        exact = sum(plain(raw) in needed for raw in cells if isinstance(raw, str))
        if all(title in where for title in needed) and (len(where), exact) > best_score:
            best, best_score = Header(number, where), (len(where), exact)
    return best


def open_sheets(path: Path) -> tuple[Sheet, ...]:
    """All sheets of xlsx, xlsm, xls, xlsb, ods or csv, told apart by content.

    Raises OfficeError with one sentence naming the file.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= _FILE_LIMIT else b""
    except OSError:
        raise OfficeError(f"打不开 {path.name}，请确认文件还在、没有被别的程序独占") from None
    if not data:
        why = "是空文件" if size == 0 else "太大，不像工作台或名单"
        raise OfficeError(f"{path.name} {why}，请检查是否选错了文件")
    if _ENCRYPTED in data[:_ENCRYPTED_WITHIN] and data[:2] == b"\xd0\xcf":
        raise OfficeError(f"{path.name} 设有打开密码，请先在 Excel 里取消密码再使用")
    if data.lstrip()[:1] == b"<":
        raise OfficeError(f"{path.name} 其实是网页格式，请用 Excel 打开后另存为 xlsx 再试")
    if data[:2] == b"PK" or data[:4] == b"\xd0\xcf\x11\xe0":
        return _workbook(path.name, data)
    return (_csv(path, data),)


def _workbook(name: str, data: bytes) -> tuple[Sheet, ...]:
    import python_calamine

    _refuse_giants(name, data)
    try:
        with silence_stderr():
            book = python_calamine.CalamineWorkbook.from_object(io.BytesIO(data))
            return tuple(_sheet(book, one) for one in book.sheets_metadata if "Work" in str(one.typ))
    except (KeyboardInterrupt, SystemExit):
        raise
    except python_calamine.PasswordError:
        raise OfficeError(f"{name} 设有打开密码，请先在 Excel 里取消密码再使用") from None
    except BaseException:  # a panic inside the reader is no Exception
        raise OfficeError(
            f"{name} 不是能读的表格文件（可能已损坏），请用 Excel 打开后另存为 xlsx 再试"
        ) from None


def _sheet(book: object, one: object) -> Sheet:
    sheet = book.get_sheet_by_name(one.name)  # type: ignore[attr-defined]
    rows: list[list[Raw]] = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if left == right and bottom < len(rows):
            for row in rows[top + 1 : bottom + 1]:
                row[left] = rows[top][left]
    return Sheet(one.name, rows, "Visible" in str(one.visible))  # type: ignore[attr-defined]


def _refuse_giants(name: str, data: bytes) -> None:
    """A stray cell at XFD1048576 would make the reader lay out billions of cells."""
    if data[:2] != b"PK":
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = [
                one
                for one in package.infolist()
                if "worksheets/" in one.filename or one.filename == "content.xml"
            ]
            if sum(one.file_size for one in package.infolist()) > 8 * _FILE_LIMIT:
                raise OfficeError(f"{name} 解压后太大，不像工作台或名单，请检查是否选错了文件")
            for member in members:
                found = _REFERENCE.findall(package.read(member))
                deep = max((int(row) for _, row in found), default=0)
                wide = max((_column(letters) for letters, _ in found), default=0)
                if deep * wide > _CELL_LIMIT:
                    raise OfficeError(f"{name} 的表里有离得极远的单元格，请删去多余的行列后再试")
    except OfficeError:
        raise
    except Exception:  # zipfile and its decompressors have many ways to say that a package is damaged
        raise OfficeError(
            f"{name} 不是能读的表格文件（可能已损坏），请用 Excel 打开后另存为 xlsx 再试"
        ) from None


def _column(letters: bytes) -> int:
    total = 0
    for letter in letters:
        total = total * 26 + letter - 64
    return total


def _csv(path: Path, data: bytes) -> Sheet:
    import csv

    for encoding in (
        "utf-8-sig",
        "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "gb18030",
        "gb18030",
    ):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        text = "\0"
    if "\0" in text:
        raise OfficeError(f"{path.name} 不是能读的表格文件，请用 Excel 打开后另存为 xlsx 再试")
    first = text[:4096]
    delimiter = max(",\t;", key=first.count)
    try:
        return Sheet(path.stem, list(csv.reader(io.StringIO(text), delimiter=delimiter)))
    except csv.Error:
        raise OfficeError(f"{path.name} 不是能读的表格文件，请用 Excel 打开后另存为 xlsx 再试") from None
