"""How numbers, lists and dates are said in the summary (domain 1.2)."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from union_xl.core import Figure

NOTHING = "—"


def number(value: Any) -> str:
    """An exact number; lists are counted, None is —."""
    if value is None:
        return NOTHING
    if isinstance(value, (list, tuple)):
        return str(len(value))
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(int(value)) if isinstance(value, (int, float)) else str(value)


def roughly(value: Any) -> str:
    """`余`: 36 -> 35余, 1234 -> 1230余; exact below 20 and where nothing is cut off.

    >>> [roughly(n) for n in (0, 1, 19, 20, 36, 40, 99, 100, 999, 1000, 1009)]
    ['0', '1', '19', '20', '35余', '40', '95余', '100', '990余', '1000', '1000余']
    """
    if not isinstance(value, (int, float)):
        return number(value)
    exact = int(value)
    step = 10 if exact >= 100 else 5 if exact >= 20 else 1
    cut = exact - exact % step
    return f"{cut}余" if value > cut else str(cut)


def percent(value: Any) -> str:
    """0.9533 -> 95.3%.

    >>> percent(0.9533), percent(1), percent(None)
    ('95.3%', '100.0%', '—')
    """
    return f"{value * 100:.1f}%" if isinstance(value, (int, float)) else NOTHING


def ten_thousands(value: Any) -> str:
    """20000 -> 2.00万."""
    return f"{value / 10000:.2f}万" if isinstance(value, (int, float)) else NOTHING


def listed(value: Any) -> str:
    """['甲', '第三届“乙杯”大赛'] -> “甲”、“第三届‘乙杯’大赛”."""
    items = value if isinstance(value, (list, tuple)) else [value]
    inner = str.maketrans("“”", "‘’")
    return "、".join(f"“{str(one).translate(inner)}”" for one in items if one not in (None, ""))


def until(day: dt.date) -> str:
    """The as-of date in words: `截至2022年6月底`, within a month `截至2022年6月15日`."""
    if day.day == calendar.monthrange(day.year, day.month)[1]:
        return f"截至{day.year}年{day.month}月底"
    return f"截至{day.year}年{day.month}月{day.day}日"


def day(value: Any) -> str:
    """A date as 2022年6月30日."""
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, dt.date) else str(value)


def change(now: Any, before: Any, rate: bool = False) -> str:
    """Against last period: 比上期增长12.5%, 下降, 与上期持平, 为本期首次; '' when nothing can be said.

    >>> change(9, 8), change(8, 8), change(3, 0), change(0, 0), change(5, None)
    ('比上期增长12.5%', '与上期持平', '为本期首次', '', '')
    """
    if not isinstance(now, (int, float)) or not isinstance(before, (int, float)):
        return ""
    if now == before:
        return "与上期持平" if now else ""
    up = now > before
    if rate:
        return f"比上期{'提高' if up else '下降'}{abs(now - before) * 100:.1f}个百分点"
    if abs(before) < 1e-9:
        return "为本期首次"
    return f"比上期{'增长' if up else '下降'}{abs(now - before) / abs(before) * 100:.1f}%"


WAYS = {
    "": number,
    "余": roughly,
    "百分比": percent,
    "万": ten_thousands,
    "万元": lambda value: f"{ten_thousands(value)}元",
    "名单": listed,
}


@dataclass(frozen=True, eq=False)
class Value:
    """A figure as the template sees it: false when zero, blank or unknown; compares as its number."""

    figure: Figure
    before: Any = None

    @property
    def amount(self) -> float:
        value = self.figure.value
        if isinstance(value, (list, tuple)):
            return float(len(value))
        return float(value) if isinstance(value, (int, float)) else 0.0

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __len__(self) -> int:
        return int(self.amount)

    def __iter__(self) -> Iterator[Any]:
        value = self.figure.value
        return iter(value if isinstance(value, (list, tuple)) else [])

    def __eq__(self, other: object) -> bool:
        return self.amount == _amount(other)

    def __hash__(self) -> int:
        return hash(self.amount)

    def __lt__(self, other: object) -> bool:
        return self.amount < _amount(other)

    def __gt__(self, other: object) -> bool:
        return self.amount > _amount(other)

    def __le__(self, other: object) -> bool:
        return self.amount <= _amount(other)

    def __ge__(self, other: object) -> bool:
        return self.amount >= _amount(other)

    def __sub__(self, other: object) -> float:
        return self.amount - _amount(other)

    def __add__(self, other: object) -> float:
        return self.amount + _amount(other)


def _amount(other: object) -> float:
    if isinstance(other, Value):
        return other.amount
    return float(other) if isinstance(other, (int, float)) else float("nan")


def worded(figure: Figure, way: str, before: Any = None) -> str:
    """The figure as text, in one of WAYS or `较上期`.  100 % of what is not complete is said to be that."""
    if way == "较上期":
        return change(figure.value, before, rate=figure.unit == "%")
    if figure.unit == "%" and way in ("", "百分比"):
        return percent(figure.value) + ("（已报部分）" if figure.partial else "")
    if not way and isinstance(figure.value, (list, tuple)):
        return listed(figure.value)
    return WAYS[way](figure.value)


_LEFTOVER = re.compile(r"[XＸ×]{1,4}(?=[\u4e00-\u9fff（(]|$)|(?<=[\u4e00-\u9fff])[XＸ×]+")
_EMPTY = re.compile(r"（\s*）|\(\s*\)|“\s*”|【\s*】|《\s*》|\{\{|\}\}|\{%")
_PENDING = re.compile(r"待定|待补|某(?:某|公司|单位|社区|企业)|此处填写|未填")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_ZERO = re.compile(r"(?<![\d.,，])0(?:余)?(?:家|名|人|场|次|个|批|户|份)")


def lint(text: str, years: Sequence[int]) -> Iterator[tuple[str, str]]:
    """(what, seen) for leftovers in one paragraph: X, other years, empty brackets, 待定, `0家`, —."""
    for found in _LEFTOVER.finditer(text):
        yield "REPORT-LEFTOVER", found[0]
    for found in _EMPTY.finditer(text):
        yield "REPORT-EMPTY", found[0]
    for found in _PENDING.finditer(text):
        yield "REPORT-PENDING", found[0]
    for found in _ZERO.finditer(text):
        yield "REPORT-ZERO", found[0]
    for found in _YEAR.finditer(text):
        if years and int(found[1]) not in years:
            yield "REPORT-YEAR", found[0]
