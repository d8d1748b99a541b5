"""Hundreds of checked returns -> one Ledger, with what became of every row.

From here on data lives in pandas frames.  Pure: values in, a value out; no files, no clock.

Laws: rows read = kept + joined + held; the same returns in any order, twice, or a ledger merged once more
give the same ledger (form columns).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from union_xl.core import Binding, Conflict, Context, Finding, Ledger, Mend, Place, Submission
from union_xl.forms import columns, forms_of
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
    Base,
    CellEdit,
    Keys,
    PlaceKey,
    Verdict,
)
from union_xl.merge.clerk import lay_over, row_words, same
from union_xl.merge.crossing import cross_check
from union_xl.merge.kept import Frames, Kept
from union_xl.merge.keys import LEFT, shown_key
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
    "Base",
    "CellEdit",
    "Keys",
    "Verdict",
    "merge",
    "row_words",
    "same",
    "shown_key",
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
        told = {column.title: column for column in columns(form)}
        pile = stacks[form.slug] = stack(form, of_form)
        findings += settle_versions(pile, context, base)
        pile.note_replaced()
        clashes, notes, changed = lay_over(pile, base, told)
        conflicts, findings, mends = conflicts + clashes, findings + notes, mends + changed
        clashes, notes = settle_twice(pile, context, base)
        conflicts, findings = conflicts + clashes, findings + notes
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
    for slug, pile in stacks.items():
        of_form = held_rows(pile, {})
        clashes, notes, carried = maybe_same(pile, of_form, base)
        conflicts, findings = conflicts + clashes, findings + notes
        of_form = held_rows(pile, carried) if carried else of_form
        held += of_form
        fates[slug] = joined_rows(pile, carried)
        kept[slug] = Kept(pile, context)
        waiting = Counter((book, unit) for book, unit, *_ in of_form)
        counts[slug] = Counts(kept[slug].by_unit(), joined_by_unit(pile, carried), waiting)
    joined: Counter[str] = Counter()
    if "member" in counts:
        for (_, unit), count in counts["member"].joined.items():
            joined[unit] += count
    findings += cross_check(kept, held, joined, as_of=_closing_day(context))
    told = [*still_true(submissions, returns, stacks, kept), *findings]
    periods = {one.place.book for one in findings if one.rule in ("L-PERIOD", "L-PERIOD-LABEL")}
    told = once(one for one in told if one.rule != "U-PERIOD" or one.place.book not in periods)
    mends += [
        Mend(Place(*place), WORDS, "暂缓", "保留", BY_CLERK)
        for place in sorted(base.wanted)
        if any(_stands(pile, place) for pile in stacks.values())
    ]
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
        base.handled,
        tuple(wrong),
        base.explanations,
        base.confirmed,
        kept,
    )


def _closing_day(context: Context) -> dt.date | None:
    """截止日 of the run, else of the settings, else the period's end."""
    return context.as_of or context.settings.as_of or (context.period.end if context.period else None)


def _stands(pile: Stack, place: PlaceKey) -> bool:
    """Whether a data row of this place was read as a good row of this form."""
    book, sheet, row = place
    return any(
        one.book == book and (sheet, row) in zip(one.part.sheets, one.part.rows, strict=True)
        for one in pile.returns
        if one.book == book
    )


def _proposals(
    submissions: Sequence[Submission], replaced: set[str]
) -> Iterable[tuple[str, str, str, str, Binding]]:
    for one in submissions:
        if one.book not in replaced:
            for form, fingerprint, sheet, binding in one.proposals:
                yield form, fingerprint, one.book, sheet, binding
