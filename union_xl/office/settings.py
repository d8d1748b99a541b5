"""The sheet 设置 -> Settings and Limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, NamedTuple

from union_xl.model import Limits, OfficeError, Period, Raw, Settings
from union_xl.model.grid import as_meant
from union_xl.model.setting_items import BOUNDS, DEFAULTS, ITEMS, PARAMETERS, Item
from union_xl.office import setting_warnings
from union_xl.office.ledger_items import item_of
from union_xl.office.parse_values import plain, tidy, wording
from union_xl.office.sheets import Header, Sheet, find_header, normalise

_TITLES = {
    "项目": ("设置项", "参数", "参数名称", "项目名称", "名称", "key"),
    "取值": ("值", "设定值", "设置值", "参数值", "内容", "填写", "填写内容", "value"),
    "说明": ("备注", "解释", "含义"),
}


class SettingLine(NamedTuple):
    """One line of 设置 as found."""

    item: str
    value: Raw
    cell: str


def settings(sheet: Sheet | None) -> tuple[Settings, Limits, dict[str, str]]:
    """What the sheet says, and {项目: remark} (Chinese sentences) on lines that were passed over.

    OfficeError names the cell that cannot be understood.
    """
    if sheet is None:
        return Settings(params=dict(DEFAULTS)), Limits(), {}
    found: dict[str, tuple[Any, SettingLine]] = {}
    names: dict[str, Any] = {}
    remarks: dict[str, str] = {}
    known = _known()
    halves: dict[str, SettingLine] = {}
    for line in _lines(sheet):
        key = normalise(line.item)
        if key in ("report_year", "report_half", "报告年份", "报告半年"):
            halves[key] = line
            continue
        item = known.get(key) or item_of(line.item)
        if item is None:
            if not _blank(line.value):
                _refuse_sideways(line)
                names[wording(line.item)] = _free(line.value)
                warning = setting_warnings.of_item(line.item, line.cell, [one.name for one in ITEMS])
                remarks |= {wording(line.item): warning} if warning else {}
            continue
        if _blank(line.value):
            continue
        _refuse_sideways(line)
        value = _read(line, item)
        before = found.get(item.key)
        if before and before[0] != value:
            raise OfficeError(f"{before[1].cell} 和 {line.cell} 都写了“{item.name}”，取值不同，请只保留一处")
        found[item.key] = (value, line)
        if item.key.startswith("deadline:"):
            names[item.name] = value
    if halves and "period" not in found:
        found["period"] = _year_and_half(halves)
    values = {key: value for key, (value, _) in found.items()}
    return _settings(values, names), _limits(values), remarks


def _refuse_sideways(line: SettingLine) -> None:
    """Settings written side by side would give one item the name of the next as its value.

    Other spellings of a name may be meant: 区总工会 is what many write as their 上级单位.
    """
    if isinstance(line.value, str) and normalise(line.value) in {normalise(item.name) for item in ITEMS}:
        raise OfficeError(
            f"{line.cell} 的取值写的是“{wording(line.value)}”，是另一个项目的名称；"
            "设置请一行写一项，左边写项目，右边写取值"
        )


def _known() -> dict[str, Item]:
    """{tight spelling: item}; the standard name wins over another item's alias."""
    spellings: dict[str, Item] = {}
    for item in ITEMS:
        for alias in (*item.aliases, item.key):
            spellings.setdefault(normalise(alias), item)
    spellings |= {normalise(item.name): item for item in ITEMS}
    return spellings


def _lines(sheet: Sheet) -> Iterator[SettingLine]:
    header = find_header(sheet, _TITLES, ("项目", "取值")) or Header(0, {"项目": (1,), "取值": (2,)})
    item_at, value_at = header.col("项目"), header.col("取值")
    for row in range(header.row + 1, len(sheet.rows) + 1):
        item = wording(sheet.at(row, item_at))
        if item:
            yield SettingLine(item, sheet.at(row, value_at), sheet.cell(row, value_at))


def _blank(raw: Raw) -> bool:
    return plain(raw) in ("", "-", "—", "/", "无")


def _free(raw: Raw) -> Any:
    """A further 项目: a date stays a date, a number a number, text as written."""
    return wording(raw) if isinstance(raw, str) else as_meant(raw)


def _read(line: SettingLine, item: Item) -> Any:
    try:
        return tidy(line.value, item)
    except ValueError as why:
        raise OfficeError(f"{line.cell} 的“{item.name}”{why}") from None


def _year_and_half(lines: Mapping[str, SettingLine]) -> tuple[Period, SettingLine]:
    """The year and half-year written in two lines."""
    year = next((line for key, line in lines.items() if "year" in key or "年份" in key), None)
    half = next((line for key, line in lines.items() if "half" in key or "半年" in key), None)
    if year is None:
        raise OfficeError(f"{half.cell if half else '设置'} 写了半年却没有年份，请补上统计期间，如 2022H1")
    text = plain(year.value) + (f"H{plain(half.value)}" if half and not _blank(half.value) else "")
    period_item = next(item for item in ITEMS if item.key == "period")
    return _read(SettingLine(year.item, text, year.cell), period_item), year


def _settings(values: Mapping[str, Any], further: Mapping[str, Any]) -> Settings:
    names: dict[str, Any] = {}
    for item in ITEMS:
        if (
            item.key in values
            and item.key not in ("passwords", "restricted_password", "levels")
            and item not in BOUNDS
        ):
            names[item.name] = _said(values[item.key], item)
    names.update(further)
    return Settings(
        office=values.get("office", ""),
        period=values.get("period"),
        as_of=values.get("as_of"),
        deadline=values.get("deadline"),
        correction_deadline=values.get("correction_deadline"),
        contact=values.get("contact", ""),
        phone=values.get("phone", ""),
        passwords=values.get("passwords", ()),
        restricted_password=values.get("restricted_password", ""),
        levels=values.get("levels", {}),
        whole=_of_ledgers(values, "whole:"),
        deadlines=_of_ledgers(values, "deadline:"),
        params=dict(DEFAULTS) | {item.key: values[item.key] for item in PARAMETERS if item.key in values},
        names=names,
    )


def _of_ledgers(values: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """{ledger as typed: what its line says}."""
    return {key.removeprefix(kind): value for key, value in values.items() if key.startswith(kind)}


def _said(value: Any, item: Item) -> Any:
    """A setting as a template would print it."""
    if isinstance(value, Period):
        return value.words
    if isinstance(value, bool):
        return item.choices[0 if value else 1]
    return "、".join(value) if isinstance(value, tuple) else value


def _limits(values: Mapping[str, Any]) -> Limits:
    known = {one.name for one in fields(Limits)}
    return Limits(
        **{item.key: values[item.key] for item in BOUNDS if item.key in values and item.key in known}
    )
