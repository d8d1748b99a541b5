"""Sheets made of rows, and good rows of each form to spoil one cell of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from union_xl import check as check_room
from union_xl import merge
from union_xl.find.units import Identified
from union_xl.ledgers.form import Form
from union_xl.model import Binding, Grid, RunContext, Settings, Submission, Table

AS_OF = dt.date(2022, 6, 30)
ABSENT = object()
"""The sheet has no such column."""

PERSON = {
    "姓名": "张三",
    "性别": "男",
    "出生日期": dt.date(1990, 3, 7),
    "民族": "汉族",
    "证件类型": "居民身份证",
    "证件号码": "330105199003072013",
    "手机号码": "13900001234",
    "学历": "大学本科",
    "政治面貌": "群众",
    "技能等级": "四级(中级工)",
    "就业状况": "在岗",
    "入职日期": dt.date(2020, 1, 6),
    "是否农民工": "否",
    "户籍类型": "非农业户口",
    "单位名称": "甲有限公司",
    "入会日期": dt.date(2022, 3, 20),
    "会籍变化类型": "入会",
    "会籍变化日期": dt.date(2022, 3, 20),
    "会籍变化原因": None,
    "会费": 20,
    "是否知情同意": "是",
    "备注": None,
}
UNIT = {
    "单位名称": "甲有限公司",
    "统一社会信用代码": "91350200MA2YJ1XR9G",
    "所属社区": "北星社区",
    "所属行业": "制造业",
    "单位性质": "私营",
    "经济类型": "私有",
    "经营地址": "某路1号",
    "经营状态": "在营",
    "是否互联网企业": "否",
    "互联网企业类别": None,
    "职工总数": 86,
    "女职工数": 40,
    "农民工数": 30,
    "劳务派遣人数": 0,
    "税务登记职工人数": 80,
    "工会登记职工人数": 86,
    "是否建会": "已建",
    "未建会原因": None,
    "工会名称": "甲有限公司工会委员会",
    "工会统一社会信用代码": "81330105MC00000121",
    "基层工会类型": "单独",
    "涵盖单位数": None,
    "批复日期": dt.date(2022, 3, 10),
    "建会日期": dt.date(2022, 3, 18),
    "届满日期": dt.date(2027, 3, 17),
    "会员数": 80,
    "女会员数": 38,
    "农民工会员数": 28,
    "联系电话": "0571-88001234",
    "是否取得法人资格": "是",
    "银行账号": "6222021234567894",
    "经审会": "是",
    "女职委": "是",
    "是否实名制": "是",
    "已录入会员数": 80,
    "普查日期": dt.date(2022, 4, 2),
    "普查人": "孙七",
}
CONTEST = {
    "竞赛编号": "2022-01",
    "竞赛名称": "第四届“元墅杯”养老护理职业技能大赛",
    "级别": "街道级",
    "届次": 4,
    "主办单位": "某街道总工会",
    "承办单位": "甲有限公司",
    "工种": "养老护理员",
    "形式": "个人赛",
    "计划日期": "2022-05",
    "实际日期": dt.date(2022, 5, 20),
    "完成情况": "已完成",
    "最小年龄": 16,
    "最大年龄": 60,
    "理论权重": 0.3,
    "实操权重": 0.7,
    "奖项设置": "一等奖1 二等奖2",
    "预算": 20000,
    "决算": 18500,
}
ENTRY = {
    "竞赛名称": "养老护理职业技能大赛",
    "参赛项目": "养老护理",
    "单位名称": "甲有限公司",
    "姓名": "张三",
    "性别": "男",
    "证件号码": "330105199003072013",
    "年龄": 32,
    "手机号码": "13900001234",
    "从事本工种年限": 3,
    "是否工会会员": "是",
    "身份": "选手",
}
GOOD: Mapping[str, Mapping[str, Any]] = {
    "member": PERSON,
    "unit-register": UNIT,
    "contest": CONTEST,
    "contest-entry": ENTRY,
}
OWN = Identified("甲有限公司", how="title", on_roster=True)
"""What the reading room says about whose sheet it is."""


def _cell(row: Mapping[str, Any], title: str) -> Any:
    value = row.get(title)
    return None if value is ABSENT else value


def table(form: Form, rows: Sequence[Mapping[str, Any]], **parts: Any) -> Table:
    """A table with the header in row 1 and the rows from row 2; columns in the order they first occur."""
    headers: list[str] = []
    for row in rows:
        headers += [title for title, value in row.items() if title not in headers and value is not ABSENT]
    grid = Grid("a.xlsx", form.short, [headers, *([_cell(row, title) for title in headers] for row in rows)])
    known = form.titles
    where = {title: number for number, title in enumerate(headers, 1) if title in known}
    bindings = tuple(
        Binding(number, title, title if title in known else "", "bound")
        for number, title in enumerate(headers, 1)
    )
    made = Table(form.slug, grid, (1,), where, tuple(range(2, len(rows) + 2)), bindings)
    grid_parts = {name: parts.pop(name) for name in ("errors", "uncached") if name in parts}
    return replace(made, grid=replace(grid, **grid_parts), **parts)


def check(
    form: Form,
    rows: Sequence[Mapping[str, Any]],
    *,
    whose: Identified = OWN,
    settings: Settings | None = None,
    match: Any = None,
    as_of: dt.date | None = AS_OF,
    **parts: Any,
) -> check_room.Checked:
    """The rows checked as one sheet."""
    context = RunContext(settings=settings or Settings(), as_of=as_of)
    return check_room.check(form, [table(form, rows, **parts)], [whose], context, match)


def check_book(form: Form, rows: Sequence[Mapping[str, Any]], **parts: Any) -> check_room.Checked:
    """The rows checked as the one sheet of a book, with what they say of each other."""
    checked = check(form, rows, **parts)
    sent = Submission("a.xlsx", "", "xlsx", "采用", parts=(checked.part,), findings=checked.findings)
    whole, _ = merge.check_single_file(sent, RunContext(as_of=AS_OF, declared=(form,)))
    return replace(checked, part=whole.parts[0], findings=whole.findings)


def flat(checked: check_room.Checked) -> list[tuple[str, str]]:
    """[(rule, cell)] in the order they are told."""
    return [(finding.rule, finding.place.ref) for finding in checked.findings]


def told(checked: check_room.Checked) -> list[tuple[str, str, int]]:
    """[(rule, column title, row)]."""
    return [(finding.rule, finding.column, finding.place.row) for finding in checked.findings]


def spoiled(form: Form, **changes: Any) -> dict[str, Any]:
    """A good row of the form with some cells changed."""
    return {**GOOD[form.slug], **changes}
