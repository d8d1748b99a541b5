"""The marked copy: colours, notes and our sheet go on, are replaced, and come off again without a trace."""

from __future__ import annotations

import io
import re
import warnings
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.fill.templates import LIST
from tests.libreoffice import convert, results
from tests.xlsx_edit.makers import changed_parts, handmade, parts_of, rels, sheet_xml, text_cell, written
from union_xl import xlsx_edit
from union_xl.model import AddSheet, Edit, RemoveSheet, Style, TemplateError
from union_xl.xlsx_edit.notes import NOTE_AUTHOR, NOTE_LINE

RED, YELLOW = Style(fill="FFC7CE"), Style(fill="FFEB9C")
SHEET = "xl/worksheets/sheet1.xml"


def returned() -> bytes:
    """A return as XlsxWriter makes it: coloured cells, a note of the filler's, a formula, two sheets."""

    def build(book: Any) -> None:
        sheet = book.add_worksheet("会员")
        green = book.add_format({"bg_color": "#00FF00", "bold": True})
        for row in range(30):
            for col in range(6):
                sheet.write(row, col, f"{row}-{col}", green if col == 2 else None)
        sheet.write_comment("B2", "填报人的批注", {"author": "王"})
        sheet.write_formula("H1", "=SUM(A1:A9)", None, 3)
        book.add_worksheet("其他").write("A1", 1)

    return written(build)


def marks(*cells: str) -> list[Any]:
    listed = [
        Edit("问题清单", "A1", "问题"),
        *(Edit("问题清单", f"A{row}", cell, link=f"'会员'!{cell}") for row, cell in enumerate(cells, 2)),
    ]
    return [
        RemoveSheet("问题清单"),
        *(Edit("会员", cell, style=RED, note=f"【工会审核】{cell} 有误") for cell in cells),
        AddSheet("问题清单", listed, widths={1: 20}, freeze_row=1, filter_area="A1:A9"),
    ]


def looks(data: bytes, name: str = "会员") -> dict[str, Any]:
    """Value, colour, boldness, format and note of every cell."""
    sheet = openpyxl.load_workbook(io.BytesIO(data))[name]
    return {
        one.coordinate: (
            one.value,
            one.fill.patternType and one.fill.fgColor.rgb,
            one.font.b,
            one.number_format,
            one.comment and (one.comment.text, one.comment.author),
        )
        for row in sheet.iter_rows()
        for one in row
    }


def test_marks_stand_on_their_cells_and_the_list_comes_first() -> None:
    """The faulty cells are red with a note, the sheet is first and shown, its links lead to the cells."""
    done = xlsx_edit.apply(returned(), marks("A1", "C3"))
    book = openpyxl.load_workbook(io.BytesIO(done))
    assert book.sheetnames == ["问题清单", "会员", "其他"]
    assert book.active.title == "问题清单"
    assert [bool(sheet.sheet_view.tabSelected) for sheet in book] == [True, False, False]
    assert book["问题清单"]["A2"].hyperlink.location == "'会员'!A1"
    assert book["问题清单"].freeze_panes == "A2"
    cell = book["会员"]["C3"]
    assert (cell.fill.fgColor.rgb, cell.font.b, cell.comment.text) == (
        "FFFFC7CE",
        True,
        "【工会审核】C3 有误",
    )
    assert cell.comment.author == NOTE_AUTHOR
    titles = re.findall(r"<vt:lpstr>([^<]*)</vt:lpstr>", parts_of(done)["docProps/app.xml"].decode())
    assert titles == ["Worksheets", "问题清单", "会员", "其他"]
    assert "<vt:i4>3</vt:i4>" in parts_of(done)["docProps/app.xml"].decode()


def test_only_the_parts_concerned_change() -> None:
    """A mark touches the sheet, its notes, styles and the workbook's lists; nothing else."""
    data = returned()
    assert changed_parts(data, xlsx_edit.apply(data, marks("A1"))) == {
        "[Content_Types].xml",
        "docProps/app.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
        "xl/styles.xml",
        "xl/workbook.xml",
        SHEET,
        "xl/worksheets/sheet3.xml",
    }


def test_marked_twice_is_marked_once() -> None:
    """The same marks over a marked copy give the same parts."""
    once = xlsx_edit.apply(returned(), marks("A1", "C3", "B2"))
    assert changed_parts(once, xlsx_edit.apply(once, marks("A1", "C3", "B2"))) == set()


def test_a_corrected_cell_loses_its_mark() -> None:
    """What is no longer faulty looks as it did before the first marks."""
    once = xlsx_edit.apply(returned(), marks("A1", "C3", "B2"))
    again = xlsx_edit.apply(once, marks("A1"))
    plain, now = looks(returned()), looks(again)
    assert {cell for cell in plain if plain[cell] != now[cell]} == {"A1"}


def test_marks_come_off_without_a_trace() -> None:
    """Stripped, every cell has its own value, style and note; our parts are gone."""
    data = returned()
    stripped = xlsx_edit.strip(xlsx_edit.apply(data, marks("A1", "C3", "B2", "J40")))
    before, after = looks(data), looks(stripped)
    assert {cell: after[cell] for cell in before} == before
    assert openpyxl.load_workbook(io.BytesIO(stripped)).sheetnames == ["会员", "其他"]
    assert parts_of(stripped).keys() == parts_of(data).keys()
    assert b"union_xl" not in parts_of(stripped)["xl/workbook.xml"]


def test_notes_of_others_are_kept_and_ours_cut_off_again() -> None:
    """Our words follow below a line; cut off, the note is the very XML it was."""
    data = returned()
    done = xlsx_edit.apply(data, [Edit("会员", "B2", note="请核对")])
    note = looks(done)["B2"][4]
    assert note == (f"填报人的批注\n{NOTE_LINE}\n请核对", "王")
    again = xlsx_edit.apply(done, [Edit("会员", "B2", note="再核对")])
    assert looks(again)["B2"][4][0] == f"填报人的批注\n{NOTE_LINE}\n再核对"
    off = xlsx_edit.apply(again, [Edit("会员", "B2", note=None)])
    assert looks(off) == looks(data)
    assert parts_of(off)["xl/drawings/vmlDrawing1.vml"] == parts_of(data)["xl/drawings/vmlDrawing1.vml"]


def test_notes_of_nobody_are_never_taken() -> None:
    """note=None on a note of the filler's leaves it."""
    assert looks(xlsx_edit.apply(returned(), [Edit("会员", "B2", note=None)])) == looks(returned())


def test_several_words_for_one_cell_are_one_note() -> None:
    """Two notes for the same cell, or for cells of one merged area, are joined."""
    edits = [Edit("会员", "A1", note="一"), Edit("会员", "A1", note="二")]
    assert looks(xlsx_edit.apply(returned(), edits))["A1"][4][0] == "一\n二"


def test_threaded_comments_are_left_whole() -> None:
    """A cell with a conversation is coloured, but its comment stays as it is."""
    comments = (
        '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors>'
        '<author>tc={1}</author></authors><commentList><comment ref="A1" authorId="0"><text><t>[Threaded]</t>'
        "</text></comment></commentList></comments>"
    )
    data = handmade(
        {"年报": sheet_xml(f'<row r="1">{text_cell("A1", "甲")}</row>')},
        {
            "xl/comments1.xml": (comments, ""),
            "xl/threadedComments/threadedComment1.xml": ("<ThreadedComments/>", ""),
        },
        {
            1: rels(
                ("comments", "../comments1.xml"),
                ("threadedComment", "../threadedComments/threadedComment1.xml"),
            )
        },
    )
    done = xlsx_edit.apply(data, [Edit("年报", "A1", style=RED, note="请核对")])
    before, after = parts_of(data), parts_of(done)
    assert xlsx_edit.layout(done).sheets[0].notes == {(1, 1): "[Threaded]"}
    assert (
        after["xl/threadedComments/threadedComment1.xml"]
        == before["xl/threadedComments/threadedComment1.xml"]
    )
    assert looks(done, "年报")["A1"][1] == "FFFFC7CE"


def resaved(data: bytes) -> bytes:
    """As another program saves it: styles renumbered, extensions gone."""
    out = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(data)).save(out)
    return out.getvalue()


def test_marks_are_recognised_after_somebody_else_saved_the_file() -> None:
    """Renumbered styles: the colour below comes back out of the mark itself."""
    once = resaved(xlsx_edit.apply(returned(), marks("A1", "C3", "B2")))
    assert looks(once)["C3"][1] == "FFFFC7CE"
    back = looks(xlsx_edit.strip(once))
    plain = looks(returned())
    assert {cell: one[:4] for cell, one in back.items()} == {cell: one[:4] for cell, one in plain.items()}
    assert back["A1"][4] is None
    assert back["B2"][4][0] == "填报人的批注"


def test_a_sheet_of_the_same_name_that_is_not_ours_is_safe() -> None:
    """A filler's own 问题清单 is neither replaced nor removed."""

    def build(book: Any) -> None:
        book.add_worksheet("问题清单").write("A1", "我的")

    data = written(build)
    with pytest.raises(TemplateError, match="已有名为“问题清单”的工作表"):
        xlsx_edit.apply(data, [AddSheet("问题清单")])
    assert openpyxl.load_workbook(
        io.BytesIO(xlsx_edit.apply(data, [RemoveSheet("问题清单")]))
    ).sheetnames == ["问题清单"]


@pytest.mark.parametrize("name", ["", "a" * 32, "甲/乙", "甲?"])
def test_impossible_sheet_names_are_refused(name: str) -> None:
    """Excel would repair the file."""
    with pytest.raises(TemplateError, match="不能作工作表名称"):
        xlsx_edit.apply(returned(), [AddSheet(name)])


def test_local_names_and_the_active_tab_follow_an_inserted_sheet() -> None:
    """Print areas belong to the same sheets after ours is put first, and after it is taken away."""

    def build(book: Any) -> None:
        for name in ("一", "二"):
            book.add_worksheet(name).print_area("A1:C3")
        book.get_worksheet_by_name("二").activate()

    data = written(build)
    done = openpyxl.load_workbook(io.BytesIO(xlsx_edit.apply(data, [AddSheet("问题清单", [])])))
    assert [sheet.print_area for sheet in done] == ["", "'一'!$A$1:$C$3", "'二'!$A$1:$C$3"]
    stripped = xlsx_edit.strip(xlsx_edit.apply(data, [AddSheet("问题清单", [])]))
    back = openpyxl.load_workbook(io.BytesIO(stripped))
    assert [sheet.print_area for sheet in back] == ["'一'!$A$1:$C$3", "'二'!$A$1:$C$3"]
    assert xlsx_edit.apply(stripped, [AddSheet("问题清单", [])]) == xlsx_edit.apply(
        xlsx_edit.strip(xlsx_edit.apply(stripped, [AddSheet("问题清单", [])])), [AddSheet("问题清单", [])]
    )


def test_notes_go_beside_controls_in_an_existing_drawing() -> None:
    """A sheet with a button keeps it, byte for byte, when a note is added and taken away."""

    def build(book: Any) -> None:
        sheet = book.add_worksheet("会员")
        sheet.insert_button("D3", {"macro": "去", "caption": "去"})

    data = written(build)
    done = xlsx_edit.apply(data, [Edit("会员", "A1", note="请核对")])
    before = parts_of(data)["xl/drawings/vmlDrawing1.vml"]
    after = parts_of(done)["xl/drawings/vmlDrawing1.vml"]
    assert before.removesuffix(b"</xml>") == after[: len(before) - len(b"</xml>")]
    assert after.count(b'ObjectType="Note"') == 1
    assert parts_of(xlsx_edit.strip(done))["xl/drawings/vmlDrawing1.vml"].count(b"Note") == 0


def test_drawing_that_is_no_good_xml_still_takes_notes() -> None:
    """Excel writes `<br>` without an end in its VML; the text around it stays."""
    vml = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml"\r\n'
        ' xmlns:o="urn:schemas-microsoft-com:office:office"\r\n'
        ' xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape id="_x0000_s1025" type="#_x0000_t201">'
        "<v:textbox><div>一<br>二</div></v:textbox><x:ClientData ObjectType='Button'/></v:shape></xml>\r\n"
    )
    data = handmade(
        {"年报": sheet_xml("", '<legacyDrawing r:id="rId1"/>')},
        {"xl/drawings/vmlDrawing1.vml": (vml, "")},
        {1: rels(("vmlDrawing", "../drawings/vmlDrawing1.vml"))},
    )
    done = xlsx_edit.apply(data, [Edit("年报", "B5", note="请核对")])
    after = parts_of(done)["xl/drawings/vmlDrawing1.vml"].decode()
    assert after.startswith(vml[: vml.index("</xml>")])
    assert 'id="_x0000_s1026"' in after and "<x:Row>4</x:Row>" in after


def test_pictures_in_headers_have_a_drawing_of_their_own() -> None:
    """The header's VML is never used for notes."""
    vml = '<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape id="LH"></v:shape></xml>'
    data = handmade(
        {"年报": sheet_xml("", '<legacyDrawingHF r:id="rId1"/>')},
        {"xl/drawings/vmlDrawing1.vml": (vml, "")},
        {1: rels(("vmlDrawing", "../drawings/vmlDrawing1.vml"))},
    )
    done = xlsx_edit.apply(data, [Edit("年报", "B5", note="请核对")])
    assert parts_of(done)["xl/drawings/vmlDrawing1.vml"].decode() == vml
    assert b"Note" in parts_of(done)["xl/drawings/vmlDrawing2.vml"]


def test_rebuilt_cells_can_be_marked() -> None:
    """Cells of an xls or csv come back as xlsx: text stays text, places stay places."""
    import datetime as dt

    from union_xl.model import Area, Grid

    grid = Grid(
        "a.xls",
        "会员",
        [["表", None], ["=1+1", "110105194912310021"], [dt.date(2022, 6, 30), 1.5, True]],
        merged=(Area(1, 1, 1, 3),),
    )
    data = xlsx_edit.plain_copy([grid, Grid("a.xls", "会员", [])])
    done = xlsx_edit.apply(data, [Edit("会员", "B2", style=YELLOW, note="【工会审核】请核对")])
    book = openpyxl.load_workbook(io.BytesIO(done))
    assert book.sheetnames == ["会员", "会员_2"]
    sheet = book["会员"]
    assert [one.value for one in sheet[2]][:2] == ["=1+1", "110105194912310021"]
    assert sheet["A2"].data_type == "s"
    assert (sheet["A3"].value, sheet["B3"].value, sheet["C3"].value) == (dt.datetime(2022, 6, 30), 1.5, True)
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A1:C1"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.print_options.gridLines

    wide = xlsx_edit.plain_copy(
        [Grid("a.ods", "表", [["一个很长的标题" * 9], ["序号", "姓名"], [1, "张三"]])]
    )
    assert openpyxl.load_workbook(io.BytesIO(wide))["表"].column_dimensions["A"].width < 12


def test_our_sheet_and_notes_are_known_without_their_hidden_marks() -> None:
    """Another program may drop hidden names and authors; the headings and first words remain."""

    def build(book: Any) -> None:
        listed = book.add_worksheet("问题清单")
        listed.write_row("A3", ["序号", "级别", "位置", "列名", "原值", "问题", "怎么改"])
        sheet = book.add_worksheet("会员")
        sheet.write("A1", 1)
        sheet.write_comment("A1", "【工会审核】校验位不符", {"author": "WPS_1"})

    stripped = xlsx_edit.strip(written(build))
    layout = xlsx_edit.layout(stripped)
    assert [one.name for one in layout.sheets] == ["会员"]
    assert not layout.sheets[0].notes


def test_row_heights_of_our_sheet() -> None:
    """Rows of a new sheet are as high as ordered, also where they are empty."""
    order = AddSheet("问题清单", [Edit("问题清单", "A2", "长")], heights={2: 45.5, 3: 20})
    made = openpyxl.load_workbook(io.BytesIO(xlsx_edit.apply(returned(), [order])))
    rows = made.worksheets[0].row_dimensions
    assert [rows[number].height for number in (1, 2, 3)] == [None, 45.5, 20.0]


def test_the_active_tab_is_set_in_place() -> None:
    """Marking a marked copy again leaves workbook.xml byte for byte, wherever activeTab stood."""

    def build(book: Any) -> None:
        book.add_worksheet("一")
        book.add_worksheet("二").activate()

    order = [RemoveSheet("问题清单"), AddSheet("问题清单", [])]
    once = xlsx_edit.apply(written(build), order)
    assert changed_parts(once, xlsx_edit.apply(once, order)) == set()


@pytest.mark.office
def test_marked_copies_of_rich_workbooks_open_in_libreoffice(tmp_path: Path) -> None:
    """Charts, pictures, text boxes, macros, controls: their parts are the same bytes, and the copy opens."""
    untouched = re.compile(
        r"media|charts/|drawings/drawing|vbaProject|ctrlProps|customUI|threaded|theme|tables/"
    )
    for one in LIST:
        if one.by_libreoffice:
            continue
        data = one.build()
        edits = [
            Edit("年报", "A2", style=RED, note="【工会审核】请核对"),
            Edit("年报", "B2", style=YELLOW, note="【工会审核】请核对"),
            AddSheet("问题清单", [Edit("问题清单", "A1", "问题", Style(bold=True), link="'年报'!A2")]),
        ]
        done = xlsx_edit.apply(data, edits, remark=True)
        assert not [name for name in changed_parts(data, done) if untouched.search(name)]
        (tmp_path / f"{one.name}.{one.suffix}").write_bytes(done)
    files = sorted(tmp_path.iterdir())
    made = convert(files, "xlsx", tmp_path / "out")
    for path in files:
        book = results(made[path.stem])
        assert book.sheetnames[0] == "问题清单"
        assert book["年报"]["A2"].fill.fgColor.rgb == "FFFFC7CE"
        assert "请核对" in book["年报"]["A2"].comment.text
        # Saved by another program, our marks are still known for ours.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            clean = openpyxl.load_workbook(io.BytesIO(xlsx_edit.strip(made[path.stem].read_bytes())))
        assert "问题清单" not in clean.sheetnames
        for cell in ("A2", "B2"):
            assert clean["年报"][cell].fill.fgColor.rgb not in ("FFFFC7CE", "FFFFEB9C")
            assert clean["年报"][cell].comment is None or "请核对" not in clean["年报"][cell].comment.text
