"""Rules of forms declared without code, over the tidy columns of one file."""

from __future__ import annotations

from union_xl.validate.desk import Desk


def apply(desk: Desk) -> None:
    """Tell every row for which a rule of the form is false; where it is null, nothing.

    Rows held by then take part too; a broken cell is null there, so that what follows from it is not told.
    A rule that cannot be run is told once (`EXPR-FAILED`) and rests.
    """
    if not desk.rows:
        return
    from union_xl.expressions import RowRules, constants, failing
    from union_xl.forms.shapes import shape_of

    shape, rules, facts = shape_of(desk.form), desk.form.expressions, desk.facts
    shared = constants(facts.params, facts.names, facts.period, facts.as_of)
    named = [rule.names or (*shape.types, *shared) for rule in rules]
    used = frozenset(name for names in named for name in names)
    asked = RowRules(shape, tuple((rule.code, rule.condition) for rule in rules), used)
    found = failing(asked, desk.values, len(desk.rows), shared)
    for rule in rules:
        title = rule.at if rule.at in desk.columns else next(iter(desk.columns))
        rows = found[rule.code]
        if rows is None:
            facts_told = {"编号": rule.code, "说明": rule.sentence}
            desk.tell_column("EXPR-FAILED", desk.tables[0], title, facts_told)
            continue
        for row in rows:
            if (row, title) not in desk.blamed:
                desk.tell(rule.code, row, title, {"说明": rule.sentence or f"不符合规则{rule.code}"})
