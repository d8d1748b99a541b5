"""The marked copy: every finding at its cell, our sheet in front, the filler's own things untouched."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from lxml import etree

from tests.returns.desk import ID, SHEET, context_of, findings, source, submission, workbook
from union_xl import find, ledgers, readers, returns, xlsx_edit
from union_xl.model import AddSheet, Binding, Edit, Finding, Place, RemoveSheet, RunContext, Submission


def marked(found: tuple[Finding, ...] | None = None, data: bytes | None = None) -> bytes:
    edits = returns.marks(submission(found), context=context_of())
    return xlsx_edit.apply(workbook() if data is None else data, edits, remark=True)


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def fills(sheet: Any) -> dict[str, str]:
    return {
        cell.coordinate: cell.fill.fgColor.rgb[-6:]
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid"
    }


def test_faulty_cells_are_coloured_and_noted() -> None:
    """Red for 错误 (also where a 提醒 stands beside it), yellow for 提醒, a row at its first cell."""
    sheet = opened(marked())[SHEET]
    assert fills(sheet) == {"D4": "FFC7CE", "E5": "FFEB9C", "A5": "FFC7CE", "C5": "00FF00"}
    notes = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert set(notes) == {"B4", "D4", "E5", "A5"}
    assert notes["B4"].endswith("本人已核对")
    assert returns.NOTE_MARK in notes["D4"]
    assert "与上期不同" in notes["D4"] and "330105198805062031" in notes["D4"]


def test_the_list_stands_first_and_links_to_the_cells() -> None:
    """One line per rule and place, with level, column and a link; a finding about the sheet links to it."""
    book = opened(marked())
    assert book.sheetnames == [returns.SHEET, SHEET]
    sheet = book[returns.SHEET]
    head = next(row for row in range(1, 30) if sheet.cell(row, 1).value == "序号")
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=head + 1, max_row=head + 5)]
    assert [line[1:4] for line in lines] == [
        ["提醒", SHEET, None],
        ["错误", f"{SHEET}!D4", "证件号码"],
        ["提醒", f"{SHEET}!D4", "证件号码"],
        ["错误", f"{SHEET}!5", None],
        ["提醒", f"{SHEET}!E5", "手机号码"],
    ]
    links = [sheet.cell(head + n, 3).hyperlink.location for n in range(1, 6)]
    assert links == [f"'{SHEET}'!{at}" for at in ("A1", "D4", "D4", "A5", "E5")]


def test_the_list_shows_no_private_number_but_the_suggestion() -> None:
    """原值 and the sentence are masked; what to write instead is not."""
    sheet = opened(marked())[returns.SHEET]
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert not any(ID in cell for cell in cells)
    assert any("**************2015" in cell for cell in cells)
    assert any("330105198805062031" in cell for cell in cells)


def test_marking_twice_is_marking_once() -> None:
    """The marked copy marked again is the marked copy, part by part."""
    once = marked()
    assert parts(marked(data=once)) == parts(once)


def parts(data: bytes) -> dict[str, bytes]:
    """Every part, XML without regard to the order of attributes."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {
            name: etree.tostring(etree.fromstring(package.read(name)), method="c14n")
            if name.endswith((".xml", ".rels"))
            else package.read(name)
            for name in package.namelist()
        }


def test_marks_of_mended_cells_go_away() -> None:
    """A copy that comes back half mended keeps only marks that still hold; taken off, all is as before."""
    again = marked(findings()[2:3], data=marked())
    sheet = opened(again)[SHEET]
    assert fills(sheet) == {"E5": "FFEB9C", "C5": "00FF00"}
    assert {c.coordinate for row in sheet.iter_rows() for c in row if c.comment} == {"B4", "E5"}
    stripped = opened(xlsx_edit.strip(again))
    assert stripped.sheetnames == [SHEET]
    assert fills(stripped[SHEET]) == {"C5": "00FF00"}


def test_the_fillers_things_stay() -> None:
    """Drop-down and values are those of the original."""
    before, after = opened(workbook())[SHEET], opened(marked())[SHEET]
    assert [list(r) for r in after.iter_rows(values_only=True)] == [
        list(r) for r in before.iter_rows(values_only=True)
    ]
    assert [str(one.sqref) for one in after.data_validations.dataValidation] == ["C4:C99"]


def test_the_marked_copy_reads_as_the_original() -> None:
    """Our sheet is skipped, our notes are not told, the same table stands in the same rows."""
    found = []
    for data in (workbook(), marked()):
        book = readers.open_book(source(data=data), RunContext())
        (table,) = find.find_tables(book, ledgers.BUILT_IN).tables
        found.append((table.form, table.header, table.body, dict(table.where), table.grid.rows[3:5]))
    assert found[0] == found[1]


@pytest.mark.parametrize("container", ["csv", "html"])
def test_other_containers_come_back_as_xlsx(container: str) -> None:
    """The same cells in a plain workbook, marked."""
    text = "序号,姓名,证件号码\n1,赵一,330105198805062015\n"
    cells = [line.split(",") for line in text.splitlines()]
    rows = ("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in cells)
    html = f"<table>{''.join(rows)}</table>"
    data = (text if container == "csv" else html).encode("gb18030")
    book = readers.open_book(source(f"a.{container}", data), RunContext())
    sheet = book.grids[0].sheet
    told = Finding("TEST-E", Place("a", sheet, 2, 3), "证件号码", ID, {"说明": "有误"})
    edits = returns.marks(submission((told,), container=container), book, context=context_of())
    made = opened(xlsx_edit.apply(xlsx_edit.plain_copy(book.grids), edits, remark=True))
    page = made.worksheets[1]
    assert page["C2"].value == ID and fills(page) == {"C2": "FFC7CE"}


def test_a_header_to_be_confirmed_asks() -> None:
    """A proposed binding colours its header and names the title it may stand for."""
    proposal = ("member", "f", SHEET, Binding(5, "手机号码", "联系电话", "proposed", 0.7))
    one = submission((), proposals=(proposal,), fate="待确认")
    book = readers.open_book(source(), RunContext())
    edits = returns.marks(one, book, context=context_of())
    (mark,) = [edit for edit in edits if isinstance(edit, Edit)]
    assert mark.cell == "E3" and "联系电话" in str(mark.note)


def test_the_order_of_changes() -> None:
    """Old marks go first, the list comes last: an open workbook can apply them one by one."""
    edits = returns.marks(submission(), context=context_of())
    assert isinstance(edits[0], RemoveSheet) and isinstance(edits[-1], AddSheet)


def test_thousands_of_faults_are_all_listed() -> None:
    """Every place has its line; notes stop where a workbook would open slowly."""
    many = tuple(
        Finding("TEST-E", Place("a", SHEET, row, 4), "证件号码", "x", {"说明": "有误"})
        for row in range(4, 4004)
    )
    edits = returns.marks(Submission("a", "", "xlsx", "采用", findings=many), context=context_of())
    cells = [edit for edit in edits if isinstance(edit, Edit)]
    assert len(cells) == 4000
    assert sum(isinstance(edit.note, str) for edit in cells) == 3000
    added = edits[-1]
    assert isinstance(added, AddSheet)
    assert sum(edit.cell.startswith("B") and edit.value == "错误" for edit in added.cells) == 4000
