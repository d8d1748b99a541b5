"""Hundreds of checked returns -> one Ledger, with what became of every row.

From here on data lives in pandas frames.  Pure: values in, a value out; no files, no clock.

Laws: rows read = kept + joined + held; the same returns in any order, twice, or a ledger merged once more
give the same ledger (form columns).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial

from union_xl.core import Binding, Conflict, Context, Finding, Ledger, Mend, Place, Submission
from union_xl.ledgers import forms_of
from union_xl.merge.accounts import (
    Counts,
    Fate6,
    Held,
    fate_frame,
    held_rows,
    joined_by_unit,
    joined_rows,
    receipts,
)
from union_xl.merge.arriving import LEDGER, REPORTED, Return, arrange, whole
from union_xl.merge.base import (
    BY_CLERK,
    BY_HAND,
    FILE_VERDICTS,
    VERDICTS,
    WORDS,
    Accepted,
    Base,
    CellEdit,
    PlaceKey,
    Verdict,
    Word,
)
from union_xl.merge.clerk import lay_over, row_words, same
from union_xl.merge.contests import answered, contest_findings
from union_xl.merge.deciding import Reached, closed, decided, renewed, still_said, waiting
from union_xl.merge.kept import Frames, Kept
from union_xl.merge.keys import LEFT, shown_key, tag_of
from union_xl.merge.ledger_rules import broken_rules
from union_xl.merge.missing_rows import missing_rows
from union_xl.merge.stack import Stack, stack
from union_xl.merge.telling import once, still_true
from union_xl.merge.twice import maybe_same, settle_twice
from union_xl.merge.versions import settle_versions

__all__ = [
    "BY_CLERK",
    "BY_HAND",
    "FILE_VERDICTS",
    "LEDGER",
    "LEFT",
    "REPORTED",
    "VERDICTS",
    "Accepted",
    "Base",
    "CellEdit",
    "Verdict",
    "Word",
    "merge",
    "row_words",
    "same",
    "shown_key",
    "tag_of",
    "whole",
]


def merge(submissions: Sequence[Submission], context: Context, base: Base | None = None) -> Ledger:
    """Put all returns of a run together.

    `base` is what an earlier ledger says (the clerk's edits and decisions).  The Ledger's `unbalanced` is
    empty unless rows were lost on the way, which its writer must refuse.
    """
    base = base or Base()
    returns, findings = arrange(submissions, context, base)
    stacks: dict[str, Stack] = {}
    conflicts: list[Conflict] = []
    mends: list[Mend] = []
    for form in forms_of(context):
        of_form = [one for one in returns if one.part.form == form.slug]
        if not of_form:
            continue
        told = {column.title: column for column in form.columns}
        pile = stacks[form.slug] = stack(form, of_form)
        findings += settle_versions(pile, context, base)
        pile.note_replaced()
        read = set(pile.keys) if base.keys else set()
        clashes, notes, changed = lay_over(pile, base, told)
        conflicts, findings, mends = conflicts + clashes, findings + notes, mends + changed
        clashes, notes = settle_twice(pile, context, base)
        conflicts, findings = conflicts + clashes, findings + notes
        findings += missing_rows(pile, read, base, context, findings)
        pile.settle()
    return _close(stacks, submissions, returns, context, base, conflicts, findings, mends)


def _close(
    stacks: Mapping[str, Stack],
    submissions: Sequence[Submission],
    returns: Sequence[Return],
    context: Context,
    base: Base,
    conflicts: list[Conflict],
    findings: list[Finding],
    mends: list[Mend],
) -> Ledger:
    kept: dict[str, Kept] = {}
    fates: dict[str, list[Fate6]] = {}
    counts: dict[str, Counts] = {}
    held: list[Held] = []
    new = renewed(base, submissions)
    for slug, pile in stacks.items():
        of_form = held_rows(pile, {})
        clashes, notes, carried = maybe_same(pile, of_form, base)
        conflicts, findings = conflicts + clashes, findings + notes
        of_form = held_rows(pile, carried) if carried else of_form
        held += of_form
        fates[slug] = joined_rows(pile, carried)
        kept[slug] = Kept(pile, context)
        counts[slug] = Counts(
            kept[slug].by_unit(), joined_by_unit(pile, carried), *waiting(of_form, base, new)
        )
    broken, judged = broken_rules(forms_of(context), kept, held, context)
    findings += [one for one in broken if not answered(one, kept.get("contest"))]
    if kept.get("contest") and kept.get("contest-entry"):
        findings += contest_findings(kept["contest"], kept["contest-entry"], held, _closing_day(context))
    told = [*still_true(submissions, returns, stacks, judged), *findings, *base.slips]
    periods = {one.place.book for one in findings if one.rule in ("L-PERIOD", "L-PERIOD-LABEL")}
    told = once(one for one in told if one.rule != "U-PERIOD" or one.place.book not in periods)
    mends += [Mend(Place(*place), WORDS, "暂缓", "保留", BY_CLERK) for place in sorted(base.wanted)]
    decisions = decided(base, _reached(stacks, submissions, held, conflicts, base, new), told)
    done = [one for one in told if closed(one, base, new)]
    told = [one for one in told if not closed(one, base, new)]
    lines, wrong = receipts(stacks, submissions, counts, told, context)
    replaced = {one.book for one in returns if one.fate in ("重复", "被替代")}
    own = [mend for one in submissions if one.book not in replaced for mend in one.mends]
    return Ledger(
        Frames({slug: one.frame for slug, one in kept.items()}),
        tuple(held),
        tuple(told),
        (*own, *mends),
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


def _closing_day(context: Context) -> dt.date | None:
    """截止日 of the run, else of the settings, else the period's end."""
    return context.as_of or context.settings.as_of or (context.period.end if context.period else None)


def _reached(
    stacks: Mapping[str, Stack],
    submissions: Sequence[Submission],
    held: Sequence[Held],
    conflicts: Sequence[Conflict],
    base: Base,
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


def _read(stacks: Mapping[str, Stack], books: Collection[str]) -> Iterator[PlaceKey]:
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
