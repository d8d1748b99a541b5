"""Tables of Word documents: their rows are counted as Word counts them, without the lines above."""

from __future__ import annotations

from dataclasses import replace

from union_xl.model import Area, Grid, Table


def with_word_rows(table: Table) -> Table:
    """A found table with its own row numbers; the lines above it, which have been read, are gone."""
    by = table.grid.lead
    if not by:
        return table
    return replace(
        table,
        grid=_without_lead(table.grid),
        header=tuple(row - by for row in table.header if row > by),
        body=tuple(row - by for row in table.body if row > by),
        aside={row - by: why for row, why in table.aside.items() if row > by},
        continued={row - by: first - by for row, first in table.continued.items()},
    )


def _without_lead(grid: Grid) -> Grid:
    by = grid.lead
    return replace(
        grid,
        rows=grid.rows[by:],
        merged=tuple(Area(a - by, b, c - by, d) for a, b, c, d in grid.merged),
        struck=frozenset((row - by, col) for row, col in grid.struck),
        struck_texts={(row - by, col): text for (row, col), text in grid.struck_texts.items()},
        pictures=frozenset((row - by, col) for row, col in grid.pictures),
        lead=0,
        origin={(row - by, col): cell for (row, col), cell in grid.origin.items()},
    )
