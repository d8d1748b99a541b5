"""Values into cells of all kinds of workbooks; what cannot be done safely is refused by cell."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.xlsx_edit.makers import (
    MAIN,
    RELATIONS,
    STRICT,
    changed_parts,
    handmade,
    parts_of,
    rels,
    sheet_xml,
    text_cell,
    written,
)
from union_xl import xlsx_edit
from union_xl.model import Edit, RepeatRows, Style, TemplateError

SHEET = "xl/worksheets/sheet1.xml"


def plain(rows: str = "", after: str = "", before: str = "") -> bytes:
    return handmade({"年报": sheet_xml(rows, after, before)})


def opened(data: bytes, sheet: str = "年报") -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data))[sheet]


@pytest.mark.parametrize(
    ("value", "seen", "kind"),
    [
        ("=1+1", "=1+1", "s"),
        ("+8613800000000", "+8613800000000", "s"),
        ("-无-", "-无-", "s"),
        ("@甲", "@甲", "s"),
        ("{{会员数}}", "{{会员数}}", "s"),
        ("110105194912310021", "110105194912310021", "s"),
        (110105194912310021, "110105194912310021", "s"),
        (12, 12, "n"),
        (0.1, 0.1, "n"),
        (True, True, "b"),
        (None, None, "n"),
        ("", None, "n"),
        ("  前后有空格 ", "  前后有空格 ", "s"),
        ("两\n行", "两\n行", "s"),
        ("a\x00b\x0b", "ab", "s"),
    ],
)
def test_values_arrive_as_what_they_are(value: object, seen: object, kind: str) -> None:
    """Text is text whatever it begins with, long digits are text, numbers are numbers."""
    cell = opened(xlsx_edit.apply(plain(), [Edit("年报", "C3", value)]))["C3"]
    assert (cell.value, cell.data_type) == (seen, kind)


def test_text_that_looks_like_an_escape_stays_as_typed() -> None:
    """`_x0041_` is what the person typed, not an A."""
    data = xlsx_edit.apply(plain(), [Edit("年报", "A1", "编号_x0041_")])
    assert b"_x005F_x0041_" in parts_of(data)[SHEET]


def test_a_formula_only_when_said_so() -> None:
    """Edit.formula makes a formula, with or without the equals sign."""
    edits = [Edit("年报", "A1", "=1+1", formula=True), Edit("年报", "A2", "A1*2", formula=True)]
    sheet = opened(xlsx_edit.apply(plain(), edits))
    assert (sheet["A1"].value, sheet["A2"].value) == ("=1+1", "=A1*2")


def test_dates_take_a_date_format_only_where_there_is_none() -> None:
    """A cell that shows dates keeps its own format; another one shows yyyy-mm-dd."""

    def build(book: Any) -> None:
        sheet = book.add_worksheet("年报")
        sheet.write_blank("A1", None, book.add_format({"num_format": 'yyyy"年"m"月"'}))
        sheet.write_blank("A2", None, book.add_format({"num_format": "0.00", "bold": True}))

    day = dt.date(2022, 6, 30)
    edits = [Edit("年报", f"A{row}", day) for row in (1, 2, 3)]
    edits.append(Edit("年报", "A4", dt.datetime(2022, 6, 30, 8, 15)))
    sheet = opened(xlsx_edit.apply(written(build), edits))
    assert [sheet[f"A{row}"].number_format for row in (1, 2, 3, 4)] == [
        'yyyy"年"m"月"',
        "yyyy-mm-dd",
        "yyyy-mm-dd",
        "yyyy-mm-dd hh:mm",
    ]
    assert sheet["A2"].font.bold
    assert [sheet[f"A{row}"].value for row in (1, 3)] == [dt.datetime(2022, 6, 30)] * 2


def test_dates_follow_the_1904_system() -> None:
    """In a workbook that counts from 1904 the same day has another number."""
    xml = sheet_xml('<row r="1"><c r="A1"/></row>')
    data = handmade({"年报": xml})
    parts = parts_of(data)
    book = parts["xl/workbook.xml"].replace(b"<sheets>", b'<workbookPr date1904="1"/><sheets>')
    from union_xl.xlsx_edit.archive import Archive

    archive = Archive(data)
    archive.write("xl/workbook.xml", book)
    done = xlsx_edit.apply(archive.to_bytes(), [Edit("年报", "A1", dt.date(2022, 6, 30))])
    assert b"<v>43280</v>" in parts_of(done)[SHEET]
    assert opened(done)["A1"].value == dt.datetime(2022, 6, 30)


def test_strict_workbooks_with_prefixes_and_absolute_targets() -> None:
    """Strict OOXML, prefixed elements and absolute targets are filled like any other."""
    xml = (
        f'<?xml version="1.0"?><x:worksheet xmlns:x="{STRICT}"><x:sheetData><x:row r="1">'
        '<x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    data = handmade({"年报": xml}, strict=True, absolute=True)
    done = xlsx_edit.apply(data, [Edit("年报", "A1", "甲"), Edit("年报", "B2", 5, note="看这里")])
    layout = xlsx_edit.layout(done).sheet("年报")
    assert layout is not None
    assert dict(layout.cells) == {(1, 1): "甲", (2, 2): 5}
    assert layout.notes == {(2, 2): "看这里"}
    assert b"<x:row" in parts_of(done)[SHEET]
    assert STRICT.encode() in parts_of(done)["xl/comments1.xml"]


def test_rows_and_cells_without_numbers_are_counted() -> None:
    """Writers may leave out r; the cells are found where Excel puts them."""
    data = plain(
        "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", before='<dimension ref="A1"/>'
    )
    done = xlsx_edit.apply(data, [Edit("年报", "B1", 20), Edit("年报", "C1", 30), Edit("年报", "A2", 40)])
    layout = xlsx_edit.layout(done).sheet("年报")
    assert layout is not None
    assert dict(layout.cells) == {(1, 1): 1, (1, 2): 20, (1, 3): 30, (2, 1): 40}
    assert b'<dimension ref="A1:C1"/>' in parts_of(done)[SHEET]


def test_a_new_cell_looks_like_its_row_or_column() -> None:
    """A cell that was not there takes the format of its row, else of its column."""

    def build(book: Any) -> None:
        sheet = book.add_worksheet("年报")
        sheet.set_column("C:C", 12, book.add_format({"num_format": "0.000"}))
        sheet.set_row(4, 20, book.add_format({"num_format": "0.0"}))

    sheet = opened(xlsx_edit.apply(written(build), [Edit("年报", "C2", 1), Edit("年报", "C5", 1)]))
    assert (sheet["C2"].number_format, sheet["C5"].number_format) == ("0.000", "0.0")


def test_utf16_parts_are_read() -> None:
    """A worksheet in UTF-16 is understood and written back as UTF-8."""
    xml = sheet_xml(f'<row r="1">{text_cell("A1", "甲")}</row>').replace("UTF-8", "UTF-16")
    data = handmade({"年报": xml.encode("utf-16")})
    done = xlsx_edit.apply(data, [Edit("年报", "B1", "乙")])
    assert [one.value for one in opened(done)[1]] == ["甲", "乙"]


def test_stale_results_are_dropped_where_they_depend_on_a_change() -> None:
    """Formulas that reach a changed sheet lose their saved result, the others keep it."""
    data = handmade(
        {
            "年报": sheet_xml('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1*2</f><v>2</v></c></row>'),
            "经过名称": sheet_xml('<row r="1"><c r="A1" t="str"><f>合计&amp;""</f><v>2</v></c></row>'),
            "再经过": sheet_xml('<row r="1"><c r="A1"><f>经过名称!A1</f><v>2</v></c></row>'),
            "无关": sheet_xml('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>'),
        },
        workbook='<definedNames><definedName name="合计">年报!$B$1</definedName></definedNames>',
    )
    done = xlsx_edit.apply(data, [Edit("年报", "A1", 5)])
    assert changed_parts(data, done) == {
        "xl/workbook.xml",
        *(f"xl/worksheets/sheet{number}.xml" for number in (1, 2, 3)),
    }
    parts = parts_of(done)
    assert b"<f>A1*2</f></c>" in parts[SHEET]
    assert b"<v>" not in parts["xl/worksheets/sheet2.xml"] + parts["xl/worksheets/sheet3.xml"]
    assert b't="str"' not in parts["xl/worksheets/sheet2.xml"]
    assert b'fullCalcOnLoad="1"' in parts["xl/workbook.xml"]


def test_results_are_saved_anew_where_they_can_be_worked_out() -> None:
    """A number, a text, yes and no; an error, a date and what the engine does not know stay without, and so
    does a formula no change reaches."""
    cells = {
        "B1": "A1*2", "C1": 'IF(A1&gt;3,"达标","—")', "D1": "A1&gt;3", "E1": "1/(A1-5)",
        "F1": "DATE(2022,A1,1)", "G1": "未知函数(A1)", "H1": "SUM(A1:B1)/合计",
    }  # fmt: skip
    row = "".join(f'<c r="{place}"><f>{text}</f></c>' for place, text in cells.items())
    data = handmade(
        {
            "年报": sheet_xml(f'<row r="1"><c r="A1"><v>1</v></c>{row}</row>'),
            "无关": sheet_xml('<row r="1"><c r="A1"><f>1+1</f></c></row>'),
        },
        workbook='<definedNames><definedName name="合计">年报!$B$1</definedName></definedNames>',
    )
    parts = parts_of(xlsx_edit.apply(data, [Edit("年报", "A1", 5)], results=True))
    saved = re.findall(rb'<c r="(..)"(?: t="(\w+)")?><f>[^<]*</f>(?:<v>([^<]*)</v>)?', parts[SHEET])
    assert {place.decode(): (kind.decode(), text.decode()) for place, kind, text in saved} == {
        "B1": ("", "10"), "C1": ("str", "达标"), "D1": ("b", "1"), "E1": ("", ""), "F1": ("", ""),
        "G1": ("", ""), "H1": ("", "1.5"),
    }  # fmt: skip
    assert b"<v>" not in parts["xl/worksheets/sheet2.xml"]
    assert b'fullCalcOnLoad="1"' in parts["xl/workbook.xml"]


def test_a_mark_leaves_results_and_workbook_alone() -> None:
    """Colours and notes change no value: saved results stay."""
    data = plain('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1*2</f><v>2</v></c></row>')
    done = xlsx_edit.apply(data, [Edit("年报", "A1", style=Style(fill="FFC7CE"), note="请核对")])
    assert b"<f>A1*2</f><v>2</v>" in parts_of(done)[SHEET]
    assert b"fullCalcOnLoad" not in parts_of(done)["xl/workbook.xml"]


MERGED = '<mergeCells count="1"><mergeCell ref="A1:C2"/></mergeCells>'


@pytest.mark.parametrize(
    ("data", "cell", "word"),
    [
        (plain('<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2</f></c></row>'), "A1", "数组公式"),
        (plain('<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f></c></row>'), "A1", "共用公式"),
        (plain(after=MERGED), "B2", "合并单元格"),
        (plain(), "A", "单元格地址"),
        (plain(), "A0", "单元格地址"),
        (plain(), "XFE1", "单元格地址"),
    ],
)
def test_unsafe_cells_are_refused_by_name(data: bytes, cell: str, word: str) -> None:
    """The sentence names the cell and the reason."""
    with pytest.raises(TemplateError, match=word) as refused:
        xlsx_edit.apply(data, [Edit("年报", cell, 1)])
    assert cell in str(refused.value)


def tables() -> bytes:
    """Two tables; a formula calls column 丙 by its name."""

    def build(book: Any) -> None:
        sheet = book.add_worksheet("年报")
        heads = [{"header": one} for one in ("甲", "{{年}}会员", "丙")]
        sheet.add_table("B2:D4", {"name": "表一", "columns": heads})
        sheet.add_table("B6:C8", {"name": "表二", "columns": [{"header": "x"}, {"header": "y"}]})
        book.add_worksheet("汇总").write_formula("A1", "=SUM(表一[丙])")

    return written(build)


def test_a_title_of_a_table_takes_its_column_along() -> None:
    """Excel repairs a table whose title cell and column name differ: both say the same."""
    done = xlsx_edit.apply(tables(), [Edit("年报", "C2", "2022\n年<会员>"), Edit("年报", "C3", 1)])
    assert changed_parts(tables(), done) == {
        "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/tables/table1.xml",
    }  # fmt: skip
    table = parts_of(done)["xl/tables/table1.xml"].decode()
    assert re.findall(r'<tableColumn id="\d" name="([^"]*)"', table) == [
        "甲",
        "2022_x000a_年&lt;会员&gt;",
        "丙",
    ]
    assert opened(done)["C2"].value == "2022\n年<会员>"


def test_the_label_of_a_totals_row_goes_along() -> None:
    """The table keeps its own copy of the label; a number or nothing leaves none."""

    def build(book: Any) -> None:
        columns = [{"header": "甲", "total_string": "{{年}}合计"}, {"header": "乙", "total_function": "sum"}]
        book.add_worksheet("年报").add_table("B2:C4", {"name": "表一", "total_row": True, "columns": columns})

    for value, label in (("2022<年>合计", "2022&lt;年&gt;合计"), (5, ""), (None, "")):
        done = xlsx_edit.apply(written(build), [Edit("年报", "B4", value), Edit("年报", "C4", 1)])
        table = parts_of(done)["xl/tables/table1.xml"].decode()
        assert f'name="甲" totalsRowLabel="{label}"' in table and 'totalsRowFunction="sum"' in table


@pytest.mark.parametrize(
    "cell, value, word",
    [
        ("C2", 1, "只能写文字"),
        ("C2", None, "只能写文字"),
        ("C2", " ", "不能是空的"),
        ("C2", "甲", "重复"),
        ("D2", "丁", "按“丙”引用"),
        ("C6", "X", "重复"),
    ],
)
def test_an_impossible_title_of_a_table_is_refused(cell: str, value: Any, word: str) -> None:
    """Numbers, blanks, another column's title, and one that formulas call: told with the cell."""
    with pytest.raises(TemplateError, match=word) as refused:
        xlsx_edit.apply(tables(), [Edit("年报", cell, value)])
    assert f"年报!{cell}" in str(refused.value)


def test_an_unknown_sheet_is_told_with_the_known_ones() -> None:
    """A wrong sheet name names the sheets there are."""
    with pytest.raises(TemplateError, match=r"没有名为“月报”的工作表，现有：年报"):
        xlsx_edit.apply(plain(), [Edit("月报", "A1", 1)])


def test_signed_packages_are_refused() -> None:
    """A change would break the signature."""
    origin = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    data = handmade({"年报": sheet_xml("")}, package_rels=((origin, "_xmlsignatures/origin.sigs"),))
    with pytest.raises(TemplateError, match="数字签名"):
        xlsx_edit.apply(data, [Edit("年报", "A1", 1)])


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "请另存为 xlsx"),
        ("甲,乙".encode(), "请用 Excel 或 WPS 打开后另存为 xlsx"),
        (b"", "请用 Excel 或 WPS 打开后另存为 xlsx"),
        (b"PK\3\4junk", "重新保存"),
    ],
)
def test_other_formats_are_refused_with_the_cure(data: bytes, word: str) -> None:
    """xls, et, csv and junk: one sentence says what to do."""
    with pytest.raises(TemplateError, match=word):
        xlsx_edit.apply(data, [Edit("年报", "A1", 1)])
    with pytest.raises(TemplateError, match=word):
        xlsx_edit.layout(data)


def test_a_password_is_lifted_and_set() -> None:
    """Encrypted: refused for changing, opened with the right password, and back again."""
    data = written(lambda book: book.add_worksheet("年报").write(0, 0, "甲"))
    locked = xlsx_edit.encrypt(data, "机密1")
    with pytest.raises(TemplateError, match="打开密码"):
        xlsx_edit.apply(locked, [Edit("年报", "A1", 1)])
    with pytest.raises(TemplateError, match="密码都不对"):
        xlsx_edit.decrypt(locked, ["错", "也错"])
    assert xlsx_edit.decrypt(locked, ["错", "机密1"])[:1000] == data[:1000]
    small = xlsx_edit.decrypt(xlsx_edit.encrypt(plain(), "1"), ["1"])
    assert changed_parts(plain(), small) == set()
    assert xlsx_edit.decrypt(plain(), []) == plain()


@pytest.mark.parametrize(
    "hostile",
    [
        '<!DOCTYPE a [<!ENTITY x "y">]>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
    ],
)
def test_entities_are_never_resolved(hostile: str) -> None:
    """A document type in any part is refused."""
    xml = sheet_xml("").replace("?>\n", f"?>\n{hostile}")
    with pytest.raises(TemplateError, match="不允许的声明"):
        xlsx_edit.apply(handmade({"年报": xml}), [Edit("年报", "A1", 1)])
    with pytest.raises(TemplateError, match="不允许的声明"):
        xlsx_edit.apply(handmade({"年报": xml.encode("utf-16")}), [Edit("年报", "A1", 1)])


def test_alternate_content_and_unknown_extensions_stay() -> None:
    """What is not understood is carried along in place."""
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    spaces = f' xmlns:mc="{mc}" mc:Ignorable="zz" xmlns:zz="urn:zz"'
    after = (
        '<pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/><mc:AlternateContent>'
        '<mc:Choice Requires="zz"><zz:thing a="1"/></mc:Choice></mc:AlternateContent>'
        '<extLst><ext uri="{1}"><zz:more/></ext></extLst>'
    )
    data = handmade({"年报": sheet_xml("", after, spaces=spaces)})
    done = parts_of(xlsx_edit.apply(data, [Edit("年报", "A1", 1, note="注")]))[SHEET].decode()
    assert after.split("<extLst>")[0] in done
    assert "<zz:more/>" in done and 'mc:Ignorable="zz"' in done
    assert done.index("<legacyDrawing") < done.index("<extLst>")


def test_layout_reads_what_is_there() -> None:
    """Shared, inline and rich text, formulas, merges, heights, states and names."""
    strings = (
        f'<sst xmlns="{MAIN}"><si><t>甲</t></si><si><r><t>乙</t></r><r><rPr><b/></rPr><t>丙</t></r>'
        "<rPh sb='0' eb='1'><t>yi</t></rPh></si></sst>"
    )
    rows = (
        '<row r="1" ht="30" customHeight="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        '<c r="C1" t="b"><v>1</v></c><c r="D1" t="e"><v>#N/A</v></c><c r="E1"><f>1+1</f><v>2.5</v></c></row>'
    )
    data = handmade(
        {"年报": sheet_xml(rows, MERGED.replace("A1:C2", "A5:C6")), "其他": sheet_xml("")},
        {"xl/sharedStrings.xml": (strings, "")},
        workbook='<definedNames><definedName name="合计">年报!$A$1</definedName></definedNames>',
        workbook_rels=(("sharedStrings", "sharedStrings.xml"),),
    )
    layout = xlsx_edit.layout(data)
    sheet = layout.sheets[0]
    assert [one.name for one in layout.sheets] == ["年报", "其他"]
    assert dict(sheet.cells) == {(1, 1): "甲", (1, 2): "乙丙", (1, 3): True, (1, 4): "#N/A", (1, 5): 2.5}
    assert sheet.formulas == {(1, 5): "1+1"}
    assert sheet.merged == ((5, 1, 6, 3),)
    assert layout.names == {"合计": "年报!$A$1"}
    assert sheet.visible


def test_backslashes_and_case_in_part_names_do_not_matter() -> None:
    """Some writers store `XL\\Worksheets\\Sheet1.xml`."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, data in parts_of(plain()).items():
            target.writestr(name.replace("xl/worksheets/sheet1.xml", "xl\\Worksheets\\Sheet1.xml"), data)
    done = xlsx_edit.apply(out.getvalue(), [Edit("年报", "A1", 7)])
    sheet = xlsx_edit.layout(done).sheet("年报")
    assert sheet is not None and sheet.cells[1, 1] == 7


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(1, 40), st.integers(1, 30)),
        st.one_of(st.text(max_size=12), st.integers(-(10**14), 10**14), st.booleans(), st.floats(-1e9, 1e9)),
        max_size=12,
    )
)
def test_what_is_written_is_read_back(cells: dict[tuple[int, int], object]) -> None:
    """Any cells, in any order, come back as they were written (control characters aside)."""
    from union_xl.xlsx_edit.markup import clean_text, shown_text
    from union_xl.xlsx_edit.references import name_of

    data = plain('<row r="7"><c r="C7"><v>1</v></c></row>')
    done = xlsx_edit.apply(data, [Edit("年报", name_of(*place), value) for place, value in cells.items()])
    sheet = xlsx_edit.layout(done).sheet("年报")
    assert sheet is not None
    for place, value in cells.items():
        seen = sheet.cells.get(place)
        if isinstance(value, str):
            assert (seen or "") == shown_text(clean_text(value))
        else:
            assert seen == value
    columns = [int(row.get("r")) for row in sheet._root.iterfind("{*}sheetData/{*}row")]
    assert columns == sorted(columns)


def test_relationship_constants_are_those_of_the_standard() -> None:
    """The makers speak of the same namespaces as the room under test."""
    from union_xl.xlsx_edit import markup

    assert (markup.MAIN_STRICT, markup.OFFICE) == (STRICT, RELATIONS)
    assert rels(("worksheet", "x.xml")).count("Relationship ") == 1
    assert RepeatRows("年报", 1, 1, 1).times == 1
