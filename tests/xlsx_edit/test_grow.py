"""Rows repeated: everything on the sheet and everything that points at it follows, or it is refused."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fill.templates import with_controls, with_pivot
from tests.xlsx_edit.makers import (
    MAIN,
    changed_parts,
    handmade,
    parts_of,
    rels,
    repacked,
    sheet_xml,
    text_cell,
    written,
)
from union_xl import xlsx_edit
from union_xl.model import Edit, RepeatRows, TemplateError
from union_xl.xlsx_edit.formulas import Shift
from union_xl.xlsx_edit.repeat_on_sheet import moved_list, stretched

SHEET = "xl/worksheets/sheet1.xml"
ROWS = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 11))


def grown(data: bytes, *grows: RepeatRows) -> dict[str, bytes]:
    return parts_of(xlsx_edit.apply(data, grows))


def xml(rows: str = ROWS, after: str = "", before: str = "") -> bytes:
    return handmade({"年报": sheet_xml(rows, after, before)})


def test_rows_below_move_and_copies_stand_between() -> None:
    """Row 4 three times: rows 1-4 stay, two copies, the rest two further down; heights go along."""
    rows = ROWS.replace('<row r="4">', '<row r="4" ht="33" customHeight="1">')
    done = grown(xml(rows), RepeatRows("年报", 4, 4, 3))[SHEET].decode()
    assert re.findall(r'<row r="(\d+)"', done) == [str(n) for n in range(1, 13)]
    assert re.findall(r"<v>(\d+)</v>", done) == ["1", "2", "3", "4", "4", "4", "5", "6", "7", "8", "9", "10"]
    assert done.count('ht="33"') == 3


def test_several_blocks_are_named_by_the_rows_of_the_file() -> None:
    """The order of the Grows does not matter, nor that one pushes the other down."""
    grows = [RepeatRows("年报", 2, 3, 2), RepeatRows("年报", 6, 6, 3)]
    kept = (1, 2, 3, 2, 3, 4, 5, 6, 6, 6, 7, 8, 9, 10)
    one, two = grown(xml(), *grows), grown(xml(), *reversed(grows))
    assert one == two
    assert re.findall(r"<v>(\d+)</v>", one[SHEET].decode()) == list(map(str, kept))


def test_once_is_no_change() -> None:
    """A block that stands once leaves every part alone."""
    assert changed_parts(xml(), xlsx_edit.apply(xml(), [RepeatRows("年报", 4, 4, 1)])) == set()


FEATURES = (
    '<autoFilter ref="A3:C4"/>'
    '<mergeCells count="3"><mergeCell ref="B4:C4"/><mergeCell ref="D2:D8"/>'
    '<mergeCell ref="A9:B9"/></mergeCells>'
    '<conditionalFormatting sqref="A4:C4 A9"><cfRule type="expression" priority="1">'
    "<formula>$A4&gt;$A$9</formula></cfRule></conditionalFormatting>"
    '<dataValidations count="1"><dataValidation type="list" sqref="A4"><formula1>$A$9:$A$10</formula1>'
    "</dataValidation></dataValidations>"
    '<hyperlinks><hyperlink ref="A4" location="年报!A9"/>'
    '<hyperlink ref="A9" location="年报!A4"/></hyperlinks>'
    '<rowBreaks count="3"><brk id="3"/><brk id="4"/><brk id="9"/></rowBreaks>'
    '<ignoredErrors><ignoredError sqref="A4:A10"/></ignoredErrors>'
)


def test_what_stands_on_the_sheet_follows() -> None:
    """Filters, merged cells, rules, lists, links, page breaks."""
    done = grown(xml(after=FEATURES, before='<dimension ref="A1:D10"/>'), RepeatRows("年报", 4, 4, 3))[
        SHEET
    ].decode()
    for wanted in (
        '<dimension ref="A1:D12"/>',
        '<autoFilter ref="A3:C6"/>',
        '<conditionalFormatting sqref="A4:C6 A11">',
        "<formula>$A4&gt;$A$11</formula>",
        'sqref="A4:A6"',
        "<formula1>$A$11:$A$12</formula1>",
        '<ignoredError sqref="A4:A12"/>',
    ):
        assert wanted in done
    assert set(re.findall(r'<mergeCell ref="([^"]+)"', done)) == {
        "B4:C4",
        "B5:C5",
        "B6:C6",
        "D2:D10",
        "A11:B11",
    }
    assert re.findall(r'<hyperlink ref="(\w+)" location="([^"]+)"', done) == [
        ("A4", "年报!A11"),
        ("A5", "年报!A11"),
        ("A6", "年报!A11"),
        ("A11", "年报!A4"),
    ]
    assert re.findall(r'<brk id="(\d+)"', done) == ["3", "6", "11"]


def test_array_formulas_inside_are_copied_and_those_across_refused() -> None:
    """An array in one row is copied with it; one that reaches over the row cannot be cut."""
    inside = ROWS.replace("<v>4</v>", '<f t="array" ref="A4">SUM(B4:C4*2)</f><v>4</v>')
    done = grown(xml(inside), RepeatRows("年报", 4, 4, 2))[SHEET].decode()
    assert '<f t="array" ref="A5">SUM(B5:C5*2)</f>' in done
    across = ROWS.replace("<v>3</v>", '<f t="array" ref="A3:A5">B3:B5</f><v>3</v>')
    with pytest.raises(TemplateError, match="年报!A3:A5 是数组公式"):
        grown(xml(across), RepeatRows("年报", 4, 4, 2))
    below = ROWS.replace("<v>8</v>", '<f t="array" ref="A8:A9">B4:B5</f><v>8</v>')
    assert '<f t="array" ref="A9:A10">' in grown(xml(below), RepeatRows("年报", 4, 4, 2))[SHEET].decode()


@pytest.mark.parametrize(
    ("first", "last", "times"),
    [(0, 1, 2), (3, 2, 2), (4, 4, 0), (4, 4, 2_000_000)],
)
def test_impossible_orders_are_refused(first: int, last: int, times: int) -> None:
    """Rows that are none, or more than a sheet can hold."""
    with pytest.raises(TemplateError):
        grown(xml(), RepeatRows("年报", first, last, times))


def test_overlapping_blocks_are_refused() -> None:
    """One row cannot belong to two repeating blocks."""
    with pytest.raises(TemplateError, match="同时属于两个重复区域"):
        grown(xml(), RepeatRows("年报", 3, 4, 2), RepeatRows("年报", 4, 5, 2))


def test_a_merged_cell_over_a_part_of_a_block_is_refused() -> None:
    """A merged cell from above that ends in the middle of the block."""
    after = '<mergeCells count="1"><mergeCell ref="A3:A4"/></mergeCells>'
    with pytest.raises(TemplateError, match="年报!A3:A4 合并单元格"):
        grown(xml(after=after), RepeatRows("年报", 4, 5, 2))


def test_tables_stretch_and_are_not_cut() -> None:
    """Rows of a table's body repeat; its header cannot."""

    def build(book: Any) -> None:
        sheet = book.add_worksheet("年报")
        sheet.add_table("A3:B4", {"columns": [{"header": "甲"}, {"header": "乙"}]})

    data = written(build)
    assert b'ref="A3:B6"' in grown(data, RepeatRows("年报", 4, 4, 3))["xl/tables/table1.xml"]
    with pytest.raises(TemplateError, match="A3:B4 的表格"):
        grown(data, RepeatRows("年报", 3, 3, 2))
    with pytest.raises(TemplateError, match="A3:B4 的表格"):
        grown(data, RepeatRows("年报", 4, 5, 2))


def test_drawings_move_as_excel_moves_them() -> None:
    """Below: moved. Across: stretched when it sizes with cells, else only placed. Absolute: left."""

    def build(book: Any) -> None:
        sheet = book.add_worksheet("年报")
        for row, kind in ((9, 1), (1, 1), (1, 2), (9, 3)):
            sheet.insert_textbox(row, 3, "字", {"object_position": kind, "height": 100})

    data = written(build)
    before, after = (
        [
            (int(a), int(b))
            for a, b in re.findall(rb"<xdr:row>(\d+)</xdr:row>.*?<xdr:row>(\d+)</xdr:row>", part)
        ]
        for part in (
            parts_of(data)["xl/drawings/drawing1.xml"],
            grown(data, RepeatRows("年报", 4, 4, 6))["xl/drawings/drawing1.xml"],
        )
    )
    moves = [(new[0] - old[0], new[1] - old[1]) for old, new in zip(before, after, strict=True)]
    assert moves == [(5, 5), (0, 5), (0, 0), (0, 0)]


def test_notes_are_repeated_and_moved() -> None:
    """A note in the repeated row is there in each copy; those below move with their cells."""

    def build(book: Any) -> None:
        sheet = book.add_worksheet("年报")
        sheet.write_comment("B4", "每行")
        sheet.write_comment("B9", "下面")

    done = xlsx_edit.apply(written(build), [RepeatRows("年报", 4, 4, 3)])
    notes = xlsx_edit.layout(done).sheets[0].notes
    assert notes == {(4, 2): "每行", (5, 2): "每行", (6, 2): "每行", (11, 2): "下面"}
    vml = parts_of(done)["xl/drawings/vmlDrawing1.vml"]
    assert sorted(map(int, re.findall(rb"<x:Row>(\d+)</x:Row>", vml))) == [3, 4, 5, 10]
    ids = re.findall(rb'id="(_x0000_s\d+)"', vml)
    assert len(ids) == len(set(ids)) == 4


def test_controls_conversations_and_sparklines_follow() -> None:
    """Linked cells, anchors in sheet and drawing, threaded comments, one sparkline a row."""
    done = grown(with_controls(), RepeatRows("年报", 2, 2, 3))
    sheet = done[SHEET].decode()
    assert b'fmlaLink="$B$8"' in done["xl/ctrlProps/ctrlProp1.xml"]
    assert "<xdr:row>7</xdr:row>" in sheet and "<xdr:row>8</xdr:row>" in sheet
    assert b'threadedComment ref="A8"' in done["xl/threadedComments/threadedComment1.xml"]
    vml = done["xl/drawings/vmlDrawing1.vml"]
    assert b"<x:FmlaLink>$B$8</x:FmlaLink>" in vml and b"4, 0, 7, 0, 5, 0, 8, 0" in vml
    sparklines = re.findall(r"<xm:f>([^<]+)</xm:f><xm:sqref>(\w+)</xm:sqref>", sheet)
    assert sparklines == [
        ("年报!B2:C2", "D2"),
        ("年报!B3:C3", "D3"),
        ("年报!B4:C4", "D4"),
        ("年报!B5:C5", "D5"),
    ]


def test_a_pivot_is_refreshed_over_the_longer_source() -> None:
    """Its source stretches, and Excel is told to refresh it."""
    cache = grown(with_pivot(), RepeatRows("年报", 2, 2, 3))["xl/pivotCache/pivotCacheDefinition1.xml"]
    assert b'ref="A1:C4"' in cache and b'refreshOnLoad="1"' in cache


def test_a_pivot_table_in_the_way_is_refused() -> None:
    """Rows cannot be inserted through a pivot table; below, it moves."""
    pivot = f'<pivotTableDefinition xmlns="{MAIN}"><location ref="%s"/></pivotTableDefinition>'

    def data(ref: str) -> bytes:
        return handmade(
            {"年报": sheet_xml(ROWS)},
            {"xl/pivotTables/pivotTable1.xml": (pivot % ref, "")},
            {1: rels(("pivotTable", "../pivotTables/pivotTable1.xml"))},
        )

    with pytest.raises(TemplateError, match="A3:C8 的数据透视表"):
        grown(data("A3:C8"), RepeatRows("年报", 4, 4, 2))
    assert (
        b'ref="A8:C9"' in grown(data("A7:C8"), RepeatRows("年报", 4, 4, 2))["xl/pivotTables/pivotTable1.xml"]
    )


def test_shared_formulas_of_another_sheet_that_look_here_are_written_out() -> None:
    """What they share does not stay the same once rows are put between."""
    other = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">年报!A3</f></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/></c></row>'
    )
    data = handmade({"年报": sheet_xml(ROWS), "汇总": sheet_xml(other)})
    done = grown(data, RepeatRows("年报", 4, 4, 3))["xl/worksheets/sheet2.xml"].decode()
    assert re.findall(r"<f>([^<]+)</f>", done) == ["年报!A3", "年报!A4", "年报!A7"]


def test_names_and_print_areas_follow() -> None:
    """Names of the book and of the sheet, print areas and titles."""

    def build(book: Any) -> None:
        sheet = book.add_worksheet("年报")
        sheet.write("A9", 1)
        sheet.print_area("A1:C9")
        sheet.repeat_rows(0, 2)
        book.define_name("合计", "=年报!$A$9")
        book.define_name("清单", "=年报!$A$4:$A$4")

    book = openpyxl.load_workbook(io.BytesIO(xlsx_edit.apply(written(build), [RepeatRows("年报", 4, 4, 3)])))
    assert book["年报"].print_area == "'年报'!$A$1:$C$11"
    assert book["年报"].print_title_rows == "$1:$3"
    assert book.defined_names["合计"].attr_text == "年报!$A$11"
    assert book.defined_names["清单"].attr_text == "年报!$A$4:$A$6"


def test_the_calculation_chain_is_dropped() -> None:
    """It names cells that have moved; Excel makes a new one."""
    data = handmade(
        {"年报": sheet_xml(ROWS)},
        {"xl/calcChain.xml": ("<calcChain/>", "application/vnd.ms-excel.calcChain+xml")},
        workbook_rels=(("calcChain", "calcChain.xml"),),
    )
    done = grown(data, RepeatRows("年报", 4, 4, 2))
    assert "xl/calcChain.xml" not in done
    assert b"calcChain" not in done["[Content_Types].xml"] + done["xl/_rels/workbook.xml.rels"]
    assert "xl/calcChain.xml" in parts_of(xlsx_edit.apply(data, [Edit("年报", "A1", 5)]))


def test_copies_take_the_edits_of_the_same_list() -> None:
    """Edits name the cells as they stand after all Grows."""
    data = xml(f'<row r="2">{text_cell("A2", "名")}</row><row r="3"><c r="A3"><f>COUNTA(A2)</f></c></row>')
    done = xlsx_edit.apply(
        data, [Edit("年报", "A4", "丙"), RepeatRows("年报", 2, 2, 3), Edit("年报", "A2", "甲")]
    )
    layout = xlsx_edit.layout(done).sheets[0]
    assert dict(layout.cells) == {(2, 1): "甲", (3, 1): "名", (4, 1): "丙"}
    assert layout.formulas == {(5, 1): "COUNTA(A2:A4)"}


@pytest.mark.parametrize("names", [("年报", "汇总"), ("汇总", "年报")])
def test_repeated_rows_look_at_each_other_row_by_row(names: tuple[str, str]) -> None:
    """A row that looks at another repeated row has copies that look at its copies, on any sheet."""
    looking = (
        '<row r="2"><c r="A2"><f>年报!A4</f></c></row><row r="3"><c r="A3"><f>SUM(A2)</f></c></row>'
        '<row r="5"><c r="A5"><f>A2*2</f></c></row>'
    )
    content = {"年报": sheet_xml(ROWS), "汇总": sheet_xml(looking)}
    data = handmade({name: content[name] for name in names})
    grows = [RepeatRows("汇总", 2, 2, 3), RepeatRows("年报", 4, 4, 3), RepeatRows("汇总", 5, 5, 3)]
    for order in (grows, grows[::-1]):
        layout = xlsx_edit.layout(xlsx_edit.apply(data, order))
        formulas = layout.sheet("汇总").formulas
        assert [formulas[row, 1] for row in (2, 3, 4)] == ["年报!A4", "年报!A5", "年报!A6"]
        assert formulas[5, 1] == "SUM(A2:A4)"
        assert [formulas[row, 1] for row in (7, 8, 9)] == ["A2*2", "A3*2", "A4*2"]


def _to_the_end(book: Any) -> None:
    """References to the end of the column in every place XlsxWriter can write one."""
    sheet, other = book.add_worksheet("年报"), book.add_worksheet("他表")
    sheet.write_row(1, 0, ("单位", "会员数"))
    sheet.write_row(2, 0, ("甲", 3))
    sheet.write_formula("D1", "=SUM(B3:B1048576)")
    sheet.write_formula("D2", "=COUNTA(A:A)+SUM($B$3:$B$1048576)+SUM(3:1048576)")
    sheet.write_formula("C3", "=SUM(B3:B1048576)/SUM(B$3:B$1048576)+B1048576")
    sheet.data_validation("B3:B1048576", {"validate": "integer", "criteria": ">=", "value": 0})
    sheet.data_validation("E1:E1048576", {"validate": "list", "source": "=$B$3:$B$1048576"})
    sheet.data_validation("F3", {"validate": "list", "source": "=他表!$B$1:$B$1048576"})
    sheet.conditional_format("A1:A1048576", {"type": "duplicate"})
    rule = {"type": "formula", "criteria": "=COUNTIF($A$3:$A$1048576,$A3)>1"}
    sheet.conditional_format("A3:D1048576", rule)
    sheet.conditional_format("B3:B1048576", {"type": "data_bar", "data_bar_2010": True})
    sheet.autofilter("A2:B1048576")
    sheet.print_area("A1:D1048576")
    sheet.repeat_rows(0, 1)
    sheet.ignore_errors({"number_stored_as_text": "A1:A1048576"})
    book.define_name("全部", "=年报!$A$3:$A$1048576")
    book.define_name("年报!本表", "=年报!$B$3:$B$1048576")
    book.define_name("整列", "=年报!$B:$B")
    other.write_formula("A1", "=SUM(年报!B3:B1048576)")
    other.write_formula("A2", "=VLOOKUP(A1,年报!$A:$B,2,0)+SUM('年报'!B3:B1048576)")
    other.data_validation("C1", {"validate": "list", "source": "=年报!$A$3:$A$1048576"})
    other.conditional_format("D1:D1048576", {"type": "formula", "criteria": "=D1>SUM(年报!$B$3:$B$1048576)"})
    other.add_sparkline("E1", {"range": "年报!B3:B1048576"})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"categories": "=年报!$A$3:$A$1048576", "values": "=年报!$B$3:$B$1048576"})
    other.insert_chart("H1", chart)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_references_to_the_end_of_the_column_stay_on_the_sheet() -> None:
    """Rules, filters, names, print areas, charts, formulas of any sheet: the end is still row 1,048,576."""
    before = written(_to_the_end)
    after = grown(before, RepeatRows("年报", 3, 3, 30))
    for part, data in after.items():
        if part.startswith(("xl/work", "xl/charts", "xl/drawings")):
            rows = [int(one) for one in re.findall(rb"(?<![\d.E-])\d{7,9}(?![\d.])", data)]
            assert all(one <= 1_048_576 for one in rows if one < 2_000_000), part
    sheet, other = after[SHEET].decode(), after["xl/worksheets/sheet2.xml"].decode()
    book = after["xl/workbook.xml"].decode()
    assert 'sqref="B3:B1048576"' in sheet and 'sqref="E1:E1048576"' in sheet
    assert "<xm:sqref>B3:B1048576</xm:sqref>" in sheet and '<autoFilter ref="A2:B1048576"/>' in sheet
    assert "<f>SUM(B3:B1048576)</f>" in sheet and "<f>SUM(年报!B3:B1048576)</f>" in other
    assert "SUM(B32:B1048576)/SUM(B$3:B$1048576)+B1048576" in sheet
    assert "年报!$A$3:$A$1048576" in book and "年报!$A:$D" in book
    openpyxl.load_workbook(io.BytesIO(xlsx_edit.apply(before, [RepeatRows("年报", 3, 3, 30)])))


def test_rows_formatted_to_the_end_of_the_sheet_are_no_reason_to_refuse() -> None:
    """Empty rows at the very end are pushed off, as in Excel; one that holds something is not."""
    empty = ROWS + '<row r="1048576" hidden="1"/>'
    done = grown(xml(empty), RepeatRows("年报", 4, 4, 3))[SHEET].decode()
    assert "104857" not in done
    full = ROWS + '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    with pytest.raises(TemplateError, match="最大行数"):
        grown(xml(full), RepeatRows("年报", 4, 4, 3))


def test_parts_that_need_no_change_keep_their_bytes() -> None:
    """Notes above the repeated row, and the workbook part when nothing has to be worked out again."""

    def build(book: Any) -> None:
        sheet = book.add_worksheet("年报")
        sheet.write_comment("A1", "填表说明")
        sheet.write_row(19, 0, ("甲", 3))

    plain = written(build)
    parts = parts_of(plain)
    told = parts["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    plain = repacked(plain, {**parts, "xl/workbook.xml": told})
    done = xlsx_edit.apply(plain, [RepeatRows("年报", 20, 20, 5), Edit("年报", "A20", "乙")])
    assert changed_parts(plain, done) == {SHEET}


@given(
    top=st.integers(1, 60),
    bottom=st.one_of(st.integers(1, 60), st.integers(1_048_500, 1_048_576)),
    first=st.integers(1, 50),
    height=st.integers(1, 4),
    times=st.integers(1, 200),
)
def test_no_range_ever_leaves_the_sheet(top: int, bottom: int, first: int, height: int, times: int) -> None:
    """Law: however rows repeat, a range stays a range on the sheet, and one to the end still ends there."""
    shift = Shift("年报", first, first + height - 1, times)
    low, high = sorted((top, bottom))
    texts = [
        moved_list(shift, f"B{low}:B{high}"),
        stretched(shift, f"B{low}:B{high}"),
        *(shift.formula(text, "年报") for text in (f"B{low}:B{high}", f"$B${low}:$B${high}", f"B{high}")),
        *(shift.repeated(f"B{low}:B${high}")(step) for step in range(times)),
    ]
    for text in texts:
        rows = [int(one) for one in re.findall(r"\d+", text)]
        assert rows and max(rows) <= 1_048_576
    if high == 1_048_576:
        assert all("1048576" in text for text in texts)
