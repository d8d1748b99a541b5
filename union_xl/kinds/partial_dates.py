"""What a date that may be partial (`2022-05`, `2022`) can mean, and ages."""

from __future__ import annotations

import datetime as dt
from typing import Any


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
