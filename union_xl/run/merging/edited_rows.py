"""Rows of returns the clerk changed in the last ledger, judged by the ledger's rules with the changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from union_xl import findings as catalogue
from union_xl import ledgers
from union_xl.find import units
from union_xl.ledgers.form import Form
from union_xl.merge import ClerkEdit, ClerkState, same
from union_xl.merge.clerk_edits import tidied_edit
from union_xl.model import Finding, FormPart, Place, RunContext, Submission
from union_xl.run.workers.recheck import check_rows

Line = tuple[str, int]
EditedRows = dict[Line, tuple[dict[str, Any], list[ClerkEdit]]]
"""{line: its cells, the changes of them}."""


def judge_edits(
    submissions: Sequence[Submission], base: ClerkState, context: RunContext
) -> tuple[list[Submission], ClerkState]:
    """The submissions, of whose kept rows what is told is told of the rows as changed; the ClerkState without
    the changes that would break a rule by which a row is held (L-EDIT-RULE: told, not obeyed)."""
    known = {form.slug: form for form in ledgers.forms_of(context)}
    base = replace(base, edits=tuple(_as_listed(edit, known, context) for edit in base.edits))
    books = {edit.place[0] for edit in base.edits}
    refused: list[tuple[ClerkEdit, Finding]] = []
    following: list[ClerkEdit] = []
    made = []
    for one in submissions:
        for part in one.parts if one.book in books else ():
            form = known.get(part.form)
            if form and (rows := _edited(one.book, part, form, base)):
                one = _judged(one, part, rows, form, context, refused, following)
        made.append(one)
    gone = {id(edit) for edit, _ in refused}
    edits = tuple(edit for edit in base.edits if id(edit) not in gone)
    told = tuple(finding for _, finding in refused)
    lost = base.edits_on_held + len(refused)  # counted among the changes there were
    return made, replace(base, edits=(*edits, *following), slips=(*base.slips, *told), edits_on_held=lost)


def _as_listed(edit: ClerkEdit, known: Mapping[str, Form], context: RunContext) -> ClerkEdit:
    """A change of the unit's name with the name that 应报单位 has for it, as in any return."""
    form = known.get(edit.form)
    if form is None or edit.column != form.titled("unit") or not isinstance(edit.after, str):
        return edit
    unit = units.match(edit.after, "", context.roster).unit
    return replace(edit, after=unit.name) if unit else edit


def _edited(book: str, part: FormPart, form: Form, base: ClerkState) -> EditedRows:
    """The kept rows that alone stand in their line and say what they
    said when the clerk changed them; what no such column can hold is told elsewhere."""
    columns = {column.title: column for column in form.columns}
    lines: dict[Line, list[int]] = {}
    for number, line in enumerate(zip(part.sheets, part.rows, strict=True)):
        lines.setdefault(line, []).append(number)
    held = {(row.sheet, row.row) for row in part.held}
    found: EditedRows = {}
    for edit in base.edits:
        line = edit.place[1:]
        if edit.form != part.form or edit.place[0] != book or len(lines.get(line, ())) != 1 or line in held:
            continue
        cells = {title: values[lines[line][0]] for title, values in part.columns.items() if values}
        _, unusable = tidied_edit(edit.after, columns.get(edit.column))
        if not unusable and same(cells.get(edit.column), edit.before):
            found.setdefault(line, (cells, []))[1].append(edit)
    return found


def _judged(
    one: Submission,
    part: FormPart,
    rows: EditedRows,
    form: Form,
    context: RunContext,
    refused: list[tuple[ClerkEdit, Finding]],
    following: list[ClerkEdit],
) -> Submission:
    """The book with what is told of these rows as changed."""
    new = check_rows(one.book, part, _laid_over(part, rows, form), form, context)
    broken = {(row.sheet, row.row): row.rules for row in new.part.held}
    if broken:  # a row that is no better without the changes is not broken by them
        before = check_rows(one.book, part, {line: rows[line][0] for line in broken}, form, context)
        for row in before.part.held:
            del broken[row.sheet, row.row]
    for line, codes in broken.items():
        why = next(f for f in new.findings if f.place.record[1:] == line and f.rule in codes)
        refused += [(edit, _told(edit, why, form)) for edit in rows[line][1]]
    changed = {
        line: {edit.column for edit in edits} for line, (_, edits) in rows.items() if line not in broken
    }
    own = {rule.code for rule in form.rules}

    def about(finding: Finding) -> bool:
        columns = changed.get(finding.place.record[1:], ())
        return (
            finding.form in ("", form.slug)
            and bool(columns)
            and (finding.column in columns or finding.rule in own)
        )

    again = {(finding.rule, finding.place): finding for finding in new.findings if about(finding)}
    known = {(finding.rule, finding.place) for finding in one.findings}
    findings = (
        *(f for f in one.findings if not about(f) or (f.rule, f.place) in again),
        *(finding for told, finding in again.items() if told not in known),
    )
    following += _follow(new.part, rows, form)
    return replace(one, findings=findings)


def _laid_over(part: FormPart, rows: EditedRows, form: Form) -> dict[Line, dict[str, Any]]:
    """The rows as changed, without what was worked out from the cells before."""
    said: dict[Line, dict[str, Any]] = {}
    for line, (cells, edits) in rows.items():
        where = part.where.get(line[0]) or cells
        gone = {column.title for column in form.columns if column.derived and column.title not in where}
        said[line] = {title: value for title, value in cells.items() if title not in gone}
        said[line] |= {edit.column: edit.after for edit in edits}
    return said


def _follow(new: FormPart, rows: EditedRows, form: Form) -> Iterator[ClerkEdit]:
    """What is worked out anew from a changed cell (出生日期 from 证件号码), as a change beside it."""
    for number, line in enumerate(zip(new.sheets, new.rows, strict=True)):
        cells, (first, *rest) = rows[line]
        edited = {edit.column for edit in (first, *rest)}
        for title in (column.title for column in form.columns if column.derived):
            now = (new.columns.get(title) or [None] * len(new.rows))[number]
            if title not in edited and now is not None and not same(cells.get(title), now):
                yield replace(first, column=title, before=cells.get(title), after=now)


def _told(edit: ClerkEdit, why: Finding, form: Form) -> Finding:
    facts = {"经办人": "（清空）" if edit.after is None else edit.after, "原因": catalogue.say(why)}
    return Finding("L-EDIT-RULE", Place(*edit.place, 0), edit.column, edit.before, facts, form=form.slug)
