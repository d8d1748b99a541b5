"""The line above a table that says what its money is counted in; lines below it; texts of csv and html."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.declared.sheets import book, sheet
from tests.readers import made
from union_xl.model import RunContext, Source, Submission, period
from union_xl.run.declarations import read_declarations
from union_xl.run.workers import read_return

COLUMNS = (
    ("单位名称", "走访单位", "单位名称", "是", "", "", ""),
    ("日期", "慰问日期", "日期", "是", "", "", ""),
    ("慰问人数", "慰问职工人次", "整数", "应填", "", "", ""),
    ("资金", "慰问资金、慰问资金（万元）、慰问资金(元)", "金额", "应填", "", "", ""),
)
FACTS = (("表名", "送清凉走访表"), ("简称", "送清凉"), ("代号", "cool"), ("唯一列", "单位名称、日期"))
BUDGET = (
    ("单位名称", "编制单位", "单位名称", "是", "", "", ""),
    ("科目编号", "编号", "文本", "是", "", "", ""),
    ("科目名称", "名称", "文本", "是", "", "", ""),
    ("上年决算数", "", "金额", "否", "", "", ""),
    ("本年预算数", "", "金额", "否", "", "", ""),
    ("说明", "", "备注", "否", "", "", ""),
)
OWNED = (
    ("表名", "工会经费收支预算表"),
    ("简称", "经费收支"),
    ("代号", "budget"),
    ("唯一列", "单位名称、科目编号"),
)
HEAD = ["序号", "走访单位", "慰问日期", "慰问职工人次", "慰问资金"]
VISITS = [[1, "杭州甲科技有限公司", "2022-04-08", 120, 1.2], [2, "杭州乙物流有限公司", "2022-04-09", 60, 0.5]]


@pytest.fixture
def context(tmp_path: Path) -> RunContext:
    """Two forms declared by the office."""
    made_of = book(
        tmp_path / "office.xlsx",
        自定义表·送清凉=sheet(FACTS, COLUMNS, ()),
        自定义表·经费=sheet(OWNED, BUDGET, ()),
    )
    half = period("2022H1")
    return RunContext(declared=tuple(read_declarations(made_of)), period=half, as_of=half.end)


def read(context: RunContext, rows: list[list[Any]], name: str = "送清凉.xlsx") -> Submission:
    """A workbook, or a csv, of one sheet."""
    data = made.xlsx({"Sheet": rows})
    if name.endswith("csv"):
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        data = text.getvalue().encode()
    return read_return.submission(Source(name, Path(name), data), context)


@pytest.mark.parametrize("name", ["送清凉.xlsx", "送清凉.csv"])
@pytest.mark.parametrize(
    ("lines", "unit"),
    [
        ([["送清凉活动情况"], ["填报单位：杭州丙有限公司", "", "", "", "单位：万元"]], "杭州丙有限公司"),
        ([["送清凉活动情况"], ["单位：万元"]], ""),
        ([["送清凉活动情况（单位：万元）"]], ""),
        ([["送清凉活动情况"], ["", "", "", "（金额单位：人民币万元）"]], ""),
        ([["送清凉活动情况"], ["", "", "", "计量单位：", "万元"]], ""),
        ([["送清凉活动情况"], ["", "", "", "", "单位：人、万元"]], ""),
        ([["送清凉活动情况"], ["编制单位：杭州丙有限公司  单位：万元"]], "杭州丙有限公司"),
        ([["送清凉活动情况"], ["", "", "", "单位", "万元"]], ""),
        ([["送清凉活动情况"], ["", "", "", "", "（万元）"]], ""),
        ([["送清凉活动情况（万元）"]], ""),
        ([["送清凉活动情况"], ["本表金额以万元为单位"]], ""),
        ([["送清凉活动情况"], ["", "", "", "", "金额：万元"]], ""),
    ],
)
def test_the_unit_line_is_the_unit_of_the_money(
    context: RunContext, lines: list[list[Any]], unit: str, name: str
) -> None:
    """Wherever above the table it stands; nobody's name, and not the unit of counts."""
    part = (got := read(context, [*lines, HEAD, *VISITS], name)).parts[0]
    assert part.columns["资金"] == [12000, 5000] and part.columns["慰问人数"] == [120, 60]
    assert [(one.column, one.after) for one in got.corrections if one.column == "资金"] == [
        ("资金", 12000),
        ("资金", 5000),
    ]
    assert part.unit in ((unit,) if unit else ("", VISITS[0][1]))


@pytest.mark.parametrize("name", ["送清凉.xlsx", "送清凉.csv"])
@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ([HEAD], [["单位：万元"]]),
        ([HEAD], [["备注：以上金额以万元为单位。"]]),
        ([HEAD, ["", "", "", "人次", "万元"]], []),
        ([HEAD, ["", "", "", "", "万元"]], []),
        ([[*HEAD[:4], "慰问资金，单位：万元"]], []),
    ],
)
def test_the_unit_below_the_table_or_the_header_is_heard_as_well(
    context: RunContext, head: list[list[Any]], foot: list[list[Any]], name: str
) -> None:
    """In a line at the foot, in a row of measures below the header, behind a comma in the header."""
    part = read(context, [["送清凉活动情况"], *head, *VISITS, *foot], name).parts[0]
    assert part.columns["资金"] == [12000, 5000] and part.columns["慰问人数"] == [120, 60]
    assert not part.held


@pytest.mark.parametrize("unit", ["万元", "（万元）", "单位：万元", "以万元为单位"])
def test_the_unit_among_hints_below_the_titles_is_heard(context: RunContext, unit: str) -> None:
    """`写全称 | 如7.10 | 必填 | 必填 | 万元`: a row of hints, and no row of the list."""
    hints = ["写全称", "如7.10", "必填", "必填", unit]
    part = read(context, [["送清凉走访慰问登记表"], HEAD, hints, *VISITS]).parts[0]
    assert (part.read, part.columns["资金"]) == (len(VISITS), [12000, 5000])


def test_yuan_changes_nothing_and_a_header_with_its_own_unit_goes_first(context: RunContext) -> None:
    """`单位：元`; a column headed 万元 under it; one headed 元 under 万元."""
    assert read(context, [["单位：元、人"], HEAD, *VISITS]).parts[0].columns["资金"] == [1.2, 0.5]
    own = [*HEAD[:4], "慰问资金（万元）"]
    assert read(context, [["单位：元"], own, *VISITS]).parts[0].columns["资金"] == [12000, 5000]
    own = [*HEAD[:4], "慰问资金(元)"]
    assert read(context, [["单位：万元"], own, *VISITS]).parts[0].columns["资金"] == [1.2, 0.5]


def test_the_unit_of_a_group_of_columns_is_theirs(context: RunContext) -> None:
    """规模（万元）merged over its columns; 万元 in a second line of the header; below 单位：元."""
    for above in ([], [["单位：元"]]):
        head = [*HEAD[:4], "慰问资金\n万元"]
        assert read(context, [["送清凉活动情况"], *above, head, *VISITS]).parts[0].columns["资金"] == [
            12000,
            5000,
        ]
        rows = [["送清凉活动情况"], *above, ["", "", "", "规模（万元）"], HEAD, *VISITS]
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        at = len(above) + 2
        book.active.merge_cells(start_row=at, end_row=at, start_column=4, end_column=5)
        book.save(data := io.BytesIO())
        got = read_return.submission(Source("送清凉.xlsx", Path("送清凉.xlsx"), data.getvalue()), context)
        assert got.parts[0].columns["资金"] == [12000, 5000]


def test_a_number_under_ten_thousands_that_reads_like_yuan_is_asked_about(context: RunContext) -> None:
    """18,500 under 万元 would be 185 million; kept, and told at its cell.  18500元 is what it says."""
    rows = [["单位：万元"], HEAD, [*VISITS[0][:4], 18500], [*VISITS[1][:4], "18500元"]]
    got = read(context, rows)
    assert got.parts[0].columns["资金"] == [185_000_000, 18_500]
    assert [one.place.ref for one in got.findings if one.rule == "NUM-UNIT"] == ["E3"]


def test_a_statement_with_its_subtotals(context: RunContext) -> None:
    """编制单位 is whose it is, 元 is not; totals without code are compared with the items above, once."""
    rows = [
        ["工会经费收支预算表"],
        ["编制单位：杭州甲有限公司工会委员会", "", "年度：2022", "", "单位：元"],
        ["编号", "名称", "上年决算数", "本年预算数", "说明"],
        ["400", "上年结转", 20000, 30000],
        ["401", "会费收入", 1000, 1200],
        ["402", "拨缴经费收入", 8000, 9000],
        ["", "本年收入合计", 29000, 40200],
        ["501", "职工活动支出", 7000, 8000],
        ["50101", "职工教育费", 2000, 2000],
        ["50102", "文体活动费", 5000, 6000],
        ["", "本年支出合计", 7000, 8001],
    ]
    grand = [["", "本年支出合计", 7000, 8000], ["", "年末结转", 22000, 32200], ["", "支出总计", 29000, 40200]]
    assert "T-TOTAL" not in {one.rule for one in read(context, [*rows[:-1], *grand], "预算.xlsx").findings}
    got = read(context, rows, "预算.xlsx")
    part = got.parts[0]
    assert (part.unit, part.read, part.kept) == ("杭州甲有限公司工会委员会", 6, 6)
    assert [(one.rule, one.place.ref) for one in got.findings if one.rule != "U-UNKNOWN"] == [
        ("T-TOTAL", "D11")
    ]


ENTRY = ["竞赛名称", "参赛项目", "参赛单位", "姓名", "性别", "身份证号", "手机号码", "参赛身份"]
PERSON = ["技能大赛", "养老护理", "杭州甲有限公司", "张三", "男", "330105199003072013", "13900001234", "选手"]


def test_a_phone_of_whoever_filled_the_form_in_is_nobodys_column() -> None:
    """Below the table or above it; beside 联系人 above the table it is the contact's."""

    def phone(*rows: list[Any]) -> Any:
        got = read_return.submission(
            Source("a.xlsx", Path("a"), made.xlsx({"报名汇总": list(rows)})), RunContext()
        )
        return got.parts[0].columns["联系电话"], got.parts[0].columns["联系人"]

    foot = ["填表人：周八", "", "", "审核人：钱七", "", "", "联系电话：0571-88001234"]
    assert phone(ENTRY, PERSON, [], foot) == ([None], [None])
    assert phone(["填表人：周八   联系电话：0571-88001234"], ENTRY, PERSON) == ([None], [None])
    assert phone(["联系人：王五 联系电话：0571-88001234"], ENTRY, PERSON) == (["0571-88001234"], ["王五"])


def test_a_month_in_a_text_file_may_have_lost_its_last_nought(context: RunContext) -> None:
    """2022.1 in csv and html is January or October, as in a workbook."""
    rows = [HEAD, [1, "杭州甲科技有限公司", "2022.1", 120, 12], [2, "杭州乙物流有限公司", "2022.10", 60, 5]]
    got = read(context, rows, "送清凉.csv")
    assert got.parts[0].columns["日期"] == ["2022", "2022-10"]
    assert [(one.rule, one.place.ref) for one in got.findings if one.column == "日期"] == [
        ("DATE-AMBIGUOUS", "C2")
    ]
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    page = f"<html><body><table>{cells}</table></body></html>".encode()
    got = read_return.submission(Source("送清凉.xls", Path("a"), page), context)
    assert [one.rule for one in got.findings if one.column == "日期"] == ["DATE-AMBIGUOUS"]


def test_a_date_without_year_in_a_file(context: RunContext) -> None:
    """7.10 takes the period's year, and 修正记录 knows."""
    got = read(context, [HEAD, [1, "杭州甲科技有限公司", "7.10", 120, 12]])
    assert got.parts[0].columns["日期"] == [dt.date(2022, 7, 10)]
    assert [one.after for one in got.corrections if one.column == "日期"] == [dt.date(2022, 7, 10)]


@pytest.mark.parametrize("unit", ["万圆", "￥万", "万￥", "人民币万", "人民币万元", "10000元", "万"])
def test_ten_thousands_of_yuan_in_other_words(context: RunContext, unit: str) -> None:
    """In the header, in a line of its own, in a second row of the header."""
    for rows in (
        [[*HEAD[:4], f"慰问资金（{unit}）"]],
        [[f"单位：{unit}"], HEAD],
        [["", "", "", "", f"单位：{unit}"], HEAD],
        [HEAD, ["", "", "", "", f"（{unit}）"]],
    ):
        got = read(context, [["送清凉活动情况"], *rows, *VISITS])
        assert got.parts[0].columns["资金"] == [12000, 5000], rows
        assert "NUM-UNIT-ODD" not in [one.rule for one in got.findings]


@pytest.mark.parametrize("unit", ["W", "K", "万美元", "港币"])
def test_a_unit_that_is_no_yuan_for_sure_is_asked_about(context: RunContext, unit: str) -> None:
    """Numbers stay as they are; told once for the column."""
    below = ["", "", "", "", f"（{unit}）"]
    for rows in ([[*HEAD[:4], f"慰问资金（{unit}）"]], [[f"单位：{unit}"], HEAD], [HEAD, below]):
        got = read(context, [["送清凉活动情况"], *rows, *VISITS])
        assert got.parts[0].columns["资金"] == [1.2, 0.5]
        told = [(one.place.ref, one.facts["写法"]) for one in got.findings if one.rule == "NUM-UNIT-ODD"]
        assert told == [("E", unit)] and "U-UNKNOWN" not in [one.rule for one in got.findings]
