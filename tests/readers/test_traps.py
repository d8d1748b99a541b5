"""Traps that make other readers wrong, slow or dead: one small file each."""

from __future__ import annotations

import datetime as dt
import struct
import time
import zipfile

import pytest

from tests.readers import made, xlsb
from tests.readers.test_containers import opened, texts
from union_xl.model import Area, Limits, RunContext
from union_xl.readers.scan import scan

ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1"><v>7</v></c></row>'


def test_xlsb_is_read_with_shared_and_inline_texts_numbers_errors_and_merges() -> None:
    """Defect 1: the binary workbook, written record by record."""
    rows = xlsb.row(0, xlsb.shared(0, 1), xlsb.inline(1, "证件号码")) + xlsb.row(
        2, xlsb.inline(0, "张三"), xlsb.number(1, 12.5), xlsb.error(2, 0x2A), hidden=True
    )
    merged = xlsb.record(177, struct.pack("<I", 1)) + xlsb.record(176, struct.pack("<4I", 0, 1, 0, 2))
    book = opened(xlsb.book({"表": rows}, ("无关", "姓名"), merged), "a.xlsb")
    assert (book.refused, book.container) == ("", "xlsb")
    grid = book.grids[0]
    assert (grid.sheet, grid.at(1, 1), grid.at(1, 2), grid.at(3, 1), grid.at(3, 2)) == (
        "表",
        "姓名",
        "证件号码",
        "张三",
        12.5,
    )
    assert (grid.at(3, 3), dict(grid.errors)) == ("#N/A", {(3, 3): "#N/A"})
    assert (grid.hidden_rows, grid.merged) == ({3}, (Area(1, 1, 2, 3),))


def test_a_wrong_dimension_hides_nothing() -> None:
    """`<dimension ref="A1"/>` on a sheet of seven columns, and one of a million rows with one cell."""
    row = "".join(f'<c r="{col}1"><v>{at}</v></c>' for at, col in enumerate("ABCDEFG"))
    assert (
        len(opened(made.raw_xlsx(f'<row r="1">{row}</row>', '<dimension ref="A1"/>')).grids[0].rows[0]) == 7
    )
    grid = opened(made.raw_xlsx(ROW, '<dimension ref="A1:XFD1048576"/>')).grids[0]
    assert (len(grid.rows), list(grid.rows[0])) == (1, ["姓名", 7.0])


def test_numbers_that_lost_digits_stay_numbers() -> None:
    """An id typed as a number comes as the float it is: never made up to eighteen digits."""
    grid = opened(made.raw_xlsx('<row r="1"><c r="A1"><v>3.30105199003072E+17</v></c></row>')).grids[0]
    assert grid.at(1, 1) == 3.30105199003072e17


def test_duplicate_entries_in_the_package_count_once() -> None:
    """The last one, as Excel reads it."""
    import io

    data = io.BytesIO(made.raw_xlsx(ROW))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(data, "a") as both:
        both.writestr("xl/worksheets/sheet1.xml", made.sheet_xml('<row r="1"><c r="A1"><v>2</v></c></row>'))
    assert opened(data.getvalue()).grids[0].at(1, 1) == 2.0


def test_formats_on_whole_columns_make_no_cells() -> None:
    """`<col min=1 max=16384>` and hidden ones: no cells, no endless sets."""
    cols = '<cols><col min="1" max="16384" width="9" hidden="1"/></cols>'
    grid = opened(made.raw_xlsx(ROW, cols)).grids[0]
    assert len(grid.rows[0]) == 2
    assert {1, 2} <= grid.hidden_cols


def test_the_last_cell_of_a_sheet_is_one_cell() -> None:
    """A value at XFD1048576: no millions of blanks, and nothing else lost."""
    far = ROW + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    grid = opened(made.raw_xlsx(far)).grids[0]
    assert (grid.at(1, 1), grid.at(1_048_576, 16_384)) == ("姓名", 1.0)
    assert sum(map(len, grid.rows)) < 20_000


def test_nan_and_infinity_are_no_numbers_and_no_dates() -> None:
    """Defect 51: neither a panic nor 1899-12-30, with or without a date format."""
    base = made.xlsx({"表": [[dt.date(2022, 3, 18)]]})
    for text in ("NaN", "-nan", "INF", "1e400"):
        sheet = made.sheet_xml(f'<row r="1"><c r="A1" s="1"><v>{text}</v></c><c r="B1"><v>7</v></c></row>')
        grid = opened(made.with_parts(base, {"xl/worksheets/sheet1.xml": sheet})).grids[0]
        assert not isinstance(grid.at(1, 1), dt.date), text
        assert "an" not in text.lower() or grid.errors[1, 1] == "#NUM!"
        assert grid.at(1, 2) == 7.0


def test_short_cells_of_an_xlsb_are_read() -> None:
    """SheetJS writes a cell right of another without its column; calamine passes over those."""

    def short(kind: int, value: bytes = b"") -> bytes:
        return xlsb.record(kind, b"\x00" * 4 + value)

    cells = (
        xlsb.inline(1, "王伟"),
        short(18, struct.pack("<I", 1)),
        short(12),
        short(13, struct.pack("<I", 7 << 2 | 2)),
        short(13, struct.pack("<i", -1250 << 2 | 3)),
        short(13, struct.pack("<Q", struct.unpack("<Q", struct.pack("<d", 0.5))[0])[4:]),
        short(16, struct.pack("<d", 12.25)),
        short(15, b"\x01"),
        short(14, bytes([7])),
        short(17, xlsb.wide("备注")),
        short(18, struct.pack("<I", 9)),
    )
    grid = opened(xlsb.book({"表": xlsb.row(0, *cells)}, strings=("甲", "乙")), "a.xlsb").grids[0]
    assert grid.rows[0] == ["", "王伟", "乙", None, 7.0, -12.5, 0.5, 12.25, True, "#DIV/0!", "备注"]
    assert grid.errors == {(1, 10): "#DIV/0!"}


def test_an_xls_that_a_zip_check_takes_for_a_zip() -> None:
    """The end of a zip stuck to an xls: told by how it begins."""
    end = b"PK\x05\x06" + b"\x00" * 18
    assert opened(made.xls({"表": made.ROWS}) + b"\x00" * 490 + end).container == "xls"


def test_a_merge_over_the_whole_sheet_is_one_area() -> None:
    """Kept as one rectangle, never laid out."""
    foot = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    assert opened(made.raw_xlsx(ROW, foot=foot)).grids[0].merged == (Area(1, 1, 1_048_576, 16_384),)


def test_a_gigabyte_of_shared_strings_in_bzip2_is_refused_unread() -> None:
    """No office program packs so."""
    data = made.with_parts(
        made.raw_xlsx(ROW), {"xl/sharedStrings.xml": b"<sst>" + b" " * 2**22}, method=zipfile.ZIP_BZIP2
    )
    assert opened(data).refused == "F-BOMB"


def test_a_bomb_that_lies_about_its_size_is_measured() -> None:
    """The sizes in the directory are not believed."""
    from union_xl.model import Limits, RunContext

    data = made.with_parts(made.raw_xlsx(ROW), {"xl/sharedStrings.xml": b"<sst>" + b" " * 2**22})
    size = struct.pack("<I", 2**22 + 5)
    assert data.count(size) >= 1
    lying = data.replace(size, struct.pack("<I", 10))
    assert opened(lying, context=RunContext(limits=Limits(unpacked_bytes=2**20))).refused == "F-BOMB"


def test_a_looping_ole_directory_is_refused() -> None:
    """An entry that is its own neighbour."""
    data = bytearray(made.xls({"表": made.ROWS}))
    directory = 512 * (1 + struct.unpack_from("<I", data, 48)[0])
    struct.pack_into("<I", data, directory + 128 + 68, 1)
    assert opened(bytes(data)).refused == "F-CORRUPT"


def test_template_words_are_only_text() -> None:
    """`{{7*7}}` as a name stays what it is."""
    assert opened(made.xlsx({"表": [["姓名", "备注"], ["{{7*7}}", "${7*7}"]]})).grids[0].at(2, 1) == "{{7*7}}"


@pytest.mark.parametrize(
    "cells",
    [
        b'<c r="A1" ' * 300_000,
        b'<c r="A1" t="e">' * 300_000,
        b'<c r="A1"><f>' * 300_000,
        b'<row hidden="1" ' * 300_000,
        b'<c r="A1"><f>DISPIMG</f></c>' + b'<c r="B1">' * 300_000,
        b'<mergeCell ' * 300_000,
        b'<col hidden="1" min="1" max="9999"/>' * 100_000,
        b'<row r="' + b"9" * 100_000 + b'"><c r="A' + b"9" * 100_000 + b'"><v>1</v></c></row>',
    ],
)  # fmt: skip
def test_megabytes_of_open_tags_are_looked_through_once(cells: bytes) -> None:
    """No search of the scan starts again behind every tag."""
    began = time.process_time()
    scan(b"<worksheet><sheetData>" + b'<row r="1"/>' + cells + b"</sheetData></worksheet>")
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "data",
    [
        made.xlsx(dict.fromkeys("甲乙丙", made.ROWS)),
        made.xls(dict.fromkeys("甲乙丙", made.ROWS)),
        made.ods("".join(f'<table:table table:name="{name}"/>' for name in "甲乙丙")),
    ],
    ids=["xlsx", "xls", "ods"],
)
def test_more_sheets_than_anyone_writes_are_refused_by_their_number(data: bytes) -> None:
    """F-SHEETS beyond the limit, whatever the container; at the limit they are read."""
    assert opened(data, context=RunContext(limits=Limits(sheets=2))).refused == "F-SHEETS"
    assert len(opened(data, context=RunContext(limits=Limits(sheets=3))).grids) == 3


def test_a_page_of_tags_never_closed_is_damaged_and_costs_no_time() -> None:
    """The parser would look for the end of each of a million tags; an unclosed cell or two is nothing."""
    began = time.process_time()
    assert opened(b"<table><tr>" + b"<td " * 1_000_000).refused == "F-CORRUPT"
    assert time.process_time() - began < 2
    page = opened("<table><tr><td>姓名<td>a < b<tr><td>张三<td".encode())
    assert texts(page)[0][:2] == ["姓名", "a < b"]


@pytest.mark.parametrize("line", ["a,b\n", "甲\t乙\n", "," * 999 + "\n"])
def test_a_text_of_more_rows_or_cells_than_a_sheet_has_is_refused_before_it_is_split(line: str) -> None:
    """F-CELLS from counting alone: no list of millions of rows is made first."""
    data = (line * (2_200_000 if len(line) < 10 else 40_000)).encode()
    began = time.process_time()
    assert opened(data).refused == "F-CELLS"
    assert time.process_time() - began < 2
    assert opened(b"a,b\n" * 10, context=RunContext(limits=Limits(cells=19))).refused == "F-CELLS"
    assert not opened(b"a,b\n" * 10, context=RunContext(limits=Limits(cells=20))).refused


def test_a_row_of_more_cells_than_a_sheet_has_columns_is_refused() -> None:
    """Cells without a reference are counted on, past XFD too; the last column itself is read."""
    wide = '<row r="1">' + "<c><v>1</v></c>" * 16_384 + "</row>"
    assert len(opened(made.raw_xlsx(wide)).grids[0].rows[0]) == 16_384
    assert opened(made.raw_xlsx(wide.replace("</row>", "<c><v>1</v></c></row>"))).refused == "F-CELLS"
