"""Phrases by which people ask for a column without naming it, believed only together with the content."""

from __future__ import annotations

from collections.abc import Sequence

from union_xl.core import Raw
from union_xl.core.patterns import Late
from union_xl.tables.headings import Words, other_words
from union_xl.tables.signature import Signature

_DATED, _NAMED = frozenset({"date", "number"}), frozenset({"org"})
_ANSWERED = frozenset({"han", "number", "text"})
_JOINED = r"(?:入会|(?:加入|参加|进入)工会)(?!.*(?:原因|类型|介绍|编号|批次|申请|审批|批准|登记|缴))"
_HIRED = r"(?:入职|进厂|入厂|进单位|进公司|入司|到岗|进企业)(?!.*(?:年限|部门|培训|体检|合同|转正))"
_CHANGED = r"^(?:会籍|会员|会籍状态|状态)?的?(?:变动|变化|异动)的?(?:时间|日期|年月日?)$"
_EMPLOYER = (
    r"^(?:所在|所属|供职|就职|任职|现|工作|用人|签约|劳动合同)?的?(?:公司|单位|企业|厂)(?:名称|全称)?$"
)

PHRASES: tuple[tuple[str, Late, frozenset[str], float], ...] = (
    ("入会日期", Late(_JOINED), _DATED, 0.6),
    ("会籍变化日期", Late(_CHANGED), _DATED, 0.6),
    ("入职日期", Late(_HIRED), _DATED, 0.6),
    ("出生日期", Late(r"^出生(?!地)"), _DATED, 0.6),
    ("是否农民工", Late(r"^(?:是否|是不是).{0,4}农民工"), _ANSWERED, 0.6),
    ("单位名称", Late(_EMPLOYER), _NAMED, 0.6),
)
"""Title, phrase, and the classes of which at least this share of its values must be."""


def phrased(parts: Sequence[str], form_words: Words, seen: Signature, values: Sequence[Raw]) -> str:
    """The title a header asks for in other words, if its content is of that sort; '' otherwise."""
    text = parts[-1] if len(parts) > 1 and len(parts[-1]) > 3 else "".join(parts[-2:])
    if not seen.filled or other_words("".join(parts)):
        return ""
    for title, pattern, classes, share in PHRASES:
        if title in form_words.columns and pattern.search(text) and seen.share(*classes) >= share:
            return title
    return ""
