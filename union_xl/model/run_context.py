"""What a run carries along: settings, roster and tags of the office, and how much of a file it reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from union_xl.model.periods import Period


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
class RunContext:
    """What every file of a run is read and checked with; plain values, so that it pickles.

    `forms` narrows to these slugs (empty: all); `forced` is the slug every file is read as, whatever it looks
    like ('': as recognised); `declared` are forms without code, as plain
    declarations; `confirmed` is {(form, fingerprint): {header: title}} from 列对应; `remarks` are
    Chinese sentences on lines of the office workbook that were passed over; `tags` are its 填报对应.
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
    tags: tuple[TemplateTag, ...] = ()
