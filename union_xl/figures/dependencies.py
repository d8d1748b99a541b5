"""What an indicator stands on: ledgers and columns, through formulas and derived columns;
what it is split by: group labels, and the columns behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from union_xl.expressions import (
    PLACES,
    UNIT,
    Expression,
    LedgerTables,
    Shape,
    types_of,
)
from union_xl.figures.indicators import Indicator, Library
from union_xl.ledgers.shapes import shapes_of
from union_xl.model import Figure

_ADDED_UP = ("计数", "去重", "求和")


def of_no_rows(whole: Figure, label: str, group: str, note: str = "") -> Figure:
    """A figure of a group that has no rows: 0 where parts add up, unknown where they do not."""
    adds = whole.how in _ADDED_UP or whole.unit not in ("%", "")
    value = 0 if adds and whole.value is not None else None
    return replace(whole, value=value, group_by=label, group=group, count=0, note=note, partial=False)


def labels_of(shape: Shape) -> list[str]:
    """The group labels a ledger knows besides its columns."""
    return list(dict.fromkeys((UNIT, *PLACES, *shape.groups)))


def group_column(label: str, shape: Shape) -> str | None:
    """The column behind a group label in a ledger; None when it has none.  Who only holds something stands in
    for the unit where no unit is named."""
    if label == UNIT:
        return shape.unit or shape.host or None
    found = shape.groups.get(label) or PLACES.get(label, label)
    return found if found in types_of(shape) else None


def keys_of(shape: Shape, where: Expression) -> tuple[tuple[str, ...], str]:
    """What an indicator without 分组 can be split by, and the column behind 月: every key its ledger has
    (unit, community, trade, what its rows are about, each closed choice), and the month where its condition,
    or else the ledger, has one date."""
    placed = [label for label in PLACES if label in shape.groups or shape.unit]
    labels = [*([UNIT] if shape.unit else []), *placed]
    labels += [label for label in shape.groups if label not in labels]
    labels += [title for title in shape.choices if title not in labels]
    dates = [title for title, kind in types_of(shape).items() if kind == "DATE"]
    asked = [title for title in dates if title in where.uses.get(shape.short, ())] or dates
    return ((*labels, "月"), asked[0]) if len(asked) == 1 else (tuple(labels), "")


if TYPE_CHECKING:
    from union_xl.ledgers.form import Form


def ledgers_used(one: Indicator, library: Library) -> list[str]:
    """The ledgers an indicator is counted over or looks into."""
    return list(
        dict.fromkeys(
            ledger
            for each in _counted(one, library)
            for ledger in (each.ledger, *each.field.uses, *each.where.uses, *each.base.uses)
        )
    )


def columns_used(one: Indicator, library: Library, data: LedgerTables) -> list[tuple[str, str]]:
    """The columns (ledger, title) an indicator looks at."""
    return list(
        dict.fromkeys(
            (ledger, title)
            for each in _counted(one, library)
            for expression in (each.field, each.where, each.base)
            for ledger, titles in expression.uses.items()
            if ledger in data.names
            for title in sorted(data.shape(ledger).stood_on(titles))
        )
    )


def _counted(one: Indicator, library: Library) -> list[Indicator]:
    """An indicator itself, or of a formula the counted indicators it stands on."""
    if one.how != "公式":
        return [one]
    needs = [library.named(name) for qualifier, name in one.where.names if not qualifier]
    return [part for need in needs if need for part in _counted(need, library)]


def needed(indicators: Iterable[Indicator], shapes: Mapping[str, Shape]) -> dict[str, dict[str, None]]:
    """{ledger: its columns that the indicators look at or are grouped by}; `shapes` by short title."""
    found: dict[str, dict[str, None]] = {}
    for one in indicators:
        for expression in (one.field, one.where, one.base):
            for ledger, columns in expression.uses.items():
                found.setdefault(ledger, {}).update(dict.fromkeys(columns))
        if one.how == "公式":
            continue
        for label in one.groups:
            column = one.month_by if label == "月" else group_column(label, shapes[one.ledger])
            found.setdefault(one.ledger, {})[column or label] = None
        found.setdefault(one.ledger, {})
    return found


def columns_read(library: Library, forms: Sequence[Form]) -> dict[str, set[str]]:
    """{form slug: the columns of its ledger that counting needs}; other ledgers need not be read."""
    shapes = {form.slug: shape for form, shape in zip(forms, shapes_of(tuple(forms)), strict=True)}
    found = needed(library.indicators, {shape.short: shape for shape in shapes.values()})
    places = {*PLACES.values()}
    for register in (shape for shape in shapes.values() if shape.register):
        if any(places & set(own) for own in found.values()):
            further = dict.fromkeys((*places, *register.groups.values()))
            found[register.short] = {**found.get(register.short, {}), **further}
    return {
        slug: {*filter(None, (shape.unit,)), *shape.stood_on(found[shape.short])}
        for slug, shape in shapes.items()
        if shape.short in found
    }
