"""What a template chooses: a figure of one group or of a period before, the items of a repeating row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from union_xl import ledgers
from union_xl.figures import BLANK_GROUP, ODD_GROUP, of_no_rows
from union_xl.fill.tags import EARLIER, LEFT, MEANT, Tag, may_hold_tags, plain, split_text
from union_xl.model import Figure, TemplateError
from union_xl.model.rows import Rows

if TYPE_CHECKING:
    from union_xl.expressions import Shape
    from union_xl.run.reporting.evaluation import Evaluation

Items = list[dict[str, Any]]
NOWHERE = "台账里没有"
"""Begins the note of a figure of a group nothing speaks of."""


def tags_in(texts: Iterable[str]) -> list[Tag]:
    """The tags of these texts, each once."""
    found = [one for text in texts if may_hold_tags(text) for one in split_text(text) if isinstance(one, Tag)]
    return list(dict.fromkeys(found))


def kind_of(tag: Tag) -> str:
    """The label of a tag's repeating row, '' for none: `每单位|条件=…` -> `单位`."""
    return tag.block.partition("|")[0].removeprefix("每")


def chosen_figures(run: Evaluation, tags: Iterable[Tag]) -> dict[str, Any]:
    """{name as the tag has it: Figure} of tags like `帮扶人次|帮扶类别=送温暖` and `发展会员数|上期`.

    A group without rows has what a sum of nothing is; a period that was not given, a ledger that was absent,
    no value.  What names no figure or no grouping of it is left out, so that it is told as unknown.
    """
    found: dict[str, Any] = {}
    asked = [tag for tag in tags if not tag.block and "|" in tag.name]
    labels = {one.partition("=")[0] for tag in asked for one in tag.name.split("|")[1:]}
    periods = _periods(run, labels) if asked else {}
    for tag in asked:
        name, *parts = tag.name.split("|")
        when, groups = _parts(parts)
        if when is None or len(groups) > 1:
            continue
        figure = _figure(run, periods, name, when, *(groups[0] if groups else ("", "")))
        if figure is not None:
            found[tag.name] = figure
    return found


class _Figures:
    """The figures of a period by name or code, and by group of the labels asked."""

    def __init__(self, figures: Iterable[Figure], labels: Collection[str]) -> None:
        self.whole: dict[str, Figure] = {}
        self.grouped: dict[tuple[str, str, str], Figure] = {}
        for one in figures:
            if one.group_by in labels:
                self.grouped.setdefault((one.name, one.group_by, plain(one.group)), one)
            elif not one.group_by:
                for key in filter(None, (one.name, one.code)):
                    self.whole.setdefault(plain(key), one)


def _periods(run: Evaluation, labels: Collection[str]) -> dict[str, _Figures]:
    before = zip(("", *EARLIER), (run.figures, run.previous, run.last_year), strict=True)
    return {when: _Figures(figures or (), labels) for when, figures in before}


def _parts(parts: Sequence[str]) -> tuple[str | None, list[tuple[str, str]]]:
    """The period before ('' for this one, None for two) and the (label, group)s of a tag's further parts."""
    when = [one for one in parts if one in EARLIER]
    groups = [(one.partition("=")[0], one.partition("=")[2]) for one in parts if one not in EARLIER]
    return (None if len(when) > 1 else "".join(when)), groups


def _figure(
    run: Evaluation, periods: Mapping[str, _Figures], name: str, when: str, label: str, group: str
) -> Figure | None:
    whole = periods[""].whole.get(plain(name))
    if whole is None or (label and label not in _labels(run, whole.name)):
        return None
    before = periods[when].whole.get(plain(whole.name))
    there = periods[when].grouped.get((whole.name, label, plain(group))) if label else before
    if there is None:
        note = f"{NOWHERE}{label}“{group}”" if label and _unheard(run, periods[""], label, group) else ""
        there = of_no_rows(before if label and before else replace(whole, value=None), label, group, note)
    return replace(there, name=f"{whole.name}|{when}", code="") if when else there


def _unheard(run: Evaluation, now: _Figures, label: str, group: str) -> bool:
    """No figure is split by such a group, and no ledger offers it as a choice: a name mistyped.  A line for
    what is blank, and the name of a figure (which need have no target), are none."""
    if plain(group) in map(plain, (BLANK_GROUP, ODD_GROUP)) or run.library.named(group):
        return False
    known = ledgers.forms_of(run.context)
    columns = (form.by_title[label] for form in known if label in form.by_title)
    if any(group in column.kind.choices for column in columns):
        return False
    return all((of, plain(group)) != (label, said) for _, of, said in now.grouped)


def _labels(run: Evaluation, name: str) -> tuple[str, ...]:
    known = run.library.named(name)
    return known.groups if known else ()


def chosen_items(run: Evaluation, blocks: Mapping[str, Items], tags: Iterable[Tag]) -> dict[str, Items]:
    """The blocks, and those that tags choose from them by 条件 and 排序.

    Their items get what tags ask of them besides: figures of the periods before, and those whose names stand
    in a column.  TemplateError names a 条件 or 排序 that cannot be used.
    """
    tags = list(tags)
    found = dict(blocks)
    asked = {(kind_of(tag), tag.name) for tag in tags if tag.block and "|" in tag.name}
    periods = _periods(run, {label for label, _ in asked}) if asked else {}
    for label, full in sorted(asked):
        name, *parts = full.split("|")
        way, _, unit = parts[0].partition("=") if len(parts) == 1 else ("", "", "")
        if label in found and way == MEANT:
            for item in found[label]:
                item[full] = _meant(periods[""], item, name, unit)
        elif label in found and way == LEFT:
            for item in found[label]:
                item[full] = _days_left(run.as_of, item.get(name))
        elif label in found and len(parts) == 1 and parts[0] in EARLIER:
            _add_earlier(run, periods, found[label], label, name, parts[0])
    for block in dict.fromkeys(tag.block for tag in tags if "|" in tag.block):
        label = block.partition("|")[0].removeprefix("每")
        if label in found:
            found[block] = _chosen(run, label, found[label], block)
    return found


_PARTS: Mapping[str, float] = {"万元": 10_000, "万": 10_000, "千元": 1_000, "%": 0.01}
"""What one of a unit is, in the unit figures are counted in."""


def _meant(now: _Figures, item: Mapping[str, Any], name: str, unit: str) -> Figure | None:
    """The figure whose name stands in a column, in the unit that stands in another."""
    there = now.whole.get(plain(str(item.get(name) or "")))
    by = _PARTS.get(plain(str(item.get(unit) or "")), 1) if unit else 1
    if there is None or by == 1 or not isinstance(there.value, (int, float)):
        return there
    return replace(there, value=round(there.value / by, 2), unit=str(item.get(unit)))


def _days_left(until: dt.date | None, value: Any) -> int | None:
    """Days from 截止日 to a date; negative when it is past."""
    if until is None or not isinstance(value, dt.date) or value != value:
        return None
    day = value.date() if isinstance(value, dt.datetime) else value
    return (day - until).days


def _add_earlier(
    run: Evaluation, periods: Mapping[str, _Figures], items: Items, label: str, name: str, when: str
) -> None:
    whole = periods[""].whole.get(plain(name))
    if whole is None or label not in _labels(run, whole.name):
        return
    for item in items:
        group = str(item.get(f"{label}名称"))
        there = periods[when].grouped.get((whole.name, label, plain(group))) or replace(
            whole, value=None, group_by=label, group=group, count=0
        )
        item[f"{name}|{when}"] = replace(there, name=f"{whole.name}|{when}", code="")


def _chosen(run: Evaluation, label: str, items: Items, block: str) -> Items:
    """The items of a block that fulfil its 条件, in the order its 排序 says (`降` at the end: downwards)."""
    from union_xl.expressions import (
        ROW,
        ExpressionError,
        ExpressionParser,
        LedgerTables,
        limited,
        quoted,
    )

    if not items:
        return []
    asked = dict(part.split("=", 1) for part in block.split("|")[1:])
    shape = _shape(run, label, items)
    data = LedgerTables([shape], run.counting.data.constants)
    reader = ExpressionParser(data.connection, data.names)
    try:
        where = [reader.condition(asked["条件"], label)] if "条件" in asked else []
        orders = [one.strip() for one in asked.get("排序", "").replace("；", ";").split(";") if one.strip()]
        order = [(reader.condition(one.removesuffix("降"), label), one.endswith("降")) for one in orders]
    except ExpressionError as why:
        raise TemplateError(f"标签 {{{{{block}}}}}：{why}") from None
    used = {name for one in (*where, *(one for one, _ in order)) for name in one.uses.get(label, ())}
    titles = shape.stood_on(used)
    data.load(
        {label: Rows({title: [_value(item.get(title)) for item in items] for title in titles})}, {label: used}
    )
    picks = " AND ".join(f"coalesce(CAST({one.sql} AS BOOLEAN), false)" for one in where) or "true"
    by = [f"{one.sql}{' DESC' if down else ''} NULLS LAST" for one, down in order]
    import duckdb

    try:
        with limited(data.connection):
            lines = data.connection.execute(
                f"SELECT {ROW} FROM {quoted(label)} WHERE {picks} ORDER BY {', '.join([*by, ROW])}"
            ).fetchall()
    except duckdb.Error as error:
        raise TemplateError(f"标签 {{{{{block}}}}} 算不出来（{str(error)[:80]}），请改正") from None
    finally:
        data.connection.close()
    return [{**items[line[0] - 1], "序号": at} for at, line in enumerate(lines, start=1)]


def _shape(run: Evaluation, label: str, items: Items) -> Shape:
    """A block's items as a ledger that expressions look at: the columns of its ledger, figures, names."""
    from union_xl import ledgers
    from union_xl.expressions import Shape
    from union_xl.ledgers.shapes import shape_of

    slug = run.people().get(label) or run.ledger_of(label)
    form = next((one for one in ledgers.forms_of(run.context) if one.slug == slug), None)
    own = shape_of(form) if form else Shape(label, {})
    types = dict(own.types)
    for name in (name for item in items[:1] for name in item if "." not in name and "|" not in name):
        types.setdefault(name, _type(item.get(name) for item in items))
    return replace(
        own, short=label, types=types, owners={}, register=False, worked_out={}, id_number="", birth=""
    )


def _type(values: Iterable[Any]) -> str:
    for value in values:
        if isinstance(value, Figure):
            return "VARCHAR" if isinstance(value.value, list) else "DOUBLE"
        if isinstance(value, dt.date):
            return "DATE"
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return "DOUBLE"
    return "VARCHAR"


def _value(value: Any) -> Any:
    value = value.value if isinstance(value, Figure) else value
    return None if isinstance(value, list) else value
