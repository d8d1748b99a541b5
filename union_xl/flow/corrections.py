"""What the clerk typed into the last ledger, checked like any return: mended held rows, whole new rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from union_xl import forms, units, validate
from union_xl.core import Context, Finding, Grid, HeldRow, Mend, Part, Place, Submission, Table
from union_xl.forms import Form
from union_xl.merge import BY_CLERK, BY_HAND, Base, CellEdit, same
from union_xl.merge.base import PlaceKey


@dataclass
class _Mended:
    """The held rows of one part with the clerk's values laid over."""

    part: Part
    rows: dict[tuple[str, int], dict[str, Any]]
    edits: list[CellEdit]


def applied(submissions: Sequence[Submission], base: Base, context: Context) -> tuple[list[Submission], Base]:
    """The submissions with the clerk's corrections of held rows and own rows; the Base without those edits.

    A correction counts only while the file still says what the clerk corrected; a new return goes first.
    """
    known = {form.slug: form for form in forms.forms_of(context)}
    edits: dict[PlaceKey, list[CellEdit]] = {}
    for edit in base.edits:
        edits.setdefault(edit.place, []).append(edit)
    books = {place[0] for place in edits}
    used: set[int] = set()
    made = []
    for one in submissions:
        if one.book in books:
            one = _corrected(one, edits, known, context, used)
        made.append(one)
    made += _by_hand(base, known, context)
    return made, replace(base, edits=tuple(edit for edit in base.edits if id(edit) not in used))


def _corrected(
    one: Submission,
    edits: Mapping[PlaceKey, list[CellEdit]],
    known: Mapping[str, type[Form]],
    context: Context,
    used: set[int],
) -> Submission:
    parts, findings, mends = [], list(one.findings), list(one.mends)
    for part in one.parts:
        mended = _laid_over(one.book, part, edits)
        used |= {id(edit) for edit in mended.edits}
        if not mended.rows or part.form not in known:
            parts.append(part)
            continue
        checked = _checked(one.book, part, mended.rows, known[part.form], context)
        parts.append(_joined(part, mended.rows, checked.part))
        gone = mended.rows.keys()
        findings = [f for f in findings if (f.place.sheet, f.place.row) not in gone] + list(checked.findings)
        mends += [*checked.mends, *(_noted(edit, part) for edit in mended.edits)]
    return replace(one, parts=tuple(parts), findings=tuple(findings), mends=tuple(mends))


def _laid_over(book: str, part: Part, edits: Mapping[PlaceKey, list[CellEdit]]) -> _Mended:
    titles = {header: title for title, header in part.headers.items()}
    mended = _Mended(part, {}, [])
    kept = set(zip(part.sheets, part.rows, strict=True))
    for row in part.held:
        cells = {titles.get(header, header): value for header, value in row.cells.items()}
        for edit in edits.get((book, row.sheet, row.row), ()):
            beside = edit.key is not None and (row.sheet, row.row) in kept  # of a table side by side
            if edit.form == part.form and not beside and same(cells.get(edit.column), edit.before):
                cells[edit.column] = edit.after
                mended.rows[row.sheet, row.row] = cells
                mended.edits.append(edit)
    return mended


def _noted(edit: CellEdit, part: Part) -> Mend:
    book, sheet, row = edit.place
    place = Place(book, sheet, row, part.where.get(sheet, {}).get(edit.column, 0))
    return Mend(place, edit.column, edit.before, edit.after, BY_CLERK)


def _checked(
    book: str,
    part: Part,
    rows: Mapping[tuple[str, int], Mapping[str, Any]],
    form: type[Form],
    context: Context,
) -> validate.Checked:
    """Check rows given by standard title; they keep their places."""
    titles = [column.title for column in forms.columns(form)]
    tables = []
    for sheet in dict.fromkeys(sheet for sheet, _ in rows):
        where = part.where.get(sheet) or {}
        spare = max(where.values(), default=0)
        columns = {
            title: where.get(title) or spare + number
            for number, title in enumerate(titles, 1)
            if title in where
            or any(cells.get(title) is not None for (s, _), cells in rows.items() if s == sheet)
        }
        body = sorted(row for name, row in rows if name == sheet)
        lines: list[list[Any]] = [[] for _ in range(body[-1])]
        for row in body:
            lines[row - 1] = [None] * max(columns.values())
            for title, col in columns.items():
                lines[row - 1][col - 1] = rows[sheet, row].get(title)
        tables.append(Table(form.slug, Grid(book, sheet, lines), (), columns, tuple(body)))
    whose = SimpleNamespace(
        name=part.unit,
        code=part.unit_code,
        community=part.community,
        how=part.unit_how,
        on_roster=part.on_roster,
        period=part.period,
        filled_on=part.filled_on,
        findings=(),
    )
    match: Callable[..., Any] = lambda text, code="": units.match(text, code, context.roster)  # noqa: E731
    return validate.check(form, tables, [whose] * len(tables), context, match=match)


def _joined(part: Part, rows: Mapping[tuple[str, int], Any], new: Part) -> Part:
    """The part with the corrected rows where they now belong."""
    held = [row for row in part.held if (row.sheet, row.row) not in rows]
    again = {(row.sheet, row.row) for row in new.held}
    back = dict(part.headers)
    held += [
        HeldRow(row.sheet, row.row, {back.get(t, t): v for t, v in row.cells.items()}, row.rules)
        for row in new.held
        if (row.sheet, row.row) in again
    ]
    count = part.kept
    return replace(
        part,
        columns={title: [*values, *new.columns.get(title, ())] for title, values in part.columns.items()},
        sheets=[*part.sheets, *new.sheets],
        rows=[*part.rows, *new.rows],
        joined=(*part.joined, *new.joined),
        held=tuple(sorted(held, key=lambda row: (row.sheet, row.row))),
        pending=part.pending | {count + index for index in new.pending},
    )


def _by_hand(base: Base, known: Mapping[str, type[Form]], context: Context) -> list[Submission]:
    """Rows the clerk typed into the ledger's own sheets, as one more return per form and unit."""
    parts: list[Part] = []
    findings: list[Finding] = []
    groups: dict[tuple[str, str], dict[tuple[str, int], Mapping[str, Any]]] = {}
    for slug, number, cells in base.added:
        if slug in known:
            unit = str(cells.get("单位名称") or "")
            groups.setdefault((slug, unit), {})[known[slug].short, number] = cells
    for (slug, unit), rows in groups.items():
        found = units.match(unit, "", context.roster).unit if unit else None
        blank = Part(
            slug, found.name if found else unit, {}, [], [], unit_how="column", on_roster=found is not None
        )
        checked = _checked(BY_HAND, blank, rows, known[slug], context)
        parts.append(checked.part)
        findings += checked.findings
    if not parts:
        return []
    digest = hashlib.sha256(repr(base.added).encode("utf-8", "backslashreplace")).hexdigest()
    return [Submission(BY_HAND, digest, "xlsx", "采用", parts=tuple(parts), findings=tuple(findings))]
