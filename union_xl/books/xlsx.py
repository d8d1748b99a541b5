"""xlsx and xlsm: our own scan of the parts, then calamine on what the scan let through."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from union_xl.books import workbook
from union_xl.books.parts import packed_again, parts_of
from union_xl.books.scan import SheetFacts, scan
from union_xl.books.unzip import Refused
from union_xl.books.values import SheetValues, sheet_values
from union_xl.core import Finding, Grid, Limits, Raw

ORDINARY_CELLS = 1_500_000
"""Cells of a sheet's used rectangle up to which it is read in this process."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An unpacked workbook with what the scan found per sheet part."""

    parts: Mapping[str, bytes]
    sheets: tuple[workbook.SheetEntry, ...]
    facts: Mapping[str, SheetFacts]

    @property
    def ordinary(self) -> bool:
        """Harmless to read in this process."""
        return all(not one.odd and one.cells <= ORDINARY_CELLS for one in self.facts.values())


def prepare(data: bytes, limits: Limits, most: int) -> Prepared | None:
    """Unpack and scan; None when more than `most` bytes would have to be unpacked.

    Refused when the package is broken or a bomb.
    """
    try:
        parts = parts_of(data, limits, most)
    except Refused as refused:
        if refused.rule == "F-BOMB" and most < limits.unpacked_bytes:
            return None
        raise
    sheets = workbook.sheet_entries(parts)
    struck = workbook.struck_styles(parts.get("xl/styles.xml", b""))
    facts = {
        sheet.part: scan(parts[sheet.part], struck)
        for sheet in sheets
        if sheet.part in parts and "worksheets/" in sheet.part
    }
    return Prepared(parts, sheets, facts)


def read(
    book: str, prepared: Prepared, limits: Limits
) -> tuple[tuple[Grid, ...], dict[str, str], dt.datetime | None, tuple[Finding, ...]]:
    """Grids, stamp, modified moment and findings of a prepared workbook."""
    if any(one.cells > limits.cells for one in prepared.facts.values()):
        raise Refused("F-CELLS")
    values = sheet_values(packed_again(prepared.parts))
    by_name = {sheet.name: sheet for sheet in prepared.sheets}
    grids = tuple(_grid(book, one, by_name.get(one.name), prepared) for one in values)
    moment = workbook.modified(prepared.parts.get("docProps/core.xml", b""))
    return grids, workbook.stamp(prepared.parts), moment, ()


def _grid(book: str, one: SheetValues, entry: workbook.SheetEntry | None, prepared: Prepared) -> Grid:
    part = entry.part if entry else ""
    facts = prepared.facts.get(part, SheetFacts())
    return Grid(
        book,
        one.name,
        with_errors(one.rows, facts.errors),
        facts.merged,
        facts.hidden_rows,
        facts.hidden_cols,
        one.visible,
        facts.errors,
        facts.uncached,
        workbook.notes(prepared.parts, part) if part else {},
        facts.struck_rows,
        facts.pictures,
    )


def with_errors(rows: object, errors: Mapping[tuple[int, int], str]) -> list[list[Raw]]:
    """The rows with the error text Excel shows put where calamine left a blank."""
    filled: list[list[Raw]] = rows  # type: ignore[assignment]
    for (row, col), text in errors.items():
        while len(filled) < row:
            filled.append([])
        cells = filled[row - 1]
        if len(cells) < col:
            cells.extend([None] * (col - len(cells)))
        cells[col - 1] = text
    return filled
