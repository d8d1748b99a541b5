"""What a ledger never keeps: told by title; nothing that stands in such a column goes on from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from union_xl.find.binding import NOT_KEPT
from union_xl.find.surrounding_lines import flat
from union_xl.ledgers.form import Form
from union_xl.model import Binding, Finding, Grid

T = TypeVar("T")


def blank_never_kept(grid: Grid, bindings: Sequence[Binding], below: int) -> Grid:
    """The grid with nothing in the columns that are never kept, from the row after `below`: no value, note or
    text beside them."""
    cols = _columns(bindings)
    if not cols:
        return grid
    rows = [
        [None if number > below and col in cols else cell for col, cell in enumerate(cells, 1)]
        for number, cells in enumerate(grid.rows, 1)
    ]

    def left(facts: Mapping[tuple[int, int], T]) -> dict[tuple[int, int], T]:
        return {(row, col): one for (row, col), one in facts.items() if row <= below or col not in cols}

    return replace(
        grid,
        rows=rows,
        notes=left(grid.notes),
        displays=left(grid.displays),
        struck_texts=left(grid.struck_texts),
        errors=left(grid.errors),
    )


def never_kept_finding(
    grid: Grid, bindings: Sequence[Binding], below: int, form: Form
) -> tuple[Finding, ...]:
    """One line for the columns of a sheet in which something stood."""
    cols = [
        col
        for col in _columns(bindings)
        if any(flat(cells[col - 1 : col][0]) for cells in grid.rows[below:] if len(cells) >= col)
    ]
    if not cols:
        return ()
    headers = {one.col: " ".join(one.header.split()) for one in bindings}
    facts = {"表": form.short, "列": "、".join(f"“{headers[col]}”" for col in cols)}
    return (Finding("T-NOT-KEPT", grid.place(0, cols[0]), facts=facts),)


def _columns(bindings: Sequence[Binding]) -> list[int]:
    return [one.col for one in bindings if one.why == NOT_KEPT]
