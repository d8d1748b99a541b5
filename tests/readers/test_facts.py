"""What calamine is blind to, added by the scan: errors, uncached formulas, hidden rows, notes, strikes."""

from __future__ import annotations

import io

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.readers import made
from tests.readers.test_containers import opened
from union_xl.model import Area


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes openpyxl writes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_error_cells_show_what_excel_shows() -> None:
    """`#N/A` stands in the grid and in errors, whatever the container."""
    data = made.raw_xlsx(
        '<row r="2"><c r="B2" t="e"><v>#N/A</v></c><c r="C2" s="0" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    grid = opened(data).grids[0]
    assert (grid.at(2, 2), grid.at(2, 3)) == ("#N/A", "#DIV/0!")
    assert dict(grid.errors) == {(2, 2): "#N/A", (2, 3): "#DIV/0!"}
    old = opened(made.xls({"表": made.ROWS}, extra={"表": made.error_cell(1, 3, 0x17)})).grids[0]
    assert (old.at(2, 4), dict(old.errors)) == ("#REF!", {(2, 4): "#REF!"})


def test_formulas_that_were_never_calculated_are_told() -> None:
    """No `<v>`: uncached; a formula that gives an empty text is not."""
    data = made.raw_xlsx(
        '<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>A1</f><v></v></c><c r="C1"><f>A1</f><v>2</v></c>'
        '<c r="D1" t="str"><f>""</f><v></v></c><c r="E1"><f t="shared" si="0"/></c></row>'
    )
    assert opened(data).grids[0].uncached == {(1, 1), (1, 2), (1, 5)}


def test_defect_13_hidden_rows_and_columns_are_counted_and_read() -> None:
    """Values of hidden rows are there; their numbers are told."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for row in range(5):
        sheet.write_row(row, 0, [f"r{row}", "b", "c"])
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_column(1, 1, None, None, {"hidden": True})
    sheet.set_column(5, 16_383, None, None, {"hidden": True})
    book.close()
    grid = opened(out.getvalue()).grids[0]
    assert (grid.hidden_rows, grid.at(3, 1)) == ({3}, "r2")
    assert 2 in grid.hidden_cols
    old = opened(made.xls({"表": made.ROWS}, extra={"表": made.hidden_row(1)})).grids[0]
    assert old.hidden_rows == {2}


def test_defect_12_hidden_sheets_are_known_as_hidden() -> None:
    """Hidden and very hidden alike, in xlsx, xls and ods."""
    book = openpyxl.Workbook()
    book.active.append(["a"])
    for name, state in (("藏", "hidden"), ("深藏", "veryHidden")):
        book.create_sheet(name).append(["x"])
        book[name].sheet_state = state
    assert [one.visible for one in opened(saved(book)).grids] == [True, False, False]
    old = opened(made.xls({"表": made.ROWS, "藏": made.ROWS}, hidden={"藏": 1}))
    assert [one.visible for one in old.grids] == [True, False]
    styles = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    sheet = (
        "<table:table table:name='表' table:style-name='ta2'>"
        + made.ods_row("姓名", "学历")
        + "</table:table>"
    )
    assert [one.visible for one in opened(made.ods(sheet, styles)).grids] == [False]


def test_merged_ranges_come_from_every_container() -> None:
    """xlsx, xls, ods, SpreadsheetML and HTML."""
    xlsx = made.raw_xlsx(
        '<row r="1"><c r="A1"><v>1</v></c></row>', foot='<mergeCells><mergeCell ref="A1:C2"/></mergeCells>'
    )
    wanted = (Area(1, 1, 2, 3),)
    assert opened(xlsx).grids[0].merged == wanted
    assert (
        opened(made.xls({"表": made.ROWS}, extra={"表": made.merged_cells(0, 0, 1, 2)})).grids[0].merged
        == wanted
    )
    span = '<table:table-cell table:number-columns-spanned="3" table:number-rows-spanned="2" office:value-type="string"><text:p>甲</text:p></table:table-cell>'  # noqa: E501
    ods = made.ods(
        f"<table:table table:name='表'>{made.ods_row(span, '<table:covered-table-cell/>', '<table:covered-table-cell/>', '丁')}</table:table>"  # noqa: E501
    )
    grid = opened(ods).grids[0]
    assert (grid.merged, grid.at(1, 4)) == (wanted, "丁")
    row = '<Row><Cell ss:MergeAcross="2" ss:MergeDown="1"><Data ss:Type="String">甲</Data></Cell><Cell><Data ss:Type="String">丁</Data></Cell></Row>'  # noqa: E501
    grid = opened(made.xml2003(row + made.xml_row("a"))).grids[0]
    assert (grid.merged, grid.at(1, 4)) == (wanted, "丁")
    html = b"<table><tr><td colspan=3 rowspan=2>x</td><td>d</td></tr><tr><td>e</td></tr></table>"
    grid = opened(html).grids[0]
    assert (grid.merged, grid.at(1, 4), grid.at(2, 4)) == (wanted, "d", "e")


def test_defect_17_notes_are_read() -> None:
    """The text of a note at its cell."""
    book = openpyxl.Workbook()
    book.active["B2"] = "张三"
    book.active["B2"].comment = Comment("应为张山", "审核人")
    assert "应为张山" in opened(saved(book)).grids[0].notes[2, 2]


def test_defect_33_struck_cells_are_known() -> None:
    """Filled cells that are struck through as a whole."""
    book = openpyxl.Workbook()
    for _ in range(3):
        book.active.append(["张三", "男", "汉族"])
    for cell in book.active[2]:
        cell.font = Font(strike=True)
    book.active["A3"].font = Font(strike=True)
    assert opened(saved(book)).grids[0].struck == {(2, 1), (2, 2), (2, 3), (3, 1)}


def test_defect_14_picture_cells_are_known() -> None:
    """WPS cell pictures (`DISPIMG`) are told by their cell."""
    data = made.raw_xlsx(
        '<row r="2"><c r="B2" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c><c r="C2"><f>1+1</f><v>2</v></c></row>'  # noqa: E501
    )
    assert opened(data).grids[0].pictures == {(2, 2)}


def test_defect_09_24_formulas_give_their_saved_values() -> None:
    """Nothing is calculated; external references keep what was saved."""
    data = made.raw_xlsx(
        '<row r="1"><c r="A1" t="str"><f>[1]Sheet1!A1</f><v>姓名</v></c><c r="B1"><f>ROW()-3</f><v>7</v></c></row>'  # noqa: E501
    )
    assert list(opened(data).grids[0].rows[0]) == ["姓名", 7.0]


def test_a_text_that_looks_like_a_prefixed_tag_is_a_text() -> None:
    """`:c>` inside a cell's text is no element: the sheet is read like any other."""
    data = made.raw_xlsx('<row r="1"><c r="A1" t="inlineStr"><is><t>a:c> b</t></is></c></row>')
    assert list(opened(data).grids[0].rows[0]) == ["a:c> b"]


def test_the_first_days_of_1900_are_those_of_calamine_cell_by_cell_too() -> None:
    """Excel has a 29 February 1900; a far cell makes a sheet sparse, which is read cell by cell."""

    def column(far: str) -> list[object]:
        book = openpyxl.Workbook()
        for row, serial in enumerate((1, 59, 61, 1.5, 0.5), 1):
            book.active.cell(row, 1, serial).number_format = "yyyy-mm-dd"
        book.active[far] = "x"
        book.save(data := io.BytesIO())
        return [row[0] for row in opened(data.getvalue()).grids[0].rows[:5]]

    assert column("XFD1048576") == column("B1")
