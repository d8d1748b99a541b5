"""What there is to tell about a found table: doubtful columns, hidden and struck rows, notes, totals."""

from __future__ import annotations

from collections.abc import Iterator

from union_xl.core import Finding, Table
from union_xl.core.grid import column_letters
from union_xl.forms.base import Form
from union_xl.tables.bodies import LIKE_EXAMPLE
from union_xl.tables.headings import words
from union_xl.tables.ours import NOTE_LINE, NOTE_MARK
from union_xl.tables.totals import totals

_MOST_NOTES = 50


def remarks(table: Table, form: type[Form]) -> tuple[Finding, ...]:
    """Findings about the table as a whole and its columns; cells are judged later."""
    return (
        *_columns(table, form),
        *_hidden(table),
        *_struck(table),
        *_notes(table),
        *_examples(table),
        *totals(table, form),
    )


def _columns(table: Table, form: type[Form]) -> Iterator[Finding]:
    bound = set(table.where)
    for one in table.bindings:
        if one.standing != "proposed":
            continue
        required = words(form).columns[one.title].need == "required" and one.title not in bound
        facts = {"表头": one.header, "列名": one.title, "理由": one.why or "标题相近"}
        place = table.grid.place(table.header[-1] if table.header else 0, one.col)
        yield Finding("T-COLUMN" if required else "T-COLUMN-OPT", place, one.title, one.header, facts)


def _hidden(table: Table) -> Iterator[Finding]:
    grid = table.grid
    if grid.hidden_rows:
        rows = [row for row in table.body if row in grid.hidden_rows]
        if rows:
            yield Finding("T-HIDDEN-ROWS", grid.place(rows[0]), facts={"行数": len(rows)})
    if grid.hidden_cols:
        ours = {one.col for one in table.bindings if one.standing == "bound"}
        cols = sorted(grid.hidden_cols & ours)
        if cols:
            listed = "、".join(map(column_letters, cols))
            yield Finding("T-HIDDEN-COLS", grid.place(0, cols[0]), facts={"列": listed})


def _struck(table: Table) -> Iterator[Finding]:
    """Rows of which most cells are struck through; else each such cell of a known column."""
    if not table.grid.struck:
        return
    titles = {col: title for title, col in table.where.items()}
    by_row: dict[int, list[int]] = {}
    for row, col in sorted(table.grid.struck):
        by_row.setdefault(row, []).append(col)
    for row in sorted(by_row.keys() & set(table.body)):
        filled = [cell for cell in table.grid.rows[row - 1] if cell is not None and cell != ""]
        if 2 * len(by_row[row]) > len(filled):
            yield Finding("T-STRUCK", table.grid.place(row))
            continue
        for col in by_row[row]:
            if col in titles:
                raw = table.grid.at(row, col)
                yield Finding("T-STRUCK-CELL", table.grid.place(row, col), titles[col], raw)


def _examples(table: Table) -> Iterator[Finding]:
    first = min(table.where.values(), default=1)
    for row in sorted(row for row, why in table.aside.items() if why == LIKE_EXAMPLE):
        yield Finding("T-SAMPLE", table.grid.place(row, first))


def _notes(table: Table) -> Iterator[Finding]:
    if not table.grid.notes:
        return
    titles = {col: title for title, col in table.where.items()}
    body = set(table.body)
    told = 0
    for (row, col), text in sorted(table.grid.notes.items()):
        text = text.split(NOTE_LINE)[0].strip()
        if row in body and text and NOTE_MARK not in text and told < _MOST_NOTES:
            told += 1
            yield Finding(
                "T-NOTE", table.grid.place(row, col), titles.get(col, ""), None, {"批注": text[:60]}
            )
