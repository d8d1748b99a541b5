"""Every rule of every ledger fires on the rows it says it fires on, and rests on the others."""

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache

import pytest

from union_xl.expressions import ExpressionParser, LedgerTables, connect, constants, quoted
from union_xl.ledgers import BUILT_IN, Form, Rule
from union_xl.ledgers.rule_query import CURE, SAYS, RuleQuery, prepared, violations, words
from union_xl.ledgers.shapes import shape_of
from union_xl.model import period
from union_xl.model.rows import Rows

pytestmark = pytest.mark.slow

EVERY = BUILT_IN
SETTINGS = {"dibao_line": 1000, "publicity_points": "区10、市15、省25、国家40"}
"""Those without a default that examples go by."""
SHARED = constants(params=SETTINGS, when=period("2022H1"), as_of=dt.date(2022, 6, 30))
CASES = [
    pytest.param(form, rule, example, fires, id=f"{form.short}-{rule.code}-{rule.column}-{fires}-{number}")
    for form in EVERY
    for rule in form.rules
    for fires, examples in ((True, rule.fires), (False, rule.rests))
    for number, example in enumerate(examples)
]


def by_ledger(form: Form, example: object) -> dict[str, list[Mapping[str, object]]]:
    """The example as rows by ledger: one row, several rows, or {short title: rows}."""
    if isinstance(example, Mapping) and not {*example} <= {other.short for other in EVERY}:
        return {form.short: [example]}
    if isinstance(example, Mapping) and example:
        return {short: list(rows) for short, rows in example.items()}
    return {form.short: [example] if isinstance(example, Mapping) else list(example)}  # type: ignore[call-overload]


def tidy(form: Form, title: str, value: object) -> object:
    """As reading a return would leave it."""
    return form.by_title[title].kind.tidy(value).value  # type: ignore[arg-type]


@pytest.mark.parametrize(("form", "rule", "example", "fires"), CASES)
def test_an_example_fires_or_rests(form: Form, rule: Rule, example: object, fires: bool) -> None:
    rows = by_ledger(form, example)
    columns = {one.short: tidied(one, rows[one.short]) for one in EVERY if one.short in rows}
    query = prepared(reader(), form, rule)
    at = [re.search("{" + re.escape(name) + "[}:!.]", rule.says + rule.cure) for name in query.named]
    places = [found.start() for found in at if found]
    assert places == sorted(places), "the order of the sentence: the same bytes in every process"
    own, count = columns[form.short], len(rows[form.short])
    if query.looks_around:
        found = between(form, query, columns)
    else:
        told, unrun = violations(shape_of(form), [query], own, count, SHARED)
        assert not unrun
        found = [one.row for one in told]
        for one in told:
            said = words(rule, {**{"多行": "", "总行": 4, "空行": 4}, **one.facts})
            assert "？" not in said[SAYS] + said[CURE], "a blank cell reads 未填"
    assert (len(found) > count * (rule.once_above or 0)) is fires


def tidied(form: Form, rows: list[Mapping[str, object]]) -> dict[str, list[object]]:
    return {title: [tidy(form, title, row.get(title)) for row in rows] for title in form.titles}


@cache
def reader() -> ExpressionParser:
    """One for all: every name of every ledger."""
    return ExpressionParser(connect(), LedgerTables([shape_of(one) for one in EVERY], SHARED).names)


def between(form: Form, query: RuleQuery, columns: Mapping[str, dict[str, list[object]]]) -> list[int]:
    """The rows that break a rule which looks at other ledgers; none where one of those is absent."""
    if not {other.removeprefix("本年.") for other in query.others} <= columns.keys():
        return []
    data = LedgerTables([shape_of(one) for one in EVERY if one.short in columns], SHARED)
    rows = {short: Rows(held) for short, held in columns.items()}
    rows |= {f"本年.{short}": held for short, held in rows.items()}
    used = {**query.others, form.short: query.used | query.others.get(form.short, frozenset())}
    data.load(rows, used)
    asked = "SELECT 行号 FROM {} WHERE {}CAST({} AS BOOLEAN)"
    broken = data.connection.execute(asked.format(quoted(form.short), "NOT ", query.holds)).fetchall()
    if query.yields and len(broken) > 1:
        giving_way = data.connection.execute(asked.format(quoted(form.short), "", query.yields)).fetchall()
        assert giving_way and not {*broken} <= {*giving_way}, "one of several stays"
    return [row for (row,) in broken]


def test_every_rule_has_examples() -> None:
    assert [rule.code for form in EVERY for rule in form.rules if not rule.fires or not rule.rests] == []
