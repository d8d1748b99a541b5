"""Checking: the tables of one form in one file -> kept, joined and held rows, and what is to be told.

Every row read is kept, joined to a kept row, or held whole with its reasons; read == kept + joined + held.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from union_xl.core import Context, Finding, Identified, Mend, Part, Table
from union_xl.ledgers.form import Form
from union_xl.validate import blanks, identity, last_word, ledger_rules, owners, repeats
from union_xl.validate.assembling import assemble, in_order, log
from union_xl.validate.desk import Desk, Facts, TooMany
from union_xl.validate.tidying import tidy_table
from union_xl.validate.together import Pausing, finished

__all__ = ["Checked", "Pausing", "TooMany", "check", "finished", "pausing"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking makes of the tables of one form in one file."""

    part: Part
    findings: tuple[Finding, ...]
    mends: tuple[Mend, ...]


def check(
    form: Form,
    tables: Sequence[Table],
    identified: Sequence[Identified],
    context: Context,
    match: owners.Match | None = None,
    most: int = 2**63,
) -> Checked:
    """Check the tables of one form in one file.

    Args:
        form: the declared form.
        tables: its tables, in the order of the book.
        identified: for each table whose it is (name, code, community, how, on_roster, period, filled_on).
        context: settings (parameters, levels), 截止日.
        match: `match(text, code)` gives an object whose `unit` is the roster's unit or None.
        most: findings beyond which checking is given up.

    Returns: the part, findings and mends, in the order of the sheet.  Raises TooMany beyond `most` findings,
    and nothing else on data.
    """
    return finished([pausing(form, tables, identified, context, match, most)])[0]


def pausing(
    form: Form,
    tables: Sequence[Table],
    identified: Sequence[Identified],
    context: Context,
    match: owners.Match | None = None,
    most: int = 2**63,
) -> Pausing[Checked]:
    """`check`, which pauses where the rules of the ledger are to be run (`finished` goes on with several)."""
    desk = _laid_out(form, tables, identified, context, most)
    owners.settle(desk, identified, match)
    identity.settle(desk)
    blanks.derive(desk)
    blanks.missing(desk)
    ledger_rules.tell(desk, (yield desk))
    joined = repeats.settle(desk)
    last_word.judge(desk, desk.left(joined))
    part = assemble(desk, joined, identified)
    return Checked(part, in_order(desk), log(desk))


def _laid_out(
    form: Form, tables: Sequence[Table], identified: Sequence[Identified], context: Context, most: int
) -> Desk:
    """The tidy columns; rows where nothing but a running number stands are no data and left out."""
    levels = {rule.code: rule.level for rule in form.rules} | dict(context.settings.levels)
    desk = Desk(form, tables, _facts(context, identified), levels, most=most)
    for start, table in desk.spans():
        tidy_table(desk, start, table)
    empty = _empty_rows(desk)
    if not empty:
        return desk
    fuller = [
        replace(table, body=tuple(row for row in table.body if (number, row) not in empty))
        for number, table in enumerate(tables)
    ]
    desk = _laid_out(form, fuller, identified, context, most)
    _tell_empty(desk, tables, empty)
    return desk


def _tell_empty(desk: Desk, tables: Sequence[Table], empty: frozenset[tuple[int, int]]) -> None:
    """One line per table whose rows without content have something written in them."""
    for number, table in enumerate(tables):
        rows = [row for row in table.body if (number, row) in empty]
        cells = {row: [table.grid.at(row, col) for col in table.where.values()] for row in rows}
        written = [row for row in rows if any(cell is not None and cell != "" for cell in cells[row])]
        if written:
            desk.speaks.append(-1 - number)
            place = table.grid.place(written[0])
            desk.findings.append(Finding("T-BLANK-ROWS", place, facts={"行数": len(written)}))


def _facts(context: Context, identified: Sequence[Identified]) -> Facts:
    """截止日 is what the run says, else the settings, the period's end, the form's own date; today only as
    the last bound of what can be in the future."""
    settings = context.settings
    period = context.period or settings.period
    filled = [one.filled_on for one in identified if one.filled_on]
    as_of = (
        context.as_of or settings.as_of or (period.end if period else None) or (filled[0] if filled else None)
    )
    return Facts(as_of or dt.date.today(), settings.params, period, settings.names, settings.office)


def _empty_rows(desk: Desk) -> frozenset[tuple[int, int]]:
    """(table number, row) of rows where no column of the form says anything."""
    empty = []
    for number, (start, table) in enumerate(desk.spans()):
        bound = [desk.values[title] for title in table.where if title in desk.values]
        candidates = [row for row in range(start, start + len(table.body)) if bound and bound[0][row] is None]
        blamed = {row for row, _ in desk.blamed} if candidates else set()
        empty += [
            (number, desk.rows[row])
            for row in candidates
            if row not in blamed and all(values[row] is None for values in bound)
        ]
    return frozenset(empty)
