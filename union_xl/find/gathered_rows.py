"""Rows whose values were gathered from several lines of a sheet, each with the cell it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from union_xl.model import Grid, Raw, Spot

Cell = tuple[int, int]


@dataclass(slots=True)
class Gathered:
    """Rows gathered from a sheet: {row: {column: value}} and the cell of each value; `home` is the sheet of
    the row, where that is another one."""

    grid: Grid
    home: str = ""
    values: dict[int, dict[int, Raw]] = field(default_factory=dict)
    origin: dict[Cell, Cell] = field(default_factory=dict)

    def put(self, row: int, col: int, raw: Raw, cell: Cell | None) -> None:
        self.values.setdefault(row, {})[col] = raw
        if cell is not None:
            self.origin[row, col] = cell

    def made(self, width: int) -> Grid:
        """The rows as a grid whose places are those of the sheet."""
        rows: list[Sequence[Raw]] = [()] * max(self.values, default=0)
        for row, cells in self.values.items():
            rows[row - 1] = [cells.get(col) for col in range(1, width + 1)]
        back = {cell: spot for spot, cell in self.origin.items() if spot[1]}
        grid = self.grid
        return Grid(
            grid.book,
            self.home or grid.sheet,
            rows,
            visible=grid.visible,
            errors={back[cell]: text for cell, text in grid.errors.items() if cell in back},
            uncached=frozenset(back[cell] for cell in grid.uncached if cell in back),
            notes={back[cell]: text for cell, text in grid.notes.items() if cell in back},
            struck=frozenset(back[cell] for cell in grid.struck if cell in back),
            displays={back[cell]: shown for cell, shown in grid.displays.items() if cell in back},
            from_1904=grid.from_1904,
            origin={spot: self._spot(cell) for spot, cell in self.origin.items()},
        )

    def _spot(self, cell: Cell) -> Spot:
        seen = _in_row(self.grid, cell)
        return (*seen, self.grid.sheet) if self.home else seen


def _in_row(grid: Grid, cell: Cell) -> Cell:
    """Where a cell stands as its place says it: in a Word table by its number in the row; a line above the
    table has none."""
    if not grid.place().in_word:
        return cell
    row, col = cell
    if row <= grid.lead:
        return 0, 0
    before = sum(
        area.right - area.left for area in grid.merged if area.top <= row <= area.bottom and area.right < col
    )
    return row - grid.lead, col - before
