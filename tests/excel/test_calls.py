"""What crosses the border to Excel: whole blocks, never cell by cell."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from excel_desk import Office, members

from union_xl.excel.areas import MOST_CHARACTERS, address, addresses, areas_of, rectangles
from union_xl.excel.edits import write
from union_xl.excel.sheet_writer import SheetWriter
from union_xl.model import AddSheet, Area, Edit, Style


@pytest.mark.parametrize("name", ["check", "clear", "accept", "undo"])
def test_calls_do_not_grow_with_rows(excel: Office, tmp_path: Path, name: str) -> None:
    """The same faults in 20 and in 1,000 rows: the same number of reads, writes and notes."""
    counted = []
    for rows in (20, 1_000):
        book = excel.open(members(tmp_path / f"{rows}.xlsx", rows=rows))
        if name != "check":
            excel.press("check", book)
            book.sheets["会员登记"].range("F7").select()
        assert excel.press(name, book), excel.said
        counted.append(excel.calls)
    assert counted[0] == counted[1]
    assert sum(counted[0].values()) < 120


def test_a_faulty_column_costs_no_more_than_a_faulty_cell(excel: Office, tmp_path: Path) -> None:
    """Equal faults below each other are coloured in one call; only notes are put on one by one."""
    counted = []
    for faulty in (10, 400):
        path = members(tmp_path / f"{faulty}.xlsx", rows=500, faults=False)
        made = openpyxl.load_workbook(path)
        for row in range(10, 10 + faulty):
            made.active.cell(row, 6).value = "在岗位"
        made.save(path)
        assert excel.press("check", excel.open(path))
        counted.append(excel.calls)
    for kind in ("read", "write", "copy"):
        assert counted[1][kind] <= counted[0][kind] + 2, (kind, counted)


def test_values_are_written_in_blocks(excel: Office, tmp_path: Path) -> None:
    """2,000 cells of a filled table: one read to keep what was, one write."""
    book = excel.open(members(tmp_path / "a.xlsx", rows=5, faults=False))
    writer = SheetWriter(book)
    excel.app.impl.calls.clear()
    edits = [
        Edit("会员登记", address(Area(row, col, row, col)), row * col)
        for row in range(20, 120)
        for col in range(1, 21)
    ]
    write(writer, edits)
    assert excel.calls == {"read": 2, "write": 1}
    assert book.impl.wb["会员登记"]["C21"].value == 63


def test_text_stays_text(excel: Office, tmp_path: Path) -> None:
    """Leading zeros, long numbers, dates as text, formulas as text: as they were, also after undoing."""
    book = excel.open(members(tmp_path / "a.xlsx", rows=5, faults=False))
    page = book.impl.wb["会员登记"]
    texts = [
        "001",
        "330105199003070014",
        "2022-05",
        "=1+1",
        "+86",
        "@x",
        "'q",
        "1e5",
        "TRUE",
        "普通",
        "-",
        "3/4",
    ]
    for row, text in enumerate(texts, start=30):
        page.cell(row, 2).value = text
        page.cell(row, 2).data_type = "s"
    writer = SheetWriter(book)
    write(writer, [Edit("会员登记", f"A{row}", text) for row, text in enumerate(texts, start=30)])
    write(writer, [Edit("会员登记", f"B{row}", 7) for row in range(30, 30 + len(texts))])
    assert [page.cell(row, 1).value for row in range(30, 30 + len(texts))] == texts
    assert all(page.cell(row, 1).data_type == "s" for row in range(30, 30 + len(texts)))
    SheetWriter(book).take_back(writer.undo)
    assert [page.cell(row, 2).value for row in range(30, 30 + len(texts))] == texts
    assert all(page.cell(row, 2).data_type == "s" for row in range(30, 30 + len(texts)))
    assert page["A30"].value is None


def test_formulas_and_links(excel: Office, tmp_path: Path) -> None:
    """A formula edit is a formula, a link goes to its place; undoing brings the old formula back."""
    book = excel.open(members(tmp_path / "a.xlsx", rows=5, faults=False))
    page = book.impl.wb["会员登记"]
    page["A20"] = "=SUM(A4:A8)"
    writer = SheetWriter(book)
    write(
        writer,
        [
            Edit("会员登记", "A20", "=MAX(A4:A8)", formula=True),
            Edit("会员登记", "A21", '跳"到', link="'会员登记'!B4"),
        ],
    )
    assert page["A20"].value == "=MAX(A4:A8)"
    assert page["A21"].value == '=HYPERLINK("#\'会员登记\'!B4","跳""到")'
    SheetWriter(book).take_back(writer.undo)
    assert (page["A20"].value, page["A21"].value) == ("=SUM(A4:A8)", None)


def test_a_sheet_of_ours_is_one_block(excel: Office, tmp_path: Path) -> None:
    """A list of 1,000 lines costs as many calls as one of 10; it replaces our own older one."""
    book = excel.open(members(tmp_path / "a.xlsx", rows=5, faults=False))
    counted = []
    for lines in (10, 1_000):
        writer = SheetWriter(book)
        cells = [
            Edit("追溯", f"A{row}", f"第{row}行", Style(bold=True, border=True)) for row in range(1, lines)
        ]
        excel.app.impl.calls.clear()
        write(writer, [AddSheet("追溯", cells, widths={1: 20.0})])
        counted.append(excel.calls["write"])
    assert counted[1] <= counted[0] + 2
    assert book.sheet_names.count("追溯") == 1 and book.sheets.active.name == "会员登记"


def test_addresses_fit_excel() -> None:
    """Many scattered cells become addresses of at most 255 characters that cover exactly these cells."""
    cells = {(row * 3, col * 2) for row in range(1, 60) for col in range(1, 20)}
    texts = list(addresses(rectangles(cells)))
    assert max(map(len, texts)) <= MOST_CHARACTERS
    back = {
        (row, col)
        for text in texts
        for area in areas_of(text)
        for row in range(area.top, area.bottom + 1)
        for col in range(area.left, area.right + 1)
    }
    assert back == cells
    assert list(addresses([])) == []
    whole = areas_of("$A:$C,5:7")
    assert whole == [Area(1, 1, 1_048_576, 3), Area(5, 1, 7, 16_384)]
