"""The rules between ledgers: a round in which all is well tells nothing, each fault at its row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.merge.returns import document, member, sent
from union_xl import merge
from union_xl.ledgers import BUILT_IN
from union_xl.model import FormPart, RunContext, Settings, period

D = dt.date
UNIT = "杭州甲样板有限公司"
PERIOD = period("2022H1")
CONTEXT = RunContext(period=PERIOD, as_of=D(2022, 6, 30), settings=Settings(period=PERIOD))
Row = dict[str, Any]


def person(number: int, **more: Any) -> Row:
    whole = member(number, UNIT)
    return {title: whole[title] for title in ("姓名", "单位名称", "证件号码")} | more


def result(number: int, theory: float, practice: float, rank: int) -> Row:
    total = round(0.3 * theory + 0.7 * practice, 1)
    return person(
        number, 竞赛名称="甲赛", 参赛项目="护理", 理论成绩=theory, 实操成绩=practice, 总成绩=total, 名次=rank
    )


def trip(number: int, batch: int = 1, **more: Any) -> Row:
    return person(number, 年度=2022, 组织单位="街道", 批次=batch, 使用天数=5, 人员类别="劳模", **more)


def claim(number: int, bill: str, **more: Any) -> Row:
    return person(
        number,
        报销编号=f"H{number}",
        保障年度=2022,
        补助项目="住院自负",
        受理日期=D(2022, 5, 12),
        申请金额=900,
        补助金额=900,
        报销状态="已付",
        支付日期=D(2022, 6, 1),
        票据号=bill,
        **more,
    )


HEAD, SON = document(6), document(40)
GOOD: Mapping[str, Sequence[Row]] = {
    "member": [member(number, UNIT) for number in range(1, 9)],
    "contest": [
        {
            "竞赛名称": "甲赛",
            "完成情况": "已完成",
            "实际日期": D(2022, 5, 20),
            "奖项设置": "一等奖1 二等奖2",
            "理论权重": 0.3,
            "实操权重": 0.7,
        }
    ],
    "contest-entry": [person(number, 竞赛名称="甲赛", 参赛项目="护理") for number in (1, 2, 3)],
    "contest-result": [
        result(1, 90, 95, 1) | {"奖项": "一等奖"},
        result(2, 77.1, 83.4, 2),
        result(3, 70, 80, 3),
    ],
    "honour": [
        {
            "年度": 2022,
            "荣誉名称": "五一劳动奖章",
            "级别": level,
            "推荐对象": name,
            "对象类型": "个人",
            "所在单位": UNIT,
        }
        for level, name in (("市级", "张三"), ("区级", "李四"))
    ],
    "recup-batch": [
        {"年度": 2022, "组织单位": "街道", "批次": 1, "名额": 2, "开始日期": D(2022, 5, 10)},
        {"年度": 2022, "组织单位": "街道", "批次": 2, "名额": 2, "开始日期": D(2022, 6, 10)},
    ],
    "recup-person": [trip(1), trip(2), trip(3, 2), trip(8, 2, 身份="领队"), trip(8, 1, 身份="领队")],
    "health-check": [
        person(1, 年度=2022, 体检状态="已体检"),
        person(4, 年度=2022, 体检状态="放弃"),
        person(5, 年度=2022, 体检状态="替换", 顶替证件号码=document(4)),
    ],
    "hardship-case": [
        person(6, 档案编号="D1", 困难类别="相对困难", 家庭人口=3, 档案状态="在档", 建档日期=D(2021, 3, 1)),
    ],
    "hardship-family": [
        {"户主证件号码": HEAD, "姓名": "张甲", "关系": "本人", "证件号码": HEAD},
        {"户主证件号码": HEAD, "姓名": "李乙", "关系": "配偶", "证件号码": document(41)},
        {"户主证件号码": HEAD, "姓名": "张小明", "关系": "子", "证件号码": SON},
    ],
    "hardship-aid": [
        person(6, 帮扶类别="送温暖", 发放日期=D(2022, 1, 20), 金额=1000, 是否建档="是"),
        person(7, 帮扶类别="生病慰问", 发放日期=D(2022, 3, 20), 金额=500, 是否建档="否"),
    ],
    "tuition-aid": [
        {
            "年度": 2022,
            "学生姓名": "张小明",
            "学生证件号码": SON,
            "家长姓名": "张甲",
            "家长证件号码": HEAD,
            "单位名称": UNIT,
            "是否建档": "是",
            "助学金额": 3000,
        },
    ],
    "mutual-enrol": [person(number, 保障年度=2022, 缴费金额=96) for number in range(1, 7)],
    "mutual-claim": [
        claim(1, "B1"),
        claim(2, "B2"),
        claim(3, "B1") | {"保障年度": 2021, "补助项目": "住院生活补助"},
    ],
}
FORMS = {form.slug: form for form in BUILT_IN}


def merged(world: Mapping[str, Sequence[Row]]) -> Any:
    """A round: one book for each ledger, named like it, whose rows stand from row 2 on."""
    books = []
    for slug, rows in world.items():
        form = FORMS[slug]
        columns = {title: [row.get(title) for row in rows] for title in form.titles}
        lines = list(range(2, 2 + len(rows)))
        books.append(sent(slug, FormPart(slug, UNIT, columns, ["表"] * len(rows), lines, read=len(rows))))
    return merge.merge(books, CONTEXT)


def told(ledger: Any) -> set[tuple[str, str, int]]:
    """(rule, ledger, row from 0) of all that rules between rows and ledgers say."""
    own = {rule.code for form in FORMS.values() for rule in form.rules}
    return {(one.rule, one.form, one.place.row - 2) for one in ledger.findings if one.rule in own}


def test_a_round_in_which_all_is_well_tells_nothing() -> None:
    """The first trip, a leader's trips, the rounded total, a list that names the head, an old claim."""
    ledger = merged(GOOD)
    assert told(ledger) == set()
    assert {slug: len(rows) for slug, rows in GOOD.items()} == {
        slug: len(ledger.frames[slug]) for slug in GOOD
    }


CHANGED: Sequence[tuple[str, str, int, Row]] = (
    ("X32", "recup-person", 2, {"批次": 7}),
    ("X33", "recup-batch", 0, {"名额": 1}),
    ("X34", "recup-person", 1, {"证件号码": document(60)}),
    ("X36", "health-check", 2, {"顶替证件号码": document(1)}),
    ("X37", "hardship-case", 0, {"证件号码": document(41), "家庭人口": None}),
    ("X38", "hardship-case", 0, {"家庭人口": 5}),
    ("X40", "hardship-aid", 1, {"是否建档": "是"}),
    ("X42", "tuition-aid", 0, {"家长证件号码": document(50)}),
    ("X44", "mutual-enrol", 3, {"证件号码": document(61)}),
    ("X46", "mutual-claim", 1, {"证件号码": document(8)}),
    ("X48", "contest-result", 2, {"姓名": "周九", "证件号码": document(62)}),
    ("X49", "contest-result", 2, {"名次": 2}),
    ("X50", "contest-result", 0, {"总成绩": 92.5}),
    ("C-R6", "contest-result", 1, {"奖项": "一等奖"}),
    ("X55", "honour", 1, {"推荐对象": "张三"}),
)


@pytest.mark.parametrize(("code", "slug", "row", "changes"), CHANGED, ids=[one[0] for one in CHANGED])
def test_a_fault_is_told_at_its_row(code: str, slug: str, row: int, changes: Row) -> None:
    """At that row, and for X55 and C-R6 at the other one it is measured by; no row is held for it."""
    rows = [one | changes if at == row else one for at, one in enumerate(GOOD[slug])]
    ledger = merged({**GOOD, slug: rows})
    found = {one for one in told(ledger) if one[0] == code}
    assert (code, slug, row) in found
    assert len(found) == 1 or (code in ("X55", "C-R6") and len(found) == 2)
    assert len(ledger.frames[slug]) == len(rows)


MORE: Sequence[tuple[str, str, Row, bool]] = (
    ("X30", "recup-person", trip(1, 2), True),
    ("X31", "recup-person", trip(1, 2) | {"使用天数": 0}, False),
    ("X39", "hardship-case", person(7, 家庭人口=1, 档案状态="在档"), False),
    ("X41", "hardship-aid", person(6, 帮扶类别="送温暖", 发放日期=D(2022, 2, 1), 金额=1), False),
    ("X47", "mutual-claim", claim(4, "B2") | {"受理日期": D(2022, 6, 12)}, True),
)


@pytest.mark.parametrize(("code", "slug", "row", "held"), MORE, ids=[one[0] for one in MORE])
def test_one_row_too_many_is_told_and_the_first_is_never_held(
    code: str, slug: str, row: Row, held: bool
) -> None:
    """The later trip and the later claim for one bill give way; the first stays."""
    world = {**GOOD, slug: [*GOOD[slug], row]}
    if code == "X39":
        world |= {"hardship-aid": GOOD["hardship-aid"][:1]}
    ledger = merged(world)
    assert (code, slug, len(GOOD[slug])) in told(ledger)
    assert len(ledger.frames[slug]) == len(GOOD[slug]) + (not held)
    assert [one.row - 2 for _, _, form, one in ledger.held if form == slug] == (
        [len(GOOD[slug])] if held else []
    )


def test_without_the_other_ledger_a_rule_rests() -> None:
    for slug in ("member", "recup-batch", "hardship-case", "mutual-enrol", "contest", "contest-entry"):
        assert told(merged({name: rows for name, rows in GOOD.items() if name != slug})) == set()
