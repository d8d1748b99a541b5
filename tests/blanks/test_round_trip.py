"""A blank filled in and returned has nothing wrong with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.blanks.seeding import MAN, WOMAN, Row, filled, headings
from union_xl import blanks, ledgers
from union_xl.ledgers.form import Form
from union_xl.model import Roster, RunContext, Settings, Source, Submission, Unit, period
from union_xl.run.workers import read_return

pytestmark = pytest.mark.slow

UNIT = Unit("杭州和润天成科技有限公司", code="91350200MA2YJ1XR9G", community="北星社区")
PERIOD = period("2022H1")
CONTEXT = RunContext(
    settings=Settings(period=PERIOD), roster=Roster((UNIT,)), period=PERIOD, as_of=dt.date(2022, 6, 30)
)

CONTEST = "元墅街道2022年养老护理技能比武"

ROWS: dict[str, Sequence[Row]] = {
    "member": [MAN, WOMAN],
    "unit-register": [
        {
            "单位名称": UNIT.name,
            "统一社会信用代码": UNIT.code,
            "所属社区": "北星社区",
            "所属行业": "制造业",
            "单位性质": "私营",
            "经济类型": "私有",
            "经营地址": "北星路1号",
            "经营状态": "在营",
            "是否互联网企业": "否",
            "职工总数": 20,
            "女职工数": 9,
            "是否建会": "未建",
            "未建会原因": "人数少",
            "是否取得法人资格": "否",
            "是否实名制": "否",
            "普查日期": dt.date(2022, 4, 2),
            "普查人": "李四",
        }
    ],
    "contest": [
        {
            "竞赛编号": "2022-01",
            "竞赛名称": CONTEST,
            "级别": "街道级",
            "届次": 4,
            "主办单位": "元墅街道总工会",
            "承办单位": UNIT.name,
            "工种": "养老护理员",
            "形式": "个人赛",
            "计划日期": "2022-05",
            "实际日期": dt.date(2022, 5, 20),
            "完成情况": "已完成",
            "名额": 60,
            "理论权重": 0.3,
            "实操权重": 0.7,
            "奖项设置": "一等奖1 二等奖2 三等奖3",
            "预算": 20000,
            "决算": 18500,
        }
    ],
    "contest-entry": [
        {
            "竞赛名称": CONTEST,
            "参赛项目": "养老护理",
            "姓名": person["姓名"],
            "性别": person["性别"],
            "证件号码": person["证件号码"],
            "手机号码": person["手机号码"],
            "学历": "大学本科",
            "是否工会会员": "是",
            "身份": "选手",
            "联系电话": "0571-88001234",
        }
        for person in (MAN, WOMAN)
    ],
}


def returned(form: Form, rows: Sequence[Row], zero: bool = False) -> Submission:
    data = filled(blanks.blank(form, UNIT, CONTEXT.settings), rows, zero)
    return read_return.submission(Source("交回.xlsx", Path("交回.xlsx"), data), CONTEXT)


@pytest.mark.parametrize("slug", ROWS)
def test_a_filled_blank_comes_back_clean(slug: str) -> None:
    """Every row kept, no finding, the unit known by the stamp."""
    one = returned(ledgers.form(slug), ROWS[slug])
    assert [(found.rule, str(found.place)) for found in one.findings] == []
    (part,) = one.parts
    assert (part.form, part.unit, part.unit_how, part.read, part.kept) == (
        slug,
        UNIT.name,
        "stamp",
        len(ROWS[slug]),
        len(ROWS[slug]),
    )


@pytest.mark.parametrize("form", ledgers.BUILT_IN, ids=lambda form: form.slug)
def test_a_blank_filled_with_its_own_examples_comes_back_clean(form: Form) -> None:
    """What the blank shows as an example is right by every rule of its own; one word differs, so that it is
    no example."""
    known = {column.title: column.example for column in form.columns if column.example}
    kinds = {"文本": "{}（甲）", "姓名": "欧阳春晓", "金额": "8888"}
    own = [title for title, column in form.by_title.items() if title in known and column.type in kinds][-1]
    context = replace(CONTEXT, declared=())
    row = {title: value for title, value in known.items() if form.by_title[title].role != "unit"}
    row |= {own: kinds[form.by_title[own].type].format(known[own])}
    data = filled(blanks.blank(form, UNIT, CONTEXT.settings), [row])
    one = read_return.submission(Source("交回.xlsx", Path("交回.xlsx"), data), context)
    assert [(found.rule, str(found.place)) for found in one.findings] == []
    assert [(part.form, part.unit, part.read, part.kept) for part in one.parts] == [
        (form.slug, UNIT.name, 1, 1)
    ]


def test_the_unit_of_the_head_fills_the_column() -> None:
    """单位名称 left blank in the rows is the unit the blank was made for."""
    (part,) = returned(ledgers.member.FORM, [MAN, WOMAN]).parts
    assert part.columns["单位名称"] == [UNIT.name] * 2


@pytest.mark.parametrize("form", ledgers.BUILT_IN, ids=lambda form: form.slug)
def test_a_ticked_zero_report(form: Form) -> None:
    """零报告 with the tick is taken as such, with nothing to complain about."""
    one = returned(form, [], zero=True)
    assert [(part.form, part.zero, part.read) for part in one.parts] == [(form.slug, True, 0)]
    assert one.fate == "采用"


@pytest.mark.parametrize("form", ledgers.BUILT_IN, ids=lambda form: form.slug)
def test_an_untouched_blank_is_told(form: Form) -> None:
    """Sent back empty without the tick: not taken for a zero report."""
    one = returned(form, [])
    assert not any(part.zero for part in one.parts)
    assert one.findings


def test_marked_faults_of_a_blank_are_at_the_cells() -> None:
    """What the blank would have shown red, checking finds at the same cell."""
    head, where = headings(blanks.blank(ledgers.member.FORM, UNIT, CONTEXT.settings))
    one = returned(ledgers.member.FORM, [MAN | {"性别": "女"}, WOMAN | {"证件号码": "330105198511203021"}])
    found = {(found.place.row, found.place.col) for found in one.findings}
    assert found == {(head + 2, where["性别"]), (head + 3, where["证件号码"])}
