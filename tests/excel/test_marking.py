"""校验本表, 清除标记, 采纳建议, 撤销上一步 on an open workbook."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import openpyxl
import openpyxl_engine
import pytest
from excel_desk import Office, look, members
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill, Protection

from union_xl import office, xlsx_edit
from union_xl.model import RunContext, Settings, Source
from union_xl.returns import NOTE_MARK, SHEET
from union_xl.run.returning.marked_copy import SPARE_SHEET
from union_xl.run.workers import read_return

RED, YELLOW = "FFFFC7CE", "FFFFEB9C"


def findings(path: Path) -> list[tuple[str, str, str]]:
    submission = read_return.safe_submission(Source(path.name, path), RunContext())
    return sorted((one.rule, one.place.sheet, one.place.ref) for one in submission.findings)


def fills(book: object, sheet: str = "会员登记") -> dict[str, str]:
    return {cell: seen[1] for cell, seen in look(book)[sheet].items() if seen[1]}


def test_the_open_workbook_is_judged_as_the_saved_file(excel: Office, tmp_path: Path) -> None:
    """Same rules at the same cells; every finding of a cell is coloured, noted and listed."""
    path = members(tmp_path / "名单.xlsx")
    book = excel.open(path)
    wanted = findings(path)
    assert len(wanted) >= 4
    assert excel.press("check", book)
    seen = look(book)["会员登记"]
    cells = {ref for _, sheet, ref in wanted if sheet == "会员登记" and any(c.isdigit() for c in ref)}
    for ref in cells:
        assert seen[ref][1] in (RED, YELLOW) and seen[ref][2].startswith(NOTE_MARK)
    assert set(fills(book)) == cells
    listed = {cell.value for cell in book.impl.wb[SHEET]["C"] if cell.value}
    assert all(any(f"会员登记!{ref}" in str(text) for text in listed) for ref in cells)
    book.impl.wb.save(tmp_path / "又.xlsx")
    assert findings(tmp_path / "又.xlsx") == wanted


def test_unsaved_changes_are_judged_too(excel: Office, tmp_path: Path) -> None:
    """What stands in the window counts, not what lies on disk."""
    book = excel.open(members(tmp_path / "名单.xlsx", faults=False))
    assert excel.press("check", book) and "没有发现问题" in excel.said
    assert SHEET not in book.sheet_names
    book.sheets[0]["J9"].value = "12"
    assert excel.press("check", book) and set(fills(book)) == {"J9"}


def test_values_are_never_changed_by_marking(excel: Office, tmp_path: Path) -> None:
    """Only colours and notes are put on; number formats and values stay."""
    book = excel.open(members(tmp_path / "名单.xlsx"))
    before = {cell: (seen[0], seen[3]) for cell, seen in look(book)["会员登记"].items()}
    excel.press("check", book)
    assert {cell: (seen[0], seen[3]) for cell, seen in look(book)["会员登记"].items()} == before


def test_clearing_gives_back_what_was(excel: Office, tmp_path: Path) -> None:
    """The unit's own colours and notes come back, also where marked twice."""
    book = excel.open(members(tmp_path / "名单.xlsx"))
    page = book.impl.wb["会员登记"]
    page["H4"].fill = PatternFill("solid", fgColor="FF00B0F0")
    page["J5"].comment = Comment("单位自己写的", "张三")
    page["B4"].comment = Comment("另一条", "张三")
    before = look(book)
    excel.press("check", book)
    assert page["J5"].comment.text.startswith("单位自己写的\n") and NOTE_MARK in page["J5"].comment.text
    assert page["H4"].fill.fgColor.rgb == RED
    excel.press("check", book)
    assert page["J5"].comment.text.count(NOTE_MARK) == 1
    assert excel.press("clear", book) and "已清除" in excel.said
    assert look(book) == before
    assert excel.press("clear", book) and "没有" in excel.said


def test_marking_twice_is_marking_once(excel: Office, tmp_path: Path) -> None:
    """Marks never stack, and our own marks are never found fault with."""
    book = excel.open(members(tmp_path / "名单.xlsx"))
    excel.press("check", book)
    once = look(book)
    excel.press("check", book)
    assert look(book) == once


def test_a_cell_the_clerk_recoloured_is_left_alone(excel: Office, tmp_path: Path) -> None:
    """Clearing takes off our colours only."""
    book = excel.open(members(tmp_path / "名单.xlsx"))
    excel.press("check", book)
    book.sheets["会员登记"]["H4"].color = "#00FF00"
    excel.press("clear", book)
    assert fills(book) == {"H4": "FF00FF00"}


def test_a_copy_marked_by_the_command_can_be_cleared(excel: Office, tmp_path: Path) -> None:
    """Marks made in a file come off in Excel as well."""
    path = members(tmp_path / "名单.xlsx")
    out = tmp_path / "out"
    subprocess.run(
        [sys.executable, "-m", "union_xl", "check", str(path), "--out", str(out)],
        capture_output=True,
        check=False,
    )
    marked = next(one for one in out.rglob("*.xlsx"))
    book = excel.open(marked)
    assert fills(book)
    assert excel.press("clear", book)
    assert not fills(book) and SHEET not in book.sheet_names
    assert not [cell for cell, seen in look(book)["会员登记"].items() if seen[2]]


def test_somebody_elses_problem_list_is_not_overwritten(excel: Office, tmp_path: Path) -> None:
    """A sheet 问题清单 of the unit's own stays; ours takes another name, and goes again when cleared."""
    path = members(tmp_path / "名单.xlsx")
    made = openpyxl.load_workbook(path)
    made.create_sheet(SHEET)["A1"] = "我们自己的"
    made.save(path)
    book = excel.open(path)
    before = look(book)
    for _ in range(2):
        assert excel.press("check", book), excel.said
        assert SPARE_SHEET in book.sheet_names and SPARE_SHEET in excel.said and fills(book)
    assert book.impl.wb[SHEET]["A1"].value == "我们自己的"
    assert excel.press("clear", book)
    assert look(book) == before


def test_protected_sheets_are_respected(excel: Office, tmp_path: Path) -> None:
    """Nothing is unprotected: problems are listed, the sheet is not touched, the clerk is told."""
    path = members(tmp_path / "名单.xlsx")
    made = openpyxl.load_workbook(path)
    made["会员登记"].protection.sheet = True
    made["会员登记"].protection.objects = True
    made.save(path)
    book = excel.open(path)
    before = look(book)["会员登记"]
    assert excel.press("check", book)
    assert "受保护" in excel.said and look(book)["会员登记"] == before and SHEET in book.sheet_names
    assert book.impl.wb["会员登记"].protection.sheet


def test_a_protected_sheet_that_allows_formatting_is_marked(excel: Office, tmp_path: Path) -> None:
    """Blanks are protected so that marks still go on."""
    path = members(tmp_path / "名单.xlsx")
    made = openpyxl.load_workbook(path)
    made["会员登记"].protection.sheet = True
    made["会员登记"].protection.formatCells = False
    made.save(path)
    book = excel.open(path)
    assert excel.press("check", book)
    assert "受保护" not in excel.said and fills(book)


def test_a_protected_structure_is_respected(excel: Office, tmp_path: Path) -> None:
    """No sheet can be added: said plainly, and nothing is left half done after undoing."""
    path = members(tmp_path / "名单.xlsx")
    book = excel.open(path)
    before = look(book)
    book.impl.wb.security.lockStructure = True
    assert not excel.press("check", book)
    assert "结构受保护" in excel.said and excel.mode == "critical"
    excel.press("undo", book)
    assert look(book) == before


def test_the_list_keeps_its_head_in_sight(excel: Office, tmp_path: Path) -> None:
    """Frozen, with filter arrows down to its last row, as in the marked copy; the sheet in sight stays."""
    book = excel.open(members(tmp_path / "名单.xlsx"))
    page = book.impl.wb.active
    assert excel.press("check", book), excel.said
    listed = book.impl.wb["问题清单"]
    head = next(row for row in range(1, 20) if listed.cell(row, 1).value == "序号")
    assert listed.freeze_panes == f"A{head + 1}"
    assert listed.auto_filter.ref == f"A{head}:H{listed.max_row}"
    assert book.impl.wb.active is page


def test_a_suggestion_is_taken(excel: Office, tmp_path: Path) -> None:
    """The selected cell gets the one likely value, loses its mark, and the list says so; others stay."""
    book = excel.open(members(tmp_path / "名单.xlsx"))
    excel.press("check", book)
    book.sheets["会员登记"].range("F7").select()
    assert excel.press("accept", book), excel.said
    page = book.impl.wb["会员登记"]
    assert page["F7"].value == "在岗" and not page["F7"].fill.fill_type and page["F7"].comment is None
    assert page["H4"].fill.fill_type
    said = [row for row in book.impl.wb[SHEET].iter_rows(values_only=True) if row[7] == "已采纳"]
    assert len(said) == 1


def test_an_accepted_day_is_a_real_date(excel: Office, tmp_path: Path) -> None:
    """2022-06-31 becomes the 30th as a date, and undoing brings the text back as text."""
    book = excel.open(members(tmp_path / "名单.xlsx"))
    book.sheets["会员登记"].range("L6").select()
    page = book.impl.wb["会员登记"]
    before = (page["L6"].value, page["L6"].number_format)
    assert excel.press("accept", book)
    assert (page["L6"].value, page["L6"].number_format) == (dt.datetime(2022, 6, 30), "yyyy-mm-dd")
    assert excel.press("undo", book)
    assert (page["L6"].value, page["L6"].number_format) == before


def test_without_a_suggestion_nothing_is_written(excel: Office, tmp_path: Path) -> None:
    """A cell without fault, a fault without suggestion, no selection: a plain sentence each."""
    book = excel.open(members(tmp_path / "名单.xlsx"))
    before = look(book)
    assert not excel.press("accept", book) and "选中" in excel.said
    book.sheets["会员登记"].range("B10").select()
    assert not excel.press("accept", book) and "没有问题" in excel.said
    assert look(book) == before


def test_a_locked_cell_is_not_corrected(excel: Office, tmp_path: Path) -> None:
    """A suggestion for a locked cell is refused as Excel would refuse it; an unlocked one is written."""
    path = members(tmp_path / "名单.xlsx")
    made = openpyxl.load_workbook(path)
    made["会员登记"].protection.sheet = True
    made.save(path)
    book = excel.open(path)
    book.sheets["会员登记"].range("F7").select()
    assert not excel.press("accept", book) and "受保护" in excel.said
    assert book.impl.wb["会员登记"]["F7"].value == "在岗位"
    book.impl.wb["会员登记"]["F7"].protection = Protection(locked=False)
    assert excel.press("accept", book)
    assert book.impl.wb["会员登记"]["F7"].value == "在岗"


def test_undo_takes_back_one_click_after_the_other(excel: Office, tmp_path: Path) -> None:
    """Mark, accept; undo, undo: as opened.  A third time there is nothing."""
    book = excel.open(members(tmp_path / "名单.xlsx"))
    first = look(book)
    excel.press("check", book)
    second = look(book, ours=False)
    book.sheets["会员登记"].range("F7").select()
    excel.press("accept", book)
    assert excel.press("undo", book) and "采纳建议" in excel.said
    assert look(book, ours=False) == second
    assert excel.press("undo", book) and "校验本表" in excel.said
    assert look(book) == first
    assert not excel.press("undo", book) and "没有可以撤销" in excel.said


def test_undo_works_after_excel_was_closed(excel: Office, tmp_path: Path) -> None:
    """Saved, closed, opened again: the last click is taken back; not saved: nothing breaks."""
    path = members(tmp_path / "名单.xlsx")
    book = excel.open(path)
    before = look(book)
    excel.press("check", book)
    book.save()
    book.close()
    book = excel.open(path)
    assert fills(book)
    assert excel.press("undo", book)
    assert look(book) == before
    excel.press("check", book)
    book.close()
    book = excel.open(members(path))
    assert excel.press("undo", book) and look(book) == before


def test_doctor_restores_the_file_of_a_closed_workbook(excel: Office, tmp_path: Path) -> None:
    """`union-xl addin doctor --restore` brings back what was before the last click."""
    from union_xl import addin

    path = members(tmp_path / "名单.xlsx")
    book = excel.open(path)
    before = look(book)
    excel.press("check", book)
    book.save()
    book.close()
    told = addin.doctor(True, folder=excel.home)[0]
    assert told.ok and str(path) in told.what
    assert look(excel.open(path)) == before


def test_a_workbook_without_tables_is_said_so(excel: Office, tmp_path: Path) -> None:
    """Not a crash and no marks: the reason, and what to open instead."""
    made = openpyxl.Workbook()
    made.active["A1"] = "值班安排"
    made.save(tmp_path / "值班.xlsx")
    book = excel.open(tmp_path / "值班.xlsx")
    excel.press("check", book)
    assert SHEET not in book.sheet_names or "没有" in excel.said or "请" in excel.said


def test_the_open_office_workbook_has_its_say(excel: Office, tmp_path: Path) -> None:
    """Rule levels and units of the open 工作台 hold, unsaved changes included; 状态 gets a line."""
    path = members(tmp_path / "名单.xlsx")
    (tmp_path / "工作台.xlsx").write_bytes(office.make())
    host = excel.open(tmp_path / "工作台.xlsx")
    book = excel.open(path)
    excel.press("check", book)
    before = excel.said
    assert fills(book)["J5"] == YELLOW
    rule = next(rule for rule, _, ref in findings(path) if ref == "J5")
    page = host.impl.wb["设置"]
    row = next(cell.row for cell in page["A"] if cell.value == "规则级别")
    page.cell(row, 2).value = f"{rule}=错误"
    excel.press("check", book)
    assert fills(book)["J5"] == RED and excel.said != before
    status = host.impl.wb["状态"]
    assert [status.cell(row, 2).value for row in (4, 5)] == ["校验本表", "校验本表"]
    assert str(status["A4"].value).startswith("2022-07-05")


def test_our_own_blank_is_marked_though_protected(excel: Office, tmp_path: Path) -> None:
    """A blank from `union-xl blank`, filled in with faults: protected, and still coloured and noted."""
    from union_xl import blanks, ledgers
    from union_xl.model import Settings

    form = ledgers.form("会员登记")
    path = tmp_path / "空表.xlsx"
    path.write_bytes(blanks.blank(form, None, Settings()))
    book = excel.open(path)
    page = next(
        ws for ws in book.impl.wb.worksheets if any(c.value == "证件号码" for r in ws.iter_rows() for c in r)
    )
    assert page.protection.sheet
    head = next(
        c for r in page.iter_rows() for c in r if str(c.value).strip("*﹡※ ") in ("证件号码", "*证件号码")
    )
    name = next(c for c in page[head.row] if "姓名" in str(c.value))
    row = head.row + 1
    while page.cell(row, head.column).value or page.cell(row, name.column).value:
        row += 1
    page.cell(row, name.column).value = "张三丰"
    page.cell(row, head.column).value = "330105199003070011"
    assert excel.press("check", book), excel.said
    assert page.cell(row, head.column).fill.fill_type and page.cell(row, head.column).comment
    assert page.protection.sheet and "受保护" not in excel.said


def test_a_workbook_with_a_password(excel: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Excel's copy is locked too: with the office's 打开密码 it is read as a file, else from live cells."""
    path = members(tmp_path / "名单.xlsx")
    book = excel.open(path)

    def locked(self: openpyxl_engine.BookApi, target: str) -> None:
        self.book.wb.save(target)
        if self.book.name == "名单.xlsx":
            Path(target).write_bytes(xlsx_edit.encrypt(Path(target).read_bytes(), "abc123"))

    monkeypatch.setattr(openpyxl_engine.BookApi, "SaveCopyAs", locked)
    assert excel.press("check", book), excel.said
    live = fills(book)
    assert live and excel.press("clear", book) and not fills(book)
    (tmp_path / "工作台.xlsx").write_bytes(office.make(Settings(passwords=("abc123",))))
    excel.open(tmp_path / "工作台.xlsx")
    assert excel.press("check", book) and fills(book) == live
