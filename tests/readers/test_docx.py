"""Tables in Word documents: cells, merges, tracked changes, boxes, the lines around, and hostile packages."""

from __future__ import annotations

import pytest

from tests.readers import made
from tests.readers.test_containers import opened, texts
from union_xl.model import Limits, RunContext

_HEAD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>'
)


def docx(body: str, head: str = _HEAD, core: str = "") -> bytes:
    """A document with this body."""
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": f"{head}{body}</w:body></w:document>".encode(),
        "docProps/core.xml": core.encode(),
    }
    return made.zipped(parts)


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(inside: str, shape: str = "") -> str:
    inside = inside if inside.startswith("<") else p(inside)
    return f"<w:tc><w:tcPr>{shape}</w:tcPr>{inside}</w:tc>"


def tr(*cells: str, shape: str = "") -> str:
    return f"<w:tr>{shape}{''.join(one if one.startswith('<w:tc') else tc(one) for one in cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def one(inside: str) -> str:
    """What is read of a single cell."""
    return str(opened(docx(tbl(tr(tc(inside), "旁")))).grids[0].at(1, 1) or "")


def test_rows_are_counted_by_the_table_and_lines_above_lead() -> None:
    """Title and 填报单位 come first as lead rows; a cell's place is the table's own row and column."""
    grid = opened(
        docx(p("会员登记表") + p("填报单位：甲") + tbl(tr("姓名", "性别"), tr("张三", "男")) + p("以上"))
    ).grids[0]
    assert (grid.sheet, grid.lead) == ("第1个表格", 2)
    assert [list(row) for row in grid.rows] == [
        ["会员登记表"],
        ["填报单位：甲"],
        ["姓名", "性别"],
        ["张三", "男"],
        ["以上"],
    ]
    assert str(grid.place(4, 2)) == "a.xlsx › 第1个表格第2行第2列"


def test_cells_merged_both_ways() -> None:
    """gridSpan and vMerge become areas; the text stands in the first cell."""
    rows = (
        tr(tc("单位", '<w:vMerge w:val="restart"/>'), tc("情况", '<w:gridSpan w:val="2"/>')),
        tr(tc("", "<w:vMerge/>"), "甲", "乙"),
        tr("丙", "丁", "戊", shape='<w:trPr><w:gridBefore w:val="1"/></w:trPr>'),
    )
    grid = opened(docx(tbl(*rows))).grids[0]
    assert texts(opened(docx(tbl(*rows)))) == [["单位", "情况", ""], ["", "甲", "乙"], ["", "丙", "丁", "戊"]]
    assert {tuple(area) for area in grid.merged} == {(1, 1, 2, 1), (1, 2, 1, 3)}


def test_cells_merged_down_right_below_each_other() -> None:
    """Each is an area of its own; only the last one was kept."""
    first, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        tr(tc(text, shape), "甲") for text, shape in (("一", first), ("", more), ("二", first), ("", more))
    ]
    assert {tuple(area) for area in opened(docx(tbl(*rows))).grids[0].merged} == {(1, 1, 2, 1), (3, 1, 4, 1)}


def test_several_tables_and_nested_ones_each_are_a_grid() -> None:
    """A table inside a cell is read by itself; what stands between two tables leads the second."""
    nested = tbl(tr(tc(""), tc(p("外") + tbl(tr("内", "里")))))
    book = opened(docx(nested + p("附表") + tbl(tr("一", "二"))))
    assert [(grid.sheet, texts_of(grid)) for grid in book.grids] == [
        ("第1个表格", [["", "外"]]),
        ("第2个表格", [["内", "里"]]),
        ("第3个表格", [["附表"], ["一", "二"]]),
    ]


def texts_of(grid: object) -> list[list[str]]:
    return [["" if cell is None else str(cell) for cell in row] for row in grid.rows]  # type: ignore[attr-defined]


def test_text_boxes_are_no_part_of_the_text_around_them() -> None:
    """In a paragraph and in a cell; they stand beside the first table, without tables in them."""
    box = f"<w:pict><w:txbxContent>{p('漏报一人')}{tbl(tr('内'))}</w:txbxContent></w:pict>"
    inside = f"<w:p><w:r><w:t>张</w:t>{box}<w:t>三</w:t></w:r></w:p>"
    grid = opened(docx(f"<w:p><w:r>{box}<w:t>登记表</w:t></w:r></w:p>" + tbl(tr(tc(inside), "男")))).grids[0]
    assert [list(row) for row in grid.rows] == [["登记表"], ["张三", "男"]]
    assert list(grid.boxes.values()) == ["漏报一人", "漏报一人"]
    assert str(grid.place(*next(iter(grid.boxes)))) == "a.xlsx › 第1个表格"


def test_tracked_changes_count_as_accepted() -> None:
    """Inserted text and rows stay, deleted and moved-away ones do not; a deleted row keeps its number."""
    cell = (
        "<w:p><w:ins><w:r><w:t>张三</w:t></w:r></w:ins><w:del><w:r><w:delText>李四</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>王五</w:t></w:r></w:moveFrom></w:p>"
    )
    rows = (tr(tc(cell), "旁"), tr("去", "了", shape="<w:trPr><w:del/></w:trPr>"), tr("在", "的"))
    assert texts(opened(docx(tbl(*rows)))) == [["张三", "旁"], [], ["在", "的"]]


def test_struck_runs_are_gone_and_remembered() -> None:
    """What is struck through is not read; a cell struck as a whole stays and is known to be."""
    runs = "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>旧</w:t></w:r>"
    runs += '<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>新</w:t></w:r></w:p>'
    whole = "<w:p><w:r><w:rPr><w:dstrike/></w:rPr><w:t>作废</w:t></w:r></w:p>"
    earlier = "<w:p><w:r><w:rPr><w:rPrChange>"
    earlier += "<w:rPr><w:strike/></w:rPr></w:rPrChange></w:rPr><w:t>好</w:t></w:r></w:p>"
    grid = opened(docx(tbl(tr(tc(runs), tc(whole), tc(earlier))))).grids[0]
    assert texts_of(grid) == [["新", "作废", "好"]]
    assert (grid.struck_texts, grid.struck) == ({(1, 1): "旧新"}, {(1, 2)})


@pytest.mark.parametrize(
    ("run", "seen"),
    [
        ('<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>男</w:t></w:r>', "☑男"),  # noqa: E501
        ('<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>☐</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>男</w:t></w:r>', "□男"),  # noqa: E501
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/><w:t>女</w:t></w:r>', "☑女"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/><w:t>女</w:t></w:r>', "□女"),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> eq \\o\\ac(□,√)</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>是</w:t></w:r>', "☑是"),  # noqa: E501
        ('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>', "☑"),  # noqa: E501
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2022年</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>', "2022年"),  # noqa: E501
        ("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处输入</w:t></w:r></w:sdtContent></w:sdt>", ""),  # noqa: E501
        ("<mc:AlternateContent><mc:Choice><w:r><w:t>甲</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>甲</w:t></w:r></mc:Fallback></mc:AlternateContent>", "甲"),  # noqa: E501
        ("<w:r><w:t>330105</w:t></w:r><w:r><w:t>19900307</w:t><w:br/><w:t>2013</w:t></w:r>", "33010519900307\n2013"),  # noqa: E501
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:t>露</w:t></w:r>", "露"),
    ],
)  # fmt: skip
def test_boxes_fields_and_controls_are_read_as_they_are_seen(run: str, seen: str) -> None:
    """Content controls, symbol fonts, fields and form boxes say what a person sees."""
    assert one(f"<w:p>{run}</w:p>") == seen


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (docx(p("通知")), "F-WORD-NONE"),
        (docx(tbl(tr("a")), "<!DOCTYPE x [<!ENTITY a 'b'>]>" + _HEAD), "F-ENTITY"),
        (docx("<w:tbl><w:tr>"), "F-CORRUPT"),
        (docx("<w:sdt>" * 900 + "</w:sdt>" * 900), "F-CORRUPT"),
        (docx(tbl(tr(*["x"] * 200))), "F-CELLS"),
        (docx(tbl(*[tr(tc("x", '<w:gridSpan w:val="99999"/>'))] * 3)), "F-CELLS"),
        (docx(tbl(tr("x")) * 40), "F-SHEETS"),
    ],
)
def test_hostile_documents_are_refused(data: bytes, rule: str) -> None:
    """Entities, depth, size and number of tables are bounded before anything is made of them."""
    book = opened(data, context=RunContext(limits=Limits(cells=150, sheets=20)))
    assert (book.refused, book.grids) == (rule, ())


def test_a_document_of_ours_says_what_it_is() -> None:
    """The keywords of the properties hold our stamp."""
    core = "<cp:keywords>union-xl form=member|unit=甲&amp;乙公司</cp:keywords>"
    core += "<dcterms:modified>2022-07-01T08:00:00Z</dcterms:modified>"
    book = opened(docx(tbl(tr("a", "b")), core=core))
    assert (dict(book.stamp), str(book.modified)) == (
        {"form": "member", "unit": "甲&乙公司"},
        "2022-07-01 08:00:00",
    )
