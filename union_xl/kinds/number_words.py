"""Numbers as words of one kind: years and months, editions, orders, stars, shares."""

from __future__ import annotations

import re

from union_xl.kinds.numerals import chinese_number
from union_xl.model.lazy_pattern import LazyPattern

_YEARS = LazyPattern(r"(?:(\d{1,2}(?:\.\d+)?)\s*年)?(?:零|又)?(?:(\d{1,3})\s*个?月)?(半)?\Z", re.A)


def years_of(text: str) -> float | None:
    """`2年6个月` -> 2.5, `半年` -> 0.5, `3年半` -> 3.5."""
    if text in ("半年", "半"):
        return 0.5
    found = _YEARS.match(text.replace(" ", ""))
    if not found or not any(found.groups()):
        return None
    return round(float(found[1] or 0) + int(found[2] or 0) / 12 + (0.5 if found[3] else 0), 2)


_EDITION = LazyPattern(
    r"(?:(?:19|20)\d\d\s*(?:年度?|[-—–.])\s*)?第?\s*([0-9]{1,3}|[一二三四五六七八九十]{1,3})\s*[届次批期]?\Z",
    re.A,
)


def edition(text: str) -> float | None:
    """`第四届` -> 4, `2022-7` (the seventh of that year) -> 7."""
    if text in ("首届", "首次", "首批", "首期"):
        return 1.0
    found = _EDITION.match(text)
    if not found:
        return None
    return float(found[1]) if found[1].isdigit() else float(chinese_number(found[1]) or 0) or None


_ORDINAL = LazyPattern(r"(?:并列)?第?\s*([0-9]{1,3}|[一二三四五六七八九十]{1,3})\s*[批期名位轮]?\Z", re.A)


def ordinal(text: str) -> float | None:
    """`第3批` -> 3, `并列第三名` -> 3."""
    if text in ("首批", "首期"):
        return 1.0
    found = _ORDINAL.match(text) if text.startswith(("第", "并列")) else None
    if not found:
        return None
    return float(found[1]) if found[1].isdigit() else float(chinese_number(found[1]) or 0) or None


def stars(text: str) -> float | None:
    if re.fullmatch("[★☆⭐*]{1,5}", text):
        return float(len(text.replace("☆", "")))
    found = re.fullmatch(r"([0-5一二三四五两])\s*(?:星级?|级|A|颗星)?(?:职工之家)?", text)
    if not found:
        return None
    return float(found[1]) if found[1].isdigit() else float(chinese_number(found[1]) or 0)


def share_of(text: str) -> float | None:
    found = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)\s*[%％]", text)
    return float(found[1]) / 100 if found else None
