"""Rows below a header that are no rows: prepared ones, hints, totals; and rows that only look like these."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.find.test_defects import HEAD, PEOPLE, found, grid, only, person
from union_xl import readers
from union_xl.model import Area, RunContext, Source, Table

GHOST = [None, "男", None, None, None, "入会"]
"""Defaults of lists, behind a running number."""


def told(table: Table) -> list[tuple[str, str]]:
    """Rule and cell of everything said about a table."""
    return [(one.rule, one.place.ref) for one in table.findings]


def why(table: Table, kind: str) -> list[int]:
    """The rows set aside for this reason."""
    return [row for row, one in sorted(table.aside.items()) if one == kind]


def test_prepared_rows_are_left_out_and_told_in_one_line() -> None:
    """Running number, list defaults, results of formulas; at the end and between people."""
    ghosts = [[float(number), *GHOST] for number in range(10, 40)]
    rows = [HEAD, *PEOPLE[:2], *ghosts[:1], *PEOPLE[2:], *ghosts[1:]]
    table = only(grid(rows))
    assert len(table.body) == 6
    assert [(one.rule, one.place.ref, one.facts["行数"]) for one in table.findings] == [
        ("T-PREFILLED", "B4", 30)
    ]


def test_codes_that_count_on_and_broken_formulas_are_prepared_as_well() -> None:
    """`GH0005`, `GH0006`, … and #VALUE! in every row."""
    head = (*HEAD, "会员编号", "年龄")
    rows = [head, *([*one, f"GH{one[0]:04.0f}", 32.0] for one in PEOPLE)]
    rows += [[n, *GHOST, f"GH{n:04d}", "#VALUE!"] for n in range(7, 12)]
    table = only(grid(rows))
    assert table.body == tuple(range(2, 8)) and why(table, "预填") == list(range(8, 13))


@pytest.mark.parametrize(
    "cells",
    [
        [None, "男", None, "13900001234", None, "入会"],
        [None, "男", None, None, dt.date(2022, 4, 5), "入会"],
        ["赵某", "男", None, None, None, "入会"],
    ],
)
def test_what_somebody_wrote_into_a_prepared_row_makes_it_a_row(cells: list[Any]) -> None:
    """A phone number, a date of its own, a name."""
    rows = [HEAD, *PEOPLE, [7.0, *cells], *([float(n), *GHOST] for n in range(8, 12))]
    assert 8 in only(grid(rows)).body


def test_one_prepared_row_is_told_by_what_all_other_rows_hold() -> None:
    """Of 1 row without name the defaults are those of the named ones."""
    rows = [HEAD, *([*one[:2], "男", *one[3:]] for one in PEOPLE), [7.0, *GHOST]]
    assert why(only(grid(rows)), "预填") == [8]
    rows = [HEAD, *PEOPLE, [7.0, None, "其他", None, None, None, "转入"]]
    assert 8 in only(grid(rows)).body


def test_the_second_line_of_a_merged_person_is_no_prepared_row() -> None:
    """The name stands above, in the merged cell."""
    rows = [HEAD, *PEOPLE, [None, *GHOST], person(8), [None, *GHOST]]
    merged = tuple(Area(top, col, top + 1, col) for top in (7, 9) for col in (2, 4))
    table = only(grid(rows, merged=merged))
    assert {8, 10} <= set(table.body)


HINTS = [None, "与身份证一致", "男/女", "18位，文本格式", "11位手机号", "格式：yyyy-mm-dd", "下拉选择"]
NEEDED = ["选填", "必填", "选填", "必填", "选填", "选填", "必填"]


@pytest.mark.parametrize(
    "hints",
    [
        [HINTS],
        [NEEDED],
        [NEEDED, HINTS],
        [HINTS, [], NEEDED],
        [[None, "如：张三", "如：女", "如：330105199003072013", "如：13900001234", "如：2022-03-01"]],
        [[None, None, None, "请填18位身份证号"]],
        [[None, "（必填）", "（选填）", "（必填，18位）", "（11位数字）", "（精确到日）"]],
    ],
)
def test_hint_rows_are_no_rows(hints: list[list[Any]]) -> None:
    """One or two lines below the header; silently, and never in place of people."""
    table = only(grid([HEAD, *hints, *PEOPLE]))
    assert len(table.body) == 6 and min(table.body) == 2 + len(hints)
    assert table.findings == ()


def test_hints_come_again_below_a_repeated_header_or_a_sample() -> None:
    """Each page has them."""
    rows = [HEAD, ["例", *PEOPLE[0][1:]], NEEDED, *PEOPLE[:3], HEAD, NEEDED, *PEOPLE[3:]]
    table = only(grid(rows))
    assert why(table, "填写提示") == [3, 8] and len(table.body) == 6
    assert told(table) == [("T-SAMPLE-OWN", "B2")]


@pytest.mark.parametrize(
    ("line", "cell"),
    [
        (["以下为外包人员"], "A4"),
        ([None, None, None, None, None, None, "入会手续补办中"], "G4"),
        (["另：上一行已离职"], "A4"),
        (["填表人：张某"], ""),
        (["注：以下为外包人员"], ""),
        (["二、杭州甲木机械有限公司（3人）"], ""),
        (["小计", 2], ""),
    ],
)
def test_a_text_among_the_rows_of_which_no_word_says_what_it_is_is_told(line: list[Any], cell: str) -> None:
    """Once, by its first cell; what heads a block, signs or sums up is understood."""
    table = found(grid([HEAD, *PEOPLE[:2], line, *PEOPLE[2:]])).tables[0]
    assert told(table) == ([("T-LOOSE", cell)] if cell else [])


def test_people_are_no_hints() -> None:
    """Badly filled rows right below the header are read."""
    rows = [HEAD, [1.0, "张三", "男/女", "不详", None, None, "入会/转入"], *PEOPLE]
    assert only(grid(rows)).body[0] == 2


@pytest.mark.parametrize(
    "total",
    [
        [None, "共计：6人"],
        [None, "总人数", None, 6.0],
        ["本页小计", None, None, "6人"],
        [None, None, "女 计数", 3.0],
        ["人数合计", 6.0],
        ["Total", 6.0],
        ["Grand Total", None, None, 6.0],
        ["本单位共6人"],
        ["以上共计6人"],
        [None, "会员总人数：6人"],
        ["第一车间合计", 6.0],
    ],
)
@pytest.mark.parametrize("at", [3, 6])
def test_totals_are_known_by_their_shape(total: list[Any], at: int) -> None:
    """A count word and no id, in the middle or at the end."""
    table = only(grid([HEAD, *PEOPLE[:at], total, *PEOPLE[at:]]))
    assert why(table, "合计") == [2 + at] and len(table.body) == 6
    assert told(table) == []


def test_subtotals_of_groups_are_compared_with_the_rows_that_hold_the_group() -> None:
    """`女 计数` counts the women, wherever it stands."""
    rows = [HEAD, *PEOPLE, [None, None, "女 计数", 3.0], [None, None, "男 计数", 4.0]]
    assert told(only(grid(rows))) == [("T-TOTAL", "D9")]


@pytest.mark.parametrize("name", ["总建国", "合小计", "共工"])
def test_people_with_names_like_totals_are_people(name: str) -> None:
    """With an id, and also without one when the row holds what a person has."""
    with_id = [7.0, name, *PEOPLE[0][2:]]
    without = [8.0, name, "男", None, None, dt.date(2022, 3, 1), "入会"]
    assert only(grid([HEAD, *PEOPLE, with_id, without])).body[-2:] == (8, 9)


def test_units_with_names_like_totals_are_units() -> None:
    """合计餐饮有限公司."""
    head = ("序号", "单位名称", "统一社会信用代码", "单位地址", "职工总数", "女职工数")
    rows = [head, [1.0, "杭州甲乙有限公司", None, "某路1号", 10.0, 4.0]]
    rows += [[2.0, "合计餐饮有限公司", None, None, 20.0, 5.0], ["合计", None, None, None, 30.0, 9.0]]
    table = only(grid(rows, "建会普查"))
    assert table.body == (2, 3) and told(table) == []


def test_several_footers_and_page_totals() -> None:
    """On every page: its total, who filled it in, the header again."""
    foot = ["填表人：周八", None, "审核人：钱七", None, "联系电话：0571-88001234"]
    seal = ["单位（盖章）：", None, "填表人：", "周八", "负责人：", "钱七"]
    page = [["本页小计", 3.0], foot, seal, ["2022年6月30日"], ["第1页 共2页"]]
    rows = [HEAD, *PEOPLE[:3], *page, HEAD, *PEOPLE[3:], *page, ["总计", 6.0]]
    table = only(grid(rows))
    assert len(table.body) == 6 and told(table) == []


def saved(tmp_path: Path, rows: Sequence[Sequence[Any]]) -> Table:
    """The only table of a workbook; a pair is a formula with its result."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("会员登记表")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for row, cells in enumerate(rows):
            for col, cell in enumerate(cells):
                if isinstance(cell, tuple):
                    sheet.write_formula(row, col, cell[0], None, cell[1])
                elif isinstance(cell, dt.date):
                    sheet.write_datetime(row, col, cell, day)
                else:
                    sheet.write(row, col, cell)
    return only(*readers.open_book(Source("a.xlsx", path), RunContext()).grids)


def test_a_row_of_sums_without_any_word_is_a_total_and_told(tmp_path: Path) -> None:
    """Only its formulas say so; a sum across the row, or with its own row in it, says nothing."""
    head = (*HEAD, "其中：女", "补贴")
    rows = [[*head], *([*one, "是", one[0]] for one in PEOPLE), [None] * 8 + [("=SUM(I2:I7)", 21)]]
    table = saved(tmp_path, rows)
    assert table.body == tuple(range(2, 8)) and told(table) == [("T-SUMS", "B8")]
    rows[-1] = [7, "赵某", "男", None, None, None, "入会", "是", ("=SUM(I$2:I8)", 28)]
    assert saved(tmp_path, rows).body == tuple(range(2, 9))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["person", "ghost", "total", "blank", "footer", "remark", "nameless"]), max_size=14
    )
)
def test_no_row_with_content_is_outside_the_accounts(kinds: list[str]) -> None:
    """Below the header each row with content is data or set aside, and every person is data."""
    made = {
        "ghost": [9.0, *GHOST],
        "total": [None, None, "女 计数", 3.0],
        "blank": [],
        "footer": ["填表人：周八"],
        "remark": ["注：本表一式两份"],
        "nameless": [9.0, None, "男", None, "13900001234"],
    }
    rows = [made.get(kind) or (person(n + 1) if kind == "person" else []) for n, kind in enumerate(kinds)]
    table = only(grid([HEAD, *PEOPLE[:2], *rows]))
    filled = {n for n, row in enumerate(rows, 4) if any(cell is not None for cell in row)}
    assert filled <= set(table.body) | set(table.aside)
    assert {n for n, kind in enumerate(kinds, 4) if kind in ("person", "nameless")} <= set(table.body)


@pytest.mark.parametrize(
    "numbers",
    [
        [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0],
        ["栏次", "(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ["甲", "乙", "丙", "1", "2", "3", "4"],
        ["—", "1", "2", "3"],
        ["*", "*", None, "*", "*"],
        ["No.", "Name", "Gender", "ID Number", "Mobile", "Date", "Type"],
        [None, None, "男/女", "不得为科学计数法", None, "YYYY/MM/DD"],
    ],
)
def test_rows_that_number_mark_or_translate_the_columns_are_no_people(numbers: list[Any]) -> None:
    """Below the header of an official form."""
    table = only(grid([HEAD, numbers, *PEOPLE]))
    assert why(table, "填写提示") == [2] and len(table.body) == 6 and told(table) == []


@pytest.mark.parametrize(
    "signed",
    [
        ["填表人", "周八", None, "联系电话", "13900001234"],
        ["单位负责人", "吴九", "填表人", "周八", dt.date(2022, 6, 20)],
        ["审核人", None, None, "填报日期", dt.date(2022, 6, 20)],
        [None, "备注", "以上人员均已核实"],
        ["领队", "吴九", "13900001234"],
    ],
)
@pytest.mark.parametrize("gap", [0, 1])
def test_labels_with_their_values_in_the_next_cells_are_a_footer(signed: list[Any], gap: int) -> None:
    """No colon; right below the people or after a blank row."""
    table = only(grid([HEAD, *PEOPLE, *([[]] * gap), signed]))
    assert why(table, "页脚") == [8 + gap] and len(table.body) == 6


def test_a_leader_in_the_column_for_it_is_a_row() -> None:
    """身份 comes first: 领队, his name, his phone."""
    rows = [["参赛身份", "姓名", "手机号码", "身份证号", "单位名称"]]
    rows += [
        ["选手", "李四", "13900001235", "33010519851120302X", "杭州某厂"],
        ["领队", "王五", "13900001236"],
    ]
    assert only(grid([["职工技能竞赛报名表"], *rows])).body == (3, 4)


@pytest.mark.parametrize(
    "figures",
    [
        ["Σ", 6.0],
        [None, "6人"],
        [None, "其中女 3 人"],
        ["女职工", 3.0],
        [None, "女", 3.0],
        [None, "性别", "人数"],
    ],
)
def test_figures_below_the_people_are_no_people(figures: list[Any]) -> None:
    """A count without a word, part of the people, a small table of figures."""
    table = only(grid([HEAD, *PEOPLE, [], figures]))
    assert why(table, "合计") == [9] and len(table.body) == 6


@pytest.mark.parametrize(
    "name", ["共2家单位", "2家", "甲社区(2家)", "甲社区合计（2家）", "企业合计2家", "其中：规上企业"]
)
def test_totals_in_the_column_of_units_are_no_units(name: str) -> None:
    """They would be counted twice."""
    head = ["序号", "单位名称", "所属社区", "职工总数", "女职工数", "会员数"]
    units = [[float(at), f"杭州{at}号科技有限公司", "甲社区", 10.0, 5.0, 8.0] for at in (1, 2)]
    table = only(grid([["单位普查与建会台账"], head, *units, [None, name, None, 20.0, 10.0, 16.0]]))
    assert table.body == (3, 4) and why(table, "合计") == [5]


def test_a_person_with_the_number_of_the_blanks_example_is_a_person() -> None:
    """Only the whole row is the example; one differing cell makes it somebody, and is asked about."""
    head = ["序号", "姓名", "性别", "身份证号", "手机号码", "是否工会会员", "参赛身份", "单位名称"]
    example = [1.0, "张三", "男", "330105199003072013", "13900001234", "是", "选手", "杭州某厂"]
    other = [2.0, "李四", "女", "33010519851120302X", "13900001235", "是", "选手", "杭州某厂"]
    table = only(grid([["职工技能竞赛报名表"], head, example, other]))
    assert table.body == (4,) and told(table)[0][0] == "T-SAMPLE"
    table = only(grid([["职工技能竞赛报名表"], head, [*example[:6], "领队", example[7]], other]))
    assert table.body == (3, 4) and told(table)[0][0] == "T-SAMPLE-KEPT"


EVENTS = ("序号", "活动名称", "活动类型", "地点", "参加人数", "活动状态")


@pytest.mark.parametrize("gap", [0, 3])
@pytest.mark.parametrize("text", [False, True])
def test_a_row_of_choices_that_head_columns_elsewhere_is_a_row(gap: int, text: bool) -> None:
    """`女职工` and `已完成` are titles of other ledgers' columns: below a header they are cells."""
    rows = [
        [n, f"第{n}场", ("女职工", "其他")[n % 2], "文化宫", 20 + n, ("已完成", "计划")[n % 2]]
        for n in range(1, 7)
    ]
    rows = [[str(cell) for cell in row] for row in rows] if text else rows
    rows.insert(gap, []) if gap else None
    table = only(grid([["工会活动台账"], EVENTS, *rows], "活动"))
    assert (table.form, len(table.body)) == ("event", 6)


def test_a_merge_that_begins_in_the_row_of_the_example_reaches_the_rows_below() -> None:
    """单位名称 merged over the whole list, the example's row with it."""
    head = [*HEAD, "单位名称"]
    sample = ["例", "张三", *person(1)[2:], "杭州甲有限公司"]
    rows = [head, sample, *([*one, None] for one in PEOPLE)]
    table = only(replace(grid(rows), merged=(Area(2, len(head), len(rows), len(head)),)))
    unit = table.where["单位名称"]
    assert {table.grid.at(row, unit) for row in table.body} == {"杭州甲有限公司"}


FUND = ("序号", "单位名称", "所属期", "工资总额", "应拨缴", "实拨缴", "收缴方式")
PAID = [
    [1, "杭州甲木机械有限公司", "2022Q1", 100000.0, 2000.0, 2000.0, "税务代收"],
    [2, "杭州会计师事务所", "2022Q1", 50000.0, 1000.0, 1000.0, "税务代收"],
]
SCORES = ("竞赛名称", "参赛号", "姓名", "单位", "理论成绩", "实操成绩", "总成绩", "名次")
SCORED = [["护理赛", "7", "王安", "杭州甲木机械有限公司", 90.0, 80.0, 83.0, 1.0]]


@pytest.mark.parametrize(
    ("head", "rows", "total"),
    [
        (FUND, PAID, [None, "全街道合计", "2022Q1", 150000.0, 3000.0, 3000.0, "税务代收"]),
        (FUND, PAID, [None, "合计", "2022Q1", 150000.0, 3000.0, 3000.0]),
        (FUND, PAID, [None, "北星社区小计", "2022Q1", 150000.0, 3000.0, 3000.0]),
        (FUND, PAID, [None, "其中：", "2022Q1", 100000.0, 2000.0, 2000.0]),
        (FUND, PAID, ["大写金额", "叁仟元整"]),
        (SCORES, SCORED, [None, None, "平均分", None, 85.0, 80.0, 81.5]),
        (SCORES, SCORED, [None, None, "最高分", None, 90.0, 80.0, 83.0]),
    ],
)
def test_totals_whatever_stands_beside_them(head: Any, rows: list[Any], total: list[Any]) -> None:
    """In place of a unit or a person, with the period or the way of paying filled in as well: no row, and
    nothing untrue is told about it."""
    table = only(grid([["收缴台账" if head is FUND else "竞赛成绩"], head, *rows, total], "表"))
    assert len(table.body) == len(rows) and not told(table)


def test_a_figure_of_a_task_is_no_total() -> None:
    """`会员数合计` is what a target is about."""
    head = ("年度", "指标名称", "目标数", "责任人")
    assert (
        len(only(grid([["年度目标任务台账"], head, [2022, "会员数合计", 100.0, "王安"]], "任务")).body) == 1
    )


def test_a_subtotal_that_counts_is_no_sum() -> None:
    """`女 计数` under a column of money says how many rows there are."""
    head = (*HEAD, "会费")
    rows = [[*one, 10.0] for one in PEOPLE]
    count = [None, "总计数", *[None] * (len(HEAD) - 2), 6.0]
    assert not told(only(grid([head, *rows, count])))


@pytest.mark.parametrize(
    ("sheet", "kind", "rule"), [("离职", "入会", True), ("离职", "转出", False), ("会员", "入会", False)]
)
def test_rows_of_a_sheet_of_those_who_left_are_told(sheet: str, kind: str, rule: bool) -> None:
    """Unless each row says so itself; they are read either way."""
    at = HEAD.index("会籍变化类型")
    rows = [[kind if col == at else cell for col, cell in enumerate(row)] for row in PEOPLE]
    (table,) = found(replace(grid([("会员登记表",), HEAD, *rows]), sheet=sheet)).tables
    assert (len(table.body), "T-PUT-AWAY" in {code for code, _ in told(table)}) == (len(PEOPLE), rule)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ([None] * 6 + [60.0], ""),
        ([None] * 6 + [70.0], "T-TOTAL"),
        (["以上共计6人，金额（大写）：陆拾元整"], ""),
        (["以上共计7人，金额（大写）：柒拾元整"], "T-TOTAL"),
        (["合计6人（其中女4人）"], ""),
    ],
)
def test_a_total_without_its_word_or_within_a_sentence_is_compared(line: list[Any], rule: str) -> None:
    """An amount alone below the rows, or in the middle of them; a count with more behind it."""
    rows = [[*one[:6], 10.0] for one in PEOPLE]
    for at in (6, 3) if rule and len(line) > 1 else (6,):
        table = only(grid([(*HEAD[:6], "会费"), *rows[:at], line, *rows[at:]]))
        assert len(table.body) == 6 and [one for one, _ in told(table)] == [rule] * bool(rule)


def test_a_phone_alone_is_a_row() -> None:
    """Somebody whose name is missing, as an ID alone is."""
    phone = [None] * 4 + ["13900001234"]
    assert len(only(grid([HEAD, *PEOPLE, phone])).body) == 7


def test_a_statement_says_its_year_beside_its_unit_and_numbers_its_headings() -> None:
    """`编制单位 | 2022年度 | 单位：元`, and `一、 | 收入` in the columns of codes and names."""
    rows = [
        ["工会经费收支预算表"],
        ["编制单位：甲公司", None, "2022年度", None, "单位：元"],
        ["编号", "名称", "上年决算数", "本年预算数", "说明"],
        ["一、", "收入"],
        ["401", "会费收入", 1000.0, 1100.0],
        ["402", "拨缴经费收入", 2000.0, 2200.0],
        ["二、", "支出"],
        ["501", "职工活动支出", 900.0, 1000.0],
    ]
    table = only(grid(rows, "预算"))
    assert (table.body, table.above["年度"], table.findings) == ((5, 6, 8), "2022", ())
