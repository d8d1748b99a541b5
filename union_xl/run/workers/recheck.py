"""Rows of a ledger checked again, as a return is: they keep their places."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from union_xl import check
from union_xl.find import units
from union_xl.ledgers.form import Form
from union_xl.model import FormPart, Grid, HeldRow, RunContext, Table


def check_rows(
    book: str,
    part: FormPart,
    rows: Mapping[tuple[str, int], Mapping[str, Any]],
    form: Form,
    context: RunContext,
) -> check.Checked:
    """Check rows given by standard title; they keep their places."""
    bodies: dict[str, list[int]] = {}
    for sheet, row in sorted(rows):
        bodies.setdefault(sheet, []).append(row)
    tables = [_table(book, part, rows, sheet, body, form) for sheet, body in bodies.items()]
    match: Callable[..., Any] = lambda text, code="": units.match(text, code, context.roster)  # noqa: E731
    return check.check(form, tables, [part.whose] * len(tables), context, match=match)


def _table(
    book: str,
    part: FormPart,
    rows: Mapping[tuple[str, int], Mapping[str, Any]],
    sheet: str,
    body: Sequence[int],
    form: Form,
) -> Table:
    """Some rows of a sheet as a table: each column where it stood, others behind them."""
    where = part.where.get(sheet) or {}
    spare = max(where.values(), default=0)
    columns = {
        column.title: where.get(column.title) or spare + number
        for number, column in enumerate(form.columns, 1)
        if column.title in where or any(rows[sheet, row].get(column.title) is not None for row in body)
    }
    lines: list[list[Any]] = [[] for _ in range(body[-1])]
    for row in body:
        lines[row - 1] = [None] * max(columns.values(), default=0)
        for title, col in columns.items():
            lines[row - 1][col - 1] = rows[sheet, row].get(title)
    origin = {
        (row, col): part.spots[sheet, row].get(title, (row, 0))
        for row in body
        if (sheet, row) in part.spots
        for title, col in columns.items()
    }
    return Table(form.slug, Grid(book, sheet, lines, origin=origin), (), columns, tuple(body))


def with_checked_rows(part: FormPart, gone: Sequence[HeldRow], new: FormPart) -> FormPart:
    """The part with the corrected rows, which are held no longer as they were, where they now belong."""
    held = [row for row in part.held if not any(row is one for one in gone)]
    whole = {(row.sheet, row.row): row.cells for row in gone}
    held += [replace(row, cells={**whole.get((row.sheet, row.row), {}), **row.cells}) for row in new.held]
    count = part.kept
    return replace(
        part,
        columns={title: [*values, *new.columns.get(title, ())] for title, values in part.columns.items()},
        sheets=[*part.sheets, *new.sheets],
        rows=[*part.rows, *new.rows],
        joined=(*part.joined, *new.joined),
        held=tuple(sorted(held, key=lambda row: (row.sheet, row.row))),
        pending=part.pending | {count + index for index in new.pending},
        beside=(
            *part.beside,
            *((count + first, count + last, columns) for first, last, columns in new.beside),
        ),
    )


def empty_part(slug: str, unit: str, on_roster: bool = False) -> FormPart:
    """A part without rows, of a unit that stands in a column."""
    return FormPart(slug, unit, {}, [], [], unit_how="column", on_roster=on_roster)
