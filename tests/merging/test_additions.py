"""What the clerk adds to the ledger comes through the next merge."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter as letters

from tests.merge.returns import document, member
from tests.merging.test_clerk import give, run

A, B = "杭州甲样板有限公司", "杭州乙样板有限公司"
WRONG = "330105199003072010"


@pytest.fixture
def desk(tmp_path: Path):
    """Two returns, merged once."""
    give(tmp_path / "收回", A, [member(n, A) for n in range(1, 5)])
    give(tmp_path / "收回", B, [*(member(n, B) for n in range(11, 14)), member(20, B, 证件号码=WRONG)])
    run((tmp_path / "收回", tmp_path / "out"))
    return tmp_path / "收回", tmp_path / "out"


def opened(desk):
    """The ledger, its member sheet, {title: column} and {document: row} there."""
    book = openpyxl.load_workbook(desk[1] / "汇总台账.xlsx")
    page = book["会员登记"]
    heads = {cell.value: cell.column for cell in page[1]}
    rows = {page.cell(row, heads["证件号码"]).value: row for row in range(2, page.max_row + 1)}
    return book, page, heads, rows


def saved(desk, book) -> None:
    book.save(desk[1] / "汇总台账.xlsx")


def moved(desk) -> None:
    """The unit sends its list again, in another order, with one more on top."""
    give(desk[0], A, [member(9, A), *(member(n, A) for n in range(4, 0, -1))])


def test_added_columns_follow_their_rows(desk):
    """Values follow the person; a formula on its own row moves along, one that looks at others is a value."""
    book, page, heads, rows = opened(desk)
    last = page.max_column
    for number, title in enumerate(("慰问情况", "全称", "上一行"), 1):
        page.cell(1, last + number).value = title
    name, sex = letters(heads["姓名"]), letters(heads["性别"])
    for number, row in rows.items():
        page.cell(row, last + 1).value = f"慰问{number[-4:]}"
        page.cell(row, last + 2).value = f"={name}{row}&{sex}{row}"
        page.cell(row, last + 3).value = f"={name}{row - 1}"
    saved(desk, book)
    moved(desk)
    for again in range(3):
        made, _ = run(desk)
        told = [one.facts["个数"] for one in made.ledger.findings if one.rule == "L-KEPT-VALUE"]
        assert told == ([7] if not again else [])
        _, page, heads, rows = opened(desk)
        for number in map(document, (1, 2, 3, 4, 11, 12, 13)):
            row = rows[number]
            assert page.cell(row, heads["慰问情况"]).value == f"慰问{number[-4:]}"
            assert page.cell(row, heads["全称"]).value == f"={name}{row}&{sex}{row}"
        assert page.cell(rows[document(9)], heads["慰问情况"]).value is None


def test_formulas_filled_down_in_excel_are_told_apart(desk):
    """Excel writes a formula that was filled down once, and that the cells below share it."""
    book, page, heads, rows = opened(desk)
    col = page.max_column + 1
    page.cell(1, col).value = "全称"
    name, own = letters(heads["姓名"]), letters(col)
    for row in rows.values():
        page.cell(row, col).value = f'={name}{row}&"同志"'
    saved(desk, book)
    path, first, last = desk[1] / "汇总台账.xlsx", min(rows.values()), max(rows.values())
    with zipfile.ZipFile(path) as package:
        parts = {one: package.read(one) for one in package.namelist()}
    part = next(one for one in parts if f'<c r="{own}{last}"'.encode() in parts[one])
    whole = re.compile(rf'(<c r="{own}(\d+)"[^>]*>)<f>[^<]*</f><v ?/?>(?:</v>)?'.encode())
    shared = whole.sub(rb'\1<f t="shared" si="0"/><v>x</v>', parts[part])
    text = f'<f t="shared" ref="{own}{first}:{own}{last}" si="0">{name}{first}&amp;"同志"</f>'
    parts[part] = shared.replace(b'<f t="shared" si="0"/>', text.encode(), 1)
    assert parts[part].count(b't="shared"') == len(rows)
    with zipfile.ZipFile(path, "w") as package:
        for one, data in parts.items():
            package.writestr(one, data)
    moved(desk)
    run(desk)
    _, page, heads, rows = opened(desk)
    for number in map(document, (1, 2, 3, 4, 11, 12, 13)):
        assert page.cell(rows[number], heads["全称"]).value == f'={name}{rows[number]}&"同志"'


def test_a_column_called_as_the_ledgers_own_once_was_stays(desk):
    """状态 was the ledger's until 0.3.0; beside 台账状态 it is the clerk's."""
    book, page, heads, rows = opened(desk)
    page.cell(1, page.max_column + 1).value = "状态"
    for row in rows.values():
        page.cell(row, page.max_column).value = "已走访"
    saved(desk, book)
    run(desk)
    _, page, heads, rows = opened(desk)
    assert [page.cell(row, heads["状态"]).value for row in rows.values()] == ["已走访"] * len(rows)
    assert {page.cell(row, heads["台账状态"]).value for row in rows.values()} <= {"正常", "待核"}


def test_notes_widths_and_fills_follow_row_and_title(desk):
    """Notes with their authors, the fill of a row and of a column, a width."""
    book, page, heads, rows = opened(desk)
    page.cell(rows[document(2)], heads["姓名"]).comment = Comment("核过身份证", "王经办")
    page.cell(1, heads["手机号码"]).comment = Comment("表头批注", "王经办")
    for col in heads.values():
        page.cell(rows[document(3)], col).fill = PatternFill("solid", fgColor="FF00FF00")
    for row in (1, *rows.values()):
        page.cell(row, heads["籍贯"]).fill = PatternFill("solid", fgColor="FFFF0000")
    page.column_dimensions[letters(heads["姓名"])].width = 33
    book["暂缓"].cell(2, 2).comment = Comment("已电话联系", "王经办")
    saved(desk, book)
    moved(desk)
    for _ in range(2):
        run(desk)
        book, page, heads, rows = opened(desk)
        note = page.cell(rows[document(2)], heads["姓名"]).comment
        assert (note.text, note.author) == ("核过身份证", "王经办")
        assert page.cell(1, heads["手机号码"]).comment.text == "表头批注"
        green = {r for r in rows.values() if page.cell(r, heads["姓名"]).fill.fgColor.rgb == "FF00FF00"}
        assert green == {rows[document(3)]}
        assert {page.cell(r, heads["籍贯"]).fill.fgColor.rgb for r in rows.values()} == {"FFFF0000"}
        assert page.column_dimensions[letters(heads["姓名"])].width == 33
        assert book["暂缓"].cell(2, 2).comment.text == "已电话联系"


def test_an_added_sheet_comes_over_with_its_parts(desk):
    """Chart, drawing and note byte for byte; its styles, formulas and texts as they were."""
    book, *_ = opened(desk)
    own = book.create_sheet("我的统计")
    own.append(["项目", "数"])
    own.append(["人数", "=COUNTA(会员登记!A:A)-1"])
    own.append(["女", 5])
    own["A1"].font = Font(bold=True, color="FF00AA00")
    own["A1"].comment = Comment("说明", "王经办")
    chart = BarChart()
    chart.add_data(Reference(own, min_col=2, min_row=2, max_row=3))
    own.add_chart(chart, "D2")
    saved(desk, book)
    with zipfile.ZipFile(desk[1] / "汇总台账.xlsx") as package:
        before = {name: package.read(name) for name in package.namelist()}
    whole = {
        data
        for name, data in before.items()
        if b"\xe6\x88\x91\xe7\x9a\x84\xe7\xbb\x9f" in data and "chart" in name
    }
    assert whole
    for _ in range(3):
        run(desk)
        with zipfile.ZipFile(desk[1] / "汇总台账.xlsx") as package:
            assert whole <= {package.read(name) for name in package.namelist()}
        book, *_ = opened(desk)
        own = book["我的统计"]
        assert own["B2"].value == "=COUNTA(会员登记!A:A)-1" and own["A3"].value == "女"
        assert own["A1"].font.b and own["A1"].font.color.rgb == "FF00AA00"
        assert own["A1"].comment.text == "说明" and len(own._charts) == 1


def test_what_stays_behind_is_told(desk):
    """A row that is no more takes its column and note with it, and that is said."""
    book, page, heads, rows = opened(desk)
    page.cell(rows[document(4)], heads["姓名"]).comment = Comment("下周核", "王经办")
    saved(desk, book)
    give(desk[0], A, [member(n, A) for n in (1, 2, 3, 5)], filled="2022-06-28")
    made, _ = run(desk)
    assert [one.facts["个数"] for one in made.ledger.findings if one.rule == "L-KEPT-LOST"] == [1]


def _without_source(page, heads) -> None:
    for title in ("来源行", "来源工作表", "来源文件"):
        page.delete_cols(heads[title])


def _documents_as_numbers(page, heads) -> None:
    for row in range(2, page.max_row + 1):
        page.cell(row, heads["证件号码"]).value = float(page.cell(row, heads["证件号码"]).value[:17] + "0")


@pytest.mark.parametrize("slip", [_without_source, _documents_as_numbers])
def test_what_was_added_stays_with_its_row_through_a_slip(desk, slip):
    """Rows without their 来源 are known by their key, rows whose id became a number by place and name."""
    book, page, heads, rows = opened(desk)
    last = page.max_column + 1
    page.cell(1, last).value = "慰问情况"
    page.cell(rows[document(2)], last).value = "已慰问"
    slip(page, heads)
    saved(desk, book)
    for _ in range(2):
        made, _ = run(desk)
        assert "L-KEPT-LOST" not in made.run["rules"]
        _, page, heads, rows = opened(desk)
        assert page.cell(rows[document(2)], heads["慰问情况"]).value == "已慰问"
