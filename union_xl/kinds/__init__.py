"""Kinds of cells: raw cell in, tidy value out, or why not.

Every kind is a `Kind` (one shape); `KINDS` finds one by the Chinese word a clerk types as 类型.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from union_xl.kinds.base import Kind, Tidied
from union_xl.kinds.choices import choice
from union_xl.kinds.codes import (
    CHANGE,
    CHANGE_REASON,
    DOCUMENT,
    EDUCATION,
    EMPLOYED_AS,
    EMPLOYMENT,
    ETHNICITY,
    GENDER,
    HOUSEHOLD,
    MARRIAGE,
    POLITICS,
    SKILL,
    TITLE_GRADE,
)
from union_xl.kinds.text import TEXT
from union_xl.kinds.trades import (
    CONTEST_FORMAT,
    CONTEST_LEVEL,
    CONTEST_STATE,
    ECONOMY,
    FORMED_HOW,
    INDUSTRY,
    INTERNET_KIND,
    NATURE,
    NO_UNION_WHY,
    OPERATING,
    PLAN_STATE,
    ROLE,
    UNION_KIND,
    UNION_STATE,
)

NAME = replace(TEXT, name="姓名")
ORG = replace(TEXT, name="单位名称", width=28)
ID_NUMBER = replace(TEXT, name="证件号码", width=22)
DAY = replace(TEXT, name="日期")
COUNT = replace(TEXT, name="整数")
NUMBER = replace(TEXT, name="数字")
MONEY = replace(TEXT, name="金额")
YES_NO = replace(TEXT, name="是否", choices=("是", "否"))
MOBILE = replace(TEXT, name="手机号码")
PHONE = replace(TEXT, name="联系电话")
CODE = replace(TEXT, name="统一社会信用代码")
UNION_CODE = replace(TEXT, name="工会统一社会信用代码")
BANK = replace(TEXT, name="银行账号")
REMARK = replace(TEXT, name="备注")
UNTIL = replace(TEXT, name="截止日期")
YEAR = replace(TEXT, name="年份")
STARS = replace(TEXT, name="星级")
EDITION = replace(TEXT, name="届次")
AGE = replace(TEXT, name="年龄")
YEARS = replace(TEXT, name="年限")
SHARE = replace(TEXT, name="比例")
NAMES = replace(TEXT, name="多人姓名")
