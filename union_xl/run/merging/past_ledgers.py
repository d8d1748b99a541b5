"""Ledgers of other periods that a merge only looks at: nothing of them is carried into the new ledger."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from union_xl import ledgers
from union_xl.expressions.names import EARLIER
from union_xl.ledger_book.restricted import passwords_of
from union_xl.ledgers.form import Form
from union_xl.ledgers.rule_query import expressions
from union_xl.model import LedgerError, PastLedger, RunContext, UsageError
from union_xl.model.rows import FILE, ROW
from union_xl.run import ledger_rows
from union_xl.run.context import require_path
from union_xl.run.reporting.count_ledger import labelled
from union_xl.run.staging import LEDGER_FILE


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
        place = require_path(path, "往期台账").resolve()
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
