"""Hundreds of checked returns -> one Ledger, with what became of every row.

From here on data lives in whole columns.  Pure: values in, a value out; no files, no clock.

Laws: rows read = kept + joined + held; the same returns in any order, twice, or a ledger merged once more
give the same ledger (form columns).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from union_xl.ledgers import forms_of
from union_xl.merge.balance import (
    Counts,
    JoinedLine,
    joined_by_unit,
    joined_rows,
    joined_table,
    let_go,
    receipts,
)
from union_xl.merge.clerk_edits import apply_clerk_edits, row_words, same
from union_xl.merge.clerk_state import (
    BY_CLERK,
    BY_HAND,
    FILE_VERDICTS,
    VERDICTS,
    Accepted,
    ClerkEdit,
    ClerkState,
    Verdict,
    WrittenDecision,
)
from union_xl.merge.cross_ledger_rules import CrossLedgerRules
from union_xl.merge.decisions import (
    MergeFacts,
    conflict_key,
    decision_outcomes,
    is_closed,
    renewed_files,
    waiting_rows,
    without_word,
    words_to_repeat,
)
from union_xl.merge.incoming import LEDGER_CONTAINER, REPORTED, FormReturn, order_returns, replaces_older
from union_xl.merge.keys import shown_key, tag_of
from union_xl.merge.newer_returns import resolve_versions
from union_xl.merge.parent_links import fill_parent_links
from union_xl.merge.remaining_findings import remaining_findings, without_repeats
from union_xl.merge.rounds import RoundsResult, RowsToJoin, run_rounds
from union_xl.merge.row_table import RowTable, build_row_table
from union_xl.merge.single_file import DeferredRules, check_single_file
from union_xl.model import (
    Binding,
    Conflict,
    Correction,
    Finding,
    HeldEntry,
    Ledger,
    PastLedger,
    Place,
    PlaceKey,
    RunContext,
    Submission,
)
from union_xl.model.sheet_names import HANDLE

__all__ = [
    "BY_CLERK",
    "BY_HAND",
    "FILE_VERDICTS",
    "LEDGER_CONTAINER",
    "REPORTED",
    "VERDICTS",
    "Accepted",
    "ClerkEdit",
    "ClerkState",
    "DeferredRules",
    "Verdict",
    "WrittenDecision",
    "check_single_file",
    "merge",
    "replaces_older",
    "row_words",
    "same",
    "shown_key",
    "tag_of",
]


def merge(
    submissions: Sequence[Submission],
    context: RunContext,
    base: ClerkState | None = None,
    past: Sequence[PastLedger] = (),
) -> Ledger:
    """Put all returns of a run together.

    `base` is what an earlier ledger says (the clerk's edits and decisions), `past` are ledgers of other
    periods that rules may look at.  The Ledger's `unbalanced` is empty unless rows were lost on the way,
    which its writer must refuse.
    """
    base = base or ClerkState()
    returns, findings = order_returns(submissions, context, base)
    to_join: dict[str, RowsToJoin] = {}
    conflicts: list[Conflict] = []
    corrections: list[Correction] = []
    for form in forms_of(context):
        of_form = [one for one in returns if one.part.form == form.slug]
        if not of_form:
            continue
        columns = {column.title: column for column in form.columns}
        table = build_row_table(form, of_form)
        findings += resolve_versions(table, context, base)
        table.note_replaced()
        read = set(table.keys) if base.keys else set()
        clashes, notes, changed = apply_clerk_edits(table, base, columns)
        conflicts, findings, corrections = conflicts + clashes, findings + notes, corrections + changed
        to_join[form.slug] = RowsToJoin(table, read, tuple(findings))
    corrections += fill_parent_links({slug: one.table for slug, one in to_join.items()}, forms_of(context))
    ledger_rules, new = CrossLedgerRules(forms_of(context), context, past), renewed_files(base, submissions)
    result = run_rounds(to_join, ledger_rules, context, base, new)
    ledger = _close(result, submissions, returns, context, base, conflicts, findings, corrections)
    return replace(ledger, past=tuple(past), accepted=result.accepted)


def _close(
    result: RoundsResult,
    submissions: Sequence[Submission],
    returns: Sequence[FormReturn],
    context: RunContext,
    base: ClerkState,
    conflicts: list[Conflict],
    findings: list[Finding],
    corrections: list[Correction],
) -> Ledger:
    tables = {slug: one.table for slug, one in result.joined.items()}
    kept = {slug: one.kept for slug, one in result.joined.items()}
    joined: dict[str, list[JoinedLine]] = {}
    counts: dict[str, Counts] = {}
    held: list[HeldEntry] = []
    new = renewed_files(base, submissions)
    for slug, one in result.joined.items():
        conflicts, findings = [*conflicts, *one.conflicts], [*findings, *one.findings]
        held += one.held
        joined[slug] = joined_rows(one.table, one.carried)
        counts[slug] = Counts(
            one.kept.by_unit(), joined_by_unit(one.table, one.carried), *waiting_rows(one.held, base, new)
        )
    conflicts = _with_settled(conflicts, base)
    findings += [*result.findings, *without_word(held, base)]
    all_findings = [*remaining_findings(submissions, returns, tables), *findings, *base.slips]
    periods = {one.place.book for one in findings if one.rule in ("L-PERIOD", "L-PERIOD-LABEL")}
    all_findings = without_repeats(
        one for one in all_findings if one.rule != "U-PERIOD" or one.place.book not in periods
    )
    corrections += [
        Correction(Place(*place), HANDLE, "暂缓", "保留", BY_CLERK) for place in sorted(base.rows_to_keep)
    ]
    apart = {form.slug for form in forms_of(context) if form.restricted}
    decisions = decision_outcomes(
        base, _reached(tables, submissions, held, conflicts, base, new), all_findings, apart
    )
    done = [one for one in all_findings if is_closed(one, base, new)]
    all_findings = [one for one in all_findings if not is_closed(one, base, new)]
    lines, wrong = receipts(tables, submissions, counts, all_findings, context)
    lines = let_go(lines, all_findings, done, context)
    replaced = {one.book for one in returns if one.fate in ("重复", "被替代")}
    own = [correction for one in submissions if one.book not in replaced for correction in one.corrections]
    return Ledger(
        kept,
        tuple(held),
        tuple(all_findings),
        (*own, *corrections),
        tuple(lines),
        tuple(conflicts),
        tuple(_proposals(submissions, replaced)),
        {slug: joined_table(lines) for slug, lines in joined.items()},
        words_to_repeat(base, new),
        tuple(wrong),
        base.explanations,
        base.confirmed,
        tuple(done),
        decisions,
    )


def _with_settled(conflicts: Sequence[Conflict], base: ClerkState) -> list[Conflict]:
    """The pairs of this run, and those decided before of which only one row came again."""
    arisen = {conflict_key(one) for one in conflicts}
    return [*conflicts, *(one for one in base.settled if conflict_key(one) not in arisen)]


def _reached(
    tables: Mapping[str, RowTable],
    submissions: Sequence[Submission],
    held: Sequence[HeldEntry],
    conflicts: Sequence[Conflict],
    base: ClerkState,
    new: Collection[str],
) -> MergeFacts:
    """What the run came to, for the clerk's decisions."""
    return MergeFacts(
        {(book, row.sheet, row.row) for book, _, _, row in held},
        set(_read(tables, {word.place[0] for word in base.words if word.place})),
        {one.book for one in submissions},
        new,
        conflicts,
        {(mark, header) for (_, mark), bound in base.confirmed.items() for header in bound},
    )


def _read(tables: Mapping[str, RowTable], books: Collection[str]) -> Iterator[PlaceKey]:
    """Where the rows of some files stand, whatever became of them."""
    for one in (one for table in tables.values() for one in table.returns if one.book in books):
        yield from ((one.book, *place) for place in zip(one.part.sheets, one.part.rows, strict=True))
        yield from ((one.book, row.sheet, row.row) for row in one.part.held)
        yield from ((one.book, *place) for place, _ in one.part.joined)


def _proposals(
    submissions: Sequence[Submission], replaced: set[str]
) -> Iterable[tuple[str, str, str, str, Binding]]:
    for one in submissions:
        if one.book not in replaced:
            for form, fingerprint, sheet, binding in one.proposals:
                yield form, fingerprint, one.book, sheet, binding
