"""The sheets of an open workbook as a Book, for files that only Excel itself can open.

A workbook under rights management or a firm's disk encryption is readable in Excel, its saved copy is not.
What one read of a whole range does not tell is left out: merged areas, hidden rows, struck-through text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from union_xl.excel.com_retry import retry_while_busy
from union_xl.model import Book, Grid, Raw

_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"})


def book_of(book: Any) -> Book:
    """An open xlwings Book -> its cells, one read per sheet, each from A1."""
    name = str(retry_while_busy(lambda: book.name))
    sheets = retry_while_busy(lambda: list(book.sheets))
    return Book(name, "", "excel", tuple(_grid(name, sheet) for sheet in sheets))


def _grid(book: str, sheet: Any) -> Grid:
    used = retry_while_busy(lambda: sheet.used_range)
    bottom, right = used.row + used.shape[0] - 1, used.column + used.shape[1] - 1
    cells = retry_while_busy(lambda: sheet.range((1, 1), (max(bottom, 1), max(right, 1))))
    block = retry_while_busy(lambda: cells.options(ndim=2, err_to_str=True).value)
    rows: Sequence[Sequence[Raw]] = [[_plain(value) for value in row] for row in block]
    errors = {
        (row, col): value
        for row, line in enumerate(block, 1)
        for col, value in enumerate(line, 1)
        if isinstance(value, str) and value in _ERRORS
    }
    shown = bool(retry_while_busy(lambda: sheet.visible))
    return Grid(book, str(retry_while_busy(lambda: sheet.name)), rows, visible=shown, errors=errors)


def _plain(value: Any) -> Raw:
    """A value as a file would give it: Excel tells every day with a time, whole days at midnight."""
    if isinstance(value, dt.datetime):
        value = value.replace(tzinfo=None)
        day: Raw = value.date() if value.time() == dt.time() else value
        return day
    raw: Raw = value
    return raw
