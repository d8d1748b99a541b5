"""The fixed point of merging: rows that give way are held, all else is settled anew, until nothing changes.

Of a round all rules judge one and the same state.  Only rules whose declaration says which row yields hold a
row, and a row once held stays held: so the rounds end, and the order of the returns does not matter.
In a round the rows of each ledger are joined by key: what is kept, held and carried, under the rows that gave
way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from union_xl import findings as catalogue
from union_xl.merge.balance import held_rows
from union_xl.merge.clerk_state import Accepted, ClerkState
from union_xl.merge.cross_ledger_rules import CrossLedgerRules
from union_xl.merge.decisions import is_closed
from union_xl.merge.duplicates import resolve_duplicates
from union_xl.merge.kept_rows import KeptRows
from union_xl.merge.keys import tag_of
from union_xl.merge.missing_rows import missing_rows
from union_xl.merge.possible_duplicates import possible_duplicates
from union_xl.merge.row_table import RowTable
from union_xl.merge.rule_violations import RuleViolations
from union_xl.model import ERROR, Conflict, Finding, HeldEntry, Place, PlaceKey, RunContext


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


@dataclass(frozen=True)
class RoundsResult:
    """Every ledger joined, the rows that gave way {slug: {row of the table: code}}, what the rules over other
    rows say, and the places of the exceptions (merge.Accepted) in force."""

    joined: Mapping[str, JoinedRows]
    gave_way: Mapping[str, Mapping[int, str]]
    findings: Sequence[Finding]
    accepted: frozenset[PlaceKey]


def run_rounds(
    to_join: Mapping[str, RowsToJoin],
    ledger_rules: CrossLedgerRules,
    context: RunContext,
    base: ClerkState,
    new: Collection[str] = (),
) -> RoundsResult:
    """Join every ledger and hold the rows that give way; the others that break a rule are kept, 待核 unless
    the clerk closed it.  `new` are the files sent anew since."""
    gave_way: dict[str, dict[int, str]] = {slug: {} for slug in to_join}
    made = {slug: join_rows(one, {}, context, base) for slug, one in to_join.items()}
    findings: list[Finding] = []
    while True:
        kept = {slug: one.kept for slug, one in made.items()}
        broken = ledger_rules.violations(kept, [row for one in made.values() for row in one.held])
        judged = [_Judged(one, made[one.form.slug], context, base) for one in broken]
        giving = [one for one in judged if one.gives_way]
        if not giving:
            break
        for one in giving:
            findings += [finding for finding, _ in one.findings(one.gives_way)]
            for row in sorted(one.gives_way):
                gave_way[one.slug].setdefault(one.made.kept.index(row), one.violations.query.rule.code)
        for slug in dict.fromkeys(one.slug for one in giving):
            made[slug] = join_rows(to_join[slug], gave_way[slug], context, base)
    for one in judged:
        for finding, rows in one.findings(one.stays):
            findings.append(finding)
            if not is_closed(finding, base, new):
                one.made.kept.wait(rows)
    findings += [finding for one in judged for finding in one.reasons_wanted()]
    accepted = frozenset(given.place for one in judged for given in one.accepted.values())
    return RoundsResult(made, gave_way, findings, accepted)


class _Judged:
    """The violations of a rule in the state of its round: which rows give way, which the clerk accepted
    (row: exception), and which stay."""

    def __init__(
        self, violations: RuleViolations, made: JoinedRows, context: RunContext, base: ClerkState
    ) -> None:
        self.violations, self.made = violations, made
        self.slug = violations.form.slug
        rule = violations.query.rule
        level = catalogue.level(rule.code, {rule.code: rule.level} | {**context.settings.levels})
        yields = violations.yields if level == ERROR else frozenset()
        given = [one for one in base.accepted if one.form == self.slug and rule.code in one.rules]
        pairs = ((row, one) for row in yields for one in given if self._is(row, one))
        self.accepted = dict(pairs)
        self.gives_way = yields - self.accepted.keys()
        # Beside an accepted exception the rows that need not yield are broken by it, too: no news.
        self.stays = frozenset() if self.accepted else violations.facts.keys() - yields

    def _is(self, row: int, one: Accepted) -> bool:
        """Whether an exception was made for a row: it stands in its place, or is called the same."""
        table, index = self.made.table, self.made.kept.index(row)
        if one.place == table.place(index):
            return True
        return bool(one.tag) and one.tag == tag_of(table.form, table.values(index))

    def findings(self, which: Collection[int]) -> Iterator[tuple[Finding, list[int]]]:
        """What is told of some of its rows, each time with the rows."""
        return self.violations.findings(self.made.kept, which)

    def reasons_wanted(self) -> Iterator[Finding]:
        """A reason is asked for where the clerk gave none."""
        for row, one in self.accepted.items():
            if not one.reason:
                index = self.made.kept.index(row)
                place = Place(*self.made.table.place(index), 0)
                yield Finding("L-NO-REASON", place, unit=self.made.table.unit(index), form=self.slug)
