"""What the clerk typed into the last ledger, checked like any return: mended held rows, whole new rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from union_xl import forms, units, validate
from union_xl.core import Context, Finding, Grid, HeldRow, Mend, Part, Place, Submission, Table
from union_xl.forms import Form
from union_xl.forms.keys import key_texts
from union_xl.merge import BY_CLERK, BY_HAND, Base, CellEdit, row_words, same
from union_xl.merge.base import PlaceKey


@dataclass
class _Mended:
    """The held rows of one part the clerk corrected, each with the clerk's values laid over."""

    rows: dict[int, dict[str, Any]]
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
        if part.form not in known:
            parts.append(part)
            continue
        form = known[part.form]
        mended = _laid_over(one.book, part, form, edits)
        used |= {id(edit) for edit in mended.edits}
        mends += [_noted(edit, part) for edit in mended.edits]
        parts.append(part)
        for numbers in _one_a_line(part, mended.rows):
            gone = [part.held[number] for number in numbers]
            rows = {(row.sheet, row.row): mended.rows[n] for n, row in zip(numbers, gone, strict=True)}
            checked = _checked(one.book, part, rows, form, context)
            findings = [f for f in findings if not _told_of(f, gone, part)] + list(checked.findings)
            mends += checked.mends
            parts[-1] = _joined(parts[-1], gone, checked.part)
    return replace(one, parts=tuple(parts), findings=tuple(findings), mends=tuple(mends))


def _laid_over(book: str, part: Part, form: type[Form], edits: Mapping[PlaceKey, list[CellEdit]]) -> _Mended:
    mended = _Mended({}, [])
    lines: dict[tuple[str, int], list[int]] = {}
    for number, one in enumerate(part.held):
        lines.setdefault((one.sheet, one.row), []).append(number)
    for (sheet, row), numbers in lines.items():
        own = [edit for edit in edits.get((book, sheet, row), ()) if edit.form == part.form]
        if not own:
            continue
        said = {number: part.held[number].cells for number in numbers}
        kept = _kept_keys(part, form, sheet, row) if any(edit.key for edit in own) else frozenset()
        for edit in own:
            fitting = [n for n in numbers if same(said[n].get(edit.column), edit.before)]
            if fitting and (edit.key is None or edit.key not in kept):
                best = max(fitting, key=lambda n: len(edit.row & row_words(said[n].values())))
                mended.rows.setdefault(best, dict(said[best]))[edit.column] = edit.after
                mended.edits.append(edit)
    return mended


def _kept_keys(part: Part, form: type[Form], sheet: str, row: int) -> frozenset[str | None]:
    """What names the kept rows of a line: an edit of one of them is not for the held row beside it."""
    here = [n for n, place in enumerate(zip(part.sheets, part.rows, strict=True)) if place == (sheet, row)]
    columns = {title: [values[n] for n in here] for title, values in part.columns.items() if values}
    return frozenset(key_texts(form, columns, len(here)))


def _one_a_line(part: Part, rows: Iterable[int]) -> list[list[int]]:
    """The rows in groups that have no two of one line: they are checked as a sheet."""
    groups: list[dict[tuple[str, int], int]] = []
    for number in sorted(rows):
        place = part.held[number].sheet, part.held[number].row
        group = next((one for one in groups if place not in one), None)
        if group is None:
            groups.append(group := {})
        group[place] = number
    return [list(group.values()) for group in groups]


def _told_of(finding: Finding, gone: Sequence[HeldRow], part: Part) -> bool:
    """Whether a finding speaks of a row that was mended; of several rows in its line, by what it saw."""
    place = finding.place
    rows = [row for row in gone if (row.sheet, row.row) == (place.sheet, place.row)]
    if not rows:
        return False
    beside = sum((row.sheet, row.row) == (place.sheet, place.row) for row in part.held)
    beside += sum(one == (place.sheet, place.row) for one in zip(part.sheets, part.rows, strict=True))
    if beside == 1:
        return True
    return any(finding.column in row.cells and same(row.cells[finding.column], finding.seen) for row in rows)


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


def _joined(part: Part, gone: Sequence[HeldRow], new: Part) -> Part:
    """The part with the corrected rows, which are held no longer as they were, where they now belong."""
    held = [row for row in part.held if not any(row is one for one in gone)]
    held += new.held
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
