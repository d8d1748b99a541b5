"""Hundreds of checked returns -> one Ledger, with what became of every row.

From here on data lives in pandas frames.  Pure: values in, a value out; no files, no clock.

Laws: rows read = kept + joined + held; the same returns in any order, twice, or a ledger merged once more
give the same ledger (form columns).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from union_xl.ledgers import forms_of
from union_xl.merge.balance import (
    Counts,
    Fate6,
    Held,
    fate_frame,
    joined_by_unit,
    joined_rows,
    let_go,
    receipts,
)
from union_xl.merge.clerk_edits import apply_clerk_edits, row_words, same
from union_xl.merge.clerk_state import (
    BY_CLERK,
    BY_HAND,
    FILE_VERDICTS,
    VERDICTS,
    WORDS,
    Accepted,
    ClerkEdit,
    ClerkState,
    PlaceKey,
    Verdict,
    Word,
)
from union_xl.merge.decisions import Reached, closed, decided, renewed, still_said, waiting
from union_xl.merge.incoming import LEDGER, REPORTED, FormReturn, order_returns, whole
from union_xl.merge.joining import LaidOut
from union_xl.merge.kept_rows import Frames
from union_xl.merge.keys import shown_key, tag_of
from union_xl.merge.ledger_rules import LedgerRules
from union_xl.merge.one_book import Resting, alone
from union_xl.merge.owners import with_links
from union_xl.merge.rounds import Settled, settle
from union_xl.merge.row_table import RowTable, stack
from union_xl.merge.standing_findings import once, still_true
from union_xl.merge.versions import settle_versions
from union_xl.model import (
    Binding,
    Conflict,
    Correction,
    Finding,
    Ledger,
    PastLedger,
    Place,
    RunContext,
    Submission,
)

__all__ = [
    "BY_CLERK",
    "BY_HAND",
    "FILE_VERDICTS",
    "LEDGER",
    "REPORTED",
    "VERDICTS",
    "Accepted",
    "ClerkEdit",
    "ClerkState",
    "Resting",
    "Verdict",
    "Word",
    "alone",
    "merge",
    "row_words",
    "same",
    "shown_key",
    "tag_of",
    "whole",
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
    laid: dict[str, LaidOut] = {}
    conflicts: list[Conflict] = []
    corrections: list[Correction] = []
    for form in forms_of(context):
        of_form = [one for one in returns if one.part.form == form.slug]
        if not of_form:
            continue
        told = {column.title: column for column in form.columns}
        pile = stack(form, of_form)
        findings += settle_versions(pile, context, base)
        pile.note_replaced()
        read = set(pile.keys) if base.keys else set()
        clashes, notes, changed = apply_clerk_edits(pile, base, told)
        conflicts, findings, corrections = conflicts + clashes, findings + notes, corrections + changed
        laid[form.slug] = LaidOut(pile, read, tuple(findings))
    corrections += with_links({slug: one.pile for slug, one in laid.items()}, forms_of(context))
    ledger_rules, new = LedgerRules(forms_of(context), context, past), renewed(base, submissions)
    settled = settle(laid, ledger_rules, context, base, new)
    ledger = _close(settled, submissions, returns, context, base, conflicts, findings, corrections)
    return replace(ledger, past=tuple(past), excused=settled.excused)


def _close(
    settled: Settled,
    submissions: Sequence[Submission],
    returns: Sequence[FormReturn],
    context: RunContext,
    base: ClerkState,
    conflicts: list[Conflict],
    findings: list[Finding],
    corrections: list[Correction],
) -> Ledger:
    stacks = {slug: one.pile for slug, one in settled.joined.items()}
    kept = {slug: one.kept for slug, one in settled.joined.items()}
    fates: dict[str, list[Fate6]] = {}
    counts: dict[str, Counts] = {}
    held: list[Held] = []
    new = renewed(base, submissions)
    for slug, one in settled.joined.items():
        conflicts, findings = [*conflicts, *one.conflicts], [*findings, *one.findings]
        held += one.held
        fates[slug] = joined_rows(one.pile, one.carried)
        counts[slug] = Counts(
            one.kept.by_unit(), joined_by_unit(one.pile, one.carried), *waiting(one.held, base, new)
        )
    findings += settled.findings
    told = [*still_true(submissions, returns, stacks), *findings, *base.slips]
    periods = {one.place.book for one in findings if one.rule in ("L-PERIOD", "L-PERIOD-LABEL")}
    told = once(one for one in told if one.rule != "U-PERIOD" or one.place.book not in periods)
    corrections += [
        Correction(Place(*place), WORDS, "暂缓", "保留", BY_CLERK) for place in sorted(base.wanted)
    ]
    apart = {form.slug for form in forms_of(context) if form.restricted}
    decisions = decided(base, _reached(stacks, submissions, held, conflicts, base, new), told, apart)
    done = [one for one in told if closed(one, base, new)]
    told = [one for one in told if not closed(one, base, new)]
    lines, wrong = receipts(stacks, submissions, counts, told, context)
    lines = let_go(lines, told, done, context)
    replaced = {one.book for one in returns if one.fate in ("重复", "被替代")}
    own = [correction for one in submissions if one.book not in replaced for correction in one.corrections]
    return Ledger(
        Frames({slug: one.frame for slug, one in kept.items()}),
        tuple(held),
        tuple(told),
        (*own, *corrections),
        tuple(lines),
        tuple(conflicts),
        tuple(_proposals(submissions, replaced)),
        Frames({slug: partial(fate_frame, lines) for slug, lines in fates.items()}),
        still_said(base, new),
        tuple(wrong),
        base.explanations,
        base.confirmed,
        kept,
        tuple(done),
        decisions,
    )


def _reached(
    stacks: Mapping[str, RowTable],
    submissions: Sequence[Submission],
    held: Sequence[Held],
    conflicts: Sequence[Conflict],
    base: ClerkState,
    new: Collection[str],
) -> Reached:
    """What the run came to, for the clerk's decisions."""
    return Reached(
        {(book, row.sheet, row.row) for book, _, _, row in held},
        set(_read(stacks, {word.place[0] for word in base.words if word.place})),
        {one.book for one in submissions},
        new,
        conflicts,
        {(mark, header) for (_, mark), bound in base.confirmed.items() for header in bound},
    )


def _read(stacks: Mapping[str, RowTable], books: Collection[str]) -> Iterator[PlaceKey]:
    """Where the rows of some files stand, whatever became of them."""
    for one in (one for pile in stacks.values() for one in pile.returns if one.book in books):
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
