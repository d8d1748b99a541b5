"""Workbooks crowded with features, as headquarters make them."""

from __future__ import annotations

import io
from typing import Any

from tests.xlsx_edit.makers import (
    MAIN,
    RELATIONS_STRICT,
    STRICT,
    handmade,
    rels,
    sheet_xml,
    text_cell,
    written,
)

_DRAWING_STRICT = "http://purl.oclc.org/ooxml/drawingml/{}"


def crowded(dot: bytes) -> bytes:
    """What XlsxWriter can put into one book; rows with protected ranges, filters, rules of every kind.

    `dot` is a picture.
    """

    def build(book: Any) -> None:
        sheet, hidden = book.add_worksheet("年报"), book.add_worksheet("隐藏")
        lists, chart_sheet = book.add_worksheet("字典"), book.add_chartsheet("图表页")
        hidden.very_hidden()
        hidden.write_formula("A1", "=年报!B5*2")
        for row in range(3):
            lists.write_row(row, 0, ["甲公司", row + 5])
        lists.add_table(
            "D1:E3", {"name": "表一", "columns": [{"header": "a"}, {"header": "b", "formula": "=年报!B5"}]}
        )
        lists.write_formula("G1", "=SUM(表一[b])+COUNTA(全局)+年报!局部")
        _cells(book, sheet)
        _rules(book, sheet)
        _page(sheet, dot)
        book.define_name("年报!局部", "=年报!$B$5")
        book.define_name("全局", "=年报!$A$4:$C$4")
        column, line = book.add_chart({"type": "column"}), book.add_chart({"type": "line"})
        column.add_series(
            {
                "values": "=年报!$B$4:$B$4",
                "categories": "=年报!$A$4:$A$4",
                "y_error_bars": {"type": "custom", "plus_values": "=年报!$C$4:$C$4", "minus_values": [1]},
                "data_labels": {"value": True, "custom": [{"value": "=年报!$A$4"}]},
            }
        )  # fmt: skip
        line.add_series({"values": "=年报!$C$4:$C$4"})
        column.combine(line)
        column.set_title({"name": "=年报!$A$1"})
        sheet.insert_chart("L2", column)
        whole = book.add_chart({"type": "pie"})
        whole.add_series({"values": "=年报!$B$4:$B$4"})
        whole.set_title({"name": "{{填报单位}}"})
        chart_sheet.set_chart(whole)
        book.set_custom_property("编号", "1")
        book.set_calc_mode("manual")

    return written(build)


def _cells(book: Any, sheet: Any) -> None:
    sheet.write_rich_string(
        "A1", "填报单位：", book.add_format({"underline": 1}), "{{填报单位}}", " （盖章）"
    )
    sheet.write_row("A3", ["单位", "会员", "女", "比", "线", "勾", "动态", "合计"])
    sheet.write("A4", "{{每单位.单位名称}}", book.add_format({"border": 1, "locked": False}))
    sheet.write("B4", "{{每单位.会员数}}", book.add_format({"num_format": '0"人"'}))
    sheet.write("C4", "{{每单位.女会员数}}")
    sheet.write_formula("D4", "=IFERROR(C4/B4,0)")
    sheet.add_sparkline("E4", {"range": "年报!B4:C4", "type": "column"})
    sheet.insert_checkbox("F4", True)
    sheet.write_formula("I4", "=VLOOKUP(MIN(B4,5),字典!$B$1:$B$3,1,FALSE)")
    sheet.write("A5", "合计")
    sheet.write_formula("B5", "=SUM(B4:B4)")
    sheet.write_formula("C5", "=SUM(C4,C6)")
    sheet.write("C6", 100)
    sheet.write_array_formula("H3:H3", "{=SUM(B4:B4*C4:C4)}")
    sheet.write_dynamic_array_formula("G6:G8", "=_xlfn.ANCHORARRAY(字典!A1)")
    sheet.write_comment("B5", "合计说明", {"visible": True})
    sheet.write_url("A7", "internal:'年报'!B5", None, "回合计")
    sheet.set_row(3, 30, None, {"level": 1})
    sheet.set_row(4, None, None, {"collapsed": True})


def _rules(book: Any, sheet: Any) -> None:
    marked = book.add_format({"bold": True})
    sheet.conditional_format(
        "B4:B4",
        {
            "type": "data_bar",
            "data_bar_2010": True,
            "min_type": "num",
            "max_type": "formula",
            "max_value": "=$B$5",
        },
    )
    levels = [{"criteria": ">=", "type": "formula", "value": "=$C$5"}, {"type": "percent", "value": 30}]
    sheet.conditional_format("C4:C4", {"type": "icon_set", "icon_style": "3_traffic_lights", "icons": levels})
    sheet.conditional_format("D4:D5", {"type": "3_color_scale"})
    sheet.conditional_format(
        "B4", {"type": "top", "value": 3, "format": marked, "multi_range": "B4 C4:C5 D1"}
    )
    sheet.data_validation("B4", {"validate": "list", "source": "=字典!$B$1:$B$3"})
    sheet.data_validation(
        "C4:C5", {"validate": "custom", "value": "=C4<=B4", "input_title": "提示", "input_message": "x"}
    )
    sheet.ignore_errors({"number_stored_as_text": "A4:B5", "formula_differs": "D4"})
    sheet.autofilter("A3:I4")
    sheet.filter_column("B", "x > 0")
    sheet.unprotect_range("B4:C4", "区一")
    sheet.protect("", {"insert_rows": True})


def _page(sheet: Any, dot: bytes) -> None:
    sheet.set_header("&L&G&C&14{{填报单位}}", {"image_left": "d.png", "image_data_left": io.BytesIO(dot)})
    sheet.set_background(io.BytesIO(dot))
    sheet.embed_image("J4", "dot.png", {"image_data": io.BytesIO(dot)})
    sheet.insert_image("J12", "dot.png", {"image_data": io.BytesIO(dot), "object_position": 2})
    sheet.print_area("A1:J9")
    sheet.repeat_rows(2)
    sheet.set_h_pagebreaks([4, 8])
    sheet.freeze_panes(3, 1)
    sheet.set_tab_color("red")


def connected() -> bytes:
    """Slicers, a connection, another workbook's cells, data of its own: parts that only Excel knows."""
    rows = (
        f'<row r="1">{text_cell("A1", "{{填报单位}}")}</row>'
        f'<row r="2">{text_cell("A2", "{{每单位.单位名称}}")}{text_cell("B2", "{{每单位.会员数}}")}'
        "<c r=\"C2\"><f>'[1]年报'!$B$3+[1]年报!B9+B2</f><v>0</v></c></row>"
        '<row r="3"><c r="B3"><f>SUM(B2)</f><v>0</v></c>'
        "<c r=\"C3\"><f>[1]年报!B3+IF(ISERROR('[1]年报'!B2),0,0)</f><v>0</v></c></row>"
    )
    slicers = (
        '<extLst><ext uri="{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}" xmlns:x14="http://schemas.microsoft.com/office/'
        'spreadsheetml/2009/9/main"><x14:slicerList><x14:slicer r:id="rId1"/></x14:slicerList></ext></extLst>'
    )
    excel = "application/vnd.ms-excel"
    office = "http://schemas.microsoft.com/office/2007/relationships/"
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    outside = (
        f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="http://schemas.openxmlformats.org/officeDocument/'
        '2006/relationships" r:id="rId1"><sheetNames><sheetName val="年报"/></sheetNames><sheetDataSet>'
        '<sheetData sheetId="0"><row r="3"><cell r="B3"><v>7</v></cell></row></sheetData></sheetDataSet>'
        "</externalBook></externalLink>"
    )
    return handmade(
        {"年报": sheet_xml(rows, slicers)},
        {
            "xl/slicers/slicer1.xml": (f'<slicers xmlns="{MAIN}"/>', f"{excel}.slicer+xml"),
            "xl/slicerCaches/slicerCache1.xml": (
                f'<slicerCacheDefinition xmlns="{MAIN}"/>', f"{excel}.slicerCache+xml",
            ),
            "xl/connections.xml": (f'<connections xmlns="{MAIN}"/>', f"{sheet}.connections+xml"),
            "xl/externalLinks/externalLink1.xml": (outside, f"{sheet}.externalLink+xml"),
            "xl/externalLinks/_rels/externalLink1.xml.rels": (
                rels(("externalLinkPath", "other.xlsx")).replace("/>", ' TargetMode="External"/>', 1),
                "",
            ),
            "customXml/item1.xml": ("<a>{{填报单位}}</a>", ""),
            "xl/printerSettings/printerSettings1.bin": (b"\0\1\2{{", ""),
        },
        {1: rels((f"{office}slicer", "../slicers/slicer1.xml"))},
        workbook='<externalReferences><externalReference r:id="rId2"/></externalReferences>',
        workbook_rels=(
            ("externalLink", "externalLinks/externalLink1.xml"),
            (f"{office}slicerCache", "slicerCaches/slicerCache1.xml"),
            ("connections", "connections.xml"),
        ),
    )  # fmt: skip


def strict_drawing() -> bytes:
    """Strict OOXML: a group of shapes whose text is in the default namespace, headers for even pages."""
    main, sheet = _DRAWING_STRICT.format("main"), _DRAWING_STRICT.format("spreadsheetDrawing")
    shape = (
        f'<s:sp macro="" textlink=""><s:nvSpPr><s:cNvPr id="3" name="矩形 3"/><s:cNvSpPr/></s:nvSpPr><s:spPr>'
        f'<a:xfrm xmlns:a="{main}"><a:off x="0" y="0"/><a:ext cx="2000000" cy="900000"/></a:xfrm>'
        f'<a:prstGeom xmlns:a="{main}" prst="rect"/></s:spPr><s:txBody><bodyPr xmlns="{main}"/>'
        f'<p xmlns="{main}"><r><t>共{{{{会员</t></r><r><rPr b="1"/><t>数}}}}人</t></r></p></s:txBody></s:sp>'
    )
    anchor = (
        "<s:twoCellAnchor><s:from><s:col>3</s:col><s:colOff>0</s:colOff><s:row>4</s:row><s:rowOff>0</s:rowOff>"
        "</s:from><s:to><s:col>6</s:col><s:colOff>0</s:colOff><s:row>9</s:row><s:rowOff>0</s:rowOff></s:to>"
        '<s:grpSp><s:nvGrpSpPr><s:cNvPr id="2" name="组合 2"/><s:cNvGrpSpPr/></s:nvGrpSpPr><s:grpSpPr/>'
        f"{shape}</s:grpSp><s:clientData/></s:twoCellAnchor>"
    )
    rows = (
        f'<row r="1">{text_cell("A1", "{{填报单位}}")}</row>'
        f'<row r="2">{text_cell("A2", "{{每单位.会员数}}")}</row>'
        '<row r="3"><c r="A3"><f>SUM(A2)</f></c></row>'
    )
    after = (
        '<headerFooter differentOddEven="1"><oddHeader>&amp;L{{填报单位}}</oddHeader>'
        '<evenHeader>&amp;R{{会员数}}</evenHeader></headerFooter><drawing r:id="rId1"/>'
    )
    return handmade(
        {"年报": sheet_xml(rows, after, main=STRICT)},
        {
            "xl/drawings/drawing1.xml": (
                f'<s:wsDr xmlns:s="{sheet}">{anchor}</s:wsDr>',
                "application/vnd.openxmlformats-officedocument.drawing+xml",
            )
        },
        {1: rels(("drawing", "../drawings/drawing1.xml"), base=RELATIONS_STRICT)},
        strict=True,
    )
