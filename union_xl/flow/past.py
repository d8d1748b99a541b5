"""Ledgers of other periods that a merge only looks at: nothing of them is carried into the new ledger."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from union_xl import ledgers
from union_xl.core import Context, LedgerError, PastLedger, UsageError
from union_xl.core.ledger import ROW
from union_xl.flow import ledger_state
from union_xl.flow.context import existing
from union_xl.flow.counted import labelled
from union_xl.flow.staging import LEDGER


def past_ledgers(paths: Sequence[Path], out: Path, run: Context) -> tuple[PastLedger, ...]:
    """The ledgers at `paths`, each once, in the order given.

    Raises UsageError for one that does not exist or is the ledger in `out` itself, LedgerError for one that
    is none or holds no form of this run.
    """
    made: dict[Path, PastLedger] = {}
    every = ledgers.forms_of(run)
    for path in paths:
        place = existing(path, "往期台账").resolve()
        if place == out / LEDGER:
            raise UsageError(f"{path} 就是输出文件夹里的台账，不能同时当往期台账，请改用别的期间的台账")
        if place in made:
            continue
        ledger = ledger_state.read_rows(place, every, {form.slug: {ROW} for form in every})
        if not ledger.columns:
            raise LedgerError(f"{path.name} 里没有本次要合并的任何一张台账，请检查是不是选错了文件")
        rows = {slug: len(numbers) for slug, numbers in ledger.sheet_rows.items()}
        when = labelled(ledger.period)
        made[place] = PastLedger(f"{place.parent.name}/{place.name}", when.words if when else "", rows)
    return tuple(made.values())
