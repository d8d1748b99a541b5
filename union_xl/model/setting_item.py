"""One line of the sheet 设置, and the groups lines stand in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Shape = Literal[
    "text",
    "phone",
    "list",
    "password",
    "words",
    "period",
    "date",
    "whole",
    "levels",
    "yes",
    "count",
    "number",
    "rate",
    "choice",
]
"""What a value looks like; `list` are passwords and the like, `password` one, `words` a list of names, `rate`
2% or 0.02, `whole` 全量/增量, `yes` 是/否, `count` a whole number, `number` any number, both from 0."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of 设置.

    `name` is the 项目 a clerk reads, `key` the name the program uses, `default` what a fresh workbook
    holds (None: blank), `says` the 说明.  `aliases` are other spellings of 项目.  `least` and `most`
    bound numbers.
    """

    name: str
    key: str
    shape: Shape
    group: str
    says: str
    default: Any = None
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    least: float = 0
    most: float = 1e12


OFFICE, PERIOD, RETURNS, UNIONS, CONTESTS, MONEY, CARE, PLACES, REPORTS, LIMITS, WORDS = (
    "单位",
    "期间",
    "收表",
    "建会与会员",
    "竞赛",
    "经费与合同",
    "疗休养与帮扶",
    "阵地与品牌",
    "统计口径",
    "读取限制",
    "总结用词",
)
