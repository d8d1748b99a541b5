"""What the office knows beforehand: period, settings, roster; and what a run carries along."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from union_xl.core.errors import UsageError


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period: `label` as typed (`2022H1`), first and last day (期初, 期末)."""

    label: str
    start: dt.date
    end: dt.date

    @property
    def words(self) -> str:
        """`2022年上半年`, `2022年第一季度`, `2022年3月`, `2022年`."""
        year, rest = self.label[:4], self.label[4:]
        if rest.startswith("H"):
            return f"{year}年{'上' if rest == 'H1' else '下'}半年"
        if rest.startswith("Q"):
            return f"{year}年第{'一二三四'[int(rest[1]) - 1]}季度"
        return f"{year}年{int(rest[1:])}月" if rest else f"{year}年"

    @property
    def before(self) -> Period:
        """The period of the same length just before."""
        year, rest = int(self.label[:4]), self.label[4:]
        if not rest:
            return period(str(year - 1))
        if rest[0] == "-":
            month = int(rest[1:])
            return period(f"{year - 1}-12" if month == 1 else f"{year}-{month - 1:02d}")
        number, last = int(rest[1]), {"H": 2, "Q": 4}[rest[0]]
        return period(f"{year - 1}{rest[0]}{last}" if number == 1 else f"{year}{rest[0]}{number - 1}")


_PERIOD = re.compile(r"(\d{4})(?:H([12])|Q([1-4])|-(0[1-9]|1[0-2]))?$", re.I)


def period(label: str) -> Period:
    """`2022H1`, `2022`, `2022Q1`, `2022-03` -> Period; UsageError otherwise."""
    found = _PERIOD.match(label.strip())
    if not found or not 1990 <= int(found[1]) <= 2100:
        raise UsageError(f"看不懂统计期间“{label}”，请写成 2022H1、2022Q1、2022-03 或 2022")
    year = int(found[1])
    first, months = 1, 12
    if found[2]:
        first, months = 6 * int(found[2]) - 5, 6
    elif found[3]:
        first, months = 3 * int(found[3]) - 2, 3
    elif found[4]:
        first, months = int(found[4]), 1
    last = first + months - 1
    end = dt.date(year, last, calendar.monthrange(year, last)[1])
    return Period(label.strip().upper(), dt.date(year, first, 1), end)


@dataclass(frozen=True, slots=True)
class Unit:
    """One line of 应报单位.  `owes` are form slugs; empty: not stated."""

    name: str
    aliases: tuple[str, ...] = ()
    code: str = ""
    community: str = ""
    contact: str = ""
    phone: str = ""
    owes: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """The units that report, in the order of the sheet.  Empty: no roster was given."""

    units: tuple[Unit, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.units)


@dataclass(frozen=True, slots=True)
class TemplateTag:
    """One line of 填报对应: a tag (`{{会员数}}`) bound from outside to a cell of a template."""

    template: str
    sheet: str
    cell: str
    tag: str


@dataclass(frozen=True, slots=True)
class Settings:
    """The sheet 设置.  `params` are the parameters of the domain (keys in rules' docstrings);
    `levels` changes the level of single rules; `whole` says per form slug whether a return is
    the full list (全量, True) or an increment (增量), `deadlines` until when it is due where that is a
    day of its own; `names` are the words templates may use;
    `restricted_password` opens 汇总台账·限阅.xlsx."""

    office: str = ""
    period: Period | None = None
    as_of: dt.date | None = None
    deadline: dt.date | None = None
    correction_deadline: dt.date | None = None
    contact: str = ""
    phone: str = ""
    passwords: tuple[str, ...] = ()
    restricted_password: str = ""
    levels: Mapping[str, str] = field(default_factory=dict)
    whole: Mapping[str, bool] = field(default_factory=dict)
    deadlines: Mapping[str, dt.date] = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)
    names: Mapping[str, Any] = field(default_factory=dict)

    def due(self, form: str) -> dt.date | None:
        """Until when a ledger (slug) is to be returned: its own day, else 报送截止日."""
        return self.deadlines.get(form, self.deadline)

    def mended_by(self, form: str) -> dt.date | None:
        """Until when it is to be mended: 补正截止日, a later day of its own, else until when it is due."""
        days = (self.deadlines.get(form), self.correction_deadline)
        return max((day for day in days if day), default=self.deadline)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read before it is refused as unreasonable; all settable in 设置.

    Bytes, ratio unpacked/packed, entries in a container, nesting of zips, cells of one sheet
    (rows x columns of the used area), sheets of one workbook, findings, seconds and bytes of memory for one
    file.
    """

    file_bytes: int = 100 * 2**20
    unpacked_bytes: int = 400 * 2**20
    ratio: float = 200.0
    entries: int = 5_000
    nesting: int = 3
    cells: int = 20_000_000
    sheets: int = 2_000
    findings: int = 100_000
    seconds: float = 10.0
    memory_bytes: int = 1_300 * 2**20


@dataclass(frozen=True, slots=True)
class Context:
    """What every file of a run is read and checked with; plain values, so that it pickles.

    `forms` narrows to these slugs (empty: all); `forced` is the slug every file is read as, whatever it looks
    like ('': as recognised); `declared` are forms without code, as plain
    declarations; `confirmed` is {(form, fingerprint): {header: title}} from 列对应; `remarks` are
    Chinese sentences on lines of the office workbook that were passed over.
    """

    settings: Settings = field(default_factory=Settings)
    roster: Roster = field(default_factory=Roster)
    forms: tuple[str, ...] = ()
    declared: tuple[Any, ...] = ()
    confirmed: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    passwords: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    period: Period | None = None
    as_of: dt.date | None = None
    remarks: tuple[str, ...] = ()
    forced: str = ""
