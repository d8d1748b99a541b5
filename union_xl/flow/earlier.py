"""The ledger of the last run: what it says, what the clerk did to it; put together with the returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from union_xl import forms, ledgerbook
from union_xl import merge as merge_room
from union_xl.core import Context, Ledger, Submission
from union_xl.flow import corrections, excusing
from union_xl.flow.staging import HOME, LEDGER, sha256
from union_xl.flow.told import kept_base
from union_xl.merge import Base

WRITTEN = f"{HOME}/written.xlsx"
"""The ledger exactly as it was written, to tell later what the clerk changed."""
TOLD = f"{HOME}/base.json"
"""What the ledger as written tells the next run."""


def earlier_ledger(out: Path, given: Path | None, run: Context) -> tuple[Base, ledgerbook.Additions | None]:
    """What the earlier ledger says, and what the clerk added to it; an empty Base when there is none."""
    path = given if given is not None else out / LEDGER
    if not path.exists():
        return Base(), None
    declared = [form for form in forms.forms_of(run) if form not in forms.ALL]
    known = kept_base(path.parent / TOLD, sha256(path))
    if known is not None and not known.extras:
        return known, None
    written = path.parent / WRITTEN
    base = known or ledgerbook.base(path, written if written.exists() else None, declared)
    added = ledgerbook.additions(path, declared)
    return (base if added is None else replace(base, slips=(*base.slips, *added.findings))), added


def put_together(
    submissions: Sequence[Submission],
    base: Base,
    path: Path,
    run: Context,
    added: ledgerbook.Additions | None,
) -> tuple[Ledger, Base]:
    """The returns and what the clerk did to the ledger at `path`, merged; the Base as it was obeyed.

    Where it is not known how that ledger was written, it is compared with the returns first.
    """
    corrected, laid = corrections.applied(submissions, base, run)
    ledger = merge_room.merge(corrected, run, laid)
    if base.alone:
        label = run.period.label if run.period else ""
        if base.period == label:
            base = ledgerbook.base_against(path, ledger, run)
        base = replace(base, slips=(*base.slips, corrections.state_lost(base, path, label)))
        corrected, laid = corrections.applied(submissions, base, run)
        ledger = merge_room.merge(corrected, run, laid)
    return ledgerbook.with_lost(added, excusing.marked(ledger, run), run, LEDGER), laid
