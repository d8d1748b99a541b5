"""Statements and matrices: lines that are no accounts, years in headers, ticks across."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.readers.test_docx import docx, p, tbl, tr
from union_xl.ledgers import audit_item, five_haves_item, fund_budget, steward_item
from union_xl.model import RunContext, Source, Submission
from union_xl.run.workers import read_return

CONTEXT = RunContext(declared=(fund_budget.FORM, steward_item.FORM, five_haves_item.FORM, audit_item.FORM))


def sheet(rows: Sequence[Sequence[Any]], merged: Sequence[str] = (), name: str = "Sheet1") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(list(row))
    for area in merged:
        book.active.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes, name: str = "甲.xlsx") -> Submission:
    return read_return.submission(Source(name, Path(name), data), CONTEXT)


def rows(one: Submission, *titles: str) -> list[tuple[Any, ...]]:
    return [
        tuple(part.columns[title][at] for title in titles) for part in one.parts for at in range(part.kept)
    ]


ACCOUNTS = ("科目编号", "科目名称", "年度", "上年决算数", "本年预算数")
MET = ("单位名称", "项目类别", "项目", "是否达标")


def test_lines_without_code_are_left_out_and_told() -> None:
    """Balances and subtotals are no accounts; a subtotal that is not the sum of its accounts is told."""
    one = read(
        sheet(
            [
                ["2022年度工会经费收支预算表"],
                ["编制单位：杭州甲木机械有限公司工会委员会", None, None, "单位：万元"],
                ["编号", "名称", "上年决算数", "本年预算数"],
                [None, "上年结转", 2, 3],
                ["一、收入", None, None, None],
                [401, "会费收入", 0.1, 0.12],
                ["402", "　　拨缴经费收入", 0.8, 0.9],
                [None, "本年收入合计", 0.9, 1.5],
                ["501", "职工活动支出", 0.7, 0.8],
                ["50101", "　职工教育费", 0.2, 0.3],
                ["50102", "　文体活动费", 0.5, 0.5],
                [None, "本年支出合计", 0.7, 0.8],
                [None, "年末结余", None, 3.1],
            ]
        )
    )
    assert rows(one, *ACCOUNTS)[:3] == [
        ("401", "会费收入", 2022, 1000, 1200),
        ("402", "拨缴经费收入", 2022, 8000, 9000),
        ("501", "职工活动支出", 2022, 7000, 8000),
    ]
    assert [len(rows(one, "科目编号")), one.parts[0].held] == [5, ()]
    told = {f.rule: f.place.ref for f in one.findings if f.rule in ("T-TOTAL", "T-NO-CODE")}
    assert told == {"T-TOTAL": "D8", "T-NO-CODE": "A4"}


def test_an_offices_own_declaration_keeps_the_shipped_layouts() -> None:
    """A form declared before layouts were known is read from statements and cards all the same."""
    from union_xl import ledgers
    from union_xl.ledgers import hardship_case

    older = (fund_budget.FORM.but(statement=None), hardship_case.FORM.but(card=None))
    known = {form.slug: form for form in ledgers.known(older)}
    assert known["fund-budget"].statement == fund_budget.FORM.statement
    assert known["hardship-case"].card == hardship_case.FORM.card


def test_years_in_headers_are_last_year_and_this_one() -> None:
    """`2021年决算数 | 2022年预算数` are 上年决算数, 本年预算数 of 2022; a code before a name is its code."""
    one = read(
        sheet(
            [
                ["2022年工会经费收支预算表", None, None, None],
                ["编制单位：杭州甲木机械有限公司工会委员会"],
                ["编号", "名称", "2021年决算数", "2022年预算数"],
                ["401", "会费收入", 1000, 1200],
                [None, "402 拨缴经费收入", 8000, 9000],
            ]
        )
    )
    assert rows(one, *ACCOUNTS) == [
        ("401", "会费收入", 2022, 1000, 1200),
        ("402", "拨缴经费收入", 2022, 8000, 9000),
    ]


def test_a_statement_in_word() -> None:
    """The same from a table of a Word document, told by its own rows."""
    body = p("工会经费收支预算表") + p("编制单位：杭州甲木机械有限公司工会委员会  年度：2022  单位：元")
    table = tbl(
        tr("编号", "名称", "上年决算数", "本年预算数"),
        tr("", "上年结转", "5", "6"),
        tr("401", "会费收入", "1,000", "1200"),
        tr("402", "拨缴经费收入", "8000", "9000"),
    )
    one = read(docx(body + table), "甲.docx")
    assert rows(one, *ACCOUNTS)[0] == ("401", "会费收入", 2022, 1000, 1200)
    assert [str(f.place) for f in one.findings if f.rule == "T-NO-CODE"] == ["甲.docx › 第1个表格第2行第1列"]


def test_income_and_expenses_side_by_side() -> None:
    """Two halves under a heading each are both read."""
    head = ["科目编号", "科目名称", "本年预算数"]
    one = read(
        sheet(
            [
                ["2022年度工会经费收支预算表"],
                ["编制单位：杭州甲木机械有限公司工会委员会"],
                ["收入", None, None, "支出"],
                [*head, *head],
                ["401", "会费收入", 1200, "501", "职工活动支出", 8000],
                ["402", "拨缴经费收入", 9000, "50101", "职工教育费", 8000],
                [None, "收入合计", 10200, None, "支出合计", 8000],
            ],
            ["A3:C3", "D3:F3"],
        )
    )
    assert [row[0] for row in rows(one, "科目编号")] == ["401", "402", "501", "50101"]
    assert not {"T-TOTAL", "T-NO-CODE"} & {f.rule for f in one.findings}


def test_codes_before_the_names_count_for_the_totals() -> None:
    """A statement without a column of codes: they stand before the names; headings of parts are not told."""
    one = read(
        sheet(
            [
                ["2022年度工会经费收支决算表"],
                ["编制单位：杭州甲木机械有限公司工会委员会"],
                ["项目", "行次", "预算数", "决算数"],
                ["一、支出", "1", None, None],
                ["501 职工活动支出", "2", 8000, 7000],
                ["　50101 职工教育费", "3", 8000, 7000],
                ["支出合计", "4", 8000, 7000],
            ]
        )
    )
    assert rows(one, "科目编号", "科目名称", "本年决算数") == [
        ("501", "职工活动支出", 7000),
        ("50101", "职工教育费", 7000),
    ]
    assert [f.rule for f in one.findings if f.rule.startswith("T-")] == []
    assert str(one.parts[0].cell_of("甲.xlsx", 0, "科目编号")) == "甲.xlsx › Sheet1!A5"


UNITS = ("杭州甲木机械有限公司", "杭州青腾物流有限公司", "杭州北辰纺织有限公司")


def test_items_down_and_units_across() -> None:
    """Each tick is a row of its unit and item; a blank cell is none."""
    one = read(
        sheet(
            [
                ["平安管家建设清单检查表"],
                ["序号", "类别", "检查内容", *UNITS],
                [1, "场所", "职工服务中心", "√", "×", "√"],
                [2, None, "劳动争议调解室", "√", None, "不适用"],
                [3, "队伍", "法律服务队", "×", "√", "√"],
                ["检查人：周八"],
            ],
            ["B3:B4"],
        )
    )
    wanted = [
        (UNITS[0], "场所", "职工服务中心", "达标"),
        (UNITS[0], "场所", "劳动争议调解室", "达标"),
        (UNITS[0], "队伍", "法律服务队", "不达标"),
        (UNITS[1], "场所", "职工服务中心", "不达标"),
        (UNITS[1], "队伍", "法律服务队", "达标"),
        (UNITS[2], "场所", "职工服务中心", "达标"),
        (UNITS[2], "场所", "劳动争议调解室", "不适用"),
        (UNITS[2], "队伍", "法律服务队", "达标"),
    ]
    assert one.parts[0].form == steward_item.FORM.slug
    assert sorted(rows(one, *MET)) == sorted(wanted)
    part = one.parts[0]
    spots = [part.cell_of("甲.xlsx", at, "是否达标").ref for at in range(part.kept)]
    assert spots == ["D3", "D4", "D5", "E3", "E5", "F3", "F4", "F5"]


def test_units_down_and_items_across_under_kinds() -> None:
    """A header of two rows: kinds over items."""
    one = read(
        sheet(
            [
                ["平安管家自评汇总"],
                ["序号", "单位名称", "场所", None, "队伍", None],
                [None, None, "职工服务中心", "劳动争议调解室", "法律服务队", "调解队"],
                [1, UNITS[0], "√", "√", "×", "√"],
                [2, UNITS[1], "√", "○", "√", "√"],
            ],
            ["A2:A3", "B2:B3", "C2:D2", "E2:F2"],
        )
    )
    assert (one.parts[0].form, len(rows(one, "项目"))) == (steward_item.FORM.slug, 8)
    assert (UNITS[0], "队伍", "法律服务队", "不达标") in rows(one, *MET)
    assert [(f.rule, f.place.ref) for f in one.findings if f.place.row] == [("CHOICE-UNKNOWN", "D5")]


def test_a_heading_over_the_units_and_a_row_of_points() -> None:
    """`检查项目 | 单位名称` over the units' names; the points below the items are none."""
    one = read(
        sheet(
            [
                ["五有工会建设检查表（2022年）"],
                ["五有内容", "单位名称"],
                [None, *UNITS],
                ["有场地", "√", "√", "×"],
                ["有牌子", "√", "×", "√"],
                ["得分", 100, 80, 60],
            ],
            ["A2:A3", "B2:D2"],
        )
    )
    assert one.parts[0].form == five_haves_item.FORM.slug
    assert {row[:2] for row in rows(one, "单位名称", "项目")} == {
        (unit, item) for unit in UNITS for item in ("有场地", "有牌子")
    }


def test_a_matrix_of_nobody_knows_which_checklist_is_asked_about() -> None:
    """Three checklists have the same columns: without a word for one of them it is a question."""
    table = [["项目", *UNITS], ["有场地", "√", "×", "√"], ["有制度", "√", "√", "√"]]
    assert (read(sheet(table)).fate, read(sheet(table)).reason) == ("待确认", "T-TIE")
    assert rows(read(sheet([["五有检查表"], *table])), "单位名称", "项目", "是否达标")[1] == (
        UNITS[0],
        "有制度",
        "达标",
    )


def test_a_list_of_units_with_ticks_is_no_matrix() -> None:
    """A list that a ledger knows goes before a matrix that nothing names."""
    head = ["单位名称", "统一社会信用代码", "职工总数", "有食堂", "有宿舍", "有书屋"]
    lines = [
        [unit, f"91330105MA27XYPQ{n}{c}", 30, "√", "×", "√"]
        for n, (unit, c) in enumerate(zip(UNITS, "ABC", strict=True))
    ]
    one = read(sheet([["单位台账"], head, *lines]))
    assert {part.form for part in one.parts} == {"unit-register"}


def test_boxes_in_a_list_are_read() -> None:
    """A cell with boxes says what is ticked."""
    table = tbl(
        tr("单位名称", "项目类别", "项目", "是否达标", "整改状态"),
        tr(UNITS[0], "场所", "职工服务中心", "☑达标 □不达标", ""),
        tr(UNITS[1], "场所", "职工服务中心", "□达标 ☑不达标", "□未整改 ☑整改中 □已整改"),
    )
    one = read(docx(p("平安管家建设清单") + table), "甲.docx")
    assert rows(one, "是否达标", "整改状态") == [("达标", None), ("不达标", "整改中")]


FIRMS = ["杭州甲木机械有限公司", "杭州乙水科技有限公司"]


def test_a_legend_says_what_the_signs_mean() -> None:
    """`√达标 ○部分达标 ×不达标`: ○ is told by its word; a legend counts also where the list says else."""
    items = [[1, "有场地", "√", "○"], [2, "有设施", "×", "√"]]
    head = ["序号", "检查内容", *FIRMS]
    one = read(sheet([["五有职工之家检查表（√达标 ○部分达标 ×不达标）"], head, *items]))
    assert rows(one, "项目", "是否达标") == [
        *(("有场地", "达标"), ("有设施", "不达标"), ("有场地", "部分达标"), ("有设施", "达标"))
    ]
    told = [(fix.before, fix.after) for fix in one.corrections if fix.column == "是否达标"]
    assert told == [("○", "部分达标")]
    turned = read(sheet([["五有职工之家检查表"], head, *items, ["注：有问题打√，无问题打×"]]))
    assert rows(turned, "项目", "是否达标")[:2] == [("有场地", "不达标"), ("有设施", "无问题")]


def test_ticks_as_they_are_typed() -> None:
    """✔ ☑ ✅ and ✘ ✕ X in a list of one unit."""
    signs = ["✔", "☑", "✅", "✘", "✕", "X"]
    lines = [[n, f"项目{n}", sign] for n, sign in enumerate(signs, 1)]
    one = read(
        sheet([["五有职工之家检查表"], [f"检查单位：{FIRMS[0]}"], ["序号项", "项目", "是否达标"], *lines])
    )
    assert [met for (met,) in rows(one, "是否达标")] == ["达标"] * 3 + ["不达标"] * 3


def test_a_column_called_kind_is_the_kind_of_site() -> None:
    data = sheet([["职工阵地台账"], ["类别", "站点名称", "地址"], ["母婴室", "甲小屋", "湖墅路1号"]])
    one = read_return.submission(Source("甲.xlsx", Path("甲.xlsx"), data), RunContext())
    assert rows(one, "阵地类型", "名称") == [("妈咪暖心小屋", "甲小屋")]


def test_ticked_columns_under_a_heading_are_one_text() -> None:
    """设施 over 空调, 冰箱 …: what is ticked, joined by 、; what is no tick comes with its heading."""
    top = ["阵地类型", "名称", "单位名称", "地址", "设施", None, None]
    low = [None, None, None, None, "空调", "冰箱", "微波炉"]
    place = ["爱心驿家", "湖墅驿站", FIRMS[0], "湖墅路1号"]
    other = ["爱心驿家", "米市驿站", FIRMS[1], "米市巷1号"]
    lines = [[*place, "√", None, "√"], [*other, "×", "√", "坏了"]]
    data = sheet([["职工服务阵地台账"], top, low, *lines], ["A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:G2"])
    one = read_return.submission(Source("甲.xlsx", Path("甲.xlsx"), data), RunContext())
    assert rows(one, "名称", "设施") == [("湖墅驿站", "空调、微波炉"), ("米市驿站", "冰箱、微波炉（坏了）")]


def test_parts_of_a_heading_need_no_merge_beside_them() -> None:
    """The heading is merged over its parts, the others are not merged down; 其他 is a part, too."""
    top = ["阵地类型", "名称", "单位名称", "地址", "设施", None, None]
    low = [None, None, None, None, "空调", "冰箱", "其他"]
    line = ["爱心驿家", "湖墅驿站", FIRMS[0], "湖墅路1号", "√", "√", None]
    more = ["爱心驿家", "米市驿站", FIRMS[1], "米市巷1号", "√", None, "雨伞"]
    data = sheet([["职工服务阵地台账"], top, low, line, more], ["E2:G2"])
    one = read_return.submission(Source("甲.xlsx", Path("甲.xlsx"), data), RunContext())
    assert rows(one, "名称", "设施") == [("湖墅驿站", "空调、冰箱"), ("米市驿站", "空调、其他（雨伞）")]


def test_two_ledgers_side_by_side_each_under_its_title() -> None:
    """They need no column in common; what stands apart under no title stays one list."""
    left = [["工会固定资产台账"], ["资产编号", "资产名称", "数量", "金额"], ["Z1", "电脑", 2, 9000]]
    right = [["工会活动台账"], ["活动名称", "活动类型", "开始日期"], ["读书会", "文体", "2022-04-01"]]
    lines = [[*one, *[None] * (5 - len(one)), *two] for one, two in zip(left, right, strict=True)]
    one = read_return.submission(
        Source("杭州甲样板有限公司.xlsx", Path("甲.xlsx"), sheet(lines)), RunContext()
    )
    assert sorted((part.form, part.read) for part in one.parts) == [("asset", 1), ("event", 1)]


@pytest.mark.parametrize(("title", "rules"), [("金额", ["E4"]), ("单价", [])])
def test_an_amount_merged_over_rows_is_asked_about(title: str, rules: list[str]) -> None:
    """It counts in each of them, and may be the sum; a price may well be that of all."""
    head = ["单位名称", "资产编号", "资产名称", "数量", title]
    lines = [[FIRMS[0], f"Z{n}", "电脑", 1, 9000 if n == 1 else None] for n in (1, 2, 3)]
    data = sheet([["工会固定资产台账"], head, *lines], ["E3:E5"])
    one = read_return.submission(Source("甲.xlsx", Path("甲.xlsx"), data), RunContext())
    assert rows(one, title) == [(9000,)] * 3
    assert [f.place.ref for f in one.findings if f.rule == "CELL-MERGED-SUM"] == rules


def test_a_second_column_of_values_beside_a_card_is_told() -> None:
    """A list written from left to right is no card: of its second row nothing was said."""
    lines = [["集体合同台账"], ["签订单位", *FIRMS[:2]], ["合同类型", "综合集体合同", "工资专项"]]
    lines += [["合同编号", "HT-1", "HT-2"], ["签订日期", "2022-03-01", "2022-04-01"], ["覆盖职工数", 86, 120]]
    one = read_return.submission(Source("甲.xlsx", Path("甲.xlsx"), sheet(lines)), RunContext())
    told = [f for f in one.findings if f.rule == "T-BOX"]
    assert [(f.place.ref, f.facts["文字"], f.facts["等"]) for f in told] == [("C2", FIRMS[1], "等 5 处")]


@pytest.mark.parametrize(
    ("note", "said", "rules"),
    [
        ("", ["空调○、微波炉○"], ["T-CIRCLE"]),
        ("注：有的打○", ["空调、微波炉"], []),
        ("√有 ○无", [None], []),
    ],
)
def test_circles_are_ticks_only_where_the_list_says_so(
    note: str, said: list[str | None], rules: list[str]
) -> None:
    """○ means 有 to one and 无 to another: told for a text (once), asked in a closed list (per cell)."""
    top = ["阵地类型", "名称", "单位名称", "地址", "设施", None, None]
    low = [None, None, None, None, "空调", "冰箱", "微波炉"]
    place = ["爱心驿家", "湖墅驿站", FIRMS[0], "湖墅路1号", "○", None, "○"]
    merged = ["A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:G2"]
    data = sheet([["职工服务阵地台账"], top, low, place, [note]], merged)
    one = read_return.submission(Source("甲.xlsx", Path("甲.xlsx"), data), RunContext())
    assert [text for (text,) in rows(one, "设施")] == said
    assert [f.rule for f in one.findings if f.rule == "T-CIRCLE"] == rules
    head, item = ["单位名称", "年度", "项目", "达标", "不达标"], [FIRMS[0], 2022, "有场地", "○", None]
    closed = read(sheet([["五有职工之家检查表"], head, item, [FIRMS[1], 2022, "有设施", None, "○"], [note]]))
    asked = [f.place.ref for f in closed.findings if f.rule == "CHOICE-UNKNOWN"]
    assert asked == (["D3", "D4"] if rules else [])


def test_ticked_columns_of_stacked_blocks_are_read_once() -> None:
    """性别 over 男 | 女 in a block for each of two units: `女` stays one answer, above and below."""
    top, low = ["姓名", "证件号码", "性别", None], [None, None, "男", "女"]
    people = [
        ["王大明", "330105199003072013"],
        ["李小红", "330106198107120464"],
        ["张建国", "330105198804123357"],
        ["陈美芳", "330106199108230686"],
    ]
    lines = [
        line
        for unit, man, woman in zip(FIRMS, people[::2], people[1::2], strict=False)
        for line in (
            ["会员登记表"],
            [f"单位名称：{unit}"],
            top,
            low,
            [*man, "√", None],
            [*woman, None, "√"],
            [None],
        )
    ]
    merged = [
        f"{first}{at + 3}:{last}"
        for at in (0, 7)
        for first, last in (("A", f"A{at + 4}"), ("B", f"B{at + 4}"))
    ]
    merged += ["C3:D3", "C10:D10"]
    one = read(sheet(lines, merged))
    assert [sex for (sex,) in rows(one, "性别")] == ["男", "女", "男", "女"]


def test_answers_side_by_side_without_a_question() -> None:
    """`符合 | 不符合` with ticks: the result of each item."""
    head = ["序号", "审计内容", "符合", "不符合", "问题说明"]
    lines = [
        [1, "预算编制", "√", None, None],
        [2, "预算执行", None, "√", "超支"],
        [3, "经费入账", "√", None, None],
    ]
    one = read(sheet([["工会经费审查（模板审计）检查表"], [f"被审单位：{FIRMS[0]}"], head, *lines]))
    told = [("预算编制", "达标", None), ("预算执行", "不达标", "超支"), ("经费入账", "达标", None)]
    assert rows(one, "项目", "是否达标", "问题") == told


def test_halves_of_a_statement_whose_codes_stand_before_the_names() -> None:
    """Income and expenses side by side, `401 会费收入` in one cell."""
    head = ["科目", "上年决算", "本年预算"]
    one = read(
        sheet(
            [
                ["2022年度工会经费收支预算表"],
                ["编制单位：杭州甲木机械有限公司工会委员会"],
                ["收入", None, None, "支出"],
                [*head, *head],
                ["401 会费收入", 1000, 1200, "501 职工活动支出", 7000, 8000],
                ["402 拨缴经费收入", 8000, 9000, "502 维权支出", 900, 800],
            ],
            ["A3:C3", "D3:F3"],
        )
    )
    assert rows(one, "科目编号", "本年预算数") == [("401", 1200), ("402", 9000), ("501", 8000), ("502", 800)]


def test_quarters_side_by_side_are_never_half_read() -> None:
    """A row has one quarter: columns of another are told, not left out without a word."""
    unit, amounts = "杭州甲科技有限公司", [1000, 1000, 1200, 1100]
    plain = ["单位名称", "所属期", "应缴金额", "实缴金额", "二季度应缴", "二季度实缴"]
    groups = ["单位名称", "所属期", "一季度", "", "二季度", ""]
    below = ["", "", "应缴金额", "实缴金额", "应缴数", "实缴数"]
    for head, merged in (([plain], ()), ([groups, below], ("A2:A3", "B2:B3", "C2:D2", "E2:F2"))):
        got = read(sheet([["工会经费收缴台账"], *head, [unit, "2022Q1", *amounts]], merged), "工会经费.xlsx")
        assert rows(got, "应拨缴", "实拨缴") == [(1000, 1000)]
        assert [one.place.ref[0] for one in got.findings if one.rule == "T-TIMES"] == ["E"]
