"""Filling blanks as people do, and recalculating them as Excel would."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
from openpyxl.cell.cell import MergedCell

Row = Mapping[str, Any]

MAN: Row = {
    "姓名": "赵一",
    "性别": "男",
    "出生日期": dt.date(1988, 5, 6),
    "民族": "汉族",
    "证件类型": "居民身份证",
    "证件号码": "330105198805062015",
    "手机号码": "13700001234",
    "就业状况": "在岗",
    "是否农民工": "否",
    "入会日期": dt.date(2022, 3, 20),
    "会籍变化类型": "入会",
    "会籍变化日期": dt.date(2022, 3, 20),
    "是否知情同意": "是",
}
WOMAN: Row = {
    **MAN,
    "姓名": "钱二",
    "性别": "女",
    "出生日期": dt.date(1985, 11, 20),
    "证件号码": "33010519851120302X",
    "手机号码": "13800001234",
}


def checksum(first: str) -> str:
    """An 18-digit number from its first 17."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(int(a) * b for a, b in zip(first, weights, strict=True)) % 11]


def headings(data: bytes) -> tuple[int, dict[str, int]]:
    """The header row of a blank's main sheet and {title: column}."""
    return _headings(openpyxl.load_workbook(io.BytesIO(data)).worksheets[0])


def _headings(sheet: Any) -> tuple[int, dict[str, int]]:
    head = next(row for row in range(1, 15) if sheet.cell(row, 1).value == "序号")
    return head, {str(cell.value): cell.column for cell in sheet[head] if cell.value}


def filled(data: bytes, rows: Sequence[Row], zero: bool = False, unit: str = "") -> bytes:
    """A blank with rows typed below the example."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    head, where = _headings(sheet)
    for number, row in enumerate(rows):
        for title, value in row.items():
            sheet.cell(head + 2 + number, where[title]).value = value
    if zero:
        label = next(cell for cell in sheet[head - 1] if cell.value == "零报告")
        sheet.cell(head - 1, label.column + 1).value = "√"
    if unit:
        label = next(
            cell for row in sheet.iter_rows(max_row=head) for cell in row if cell.value == "填报单位："
        )
        beside = (sheet.cell(label.row, col) for col in range(label.column + 1, 40))
        next(cell for cell in beside if not isinstance(cell, MergedCell)).value = unit
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def told(book: Any) -> tuple[str, dict[str, int]]:
    """The counting line, and {check: cells found} from the overview."""
    counts = {
        str(row[0]): row[1]
        for row in book["填表说明"].iter_rows(values_only=True)
        if isinstance(row[1], int | float) and row[1]
    }
    return next(str(cell.value) for cell in book.worksheets[0][2] if cell.value), counts
