"""Cells that counting cannot take: no number or date where one is due, or none of a closed list.

Such a cell counts as blank, or matches none of the values a condition asks for; the figures say so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from union_xl.expressions.load_columns import as_texts
from union_xl.expressions.names import ROW
from union_xl.expressions.shape import Shape
from union_xl.model.rows import Rows

_SHOWN, _LENGTH, _DIGITS = 2, 8, 8


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A column's cells that could not be taken: how many rows of each unit ('' where none is named), and what
    is wrong with them."""

    rows: Counter[str]
    why: str


def unreadable(rows: Rows, wanted: Mapping[str, str], shape: Shape) -> dict[str, Unreadable]:
    """{column: its cells that cannot be taken} among the columns `wanted` {title: DATE, DOUBLE, BIGINT or
    VARCHAR}; columns without any are not there."""
    found: dict[str, Unreadable] = {}
    units: Sequence[Any] | None = None
    for title, kind in wanted.items():
        closed = frozenset(shape.choices.get(title, ()))
        if title == ROW or (kind == "VARCHAR" and not closed):
            continue
        values = _values(rows, title)
        odd = [one for one in dict.fromkeys(values) if _filled(one) and not _fits(one, kind, closed)]
        if not odd:
            continue
        units = _values(rows, shape.unit) if units is None else units
        bad = frozenset(odd)
        named = zip(values, units or [None] * len(values), strict=True)
        counts = Counter(str(unit or "") for value, unit in named if value in bad)
        shown = "、".join(_shown(one) for one in odd[:_SHOWN]) + ("等" if len(odd) > _SHOWN else "")
        what = "不在可选值内" if kind == "VARCHAR" else "不是日期" if kind == "DATE" else "不是数"
        found[title] = Unreadable(counts, f"{title}{what}（{shown}）")
    return found


def _shown(value: Any) -> str:
    """A cell as a note may show it: reports leave the office, so no name, no long number, nothing long."""
    from union_xl import kinds

    text = as_texts([value], "VARCHAR")[0] or ""
    person = kinds.NAME.likeness is not None and kinds.NAME.likeness([text]) > 0
    if person or sum(letter.isdigit() for letter in text) > _DIGITS:
        return "*" * min(len(text), _LENGTH)
    return text[:_LENGTH].replace("；", "，")


def _values(rows: Rows, title: str) -> Sequence[Any]:
    """A column's cells; none at all where the column is not there."""
    return rows.column(title) if title in rows.titles else ()


def _filled(value: Any) -> bool:
    return value is not None and value != "" and value == value


def _fits(value: Any, kind: str, closed: frozenset[str]) -> bool:
    (text,) = as_texts([value], kind)
    return text in closed if closed and kind == "VARCHAR" else text is not None
