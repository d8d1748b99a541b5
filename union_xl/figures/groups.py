"""What an indicator is split by: group labels, and the columns behind them."""

from __future__ import annotations

from collections.abc import Mapping

from union_xl.expressions import Expression, Shape, types_of

GROUPS: Mapping[str, tuple[str, ...]] = {
    "单位": ("参赛单位", "主办单位", "承办单位"),
    "社区": ("所属社区",),
    "行业": ("所属行业",),
    "竞赛": ("竞赛名称",),
}
"""What a group label stands for in a ledger: the first of these columns it has; 单位 is its unit's column,
where it has one."""
_KEYS: Mapping[str, tuple[str, ...]] = {
    label: tuple(title for title in titles if not title.endswith("办单位"))
    for label, titles in GROUPS.items()
}
"""The same without who only holds or helps with something: an organiser is no unit that reports."""
PLACED = ("社区", "行业")
"""Groups a row has through its unit."""


def group_column(label: str, shape: Shape) -> str | None:
    """The column behind a group label in a ledger; None when it has none."""
    if label == "单位" and shape.unit:
        return shape.unit
    columns = types_of(shape)
    return next((title for title in (*GROUPS.get(label, ()), label) if title in columns), None)


def keys_of(shape: Shape, where: Expression) -> tuple[tuple[str, ...], str]:
    """What an indicator without 分组 can be split by, and the column behind 月: every key its ledger has
    (unit, community, trade, parent, each closed choice), and the month where its condition, or else the
    ledger, has one date."""
    own = shape.types
    labels = [
        label
        for label, titles in _KEYS.items()
        if any(title in own for title in titles) or (label in ("单位", *PLACED) and shape.unit)
    ]
    labels += [title for title in shape.choices if title not in labels]
    dates = [title for title, kind in types_of(shape).items() if kind == "DATE"]
    asked = [title for title in dates if title in where.uses.get(shape.short, ())] or dates
    return ((*labels, "月"), asked[0]) if len(asked) == 1 else (tuple(labels), "")
