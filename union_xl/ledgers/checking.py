"""The rules of declared ledgers checked before anything runs: syntax, allowed functions, names, types."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from union_xl.ledgers import known, links
from union_xl.ledgers.form import Form, Rule
from union_xl.ledgers.rule_query import RuleQuery, expressions, prepared
from union_xl.ledgers.shapes import shape_of
from union_xl.model import ERROR, WARNING, FormError

if TYPE_CHECKING:
    from union_xl.expressions import ExpressionParser, LedgerTables


def checked(forms: Sequence[Form], names: Mapping[str, Any] | None = None) -> tuple[Form, ...]:
    """The forms, one with a rule, chart or link that cannot be used without its rules: its `fault` says why, at which
    cell.

    `names` are those of model.Settings.  One locked database serves all forms.
    """
    if not any(form.rules or form.charts or form.parent for form in forms):
        return tuple(forms)
    from union_xl.expressions import ExpressionParser, LedgerTables, constants

    every = known(forms)
    data = LedgerTables([shape_of(form) for form in every], constants(names=names))
    try:
        reader = ExpressionParser(data.connection, data.names)
        reader.prepare(text for form in forms for rule in form.rules for text in expressions(rule))
        read = [_sound(form, partial(_read_all, reader, form, every)) for form in forms]
        used: dict[str, set[str]] = {}
        for form, queries in read:
            for query in queries:
                used.setdefault(form.short, set()).update(query.used)
                for other, names_there in query.others.items():
                    used.setdefault(other, set()).update(names_there)
        data.empty(used)
        sound = [
            _sound(_asking(form, queries), partial(_try_all, data, form, queries)) for form, queries in read
        ]
        return tuple(form for form, _ in sound)
    finally:
        data.connection.close()


def _sound(form: Form, look: Callable[[], list[RuleQuery]]) -> tuple[Form, list[RuleQuery]]:
    """The form and what `look` gives; a fault it finds stops this form alone."""
    try:
        return form, look()
    except FormError as error:
        return form.but(rules=(), fault=str(error)), []


def _asking(form: Form, queries: Sequence[RuleQuery]) -> Form:
    """The form, its rules over other rows that are 错误 and do not say which row yields turned into 提醒."""
    unsaid = [
        one.rule for one in queries if one.rule.level == ERROR and one.looks_around and not one.rule.yields
    ]
    if not unsaid:
        return form
    cells = "、".join(rule.cell for rule in unsaid)
    remark = f"{cells}：要看别的行的关系，没有在“让行”里写出哪一行暂缓（如后一次），按提醒核对"
    asking = [rule.but(level=WARNING) if rule in unsaid else rule for rule in form.rules]
    return form.but(rules=tuple(asking), remark=remark)


def _read_all(reader: ExpressionParser, form: Form, every: Sequence[Form]) -> list[RuleQuery]:
    from union_xl.expressions import ExpressionError

    if wrong := links.fault(form, every):
        raise FormError(f"{form.where}：{wrong}")
    for chart in form.charts:
        try:
            if chart.where:
                reader.condition(chart.where, form.short)
        except ExpressionError as reason:
            raise FormError(f"{chart.cell}：图“{chart.title}”的条件：{reason}") from None
    return [_read(reader, form, rule) for rule in form.rules]


def _try_all(data: LedgerTables, form: Form, queries: Sequence[RuleQuery]) -> list[RuleQuery]:
    for query in queries:
        _try(data, form, query)
    return []


def _read(reader: ExpressionParser, form: Form, rule: Rule) -> RuleQuery:
    from union_xl.expressions import ExpressionError

    try:
        query = prepared(reader, form, rule)
        shape = shape_of(form)
        if not rule.test and query.used.isdisjoint((*shape.columns, *shape.derived)):
            raise ExpressionError("这条关系没有用到任何列，请写上列名")
    except ExpressionError as reason:
        raise FormError(f"{rule.cell}：{str(reason).rstrip('。，')}，请改正这条关系") from None
    return query


def _try(data: LedgerTables, form: Form, query: RuleQuery) -> None:
    """The rule worked out on a blank row."""
    import duckdb

    from union_xl.expressions import limited, quoted

    if not query.holds:
        return
    conditions = [f"CAST({sql} AS BOOLEAN)" for sql in (query.holds, query.yields) if sql]
    picks = ", ".join([*conditions, *query.facts.values()])
    try:
        with limited(data.connection, 10.0):
            data.connection.execute(f"SELECT {picks} FROM {quoted(form.short)}")
    except duckdb.Error as reason:
        said = (str(reason).strip().splitlines() or [""])[0][:80]
        raise FormError(f"{query.rule.cell}：这条关系算不出“是”或“否”（{said}），请改正这条关系") from None
