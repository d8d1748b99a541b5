"""The ledger of the last run: what it says, what the clerk did to it; put together with the returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from union_xl import ledgerbook, ledgers
from union_xl import merge as merge_room
from union_xl.core import Context, Finding, Ledger, PastLedger, Submission
from union_xl.flow import corrections, excusing, ledger_state
from union_xl.flow.staging import LEDGER, RESTRICTED, RUN, sha256
from union_xl.ledgerbook import restricted
from union_xl.merge import Base
from union_xl.store import Store


@dataclass(frozen=True)
class Added:
    """What the clerk added to the ledger and to the restricted one beside it; None: nothing."""

    ledger: ledgerbook.Additions | None = None
    restricted: ledgerbook.Additions | None = None

    def __bool__(self) -> bool:
        return self.ledger is not None or self.restricted is not None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What has to be told of it."""
        return tuple(f for one in (self.ledger, self.restricted) if one is not None for f in one.findings)


def earlier_ledger(path: Path, run: Context) -> tuple[Base, Added]:
    """What the earlier ledger says, and what the clerk added to it; an empty Base when there is none.

    Of columns that are never kept (any more) nothing is said.  Raises LedgerError, also where the restricted
    ledgers beside it have a password the office does not give.
    """
    if not path.exists():
        return Base(), Added()
    base, added = _earlier(path, run)
    never = {form.slug: form.never_kept_titles for form in ledgers.forms_of(run) if form.never_kept}
    edits = tuple(one for one in base.edits if one.column not in never.get(one.form, ()))
    base = base if len(edits) == len(base.edits) else replace(base, edits=edits)
    return replace(base, slips=(*base.slips, *added.findings)) if added.findings else base, added


def _earlier(path: Path, run: Context) -> tuple[Base, Added]:
    own = opened(path, run)
    base = _as_left(path, own)
    if base is not None and not base.extras:
        return base, Added()
    declared = ledgers.forms_of(run)
    if base is None:
        passwords = restricted.passwords_of(run)
        base = ledgerbook.base(path, as_written(path, run, own), declared, passwords)
    beside = restricted.beside(path)
    more = ledgerbook.additions(beside, declared, own.data) if own else None
    return base, Added(ledgerbook.additions(path, declared), more)


def opened(path: Path, run: Context) -> restricted.Unlocked | None:
    """The restricted ledgers beside the ledger at `path`; None where there are none.  Raises LedgerError."""
    beside = restricted.beside(path)
    if not beside.exists() or not restricted.slugs(ledgers.forms_of(run)):
        return None
    return restricted.unlocked(beside, restricted.passwords_of(run))


def _as_left(path: Path, own: restricted.Unlocked | None) -> Base | None:
    """The Base of a ledger nobody touched since it was written."""
    store, digest = Store(path.parent), sha256(path)
    last = ledger_state.run_state(store, digest)
    if last is None or last.base is not None:
        return last.base if last and own is None else None
    outputs = ledgerbook.outputs_of(path.parent / RUN)
    if own is None or outputs.get(RESTRICTED) != sha256(restricted.beside(path)):
        return None
    told = ledger_state.restricted_state(store, digest, own.key)
    return told.base if told else None


def as_written(path: Path, run: Context, own: restricted.Unlocked | None) -> ledgerbook.LedgerIn | None:
    """The ledger at `path` as it was written, `own` being the restricted ledgers beside it; None when that is
    not known."""
    store, every = Store(path.parent), ledgers.forms_of(run)
    digest = ledgerbook.outputs_of(path.parent / RUN).get(LEDGER, "")
    kept = ledger_state.kept(store, digest)
    if kept is None or not kept.state.whole:
        return None
    ledger = kept.ledger(path, every)
    told = ledger_state.restricted_state(store, digest, own.key) if own else None
    if own is not None and told is None:
        return None
    return ledgerbook.together(ledger, told.ledger(restricted.beside(path), every)) if told else ledger


def put_together(
    submissions: Sequence[Submission],
    base: Base,
    path: Path,
    run: Context,
    added: Added,
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
    ledger = ledgerbook.with_lost(added.ledger, ledger, run, LEDGER)
    return ledgerbook.with_lost(added.restricted, ledger, run, RESTRICTED), laid
