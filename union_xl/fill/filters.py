"""What may follow a name after `|`: how its value is shown.

A filter takes a Shown and gives one: the value for a cell that holds nothing else, the words for a cell
with text around, and the number format an unformatted cell gets.
"""

from __future__ import annotations

import datetime as dt
import decimal
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

DASH = "—"


@dataclass(frozen=True, slots=True)
class Shown:
    """A value on its way into a cell.  `words` None: the usual words for the value."""

    value: Any
    words: str | None = None
    code: str = ""
    unit: str = ""

    @property
    def text(self) -> str:
        return words(self.value) if self.words is None else self.words


def tidy(value: Any) -> Any:
    """Numbers of pandas and numpy as Python's own; NaN and NaT are None; 是/否 for truth; lists stay."""
    if hasattr(value, "item") and not isinstance(value, (str, bytes)):
        value = value.item()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, decimal.Decimal):
        return float(value) if value.is_finite() else None
    if isinstance(value, dt.date) and value != value:
        return None
    return value


def words(value: Any) -> str:
    """A value in running text: 1234.5, 2022年6月30日, 甲、乙."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}" if value != int(value) else str(int(value))
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        return f"{value.year}年{value.month}月{value.day}日 {value:%H:%M}"
    if isinstance(value, dt.date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, (list, tuple)):
        return "、".join(words(tidy(one)) for one in value)
    return str(value)


def first_look(value: Any, unit: str, counted: bool) -> Shown:
    """A value before any filter.  A counted figure without value shows a dash (no base to divide by),
    a share shows as per cent."""
    value = tidy(value)
    if value is None:
        return Shown(None, DASH if counted else "", "", unit)
    if unit in ("%", "％") and _number(value):
        return Shown(value, f"{round_half_up(value, 1, 100):.1f}%", "0.0%", unit)
    return Shown(value, None, "", unit)


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def round_half_up(value: float, places: int, by: int = 1) -> float:
    """`value` times `by`, rounded as the office does it, on the digits one sees.

    >>> round_half_up(0.125, 2), round_half_up(0.8765, 1, 100)
    (0.13, 87.7)
    """
    seen = decimal.Decimal(repr(value)) * by
    if abs(seen) >= 10**15:  # beyond Excel's digits there is nothing to round
        return float(seen)
    return float(seen.quantize(decimal.Decimal(1).scaleb(-places), decimal.ROUND_HALF_UP))


def round_about(number: float) -> str:
    """The 余 rule of the office (domain 1.2): 36 -> 35余, 40 -> 40, 19 -> 19, 1234 -> 1230余."""
    if number < 20 or number != int(number):
        return words(number)
    step = 5 if number < 100 else 10
    floor = int(number) // step * step
    return f"{floor}余" if floor < number else str(floor)


def _scaled(by: float) -> Callable[[Shown], Shown]:
    def scale(shown: Shown) -> Shown:
        if not _number(shown.value):
            return shown
        value = round_half_up(shown.value / by, 2)
        return replace(shown, value=value, words=f"{value:.2f}", code="0.00")

    return scale


def _rounded(places: int) -> Callable[[Shown], Shown]:
    code = "0" + ("." + "0" * places if places else "")

    def rounded(shown: Shown) -> Shown:
        if not _number(shown.value):
            return shown
        value = round_half_up(shown.value, places)
        whole = int(value) if not places else value
        return replace(shown, value=whole, words=f"{value:.{places}f}", code=code)

    return rounded


def _percent(shown: Shown) -> Shown:
    if not _number(shown.value):
        return shown
    return replace(shown, words=f"{round_half_up(shown.value, 1, 100):.1f}%", code="0.0%")


def _about(shown: Shown) -> Shown:
    if not _number(shown.value):
        return shown
    text = round_about(shown.value)
    return replace(shown, value=text if text.endswith("余") else shown.value, words=text)


def _grouped(shown: Shown) -> Shown:
    if not _number(shown.value):
        return shown
    places = 0 if shown.value == int(shown.value) else 2
    code = "#,##0" + (".00" if places else "")
    return replace(shown, words=f"{shown.value:,.{places}f}", code=code)


def _dated(pattern: Callable[[dt.date], str], code: str) -> Callable[[Shown], Shown]:
    def dated(shown: Shown) -> Shown:
        if not isinstance(shown.value, dt.date):
            return shown
        return replace(shown, words=pattern(shown.value), code=code)

    return dated


def _listed(start: str, end: str, between: str) -> Callable[[Shown], Shown]:
    def listed(shown: Shown) -> Shown:
        if shown.value is None:
            return shown
        items = shown.value if isinstance(shown.value, (list, tuple)) else (shown.value,)
        text = between.join(f"{start}{words(tidy(one))}{end}" for one in items)
        return replace(shown, value=text, words=text)

    return listed


def _counted(shown: Shown) -> Shown:
    if not isinstance(shown.value, (list, tuple)):
        return shown
    return replace(shown, value=len(shown.value), words=None)


def _with_unit(shown: Shown) -> Shown:
    if shown.value is None or shown.unit in ("%", "％"):
        return shown
    text = shown.text + shown.unit
    return replace(shown, value=text, words=text)


def _as_text(shown: Shown) -> Shown:
    return replace(shown, value=shown.text, words=shown.text)


def worded(shown: Shown, key: str, text: str) -> Shown:
    """A value with words before (`前`) or after it (`后`), or what stands where there is none (`空`)."""
    there = shown.value is not None and shown.value != "" and shown.value != []
    if key == "空":
        return shown if there else replace(shown, value=text, words=text)
    if not there:
        return shown
    said = text + shown.text if key == "前" else shown.text + text
    return replace(shown, value=said, words=said)


def apply_filter(shown: Shown, asked: str) -> Shown:
    """A filter as typed: `万元`, `前=表号：`."""
    key, sign, text = asked.partition("=")
    return worded(shown, key, text) if sign else FILTERS[asked](shown)


def _instead(empty: Any) -> Callable[[Shown], Shown]:
    def instead(shown: Shown) -> Shown:
        if shown.value is not None and shown.value != "" and shown.value != []:
            return shown
        return replace(shown, value=empty or (0 if empty == 0 else None), words=words(empty))

    return instead


FILTERS: Mapping[str, Callable[[Shown], Shown]] = MappingProxyType(
    {
        "万": _scaled(10_000),
        "万元": _scaled(10_000),
        "亿": _scaled(100_000_000),
        "余": _about,
        "百分比": _percent,
        "%": _percent,
        "整数": _rounded(0),
        "一位小数": _rounded(1),
        "两位小数": _rounded(2),
        "元": _rounded(2),
        "千分位": _grouped,
        "日期": _dated(lambda day: f"{day.year}年{day.month}月{day.day}日", 'yyyy"年"m"月"d"日"'),
        "短日期": _dated(lambda day: f"{day:%Y-%m-%d}", "yyyy-mm-dd"),
        "年月": _dated(lambda day: f"{day.year}年{day.month}月", 'yyyy"年"m"月"'),
        "月日": _dated(lambda day: f"{day.month}月{day.day}日", 'm"月"d"日"'),
        "年": _dated(lambda day: f"{day.year}年", 'yyyy"年"'),
        "名单": _listed("", "", "、"),
        "引号": _listed("“", "”", "、"),
        "换行": _listed("", "", "\n"),
        "个数": _counted,
        "单位": _with_unit,
        "文本": _as_text,
        "空白": _instead(""),
        "横线": _instead(DASH),
        "零": _instead(0),
    }
)
