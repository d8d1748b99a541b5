"""The rows of one ledger joined by key: what is kept, held and carried, under the rows that gave way."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from union_xl.core import Conflict, Context, Finding
from union_xl.merge.accounts import Held, held_rows
from union_xl.merge.base import Base, PlaceKey
from union_xl.merge.kept import Kept
from union_xl.merge.missing_rows import missing_rows
from union_xl.merge.stack import Stack
from union_xl.merge.twice import maybe_same, settle_twice


@dataclass(frozen=True)
class LaidOut:
    """A pile before its rows are joined by key: `read` are the keys as the returns say them, `told` the
    findings so far."""

    pile: Stack
    read: Collection[str | None]
    told: Sequence[Finding]


@dataclass(frozen=True)
class Joined:
    """A pile after: its kept and held rows, the held rows that a kept one carries, and what is to be told."""

    pile: Stack
    kept: Kept
    held: Sequence[Held]
    carried: Mapping[PlaceKey, PlaceKey]
    conflicts: Sequence[Conflict]
    findings: Sequence[Finding]


def joined(laid: LaidOut, gave_way: Mapping[int, str], context: Context, base: Base) -> Joined:
    """Join the rows of a pile by key, without those that gave way (row: code of the rule): what was joined to
    one of them is judged anew.  The pile given stays as it is."""
    pile = laid.pile.copy()
    for index, code in gave_way.items():
        pile.hold(index, code)
    conflicts, findings = settle_twice(pile, context, base)
    findings = [*findings, *missing_rows(pile, laid.read, base, context, laid.told)]
    pile.settle()
    held = held_rows(pile, {})
    # A row that gave way has no fault of its own: nobody takes it for another.
    own = [one for one in held if not _looks_around(one, pile)]
    clashes, notes, carried = maybe_same(pile, own, base)
    return Joined(
        pile,
        Kept(pile, context),
        held_rows(pile, carried) if carried else held,
        carried,
        [*conflicts, *clashes],
        [*findings, *notes],
    )


def _looks_around(one: Held, pile: Stack) -> bool:
    codes = {rule.code for rule in pile.form.rules if rule.yields}
    return bool(codes) and one[3].rules[0] in codes
