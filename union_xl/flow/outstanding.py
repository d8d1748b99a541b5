"""What is not in a ledger yet: returns still to come, rows on 暂缓."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_MISSING = {"未报": "未报", "退回": "退回待补正", "待确认": "待确认"}
"""Statuses of 报送情况 whose rows are not in the ledger, and how they are counted off."""


def waited(standing: Mapping[str, Sequence[Any]]) -> dict[str, dict[str, int]]:
    """{ledger short title: {unit: returns still to come}} from the columns of 报送情况."""
    found: dict[str, dict[str, int]] = {}
    for unit, short, status in _lines(standing):
        if status in _MISSING:
            own = found.setdefault(short, {})
            own[unit] = own.get(unit, 0) + 1
    return found


def sentence(standing: Mapping[str, Sequence[Any]], held: Mapping[str, Mapping[str, int]]) -> str:
    """`尚有 8 份未报、30 行暂缓，数字不完整`; '' when everything is in."""
    counts: dict[str, int] = {}
    for _, _, status in _lines(standing):
        if status in _MISSING:
            counts[status] = counts.get(status, 0) + 1
    parts = [f"{counts[status]} 份{said}" for status, said in _MISSING.items() if status in counts]
    rows = sum(number for units in held.values() for number in units.values())
    parts += [f"{rows} 行暂缓"] if rows else []
    return f"尚有 {'、'.join(parts)}，数字不完整" if parts else ""


def _lines(standing: Mapping[str, Sequence[Any]]) -> list[tuple[str, str, str]]:
    if not {"单位", "表", "状态"} <= set(standing):
        return []
    columns = (standing[title] for title in ("单位", "表", "状态"))
    return [
        (str(unit or "").strip(), str(short or "").strip(), str(status or "").strip())
        for unit, short, status in zip(*columns, strict=True)
    ]
