"""Numbers as words: Chinese numerals, years and months, editions, orders, stars, shares."""

from __future__ import annotations

import re

from union_xl.model import Suggestion
from union_xl.model.lazy_pattern import LazyPattern

_SPELLED = "〇零○ 一壹 二贰两 三叁 四肆 五伍 六陆 七柒 八捌 九玖"
_DIGITS = {char: value for value, chars in enumerate(_SPELLED.split()) for char in chars}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}
_ALLOWED = LazyPattern(f"[{''.join(_DIGITS)}{''.join(_UNITS)}万亿廿卅]{{1,24}}\\Z")
_HAN_YEAR = LazyPattern(r"[〇零○一二三四五六七八九]{4}(?=年)|[〇零○一二三四五六七八九]{4}\Z")
_HAN_PART = LazyPattern(r"[一二三四五六七八九十廿卅]{1,3}(?=[月日号])")
_ROW = LazyPattern(f"[{''.join(_DIGITS)}]{{2,12}}\\Z")


def chinese_number(text: str) -> int | None:
    """The whole number a Chinese numeral says, None where it is none.

    >>> chinese_number("一百二十三"), chinese_number("两万零五"), chinese_number("十二")
    (123, 20005, 12)
    >>> chinese_number("二〇二一"), chinese_number("一万二"), chinese_number("一百零五")
    (2021, 12000, 105)
    >>> chinese_number("几十") is None
    True
    """
    text = text.replace("廿", "二十").replace("卅", "三十")
    if not text or not _ALLOWED.match(text):
        return None
    if _ROW.match(text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total, section, digit, last = 0, 0, 0, 1
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
            last = last if digit else 1
        elif char in _UNITS:
            section += (digit or 1) * _UNITS[char]
            digit, last = 0, _UNITS[char]
        else:
            total = (total + section + digit) * _BIG[char]
            section, digit, last = 0, 0, _BIG[char]
    return total + section + digit * (last // 10 if last > 10 else 1)  # 一万二 is 12000


def arabic_date(text: str) -> str:
    """Chinese numerals of a date as digits: 二〇二一年六月一日 -> 2021年6月1日."""
    if not any(char in text for char in "一二三四五六七八九〇零十"):
        return text
    text = _HAN_YEAR.sub(lambda found: str(chinese_number(found[0])), text)
    return _HAN_PART.sub(lambda found: str(chinese_number(found[0]) or found[0]), text)


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


_SUM = LazyPattern(r"\d+(?:\.\d+)?元?(?:\s*\+\s*\d+(?:\.\d+)?元?)+\Z", re.A)
_IN_BRACKETS = LazyPattern(r"\((\d+(?:\.\d+)?)\)\Z", re.A)


def likely(text: str) -> tuple[Suggestion, ...]:
    """What a sum written out, or an amount in the brackets of accounts, may come to."""
    if _SUM.match(text):
        value = round(sum(map(float, re.findall(r"[\d.]+", text))), 6)
        return (Suggestion(f"{value:.15g}", "算式的结果"),)
    if found := _IN_BRACKETS.match(text):
        return (Suggestion(found[1], "去掉括号；括号在账上表示负数"),)
    return ()
