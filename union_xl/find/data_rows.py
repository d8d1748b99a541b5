"""The rows below a header: data, or set aside with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from union_xl.find.prefilled import prefilled_rows
from union_xl.find.reasons import (
    BESIDE,
    FOOTER,
    HINT,
    PREFILLED,
    REMARK,
    REPEAT,
    TOTAL,
    Shape,
    is_hints,
    is_sum,
    reason_of,
    repeats_example,
)
from union_xl.find.surrounding_lines import flat
from union_xl.model import Grid, Raw
from union_xl.model.lazy_pattern import LazyPattern

_FIGURE_LIKE = LazyPattern(r"[共其男女党团农在退]|\d{1,6}\D")
"""How a text may begin that is looked at twice: `共2家单位`, `其中女职工`, `2家`."""
_FURTHER = 500
"""Rows that a merge of an identity cell may reach down."""


@dataclass(slots=True)
class Body:
    """Data rows, and rows set aside with the reason; `end` is the last row that was looked at; `sums` are
    the rows taken for totals by their formulas alone, `like_example` is the first data row if it repeats the
    form's example, `continued` the further lines of a person whose cells are merged down over them, with the
    first line."""

    rows: list[int] = field(default_factory=list)
    aside: dict[int, str] = field(default_factory=dict)
    end: int = 0
    sums: tuple[int, ...] = ()
    like_example: int = 0
    continued: dict[int, int] = field(default_factory=dict)


def body(grid: Grid, shape: Shape, start: int, end: int) -> Body:
    """Sort the rows start..end of a table."""
    found, last = Body(end=end), min(end, len(grid.rows))
    while (
        start <= last
        and not _sourced(grid, start, shape)
        and is_hints(_filled(_cells(grid, start, shape), shape), shape)
    ):
        found.aside[start] = HINT
        start += 1
    above = _merged_from(grid, shape, start)
    if not above and _all_plainly_data(grid.rows[start - 1 : end], shape):
        found.rows = list(range(start, last + 1))
        return found
    _sort(grid, shape, range(start, last + 1), above, found)
    prepared = prefilled_rows(grid, found.rows, shape.left, shape.right, shape.keys, shape.numbers)
    prepared = frozenset(row for row in prepared if not _sourced(grid, row, shape))
    if prepared:
        found.rows = [row for row in found.rows if row not in prepared]
        found.aside.update((row, PREFILLED) for row in sorted(prepared))
    return found


def _cells(grid: Grid, row: int, shape: Shape) -> Sequence[Raw]:
    cells = grid.rows[row - 1]
    return cells[shape.left - 1 : shape.right] if shape.left > 1 or len(cells) > shape.right else cells


def _filled(cells: Sequence[Raw], shape: Shape) -> list[tuple[int, str]]:
    return [(shape.left + at, text) for at, cell in enumerate(cells) if (text := flat(cell))]


def _sort(grid: Grid, shape: Shape, rows: Sequence[int], above: Mapping[int, int], found: Body) -> None:
    wide, sums = _wide(grid), _sums(grid, shape)
    footed, fresh = 0, True
    for row in rows:
        if not grid.rows[row - 1]:
            continue
        if _sourced(grid, row, shape):
            found.rows.append(row)
            footed, fresh = 0, False
            continue
        cells = _cells(grid, row, shape)
        further = row in above and _continues(grid, shape, row, above[row], found)
        filled = _filled(cells, shape) if fresh else []
        if fresh and is_hints(filled, shape):
            found.aside[row] = HINT
            continue
        if not further and row not in sums and _plainly_data(cells, shape):
            found.rows.append(row)
            footed, fresh = 0, False
            continue
        filled = filled or _filled(cells, shape)
        reason = reason_of(filled, row, shape, wide.get(row, 1), footed)
        if reason in (None, REMARK) and row in sums and is_sum(filled, sums[row], shape):
            reason, found.sums = TOTAL, (*found.sums, row)
        if reason is None or (reason in (REMARK, FOOTER) and row in above):
            # what stands under a merged name belongs to it
            _add(found, row, above[row] if further else 0, filled, shape)
            footed, fresh = 0, False
        elif not reason and any(flat(cell) for cell in grid.rows[row - 1]):
            found.aside[row] = BESIDE
        elif reason:
            found.aside[row] = reason
            fresh = fresh or reason == REPEAT
            footed = row if reason in (FOOTER, REMARK) else footed


def _sourced(grid: Grid, row: int, shape: Shape) -> bool:
    """A row of a ledger that came from a return: a row whatever it says, never an example, a hint or a total
    of the blank."""
    return bool(shape.source and grid.at(row, shape.source))


def _add(found: Body, row: int, first: int, filled: Sequence[tuple[int, str]], shape: Shape) -> None:
    """A data row; a further line of row `first` if that is not 0."""
    if not found.rows and not found.aside and repeats_example(filled, shape):
        found.like_example = row
    found.rows.append(row)
    if first:
        found.continued[row] = first


def _wide(grid: Grid) -> dict[int, int]:
    """{row: columns of the widest merge that begins there}."""
    return {area.top: area.right - area.left + 1 for area in grid.merged if area.right > area.left}


def _sums(grid: Grid, shape: Shape) -> dict[int, set[int]]:
    """{row: columns of the table in which it sums other rows}."""
    sums: dict[int, set[int]] = {}
    for row, col in grid.summing:
        if shape.left <= col <= shape.right:
            sums.setdefault(row, set()).add(col)
    return sums


def _merged_from(grid: Grid, shape: Shape, start: int) -> dict[int, int]:
    """{row: the row above, whose identity cells (some of them) are merged down over it}."""
    columns = shape.identity | shape.keys
    return {
        row: area.top
        for area in grid.merged
        if area.left in columns and start <= area.top < area.bottom
        for row in range(area.top + 1, min(area.bottom, area.top + _FURTHER, len(grid.rows)) + 1)
    }


def _continues(grid: Grid, shape: Shape, row: int, first: int, found: Body) -> bool:
    """The row is a further line of the person (or unit) of row `first`: it names nobody else, and nobody else
    stands between them."""
    last = found.rows[-1] if found.rows else 0
    if first not in (last, found.continued.get(last)):
        return False
    columns = shape.identity | shape.keys
    return all(grid.at(row, col) in (None, "", grid.at(first, col)) for col in columns)


def _all_plainly_data(rows: Sequence[Sequence[Raw]], shape: Shape) -> bool:
    """Each of these rows is `_plainly_data`, told column by column."""
    reach = max((shape.left + 3, *shape.keys))
    if not shape.keys or shape.right < shape.left + 3 or min(map(len, rows), default=0) < reach:
        return False
    if shape.left not in shape.keys:
        lead = {cells[shape.left - 1] for cells in rows}
        if any(type(cell) is str and cell and not cell.isdigit() for cell in lead):
            return False
    for col in shape.units:
        if any("计" in cell for cells in rows if len(cells) >= col and type(cell := cells[col - 1]) is str):
            return False
    for col in shape.keys:
        column = [cells[col - 1] for cells in rows]
        texts = [cell for cell in column if type(cell) is str and len(cell) > 1]
        joined = "".join(texts)
        if len(texts) < len(column) or not joined.isalnum() or "计" in joined or "例" in joined:
            return False
        if any(map(_FIGURE_LIKE.match, texts)):
            return False
        if not shape.never.isdisjoint(texts):
            return False
    return True


def _plainly_data(cells: Sequence[Raw], shape: Shape) -> bool:
    """Ordinary rows are recognised at once: key columns filled with what no header, total or sample holds."""
    if len(cells) <= 3 or not shape.keys:
        return False
    lead = cells[0]
    if type(lead) is str and lead and not lead.isdigit() and shape.left not in shape.keys:
        return False
    for col in shape.units:
        at = col - shape.left
        if at < len(cells) and type(cell := cells[at]) is str and "计" in cell:
            return False
    for col in shape.keys:
        at = col - shape.left
        cell = cells[at] if at < len(cells) else None
        if type(cell) is not str or len(cell) < 2 or cell[-1] == "例" or cell in shape.never:
            return False
        if "计" in cell or _FIGURE_LIKE.match(cell):
            return False
        if not cell.isalnum():
            return False
    return True
