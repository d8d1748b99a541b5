"""What a summary's template may name besides figures: the settings, words for the period, and what a figure
can be compared with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from union_xl.model import Figure, Period
from union_xl.summary import wording

_WORDS: Mapping[str, Any] = {"文种词": "思路", "人": "人", "附件": (), "报出日期": ""}


def period_words(names: Mapping[str, Any], when: Period | None, as_of: dt.date | None) -> dict[str, Any]:
    """{name: its words}: 时间词 and 下期 after the period, 人 or 名, whether heads and plans stand."""
    words: dict[str, Any] = {
        **_WORDS,
        **{name: "" if value is None else value for name, value in names.items()},
    }
    words["人"] = names.get("称谓") or _WORDS["人"]
    words["文种词"] = names.get("文种词") or _WORDS["文种词"]
    words["小标题"] = names.get("层次") != "两级"
    words["自动语句"] = names.get("下半年自动语句") != "否"
    words |= {"时间词": "", "下期": "下一阶段", "截至": ""}
    if when:
        words |= {"统计期间": when.words, "年度": when.start.year, "期间": when, "时间词": when.words}
        words["下期"] = next_period(when)
    if as_of:
        words["截至"] = wording.until(as_of)
    return words


def next_period(when: Period) -> str:
    """The period after this one in words: 下半年, 2023年, 下一阶段."""
    if when.label.endswith("H1"):
        return "下半年"
    return f"{when.end.year + 1}年" if (when.end.month, when.end.day) == (12, 31) else "下一阶段"


Bases = Mapping[tuple[str, str, str], Mapping[str, Any]]
"""{(name, group_by, group): {way of comparing, or name of the figure that has its target: the value}}."""


def bases_of(
    figures: Sequence[Figure], previous: Sequence[Figure] | None, last_year: Sequence[Figure] | None
) -> Bases:
    """What each figure can be compared with: those of the periods before; of its own, those that have a group
    of its name (年度目标数 of 发展会员数)."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    whole = {one.name for one in figures if not one.group_by}
    for one in figures:
        if one.group in whole:
            found.setdefault((one.group, "", ""), {})[one.name] = one.value
    for way, earlier in ((wording.PREVIOUS, previous), (wording.LAST_YEAR, last_year)):
        for one in earlier or ():
            found.setdefault((one.name, one.group_by, one.group), {})[way] = one.value
    return found
