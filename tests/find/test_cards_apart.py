"""Cards beside each other, a card in two tables of a document, cards of ledgers that mostly come as lists."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.corpus.pages import Page, document, workbook
from tests.find.test_defects import grid, identity
from union_xl import find
from union_xl.model import Book, FormPart, RunContext, Source, Submission
from union_xl.run.workers import read_return
from union_xl.run.workers.read_return import of_book

FIRM = "杭州甲木机械有限公司"


def rows(name: str, number: int) -> list[list[Any]]:
    """A card of a household, four columns wide."""
    return [
        ["困难职工档案表", None, None, None],
        ["姓名", name, "性别", "男"],
        ["身份证号", identity(number), "工作单位", FIRM],
        ["困难类别", "相对困难", "家庭人口", str(number)],
        ["姓名", "与户主关系", "身份证号", "月收入"],
        [f"{name}子", "子", identity(number + 20), "0"],
        ["单位意见", "情况属实（盖章）", None, None],
    ]


def parts(got: Submission) -> dict[str, FormPart]:
    return {part.form: part for part in got.parts}


@pytest.mark.parametrize("gap", [0, 1])
def test_cards_side_by_side_are_each_read(gap: int) -> None:
    """The right one is no repetition of labels the left one has; each block belongs to its own card."""
    left, right = rows("王安", 1), rows("李静", 3)
    beside = [[*one, *[None] * gap, *two] for one, two in zip(left, right, strict=True)]
    got = parts(of_book(Book("a.xlsx", "0" * 64, "xlsx", (grid(beside, "卡"),)), RunContext()))
    assert got["hardship-case"].columns["姓名"] == ["王安", "李静"]
    assert got["hardship-case"].columns["家庭人口"] == [1, 3]
    owners = list(
        zip(
            got["hardship-family"].columns["户主证件号码"],
            got["hardship-family"].columns["姓名"],
            strict=True,
        )
    )
    assert owners == [(identity(1), "王安子"), (identity(3), "李静子")]


@pytest.mark.parametrize("between", [[], ["（续表）"]])
@pytest.mark.parametrize("word", [False, True])
def test_a_card_in_two_places_is_one(between: list[str], word: bool) -> None:
    """What stands in the second table, or on the second sheet, is the card's, told once; its family has its
    owner, its opinion box is nobody of the family; what is odd is told where it stands, of the card's row."""
    first, second = Page(4, above=["困难职工档案表"]), Page(4, above=between)
    for cells in rows("王安", 1)[1:3]:
        first.row(*cells)
    for cells in [["困难类别", "很难", "家庭人口", "2"], ["姓名", "王安", *[None] * 2], *rows("王安", 2)[4:]]:
        second.row(*[cell for cell in cells if cell is not None], spans=[1, 3] if cells[2] is None else ())
    data = document([first, second]) if word else workbook({"正面": [first], "反面": [second]})
    name = "a.docx" if word else "a.xlsx"
    got = read_return.submission(Source(name, Path(name), data), RunContext())
    case, family = parts(got)["hardship-case"], parts(got)["hardship-family"]
    assert case.columns["家庭人口"] == [2] and case.columns["困难类别"] == ["很难"]
    assert (family.columns["户主证件号码"], family.columns["姓名"]) == ([identity(1)], ["王安子"])
    assert [one.rule for one in got.findings].count("T-CARD-ON") == 1
    sheet, row = ("第2个表格", 1) if word else ("反面", 1 + len(between))
    (odd,) = [one.place for one in got.findings if one.rule == "CHOICE-UNKNOWN"]
    assert (odd.sheet, odd.row, odd.col) == (sheet, row, 2)
    assert odd.record == (name, case.sheets[0], case.rows[0]) and odd.home == case.sheets[0] != sheet


@pytest.mark.parametrize(
    "other", [["姓名", "李静", "困难类别", "深度困难"], ["身份证号", identity(3), "家庭人口", "1"]]
)
def test_a_sheet_that_says_otherwise_is_no_part_of_the_card(other: list[str]) -> None:
    """Another name, another number: another person's."""
    first, second = Page(4, above=["困难职工档案表"]), Page(4)
    for cells in rows("王安", 1)[1:3]:
        first.row(*cells)
    second.row(*other)
    second.row("主要致困原因", "子女上学", "建档标准", "区县级")
    data = workbook({"正面": [first], "反面": [second]})
    got = read_return.submission(Source("a.xlsx", Path("a.xlsx"), data), RunContext())
    assert "T-CARD-ON" not in {one.rule for one in got.findings}
    assert parts(got)["hardship-case"].columns["困难类别"] == [None]


def of_cards(*cards: list[list[Any]], word: bool = False) -> Submission:
    """What becomes of cards below each other, each under the title of the first row."""
    pages = []
    for cells in cards:
        pages.append(Page(4, above=[str(cells[0][0])]))
        for line in cells[1:]:
            pages[-1].row(*[one for one in line if one is not None], spans=[1, 3] if line[2] is None else ())
    name = "a.docx" if word else "a.xlsx"
    data = document(pages) if word else workbook({"卡": pages})
    return read_return.submission(Source(name, Path(name), data), RunContext())


HONOUR = [
    ["五一劳动奖推荐审批表", None, None, None],
    ["年度", "2022", "荣誉名称", "五一劳动奖状"],
    ["级别", "市级", "推荐对象", FIRM],
    ["对象类型", "单位", "职工数", "26"],
    ["所在单位", FIRM, "进度：", "已报"],
    ["公示开始", "2022-04-11", "公示结束", "2022-04-18"],
]


def test_an_answer_may_be_a_word_that_also_labels() -> None:
    """对象类型 | 单位 is an answer; so is what stands behind `进度：`."""
    (part,) = of_cards(HONOUR).parts
    assert (part.columns["对象类型"], part.columns["状态进度"]) == (["单位"], ["已报"]), part.held


def test_a_line_above_is_no_card_and_labels_with_colons_have_their_value_beside() -> None:
    """`编号：` blank in the line above, 档案编号 in the card; its 审核人, not that of the line below."""
    card = rows("王安", 1)
    card[1:1] = [["填表日期：2022年6月20日", "", "编号：", ""], ["档案编号", "0012", "审核人：", "赵青"]]
    card[-1:] = [
        ["联系电话：", "13900000002", "困难类别", "相对困难"],
        ["填表人：王五", "", "审核人：李六", ""],
    ]
    case = parts(of_cards(card))["hardship-case"]
    assert [case.columns[title] for title in ("档案编号", "审核人", "手机号码")] == [
        ["0012"],
        ["赵青"],
        ["13900000002"],
    ]


def test_the_signatures_under_a_card_are_its_own() -> None:
    """In a document they stand between the two tables."""
    above = [rows("王安", 1), [["审核人：李六", None, None, None], *rows("赵青", 3)]]
    pages = [
        Page(4, above=["困难职工档案表"]),
        Page(4, above=["填表人：王五    审核人：李六", "困难职工档案表"]),
    ]
    for page, cells in zip(pages, above, strict=True):
        for line in [one for one in cells if one[3] is not None]:
            page.row(*line)
    got = read_return.submission(Source("a.docx", Path("a.docx"), document(pages)), RunContext())
    case = parts(got)["hardship-case"]
    assert (case.columns["姓名"], case.columns["审核人"]) == (["王安", "赵青"], ["李六", None])


def test_a_card_of_another_below_with_other_labels_is_its_own() -> None:
    """Its title stands again and its unit is another: nothing of it fills the first card's gaps."""
    one = [
        ["单位普查登记表", None, None, None],
        ["单位名称", FIRM, "职工总数", "26"],
        ["所属社区", "北星", "经营地址", "某路1号"],
    ]
    two = [
        one[0],
        ["单位名称", "杭州乙水科技有限公司", "会员数", "12"],
        ["工会主席", "赵青", "所属行业", "制造业"],
    ]
    (part,) = of_cards(one, two).parts
    assert sorted([*part.columns["单位名称"], *(row.cells["单位名称"] for row in part.held)]) == sorted(
        [FIRM, "杭州乙水科技有限公司"]
    )


def test_of_an_opinion_the_words_are_read() -> None:
    """The stamp, the signature and the day are none."""
    for said, opinion in (
        ("（盖章）    年  月  日", None),
        ("同意推荐。\n经办人签字：李六（盖章） 2022年6月20日", "同意推荐。"),
    ):
        (part,) = of_cards([*ENTRY[:-1], ["单位意见", said, None, None]]).parts
        assert part.columns["单位意见"] == [opinion]


MEMBER = [
    ["工会会员入会登记表", None, None, None],
    ["姓名", "王安", "性别", "女"],
    ["身份证号码", identity(2), "联系电话", "13900000002"],
    ["工作单位", FIRM, "入会时间", "2022-03-01"],
    ["本人申请", "自愿加入工会，遵守章程。", None, None],
]
ENTRY = [
    ["职工技能竞赛报名表", None, None, None],
    ["姓名", "王安", "联系电话", "13900000002"],
    ["身份证号码", identity(2), "参赛项目", "养老护理"],
    ["单位名称", FIRM, "竞赛名称", "第四届养老护理员职业技能大赛"],
    ["单位意见", "同意（盖章）", None, None],
]


@pytest.mark.parametrize(("cells", "form"), [(MEMBER, "member"), (ENTRY, "contest-entry")])
@pytest.mark.parametrize("word", [False, True])
def test_cards_of_ledgers_that_mostly_come_as_lists(cells: list[list[Any]], form: str, word: bool) -> None:
    """A card of a member or an entry is one row; its only phone is the person's."""
    page = Page(4, above=[str(cells[0][0])])
    for line in cells[1:]:
        page.row(*[cell for cell in line if cell is not None], spans=[1, 3] if line[2] is None else ())
    name = "a.docx" if word else "a.xlsx"
    data = document([page]) if word else workbook({"卡": [page]})
    (part,) = read_return.submission(Source(name, Path(name), data), RunContext()).parts
    assert (part.form, part.read, part.columns["姓名"]) == (form, 1, ["王安"])
    assert part.columns["手机号码"] == ["13900000002"] and part.columns["单位名称"] == [FIRM]


def test_blocks_of_one_row_with_running_numbers_are_a_list() -> None:
    """Labels behind a running number head a list, however few rows it has."""
    head = ["序号", "姓名", "性别", "身份证号", "手机号码", "参赛身份"]
    lines = [["竞赛名称：第四届养老护理员职业技能大赛"], [f"代表队：{FIRM}", "联系人：王五"], head]
    cells = [*lines, [1, "王安", "女", identity(2), "13900000002", "选手"]]
    book = Book("a.xlsx", "0" * 64, "xlsx", (grid(cells, "报名表"),))
    (table,) = find.find_tables(book, read_return.ledgers.BUILT_IN).tables
    assert table.layout == "list" and table.body == (4,)


STAFF = [
    ["员工入职登记表", None, None, None],
    ["姓名", "王安", "性别", "女"],
    ["身份证号", identity(2), "手机号码", "13900000002"],
    ["紧急联系人", "李四", "紧急联系电话", "13900000003"],
    ["出生日期", "1990-03-07", "民族", "汉族"],
    ["学历", "大专", "政治面貌", "群众"],
    ["入职日期", "2022-03-01", "岗位", "操作工"],
]
FIRM_CARD = [
    ["企业基本情况登记表", None, None, None],
    ["单位名称", FIRM, "统一社会信用代码", "91330105MA2YJ1XR0F"],
    ["法定代表人", "王安", "注册地址", "某路1号"],
    ["经营范围", "机械", "注册资本", "100万"],
    ["联系人", "王五", "联系电话", "13900000002"],
]
GUEST = [["商会会员入会申请表", None, None, None], *MEMBER[1:4]]


@pytest.mark.parametrize("cells", [STAFF, FIRM_CARD, GUEST])
def test_cards_of_other_matters_are_no_ledgers(cells: list[list[Any]]) -> None:
    """Two labels that only one ledger has do not tell where what it requires is missing."""
    got = of_cards(cells)
    assert (got.fate, got.parts) == ("未能读取", ()) or got.fate == "待确认"


def test_who_fills_a_card_in_is_not_whom_it_is_about() -> None:
    """`填表人 | 王五 | 联系电话 | …` below; `编号：` above is the sheet's; an answer may end as its label."""
    card = [
        ["职工免费体检申请表", None, None, None],
        ["姓名", "王安", "身份证号码", identity(2)],
        ["工作单位", FIRM, "体检套餐：", "B套餐"],
        ["填表人", "王五", "联系电话", "13900000002"],
    ]
    (part,) = of_cards(card).parts
    assert [part.columns[title] for title in ("姓名", "套餐", "手机号码")] == [["王安"], ["B套餐"], [None]]
    claim = [
        ["职工医疗互助报销申请表", None, None, None],
        ["编号：2022-01", None, None, None],
        ["报销编号", "HZ001", "姓名", "王安"],
        ["身份证号码", identity(2), "申请金额", "1200"],
    ]
    (part,) = of_cards(claim).parts
    assert part.columns["报销编号"] == ["HZ001"]


def test_a_line_of_the_cards_own_labels_is_no_line_of_signatures() -> None:
    """单身承诺 and 联系电话 are its labels; who handles the card in an opinion is not its contact."""
    lines = [
        "青年联谊活动报名表",
        "姓名：王安    性别：女",
        "手机号码：13900000002    学历：大专",
        "单身承诺：是    身高：165",
    ]
    (part,) = of_cards([[line, None, None, None] for line in lines]).parts
    assert [part.columns[title] for title in ("姓名", "单身承诺", "身高")] == [["王安"], ["是"], [165]]
    entry = [*ENTRY[:-1], ["单位意见", "情况属实，同意上报。  经办人：钱七", None, None]]
    assert of_cards(entry).parts[0].columns["联系人"] == [None]
