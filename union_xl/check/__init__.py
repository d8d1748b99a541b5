"""Checking: the tables of one form in one file -> kept, joined and held rows, and what is to be told.

Every row read is kept, joined to a kept row, or held whole with its reasons; read == kept + joined + held.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from union_xl.check import identity, missing_values, repeats, row_rules, row_units
from union_xl.check.build_part import build_part, in_order, log, validate_columns
from union_xl.check.check_state import CheckState, RuleContext, TooManyFindings
from union_xl.check.check_together import CheckSteps, run_together
from union_xl.check.clean_columns import tidy_table
from union_xl.ledgers.form import Form
from union_xl.model import Correction, Finding, FormPart, Identified, RunContext, Table

__all__ = ["CheckSteps", "Checked", "TooManyFindings", "check", "check_in_steps", "run_together"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking makes of the tables of one form in one file."""

    part: FormPart
    findings: tuple[Finding, ...]
    corrections: tuple[Correction, ...]


def check(
    form: Form,
    tables: Sequence[Table],
    identified: Sequence[Identified],
    context: RunContext,
    match: row_units.Match | None = None,
    max_findings: int = 2**63,
) -> Checked:
    """Check the tables of one form in one file.

    Args:
        form: the declared form.
        tables: its tables, in the order of the book.
        identified: for each table whose it is (name, code, community, how, on_roster, period, filled_on).
        context: settings (parameters, levels), 截止日.
        match: `match(text, code)` gives an object whose `unit` is the roster's unit or None.
        max_findings: findings beyond which checking is given up.

    Returns: the part, findings and corrections, in the order of the sheet.  Raises TooManyFindings beyond
    `max_findings` findings, and nothing else on data.
    """
    return run_together([check_in_steps(form, tables, identified, context, match, max_findings)])[0]


def check_in_steps(
    form: Form,
    tables: Sequence[Table],
    identified: Sequence[Identified],
    context: RunContext,
    match: row_units.Match | None = None,
    max_findings: int = 2**63,
) -> CheckSteps[Checked]:
    """`check`, which pauses where the rules of the ledger are to be run (`run_together` goes on with
    several)."""
    state = _laid_out(form, tables, identified, context, max_findings)
    row_units.assign_units(state, identified, match)
    identity.check_identity(state)
    missing_values.derive(state)
    missing_values.missing(state)
    row_rules.add_finding(state, (yield state))
    joined = repeats.resolve_repeats(state)
    validate_columns(state, state.kept_rows(joined))
    part = build_part(state, joined, identified)
    return Checked(part, in_order(state), log(state))


def _laid_out(
    form: Form,
    tables: Sequence[Table],
    identified: Sequence[Identified],
    context: RunContext,
    max_findings: int,
) -> CheckState:
    """The tidy columns; rows where nothing but a running number stands are no data and left out."""
    levels = {rule.code: rule.level for rule in form.rules} | dict(context.settings.levels)
    state = CheckState(form, tables, _facts(context, identified), levels, max_findings=max_findings)
    for start, table in state.spans():
        tidy_table(state, start, table)
    empty = _empty_rows(state)
    if not empty:
        return state
    fuller = [
        replace(table, body=tuple(row for row in table.body if (number, row) not in empty))
        for number, table in enumerate(tables)
    ]
    state = _laid_out(form, fuller, identified, context, max_findings)
    _tell_empty(state, tables, empty)
    return state


def _tell_empty(state: CheckState, tables: Sequence[Table], empty: frozenset[tuple[int, int]]) -> None:
    """One line per table whose rows without content have something written in them."""
    for number, table in enumerate(tables):
        rows = [row for row in table.body if (number, row) in empty]
        cells = {row: [table.grid.at(row, col) for col in table.where.values()] for row in rows}
        written = [row for row in rows if any(cell is not None and cell != "" for cell in cells[row])]
        if written:
            state.subjects.append(-1 - number)
            place = table.grid.place(written[0])
            state.findings.append(Finding("T-BLANK-ROWS", place, facts={"行数": len(written)}))


def _facts(context: RunContext, identified: Sequence[Identified]) -> RuleContext:
    """截止日 is what the run says, else the settings, the period's end, the form's own date; today only as
    the last bound of what can be in the future."""
    settings = context.settings
    period = context.period or settings.period
    filled = [one.filled_on for one in identified if one.filled_on]
    as_of = (
        context.as_of or settings.as_of or (period.end if period else None) or (filled[0] if filled else None)
    )
    return RuleContext(as_of or dt.date.today(), settings.params, period, settings.names, settings.office)


def _empty_rows(state: CheckState) -> frozenset[tuple[int, int]]:
    """(table number, row) of rows where no column of the form says anything."""
    empty = []
    for number, (start, table) in enumerate(state.spans()):
        bound = [state.values[title] for title in table.where if title in state.values]
        candidates = [row for row in range(start, start + len(table.body)) if bound and bound[0][row] is None]
        flagged = {row for row, _ in state.flagged} if candidates else set()
        empty += [
            (number, state.rows[row])
            for row in candidates
            if row not in flagged and all(values[row] is None for values in bound)
        ]
    return frozenset(empty)
