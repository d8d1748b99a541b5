"""审核关系: what fails is named with both numbers; an explanation stands as long as its numbers do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.ledgers import frame
from tests.figures.test_library import line, write
from union_xl import figures, ledgers
from union_xl.figures import Explanation, Library
from union_xl.model import Figure, period

HALF = period("2022H1")


@pytest.fixture
def small(tmp_path: Path) -> Library:
    lines = [
        line("会员数", how="去重", field="证件号码", groups="单位、社区"),
        line("女会员数", how="去重", field="证件号码", where="性别 = '女'", groups="单位"),
        line("职工数", how="求和", ledger="单位台账", field="职工总数", groups="单位"),
    ]
    relations = [
        ["X1", "女会员数 <= 会员数", "错误", ""],
        ["X2a", "会员数 <= 职工数", "提醒", ""],
        ["X26", "社区合计.会员数 = 会员数", "错误", ""],
        ["X27", "会员数 <= 2 * 上期.会员数", "提醒", ""],
    ]
    return figures.read_library(write(tmp_path / "库.xlsx", lines, relations))


def counted(library: Library, staff: int = 2) -> tuple[Figure, ...]:
    units = frame(ledgers.unit_register.FORM, {"单位名称": ["甲", "乙"], "职工总数": [staff, None]}, 2)
    people = {
        "证件号码": ["1", "2", "3", "4"],
        "性别": ["女", "男", "男", "女"],
        "单位名称": ["甲", "甲", "甲", "乙"],
    }
    return figures.count(
        {"unit-register": units, "member": frame(ledgers.member.FORM, people, 4)}, library, None, None
    )


def test_failing_relations_name_unit_and_both_numbers(small: Library) -> None:
    """Three members against two staff fail for the unit and for the whole; unknown staff is not asked."""
    failing = figures.failed_relations(counted(small), small)
    assert [(f.code, f.unit, f.left, f.right) for f in failing] == [
        ("X2a", "合计", 4, 2),
        ("X2a", "甲", 3, 2),
    ]
    assert failing[1].values == {"会员数": 3, "职工数": 2} and failing[0].level == "提醒"


def test_levels_come_from_the_settings(small: Library) -> None:
    """`X2=错误` speaks for X2a."""
    assert {f.level for f in figures.failed_relations(counted(small), small, levels={"X2": "错误"})} == {
        "错误"
    }


def test_last_period_is_asked_only_when_given(small: Library) -> None:
    """With last period's figures the relation on 上期 is asked."""
    before = [Figure("会员数", "会员数", 1)]
    assert "X27" in {f.code for f in figures.failed_relations(counted(small), small, previous=before)}


def test_an_explanation_stands_until_its_numbers_change(small: Library) -> None:
    """Explained for 3 against 2; when the staff becomes 1 it falls away and is shown as stale."""
    given = Explanation("X2a", "甲", 3, 2, "有一名派遣工入会", "沈佳", "2022-07-08")
    now = {f.unit: f for f in figures.failed_relations(counted(small), small, explanations=[given])}
    assert now["甲"].explanation == given and now["合计"].explanation is None
    later = {
        f.unit: f for f in figures.failed_relations(counted(small, staff=1), small, explanations=[given])
    }
    assert later["甲"].explanation is None and later["甲"].stale == given
    empty = Explanation("X2a", "甲", None, None, "没有抄下数")
    assert figures.failed_relations(counted(small), small, explanations=[empty])[1].explanation is None


def test_relations_and_formulas_may_name_settings(tmp_path: Path) -> None:
    """A setting by its 项目, or behind 设置 where an indicator has its name; days of the run too."""
    lines = [
        line("人数"),
        line("建会人数线", where="性别 = '女'"),
        line("差额", how="公式", where="人数 - 设置.建会人数线"),
        line("年份数", how="公式", where="year(期末)"),
    ]
    relations = [["Y1", "人数 <= 同手机人数上限", "提醒", ""], ["Y2", "人数 >= 设置.建会人数线", "提醒", ""]]
    found = figures.read_library(write(tmp_path / "库.xlsx", lines, relations))
    people = {"姓名": ["甲"] * 6, "证件号码": [f"A{at}" for at in range(6)], "单位名称": ["甲厂"] * 6}
    frames = {"member": frame(ledgers.member.FORM, people, 6)}
    made = {f.name: f.value for f in figures.count(frames, found, HALF, HALF.end) if not f.group_by}
    assert made == {"人数": 6, "建会人数线": 0, "差额": -19, "年份数": 2022}
    counted_figures = figures.count(frames, found, HALF, HALF.end)
    failing = {one.code for one in figures.failed_relations(counted_figures, found) if one.unit == "合计"}
    assert failing == {"Y1", "Y2"}


def test_every_union_has_somebody_who_works_for_it(library: Library) -> None:
    """Full-time and part-time together; one of the two columns may be left blank, both say nothing (X11)."""
    told = {
        "单位名称": ["甲", "乙", "丙", "丁"],
        "是否建会": ["已建"] * 4,
        "工会名称": ["甲工会", "乙工会", "丙工会", "丁工会"],
        "专职工会工作人员数": [0, None, 1, None],
        "兼职工会工作人员数": [None, 0, None, None],
    }
    units = frame(ledgers.unit_register.FORM, told, 4)
    found = figures.count({"unit-register": units}, library, HALF, None)
    failing = [one for one in figures.failed_relations(found, library) if one.code == "X11"]
    assert [(one.unit, one.left, one.right) for one in failing] == [
        ("合计", 1, 4),
        ("甲", 0, 1),
        ("乙", 0, 1),
    ]
