"""Moments with an offset from UTC, as programs write days: midnight in China is 16:00Z of the day before."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from functools import cache

from union_xl.model.lazy_pattern import LazyPattern

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
