"""Chinese numerals: 一百二十三, 两百, 壹拾贰, 二〇二一."""

from __future__ import annotations

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
    >>> chinese_number("二〇二一")
    2021
    >>> chinese_number("几十") is None
    True
    """
    text = text.replace("廿", "二十").replace("卅", "三十")
    if not text or not _ALLOWED.match(text):
        return None
    if _ROW.match(text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total, section, digit = 0, 0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            section += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            total = (total + section + digit) * _BIG[char]
            section = digit = 0
    return total + section + digit


def arabic_date(text: str) -> str:
    """Chinese numerals of a date as digits: 二〇二一年六月一日 -> 2021年6月1日."""
    if not any(char in text for char in "一二三四五六七八九〇零十"):
        return text
    text = _HAN_YEAR.sub(lambda found: str(chinese_number(found[0])), text)
    return _HAN_PART.sub(lambda found: str(chinese_number(found[0]) or found[0]), text)
