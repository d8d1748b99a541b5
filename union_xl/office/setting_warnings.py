"""What a clerk should look at again in 应报单位 and 设置: plain remarks, nothing is changed here."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from union_xl.model import Roster, Unit

_MOST_NAMED = 3


def compact(name: str) -> str:
    """A name for comparing: half-width, no blanks.

    >>> compact("杭州 甲（集团）公司")
    '杭州甲(集团)公司'
    """
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).casefold()


def of_roster(roster: Roster, cells: Mapping[str, str]) -> tuple[str, ...]:
    """Names and aliases that stand for two units, codes of two units, codes that are none.

    `cells` is {unit: the cell its name stands in}.
    """
    remarks: list[str] = []
    names: dict[str, list[Unit]] = {}
    codes: dict[str, list[Unit]] = {}
    for unit in roster.units:
        for name in dict.fromkeys(compact(one) for one in (unit.name, *unit.aliases)):
            names.setdefault(name, []).append(unit)
        if unit.code:
            codes.setdefault(unit.code, []).append(unit)
            if len(unit.code) != 18:
                where = cells.get(unit.name, "应报单位")
                remarks.append(f"{where} 的“{unit.name}”信用代码不是18位（{unit.code}），请核对")
    for name, units in names.items():
        if len(units) > 1:
            warnings = _named(units, cells)
            remarks.append(f"“{name}”同时是{warnings}的名称或别名，凭它认不出是哪一家，请改别名")
    for code, units in codes.items():
        if len(units) > 1:
            remarks.append(f"信用代码 {code} 同时写给了{_named(units, cells)}，请核对")
    return tuple(remarks)


def _named(units: Sequence[Unit], cells: Mapping[str, str]) -> str:
    names = [f"“{one.name}”（{cells.get(one.name, '应报单位')}）" for one in units[:_MOST_NAMED]]
    return "、".join(names) + ("等" if len(units) > _MOST_NAMED else "")


def of_item(item: str, cell: str, known: Iterable[str]) -> str:
    """A 项目 the program does not know but that looks like one it knows; '' when there is none.

    It is kept as a name for templates either way.
    """
    near = difflib.get_close_matches(compact(item), list(known), n=1, cutoff=0.72)
    if not near:
        return ""
    return f"{cell} 的“{item}”不是设置里的项目，只当作模板里的名称；如果是指“{near[0]}”，请改成“{near[0]}”"


def of_levels(codes: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """Rules whose level is set but that do not exist.

    Only of the families of `known`: other codes may be relations of the 指标库, which is not read here.
    """
    every = {code.upper() for code in known}
    families = {code.partition("-")[0] for code in every}
    return tuple(
        f"设置的“规则级别”里没有“{code}”这条规则，这一条不起作用，请核对编号"
        for code in codes
        if code.upper() not in every and code.upper().partition("-")[0] in families
    )
