"""Lists as offices write them: what the title says, whose an ID is, what a score is written as."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from union_xl.model import Roster, RunContext, Settings, Source, Submission, period
from union_xl.run.workers import read_return

PERIOD = period("2022H1")
CONTEXT = RunContext(
    settings=Settings(period=PERIOD),
    roster=Roster(()),
    period=PERIOD,
    as_of=dt.date(2022, 6, 30),
)
MAN, WOMAN = "330105198805062015", "33010519851120302X"
BOY, GIRL = "330105200905062012", "330105200408093029"


def read(title: str, head: Sequence[str], *rows: Sequence[Any]) -> Submission:
    """A list under its title, as a return."""
    made = openpyxl.Workbook()
    for row in ([title], head, *rows):
        made.active.append(list(row))
    out = io.BytesIO()
    made.save(out)
    return read_return.submission(Source("表.xlsx", Path("表.xlsx"), out.getvalue()), CONTEXT)


def columns(one: Submission, slug: str, *titles: str) -> list[list[Any]]:
    (part,) = one.parts
    assert (part.form, part.kept) == (slug, part.read)
    return [part.columns[title] for title in titles]


def test_two_numbers_are_the_student_s_and_the_parent_s() -> None:
    """The header of both is 身份证号; the name left of each says whose it is."""
    head = ("序号", "学生姓名", "身份证号", "家长姓名", "身份证号", "工作单位", "学段", "助学金额")
    one = read(
        "2022年金秋助学汇总表",
        head,
        (1, "张小红", GIRL, "张三", MAN, "杭州甲有限公司", "大学", 3000),
        (2, "李小明", BOY, "李四", WOMAN, "杭州乙有限公司", "高中", 3000),
    )
    assert columns(one, "tuition-aid", "学生证件号码", "家长证件号码", "学段", "年度") == [
        [GIRL, BOY],
        [MAN, WOMAN],
        ["本科", "高中"],
        [2022, 2022],
    ]


def test_the_head_s_number_and_the_member_s() -> None:
    one = read(
        "困难职工家庭成员表",
        ("户主姓名", "身份证号", "姓名", "身份证号", "与户主关系", "身份", "月收入"),
        ("张三", MAN, "王五", WOMAN, "妻子", "无业", 0),
        ("张三", MAN, "张小明", BOY, "儿子", "学生", 0),
    )
    assert columns(one, "hardship-family", "户主证件号码", "证件号码", "关系") == [
        [MAN, MAN],
        [WOMAN, BOY],
        ["配偶", "子"],
    ]


def test_results_take_the_contest_from_the_title() -> None:
    """缺考 is no number and no error, 并列第二 a rank."""
    one = read(
        "第四届“元墅杯”养老护理技能竞赛成绩公示",
        ("名次", "选手编号", "姓名", "单位", "理论得分", "实操得分", "总分", "获奖等次"),
        ("第1名", "A01", "张三", "杭州甲有限公司", 90, 95, 93.5, "一等奖"),
        ("并列第二", "A02", "李四", "杭州乙有限公司", "88分", 90, 89.4, "二等奖"),
        (None, "A03", "王五", "杭州乙有限公司", "缺考", "缺考", "缺考", None),
    )
    assert columns(one, "contest-result", "竞赛名称", "名次", "理论成绩") == [
        ["第四届“元墅杯”养老护理技能竞赛"] * 3,
        [1, 2, None],
        [90, 88, None],
    ]
    assert [found.rule for found in one.findings].count("SCORE-NONE") == 3


def test_a_trip_takes_year_and_days_from_what_is_written() -> None:
    one = read(
        "2022年职工疗休养安排表",
        ("批次", "时间", "线路", "人数", "旅行社", "主办单位"),
        ("第一批", "6月13日—17日", "淳安", 40, "某旅行社", "街道总工会"),
        ("第二批", "6.20-6.24", "桐庐", 40, "某旅行社", "街道总工会"),
    )
    assert columns(one, "recup-batch", "年度", "组织单位", "批次", "开始日期", "结束日期") == [
        [2022, 2022],
        ["街道", "街道"],
        [1, 2],
        [dt.date(2022, 6, 13), dt.date(2022, 6, 20)],
        [dt.date(2022, 6, 17), dt.date(2022, 6, 24)],
    ]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("2022年春节送温暖慰问金发放表", "送温暖"),
        ("职工住院慰问发放表", "生病慰问"),
        ("帮扶慰问发放表", None),
        ("送温暖、春风行动慰问金发放表", None),
    ],
)
def test_a_title_answers_for_a_choice_it_names_alone(title: str, kind: str | None) -> None:
    """Named by none or by two: the column is asked for."""
    one = read(
        title,
        ("序号", "姓名", "身份证号", "工作单位", "慰问金额", "发放时间", "领款人签字"),
        (1, "赵一", MAN, "杭州甲有限公司", 1000, "2022.1.20", None),
        (2, "李四", WOMAN, "杭州甲有限公司", "壹仟元整", "2022.1.20", None),
    )
    if kind:
        assert columns(one, "hardship-aid", "帮扶类别", "金额") == [[kind, kind], [1000, 1000]]
    else:
        assert "COLUMN-REQUIRED" in {found.rule for found in one.findings}


def test_results_of_a_check_are_told_and_not_kept() -> None:
    one = read(
        "2022年免费体检名单",
        ("序号", "姓名", "性别", "身份证号", "单位名称", "体检情况", "血压", "结论"),
        (1, "赵一", "男", MAN, "杭州甲有限公司", "已检", "120/80", "正常"),
        (2, "李四", "女", WOMAN, "杭州甲有限公司", "未检", None, None),
    )
    assert columns(one, "health-check", "体检状态") == [["已体检", "已安排"]]
    assert "T-NOT-KEPT" in {found.rule for found in one.findings}
    assert "120/80" not in repr(one)


def test_what_the_office_keeps_itself_needs_no_sender() -> None:
    """A list of claims without units: nothing asks whose it is."""
    head = ("受理编号", "姓名", "身份证号", "保障年度", "状态", "支付金额", "到账日期")
    one = read("医疗互助报销登记", head, ("H1", "赵一", MAN, 2022, "已支付", 1200, "2022-06-10"))
    assert columns(one, "mutual-claim", "报销状态", "补助金额") == [["已付"], [1200]]
    assert "U-NONE" not in {found.rule for found in one.findings}
