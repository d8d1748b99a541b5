"""What the office knows beforehand: settings, roster, tags bound to templates."""

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
