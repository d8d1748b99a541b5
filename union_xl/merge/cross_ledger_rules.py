"""Rules that look at other rows or ledgers: run over whole ledgers, all of a round over one state.

A rule is broken where it is false both for the kept rows alone and for the kept rows together with those that
wait: limits and sums look at kept rows, what must exist may be waiting.  Held rows wait; for a rule that asks
(提醒) rows that another one carries do so, too.  A rule that holds rows does not look at those: a ledger
merged once more has them no longer, and must come out the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from union_xl.ledgers import Form
from union_xl.ledgers.links import rules_of
from union_xl.ledgers.rule_query import RuleQuery, expressions, prepared
from union_xl.ledgers.shapes import shape_of
from union_xl.merge.kept_rows import KeptRows
from union_xl.merge.past_rows import PastRows, past_rows
from union_xl.merge.rule_violations import RuleViolations
from union_xl.model import HeldEntry, PastLedger, RunContext
from union_xl.model.rows import Rows

Held = Sequence[HeldEntry]
"""(book, unit, form, row)."""


class CrossLedgerRules:
    """The rules of some forms that look around.  `past` are ledgers of other periods."""

    def __init__(self, forms: Sequence[Form], context: RunContext, past: Sequence[PastLedger] = ()) -> None:
        self._forms, self._context, self._past = forms, context, past

    @cached_property
    def _earlier(self) -> PastRows:
        return past_rows(self._forms, self._context, self._past)

    @cached_property
    def _shared(self) -> Mapping[str, Any]:
        from union_xl.expressions import constants

        context, settings = self._context, self._context.settings
        return constants(settings.params, settings.names, context.period, context.as_of or settings.as_of)

    @cached_property
    def _known(self) -> frozenset[str]:
        """The names of all that rows of a run share."""
        from union_xl.expressions import constant_names

        return constant_names(self._shared)

    def _queries(self, here: Collection[str]) -> list[tuple[Form, RuleQuery]]:
        """The rules of the ledgers that are `here` (slugs)."""
        return [
            (form, query)
            for form in self._forms
            if form.slug in here
            for query in _prepared(form, tuple(self._forms), self._known)
        ]

    def resting(self, here: Collection[str]) -> list[tuple[Form, RuleQuery, list[str]]]:
        """The rules of ledgers that are `here` (slugs) which rest, and what each lacks (short titles)."""
        there = self._there(here)
        lacking = ((form, query, sorted(query.others.keys() - there)) for form, query in self._queries(here))
        return [one for one in lacking if one[2]]

    def _there(self, here: Collection[str]) -> set[str]:
        """What rules may look at: the ledgers that are here and the earlier ones."""
        short = {form.short for form in self._forms if form.slug in here}
        return short | self._earlier.names(short)

    def violations(self, kept: Mapping[str, KeptRows], held: Held) -> list[RuleViolations]:
        """What the rules whose ledgers are all there say of the kept rows."""
        waiting = {slug for _, _, slug, _ in held}
        here = {slug for slug, rows in kept.items() if len(rows) or slug in waiting}
        there = self._there(here)
        every = self._queries(here)
        asked = [
            (form, query)
            for form, query in every
            if not query.failed and there.issuperset(query.others) and there.isdisjoint(query.rule.without)
        ]
        wrong = [RuleViolations(form, query, failed=query.failed) for form, query in every if query.failed]
        return [*wrong, *(self._judged(asked, kept, held) if asked else ())]

    def _judged(
        self, asked: Sequence[tuple[Form, RuleQuery]], kept: Mapping[str, KeptRows], held: Held
    ) -> list[RuleViolations]:
        from union_xl.expressions import LedgerTables

        used = _used(asked)
        named = {name.rpartition(".")[2] for name in used}
        data = LedgerTables([shape_of(form) for form in self._forms if form.short in named], self._shared)
        try:
            counts = self._load(data, used, kept, held)
            data.show_first({name: count.kept for name, count in counts.items()})
            found = [_broken(data, form, query, len(kept[form.slug])) for form, query in asked]
            if any(count.held > count.kept for count in counts.values()):
                data.show_first({name: count.held for name, count in counts.items()})
                found = [_still(data, one) for one in found]
            if any(count.all > count.held for count in counts.values()):
                data.show_first({})
                found = [one if one.query.yields else _still(data, one) for one in found]
            closed = {form.short for form in self._forms if form.restricted}
            found = [one.where_asked(kept[one.form.slug]).veiled(closed) for one in found]
            return [one for one in found if one.facts or one.failed]
        finally:
            data.connection.close()

    def _load(
        self, data: Any, used: Mapping[str, Collection[str]], kept: Mapping[str, KeptRows], held: Held
    ) -> dict[str, _Counts]:
        """Give the rows that are `used` {ledger: names} to the database: the kept ones (those of earlier
        ledgers behind them), the held ones, those that another row carries."""
        by_short = {form.short: form for form in self._forms}
        counts, loaded = {}, {}
        for name, named in used.items():
            when, _, short = name.rpartition(".")
            form = by_short[short]
            titles = _titles(form, named, self._earlier.year_title(form) if when else "")
            rows = kept.get(form.slug) if when in ("", PastRows.YEAR) else None
            pieces = [
                {title: rows.column(title) for title in titles} if rows is not None else {},
                self._earlier.columns(name, form, titles, rows),
                _held(form, held, titles) if rows is not None else {},
                {title: rows.carried(title) for title in titles} if rows is not None else {},
            ]
            if when == PastRows.YEAR:
                pieces = [self._earlier.of_the_year(form, piece) for piece in pieces]
            own, past, back, carried = (len(piece.get(titles[0], ())) for piece in pieces)
            counts[name] = _Counts(own + past, own + past + back, own + past + back + carried)
            filled = [piece for piece in pieces if piece.get(titles[0])]
            loaded[name] = Rows(
                filled[0]
                if len(filled) == 1
                else {title: [cell for piece in filled for cell in piece[title]] for title in titles}
            )
        data.load(loaded, used, judged=False)
        return counts


class _Counts(NamedTuple):
    """How many rows of a ledger stand before those that are held, before those carried, and altogether."""

    kept: int
    held: int
    all: int


@lru_cache(maxsize=256)
def _prepared(form: Form, forms: tuple[Form, ...], known: frozenset[str]) -> tuple[RuleQuery, ...]:
    """The rules of a form that look around, those that cannot be used among them.  `forms` are all ledgers
    they may name, `known` the names that rows share."""
    from union_xl.expressions import EARLIER, ExpressionError, ExpressionParser, kept_connection, names_of

    own = rules_of(form, forms)
    rules = [rule for rule in own if any("select" in text.lower() for text in expressions(rule))]
    if not rules:
        return ()
    names = {one.short: names_of(shape_of(one)) | known for one in forms}
    names |= {f"{when}.{short}": own for when in EARLIER for short, own in names.items()}
    reader = ExpressionParser(kept_connection(), names)
    reader.prepare(text for rule in rules for text in expressions(rule))
    found = []
    for rule in rules:
        try:
            found.append(prepared(reader, form, rule))
        except ExpressionError as reason:
            found.append(RuleQuery(rule, failed=str(reason)))
    return tuple(found)


def _used(asked: Sequence[tuple[Form, RuleQuery]]) -> dict[str, set[str]]:
    """{ledger: the names any rule uses of it}."""
    from union_xl.expressions import ROW

    used: dict[str, set[str]] = {}
    for form, query in asked:
        used.setdefault(form.short, {ROW}).update(query.used)
        for name, named in query.others.items():
            used.setdefault(name, {ROW}).update(named)
    return used


def _titles(form: Form, named: Collection[str], more: str) -> list[str]:
    """The columns that names stand on, one at least, and one `more`."""
    shape = shape_of(form)
    wanted = {more, *(shape.last_days.get(name, name) for name in shape.stood_on(named))}
    return [title for title in form.titles if title in wanted] or [form.titles[0]]


def _held(form: Form, held: Held, titles: Sequence[str]) -> dict[str, list[Any]]:
    """The held rows of a form, tidy."""
    named = form.titled("unit")
    own = [(unit, row.cells) for _, unit, slug, row in held if slug == form.slug]
    back = [{**cells, named: cells.get(named) or unit} for unit, cells in own]
    kinds = {title: form.by_title[title].kind for title in titles}
    return {title: [kinds[title].tidy(row.get(title)).value for row in back] for title in titles}


def _broken(data: Any, form: Form, query: RuleQuery, count: int) -> RuleViolations:
    """The kept rows that break a rule as far as kept rows tell."""
    from union_xl.expressions import ROW, quoted

    gives = f"coalesce(CAST({query.yields} AS BOOLEAN), false)" if query.yields else "false"
    picks = ", ".join([ROW, gives, *query.facts.values()])
    rows = quoted(form.short)
    wrong = f"SELECT {ROW} FROM {rows} WHERE {ROW} <= {count} AND NOT CAST({query.holds} AS BOOLEAN)"
    among = f"{ROW} IN (SELECT {ROW} FROM {_BROKEN})"
    found = _asked(
        data,
        f"CREATE OR REPLACE TEMP TABLE {_BROKEN} AS {wrong}",
        f"SELECT {picks} FROM {rows} WHERE {among} ORDER BY {ROW}",
    )
    if found is None:
        return RuleViolations(form, query, failed=_UNRUN)
    facts = {number - 1: dict(zip(query.facts, said, strict=True)) for number, _, *said in found}
    return RuleViolations(form, query, facts, frozenset(line[0] - 1 for line in found if line[1]))


def _still(data: Any, violations: RuleViolations) -> RuleViolations:
    """What is left of it where those that wait are counted, too."""
    from union_xl.expressions import ROW, quoted

    if not violations.facts:
        return violations
    form, query = violations.form, violations.query
    numbers = ", ".join(f"({row + 1})" for row in violations.facts)
    found = _asked(
        data,
        f"CREATE OR REPLACE TEMP TABLE {_BROKEN} AS SELECT * FROM (VALUES {numbers}) AS t({ROW})",
        f"SELECT {ROW} FROM {quoted(form.short)} WHERE {ROW} IN (SELECT {ROW} FROM {_BROKEN}) "
        f"AND NOT CAST({query.holds} AS BOOLEAN)",
    )
    if found is None:
        return RuleViolations(form, query, failed=_UNRUN)
    left = {number - 1 for (number,) in found}
    facts = {row: said for row, said in violations.facts.items() if row in left}
    return RuleViolations(form, query, facts, violations.yields & left)


def _asked(data: Any, before: str, text: str) -> list[tuple[Any, ...]] | None:
    """The lines of a select; None where it cannot be worked out, or not in time."""
    import duckdb

    from union_xl.expressions import limited

    try:
        with limited(data.connection):
            data.connection.execute(before)
            lines: list[tuple[Any, ...]] = data.connection.execute(text).fetchall()
    except duckdb.Error:
        return None
    return lines


_BROKEN = '"+broken"'
_UNRUN = "算不出“是”或“否”"
