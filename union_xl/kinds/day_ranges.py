"""Two days in one cell: `6月13日—17日`, `2022.6.13-6.17`, `6.13至6.17`."""

from __future__ import annotations

import datetime as dt

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
