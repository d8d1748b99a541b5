"""Cells read from xls, ods or csv, as a plain xlsx that can be marked and sent back."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Sequence
from typing import Any

from union_xl.model import Grid
from union_xl.xlsx_edit.markup import clean_text

_WIDEST, _PAGE = 50, 180
"""Characters of a column, and of a printed page across."""


def plain_workbook(grids: Sequence[Grid]) -> bytes:
    """See `xlsx_edit.plain_copy`.  Cell (r, c) of each grid becomes cell (r, c) of a sheet of its name."""
    import xlsxwriter

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(out, options) as book:
        formats = {
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            "time": book.add_format({"num_format": "hh:mm:ss"}),
            "text": book.add_format({"num_format": "@"}),
        }
        taken: set[str] = set()
        for grid in grids or (Grid("", "Sheet1", ()),):
            sheet = book.add_worksheet(_free_name(grid.sheet, taken))
            _write(sheet, grid, formats)
    return out.getvalue()


def _free_name(wanted: str, taken: set[str]) -> str:
    plain = "".join("_" if letter in "[]:*?/\\" else letter for letter in wanted).strip("'")[:31] or "Sheet"
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[:27]}_{number}"
    taken.add(name.casefold())
    return name


def _write(sheet: Any, grid: Grid, formats: dict[str, Any]) -> None:
    for area in grid.merged:
        if (area.top, area.left) != (area.bottom, area.right):
            sheet.merge_range(area.top - 1, area.left - 1, area.bottom - 1, area.right - 1, "")
    widths: dict[int, int] = {}
    for row, cells in enumerate(grid.rows):
        filled = [(col, value) for col, value in enumerate(cells) if value is not None and value != ""]
        for col, value in filled:
            _write_cell(sheet, row, col, value, formats)
            if len(filled) > 1:  # a title alone in its row runs over the cells beside it
                wide = sum(2 if ord(letter) > 0x2E80 else 1 for letter in str(value)) + 2
                widths[col] = min(max(widths.get(col, 9), wide), _WIDEST)
    for col, width in widths.items():
        sheet.set_column(col, col, width)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(max(1, math.ceil(sum(widths.values()) / _PAGE)), 0)
    sheet.hide_gridlines(0)
    for row in grid.hidden_rows:
        sheet.set_row(row - 1, None, None, {"hidden": True})
    if not grid.visible and sheet.index:
        sheet.hide()


def _write_cell(sheet: Any, row: int, col: int, value: Any, formats: dict[str, Any]) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, col, value)
    elif isinstance(value, dt.datetime):
        sheet.write_datetime(row, col, value, formats["moment" if value.time() != dt.time() else "date"])
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, col, value, formats["date"])
    elif isinstance(value, (dt.time, dt.timedelta)):
        sheet.write_datetime(row, col, value, formats["time"])
    elif isinstance(value, (int, float)) and math.isfinite(value) and abs(value) < 10**15:
        sheet.write_number(row, col, value)
    else:
        text = clean_text(str(value))
        sheet.write_string(row, col, text, formats["text"] if text.isdigit() else None)
