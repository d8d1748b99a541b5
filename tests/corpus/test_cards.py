"""Cards drawn at random, in workbooks and Word: every value in its column, nobody lost, no signature
taken for data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.corpus.drawn_cards import CASE, FAMILY, Drawn, card
from tests.corpus.pages import Page, document, workbook
from union_xl.ledgers import cadre
from union_xl.model import RunContext, Source, Submission
from union_xl.run.workers import read_return

CONTEXT = RunContext(declared=(CASE, FAMILY))
_LINK = FAMILY.link[0]
SUBSET = 10
"""Of each layout, in the suite; `python -m tests.corpus.test_cards 50` reads as many as are asked for."""


def read(data: bytes, name: str, context: RunContext = CONTEXT) -> Submission:
    return read_return.submission(Source(name, Path(name), data), context)


def drawn_file(seed: int, way: str) -> tuple[bytes, str, list[Drawn]]:
    """A file of one way, and what stands in it."""
    draw = Random(f"{way} {seed}")
    if way == "below":  # one layout filled in again and again
        layout = draw.random()
        cards = [card(Random(layout), household=Random(f"{seed} {number}")) for number in range(3)]
        return workbook({"档案": [one.page for one in cards]}, gap=draw.randint(0, 3)), "档案.xlsx", cards
    cards = [card(draw) for _ in range(1 if way in ("one", "word") else 3)]
    if way in ("word", "words"):
        return document([one.page for one in cards]), "档案.docx", cards
    sheets = {f"{one.case['姓名']}{number}": [one.page] for number, one in enumerate(cards)}
    return workbook(sheets | {"填表说明": []}), "档案.xlsx", cards


def rows(one: Submission, slug: str) -> list[dict[str, Any]]:
    """Kept and held rows of a form."""
    found: list[dict[str, Any]] = []
    for part in one.parts:
        if part.form == slug:
            found += [{title: part.columns[title][at] for title in part.columns} for at in range(part.kept)]
            found += [dict(row.cells) for row in part.held]
    return found


def said(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else str(int(value)) if isinstance(value, float) else str(value)


def faults(one: Submission, cards: Sequence[Drawn]) -> list[str]:
    """What was lost, misplaced or made up."""
    cases, families = rows(one, CASE.slug), rows(one, FAMILY.slug)
    found = [] if len(cases) == len(cards) else [f"{len(cases)} cards for {len(cards)}"]
    by_id = {said(row.get("证件号码")): row for row in cases}
    for wanted in cards:
        own = str(wanted.case["证件号码"])
        row = by_id.get(own, {})
        found += [
            f"{own} {t}: {row.get(t)} for {v}" for t, v in wanted.case.items() if said(row.get(t)) != said(v)
        ]
        mine = [one for one in families if said(one.get(_LINK)) == own]
        if len(mine) != len(wanted.family):
            found.append(f"{own}: {len(mine)} members for {len(wanted.family)}")
        for member, got in zip(wanted.family, mine, strict=False):
            found += [
                f"{own} {t}: {got.get(t)} for {v}" for t, v in member.items() if said(got.get(t)) != said(v)
            ]
        found += [f"{text} taken for data" for text in wanted.never if text in repr((cases, families))]
    return found


WAYS = ("one", "sheets", "below", "word", "words")


@pytest.mark.parametrize("way", WAYS)
def test_every_value_of_every_card_lies_in_its_column(way: str) -> None:
    """One card to a file, on further sheets, further down the sheet; in Word one or several."""
    for seed in range(SUBSET):
        data, name, cards = drawn_file(seed, way)
        assert faults(read(data, name), cards) == [], (way, seed)


def test_each_value_is_traced_to_its_own_cell() -> None:
    """The cell a value of a kept row is said to stand in holds it; in Word, counted as Word counts."""
    from union_xl import readers

    for way in ("sheets", "below", "words"):
        data, name, _ = drawn_file(1, way)
        grids = {
            grid.sheet: grid for grid in readers.open_book(Source(name, Path(name), data), CONTEXT).grids
        }
        checked = 0
        for part in read(data, name).parts:
            for at in range(part.kept):
                place = part.cell_of(name, at, "姓名")
                grid = grids[place.sheet]
                cells = [one for one in grid.rows[place.row + grid.lead - 1] if one not in (None, "")]
                value = grid.at(place.row, place.col) if way != "words" else None
                assert part.columns["姓名"][at] in ([value] if value else cells)
                checked += 1
        assert checked > 3


def test_boxes_beside_their_label_and_over_several_cells() -> None:
    """`性别 □男 ☑女` in one cell; options in cells of their own; a label over its value; nothing ticked."""
    page = Page(6, above=["困难职工档案表"])
    page.row("姓名", "张小明", "性别 ☑男 □女", "是否单亲：□是 □否", spans=[1, 2, 1, 2])
    page.row("证件号码", "330105199003072013", "单位名称", "杭州甲木机械有限公司", spans=[1, 2, 1, 2])
    page.row("困难类别", "□深度困难", "☑相对困难", "□意外致困", spans=[1, 1, 2, 2])
    page.row("家庭人口", "民族", "手机号码", "建档日期", "建筑面积", "健康状况")
    page.row(3, "汉族", "13712341234", "2022-03-10", 60, "健康")
    one = read(document([page]), "卡.docx")
    (row,) = rows(one, CASE.slug)
    wanted = {
        "性别": "男",
        "困难类别": "相对困难",
        "家庭人口": "3",
        "手机号码": "13712341234",
        "健康状况": "健康",
        "是否单亲": "",
    }
    assert {title: said(row[title]) for title in wanted} == wanted


def test_a_list_under_lines_in_cells_is_a_list() -> None:
    """Who sends it, in labelled cells, does not make a card of a list."""
    page = Page(6, above=["工会干部登记表"])
    page.row("单位名称", "杭州甲木机械有限公司", "联系电话", "13712341234", spans=[1, 2, 1, 2])
    page.row("任期截止", "2026-06-30", "专兼职", "兼职", spans=[1, 2, 1, 2])
    page.row("姓名", "工会职务", "联系电话", "任职日期", "学历", "性别")
    for name, phone in (("张三", "13900200061"), ("李四", "13900200062"), ("王五", "13900200063")):
        page.row(name, "委员", phone, "2021-05-01", "本科", "男")
    one = read(workbook({"名册": [page]}), "名册.xlsx")
    assert [row["姓名"] for row in rows(one, cadre.FORM.slug)] == ["张三", "李四", "王五"]


def test_a_block_behind_its_card_belongs_to_it() -> None:
    """The family in a Word table of its own after the card's, or on the next sheet."""
    first = Page(4, above=["困难职工档案表"])
    first.row("姓名", "张小明", "性别", "男")
    first.row("证件号码", "330105199003072013", "困难类别", "相对困难")
    first.row("家庭人口", 3, "单位名称", "杭州甲木机械有限公司")
    second = Page(4, above=["家庭成员情况"])
    second.row("姓名", "关系", "身份证号", "月收入")
    second.row("张小红", "女", "330105200905062020", 0)
    for name, data in (
        ("卡.docx", document([first, second])),
        ("卡.xlsx", workbook({"档案": [first], "家庭成员": [second]})),
    ):
        one = read(data, name)
        assert [(part.form, part.kept) for part in one.parts] == [(CASE.slug, 1), (FAMILY.slug, 1)]
        (member,) = rows(one, FAMILY.slug)
        assert (member[_LINK], member["姓名"]) == ("330105199003072013", "张小红")


def test_who_signed_under_a_card_is_the_cards_own() -> None:
    """In Word below each table, in a workbook below the card; the day behind is no part of the name."""
    cards = []
    for name, number, signed in (
        ("张小明", "330105199003072013", "吴九"),
        ("李小红", "330105198803072045", "郑十"),
    ):
        page = Page(4, above=["困难职工档案表", f"档案编号：{name}"])
        page.row("姓名", name, "证件号码", number)
        page.row("困难类别", "相对困难", "家庭人口", 3)
        page.below.append(f"填表人：周八      审核人：{signed}    2022年6月5日")
        cards.append(page)
    for data, file in ((workbook({"档案": cards}), "卡.xlsx"), (document(cards), "卡.docx")):
        one = read(data, file)
        assert [(row["姓名"], row["审核人"]) for row in rows(one, CASE.slug)] == [
            ("张小明", "吴九"),
            ("李小红", "郑十"),
        ]
    assert "行" not in one.parts[0].cell_of("卡.docx", 0, "档案编号").ref


def test_what_only_a_line_of_signatures_says_is_no_data() -> None:
    """`经办人：周八` is no contact, and begins no card; an opinion of nothing but a signature is none."""
    page = Page(4, above=["职工技能竞赛报名表"])
    page.row("姓名", "张小明", "证件号码", "330105199003072013")
    page.row("竞赛名称", "养老护理大赛", "参赛项目", "养老护理")
    page.row("单位名称", "杭州甲木机械有限公司", "性别", "√男 □女")
    page.row("单位意见", "经办人：周八\n（签章）\n2022年6月8日", spans=[1, 3])
    page.row("经办人签字：周八    联系电话：88881234", spans=[4])
    site = Page(4, above=["平安管家示范点申报表"])
    site.row("单位名称", "杭州甲木机械有限公司", "示范级别", "示范点")
    site.row("年度", 2022, "调解员数", 3)
    site.row("填表人：周八        负责人：吴九", spans=[4])
    assert rows(read(workbook({"表": [site]}), "表.xlsx", RunContext()), "steward-site")[0]["负责人"] is None
    (row,) = rows(read(workbook({"表": [page]}), "表.xlsx", RunContext()), "contest-entry")
    wanted = {"性别": "男", "联系人": None, "联系电话": None, "单位意见": None}
    assert {title: row[title] for title in wanted} == wanted


def test_cards_whose_values_are_labels_of_others_are_cards() -> None:
    """劳动模范 and 其他 are columns of other ledgers; a number beside a label is no label."""
    page = Page(4, above=["劳模工匠名册"])
    page.row("身份证号", "330105199003072013", "姓名", "孙伟")
    page.row("荣誉称号", "劳动模范", "就业情况", "其他")
    page.row("荣誉级别", "市", "授予日期", "2020-04-23")
    (row,) = rows(read(workbook({"表": [page]}), "表.xlsx", RunContext()), "model-worker")
    assert (row["荣誉称号"], row["就业情况"]) == ("劳动模范", "其他")


def test_a_second_phone_on_a_card_is_told() -> None:
    """手机 counts, 联系电话 with another number is asked about."""
    page = Page(4, above=["困难职工档案表"])
    page.row("姓名", "张小明", "证件号码", "330105199003072013")
    page.row("困难类别", "相对困难", "家庭人口", 3)
    page.row("手机", "13712341234", "联系电话", "13812345678")
    one = read(workbook({"档案": [page]}), "卡.xlsx")
    (row,) = rows(one, CASE.slug)
    (told,) = [found for found in one.findings if found.rule == "T-COLUMN-OPT"]
    assert (row["手机号码"], told.column, told.seen) == ("13712341234", "手机号码", "联系电话")


if __name__ == "__main__":
    import sys

    for way in WAYS:
        many = [
            faults(read(*drawn_file(seed, way)[:2]), drawn_file(seed, way)[2])
            for seed in range(int(sys.argv[1]))
        ]
        print(way, len(many), "files,", sum(map(bool, many)), "with faults", [one for one in many if one][:2])


def test_a_word_of_counters_is_a_value() -> None:
    """`个人` stands for itself; `    人`, `  年  月  日` were printed for what is to be filled in."""
    page = Page(6, above=["先进个人推荐审批表"])
    page.row("推荐对象", "张小明", "性别", "☑男 □女", "对象类型", "个人")
    page.row("荣誉名称", "五一劳动奖章", "级别", "区级", "年度", "2022")
    page.row("所在单位", "杭州甲木机械有限公司", "人员类别", "科技人员", "状态进度", "公示")
    page.row("证件号码", "330105199003072013", "从业年限", "      年", "公示开始", "  年  月  日")
    (row,) = rows(read(document([page]), "推荐审批表.docx", RunContext()), "honour")
    assert row["对象类型"] == "个人" and row["从业年限"] is None and row["公示开始"] is None
