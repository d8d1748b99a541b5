"""Trace: the rows behind a figure, the figures a row feeds, or the list of all figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from union_xl import ledgers
from union_xl.expressions import COMMUNITY, UNIT
from union_xl.figures import SourceRows, fed_by, nearest, of_no_rows, source_rows
from union_xl.find.unit_matching import match
from union_xl.model import Figure, Place, Roster, Unit, UsageError
from union_xl.model.process_state import gc_paused
from union_xl.model.rows import PLACE_TITLES
from union_xl.run.trace_query import Query, QueryResult, run_query, shown_by

_ROW = re.compile(r"(.+?)!\$?[A-Z]{0,3}\$?(\d+)$", re.I)


class Listing(NamedTuple):
    """Lines under one header."""

    heads: tuple[str, ...]
    lines: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class TraceResult:
    """The result of a trace: `lists` are what it found, `title` says what that is."""

    title: str
    lists: tuple[Listing, ...]
    facts: tuple[tuple[str, Any], ...] = ()
    outputs: tuple[Path, ...] = ()
    exit_code: int = 0

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Every line with its headers."""
        return [dict(zip(one.heads, line, strict=True)) for one in self.lists for line in one.lines]

    def document(self) -> dict[str, Any]:
        return {"标题": self.title, **dict(self.facts), "行": self.rows}

    def tables(self) -> Sequence[tuple[str, Sequence[str], Sequence[Sequence[Any]]]]:
        shown: list[tuple[str, Sequence[str], Sequence[Sequence[Any]]]] = []
        if self.facts:
            shown.append((self.title, ("", ""), [[key, _plain(value)] for key, value in self.facts]))
        for one in self.lists:
            if one.lines:
                shown.append(("" if shown else self.title, one.heads, one.lines))
        return shown or [(self.title, ("",), [["没有"]])]


def trace(
    ledger: Path,
    figure: str = "",
    row: str = "",
    unit: str = "",
    group: tuple[str, str] = ("", ""),
    *,
    indicators: Path | None = None,
    previous: Path | None = None,
    office: Path | None = None,
    period: str = "",
    as_of: str = "",
) -> TraceResult:
    """`figure` (name or code, with `unit` for one unit): its rows.  `row` (`会员登记!57`, the row number in
    the ledger's sheet): every figure it feeds.  Neither: all figures with their values.

    Names and other private values are masked.  UsageError for an unknown figure, sheet, row or unit.
    """
    sheet, line = _spot(row) if row else ("", 0)
    given, label = "" if row else figure, ("单位", unit) if unit else group
    question = Query(given, label[0], sheet, line, office, previous, indicators, period, as_of)
    with gc_paused():
        run = run_query(ledger, question)
        if row:
            return _feeds(run, line)
        label = ("单位", _known_unit(run, unit)) if unit else label
        return _rows(run, figure, label) if figure else _all(run, label)


def _all(run: QueryResult, wanted: tuple[str, str]) -> TraceResult:
    """Every figure of ledgers that are there; of the others only how many there are."""
    heads = ("代码", "指标", "值", "单位", "行数", "备注")
    present = run.counting.data.present
    there = {one.name for one in run.library.indicators if not present.isdisjoint(run.counting.ledgers(one))}
    lines = [
        (one.code, one.name, _value(run, one), one.unit, one.count, one.note)
        for one in run.figures
        if (one.group_by, one.group) == wanted and one.name in there
    ]
    left_out = len(run.library.indicators) - len(there)
    facts = (("没有列出", f"{left_out} 个指标（它们的台账都不在这份工作簿里）"),) if left_out else ()
    return TraceResult(f"全部指标（{wanted[1] or '合计'}）", (Listing(heads, lines),), facts)


def _known_unit(run: QueryResult, said: str) -> str:
    """The unit as the ledger writes it, also for an alias of the roster, a short name or one with other
    brackets.  UsageError for a unit that is not there."""
    units = dict.fromkeys([*run.counting.universe.get("单位", ()), *run.ledger.units, *_units(run)])
    if said in units:
        return said
    for roster in (run.context.roster, Roster(tuple(Unit(name) for name in units))):
        found = match(said, "", roster).unit
        if found and found.name in units:
            return found.name
    near = nearest(said, units)
    raise UsageError(f"台账里没有单位“{said}”" + (f"，是否想查：{'、'.join(near)}" if near else ""))


def _units(run: QueryResult) -> list[str]:
    found: dict[Any, None] = {}
    for form in ledgers.forms_of(run.context):
        rows = run.ledger.rows.get(form.slug)
        if rows is not None and (title := form.titled("unit")):
            found |= dict.fromkeys(rows.column(title))
    return [name for name in found if name is not None]


def _rows(run: QueryResult, name: str, label: tuple[str, str]) -> TraceResult:
    found = source_rows(run.counting, name, *label)
    one = run.library.named(name)
    title = one.name if one else name
    figure = next((f for f in run.figures if f.name == title and (f.group_by, f.group) == label), None)
    facts: list[tuple[str, Any]] = []
    if figure is None and label[1]:
        whole = next((f for f in run.figures if f.name == title and not f.group_by), None)
        figure = of_no_rows(whole, *label, "台账里没有这一组的行") if whole else None
    if figure is not None:
        facts = [
            ("指标", f"{figure.code} {figure.name}".strip()),
            (
                "值",
                f"{_value(run, figure)}{'' if figure.unit == '%' or figure.value is None else figure.unit}",
            ),
            ("条件", figure.query or "全部"),
            ("行数", sum(len(part.rows) for part in found)),
            ("备注", figure.note),
        ]
    lists = tuple(listing for part in found if (listing := _lines(run, part)) is not None)
    return TraceResult(title + (f"（{label[1]}）" if label[1] else ""), lists, tuple(facts))


def _lines(run: QueryResult, part: SourceRows) -> Listing | None:
    """One line for each row: where it stands in the ledger and in the return, and its key columns."""
    rows = run.ledger.rows.get(part.form)
    if rows is None or not part.rows:
        return None
    numbers = run.ledger.numbers[part.form]
    form = ledgers.form(part.form, run.context.declared)
    keys = [] if form.restricted else [key for key in shown_by(form) if key in rows.titles]
    columns = [_masked(run, part.form, key, rows.picked(key, part.rows)) for key in keys]
    books, sheets, lines = (rows.picked(name, part.rows) for name in PLACE_TITLES)
    heads = ("台账行", "文件", "工作表", "行", *keys, "计入")
    places = [f"{part.ledger}!{numbers[at]}" for at in part.rows]
    what = [f"{part.name}{'（' + part.part + '）' if part.part else ''}"] * len(places)
    every = zip(places, books, sheets, map(_whole, lines), *columns, what, strict=True)
    return Listing(heads, list(every))


def _masked(run: QueryResult, form: str, title: str, values: Sequence[Any]) -> list[Any]:
    from union_xl.ledgers.masking import mask

    column = ledgers.form(form, run.context.declared).by_title.get(title)
    if column is None or not column.privacy:
        return ["" if value is None else value for value in values]
    way = column.privacy
    shown = {value: "" if value is None else mask(value, way) for value in set(values)}
    return [shown[value] for value in values]


def _spot(row: str) -> tuple[str, int]:
    """`会员登记!57` or `会员登记!A57` -> sheet and row."""
    found = _ROW.match(row.strip())
    if not found:
        raise UsageError(f"看不懂“{row}”，请写成 会员登记!57（工作表!行号）")
    return found[1].strip().strip("'"), int(found[2])


def _feeds(run: QueryResult, line: int) -> TraceResult:
    assert run.form is not None
    form, whole = run.form, run.ledger.rows[run.form.slug]
    book, sheet, row = (whole.picked(name, (run.position,))[0] for name in PLACE_TITLES)
    facts = [
        ("台账行", f"{form.short}!{line}"),
        ("来源", str(Place(book, sheet, _whole(row) or 0))),
    ]
    titles = (UNIT, COMMUNITY, form.item, "月")
    fed = fed_by(run.counting, form.slug, run.position)
    lines = [
        (
            one.code,
            one.name,
            one.part,
            "、".join(f"{label}：{value}" for label, value in one.groups if label in titles),
        )
        for one in fed
    ]
    found = Listing(("代码", "指标", "作用", "分组"), lines)
    return TraceResult(f"{form.short} 第 {line} 行计入 {len(lines)} 个指标", (found,), tuple(facts))


def _value(run: QueryResult, one: Figure) -> Any:
    listed = isinstance(one.value, (list, tuple)) and one.form
    if listed and ledgers.form(one.form, run.context.declared).restricted:
        return f"限阅，{len(one.value)} 项"
    if one.value is None:
        return "—"
    if one.unit == "%":
        return f"{one.value * 100:.1f}%" + ("（已报部分）" if one.partial else "")
    return _plain(one.value)


def _plain(value: Any) -> Any:
    return "、".join(map(str, value)) if isinstance(value, (list, tuple)) else "" if value is None else value


def _whole(value: Any) -> Any:
    try:
        return int(value)
    except (TypeError, ValueError):
        return ""
