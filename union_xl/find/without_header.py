"""Sheets without a table: what goes on from the sheet before, and what else there is to tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from union_xl.find import blocks, data_rows, never_kept, reasons
from union_xl.find.beside_cells import names_person
from union_xl.find.content_signature import class_of
from union_xl.find.displayed_values import filled_grid
from union_xl.find.header_texts import is_running_number
from union_xl.find.own_sheets import is_code_list
from union_xl.find.surrounding_lines import flat, is_zero_text
from union_xl.ledgers.form import Form
from union_xl.model import Book, Finding, Grid, Table

_OWN = frozenset({"id", "mobile", "code"})
"""Classes that say by themselves that it is the same column."""
_TELLING = _OWN | {"date"}
_LOOK, _NEARLY_ALL = 40, 0.8
"""Rows that are looked at, and the share of them that must be alike."""


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
    findings = never_kept.never_kept_finding(grid, before.bindings, 0, form)
    grid = never_kept.blank_never_kept(grid, before.bindings, 0)
    shape = reasons.Shape(
        left,
        right,
        {col: title for title, col in before.where.items()},
        frozenset(),
        frozenset(),
        frozenset(),
        {},
    )
    body = data_rows.body(grid, shape, rows[0], len(grid.rows))
    blocks.set_aside(body, grid, before.where, form, left)
    headers = {one.col: one.header for one in before.bindings}
    filled = filled_grid(grid, body, left, right, before.where, form, headers)
    return replace(
        before,
        grid=filled.grid,
        header=(),
        body=tuple(body.rows),
        above={**blocks.for_all(before.above), **blocks.lines_of_table(grid, range(1, rows[0]), left, right)},
        below={},
        aside=body.aside,
        findings=findings,
        corrections=filled.corrections,
        questions=filled.questions,
        continued={},
    )


def _alike(grid: Grid, rows: Sequence[int], before: Table) -> bool:
    """The columns that held ids, mobiles, codes or days hold nearly nothing else here too, or the running
    numbers go on."""
    checked = 0
    for col in before.where.values():
        wanted = _class(before.grid, before.body, col)
        if wanted not in _TELLING:
            continue
        classes = [class_of(grid.at(row, col)) for row in rows[:_LOOK]]
        classes = [one for one in classes if one != "blank"] or ["blank"]
        if classes.count(wanted) < _NEARLY_ALL * len(classes):
            return False
        checked += wanted in _OWN
    return checked > 0 or _goes_on_counting(grid, rows, before)


def _class(grid: Grid, rows: Sequence[int], col: int) -> str:
    """What nearly all cells of a column are, '' where they differ."""
    seen = Counter(one for row in rows[:_LOOK] if (one := class_of(grid.at(row, col))) != "blank")
    best, count = seen.most_common(1)[0] if seen else ("", 0)
    return best if count >= _NEARLY_ALL * sum(seen.values()) else ""


def _goes_on_counting(grid: Grid, rows: Sequence[int], before: Table) -> bool:
    """The column of running numbers begins with the number after the last (a Word table cut in two)."""
    serial = next((one.col for one in before.bindings if is_running_number(one.header)), 0)
    if not serial or not before.body:
        return False
    last, first = flat(before.grid.at(before.body[-1], serial)), flat(grid.at(rows[0], serial))
    return last.isdigit() and first.isdigit() and int(first) == int(last) + 1


_FEW, _PEOPLE = 6, 3
"""Cells that are not worth a word where no number of anybody is among them; numbers that make a list."""


def read_without_header(
    grid: Grid, before: Sequence[Table], forms: Sequence[Form]
) -> tuple[list[Table], list[Finding]]:
    """A sheet without header that plainly goes on with the last table; anything else is told."""

    if before:
        form = next(form for form in forms if form.slug == before[-1].form)
        table = continued(grid, before[-1], form)
        if table is not None:
            return blocks.split_table(table, form), [
                Finding("T-NOHEAD", grid.place(), facts={"工作表": grid.sheet})
            ]
    if is_code_list(grid) or _is_zero_sheet(grid):
        return [], []
    cells = [cell for row in grid.rows[:60] for cell in row if cell not in (None, "")]
    numbers = sum(class_of(cell) in ("id", "mobile") for cell in cells)
    if len(cells) < _FEW and not numbers and not any(map(names_person, cells)):
        return [], []
    rule = "T-SHEET-DATA" if numbers >= _PEOPLE else "T-SHEET"
    return [], [Finding(rule, grid.place(), facts={"工作表": grid.sheet})]


def _is_zero_sheet(grid: Grid) -> bool:
    return any(is_zero_text(flat(cell)) for row in grid.rows[:20] for cell in row if isinstance(cell, str))


def first_line(book: Book) -> str:
    """The first line, if it is a title or a header: never a person's data."""
    for grid in book.grids:
        for row in grid.rows[:5]:
            texts = [text for cell in row if len(text := flat(cell)) > 1]
            if texts:
                harmless = all(class_of(text) in ("text", "han", "org") for text in texts)
                told = len(texts) > 2 or len(texts[0]) > 4
                return f"（第一行文字是“{texts[0][:20]}”）" if harmless and told else ""
    return ""
