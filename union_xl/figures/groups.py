"""What an indicator is split by: group labels, and the columns behind them."""

from __future__ import annotations

from union_xl.expressions import PLACES, UNIT, Expression, Shape, types_of


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
