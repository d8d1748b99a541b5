"""Names an expression may use besides the columns of a ledger: bounds, settings, earlier periods, what an ID
says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from union_xl.expressions.database import literal, quoted
from union_xl.model import Period
from union_xl.model.setting_items import BOUNDS as LIMITS
from union_xl.model.setting_items import ITEMS

PERIOD = ("期初", "期末", "截止日")
SETTINGS = "设置"
"""`设置.联系人` is the setting, whatever columns a ledger has."""
EARLIER = ("上期", "去年同期", "本年")
"""`from 上期.会员登记`: a ledger of another period; `上期.会员数`: a figure of it."""
ROW = "行号"
UNIT, COMMUNITY, TRADE = "单位", "社区", "行业"
"""Labels of 分组: by unit, and by what a row has itself or through its unit."""
PLACES: Mapping[str, str] = MappingProxyType({COMMUNITY: "所属社区", TRADE: "所属行业"})
"""{label: the name under which every row has it}."""
GENDER, BIRTH, BORN = "证件性别", "证件出生", "出生"
"""What the ID of a row says; the day of birth by the ID or as stated."""
RESERVED = frozenset((*PERIOD, SETTINGS, *EARLIER, ROW, GENDER, BIRTH, BORN))
"""Names no ledger may call a column of its own."""
_UNSPEAKABLE = frozenset(("list", "password", "levels", "whole"))
"""Shapes of settings that are no value to compare with: passwords, levels of rules, how returns come."""
_TYPES: Mapping[str, str] = {
    "count": "INTEGER",
    "number": "DOUBLE",
    "rate": "DOUBLE",
    "yes": "BOOLEAN",
    "date": "DATE",
}
_YES: Mapping[Any, bool] = {"是": True, "否": False, True: True, False: False}


@dataclass(frozen=True, slots=True)
class Constant:
    """A value every row of a run shares: its DuckDB type (DATE, DOUBLE, INTEGER, BIGINT, BOOLEAN, VARCHAR)
    and itself, None for a blank one."""

    kind: str
    value: Any = None

    @property
    def sql(self) -> str:
        if self.value is None:
            return f"CAST(NULL AS {self.kind})"
        if self.kind == "BOOLEAN":
            return "true" if self.value else "false"
        if self.kind == "DATE":
            return f"DATE '{self.value.isoformat()}'"
        if self.kind in ("DOUBLE", "BIGINT", "INTEGER"):
            return f"CAST({self.value!r} AS {self.kind})"
        return literal(str(self.value))


def constants(
    params: Mapping[str, Any] | None = None,
    names: Mapping[str, Any] | None = None,
    when: Period | None = None,
    as_of: dt.date | None = None,
) -> dict[str, Constant]:
    """{name: Constant}: every setting by its 项目, and 期初, 期末, 截止日.

    `params` and `names` as in model.Settings; what they do not say, or say in a way that cannot be read, is
    the setting's default.  A further 项目 of the clerk's counts as what its value is.
    """
    params, names = params or {}, names or {}
    found = {
        item.name: _setting(
            _TYPES.get(item.shape, "VARCHAR"), item.default, params.get(item.key), names.get(item.name)
        )
        for item in ITEMS
        if item.shape not in _UNSPEAKABLE and item not in LIMITS
    }
    for name, value in names.items():
        if name not in found and name not in RESERVED and not any(item.name == name for item in ITEMS):
            found[name] = _free(value)
    last = as_of or (when.end if when else None)
    days = {"期初": when.start if when else None, "期末": when.end if when else last, "截止日": last}
    return found | {name: Constant("DATE", day) for name, day in days.items()}


def _setting(kind: str, default: Any, *said: Any) -> Constant:
    for value in (*said, default):
        if value is not None and (read := _read(kind, value)) is not None:
            return Constant(kind, read)
    return Constant(kind)


def _read(kind: str, value: Any) -> Any:
    """A setting as its type; None where it cannot be read as one."""
    if kind == "BOOLEAN":
        return _YES.get(value) if isinstance(value, (str, bool)) else None
    if kind == "DATE":
        return value if type(value) is dt.date else None
    if kind == "VARCHAR":
        return "、".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value) or None
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return int(number) if kind == "INTEGER" and number.is_integer() else number if kind == "DOUBLE" else None


def _free(value: Any) -> Constant:
    if isinstance(value, bool):
        return Constant("BOOLEAN", value)
    if isinstance(value, int):
        return Constant("BIGINT", value)
    if isinstance(value, float) and value == value:
        return Constant("DOUBLE", value)
    if type(value) is dt.date:
        return Constant("DATE", value)
    return Constant("VARCHAR", None if value is None else str(value))


def constant_names(constants: Mapping[str, Constant]) -> frozenset[str]:
    """The names of constants as an expression may write them: `联系人`, `设置.联系人`."""
    return frozenset((*constants, *(f"{SETTINGS}.{name}" for name in constants)))


def select_list(used: Collection[str], own: Collection[str], constants: Mapping[str, Constant]) -> str:
    """What a view selects, so that the constants among the `used` names are there; a ledger's `own` column
    wins over a constant.  '' for none, else begun by a comma."""
    picks = [
        f"{one.sql} AS {quoted(name)}"
        for name, one in constants.items()
        if name in used and (name in PERIOD or name not in own)
    ]
    fields = [
        f"{quoted(name)} := {one.sql}" for name, one in constants.items() if f"{SETTINGS}.{name}" in used
    ]
    picks += [f"struct_pack({', '.join(fields)}) AS {quoted(SETTINGS)}"] if fields else []
    return "".join(f", {pick}" for pick in picks)
