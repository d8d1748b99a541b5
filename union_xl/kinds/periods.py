"""A reporting period in a cell: `2022年第一季度`, `2022年1-3月`, `20220101-20220331`; tidy as 2022Q1.

Years: four digits; of a month or a day its year; two digits are completed and told.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from union_xl.kinds.base import BLANK, Kind, Tidied, all_like, share
from union_xl.kinds.numbers import COUNT
from union_xl.kinds.text import cell_text, clean, is_empty_like, is_error
from union_xl.model import Raw
from union_xl.model.lazy_pattern import LazyPattern

_YEAR = r"(20\d{2}|19\d{2})"
_DASH = LazyPattern("[\u2010-\u2015\u2212\u2500]+")
_TIDY = LazyPattern(r"(?:19|20)\d{2}(?:H[12]|Q[1-4]|-(?:0[1-9]|1[0-2]))?\Z", re.A)
_HALF = LazyPattern(rf"{_YEAR}\s*年?度?\s*-?\s*(?:([上下])半年?|H([12]))\Z", re.I)
_QUARTER = LazyPattern(rf"{_YEAR}\s*年?度?\s*[-./]?\s*(?:第?\s*([一二三四1-4])\s*季度?|Q([1-4]))\Z", re.I)
_MONTH = LazyPattern(rf"{_YEAR}\s*(?:[年\-./]\s*(\d{{1,2}})\s*月?份?|(\d{{2}}))\Z", re.A)
_WHOLE = LazyPattern(rf"{_YEAR}\s*年?度?(?:全年)?\Z")
_DAY = r"(?:\s*[月\-./]?\s*\d{1,2}\s*[日号]?)?"
_RANGE = LazyPattern(
    rf"{_YEAR}\s*[年\-./]?\s*(\d{{1,2}})\s*月?{_DAY}\s*(?:至|到|~|-{{1,2}})\s*"
    rf"(?:{_YEAR}\s*[年\-./]?\s*)?(\d{{1,2}})\s*月?份?{_DAY}\Z",
    re.A,
)
_EIGHTS = LazyPattern(rf"{_YEAR}(\d{{2}})\d{{2}}\s*(?:至|到|~|-{{1,2}})\s*{_YEAR}(\d{{2}})\d{{2}}\Z", re.A)
_SPANS = {(1, 3): "Q1", (4, 6): "Q2", (7, 9): "Q3", (10, 12): "Q4", (1, 6): "H1", (7, 12): "H2", (1, 12): ""}


def span_in(text: str) -> str:
    """The label of the period a cleaned text names and nothing else; '' when it names none.

    >>> span_in("2022年第一季度"), span_in("2022年1-3月"), span_in("2022.3"), span_in("一季度")
    ('2022Q1', '2022Q1', '2022-03', '')
    """
    text = _DASH.sub("-", text)
    if found := _HALF.match(text):
        return f"{found[1]}H{found[3] or '上下'.index(found[2]) + 1}"
    if found := _QUARTER.match(text):
        number = found[3] or found[2]
        return f"{found[1]}Q{'一二三四'.index(number) + 1 if number in '一二三四' else number}"
    if found := _MONTH.match(text):
        return _of_months(found[1], int(found[2] or found[3]), int(found[2] or found[3]))
    if found := _WHOLE.match(text):
        return found[1]
    for pattern in (_EIGHTS, _RANGE):
        found = pattern.match(text)
        if found and found[3] in (None, found[1]):
            return _of_months(found[1], int(found[2]), int(found[4]))
    return ""


def _of_months(year: str, first: int, last: int) -> str:
    if first == last:
        return f"{year}-{first:02d}" if 1 <= first <= 12 else ""
    return year + _SPANS[first, last] if (first, last) in _SPANS else ""


def tidy_span(raw: Raw) -> Tidied:
    """The label of a period; SPAN-UNREAD, with the text kept, for anything else.

    >>> tidy_span("2022年上半年").value, tidy_span(2022).value, tidy_span("一季度").rule
    ('2022H1', '2022', 'SPAN-UNREAD')
    """
    if isinstance(raw, dt.date) and 1900 <= raw.year < 2100:
        return Tidied(f"{raw.year}-{raw.month:02d}")
    text = clean(raw)
    if is_error(text):
        return Tidied(None, "CELL-ERROR")
    if is_empty_like(text):
        return BLANK
    label = span_in(text)
    return Tidied(label) if label else Tidied(text[:200], "SPAN-UNREAD", {"写法": text[:30]})


def _likeness(sample: Sequence[Raw]) -> float:
    """Years and months alone may as well be dates."""
    return share(sum("Q" in label or "H" in label for label in map(_label, sample)), sample)


def _label(raw: Raw) -> str:
    return span_in(clean(raw)) if isinstance(raw, str) else ""


SPAN = Kind(
    "期间",
    tidy_span,
    lambda raw: type(raw) is str and bool(_TIDY.match(raw)),
    _likeness,
    plain=all_like(r"(?:19|20)\d{2}(?:H[12]|Q[1-4]|-(?:0[1-9]|1[0-2]))?"),
    width=14,
)
"""Source: ledgers §4.22 (所属期 of a tax office's export)."""


_FIRST, _LAST = 1900, 2100
_SMALL_AS_DAY = 1929
"""A number shown as a day (2022: 1905-07-14) is a day up to this year."""
_FEWEST_SHORT, _LATEST_SHORT = 10, 40
"""Two digits: 10 to 40 are of this century, 41 to 99 of the last."""
_PLAIN_YEAR = re.compile(r"((?:19|20)\d\d)(?:年度?|[-.]0)?")
_WITHIN = re.compile(r"((?:19|20)\d\d)[-./年]\d{1,2}(?:[-./月]\d{1,2}日?|月)?")


def _tidy_year(raw: Raw) -> Tidied:
    """
    >>> [_tidy_year(one).value for one in ("2022 年度", "2022年9月", dt.date(2022, 9, 1), "22年", 116)]
    [2022, 2022, 2022, 2022, None]
    """
    if isinstance(raw, dt.date) and _SMALL_AS_DAY < raw.year <= _LAST:
        return Tidied(raw.year, changed=True, why="取日期的年份")
    text = clean(cell_text(raw)).replace(" ", "") if type(raw) in (str, float) else ""
    if found := _PLAIN_YEAR.fullmatch(text):
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
