"""Cell addresses: `E17` <-> (17, 5), areas, and lists of areas."""

from __future__ import annotations

import re

from union_xl.model import Area, TemplateError
from union_xl.model.grid import column_letters

LAST_ROW = 1_048_576
LAST_COL = 16_384
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})$")
_DIGITS = str.maketrans("", "", "0123456789$")
_LETTERS = str.maketrans("", "", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz$")


def column_number(letters: str) -> int:
    """'A' -> 1, 'AB' -> 28."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def cell(ref: str) -> tuple[int, int]:
    """`E17` or `$E$17` -> (17, 5); TemplateError for anything else."""
    found = _CELL.match(ref.strip())
    if not found or int(found[2]) > LAST_ROW or column_number(found[1]) > LAST_COL:
        raise TemplateError(f"“{ref}”不是单元格地址，请写成 E17 这样的形式")
    return int(found[2]), column_number(found[1])


def whole(text: str | int) -> int:
    """A whole number of the file; TemplateError when the file is broken there."""
    try:
        return int(text)
    except ValueError as why:
        raise TemplateError(
            f"文件内部有不能识别的内容“{text}”，请用 Excel 打开修复并另存为 xlsx 再试"
        ) from why


def points(text: str) -> float:
    """A measure of the file; TemplateError when the file is broken there."""
    try:
        return float(text)
    except ValueError as why:
        raise TemplateError(
            f"文件内部有不能识别的内容“{text}”，请用 Excel 打开修复并另存为 xlsx 再试"
        ) from why


def name_of(row: int, col: int) -> str:
    """(17, 5) -> `E17`."""
    return f"{column_letters(col)}{row}"


def row_of(ref: str) -> int:
    """The row of a plain reference, without checks (for long loops)."""
    return int(ref.translate(_LETTERS))


def letters_of(ref: str) -> str:
    """The column letters of a plain reference, without checks."""
    return ref.translate(_DIGITS)


def area(ref: str) -> Area:
    """`A1:C3` (or one cell, whole columns, whole rows) -> Area."""
    first, _, last = ref.partition(":")
    last = last or first
    bare_first, bare_last = first.replace("$", ""), last.replace("$", "")
    if bare_first.isalpha() and bare_last.isalpha():
        return Area(1, column_number(bare_first), LAST_ROW, column_number(bare_last))
    if bare_first.isdigit() and bare_last.isdigit():
        return Area(int(bare_first), 1, int(bare_last), LAST_COL)
    (top, left), (bottom, right) = cell(first), cell(last)
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def area_name(where: Area) -> str:
    """Area -> `A1:C3`, or `A1` for a single cell."""
    first = name_of(where.top, where.left)
    last = name_of(where.bottom, where.right)
    return first if first == last else f"{first}:{last}"
