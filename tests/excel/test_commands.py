"""The buttons that run commands: merge, chase, blanks, filling a template, checks, trace, mask, settings."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from excel_desk import Office, look, members

from union_xl import office as office_room
from union_xl.ledgers import BUILT_IN
from union_xl.ledgers.form import RETURNED
from union_xl.model import Roster, Settings, Unit, period
from union_xl.run import merge, report

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with returns, a 工作台, and the ledger merged from them."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "上报").mkdir()
    members(folder / "上报" / "某某科技会员登记表.xlsx", rows=30, faults=True)
    members(folder / "上报" / "另一家.xlsx", rows=12, faults=False, firm="杭州另一餐饮有限公司", start=500)
    units = Roster(
        (
            Unit("杭州某某科技有限公司", community="北星社区", owes=("member",)),
            Unit("杭州另一餐饮有限公司", community="塘河社区", owes=("member",)),
            Unit("杭州未报餐饮有限公司", community="塘河社区", owes=("member",)),
        )
    )
    settings = Settings(office="某街道总工会", period=period("2022H1"), deadline=dt.date(2022, 7, 10))
    (folder / "工作台.xlsx").write_bytes(office_room.make(settings, units))
    merge.merge(folder / "上报", folder / "台账", office=folder / "工作台.xlsx")
    return folder


@pytest.fixture
def here(host: Path, tmp_path: Path) -> Path:
    shutil.copytree(host, tmp_path / "桌面")
    return tmp_path / "桌面"


def test_merging_a_folder(excel: Office, here: Path) -> None:
    """The result lies beside the folder, is shown, told, and noted in 状态 with its place."""
    host = excel.open(here / "工作台.xlsx")
    excel.folders = [here / "上报"]
    assert excel.press("merge", host), excel.said
    out = here / "上报_汇总"
    assert (out / "汇总台账.xlsx").exists() and excel.shown == [out]
    assert "会员登记 保留" in excel.said and str(out) in excel.said
    line = [cell.value for cell in host.impl.wb["状态"][4]]
    assert line[1] == "批量合并" and str(out) in line[3]
    excel.folders = [out]
    assert excel.press("chase", host) and excel.shown[-1] == out / "催报" and "未报 1 家" in excel.said
    excel.folders = [here / "上报"]
    assert excel.press("chase", host) and excel.shown[-1] == out / "催报"


def test_chasing_without_a_merge(excel: Office, tmp_path: Path) -> None:
    """The clerk chose a folder where nothing was merged."""
    excel.folders = [tmp_path]
    assert not excel.press("chase", None) and "批量合并" in excel.said


def test_blanks_for_every_unit(excel: Office, here: Path) -> None:
    """Prefilled blanks for the units of the open 工作台; without one, plain ones of all that units return."""
    host = excel.open(here / "工作台.xlsx")
    out = here / "空表"
    out.mkdir()
    excel.folders = [out]
    assert excel.press("blank", host), excel.said
    assert len(list(out.rglob("*.xlsx"))) == 3 and "3 个单位" in excel.said
    host.close()
    plain = here / "通用"
    plain.mkdir()
    excel.folders = [plain]
    assert excel.press("blank", None), excel.said
    assert len(list(plain.rglob("*.xlsx"))) == sum(form.owed in RETURNED for form in BUILT_IN)


def template(path: Path) -> Path:
    """A small official template: tags, a repeating row, a sum below, words below that."""
    made = openpyxl.Workbook()
    page = made.active
    page.title = "表1"
    for row in [
        ["填报单位：{{填报单位}}", None, None],
        ["社区", "会员数", "倍数"],
        ["{{每社区.社区名称}}", "{{每社区.期末会员数}}", "=B3*2"],
        ["合计", "=SUM(B3:B3)", "=B4*2"],
        ["会员总数", "{{期末会员数}}", None],
        ["填表说明：由工会填写", None, None],
    ]:
        page.append(row)
    page.merge_cells("A6:C6")
    made.save(path)
    return path


def cells(book: Any) -> dict[str, Any]:
    return {cell: seen[0] for cell, seen in look(book, ours=False)["表1"].items()}


def test_filling_the_open_template_is_filling_the_file(excel: Office, here: Path) -> None:
    """The same values, rows and formulas as by command; then trace, then undo, then nothing left."""
    path = template(here / "半年报.xlsx")
    office, ledger = here / "工作台.xlsx", here / "台账" / "汇总台账.xlsx"
    excel.open(office)
    book = excel.open(path)
    before = look(book)
    excel.files = [ledger]
    assert excel.press("fill", book), excel.said
    live = cells(book)
    report.report(ledger, here / "报表", templates=[path], office=office)
    filled = openpyxl.load_workbook(here / "报表" / "半年报.xlsx")["表1"]
    assert live == {
        cell.coordinate: cell.value for row in filled.iter_rows() for cell in row if cell.value is not None
    }
    assert any(str(value).startswith("=SUM(B3:B4)") for value in live.values())
    total = next(cell for cell, value in live.items() if value == "会员总数").replace("A", "B")
    book.sheets["表1"].range(total).select()
    assert excel.press("trace", book), excel.said
    traced = book.impl.wb["追溯"]
    assert traced.max_row == 2 + live[total]
    assert "追溯" not in [cell.value for cell in traced[2]] and "文件" in [cell.value for cell in traced[2]]
    book.sheets["表1"].range("B3").select()
    assert excel.press("trace", book), excel.said
    assert book.impl.wb["追溯"].max_row == 2 + live["B3"] and str(live["A3"]) in excel.said
    book.sheets["表1"].range("A1").select()
    assert not excel.press("trace", book) and "A1" in excel.said
    for _ in range(2):
        assert excel.press("undo", book) and "追溯" in excel.said
    assert excel.press("undo", book) and "填写报表" in excel.said
    assert look(book) == before


def test_a_tag_in_a_header_is_told(excel: Office, here: Path) -> None:
    """Cells are filled; what only the file's filling can do is said, never passed over."""
    path = template(here / "半年报.xlsx")
    made = openpyxl.load_workbook(path)
    made["表1"].oddHeader.center.text = "{{填报单位}}"
    made.save(path)
    excel.open(here / "工作台.xlsx")
    book = excel.open(path)
    excel.files = [here / "台账" / "汇总台账.xlsx"]
    assert excel.press("fill", book) and "页眉" in excel.said and "union-xl report" in excel.said
    assert "{{" not in str(cells(book).values())


def test_rows_added_after_filling_are_not_lost(excel: Office, here: Path) -> None:
    """Where somebody inserted rows meanwhile, undoing in place would hit wrong rows: the copy is named."""
    book = excel.open(template(here / "半年报.xlsx"))
    excel.open(here / "工作台.xlsx")
    excel.files = [here / "台账" / "汇总台账.xlsx"]
    assert excel.press("fill", book)
    book.impl.wb["表1"]["A30"] = "我加的"
    before = look(book)
    assert not excel.press("undo", book) and "book.xlsx" in excel.said
    assert look(book) == before


def test_an_unknown_tag_fills_nothing(excel: Office, here: Path) -> None:
    """All or nothing: the cell, the name and the nearest known names are told."""
    path = template(here / "半年报.xlsx")
    made = openpyxl.load_workbook(path)
    made["表1"]["C5"] = "{{期末会员人数}}"
    made.save(path)
    excel.open(here / "工作台.xlsx")
    book = excel.open(path)
    before = look(book)
    excel.files = [here / "台账" / "汇总台账.xlsx"]
    assert not excel.press("fill", book) and "C5" in excel.said and "期末会员数" in excel.said
    assert look(book) == before
    excel.files = [here / "没有.xlsx"]
    assert not excel.press("fill", book) and "找不到" in excel.said


def test_a_protected_template_is_not_half_filled(excel: Office, here: Path) -> None:
    """Rows cannot be inserted into a protected sheet: said so, nothing written."""
    path = template(here / "半年报.xlsx")
    made = openpyxl.load_workbook(path)
    made["表1"].protection.sheet = True
    made.save(path)
    excel.open(here / "工作台.xlsx")
    book = excel.open(path)
    before = look(book)
    excel.files = [here / "台账" / "汇总台账.xlsx"]
    excel.press("fill", book)
    assert "受保护" in excel.said and look(book) == before


def test_from_a_row_of_the_ledger_to_its_figures(excel: Office, here: Path) -> None:
    """In the open ledger a selected row tells which figures it feeds."""
    excel.open(here / "工作台.xlsx")  # saving through openpyxl loses the period the ledger itself carries
    book = excel.open(here / "台账" / "汇总台账.xlsx")
    page = book.impl.wb["会员登记"]
    row = next(cell.row for line in page.iter_rows() for cell in line if str(cell.value).startswith("张"))
    book.sheets["会员登记"].range((row, 2)).select()
    assert excel.press("trace", book), excel.said
    assert "追溯" in book.sheet_names and f"第 {row} 行" in excel.said, excel.said


def test_relations_between_figures(excel: Office, here: Path) -> None:
    """审核关系 of a ledger: one sentence, whatever the outcome; nothing is written."""
    excel.open(here / "工作台.xlsx")
    excel.files = [here / "台账" / "汇总台账.xlsx"]
    assert excel.press("verify", None), excel.said
    assert "审核关系" in excel.said


def test_a_masked_copy(excel: Office, tmp_path: Path) -> None:
    """The copy shows no id; the open workbook is as before."""
    book = excel.open(members(tmp_path / "名单.xlsx", faults=False))
    before = look(book)
    (tmp_path / "外发").mkdir()
    excel.folders = [tmp_path / "外发"]
    assert excel.press("mask", book), excel.said
    (made,) = (tmp_path / "外发").iterdir()
    text = str(list(openpyxl.load_workbook(made).active.iter_rows(values_only=True)))
    assert str(before["会员登记"]["H5"][0]) not in text and "脱敏" in made.name
    assert look(book) == before


def test_settings_open_or_make_the_office_workbook(excel: Office, tmp_path: Path) -> None:
    """None open: a fresh one; one lying there: opened, never overwritten; one open: shown."""
    excel.folders = [tmp_path]
    assert excel.press("settings", None) and (tmp_path / "工作台.xlsx").exists()
    (book,) = excel.app.books
    assert book.sheets.active.name == "设置"
    assert office_room.read(tmp_path / "工作台.xlsx").roster == Roster()
    book.close()
    stamp = (tmp_path / "工作台.xlsx").read_bytes()
    excel.folders = [tmp_path]
    assert excel.press("settings", None)
    assert (tmp_path / "工作台.xlsx").read_bytes() == stamp
    book = excel.app.books[0]
    book.sheets["帮助"].activate()
    assert excel.press("settings", None) and book.sheets.active.name == "设置"
