"""The ledger of the last run: what it says, what the clerk did to it; put together with the returns.

The ledgers of other periods a merge only looks at: nothing of them is carried into the new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from union_xl import ledger_book, ledgers
from union_xl import merge as merge_room
from union_xl.expressions.names import EARLIER
from union_xl.ledger_book import restricted
from union_xl.ledger_book.restricted import passwords_of
from union_xl.ledgers.form import Form
from union_xl.ledgers.rule_query import expressions
from union_xl.merge import ClerkState
from union_xl.model import Finding, Ledger, LedgerError, PastLedger, RunContext, Submission, UsageError
from union_xl.model.rows import FILE, ROW
from union_xl.run import ledger_rows, ledger_state
from union_xl.run.context import ledger_at
from union_xl.run.merging import accepted_rows
from union_xl.run.merging.clerk_corrections import apply_clerk_corrections, ledger_gone, state_lost
from union_xl.run.merging.edited_rows import judge_edits
from union_xl.run.reporting.count_ledger import labelled
from union_xl.run.staging import LEDGER_FILE, RESTRICTED, RUN, sha256
from union_xl.store import Store


@dataclass(frozen=True)
class AdditionsOfBoth:
    """What the clerk added to the ledger and to the restricted one beside it; None: nothing."""

    ledger: ledger_book.Additions | None = None
    restricted: ledger_book.Additions | None = None

    def __bool__(self) -> bool:
        return self.ledger is not None or self.restricted is not None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What has to be told of it."""
        return tuple(f for one in (self.ledger, self.restricted) if one is not None for f in one.findings)


def read_clerk_state(path: Path, context: RunContext) -> tuple[ClerkState, AdditionsOfBoth]:
    """What the earlier ledger says, and what the clerk added to it; an empty ClerkState when there is none.

    Of columns that are never kept (any more) nothing is said.  Raises LedgerError, also where the restricted
    ledgers beside it have a password the office does not give.
    """
    if not path.exists():
        written = path.name in ledger_book.outputs_of(path.parent / RUN)
        return ClerkState(slips=(ledger_gone(path.name),) if written else ()), AdditionsOfBoth()
    base, added = _earlier(path, context)
    never = {form.slug: form.never_kept_titles for form in ledgers.forms_of(context) if form.never_kept}
    edits = tuple(one for one in base.edits if one.column not in never.get(one.form, ()))
    base = base if len(edits) == len(base.edits) else replace(base, edits=edits)
    return replace(base, slips=(*base.slips, *added.findings)) if added.findings else base, added


def _earlier(path: Path, context: RunContext) -> tuple[ClerkState, AdditionsOfBoth]:
    own = open_restricted(path, context)
    base = _as_left(path, own)
    if base is not None and not base.extras:
        return base, AdditionsOfBoth()
    declared = ledgers.forms_of(context)
    if base is None:
        passwords = restricted.passwords_of(context)
        base = ledger_book.clerk_state(path, ledger_as_written(path, context, own), declared, passwords)
    beside = restricted.restricted_path(path)
    more = ledger_book.additions(beside, declared, own.data) if own else None
    return base, AdditionsOfBoth(ledger_book.additions(path, declared), more)


def open_restricted(path: Path, context: RunContext) -> restricted.Unlocked | None:
    """The restricted ledgers beside the ledger at `path`; None where there are none.  Raises LedgerError."""
    beside = restricted.restricted_path(path)
    if not beside.exists() or not restricted.slugs(ledgers.forms_of(context)):
        return None
    return restricted.unlocked(beside, restricted.passwords_of(context))


def _as_left(path: Path, own: restricted.Unlocked | None) -> ClerkState | None:
    """The ClerkState of a ledger nobody touched since it was written."""
    store, digest = Store(path.parent), sha256(path)
    last = ledger_state.load_run(store, digest)
    if last is None or last.base is not None:
        return last.base if last and own is None else None
    outputs = ledger_book.outputs_of(path.parent / RUN)
    if own is None or outputs.get(RESTRICTED) != sha256(restricted.restricted_path(path)):
        return None
    stored = ledger_state.load_restricted(store, digest, own.key)
    return stored.base if stored else None


def ledger_as_written(
    path: Path, context: RunContext, own: restricted.Unlocked | None
) -> ledger_book.LedgerIn | None:
    """The ledger at `path` as it was written, `own` being the restricted ledgers beside it; None when that is
    not known."""
    store, all_forms = Store(path.parent), ledgers.forms_of(context)
    digest = ledger_book.outputs_of(path.parent / RUN).get(LEDGER_FILE, "")
    kept = ledger_state.load_ledger(store, digest)
    if kept is None or not kept.state.whole:
        return None
    ledger = kept.ledger(path, all_forms)
    stored = ledger_state.load_restricted(store, digest, own.key) if own else None
    if own is not None and stored is None:
        return None
    return (
        ledger_book.combine(ledger, stored.ledger(restricted.restricted_path(path), all_forms))
        if stored
        else ledger
    )


def merge_with_corrections(
    submissions: Sequence[Submission],
    base: ClerkState,
    path: Path,
    context: RunContext,
    added: AdditionsOfBoth,
    past: Sequence[PastLedger] = (),
) -> tuple[Ledger, ClerkState]:
    """The returns and what the clerk did to the ledger at `path`, merged; the ClerkState as it was obeyed.
    Rules may look at the `past` ledgers.

    Where it is not known how that ledger was written, it is compared with the returns first.
    """
    corrected, new_base = judge_edits(*apply_clerk_corrections(submissions, base, context), context)
    ledger = merge_room.merge(corrected, context, new_base, past)
    if base.unknown_before:
        label = context.period.label if context.period else ""
        if base.period == label:
            base = ledger_book.clerk_state_against(path, ledger, context)
        base = replace(base, slips=(*base.slips, state_lost(base, path, label)))
        corrected, new_base = judge_edits(*apply_clerk_corrections(submissions, base, context), context)
        ledger = merge_room.merge(corrected, context, new_base, past)
    ledger = accepted_rows.mark_acceptable(accepted_rows.with_accepted(ledger, base), context)
    ledger = ledger_book.with_lost(added.ledger, ledger, context, LEDGER_FILE)
    return ledger_book.with_lost(added.restricted, ledger, context, RESTRICTED), new_base


def past_ledgers(paths: Sequence[Path], out: Path, context: RunContext) -> tuple[PastLedger, ...]:
    """The ledgers at `paths`, each once, in the order given.

    Raises UsageError for one that does not exist or is the ledger in `out` itself, LedgerError for one that
    is none or holds no form of this run.
    """
    if not paths:
        return ()
    made: dict[Path, PastLedger] = {}
    all_forms = ledgers.forms_of(context)
    needed = _needed(all_forms)
    for path in paths:
        place = ledger_at(path, "往期台账").resolve()
        if place == out / LEDGER_FILE:
            raise UsageError(f"{path} 就是输出文件夹里的台账，不能同时当往期台账，请改用别的期间的台账")
        if place in made:
            continue
        ledger = ledger_rows.read_rows(place, all_forms, needed, passwords_of(context))
        if not ledger.rows:
            raise LedgerError(f"{path.name} 里没有本次要合并的任何一张台账，请检查是不是选错了文件")
        rows = {slug: len(numbers) for slug, numbers in ledger.sheet_rows.items()}
        when = labelled(ledger.period)
        looked_at = {slug: own for slug, own in ledger.rows.items() if FILE in own.titles}
        name = f"{place.parent.name}/{place.name}"
        made[place] = PastLedger(name, when.words if when else "", rows, when, looked_at)
    return tuple(made.values())


def _needed(all_forms: Sequence[Form]) -> dict[str, set[str]]:
    """What is read of each ledger {form slug: titles}: all of those whose earlier rows a rule looks at, of
    the others only how many rows they have."""
    texts = [text for form in all_forms for rule in form.rules for text in expressions(rule)]
    asked = {
        form.slug
        for form in all_forms
        if any(f"{when}.{form.short}" in text for text in texts for when in EARLIER)
    }
    return {form.slug: {ROW, FILE, *form.titles} if form.slug in asked else {ROW} for form in all_forms}
