"""Sound files as other programs write them: each was once refused as damaged, or read wrong."""

from __future__ import annotations

import struct

import pytest

from tests.readers import made
from tests.readers.test_containers import opened, texts
from union_xl.model import Limits
from union_xl.readers.parts import packed_again, parts_of

TABLE = (
    "<table:table table:name='表'>"
    + "".join(made.ods_row(*map(str, row[:2])) for row in made.ROWS)
    + "</table:table>"
)
WANTED = [list(map(str, row[:2])) for row in made.ROWS]


def _number(record: int, row: int, col: int, value: float) -> bytes:
    """A NUMBER or FORMULA record (0-based)."""
    body = struct.pack("<3Hd", row, col, 0, value) + (b"" if record == 0x203 else b"\x00" * 8)
    return struct.pack("<HH", record, len(body)) + body


@pytest.mark.parametrize("page", [1252, 936])
def test_an_xls_of_an_old_java_writer_names_a_code_page_and_means_unicode(page: int) -> None:
    """BIFF8 texts are UTF-16 whatever the CODEPAGE record says: names, IDs and sheet names come whole."""
    stream = made.biff({"会员": made.ROWS}).replace(
        struct.pack("<3H", 0x42, 2, 1200), struct.pack("<3H", 0x42, 2, page)
    )
    book = opened(made.ole({"Workbook": stream}))
    assert [row[:2] for row in texts(book)] == WANTED
    assert book.grids[0].sheet == "会员"


@pytest.mark.parametrize("name", ["WORKBOOK", "BOOK"])
def test_a_workbook_stream_in_capitals_is_a_workbook(name: str) -> None:
    """As some programs of other systems call it."""
    assert [row[:2] for row in texts(opened(made.ole({name: made.biff({"表": made.ROWS})})))] == WANTED


@pytest.mark.parametrize("version", [5, 8])
def test_the_copied_numbers_of_a_chart_on_the_sheet_are_no_cells(version: int) -> None:
    """The chart's own records stand inside the sheet's and name cells of their own."""
    begin = struct.pack("<HHHHHH", 0x809, 8, 0x600 if version == 8 else 0x500, 0x20, 0, 0)
    chart = begin + _number(0x203, 1, 1, 99.0) + _number(0x203, 7, 0, 98.0) + struct.pack("<HH", 0x0A, 0)
    sheet = opened(made.xls({"表": [["数", "值"], [1, 2]]}, version=version, extra={"表": chart}))
    assert texts(sheet) == [["数", "值"], ["1.0", "2.0"]]


def test_formula_records_of_an_older_version_keep_their_numbers() -> None:
    """Numbers for the Mac writes 0x406 into a BIFF8 sheet."""
    extra = {"表": _number(0x406, 1, 1, 3.5)}
    assert texts(opened(made.xls({"表": [["数", "值"], [1]]}, extra=extra))) == [["数", "值"], ["1.0", "3.5"]]


def test_nan_in_an_xls_is_what_excel_shows() -> None:
    """#NUM!, as in an xlsx; never a float that is no number."""
    grid = opened(made.xls({"表": [["数"], [float("nan")]]})).grids[0]
    assert (grid.at(2, 1), dict(grid.errors)) == ("#NUM!", {(2, 1): "#NUM!"})


def test_an_ods_with_macros_is_read() -> None:
    """Every Basic module begins with a document type of its own; we never look at it."""
    parts = parts_of(made.ods(TABLE), Limits(), 2**20)
    module = b'<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">'
    data = packed_again({**parts, "Basic/Standard/Module1.xml": module}).getvalue()
    assert texts(opened(data)) == WANTED
    data = packed_again({**parts, "content.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + parts["content.xml"]})
    assert opened(data.getvalue()).refused == "F-ENTITY"


def test_an_ods_in_one_flat_file_is_read() -> None:
    """LibreOffice's fods: the same elements without a zip."""
    content = parts_of(made.ods(TABLE), Limits(), 2**20)["content.xml"].decode()
    kind = ' office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
    flat = content.replace("office:document-content", "office:document").replace(">", kind, 2)
    flat = flat.replace(kind, ">", 1)
    assert texts(opened(flat.encode())) == WANTED


def test_hidden_columns_and_rows_of_ods_and_xml_2003_are_known() -> None:
    """Said of several at once, and of those from a place on."""
    two = "table:visibility='collapse' table:number-columns-repeated='2'"
    said = f"<table:table-column/><table:table-column {two}/>"
    rows = made.ods_row("甲") + made.ods_row("乙", repeat=2, more=" table:visibility='collapse'")
    grid = opened(made.ods(f"<table:table table:name='表'>{said}{rows}</table:table>")).grids[0]
    assert (grid.hidden_cols, grid.hidden_rows) == ({2, 3}, {2, 3})
    columns = "<Column ss:Index='2' ss:Hidden='1' ss:Span='1'/><Column/><Column ss:Hidden='1'/>"
    grid = opened(made.xml2003(columns + made.xml_row("甲", "乙")), "a.xml").grids[0]
    assert grid.hidden_cols == {2, 3, 5}


def test_blank_rows_beyond_the_end_of_an_ods_are_no_rows() -> None:
    """Builds with sixteen million rows fill the rest with one repeated blank row, and one more."""
    rest = made.ods_row("<table:table-cell/>", repeat=16_777_213) + made.ods_row("<table:table-cell/>")
    assert texts(opened(made.ods(TABLE.replace("</table:table>", rest + "</table:table>")))) == WANTED
    far = TABLE.replace(
        "</table:table>", made.ods_row("<table:table-cell/>", repeat=2_000_000) + "%s</table:table>"
    )
    assert opened(made.ods(far % made.ods_row("外"))).refused == "F-CELLS"


@pytest.mark.parametrize(
    "data",
    [
        b"\x09\x04\x06\x00\x00\x00\x10\x00" + b"\x00\x01" * 40,
        b"\x09\x02\x06\x00\x00\x00\x10\x00" + b"\x00\x01" * 40,
        made.biff({"表": made.ROWS}),
        made.zipped({"mimetype": b"application/vnd.sun.xml.calc", "content.xml": b"<a/>"}),
    ],
    ids=["BIFF4", "BIFF3", "no-container", "sxc"],
)
def test_formats_older_than_anyone_uses_are_told_as_old(data: bytes) -> None:
    """F-OLD asks for a new copy; nothing is called damaged that Excel would open."""
    assert opened(data).refused == "F-OLD"


def test_what_is_written_in_a_drawing_is_no_value_of_its_cell() -> None:
    """An ods keeps a text box inside the cell it is anchored to; a note of that cell stays a note."""
    drawn = (
        "<table:table-cell><draw:g><draw:custom-shape><text:p>框</text:p></draw:custom-shape></draw:g>"
        "<draw:frame><draw:text-box><text:p>更多</text:p></draw:text-box></draw:frame>%s</table:table-cell>"
    )
    note = "<office:annotation><text:p>批</text:p></office:annotation><text:p>值</text:p>"
    rows = made.ods_row("甲", drawn % "", drawn % note, "乙")
    data = made.ods(f"<table:table table:name='表' xmlns:draw='d'>{rows}</table:table>")
    assert texts(opened(data)) == [["甲", "", "值", "乙"]]
    assert dict(opened(data).grids[0].notes) == {(1, 3): "批"}
    assert dict(opened(data).grids[0].boxes) == {(1, 2): "框 更多", (1, 3): "框 更多"}


def test_the_value_of_an_ods_text_is_not_what_its_format_adds() -> None:
    """With a format like `"第"@"号"` the value stands in an attribute, the shown text in the cell."""
    kind = 'office:value-type="string" office:string-value="7"'
    cell = f"<table:table-cell {kind}><text:p>第7号</text:p></table:table-cell>"
    assert texts(
        opened(made.ods(f"<table:table table:name='表'>{made.ods_row(cell, '乙')}</table:table>"))
    ) == [["7", "乙"]]


def test_a_rounded_number_of_a_web_page_is_the_stored_one() -> None:
    """As Excel (`x:num`) and LibreOffice (`sdval`) write it; padding and dates are what is shown."""
    cells = (
        '<td x:num="1234.5678">1,234.57</td><td sdval="0.5" sdnum="1033;0;# ?/?">1/2</td>'
        '<td sdval="123">00000123</td><td x:num>7</td><td sdval="44640">2022/3/20</td>'
    )
    book = opened(f"<html><table><tr>{cells}</tr></table></html>".encode(), "a.xls")
    assert list(book.grids[0].rows[0]) == [1234.5678, "1/2", "00000123", "7", "2022/3/20"]
