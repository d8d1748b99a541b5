"""Dates as people write them: real days, partial dates (`2022-05`) kept partial, ambiguous ones told, never
guessed.

A bad date is never replaced by another one: not by today, not by the first of the month.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from math import isfinite
from typing import Any

from union_xl.kinds.base import BLANK, Kind, Tidied, joined
from union_xl.kinds.day_texts import china_day, festival_month
from union_xl.kinds.number_words import arabic_date
from union_xl.kinds.text import cell_text, clean, is_empty_like, is_error
from union_xl.model import Raw, Suggestion
from union_xl.model.lazy_pattern import LazyPattern

EARLIEST, LATEST = dt.date(1910, 1, 1), dt.date(2100, 12, 31)
_SERIALS = range(20_000, 60_001)
_MONTHS_LIKE = range(20_000, 21_000)
"""`20223` is a day in 1955 or March 2022."""
_EARLIEST_SERIAL = 3_654
"""That of the first day of 1910."""
_EPOCH = dt.date(1899, 12, 30)
_MONTH_DAY = LazyPattern(r"(\d{1,2})\s*(?:月|[-/.])\s*(?:(\d{1,2})\s*[日号]?)?")
_WHOLE = re.compile(r"\d{4}-\d\d-\d\d\Z", re.A)
_ISO = LazyPattern(r"(?:19[1-9]\d|20\d\d)-(?:0[1-9]|1[0-2])\Z", re.A)
_TIME = LazyPattern(
    r"(?:[T\s]+|(?<=[日号])|(?=[上下]午))(?:[上下]午|早上|晚上)?\s*(?:\d{1,2}[::时点]\d{0,2}(?:[::分]\d{0,2}秒?(?:\.\d+)?)?Z?)?$",
    re.A,
)
_LONG_DASH = LazyPattern(r"(?<=[\d月日年])\s*[\u2010-\u2015\u2212\u2500]\s*(?=\d)")
_WEEKDAY = LazyPattern(r"\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?$")
_SEP = r"\s*[-/.\\年,，、·。]\s*"
_YMD = LazyPattern(rf"(\d{{4}}){_SEP}(\d{{1,2}})\s*[-/.\\月,，、·。]\s*(\d{{1,2}})\s*[日号.。]?\Z", re.A)
_YM = LazyPattern(rf"(\d{{4}}){_SEP}(\d{{1,2}})\s*月?(?:份)?[-/.]?\Z", re.A)
_YMD_BLANKS = LazyPattern(r"(\d{4}) (\d{1,2}) (\d{1,2})\Z", re.A)
_Y = LazyPattern(r"(\d{4})\s*年?(?:度)?\Z", re.A)
_SHORT = LazyPattern(r"'?(\d{2})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?)?月?\Z", re.A)
_DMY = LazyPattern(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\Z", re.A)
_NO_YEAR = LazyPattern(
    r"(\d{1,2})\s*(?:月|[-/.])\s*(?:(\d{1,2})\s*[日号]?)?"
    r"(?:\s*[-~至到—]\s*(?:[\d月日号]+|(?:1[0-2]|0?[1-9])[./]\d{1,2}))?\Z",
    re.A,
)
_RANGE = LazyPattern(
    r"(.{4,12}?)\s*(?:至|到|~|～|—+|–|--)\s*(.*)\Z|(\d{4}[./年]\d{1,2}(?:[./月]\d{1,2}日?)?月?)\s*-\s*(\d.*)\Z"
)
_VAGUE = LazyPattern(
    r"^(?:约|大约|大概|预计|拟|计划)|(?:左右|前后|初|底|末|中旬|上旬|下旬|中|以前|以后|之前|之后|前|后|许|起)$"
)
_PART_OF_YEAR = LazyPattern(
    r"(\d{4})\s*年?\s*(?:上半年|下半年|第?[一二三四1-4]季度|[春夏秋冬]季?|全年|年内)\Z"
)
_FOREVER = frozenset(
    ["长期", "长期有效", "永久", "永久有效", "无固定期限", "无固定期", "至今", "现在", "长期/永久"]
)


def tidy_day(raw: Raw) -> Tidied:
    """A date in any usual spelling: `datetime.date`, or `2022-05` / `2022` where no more was said.

    Source: domain §2.7, defects 48–51.  Told: DATE-AMBIGUOUS, DATE-SHORT-YEAR, DATE-YEAR-ONLY, DATE-RANGE,
    DATE-VAGUE; held: DATE-IMPOSSIBLE, DATE-NO-YEAR, DATE-UNREAD.

    >>> tidy_day("2021年6月1日").value, tidy_day("20210601").value, tidy_day(44348.0).value
    (datetime.date(2021, 6, 1), datetime.date(2021, 6, 1), datetime.date(2021, 6, 1))
    >>> tidy_day("2021.6").value, tidy_day("2021-6-31").rule, tidy_day(2021.1).rule
    ('2021-06', 'DATE-IMPOSSIBLE', 'DATE-AMBIGUOUS')
    """
    if raw is None or isinstance(raw, str):
        return _written(raw)
    if isinstance(raw, dt.date):
        day = raw.date() if isinstance(raw, dt.datetime) else raw
        if EARLIEST <= day <= LATEST:
            return Tidied(day)
        return Tidied(day.isoformat(), "DATE-IMPOSSIBLE", {"写法": day.isoformat()}, _typed_as_day(raw))
    if isinstance(raw, (bool, dt.time, dt.timedelta)):
        return Tidied(cell_text(raw) or None, "DATE-UNREAD")
    return _from_number(raw)


def _typed_as_day(raw: dt.date) -> tuple[Suggestion, ...]:
    """`2021` or `2021.6` typed into a cell formatted as a date shows as a day of 1905."""
    moment = raw if isinstance(raw, dt.datetime) else dt.datetime(raw.year, raw.month, raw.day)
    number = round((moment - dt.datetime(_EPOCH.year, _EPOCH.month, _EPOCH.day)) / dt.timedelta(days=1), 2)
    if not EARLIEST.year <= number <= LATEST.year + 1:
        return ()
    read = _from_number(number)
    return read.suggestions or (Suggestion(str(read.value), f"若填的是{cell_text(number)}"),)


@lru_cache(maxsize=32_768)
def _written(raw: str | None) -> Tidied:
    """A date given as text; returns come back to the same days again and again."""
    if raw is not None and _WHOLE.match(raw):
        return _day(int(raw[:4]), int(raw[5:7]), int(raw[8:]), raw)
    text = clean(raw)
    if is_error(text):
        return Tidied(None, "CELL-ERROR")
    if is_empty_like(text):
        return BLANK
    return _from_text(text)


def _from_number(raw: int | float) -> Tidied:
    if isinstance(raw, float) and not isfinite(raw):
        return Tidied(None, "DATE-UNREAD") if raw == raw else BLANK
    if (raw in _SERIALS and raw not in _MONTHS_LIKE) or (20_000 < raw < 60_001 and raw != int(raw)):
        return Tidied(_EPOCH + dt.timedelta(days=int(raw)), changed=True, why="日期序列号换成日期")
    if raw == int(raw):
        return _from_digits(cell_text(raw))
    year, _, rest = repr(raw).partition(".")
    if 1 <= raw < 13 and len(rest) <= 2:  # 7.10, typed into a cell for numbers, is 7.1
        return Tidied(
            repr(raw), "DATE-NO-YEAR", {"写法": repr(raw), "两读": len(rest) == 1 and rest in "123"}
        )
    if len(year) == 4 and 1900 <= raw < 2101 and len(rest) <= 2:
        if rest == "1":
            likely = tuple(Suggestion(f"{year}-{month}", f"若指{int(month)}月") for month in ("01", "10"))
            return Tidied(year, "DATE-AMBIGUOUS", {"写法": repr(raw)}, likely)
        return _month(int(year), int(rest), repr(raw))
    return Tidied(cell_text(raw), "DATE-UNREAD")


def _from_digits(text: str) -> Tidied:
    if len(text) == 8 and text[:2] in ("19", "20"):
        return _day(int(text[:4]), int(text[4:6]), int(text[6:]), text)
    if len(text) == 6 and text[:2] in ("19", "20") and 1 <= int(text[4:]) <= 12:
        return _month(int(text[:4]), int(text[4:]), text)
    if len(text) == 4 and text[:2] in ("19", "20"):
        return Tidied(text, "DATE-YEAR-ONLY", {"写法": text})
    if len(text) == 6 and 1 <= int(text[2:4]) <= 12:
        return _short_year(text[:2], int(text[2:4]), int(text[4:]), text)
    number = int(text) if len(text) == 5 and text.isdigit() else 0
    serial = _EPOCH + dt.timedelta(days=number) if number in _SERIALS else None
    if serial and number in _MONTHS_LIKE and text[4] != "0":
        likely = ((f"{text[:4]}-0{text[4]}", "若指年月"), (serial.isoformat(), "若是日期序列号"))
        return Tidied(text[:4], "DATE-AMBIGUOUS", {"写法": text}, tuple(Suggestion(*one) for one in likely))
    if serial:
        return Tidied(serial, changed=True, why="日期序列号换成日期")
    rule = "DATE-IMPOSSIBLE" if len(text) in (6, 7, 8) else "DATE-UNREAD"
    return Tidied(text, rule, {"写法": text[:20]})


def _from_text(text: str) -> Tidied:
    if _ISO.match(text):
        return Tidied(text)
    moment = china_day(text)
    if moment:
        return _moment(*moment, text)
    text = _LONG_DASH.sub("-", _WEEKDAY.sub("", _TIME.sub("", text)).strip())
    text = arabic_date(text)
    if text.isascii() and text.isdigit():
        return _from_digits(text)
    for pattern in (_YMD, _YMD_BLANKS):
        found = pattern.match(text)
        if found:
            return _day(int(found[1]), int(found[2]), int(found[3]), text)
    found = _YM.match(text)
    if found:
        return _month(int(found[1]), int(found[2]), text)
    found = _Y.match(text)
    if found:
        return Tidied(found[1], "DATE-YEAR-ONLY", {"写法": text})
    return _odd_text(text)


def _moment(written: str, made: dt.date | None, text: str) -> Tidied:
    """The day in China of a moment with an offset, told where another day is written."""
    if made is None:
        return Tidied(text, "DATE-IMPOSSIBLE", {"写法": text[:20]})
    tidied = _day(made.year, made.month, made.day, text)
    if tidied.rule or made.isoformat() == written:
        return tidied
    return tidied._replace(changed=True, why="世界时换成北京时间的日期")


def in_period(tidied: Tidied, start: dt.date, end: dt.date) -> Tidied:
    """What DATE-NO-YEAR was told of, with the year in which it lies in the period start..end (of two the
    later; of none the period's last): DATE-YEAR-TAKEN, or DATE-AMBIGUOUS where the day has two readings.

    >>> first, last = dt.date(2022, 1, 1), dt.date(2022, 6, 30)
    >>> in_period(tidy_day("7.10"), first, last).value, in_period(tidy_day(7.1), first, last).value
    (datetime.date(2022, 7, 10), '2022-07')
    """
    found = _MONTH_DAY.match(str(tidied.value))
    if not found:
        return tidied
    month, day = int(found[1]), int(found[2] or 0)
    if not 1 <= month <= 12:
        return tidied
    years = list(range(end.year, start.year - 1, -1))
    inside = [year for year in years if (start.year, start.month) <= (year, month) <= (end.year, end.month)]
    year = (inside or years)[0]
    if tidied.facts.get("两读"):
        likely = tuple(Suggestion(f"{year}-{month:02d}-{one:02d}", "") for one in (day, day * 10))
        return Tidied(f"{year}-{month:02d}", "DATE-AMBIGUOUS", {"写法": tidied.facts["写法"]}, likely)
    made = _day(year, month, day, str(tidied.value)) if day else _month(year, month, str(tidied.value))
    if made.rule:
        return made
    facts = {"写法": tidied.facts["写法"], "取值": made.value}
    return Tidied(made.value, "DATE-YEAR-TAKEN", facts, changed=True, why="按统计期间补上年份")


def tidy_birth(raw: Raw) -> Tidied:
    """A birth date: a number that elsewhere is too small to be a day's serial is one here.

    >>> tidy_birth(14976.0).value, tidy_birth("14976").value, tidy_day(14976.0).rule
    (datetime.date(1940, 12, 31), datetime.date(1940, 12, 31), 'DATE-UNREAD')
    """
    day = early_serial(raw)
    return Tidied(day, changed=True, why="日期序列号换成日期") if day else tidy_day(raw)


def early_serial(raw: Raw) -> dt.date | None:
    """The day before July 1957 that a number is the serial of; None for any other cell."""
    if isinstance(raw, str) and 4 <= len(raw) <= 5 and raw.isascii() and raw.isdigit():
        raw = int(raw)
    if (
        isinstance(raw, bool)
        or not isinstance(raw, (int, float))
        or not _EARLIEST_SERIAL <= raw < _MONTHS_LIKE.stop
    ):
        return None
    return _EPOCH + dt.timedelta(days=int(raw))


def _under(header: str) -> Kind:
    return BIRTHDAY if any(word in header for word in ("出生", "生日")) else DAY


def _odd_text(text: str) -> Tidied:
    found = _DMY.match(text)
    if found:
        return _day_first(int(found[1]), int(found[2]), int(found[3]), text)
    found = _SHORT.match(text)
    if found and (found[3] or "年" in text):
        return _short_year(found[1], int(found[2]), int(found[3] or 0), text)
    found = _NO_YEAR.match(text)
    if found and ("月" in text or found[2]):
        return Tidied(text, "DATE-NO-YEAR", {"写法": text})
    found = _PART_OF_YEAR.match(text)
    if found:
        return Tidied(
            found[1], "DATE-VAGUE", {"写法": text, "取值": found[1]}, changed=True, why="只取确定的年份"
        )
    if month := festival_month(text):
        return Tidied(month, "DATE-VAGUE", {"写法": text, "取值": month}, changed=True, why="只取确定的月份")
    return _range(text) or _vague(text) or Tidied(text, "DATE-UNREAD", {"写法": text[:20]})


def _range(text: str) -> Tidied | None:
    found = _RANGE.match(text)
    if not found:
        return None
    first = _from_text((found[1] or found[3]).strip())
    if first.value is None or first.rule in ("DATE-UNREAD", "DATE-IMPOSSIBLE", "DATE-NO-YEAR"):
        return None
    facts = {"写法": text[:30], "取值": first.value}
    return Tidied(first.value, "DATE-RANGE", facts, changed=True, why="起止时间取开始日期")


def _vague(text: str) -> Tidied | None:
    bare = _VAGUE.sub("", _VAGUE.sub("", text)).strip()
    inner = _from_text(bare) if bare not in ("", text) else BLANK
    if inner.rule == "DATE-NO-YEAR":  # 12月底
        return inner._replace(facts={"写法": text[:30]})
    if inner.value is None or inner.rule in ("DATE-UNREAD", "DATE-IMPOSSIBLE"):
        return None
    facts = {"写法": text[:30], "取值": inner.value}
    return Tidied(inner.value, "DATE-VAGUE", facts, changed=True, why="去掉约数字样")


def _day(year: int, month: int, day: int, text: str) -> Tidied:
    try:
        made = dt.date(year, month, day)
    except ValueError:
        return Tidied(text, "DATE-IMPOSSIBLE", {"写法": text[:20]}, _possible(year, month, day))
    if EARLIEST <= made <= LATEST:
        return Tidied(made)
    return Tidied(text, "DATE-IMPOSSIBLE", {"写法": text[:20]})


def _possible(year: int, month: int, day: int) -> tuple[Suggestion, ...]:
    """What an impossible date may have meant: the month's last day, or day and month the other way round."""
    likely = []
    if 1900 <= year <= 2100 and 1 <= month <= 12 and day > 28:
        last = calendar.monthrange(year, month)[1]
        likely.append(Suggestion(f"{year}-{month:02d}-{last:02d}", "该月最后一天"))
    if 1900 <= year <= 2100 and 1 <= day <= 12 < month <= 31:
        likely.append(Suggestion(f"{year}-{day:02d}-{month:02d}", "月和日写反"))
    return tuple(likely)


def _month(year: int, month: int, text: str) -> Tidied:
    if 1 <= month <= 12 and EARLIEST.year <= year <= LATEST.year:
        return Tidied(f"{year}-{month:02d}")
    return Tidied(text, "DATE-IMPOSSIBLE", {"写法": text[:20]})


def _short_year(year: str, month: int, day: int, text: str) -> Tidied:
    """`21.6.1`: taken as 2021 (up to 40) or 1985, and told."""
    full = int(year) + (2000 if int(year) <= 40 else 1900)
    made = _day(full, month, day, text) if day else _month(full, month, text)
    if made.rule:
        return made
    facts = {"写法": text, "取值": made.value}
    return Tidied(made.value, "DATE-SHORT-YEAR", facts, changed=True, why="两位年份补成四位")


def _day_first(first: int, second: int, year: int, text: str) -> Tidied:
    """`6/1/2021`: day and month are told apart only where one is above 12."""
    readings = {(month, day) for month, day in ((first, second), (second, first)) if month <= 12}
    made = [one for one in (_day(year, month, day, text) for month, day in sorted(readings)) if not one.rule]
    if not made:
        return Tidied(text, "DATE-IMPOSSIBLE", {"写法": text[:20]})
    if len(made) == 1:
        return Tidied(made[0].value, changed=True, why="年份在后的日期换成年月日")
    likely = tuple(Suggestion(str(one.value), "") for one in made)
    return Tidied(str(year), "DATE-AMBIGUOUS", {"写法": text}, likely)


def tidy_until(raw: Raw) -> Tidied:
    """A date something ends on: 长期 and 至今 are allowed, of a range the end counts.

    >>> tidy_until("长期有效").value, tidy_until("2021.3-2026.5").value
    ('长期', '2026-05')
    """
    if isinstance(raw, str):
        text = clean(raw)
        if text in _FOREVER:
            return Tidied("长期")
        found = _RANGE.match(text)
        if found and not _YMD.match(text):
            last = (found[2] or found[4] or "").strip()
            return Tidied("长期") if last in _FOREVER or last == "今" else tidy_day(last)
    return tidy_day(raw)


def is_tidy_day(raw: Raw) -> bool:
    """True for a plain date between 1910 and 2100."""
    return type(raw) is dt.date and EARLIEST <= raw <= LATEST


_WHOLE_LINES = LazyPattern(r"(?:(?:19[1-9]\d|20\d\d)-\d\d-\d\d\n)*+", re.A)
_from_iso: Callable[[Any], dt.date] = dt.date.fromisoformat


def _plain(cells: Sequence[Raw]) -> Sequence[Any] | None:
    """The days of a column where every cell is written `2021-06-01`, or a plain date already."""
    text = joined(cells)
    if not text:
        return cells if all(map(is_tidy_day, cells)) else None
    if not _WHOLE_LINES.fullmatch(text):
        return None
    try:
        return list(map(_from_iso, cells))
    except ValueError:
        return None


def _likeness(sample: Sequence[Raw]) -> float:
    hits = 0.0
    for raw in sample:
        if isinstance(raw, dt.date):
            hits += 1
        elif isinstance(raw, str):
            tidied = tidy_day(raw)
            hits += (
                1.0
                if tidied.value is not None and not tidied.rule
                else 0.5 * (tidied.rule == "DATE-IMPOSSIBLE")
            )
        elif isinstance(raw, (int, float)) and not isinstance(raw, bool):
            hits += 0.4 * (tidy_day(raw).value is not None and not tidy_day(raw).rule)
    return hits / len(sample) if sample else 0.0


DAY = Kind(
    "日期",
    tidy_day,
    is_tidy_day,
    _likeness,
    text=False,
    number_format="yyyy-mm-dd",
    width=12,
    plain=_plain,
    under=_under,
)
BIRTHDAY = replace(DAY, tidy=tidy_birth)
UNTIL = replace(DAY, name="截止日期", tidy=tidy_until, under=None)
