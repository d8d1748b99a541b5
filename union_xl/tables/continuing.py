"""A sheet without header that goes on with the table of the sheet before."""

from __future__ import annotations

from dataclasses import replace

from union_xl.core import Grid, Table
from union_xl.ledgers.form import Form
from union_xl.tables import blocks, bodies, never_kept, reasons
from union_xl.tables.around import flat
from union_xl.tables.filling import filled_grid
from union_xl.tables.signature import class_of


def continued(grid: Grid, before: Table, form: Form) -> Table | None:
    """The table of `form` on `grid` with the columns of `before`, if the content of its key columns says so
    plainly."""
    columns = {one.col for one in before.bindings}
    if not columns:
        return None
    left, right = min(columns), max(columns)
    rows = [
        number
        for number, cells in enumerate(grid.rows, 1)
        if sum(bool(flat(cell)) for cell in cells[left - 1 : right]) >= 3
    ]
    if not rows or not _alike(grid, rows, before):
        return None
    told = never_kept.told(grid, before.bindings, 0, form)
    grid = never_kept.without(grid, before.bindings, 0)
    shape = reasons.Shape(
        left,
        right,
        {col: title for title, col in before.where.items()},
        frozenset(),
        frozenset(),
        frozenset(),
        {},
    )
    body = bodies.body(grid, shape, rows[0], len(grid.rows))
    blocks.set_aside(body, grid, before.where, form, left)
    headers = {one.col: one.header for one in before.bindings}
    filled = filled_grid(grid, body, left, right, before.where, form, headers)
    return replace(
        before,
        grid=filled.grid,
        header=(),
        body=tuple(body.rows),
        above={**blocks.for_all(before.above), **blocks.said(grid, range(1, rows[0]), left, right)},
        below={},
        aside=body.aside,
        findings=told,
        mends=filled.mends,
        questions=filled.questions,
        continued={},
    )


def _alike(grid: Grid, rows: list[int], before: Table) -> bool:
    """In the columns with ids or mobiles, nearly all cells are of that class here too."""
    checked = 0
    for title, wanted in (("证件号码", "id"), ("手机号码", "mobile"), ("统一社会信用代码", "code")):
        col = before.where.get(title)
        if not col:
            continue
        classes = [class_of(grid.at(row, col)) for row in rows[:40]]
        if classes.count(wanted) < 0.8 * len(classes):
            return False
        checked += 1
    return checked > 0
