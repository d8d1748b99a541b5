"""Periods and days in texts: `2022年上半年`, `填报日期：2022年7月1日`."""

from __future__ import annotations

import datetime as dt
import re

from union_xl.model.lazy_pattern import LazyPattern

_PERIODS: tuple[tuple[LazyPattern, str], ...] = (
    (
        LazyPattern(
            r"(20\d{2})\s*年?度?\s*上半年|(20\d{2})\s*H1|(20\d{2})\s*年?\s*1\s*[-—~至到]\s*6\s*月", re.I
        ),
        "H1",
    ),
    (
        LazyPattern(
            r"(20\d{2})\s*年?度?\s*下半年|(20\d{2})\s*H2|(20\d{2})\s*年?\s*7\s*[-—~至到]\s*12\s*月", re.I
        ),
        "H2",
    ),
    (LazyPattern(r"(20\d{2})\s*年?度?\s*第?[一1]季度?|(20\d{2})\s*Q1", re.I), "Q1"),
    (LazyPattern(r"(20\d{2})\s*年?度?\s*第?[二2]季度?|(20\d{2})\s*Q2", re.I), "Q2"),
    (LazyPattern(r"(20\d{2})\s*年?度?\s*第?[三3]季度?|(20\d{2})\s*Q3", re.I), "Q3"),
    (LazyPattern(r"(20\d{2})\s*年?度?\s*第?[四4]季度?|(20\d{2})\s*Q4", re.I), "Q4"),
)
_MONTH = LazyPattern(r"(20\d{2})\s*[年.-]\s*(\d{1,2})\s*月?(?:份|\s*$)")


def period_in(*texts: str) -> str:
    """The label of the first period that a text names (`2022年上半年` -> `2022H1`); '' when none.

    >>> period_in("统计表（2022年度上半年）"), period_in("2021年第四季度"), period_in("2022-03-05")
    ('2022H1', '2021Q4', '')
    """
    for text in texts:
        if not text or "20" not in text:
            continue
        for pattern, ending in _PERIODS:
            found = pattern.search(text)
            if found:
                return next(year for year in found.groups() if year) + ending
        month = _MONTH.search(text)
        if month and 1 <= int(month[2]) <= 12:
            return f"{month[1]}-{int(month[2]):02d}"
        year = re.search(r"(20\d{2})\s*年度|^(20\d{2})(?:年)?$", text.strip())
        if year:
            return year[1] or year[2]
    return ""


_DAY = LazyPattern(r"((?:19|20)\d{2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})")


def day_in(text: str) -> dt.date | None:
    """The first day a text names (`2022年7月1日`, `2022-07-01`); None where it names none, or no real one."""
    found = _DAY.search(text)
    if not found:
        return None
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def other_period(stated: str, wanted: str) -> bool:
    """Two labels speak of periods of which neither holds the other.

    >>> other_period("2021H1", "2022H1"), other_period("2022-03", "2022H1"), other_period("2022", "2022H1")
    (True, False, False)
    """
    from union_xl.model import UsageError, period

    if not stated or not wanted:
        return False
    try:
        one, two = period(stated), period(wanted)
    except UsageError:
        return False
    inside = two.start <= one.start and one.end <= two.end
    around = one.start <= two.start and two.end <= one.end
    return not (inside or around)
