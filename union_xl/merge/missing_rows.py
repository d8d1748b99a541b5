"""Rows of the last ledger that no return has now: a file was taken away, or a list has become shorter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from union_xl.ledgers.form import RETURNED
from union_xl.merge.clerk_state import ClerkState
from union_xl.merge.row_table import RowTable
from union_xl.model import Finding, Place, RunContext

MANY = 20
"""More units than this are told in one line."""


def missing_rows(
    stack: RowTable,
    read: Collection[str | None],
    base: ClerkState,
    context: RunContext,
    findings: Collection[Finding],
) -> Iterator[Finding]:
    """One finding per unit (one for a ledger the office keeps itself) that has fewer rows than in the last
    ledger of the same period.

    `read` are the keys of the rows as the returns say them, before the clerk's edits; `findings` the
    findings so far: where a shorter list is asked about already, nothing is added.  A row whose key was
    corrected is no missing row, so that the numbers of rows count, too.
    """
    label = context.period.label if context.period else ""
    if not base.keys or base.period != label:
        return
    taken_out = {key for form, _, key in base.deleted if form == stack.slug}
    held = [row.key for one in stack.returns for row in one.part.held]
    known = {*read, *stack.keys, *held, *taken_out}
    asked = {one.unit for one in findings if one.rule == "L-SHRUNK" and one.form == stack.slug}
    lacking = {
        unit: (gone, len(keys))
        for (form, unit), keys in base.keys.items()
        if form == stack.slug and unit not in asked and (gone := sum(key not in known for key in keys))
    }
    if not lacking:
        return
    now = _rows_now(stack, lacking)
    fewer = {unit: (min(gone, was - now[unit]), was) for unit, (gone, was) in lacking.items()}
    fewer = {unit: counts for unit, counts in sorted(fewer.items()) if counts[0] > 0}
    if len(fewer) > MANY:
        first, gone, was = next(iter(fewer)), *map(sum, zip(*fewer.values(), strict=True))
        fewer = {f"{first}等{len(fewer)}家": (gone, was)}
    for unit, (gone, was) in fewer.items():
        facts = {"台账": stack.form.short, "单位名": unit or "本级", "缺少": gone, "原有": was}
        yield Finding(
            "L-GONE", Place("汇总台账.xlsx", stack.form.short), facts=facts, unit=unit, form=stack.slug
        )


def _rows_now(stack: RowTable, units: Collection[str]) -> Counter[str]:
    """How many rows these units have now, kept or held; '' is the office with all that it keeps itself."""
    own = (stack.unit(i) for i in range(len(stack)) if int(stack.carrier[i]) == i)
    held = (stack.unit_held(one, row) for one in stack.returns for row in one.part.held if not one.copy_of)
    if stack.form.owed not in RETURNED:
        return Counter({"": sum(1 for _ in (*own, *held))})
    return Counter(unit for unit in (*own, *held) if unit in units)
