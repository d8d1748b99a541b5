"""Rules that look at other rows or ledgers: run over the whole ledger when it is merged.  They keep and ask.

A rule speaks only where it is broken both by the kept rows alone and by the kept rows together with those
that wait (held, or carried by another row): what waiting rows explain is no news, nobody innocent is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from union_xl.core import Context, Finding, HeldRow
from union_xl.core.ledger import FILE, SHEET
from union_xl.ledgers import Form
from union_xl.ledgers.rule_query import RuleQuery, column_of, expressions, prepared, words
from union_xl.ledgers.shapes import shape_of
from union_xl.merge.kept import Kept

Held = Sequence[tuple[str, str, str, HeldRow]]
"""(book, unit, form, row)."""
MANY, SHARE = 20, 0.3
"""More rows than both, of one unit in one sheet, that break one rule are told in one line."""


def broken_rules(
    forms: Sequence[Form], kept: Mapping[str, Kept], held: Held, context: Context
) -> tuple[list[Finding], frozenset[tuple[str, str]]]:
    """What the rules of the ledgers that occurred say about kept rows, at their cells in the returned files;
    and {(form slug, rule code)} of the rules judged here: what one file said of them is settled.

    A rule that looks at a ledger which did not occur rests.
    """
    here = [form for form in forms if kept.get(form.slug)]
    if not any(_may_look_around(form) for form in here):
        return [], frozenset()
    from union_xl.expressions import Ledgers, Reader, connect, constants

    settings = context.settings
    as_of = context.as_of or settings.as_of
    shared = constants(settings.params, settings.names, context.period, as_of)
    names = Ledgers([shape_of(form) for form in here], shared).names
    reader = Reader(connect(), names)
    asked = [(form, query) for form in here for query in _queries(reader, form)]
    if not asked:
        return [], frozenset()
    used = _used(asked)
    alone = _tables(here, shared, {form.short: _kept_rows(kept[form.slug], used) for form in here}, used)
    waiting = {form.short: _with_waiting(form, kept[form.slug], held, used) for form in here}
    together = _tables(here, shared, waiting, used) if any(len(rows) for rows in waiting.values()) else alone
    found: list[Finding] = []
    for form, query in asked:
        rows = kept[form.slug]
        if broken := _broken(alone, together, form, query, len(rows)):
            found += _told(form, query, rows, broken, _facts(alone, form, query, broken))
    return found, frozenset((form.slug, query.rule.code) for form, query in asked)


def _may_look_around(form: Form) -> bool:
    return any("select" in text.lower() for rule in form.rules for text in expressions(rule))


def _queries(reader: Any, form: Form) -> Iterator[RuleQuery]:
    """The rules of a form that look around and whose ledgers all occurred."""
    from union_xl.expressions import UnknownLedger, Wrong

    for rule in form.rules:
        if rule.test:
            continue
        try:
            query = prepared(reader, form, rule)
        except (UnknownLedger, Wrong):
            continue  # another ledger did not occur; a wrong rule is told when its rows are checked
        if query.looks_around:
            yield query


def _used(asked: Sequence[tuple[Form, RuleQuery]]) -> dict[str, set[str]]:
    """{short title: the names any rule uses of it}."""
    used: dict[str, set[str]] = {}
    for form, query in asked:
        used.setdefault(form.short, set()).update(query.used)
        for short, named in query.others.items():
            used.setdefault(short, set()).update(named)
    return used


def _kept_rows(rows: Kept, used: Mapping[str, Collection[str]]) -> dict[str, list[Any]]:
    return {title: rows.column(title) for title in rows.form.titles if _is_used(rows.form, title, used)}


def _with_waiting(
    form: Form, rows: Kept, held: Held, used: Mapping[str, Collection[str]]
) -> dict[str, list[Any]]:
    """The kept rows, then those that wait."""
    named = form.titled("unit")
    own = [(unit, row.cells) for _, unit, slug, row in held if slug == form.slug]
    back = [{**cells, named: cells.get(named) or unit} for unit, cells in own]
    return {
        title: [
            *rows.column(title),
            *rows.carried(title),
            *(_tidy(form, title, row.get(title)) for row in back),
        ]
        for title in form.titles
        if _is_used(form, title, used)
    }


def _is_used(form: Form, title: str, used: Mapping[str, Collection[str]]) -> bool:
    shape = shape_of(form)
    names = {shape.last_days.get(name, name) for name in shape.stood_on(used.get(form.short, ()))}
    return title in names or title == form.titles[0]


def _tidy(form: Form, title: str, cell: Any) -> Any:
    return form.by_title[title].kind.tidy(cell).value


def _tables(
    forms: Sequence[Form],
    shared: Mapping[str, Any],
    columns: Mapping[str, Mapping[str, list[Any]]],
    used: Mapping[str, Collection[str]],
) -> Any:
    from union_xl.expressions import ROW, Ledgers, Rows

    data = Ledgers([shape_of(form) for form in forms], shared)
    asked = {short: {ROW, *names} for short, names in used.items()}
    data.load({short: Rows(held) for short, held in columns.items()}, asked)
    return data


def _broken(alone: Any, together: Any, form: Form, query: RuleQuery, count: int) -> list[int]:
    """The kept rows (0-based) that break a rule, whatever becomes of the waiting ones."""
    from union_xl.expressions import ROW, limited, quoted

    wrong = f"NOT CAST({query.holds} AS BOOLEAN) AND {ROW} <= {count}"
    ask = f"SELECT {ROW} FROM {quoted(form.short)} WHERE {wrong}"
    found: list[set[int]] = []
    for data in dict.fromkeys((alone, together)):
        with limited(data.connection):
            found.append({number - 1 for (number,) in data.connection.execute(ask).fetchall()})
        if not found[-1]:
            return []
    return sorted(set.intersection(*found))


def _facts(alone: Any, form: Form, query: RuleQuery, rows: Sequence[int]) -> dict[int, dict[str, Any]]:
    from union_xl.expressions import ROW, quoted

    if not query.facts:
        return {row: {} for row in rows}
    numbers = ", ".join(str(row + 1) for row in rows)
    picks = ", ".join(query.facts.values())
    ask = f"SELECT {ROW}, {picks} FROM {quoted(form.short)} WHERE {ROW} IN ({numbers})"
    lines = alone.connection.execute(ask).fetchall()
    return {number - 1: dict(zip(query.facts, values, strict=True)) for number, *values in lines}


def _told(
    form: Form, query: RuleQuery, rows: Kept, broken: Sequence[int], facts: Mapping[int, Mapping[str, Any]]
) -> Iterator[Finding]:
    """A line for each row; one for all where most rows of a unit in a sheet break the rule."""
    title, rule = column_of(form, query.rule), query.rule
    groups: dict[tuple[Any, ...], list[int]] = {}
    for row in broken:
        groups.setdefault((rows.cell(FILE, row), rows.cell(SHEET, row), rows.unit(row)), []).append(row)
    for group in groups.values():
        shown = group[:1] if rule.once_above is not None or len(group) > MANY else group
        more = f"（共{len(group)}行）" if len(shown) < len(group) else ""
        for row in shown:
            own = {name: rows.cell(name, row) for name in query.named if name in form.by_title}
            yield rows.tell(rule.code, row, title, words(rule, {**facts[row], **own, "多行": more}))
