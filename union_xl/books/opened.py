"""What a reader of one container gives to the door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from union_xl.core import Area, Finding, Grid, Raw

ORDINARY_CELLS = 450_000
"""Cells of a sheet's used rectangle up to which it is read in the caller's own process."""

ORDINARY_ROWS = 20_000
"""The same for rows."""

ORDINARY_SHEETS = 500
"""Sheets of one workbook up to which it is read in the caller's own process."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Grids in the workbook's order, our stamp, the document's own modified moment, findings."""

    grids: tuple[Grid, ...]
    stamp: Mapping[str, str] = field(default_factory=dict)
    modified: dt.datetime | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class SheetRecords:
    """What the records of one sheet of an xls or xlsb say beside its values; bottom and right 1-based; `more`
    are values that calamine passes over."""

    visible: bool = True
    bottom: int = 0
    right: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_cols: set[int] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    more: dict[tuple[int, int], Raw] = field(default_factory=dict)
    odd: bool = False

    def grid(self, book: str, name: str, rows: list[list[Raw]], visible: bool) -> Grid:
        """The sheet: calamine's `rows` with what the records add."""
        return Grid(
            book,
            name,
            with_errors(rows, {**self.more, **self.errors}),
            tuple(self.merged),
            frozenset(self.hidden_rows),
            frozenset(self.hidden_cols),
            visible and self.visible,
            self.errors,
        )


def ordinary(sheets: Collection[SheetRecords]) -> bool:
    """True when the sheets of an xls or xlsb are few, small and without oddities."""
    return len(sheets) <= ORDINARY_SHEETS and all(
        not one.odd and one.bottom <= ORDINARY_ROWS and one.bottom * one.right <= ORDINARY_CELLS
        for one in sheets
    )


def with_errors(rows: list[list[Raw]], errors: Mapping[tuple[int, int], Raw]) -> list[list[Raw]]:
    """The rows with what Excel shows, mostly error texts, put where calamine left a blank."""
    for (row, col), text in errors.items():
        while len(rows) < row:
            rows.append([])
        cells = rows[row - 1]
        if len(cells) < col:
            cells.extend([None] * (col - len(cells)))
        cells[col - 1] = text
    return rows
