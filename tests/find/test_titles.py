"""Header texts as people dress them, small tables beside the list, whose phone it is, cures that work."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.find.test_defects import HEAD, PEOPLE, found, grid, only
from union_xl import findings as catalogue
from union_xl import ledgers
from union_xl.find import header_texts
from union_xl.ledgers.form import Form
from union_xl.model import Area, Table

TITLES = ("姓名", "性别", "证件号码", "手机号码", "入会日期", "会籍变化类型")


def told(table: Table) -> list[tuple[str, str]]:
    """Rule and cell of everything said about a table."""
    return [(one.rule, one.place.ref) for one in table.findings]


@pytest.mark.parametrize(
    "frame",
    [
        "【{}】", "[{}]", "《{}》", "（{}）", "({})", "“{}”", "「{}」", "〔{}〕", "『{}』", '"{}"',
        "'{}'", "<{}>", "｛{}｝", "〈{}〉", "＜{}＞", "{}：", "*{}", "★{}＊", "{}-必填", "{}（必填）",
        "{}—选填", "{}\n(必填)", "必填-{}", "【{}】*", "{}*必填", "【必填】{}", "{}【必填】", "{}[单选题]",
        "1、{}", "１．{}", "（4）{}", "①{}", "6.{}", "3 {}", "一、{}", "Q3.{}", "Q3_{}",
        "Q3{}", "第3题：{}",
        "1.2 {}", "1、您的{}：", "您的{}是？", "请填写您的{}", "请问您的{}？", "3.请输入{}", "您的{}是什么？",
        "2. 您的{}：[填空题]*", "基本信息/{}", "基本信息-{}", "一、基本情况>{}", "个人信息_{}", "基本信息→{}",
        "会员.{}", "职工/{}", "人员-{}",
        "基本信息/个人情况/{}", "{}\r\n", "_x000D_{}", "　{}　", "{}(如实填写)",
    ],
)  # fmt: skip
def test_dressed_titles_are_bound_like_bare_ones(frame: str) -> None:
    """Brackets, quotes, stars, numbering, politeness, group paths: one title in six dresses, and all six."""
    head = ("序号", *map(frame.format, TITLES))
    table = only(grid([head, *PEOPLE]))
    assert [table.where.get(title) for title in TITLES] == [2, 3, 4, 5, 6, 7]
    assert told(table) == []


@pytest.mark.parametrize(
    "header",
    [
        "配偶姓名",
        "紧急联系人/姓名",
        "家庭成员-姓名",
        "推荐人姓名",
        "【家属姓名】",
        "您的配偶姓名？",
        "法人信息/姓名",
    ],
)
def test_other_peoples_columns_stay_theirs_in_any_dress(header: str) -> None:
    """Nobody's spouse becomes a member."""
    table = only(grid([(*HEAD, header), *([*one, "甲某"] for one in PEOPLE)]))
    assert table.where["姓名"] == 2 and table.bindings[-1].state == "unknown"


LIST = (*HEAD, "学历")
ROWS = [[*one, "大学本科"] for one in PEOPLE]
SMALL = [["学历", "人数"], ["大学本科", 6.0], ["大学专科", 0.0], ["合计", 6.0]]


def beside(left: list[Any], right: list[Any], gap: int = 2) -> list[list[Any]]:
    """Two blocks of rows side by side."""
    width, height = max(map(len, left)), max(len(left), len(right))
    left = [[*row, *[None] * (width - len(row))] for row in [*left, *[[]] * (height - len(left))]]
    return [
        [*row, *[None] * gap, *more]
        for row, more in zip(left, [*right, *[[]] * (height - len(right))], strict=True)
    ]


@pytest.mark.parametrize("form", [ledgers.member.FORM, ledgers.unit_register.FORM])
def test_a_title_of_another_time_or_thing_is_no_title(form: Form) -> None:
    """`去年会员数`, `会员数(上年)`, `非户籍所在地`, `手机号码(家长)`: however near the spelling."""
    known, wrong = header_texts.words(form), []
    others = ("非{}", "拟{}", "去年{}", "目标{}", "{}(上年)", "{}(原)", "{}(家长)", "{}增长", "{}占比")
    for title in known.columns:
        for other in others:
            text = header_texts.plain(other.format(title))
            if text not in known.exact and (known.named(text)[0] or known.near(header_texts.bare(text))[0]):
                wrong.append(text)
    assert wrong == []


@pytest.mark.parametrize(
    ("form", "texts"),
    [
        (ledgers.hardship_case.FORM, ("家庭年人均收入", "本人年平均收入", "家庭月度总收入")),
        (ledgers.contract.FORM, ("覆盖男职工数", "首次签订日期")),
        (ledgers.tuition_aid.FORM, ("学生手机号码",)),
    ],
)
def test_a_title_per_another_time_or_of_others_is_no_title(form: Form, texts: tuple[str, ...]) -> None:
    """A yearly income is no monthly one, a child's phone not the parent's."""
    known = header_texts.words(form)
    assert [(one, known.named(one)[0], known.near(one)[0]) for one in texts] == [
        (one, "", "") for one in texts
    ]


def test_english_behind_the_titles_and_groups_that_repeat_a_word_hide_nothing() -> None:
    """`姓名\nName`; `家庭情况 | 家庭人口`, though 家庭 alone speaks of others."""
    english = [f"{one}\nName" for one in HEAD]
    assert set(HEAD[1:]) <= only(grid([english, *PEOPLE])).where.keys()
    heads = [
        ["序号", "户主", None, "家庭情况", None],
        [None, "姓名", "身份证号", "家庭人口", "家庭年度总收入"],
    ]
    rows = [[float(n), one[1], one[3], 3.0, 36000.0] for n, one in enumerate(PEOPLE, 1)]
    table = only(grid([["困难职工档案表"], *heads, *rows], merged=[Area(2, 2, 2, 3), Area(2, 4, 2, 5)]))
    assert [table.where.get(one) for one in ("家庭人口", "家庭年度总收入")] == [4, 5]


def test_a_column_called_like_one_of_ours_is_listed() -> None:
    """`状态` beside 人员类别: a filler's own column, no running number and no 检查."""
    assert not header_texts.is_running_number("状态")
    assert all(map(header_texts.is_running_number, ("序号", "序号 No.", "台账状态", "来源行", "检查")))


@pytest.mark.parametrize("gap", [1, 2, 3])
@pytest.mark.parametrize(
    "small", [SMALL, [["性别", "人数"], ["男", 3.0], ["女", 3.0]], [["单位名称", "人数"], ["甲公司", 6.0]]]
)
def test_a_small_table_right_of_the_list_is_no_part_of_it(gap: int, small: list[list[Any]]) -> None:
    """Told once, no column dropped, nothing held."""
    table = only(grid(beside([LIST, *ROWS], small, gap)))
    assert table.where["学历"] == 8 and table.where["性别"] == 3 and len(table.body) == 6
    assert told(table) == [("T-SIDE", f"{'IJKL'[gap]}1")]
    assert all(one.col <= 8 for one in table.bindings)


def test_a_small_table_left_of_the_list_is_no_part_of_it() -> None:
    """The list begins behind a blank column."""
    table = only(grid(beside(SMALL, [LIST, *ROWS])))
    assert table.where["学历"] == 12 and len(table.body) == 6 and told(table) == [("T-SIDE", "A1")]


def test_options_beside_the_list_are_no_column() -> None:
    """`性别` over 男, 女 for a drop-down."""
    table = only(grid(beside([LIST, *ROWS], [["性别"], ["男"], ["女"]])))
    assert table.where["性别"] == 3 and told(table) == [("T-SIDE", "K1")]


def test_a_table_that_begins_lower_beside_the_list_is_told_as_well() -> None:
    """No cell beside the rows is unseen."""
    table = only(grid(beside([LIST, *ROWS], [[], [], [], *SMALL])))
    assert len(table.body) == 6 and told(table) == [("T-SIDE", "K4")]


def test_columns_of_the_list_that_stand_apart_stay_with_it() -> None:
    """A blank column in the middle, and 备注 filled now and then."""
    rows = beside([HEAD, *PEOPLE], [["学历", "备注"], *([["大学本科", ""]] * 6)], 1)
    table = only(grid(rows))
    assert (table.where["学历"], table.where["备注"]) == (9, 10) and told(table) == []
    assert only(grid(beside([HEAD, *PEOPLE], [["备注"], [], ["返聘"]], 1))).where["备注"] == 9


ENTRY = ("竞赛名称", "参赛项目", "参赛单位", "姓名", "性别", "身份证号")


def entries(head: tuple[str, ...], *more: list[Any]) -> Table:
    """An entry list with further columns, one list of values each."""
    people = [["技能大赛", "养老护理", "甲公司", one[1], one[2], one[3]] for one in PEOPLE]
    rows = [[*one, *cells] for one, cells in zip(people, zip(*more, strict=True), strict=True)]
    return only(grid([(*ENTRY, *head), *rows], "报名表"))


MOBILES = [one[4] for one in PEOPLE]
NAMES = ["王五"] * 6
LINES = ["0571-88001234"] * 6


@pytest.mark.parametrize(
    ("head", "columns", "own", "contact"),
    [
        (("联系电话", "联系人", "联系电话"), (MOBILES, NAMES, LINES), 7, 9),
        (("联系人", "联系电话", "联系电话"), (NAMES, LINES, MOBILES), 9, 8),
        (("手机号码", "联系人", "手机号码"), (MOBILES, NAMES, LINES), 7, 9),
        (("联系电话", "领队联系人", "联系人", "职务", "电话"), (MOBILES, NAMES, NAMES, NAMES, LINES), 7, 11),
        (("联系电话",), (MOBILES,), 7, None),
        (("联系人", "联系电话"), (NAMES, LINES), None, 8),
    ],
)
def test_whose_phone_it_is(
    head: tuple[str, ...], columns: tuple[list[Any]], own: int | None, contact: int | None
) -> None:
    """The person's, or that of the contact it stands beside."""
    where = entries(head, *columns).where
    assert (where.get("手机号码"), where.get("联系电话")) == (own, contact)


def test_the_cure_of_a_doubtful_column_works() -> None:
    """Done as told and read again, the column is bound and nothing more is said of it."""
    strange = tuple("身份信息" if title == "证件号码" else title for title in HEAD)
    (one,) = only(grid([strange, *PEOPLE])).findings
    assert one.rule == "T-COLUMN" and "改成“证件号码”" in catalogue.advice(one)
    assert told(only(grid([HEAD, *PEOPLE]))) == []

    twice = ("姓名", "证件号码", "联系电话", "联系电话", "入会日期")
    rows = [[p[1], p[3], p[4], f"138{n:08d}", p[5]] for n, p in enumerate(PEOPLE)]
    asked = [one for one in only(grid([twice, *rows])).findings if one.rule == "T-COLUMN-OPT"]
    assert {catalogue.advice(one) for one in asked} == {
        "请在C、D列里只留一列叫“手机号码”，别的列换成写明是谁的、什么的表头"
    }
    for other in ("家属联系电话", "办公室电话"):
        table = only(grid([("姓名", "证件号码", "手机号码", other, "入会日期"), *rows]))
        assert table.where["手机号码"] == 3 and told(table) == []

    swapped = found(grid([HEAD, *([*p[:3], p[4], p[3], *p[5:]] for p in PEOPLE)])).tables[0].findings
    assert all("移到该填的列" in catalogue.advice(one) for one in swapped)


@pytest.mark.parametrize("odd", ["*", "①", "★", "长" * 300])
def test_a_header_of_signs_or_of_a_page_stops_nothing(odd: str) -> None:
    """It is a column nobody knows."""
    table = only(grid([(*HEAD, odd), *PEOPLE]))
    assert len(table.body) == len(PEOPLE) and table.where["姓名"] == HEAD.index("姓名") + 1


def test_a_title_with_a_page_of_instructions_is_that_title() -> None:
    """Behind it, in brackets."""
    long = [f"{one}（{'务必按要求填写，' * 40}）" if one in ("姓名", "手机号码") else one for one in HEAD]
    assert set(HEAD[1:]) <= only(grid([long, *PEOPLE])).where.keys()


@pytest.mark.parametrize(
    "heads",
    [
        [("职工人数", "合计"), ("职工人数", "女"), ("会员人数", "合计"), ("会员人数", "其中女")],
        [("职工总数", ""), ("其中：女", ""), ("会员总数", ""), ("其中：女", "")],
    ],
)
def test_a_part_belongs_to_its_group_or_to_what_is_left_of_it(heads: list[tuple[str, str]]) -> None:
    """The women of the members are no figure of all workers."""
    names = ("单位名称", "统一社会信用代码")
    rows = [[*names, *(one for one, _ in heads)], [None, None, *(one or None for _, one in heads)]]
    row = ["杭州甲木机械有限公司", "91330105MC0000020U", 100, 40, 80, 35]
    table = only(grid([["单位台账"], *(rows if heads[0][1] else rows[:1]), row]))
    wanted = ("职工总数", "女职工数", "会员数", "女会员数")
    assert [table.where.get(title) for title in wanted] == [3, 4, 5, 6]


@given(st.text(max_size=12))
def test_any_header_text_is_survived(text: str) -> None:
    """Plain texts are stable: made plain again they stay."""
    from union_xl.find.header_texts import path_end, plain

    once = plain(text)
    assert len(plain(once)) <= len(once) and isinstance(path_end(once), str)
