"""Ditto marks and vertical merges, filled from above: only inside the merge, only where the form allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from union_xl.core import Grid, Mend, Raw
from union_xl.forms.base import Form
from union_xl.tables.headings import words

Put = Callable[[int, int, Raw, str], None]
"""Writes a value into a cell of the copy: row, column, value, why."""

_MARKS = [
    '"',
    "“",
    "”",
    "″",
    "〃",
    "＂",
    "''",
    "〞",
    "同上",
    "(同上)",
    "（同上）",
    "同",
    "″″",
    '""',
    "〃〃",
    "同前",
    "同左上",
    "..",
    "、、",
    "同上。",
    "同 上",
    "同　上",
]
_AROUND = ("", " ", "\u3000", "\xa0", "\t")
_DITTO = frozenset(
    f"{before}{mark}{after}"
    for mark in _MARKS
    for before in _AROUND
    for after in (*_AROUND, "\r", "\n", "\r\n", "_x000D_", "_x000D_\n")
)


def filled_grid(
    grid: Grid, rows: Sequence[int], left: int, right: int, where: Mapping[str, int], form: type[Form]
) -> tuple[Grid, tuple[Mend, ...]]:
    """The grid with copies of the changed rows, and a Mend per filled cell; the same grid when nothing
    changed."""
    changed: dict[int, list[Raw]] = {}
    mends: list[Mend] = []
    titles = {col: title for title, col in where.items()}

    def put(row: int, col: int, value: Raw, why: str) -> None:
        cells = changed.setdefault(row, list(grid.rows[row - 1]))
        cells.extend([None] * (col - len(cells)))
        before = cells[col - 1]
        cells[col - 1] = value
        mends.append(Mend(grid.place(row, col), titles.get(col, ""), before, value, why))

    _fill_merges(grid, rows, left, right, put)
    _fill_dittos(grid, rows, where, form, changed, put)
    if not changed:
        return grid, ()
    filled = list(grid.rows)
    for row, cells in changed.items():
        filled[row - 1] = cells
    return replace(grid, rows=filled), tuple(mends)


def _fill_merges(grid: Grid, rows: Sequence[int], left: int, right: int, put: Put) -> None:
    if not grid.merged or not rows:
        return
    data, done = set(rows), set[tuple[int, int]]()
    first = rows[0]
    for area in grid.merged:
        if area.bottom == area.top or area.top < first or area.left < left or area.left > right:
            continue
        if area.right - area.left > max(1, (right - left) // 2):
            continue
        value = grid.at(area.top, area.left)
        if value is None or value == "":
            continue
        for row in range(area.top + 1, min(area.bottom, rows[-1]) + 1):
            if (row, area.left) in done:
                break  # merges that overlap: no program writes them, a hostile file a hundred thousand
            done.add((row, area.left))
            if row in data:
                put(row, area.left, value, "合并单元格，取合并区域的值")


def _fill_dittos(
    grid: Grid,
    rows: Sequence[int],
    where: Mapping[str, int],
    form: type[Form],
    changed: Mapping[int, Sequence[Raw]],
    put: Put,
) -> None:
    columns = words(form).columns
    stacked = list(zip_longest(*(grid.rows[row - 1] for row in rows)))
    for title, col in where.items():
        if not columns[title].ditto:
            continue
        at = col - 1
        if at >= len(stacked) or _DITTO.isdisjoint(stacked[at]):
            continue
        last: Raw = None
        for row in rows:
            cell = changed[row][at] if row in changed and at < len(changed[row]) else grid.at(row, col)
            if isinstance(cell, str) and cell in _DITTO:
                if last is None:
                    put(row, col, None, "同上，上面没有可取的值")
                else:
                    put(row, col, last, "同上，取上一行的值")
            elif cell is not None and cell != "":
                last = cell
