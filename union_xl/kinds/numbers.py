"""Numbers with units, separators, Chinese numerals and `about`; heads, amounts, shares, years, ages.

`0`, blank and 无 stay three different things: only a written zero is zero.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from union_xl.kinds.base import BLANK, Kind, Tidied, share
from union_xl.kinds.measures import names_money_unit, standard_money
from union_xl.kinds.number_words import chinese_number, edition, likely, ordinal, share_of, stars, years_of
from union_xl.kinds.text import cell_text, clean, is_empty_like, is_error
from union_xl.model import Raw, Suggestion
from union_xl.model.lazy_pattern import LazyPattern

_NUMBER = LazyPattern(r"[-+]?\d{1,15}(?:\.\d{1,10})?\Z", re.A)
_THOUSANDS = LazyPattern(r"(?<=\d)[,，](?=\d{3})")
_GROUPED = LazyPattern(r"(?<![\d ])\d{1,3}(?: \d{3})+(?![\d ])")
_TWO = LazyPattern(r"\d \d")
"""Two numbers in one cell, no groups of three digits."""
_MONEY_MARK = LazyPattern(r"^(?:人民币|RMB|CNY|[¥￥$])\s*", re.I)
_ABOUT = LazyPattern(
    r"^(?:约|大约|大概|近|将近|超|超过|不足|共计?|合计|>|<|≥|≤)\s*|(?:余|多|左右|上下|以上|以下|以内|\+|许)(?=[^\d]*$)"
)
_UNIT = LazyPattern(
    r"\s*(万元|亿元|千元|百元|元整|元|块|万人次|万人|万次|万册|万|亿|千|人次|人|名|位|个|家|岁|周岁|年|场|次|户|件|份|只|"
    r"台|套|张|本|册|箱|辆|把|组|队|批|期|篇|条|项|幢|栋|间|瓶|包|桶|盒|支|架|座|处|部|副|幅|袋|盏|双|床|顶|提|"
    r"级|星级|星|届|%|％|小时|天|日|元/月|元/人|平方米|平米|m2|m²|㎡)$"
)
_TIMES = {
    "万元": 10_000,
    "万": 10_000,
    "万人": 10_000,
    "万人次": 10_000,
    "万次": 10_000,
    "万册": 10_000,
    "亿元": 100_000_000,
    "亿": 100_000_000,
    "千元": 1000,
    "千": 1000,
    "百元": 100,
}
_OF_MONEY = LazyPattern(r".*元|块")
_NOT_MONEY, _NO_SUM = LazyPattern(r"(?!.*元|块|[万亿千]\Z)."), LazyPattern(r"元/|(?!.*元|块|[万亿千]\Z).")
_RATE = LazyPattern(r"[每均月年时天日/]|标准|单价")
"""In the header of an amount for each of something: `元/人` is no other unit there."""
_SUM_WORDS = frozenset(["共", "共计", "合计"])
LARGEST = 10_000_000
LARGEST_AMOUNT = 1e12


def read_number(text: str) -> tuple[float, str, str] | None:
    """(number, unit, word of about) of a cleaned text, None where it is no number.

    >>> read_number("约1,200元"), read_number("一百二十"), read_number("3.5万")
    ((1200.0, '元', '约'), (120.0, '', ''), (35000.0, '万', ''))
    >>> read_number("20㎡左右"), read_number("12.5平方米")
    ((20.0, '㎡', '左右'), (12.5, '平方米', ''))
    >>> read_number("3台"), read_number("1.2万人次")
    ((3.0, '台', ''), (12000.0, '万人次', ''))
    >>> read_number("1 200"), read_number("50 60")
    ((1200.0, '', ''), None)
    """
    if _TWO.search(_GROUPED.sub("", text)):
        return None
    bare = _THOUSANDS.sub("", _MONEY_MARK.sub("", text)).replace(" ", "")
    about = ""
    found = _ABOUT.search(bare)
    if found and found[0]:
        about = "" if found[0].strip() in _SUM_WORDS else found[0].strip()
        bare = bare[: found.start()] + bare[found.end() :]
    whole = chinese_number(bare)
    unit_found = _UNIT.search(bare) if whole is None else None
    unit = unit_found[1] if unit_found else ""
    figure = bare[: unit_found.start()] if unit_found else bare
    if _NUMBER.match(figure):
        value = float(figure)
    else:
        spoken = chinese_number(figure)
        if spoken is None:
            return None
        value = float(spoken)
    return value * _TIMES.get(unit, 1), unit, about


def _whole(value: float) -> int | float:
    return int(value) if value == int(value) else value


@dataclass(frozen=True)
class _Numbers:
    """Numbers from 0 up to `most`; `reading` reads what only this kind knows (`第四届`), `others` are units
    of something else, which are asked about."""

    whole: bool = False
    most: float = LARGEST_AMOUNT
    reading: Callable[[str], float | None] | None = None
    others: LazyPattern | None = None

    def tidy(self, raw: Raw) -> Tidied:
        if isinstance(raw, (bool, dt.time, dt.timedelta)):
            return Tidied(None, "NUM-UNREAD")
        if isinstance(raw, dt.date):
            return _date_for_number(raw)
        if isinstance(raw, float) and not isfinite(raw):
            return BLANK if raw != raw else Tidied(None, "NUM-UNREAD")
        if isinstance(raw, (int, float)):
            return self._judge(float(f"{raw:.15g}") if raw != int(raw) else raw, BLANK)
        text = clean(raw)
        if is_error(text):
            return Tidied(None, "CELL-ERROR")
        return BLANK if is_empty_like(text) else self._from_text(text)

    def _from_text(self, text: str) -> Tidied:
        special = self.reading(text) if self.reading else None
        if special is not None:
            return self._judge(special, BLANK)
        found = read_number(text)
        if found is None:
            return Tidied(None, "NUM-UNREAD", {"写法": text[:20]}, likely(_THOUSANDS.sub("", text)))
        value, unit, about = found
        if unit in ("%", "％"):
            return Tidied(None, "NUM-UNREAD", {"写法": text[:20]})
        if about:
            tidied = Tidied(None, "NUM-ABOUT", {"写法": text[:20]}, changed=True, why="去掉约数字样")
            return self._judge(value, tidied)
        if self.others and self.others.match(unit):
            return self._judge(value, Tidied(None, "NUM-OTHER-UNIT", {"写法": text[:20], "单位": unit}))
        scaled = unit in _TIMES
        return self._judge(value, Tidied(changed=scaled, why=f"按“{unit}”换算" if scaled else ""))

    def _judge(self, value: float, tidied: Tidied) -> Tidied:
        facts = {"写法": cell_text(value)[:20], "上限": cell_text(float(self.most))}
        if value < 0:
            return Tidied(None, "NUM-NEGATIVE", facts)
        if value > self.most:
            return Tidied(None, "NUM-HUGE", facts)
        if self.whole and value != int(value):
            return Tidied(None, "NUM-DECIMAL", facts)
        made = _whole(value)
        if not tidied.rule and not tidied.changed:
            return Tidied(made)
        return tidied._replace(value=made, facts={**tidied.facts, "取值": made})


def _date_for_number(raw: dt.date) -> Tidied:
    """A small number in a cell formatted as a date shows as a day of 1900."""
    day = raw.date() if isinstance(raw, dt.datetime) else raw
    number = (day - dt.date(1899, 12, 30)).days
    number -= number <= 60  # Excel has a 29 February 1900
    likely = (Suggestion(str(number), "数字被显示成日期"),) if 0 <= number < 11_000 else ()
    return Tidied(None, "NUM-DATE", {"写法": day.isoformat()}, likely)


def _is_count(raw: Raw) -> bool:
    return type(raw) is int and 0 <= raw <= LARGEST


def _is_amount(raw: Raw) -> bool:
    return type(raw) is int and 0 <= raw <= LARGEST_AMOUNT


def _likeness(sample: Sequence[Raw]) -> float:
    return share(
        sum(
            (isinstance(raw, (int, float)) and not isinstance(raw, bool) and abs(raw) < 1e7)
            or (isinstance(raw, str) and len(raw) < 12 and read_number(clean(raw)) is not None)
            for raw in sample
        ),
        sample,
    )


_MULTIPLES = LazyPattern(
    r"(?<![亿\d一二三四五六七八九十])(万元|千元|百元|亿元)\s*(?:(?:为|计)(?:单位)?\s*)?(?=[,;、)\]】>〕*※]|$)"
)
"""At the end, or before a remark: `资金（万元，保留两位小数）`, `资金（以万元为单位）`, `资金（万元）*`."""
_BARE_MULTIPLES = LazyPattern(r"[(\[【<〔]\s*(?:单位\s*:?\s*)?(亿|万|千)\s*[)\]】>〕][\s*※]*$")
"""`资金（万）`: of money, 元 left away."""
_COUNTED = LazyPattern(
    r"(?:^|[(\[【<:/])\s*(?:单位\s*:?\s*)?(亿|万|千)(?:人次|人|次|册|家|户|份|件|名|个)?\s*[)\]】>〕]?[\s*※]*$"
)
"""`阅读量（万）`, `参加人次(万人次)`: of anything counted."""

_LIKE_YUAN, _HUGE = 10_000, 100_000_000
"""A number under 万元 that reads like yuan, and what it then comes to (yuan)."""


def _money_under(header: str) -> Kind:
    """`预算(万元)`: every number below is in 万元.  Its own words come before those of its group
    (`经费(万元)_预算`)."""
    for part in reversed(standard_money(clean(header)).split("_")):
        if found := _MULTIPLES.search(part) or _BARE_MULTIPLES.search(part):
            return _in_multiples(found[1])
        if names_money_unit(part):
            break
    return _MONEY_EACH if _RATE.search(header) else MONEY


def _in_multiples(unit: str) -> Kind:
    def tidy(raw: Raw) -> Tidied:
        plain = _tidy_money(raw)
        if not plain.value or not isinstance(plain.value, (int, float)):
            return plain
        if isinstance(raw, str) and (own := read_number(clean(raw))) and own[1]:
            return plain
        made = _whole(round(plain.value * _TIMES[unit], 6))
        tidied = plain._replace(value=made, changed=True, why=f"单位为{unit}，换算成元")
        if plain.rule or plain.value < _LIKE_YUAN or made < _HUGE:
            return tidied
        written = cell_text(_whole(plain.value))
        facts = {"写法": written, "单位": unit, "取值": cell_text(made)}
        return tidied._replace(
            rule="NUM-UNIT", facts=facts, suggestions=(Suggestion(f"{written}元", "如果填的已经是元"),)
        )

    return replace(MONEY, tidy=tidy, is_tidy=None)


def _count_under(header: str) -> Kind:
    """`阅读量（万）`: the numbers below are ten thousands; what says its own unit (`350次`) is as written."""
    found = _COUNTED.search(clean(header).split("_")[-1])
    if found:
        return _counted_in(found[1], COUNT)
    return next((kind for word, kind in _OF_PEOPLE.items() if word in header), COUNT)


def _number_under(header: str) -> Kind:
    found = _COUNTED.search(clean(header).split("_")[-1])
    return _counted_in(found[1], NUMBER) if found else NUMBER


def _counted_in(unit: str, kind: Kind) -> Kind:
    def tidy(raw: Raw) -> Tidied:
        plain = _tidy_number(raw)
        own = isinstance(raw, str) and (read := read_number(clean(raw))) and read[1]
        if own or not plain.value or not isinstance(plain.value, (int, float)):
            return kind.tidy(raw)
        tidied = kind.tidy(_whole(round(plain.value * _TIMES[unit], 6)))
        if tidied.rule:
            return tidied
        facts = {**plain.facts, "取值": tidied.value} if plain.rule else plain.facts
        return tidied._replace(
            rule=plain.rule, facts=facts, changed=True, why=f"列名写的单位是{unit}，已换算"
        )

    return replace(kind, tidy=tidy, is_tidy=None, plain=None)


def _tidy_share(raw: Raw) -> Tidied:
    """30 and 30% are 0.3."""
    tidied = _share_number(raw)
    if isinstance(tidied.value, (int, float)) and 1 < tidied.value <= 100:
        return tidied._replace(value=tidied.value / 100, changed=True, why="百分数换成小数")
    return tidied


_tidy_count = _Numbers(whole=True, most=LARGEST, reading=ordinal, others=_OF_MONEY).tidy
_tidy_money = _Numbers(others=_NO_SUM).tidy
_share_number = _Numbers(most=100, reading=share_of).tidy
_tidy_number = _Numbers().tidy
_tidy_age = _Numbers(whole=True, most=130).tidy
_tidy_years = _Numbers(most=80, reading=years_of).tidy
_tidy_edition = _Numbers(whole=True, most=500, reading=edition).tidy
_tidy_stars = _Numbers(whole=True, most=5, reading=stars).tidy

COUNT = Kind(
    "整数", _tidy_count, _is_count, _likeness, text=False, number_format="0", width=10, under=_count_under
)
NUMBER = Kind(
    "数字",
    _tidy_number,
    _is_amount,
    _likeness,
    text=False,
    number_format="General",
    width=10,
    under=_number_under,
)
MONEY = Kind(
    "金额", _tidy_money, _is_amount, _likeness, text=False, number_format="0.00", width=12, under=_money_under
)
_PEOPLE, _TIMES_OF_PEOPLE = (
    replace(COUNT, tidy=_Numbers(whole=True, most=LARGEST, reading=ordinal, others=LazyPattern(others)).tidy)
    for others in (r"(?!(?:万?人|[万千亿名位个户])\Z).", r"(?!(?:万?人?次|万?人|[万千亿名位个户])\Z).")
)
_OF_PEOPLE = {"人次": _TIMES_OF_PEOPLE, "人数": _PEOPLE, "职工数": _PEOPLE, "会员数": _PEOPLE}
"""{word of a header: what is counted under it}: `80箱` is no number of people, `60人次` none of persons."""
_MONEY_EACH = replace(MONEY, tidy=_Numbers(others=_NOT_MONEY).tidy)
AGE = Kind("年龄", _tidy_age, text=False, number_format="0", width=6)
YEARS = Kind("年限", _tidy_years, text=False, number_format="General", width=8)
EDITION = Kind("届次", _tidy_edition, text=False, number_format="0", width=8)
STARS = Kind("星级", _tidy_stars, text=False, number_format="0", width=8)
SHARE = Kind("比例", _tidy_share, text=False, number_format="0.00", width=8)
