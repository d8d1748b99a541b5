"""Defects 11-35 of returned sheets: one small grid each, and what becomes of it."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from typing import Any

import pytest

from union_xl import find, ledgers
from union_xl.model import Area, Book, Grid, Table

HEAD = ("序号", "姓名", "性别", "证件号码", "手机号码", "入会日期", "会籍变化类型")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity(number: int) -> str:
    """A synthetic id with a right checksum."""
    body = f"3301051990{1 + number % 12:02d}{1 + number % 28:02d}{number % 1000:03d}"
    return body + "10X98765432"[sum(int(a) * b for a, b in zip(body, WEIGHTS, strict=True)) % 11]


def person(number: int) -> list[Any]:
    """One row under HEAD."""
    name = "王李张刘陈"[number % 5] + chr(0x5B89 + number)
    return [
        float(number),
        name,
        "女男"[number % 2],
        identity(number),
        f"139{number:08d}",
        dt.date(2022, 3, 1),
        "入会",
    ]


PEOPLE = [person(number) for number in range(1, 7)]


def grid(rows: Sequence[Sequence[Any]], sheet: str = "会员登记表", **more: Any) -> Grid:
    """A sheet as found."""
    return Grid("a.xlsx", sheet, [list(row) for row in rows], **more)


def found(*grids: Grid, **more: Any) -> find.FoundTables:
    """What is found in a book of these sheets."""
    return find.find_tables(Book("a.xlsx", "0" * 64, "xlsx", grids), ledgers.BUILT_IN, **more)


def only(*grids: Grid, **more: Any) -> Table:
    """The only table of a book."""
    got = found(*grids, **more)
    assert len(got.tables) == 1, got
    return got.tables[0]


def test_an_ordinary_table_is_found_and_bound() -> None:
    """Header row, body rows and every column."""
    table = only(grid([HEAD, *PEOPLE]))
    assert (table.form, table.header, table.body) == ("member", (1,), tuple(range(2, 8)))
    assert dict(table.where) == {title: col for col, title in enumerate(HEAD, 1) if title != "序号"}
    assert table.confirmed


def test_defect_11_every_visible_sheet_is_read() -> None:
    """Three departments on three sheets: three tables."""
    sheets = [
        grid([HEAD, person(number)], name) for number, name in enumerate(("一车间", "二车间", "三车间"), 1)
    ]
    assert [table.grid.sheet for table in found(grid([HEAD, *PEOPLE]), *sheets).tables] == [
        "会员登记表",
        "一车间",
        "二车间",
        "三车间",
    ]


def test_defect_12_hidden_sheets_are_left_out_and_told() -> None:
    """T-HIDDEN-SHEET; a hidden helper sheet of ours is not worth a word."""
    got = found(
        grid([HEAD, *PEOPLE]),
        grid([HEAD, *PEOPLE], "旧数据", visible=False),
        grid([["男"]], "下拉选项", visible=False),
    )
    assert len(got.tables) == 1
    assert [(one.rule, one.place.sheet) for one in got.findings] == [("T-HIDDEN-SHEET", "旧数据")]


def test_defect_13_hidden_rows_are_read_and_counted() -> None:
    """Rows hidden by hand or by a filter stay data."""
    table = only(grid([HEAD, *PEOPLE], hidden_rows=frozenset({3, 5}), hidden_cols=frozenset({4})))
    assert len(table.body) == 6
    assert [one.rule for one in table.findings] == ["T-HIDDEN-ROWS", "T-HIDDEN-COLS"]
    assert table.findings[0].facts["行数"] == 2


def test_defect_15_tables_side_by_side_are_parted() -> None:
    """Two blocks beside each other, a blank column between."""
    rows = [[*HEAD, None, *HEAD]] + [
        [*left, None, *right] for left, right in zip(PEOPLE[:3], PEOPLE[3:], strict=True)
    ]
    got = found(grid(rows)).tables
    assert [(table.where["姓名"], table.body) for table in got] == [(2, (2, 3, 4)), (10, (2, 3, 4))]


def test_defect_15_tables_stacked_with_their_own_units_are_parted() -> None:
    """Each block keeps its own unit line."""
    rows = [["单位名称：杭州甲公司"], HEAD, *PEOPLE[:2], [], ["单位名称：杭州乙公司"], HEAD, *PEOPLE[2:4]]
    got = found(grid(rows)).tables
    assert [(table.above["单位名称"], table.body) for table in got] == [
        ("杭州甲公司", (3, 4)),
        ("杭州乙公司", (8, 9)),
    ]


def test_defect_16_a_table_may_begin_anywhere() -> None:
    """From column C and row 8."""
    rows = [[] for _ in range(7)] + [[None, None, *HEAD]] + [[None, None, *row] for row in PEOPLE]
    table = only(grid(rows))
    assert (table.header, table.where["姓名"], table.body) == ((8,), 4, tuple(range(9, 15)))


def test_defect_17_notes_are_told_but_not_ours() -> None:
    """A note on a data cell is one 提醒; the notes of our marked copies are skipped."""
    table = only(
        grid([HEAD, *PEOPLE], notes={(3, 2): "应为王安", (4, 2): "【工会审核】姓名有误", (1, 2): "表头"})
    )
    assert [(one.rule, one.place.ref) for one in table.findings] == [("T-NOTE", "B3")]


def test_defect_19_lines_above_and_below_are_understood() -> None:
    """Labels with values inside the cell, beside it, and several in one cell."""
    rows = [
        ["附件1"],
        ["2022年上半年工会会员登记表"],
        ["填报单位（盖章）：杭州甲公司     填报日期：2022年7月1日"],
        ["统计时间：", "2022年上半年", "统一社会信用代码：91330105MC0000020U"],
        HEAD,
        *PEOPLE,
        ["填表人：李四", None, "联系电话：0571-88001234"],
    ]
    table = only(grid(rows))
    assert table.above["单位名称"] == "杭州甲公司"
    assert table.above["填报日期"] == "2022年7月1日"
    assert table.above["统计期间"] == "2022年上半年"
    assert table.above["统一社会信用代码"] == "91330105MC0000020U"
    assert table.above["标题"] == "2022年上半年工会会员登记表"
    assert (table.below["填表人"], table.below["填表电话"]) == ("李四", "0571-88001234")


def test_defect_20_two_row_headers_with_merges() -> None:
    """Groups speak for their columns; another person's columns are never the member's."""
    head = [
        ["序号", "基本信息", None, None, "家庭成员", None, "手机号码", "入会日期"],
        [None, "姓名", "性别", "证件号码", "姓名", "关系"],
    ]
    merged = (
        *tuple(Area(3, col, 4, col) for col in (1, 7, 8)),
        Area(3, 2, 3, 4),
        Area(3, 5, 3, 6),
        Area(1, 1, 1, 8),
    )
    rows = [
        ["会员登记表"],
        [],
        *head,
        *([n, *p[1:4], "王小", "子", p[4], p[5]] for n, p in enumerate(PEOPLE)),
    ]
    table = only(grid(rows, merged=merged))
    assert table.header == (3, 4)
    assert dict(table.where) == {"姓名": 2, "性别": 3, "证件号码": 4, "手机号码": 7, "入会日期": 8}
    assert [one.header for one in table.bindings if one.state == "unknown"][1:] == [
        "家庭成员_姓名",
        "家庭成员_关系",
    ]


def test_defect_20_three_row_headers_without_merges() -> None:
    """As a csv keeps them: blanks where the merge was."""
    rows = [
        ["序号", "会员情况", "", "", "电话", "会籍"],
        ["", "基本信息", "", "", "", ""],
        ["", "姓名", "性别", "证件号码", "", "入会日期"],
        *([str(n), *p[1:4], p[4], "2022-03-01"] for n, p in enumerate(PEOPLE, 1)),
    ]
    table = only(grid(rows))
    assert table.header == (1, 2, 3)
    assert dict(table.where) == {"姓名": 2, "性别": 3, "证件号码": 4, "手机号码": 5, "入会日期": 6}


def test_defect_21_headers_with_breaks_stars_units_and_english() -> None:
    """What does not change the meaning is ignored."""
    head = (
        "NO.",
        "姓　名*",
        "※性别",
        "身份证\n号码（必填）",
        "手机号(11位)：",
        "入会时间/Date",
        "2、会籍变化类型",
    )
    assert dict(only(grid([head, *PEOPLE])).where)["证件号码"] == 4
    assert set(only(grid([head, *PEOPLE])).where) == {
        "姓名",
        "性别",
        "证件号码",
        "手机号码",
        "入会日期",
        "会籍变化类型",
    }


def test_defect_22_reordered_and_extra_columns_stay_listed() -> None:
    """Order does not matter; what the form does not know is kept as unknown."""
    order = [3, 6, 0, 2, 1, 5, 4]
    rows = [[HEAD[at] for at in order] + ["QQ"], *([row[at] for at in order] + ["12345"] for row in PEOPLE)]
    table = only(grid(rows))
    assert (table.where["证件号码"], table.where["姓名"]) == (1, 5)
    assert [one.header for one in table.bindings if one.state == "unknown"] == ["序号", "QQ"]


def test_defect_22_two_phone_columns_the_neighbour_decides() -> None:
    """联系电话 beside 紧急联系人 is not the member's."""
    head = ("姓名", "证件号码", "联系电话", "入会日期", "紧急联系人", "联系电话")
    rows = [head, *([p[1], p[3], p[4], p[5], "赵六", f"138{n:08d}"] for n, p in enumerate(PEOPLE))]
    assert only(grid(rows)).where["手机号码"] == 3


def test_defect_22_two_equal_phone_columns_are_asked() -> None:
    """Nothing singles one out: both proposed, none bound."""
    head = ("姓名", "证件号码", "联系电话", "联系电话", "入会日期")
    rows = [head, *([p[1], p[3], p[4], f"138{n:08d}", p[5]] for n, p in enumerate(PEOPLE))]
    table = only(grid(rows))
    assert "手机号码" not in table.where
    assert [one.col for one in table.bindings if one.state == "proposed"] == [3, 4]


def test_defect_22_swapped_contents_are_never_bound_silently() -> None:
    """证件号码 full of mobiles and 手机号码 full of ids: proposed, the file waits."""
    rows = [HEAD, *([*p[:3], p[4], p[3], *p[5:]] for p in PEOPLE)]
    table = only(grid(rows))
    assert not table.confirmed
    assert {"证件号码", "手机号码"}.isdisjoint(table.where)
    assert "T-COLUMN" in [one.rule for one in table.findings]


def test_defect_22_badly_filled_columns_are_still_bound() -> None:
    """Broken ids are the cells' fault, not the header's."""
    rows = [HEAD, *([*p[:3], 3.30105e17, *p[4:]] for p in PEOPLE)]
    assert only(grid(rows)).where["证件号码"] == 4


def test_a_strange_header_is_proposed_and_the_clerks_word_binds_it() -> None:
    """`身份信息` holds ids: proposed; confirmed for this header, bound in every file."""
    head = tuple("身份信息" if title == "证件号码" else title for title in HEAD)
    table = only(grid([head, *PEOPLE]))
    assert not table.confirmed
    assert [(one.header, one.title) for one in table.bindings if one.state == "proposed"] == [
        ("身份信息", "证件号码")
    ]
    word = {("member", table.fingerprint): {"身份信息": "证件号码"}}
    again = only(grid([[], [None, *head], *([None, *row] for row in PEOPLE)]), confirmed=word)
    assert again.confirmed
    assert again.where["证件号码"] == 5


def test_defect_23_repeated_headers_are_set_aside() -> None:
    """On every printed page, with its title line."""
    rows = [["会员登记表"], HEAD, *PEOPLE[:3], ["会员登记表"], HEAD, *PEOPLE[3:]]
    table = only(grid(rows))
    assert table.body == (3, 4, 5, 8, 9, 10)
    assert {row for row, why in table.aside.items() if why == "表头"} == {6, 7}


def test_defect_25_sample_rows_are_set_aside() -> None:
    """Marked with 例 or 示例, or repeating the form's own examples; told where a number may be somebody's."""
    own = {one.title: one.example for one in ledgers.member.FORM.columns}
    example = [None, *(own.get(title, "") for title in HEAD[1:])]
    rows = [HEAD, ["例", *PEOPLE[0][1:]], ["示例1", *PEOPLE[1][1:]], example, *PEOPLE[2:]]
    table = only(grid(rows))
    assert table.body == (5, 6, 7, 8)
    assert [table.aside[row] for row in (2, 3, 4)] == ["示例", "示例", "与示例相同"]
    told = sorted((one.place.row, one.rule) for one in table.findings)
    assert told == [(2, "T-SAMPLE-OWN"), (3, "T-SAMPLE-OWN"), (4, "T-SAMPLE")]


@pytest.mark.parametrize("marked", [True, False])
def test_a_first_contest_like_the_example_is_kept_and_told_unless_it_is_marked(marked: bool) -> None:
    """A contest typed as the sample says is a contest: only a mark, or an id that is nobody's, tells."""
    own = {one.title: one.example for one in ledgers.contest.FORM.columns}
    head = [title for title, example in own.items() if example][:12]
    example = [own[title] for title in head]
    other = [
        text if title != "竞赛名称" else "第五届焊工技能大赛"
        for title, text in zip(head, example, strict=True)
    ]
    sample = ["示例", *example] if marked else [None, *example]
    table = only(grid([["序号", *head], sample, [1, *example], [2, *other], [3, *example]]))
    assert table.body == ((3, 4, 5) if marked else (2, 3, 4, 5))
    assert [(one.rule, one.place.row) for one in table.findings] == ([] if marked else [("T-SAMPLE-KEPT", 2)])


def test_defect_26_totals_are_set_aside() -> None:
    """小计 between and 合计 below, also `共6人`."""
    rows = [HEAD, *PEOPLE[:3], ["小计", 3.0], *PEOPLE[3:], ["合　计", 6.0], ["共6人"]]
    table = only(grid(rows))
    assert len(table.body) == 6
    assert [table.aside[row] for row in (5, 9, 10)] == ["合计"] * 3


def test_defect_27_footers_end_nothing_but_themselves() -> None:
    """Footers, dates and remarks are set aside; a person below them is still read."""
    rows = [
        HEAD,
        *PEOPLE[:5],
        ["审核人：赵某", None, "填表人：钱某"],
        ["单位（盖章）"],
        ["2022年7月1日"],
        ["注：本表一式两份"],
        PEOPLE[5],
    ]
    table = only(grid(rows))
    assert table.body == (2, 3, 4, 5, 6, 11)
    assert set(table.aside) == {7, 8, 9, 10}
    assert (table.below["填表人"], table.below["填报日期"]) == ("钱某", "2022年7月1日")


def test_defect_28_blank_rows_are_skipped_to_the_true_end() -> None:
    """Two thousand blank rows between two people; rows with nothing but a number are no data."""
    rows = [HEAD, PEOPLE[0], *[[] for _ in range(2000)], PEOPLE[1], [3.0], [4.0, "", None]]
    table = only(grid(rows))
    assert table.body == (2, 2003)
    assert [table.aside[row] for row in (2004, 2005)] == ["只有序号"] * 2


def test_defect_29_vertical_merges_are_filled_inside_the_merge_only() -> None:
    """The unit merged over three of four rows."""
    rows = [[*HEAD, "单位名称"], [*PEOPLE[0], "杭州甲公司"], *([*p, None] for p in PEOPLE[1:4])]
    table = only(grid(rows, merged=(Area(2, 8, 4, 8),)))
    assert [table.grid.at(row, 8) for row in range(2, 6)] == ["杭州甲公司"] * 3 + [None]
    assert [(one.place.ref, one.after) for one in table.corrections] == [
        ("H3", "杭州甲公司"),
        ("H4", "杭州甲公司"),
    ]


def test_a_merge_over_the_whole_sheet_fills_nothing() -> None:
    """A hostile merge from A1 to the last cell."""
    table = only(grid([HEAD, *PEOPLE], merged=(Area(1, 1, 1_048_576, 16_384),)))
    assert (len(table.body), table.corrections) == (6, ())


@pytest.mark.parametrize("mark", ["同上", "\u3000同上 \xa0", "（同 上）\r\n", "_x000D_\n〃"])
def test_defect_30_ditto_marks_are_filled_where_the_form_allows(mark: str) -> None:
    """同上 in 入会日期 is filled, whatever blanks stand around; in 姓名 it stays."""
    rows = [HEAD, PEOPLE[0], [2.0, "同上", "女", identity(9), "13900000009", mark, "〃"]]
    table = only(grid(rows))
    assert table.grid.at(3, 6) == dt.date(2022, 3, 1)
    assert table.grid.at(3, 7) == "入会"
    assert table.grid.at(3, 2) == "同上"


def test_defect_32_the_running_number_does_not_matter() -> None:
    """Blank, doubled, or text."""
    rows = [
        HEAD,
        *([number, *p[1:]] for number, p in zip((None, 1.0, 1.0, "三", "", 9.0), PEOPLE, strict=True)),
    ]
    assert len(only(grid(rows)).body) == 6


def test_defect_33_struck_rows_are_told() -> None:
    """They stay data."""
    table = only(grid([HEAD, *PEOPLE], struck=frozenset((4, col) for col in range(1, 7))))
    assert [(one.rule, one.place.row) for one in table.findings] == [("T-STRUCK", 4)]
    assert 4 in table.body


def test_a_sheet_without_header_that_goes_on_is_read() -> None:
    """Where ids and mobiles stand in the same columns; told as T-NOHEAD."""
    got = found(grid([HEAD, *PEOPLE[:3]]), grid(PEOPLE[3:], "续"))
    assert [len(table.body) for table in got.tables] == [3, 3]
    assert [one.rule for one in got.findings] == ["T-NOHEAD"]


def test_a_sheet_without_header_that_says_something_else_is_told() -> None:
    """Never guessed."""
    got = found(
        grid([HEAD, *PEOPLE[:3]]),
        grid([["设备", "数量", "单价"], ["车床", 2.0, 100.0], ["铣床", 1.0, 9.0]], "设备"),
    )
    assert (len(got.tables), [one.rule for one in got.findings]) == (1, ["T-SHEET"])


def test_several_forms_in_one_book() -> None:
    """The member list and the contest entries, each its own table."""
    head = ("序号", "竞赛名称", "参赛项目", "参赛单位", "姓名", "证件号码", "手机号码", "参赛身份")
    rows = [
        ["职工技能竞赛报名表"],
        head,
        *(
            [n, "养老护理大赛", "养老护理", "杭州甲公司", p[1], p[3], p[4], "选手"]
            for n, p in enumerate(PEOPLE)
        ),
    ]
    assert [table.form for table in found(grid([HEAD, *PEOPLE]), grid(rows, "报名")).tables] == [
        "member",
        "contest-entry",
    ]


def test_a_list_that_fits_two_forms_is_asked() -> None:
    """Names, ids and mobiles alone do not say which form it is."""
    rows = [("姓名", "性别", "证件号码", "手机号码"), *(p[1:5] for p in PEOPLE)]
    got = found(grid(rows, "Sheet1"))
    assert got.tables == ()
    assert got.findings[0].rule in ("T-TIE", "T-LIKE")


def test_a_list_of_another_ledger_is_never_taken() -> None:
    """A recuperation list shares columns with the member list, and is read as what it is."""
    head = ("姓名", "性别", "证件号码", "单位名称", "手机号码", "批次", "出发日期", "目的地", "天数")
    rows = [
        ["2022年职工疗休养名单"],
        head,
        *([*p[1:4], "杭州甲公司", p[4], "一", "2022-06-01", "建德", 5.0] for p in PEOPLE),
    ]
    assert [table.form for table in found(grid(rows, "名单")).tables] == ["recup-person"]


def test_a_book_without_any_table_is_told() -> None:
    """T-NOFORM quotes the first line."""
    got = found(grid([["各位同事，请查收。"]]))
    assert [one.rule for one in got.findings] == ["T-NOFORM"]


def test_code_lists_and_our_own_sheets_are_no_tables() -> None:
    """A sheet of drop-down lists has titles for headers but no people."""
    lists = grid(
        [
            ("性别", "民族", "学历", "政治面貌"),
            ("男", "汉族", "大专", "群众"),
            ("女", "回族", "本科", "党员"),
        ],
        "码表",
    )
    got = found(
        grid([HEAD, *PEOPLE]), lists, grid([("级别", "规则", "单位名称"), ("错误", "x", "甲")], "问题清单")
    )
    assert (len(got.tables), got.findings) == (1, ())


def test_zero_reports_are_recognised_ticked_or_written() -> None:
    """A tick beside 零报告, or a sentence; an empty box is none."""
    for line in (["零报告", "√"], ["☑零报告"], ["零报告：是"]):
        assert only(grid([["单位名称：杭州甲公司"], line, HEAD])).above.get("零报告") == "是", line
    assert only(grid([["零报告", None, "无数据的在此打√"], HEAD])).above.get("零报告") is None
    assert only(grid([["□零报告"], HEAD])).above.get("零报告") is None
    table = only(grid([["单位名称：杭州甲公司"], HEAD, ["本期无新增会员"]]))
    assert (table.above["零报告"], table.body) == ("是", ())


def test_a_question_ticked_over_several_columns_is_one_column() -> None:
    """性别 with 男 | 女 below it."""
    rows = [
        ["姓名", "性别", None, "证件号码", "入会日期"],
        [None, "男", "女"],
        *([p[1], "√" if p[2] == "男" else None, "√" if p[2] == "女" else "", p[3], p[5]] for p in PEOPLE),
    ]
    table = only(grid(rows))
    assert (table.header, table.where["性别"], table.where["证件号码"]) == ((1, 2), 2, 4)
    assert [table.grid.at(row, 2) for row in table.body] == [p[2] for p in PEOPLE]


def test_the_fingerprint_is_of_the_header_texts_alone() -> None:
    """Same headers elsewhere: the same; another header: another."""
    one, two = (
        only(grid([HEAD, *PEOPLE])),
        only(grid([[], [None, *HEAD], *([None, *p] for p in PEOPLE)], "别处")),
    )
    assert one.fingerprint == two.fingerprint
    assert one.fingerprint != only(grid([HEAD[:-1], *(p[:-1] for p in PEOPLE)])).fingerprint


def test_headers_may_all_end_with_colons_and_label_lines_are_no_headers() -> None:
    """`姓名：` heads a column; `联系人： | 李四 | 联系电话： | 0571…` does not."""
    head = tuple(f"{title}：" for title in HEAD)
    lines = [["填报单位：", "杭州甲公司", "联系人：", "李四", "联系电话：", "0571-88001234"]]
    table = only(grid([*lines, head, *PEOPLE]))
    assert (table.header, len(table.body), table.above["填表人"]) == ((2,), 6, "李四")


def test_questions_name_their_column_whatever_the_verb() -> None:
    """是否成立经审会, 是否录入实名制 and 状态 are columns of their forms."""
    head = ("单位名称", "统一社会信用代码", "职工总数", "是否成立经审会", "是否录入实名制", "是否已建会")
    rows = [[f"甲{n}有限公司", f"9133010{n}MA000000{n}X", n + 5, "是", "否", "是"] for n in range(4)]
    where = only(grid([head, *rows])).where
    assert {"经审会", "是否实名制"} <= set(where)
    contest = ("竞赛编号", "竞赛名称", "级别", "主办单位", "工种", "状态")
    row = ["2022-01", "电工大赛", "街道级", "某街道总工会", "电工", "已完成"]
    assert only(grid([contest, row, row])).where["完成情况"] == 6


def test_defect_25_a_sample_marked_in_its_name_wherever_that_stands() -> None:
    """例：张三 in the last column marks the row as well as in the first."""
    head, sample = [*HEAD[:1], *HEAD[2:], HEAD[1]], [None, "男", identity(99), None, None, None, "例：张三"]
    rows = [[one[0], *one[2:], one[1]] for one in PEOPLE]
    table = only(grid([head, sample, *rows]))
    assert table.body == tuple(range(3, 9)) and table.aside[2] == "示例"


def test_choices_that_end_like_names_of_units_are_choices() -> None:
    """单独基层工会 under 基层工会类型 is no unit."""
    head = ("单位名称", "统一社会信用代码", "职工总数", "是否建会", "基层工会类型")
    rows = [[f"甲{n}有限公司", f"9133010{n}MA000000{n}X", n + 5, "已建", "单独基层工会"] for n in range(5)]
    assert only(grid([head, *rows], "单位普查")).where["基层工会类型"] == 5


def test_defect_15_side_by_side_tables_in_different_words() -> None:
    """A right part that asks again for what the left one asks is a table of its own."""
    left, right = ("职工姓名", "性别", "身份证号", "手机号"), ("会员姓名", "性别", "证件号码", "移动电话")
    rows = [[*PEOPLE[n][1:5], None, *PEOPLE[n + 3][1:5]] for n in range(3)]
    tables_ = found(grid([[*left, None, *right], *rows])).tables
    assert [one.where["姓名"] for one in tables_] == [1, 6] and all(one.confirmed for one in tables_)


REGISTER = ("单位名称", "统一社会信用代码", "职工总数", "女职工数", "会员数", "是否建会")


def firms(count: int = 4) -> list[list[Any]]:
    """Rows under REGISTER: ten employees each, four of them women."""
    return [
        [f"杭州甲{'木水火土金'[n]}有限公司", f"91330105MC000002{n}U", 10.0, 4.0, 8.0, "是"]
        for n in range(count)
    ]


def told(*rows: Any) -> list[tuple[str, str, str]]:
    """The T-TOTAL findings of a sheet: cell, what is written, what the rows give."""
    table = only(grid(rows, "会员登记" if "姓名" in rows[0] else "单位台账"))
    return [
        (one.place.ref, one.facts["合计"], one.facts["明细"])
        for one in table.findings
        if one.rule == "T-TOTAL"
    ]


def test_defect_26_67_totals_typed_by_hand_are_compared_with_their_rows() -> None:
    """T-TOTAL at the total's own cell; right totals, subtotals and totals above the rows are silent."""
    assert told(REGISTER, *firms(), ["合计", None, 41.0, "16人", 32.0]) == [("C6", "41", "40")]
    assert told(REGISTER, *firms(), ["合计", None, 40.0, "16人", 32.0]) == []
    halves = [*firms(2), ["小计", None, 20.0, 8.0, 16.0]]
    assert told(REGISTER, *halves, *halves, ["总计", None, 40.0, 16.0, 32.0]) == []
    assert told(REGISTER, ["合计", None, "40", 16.0, 32.0], *firms()) == []
    assert told(REGISTER, *firms(), ["累计", None, 99.0, 99.0, 99.0]) == []


def test_defect_26_a_count_in_words_and_broken_cells_are_not_compared() -> None:
    """People's lists: a bare number under 合计 is their count, and so is the one in `共7人`."""
    assert told(HEAD, *PEOPLE, ["合计", 7.0]) == [("B8", "7", "6")]
    assert told(HEAD, *PEOPLE, ["合计", 6.0]) == []
    assert told(HEAD, *PEOPLE, ["共7人"]) == [("A8", "7", "6")]
    assert told(HEAD, *PEOPLE, ["共6人"]) == []
    assert (
        told(REGISTER, *firms(3), ["杭州乙有限公司", "", "约十人", 1.0, 1.0, "是"], ["合计", "", 99.0]) == []
    )


CARD = [
    ["医疗互助参保登记卡"],
    ["姓名", "王安", "性别", "女", "保障年度", "2022"],
    ["证件号码", identity(3), None, "手机号码", "13900000003"],
    ["工作单位", "杭州甲公司", None, "参加项目", "住院门诊"],
    ["本人自愿加入中华全国总工会，遵守工会章程。"],
]


def test_a_card_of_one_person_is_told_and_never_read_as_a_table() -> None:
    """T-CARD, one per sheet, where its ledger comes as lists only; the list beside it is read as ever."""
    got = found(grid(CARD, "张三"), grid(CARD, "李四"))
    assert (got.tables, [one.rule for one in got.findings]) == ((), ["T-CARD"] * 2)
    both = found(grid([HEAD, *PEOPLE]), grid(CARD, "王安"))
    assert [len(table.body) for table in both.tables] == [6]
    assert [(one.rule, one.place.sheet) for one in both.findings] == [("T-CARD", "王安")]


def test_a_short_list_below_label_lines_is_no_card() -> None:
    """Label and value lines above a header of few known columns."""
    lines = [
        ["单位名称", "杭州甲公司", "联系人", "赵六"],
        ["联系电话", "13900000001", "填报日期", "2022-07-01"],
    ]
    assert len(only(grid([*lines, HEAD, *PEOPLE[:1]])).body) == 1


def test_a_sheet_of_thousands_of_headers_is_told_and_not_weighed() -> None:
    """Two headers in turn, over and over: T-MANY; a header on each of a thousand pages is read."""
    other = ("单位名称", "联系电话", "统一社会信用代码")
    got = found(grid([HEAD, other] * 8_000))
    assert (got.tables, [one.rule for one in got.findings]) == ((), ["T-MANY"])
    pages = [row for number in range(1_000) for row in (HEAD, person(number), person(number))]
    assert len(only(grid(pages)).body) == 2_000


def test_merges_that_overlap_by_the_thousand_fill_each_cell_once() -> None:
    """A hundred thousand times the same tall merge: one Mend per cell."""
    rows = [[*person(number)[:-1], "入会" if number == 1 else None] for number in range(1, 7)]
    tall = tuple(Area(2 + number % 3, 7, 1_048_576, 7) for number in range(100_000))
    table = only(grid([HEAD, *rows], merged=tall))
    assert [(one.place.ref, one.after) for one in table.corrections] == [
        (f"G{row}", "入会") for row in range(3, 8)
    ]


def test_total_rows_by_the_ten_thousand_are_added_up_in_no_time() -> None:
    """Each is compared with the rows since the one before; what is wrong is told where it stands."""
    head = ("单位名称", "统一社会信用代码", "职工人数", "会员人数")
    rows = [
        line
        for number in range(10_000)
        for line in (
            (f"杭州{chr(0x5B89 + number)}有限公司", f"91330105MA2{number:06d}X", 7, 5),
            ("小计", None, 7, 5 if number % 100 else 6),
        )
    ]
    began = time.process_time()
    table = only(grid([head, *rows], "单位台账"))
    assert time.process_time() - began < 5
    told = [one.place.ref for one in table.findings if one.rule == "T-TOTAL"]
    assert told == [f"D{3 + 200 * number}" for number in range(100)]


def test_a_cell_of_millions_of_characters_is_not_searched_for_labels_to_its_end() -> None:
    """What stands at its beginning is read as ever."""
    began = time.process_time()
    table = only(grid([["单位名称：杭州甲公司 " + "x" * 20_000_000], HEAD, *PEOPLE]))
    assert table.above["单位名称"].startswith("杭州甲公司")
    assert time.process_time() - began < 2


@pytest.mark.parametrize(("numbers", "bound"), [(("2022-01", "2022-2"), True), ((1.0, 2.0), False)])
def test_a_bare_number_over_contest_numbers_is_theirs(numbers: Sequence[Any], bound: bool) -> None:
    """编号 counts lines, unless every value is a year with a number behind it."""
    head = ("编号", "竞赛名称", "级别", "主办单位", "工种")
    rows = [
        (number, f"第{at}届电工赛", "街道级", "文晖街道总工会", "电工")
        for at, number in enumerate(numbers, 1)
    ]
    assert ("竞赛编号" in only(grid([head, *rows], "一")).where) is bound


def test_groups_of_a_header_of_three_rows_without_merges_hold_to_the_right() -> None:
    """A text file: the family's columns have their names in the middle row, the member's in the last."""
    blank = [None] * 3
    rows = [
        ["会员情况", *blank, "联系手机", "家庭成员", *blank],
        ["基本信息", None, None, "会籍信息", None, "姓名", "关系", "身份证号码", "联系电话"],
        ["名字", "性别", "身份证号", "入会日期", None, *blank, None],
        *(
            [p[1], p[2], p[3], "2022-03-01", p[4], "王五", "父子", identity(at + 60), "13912345678"]
            for at, p in enumerate(PEOPLE)
        ),
    ]
    where = only(grid(rows)).where
    assert (where["姓名"], where["证件号码"], where["手机号码"]) == (1, 3, 5)
