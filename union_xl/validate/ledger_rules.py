"""The rules of a ledger over the rows of one part: told at each cell, gathered where most rows have it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

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
from union_xl.validate.desk import Desk

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


def apply(desk: Desk) -> None:
    """Tell every breach of the form's rules that look at no other row.

    Cells something was told about are blank here, so consequences stay silent.  A rule that cannot be run is
    told once (`EXPR-FAILED`) and rests.
    """
    from union_xl.expressions import constants

    queries = [one for one in _queries(desk.form) if desk.bound.issuperset(one.rule.needs)]
    if not desk.rows or not queries:
        return
    facts, shape = desk.facts, shape_of(desk.form)
    shared = constants(facts.params, facts.names, facts.period, facts.as_of)
    found, unrun = violations(shape, queries, desk.values, len(desk.rows), shared)
    used = {id(one.rule): one.used for one in queries}
    hits: dict[int, list[Violation]] = {}
    for one in found:
        if desk.holds(one.rule.code) or not _doubted(desk, one, used[id(one.rule)]):
            hits.setdefault(id(one.rule), []).append(one)
    for query in queries:
        if query.failed or query in unrun:
            why = query.failed or "算不出“是”或“否”"
            told = {"编号": query.rule.code, "原因": why}
            desk.tell_column("EXPR-FAILED", desk.tables[0], column_of(desk.form, query.rule), told)
        if group := hits.get(id(query.rule)):
            _tell(desk, query.rule, group)


@lru_cache(maxsize=64)
def _queries(form: Form) -> tuple[RuleQuery, ...]:
    """The rules of a form ready to run; those that look at other rows are run over whole ledgers."""
    if not form.rules:
        return ()
    from union_xl.expressions import ROW, Reader, connect, constants, spoken

    connection = connect()
    try:
        shape = shape_of(form)
        names = {ROW, *shape.columns, *shape.derived, *spoken(constants())}
        reader = Reader(connection, {form.short: names})
        reader.prepare(text for rule in form.rules for text in expressions(rule))
        return tuple(one for one in _prepared(reader, form) if not one.looks_around)
    finally:
        connection.close()


def _prepared(reader: Any, form: Form) -> Iterator[RuleQuery]:
    from union_xl.expressions import UnknownLedger, Wrong

    for rule in form.rules:
        try:
            yield prepared(reader, form, rule)
        except UnknownLedger:
            continue
        except Wrong as reason:
            yield RuleQuery(rule, failed=str(reason))


def _doubted(desk: Desk, one: Violation, used: frozenset[str]) -> bool:
    """True where a rule rests on a cell that is told to be doubtful; what follows from it is no news."""
    if not desk.blamed:
        return False
    titles = {name.removesuffix("末") for name in used} | {*one.rule.over}
    if titles.intersection(BIRTHS):
        titles |= {one.title for one in desk.form.columns if one.privacy in ("id", "birth")}
    return any(desk.rule_at(one.row, title) in DOUBTS for title in titles)


def _tell(desk: Desk, rule: Rule, hits: Sequence[Violation]) -> None:
    title = column_of(desk.form, rule)
    for group in _groups(desk, hits):
        if not desk.holds(rule.code) and _gathered(desk, rule, group):
            if rule.once_above is None or len(group) > max(3, rule.once_above * _rows_of_unit(desk, group)):
                _tell_once(desk, rule, title, group)
            continue
        for one in group:
            if (one.row, title) in desk.blamed and desk.values[title][one.row] is None:
                continue  # what was unusable is not told to be missing as well
            desk.tell(rule.code, one.row, title, words(rule, {**one.facts, "多行": ""}), one.suggestions)


def _tell_once(desk: Desk, rule: Rule, title: str, group: Sequence[Violation]) -> None:
    first, total = group[0], _rows_of_unit(desk, group)
    counted = {"多行": f"（共{len(group)}行）", "空行": len(group), "总行": total}
    facts = words(rule, {**first.facts, **counted})
    facts |= {"行数": len(group), "首行": desk.rows[first.row]}
    desk.tell_column(rule.code, desk.tables[desk.owners[first.row]], title, facts, first.row)


def _groups(desk: Desk, hits: Sequence[Violation]) -> list[list[Violation]]:
    """The hits by table and by the unit of the row: each goes to its own unit, in its own sheet."""
    groups: dict[tuple[int, str], list[Violation]] = {}
    for one in hits:
        groups.setdefault((desk.owners[one.row], desk.unit(one.row)), []).append(one)
    return list(groups.values())


def _rows_of_unit(desk: Desk, group: Sequence[Violation]) -> int:
    """How many rows the unit of a group has in its table; all of them where the rows name none."""
    number, unit = desk.owners[group[0].row], desk.unit(group[0].row)
    return desk.units(number)[unit] if unit else len(desk.tables[number].body)


def _gathered(desk: Desk, rule: Rule, group: Sequence[Violation]) -> bool:
    """True where one line for the column says it better than a line per row."""
    if rule.once_above is not None:
        return True
    many, share = (FEW, FEW_SHARE) if rule.ordinary else (MANY, SHARE)
    return len(group) > many and len(group) > share * _rows_of_unit(desk, group)
