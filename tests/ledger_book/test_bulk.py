"""The fast writer of big sheets."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from io import BytesIO

import openpyxl
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from union_xl.xlsx_edit import sheet_rows
from union_xl.xlsx_edit.row_xml import rows_xml
from union_xl.xlsx_edit.sheet_rows import SheetRows, write_sheet_rows


def shell(width: int) -> bytes:
    """A workbook with a header, an anchor row, a filter and a frozen pane."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("数据")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    text = book.add_format({"num_format": "@"})
    for col in range(width):
        sheet.write(0, col, f"列{col}")
        sheet.write_blank(1, col, None, text)
    sheet.write_blank(1, width, None, day)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


CELL = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.sampled_from(
        ["=1+1", "+8613", "-x", "@a", "a&b<c>", " 前后 ", "_x000D_", "330105199003072013", "多\n行"]
    ),
    st.integers(-(10**9), 10**9),
    st.booleans(),
    st.dates(dt.date(1950, 1, 1), dt.date(2099, 1, 1)),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=30))
def test_what_goes_in_comes_out(tmp_path_factory, rows):
    """Any mix of values is read back as it was, text as text, dates as dates, blanks blank."""
    path = tmp_path_factory.mktemp("bulk") / "a.xlsx"
    columns = [list(column) for column in zip(*rows, strict=True)]
    write_sheet_rows(
        shell(2), {"xl/worksheets/sheet1.xml": SheetRows(columns, 2, {(1, 1): "'数据'!A2"})}, path
    )
    found = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    found += [[""] * 2] * len(rows)
    sheet = openpyxl.load_workbook(path)["数据"]
    for number, row in enumerate(rows, 1):
        for col, value in enumerate(row):
            assert _tidy((found[number] + ["", ""])[col]) == _readable(value)
            assert sheet.cell(number + 1, col + 1).data_type != "f"
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].hyperlink.location == "'数据'!A2"


def _tidy(value):
    return None if value == "" else value


def _readable(value):
    if isinstance(value, str):
        kept = "".join(c for c in value if c in "\t\n\r" or (ord(c) >= 32 and not 0xD800 <= ord(c) <= 0xDFFF))
        return (
            kept.replace("\ufffe", "").replace("\uffff", "").replace("\r\n", "\n").replace("\r", "\n") or None
        )
    return value


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, st.one_of(st.none(), st.text(max_size=9))), min_size=1, max_size=12))
def test_columns_and_cells_say_the_same(rows):
    """Rows made column by column are what row after row gives."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    whole = rows_xml(columns, (1, 2, 3), 4, 7, {8: 40.5})
    alone = [rows_xml([[value] for value in row], (1, 2, 3), 4, 7 + n) for n, row in enumerate(rows)]
    alone[1:2] = [one.replace(b'r="8">', b'r="8" ht="40.5" customHeight="1">', 1) for one in alone[1:2]]
    assert whole == b"".join(alone)


def test_every_row_and_cell_says_where_it_stands():
    """ExcelJS and Gnumeric lose cells without `r=`; a blank is left out."""
    xml = rows_xml([["甲", None], [None, None], ["同", "同"], [1, 2]], (1, 2, 3, 4), 5, 9).decode()
    assert re.findall(r' r="(\w+)"', xml) == ["9", "A9", "C9", "D9", "10", "C10", "D10"]
    assert xml.count("<c ") == xml.count('<c r="') == 5 and xml.count("<row ") == xml.count('<row r="')


def test_many_rows_keep_their_order(tmp_path):
    """Rows come out in their order across all chunks and blocks, in a zip that tests whole."""
    count = 3 * sheet_rows.CHUNK + 17
    numbers = [f"{n:06d}" if n % 7 else None for n in range(count)]
    path = tmp_path / "a.xlsx"
    write_sheet_rows(
        shell(3),
        {"xl/worksheets/sheet1.xml": SheetRows([numbers, list(range(count)), ["汉族"] * count])},
        path,
    )
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
        assert all(info.extract_version < 45 for info in packed.infolist())  # 45: ZIP64, SheetJS cannot
    found = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1:]
    assert [line[1] for line in found] == list(range(count))
    assert [line[0] or None for line in found] == numbers


def test_days_of_early_1900_are_written_as_excel_shows_them() -> None:
    """Excel has a 29 February 1900: 2 is 2 January, 61 is 1 March."""
    days = [dt.date(1900, 1, 2), dt.date(1900, 3, 1)]
    assert re.findall(r"<v>(\d+)</v>", rows_xml([days], (1,), 2).decode()) == ["2", "61"]
