"""A plain office workbook (工作台.xlsx) as a clerk would type it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from tests.corpus.sheets import Sheet, Workbook, xlsx

ROSTER = ("单位名称", "别名", "统一社会信用代码", "社区", "联系人", "联系电话", "应报表", "免报表")


def listed(name: str, heads: Sequence[str], lines: Sequence[Sequence[Any]], widths: Sequence[float]) -> Sheet:
    """A sheet with one header row."""
    sheet = Sheet(name, widths=dict(enumerate(widths, 1)), freeze=1)
    for col, text in enumerate(heads, 1):
        sheet.put(1, col, text, "head")
    for row, line in enumerate(lines, 2):
        for col, value in enumerate(line, 1):
            sheet.put(row, col, value, "left", "yyyy-mm-dd" if isinstance(value, dt.date) else "@")
    return sheet


def office_workbook(settings: Sequence[tuple[str, Any, str]], roster: Sequence[Sequence[Any]]) -> bytes:
    """The workbook's bytes: `settings` lines (项目, 取值, 说明), `roster` lines as ROSTER."""
    return xlsx(
        Workbook(
            [
                listed("设置", ("项目", "取值", "说明"), settings, (22, 26, 60)),
                listed("应报单位", ROSTER, roster, (34, 30, 22, 14, 10, 15, 24, 14)),
                listed("填报对应", ("模板", "工作表", "单元格", "标签"), [], (26, 16, 10, 26)),
            ],
            dt.datetime(2022, 6, 1),
        )
    )
