"""Number formats: what a cell shows that is not in its value.

A format's padding, prefix, suffix, unit and scale add to the value; rounding, grouping, colours, currency
signs of the yuan, the style of a date and `;;;` do not.  Codes are those of SpreadsheetML (ECMA-376 18.8.31).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from union_xl.model import Raw
from union_xl.model.grid import Display

Shows = Literal["number", "text", "part of a day", "notation"]
"""What a format tells of: a number or a text with something added, a day without its year or day of month,
a number as powers of ten or as a fraction."""

_YEAR_MONTH, _MONTH_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
BUILTIN: Mapping[int, str] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: _YEAR_MONTH, 28: _MONTH_DAY,
    29: _MONTH_DAY, 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    34: 'h"时"mm"分"', 35: 'h"时"mm"分"ss"秒"', 36: _YEAR_MONTH, 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0",
    48: "##0.0E+0", 49: "@", 50: _YEAR_MONTH, 51: _MONTH_DAY, 52: _YEAR_MONTH, 53: _MONTH_DAY,
    54: _MONTH_DAY, 55: 'h"时"mm"分"', 56: 'h"时"mm"分"ss"秒"', 57: _YEAR_MONTH, 58: _MONTH_DAY,
}  # fmt: skip
"""The formats every program knows by number, as a Chinese Excel has them."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]'
    r"|[_*].|(?P<general>General|G/通用格式)|(?P<exponent>E[+-]0+)|(?P<digits>[0#?]+)|(?P<point>\.)"
    r"|(?P<comma>,)|(?P<percent>[%％])|(?P<at>@)|(?P<day>上午/下午|AM/PM|A/P|[ymdhsabegw]+)|(?P<other>.)",
    re.I | re.S,
)
_CONDITION = re.compile(r"(<=|>=|<>|=|<|>)\s*(-?\d+(?:\.\d+)?)\Z")
_FRACTION = re.compile(r"([#0?]+ +)?[#0?]+\s*/\s*(?:([1-9]\d*)|([#0?]+))")
_HARMLESS = " \u3000\xa0-+()（）¥￥'/:"
"""Signs around a number that add nothing to it: signs, brackets, blanks, the yuan's."""
_LONGEST = 255
_MOST_DIGITS = 1e15
"""A number from here on has lost its last digits: nothing a format adds makes it whole."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the parts of a format between `;`: what it adds to the number it is for."""

    condition: tuple[str, float] | None = None
    prefix: str = ""
    suffix: str = ""
    digits: tuple[str, ...] = ()
    """Placeholders of the whole part, and between them the texts that stand inside."""
    commas: int = 0
    percents: int = 0
    general: bool = False
    exponent: bool = False
    fraction: bool = False
    at: bool = False
    day: str = ""

    @property
    def width(self) -> int:
        """Digits the whole part has at least."""
        return sum(one.count("0") for one in self.digits[::2])

    @property
    def inside(self) -> bool:
        return any(text.strip(" \u3000") for text in self.digits[1::2])

    @property
    def adds(self) -> bool:
        if self.day or self.exponent or self.fraction:
            return False
        if not (self.digits or self.general or self.at):
            return bool(self.prefix.strip(_HARMLESS))
        padded = self.width > 1 and not self.at
        around = bool(self.prefix.strip(_HARMLESS) or self.suffix.strip(_HARMLESS))
        return padded or around or self.inside or bool(self.commas or self.percents)


@lru_cache(maxsize=1_024)
def _sections(code: str) -> tuple[_Section, ...]:
    if len(code) > _LONGEST:
        return ()
    parts: list[list[tuple[str, str]]] = [[]]
    for found in _TOKEN.finditer(code):
        kind = found.lastgroup or ""
        text = found[kind] if kind else ""
        if kind == "other" and text == ";":
            parts.append([])
        elif kind:
            parts[-1].append((kind, text))
    return tuple(map(_section, parts))


def _section(tokens: list[tuple[str, str]]) -> _Section:
    condition, day = None, ""
    fraction = exponent = general = at = seen_point = False
    before, after, digits, percents, commas = "", "", list[str](), 0, 0
    for kind, text in tokens:
        if kind == "bracket":
            found = _CONDITION.match(text.strip())
            condition = (found[1], float(found[2])) if found else condition
            day += "h" if text.lower() in ("h", "hh", "m", "mm", "s", "ss") else ""
        elif kind == "digits":
            if fraction or exponent:
                continue
            commas = 0
            if not seen_point:
                if not digits or after:
                    digits += [after, text] if digits else [text]
                else:
                    digits[-1] += text
            after = ""
        elif kind == "point":
            seen_point = True
        elif kind == "comma":
            commas += bool(digits) and not after
        elif kind in ("general", "exponent", "at"):
            general |= kind == "general"
            exponent |= kind == "exponent"
            at |= kind == "at"
        elif kind == "day":
            day += text.lower()
        else:
            fraction = fraction or (kind == "other" and text == "/" and bool(digits))
            percents += kind == "percent"
            if digits or general or at:
                after += text
            else:
                before += text
    return _Section(
        condition, before, after, tuple(digits), commas, percents, general, exponent, fraction, at, day
    )


def is_day(code: str) -> bool:
    """The format shows a number as a day or a time of day."""
    sections = _sections(code)
    return bool(sections) and bool(sections[0].day) and not sections[0].digits


def is_notation(code: str) -> bool:
    """The format shows a number as powers of ten or as a fraction."""
    return any(section.exponent or section.fraction for section in _sections(code))


def shown_beyond_value(code: str) -> frozenset[Shows]:
    """What the format tells beyond the value; empty for an ordinary one.

    >>> [sorted(shown_beyond_value(code)) for code in ("00000000", '0.0"万元"', "m/d", '@"公司"')]
    [['number'], ['number'], ['part of a day'], ['text']]
    >>> ordinary = ("#,##0.00_ ", "yyyy-mm-dd", ";;;", "[红色]-0.00", "¥#,##0", "h:mm")
    >>> [code for code in ordinary if shown_beyond_value(code)]
    []
    """
    found: set[Shows] = set()
    if is_day(code):
        letters = _sections(code)[0].day
        if "h" not in letters and "s" not in letters and not {"y", "m", "d"} <= set(letters):
            found.add("part of a day")
        return frozenset(found)
    for section in _sections(code):
        if section.exponent or section.fraction:
            found.add("notation")
        elif section.adds:
            found.add("text" if section.at else "number")
    return frozenset(found)


def displayed(value: Raw, code: str) -> Display | None:
    """The cell as a person sees it, never rounded; None where the format adds nothing.

    >>> displayed(123.0, "00000000").text, displayed(12.0, '"GH"0000').text, displayed(1.25, '0.0"万元"').text
    ('00000123', 'GH0012', '1.25万元')
    >>> displayed(12345.0, '0\\\\.0,"万"').text, displayed(5.0, "0"), displayed("杭州", '@"市"').text
    ('1.2345万', None, '杭州市')
    >>> displayed(0.5, "?/?").text, displayed(-1.5, "# ??/16").text, displayed(2.0, "# ?/?")
    ('1/2', '-1 8/16', None)
    >>> displayed(-5.0, '0;"负"0'), displayed(-1.2, '0.0"万元";"负"0.0"万元"').text
    (None, '-1.2万元')
    """
    if isinstance(value, bool) or value is None or value == "":
        return None
    if isinstance(value, str):
        return _text_displayed(value, code)
    if isinstance(value, dt.date):
        shown = _part_of_day(value, code)
        return Display(value, shown) if shown else None
    if not isinstance(value, int | float) or abs(value) >= _MOST_DIGITS:
        return None
    section = _chosen(_sections(code), value)
    if section is not None and section.exponent:
        return Display(value, f"{value:.2E}")
    if section is not None and section.fraction:
        shown = _as_fraction(value, code)
        return Display(value, shown) if shown else None
    if section is None or not section.adds:
        return None
    seen = Decimal(f"{value:.15g}")
    shown = _number(seen, section)
    return None if shown == _spelled(seen) else Display(value, shown)


def _as_fraction(value: float, code: str) -> str:
    """`1 1/2`; '' for what shows as a whole number."""
    found = _FRACTION.search(code)
    if found is None or value == int(value):
        return ""
    mixed, fixed, places = found.groups()
    whole, rest = divmod(abs(Fraction(value)), 1) if mixed else (0, abs(Fraction(value)))
    near = rest.limit_denominator(10 ** min(len(places or ""), 9) - 1 or 1)
    top, bottom = (round(rest * int(fixed)), int(fixed)) if fixed else near.as_integer_ratio()
    if top in (0, bottom):
        return ""
    sign = "-" if value < 0 else ""
    return f"{sign}{whole} {top}/{bottom}" if whole else f"{sign}{top}/{bottom}"


def _text_displayed(value: str, code: str) -> Display | None:
    section = next((one for one in _sections(code) if one.at), None)
    if section is None or not section.adds:
        return None
    shown = section.prefix.lstrip() + value + section.suffix.rstrip()
    return Display(value, shown)


def _chosen(sections: tuple[_Section, ...], value: float) -> _Section | None:
    """The section that is for this number: by conditions, else positive; negative; zero."""
    numeric = [one for one in sections if not one.at][:3]
    if not numeric:
        return None
    if any(one.condition for one in numeric):
        return next((one for one in numeric if one.condition is None or _holds(value, *one.condition)), None)
    if value < 0 and len(numeric) > 1:
        return numeric[1]
    return numeric[2] if value == 0 and len(numeric) > 2 else numeric[0]


def _holds(value: float, sign: str, bound: float) -> bool:
    return {
        "<": value < bound, "<=": value <= bound, ">": value > bound, ">=": value >= bound,
        "=": value == bound, "<>": value != bound,
    }[sign]  # fmt: skip


def _number(value: Decimal, section: _Section) -> str:
    prefix, suffix = _telling_part(section.prefix), _telling_part(section.suffix)
    if not (section.digits or section.general):
        return prefix
    scaled = abs(value) * 100**section.percents / 1000**section.commas
    places, inner, width = section.digits[::2], section.digits[1::2], section.width
    if section.commas and inner and set("".join(inner)) <= {".", "．"}:
        scaled /= 10 ** sum(map(len, places[1:]))
        inner, width = (), places[0].count("0")
    whole, _, rest = _spelled(scaled).partition(".")
    whole = _masked(whole, places, inner) if inner and not rest else whole.zfill(width)
    sign = "-" if value < 0 else ""
    if sign and prefix in _NEGATIVE:
        prefix = ""
    return f"{sign}{prefix}{whole}{'.' + rest if rest else ''}{suffix}"


_NEGATIVE = ("负", "负数", "减", "▲", "△")
"""What stands for the minus in a section of negative numbers."""


def _telling_part(text: str) -> str:
    """A text around a number; '' where it is nothing but signs."""
    return text.strip(" \u3000\xa0¥￥") if text.strip(_HARMLESS) else ""


def _masked(whole: str, places: tuple[str, ...], inner: tuple[str, ...]) -> str:
    """Digits between the texts inside the whole part: `00-0000` shows 123456 as 12-3456."""
    out = ""
    for place, text in zip(places[:0:-1], inner[::-1], strict=True):
        out = text.strip(" \u3000") + whole[-len(place) :].rjust(place.count("0"), "0") + out
        whole = whole[: -len(place)]
    return whole.rjust(places[0].count("0"), "0") + out


def _spelled(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _part_of_day(day: dt.date, code: str) -> str:
    """`1月2日`, `3/5`; '' where the format shows the whole day, or a time."""
    if "part of a day" not in shown_beyond_value(code):
        return ""
    shown = ""
    for found in _TOKEN.finditer(code):
        kind = found.lastgroup or ""
        text = found[kind] if kind else ""
        if kind == "other" and text == ";":
            break
        if kind == "day":
            shown += "".join(_date_letters(day, run[0]) for run in re.finditer(r"(.)\1*", text.lower()))
        elif kind not in ("bracket", "currency", ""):
            shown += text
    return shown.strip()


def _date_letters(day: dt.date, run: str) -> str:
    names = {
        "y": f"{day.year % 100:02d}" if len(run) <= 2 else str(day.year),
        "m": (str(day.month), f"{day.month:02d}", _MONTHS[day.month - 1])[min(len(run), 3) - 1],
        "d": str(day.day) if len(run) == 1 else f"{day.day:02d}" if len(run) == 2 else "",
    }
    return names.get(run[0], "")
