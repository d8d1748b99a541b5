"""Kinds of cells: raw cell in, tidy value out, or why not.

Every kind is a `Kind` (one shape); `KINDS` finds one by the Chinese word a clerk types as 类型.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from union_xl.kinds.base import BLANK, Kind, Tidied
from union_xl.kinds.choices import choice, code_list
from union_xl.kinds.credit_code import BANK, CODE, UNION_CODE
from union_xl.kinds.dates import DAY, UNTIL
from union_xl.kinds.identity_documents import ID_NUMBER
from union_xl.kinds.names import NAME, NAMES, ORG
from union_xl.kinds.numbers import AGE, COUNT, EDITION, MONEY, NUMBER, SHARE, STARS, YEARS
from union_xl.kinds.periods import SPAN, YEAR
from union_xl.kinds.person_code_lists import (
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
from union_xl.kinds.phones import MOBILE, PHONE
from union_xl.kinds.remarks import PHOTO, REMARK
from union_xl.kinds.scores import SCORE
from union_xl.kinds.text import TEXT
from union_xl.kinds.unit_code_lists import (
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
from union_xl.kinds.yesno import YES_NO
from union_xl.model import FormError

_EVERY = (
    *(
        TEXT,
        REMARK,
        PHOTO,
        NAME,
        NAMES,
        ORG,
        ID_NUMBER,
        MOBILE,
        PHONE,
        CODE,
        UNION_CODE,
        BANK,
        YES_NO,
        DAY,
        UNTIL,
        SPAN,
    ),
    *(COUNT, NUMBER, MONEY, AGE, YEARS, YEAR, EDITION, STARS, SHARE, SCORE),
    *(DOCUMENT, GENDER, ETHNICITY, EDUCATION, POLITICS, MARRIAGE, EMPLOYMENT, EMPLOYED_AS, HOUSEHOLD, SKILL),
    *(TITLE_GRADE, CHANGE, CHANGE_REASON, INDUSTRY, NATURE, ECONOMY, OPERATING, INTERNET_KIND, PLAN_STATE),
    *(UNION_STATE, NO_UNION_WHY, UNION_KIND, FORMED_HOW, CONTEST_LEVEL, CONTEST_FORMAT, CONTEST_STATE, ROLE),
)
_BY_NAME = {kind.name: kind for kind in _EVERY}
KINDS: Mapping[str, Kind] = MappingProxyType(
    _BY_NAME
    | {
        "身份证号": ID_NUMBER,
        "手机": MOBILE,
        "电话": PHONE,
        "人数": COUNT,
        "年月": DAY,
        "信用代码": CODE,
        "数值": NUMBER,
    }
)
"""By 类型: the kinds' own names, and a few other words for the usual ones."""


@cache
def kind_named(name: str, title: str, choices: tuple[str, ...] = ()) -> Kind:
    """The kind of a 类型 by its Chinese name; with `choices` that of a closed list for the column `title`.

    Raises FormError for an unknown name.
    """
    if choices:
        return choice(title, choices)
    kind = KINDS.get(name)
    if kind is None:
        raise FormError(f"没有“{name}”这种类型，请从这些类型中选一种：{'、'.join(KINDS)}")
    return kind


__all__ = [
    "AGE", "BANK", "BLANK", "CHANGE", "CHANGE_REASON", "CODE", "CONTEST_FORMAT", "CONTEST_LEVEL",
    "CONTEST_STATE", "COUNT", "DAY", "DOCUMENT", "ECONOMY", "EDITION", "EDUCATION", "EMPLOYED_AS",
    "EMPLOYMENT", "ETHNICITY", "FORMED_HOW", "GENDER", "HOUSEHOLD", "ID_NUMBER", "INDUSTRY",
    "INTERNET_KIND", "KINDS", "MARRIAGE", "MOBILE", "MONEY", "NAME", "NAMES", "NATURE", "NO_UNION_WHY",
    "NUMBER", "OPERATING", "ORG", "PHONE", "PHOTO", "PLAN_STATE", "POLITICS", "REMARK", "ROLE", "SCORE",
    "SHARE", "SKILL", "SPAN", "STARS", "TEXT", "TITLE_GRADE", "UNION_CODE", "UNION_KIND", "UNION_STATE",
    "UNTIL", "YEAR", "YEARS", "YES_NO", "Kind", "Tidied", "choice", "code_list", "kind_named",
]  # fmt: skip
