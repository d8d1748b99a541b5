"""Units in the rows of a list of several: brought to the roster's names, and told where it knows none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.readers import made
from union_xl.model import Roster, RunContext, Source, Submission, Unit, period
from union_xl.run.workers import read_return

STAR, STACK, BAY = "杭州星渚商贸有限公司", "杭州云栈物流有限公司", "杭州钱湾机械有限公司"
HEAD = ["姓名", "性别", "证件号码", "手机号码", "单位名称", "会籍变化类型", "会籍变化日期"]
IDS = [
    "330105199003070210",
    "330105199003070229",
    "330105199003070253",
    "330105199003070261",
    "330105199003070296",
]


def read(units: list[str], roster: tuple[str, ...] = (STAR, STACK, BAY)) -> Submission:
    """One person of each unit."""
    people: list[list[Any]] = [
        [f"赵{'一二三四五'[at]}鸣", None, IDS[at], None, unit, "入会", "2022-03-20"]
        for at, unit in enumerate(units)
    ]
    data = made.xlsx({"会员登记表": [["工会会员实名制登记表"], HEAD, *people]})
    half = period("2022H1")
    context = RunContext(period=half, as_of=half.end, roster=Roster(tuple(map(Unit, roster))))
    return read_return.submission(Source("社区.xlsx", Path("社区.xlsx"), data), context)


def told(got: Submission) -> list[tuple[str, str]]:
    """Rule and cell of what is said of units."""
    return [(one.rule, one.place.ref) for one in got.findings if one.rule.startswith("U-")]


def test_a_name_that_becomes_the_rosters_is_logged() -> None:
    """The legal form, a short name: changed with a line in the log, once for all its rows."""
    got = read([STAR, "杭州云栈物流有限责任公司", "杭州云栈物流有限责任公司", "钱湾机械"])
    assert got.parts[0].columns["单位名称"] == [STAR, STACK, STACK, BAY]
    corrections = [one for one in got.corrections if one.column == "单位名称"]
    assert [(one.place.ref, one.before, one.after, one.count) for one in corrections] == [
        ("E4", "杭州云栈物流有限责任公司", STACK, 2),
        ("E6", "钱湾机械", BAY, 1),
    ]
    assert told(got) == []


def test_each_unit_the_roster_does_not_know_is_told_at_its_first_row() -> None:
    """A misspelt one with the likely name; all rows are kept."""
    got = read([STAR, STACK, "杭州钱弯机械有限公司", "杭州钱弯机械有限公司", "杭州陌生科技有限公司"])
    assert got.parts[0].kept == 5
    assert told(got) == [("U-NEAR", "E5"), ("U-UNKNOWN", "E7")]
    near = next(one for one in got.findings if one.rule == "U-NEAR")
    assert [one.value for one in near.suggestions] == [BAY]


def test_without_a_roster_no_unit_is_unknown() -> None:
    """Nobody was listed, so nobody is missing from the list."""
    assert told(read([STAR, "杭州陌生科技有限公司"], ())) == []


def test_a_unit_that_is_part_of_the_key_is_told_as_well() -> None:
    """固定资产 goes by unit and number; only a list of the units themselves may bring new ones."""
    rows = [[unit, f"Z{at}", "电脑"] for at, unit in enumerate([STAR, "杭州陌生科技有限公司"])]
    data = made.xlsx({"固定资产": [["工会固定资产台账"], ["单位名称", "资产编号", "资产名称"], *rows]})
    context = RunContext(period=period("2022H1"), roster=Roster(tuple(map(Unit, (STAR, STACK)))))
    got = read_return.submission(Source("社区.xlsx", Path("社区.xlsx"), data), context)
    assert (got.parts[0].kept, told(got)) == (2, [("U-UNKNOWN", "A4")])
