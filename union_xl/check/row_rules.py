"""The rules of a ledger over the rows of one part: told at each cell, gathered where most rows have it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from typing import Any

from union_xl.check.check_state import CheckState
from union_xl.ledgers.form import Form, Rule
from union_xl.ledgers.rule_query import (
    RuleQuery,
    Violation,
    column_of,
    expressions,
    prepared,
    violations,
    words,
)
from union_xl.ledgers.shapes import shape_of

DOUBTS = frozenset(
    [
        *("DATE-AMBIGUOUS", "DATE-SHORT-YEAR", "DATE-YEAR-ONLY", "DATE-RANGE", "DATE-VAGUE"),
        *("NUM-ABOUT", "CHOICE-DOUBT", "CHOICE-CODE", "ID-15", "B-R1"),
    ]
)
"""Said of a value that was read, but perhaps not as meant."""
BIRTHS = ("证件出生", "出生")
MANY, SHARE = 20, 0.3
"""A 提醒 that bites more rows than both, of one unit in one table, says something about the column, not about
the rows."""
FEW, FEW_SHARE = 2, 0.02
"""The same of what is `ordinary`."""


@dataclass(frozen=True, slots=True)
class RuleResults:
    """What breaks the rules in a check state, the rules that could not be worked out, and all that were
    run."""

    found: Sequence[Violation] = ()
    unrun: Sequence[RuleQuery] = ()
    queries: Sequence[RuleQuery] = ()


def run_row_rules(states: Sequence[CheckState]) -> list[RuleResults]:
    """What breaks, in each state, the rules of its form that look at no other row; the states of one form and
    run are one statement.

    Cells something was told about are blank there, so consequences stay silent.
    """
    groups: dict[tuple[Any, ...], list[int]] = {}
    for number, state in enumerate(states):
        facts = state.facts
        settings = id(facts.params), id(facts.names), facts.period, facts.as_of
        groups.setdefault((state.form, *settings), []).append(number)
    made: dict[int, RuleResults] = {}
    for numbers in groups.values():
        made |= zip(numbers, _together([states[number] for number in numbers]), strict=True)
    return [made[number] for number in range(len(states))]


def _together(states: Sequence[CheckState]) -> list[RuleResults]:
    """The same of states of one form and run."""
    from union_xl.expressions import constant_names, constants

    form, facts = states[0].form, states[0].facts
    shared = constants(facts.params, facts.names, facts.period, facts.as_of)
    queries = _queries(form, constant_names(shared))
    starts = list(accumulate((len(state.rows) for state in states), initial=0))
    if not queries or not starts[-1]:
        return [RuleResults() for _ in states]
    columns = states[0].values
    if len(states) > 1:
        columns = {t: list(chain.from_iterable(state.values[t] for state in states)) for t in columns}
    found, unrun = violations(shape_of(form), queries, columns, starts[-1], shared)
    if unrun and len(states) > 1:  # one file's cells may be the reason
        return [one for state in states for one in _together([state])]
    own: list[list[Violation]] = [[] for _ in states]
    for one in found:
        at = bisect_right(starts, one.row) - 1
        if states[at].bound.issuperset(one.rule.needs):
            own[at].append(Violation(one.rule, one.row - starts[at], one.facts, one.suggestions))
    unrun += [query for query in queries if query.failed]
    return [
        RuleResults(some, [one for one in unrun if state.bound.issuperset(one.rule.needs)], queries)
        for some, state in zip(own, states, strict=True)
    ]


def add_finding(state: CheckState, results: RuleResults) -> None:
    """Tell every violation; a rule that cannot be run is told once (`EXPR-FAILED`) and rests."""
    hits: dict[int, list[Violation]] = {}
    for one in results.found:
        hits.setdefault(id(one.rule), []).append(one)
    for query in results.queries if state.flagged else ():
        group = hits.get(id(query.rule))
        if group and not state.holds(query.rule.code):
            hits[id(query.rule)] = [one for one in group if not _doubted(state, one, query.used)]
    for query in results.unrun:
        facts = {"编号": query.rule.code, "原因": query.failed or "算不出“是”或“否”"}
        state.add_column_finding("EXPR-FAILED", state.tables[0], column_of(state.form, query.rule), facts)
    for query in results.queries:
        if group := hits.get(id(query.rule)):
            _tell(state, query.rule, group)


@lru_cache(maxsize=256)
def _queries(form: Form, known: frozenset[str]) -> tuple[RuleQuery, ...]:
    """The rules of a form ready to run, but for those that look at other rows: they run over whole ledgers.
    `known` are the names that all rows of a run share."""
    from union_xl.expressions import ROW, ExpressionParser, kept_connection

    rules = [rule for rule in form.rules if not any("select" in text.lower() for text in expressions(rule))]
    if not rules:
        return ()
    shape = shape_of(form)
    reader = ExpressionParser(kept_connection(), {form.short: {ROW, *shape.columns, *shape.derived, *known}})
    reader.prepare(text for rule in rules for text in expressions(rule))
    return tuple(_prepared(reader, form, rules))


def _prepared(reader: Any, form: Form, rules: Sequence[Rule]) -> Iterator[RuleQuery]:
    from union_xl.expressions import ExpressionError

    for rule in rules:
        try:
            yield prepared(reader, form, rule)
        except ExpressionError as reason:
            yield RuleQuery(rule, failed=str(reason))


def _doubted(state: CheckState, one: Violation, used: frozenset[str]) -> bool:
    """True where a rule rests on a cell that is told to be doubtful; what follows from it is no news."""
    titles = {name.removesuffix("末") for name in used} | {*one.rule.over}
    if titles.intersection(BIRTHS):
        titles |= {one.title for one in state.form.columns if one.privacy in ("id", "birth")}
    return any(state.rule_at(one.row, title) in DOUBTS for title in titles)


def _tell(state: CheckState, rule: Rule, hits: Sequence[Violation]) -> None:
    title = column_of(state.form, rule)
    for group in _groups(state, hits):
        if not state.holds(rule.code) and _gathered(state, rule, group):
            if rule.once_above is None or len(group) > max(3, rule.once_above * _rows_of_unit(state, group)):
                _tell_once(state, rule, title, group)
            continue
        for one in group:
            if (one.row, title) in state.flagged and state.values[title][one.row] is None:
                continue  # what was unusable is not told to be missing as well
            state.add_finding(
                rule.code, one.row, title, words(rule, {**one.facts, "多行": ""}), one.suggestions
            )


def _tell_once(state: CheckState, rule: Rule, title: str, group: Sequence[Violation]) -> None:
    first, total = group[0], _rows_of_unit(state, group)
    counted = {"多行": f"（共{len(group)}行）", "空行": len(group), "总行": total}
    facts = words(rule, {**first.facts, **counted})
    facts |= {"行数": len(group), "首行": state.rows[first.row]}
    state.add_column_finding(rule.code, state.tables[state.owners[first.row]], title, facts, first.row)


def _groups(state: CheckState, hits: Sequence[Violation]) -> list[list[Violation]]:
    """The hits by table and by the unit of the row: each goes to its own unit, in its own sheet."""
    groups: dict[tuple[int, Any], list[Violation]] = {}
    owners, units = state.owners, state.values.get(state.unit_title) or [""] * len(state.rows)
    for one in hits:
        groups.setdefault((owners[one.row], units[one.row] or ""), []).append(one)
    return list(groups.values())


def _rows_of_unit(state: CheckState, group: Sequence[Violation]) -> int:
    """How many rows the unit of a group has in its table; all of them where the rows name none."""
    number, unit = state.owners[group[0].row], state.unit(group[0].row)
    return state.units(number)[unit] if unit else len(state.tables[number].body)


def _gathered(state: CheckState, rule: Rule, group: Sequence[Violation]) -> bool:
    """True where one line for the column says it better than a line per row."""
    if rule.once_above is not None:
        return True
    many, share = (FEW, FEW_SHARE) if rule.ordinary else (MANY, SHARE)
    return len(group) > many and len(group) > share * _rows_of_unit(state, group)
