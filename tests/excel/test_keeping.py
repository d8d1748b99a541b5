"""名册, 到期一览, 查人, 定稿, 与上报数差异: over the open ledger and the folders of a round."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from excel_desk import Office

from tests.freeze.rounds import reported, saved
from tests.lists import books

LISTED = [("对账",), ("来源文件",)]


def ledger(tmp_path: Path) -> Path:
    return books.ledger(tmp_path, 对账=[("表",)], 来源文件=[("文件", "去向")])


def test_a_list_is_printed_and_opened(excel: Office, tmp_path: Path) -> None:
    excel.open(books.office(tmp_path))
    book = excel.open(ledger(tmp_path))
    excel.folders = [tmp_path]
    assert excel.press("lists", book, choice="帮困·公示稿"), excel.said
    out = tmp_path / "帮困-公示稿.xlsx"
    assert out.exists() and "可以公示" in excel.said and str(out) in excel.said
    assert [one.name for one in excel.app.books][-1] == out.name


def test_without_a_choice_the_clerk_is_asked(excel: Office, tmp_path: Path) -> None:
    excel.open(books.office(tmp_path))
    book = excel.open(ledger(tmp_path))
    excel.texts, excel.folders = ["签字表"], [tmp_path]
    assert excel.press("lists", book), excel.said
    assert (tmp_path / "签字表.xlsx").exists()
    assert not excel.press("lists", book)  # closed: nothing happens


def test_what_expires_is_listed(excel: Office, tmp_path: Path) -> None:
    excel.open(books.office(tmp_path, 截止日="2022-06-30"))
    book = excel.open(ledger(tmp_path))
    excel.folders = [tmp_path]
    assert excel.press("due", book), excel.said
    assert "到期一览：2 行" in excel.said


def test_the_selected_person_is_looked_up(excel: Office, tmp_path: Path) -> None:
    excel.open(books.office(tmp_path))
    book = excel.open(ledger(tmp_path))
    excel.texts = ["张三丰"]
    assert excel.press("find", book), excel.said
    assert "查到 1 条" in excel.said and "张**" in excel.said and "3301051990" not in excel.said


def test_frozen_checked_and_opened_again(excel: Office, tmp_path: Path) -> None:
    made = reported(tmp_path)
    excel.folders, excel.texts = [made.out], ["已报区总"]
    assert excel.press("freeze", None), excel.said
    assert "2022H1 已定稿" in excel.said
    excel.folders = [made.out]
    assert excel.press("moved", None) and "与定稿一致" in excel.said
    saved(made.reports / "月报.xlsx", B1=9)
    excel.folders = [made.out]
    assert excel.press("moved", None) and "报" in excel.said and "月报!B1" in excel.said
    excel.app.impl.answers = ["yes"]
    excel.folders, excel.texts = [made.out], ["更正会员数"]
    assert excel.press("freeze", None), excel.said
    assert "已解封" in excel.said
    record = openpyxl.load_workbook(made.out / "档案" / "2022H1" / "目录.xlsx")["经过"]
    assert record["D3"].value == "更正会员数"
