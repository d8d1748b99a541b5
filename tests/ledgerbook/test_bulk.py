"""The fast writer of big sheets."""

from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO

import openpyxl
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from union_xl.package import bulk
from union_xl.package.bulk import Rows, splice


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
    splice(shell(2), {"xl/worksheets/sheet1.xml": Rows(columns, 2, {(1, 1): "'数据'!A2"})}, path)
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
    """Rows made column by column are what cell after cell gives."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    made, styles = Rows(columns, 2, heights={3: 40.5}), ["", ' s="1"', ""]
    one_by_one = ""
    for number, values in enumerate(rows, 2):
        tails = [bulk._tail(value, style, ' s="2"') for value, style in zip(values, styles, strict=True)]
        cells = [f'<c r="{col}{number}{tail}' for col, tail in zip("ABC", tails, strict=True) if tail]
        one_by_one += f"{bulk._opened(number, made.heights)}{''.join(cells)}</row>"
    assert bulk._chunk(made, 0, len(rows), styles, ' s="2"').decode() == one_by_one


def test_many_rows_keep_their_order(tmp_path):
    """Rows come out in their order across all chunks and blocks, in a zip that tests whole."""
    count = 3 * bulk.CHUNK + 17
    numbers = [f"{n:06d}" if n % 7 else None for n in range(count)]
    path = tmp_path / "a.xlsx"
    splice(
        shell(3), {"xl/worksheets/sheet1.xml": Rows([numbers, list(range(count)), ["汉族"] * count])}, path
    )
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
    found = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1:]
    assert [line[1] for line in found] == list(range(count))
    assert [line[0] or None for line in found] == numbers
