"""The ledger workbook keeps its contract: sheets, titles, types, links, and is read back as written."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from tests.merge.returns import document, member, part, sent
from union_xl import ledger_book, merge
from union_xl.ledger_book import charts
from union_xl.ledger_book.held_sheet import held_sheet
from union_xl.ledger_book.sheet_shell import row_heights
from union_xl.ledger_book.sheets import finding_sheet, sheet_of_rows
from union_xl.model import Binding, Correction, Finding, LedgerError, Place, RunContext, Settings, period

CONTEXT = RunContext(settings=Settings(), period=period("2022H1"), as_of=dt.date(2022, 6, 30))
CONTRACT = {
    "问题清单": "级别 规则 单位 文件 工作表 单元格 列名 原值 说明 建议 处理",
    "报送情况": "单位 社区 表 状态 份数 行数 错误 提醒 收到日期 逾期天数 "
    "联系人 联系电话 盖章件 已催次数 文件",
    "来源文件": "文件 单位 表 去向 原因 行数 保留 合并 暂缓 sha256",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A ledger with something on every sheet, written."""
    rows = [member(n, "甲公司", 备注=text) for n, text in enumerate(["=1+1", "+86", "-x", "@a", None])]
    one = sent(
        "甲/a.xlsx",
        part(rows, "甲公司", held=[{"姓名": "王五", "证件号码": "12"}]),
        findings=(
            Finding("ID-CHECK", Place("甲/a.xlsx", "会员", 7, 3), "证件号码", "12"),
            Finding("B-R3", Place("甲/a.xlsx", "会员", 7, 3), "证件号码", "12"),
            Finding("B-R10", Place("甲/a.xlsx", "会员", 3, 4), "民族", "=cmd"),
            Finding("B-R4-FUTURE", Place("甲/a.xlsx", "会员", 4, 5), "入会日期", 44986.0),
        ),
        corrections=(Correction(Place("甲/a.xlsx", "会员", 2, 1), "姓名", "张 一", "张一", "去空格"),),
        proposals=(("member", "f00d", "会员", Binding(9, "电话2", "手机号码", "proposed", 0.6, "像手机")),),
    )
    two = sent("乙.xlsx", part([member(3, "乙公司", 会籍变化日期=dt.date(2022, 5, 1))], "乙公司"))
    ledger = merge.merge([one, two], CONTEXT)
    path = tmp_path_factory.mktemp("ledger") / "汇总台账.xlsx"
    pages = ledger_book.write(ledger, path, CONTEXT)
    return ledger, path, pages


def titles(sheet):
    return [cell.value for cell in sheet[1] if cell.value]


def test_sheets_and_titles_are_the_contract(made):
    """Every sheet of the contract is there, with its titles in their order."""
    book = openpyxl.load_workbook(made[1])
    assert {"会员登记", *ledger_book.HELPERS} == set(book.sheetnames)
    for name, words in CONTRACT.items():
        assert titles(book[name]) == words.split()
    assert titles(book["会员登记"])[-4:] == ["台账状态", "来源文件", "来源工作表", "来源行"]
    held = titles(book["暂缓"])
    assert held[:6] == ["表", "姓名", "处理", "原因", "说明", "收下理由"]
    assert held[-3:] == ["来源文件", "来源工作表", "来源行"]
    for name in ("会员登记", "问题清单"):
        assert book[name].freeze_panes and book[name].auto_filter.ref
    assert len(book["图表"]._charts) >= 4
    front = book.worksheets[0]
    assert len(front._charts) == 2 and front.sheet_properties.pageSetUpPr.fitToPage
    assert front.page_setup.fitToHeight in (None, 1) and front.page_setup.orientation == "portrait"
    assert max(chart.anchor._from.row for chart in front._charts) + 15 < int(
        front.print_area.rpartition("$")[2]
    )


def test_what_is_printed_is_ruled_whole_and_said(made):
    """Lists have rules on paper, an empty one says so, long file names stand on more lines, and a chart with
    many labels is high enough for them all."""
    book = openpyxl.load_workbook(made[1])
    assert book["会员登记"].print_options.gridLines and not book.worksheets[0].print_options.gridLines
    assert book["审核说明"].oddHeader.center.text == "没有记录" and not book["问题清单"].oddHeader.center.text
    name = "街道机关/" + "很长的文件名" * 9 + ".xlsx"
    page = sheet_of_rows("来源文件", ("文件", "行数"), [(name, 1), ("短.xlsx", 2)], widths={"文件": 40})
    assert row_heights(page)[2] > 40 and 3 not in row_heights(page)
    standing = [(f"表{number}", number) for number in range(30)]
    assert charts._height(standing) >= 30 * 16 and charts._height(standing[:3]) == 320


def test_cells_are_what_they_are(made):
    """Numbers of documents are text, days real dates, and nothing of ours becomes a formula."""
    sheet = openpyxl.load_workbook(made[1])["会员登记"]
    heads = {title: n for n, title in enumerate(titles(sheet), 1)}
    found = {sheet.cell(r, heads["证件号码"]).value: r for r in range(2, sheet.max_row + 1)}
    row = found[document(0)]
    assert sheet.cell(row, heads["备注"]).value == "=1+1"
    assert (
        sheet.cell(row, heads["备注"]).data_type == "s"
        or sheet.cell(row, heads["备注"]).data_type == "inlineStr"
    )
    assert sheet.cell(row, heads["会籍变化日期"]).value == dt.datetime(2022, 3, 20)
    assert sheet.cell(row, heads["证件号码"]).number_format == "@"
    assert sheet.cell(found[document(4)], heads["备注"]).value is None


def test_one_row_per_rule_and_cell_with_a_link_to_the_row(made):
    """Several rules at one cell are as many rows, the gravest first, linked to where the row stands."""
    sheet = openpyxl.load_workbook(made[1])["问题清单"]
    assert [row[1].value for row in sheet.iter_rows(min_row=2) if row[5].value == "C7"] == [
        "ID-CHECK",
        "B-R3",
    ]
    lines = {row[5].value: row for row in sheet.iter_rows(min_row=2)}
    assert lines["C7"][5].hyperlink.location == "'暂缓'!A2"
    assert lines["E4"][7].value in ("2023-03-01", dt.datetime(2023, 3, 1)), "no bare number of a day"
    assert lines["D3"][5].hyperlink.location.startswith("'会员登记'!A")


def test_read_back_as_written(made):
    """Frames, held rows, period and 截止日 come back; a decoration above the header does no harm."""
    ledger, path, _ = made
    found = ledger_book.read(path)
    pd.testing.assert_frame_equal(found.frames["member"], ledger.frames["member"].astype(object))
    assert (found.period, found.as_of) == ("2022H1", dt.date(2022, 6, 30))
    assert found.held["证件号码"] == ["12"]
    book = openpyxl.load_workbook(path)
    book["会员登记"].insert_rows(1, 2)
    book["会员登记"]["A1"] = "某街道总工会会员登记"
    dressed = path.with_name("d.xlsx")
    book.save(dressed)
    again = ledger_book.read(dressed)
    pd.testing.assert_frame_equal(again.frames["member"], found.frames["member"])
    assert again.header_row["member"] == 3 and again.sheet_rows["member"][0] == 4


def test_what_is_remembered_is_what_would_be_read(made):
    """An untouched ledger says the same whether it is read or remembered."""
    ledger, path, pages = made
    remembered, read = (
        ledger_book.clerk_state_after_write(pages, ledger, path, CONTEXT),
        ledger_book.clerk_state(path, None),
    )
    assert {unit: {*keys} for unit, keys in remembered.keys.items()} == {**read.keys}
    assert replace(remembered, keys={}) == replace(read, keys={}, unknown_before=False)


def test_unreadable_and_foreign_files(tmp_path):
    """A missing, damaged or foreign file is one plain sentence."""
    for name, data in (("a.xlsx", b"junk"), ("b.xlsx", b"")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(LedgerError):
            ledger_book.read(tmp_path / name)
    with pytest.raises(LedgerError):
        ledger_book.read(tmp_path / "没有.xlsx")
    openpyxl.Workbook().save(tmp_path / "c.xlsx")
    with pytest.raises(LedgerError):
        ledger_book.read(tmp_path / "c.xlsx")


def test_an_unbalanced_ledger_is_not_written(made, tmp_path):
    """Accounts that do not add up are refused."""
    with pytest.raises(LedgerError):
        ledger_book.write(replace(made[0], unbalanced=("a",)), tmp_path / "x.xlsx", CONTEXT)
    assert not list(tmp_path.iterdir())


def test_held_rows_show_days_and_stand_by_ledger():
    """A raw serial number in a column of days is shown as the day; 单位名称, 姓名 and 处理 come first; what
    is told of a row colours its cells by a condition that follows the row."""
    rows = [{"姓名": "王五", "单位名称": "甲公司", "入会日期": 44986, "备注": 44986}]
    ledger = merge.merge([sent("甲.xlsx", part([member(1, "甲公司")], "甲公司", held=rows))], CONTEXT)
    page = held_sheet(ledger, CONTEXT)
    assert page.titles[:7] == ("表", "单位名称", "姓名", "处理", "原因", "说明", "收下理由")
    cells = {title: column[0] for title, column in zip(page.titles, page.columns, strict=True)}
    assert cells["入会日期"] == dt.date(2023, 3, 1) and cells["备注"] == 44986
    assert {look for _, _, look in page.tints} == {"red"}


def test_charts_name_themselves(made):
    """Series are named by text, never by a cell that may be unread (`Column D`)."""
    found = openpyxl.load_workbook(made[1])["图表"]._charts
    assert found and all(one.tx.v and one.tx.strRef is None for chart in found for one in chart.series)


def test_problems_are_listed_by_file_errors_first():
    """A file with errors stands before one without, its errors before its warnings."""
    places = {"a": ("甲.xlsx", 2), "b": ("乙.xlsx", 2), "c": ("乙.xlsx", 9)}
    found = [
        Finding(rule, Place(places[at][0], "会员", places[at][1], 3), "证件号码", "1")
        for at, rule in (("a", "B-R10"), ("b", "B-R10"), ("c", "ID-CHECK"))
    ]
    ledger = replace(merge.merge([], CONTEXT), findings=tuple(found))
    page = finding_sheet(ledger, CONTEXT, {})
    lines = list(zip(*(page.columns[page.titles.index(one)] for one in ("文件", "单元格")), strict=True))
    assert lines == [("乙.xlsx", "C9"), ("乙.xlsx", "C2"), ("甲.xlsx", "C2")]
