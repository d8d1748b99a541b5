"""What a run carries along, and how much of a file it reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from union_xl.model.office import Roster, Settings, TemplateTag
from union_xl.model.periods import Period


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
