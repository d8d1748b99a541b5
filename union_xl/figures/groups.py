"""What an indicator is split by: group labels, and the columns behind them."""

from __future__ import annotations

from dataclasses import replace

from union_xl.expressions import PLACES, UNIT, Expression, Shape, types_of
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
