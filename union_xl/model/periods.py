"""Reporting periods, as labels (`2022H1`) and as people write them (`2022年上半年`)."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from union_xl.model.errors import UsageError


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period: `label` (`2022H1`, `2021-10..2022-09`), first and last day (期初, 期末)."""

    label: str
    start: dt.date
    end: dt.date

    @property
    def words(self) -> str:
        """`2022年上半年`, `2022年第一季度`, `2022年3月`, `2022年`, `2021年10月至2022年9月`."""
        if ".." in self.label:
            return f"{self.start.year}年{self.start.month}月至{self.end.year}年{self.end.month}月"
        year, rest = self.label[:4], self.label[4:]
        if rest.startswith("H"):
            return f"{year}年{'上' if rest == 'H1' else '下'}半年"
        if rest.startswith("Q"):
            return f"{year}年第{'一二三四'[int(rest[1]) - 1]}季度"
        return f"{year}年{int(rest[1:])}月" if rest else f"{year}年"

    @property
    def before(self) -> Period:
        """The period of the same length just before."""
        months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
        return self._moved(months)

    @property
    def year_before(self) -> Period:
        """The same period of the year before (去年同期)."""
        return self._moved(12)

    def _moved(self, months: int) -> Period:
        """So many months earlier."""
        first, last = _month(self.start) - months, _month(self.end) - months
        return _span(first, last)


def period(label: str) -> Period:
    """A period as typed; UsageError for what is none.

    >>> [period(one).label for one in ("2022h1", "2022年上半年", "2022年第一季度", "2022.3", "2022年1-6月")]
    ['2022H1', '2022H1', '2022Q1', '2022-03', '2022H1']
    >>> period("2021-10..2022-09").before.label, period("2022H1").year_before.label
    ('2020-10..2021-09', '2021H1')
    """
    text = label.strip()
    found = _months(text)
    if not found or not 1990 <= found[0] // 12 <= 2100 or found[0] > found[1]:
        raise UsageError(f"看不懂统计期间“{text}”，请写成 2022H1、2022年上半年、2022Q1、2022-03 或 2022")
    return _span(*found)


_FROM_TO = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?(?:[-/.]?\s*0?1\s*日?)?\s*(?:\.\.|[-~—–至到]+)\s*"
    r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*月?(?:[-/.]?\s*(?:28|29|30|31)\s*日?)?$"
)
_YEAR = re.compile(r"(\d{4})\s*年?度?\s*(.*)$")
_HALF = re.compile(r"[-/. ]*(?:(?:h|第)?([12上下一二])\s*(?:个?半年)?(?:度)?)$", re.I)
_QUARTER = re.compile(r"[-/. ]*(?:(?:q|第)?([1-4一二三四])\s*(?:个?季度?)?)$", re.I)
_MONTH = re.compile(r"[-/.]?\s*(\d{1,2})\s*月?(?:份)?$")
_DIGIT = {"上": 1, "下": 2, "一": 1, "二": 2, "三": 3, "四": 4}
_ENDINGS = {
    (1, 6): "H1",
    (7, 12): "H2",
    (1, 3): "Q1",
    (4, 6): "Q2",
    (7, 9): "Q3",
    (10, 12): "Q4",
    (1, 12): "",
}


def iso_day(text: str) -> dt.date | None:
    """A day as our own files keep it (`2022-06-30`); None where none is kept.

    >>> iso_day("2022-06-30"), iso_day("")
    (datetime.date(2022, 6, 30), None)
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _months(text: str) -> tuple[int, int] | None:
    """First and last month, counted from the year 0; None for what is no period."""
    if found := _FROM_TO.match(text):
        year, first, last = int(found[1]), int(found[2]), int(found[4])
        end = int(found[3] or year)
        return (year * 12 + first - 1, end * 12 + last - 1) if first and last in range(1, 13) else None
    found = _YEAR.match(text)
    if not found:
        return None
    start, rest = int(found[1]) * 12, found[2].strip()
    if not rest:
        return start, start + 11
    if ("半年" in rest or rest.lstrip("-/. ")[:1] in "hH") and (half := _HALF.match(rest)):
        return _part(start, _number(half[1]), 6)
    if ("季" in rest or rest.lstrip("-/. ")[:1] in "qQ") and (quarter := _QUARTER.match(rest)):
        return _part(start, _number(quarter[1]), 3)
    month = _MONTH.match(rest)
    return _part(start, int(month[1]), 1) if month and 1 <= int(month[1]) <= 12 else None


def _number(word: str) -> int:
    return _DIGIT.get(word) or int(word)


def _part(start: int, number: int, months: int) -> tuple[int, int]:
    first = start + (number - 1) * months
    return first, first + months - 1


def _month(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def _span(first: int, last: int) -> Period:
    """The period of whole months, under its shortest label."""
    year, month = divmod(first, 12)
    end_year, end_month = divmod(last, 12)
    ending = _ENDINGS.get((month + 1, end_month + 1)) if year == end_year else None
    label = f"{year}{ending}" if ending is not None else f"{year}-{month + 1:02d}"
    if ending is None and first != last:
        label += f"..{end_year}-{end_month + 1:02d}"
    day = calendar.monthrange(end_year, end_month + 1)[1]
    return Period(label, dt.date(year, month + 1, 1), dt.date(end_year, end_month + 1, day))


def day_of_number(seen: object) -> dt.date | None:
    """The day a cell with this number shows where its format is that of dates; None for anything else.

    >>> day_of_number(44986.0), day_of_number("44986"), day_of_number(0.5)
    (datetime.date(2023, 3, 1), None, None)
    """
    if isinstance(seen, int | float) and not isinstance(seen, bool) and 1 <= seen < 73_051:
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(seen))
    return None
