"""The office workbook 工作台.xlsx: settings, the units that report, where official templates are filled.

It is only read; `make` writes a fresh one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from union_xl.findings import RULES
from union_xl.ledgers import BUILT_IN, Form, known, levels
from union_xl.model import Limits, OfficeError, Roster, Settings, TemplateTag
from union_xl.office import ledger_items, setting_warnings
from union_xl.office import roster as lists
from union_xl.office.settings import settings as read_settings
from union_xl.office.sheets import Sheet, normalise, open_sheets

__all__ = ["Office", "make", "read", "read_roster"]

_SHEETS = {
    "设置": ("系统设置", "参数", "参数设置", "基本设置", "设置表"),
    "应报单位": ("应报单位名单", "单位名单", "应报名单", "单位名册", "单位"),
    "填报对应": ("填报对应表", "模板对应", "对应", "填报位置"),
}


@dataclass(frozen=True, slots=True)
class Office:
    """What the office workbook says.

    `declared` are the ledgers its sheets declare; `limits` is what 设置 says about reading; `remarks` are
    Chinese sentences on lines that were passed over, each naming its cell.
    """

    settings: Settings = field(default_factory=Settings)
    roster: Roster = field(default_factory=Roster)
    tags: tuple[TemplateTag, ...] = ()
    declared: tuple[Form, ...] = ()
    limits: Limits = field(default_factory=Limits)
    remarks: tuple[str, ...] = ()


Declare = Callable[[Path, Sequence[Sheet], Settings], tuple[Form, ...]]
"""Gives the ledgers that a workbook's sheets declare."""


def read(path: Path, declare: Declare | None = None) -> Office:
    """The office workbook; `declare` reads the ledgers its sheets declare, None: they are passed over.

    Raises OfficeError with one sentence naming sheet and cell.
    """
    path = Path(path)
    sheets = open_sheets(path)
    found = {name: _sheet(sheets, name) for name in _SHEETS}
    if not any(found.values()):
        raise OfficeError(f"{path.name} 里没有“设置”或“应报单位”表，不像工作台，请检查是否选错了文件")
    settings, limits, doubtful = read_settings(found["设置"])
    declared = declare(path, sheets, settings) if declare else ()
    forms = known(declared)
    settings, further = ledger_items.resolved(settings, forms)
    days = {form.deadline for form in forms}  # items of 设置 once a ledger names them
    remarks = (*(told for item, told in doubtful.items() if item not in days), *further)
    remarks += tuple(f"{one.fault}；改好之前不收“{one.short}”" for one in declared if one.fault)
    remarks += tuple(one.remark for one in declared if one.remark)
    if settings.levels:
        remarks += setting_warnings.of_levels(settings.levels, (*RULES, *levels(forms)))
    listed = Roster()
    if found["应报单位"] is not None:
        listed, further = lists.roster([found["应报单位"]], forms)
        remarks += further
    return Office(settings, listed, lists.tags(found["填报对应"]), declared, limits, remarks)


def read_roster(path: Path, forms: Sequence[Form] = BUILT_IN) -> Roster:
    """A plain list with at least 单位名称, in any container; or an office workbook's 应报单位.  `forms` are
    the ledgers its 应报表 may name.

    The header row may stand anywhere in the first rows.  Raises OfficeError.
    """
    path = Path(path)
    sheets = open_sheets(path)
    own = _sheet(sheets, "应报单位")
    chosen = [own] if own and lists.lists_of_units([own]) else lists.lists_of_units(sheets)
    if not chosen:
        raise OfficeError(f"{path.name} 里找不到“单位名称”一列，请在名单上方加上表头“单位名称”")
    listed, _ = lists.roster(chosen, forms)
    if not listed:
        raise OfficeError(f"{path.name} 的“单位名称”下面没有单位，请补上名单")
    return listed


def make(
    settings: Settings | None = None,
    roster: Roster | None = None,
    tags: tuple[TemplateTag, ...] = (),
    limits: Limits | None = None,
) -> bytes:
    """A fresh 工作台.xlsx holding these; what is not given stands at its default."""
    from union_xl.office.new_workbook import workbook

    return workbook(settings or Settings(), limits or Limits(), roster or Roster(), tags)


def _sheet(sheets: tuple[Sheet, ...], name: str) -> Sheet | None:
    for wanted in (name, *_SHEETS[name]):
        for sheet in sheets:
            if normalise(sheet.name) == wanted:
                return sheet
    return None
