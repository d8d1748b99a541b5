"""Sheets without a table: what goes on from the sheet before, and what else there is to tell."""

from __future__ import annotations

from collections.abc import Sequence

from union_xl.find import blocks
from union_xl.find.beside_cells import names_person
from union_xl.find.content_signature import class_of
from union_xl.find.own_sheets import is_code_list
from union_xl.find.surrounding_lines import flat, is_zero_text
from union_xl.ledgers.form import Form
from union_xl.model import Book, Finding, Grid, Table

_FEW, _PEOPLE = 6, 3
"""Cells that are not worth a word where no number of anybody is among them; numbers that make a list."""


def read_without_header(
    grid: Grid, before: Sequence[Table], forms: Sequence[Form]
) -> tuple[list[Table], list[Finding]]:
    """A sheet without header that plainly goes on with the last table; anything else is told."""
    from union_xl.find.continued_sheet import continued

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
