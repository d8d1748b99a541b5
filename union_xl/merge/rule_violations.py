"""What the rows of a ledger break: a rule over other rows, and what is told of each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from union_xl.ledgers import Form
from union_xl.ledgers.rule_query import RuleQuery, column_of, words
from union_xl.merge.kept_rows import KeptRows
from union_xl.model import Finding, Place
from union_xl.model.rows import FILE, SHEET

MANY = 20
"""More rows than these, of one unit in one sheet, that break one rule are told in one line."""


@dataclass(frozen=True)
class RuleViolations:
    """A rule and the kept rows (0-based) that break it, each with the facts of its sentence; those that give
    way; why it could not be worked out ('': it could)."""

    form: Form
    query: RuleQuery
    facts: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    yields: frozenset[int] = frozenset()
    failed: str = ""

    def veiled(self, closed: Collection[str]) -> RuleViolations:
        """The same without what was worked out from restricted ledgers (`closed`, short titles), where the
        rule is told in a ledger that everybody may open."""
        if self.form.restricted or self.query.others.keys().isdisjoint(closed):
            return self
        return replace(
            self, facts={row: dict.fromkeys(facts, "（限阅）") for row, facts in self.facts.items()}
        )

    def where_asked(self, rows: KeptRows) -> RuleViolations:
        """What is left of it in files that have the columns the rule needs."""
        needs = self.query.rule.needs
        if not needs or not self.facts:
            return self
        facts = {row: said for row, said in self.facts.items() if rows.asked_for(row, needs)}
        return replace(self, facts=facts, yields=self.yields & facts.keys())

    def findings(self, rows: KeptRows, which: Collection[int]) -> Iterator[tuple[Finding, list[int]]]:
        """A line for each of `which` rows, with the rows it speaks of; one for all where many rows of a unit
        in a sheet break the rule."""
        title, rule = column_of(self.form, self.query.rule), self.query.rule
        if self.failed:
            place = Place(rows.cell(FILE, 0), rows.cell(SHEET, 0)) if len(rows) else Place("")
            facts = {"编号": rule.code, "原因": self.failed}
            yield Finding("EXPR-FAILED", place, title, None, facts, form=self.form.slug), []
        groups: dict[tuple[Any, ...], list[int]] = {}
        for row in sorted(which):
            groups.setdefault((rows.cell(FILE, row), rows.cell(SHEET, row), rows.unit(row)), []).append(row)
        for group in groups.values():
            many = not rule.yields and (rule.once_above is not None or len(group) > MANY)
            for alike in [group] if many else [[row] for row in group]:
                first, more = alike[0], f"（共{len(alike)}行）" if len(alike) > 1 else ""
                own = {name: rows.cell(name, first) for name in self.query.named & self.form.by_title.keys()}
                facts = words(rule, {**self.facts[first], **own, "多行": more})
                yield rows.tell(rule.code, first, title, facts), alike
