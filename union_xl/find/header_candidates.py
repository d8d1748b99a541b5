"""Where header rows may be: rows that name columns, one to three deep, side by side or stacked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from union_xl.find.content_signature import class_of
from union_xl.find.header_cells import PLAIN_HEADS, heads_of, says_measures, split_lists
from union_xl.find.header_texts import OURS, Known, bare, is_label, names_any, plain
from union_xl.find.heads import Head
from union_xl.find.helper_tables import set_helper_tables_aside
from union_xl.find.row_words import is_figure
from union_xl.model import Area, Grid, Raw
from union_xl.model.lazy_pattern import LazyPattern

_DATA = frozenset({"id", "mobile", "code", "date"})
_TOP_ROWS = 40
"""Rows from the top that are always looked at until a header is found."""
_AFTER_SPARSE = 4
_TELLING = (11, 18)
"""Lengths of mobiles, id numbers and codes: a row of data is known by them at once."""
_GLANCES = 3
"""How often the rest of a sheet is looked over as a whole."""
_PLAINLY_NAMED = 5
"""So many header texts are a header, however many other columns stand beside them."""
_YEAR = LazyPattern(r"\s*(?:19|20)\d\d(?:\.0)?\s*$")
MOST_IN_ALL = 40_000
"""Header cells of one sheet beyond which it is no form: a header of 20 columns on each of 2,000 pages."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible header: rows `top`..`bottom`, its columns' heads, `left`..`right`."""

    top: int
    bottom: int
    heads: tuple[Head, ...]
    beside: tuple[tuple[Head, ...], ...] = ()
    """The headers of small tables beside it, beyond a blank column."""

    @property
    def left(self) -> int:
        return self.heads[0].col

    @property
    def right(self) -> int:
        return self.heads[-1].col


def candidates(grid: Grid, known: Known, choices: frozenset[str] = frozenset()) -> list[Candidate]:
    """Every header that stands by itself, from the top down; side-by-side tables are parted.

    The first header is looked for in every row near the top; further ones, among ordinary data rows that are
    passed over quickly, after a sparse row or where a row repeats header texts.  No more are looked for once
    they have over MOST_IN_ALL cells.
    """
    found: list[Candidate] = []
    last = sparse_at = first = glances = heads = 0
    seen: set[Raw] = set()
    for row, cells in enumerate(grid.rows, 1):
        if row <= last:
            continue
        near = (not last and row <= _TOP_ROWS) or row - sparse_at <= _AFTER_SPARSE
        if not all(cells[first + 1 : first + 4]) and _filled(cells) <= 2:
            sparse_at = row
        if not near:
            if (
                glances < _GLANCES
                and (glances := glances + 1)
                and _ordinary(grid.rows[row - 1 :], first, known, seen)
            ):
                break
            for cell in cells[first : first + 4]:
                if type(cell) is str and (cell in known or cell in seen):
                    break
            else:
                continue
        if not _names_columns(cells, known) or (last and _is_row(cells, known, choices)):
            continue
        top, bottom = _span(grid, _fullest(grid, row, known), last, known, choices)
        above = grid.rows[top - 2] if top > last + 1 else ()
        parts = split_lists(heads_of(grid, top, bottom), known, above)
        found += [
            Candidate(top, bottom, *set_helper_tables_aside(grid, bottom, part, known)) for part in parts
        ]
        last, first = bottom, max(found[-1].left - 1, 0) if found else 0
        heads += sum(map(len, parts))
        if heads > MOST_IN_ALL:
            break
        seen.update(cell for number in range(top, bottom + 1) for cell in grid.rows[number - 1] if cell)
    return found


def _ordinary(rows: Sequence[Sequence[Raw]], first: int, known: Known, seen: Set[Raw]) -> bool:
    """None of these rows is sparse or has a header text in its first four columns; told column by column."""
    if min(map(len, rows), default=0) < first + 4:
        return False
    for at in range(first, first + 4):
        column = [cells[at] for cells in rows]
        if at > first and not all(column):
            return False
        if not seen.isdisjoint(column) or not known.keys().isdisjoint(column):
            return False
    return True


def _filled(cells: Sequence[Raw]) -> int:
    return len(cells) - cells.count("") - cells.count(None)


def _names_columns(cells: Sequence[Raw], known: Known) -> bool:
    """The row has at least two header texts, they are a good part of it, and it holds no data."""
    if _plainly_data(cells):
        return False
    named = names_any(cells, known)
    if named < 2:
        return False
    filled = [cell for cell in cells if cell not in (None, "") and str(cell).strip()]
    data = sum(class_of(cell) in _DATA for cell in filled)
    if named == 2 and any(is_figure(str(cell)) for cell in filled):
        return False  # `性别 | 人数`, over a small table of figures
    labels = sum(map(is_label, filled))
    if labels > named // 3 and named < 0.6 * len(filled):
        return False  # `名称：` with its value beside it, several times
    return data == 0 and named >= max(2, min(0.3 * len(filled), _PLAINLY_NAMED))


def _is_row(cells: Sequence[Raw], known: Known, choices: frozenset[str]) -> bool:
    """Below a header: it holds a number that is no year, or fewer than two of the header texts it has are no
    choices of a column (`女职工`, `已完成` are both)."""
    if any(class_of(cell) == "number" and not _YEAR.match(str(cell)) for cell in cells):
        return True
    return names_any([cell for cell in cells if plain(cell) not in choices], known) < 2


def _plainly_data(cells: Sequence[Raw]) -> bool:
    """The row holds, near its beginning, a day or a text of the length and look of a mobile, an id number or
    a code."""
    return any(
        (len(cell) in _TELLING and class_of(cell) in _DATA)
        if type(cell) is str
        else isinstance(cell, dt.date)
        for cell in cells[:PLAIN_HEADS]
    )


def _fullest(grid: Grid, row: int, known: Known) -> int:
    """Of this row and the next two, while they hold no data, the one that names by far the most columns."""
    best, most = row, names_any(grid.rows[row - 1], known)
    for later in range(row + 1, min(row + 2, len(grid.rows)) + 1):
        if not _no_data(grid.rows[later - 1]):
            break
        count = names_any(grid.rows[later - 1], known)
        if count >= 2 * most:
            best, most = later, count
    return best


def _span(grid: Grid, row: int, after: int, known: Known, choices: frozenset[str]) -> tuple[int, int]:
    """First and last header row around a row that names columns."""
    top, bottom = row, row
    for area in _near(grid, row):
        if area.top <= row <= area.bottom and area.bottom - area.top in (1, 2) and area.top > after:
            top, bottom = min(top, area.top), max(bottom, area.bottom)
    if top == row and row - 1 > after and _is_group_row(grid, row - 1, row):
        top = row - 1
        if row - 2 > after and _is_group_row(grid, row - 2, row):
            top = row - 2
    if top == row:
        top = next((up for up in (row - 2, row - 1) if up > after and _completes(grid, up, row, known)), row)
    more = _continues_below(grid, row, known) or _choices_below(grid, row, choices) or _parts_below(grid, row)
    if bottom == row and (more or (row < len(grid.rows) and says_measures(grid.rows[row]))):
        bottom = row + 1
    # A header may be merged over rows below the last one that holds anything: those are not there.
    return max(top, bottom - 2), min(bottom, len(grid.rows))


def _near(grid: Grid, row: int) -> list[Area]:
    return [area for area in grid.merged if area.top <= row + 2 and area.bottom >= row - 2]


def _is_group_row(grid: Grid, row: int, header: int) -> bool:
    """A row of group names above a header row: merged over some columns, not a title over all."""
    if row < 1:
        return False
    groups = [
        area
        for area in _near(grid, row)
        if area.top == row == area.bottom
        and area.right > area.left
        and grid.at(row, area.left) not in (None, "")
    ]
    if not groups or any(_covers(grid, header, area) for area in groups):
        return False
    return _no_data(grid.rows[row - 1]) and not any(_is_line(grid, area) for area in groups)


def _covers(grid: Grid, header: int, area: Area) -> bool:
    """A title: it reaches over nearly all header cells that stand together below it."""
    left = right = area.left
    while plain(grid.at(header, left - 1)):
        left -= 1
    while plain(grid.at(header, right + 1)):
        right += 1
    return area.right - area.left + 1 > 0.8 * max(right - left + 1, 3)


def _no_data(cells: Sequence[Raw]) -> bool:
    """Neither values nor `名称：` labels, as a header has."""
    if _plainly_data(cells):
        return False
    labels = sum(map(is_label, cells))
    return labels * 3 <= _filled(cells) and not any(class_of(cell) in _DATA for cell in cells)


def _is_line(grid: Grid, area: Area) -> bool:
    """A label with its value, or a sentence (`请在左边格里选√。`), merged over some columns."""
    text = grid.at(area.top, area.left)
    return isinstance(text, str) and any(sign in text for sign in ":：。")


def _completes(grid: Grid, upper: int, row: int, known: Known) -> bool:
    """An upper row names a column that the header row (and those between) leave blank: one header of
    several rows, written without merges."""
    if upper < 1 or _filled(grid.rows[upper - 1]) < 2 or not _no_data(grid.rows[upper - 1]):
        return False
    return any(
        (plain(grid.at(upper, col)) in known or plain(grid.at(upper, col)) in OURS)
        and not any(plain(grid.at(between, col)) for between in range(upper + 1, row + 1))
        for col in range(1, len(grid.rows[upper - 1]) + 1)
    )


def _continues_below(grid: Grid, row: int, known: Known) -> bool:
    """The next row holds the lower half of a two-row header written without merges (csv, ods)."""
    if row >= len(grid.rows):
        return False
    upper, lower = grid.rows[row - 1], grid.rows[row]
    if _plainly_data(lower):
        return False
    filled = [col for col in range(1, len(lower) + 1) if grid.at(row + 1, col) not in (None, "")]
    under = frozenset(filled)
    beside = [col for col, cell in enumerate(upper, 1) if cell not in (None, "") and col not in under]
    if len(filled) < 2 or not beside or not _no_data(lower):
        return False
    if any(class_of(lower[col - 1]) == "number" for col in filled):
        return False
    hits = 0
    group = ""
    for col in range(1, max(len(upper), len(lower)) + 1):
        above, below = plain(grid.at(row, col)), plain(grid.at(row + 1, col))
        group = above or (group if below else "")
        hits += bool(below) and below != above and (group + below in known or bare(below) in known)
    return hits >= max(2, 0.4 * len(filled))


def _choices_below(grid: Grid, row: int, choices: frozenset[str]) -> bool:
    """The next row only holds choices to be ticked, side by side below one header cell (性别: 男 | 女)."""
    if row >= len(grid.rows) or not choices:
        return False
    filled = [col for col, cell in enumerate(grid.rows[row], 1) if cell not in (None, "")]
    if len(filled) < 2 or len(filled) > _filled(grid.rows[row - 1]) // 2 + 1:
        return False
    texts = [plain(grid.at(row + 1, col)) for col in filled]
    runs = any(later - col == 1 and not plain(grid.at(row, later)) for col, later in pairwise(filled))
    return runs and len(set(texts)) > 1 and all(text in choices for text in texts)


def _parts_below(grid: Grid, row: int) -> bool:
    """The next row only names parts of header cells merged over several columns (设施: 空调 | 冰箱)."""
    under = {
        col
        for area in _near(grid, row)
        if area.top == row == area.bottom and area.right > area.left
        for col in range(area.left, area.right + 1)
    }
    cells = grid.rows[row] if under and row < len(grid.rows) else ()
    parts = {
        col: text for col, cell in enumerate(cells, 1) if (text := plain(cell)) or cell not in (None, "")
    }
    return (
        len(parts) > 1
        and under.issuperset(parts)
        and len(set(parts.values())) == len(parts)
        and all(class_of(text.replace(":", "")) == "han" for text in parts.values())
    )
