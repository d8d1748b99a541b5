"""Figures equal an independent recount, in the whole and in every group, and obey the laws of counting."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from tests.corpus.ledgers import frame
from tests.figures.recount import END, recount
from tests.figures.test_library import line, write
from union_xl import figures, ledgers
from union_xl.figures import Evaluator, Library
from union_xl.kinds.resident_id import check_character
from union_xl.ledgers import BUILT_IN
from union_xl.model import Figure, TemplateError, period

HALF = period("2022H1")
DAY = dt.date(2022, 3, 20)


@pytest.fixture(scope="module")
def found(counting: Evaluator) -> tuple[Figure, ...]:
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
    asked, late = library.only("新建工会同步录入率"), example()
    late["unit-register"].loc[0, "录入日期"] = dt.date(2022, 4, 18)
    assert whole(figures.count(late, asked, HALF, HALF.end))["新建工会同步录入率"].value == 0


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
        "unit-register": frame(ledgers.unit_register.FORM, units, 4),
        "member": frame(ledgers.member.FORM, people, 38),
    }


def test_zero_base_absent_ledger_and_held_rows_are_told(library: Library) -> None:
    """A ratio on nothing has no value, an absent ledger no number, and held rows stand in the note."""
    asked = library.only("互联网企业建会率", "完成竞赛场次", "发展会员数", "净增会员数")
    made = figures.count(example(), asked, HALF, HALF.end, held={"member": {"甲": 3}})
    total = whole(made)
    assert total["互联网企业建会率"].value is None
    assert total["完成竞赛场次"].value is None and "竞赛总表" in total["完成竞赛场次"].note
    assert "另有暂缓3行未计入" in total["发展会员数"].note
    assert "另有暂缓3行未计入" in total["净增会员数"].note, "a 公式 carries the note of what it stands on"
    mine = {f.group: f.note for f in made if f.name == "发展会员数" and f.group_by == "单位"}
    assert "另有暂缓3行未计入" in mine["甲"] and "暂缓" not in mine["乙"]


def test_settings_change_what_counts(library: Library) -> None:
    """发展会员含转入 and 联合工会按一家计 come from the settings."""
    asked = library.only("发展会员数", "新建工会数")
    params = {"new_members_include_transfers": True, "joint_union_counts_once": "否"}
    made = whole(figures.count(example(), asked, HALF, HALF.end, params=params))
    assert made["发展会员数"].value == 38
    wide = whole(figures.count(example(), asked, period("2021H2"), dt.date(2021, 12, 31), params=params))
    assert wide["新建工会数"].value == 3, "each covered unit counts on its own when the setting says so"


def test_last_period_is_carried(library: Library) -> None:
    """上期.… is last period's figure; formulas and relations without it stay silent."""
    before = figures.count(example(), library, period("2021H2"), dt.date(2021, 12, 31))
    now = figures.count(example(), library, HALF, HALF.end, previous=before)
    failing = {
        one.code for one in figures.failed_relations(now, library, previous=before) if one.unit == "合计"
    }
    assert "X7b" not in failing
    alone = {one.code for one in figures.failed_relations(now, library)}
    assert not {"X7a", "X7b", "X27a"} & alone


def test_partial_dates_count_by_month(library: Library) -> None:
    """`2022-05` lies in the half year, a bare year cannot be placed."""
    frames = example()
    frames["member"]["会籍变化日期"] = ["2022-05"] * 30 + ["2022"] * 8
    assert whole(figures.count(frames, library.only("发展会员数"), HALF, END))["发展会员数"].value == 30


def test_whole_numbers_as_groups_are_named_without_a_fraction(
    library: Library, frames: dict[str, pd.DataFrame]
) -> None:
    """Units by planned year stand under 2021, 2022, 2023, blanks last; all together are all units."""
    by_year = replace(library.named("普查单位数"), groups=("三年规划建会年度",))
    found = figures.count(frames, replace(library, indicators=(by_year,), order=()), HALF, END)
    groups = {one.group: one.value for one in found if one.group_by}
    assert [*sorted(groups)[:3], *list(groups)[-1:]] == ["2021", "2022", "2023", "（未填）"]
    assert sum(groups.values()) == len(frames["unit-register"])


def _library(path: Path, *lines: list[str], base: bool = False) -> Library:
    return figures.read_library(write(path / "库.xlsx", list(lines)), base=BUILT_IN if base else ())


def test_without_groups_a_figure_splits_by_every_key_of_its_ledger(tmp_path: Path) -> None:
    """Unit, community, trade, each closed choice, and the month of the one date its condition names."""
    lines = [
        line("人数"),
        line("入会人数", where="会籍变化类型 = '入会' and 会籍变化日期 between 期初 and 期末"),
        line("倍数", how="公式", where="人数 * 2"),
    ]
    found = _library(tmp_path, *lines)
    made = figures.count(example(), found, HALF, END)
    groups = found.indicators[0].groups
    assert {"单位", "社区", "行业", "学历", "政治面貌", "性别"} <= set(groups) and "月" not in groups
    by_unit = {f.group: f.value for f in made if f.name == "人数" and f.group_by == "单位"}
    assert sum(by_unit.values()) == whole(made)["人数"].value == 38
    months = {f.group: f.value for f in made if f.name == "入会人数" and f.group_by == "月"}
    assert months["2022-03"] == 36
    twice = {f.group: f.value for f in made if f.name == "倍数" and f.group_by == "单位"}
    assert twice == {unit: 2 * value for unit, value in by_unit.items()}


def test_an_organiser_is_no_unit_that_reports(library: Library, frames: dict[str, pd.DataFrame]) -> None:
    """竞赛总表 names who holds a contest: that adds no line to the units."""
    made = figures.count(frames, library, HALF, END)
    units = set(frames["unit-register"]["单位名称"]) | set(frames["member"]["单位名称"])
    units |= set(frames["contest-entry"]["单位名称"])
    assert {f.group for f in made if f.group_by == "单位"} <= units | {figures.BLANK_GROUP}


def test_an_own_library_adds_to_the_shipped_one_and_wins_by_name(tmp_path: Path) -> None:
    """A library of two lines: its own are there, the others stay, a code it takes is its own."""
    lines = [line("会员数"), ["A01", "新意", "会员登记", "计数"]]
    found = _library(tmp_path, *lines, base=True)
    names = {one.name: one for one in found.indicators}
    assert names["会员数"].how == "计数" and names["会员数"].place.startswith("库.xlsx")
    assert names["期末会员数"].code == "B08" and found.named("A01") is names["新意"]
    assert names["新建工会数"].code == "" and found.checks
    assert len(names) == len(found.indicators)


def test_a_fault_in_an_own_library_names_that_file(tmp_path: Path) -> None:
    """The shipped lines around it are not blamed."""
    with pytest.raises(TemplateError, match=r"库\.xlsx › 指标!F2"):
        _library(tmp_path, line("甲", where="没有 = 1"), base=True)


ABSENT = {
    "own": line("甲"),
    "in": line("甲", ledger="单位台账", where="单位名称 in (select 单位名称 from 会员登记)"),
    "not in": line("甲", ledger="单位台账", where="单位名称 not in (select 单位名称 from 会员登记)"),
    "count": line(
        "甲",
        ledger="单位台账",
        where="(select count(*) from 会员登记 会员 where 会员.单位名称 = 单位台账.单位名称) = 0",
    ),
    "base": line(
        "甲", "占比", "true", ledger="单位台账", base="单位名称 not in (select 单位名称 from 会员登记)"
    ),
}


@pytest.mark.parametrize("kind", ABSENT)
def test_an_absent_ledger_gives_no_number_and_an_empty_one_does(tmp_path: Path, kind: str) -> None:
    """Neither 0 nor everybody, whole and by unit; a ledger without rows is another thing."""
    found = _library(tmp_path, ABSENT[kind])
    gone = figures.count({"unit-register": example()["unit-register"]}, found, HALF, END)
    assert all(one.value is None for one in gone) and "没有会员登记台账" in gone[0].note
    empty = {**example(), "member": example()["member"].head(0)}
    assert figures.count(empty, found, HALF, END)[0].value is not None


def test_a_total_that_is_not_the_sum_of_its_lines_says_why(tmp_path: Path) -> None:
    """A person in two units counts once; the note gives the other sum."""
    frames = example()
    frames["member"].loc[37, ["证件号码", "单位名称"]] = [frames["member"].loc[0, "证件号码"], "丙"]
    found = _library(tmp_path, line("人数", "去重", field="证件号码"), line("行数"))
    made = whole(figures.count(frames, found, HALF, END))
    assert made["人数"].value == 37 and "各单位相加为38" in made["人数"].note
    assert made["行数"].note == ""


def test_values_outside_the_closed_list_stand_in_one_line(library: Library) -> None:
    """Two misspelt educations are one group before the blank one, and told."""
    frames = example()
    frames["member"]["学历"] = ["大砖", "本课"] + ["大学本科"] * 30 + [None] * 6
    made = figures.count(frames, library.only("期末会员数"), HALF, END)
    lines = {f.group: f for f in made if f.group_by == "学历"}
    assert list(lines)[-2:] == [figures.ODD_GROUP, figures.BLANK_GROUP]
    assert lines[figures.ODD_GROUP].value == 2 and "请规范" in lines[figures.ODD_GROUP].note
    assert "大砖" not in lines and sum(f.value for f in lines.values()) == 38


def test_a_birth_month_counts_with_the_day_of_the_id(library: Library) -> None:
    """Born in June 1986 by the form, on the 15th by the ID: still 35 on the 10th, 36 on the 20th."""
    frames = example()
    body = "33010519860615" + "001"
    frames["member"].loc[0, "证件号码"] = body + check_character(body)
    frames["member"]["出生日期"] = [None] * 38
    frames["member"]["出生日期"] = frames["member"]["出生日期"].astype(object)
    frames["member"].loc[0, "出生日期"] = "1986-06"
    ages = ("35岁及以下会员数", "36至50岁会员数")
    asked = library.only(*ages)
    early = whole(figures.count(frames, asked, HALF, dt.date(2022, 6, 10)))
    late = whole(figures.count(frames, asked, HALF, dt.date(2022, 6, 20)))
    assert [early[age].value for age in ages] == [1, 0] and [late[age].value for age in ages] == [0, 1]


def test_all_of_them_is_no_whole_while_rows_are_missing(library: Library) -> None:
    """100 % with a held row or a return still to come is marked; a rate over 100 % is asked about."""
    asked = library.only("新建工会同步录入率", "实名录入率")
    made = whole(figures.count(example(), asked, HALF, END))
    assert made["新建工会同步录入率"].value == 1 and not made["新建工会同步录入率"].partial
    for more in ({"held": {"member": {"甲": 1}}}, {"waited": {"会员登记": {"戊": 1}}}):
        rate = whole(figures.count(example(), asked, HALF, END, **more))["新建工会同步录入率"]
        assert rate.partial and rate.value == 1
    assert "1份未报" in rate.note
    few = example()
    few["unit-register"].loc[0, "会员数"] = 20
    assert "超过100%" in whole(figures.count(few, asked, HALF, END))["实名录入率"].note


def test_the_largest_and_the_smallest(tmp_path: Path) -> None:
    """Of numbers and of days, whole and by unit; of no row there is none."""
    lines = [
        line("最多", "最大", ledger="单位台账", field="职工总数"),
        line("最早", "最小", field="入会日期"),
        line("没有", "最大", field="入会日期", where="性别 = '女'"),
        line("倍", how="公式", where="最多 * 2"),
    ]
    frames = example()
    frames["unit-register"]["职工总数"] = [40, 12, None, 7]
    frames["member"].loc[3, "入会日期"] = dt.date(2022, 2, 1)
    made = figures.count(frames, _library(tmp_path, *lines), HALF, END)
    assert [whole(made)[name].value for name in ("最多", "最早", "没有", "倍")] == [
        40,
        dt.date(2022, 2, 1),
        None,
        80,
    ]
    assert whole(made)["最多"].note == "另有1行因职工总数为空未计入"
    by_unit = {f.group: f.value for f in made if f.name == "最多" and f.group_by == "单位"}
    assert by_unit == {"甲": 40, "丙": 12, "乙": None, "丁": 7}


def test_cells_that_cannot_be_taken_are_said_beside_what_stands_on_them(library: Library) -> None:
    """A word outside the closed list, a year for a date and a text for a number: said of the whole, the unit
    and the community they are in, and of formulas; of no other."""
    frames = example()
    frames["member"] = frames["member"].astype({"会籍变化类型": object, "会籍变化日期": object})
    unit = frames["member"].loc[0, "单位名称"]
    frames["member"].loc[0, "会籍变化类型"] = "开除"
    frames["member"].loc[0, "会籍变化日期"] = "2022"
    frames["unit-register"]["职工总数"] = frames["unit-register"]["职工总数"].astype(object)
    frames["unit-register"].loc[1, "职工总数"] = "约30"
    asked = library.only("期末会员数", "净增会员数", "会员数", "职工人数", "发展会员数")
    made = figures.count(frames, asked, HALF, HALF.end)
    total = whole(made)
    for name in ("期末会员数", "净增会员数", "会员数"):
        assert "有1行的会籍变化类型不在可选值内（开除）" in total[name].note
        assert "有1行的会籍变化日期不是日期（2022）" in total[name].note
    assert "有1行的职工总数不是数（约30）" in total["职工人数"].note and "为空" not in total["职工人数"].note
    assert "会籍变化" not in total["职工人数"].note and "职工总数" not in total["发展会员数"].note
    told = {f.group for f in made if f.name == "期末会员数" and f.group_by == "单位" and "开除" in f.note}
    assert told == {unit}


def test_a_community_hears_of_its_own_units_and_is_not_zero_without_them(library: Library) -> None:
    """Held rows and returns to come stand beside a community as beside its units; where none of its units
    stands in a ledger its sums are unknown, as theirs are."""
    homes = {"甲": "东", "乙": "东", "新": "西"}
    frames = example()
    frames["unit-register"]["所属社区"] = None
    frames["member"].loc[0, "单位名称"] = "新"
    more = {"homes": homes, "units": list(homes)}
    asked = library.only("职工人数", "期末会员数")
    made = figures.count(frames, asked, HALF, HALF.end, held={"unit-register": {"新": 2}}, **more)
    mine = {(f.name, f.group): f for f in made if f.group_by == "社区"}
    assert mine["职工人数", "西"].value is None and "暂缓2行" in mine["职工人数", "西"].note
    assert mine["职工人数", "东"].value is not None and "暂缓" not in mine["职工人数", "东"].note


def test_conditions_may_call_the_rows_state_by_its_old_name(tmp_path: Path) -> None:
    """状态 of an office's library from before is 台账状态."""
    frames = example()
    rows = len(frames["member"])
    frames["member"]["台账状态"] = ["待核", *["正常"] * (rows - 1)]
    lines = [line("新名", where="台账状态 = '待核'"), line("旧名", where="状态 = '待核'")]
    made = whole(figures.count(frames, _library(tmp_path, *lines), HALF, END))
    assert [made[name].value for name in ("新名", "旧名")] == [1, 1]


def test_what_could_not_be_taken_shows_no_person(library: Library) -> None:
    """A row typed one column off has a name under 性别 and an ID under 会籍变化类型: told, not shown."""
    frames = example()
    frames["member"] = frames["member"].astype({"会籍变化类型": object, "性别": object})
    frames["member"].loc[0, "会籍变化类型"] = "330105199003072013"
    frames["member"].loc[0, "性别"] = "赵铁柱"
    note = whole(figures.count(frames, library.only("女会员数"), HALF, HALF.end))["女会员数"].note
    assert "有1行的会籍变化类型不在可选值内（****" in note and "有1行的性别不在可选值内（***）" in note
    assert "赵" not in note and "3301" not in note


def test_a_flow_over_rows_that_say_no_day_is_unknown_not_zero(library: Library) -> None:
    """Nothing that can be dated: no number, with the reason; one dated row makes a number of it."""
    child = {"儿童姓名": "王小", "家长姓名": "王安", "家长手机号码": "13900000001", "单位名称": "甲公司"}
    rows = [child | {"年度": 2022}, child | {"儿童姓名": "李小"}]
    asked = library.only("小候鸟报名人数")
    for days, value in (((None, None), None), ((None, DAY), 1)):
        frame = pd.DataFrame([row | {"报名日期": day} for row, day in zip(rows, days, strict=True)])
        got = whole(figures.count({"kids-entry": frame}, asked, HALF, HALF.end))["小候鸟报名人数"]
        assert got.value == value and ("没有填报名日期" in got.note) == (value is None)


def test_contests_of_other_years_are_none_of_this_one(library: Library) -> None:
    """A ledger of three years: what was planned for another year is no plan of this one, unless put off."""
    plans = [
        ("甲赛", "计划", dt.date(2021, 9, 1), None),
        ("乙赛", "延期", dt.date(2021, 11, 1), None),
        ("丙赛", "计划", dt.date(2022, 10, 1), None),
        ("丁赛", "计划", None, None),
        ("戊赛", "延期", dt.date(2023, 3, 1), None),
        ("己赛", "计划", dt.date(2023, 3, 1), None),
        ("庚赛", "已完成", dt.date(2021, 12, 1), dt.date(2022, 1, 9)),
        ("辛赛", "已完成", dt.date(2021, 5, 1), dt.date(2021, 5, 9)),
    ]
    names, states, planned, held = map(list, zip(*plans, strict=True))
    told = {"竞赛名称": names, "完成情况": states, "计划日期": planned, "实际日期": held}
    contests = frame(ledgers.contest.FORM, told | {"级别": ["企业级"] * len(plans)}, len(plans))
    entered = {"竞赛名称": [*names, "没有列入总表的竞赛"], "姓名": [f"王{at}" for at in range(9)]}
    entries = frame(ledgers.contest_entry.FORM, entered | {"单位名称": ["甲公司"] * 9}, 9)
    made = whole(figures.count({"contest": contests, "contest-entry": entries}, library, HALF, END))
    assert made["企业级计划竞赛名单"].value == ["乙赛", "丙赛", "丁赛"]
    assert made["企业级计划场次"].value == 3 and made["竞赛总场次"].value == 4
    assert made["报名人数"].value == 5  # 乙 丙 丁 庚, and the one nobody planned
