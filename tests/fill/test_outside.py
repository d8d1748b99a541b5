"""Tags in text boxes, charts, headers and footers: filled in place, nothing around them touched."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.libreoffice import convert
from tests.xlsx_edit.makers import changed_parts, parts_of, repacked, written
from union_xl import fill, xlsx_edit
from union_xl.model import Figure, ReplaceText, TemplateError, TextSpan

SHEET, DRAWING, CHART = "xl/worksheets/sheet1.xml", "xl/drawings/drawing1.xml", "xl/charts/chart1.xml"
VALUES: dict[str, Any] = {
    "填报单位": "城南<总工会> & 甲",
    "统计期间": "2022年上半年",
    "会员数": Figure("B07", "会员数", 1234, "人"),
}
UNITS = {"单位": [{"单位名称": "甲", "会员数": 1}, {"单位名称": "{{会员数}}", "会员数": 2}]}


def template(cell: str = "1") -> bytes:
    """Every place an office puts a tag: shapes, header and footer, the titles of a chart."""

    def build(book: Any) -> None:
        sheet = book.add_worksheet("年报")
        sheet.write("A1", cell)
        sheet.insert_textbox("D2", "填报单位：{{填报单位}}，共{{会员数}}人", {"object_position": 1})
        sheet.insert_textbox("D20", "不用填")
        sheet.set_header('&L&"宋体,加粗"&14{{统计期间}}&C{{填报单位}}&R第 &P 页，共 &N 页')
        sheet.set_footer("&C填表日期 &D {{会员数}}")
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=年报!$A$1:$A$2", "name": "=年报!$A$1"})
        chart.set_title({"name": "｛｛统计期间｝｝会员情况"})
        chart.set_x_axis({"name": "{{会员数|万}}"})
        sheet.insert_chart("D30", chart)

    return written(build)


def filled(data: bytes) -> bytes:
    plan = fill.plan(xlsx_edit.layout(data), VALUES, UNITS)
    plan.refuse()
    return xlsx_edit.apply(data, plan.edits)


def said(data: bytes) -> dict[str, str]:
    return {one.place: one.text for one in xlsx_edit.layout(data).outside}


def changed(part: str, change: Callable[[str], str], data: bytes | None = None) -> bytes:
    """The template with one part written otherwise."""
    data = data or template()
    before = parts_of(data)[part].decode()
    after = change(before)
    assert after != before
    return repacked(data, {part: after.encode()})


def test_each_place_is_planned_with_its_origin() -> None:
    """A clerk finds the place by its words; the companion gets code and value."""
    plan = fill.plan(xlsx_edit.layout(template()), VALUES, {})
    assert [(one.sheet, one.cell, one.tag, one.code, one.value) for one in plan.cells] == [
        ("年报", "页眉", "{{统计期间}}", "", "2022年上半年"),
        ("年报", "页眉", "{{填报单位}}", "", "城南<总工会> & 甲"),
        ("年报", "页脚", "{{会员数}}", "B07", 1234),
        ("年报", "文本框 TextBox 2", "{{填报单位}}", "", "城南<总工会> & 甲"),
        ("年报", "文本框 TextBox 2", "{{会员数}}", "B07", 1234),
        ("年报", "图表标题", "｛｛统计期间｝｝", "", "2022年上半年"),
        ("年报", "图表坐标轴标题", "{{会员数|万}}", "B07", 0.12),
    ]
    assert not plan.missing and not plan.unused and not any(one.cell.isascii() for one in plan.cells)


def test_only_the_tags_change() -> None:
    """Sheet, drawing and chart are the same bytes but for the words; so are all other parts."""
    data = template()
    done = filled(data)
    assert changed_parts(data, done) == {SHEET, DRAWING, CHART}
    before, after = parts_of(data), parts_of(done)
    escaped = "城南&lt;总工会&gt; &amp; 甲"
    words = {
        SHEET: [
            ("&amp;14{{统计期间}}", "&amp;14 2022年上半年"),
            ("{{填报单位}}", "城南&lt;总工会&gt; &amp;&amp; 甲"),
            ("{{会员数}}", "1234"),
        ],
        DRAWING: [("{{填报单位}}", escaped), ("{{会员数}}", "1234")],
        CHART: [("｛｛统计期间｝｝", "2022年上半年"), ("{{会员数|万}}", "0.12")],
    }
    for part, pairs in words.items():
        text = before[part].decode()
        for old, new in pairs:
            assert text.count(old) == 1
            text = text.replace(old, new)
        assert after[part].decode() == text
    assert said(done)["文本框 TextBox 2"] == "填报单位：城南<总工会> & 甲，共1234人"


def test_a_sheet_with_other_edits_gets_its_header_too() -> None:
    """Cells, repeated rows that move the box, and texts outside the cells in one go."""
    done = filled(template("{{每单位.单位名称}}"))
    assert [xlsx_edit.layout(done).sheets[0].cells[row, 1] for row in (1, 2)] == ["甲", "{{会员数}}"]
    assert said(done) == said(filled(template())) | {"图表系列名": "甲"}  # the name it had saved of A1
    assert "<xdr:row>2</xdr:row>" in parts_of(done)[DRAWING].decode()


def test_runs_that_split_a_tag_are_joined() -> None:
    """The value stands in the run where the tag began, in its look; words beside it keep theirs."""

    def split(text: str) -> str:
        return text.replace(
            "共{{会员数}}人</a:t></a:r>",
            "共{</a:t></a:r><a:r><a:rPr b='1'/><a:t>{会</a:t></a:r><a:r><a:t><![CDATA[员]]></a:t></a:r>"
            "<a:r><a:rPr i='1'/><a:t xml:space='preserve'>数}}人 &amp; 家</a:t></a:r><a:r><a:t/></a:r>",
        )

    done = parts_of(filled(changed(DRAWING, split)))[DRAWING].decode()
    assert (
        "共1234</a:t></a:r><a:r><a:rPr b='1'/><a:t></a:t></a:r><a:r><a:t></a:t></a:r>"
        "<a:r><a:rPr i='1'/><a:t xml:space='preserve'>人 &amp; 家</a:t></a:r><a:r><a:t/></a:r>"
    ) in done


def test_another_encoding_is_filled_too() -> None:
    """A drawing in UTF-16 is written anew as a whole."""
    data = template()
    text = parts_of(data)[DRAWING].decode().replace("UTF-8", "UTF-16")
    done = filled(repacked(data, {DRAWING: text.encode("utf-16")}))
    assert said(done) == said(filled(data)) and changed_parts(data, done) == {SHEET, DRAWING, CHART}


def test_a_value_that_is_its_own_tag_changes_nothing() -> None:
    """Text is text: not looked at again, not written twice; what looks like an escape is shown as typed."""
    values = {"填报单位": "{{填报单位}}", "统计期间": "｛｛统计期间｝｝", "会员数": "_x0041_"}
    done = xlsx_edit.apply(template(), fill.plan(xlsx_edit.layout(template()), values, {}).edits)
    assert said(done)["文本框 TextBox 2"] == "填报单位：{{填报单位}}，共_x0041_人"
    assert b"_x0041_" in parts_of(done)[DRAWING] and b"_x005F_" not in parts_of(done)[DRAWING]
    assert b"_x005F_x0041_" in parts_of(done)[SHEET]


def test_unknown_names_and_repeating_tags_are_refused() -> None:
    """Before anything is saved, with the place and the nearest names."""
    wrong = changed(
        DRAWING, lambda text: text.replace("会员数", "会员书").replace("不用填", "{{每单位.会员数}}{{没")
    )
    found = fill.plan(xlsx_edit.layout(wrong), VALUES, UNITS)
    assert [(one.cell, one.nearest[:1]) for one in found.missing] == [
        ("年报 文本框 TextBox 2", ("会员数",)),
        ("年报 文本框 TextBox 3", ()),
        ("年报 文本框 TextBox 3", ()),
    ]
    with pytest.raises(TemplateError, match="重复行的标签只能写在单元格里"):
        found.refuse()


def test_a_header_too_long_is_refused() -> None:
    """Excel repairs a workbook whose header has more than 255 characters."""
    long = VALUES | {"填报单位": "&" * 120}
    plan = fill.plan(xlsx_edit.layout(template()), long, {})
    assert [one.cell for one in plan.missing] == ["年报 页眉"] and "255" in plan.missing[0].name
    (spot,) = (one.spot for one in xlsx_edit.layout(template()).outside if one.place == "页脚")
    with pytest.raises(TemplateError, match="年报 的页脚"):
        xlsx_edit.apply(template(), [ReplaceText("年报", spot, [TextSpan(1, 2, "长" * 300)])])


def test_a_box_that_shows_a_cell_is_filled_or_left() -> None:
    """Its text is saved from the cell: filled like it, or like the first copy; told at the cell alone."""

    def linked(tag: str) -> bytes:
        return changed(
            DRAWING,
            lambda text: text.replace("不用填", tag).replace(
                'macro="" textlink=""', 'macro="" textlink="年报!$A$1"'
            ),
        )

    assert said(filled(linked("{{会员数}}")))["文本框 TextBox 3"] == "1234"
    assert said(filled(linked("{{每单位.序号}}、{{每单位.单位名称}}")))["文本框 TextBox 3"] == "1、甲"
    assert not fill.plan(xlsx_edit.layout(linked("{{没有}}")), VALUES, {}).missing


def test_chart_sheets_have_titles_and_headers() -> None:
    """A sheet that is nothing but a chart is filled as well."""

    def build(book: Any) -> None:
        book.add_worksheet("年报").write("A1", 1)
        for name in ("图一", "图二"):
            sheet = book.add_chartsheet(name)
            chart = book.add_chart({"type": "pie"})
            chart.add_series({"values": "=年报!$A$1:$A$1"})
            chart.set_title({"name": "{{填报单位}}"})
            sheet.set_chart(chart)
            sheet.set_header("&R{{统计期间}}")

    done = filled(written(build))
    got = {(one.sheet, one.place): one.text for one in xlsx_edit.layout(done).outside}
    assert got["图二", "图表标题"] == "城南<总工会> & 甲" and got["图一", "页眉"].endswith("2022年上半年")


CODES = st.sampled_from(
    ["&L", "&C", "&R", "&P", "&14", '&"宋体,加粗"', "&KFF0000", "&K01+000", "&B", "&&", "&D", "x"]
)


@given(st.lists(CODES), st.text(st.characters(codec="utf-8", exclude_characters="\ufffc")), st.lists(CODES))
def test_no_value_becomes_a_code(before: list[str], value: str, after: list[str]) -> None:
    """Whatever the value, the header shows it as text, and every code around it is still the same code."""
    from union_xl.xlsx_edit.text_boxes import _pieces, header_with

    header = "".join([*before, "{{", "名}}", *after])
    shown = "".join(one.shown for one in _pieces(header))
    at = shown.index("{{名}}")
    made = _pieces(header_with(header, [TextSpan(at, at + 5, value)]))
    text = "".join(one.shown for one in made)
    assert text in (shown.replace("{{名}}", value), shown.replace("{{名}}", f" {value}"))
    assert [one.written for one in made if one.code] == [one.written for one in _pieces(header) if one.code]


@pytest.mark.office
def test_libreoffice_shows_the_words(tmp_path: Path) -> None:
    """In templates XlsxWriter made and in those LibreOffice saved, no tag is left anywhere."""
    (tmp_path / "made.xlsx").write_bytes(template())
    again = convert([tmp_path / "made.xlsx"], "xlsx", tmp_path / "again")["made"].read_bytes()
    ready = tmp_path / "ready"
    ready.mkdir()
    for name, data in (("made", template()), ("again", again)):
        (ready / f"{name}.xlsx").write_bytes(filled(data))
    drawn = [
        part
        for part in parts_of(again)
        if re.search(r"drawings/drawing\d+\.xml$|charts/chart\d+\.xml$", part)
    ]
    assert changed_parts(again, filled(again)) == {SHEET, *drawn}
    flat = convert(sorted(ready.iterdir()), "fods", tmp_path / "flat")
    printed = convert(sorted(ready.iterdir()), "pdf", tmp_path / "printed")
    for name in ("made", "again"):
        text = flat[name].read_text("utf-8")
        bare = re.sub(r"<[^>]+>", "", text)
        assert "{{" not in bare and "｛｛" not in bare
        assert bare.count("2022年上半年") >= 2 and bare.count("城南&lt;总工会&gt; &amp; 甲") >= 2
        assert printed[name].read_bytes().startswith(b"%PDF")
