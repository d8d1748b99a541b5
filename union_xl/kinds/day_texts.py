"""Days said in other ways than by a date: two in one cell, by a festival, as a moment with an offset from
UTC; and what a partial date (`2022-05`, `2022`) can mean."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from functools import cache
from typing import Any

from union_xl.kinds.text import clean
from union_xl.model.lazy_pattern import LazyPattern

_YEAR = r"(?:((?:19|20)\d{2})\s*[年.\-/]\s*)?"
_DAY = r"(\d{1,2})\s*[日号]?"
_RANGE = LazyPattern(
    rf"{_YEAR}(\d{{1,2}})\s*[月.\-/]\s*{_DAY}\s*(?:至|到|[~\-\u2010-\u2015\u2212]+)\s*"
    rf"{_YEAR}(?:(\d{{1,2}})\s*[月.\-/]\s*)?{_DAY}\Z"
)


def day_range(text: str, year: int | None = None) -> tuple[dt.date, dt.date] | None:
    """The first and the last day a text names; None where it names no two days in their order.

    `year` is that of the first day where the text says none; what is left out at the end is as at the begin.

    >>> [f"{day:%m%d}" for day in day_range("6月13日—17日", 2022) or ()]
    ['0613', '0617']
    >>> [f"{day:%Y%m%d}" for day in day_range("2022.12.30-1.2") or ()], day_range("6.13-6.17")
    (['20221230', '20230102'], None)
    """
    found = _RANGE.match(clean(text).replace(" ", ""))
    if not found:
        return None
    begins = int(found[1]) if found[1] else year
    if begins is None:
        return None
    month, last_month = int(found[2]), int(found[5] or found[2])
    ends = int(found[4]) if found[4] else begins + (last_month < month)
    try:
        first = dt.date(begins, month, int(found[3]))
        last = dt.date(ends, last_month, int(found[6]))
    except ValueError:
        return None
    return (first, last) if first <= last else None


_MONTHS = {
    **dict.fromkeys(("元旦",), 1),
    **dict.fromkeys(("三八", "三八节", "妇女节"), 3),
    **dict.fromkeys(("五一", "五一节", "劳动节"), 5),
    **dict.fromkeys(("六一", "儿童节"), 6),
    **dict.fromkeys(("七一", "建党节"), 7),
    **dict.fromkeys(("八一", "建军节"), 8),
    **dict.fromkeys(("教师节",), 9),
    **dict.fromkeys(("国庆", "国庆节"), 10),
}
_SPRING = ("春节", "新春", "元旦春节", "两节")
_IN_JANUARY = frozenset((2014, 2017, 2020, 2023, 2025, 2028))
"""Years between 2013 and 2030 whose lunar new year falls in January; else it is in February."""
_SAID = LazyPattern(r"((?:19|20)\d{2})\s*年?\s*(.{2,5}?)(?:假期|期间|前夕|前后|来临之际|前|后)*\Z")


def festival_month(text: str) -> str:
    """The month a cleaned text means by a festival, as `2022-02`; '' where it names none.

    >>> festival_month("2022年春节前夕"), festival_month("2021国庆"), festival_month("2022年上半年")
    ('2022-02', '2021-10', '')
    """
    found = _SAID.match(text)
    if not found:
        return ""
    year, name = int(found[1]), found[2].strip("“”\"'、 ")
    if name.replace("、", "") in _SPRING and 2013 <= year <= 2030:
        return f"{year}-{1 if year in _IN_JANUARY else 2:02d}"
    return f"{year}-{_MONTHS[name]:02d}" if name in _MONTHS else ""


_MOMENT = LazyPattern(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:[.,]\d+)?)?\s*"
    r"(?:(Z|UTC|GMT)|(?:UTC|GMT)?([+-]\d\d):?(\d\d)?)\Z",
    re.I,
)


def china_day(text: str) -> tuple[str, dt.date | None] | None:
    """(the day as written, the day it was in China then) of a moment with an offset or Z; the second None
    where there is no such moment.  None for any other text.

    >>> china_day("2022-03-19T16:00:00Z"), china_day("2022-03-19")
    (('2022-03-19', datetime.date(2022, 3, 20)), None)
    """
    found = _MOMENT.match(text) if len(text) > 16 else None
    if not found:
        return None
    sign = found[4] or "+00"
    try:
        ahead = dt.timezone(dt.timedelta(hours=int(sign), minutes=int(f"{sign[0]}{found[5] or 0}")))
        there = dt.datetime.fromisoformat(f"{found[1]} {found[2]}").replace(tzinfo=ahead)
        return found[1], there.astimezone(_china()).date()
    except (ValueError, OverflowError):
        return found[1], None


@cache
def _china() -> dt.tzinfo:
    """Asia/Shanghai, with its summer time until 1991; eight hours ahead where the machine has no zones."""
    try:
        return zoneinfo.ZoneInfo("Asia/Shanghai")
    except (zoneinfo.ZoneInfoNotFoundError, OSError):
        return dt.timezone(dt.timedelta(hours=8))


def latest(value: Any) -> dt.date | None:
    """The last day a date, partial ones included, can mean; None for other text.

    >>> latest("2022-02"), latest("2022"), latest("长期") is None
    (datetime.date(2022, 2, 28), datetime.date(2022, 12, 31), True)
    """
    if value is None or isinstance(value, dt.date):
        return value
    parts = str(value).split("-")
    if not all(part.isdigit() for part in parts) or len(parts[0]) != 4 or len(parts) > 2:
        return None
    year, month = int(parts[0]), int(parts[1]) if len(parts) == 2 else 12
    if not 1 <= month <= 12 or not 1 <= year <= 9998:
        return None
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


def years_between(start: dt.date, end: dt.date) -> int:
    """Full years from `start` to `end` (days before the anniversary do not count)."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))
