"""How numbers, lists and dates are said in the summary (domain 1.2)."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from union_xl.model import Figure

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
    """0.9533 -> 95.3%, without an idle zero.

    >>> percent(0.9533), percent(1), percent(None)
    ('95.3%', '100%', '—')
    """
    return f"{value * 100:.1f}%".replace(".0%", "%") if isinstance(value, (int, float)) else NOTHING


def ten_thousands(value: Any) -> str:
    """28000 yuan -> 2.8万, at most two decimals, none idle."""
    return f"{number(round(value / 10000, 2))}万" if isinstance(value, (int, float)) else NOTHING


def money(value: Any) -> str:
    """Yuan as papers give them: from 10,000 on in 万元.

    >>> money(28000), money(8600), money(1234567)
    ('2.8万元', '8600元', '123.46万元')
    """
    if not isinstance(value, (int, float)):
        return NOTHING
    return f"{ten_thousands(value)}元" if abs(value) >= 10_000 else f"{number(value)}元"


_ALL, _FEW = 5, 3
"""So many names are all said, of more the first few."""


def listed(value: Any) -> str:
    """['甲', '第三届“乙杯”大赛'] -> “甲”、“第三届‘乙杯’大赛”; of more than five three and 等."""
    inner = str.maketrans("“”", "‘’")
    return _joined(value, lambda one: f"“{one.translate(inner)}”")


def enumerated(value: Any) -> str:
    """['青田', '建德'] -> 青田、建德: places, units and the like, without quotes.

    >>> enumerated("甲乙丙丁戊己"), enumerated([*"甲乙丙丁戊己"])
    ('甲乙丙丁戊己', '甲、乙、丙等')
    """
    return _joined(value, str)


def _joined(value: Any, said: Callable[[str], str]) -> str:
    items = value if isinstance(value, (list, tuple)) else [value]
    names = [said(str(one)) for one in items if one not in (None, "")]
    return "、".join(names) if len(names) <= _ALL else "、".join(names[:_FEW]) + "等"


def until(day: dt.date) -> str:
    """The as-of date in words: `截至2022年6月底`, within a month `截至2022年6月15日`."""
    if day.day == calendar.monthrange(day.year, day.month)[1]:
        return f"截至{day.year}年{day.month}月底"
    return f"截至{day.year}年{day.month}月{day.day}日"


def day(value: Any) -> str:
    """A date as 2022年6月30日."""
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, dt.date) else str(value)


PREVIOUS, LAST_YEAR = "较上期", "同比"
BASES = {PREVIOUS: "上期", LAST_YEAR: "去年同期"}
"""Ways a figure is compared: {way: what it is compared with}."""
_LEVEL, _SMALL = 0.005, 10


def change(now: Any, before: Any, unit: str = "", way: str = PREVIOUS) -> str:
    """Against another period; '' when nothing can be said.

    Rates move by 个百分点.  A base under 10 has no percent, the difference only; under half a percent it is
    基本持平.

    >>> change(90, 80), change(8, 8), change(3, 0, "家"), change(0, 0), change(5, None), change(1000, 1001)
    ('比上期增长12.5%', '与上期持平', '比上期增加3家', '', '', '与上期基本持平')
    >>> change(0.9, 0.85, "%", LAST_YEAR)
    '比去年同期提高5个百分点'
    """
    if not isinstance(now, (int, float)) or not isinstance(before, (int, float)):
        return ""
    base = BASES[way]
    if now == before:
        return f"与{base}持平" if now else ""
    up = now > before
    if unit == "%":
        return f"比{base}{'提高' if up else '下降'}{number(round(abs(now - before) * 100, 1))}个百分点"
    if abs(before) < _SMALL:
        return f"比{base}{'增加' if up else '减少'}{number(abs(now - before))}{unit}"
    moved = abs(now - before) / abs(before)
    if moved < _LEVEL:
        return f"与{base}基本持平"
    return f"比{base}{'增长' if up else '下降'}{percent(moved)}"


TASK = "任务:"
"""Before the name of the figure that has the year's target: a way of comparing, too."""


def fulfilled(now: Any, target: Any, unit: str = "") -> str:
    """Against the year's task; '' where there is none.

    >>> fulfilled(4, 8, "家"), fulfilled(8, 8, "家"), fulfilled(9, 8, "家"), fulfilled(3, None)
    ('完成年度任务的50%', '已完成年度任务', '超额完成年度任务1家', '')
    >>> fulfilled(0.9, 0.95, "%"), fulfilled(0.96, 0.95, "%"), fulfilled(62000, 50000, "元")
    ('距年度目标5个百分点', '已达到年度目标', '超额完成年度任务1.2万元')
    """
    if not isinstance(now, (int, float)) or not isinstance(target, (int, float)) or not now or target <= 0:
        return ""
    if unit == "%":
        left = round((target - now) * 100, 1)
        return "已达到年度目标" if left <= 0 else f"距年度目标{number(left)}个百分点"
    if now < target:
        return f"完成年度任务的{percent(now / target)}"
    more = money(now - target) if unit == "元" else f"{number(now - target)}{unit}"
    return "已完成年度任务" if now == target else f"超额完成年度任务{more}"


WAYS = {
    "": number,
    "余": roughly,
    "百分比": percent,
    "率": percent,
    "万": ten_thousands,
    "万元": lambda value: f"{ten_thousands(value)}元",
    "款": money,
    "名单": listed,
    "列举": enumerated,
}


@dataclass(frozen=True, eq=False)
class Value:
    """A figure as the template sees it: false when zero, blank or unknown, or a rate over 100 %, which no
    paper prints; compares as its number.

    `bases` are its values in the periods it may be compared with, by way of comparing."""

    figure: Figure
    bases: Mapping[str, Any] = field(default_factory=dict)

    @property
    def amount(self) -> float:
        value = self.figure.value
        if isinstance(value, (list, tuple)):
            return float(len(value))
        return float(value) if isinstance(value, (int, float)) else 0.0

    @property
    def over(self) -> bool:
        """Whether it is a rate of more than 100 %."""
        return self.figure.unit == "%" and self.amount > 1 + 1e-9

    def __bool__(self) -> bool:
        return bool(self.amount) and not self.over

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


def worded(figure: Figure, way: str, bases: Mapping[str, Any] | None = None) -> str:
    """The figure as text, in one of WAYS or BASES or against a TASK.  100 % of what is not complete is said
    to be that, but by the way 率: there the text says it once."""
    if way.startswith(TASK):
        return fulfilled(figure.value, (bases or {}).get(way.removeprefix(TASK)), figure.unit)
    if way in BASES:
        return change(figure.value, (bases or {}).get(way), figure.unit, way)
    if figure.unit == "%" and way in ("", "百分比"):
        return percent(figure.value) + ("（已报部分）" if figure.partial else "")
    if not way and isinstance(figure.value, (list, tuple)):
        return listed(figure.value)
    return WAYS[way](figure.value)


_PUNCTUATION = (
    (r"\u2060[，；、]*", ""),
    (r"(^|[。：])[，；、]+", r"\1"),
    (r"[，；、]+([。；])", r"\1"),
    (r"[，；、]*([，；、])", r"\1"),
    (r"。{2,}", "。"),
    (r"（[，；、]+", "（"),
    (r"（）", ""),
)


def punctuated(text: str) -> str:
    """A sentence some of whose clauses fell away, with its marks put right.

    >>> punctuated("；发展会员5人。，。新建，；撤并2家；。")
    '发展会员5人。新建；撤并2家。'
    """
    for found, put in _PUNCTUATION:
        text = re.sub(found, put, text)
    return text


_LEFTOVER = re.compile(r"[XＸ×]{1,4}(?=[\u4e00-\u9fff（(]|$)|(?<=[\u4e00-\u9fff])[XＸ×]+")
_EMPTY = re.compile(r"（\s*）|\(\s*\)|“\s*”|【\s*】|《\s*》|\{\{|\}\}|\{%")
_PENDING = re.compile(r"待定|待补|某(?:某|公司|单位|社区|企业)|此处填写|未填")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_ZERO = re.compile(r"(?<![\d.,，])0(?:余)?(?:家|名|人|场|次|个|批|户|份)")


def check_wording(text: str, years: Sequence[int]) -> Iterator[tuple[str, str]]:
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
