"""Small tables beside a list (`学历 | 人数`, the options of a drop-down): told apart from its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from union_xl.find.header_texts import Known, bare
from union_xl.find.heads import Head
from union_xl.find.surrounding_lines import flat
from union_xl.model import Grid
from union_xl.model.lazy_pattern import LazyPattern

_COUNTS = LazyPattern(
    r"^(?:人数|数量|个数|次数|件数|户数|合计|小计|总计|总数|计数|占比|比例|百分比|count|计数项.*|求和项.*)$"
)
"""Headers of what is counted about a list."""
_LOOK = 200
"""Rows below a header that are looked at."""
_ALONG = 0.8
"""Share of the list's rows in which a column of the list is filled, and a small table's is not."""


def set_helper_tables_aside(
    grid: Grid, bottom: int, heads: tuple[Head, ...], known: Known
) -> tuple[tuple[Head, ...], tuple[tuple[Head, ...], ...]]:
    """The heads of the list itself, and those of each small table that stands beyond a blank column.

    `bottom` is the last header row.  A small table says again what the list says, counts it, or does not go
    along with its rows; columns of the list that merely stand apart stay with it.
    """
    pieces = list(_pieces(grid, bottom, heads))
    if len(pieces) < 2:
        return heads, ()
    main = max(pieces, key=lambda piece: sum(head.joined in known for head in piece))
    small = [piece for piece in pieces if piece is not main and _is_small(grid, bottom, piece, main, known)]
    kept = tuple(head for piece in pieces if piece not in small for head in piece)
    return kept, tuple(small)


def _pieces(grid: Grid, bottom: int, heads: Sequence[Head]) -> Iterator[tuple[Head, ...]]:
    """The heads cut at columns that are blank, below the header as well."""
    start = 0
    for at in range(1, len(heads)):
        gap = range(heads[at - 1].col + 1, heads[at].col)
        if gap and not any(
            flat(grid.at(row, col))
            for col in gap
            for row in range(bottom + 1, min(bottom + _LOOK, len(grid.rows)) + 1)
        ):
            yield tuple(heads[start:at])
            start = at
    yield tuple(heads[start:])


def _is_small(grid: Grid, bottom: int, piece: Sequence[Head], main: Sequence[Head], known: Known) -> bool:
    if len(piece) >= len(main):
        return False
    same = any(head.joined == other.joined for head in piece for other in main)
    names = {known.get(head.joined, head.joined) for head in main}
    again = same or any(known.get(head.joined) in names for head in piece)
    counts = len(piece) > 1 and any(_COUNTS.match(bare(head.joined)) for head in piece)
    return (again and counts) or ((same or counts) and not _goes_along(grid, bottom, piece, main))


def _goes_along(grid: Grid, bottom: int, piece: Sequence[Head], main: Sequence[Head]) -> bool:
    """The columns are filled where the list is, and only there."""
    both = alone = lists = 0
    for row in range(bottom + 1, min(bottom + _LOOK, len(grid.rows)) + 1):
        of_list = sum(bool(flat(grid.at(row, head.col))) for head in main) > 1
        filled = any(flat(grid.at(row, head.col)) for head in piece)
        lists, both, alone = lists + of_list, both + (of_list and filled), alone + (filled and not of_list)
    return both >= _ALONG * lists and alone <= 1 and both > 0
