"""The rows of one ledger joined by key: what is kept, held and carried, under the rows that gave way."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from union_xl.merge.balance import held_rows
from union_xl.merge.clerk_state import ClerkState
from union_xl.merge.duplicates import resolve_duplicates
from union_xl.merge.kept_rows import KeptRows
from union_xl.merge.missing_rows import missing_rows
from union_xl.merge.possible_duplicates import possible_duplicates
from union_xl.merge.row_table import RowTable
from union_xl.model import Conflict, Finding, HeldEntry, PlaceKey, RunContext


@dataclass(frozen=True)
class RowsToJoin:
    """The rows of a ledger before they are joined by key: `keys_read` are the keys as the returns say them,
    `findings` the findings so far."""

    table: RowTable
    keys_read: Collection[str | None]
    findings: Sequence[Finding]


@dataclass(frozen=True)
class JoinedRows:
    """The same after: its kept and held rows, the held rows that a kept one carries, and what is to be
    told."""

    table: RowTable
    kept: KeptRows
    held: Sequence[HeldEntry]
    carried: Mapping[PlaceKey, PlaceKey]
    conflicts: Sequence[Conflict]
    findings: Sequence[Finding]


def join_rows(
    rows: RowsToJoin, gave_way: Mapping[int, str], context: RunContext, base: ClerkState
) -> JoinedRows:
    """Join the rows of a ledger by key, without those that gave way (row: code of the rule): what was
    joined to one of them is judged anew.  The table given stays as it is."""
    table = rows.table.copy()
    for index, code in gave_way.items():
        table.hold(index, code)
    conflicts, findings = resolve_duplicates(table, context, base)
    findings = [*findings, *missing_rows(table, rows.keys_read, base, context, rows.findings)]
    table.follow_carriers()
    held = held_rows(table, {})
    # A row that gave way has no fault of its own: nobody takes it for another.
    own = [one for one in held if not _looks_around(one, table)]
    clashes, notes, carried = possible_duplicates(table, own, base)
    return JoinedRows(
        table,
        KeptRows(table, context),
        held_rows(table, carried) if carried else held,
        carried,
        [*conflicts, *clashes],
        [*findings, *notes],
    )


def _looks_around(one: HeldEntry, table: RowTable) -> bool:
    codes = {rule.code for rule in table.form.rules if rule.yields}
    return bool(codes) and one.row.rules[0] in codes
