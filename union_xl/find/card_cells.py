"""The cells of a sheet as a person sees them: merged areas are one cell each, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from union_xl.find.reasons import is_foot
from union_xl.find.surrounding_lines import flat
from union_xl.model import Area, Grid, Raw
from union_xl.model.grid import WORD_TABLE


class Cell(NamedTuple):
    """One cell, the top left of its merged area where it has one; `right` and `bottom` are its ends."""

    row: int
    col: int
    right: int
    bottom: int
    text: str
    raw: Raw

    @property
    def spot(self) -> tuple[int, int]:
        return self.row, self.col


def lines(grid: Grid, last: int) -> list[tuple[Cell, ...]]:
    """The cells that begin in each row (index 0: row 1) up to row `last`; blank ends are left out."""
    areas = {(area.top, area.left): area for area in grid.merged if area.top <= last}
    covered = _covered(areas.values(), last)
    return [_line(grid, row, areas, covered.get(row, ())) for row in range(1, min(last, len(grid.rows)) + 1)]


def own_lines(grid: Grid, last: int) -> list[tuple[Cell, ...]]:
    """Those lines without the ones that close the card before, in Word."""
    signed = signed_between(grid)
    return [() if row in signed else cells for row, cells in enumerate(lines(grid, last), 1)]


def signed_between(grid: Grid) -> dict[int, tuple[Cell, ...]]:
    """{row: its cells} of the lines of signatures between two tables of Word: they are those of the card
    before."""
    after = grid.lead if grid.place().in_word and grid.sheet != WORD_TABLE.format(1) else 0
    return {
        row: cells
        for row, cells in enumerate(lines(grid, after), 1)
        if any(is_foot(cell.text) for cell in cells[:1])
    }


def _covered(areas: Iterable[Area], last: int) -> dict[int, list[Area]]:
    """{row: the areas that lie over it}."""
    found: dict[int, list[Area]] = {}
    for area in areas:
        for row in range(area.top, min(area.bottom, last) + 1):
            found.setdefault(row, []).append(area)
    return found


def _line(grid: Grid, row: int, areas: dict[tuple[int, int], Area], over: Sequence[Area]) -> tuple[Cell, ...]:
    cells = grid.rows[row - 1]
    width = len(cells)
    while width and cells[width - 1] in (None, ""):
        width -= 1
    width = max([width, *(area.right for area in over)])
    made: list[Cell] = []
    col = 1
    while col <= width:
        area = next((one for one in over if one.left <= col <= one.right), None)
        if area is None:
            raw = cells[col - 1] if col <= len(cells) else None
            made.append(Cell(row, col, col, row, flat(raw), raw))
            col += 1
            continue
        if area.top == row:
            raw = grid.at(area.top, area.left)
            made.append(Cell(row, area.left, area.right, area.bottom, flat(raw), raw))
        col = area.right + 1
    return tuple(made)
