"""Rules of forms declared without code: conditions over the tidy columns, on a locked desk."""

from __future__ import annotations

from union_xl.ledgers.form import Form, error, optional, required, warn
from union_xl.model import Settings

from .sheets import check, check_book, flat, told

COOLING = Form(
    slug="cooling",
    title="送清凉登记表",
    short="送清凉",
    keys=(("单位名称",),),
    rules=(
        error("Q1", "人数", '"慰问人数" <= "职工数"', "慰问人数不能大于职工数", column="慰问人数"),
        warn("Q2", "日期", '"日期" between "期初" and "截止日"', "日期不在期内", column="日期"),
        warn("Q3", "金额", '"金额" / "没有这列" > 1', "金额", column="金额"),
    ),
    columns=(
        required("单位名称", "单位名称", role="unit"),
        optional("职工数", "整数"),
        optional("慰问人数", "整数"),
        optional("日期", "日期"),
        optional("金额", "金额"),
    ),
)


ROW = {"单位名称": "甲有限公司", "职工数": 10, "慰问人数": 8, "日期": "2022-06-01", "金额": 100}


def test_a_false_rule_is_told_at_its_column_and_holds() -> None:
    """错误 in the declaration holds the row; what is null is not told."""
    rows = [ROW, {**ROW, "单位名称": "乙厂", "慰问人数": 11}, {**ROW, "单位名称": "丙厂", "慰问人数": None}]
    checked = check(COOLING, rows)
    assert [one for one in told(checked) if one[0] == "Q1"] == [("Q1", "慰问人数", 3)]
    assert [row.row for row in checked.part.held] == [3]


def test_days_of_the_run_are_bound() -> None:
    """截止日 is known; a partial date counts as the first day it can mean."""
    from union_xl import check as check_room
    from union_xl.model import RunContext, period

    from .sheets import OWN, table

    rows = [
        ROW,
        {**ROW, "单位名称": "乙厂", "日期": "2022-07-01"},
        {**ROW, "单位名称": "丙厂", "日期": "2022-06"},
    ]
    context = RunContext(period=period("2022H1"))
    checked = check_room.check(COOLING, [table(COOLING, rows)], [OWN], context)
    assert [one for one in flat(checked) if one[0] == "Q2"] == [("Q2", "D3")]


def test_a_rule_that_cannot_run_is_told_once() -> None:
    """EXPR-FAILED, and checking goes on."""
    assert [one for one in told(check(COOLING, [ROW])) if one[0] == "EXPR-FAILED"] == [
        ("EXPR-FAILED", "金额", 0)
    ]


def test_the_office_can_change_the_level() -> None:
    """规则级别 is laid over the declaration."""
    checked = check(COOLING, [{**ROW, "慰问人数": 11}], settings=Settings(levels={"Q1": "提醒"}))
    assert checked.part.kept == 1


def test_a_broken_cell_silences_its_rules() -> None:
    """What cannot be read is null for the rule."""
    assert "Q1" not in dict(flat(check(COOLING, [{**ROW, "慰问人数": "若干"}])))


def test_repeats_of_a_declared_form() -> None:
    """A differing repeat of the declared key is ROW-DUP."""
    assert ("ROW-DUP", "单位名称", 3) in told(check(COOLING, [ROW, {**ROW, "职工数": 12}]))


def test_files_cannot_be_read_from_a_rule() -> None:
    """The desk is locked: a rule that reaches outside fails and says so."""

    rule = error("Q9", "越界", "(select count(*) from read_text('/etc/hostname')) = 0", "越界", column="金额")
    reaching = COOLING.but(rules=(rule,))

    assert ("EXPR-FAILED", "金额", 0) in told(check_book(reaching, [ROW]))
