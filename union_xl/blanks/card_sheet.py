"""The one-page card as a workbook: A4 upright, drop-downs, only the values unlocked."""

from __future__ import annotations

import io
from typing import Any

from union_xl.blanks.card_page import GRID, Cell, Page
from union_xl.blanks.sheet import NAVY

_FIXED_WIDTH = 3.15
_MARGIN = 0.55
_BASE = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "text_wrap": True}
_BOX = {"border": 1, "border_color": "#7F7F7F"}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"font_name": "黑体", "font_size": 18, "font_color": NAVY, "align": "center"},
    "label": _BOX | {"align": "center", "bg_color": "#EAF1F8"},
    "value": _BOX | {"align": "center", "locked": False},
    "section": _BOX | {"font_name": "黑体", "align": "center", "bg_color": "#D6E4F0"},
    "opinion": _BOX | {"align": "right", "valign": "bottom", "locked": False},
    "foot": {"align": "left", "locked": False},
}
_LIST_LIMIT = 255
"""Characters of a drop-down's own list (ECMA-376, 18.3.1.33)."""


def workbook(buffer: io.BytesIO, **options: Any) -> Any:
    """A new workbook."""
    import xlsxwriter

    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    return xlsxwriter.Workbook(buffer, plain | options)


def write(book: Any, page: Page) -> None:
    """Add the card's sheet."""
    sheet = book.add_worksheet(page.form.short[:31])
    sheet.set_column(0, GRID - 1, _FIXED_WIDTH)
    for row in range(1, page.rows + 1):
        sheet.set_row(row - 1, page.heights[row])
    formats: dict[tuple[str, str], Any] = {}
    for cell in page.cells:
        _put(book, sheet, cell, formats)
    sheet.protect("", {"objects": True, "format_columns": True, "format_rows": True})
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.set_margins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 1)
    sheet.hide_gridlines(2)


def _put(book: Any, sheet: Any, cell: Cell, formats: dict[tuple[str, str], Any]) -> None:
    number = _number_format(cell)
    key = (cell.sort, number)
    if key not in formats:
        formats[key] = book.add_format(_BASE | _LOOKS[cell.sort] | ({"num_format": number} if number else {}))
    row, col = cell.row - 1, cell.col - 1
    if cell.across > 1:
        sheet.merge_range(row, col, row, col + cell.across - 1, cell.text or None, formats[key])
    else:
        sheet.write(row, col, cell.text or None, formats[key])
    if cell.sort == "value" and cell.column is not None and (rule := _validation(cell)):
        sheet.data_validation(row, col, row, col, rule)


def _number_format(cell: Cell) -> str:
    if cell.sort != "value" or cell.column is None:
        return ""
    kind = cell.column.kind
    return kind.number_format or ("@" if kind.text else "")


def _validation(cell: Cell) -> dict[str, Any]:
    """A drop-down where the column has a list, its hint where it has one; another text is only warned of."""
    assert cell.column is not None
    column = cell.column
    rule: dict[str, Any] = {}
    choices = list(column.kind.choices)
    if choices and len(",".join(choices)) <= _LIST_LIMIT and not any("," in one for one in choices):
        rule = {"validate": "list", "source": choices, "error_type": "warning"}
        rule |= {"error_title": "不在列表里", "error_message": "请从下拉列表中选择，确实没有的可以直接填写"}
    hint = column.hint or (f"如：{column.example}" if column.example else "")
    if hint:
        rule = rule or {"validate": "any"}
        rule |= {"input_title": column.title[:32], "input_message": hint[:_LIST_LIMIT]}
    return rule
