"""Official templates as they come: each with the features that fillers of templates usually lose.

`LIST` names what is filled in, what LibreOffice must recalculate, and which parts may change.
"""

from __future__ import annotations

import datetime as dt
import io
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.table import Table

from tests.fill.everything import connected, crowded, strict_drawing
from tests.xlsx_edit.makers import MAIN, STRICT, handmade, rels, sheet_xml, text_cell, written
from union_xl.model import Figure, TemplateTag

SHEET1, SHEET2, BOOK = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"
VALUES: Mapping[str, Any] = {
    "填报单位": "城南街道总工会",
    "填表人": "=李",
    "报出日期": dt.date(2022, 7, 5),
    "会员数": Figure("B07", "会员数", 1234, "人"),
    "B07": Figure("B07", "会员数", 1234, "人"),
    "建会率": Figure("A13", "建会率", 0.8765, "%"),
    "新建工会数": Figure("A01", "新建工会数", 12000, "家"),
    "无基数": Figure("A99", "无基数", None, "%"),
}
UNITS = [
    {"单位名称": "甲公司", "会员数": Figure("B07", "会员数", 10, "人", group="甲公司"), "女会员数": 4},
    {"单位名称": "{{会员数}}", "会员数": Figure("B07", "会员数", 20, "人", group="乙"), "女会员数": 5},
    {"单位名称": "=丙厂", "会员数": Figure("B07", "会员数", 30, "人", group="丙"), "女会员数": 6},
]
BLOCKS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "单位": UNITS,
    "每竞赛": [{"竞赛名称": "焊工赛"}, {"竞赛名称": "护理赛"}],
    "社区": [],
}


@dataclass(frozen=True)
class Template:
    """One template: how to build it, what must come out, and the parts that may differ afterwards."""

    name: str
    build: Callable[[], bytes]
    expected: Mapping[str, Any]
    changed: frozenset[str]
    tags: tuple[TemplateTag, ...] = ()
    by_libreoffice: bool = False
    suffix: str = "xlsx"
    extra: Mapping[str, bytes] = field(default_factory=dict)


def picture() -> bytes:
    """A PNG of one red dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    head = struct.pack(">2L5B", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
        + chunk(b"IEND", b"")
    )


def one_row() -> bytes:
    """A repeating row with merges, rules, a chart, names, print settings, sums on two sheets."""

    def build(book: Any) -> None:
        sheet, other = book.add_worksheet("年报"), book.add_worksheet("汇 总")
        line = book.add_format({"border": 1})
        sheet.merge_range("A1:H1", "{{填报单位}}会员情况（填表人{{填表人}}）", line)
        sheet.write_row("A3", ["序号", "单位", "", "会员", "女", "占比", "比重", "累计"])
        sheet.set_row(3, 28.5)
        sheet.write("A4", "{{每单位.序号}}", line)
        sheet.merge_range("B4:C4", "{{每单位.单位名称}}", line)
        sheet.write("D4", "｛｛ 每单位．会员数 ｝｝", line)
        sheet.write("E4", "{{每单位.女会员数}}", line)
        sheet.write_formula("F4", "=E4/D4", line)
        sheet.write_formula("G4", "=D4/SUM(D$4:D$4)", line)
        sheet.write_formula("H4", "=SUM(D$4:D4)", line)
        sheet.write("A5", "合计")
        sheet.write_formula("D5", "=SUM(D4)")
        sheet.write_formula("E5", "=SUM(E4:E4)")
        sheet.write("A6", "全街道会员{{会员数}}人，约{{会员数|余}}名，建会率{{建会率}}")
        sheet.write("D6", "{{B07}}")
        sheet.write("E6", "{{无基数}}")
        sheet.write("F6", "{{报出日期}}")
        sheet.conditional_format("D4:D4", {"type": "data_bar", "data_bar_2010": True})
        sheet.conditional_format("A4:H4", {"type": "formula", "criteria": "=$D4>$E4*9", "format": line})
        sheet.data_validation("D4", {"validate": "integer", "criteria": ">=", "value": 0})
        sheet.write_comment("D4", "取自台账")
        sheet.write_url("A7", "internal:'年报'!D5")
        sheet.print_area("A1:H7")
        sheet.repeat_rows(2)
        sheet.set_h_pagebreaks([5])
        sheet.autofilter("A3:H4")
        book.define_name("合计数", "=年报!$D$5")
        other.write_formula("A1", "=年报!D5")
        other.write_formula("A2", "=合计数*2")
        other.write_formula("A3", "=COUNTA(年报!B4:B4)")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"categories": "=年报!$B$4:$B$4", "values": "=年报!$D$4:$D$4", "name": "=年报!$D$3"})
        sheet.insert_chart("A10", chart)

    return written(build)


ONE_ROW = {
    "年报!A1": "城南街道总工会会员情况（填表人=李）",
    "年报!B4": "甲公司",
    "年报!B5": "{{会员数}}",
    "年报!B6": "=丙厂",
    "年报!D6": 30,
    "年报!F5": 0.25,
    "年报!G6": 0.5,
    "年报!H6": 60,
    "年报!D7": 60,
    "年报!E7": 15,
    "年报!A8": "全街道会员1234人，约1230余名，建会率87.7%",
    "年报!D8": 1234,
    "年报!E8": "—",
    "年报!F8": dt.datetime(2022, 7, 5),
    "汇 总!A1": 60,
    "汇 总!A2": 120,
    "汇 总!A3": 3,
}


def two_rows() -> bytes:
    """Two rows for each unit, joined by merged cells, with a total below and a note on the second row."""

    def build(book: Any) -> None:
        sheet = book.add_worksheet("年报")
        line = book.add_format({"border": 1})
        sheet.write_row("A1", ["单位", "项目", "人数"])
        sheet.merge_range("A2:A3", "{{每单位.单位名称}}", line)
        sheet.write("B2", "会员")
        sheet.write("C2", "{{每单位.会员数}}")
        sheet.write("B3", "其中女")
        sheet.write("C3", "{{每单位.女会员数}}")
        sheet.set_row(1, 40)
        sheet.write_formula("D3", "=C3/C2")
        sheet.write_formula("C4", '=SUMIF(B2:B3,"会员",C2:C3)')
        sheet.merge_range("E1:E4", "竖排", line)
        sheet.conditional_format("C3", {"type": "cell", "criteria": ">", "value": 5, "format": line})

    return written(build)


def two_blocks() -> bytes:
    """Two repeating blocks and an empty one on a sheet, text around tags, per cent and ten thousands."""

    def build(book: Any) -> None:
        sheet, other = book.add_worksheet("年报"), book.add_worksheet("竞赛")
        sheet.write("A1", "{{每单位.单位名称}}")
        sheet.write("B1", "{{每单位.会员数}}")
        sheet.write_formula("B2", "=SUM(B1:B1)")
        sheet.write("A3", "{{每竞赛.序号}}. {{每竞赛.竞赛名称}}（{{填报单位}}）")
        sheet.write("A4", "{{每社区.社区名称}}")
        sheet.write("B4", "{{每社区.会员数}}")
        sheet.write_formula("B5", "=SUM(B4)+B2")
        sheet.write("A6", "{{新建工会数|万}}")
        sheet.write("B6", "{{建会率}}", book.add_format({"num_format": "0.00%"}))
        sheet.write("C6", "{{报出日期|日期}}")
        other.write("A1", "{{每竞赛.竞赛名称}}")
        other.write_formula("B1", "=年报!B2")

    return written(build)


def with_shapes() -> bytes:
    """A macro workbook: code, button, picture, text box, note, chart; one sheet with tags."""

    def build(book: Any) -> None:
        book.add_vba_project(io.BytesIO(b"\xd0\xcf\x11\xe0macro project" * 40), is_stream=True)
        sheet, other = book.add_worksheet("年报"), book.add_worksheet("图")
        sheet.write("B2", "{{会员数}}")
        sheet.write("B3", "{{填报单位}}")
        sheet.insert_button("D3", {"macro": "go", "caption": "按"})
        sheet.insert_textbox("D6", "文本框里的字")
        sheet.insert_image("D12", "dot.png", {"image_data": io.BytesIO(picture())})
        sheet.write_comment("B2", "批注")
        sheet.set_header("&L&G", {"image_left": "dot.png", "image_data_left": io.BytesIO(picture())})
        chart = book.add_chart({"type": "pie"})
        chart.add_series({"values": "=年报!$B$2:$B$3"})
        other.insert_chart("A1", chart)
        other.add_sparkline("A20", {"range": "年报!B2:B3"})

    return written(build)


def from_openpyxl() -> bytes:
    """Made by openpyxl: a table under the repeating row, a chart beside it, heights and a frozen header."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "年报"
    sheet.append(["单位", "会员", "女"])
    sheet.append(["{{每单位.单位名称}}", "{{每单位.会员数}}", "{{每单位.女会员数}}"])
    sheet.append(["合计", "=SUM(B2:B2)", "=SUM(C2)"])
    sheet.append(["", "", ""])
    sheet.append(["类别", "数", "备注"])
    sheet.append(["甲", 1, "x"])
    sheet.append(["乙", "=B3", "y"])
    sheet.add_table(Table(displayName="附表", ref="A5:C7"))
    sheet["D3"] = "=SUM(附表[数])"
    sheet.row_dimensions[2].height = 33
    sheet.freeze_panes = "A2"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=2), titles_from_data=True)
    sheet.add_chart(chart, "F2")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bound_outside() -> bytes:
    """A template that may not be altered: no tag in it, bound through 填报对应, also in a repeating row."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "年报"
    sheet["A1"], sheet["B1"] = "填报单位", None
    sheet.merge_cells("B1:D1")
    sheet.append(["单位", "会员"])
    sheet.append(["（单位名称）", None])
    sheet["A4"], sheet["B4"] = "合计", "=SUM(B3:B3)"
    sheet["A4"].hyperlink = "https://example.org/"
    sheet.print_title_rows = "1:2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


OUTSIDE = tuple(
    TemplateTag("年报.xlsx", "年报", cell, tag)
    for cell, tag in (
        ("C1", "{{填报单位}}"),
        ("$A$3", "{{每单位.单位名称}}"),
        ("b3", "每单位.会员数"),
    )
)


def strict() -> bytes:
    """Strict OOXML with prefixed elements and absolute targets."""
    rows = (
        f"<x:row r='1'>{_x('A1', '{{填报单位}}')}</x:row>"
        f"<x:row r='2'>{_x('A2', '{{每单位.单位名称}}')}{_x('B2', '{{每单位.会员数}}')}</x:row>"
        "<x:row r='3'><x:c r='B3'><x:f>SUM(B2:B2)</x:f><x:v>9</x:v></x:c></x:row>"
    )
    xml = (
        f'<x:worksheet xmlns:x="{STRICT}"><x:sheetData>{rows}</x:sheetData>'
        '<x:mergeCells count="1"><x:mergeCell ref="C2:D2"/></x:mergeCells></x:worksheet>'
    )
    return handmade({"年报": xml}, strict=True, absolute=True)


def _x(ref: str, text: str) -> str:
    return f'<x:c r="{ref}" t="inlineStr"><x:is><x:t>{text}</x:t></x:is></x:c>'


CONTROL = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="x14"><controls><mc:AlternateContent><mc:Choice Requires="x14">'
    '<control shapeId="1025" r:id="rId2" name="Check Box 1"><controlPr defaultSize="0" autoFill="0">'
    '<anchor moveWithCells="1"><from><xdr:col>4</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>5</xdr:row>'
    "<xdr:rowOff>0</xdr:rowOff></from><to><xdr:col>5</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>6</xdr:row>"
    "<xdr:rowOff>0</xdr:rowOff></to></anchor></controlPr></control></mc:Choice></mc:AlternateContent>"
    "</controls></mc:Choice></mc:AlternateContent>"
)
EXTENSIONS = (
    '<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
    '<x14:sparklineGroups xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroup>'
    "<x14:sparklines><x14:sparkline><xm:f>年报!B2:C2</xm:f><xm:sqref>D2</xm:sqref></x14:sparkline>"
    "<x14:sparkline><xm:f>年报!B3:C3</xm:f><xm:sqref>D3</xm:sqref></x14:sparkline></x14:sparklines>"
    "</x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"
)
VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape id="_x0000_s1025" type="#_x0000_t201">'
    '<x:ClientData ObjectType="Checkbox"><x:Anchor>4, 0, 5, 0, 5, 0, 6, 0</x:Anchor>'
    "<x:FmlaLink>$B$6</x:FmlaLink></x:ClientData></v:shape>"
    '<v:shape id="_x0000_s1026" type="#_x0000_t202"><x:ClientData ObjectType="Note">'
    "<x:Anchor>1, 15, 1, 2, 3, 15, 4, 4</x:Anchor><x:Row>1</x:Row><x:Column>1</x:Column>"
    "</x:ClientData></v:shape></xml>"
)


def with_controls() -> bytes:
    """Form controls with linked cells, sparklines, conversations, notes and a ribbon of its own."""
    rows = (
        f'<row r="1">{text_cell("A1", "单位")}</row>'
        f'<row r="2">{text_cell("A2", "{{每单位.单位名称}}")}{text_cell("B2", "{{每单位.会员数}}")}'
        f"{text_cell('C2', '{{每单位.女会员数}}')}</row>"
        '<row r="3"><c r="B3"><f>SUM(B2:B2)</f><v>0</v></c><c r="C3"><f>SUM(C2)</f><v>0</v></c></row>'
        '<row r="6"><c r="B6" t="b"><v>0</v></c></row>'
    )
    comments = (
        f'<comments xmlns="{MAIN}"><authors><author>tc={{1}}</author><author>王</author></authors>'
        "<commentList>"
        '<comment ref="A6" authorId="0"><text><t>[Threaded]</t></text></comment>'
        '<comment ref="B2" authorId="1"><text><t>每行都有</t></text></comment></commentList></comments>'
    )
    threads = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        '<threadedComment ref="A6" id="{1}"><text>议</text></threadedComment></ThreadedComments>'
    )
    control = (
        '<formControlPr xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        'objectType="CheckBox" fmlaLink="$B$6" lockText="1"/>'
    )
    ribbon = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    return handmade(
        {
            "年报": sheet_xml(
                rows, f'<legacyDrawing r:id="rId1"/>{CONTROL}{EXTENSIONS}', spaces=f' xmlns:xdr="{drawing}"'
            )
        },
        {
            "xl/drawings/vmlDrawing1.vml": (VML, ""),
            "xl/ctrlProps/ctrlProp1.xml": (control, "application/vnd.ms-excel.controlproperties+xml"),
            "xl/comments1.xml": (
                comments,
                "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml",
            ),
            "xl/threadedComments/threadedComment1.xml": (
                threads,
                "application/vnd.ms-excel.threadedcomments+xml",
            ),
            "customUI/customUI.xml": (
                "<customUI xmlns='http://schemas.microsoft.com/office/2006/01/customui'/>",
                "",
            ),
        },
        {
            1: rels(
                ("vmlDrawing", "../drawings/vmlDrawing1.vml"),
                ("ctrlProp", "../ctrlProps/ctrlProp1.xml"),
                ("comments", "../comments1.xml"),
                (
                    "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
                    "../threadedComments/threadedComment1.xml",
                ),
            )
        },
        package_rels=((ribbon, "customUI/customUI.xml"),),
    )


def with_pivot() -> bytes:
    """Shared formulas in the repeating row, a sheet in UTF-16, a pivot cache over the rows."""
    rows = (
        f'<row r="1">{text_cell("A1", "单位")}{text_cell("B1", "会员")}{text_cell("C1", "倍")}</row>'
        f'<row r="2">{text_cell("A2", "{{每单位.单位名称}}")}{text_cell("B2", "{{每单位.会员数}}")}'
        '<c r="C2"><f t="shared" ref="C2:C4" si="0">B2*2</f><v>0</v></c></row>'
        '<row r="3"><c r="B3"><f>SUM(B2:B2)</f><v>0</v></c><c r="C3"><f t="shared" si="0"/><v>0</v></c></row>'
        '<row r="4"><c r="B4"><v>7</v></c><c r="C4"><f t="shared" si="0"/><v>14</v></c></row>'
    )
    cache = (
        f'<pivotCacheDefinition xmlns="{MAIN}" recordCount="0"><cacheSource type="worksheet">'
        '<worksheetSource ref="A1:C2" sheet="年报"/></cacheSource><cacheFields count="0"/>'
        "</pivotCacheDefinition>"
    )
    xml = sheet_xml(rows).replace("UTF-8", "UTF-16")
    return handmade(
        {"年报": xml.encode("utf-16")},
        {
            "xl/pivotCache/pivotCacheDefinition1.xml": (
                cache,
                "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml",
            )
        },
        workbook_rels=(("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),),
    )


def careless() -> bytes:
    """No styles, no shared strings, cells without addresses, a wrong dimension."""
    rows = (
        "<row><c t='inlineStr'><is><r><t>{{填报</t></r><r><t>单位}}</t></r></is></c></row>"
        "<row><c t='inlineStr'><is><t>{{每单位.单位名称}}</t></is></c>"
        "<c t='inlineStr'><is><t>{{每单位.会员数}}</t></is></c></row>"
        "<row><c/><c><f>SUM(B2:B2)</f></c></row>"
    )
    return handmade({"年报": sheet_xml(rows, before='<dimension ref="A1"/>')})


def _parts(*more: str) -> frozenset[str]:
    return frozenset([BOOK, SHEET1, *more])


CROWDED = {
    "年报!A1": "填报单位：城南街道总工会 （盖章）",
    "年报!A5": "{{会员数}}",
    "年报!B6": 30,
    "年报!D6": 0.2,
    "年报!I5": 5,
    "年报!B7": 60,
    "年报!C7": 115,
    "年报!H3": 10 * 4 + 20 * 5 + 30 * 6,
    "隐藏!A1": 120,
    "字典!G1": 60 * 2 + 9 + 60,
}


LIST: tuple[Template, ...] = (
    Template(
        "one_row",
        one_row,
        ONE_ROW,
        _parts(
            SHEET2,
            "xl/styles.xml",
            "xl/charts/chart1.xml",
            "xl/drawings/drawing1.xml",
            "xl/comments1.xml",
            "xl/drawings/vmlDrawing1.vml",
        ),
    ),
    Template(
        "two_rows",
        two_rows,
        {"年报!A4": "{{会员数}}", "年报!C6": 30, "年报!C7": 6, "年报!D7": 0.2, "年报!C8": 60},
        frozenset([SHEET1]),
    ),
    Template(
        "two_blocks",
        two_blocks,
        {
            "年报!B4": 60,
            "年报!A5": "1. 焊工赛（城南街道总工会）",
            "年报!A6": "2. 护理赛（城南街道总工会）",
            "年报!A7": None,
            "年报!B8": 60,
            "年报!A9": 1.2,
            "年报!B9": 0.8765,
            "竞赛!A2": "护理赛",
            "竞赛!B1": 60,
        },
        frozenset([SHEET1, SHEET2, "xl/styles.xml"]),
    ),
    Template(
        "with_shapes",
        with_shapes,
        {"年报!B2": 1234, "年报!B3": "城南街道总工会"},
        frozenset([SHEET1, "xl/charts/chart1.xml"]),  # the chart draws what was filled
        suffix="xlsm",
    ),
    Template(
        "from_openpyxl",
        from_openpyxl,
        {"年报!B4": 30, "年报!B5": 60, "年报!C5": 15, "年报!B9": 60, "年报!D5": 61},
        frozenset([SHEET1, "xl/tables/table1.xml", "xl/charts/chart1.xml"]),
    ),
    Template(
        "bound_outside",
        bound_outside,
        {"年报!B1": "城南街道总工会", "年报!A3": "甲公司", "年报!A5": "=丙厂", "年报!B6": 60},
        frozenset([SHEET1]),
        OUTSIDE,
    ),
    Template("one_row_lo", one_row, ONE_ROW, frozenset(), by_libreoffice=True),
    Template(
        "openpyxl_lo",
        from_openpyxl,
        {"年报!B4": 30, "年报!B5": 60, "年报!C5": 15, "年报!B9": 60},
        frozenset(),
        by_libreoffice=True,
    ),
    Template(
        "strict", strict, {"年报!A1": "城南街道总工会", "年报!A3": "{{会员数}}", "年报!B5": 60}, _parts()
    ),
    Template(
        "with_controls",
        with_controls,
        {"年报!B4": 30, "年报!B5": 60, "年报!C5": 15},
        _parts(
            "xl/drawings/vmlDrawing1.vml",
            "xl/ctrlProps/ctrlProp1.xml",
            "xl/comments1.xml",
            "xl/threadedComments/threadedComment1.xml",
        ),
    ),
    Template(
        "with_pivot",
        with_pivot,
        {"年报!C3": 40, "年报!B5": 60, "年报!C5": 120, "年报!C6": 14},
        _parts("xl/pivotCache/pivotCacheDefinition1.xml"),
    ),
    Template(
        "careless", careless, {"年报!A1": "城南街道总工会", "年报!A4": "=丙厂", "年报!B5": 60}, _parts()
    ),
    Template(
        "crowded",
        lambda: crowded(picture()),
        CROWDED,
        _parts(
            SHEET2,
            "xl/worksheets/sheet3.xml",
            *(f"xl/charts/chart{number}.xml" for number in (1, 2)),
            *(
                f"xl/{name}"
                for name in ("drawings/drawing1.xml", "comments1.xml", "drawings/vmlDrawing1.vml")
            ),
        ),
    ),
    Template("crowded_lo", lambda: crowded(picture()), CROWDED, frozenset(), by_libreoffice=True),
    Template("connected", connected, {"年报!A1": "城南街道总工会", "年报!B4": 30, "年报!B5": 60}, _parts()),
    Template(
        "strict_drawing",
        strict_drawing,
        {"年报!A4": 30, "年报!A5": 60},
        _parts("xl/drawings/drawing1.xml"),
    ),
)
