"""The judge sees what is broken: one good workbook and one good letter, and each of them broken once."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import cache

import docx
import pytest
import xlsxwriter

from tests.outside import ooxml, schema

Parts = dict[str, bytes]
SHEET, BOOK, STYLES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"
needs_sequences = pytest.mark.skipif(not schema.known(), reason="openxml-audit is missing")


@cache
def good() -> bytes:
    """A bit of everything: texts, styles, a merge, a table, validations, rules, notes, links, a chart."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet("甲表")
        made.add_worksheet("乙").write("A1", "=甲表!A1")
        bold = made.add_format({"bold": True, "num_format": '0.0"万"'})
        sheet.write_row("A1", ["姓名", "数", "日"])
        for row in range(1, 6):
            sheet.write_row(row, 0, [f"人{row}", row], bold)
        sheet.merge_range("E1:F2", "合并", bold)
        sheet.merge_range("E4:F5", "再合并", bold)
        sheet.add_table("H1:I4", {"columns": [{"header": "一"}, {"header": "二"}]})
        sheet.data_validation("A2:A9", {"validate": "list", "source": ["甲", "乙"], "input_message": "选"})
        sheet.conditional_format("B2:B9", {"type": "cell", "criteria": ">", "value": 3, "format": bold})
        sheet.write_comment("A2", "注")
        sheet.write_comment("A3", "注")
        sheet.write_url("C9", "https://example.com/")
        sheet.set_column("A:A", 12)
        sheet.set_column("C:D", 12)
        sheet.set_header("&L页眉")
        made.define_name("名", "=甲表!$A$1")
        chart = made.add_chart({"type": "column"})
        chart.add_series({"values": "=甲表!$B$2:$B$6", "data_labels": {"value": True}})
        chart.add_series({"values": "=甲表!$B$2:$B$5"})
        sheet.insert_chart("K2", chart)
    return out.getvalue()


@cache
def letter() -> bytes:
    """A page of Word with a border under a line, a table, and a zoom that says how much."""
    made = docx.Document()
    made.add_paragraph("正文").paragraph_format.alignment = 1
    made.add_table(2, 2)
    zoom = made.settings.element.find(f"{ooxml.W}zoom")
    zoom.set(f"{ooxml.W}percent", "100")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def broken(data: bytes, change: Callable[[Parts], None]) -> list[str]:
    """What the judge says of a file whose parts were changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return ooxml.faults(out.getvalue())


def swap(part: str, old: str, new: str, count: int = 1) -> Callable[[Parts], None]:
    """A regular expression in a part replaced; it must occur."""

    def change(parts: Parts) -> None:
        made, times = re.subn(old, new, parts[part].decode(), count=count, flags=re.S)
        assert times, (part, old)
        parts[part] = made.encode()

    return change


def drop(part: str) -> Callable[[Parts], None]:
    return lambda parts: parts.pop(part) and None


def test_what_is_good_is_good() -> None:
    """No false alarm."""
    assert ooxml.faults(good()) == []
    assert ooxml.faults(letter()) == []


BREAKS: dict[str, Callable[[Parts], None]] = {
    "a part missing": drop(STYLES),
    "a part nothing leads to": lambda parts: parts.update({"xl/left.xml": b"<a/>"}),
    "no content type": lambda parts: parts.update({"xl/left.bin": b"x"}),
    "broken XML": swap(SHEET, "</sheetData>", ""),
    "a relation that is not there": swap(SHEET, r'(<drawing r:id=")rId\d+', r"\1rId99"),
    "a relation twice": swap("xl/_rels/workbook.xml.rels", 'Id="rId2"', 'Id="rId1"'),
    "a style that is not there": swap(SHEET, r'(<c r="B2" s=")\d+', r"\g<1>77"),
    "a row's style that is not there": swap(SHEET, r'<row r="2"', '<row r="2" s="77" customFormat="1"'),
    "a text that is not there": swap(SHEET, r'(<c r="A1" t="s"><v>)\d+', r"\g<1>999"),
    "a dxf that is not there": swap(SHEET, r'dxfId="\d+"', 'dxfId="9"'),
    "a font that is not there": swap(STYLES, r'(<cellXfs.*?fontId=")\d+', r"\g<1>44"),
    "a number format that is not there": swap(STYLES, r'(<cellXfs.*?numFmtId=")16\d', r"\g<1>199"),
    "a count that is wrong": swap(STYLES, r'<fonts count="\d+"', '<fonts count="9"'),
    "rows out of order": swap(SHEET, r'<row r="3"', '<row r="2"'),
    "cells out of order": swap(SHEET, r'<c r="B3"', '<c r="A3"'),
    "a cell in another row": swap(SHEET, r'<c r="A3"', '<c r="A4"'),
    "a column beyond the last": swap(SHEET, r'<c r="I1"', '<c r="XFE1"'),
    "no number": swap(SHEET, r'(<c r="B2"[^>]*><v>)1', r"\1一"),
    "merges that meet": swap(SHEET, 'ref="E4:F5"', 'ref="F2:F5"'),
    "a merge of one cell": swap(SHEET, 'ref="E4:F5"', 'ref="E4"'),
    "a list of validations too long": swap(SHEET, "甲,乙", "甲" * 256),
    "a hint too long": swap(SHEET, 'prompt="选"', f'prompt="{"选" * 256}"'),
    "columns that overlap": swap(SHEET, r'<col min="3"', '<col min="1"'),
    "a sheet name twice": swap(BOOK, 'name="乙"', 'name="甲表"'),
    "a sheet name too long": swap(BOOK, 'name="乙"', f'name="{"乙" * 32}"'),
    "a sheet name with a slash": swap(BOOK, 'name="乙"', 'name="乙/丙"'),
    "a sheet id twice": swap(BOOK, 'sheetId="2"', 'sheetId="1"'),
    "a name twice": swap(BOOK, r"(<definedName .*?</definedName>)", r"\1\1"),
    "a name of a sheet that is not there": swap(BOOK, r">甲表!\$A\$1<", ">丙!$A$1<"),
    "no sheet to be seen": swap(BOOK, r"<sheet ", '<sheet state="hidden" ', 2),
    "a text too long": swap("xl/sharedStrings.xml", "人1", "人" * 32_768),
    "a note twice": swap("xl/comments1.xml", 'ref="A3"', 'ref="A2"'),
    "an author that is not there": swap("xl/comments1.xml", r'authorId="\d"', 'authorId="5"'),
    "notes without a drawing": swap(SHEET, r"<legacyDrawing [^>]*/>", ""),
    "a column of a table twice": swap("xl/tables/table1.xml", 'name="二"', 'name="一"'),
    "a table with a column too few": swap("xl/tables/table1.xml", r"<tableColumn id=\"2\"[^>]*/>", ""),
    "an empty dLbls": swap("xl/charts/chart1.xml", r"<c:dLbls>.*?</c:dLbls>", "<c:dLbls></c:dLbls>"),
    "a series twice": swap("xl/charts/chart1.xml", r'<c:idx val="1"', '<c:idx val="0"'),
    "an axis that is not there": swap("xl/charts/chart1.xml", r'(</c:ser><c:.*?axId val=")\d+', r"\g<1>1"),
    "a chart of a sheet that is not there": swap("xl/charts/chart1.xml", r"甲表!", "丙!"),
    "a shape's id twice": swap(
        "xl/drawings/drawing1.xml",
        r"(<xdr:twoCellAnchor.*</xdr:twoCellAnchor>)",
        r"\1\1",
    ),
}
ORDER: dict[str, Callable[[Parts], None]] = {
    "columns behind the cells": swap(SHEET, r"(<cols>.*?</cols>)(<sheetData>.*?</sheetData>)", r"\2\1"),
    "merges behind validations": swap(
        SHEET, r"(<mergeCells.*?</mergeCells>)(.*?)(<dataValidations.*?</dataValidations>)", r"\2\3\1"
    ),
    "a value before its formula": swap("xl/worksheets/sheet2.xml", r"(<f>.*?</f>)(<v>.*?</v>)", r"\2\1"),
    "names before sheets": swap(BOOK, r"(<sheets>.*?</sheets>)(<definedNames>.*?</definedNames>)", r"\2\1"),
    "fills before fonts": swap(STYLES, r"(<fonts.*?</fonts>)(<fills.*?</fills>)", r"\2\1"),
    "the legend before the plot": swap(
        "xl/charts/chart1.xml", r"(<c:plotArea>.*?</c:plotArea>)(<c:legend>.*?</c:legend>)", r"\2\1"
    ),
    "an element nobody knows": swap(SHEET, "<sheetData>", "<colours/><sheetData>"),
}
LETTER: dict[str, Callable[[Parts], None]] = {
    "a zoom without percent": swap("word/settings.xml", r' w:percent="100"', ""),
    "a style that is not there": swap("word/document.xml", "<w:pPr>", '<w:pPr><w:pStyle w:val="没有"/>'),
    "a row too wide": swap("word/document.xml", r"(<w:tc>.*?</w:tc>)", r"\1\1"),
    "a cell without a paragraph": swap("word/document.xml", r"(<w:tc>.*?)<w:p/>", r"\1"),
}


@pytest.mark.parametrize("change", BREAKS.values(), ids=BREAKS)
def test_what_is_broken_is_caught(change: Callable[[Parts], None]) -> None:
    """Each fault alone."""
    assert broken(good(), change)


@needs_sequences
@pytest.mark.parametrize("change", ORDER.values(), ids=ORDER)
def test_wrong_order_is_caught(change: Callable[[Parts], None]) -> None:
    """The sequences of ECMA-376."""
    assert any("children" in one for one in broken(good(), change))


@needs_sequences
def test_a_border_behind_the_alignment_is_caught() -> None:
    """As Word wants it: pBdr before spacing and jc."""
    border = '<w:pBdr><w:bottom w:val="single"/></w:pBdr>'
    change = swap("word/document.xml", r'(<w:jc w:val="center"/>)', rf"\1{border}")
    assert any("pPr" in one for one in broken(letter(), change))


@pytest.mark.parametrize("change", LETTER.values(), ids=LETTER)
def test_a_broken_letter_is_caught(change: Callable[[Parts], None]) -> None:
    """The same for Word."""
    assert broken(letter(), change)


def test_a_wrong_ending_is_caught() -> None:
    """Excel opens no workbook whose name says other than its content type."""
    assert ooxml.faults(good(), ".xlsx") == []
    assert ooxml.faults(good(), ".xlsm")


def test_zip_faults_are_caught() -> None:
    """A name twice, a name that climbs out, the header of a giant on a small part."""
    out = io.BytesIO(good())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as package:
        package.writestr(BOOK, b"<a/>")
    assert any("twice" in one for one in ooxml.faults(out.getvalue()))
    giant = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good())) as old, zipfile.ZipFile(giant, "w") as new:
        for name in old.namelist():
            with new.open(name, "w", force_zip64=True) as part:
                part.write(old.read(name))
    assert any("zip64" in one for one in ooxml.faults(giant.getvalue()))
