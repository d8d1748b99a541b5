"""Cells put one after another into a sheet that may name positions, repeats and merges: bounded."""

from __future__ import annotations

from union_xl.model import Area, Grid, Raw
from union_xl.readers.read_result import as_displayed
from union_xl.readers.unzip import FileRefused

MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576


class SheetBuilder:
    """Collects the rows of one sheet; blank ends cost nothing, `most` cells are the limit."""

    def __init__(self, name: str, max_cells: int) -> None:
        self.name, self.visible = name, True
        self.rows: list[list[Raw]] = []
        self.merged: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.hidden_cols: set[int] = set()
        self.errors: dict[tuple[int, int], str] = {}
        self.notes: dict[tuple[int, int], str] = {}
        self.boxes: dict[tuple[int, int], str] = {}
        self.formats: dict[tuple[int, int], str] = {}
        self.struck: set[tuple[int, int]] = set()
        self.struck_texts: dict[tuple[int, int], str] = {}
        self.from_1904 = False
        self._most, self._left = max_cells, max_cells
        self._row: list[Raw] = []
        self._next_row = self._next_column = 1
        self.row, self.col = 0, 1

    def grid(self, book: str) -> Grid:
        """The finished sheet."""
        return Grid(
            book,
            self.name,
            self.rows,
            tuple(self.merged),
            frozenset(self.hidden_rows),
            frozenset(self.hidden_cols),
            visible=self.visible,
            errors=self.errors,
            notes=self.notes,
            struck=frozenset(self.struck),
            displays=as_displayed(self.rows, self.formats) if self.formats else {},
            struck_texts=self.struck_texts,
            from_1904=self.from_1904,
            boxes=self.boxes,
        )

    def columns(self, count: int, index: int = 0, hidden: bool = False) -> None:
        """What is said of the next `count` columns, or of those from column `index` on."""
        first = max(index, self._next_column)
        self._next_column = min(first + count, MOST_COLUMNS + 1)
        if hidden:
            self.hidden_cols.update(range(first, self._next_column))

    def start_row(self, index: int = 0, hidden: bool = False) -> None:
        """Begin the next row, or row `index`."""
        self.row = index if index >= self._next_row else self._next_row
        self._row, self.col = [], 1
        if hidden:
            self.hidden_rows.add(self.row)

    def cell(
        self, value: Raw, index: int = 0, across: int = 0, down: int = 0, repeat: int = 1, code: str = ""
    ) -> None:
        """Put a value at the next column, or at column `index`; merged `across` and `down` further cells;
        `code` is a number format that tells something."""
        if index > self.col:
            self.col = index
        if code and value is not None and value != "":
            self.formats.update(((self.row, self.col + at), code) for at in range(min(repeat, MOST_COLUMNS)))
        if across or down:
            self.merged.append(Area(self.row, self.col, self.row + down, self.col + across))
        if value is not None and value != "":
            if self.col + repeat - 1 > MOST_COLUMNS:
                raise FileRefused("F-CELLS")
            missing = self.col - 1 - len(self._row)
            self._row.extend([None] * missing)
            self._row.extend([value] * repeat)
            self._spend(missing + repeat)
        self.col += repeat + across

    def end_row(self, repeat: int = 1) -> None:
        """The row is complete and comes `repeat` times."""
        if self._row:
            if self.row - 1 + repeat > MOST_ROWS:
                raise FileRefused("F-CELLS")
            self._spend(len(self._row) * (repeat - 1))
            self.rows.extend([[]] * (self.row - 1 - len(self.rows)))
            self.rows.extend([self._row, *(list(self._row) for _ in range(repeat - 1))])
            if self.row in self.hidden_rows:
                self.hidden_rows.update(range(self.row, self.row + repeat))
            self._repeat_formats(repeat)
        self._next_row = self.row + max(repeat, 1)

    def _repeat_formats(self, repeat: int) -> None:
        """A row that comes several times has its number formats each time."""
        if repeat > 1 and self.formats:
            own = {col: code for (row, col), code in self.formats.items() if row == self.row}
            for row in range(self.row + 1, self.row + repeat):
                self.formats.update(((row, col), code) for col, code in own.items())

    def _spend(self, cells: int) -> None:
        self._left -= cells
        if self._left < 0:
            raise FileRefused("F-CELLS")
