"""Rules of forms declared without code: conditions over the tidy columns, on a locked desk."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, ClassVar

from union_xl import kinds
from union_xl.core import Settings
from union_xl.forms import Column, Expression, Form

from .sheets import check, flat, told


class Cooling(Form):
    """送清凉: a form as a clerk might declare it."""

    slug: ClassVar[str] = "cooling"
    title: ClassVar[str] = "送清凉登记表"
    short: ClassVar[str] = "送清凉"
    key: ClassVar[tuple[str, ...]] = ("单位名称",)
    expressions: ClassVar[tuple[Expression, ...]] = (
        Expression("Q1", '"慰问人数" <= "职工数"', "错误", "慰问人数不能大于职工数", "慰问人数"),
        Expression("Q2", '"日期" between "期初" and "截止日"', "提醒", "", "日期"),
        Expression("Q3", '"金额" / "没有这列" > 1', "提醒", "", "金额"),
    )
    unit: Annotated[str, Column("单位名称", kinds.ORG, need="required")]
    staff: Annotated[int | None, Column("职工数", kinds.COUNT)] = None
    people: Annotated[int | None, Column("慰问人数", kinds.COUNT)] = None
    day: Annotated[dt.date | str | None, Column("日期", kinds.DAY)] = None
    money: Annotated[int | float | None, Column("金额", kinds.MONEY)] = None


ROW = {"单位名称": "甲有限公司", "职工数": 10, "慰问人数": 8, "日期": "2022-06-01", "金额": 100}


def test_a_false_rule_is_told_at_its_column_and_holds() -> None:
    """错误 in the declaration holds the row; what is null is not told."""
    rows = [ROW, {**ROW, "单位名称": "乙厂", "慰问人数": 11}, {**ROW, "单位名称": "丙厂", "慰问人数": None}]
    checked = check(Cooling, rows)
    assert [one for one in told(checked) if one[0] == "Q1"] == [("Q1", "慰问人数", 3)]
    assert [row.row for row in checked.part.held] == [3]


def test_days_of_the_run_are_bound() -> None:
    """截止日 is known; a partial date counts as the first day it can mean."""
    from union_xl import validate
    from union_xl.core import Context, period

    from .sheets import OWN, table

    rows = [
        ROW,
        {**ROW, "单位名称": "乙厂", "日期": "2022-07-01"},
        {**ROW, "单位名称": "丙厂", "日期": "2022-06"},
    ]
    context = Context(period=period("2022H1"))
    checked = validate.check(Cooling, [table(Cooling, rows)], [OWN], context)
    assert [one for one in flat(checked) if one[0] == "Q2"] == [("Q2", "D3")]


def test_a_rule_that_cannot_run_is_told_once() -> None:
    """EXPR-FAILED, and checking goes on."""
    assert [one for one in told(check(Cooling, [ROW])) if one[0] == "EXPR-FAILED"] == [
        ("EXPR-FAILED", "金额", 0)
    ]


def test_the_office_can_change_the_level() -> None:
    """规则级别 is laid over the declaration."""
    checked = check(Cooling, [{**ROW, "慰问人数": 11}], settings=Settings(levels={"Q1": "提醒"}))
    assert checked.part.kept == 1


def test_a_broken_cell_silences_its_rules() -> None:
    """What cannot be read is null for the rule."""
    assert "Q1" not in dict(flat(check(Cooling, [{**ROW, "慰问人数": "若干"}])))


def test_repeats_of_a_declared_form() -> None:
    """A differing repeat of the declared key is ROW-DUP."""
    assert ("ROW-DUP", "单位名称", 3) in told(check(Cooling, [ROW, {**ROW, "职工数": 12}]))


def test_files_cannot_be_read_from_a_rule() -> None:
    """The desk is locked: a rule that reaches outside fails and says so."""

    class Reaching(Cooling):
        expressions: ClassVar[tuple[Expression, ...]] = (
            Expression("Q9", "(select count(*) from read_text('/etc/hostname')) = 0", "错误", "", "金额"),
        )

    assert ("EXPR-FAILED", "金额", 0) in told(check(Reaching, [ROW]))
