"""Features of official workbooks that are easily lost or left behind: each in a template of its own."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl

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
from union_xl import fill, xlsx_edit
from union_xl.model import Edit, RepeatRows

VALUES: dict[str, Any] = {"填报单位": "甲 & 乙", "会员数": 1234}
UNITS = {"单位": [{"单位名称": f"单位{n}", "会员数": n} for n in (1, 2, 3)]}
SHEET = "xl/worksheets/sheet1.xml"
CACHE = "xl/pivotCache/pivotCacheDefinition{}.xml"
_CACHE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml"


def filled(data: bytes) -> bytes:
    plan = fill.plan(xlsx_edit.layout(data), VALUES, UNITS)
    plan.refuse()
    return xlsx_edit.apply(data, plan.edits)


def pivots(*sources: str) -> bytes:
    """年报 with a tag, a formula and a table, 其他 that looks at the formula; a cache for each source."""
    rows = (
        f'<row r="2">{text_cell("B2", "{{会员数}}")}</row>'
        '<row r="3"><c r="B3"><f>B2*2</f><v>0</v></c></row>'
        f'<row r="5">{text_cell("A5", "类")}{text_cell("B5", "数")}</row>'
        '<row r="6"><c r="B6"><v>1</v></c></row>'
    )
    caches = {
        CACHE.format(number): (
            f'<pivotCacheDefinition xmlns="{MAIN}" recordCount="0"><cacheSource type="worksheet">'
            f"<worksheetSource {source}/></cacheSource></pivotCacheDefinition>",
            _CACHE_TYPE,
        )
        for number, source in enumerate(sources, 1)
    }
    table = (
        f'<table xmlns="{MAIN}" id="1" name="附表" displayName="附表" ref="A5:B6"><tableColumns count="2">'
        '<tableColumn id="1" name="类"/><tableColumn id="2" name="数"/></tableColumns></table>'
    )
    more = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
    return handmade(
        {
            "年报": sheet_xml(rows, '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>'),
            "其他": sheet_xml('<row r="1"><c r="A1"><f>年报!B3</f><v>0</v></c></row><row r="9"/>'),
        },
        {**caches, "xl/tables/table1.xml": (table, more)},
        {1: rels(("table", "../tables/table1.xml"))},
        workbook="<definedNames><definedName name='整片'>年报!$A$1:$B$9</definedName></definedNames>",
        workbook_rels=tuple(("pivotCacheDefinition", name.removeprefix("xl/")) for name in caches),
    )


def test_pivots_over_filled_cells_are_refreshed_and_no_others() -> None:
    """A written cell or a formula's new result, by area, name or table; other caches keep their bytes."""
    data = pivots(
        'ref="A1:B2" sheet="年报"',
        'ref="A3:B3" sheet="年报"',
        'ref="A1:A1" sheet="其他"',
        'name="整片"',
        'ref="A5:B6" sheet="年报"',
        'name="附表"',
        'ref="A9:B9" sheet="其他"',
    )
    done = filled(data)
    caches = [name for name in sorted(changed_parts(data, done)) if "pivot" in name]
    assert caches == [CACHE.format(number) for number in (1, 2, 3, 4)]
    assert all(b'refreshOnLoad="1"' in parts_of(done)[name] for name in caches)
    more = parts_of(xlsx_edit.apply(data, [Edit("年报", "B6", 5)]))
    assert b'refreshOnLoad="1"' in more[CACHE.format(6)]


def test_a_pivot_that_shows_tags_is_no_place_to_repeat_rows() -> None:
    """What it has copied of the template row is filled in place until Excel refreshes it."""
    pivot = (
        f'<pivotTableDefinition xmlns="{MAIN}" name="p" cacheId="1" dataCaption="数">'
        '<location ref="A3:B5" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/></pivotTableDefinition>'
    )
    cache = (
        f'<pivotCacheDefinition xmlns="{MAIN}"><cacheSource type="worksheet">'
        '<worksheetSource ref="A1:A2" sheet="年报"/></cacheSource></pivotCacheDefinition>'
    )
    shown = ["单位", "{{每单位.单位名称}}", "{{没有}}"]
    rows = "".join(f'<row r="{row}">{text_cell(f"A{row}", text)}</row>' for row, text in enumerate(shown, 3))
    more = "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotTable+xml"
    data = handmade(
        {
            "年报": sheet_xml(f'<row r="2">{text_cell("A2", "{{每单位.单位名称}}")}</row>'),
            "透视": sheet_xml(f'<row r="1">{text_cell("A1", "{{填报单位}}")}</row>{rows}'),
        },
        {"xl/pivotTables/pivotTable1.xml": (pivot, more), CACHE.format(1): (cache, _CACHE_TYPE)},
        {2: rels(("pivotTable", "../pivotTables/pivotTable1.xml"))},
        workbook_rels=(("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),),
    )
    plan = fill.plan(xlsx_edit.layout(data), VALUES, UNITS)
    assert [f"{one.sheet}!{one.cell}" for one in plan.cells] == ["年报!A2", "年报!A3", "年报!A4", "透视!A1"]
    done = filled(data)
    cells = xlsx_edit.layout(done).sheets[1].cells
    assert [cells[row, 1] for row in (1, 3, 4, 5)] == ["甲 & 乙", "单位", "单位1", "{{没有}}"]
    assert b'ref="A1:A4"' in parts_of(done)[CACHE.format(1)]
    assert "xl/pivotTables/pivotTable1.xml" not in changed_parts(data, done)


def test_links_of_shapes_and_cells_follow_the_rows() -> None:
    """A picture or shape that leads to a cell leads there still after rows were put between."""

    def build(book: Any) -> None:
        sheet, other = book.add_worksheet("年报"), book.add_worksheet("目录")
        sheet.write("A2", "{{每单位.单位名称}}")
        sheet.write("A5", "合计")
        sheet.insert_textbox("D2", "到合计", {"url": "internal:'年报'!A5"})
        other.insert_textbox("D2", "到合计", {"url": "internal:'年报'!A5"})
        other.write("A5", "此处")
        other.insert_textbox("D9", "此处", {"url": "internal:'目录'!A5"})

    data = written(build)
    before, done = parts_of(data), parts_of(filled(data))
    for number, places in ((1, ["A7"]), (2, ["A5", "A7"])):
        name = f"xl/drawings/_rels/drawing{number}.xml.rels"
        assert sorted(re.findall(r"Target=\"#[^\"]*!(\w+)\"", done[name].decode())) == places
        assert before[name] != done[name]


def test_typed_names_of_series_are_filled() -> None:
    """A legend's words may hold a tag, too; numbers the chart has saved are left alone."""

    def build(book: Any) -> None:
        sheet = book.add_worksheet("年报")
        sheet.write_column("A1", [1, 2])
        for place in ("D2", "D20"):
            chart = book.add_chart({"type": "line"})
            chart.add_series({"values": "=年报!$A$1:$A$2", "name": "{{填报单位}}会员", "values_data": [1, 2]})
            sheet.insert_chart(place, chart)

    data = written(build)
    plan = fill.plan(xlsx_edit.layout(data), VALUES, {})
    assert [one.cell for one in plan.cells] == ["图表1系列名", "图表2系列名"]
    done = filled(data)
    assert changed_parts(data, done) == {"xl/charts/chart1.xml", "xl/charts/chart2.xml"}
    for name in changed_parts(data, done):
        assert parts_of(done)[name] == parts_of(data)[name].replace(
            "{{填报单位}}".encode(), "甲 &amp; 乙".encode()
        )


def test_what_a_chart_has_saved_of_filled_cells_is_filled() -> None:
    """LibreOffice shows the saved title, not the cell: no tag stays; the plan names the cell alone."""

    def build(book: Any) -> None:
        sheet = book.add_worksheet("年报")
        sheet.write("A1", "{{填报单位}}会员")
        sheet.write("A2", "{{每单位.单位名称}}")
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=年报!$B$2:$B$2", "categories": "=年报!$A$2:$A$2", "name": "=年报!$A$1"})
        chart.set_title({"name": "=年报!$A$1"})
        sheet.insert_chart("D2", chart)

    data, part = written(build), "xl/charts/chart1.xml"
    plan = fill.plan(xlsx_edit.layout(data), VALUES, {"单位": UNITS["单位"][:1]})
    assert [one.cell for one in plan.cells] == ["A1", "A2"] and not plan.missing
    done = parts_of(xlsx_edit.apply(data, plan.edits))[part].decode()
    before = parts_of(data)[part].decode()
    assert before.count("{{填报单位}}会员") == 2 and before.count("{{每单位.单位名称}}") == 1
    words = {"{{填报单位}}会员": "甲 &amp; 乙会员", "{{每单位.单位名称}}": "单位1"}
    for old, new in words.items():
        before = before.replace(old, new)
    assert done == re.sub("<c:numCache>.*?</c:numCache>", "", before), "numbers of before are forgotten"


def test_captions_of_buttons_are_filled() -> None:
    """In the old drawing language, every other byte of it kept, whether or not rows moved the button."""

    def build(book: Any) -> None:
        sheet = book.add_worksheet("年报")
        sheet.insert_button("D5", {"caption": "{{填报单位}}：报出", "macro": "go"})
        sheet.insert_button("D9", {"caption": "不变 & 不变"})
        sheet.write_comment("A1", "批注里的{{会员数}}不是要填的")

    data, part = written(build), "xl/drawings/vmlDrawing1.vml"
    (cell,) = fill.plan(xlsx_edit.layout(data), VALUES, {}).cells
    done = filled(data)
    assert cell.cell == "控件文字" and changed_parts(data, done) == {part}
    new = "甲 &amp; 乙：报出".encode()
    assert parts_of(done)[part] == parts_of(data)[part].replace("{{填报单位}}：报出".encode(), new)

    def taller(book: Any) -> None:
        build(book)
        book.get_worksheet_by_name("年报").write("A2", "{{每单位.单位名称}}")

    grown = parts_of(filled(written(taller)))[part]
    assert new in grown and grown != parts_of(done)[part]


def test_totals_rows_of_tables_follow() -> None:
    """A ListObject with a totals row: its body row repeats, filter and total stretch, its header is left."""

    def build(book: Any) -> None:
        sheet = book.add_worksheet("年报")
        sheet.add_table(
            "A3:C5",
            {
                "name": "会员表", "total_row": True,
                "columns": [
                    {"header": "单位", "total_string": "合计"},
                    {"header": "会员", "total_function": "sum"},
                    {"header": "倍", "formula": "=会员表[[#This Row],[会员]]*2", "total_function": "sum"},
                ],
            },
        )  # fmt: skip
        sheet.write("A4", "{{每单位.单位名称}}")
        sheet.write("B4", "{{每单位.会员数}}")
        sheet.write_formula("E1", "=SUM(会员表[会员])")

    done = filled(written(build))
    table = parts_of(done)["xl/tables/table1.xml"].decode()
    assert re.findall(r'ref="([^"]+)"', table) == ["A3:C7", "A3:C6"]
    sheet = openpyxl.load_workbook(io.BytesIO(done))["年报"]
    assert [sheet[f"B{row}"].value for row in range(4, 8)] == [1, 2, 3, "=SUBTOTAL(109,[会员])"]


def test_chart_extensions_and_repacked_parts_stay() -> None:
    """Parts nobody knows, wherever they hang, are the same bytes after rows were repeated."""

    def build(book: Any) -> None:
        book.add_worksheet("年报").write("A2", "{{每单位.单位名称}}")

    data = repacked(written(build), {"xl/slicers/slicer1.xml": b"<slicers/>", "customXml/item1.xml": b"<a/>"})
    grown = xlsx_edit.apply(data, [RepeatRows("年报", 2, 2, 3)])
    assert changed_parts(data, grown) == {SHEET}
