"""The rows of one ledger joined by key: what is kept, held and carried, under the rows that gave way."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from union_xl.merge.balance import Held, held_rows
from union_xl.merge.clerk_state import ClerkState, PlaceKey
from union_xl.merge.duplicates import possible_duplicates, resolve_duplicates
from union_xl.merge.kept_rows import KeptRows
from union_xl.merge.missing_rows import missing_rows
from union_xl.merge.row_table import RowTable
from union_xl.model import Conflict, Finding, RunContext


@dataclass(frozen=True)
class LaidOut:
    """A pile before its rows are joined by key: `read` are the keys as the returns say them, `told` the
    findings so far."""

    pile: RowTable
    read: Collection[str | None]
    told: Sequence[Finding]


@dataclass(frozen=True)
class Joined:
    """A pile after: its kept and held rows, the held rows that a kept one carries, and what is to be told."""

    pile: RowTable
    kept: KeptRows
    held: Sequence[Held]
    carried: Mapping[PlaceKey, PlaceKey]
    conflicts: Sequence[Conflict]
    findings: Sequence[Finding]


def joined(laid: LaidOut, gave_way: Mapping[int, str], context: RunContext, base: ClerkState) -> Joined:
    """Join the rows of a pile by key, without those that gave way (row: code of the rule): what was joined to
    one of them is judged anew.  The pile given stays as it is."""
    pile = laid.pile.copy()
    for index, code in gave_way.items():
        pile.hold(index, code)
    conflicts, findings = resolve_duplicates(pile, context, base)
    findings = [*findings, *missing_rows(pile, laid.read, base, context, laid.told)]
    pile.settle()
    held = held_rows(pile, {})
    # A row that gave way has no fault of its own: nobody takes it for another.
    own = [one for one in held if not _looks_around(one, pile)]
    clashes, notes, carried = possible_duplicates(pile, own, base)
    return Joined(
        pile,
        KeptRows(pile, context),
        held_rows(pile, carried) if carried else held,
        carried,
        [*conflicts, *clashes],
        [*findings, *notes],
    )


def _looks_around(one: Held, pile: RowTable) -> bool:
    codes = {rule.code for rule in pile.form.rules if rule.yields}
    return bool(codes) and one[3].rules[0] in codes
