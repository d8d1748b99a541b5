"""Sheets this product itself adds to a workbook, and lists that only serve drop-downs."""

from __future__ import annotations

from union_xl.model import Grid
from union_xl.model.sheet_names import HELPERS

NOTE_MARK = "【工会审核】"
"""How the notes of our marked copies begin."""
NOTE_LINE = "———— 核对意见 ————"
"""What parts a filler's own note from what we appended to it."""

_GUIDES = (
    "填表说明",
    "填写说明",
    "填报说明",
    "下拉选项",
    "填报对应",
    "应报单位",
    "数据字典",
    "问题清单（审核）",
)
_OURS = frozenset((*HELPERS, *_GUIDES))
_LISTS = ("码表", "字典", "代码", "下拉", "选项", "数据源", "参数", "枚举", "数据有效性", "字段说明", "序列")


def is_ours(grid: Grid) -> bool:
    """A helper sheet of ours, or a filling guide: never a return."""
    return grid.sheet.strip() in _OURS


def is_code_list(grid: Grid) -> bool:
    """A sheet that by its name only holds lists for drop-downs."""
    return any(word in grid.sheet for word in _LISTS)


def own_note(text: str) -> str:
    """What the filler's own note says, without what we appended to it."""
    said = text.split(NOTE_LINE)[0].strip()
    return "" if NOTE_MARK in said else said
