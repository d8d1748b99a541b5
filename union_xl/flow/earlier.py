"""The ledger of the last run: what it says, what the clerk did to it; put together with the returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from union_xl import ledgerbook, ledgers
from union_xl import merge as merge_room
from union_xl.core import Context, Ledger, PastLedger, Submission
from union_xl.flow import corrections, excusing, ledger_state
from union_xl.flow.staging import LEDGER, RUN, sha256
from union_xl.merge import Base
from union_xl.store import Store


def earlier_ledger(path: Path, run: Context) -> tuple[Base, ledgerbook.Additions | None]:
    """What the earlier ledger says, and what the clerk added to it; an empty Base when there is none.

    Of columns that are never kept (any more) nothing is said.
    """
    if not path.exists():
        return Base(), None
    base, added = _earlier(path, run)
    never = {form.slug: form.never_kept_titles for form in ledgers.forms_of(run) if form.never_kept}
    edits = tuple(one for one in base.edits if one.column not in never.get(one.form, ()))
    return (base if len(edits) == len(base.edits) else replace(base, edits=edits)), added


def _earlier(path: Path, run: Context) -> tuple[Base, ledgerbook.Additions | None]:
    store, digest = Store(path.parent), sha256(path)
    every = ledgers.forms_of(run)
    declared = [form for form in every if form not in ledgers.BUILT_IN]
    last = ledger_state.run_state(store, digest)
    if last is not None and not last.base.extras:
        return last.base, None
    if last is not None:
        base = last.base
    else:
        written = ledger_state.kept(store, ledgerbook.outputs_of(path.parent / RUN).get(LEDGER, ""))
        base = ledgerbook.base(path, written.ledger(path, every) if written else None, declared)
    added = ledgerbook.additions(path, declared)
    return (base if added is None else replace(base, slips=(*base.slips, *added.findings))), added


def put_together(
    submissions: Sequence[Submission],
    base: Base,
    path: Path,
    run: Context,
    added: ledgerbook.Additions | None,
    past: Sequence[PastLedger] = (),
) -> tuple[Ledger, Base]:
    """The returns and what the clerk did to the ledger at `path`, merged; the Base as it was obeyed.  Rules
    may look at the `past` ledgers.

    Where it is not known how that ledger was written, it is compared with the returns first.
    """
    corrected, laid = corrections.applied(submissions, base, run)
    ledger = merge_room.merge(corrected, run, laid, past)
    if base.alone:
        label = run.period.label if run.period else ""
        if base.period == label:
            base = ledgerbook.base_against(path, ledger, run)
        base = replace(base, slips=(*base.slips, corrections.state_lost(base, path, label)))
        corrected, laid = corrections.applied(submissions, base, run)
        ledger = merge_room.merge(corrected, run, laid, past)
    ledger = excusing.marked(excusing.with_excused(ledger, base), run)
    return ledgerbook.with_lost(added, ledger, run, LEDGER), laid
