"""What a column's content looks like: a quick class per cell, a signature per column; and what
identifies a layout: the same headers, the same mark, in any file."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from union_xl.model import Raw
from union_xl.model.lazy_pattern import LazyPattern


def fingerprint(heads: Sequence[str]) -> str:
    """The same for the same header texts, whatever the file, column positions or blanks between."""
    return hashlib.sha256("|".join(heads).encode("utf-8", "replace")).hexdigest()[:12]


STRONG = frozenset({"id", "mobile", "code", "date", "org"})
"""Classes that say by themselves what a column holds."""

_STRONG = tuple(sorted(STRONG))
_BLANK = frozenset(["", "无", "/", "-", "--", "—", "——", "暂无", "没有", "n/a", "\\", "同上", "〃", "″", '"'])
_ID = LazyPattern(r"[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dxX×*]\Z")
_OLD_ID = LazyPattern(r"[1-8]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}\Z")
_MASKED_ID = LazyPattern(
    r"(?=(?:\D*\d){6})(?=.*[xX×✕*＊•●·?？_#]{2})[1-9x×*＊•●·?？_#][\dxX×✕*＊•●·?？_#]{14,17}\Z", re.I
)
"""Part of the digits covered: `33010519850310XXXX`, `330105********101X`, `3301••••••••••1015`."""
_MOBILE = LazyPattern(r"(?:\+?86)?1[3-9]\d{9}\Z")
_LANDLINE = LazyPattern(r"(?:0\d{2,3}-?)?[2-9]\d{6,7}\Z")
_CODE = LazyPattern(r"[159AYN8246373][0-9A-HJ-NPQRTUWXY]{17}\Z")
_DATE = LazyPattern(
    r"(?:19|20)\d{2}(?:[-/.年](?:0?[1-9]|1[0-2])(?:[-/.月](?:0?[1-9]|[12]\d|3[01])日?|月)?|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))\Z"
)
_NUMBER = LazyPattern(r"[+-]?[\d,]+(?:\.\d+)?(?:人|元|万元|%|家|名|岁|年)?\Z")
_HAN = LazyPattern(r"[\u3400-\u9fff·•．.]{1,6}\Z")
_ORG = LazyPattern(
    r"(?:公司|厂|店|中心|社区|工会|医院|学校|银行|集团|委员会|合作社|事务所|支行|分行|公寓|幼儿园|协会|经营部|服务部|工作室|酒店|商行)(?:[(（].*[)）])?\Z"
)
_SPACES = LazyPattern(r"[\s\u3000\u00a0\u200b-\u200f\ufeff'`’-]+")


@dataclass(frozen=True, slots=True)
class ContentSignature:
    """Shares of the classes among `filled` looked-at values; `distinct` share of different values."""

    filled: int
    shares: Mapping[str, float]
    distinct: float = 0.0

    def share(self, *classes: str) -> float:
        return sum(self.shares.get(one, 0.0) for one in classes)

    @property
    def strongest(self) -> tuple[str, float]:
        """The strong class with the highest share."""
        found = _STRONG[0], 0.0
        for one in _STRONG:
            share = self.shares.get(one, 0.0)
            if share > found[1]:
                found = one, share
        return found


def content_signature(values: Sequence[Raw]) -> ContentSignature:
    """The signature of non-blank values."""
    first = values[0] if values else None
    if type(first) is str and values.count(first) == len(values):  # 汉族, 汉族, 汉族 …
        one = class_of(first)
        return (
            ContentSignature(0, {})
            if one == "blank"
            else ContentSignature(len(values), {one: 1.0}, 1 / len(values))
        )
    classes = Counter(
        [_class_of_text(value) if value.__class__ is str else class_of(value) for value in values]
    )
    classes.pop("blank", None)
    filled = sum(classes.values())
    if not filled:
        return ContentSignature(0, {})
    shares = {one: count / filled for one, count in classes.items()}
    return ContentSignature(filled, shares, len(set(map(str, values))) / len(values))


def class_of(value: Raw) -> str:
    """`id`, `mobile`, `landline`, `code`, `date`, `org`, `number`, `han` (a few Chinese characters), `text`,
    `blank`."""
    if isinstance(value, str):
        return _class_of_text(value)
    if value is None:
        return "blank"
    if isinstance(value, (dt.date, dt.time, dt.timedelta)):
        return "date"
    if isinstance(value, bool):
        return "han"
    if 13_000_000_000 <= value < 20_000_000_000:
        return "mobile"
    if 1e14 <= value < 1e18:
        return "id"
    return "number"


@lru_cache(maxsize=8_192)
def _class_of_text(value: str) -> str:
    if (length := len(value)) in (11, 18):  # what most cells of so many letters are
        if length == 11 and _MOBILE.match(value):
            return "mobile"
        if length == 18 and _ID.match(value):
            return "id"
    if value.strip().lower() in _BLANK:
        return "blank"
    if _HAN.match(value):
        return "org" if len(value) > 3 and _ORG.search(value) else "han"
    text = _SPACES.sub("", value if value.isascii() else unicodedata.normalize("NFKC", value))
    for name, pattern in (
        ("mobile", _MOBILE),
        ("id", _ID),
        ("date", _DATE),
        ("id", _OLD_ID),
        ("id", _MASKED_ID),
        ("code", _CODE),
    ):
        if pattern.match(text):
            return name
    if _DATE.match(value.strip()):
        return "date"
    if _LANDLINE.match(text):
        return "landline"
    if _NUMBER.match(text):
        return "number"
    return "org" if _ORG.search(text) else "text"


_FITS: Mapping[str, frozenset[str]] = {
    "证件号码": frozenset({"id", "text"}),
    "手机号码": frozenset({"mobile", "landline"}),
    "联系电话": frozenset({"mobile", "landline"}),
    "日期": frozenset({"date", "number"}),
    "截止日期": frozenset({"date", "number", "han"}),
    "期间": frozenset({"date", "number", "han", "text"}),
    "统一社会信用代码": frozenset({"code"}),
    "工会统一社会信用代码": frozenset({"code"}),
    "姓名": frozenset({"han", "text"}),
    "单位名称": frozenset({"org", "han", "text"}),
    "整数": frozenset({"number"}),
    "届次": frozenset({"number", "date", "han", "text"}),
    "数字": frozenset({"number"}),
    "成绩": frozenset({"number"}),
    "金额": frozenset({"number"}),
    "是否": frozenset({"han", "text", "number"}),
    "年龄": frozenset({"number"}),
    "年限": frozenset({"number"}),
}
_FREE = frozenset({"文本", "备注", "多人姓名", "银行账号"})


def contradicts(kind: str, seen: ContentSignature, choices: bool) -> str:
    """The strong class a column holds although its header asks for another kind; '' when nothing speaks
    against the header.

    Badly filled columns do not contradict: only content that plainly is something else does.
    """
    if kind in _FREE or not seen.filled:
        return ""
    strong, share = seen.strongest
    fits = _FITS.get(kind, frozenset({"han", "text", "number"}) if choices else frozenset())
    if share >= 0.8 and strong not in fits:
        return strong
    if kind in ("手机号码", "证件号码", "统一社会信用代码", "日期") and seen.share("han") >= 0.9:
        return "han"
    return ""


def speaks_for(kind: str, seen: ContentSignature) -> bool:
    """The content alone says it is this kind."""
    wanted = {
        "证件号码": "id", "手机号码": "mobile", "统一社会信用代码": "code", "工会统一社会信用代码": "code"
    }.get(kind)  # fmt: skip
    return wanted is not None and seen.filled >= 2 and seen.share(wanted) >= 0.8
