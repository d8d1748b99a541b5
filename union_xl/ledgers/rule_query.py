"""The rules of a ledger ready to run, and which row breaks which of them, with the facts of its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter
from typing import Any

from union_xl.expressions import (
    NOTHING,
    Constant,
    ExpressionParser,
    RowRule,
    RowRules,
    Shape,
    broken_rows,
    quoted,
)
from union_xl.findings import CURE, NAME, SAYS
from union_xl.ledgers.form import Form, Rule
from union_xl.ledgers.functions import FUNCTIONS
from union_xl.model import Suggestion
from union_xl.model.grid import as_said

_MADE_LATER = frozenset(["多行", "总行", "空行"])
"""Names of a sentence that are told when the finding is made."""
_LIKELY = "建议"


@dataclass(frozen=True, slots=True)
class RuleQuery:
    """A rule whose expressions were parsed and checked.

    `holds`, `yields` and `facts` (name in a sentence, or 建议) are SQL rebuilt from their syntax trees; `used` are the
    names of the rule's own ledger they use, `others` those of other ledgers {short title: names}; `named` are
    the names in its sentence and cure; `failed` says why it cannot run.
    """

    rule: Rule
    holds: str = ""
    yields: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    used: frozenset[str] = frozenset()
    others: Mapping[str, frozenset[str]] = field(default_factory=dict)
    named: tuple[str, ...] = ()
    failed: str = ""

    @property
    def looks_around(self) -> bool:
        """True where it looks at other rows: such a rule runs over the whole ledger."""
        return bool(self.others) or "(SELECT " in f"{self.holds}{self.yields}".upper()


@dataclass(frozen=True, slots=True)
class Violation:
    """A row (0-based) that breaks a rule; `facts` are what its sentence names, `suggestions` likely values of
    the cell."""

    rule: Rule
    row: int
    facts: Mapping[str, Any]
    suggestions: tuple[Suggestion, ...] = ()


def expressions(rule: Rule) -> list[str]:
    """Every expression of a rule as typed."""
    if rule.test:
        return []
    return [text for text in (rule.holds, rule.yields, rule.suggest, *(one for _, one in rule.let)) if text]


def prepared(reader: ExpressionParser, form: Form, rule: Rule) -> RuleQuery:
    """A rule ready to run.  Raises `ExpressionError` for an expression that is not allowed or names nothing known."""
    if rule.test:
        return RuleQuery(rule, named=_named(rule))
    holds = reader.condition(rule.holds, form.short)
    let = {name: reader.condition(text, form.short) for name, text in rule.let}
    if rule.suggest:
        let[_LIKELY] = reader.condition(rule.suggest, form.short)
    plain = {
        name: reader.condition(quoted(name), form.short)
        for name in _named(rule)
        if name not in {*let, *form.titles, *_MADE_LATER}
    }
    gives_way = reader.condition(rule.yields, form.short) if rule.yields else NOTHING
    every = [holds, gives_way, *let.values(), *plain.values()]
    return RuleQuery(
        rule,
        holds.sql,
        gives_way.sql,
        {name: one.sql for name, one in (let | plain).items()},
        frozenset(name for one in every for name in one.uses.get(form.short, ())),
        {
            short: frozenset(name for one in every for name in one.uses.get(short, ()))
            for short in dict.fromkeys(short for one in every for short in one.uses)
            if short != form.short
        },
        _named(rule),
    )


def _named(rule: Rule) -> tuple[str, ...]:
    """The names in a rule's sentence and cure, in their order."""
    texts = (rule.says, rule.cure)
    return tuple(dict.fromkeys(name for text in texts for _, name, _, _ in Formatter().parse(text) if name))


def violations(
    shape: Shape,
    queries: Sequence[RuleQuery],
    columns: Mapping[str, Sequence[Any]],
    count: int,
    shared: Mapping[str, Constant],
) -> tuple[list[Violation], list[RuleQuery]]:
    """Every violation by some rows of a ledger of rules that look at no other row, by rule and row; and the
    rules that could not be worked out.

    `columns` are tidy values by standard title.
    """
    asked = [one for one in queries if one.holds and not one.looks_around]
    used = frozenset(name for one in asked for name in one.used)
    rules = RowRules(shape, tuple(RowRule(one.holds, one.facts) for one in asked), used)
    found: list[Violation] = []
    unrun: list[RuleQuery] = []
    for query, rows in zip(asked, broken_rows(rules, columns, count, shared), strict=True):
        if rows is None:
            unrun.append(query)
            continue
        own = [(name, columns[name]) for name in query.named if name in columns]
        for row, facts in rows.items():
            likely = facts.pop(_LIKELY, None)
            for name, values in own:
                facts[name] = values[row]
            found.append(Violation(query.rule, row, facts, _suggested(query.rule, likely)))
    for query in queries:
        if query.rule.test:
            found += _tested(query.rule, columns, count)
    return found, unrun


def _tested(rule: Rule, columns: Mapping[str, Sequence[Any]], count: int) -> Iterator[Violation]:
    given = [columns.get(title) or [None] * count for title in rule.over]
    for row, facts in FUNCTIONS[rule.test](*given).items():
        own = {title: values[row] for title, values in zip(rule.over, given, strict=True)}
        yield Violation(rule, row, own | facts, _suggested(rule, facts.get(rule.suggest)))


def _suggested(rule: Rule, likely: Any) -> tuple[Suggestion, ...]:
    return () if likely is None else (Suggestion(as_said(likely), rule.because),)


def column_of(form: Form, rule: Rule) -> str:
    """Where a rule is told: its column, else the one its condition names last."""
    return rule.column or max(form.titles, key=rule.holds.rfind)


def words(rule: Rule, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a finding: a rule's name, its sentence and cure filled in; a blank cell reads `未填`, what
    nobody knows `？`."""
    told = {name: "未填" if value is None else value for name, value in facts.items()}
    own = {name: value for name, value in facts.items() if isinstance(value, str | int | float)}
    return own | {NAME: rule.title, SAYS: _filled(rule.says, told), CURE: _filled(rule.cure, told)}


def _filled(sentence: str, facts: Mapping[str, Any]) -> str:
    return "".join(
        text + (as_said(facts.get(name, "？")) if name else "")
        for text, name, _, _ in Formatter().parse(sentence)
    )
