"""A plain picture of a workbook, and its .xlsx.

What a cell should be is said once here (`Sheet.put`); `containers` writes the other formats.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

EPOCH = dt.datetime(2022, 7, 4, 9, 30, 0)


@dataclass
class Cell:
    """A value with how it looks: `look` is a name of LOOKS, `shown` the number format."""

    value: Any
    look: str = "body"
    shown: str = ""
    formula: str = ""


@dataclass
class Sheet:
    """Cells by 1-based (row, col), and what else a sheet has."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_cols: set[int] = field(default_factory=set)
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    choices: dict[tuple[int, int, int, int], list[str]] = field(default_factory=dict)
    visible: bool = True
    very_hidden: bool = False
    freeze: int = 0
    filter: tuple[int, int, int, int] | None = None
    protect: bool = False

    def put(
        self, row: int, col: int, value: Any, look: str = "body", shown: str = "", formula: str = ""
    ) -> None:
        self.cells[row, col] = Cell(value, look, shown, formula)

    @property
    def size(self) -> tuple[int, int]:
        """Last row and column that hold something."""
        return max((r for r, _ in self.cells), default=0), max((c for _, c in self.cells), default=0)


@dataclass
class Workbook:
    """Sheets in order, with the document's own modified time."""

    sheets: list[Sheet]
    modified: dt.datetime = EPOCH
    author: str = "办公室"
    date1904: bool = False
    names: dict[str, str] = field(default_factory=dict)


LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {
        "bold": True,
        "font_size": 18,
        "font_name": "方正小标宋简体",
        "align": "center",
        "valign": "vcenter",
    },
    "annex": {"font_size": 12, "font_name": "黑体"},
    "meta": {"font_size": 11, "font_name": "宋体", "valign": "vcenter"},
    "meta-right": {"font_size": 11, "font_name": "宋体", "align": "right"},
    "head": {
        "bold": True,
        "font_size": 11,
        "font_name": "宋体",
        "align": "center",
        "valign": "vcenter",
        "border": 1,
        "text_wrap": True,
        "bg_color": "#DDEBF7",
    },
    "head-plain": {"bold": True, "font_name": "宋体", "align": "center", "border": 1, "text_wrap": True},
    "body": {"font_size": 11, "font_name": "宋体", "border": 1, "align": "center", "valign": "vcenter"},
    "left": {"font_size": 11, "font_name": "宋体", "border": 1, "valign": "vcenter"},
    "sample": {"font_size": 11, "font_name": "楷体", "border": 1, "italic": True, "font_color": "#7F7F7F"},
    "struck": {"font_size": 11, "font_name": "宋体", "border": 1, "font_strikeout": True},
    "total": {"font_size": 11, "font_name": "宋体", "border": 1, "bold": True, "bg_color": "#F2F2F2"},
    "bare": {},
}


def xlsx(book: Workbook) -> bytes:
    """The workbook as .xlsx; the same workbook gives the same bytes."""
    import xlsxwriter

    out = io.BytesIO()
    target = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": book.date1904})
    target.set_properties({"author": book.author, "created": book.modified})
    formats: dict[tuple[str, str], Any] = {}

    def shaped(cell: Cell) -> Any:
        key = (cell.look, cell.shown)
        if key not in formats:
            formats[key] = target.add_format(
                {**LOOKS[cell.look], **({"num_format": cell.shown} if cell.shown else {})}
            )
        return formats[key]

    for sheet in book.sheets:
        _sheet(target.add_worksheet(sheet.name), sheet, shaped)
    for name, refers in book.names.items():
        target.define_name(name, refers)
    target.close()
    return out.getvalue()


def _sheet(page: Any, sheet: Sheet, shaped: Any) -> None:
    _cells(page, sheet, shaped)
    for col in set(sheet.widths) | sheet.hidden_cols:
        page.set_column(
            col - 1, col - 1, sheet.widths.get(col, 9), None, {"hidden": col in sheet.hidden_cols}
        )
    for row in set(sheet.heights) | sheet.hidden_rows:
        page.set_row(row - 1, sheet.heights.get(row), None, {"hidden": row in sheet.hidden_rows})
    for (row, col), text in sheet.notes.items():
        page.write_comment(row - 1, col - 1, text)
    for (top, left, bottom, right), options in sheet.choices.items():
        page.data_validation(
            top - 1, left - 1, bottom - 1, right - 1, {"validate": "list", "source": options}
        )
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    if sheet.freeze:
        page.freeze_panes(sheet.freeze, 0)
    if sheet.filter:
        top, left, bottom, right = sheet.filter
        page.autofilter(top - 1, left - 1, bottom - 1, right - 1)
    if sheet.protect:
        page.protect("", {"insert_rows": True})
    if sheet.very_hidden:
        page.very_hidden()
    elif not sheet.visible:
        page.hide()


def _cells(page: Any, sheet: Sheet, shaped: Any) -> None:
    inside: set[tuple[int, int]] = set()
    for top, left, bottom, right in sheet.merges:
        cell = sheet.cells.get((top, left), Cell(""))
        page.merge_range(top - 1, left - 1, bottom - 1, right - 1, "", shaped(cell))
        inside.update(
            (r, c) for r in range(top, bottom + 1) for c in range(left, right + 1) if (r, c) != (top, left)
        )
    for (row, col), cell in sheet.cells.items():
        if (row, col) not in inside:
            _cell(page, row - 1, col - 1, cell, shaped(cell))


def _cell(page: Any, row: int, col: int, cell: Cell, shape: Any) -> None:
    value = cell.value
    if cell.formula:
        page.write_formula(row, col, cell.formula, shape, "" if value is None else value)
    elif value is None or value == "":
        page.write_blank(row, col, None, shape)
    elif isinstance(value, bool):
        page.write_boolean(row, col, value, shape)
    elif isinstance(value, dt.date):
        page.write_datetime(row, col, value, shape)
    elif isinstance(value, int | float):
        page.write_number(row, col, value, shape)
    else:
        page.write_string(row, col, value, shape)
