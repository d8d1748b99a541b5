"""Figures equal an independent recount, in the whole and in every group, and obey the laws of counting."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

from benchmarks.ledgers import frame
from tests.figures.recount import END, recount
from union_xl import figures, forms
from union_xl.core import Figure, period
from union_xl.figures import Counting, Library

HALF = period("2022H1")
DAY = dt.date(2022, 3, 20)


@pytest.fixture(scope="module")
def found(counting: Counting) -> tuple[Figure, ...]:
    return counting.figures()


def whole(found: tuple[Figure, ...]) -> dict[str, Figure]:
    return {one.name: one for one in found if not one.group_by}


def test_totals_equal_the_recount(frames: dict[str, pd.DataFrame], found: tuple[Figure, ...]) -> None:
    """Every indicator recounted in plain pandas has the same value."""
    mine = recount(frames)
    theirs = {name: whole(found)[name].value for name in mine}
    assert theirs == pytest.approx(mine)
    assert mine["期末会员数"] > 1000 and mine["参赛职工人数"] > 20, "the ledger must not be trivial"


@pytest.mark.parametrize("label", ["单位", "社区"])
def test_groups_equal_the_recount(
    frames: dict[str, pd.DataFrame], found: tuple[Figure, ...], label: str
) -> None:
    """A group's figures equal the recount of the ledger cut down to that group."""
    register = frames["unit-register"]
    title = {"单位": "单位名称", "社区": "所属社区"}[label]
    for group in sorted(register[title].dropna().unique())[:4]:
        inside = set(register.loc[register[title] == group, "单位名称"])
        cut = {
            slug: one[one["单位名称"].isin(inside)] if slug == "member" else one
            for slug, one in frames.items()
        }
        mine = recount(cut)
        for name in ("发展会员数", "期末会员数", "女会员数", "手机号码完整率"):
            value = next(f.value for f in found if (f.name, f.group_by, f.group) == (name, label, group))
            assert value == pytest.approx(mine[name]), (group, name)


def test_every_unit_is_listed_and_months_are_those_of_the_period(found: tuple[Figure, ...]) -> None:
    """Groups are complete: each unit once, six months of a half year, zeros included."""
    units = [f.group for f in found if f.name == "期末会员数" and f.group_by == "单位"]
    assert len(units) == len(set(units)) == 120
    months = {f.group: f.value for f in found if f.name == "发展会员数" and f.group_by == "月"}
    assert list(months) == [f"2022-{month:02d}" for month in range(1, 7)]
    assert sum(months.values()) >= whole(found)["发展会员数"].value


def test_additive_figures_add_up(found: tuple[Figure, ...]) -> None:
    """Rows counted by community add up to the whole, the blank community included."""
    parts = [f.value for f in found if f.name == "普查单位数" and f.group_by == "社区"]
    assert sum(parts) == whole(found)["普查单位数"].value


def test_the_worked_example(library: Library) -> None:
    """The domain's example: one single union formed, 36 joined and 2 moved in, a joint union covering two."""
    made = whole(figures.count(example(), library, HALF, HALF.end))
    said = {
        "新建工会数": 1,
        "新建单独工会数": 1,
        "新建联合工会数": 0,
        "新增涵盖单位数": 1,
        "发展会员数": 36,
        "转入会员数": 2,
        "基层工会组织数": 2,
        "工会涵盖单位数": 3,
        "新建工会同步录入率": 1,
    }
    assert {name: made[name].value for name in said} == said


def test_entered_too_late_is_not_in_step(library: Library) -> None:
    """The same rows entered a day after the thirtieth do not count as entered in step."""
    late = example()
    late["unit-register"].loc[0, "录入日期"] = dt.date(2022, 4, 18)
    assert whole(figures.count(late, library, HALF, HALF.end))["新建工会同步录入率"].value == 0


def example() -> dict[str, pd.DataFrame]:
    """Companies 甲 (single union), 丙 (joint union) and 乙, 丁 that it covers."""
    older = dt.date(2021, 11, 1)
    units = {
        "单位名称": ["甲", "丙", "乙", "丁"],
        "职工总数": [40, None, None, None],
        "女职工数": [18, None, None, None],
        "是否建会": ["已建"] * 4,
        "基层工会类型": ["单独", "联合", "联合", "联合"],
        "工会名称": ["甲工会", "丙联合工会", None, None],
        "所属联合工会": [None, None, "丙联合工会", "丙联合工会"],
        "涵盖单位数": [None, 2, None, None],
        "建会日期": [dt.date(2022, 3, 18), older, older, older],
        "录入日期": [dt.date(2022, 4, 17), None, None, None],
        "已录入会员数": [38, None, None, None],
        "会员数": [38, None, None, None],
    }
    people = {
        "姓名": [f"职工{at}" for at in range(38)],
        "证件号码": [f"33010519{at:010d}" for at in range(38)],
        "单位名称": ["甲"] * 38,
        "会籍变化类型": ["入会"] * 36 + ["转入"] * 2,
        "会籍变化日期": [DAY] * 38,
        "入会日期": [DAY] * 38,
    }
    return {
        "unit-register": frame(forms.UnitRegister, units, 4),
        "member": frame(forms.Member, people, 38),
    }


def test_zero_base_absent_ledger_and_held_rows_are_told(library: Library) -> None:
    """A ratio on nothing has no value, an absent ledger no number, and held rows stand in the note."""
    made = figures.count(example(), library, HALF, HALF.end, held={"member": {"甲": 3}})
    total = whole(made)
    assert total["互联网企业建会率"].value is None
    assert total["完成竞赛场次"].value is None and "竞赛总表" in total["完成竞赛场次"].note
    assert "另有暂缓3行未计入" in total["发展会员数"].note
    assert "另有暂缓3行未计入" in total["净增会员数"].note, "a 公式 carries the note of what it stands on"
    mine = {f.group: f.note for f in made if f.name == "发展会员数" and f.group_by == "单位"}
    assert "另有暂缓3行未计入" in mine["甲"] and "暂缓" not in mine["乙"]


def test_settings_change_what_counts(library: Library) -> None:
    """发展会员含转入 and 联合工会按一家计 come from the settings."""
    params = {"new_members_include_transfers": True, "joint_union_counts_once": "否"}
    made = whole(figures.count(example(), library, HALF, HALF.end, params=params))
    assert made["发展会员数"].value == 38
    wide = whole(figures.count(example(), library, period("2021H2"), dt.date(2021, 12, 31), params=params))
    assert wide["新建工会数"].value == 3, "each covered unit counts on its own when the setting says so"


def test_last_period_is_carried(library: Library) -> None:
    """上期.… is last period's figure; formulas and relations without it stay silent."""
    before = figures.count(example(), library, period("2021H2"), dt.date(2021, 12, 31))
    now = figures.count(example(), library, HALF, HALF.end, previous=before)
    failing = {one.code for one in figures.cross_checks(now, library, previous=before) if one.unit == "合计"}
    assert "X7b" not in failing
    alone = {one.code for one in figures.cross_checks(now, library)}
    assert not {"X7a", "X7b", "X27a"} & alone


def test_partial_dates_count_by_month(library: Library) -> None:
    """`2022-05` lies in the half year, a bare year cannot be placed."""
    frames = example()
    frames["member"]["会籍变化日期"] = ["2022-05"] * 30 + ["2022"] * 8
    assert whole(figures.count(frames, library, HALF, END))["发展会员数"].value == 30


def test_whole_numbers_as_groups_are_named_without_a_fraction(
    library: Library, frames: dict[str, pd.DataFrame]
) -> None:
    """Units by planned year stand under 2021, 2022, 2023, blanks last; all together are all units."""
    by_year = replace(library.named("普查单位数"), groups=("三年规划建会年度",))
    found = figures.count(frames, replace(library, indicators=(by_year,), order=()), HALF, END)
    groups = {one.group: one.value for one in found if one.group_by}
    assert [*sorted(groups)[:3], *list(groups)[-1:]] == ["2021", "2022", "2023", "（未填）"]
    assert sum(groups.values()) == len(frames["unit-register"])
