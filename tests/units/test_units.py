"""Whose return it is: matching names, and where the unit and the period are looked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.find.test_defects import HEAD, PEOPLE, grid
from union_xl import find, ledgers
from union_xl.find import units
from union_xl.model import Book, Roster, Unit

JIA = Unit("杭州甲木机械有限公司", ("甲木机械", "杭州甲木老厂"), "91330105MC0000020U", "北星社区")
YI = Unit("杭州乙水（滨江）科技有限公司", (), "81330105MC00000121")
BING = Unit("浙江丙火物流有限公司")
ROSTER = Roster((JIA, YI, BING))
CADRE = ("姓名", "工会职务", "手机号码", "单位名称")


def person(number: int, unit: str) -> list[Any]:
    """A member with a unit."""
    return [*PEOPLE[number], unit]


@pytest.mark.parametrize(
    ("text", "code", "unit", "how"),
    [
        ("", "91330105MC0000020U", JIA, "code"),
        ("杭州甲木机械有限公司", "", JIA, "exact"),
        ("甲木机械", "", JIA, "alias"),
        ("杭州乙水(滨江)科技有限公司", "", YI, "normalised"),
        ("杭州市甲木机械有限公司工会委员会", "", JIA, "normalised"),
        (" 丙火物流 ", "", BING, "normalised"),
        ("杭州甲木机械", "", JIA, "normalised"),
        ("杭州甲木机械有限公司（盖章）", "", JIA, "normalised"),
        ("杭州乙水（滨江）科技有限公司(单位公章)", "", YI, "normalised"),
    ],
)
def test_defect_63_names_are_matched_through_their_variants(
    text: str, code: str, unit: Unit, how: str
) -> None:
    """Code, exact, alias, normalised: in this order."""
    assert (units.match(text, code, ROSTER).unit, units.match(text, code, ROSTER).how) == (unit, how)


@pytest.mark.parametrize(
    "seal", ["（盖章）", "(公章)", "（单位盖章处）", "（ ）", " （加盖公章）　　填报日期：2022年7月1日"]
)
def test_the_place_of_the_seal_is_no_part_of_a_name(seal: str) -> None:
    """填报单位：杭州甲木机械有限公司（盖章） is that unit, known to the roster or not."""
    rows = [[f"填报单位：杭州丁土装饰有限公司{seal}"], HEAD, *PEOPLE]
    book = Book("a.xlsx", "xlsx", "", (grid(rows),))
    (table,) = find.find_tables(book, ledgers.BUILT_IN).tables
    assert units.identify_table(book, table, ROSTER).name == "杭州丁土装饰有限公司"


def test_near_names_are_proposed_and_never_taken() -> None:
    """One sign apart is another unit until somebody says so."""
    got = units.match("杭州甲术机械有限公司", "", ROSTER)
    assert (got.unit, got.proposals[:1]) == (None, (JIA,))


def test_a_short_name_that_may_be_two_firms_is_proposed() -> None:
    """With its place it is one of them."""
    roster = Roster((BING, Unit("宁波丙火物流有限公司")))
    assert units.match("丙火物流", "", roster).unit is None
    assert units.match("浙江丙火物流", "", roster).unit == BING


def test_names_two_units_share_match_neither() -> None:
    """The same short name of two units is no evidence."""
    roster = Roster((Unit("杭州丁土贸易有限公司"), Unit("浙江丁土贸易股份有限公司")))
    assert units.match("丁土贸易", "", roster).unit is None


def identified(lines: list[list[Any]], head: Any = HEAD, people: Any = PEOPLE, name: str = "a.xlsx",
               roster: Roster = ROSTER, stamp: dict[str, str] | None = None) -> units.Identified:  # fmt: skip
    """Whose table it is."""
    # a sheet called 会员登记表 with the columns of a register would be asked about
    sheet = replace(grid([*lines, head, *people]), **({} if head is HEAD else {"sheet": "Sheet1"}))
    book = Book(name, "0" * 64, "xlsx", (sheet,), stamp or {})
    found = find.find_tables(book, ledgers.BUILT_IN)
    return units.identify_table(book, found.tables[0], roster)


def test_the_stamp_counts_before_everything() -> None:
    """A blank of ours says whose it is."""
    got = identified(
        [["单位名称：浙江丙火物流有限公司"]], stamp={"form": "member", "unit": JIA.name, "period": "2022H1"}
    )
    assert (got.name, got.how, got.period, got.community) == (JIA.name, "stamp", "2022H1", "北星社区")


def test_the_credit_code_counts_before_the_name() -> None:
    """A name of another unit is told."""
    got = identified([["单位名称：浙江丙火物流有限公司", "统一社会信用代码：91330105MC0000020U"]])
    assert (got.name, got.how, [one.rule for one in got.findings]) == (JIA.name, "code", ["U-CODE"])


def test_the_column_counts_before_the_title_and_the_file() -> None:
    """U-FILE tells that the file name speaks of another unit."""
    people = [[*row, "甲木机械"] for row in PEOPLE]
    got = identified(
        [["单位名称：浙江丙火物流有限公司"]], (*HEAD, "单位名称"), people, "会员登记-丙火物流(最终版).xlsx"
    )
    assert (got.name, got.how, [one.rule for one in got.findings]) == (JIA.name, "column", ["U-FILE"])


def test_title_line_then_title_then_file_name() -> None:
    """Each is enough when the others are silent."""
    assert identified([["单位名称：甲木机械"]]).how == "title"
    assert identified([["杭州甲木机械有限公司会员登记表"]]).name == JIA.name
    got = identified([], name="上报/丙火物流会员名册(1).xlsx")
    assert (got.name, got.how) == (BING.name, "file")


def test_unknown_near_and_missing_units_are_told() -> None:
    """U-UNKNOWN, U-NEAR with the suggestion, U-NONE."""
    assert [one.rule for one in identified([["单位名称：上海无名实业公司"]]).findings] == ["U-UNKNOWN"]
    assert identified([["单位名称：北星社区"]]).findings == ()  # a community that units of the roster are of
    near = identified([["单位名称：杭州甲术机械有限公司"]])
    assert (near.name, near.on_roster) == ("杭州甲术机械有限公司", False)
    assert [(one.rule, one.suggestions[0].value) for one in near.findings] == [("U-NEAR", JIA.name)]
    assert [one.rule for one in identified([]).findings] == ["U-NONE"]


@pytest.mark.parametrize("name", ["甲木机械、丙火物流会员.xlsx", "丙火物流会员.xlsx"])
def test_a_file_name_that_may_be_two_firms_is_asked_about(name: str) -> None:
    """Two short names, or one that ends another firm's."""
    roster = Roster((*ROSTER.units, Unit("宁波丙火物流有限公司")))
    got = identified([], name=name, roster=roster)
    assert (got.name, [one.rule for one in got.findings]) == ("", ["U-SEVERAL"])
    assert BING.name in [one.value for one in got.findings[0].suggestions]


@pytest.mark.parametrize("roster", [ROSTER, Roster()])
def test_a_firm_the_title_names_is_whose_it_is(roster: Roster) -> None:
    """With or without a roster that knows it; never whoever sent the form out."""
    got = identified([["上海无名实业公司2022年上半年会员登记表"]], roster=roster)
    assert (got.name, got.how, got.on_roster) == ("上海无名实业公司", "title", False)
    assert [one.rule for one in got.findings] == (["U-UNKNOWN"] if roster else [])
    assert identified([["墅桥街道总工会职工技能竞赛报名表"]], roster=roster).name == ""


def test_without_a_roster_the_name_stays_as_found() -> None:
    """And nothing is told about it."""
    got = identified([["单位名称：上海无名实业公司"]], roster=Roster())
    assert (got.name, got.findings) == ("上海无名实业公司", ())


def test_a_roll_up_of_several_units_belongs_to_its_sender() -> None:
    """The rows keep their own units."""
    people = [[*row, unit.name] for row, unit in zip(PEOPLE, (JIA, JIA, YI, YI, BING, BING), strict=True)]
    roster = Roster((*ROSTER.units, Unit("北星社区工会联合会")))
    got = identified([["填报单位：北星社区工会联合会"]], (*HEAD, "单位名称"), people, roster=roster)
    assert got.name == "北星社区工会联合会"


def test_period_and_date_are_read_from_the_lines() -> None:
    """The filling date below counts before the one above."""
    got = identified([["2021年下半年工会会员登记表"], ["单位名称：甲木机械  填报日期：2022.1.5"]])
    assert (got.period, got.filled_on) == ("2021H2", dt.date(2022, 1, 5))


@pytest.mark.parametrize(
    ("stated", "wanted", "other"),
    [
        ("2021H2", "2022H1", True),
        ("2022Q2", "2022H1", False),
        ("2022", "2022H1", False),
        ("", "2022H1", False),
        ("2022-08", "2022H1", True),
    ],
)
def test_defect_69_another_period_is_recognised(stated: str, wanted: str, other: bool) -> None:
    """A period that neither holds nor is held by the wanted one."""
    assert units.other_period(stated, wanted) is other


def test_a_sheet_of_several_units_is_nobodys_unless_it_says_so() -> None:
    """A register of many units belongs to the body the path speaks of, else to no unit of its rows."""
    head = ("单位名称", "统一社会信用代码", "职工总数", "女职工数", "是否建会")
    rows = [[one.name, one.code or None, 9, 3, "未建"] for one in (JIA, YI, BING)]
    sender = Unit("北星社区居民委员会", ("北星社区工会联合会",))
    got = identified([], head, rows, "普查表.xlsx")
    assert (got.name, got.how, got.findings) == ("", "column", ())
    roster = Roster((*ROSTER.units, sender))
    assert identified([], head, rows, "北星社区/普查表.xlsx", roster).name == sender.name


def test_a_silent_sheet_follows_the_others_of_its_book() -> None:
    """Unless they speak of several units."""
    jia, yi = units.Identified(JIA.name, how="title"), units.Identified(YI.name, how="title")
    silent, filed = units.Identified("", how=""), units.Identified(YI.name, how="file")
    assert [one.name for one in units.reconcile([jia, silent, filed])] == [JIA.name] * 3
    assert [one.name for one in units.reconcile([jia, yi, silent])] == [JIA.name, YI.name, ""]


def test_whom_the_office_noted_in_a_ledger_of_its_own_sent_nothing() -> None:
    """The only unit in the rows of a ledger that the office keeps says nothing of the book's other sheets."""
    jia, silent = units.Identified(JIA.name, how="column"), units.Identified("", how="")
    for kept, name in (([True, False], ""), ([False, True], ""), ([False, False], JIA.name)):
        got = units.reconcile([jia, silent], kept=kept)
        assert [one.name for one in got] == [JIA.name, name]


def test_the_unit_of_one_sheets_rows_is_not_that_of_a_book_of_several() -> None:
    """A ledger's sheets: one of many units, one of a single one, one that names nobody (年度任务)."""
    rows = [person(n, JIA.name if n % 2 else YI.name) for n in range(1, 5)]
    many = grid([[*HEAD, "单位名称"], *rows], "会员登记")
    one = grid([[*CADRE], ["王安", "主席", "13900000001", BING.name]], "工会干部")
    none = grid(
        [["年度", "指标名称", "目标数", "责任人", "单位名称"], [2022, "会员数", 10, "王安", None]], "年度任务"
    )
    book = Book("a.xlsx", "0" * 64, "xlsx", (many, one, none))
    found = find.find_tables(book, ledgers.BUILT_IN).tables
    forms = [next(form for form in ledgers.BUILT_IN if form.slug == table.form) for table in found]
    assert [table.form for table in found] == ["member", "cadre", "task"]
    assert units.identify_tables(book, found, ROSTER, forms)[2].name == ""


def test_one_readable_code_among_several_units_is_not_the_sheets() -> None:
    """Codes with blanks inside are codes, and a single one does not make the sheet its unit's."""
    head = ("单位名称", "统一社会信用代码", "职工总数", "女职工数", "是否建会")
    rows = [[JIA.name, None, 9, 3, "未建"], [YI.name, YI.code, 9, 3, "未建"]]
    assert identified([["填报单位：浙江丙火物流有限公司"]], head, rows).name == BING.name
    spaced = [[JIA.name, f"{JIA.code[:2]} {JIA.code[2:8]} {JIA.code[8:]}", 9, 3, "未建"]]
    assert (identified([], head, spaced).name, identified([], head, spaced).how) == (JIA.name, "code")


@pytest.mark.parametrize("behind", ["2022年上半年", "2022年7月1日", "2022.6"])
def test_a_period_or_day_behind_the_sender_is_no_part_of_its_name(behind: str) -> None:
    got = identified([[f"编制单位：甲木机械          {behind}"]])
    assert (got.name, got.on_roster) == (JIA.name, True)


def test_what_the_office_drew_up_needs_no_sender_from_the_roster() -> None:
    """Its own name above a list is neither unknown nor near to a unit's."""
    book = Book("a.xlsx", "0" * 64, "xlsx", (grid([["编制单位：某街道总工会"], HEAD, *PEOPLE]),), {})
    table = find.find_tables(book, ledgers.BUILT_IN).tables[0]
    (own,) = units.identify_tables(book, [table], ROSTER, office="某街道总工会")
    (other,) = units.identify_tables(book, [table], ROSTER, office="某区总工会")
    assert own.findings == () and [one.rule for one in other.findings] == ["U-UNKNOWN"]


def test_a_sheets_name_says_nothing_about_the_same_list_on_another_sheet() -> None:
    """A firm a sheet; the second one's name is no name of a firm."""
    tables = [
        found
        for sheet in ("杭州甲有限公司", "杭州乙科技股份")
        for found in find.find_tables(
            Book("a.xlsx", "0" * 64, "xlsx", (grid([HEAD, *PEOPLE], sheet),)), ledgers.BUILT_IN
        ).tables
    ]
    book = Book("a.xlsx", "0" * 64, "xlsx", tuple(table.grid for table in tables))
    ones = units.identify_tables(book, tables, Roster(()), [ledgers.member.FORM] * 2)
    assert [one.name for one in ones] == ["杭州甲有限公司", ""]
    assert [finding.rule for finding in ones[1].findings] == ["U-NONE"]


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("杭州新亚医疗有限公司.xlsx", "杭州新亚医疗有限公司"),
        ("新华印刷厂（改）.xlsx", "新华印刷厂"),
        ("杭州城市更新建设有限公司2022年6月.xlsx", "杭州城市更新建设有限公司"),
        ("杭州360科技有限公司v2.xlsx", "杭州360科技有限公司"),
    ],
)
def test_words_within_a_name_are_no_marks_of_a_copy(name: str, unit: str) -> None:
    """新, 更新, 360: a file of 杭州新亚 was 亚医疗's."""
    assert units.unit_from_filename(name) == unit


@pytest.mark.parametrize("roster", [ROSTER, Roster(())])
def test_the_folder_or_the_zip_says_whose_a_file_is(roster: Roster) -> None:
    """A folder per firm, where neither the form nor the file's name says it; a community's says nothing."""
    names = [
        identified([], name=f"{one}/会员.xlsx", roster=roster).name for one in (JIA.name, f"{JIA.name}.zip")
    ]
    assert names == [JIA.name] * 2 and not identified([], name="2022/会员.xlsx", roster=roster).name
