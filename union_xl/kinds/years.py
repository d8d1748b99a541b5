"""Years: four digits; of a month or a day its year; two digits are completed and told."""

from __future__ import annotations

import datetime as dt
import re

from union_xl.kinds.base import Kind, Tidied
from union_xl.kinds.numbers import COUNT
from union_xl.kinds.text import cell_text, clean
from union_xl.model import Raw

_FIRST, _LAST = 1900, 2100
_SMALL_AS_DAY = 1929
"""A number shown as a day (2022: 1905-07-14) is a day up to this year."""
_FEWEST_SHORT, _LATEST_SHORT = 10, 40
"""Two digits: 10 to 40 are of this century, 41 to 99 of the last."""
_YEAR = re.compile(r"((?:19|20)\d\d)(?:年度?|[-.]0)?")
_WITHIN = re.compile(r"((?:19|20)\d\d)[-./年]\d{1,2}(?:[-./月]\d{1,2}日?|月)?")


def _tidy_year(raw: Raw) -> Tidied:
    """
    >>> [_tidy_year(one).value for one in ("2022 年度", "2022年9月", dt.date(2022, 9, 1), "22年", 116)]
    [2022, 2022, 2022, 2022, None]
    """
    if isinstance(raw, dt.date) and _SMALL_AS_DAY < raw.year <= _LAST:
        return Tidied(raw.year, changed=True, why="取日期的年份")
    text = clean(cell_text(raw)).replace(" ", "") if type(raw) in (str, float) else ""
    if found := _YEAR.fullmatch(text):
        return Tidied(int(found[1]))
    if found := _WITHIN.fullmatch(text):
        return Tidied(int(found[1]), changed=True, why="取日期的年份")
    tidied = COUNT.tidy(raw)
    year = tidied.value
    if tidied.rule or year is None or _FIRST <= year <= _LAST:
        return tidied
    facts = {"写法": cell_text(year)}
    if _FEWEST_SHORT <= year < 100:
        facts["取值"] = full = year + (2000 if year <= _LATEST_SHORT else 1900)
        return Tidied(full, "DATE-SHORT-YEAR", facts, changed=True, why="两位年份补成四位")
    return Tidied(None, "YEAR-ODD", facts)


YEAR = Kind("年份", _tidy_year, text=False, number_format="0", width=8)
