"""Which form a sheet is: taken where it says so or its columns do, asked about where lists look alike."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import pytest

from tests.find.test_defects import grid, identity
from union_xl import ledgers
from union_xl.find import find_tables
from union_xl.ledgers import recup_batch
from union_xl.ledgers.form import Form
from union_xl.model import Area, Book, Finding, Grid, Roster, RunContext, Submission, Unit
from union_xl.run.workers.read_return import of_book

PERSON = {
    "姓名": lambda n: "王李张刘陈"[n % 5] + chr(0x5B89 + n),
    "性别": lambda n: "女男"[n % 2],
    "证件号码": identity,
    "手机号码": lambda n: f"1390000{n:04d}",
    "单位名称": lambda n: "杭州甲木机械有限公司",
    "民族": lambda n: "汉族",
    "学历": lambda n: "大专",
    "政治面貌": lambda n: "群众",
    "出生日期": lambda n: f"1990-{1 + n % 12:02d}-{1 + n % 28:02d}",
    "入会日期": lambda n: "2022-03-01",
    "是否工会会员": lambda n: "是",
    "竞赛名称": lambda n: "第四届养老护理员职业技能大赛",
    "参赛项目": lambda n: "养老护理",
}
ALIKE = ("姓名", "证件号码", "手机号码", "单位名称")
ROSTER8 = ("姓名", "性别", "证件号码", "手机号码", "出生日期", "民族", "学历", "政治面貌")
EXTRA = ("英文名", "职级", "工号", "合同公司", "工作地点", "司龄", "绩效分值", "月薪", "工作邮箱", "转正日期")
WIDE = (*EXTRA, *(f"{title}二" for title in EXTRA))
FITTING = ("姓名", "证件号码", "手机号码", "入会日期")


def sheet(head: Sequence[str], *lines: str, name: str = "Sheet", rows: int = 5) -> Grid:
    """Lines, a header, five people."""
    people = [[PERSON.get(title, lambda n: f"某值{n}")(n) for title in head] for n in range(1, rows + 1)]
    return grid([*([line] for line in lines), list(head), *people], name)


def read(*grids: Grid, forced: str = "", name: str = "a.xlsx") -> Submission:
    """What becomes of a book."""
    return of_book(Book(name, "0" * 64, "xlsx", grids), RunContext(forced=forced))


def told(got: Submission, rule: str) -> list[Finding]:
    return [one for one in got.findings if one.rule == rule]


@pytest.mark.parametrize(
    ("head", "lines", "name"),
    [
        pytest.param(("项目名称", "申请人", "单位名称"), (), "a.xlsx", id="three ordinary columns"),
        pytest.param(("项目", "姓名", "单位名称"), (), "a.xlsx", id="an event, a name, a unit"),
        pytest.param(ALIKE, (), "a.xlsx", id="what many lists have"),
        pytest.param(ALIKE, ("通讯信息",), "a.xlsx", id="a title that says nothing"),
        pytest.param(ALIKE, (), "培训报名.xlsx", id="a sign-up by its file name"),
        pytest.param((*ALIKE, "性别", "身份"), ("志愿者报名表",), "a.xlsx", id="volunteers"),
        pytest.param(ROSTER8, (), "a.xlsx", id="a roster of the firm's own"),
    ],
)
def test_what_many_lists_have_is_never_taken(head: Sequence[str], lines: Sequence[str], name: str) -> None:
    """Asked about or refused, nothing read."""
    got = read(sheet(head, *lines), name=name)
    assert got.fate in ("待确认", "未能读取")
    assert got.parts == ()


@pytest.mark.parametrize(
    ("head", "lines", "name", "form"),
    [
        pytest.param(FITTING, (), "a.xlsx", "member", id="no title, all fit"),
        pytest.param(ALIKE, ("会员登记表",), "a.xlsx", "member", id="a title"),
        pytest.param(ALIKE, (), "甲公司会员名册.xlsx", "member", id="a file name"),
        pytest.param(ALIKE, ("技能比赛报名表",), "a.xlsx", "contest-entry", id="sign-up"),
        pytest.param((*ALIKE, "性别"), ("青年交友活动报名表",), "a.xlsx", "youth-entry", id="another"),
        pytest.param((*ALIKE, "是否工会会员"), ("2022年疗养报名",), "a.xlsx", "recup-person", id="a third"),
        pytest.param((*ALIKE, "竞赛名称"), (), "报名.xlsx", "contest-entry", id="its own column"),
        pytest.param((*ROSTER8, *WIDE), ("会员登记表",), "a.xlsx", "member", id="wide"),
    ],
)  # fmt: skip
def test_what_speaks_for_a_form_is_read_as_it(
    head: Sequence[str], lines: Sequence[str], name: str, form: str
) -> None:
    """A word of title, sheet or file, or a column that only this form has."""
    got = read(sheet(head, *lines), name=name)
    assert (got.fate, [part.form for part in got.parts]) == ("采用", [form])
    assert got.parts[0].read == 5


SAID = {
    "名字": PERSON["姓名"],
    "公司名称": PERSON["单位名称"],
    "身份证号": PERSON["证件号码"],
    "级别": lambda n: ("示范点", "试点")[n % 2],
    "补助项目": lambda n: ("送温暖", "临时救助")[n % 2],
    "发放时间": lambda n: f"2022-01-1{n}",
    "大赛名称": PERSON["竞赛名称"],
    "层级": lambda n: "企业级",
    "状态": lambda n: ("计划", "已完成")[n % 2],
    "编号": lambda n: ("401", "402", "403", "501", "502")[n - 1],
    "是否到场": lambda n: "是否"[n % 2],
}


@pytest.mark.parametrize(
    ("head", "form"),
    [
        pytest.param(("名字", "公司名称", "身份证号", "使用天数"), "recup-person", id="a name"),
        pytest.param(("公司名称", "级别", "授牌日期"), "steward-site", id="choices"),
        pytest.param(("姓名", "身份证号", "补助项目", "发放时间", "救助金额"), "hardship-aid", id="whose"),
        pytest.param(("大赛名称", "层级", "状态", "每队人数"), "contest", id="a word we use, too"),
        pytest.param(("公司名称", "编号", "科目名称"), "fund-budget", id="codes"),
        pytest.param(("单位名称", "资产名称", "规格型号", "处置日期", "负责部门"), "asset", id="one more"),
        pytest.param(("姓名", "手机号码", "单位名称", "签到"), "", id="what any list may have"),
        pytest.param(("姓名", "性别", "身高", "体重", "手机号码", "尺码"), "", id="clothes"),
        pytest.param(("单位名称", "姓名", "职务", "手机号码", "持证"), "", id="a certificate"),
        pytest.param(("姓名", "单位名称", "职务", "任职日期"), "", id="no posts of a union"),
        pytest.param(("姓名", "证件号码", "单位名称", "险种"), "", id="any insurance"),
        pytest.param(("姓名", "单位名称", "竞赛名称", "参赛项目", "获奖别称"), "", id="unknown, of another"),
        pytest.param(("名字", "公司名称", "手机号码", "是否到场"), "youth-entry", id="yes and no"),
    ],
)  # fmt: skip
def test_a_telling_column_says_which_ledger_a_list_is(head: Sequence[str], form: str) -> None:
    """By its header, or by the ledger's own choices below a header that others have, too."""
    rows = [[(SAID | PERSON).get(one, lambda n: n)(n) for one in head] for n in range(1, 6)]
    book = Book("1.xlsx", "0" * 64, "xlsx", (grid([list(head), *rows], "Sheet"),))
    found = find_tables(book, ledgers.known())
    assert [table.form for table in found.tables] == [form][: bool(form)]


def test_a_list_with_columns_of_no_ledger_between_is_no_card() -> None:
    """Ordinary columns (部门, 邮箱) are no values of the labels left of them."""
    head = ["员工姓名", "部门", "性别", "学历", "手机", "邮箱", "专兼", "单位名称", "任期截止", "持证上岗"]
    head.append("何职")
    unit = PERSON["单位名称"](1)
    rows = [
        [
            PERSON["姓名"](n),
            "行政部",
            "女",
            None,
            PERSON["手机号码"](n),
            "a@b.cn",
            None,
            unit,
            "2025-01-16",
            None,
        ]
        for n in range(1, 11)
    ]
    group = ["基本信息", *[None] * 8, "相关情况", None]
    table = grid([["工会主席、副主席花名册"], group, head, *([*row, "主席"] for row in rows)], "Sheet")
    (found,) = find_tables(Book("1.xlsx", "0" * 64, "xlsx", (table,)), ledgers.known()).tables
    assert (found.form, len(found.body), found.where["姓名"]) == ("cadre", 10, 1)


def test_the_likely_forms_are_named() -> None:
    """Those that units owe first, with the columns that speak for them."""
    got = read(sheet(ALIKE))
    (asked,) = told(got, "T-LIKE")
    assert (got.fate, got.reason) == ("待确认", "T-LIKE")
    assert set(asked.facts["表"].split("、")[:2]) == {"会员登记", "互助参保"}
    assert set(asked.facts["列"].split("、")) == set(ALIKE)


def test_a_wide_roster_is_asked_about_in_the_same_words_however_wide() -> None:
    """8 known columns and 2, 8 or 20 others."""
    asked = [told(read(sheet((*ROSTER8, *WIDE[:extra]))), "T-LIKE") for extra in (2, 8, 20)]
    assert [len(one) for one in asked] == [1, 1, 1]
    said = [{name: fact for name, fact in one[0].facts.items() if name != "指纹"} for one in asked]
    assert said[0] == said[1] == said[2]


def test_the_cure_works() -> None:
    """The form's name in the title or the sheet's name is enough."""
    assert read(sheet((*ROSTER8, *EXTRA), "会员登记")).fate == "采用"
    assert read(sheet((*ROSTER8, *EXTRA), name="会员登记")).fate == "采用"


@pytest.mark.parametrize("extra", [0, 8, 20])
def test_a_forced_form_is_read_and_the_rest_listed(extra: int) -> None:
    """Every exact column; one line names the columns left over."""
    many = list(WIDE[:extra])
    head = (*ROSTER8, "单位名称", *many)
    got = read(sheet(head), forced="member")
    assert (got.fate, got.parts[0].form, got.parts[0].kept) == ("采用", "member", 5)
    left = [one.facts["列"].split("、") for one in told(got, "T-EXTRA")]
    assert left == ([many] if extra else [])


def test_a_forced_form_is_taken_whatever_the_title_says() -> None:
    """And no other form is."""
    got = read(sheet(ALIKE, "职工技能竞赛报名表"), sheet(ALIKE, "疗休养名单", name="二"), forced="member")
    assert [part.form for part in got.parts] == ["member"]
    assert got.parts[0].read == 10


def test_a_forced_form_without_its_required_columns_is_read_and_held() -> None:
    """What could not be bound is told."""
    got = read(sheet(("性别", "手机号码", "民族", "单位名称")), forced="member")
    assert (got.parts[0].read, len(got.parts[0].held)) == (5, 5)
    assert {one.column for one in told(got, "COLUMN-REQUIRED")} == {"姓名", "证件号码"}


MEMBERS = sheet((*FITTING, "单位名称", "性别", "民族", "学历"), "会员登记表", name="会员")
UNIT = "杭州甲木机械有限公司"
ASIDE = ("T-SHEET", "T-AGAIN")
FIRST = [PERSON[title](1) for title in FITTING[:3]]
BESIDE = {
    "counts by community": [
        ["各社区会员统计表"],
        ["社区", "单位数", "会员数", "女会员数", "已建会单位数"],
        ["北星社区", 1, 10, 4, 0],
        ["合计", 1, 10, 4, 0],
    ],
    "counts by unit": [["单位名称", "会员数", "女会员数", "入会率"], [UNIT, 10, 4, "100%"]],
    "a matrix": [["", "男", "女", "合计"], ["党员", 3, 4, 7], ["群众", 3, 0, 3]],
    "an index": [["目录"], ["序号", "单位名称", "社区", "联系人"], [1, UNIT, "北星社区", "王五"]],
    "an index of people": [["人员目录"], ["序号", *FITTING[:3]], [1, *FIRST]],
    "a guide": [
        ["填写须知"],
        ["一、姓名按身份证填写"],
        ["二、证件号码18位"],
        ["三、手机号码11位"],
        ["四、不得合并单元格"],
        ["五、日期写成2022-03-01"],
        ["六、民族从下拉选择"],
    ],
    "lists for drop-downs": [
        ["民族", "学历", "政治面貌"],
        ["汉族", "大专", "群众"],
        ["回族", "本科", "中共党员"],
        ["满族", "硕士", "共青团员"],
    ],
}


@pytest.mark.parametrize("rows", [pytest.param(rows, id=name) for name, rows in BESIDE.items()])
@pytest.mark.parametrize("first", [True, False])
def test_a_sheet_beside_a_form_is_no_fault(rows: list[list[Any]], first: bool) -> None:
    """Neither 错误 nor rows: at most one 提醒 that it was not read."""
    other = grid(rows, "汇总统计")
    got = read(*((other, MEMBERS) if first else (MEMBERS, other)))
    assert (got.fate, sum(part.read for part in got.parts)) == ("采用", 5)
    assert [one for one in got.findings if one.place.sheet == "汇总统计" and one.rule not in ASIDE] == []


def test_a_filled_sample_beside_the_form_is_no_data() -> None:
    """Unless the form itself is empty: then it was filled in at the wrong place."""
    sample = dataclasses.replace(MEMBERS, sheet="填写示例")
    assert sum(part.read for part in read(sample, MEMBERS).parts) == 5
    empty = dataclasses.replace(MEMBERS, rows=MEMBERS.rows[:2])
    assert sum(part.read for part in read(sample, empty).parts) == 5


def test_people_on_a_sheet_that_is_no_form_are_told_as_a_fault() -> None:
    """They would be lost without a word."""
    strangers = [[f"王{chr(0x5B89 + n)}", identity(n), f"1390000{n:04d}"] for n in range(20, 25)]
    other = grid([["姓名", "证件号码", "手机号码"], *strangers], "花名册")
    got = read(MEMBERS, other)
    assert [one.rule for one in got.findings if one.place.sheet == "花名册"] == ["T-LIKE"]


MASKED = (
    "33010519850310XXXX",
    "330105********101X",
    "3301••••••••••1015",
    "330105××××××××1015",
    "330105xxxxxxxx1015",
    "330105········1015",
)


@pytest.mark.parametrize("number", MASKED)
def test_masked_numbers_are_told_as_masked(number: str) -> None:
    """Never as credit codes, and never a reason to doubt the column."""
    head = ("姓名", "证件号码", "手机号码", "单位名称", "入会日期")
    rows = [[PERSON[t](n) if t != "证件号码" else number for t in head] for n in range(1, 5)]
    got = read(grid([list(head), *rows], "会员"))
    assert got.fate == "采用"
    assert [one.rule for one in got.findings if one.column == "证件号码"] == ["ID-MASKED"] * 4


UNITS = (
    "单位名称",
    "所属社区",
    "所属行业",
    "单位性质",
    "经营状态",
    "职工总数",
    "女职工数",
    "是否建会",
    "普查人",
)
FIRMS = [
    ["杭州甲木机械有限公司", "北星社区", "制造业", "私营", "在营", 10, 4, "未建", "孙七"],
    ["杭州乙水科技有限公司", "南苑社区", "制造业", "私营", "在营", 20, 9, "已建", "孙七"],
]
SHORT = ("单位名称", "所属社区", "职工总数", "是否建会")


@pytest.mark.parametrize(
    ("title", "row", "more"),
    [
        pytest.param("各单位建会情况汇总", [*FIRMS[0][:2], 11, "未建"], 0, id="counts by unit"),
        pytest.param("未建会单位名单", [*FIRMS[0][:2], 10, "未建"], 0, id="some again"),
        pytest.param("未建会单位名单", [*FIRMS[0][:2], 99, "未建"], 1, id="with another number"),
        pytest.param("新增单位建会情况", ["杭州丙火公司", "北星社区", 3, "未建"], 1, id="another unit"),
    ],
)
def test_a_short_list_beside_a_register_is_read_where_it_says_more(
    title: str, row: list[Any], more: int
) -> None:
    """What the register has already is told and not read; another unit, or another number, is read."""
    main = grid([["单位普查台账"], list(UNITS), *FIRMS], "普查")
    got = read(main, grid([[title], list(SHORT), row], "另"))
    assert sum(part.read for part in got.parts) == len(FIRMS) + more
    assert len(told(got, "T-AGAIN")) == 1 - more


CODE = "统一社会信用代码"
OFFICIAL = f"法人和其他组织{CODE}"


@pytest.mark.parametrize(
    ("groups", "code", "union"),
    [
        (("单位信息", "工会信息"), CODE, CODE),
        (("单位信息", "工会信息"), CODE, f"工会{CODE}"),
        (("工会组织所在单位信息", "工会组织信息"), f"单位{OFFICIAL}", f"工会{OFFICIAL}"),
        (("工会组织所在单位信息", "工会组织信息"), OFFICIAL, OFFICIAL),
        (("单位", "工会"), f"{OFFICIAL}（单位）", f"{OFFICIAL}（工会）"),
    ],
)
def test_the_unit_and_its_union_have_a_code_each(groups: tuple[str, str], code: str, union: str) -> None:
    """Told apart by the group above, the words of the header, the bracket behind it; nothing is asked."""
    above = ["序号", groups[0], None, None, groups[1], None, None]
    head = [None, "单位名称", code, "职工人数", "工会名称", union, "会员人数"]
    row = [1, UNIT, "91330105MC0000020U", 50, f"{UNIT}工会委员会", "81330105MC00000121", 40]
    merged = (Area(2, 1, 3, 1), Area(2, 2, 2, 4), Area(2, 5, 2, 7))
    got = read(grid([["工会组织信息采集表"], above, head, row], "信息", merged=merged))
    assert (got.fate, told(got, "T-COLUMN-OPT")) == ("采用", [])
    part = got.parts[0]
    assert part.columns["统一社会信用代码"] == ["91330105MC0000020U"]
    assert part.columns["工会统一社会信用代码"] == ["81330105MC00000121"]


@pytest.mark.parametrize(
    ("owes", "lines", "form"),
    [
        pytest.param(("health-check",), (), "health-check", id="one of the likely ones"),
        pytest.param(("health-check", "unit-register"), (), "health-check", id="the other fits nothing"),
        pytest.param(("health-check", "member"), (), "", id="two of them"),
        pytest.param(("contract",), (), "", id="none of them"),
        pytest.param((), (), "", id="not stated"),
        pytest.param(("member",), ("通讯信息",), "", id="a title that says otherwise"),
        pytest.param(("member",), ("疗休养名单",), "recup-person", id="the title of another ledger"),
    ],
)
def test_what_the_unit_owes_tells_where_nothing_else_does(
    owes: tuple[str, ...], lines: Sequence[str], form: str
) -> None:
    """And is told, as the file name names the unit."""
    roster = Roster((Unit("杭州甲木机械有限公司", owes=owes),))
    book = Book("杭州甲木机械有限公司.xlsx", "0" * 64, "xlsx", (sheet(ALIKE, *lines),))
    got = of_book(book, RunContext(roster=roster))
    assert [part.form for part in got.parts] == ([form] if form else [])
    assert bool(told(got, "T-OWED")) is (form == "health-check")
    assert got.fate == ("采用" if form else "待确认")


@pytest.mark.parametrize(
    ("file", "form"),
    [
        ("新建 Microsoft Excel 工作表.xlsx", "recup-person"),
        ("新建 XLSX 工作表 (2).xlsx", "recup-person"),
        ("2022年6月汇总表（1）.xlsx", "recup-person"),
        ("职工通讯录.xlsx", ""),
    ],
)
def test_a_name_that_any_list_has_says_nothing(file: str, form: str) -> None:
    """Two telling columns tell, whatever Excel called the file; a title of another purpose is heeded."""
    got = read(sheet((*ALIKE, "随行家属数", "家属自费")), name=file)
    assert [part.form for part in got.parts] == ([form] if form else [])


@pytest.mark.parametrize(
    ("lines", "name", "file", "form"),
    [
        pytest.param(
            ("2022年机关会员疗休养名单",), "Sheet1", "a.xlsx", "recup-person", id="members who travel"
        ),
        pytest.param(("困难职工体检名单",), "Sheet1", "a.xlsx", "health-check", id="whom and what for"),
        pytest.param((), "体检", "2022疗休养、体检.xlsx", "health-check", id="the nearer name"),
        pytest.param((), "Sheet1", "2022年疗休养人员/甲公司.xlsx", "recup-person", id="a folder"),
        pytest.param(("杭州某某体检中心会员登记表",), "Sheet1", "a.xlsx", "member", id="a name of a firm"),
        pytest.param(("体检、疗休养名单",), "Sheet1", "a.xlsx", "", id="both"),
        pytest.param(("疗休养名单",), "体检", "a.xlsx", "", id="title against sheet"),
    ],
)
def test_the_words_around_a_list_of_common_columns(
    lines: Sequence[str], name: str, file: str, form: str
) -> None:
    """Of title, sheet, file and folder the nearest; what a list is for goes before whom it names."""
    got = read(sheet(ALIKE, *lines, name=name), name=file)
    assert [part.form for part in got.parts] == ([form] if form else [])
    if not form:
        (asked,) = [one for one in got.findings if one.rule in ("T-TIE", "T-LIKE")]
        assert got.fate == "待确认"
        assert set(asked.facts["表"].split("、")[:2]) == {"免费体检", "疗休养人员"}


def test_batches_are_numbered_within_their_year() -> None:
    """`2022-7` is the seventh of 2022, no date and no reason to ask."""
    head = ("批次", "年度", "组织单位", "目的地", "开始日期", "结束日期", "名额")
    rows = [
        ("2022-7", 2022, "街道", "临溪县", "2022-06-13", "2022-06-17", 33),
        ("第八批", 2022, "街道", "乌镇", "", "", 30),
    ]
    got = read(grid([["2022年疗养线路一览"], list(head), *map(list, rows)], "Sheet1"))
    assert (got.fate, [part.form for part in got.parts]) == ("采用", ["recup-batch"])
    assert got.parts[0].columns["批次"] == [7, 8]


def test_sheets_with_equal_columns_are_each_the_ledger_they_name() -> None:
    """The three checklists have one set of columns: what the first sheet was read as says nothing about a
    sheet that names another one."""
    head = ["年度", "单位名称", "项目类别", "序号项", "项目", "是否达标"]
    rows = [[2022, "杭州甲木机械有限公司", "场所", n, f"项目{n}", "达标"] for n in range(1, 4)]
    names = ["平安管家清单", "五有检查", "审计检查"]
    got = read(*(grid([head, *rows], name) for name in names))
    assert [part.form for part in got.parts] == ["steward-item", "five-haves-item", "audit-item"]
    unnamed = read(grid([["五有检查表"], head, *rows], "甲"), grid([head, *rows], "乙"))
    assert [(part.form, part.read) for part in unnamed.parts] == [("five-haves-item", 6)]


REGISTER = ("统一社会信用代码", "所属社区", "所属行业", "单位性质", "职工总数", "女职工数", "是否建会")
FIRM = ["91330105MA2YJ1X11R", "北星社区", "制造业", "私营", 10, 4, "已建"]


@pytest.mark.parametrize(
    ("line", "rows", "units"),
    [
        ("填报单位：杭州甲木机械有限公司", 1, ["杭州甲木机械有限公司"]),
        ("填报单位：杭州甲木机械有限公司", 2, []),
        ("填报单位：北星社区", 1, []),
        ("2022年6月", 1, []),
    ],
)
def test_a_register_without_the_names_of_its_units(line: str, rows: int, units: list[str]) -> None:
    """One row is the unit that sends it; of several, and of a community's, nobody knows: told as what it is,
    not as a list without a title."""
    cells = [[f"91330105MA2YJ1X{n}1R", *FIRM[1:]] if n else FIRM for n in range(rows)]
    got = read(grid([["单位普查与建会台账"], [line], list(REGISTER), *cells]))
    (part,) = got.parts
    assert (part.form, list(part.columns["单位名称"])) == ("unit-register", units)
    assert bool(told(got, "COLUMN-REQUIRED")) == (not units) and not told(got, "T-LIKE")


def test_numbers_behind_names_are_theirs() -> None:
    """`顶替谁 | 身份证号`: names in a column for IDs, the ID right of them; the phone behind 紧急联系人."""
    head = ["姓名", "身份证号", "单位", "手机", "体检状态", "顶替谁", "身份证号"]
    cells = [
        ["王安", identity(1), "杭州甲木机械有限公司", "13900000001", "替换", "李静", identity(2)],
        ["张宁", identity(3), "杭州甲木机械有限公司", "13900000003", "已体检", None, None],
    ]
    (part,) = read(grid([["职工免费体检名单"], head, *cells])).parts
    assert part.columns["证件号码"] == [identity(1), identity(3)]
    assert part.columns["顶替证件号码"] == [identity(2), None] and not part.held
    head = ["孩子姓名", "家长姓名", "联系电话", "紧急联系人", "联系电话", "单位名称", "年级"]
    cells = [["王小", "王安", "13900000001", "李静", "13900000002", "杭州甲木机械有限公司", "二年级"]]
    (part,) = read(grid([["小候鸟暑托班报名表"], head, *cells])).parts
    assert (part.columns["家长手机号码"], part.columns["紧急电话"]) == (["13900000001"], ["13900000002"])


def test_a_group_that_says_nothing_changes_nothing() -> None:
    """`基本信息` over 子女姓名 and two 身份证号: whose they are is told as without it."""
    group = ["基本信息", None, None, None, "其他情况", None, None]
    head = ["子女姓名", "身份证号", "职工姓名", "身份证号", "工作单位", "录取层次", "资助金额"]
    cells = [["王小", identity(1), "王安", identity(2), "杭州甲木机械有限公司", "高中", 3000]]
    merged = (Area(2, 1, 2, 4), Area(2, 5, 2, 7))
    (part,) = read(grid([["2022年金秋助学申请汇总表"], group, head, *cells], merged=merged)).parts
    assert (part.columns["学生证件号码"], part.columns["家长证件号码"]) == ([identity(1)], [identity(2)])


@pytest.mark.parametrize("rows", [1, 4])
@pytest.mark.parametrize("own", [False, True], ids=["a list", "a sheet of our ledger"])
@pytest.mark.parametrize("form", ledgers.BUILT_IN, ids=lambda form: form.slug)
def test_every_ledgers_own_list_is_a_list_of_it(form: Form, rows: int, own: bool) -> None:
    """However few rows it has, it is no card of another ledger that has the same labels."""
    head = [*form.titles, *(("台账状态", "来源文件", "来源工作表", "来源行") if own else ())]
    line = [column.example or None for column in form.columns]
    cells = [[*line, *(("正常", "甲.xlsx", "表", 3 + n) if own else ())] for n in range(rows)]
    lines = [] if own else [[form.title]]
    got = find_tables(
        Book("a.xlsx", "0" * 64, "xlsx", (grid([*lines, head, *cells], form.short),)), ledgers.BUILT_IN
    )
    assert [(table.form, table.layout) for table in got.tables] == [(form.slug, "list")]


def test_a_sheet_of_our_ledger_is_never_a_card() -> None:
    """Labels that others have as well, with values of any kind between them, below the columns of sources."""
    titles = [*recup_batch.FORM.titles, "台账状态", "来源文件", "来源工作表", "来源行"]
    line = {"年度": 2022, "组织单位": "街道", "批次": 1, "目的地": "桐庐", "天数": 5, "个人承担": 4000}
    line |= {"台账状态": "正常", "来源文件": "甲.xlsx", "来源工作表": "批次", "来源行": 4}
    rows = [[line.get(title) for title in titles]] * 2
    got = find_tables(
        Book("a.xlsx", "0" * 64, "xlsx", (grid([titles, *rows], "疗休养批次"),)), ledgers.BUILT_IN
    )
    assert [(table.form, table.layout) for table in got.tables] == [("recup-batch", "list")]


def test_two_columns_under_the_ledgers_own_name_are_it() -> None:
    """`覆盖企业名册` of one contract: its number and the workers; the unit stands above."""
    for more in ([], ["微信号"]):
        head, row = ["合同编号", "职工数", *more], ["J-1", 30, *("额1" for _ in more)]
        rows = [["集体合同覆盖企业名册"], ["填报单位：杭州甲木机械有限公司"], head, row]
        (part,) = read(grid(rows)).parts
        assert (part.form, part.columns["合同编号"]) == ("contract-cover", ["J-1"])


def test_several_units_in_one_cell_are_told() -> None:
    """Counted as one, and asked about."""
    names = "杭州甲木机械有限公司、杭州乙水科技有限公司"
    got = read(grid([["集体合同覆盖企业名册"], ["合同编号", "覆盖企业", "职工数"], ["J-1", names, 30]]))
    assert got.parts[0].columns["单位名称"] == [names]
    assert [one.place.ref for one in told(got, "ORG-SEVERAL")] == ["B3"]


def test_the_clerks_word_says_which_ledger_a_list_is() -> None:
    """Taken as the ledger confirmed although its required columns have names of their own, which are told and
    to be confirmed in their turn; 忽略 for a likely ledger is no vote for it."""
    head = ["员工", "男女", "证件编码", "在职状态", "会籍变化", "变化日期", "银行卡"]
    rows = [[f"甲{n}", "男", f"A{n}", "在岗", "入会", "2022-03-01", f"6{n}"] for n in range(1, 4)]
    asked = grid([["人员登记"], head, *rows])
    first = read(asked)
    assert [one.rule for one in first.findings] == ["T-LIKE"] and not first.parts
    (slug, mark, _, binding) = first.proposals[0]
    for title, forms in ((binding.title, ["member"]), ("", [])):
        confirmed = {(slug, mark): {binding.header: title}}
        again = of_book(Book("a.xlsx", "0" * 64, "xlsx", (asked,)), RunContext(confirmed=confirmed))
        assert [part.form for part in again.parts] == forms
        assert bool(told(again, "COLUMN-REQUIRED")) is bool(forms)
        assert ("员工" in [one[3].header for one in again.proposals]) is bool(forms)


def test_the_ledgers_own_name_over_its_columns_is_enough() -> None:
    """A required column under a name nobody knows is told as missing; the list is not asked about."""
    head = ["类别", "序号", "要点甲", "标准分", "自评", "完成情况", "存在问题", "整改时限"]
    rows = [["场所", n, f"第{n}项", 10, 8, "√", "", ""] for n in range(1, 5)]
    got = read(grid([["平安管家建设清单（启明医疗）"], head, *rows]))
    assert [part.form for part in got.parts] == ["steward-item"]
    assert "项目" in [one.column for one in told(got, "COLUMN-REQUIRED")]


def test_a_column_that_may_be_it_is_asked_about_and_not_missing() -> None:
    """One cause, one finding: `外来务工` may be 是否农民工, which is then not to be added."""
    head = ["姓名", "性别", "证件号码", "手机号码", "外来务工", "入会日期", "民族"]
    rows = [[*[PERSON[title](n) for title in head[:4]], "√", "2022-03-01", "汉"] for n in range(1, 4)]
    got = read(grid([["会员登记表"], head, *rows]))
    missing = [one.column for one in told(got, "COLUMN-EXPECTED")]
    assert [one.column for one in told(got, "T-COLUMN-OPT")] == ["是否农民工"]
    assert "就业状况" in missing and "是否农民工" not in missing


def test_the_unit_of_an_undecided_list_is_named_above_it() -> None:
    """Its receipt goes to that unit, which is not chased for what it sent."""
    roster = Roster((Unit("杭州甲木机械有限公司", ("甲木机械",)), Unit("杭州乙水有限公司")))
    rows = [[PERSON[title](n) for title in ALIKE] for n in range(1, 5)]
    for line, name in (("人员名单（甲木机械）", "杭州甲木机械有限公司"), ("人员名单", "")):
        page = grid([[line], list(ALIKE), *rows], "Sheet")
        got = of_book(Book("a.xlsx", "0" * 64, "xlsx", (page,)), RunContext(roster=roster))
        assert (got.fate, got.unit) == ("待确认", name)


def test_a_visit_to_a_firm_needs_no_person() -> None:
    """Kept under its unit, and the column is asked for."""
    rows = [[f"2022-05-1{n}", "杭州甲木机械有限公司", f"想办托管班{n}"] for n in range(1, 5)]
    got = read(grid([["走访诉求台账"], ["走访日期", "走访企业", "反映问题"], *rows], "走访诉求"))
    assert (got.parts[0].form, got.parts[0].kept) == ("visit", 4)
    assert "走访对象" in {one.column for one in told(got, "COLUMN-EXPECTED")}


@pytest.mark.parametrize("head", [("手机", "联系电话"), ("联系方式", "本人手机"), ("移动电话", "电话")])
def test_of_two_phones_the_mobile_is_the_persons(head: tuple[str, str]) -> None:
    """Nothing is asked; the other column is none of ours."""
    rows = [
        [PERSON["姓名"](n), identity(n), f"1390000{n:04d}", f"1380000{n:04d}", "2022-03-01"]
        for n in range(1, 6)
    ]
    lines = [["会员登记表"], ["填报单位：杭州甲木机械有限公司"], ["姓名", "证件号码", *head, "入会日期"]]
    got = read(grid([*lines, *rows], "会员登记"))
    at = 0 if "手机" in head[0] or "移动" in head[0] else 1
    assert got.parts[0].columns["手机号码"][0] == rows[0][2 + at]
    assert not told(got, "T-COLUMN-OPT")


def test_a_list_is_no_card_of_a_ledger_whose_word_stands_in_anothers() -> None:
    """疗休养 in 疗休养线路 speaks of the batches."""
    head = ["序号", "疗休养年度", "计划人数", "组织方", "目的地", "领队", "承办旅行社", "期次"]
    head += ["是否疗休养基地", "意外险"]
    rows = [[n, 2022, 30 + n, "街道", "桐庐", "王安", "某旅行社", n, "否", "是"] for n in (1, 2, 3)]
    foot = [[], ["填表人：张三", None, "联系电话：13900001234"]]
    lines = grid([["疗休养线路一览表"], head, *rows, *foot], "Sheet")
    found = find_tables(Book("1.xlsx", "0" * 64, "xlsx", (lines,)), ledgers.known())
    assert [(table.form, len(table.body)) for table in found.tables] == [("recup-batch", 3)]
