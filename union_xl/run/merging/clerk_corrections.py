"""What the clerk typed into the last ledger, checked like any return: mended held rows, whole new rows."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from union_xl import ledgers
from union_xl.find import units
from union_xl.find.row_words import is_total
from union_xl.ledgers.form import Form
from union_xl.ledgers.keys import row_keys
from union_xl.merge import BY_CLERK, BY_HAND, ClerkEdit, ClerkState, row_words, same
from union_xl.model import Correction, Finding, FormPart, HeldRow, Place, PlaceKey, RunContext, Submission
from union_xl.run.merging.accepted_rows import (
    AcceptedSoFar,
    accepted_numbers,
    context_without_rules,
    explanation_lines,
    note_granted,
    reasons_wanted,
)
from union_xl.run.staging import LEDGER_FILE
from union_xl.run.workers.recheck import check_rows, empty_part, with_checked_rows


@dataclass
class _Mended:
    """The held rows of one part the clerk corrected, each with the clerk's values laid over."""

    rows: dict[int, dict[str, Any]]
    edits: list[ClerkEdit]


def apply_clerk_corrections(
    submissions: Sequence[Submission], base: ClerkState, context: RunContext
) -> tuple[list[Submission], ClerkState]:
    """The submissions with the clerk's corrections of held rows, exceptions and own rows; the ClerkState
    without the edits of rows that stay held, its 审核说明 with the exceptions in force.

    A correction is laid over only while the file still says what the clerk corrected; where a newer return
    says something else of a row mended so, the two are told as those of a kept row are (L-EDIT).
    An exception counts for the row that was looked at, as long as it breaks no other rule.
    """
    known = {form.slug: form for form in ledgers.forms_of(context)}
    base = _without_totals(base, known)
    edits: dict[PlaceKey, list[ClerkEdit]] = {}
    for edit in base.edits:
        edits.setdefault(edit.place, []).append(edit)
    books = {place[0] for place in edits}
    so_far = AcceptedSoFar()
    made = []
    for one in (*submissions, *_by_hand(base, known, context)):
        if one.book in books or (base.accepted and any(part.held for part in one.parts)):
            one = _corrected(one, edits, base, known, context, so_far)
        made.append(one)
    return made, replace(
        base,
        edits=tuple(edit for edit in base.edits if id(edit) not in so_far.edits),
        edits_on_held=len(so_far.edits),
        failed=so_far.failed,
        explanations=explanation_lines(base, so_far),
    )


def state_lost(base: ClerkState, path: Path, label: str) -> Finding:
    """What is told when it was not known how the ledger at `path` was written."""
    if base.period != label:
        sentence = (
            f"台账是 {base.period or '另一'} 期的，不能与本期的报送比较，只有“修正记录”里的修改和决定带了过来"
        )
    else:
        sentence = f"已与重新读到的报送逐格比较；现有经办人修改 {len(base.edits)} 处，能采用的都已保留"
    return Finding("L-STATE-LOST", Place(path.name), facts={"比较": sentence})


def ledger_gone(name: str) -> Finding:
    """What is told when the book of the last run was taken away."""
    sentence = f"“{name}”已不在文件夹里，上次的修改和决定没有带过来"
    return Finding("L-STATE-LOST", Place(name), facts={"比较": sentence})


def _corrected(
    one: Submission,
    edits: Mapping[PlaceKey, list[ClerkEdit]],
    base: ClerkState,
    known: Mapping[str, Form],
    context: RunContext,
    so_far: AcceptedSoFar,
) -> Submission:
    parts, findings, corrections = [], list(one.findings), list(one.corrections)
    for part in one.parts:
        if part.form not in known:
            parts.append(part)
            continue
        form = known[part.form]
        mended = _laid_over(one.book, part, form, edits)
        so_far.edits |= {id(edit) for edit in mended.edits}
        corrections += [_noted(edit, part) for edit in mended.edits]
        accepted = accepted_numbers(one.book, part, form, mended.rows, base.accepted)
        rows = {n: mended.rows.get(n, part.held[n].cells) for n in {*mended.rows, *accepted}}
        parts.append(part)
        for codes, numbers in _one_a_line(part, rows, base, accepted):
            gone = [part.held[number] for number in numbers]
            again = {(row.sheet, row.row): rows[n] for n, row in zip(numbers, gone, strict=True)}
            new = check_rows(one.book, part, again, form, context_without_rules(context, codes))
            still = {(row.sheet, row.row): row.rules for row in new.part.held}
            so_far.edits -= {
                id(edit) for edit in mended.edits if edit.place[1:] in again.keys() - still.keys()
            }
            bent = _bent(new.findings, codes, again)
            titles = ledgers.rule_titles([form])
            note_granted(one.book, part, numbers, accepted, still, bent, titles, so_far)
            findings = [f for f in findings if not _told_of(f, gone, part)] + [
                f
                for f in new.findings
                if f.place.row and (f.rule not in codes or f.place.record[1:] in still)
            ]
            findings += reasons_wanted(one.book, part, numbers, accepted, base, so_far)
            corrections += new.corrections
            parts[-1] = with_checked_rows(parts[-1], gone, new.part)
    return replace(one, parts=tuple(parts), findings=tuple(findings), corrections=tuple(corrections))


def _bent(
    findings: Iterable[Finding], codes: Collection[str], rows: Iterable[tuple[str, int]]
) -> set[tuple[str, int]]:
    """The lines that break one of these rules; all of them where it is told once for a column."""
    broken = [one.place for one in findings if one.rule in codes]
    return {place.record[1:] for place in broken} if all(p.row for p in broken) else set(rows)


def _laid_over(book: str, part: FormPart, form: Form, edits: Mapping[PlaceKey, list[ClerkEdit]]) -> _Mended:
    mended = _Mended({}, [])
    titles = {column.title for column in form.columns}
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
            if edit.column in titles and fitting and (edit.key is None or edit.key not in kept):
                best = max(fitting, key=lambda n: len(edit.row & row_words(said[n].values())))
                mended.rows.setdefault(best, dict(said[best]))[edit.column] = edit.after
                mended.edits.append(edit)
    return mended


def _kept_keys(part: FormPart, form: Form, sheet: str, row: int) -> frozenset[str | None]:
    """What names the kept rows of a line: an edit of one of them is not for the held row beside it."""
    here = [n for n, place in enumerate(zip(part.sheets, part.rows, strict=True)) if place == (sheet, row)]
    columns = {title: [values[n] for n in here] for title, values in part.columns.items() if values}
    return frozenset(row_keys(form, columns, len(here)))


def _one_a_line(
    part: FormPart, rows: Iterable[int], base: ClerkState, accepted: Mapping[int, int]
) -> list[tuple[frozenset[str], list[int]]]:
    """The rows in groups that are checked as a sheet, with the rules that may be broken there: no two rows of
    one line."""
    groups: list[tuple[frozenset[str], dict[tuple[str, int], int]]] = []
    for number in sorted(rows):
        place = part.held[number].sheet, part.held[number].row
        exception = base.accepted[accepted[number]] if number in accepted else None
        codes = exception.rules if exception else frozenset[str]()
        group = next((one for bent, one in groups if bent == codes and place not in one), None)
        if group is None:
            groups.append((codes, group := {}))
        group[place] = number
    return [(codes, list(group.values())) for codes, group in groups]


def _told_of(finding: Finding, gone: Sequence[HeldRow], part: FormPart) -> bool:
    """Whether a finding speaks of a row that was mended; of several rows in its line, by what it saw."""
    place = finding.place
    line = place.record[1:]
    rows = [row for row in gone if (row.sheet, row.row) == line]
    if not rows:
        return False
    beside = sum((row.sheet, row.row) == line for row in part.held)
    beside += sum(one == line for one in zip(part.sheets, part.rows, strict=True))
    if beside == 1:
        return True
    return any(finding.column in row.cells and same(row.cells[finding.column], finding.seen) for row in rows)


def _noted(edit: ClerkEdit, part: FormPart) -> Correction:
    book, sheet, row = edit.place
    spot = part.spot(book, sheet, row, edit.column)
    place = Place(book, sheet, row) if spot.line else spot  # read back by its row, which a card is called by
    return Correction(place, edit.column, edit.before, edit.after, BY_CLERK)


def _without_totals(base: ClerkState, known: Mapping[str, Form]) -> ClerkState:
    """The ClerkState without total rows among those typed: a word for it, else numbers (L-KEPT-NOT)."""
    totals = [one for one in base.added if one[0] in known and _is_total(list(one[2].values()))]
    if not totals:
        return base
    places = dict.fromkeys(Place(LEDGER_FILE, known[slug].short) for slug, *_ in totals)
    told = [Finding("L-KEPT-NOT", place, facts={"内容": "合计行"}) for place in places]
    return replace(
        base, added=tuple(one for one in base.added if one not in totals), slips=(*base.slips, *told)
    )


def _is_total(values: Sequence[Any]) -> bool:
    words = [text for text in map(str, values) if not text.replace(".", "", 1).isdecimal()]
    return len(words) == 1 and is_total(words[0])


def _by_hand(base: ClerkState, known: Mapping[str, Form], context: RunContext) -> list[Submission]:
    """Rows the clerk typed into the ledger's own sheets, as one more return per form and unit."""
    parts: list[FormPart] = []
    findings: list[Finding] = []
    groups: dict[tuple[str, str], dict[tuple[str, int], Mapping[str, Any]]] = {}
    for slug, number, cells in base.added:
        if slug in known:
            unit = str(cells.get(known[slug].titled("unit")) or "")
            groups.setdefault((slug, unit), {})[known[slug].short, number] = cells
    for (slug, unit), rows in groups.items():
        found = units.match(unit, "", context.roster).unit if unit else None
        own = empty_part(slug, found.name if found else unit, found is not None)
        new = check_rows(BY_HAND, own, rows, known[slug], context)
        parts.append(new.part)
        findings += new.findings
    if not parts:
        return []
    digest = hashlib.sha256(repr(base.added).encode("utf-8", "backslashreplace")).hexdigest()
    return [Submission(BY_HAND, digest, "xlsx", "采用", parts=tuple(parts), findings=tuple(findings))]
