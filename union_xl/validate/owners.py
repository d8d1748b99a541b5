"""Whose row it is: the unit column brought to the roster's names, blanks filled from the sheet's own unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from union_xl.core import Table
from union_xl.validate.desk import Desk

UNIT, CODE = "单位名称", "统一社会信用代码"
Match = Callable[..., Any]


def settle(desk: Desk, identified: Sequence[Any], match: Match | None) -> None:
    """Give every row its unit.

    A blank takes the unit the sheet was identified as.  A name the roster knows becomes the roster's.  In
    forms that speak of one unit (`one_unit`) a row of another unit is told (B-R7).
    """
    if UNIT not in desk.columns:
        return
    values = desk.values[UNIT]
    for (start, table), own in zip(desk.spans(), identified, strict=True):
        end = start + len(table.body)
        span = values[start:end]
        names = {text: _known(text, match) for text in dict.fromkeys(span) if text}
        if any(text != name for text, name in names.items()):
            span = [names[text] if text else text for text in span]
        if own.name:
            span = [text or own.name for text in span]
        values[start:end] = span
        if own.name and desk.form.one_unit and UNIT in table.where and own.how != "column":
            _strangers(desk, start, table, own.name)


def _known(text: str, match: Match | None) -> str:
    unit = match(text, "").unit if match else None
    return unit.name if unit else text


def _strangers(desk: Desk, start: int, table: Table, own: str) -> None:
    values = desk.values[UNIT]
    rows = range(start, start + len(table.body))
    other = Counter(values[row] for row in rows if values[row] != own)
    for name, count in other.items():
        facts = {"本表单位": own, "行单位": name, "行数": count}
        for row in rows:
            if values[row] == name:
                desk.tell("B-R7", row, UNIT, facts)
                if count * 2 > len(rows):
                    break
