"""Stacked blocks, sheets of several units: every row gets the unit and the contest it stands under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.find.test_defects import HEAD, grid, identity
from union_xl.model import Area, Book, FormPart, Grid, Roster, RunContext, Unit
from union_xl.run.workers.read_return import of_book

JIA, YI = "杭州甲木机械有限公司", "杭州乙水科技有限公司"
ROSTER = Roster((Unit(JIA, ("甲木",)), Unit(YI), Unit("北星社区居民委员会")))
SENDER = ["填报单位：北星社区居民委员会"]
TEAM = ("序号", "姓名", "性别", "身份证号", "手机号码", "是否工会会员", "参赛身份")
NAME = "第四届养老护理员职业技能大赛"


def entry(number: int) -> list[Any]:
    """A row under TEAM."""
    sex = "女男"[number % 2]
    return [
        number,
        "王李张刘陈"[number % 5] + chr(0x5B89 + number),
        sex,
        identity(number),
        f"1390000{number:04d}",
        "是",
        "选手",
    ]


def read(
    *grids: Grid, stamp: dict[str, str] | None = None, name: str = "a.xlsx", roster: Roster = ROSTER
) -> FormPart:
    """The only part of a book."""
    got = of_book(Book(name, "0" * 64, "xlsx", grids, stamp or {}), RunContext(roster=roster))
    assert len(got.parts) == 1, got
    return got.parts[0]


def units(part: FormPart) -> list[str]:
    """The unit of every kept row, by its column."""
    return list(part.columns["单位名称"])


BETWEEN: dict[str, Sequence[Sequence[Any]]] = {
    "right above": [[f"代表队：{YI}"], TEAM],
    "after a blank row": [[], [f"参赛单位：{YI}"], TEAM],
    "with a title of its own": [[], ["团体赛报名表"], [f"单位：{YI}"], [], TEAM],
    "in two cells": [["代表队：", YI], TEAM],
    "label without colon": [["参赛单位", YI], TEAM],
    "two labels without colon": [["参赛单位", YI, "参赛项目", "焊工"], TEAM],
    "in the row's middle": [[None, None, None, f"代表队：{YI}"], TEAM],
    "at the right, behind the leader": [["领队：王五", None, None, None, None, f"参赛单位：{YI}"], TEAM],
    "with a phone beside it": [[f"代表队：{YI}  联系人：王五  联系电话：0571-88001234"], TEAM],
    "in the title": [[], [f"{YI}参赛名单"], TEAM],
    "without a header": [[f"代表队：{YI}"]],
    "with another label behind it": [[f"参赛单位：{YI}      参赛项目：焊工"]],
    "without a header, behind a blank row": [[], [f"代表队（盖章）：{YI}", None, None, "领队：王五"]],
    "without a header, in two cells": [["代表队", YI]],
    "a name by itself": [[f"二、{YI}（2人）"]],
    "behind the signatures of the first": [
        ["填表人：周八", None, None, "联系电话：0571-88001234"], [], [f"代表队：{YI}"], TEAM,
    ],
}  # fmt: skip


@pytest.mark.parametrize("between", [pytest.param(lines, id=name) for name, lines in BETWEEN.items()])
def test_a_line_between_blocks_gives_the_rows_below_their_unit(between: Sequence[Sequence[Any]]) -> None:
    """The first block keeps its own unit, the contest above all blocks reaches all."""
    above = [["团体赛报名表"], [f"竞赛名称：{NAME}"], [f"代表队：{JIA}"], TEAM]
    rows = [*above, entry(1), entry(2), *between, entry(3), entry(4)]
    part = read(grid(rows, "报名表"))
    assert (part.read, part.kept) == (4, 4)
    assert units(part) == [JIA, JIA, YI, YI]
    assert part.columns["竞赛名称"] == [NAME] * 4
    assert part.columns["备注"] == [None] * 4


def test_merged_lines_between_blocks_are_lines() -> None:
    """A line merged over the whole table."""
    rows = [[f"竞赛名称：{NAME}"], ["代表队：", JIA], TEAM, entry(1), [YI], entry(2)]
    merged = (Area(1, 1, 1, 7), Area(2, 2, 2, 7), Area(5, 1, 5, 7))
    assert units(read(grid(rows, "报名表", merged=merged))) == [JIA, YI]


def test_what_one_unit_says_of_itself_is_not_said_of_the_next() -> None:
    """Contact and phone stay with their block, the event of a block with its rows."""
    rows = [
        [f"竞赛名称：{NAME}"],
        [f"代表队：{JIA}", "联系人：王五", "联系电话：0571-88001234"],
        ["参赛项目：养老护理"],
        TEAM,
        entry(1),
        [f"代表队：{YI}"],
        ["参赛项目：育婴"],
        TEAM,
        entry(2),
    ]
    part = read(grid(rows, "报名表"))
    assert part.columns["联系人"] == ["王五", None]
    assert part.columns["联系电话"] == ["0571-88001234", None]
    assert part.columns["参赛项目"] == ["养老护理", "育婴"]


def test_a_repeated_header_that_says_nothing_new_belongs_to_the_block() -> None:
    """A page break; the title again; the same unit in other words."""
    for between in (
        [TEAM],
        [["第2页"], TEAM],
        [["团体赛报名表"], [f"代表队：{JIA}"], TEAM],
        [[f"单位（盖章）：{JIA}工会"]],
    ):
        rows = [["团体赛报名表"], [f"代表队：{JIA}"], TEAM, entry(1), *between, entry(2)]
        assert units(read(grid(rows, "报名表"))) == [JIA, JIA]


def test_the_footer_of_a_block_is_not_the_unit_of_the_next() -> None:
    """Signatures right below the rows close their block."""
    feet = [[f"填报单位（盖章）：{unit}", "填表人：周八"] for unit in (JIA, YI)]
    rows = [[f"代表队：{JIA}"], TEAM, entry(1), feet[0], [], [f"代表队：{YI}"], TEAM, entry(2), feet[1]]
    assert units(read(grid(rows, "报名表"))) == [JIA, YI]


def test_a_phone_in_the_footer_is_nobodys() -> None:
    """Neither a person's nor the contact's."""
    rows = [
        [f"代表队：{JIA}"],
        TEAM,
        entry(1),
        [],
        ["填表人：周八", None, "审核人：钱七", None, "联系电话：0571-88001234"],
    ]
    part = read(grid(rows, "报名表"))
    assert (part.columns["联系电话"], part.columns["联系人"]) == ([None], [None])


def test_side_by_side_blocks_have_lines_of_their_own() -> None:
    """Each over its own columns."""
    rows = [
        [f"竞赛名称：{NAME}"],
        [f"代表队：{JIA}", *[None] * 7, f"代表队：{YI}"],
        [*TEAM, None, *TEAM],
        [*entry(1), None, *entry(2)],
    ]
    part = read(grid(rows, "报名表"))
    assert part.columns["单位名称"] == [JIA, YI]
    assert part.columns["竞赛名称"] == [NAME, NAME]


def people(start: int, many: int = 3) -> list[list[Any]]:
    """Rows under HEAD."""
    return [
        [n, f"王安{chr(0x5B89 + n)}", "女男"[n % 2], identity(n), f"139{n:08d}", "2022-03-01", "入会"]
        for n in range(start, start + many)
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param([f"单位名称：{JIA}"], [f"单位名称：{YI}"], id="lines"),
        pytest.param([f"{JIA}会员登记表"], [f"{YI}会员登记表"], id="titles"),
        pytest.param([], [], id="sheet names"),
        pytest.param(SENDER, SENDER, id="the sender on every sheet"),
        pytest.param([f"单位名称：{JIA}"], [], id="the first says it, the second is named"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("stamp", [{}, {"form": "member", "unit": JIA}], ids=["no stamp", "a blank copied"])
def test_a_sheet_per_unit(first: list[str], second: list[str], stamp: dict[str, str]) -> None:
    """Lines, titles, sheet names; a stamp of the copied blank says nothing about other sheets."""
    sheets = (grid([first, HEAD, *people(1)], "甲木"), grid([second, HEAD, *people(11)], "乙水"))
    assert units(read(*sheets, stamp=stamp, name="北星社区/各企业.xlsx")) == [JIA] * 3 + [YI] * 3


def test_sheet_names_count_without_a_roster() -> None:
    """Where they name a firm."""
    sheets = (grid([HEAD, *people(1)], JIA), grid([HEAD, *people(11)], YI))
    assert units(read(*sheets, roster=Roster())) == [JIA] * 3 + [YI] * 3


def test_a_sheet_that_goes_on_follows_the_one_unit_of_its_book() -> None:
    """And a short name taken for a unit is told."""
    sheets = (grid([HEAD, *people(1)], "乙水"), grid([HEAD, *people(11)], "续"))
    assert units(read(*sheets)) == [YI] * 6
    book = Book("a.xlsx", "0" * 64, "xlsx", sheets)
    assert "U-SHORT" in [one.rule for one in of_book(book, RunContext(roster=ROSTER)).findings]


def test_a_total_below_all_blocks_is_of_all() -> None:
    """T-TOTAL only where neither the block's rows nor those of all blocks are meant."""
    rows = [
        [f"代表队：{JIA}"],
        TEAM,
        entry(1),
        entry(2),
        ["小计", "2人"],
        [],
        [f"代表队：{YI}"],
        TEAM,
        entry(3),
    ]
    for total, wrong in (("3人", 0), ("1人", 0), ("4人", 1)):
        book = Book("a.xlsx", "0" * 64, "xlsx", (grid([*rows, ["合计", total]], "报名表"),))
        told = [one for one in of_book(book, RunContext(roster=ROSTER)).findings if one.rule == "T-TOTAL"]
        assert len(told) == wrong, total


def test_a_branch_among_the_rows_of_its_unit_is_a_heading() -> None:
    """By its name alone; a label says that it reports by itself."""
    branch = f"{JIA}第一分公司"
    above = [["会员登记表"], [f"单位名称：{JIA}"], HEAD]
    assert units(read(grid([*above, [branch], *people(1, 2)]))) == [JIA, JIA]
    assert units(read(grid([*above, *people(1, 1), [f"单位：{branch}"], *people(5, 1)]))) == [JIA, branch]


@pytest.mark.parametrize("heading", [YI, f"二、{YI}（2人）"])
def test_a_name_alone_gives_blank_cells_of_the_unit_column_their_unit(heading: str) -> None:
    """Where the rows below say nothing in that column: they were given the unit of the rows above."""
    head = (*TEAM, "单位名称")
    rows = [[*entry(1), JIA], [*entry(2), JIA], [None, heading], [*entry(3), None], [*entry(4), None]]
    assert units(read(grid([head, *rows]))) == [JIA, JIA, YI, YI]


def test_a_line_gives_blank_cells_of_the_unit_column_their_unit() -> None:
    """Filled ones keep their own."""
    head = (*HEAD, "单位")
    first = [[*row, JIA] for row in people(1, 2)]
    rows = [["会员登记表"], head, [f"单位：{JIA}"], *first, [f"单位：{YI}"], *people(5, 2)]
    assert units(read(grid(rows))) == [JIA, JIA, YI, YI]


@pytest.mark.parametrize("line", [["社区：{}"], ["所属社区：", "{}"], ["社区", "{}"]])
def test_a_register_by_community_gives_each_row_its_community(line: list[str]) -> None:
    """A column the table lacks, said above each part."""
    head = ("序号", "单位名称", "职工总数", "女职工数", "是否建会")
    north, south = ([text.format(place) for text in line] for place in ("北星社区", "南苑社区"))
    rows = [["单位普查台账"], north, head, [1, JIA, 10, 4, "未建"], south, [2, YI, 9, 3, "未建"]]
    part = read(grid(rows, "普查"), roster=Roster())
    assert part.columns["单位名称"] == [JIA, YI]
    assert part.columns["所属社区"] == ["北星社区", "南苑社区"]


@pytest.mark.parametrize(
    "second", [pytest.param([[f"单位名称：{YI}"]], id="a line"), pytest.param([], id="its sheet's name")]
)
def test_a_sheet_without_header_is_its_own_units(second: list[list[str]]) -> None:
    """It goes on with the columns of the sheet before, not with its unit."""
    first = grid([[f"单位名称：{JIA}"], HEAD, *people(1)], "甲木")
    assert units(read(first, grid([*second, *people(11)], "乙水"))) == [JIA] * 3 + [YI] * 3


BING = "浙江丙火物流有限公司"
LABELS = ("代表队：{}", "参赛单位：{}", "单位：{}", "参赛单位（盖章）：{}")
FEET = ("小计", "填表人：周八", "填报单位（盖章）：{}")
GAP = st.sampled_from(([], [[]], [[], []]))
BLOCKS = st.lists(
    st.fixed_dictionaries(
        {
            "unit": st.sampled_from((JIA, YI, BING)),
            "gap": GAP,
            "pad": st.sampled_from((0, 0, 3)),
            "leader": st.booleans(),
            "gap below": GAP,
            "people": st.integers(1, 3),
            "feet": st.lists(st.sampled_from(FEET), max_size=2, unique=True),
        }
    ),
    min_size=1,
    max_size=4,
)  # fmt: skip


@settings(max_examples=100)
@given(BLOCKS, st.sampled_from((*LABELS, "two cells", "name alone")), st.booleans(), st.booleans())
def test_every_row_is_read_once_under_its_unit(
    drawn: list[dict[str, Any]], label: str, headers: bool, sender: bool
) -> None:
    """Blocks with and without headers, gaps, leaders, subtotals and signatures; a sender above them all."""
    headers = headers and label != "name alone"
    rows: list[list[Any]] = [[f"竞赛名称：{NAME}"], *([["填报单位：北星社区居民委员会"]] if sender else [])]
    rows += [] if headers else [list(TEAM)]
    truth: dict[int, str] = {}
    for one in drawn:
        unit, pad = one["unit"], [None] * one["pad"]
        line = [*pad, "代表队：", unit] if label == "two cells" else [*pad, label.format(unit)]
        line = [unit] if label == "name alone" else line
        rows += [*one["gap"], [*line, "领队：王五"] if one["leader"] and len(line) > 1 else line]
        rows += [*one["gap below"], list(TEAM)] if headers else []
        for _ in range(one["people"]):
            rows.append(entry(len(truth) + 1))
            truth[len(rows)] = unit
        rows += [[text.format(unit)] for text in one["feet"] if headers or "单位" not in text]
    part = read(grid(rows, "报名表"), roster=Roster((*ROSTER.units, Unit(BING))))
    assert dict(zip(part.rows, part.columns["单位名称"], strict=True)) == truth
    assert set(part.columns["竞赛名称"]) == {NAME}
    assert part.held == ()


def test_blocks_of_a_sheet_without_header() -> None:
    """The second page of a list goes on with lines among its rows."""
    first = grid([[f"竞赛名称：{NAME}"], [f"代表队：{JIA}"], TEAM, *map(entry, range(1, 5))], "一")
    second = grid(
        [[f"代表队：{YI}"], *map(entry, range(5, 9)), [f"代表队：{JIA}"], *map(entry, range(9, 11))], "二"
    )
    part = read(first, second)
    assert units(part) == [JIA] * 4 + [YI] * 4 + [JIA] * 2
    assert set(part.columns["竞赛名称"]) == {NAME}


def test_a_column_all_blocks_lack_is_told_to_each_unit() -> None:
    """With the number of its own rows; two blocks of one unit are told once."""
    rows = [
        [f"竞赛名称：{NAME}"],
        [f"代表队：{JIA}"],
        TEAM,
        entry(1),
        entry(2),
        [f"代表队：{YI}"],
        TEAM,
        entry(3),
    ]
    rows += [[f"代表队：{JIA}"], TEAM, entry(4)]
    got = of_book(Book("a.xlsx", "0" * 64, "xlsx", (grid(rows, "报名表"),)), RunContext(roster=ROSTER))
    told = [one for one in got.findings if (one.rule, one.column) == ("COLUMN-EXPECTED", "参赛项目")]
    assert {one.unit: one.facts["行数"] for one in told} == {JIA: 3, YI: 1} and len(told) == 2


@pytest.mark.parametrize("line", ["一、{}", "{}：2人", "（二）{}", "{}"])
@pytest.mark.parametrize("merged", [False, True])
def test_a_numbered_heading_right_below_the_header_is_no_hint(line: str, merged: bool) -> None:
    """`一、杭州甲木机械有限公司` looks like choices (`男、女`); the rows below it are not the next unit's."""
    short = ["甲木机械公司", "乙水科技公司"]
    first, second = (line.format(name) for name in short)
    rows = [["会员登记表"], HEAD, [first], *people(1, 2), [second], *people(5, 2)]
    areas = (Area(3, 1, 3, len(HEAD)), Area(6, 1, 6, len(HEAD))) if merged else ()
    assert units(read(grid(rows, merged=areas), roster=Roster())) == [short[0]] * 2 + [short[1]] * 2


def test_rows_above_a_heading_are_not_the_unit_it_names() -> None:
    """Nothing says whose they are: they are held, never the next unit's."""
    got = read(grid([["会员登记表"], HEAD, *people(1, 2), [f"一、{YI}"], *people(5, 2)]), roster=Roster())
    assert units(got) == [YI, YI] and len(got.held) == 2


def test_addresses_of_pages_and_times_of_day_make_no_lines_of_rows() -> None:
    """Above a header that is repeated; such rows were left out with it, without a word."""
    head = ["序号", "标题", "发布日期", "渠道", "链接", "备注"]
    rows = [
        [n, f"关爱：第{n}篇", f"2022-05-1{n}", "微信", f"https://example.org/a/{n}", "8:30"]
        for n in range(1, 7)
    ]
    part = read(grid([["工会宣传信息台账"], head, *rows[:3], head, *rows[3:]], "宣传信息"))
    assert (part.form, part.kept) == ("publicity", 6)


def test_a_word_of_counters_under_a_group_is_a_title() -> None:
    """`基本信息` over `批次` and `组织单位`; `慰问人次` over `人` is one title."""
    rows = [[n, 3, "区总", f"张{'明红平'[n]}", identity(n + 1)] for n in range(3)]
    top = ["序号", "基本信息", None, "姓名", "证件号码"]
    sheet = grid([[f"填报单位：{JIA}"], top, [None, "批  次", "组织单位", None, None], *rows], "疗休养人员")
    merged = (Area(2, 1, 3, 1), Area(2, 2, 2, 3), Area(2, 4, 3, 4), Area(2, 5, 3, 5))
    part = read(replace(sheet, merged=merged))
    assert part.columns["批次"] == [3, 3, 3]


def test_a_list_of_two_header_rows_under_labels_is_no_card() -> None:
    """Few labels side by side in each, and who made it above: that is no contact of the rows, either."""
    line = [f"填报单位：{JIA}    填报人：周八    联系电话：88881234"]
    top = ["走访日期", "诉求", "对象", "基本情况", None, None, "办结日期", "是否回访"]
    heads = [None, None, None, "问题类别", "办理情况", "责任部门", None, None]
    rows = [
        [f"2022-05-1{n}", f"想办托管班{n}", f"张{'明红平安'[n]}", "其他", "☑待办 □办理中", "工会", None, "否"]
        for n in range(4)
    ]
    sheet = grid([["走访谈心与职工诉求台账"], line, top, heads, *rows], "走访")
    down = tuple(Area(3, col, 4, col) for col in (1, 2, 3, 7, 8))
    part = read(replace(sheet, merged=(*down, Area(3, 4, 3, 6))))
    assert (part.form, part.kept) == ("visit", 4)
    assert part.columns["走访人"] == [None] * 4


def test_running_numbers_over_a_total_are_no_codes() -> None:
    """`编号` 1, 2, 3 and 合计 below it, beside `卡片号`."""
    rows = [[n, f"ZC-{n}", "台式电脑", 1, 3000 + n] for n in range(1, 6)]
    lines = [
        [f"填报单位：{JIA}"],
        ["编号", "卡片号", "资产名称", "数量", "金额"],
        *rows,
        ["合计", None, None, 5],
    ]
    part = read(grid(lines, "固定资产"))
    assert part.columns["资产编号"] == [f"ZC-{n}" for n in range(1, 6)]


def test_a_unit_by_itself_above_people_of_any_name_is_theirs() -> None:
    """Children and their parents, as it is above 姓名."""
    head = ["序号", "儿童姓名", "年级", "家长姓名", "家长手机号码"]
    rows = [[n, f"张{'明红平安'[n]}", "二年级", f"李{'明红平安'[n]}", f"1390000000{n}"] for n in range(4)]
    lines = [["小候鸟暑托班报名表"], head, [f"一、{JIA}（2人）"], *rows[:2], [f"二、{YI}（2人）"], *rows[2:]]
    assert units(read(grid(lines, "报名"))) == [JIA, JIA, YI, YI]
