"""Counting: every condition is worked out once per row, then all indicators are added up together."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from union_xl.expressions import (
    COMMUNITY,
    PLACES,
    ROW,
    SECONDS,
    Expression,
    LedgerTables,
    constants,
    limited,
    literal,
    quoted,
)
from union_xl.figures.dependencies import columns_used, group_column, ledgers_used
from union_xl.figures.formulas import Formulas
from union_xl.figures.indicators import APART, Indicator, Library
from union_xl.figures.notes import ODD_GROUP, Held, Key, Notes, take_undated, why_apart
from union_xl.figures.sums import Aggregate, Sums, aggregate
from union_xl.ledgers import BUILT_IN
from union_xl.ledgers.shapes import shapes_of
from union_xl.model import Figure, Period, TemplateError
from union_xl.model.rows import Rows

if TYPE_CHECKING:
    import pandas as pd

    from union_xl.ledgers.form import Form
from union_xl.figures.dependencies import needed

BLANK_GROUP = "（未填）"
_TOGETHER = ("单位", "社区", "行业")
"""Groupings whose combinations are few enough to go through a ledger once for all of them."""
_ONCE = ("去重", "占比")
"""The ways of counting that count every value of the field once."""


def _odd(ledger: str, field: str) -> str:
    """The table of a ledger's rows whose field is blank or stands in several rows."""
    return quoted(f"~{ledger}/{field}")


def months(when: Period | None) -> list[str]:
    """The months of a period, `2022-01` … ; none without a period."""
    if when is None:
        return []
    first, last = when.start.year * 12 + when.start.month - 1, when.end.year * 12 + when.end.month - 1
    return [f"{at // 12}-{at % 12 + 1:02d}" for at in range(first, last + 1)]


class Evaluator:
    """Ledgers in a locked database with every condition of a library worked out per row.

    `ledgers` are {form slug or short title: Rows, or a pandas frame}, kept rows only; one that is not there
    is absent, not empty: what needs it has no value.  `held` says how many rows were held, `waited` how many
    returns are still to come: {slug or short title: number} or {…: {unit: number}}.  `units` are listed even
    when they have no row, in this order (the roster); `homes` gives {unit: community} where the unit register
    has none.  `params` and `names` are those of model.Settings.  `earlier` {上期 or 去年同期: ledgers} are
    what `from 上期.会员登记` looks at.  `single` (slug or short title, position from 0) asks one row only
    (`tracing.fed_by`): then nothing can be added up.
    """

    def __init__(
        self,
        ledgers: Mapping[str, Rows | pd.DataFrame],
        library: Library,
        when: Period | None = None,
        as_of: dt.date | None = None,
        *,
        params: Mapping[str, Any] | None = None,
        names: Mapping[str, Any] | None = None,
        earlier: Mapping[str, Mapping[str, Rows | pd.DataFrame]] | None = None,
        held: Held | None = None,
        waited: Held | None = None,
        forms: Sequence[Form] = (),
        units: Sequence[str] = (),
        homes: Mapping[str, str] | None = None,
        single: tuple[str, int] | None = None,
    ) -> None:

        forms = forms or BUILT_IN
        self.forms = {form.short: form for form in forms}
        slugs = {form.slug: form.short for form in forms}
        self.library = library
        self.when = when
        self.slugs = {short: slug for slug, short in slugs.items()}
        self.held = {slugs.get(name, name): number for name, number in (held or {}).items()}
        self.waited = {slugs.get(name, name): number for name, number in (waited or {}).items()}
        self.units = tuple(units)
        self.indicators = [one for one in library.indicators if one.how != "公式"]
        shapes = shapes_of(tuple(forms))
        self.data = LedgerTables(shapes, constants(params, names, when, as_of))
        self.choices = {title: found for shape in shapes for title, found in shape.choices.items()}
        self.columns: dict[str, dict[str, str]] = {}
        self.odd: set[str] = set()
        by_short = {slugs.get(name, name): Rows.of(rows) for name, rows in ledgers.items()}
        for before, others in (earlier or {}).items():
            by_short |= {f"{before}.{slugs.get(name, name)}": Rows.of(one) for name, one in others.items()}
        wanted = needed(self.indicators, self.data.shapes)
        self.single: tuple[str, int] | None = None
        if single is not None:
            short, at = slugs.get(single[0], single[0]), single[1]
            if short in by_short and self._looks_at_its_own_row(short):
                by_short[short], at = by_short[short].row(at), 0
            self.single = short, at
        self.data.load(by_short, wanted, homes or {})
        for ledger in {one.ledger for one in self.indicators}:
            self._mark(ledger)
        self.universe = self._universe()

    def _looks_at_its_own_row(self, ledger: str) -> bool:
        """Whether no expression looks into other rows of a ledger than the one it is asked of."""
        across = {*self.data.shapes[ledger].worked_out} if ledger in self.data.shapes else set()
        return all(
            one.ledger == ledger
            and ledger not in expression.sql
            and across.isdisjoint(expression.uses[ledger])
            for one in self.indicators
            for expression in (one.field, one.where, one.base)
            if ledger in expression.uses
        )

    def _mark(self, ledger: str) -> None:
        """A table beside the ledger: one column per distinct condition, field and group."""
        spelled: dict[str, str] = {}
        texts: dict[str, str] = {}
        own = [one for one in self.indicators if one.ledger == ledger]
        parts = Counter(part for one in own for part in {*one.where.all_of, *one.base.all_of})
        shared = {part: quoted(f"*{at}") for at, (part, times) in enumerate(parts.items()) if times > 1}
        for one in own:
            for expression in (one.where, one.base):
                if expression:
                    spelled.setdefault(expression.sql, f"c{len(spelled)}")
                    whole = " AND ".join(shared.get(part, part) for part in expression.all_of)
                    texts[expression.sql] = f"coalesce({whole}, false)"
            if one.field:
                spelled.setdefault(f"field:{one.field.sql}", f"f{len(spelled)}")
                texts[f"field:{one.field.sql}"] = one.field.sql
            for label in one.groups:
                spelled.setdefault(self._group_sql(one, label), f"g{len(spelled)}")
        picks = "".join(f", {texts.get(sql, sql)} AS {name}" for sql, name in spelled.items())
        first = "".join(f", {part} AS {name}" for part, name in shared.items())
        self.columns[ledger] = spelled
        # A part that several conditions share is worked out once, not once in each of them.
        source = f"(SELECT *{first} FROM {quoted(ledger)}) AS {quoted(ledger)}"
        marked = quoted("*" + ledger)
        which = f" WHERE {ROW} = {self.single[1] + 1}" if self.single and self.single[0] == ledger else ""
        self._run(f"CREATE TABLE {marked} AS SELECT {ROW}{picks} FROM {source}{which}", own)
        if self.single or ledger not in self.data.present:
            return
        for field in {self.column(one, one.field) for one in own if one.field and one.how in _ONCE}:
            twice = f"SELECT {field} FROM {marked} GROUP BY 1 HAVING count(*) > 1"
            pick = f"SELECT * FROM {marked} WHERE {field} IS NULL OR {field} IN ({twice})"
            if self._run(f"CREATE TABLE {_odd(ledger, field)} AS {pick}", own) != [(0,)]:
                self.odd.add(_odd(ledger, field))

    def _group_sql(self, one: Indicator, label: str) -> str:
        if label == "月":
            return f"strftime({quoted(one.month_by)}, '%Y-%m')"
        types = self.data.types[one.ledger]
        column = group_column(label, self.data.shapes[one.ledger]) or label
        text = f"CAST({quoted(column)} AS VARCHAR)"
        if types.get(column) == "DOUBLE":
            text = f"regexp_replace({text}, '[.]0$', '')"
        if choices := self.data.shapes[one.ledger].choices.get(column):
            listed = ", ".join(map(literal, choices))
            text = f"CASE WHEN {text} IN ({listed}) OR {text} IS NULL THEN {text} ELSE '{ODD_GROUP}' END"
        return f"coalesce({text}, '{BLANK_GROUP}')"

    def _run(self, text: str, own: Sequence[Indicator]) -> list[Any]:
        """What a statement gives: of one that makes a table, how many rows it has."""
        import duckdb

        try:
            with limited(self.data.connection):
                return self.data.connection.execute(text).fetchall()
        except duckdb.Error as error:
            raise TemplateError(
                self._culprit(own) or f"指标算不出来：{str(error)[:120]}，请检查指标库"
            ) from None

    def _culprit(self, own: Sequence[Indicator]) -> str:
        """Which line of the library cannot be worked out, trying them one by one."""
        import duckdb

        for one in own:
            for title, expression in (("字段", one.field), ("条件", one.where), ("分母条件", one.base)):
                if not expression:
                    continue
                try:
                    with limited(self.data.connection, 10.0):
                        self.data.connection.execute(
                            f"SELECT count({expression.sql}) FROM {quoted(one.ledger)}"
                        ).fetchall()
                except duckdb.Error as error:
                    slow = (
                        "超过时间，条件太复杂"
                        if "nterrupt" in str(error)
                        else str(error).splitlines()[0][:100]
                    )
                    return f"{one.place}“{one.name}”的{title}算不出来：{slow}，请改写后重试"
        return f"指标统计超过 {SECONDS:.0f} 秒或超过内存上限，请简化指标库里的条件"

    def column(self, one: Indicator, expression: Expression, label: str = "") -> str:
        """The name of the worked-out column of an expression or a group."""
        spelled = self.columns[one.ledger]
        if label:
            return spelled[self._group_sql(one, label)]
        if not expression:
            return "true"
        return spelled[f"field:{expression.sql}" if expression is one.field else expression.sql]

    def _universe(self) -> dict[str, list[str]]:
        """{group label: every value it has}, roster units first, months those of the period."""
        found: dict[str, dict[str, None]] = {"单位": dict.fromkeys(self.units)} if self.units else {}
        seen: set[tuple[str, str, str]] = set()
        for one in self.indicators:
            for label in one.groups:
                if label == "月":
                    found["月"] = dict.fromkeys(months(self.when))
                    continue
                name = self.column(one, one.where, label)
                if (one.ledger, label, name) in seen:
                    continue
                seen.add((one.ledger, label, name))
                values = found.setdefault(label, {})
                if one.ledger not in self.data.present:
                    continue
                rows = self.data.connection.execute(
                    f"SELECT {name}, min({ROW}) FROM {quoted('*' + one.ledger)} GROUP BY 1 ORDER BY 2"
                ).fetchall()
                values.update(dict.fromkeys(row[0] for row in rows))
        return {label: _in_order(values, self.choices.get(label, ())) for label, values in found.items()}

    def values(self) -> dict[Key, tuple[Any, int, int]]:
        """{(name, label, group): (value, rows, rows whose field is blank)}, formulas aside."""
        answers: dict[Key, tuple[Any, int, int]] = {}
        for ledger in self.columns:
            own = [one for one in self.indicators if one.ledger == ledger]
            known = [one for one in own if not self.absent(one)]
            for one in own if len(known) < len(own) else ():
                for label in ("", *one.groups):
                    none = {(one.name, label, value): (None, 0, 0) for value in self._each(label)}
                    answers.update(none)
            parts = self._gather(ledger, known)
            for label in ("", *self.universe):
                members = [one for one in known if not label or label in one.groups]
                plain = [
                    one for one in members if one.how not in APART and (label == "" or label in _TOGETHER)
                ]
                self._add_up(ledger, label, plain, answers, parts)
                self._add_up(ledger, label, [one for one in members if one not in plain], answers)
        return answers

    def _gather(self, ledger: str, own: Sequence[Indicator]) -> str:
        """One table of partial sums for units, communities and industries together, '' when not worth it."""
        groups = {
            self.column(one, one.where, label) for one in own for label in one.groups if label in _TOGETHER
        }
        asked = [self._asked(one) for one in own if one.how not in APART]
        if not groups or not asked:
            return ""
        parts = quoted("/" + ledger)
        aggregate(self.data.connection, quoted("*" + ledger), sorted(groups), asked, parts)
        return parts

    def _add_up(
        self,
        ledger: str,
        label: str,
        own: Sequence[Indicator],
        answers: dict[Key, tuple[Any, int, int]],
        parts: str = "",
    ) -> None:
        """Indicators of a ledger in one grouping (months: one query for each date column)."""
        by: dict[str, list[Indicator]] = {}
        for one in own:
            by.setdefault(self.column(one, one.where, label) if label else "''", []).append(one)
        for group, members in by.items():
            asked = [self._asked(one) for one in members]
            sums = Sums(self.data.connection, quoted("*" + ledger), group, asked, parts)
            for at, one in enumerate(members):
                nothing = self._nothing(one, label)
                for value in self._each(label):
                    found = sums.answer(at, value)
                    answers[one.name, label, value] = nothing if found is None else found

    def _each(self, label: str) -> Sequence[str]:
        """Every value of a grouping; of the whole ('') the one."""
        return self.universe.get(label, ()) if label else ("",)

    def _asked(self, one: Indicator) -> Aggregate:
        where, base = self.column(one, one.where), self.column(one, one.base)
        field = self.column(one, one.field) if one.field else ""
        odd = _odd(one.ledger, field) if field and one.how in _ONCE else ""
        return Aggregate(one.how, where, base, field, odd if odd in self.odd else "")

    def _nothing(self, one: Indicator, label: str) -> tuple[Any, int, int]:
        """A group without any row: a unit, or a community, then did not report; its sums are unknown and its
        counts zero."""
        unknown = one.how in ("占比", "最大", "最小") or (one.how == "求和" and label in ("单位", "社区"))
        return (None if unknown else [] if one.how == "名单" else 0), 0, 0

    def figures(
        self, previous: Sequence[Figure] | None = None, last_year: Sequence[Figure] | None = None
    ) -> tuple[Figure, ...]:
        """Every indicator, in the order of the library: the whole first, then its groups.

        `previous` and `last_year` are the figures of the periods before, for `上期.…` and `去年同期.…`."""
        answers = self.values()
        undated = take_undated(answers, self.library, self.data, self.forms)
        formulas = Formulas(
            self.data.connection, self.library, self.universe, previous, last_year, self.data.constants
        )
        formulas.work_out(answers)
        homes = {unit: str(place) for unit, place in self.data.places.get(PLACES[COMMUNITY], {}).items()}
        notes = Notes(self.slugs, self.data.present, self.held, self.waited, self.data.unreadable, homes)
        return tuple(
            about.figure(label, value, answers[one.name, label, value])
            for one in self.library.indicators
            for apart in (why_apart(one, answers, self.universe),)
            for about in (
                notes.about(
                    one,
                    self.ledgers(one),
                    columns_used(one, self.library, self.data),
                    apart,
                    undated.get(one.name, ""),
                ),
            )
            for label in ("", *one.groups)
            for value in self._each(label)
            if (one.name, label, value) in answers
        )

    def absent(self, one: Indicator) -> bool:
        """Whether a ledger an indicator looks at is not there."""
        return any(ledger not in self.data.present for ledger in self.ledgers(one))

    def ledgers(self, one: Indicator) -> list[str]:
        """The ledgers an indicator stands on, through formulas too."""
        return ledgers_used(one, self.library)


def _in_order(values: Iterable[str | None], choices: Sequence[str]) -> list[str]:
    """A code list's own order, then as found; the blank last."""
    rank = {choice: at for at, choice in enumerate(choices)}
    known = [value for value in values if value is not None]
    return sorted(known, key=lambda one: (one == BLANK_GROUP, one == ODD_GROUP, rank.get(one, len(rank))))


def count(
    ledgers: Mapping[str, Rows | pd.DataFrame],
    library: Library,
    period: Period | None,
    as_of: dt.date | None,
    previous: Sequence[Figure] | None = None,
    params: Mapping[str, Any] | None = None,
    held: Held | None = None,
    **more: Any,
) -> tuple[Figure, ...]:
    """All figures of a library over {form slug: kept rows, as Rows or as a pandas frame}.

    `previous` are the figures of the period before (for `上期.…`).  Ratios are 0..1, None on a zero
    base; 名单 values are lists.  `more`: see Evaluator.  TemplateError when a condition fails on the data.
    """
    return Evaluator(ledgers, library, period, as_of, params=params, held=held, **more).figures(previous)
