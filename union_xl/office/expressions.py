"""The rules of a declared form checked before anything runs: syntax, allowed functions, columns, types.

Expressions are written in the one expression language of the product and run on a locked desk; what is
handed on is rebuilt from the checked syntax tree.
"""

from __future__ import annotations

from dataclasses import replace

from union_xl.core import FormError
from union_xl.forms import columns
from union_xl.forms.declared import FormSpec, RuleSpec, form_of


def checked(spec: FormSpec) -> FormSpec:
    """The declaration with `sql`, `columns` and `at` of every rule filled in; FormError names the cell."""
    if not spec.rules:
        return spec
    import duckdb

    from union_xl.figures.desk import BOUNDS, Desk
    from union_xl.figures.language import Reader, Wrong
    from union_xl.figures.loading import quoted

    form = form_of(replace(spec, rules=()))
    titles = [column.title for column in columns(form)]
    desk = Desk([form], None, None)
    try:
        reader = Reader(desk.connection, {spec.short: {*titles, *BOUNDS}})
        desk.empty()
        made: list[RuleSpec] = []
        for rule in spec.rules:
            try:
                read = reader.condition(rule.expression, spec.short)
                desk.connection.execute(f"SELECT CAST({read.sql} AS BOOLEAN) FROM {quoted(spec.short)}")
            except (Wrong, duckdb.Error) as reason:
                raise FormError(f"{rule.cell}：{_said(reason)}，请改正这条关系") from None
            used = read.uses.get(spec.short, frozenset())
            named = tuple(title for title in titles if title in used)
            if not named:
                raise FormError(f"{rule.cell}：这条关系没有用到任何列，请写上列名")
            made.append(replace(rule, sql=read.sql, columns=named, at=rule.at or _last_named(rule, named)))
    finally:
        desk.connection.close()
    return replace(spec, rules=tuple(made))


def _last_named(rule: RuleSpec, named: tuple[str, ...]) -> str:
    """Where a rule without 列 is told: at the column it names last."""
    return max(named, key=lambda title: rule.expression.rfind(title))


def _said(reason: Exception) -> str:
    text = str(reason).strip().splitlines()[0] if str(reason).strip() else ""
    if type(reason).__name__ == "Wrong":
        return text.rstrip("。，")
    return f"这条关系算不出“是”或“否”（{text[:80]}）"
