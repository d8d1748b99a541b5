"""Plain sheets, read at one go: the very values python-calamine gives, or none at all."""

from __future__ import annotations

import datetime as dt
import io
import random

import pytest
import python_calamine
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.books import made
from tests.books.test_containers import opened
from union_xl.books import plain, plainvalues, shared, xlsx
from union_xl.core import Limits

TEXTS = ("甲", " 前后 ", "a&b", "<x>", "", "说\n明", '"', "'", "　全角　", "1", "𠮷")
CODES = ("yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "yyyy/m/d;@", "[$-804]yyyy\\-mm", "General", "@", "0.00_ ",
         "000000",
         "#,##0.00;[Red]-#,##0", '0"d"', "[h]:mm", "h:mm", "mm:ss", "e", 'd"天"', "0.0E+00", "[DBNum1]yyyy",
         "_ ¥* #,##0_ ", "年月日", "G/通用格式", "m/d", "mmm-yy", '"y"0', "\\d0", "上午/下午h")  # fmt: skip


def prepared(data: bytes) -> xlsx.Prepared:
    """The workbook looked at."""
    found = xlsx.prepare(data, Limits(), 2**30)
    assert found is not None
    return found


def at_one_go(data: bytes) -> list[list[object]] | None:
    """The first sheet's values, if it is plain."""
    book = prepared(data)
    part = book.sheets[0].part
    if part not in book.plain:
        return None
    rows = plainvalues.values(book.plain[part], shared.shared(book.parts))
    return None if rows is None else [list(row) for row in rows]


def by_calamine(data: bytes) -> list[list[object]]:
    """The same by python-calamine."""
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    return [list(row) for row in sheet.to_python(skip_empty_area=False)]


def some_form(seed: int) -> bytes:
    """A sheet of rows of a few sorts, with gaps, blanks and every sort of cell."""
    draw = random.Random(seed)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day, bold = (
        book.add_format({"num_format": draw.choice(("yyyy-mm-dd", 14))}),
        book.add_format({"bold": True}),
    )
    sheet = book.add_worksheet()
    top, left = draw.randrange(4), draw.randrange(30)
    sorts = [[draw.randrange(8) for _ in range(draw.randrange(1, 9))] for _ in range(3)]
    for row in range(top, top + draw.randrange(1, 40)):
        if draw.random() < 0.1:
            sheet.set_row(row, 20.25, None, {"hidden": draw.random() < 0.5})
            continue
        for at, sort in enumerate(draw.choice(sorts)):
            where = (row, left + at)
            if sort == 0:
                sheet.write_number(*where, draw.choice((0, 1, 2.5, 1_000_000, 0.1, 12345678901234)))
            elif sort == 1:
                moment = dt.datetime(1960, 1, 1) + dt.timedelta(days=draw.randrange(30_000))
                sheet.write_datetime(*where, moment, day)
            elif sort == 2:
                sheet.write_boolean(*where, draw.random() < 0.5)
            elif sort == 3:
                sheet.write_blank(*where, None, bold)
            elif sort == 4:
                sheet.write_number(*where, draw.randrange(70, 50_000), draw.choice((day, bold)))
            elif sort < 7:
                sheet.write_string(*where, draw.choice(TEXTS), draw.choice((None, bold)))
    book.close()
    return out.getvalue()


def test_values_of_plain_sheets_are_calamines() -> None:
    """Value by value, type by type, row by row; only sheets of too many sorts of rows are not plain."""
    plain_ones = 0
    for seed in range(60):
        data = some_form(seed)
        rows = at_one_go(data)
        plain_ones += rows is not None
        assert rows is None or repr(rows) == repr(by_calamine(data)), seed
    assert plain_ones > 45


def test_a_plain_book_is_read_without_calamine(monkeypatch: pytest.MonkeyPatch) -> None:
    """An ordinary form never reaches python-calamine; one with a formula never calculated does."""
    asked: list[bool] = []

    def refuse(*args: object, **kwargs: object) -> list[object]:
        asked.append(True)
        return []

    monkeypatch.setattr(xlsx, "sheet_values", refuse)
    assert opened(made.xlsx({"表": made.ROWS})).grids[0].at(2, 1) == "张三"
    assert not asked
    opened(made.raw_xlsx('<row r="1"><c r="A1"><f>1+1</f></c></row>'))
    assert asked


def test_only_the_sheets_that_are_not_plain_are_left_to_calamine() -> None:
    """An error on one sheet: both sheets have their values, in the workbook's order."""
    data = made.xlsx({"甲": made.ROWS, "乙": [["x"]]})
    cells = '<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>'
    book = opened(made.with_parts(data, {"xl/worksheets/sheet1.xml": made.sheet_xml(cells)}))
    assert [(grid.sheet, grid.at(1, 1)) for grid in book.grids] == [("甲", "#N/A"), ("乙", "x")]


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1"><f>1+1</f></c></row>',
        '<row r="1"><c r="A1"><f>1+1</f><v/></c></row>',
        '<row r="1"><c r="A1" t="str"><f>_xlfn.DISPIMG("a",1)</f><v>=DISPIMG</v></c></row>',
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>甲</t></r></is></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"></c></row>',
        '<row r="1"><c r="A1" t="i"><is/></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c><c r="B1" t="str"><v>1</v></c></row>',
        '<row r="1"><c><v>1</v></c></row>',
        '<row><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1e5</v></c></row>',
        '<row r="1"><c r="A1"><v></v></c></row>',
        '<row r="1"><c r="A1"><v>1.2.3</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>00</v></c></row>',
        '<row r="1"><c r="A1" s="99"><v>1</v></c></row>',
        '<row r="1"><x:c r="A1"><v>1</v></x:c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><!-- --></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        f'<row r="1"><c r="A1"><v>{"9" * 400}</v></c></row>',
        '<row r="0"><c r="A0"><v>1</v></c></row>',
    ],
)
def test_what_is_not_plain_gives_no_values(cells: str) -> None:
    """Whatever is written in another way is left to calamine."""
    assert at_one_go(made.raw_xlsx(cells)) is None


def test_damage_around_the_cells_is_not_plain() -> None:
    """A sheet that is no whole XML is judged as before."""
    cells = '<row r="1"><c r="A1"><v>1</v></c></row>'
    assert at_one_go(made.raw_xlsx(cells)) == [[1.0]]
    assert at_one_go(made.raw_xlsx(cells, foot="<mergeCells><mergeCell </mergeCells>")) is None


def test_texts_are_calamines() -> None:
    """Runs, phonetic notes, kept and lost blanks, entities: the same text, or not plain."""
    items = (
        "<si><t> a </t></si>", '<si><t xml:space="preserve"> b </t></si>', "<si><t/></si>", "<si/>",
        "<si><t>x&amp;lt;&quot;</t></si>", "<si><t>&#20013;</t></si>", "<si><t>q_x000D_</t></si>",
        "<si><r><rPr><b/><sz val=\"9\"/></rPr><t>红</t></r><r><t xml:space=\"preserve\"> 黑 </t></r></si>",
        "<si><t>K</t><rPh sb=\"0\" eb=\"1\"><t>kk</t></rPh></si>",
        "<si><t>名</t><phoneticPr fontId=\"1\" type=\"noConversion\"/></si>", "<si><t>l\r\nm\tn</t></si>",
        "<si><t>a<!-- c -->b</t></si>", "<si><t>\n  </t></si>", "<si><r><t> r </t></r></si>",
    )  # fmt: skip
    plain_ones = 0
    for item in items:
        sst = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{item}</sst>'
        data = made.with_parts(
            made.raw_xlsx('<row r="1"><c r="B1" t="s"><v>0</v></c></row>'),
            {"xl/sharedStrings.xml": sst.encode()},
        )
        got = at_one_go(data)
        plain_ones += got is not None
        assert got in (None, by_calamine(data)), item
    assert plain_ones == 10


@pytest.mark.parametrize(
    "cell",
    [
        't="inlineStr"><is><t> a </t></is>', 't="inlineStr"><is><t xml:space="preserve"> a </t></is>',
        't="inlineStr"><is><t></t></is>', 't="inlineStr"><is><t>&#32;&#20013;&#10;</t></is>',
        't="inlineStr"><is><t>1&amp;#20013;&lt;</t></is>', 't="str"><v> a </v>', 't="str"><v></v>',
        't="str"><v xml:space="preserve"> a </v>', 't="str"><v>&#32;a&amp;b&quot;</v>',
        't="str"><f>A2&amp;"x"</f><v>12</v>', 's="1"><f>TODAY()-3</f><v>44562</v>', '><f>1+1</f><v>2</v>',
        't="b"><f t="shared" ref="A1:A3" si="0">1=1</f><v>1</v>', '><f t="shared" si="0"/><v>2.5</v>',
        's="1"><v>44562.123456789</v>', 's="1"><v>61.0000000001</v>',
    ],
)  # fmt: skip
def test_texts_and_formulas_in_the_cells_are_calamines(cell: str) -> None:
    """Laid aside and put back; days with a time of day, too."""
    day = made.xlsx({"a": [[dt.date(2022, 1, 1)]]})
    cells = (
        f'<row r="1"><c r="B1" {cell}</c><c r="D1"><v>7</v></c></row><row r="2"><c r="B2" {cell}</c></row>'
    )
    data = made.with_parts(day, {"xl/worksheets/sheet1.xml": made.sheet_xml(cells.replace('" >', '">'))})
    assert repr(at_one_go(data)) == repr(by_calamine(data))


def test_entities_that_make_marks_are_not_plain() -> None:
    """`&#38;`, `&#60;`, carriage returns and `_x000D_` are calamine's."""
    for text in ("&#38;amp;", "&#60;", "a\r\nb", "a_x000D_b", "&nbsp;", "&#x4e2d;", "&#55296;"):
        cells = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'
        assert at_one_go(made.raw_xlsx(cells)) is None, text


def test_rows_of_many_sorts_are_calamines() -> None:
    """Blanks strewn over the columns: rows of a few, and rows that are each of their own kind."""
    draw = random.Random(5)
    rows = [
        [None if draw.random() < 0.3 else f"{col}-{row % 7}" if col % 2 else row + col for col in range(5)]
        for row in range(60)
    ]
    data = made.xlsx({"a": [["x"] * 5, *rows]})
    book = prepared(data)
    assert len(next(iter(book.plain.values())).blocks) == 2
    assert repr(at_one_go(data)) == repr(by_calamine(data))


def test_a_sheet_of_texts_in_its_cells_is_plain() -> None:
    """Every row another text, as SheetJS (`str`) and openpyxl (`inlineStr`) write them."""
    for cell in ('t="inlineStr"><is><t>{}</t></is>', 't="str"><v>{}</v>'):
        cells = "".join(
            f'<row r="{row}">' + "".join(
                f'<c r="{col}{row}" {cell.format("甲乙丙丁戊"[row % 5] * row + col)}</c>' for col in "ABC"
            ) + f'<c r="D{row}"><v>{row}</v></c></row>'
            for row in range(1, 40)
        )  # fmt: skip
        data = made.raw_xlsx(cells)
        assert at_one_go(data) == by_calamine(data)


def test_styles_show_days_where_calamine_says_so() -> None:
    """Every built-in number format and many others: a day, a number, or not plain."""
    codes = "".join(
        f'<numFmt numFmtId="{200 + at}" formatCode="{code.replace(chr(34), "&quot;")}"/>'
        for at, code in enumerate(CODES)
    )
    ids = [*range(164), *range(200, 200 + len(CODES))]
    base = made.part(made.xlsx({"a": [["x"]]}), "xl/styles.xml").decode()
    formats = "".join(f'<xf numFmtId="{number}" fontId="0"/>' for number in ids)
    styles = base.replace("<fonts", f"<numFmts>{codes}</numFmts><fonts", 1)
    styles = styles[: styles.find("<cellXfs")] + f"<cellXfs>{formats}" + styles[styles.find("</cellXfs>") :]
    told = 0
    for number in range(len(ids)):
        cells = f'<row r="1"><c r="A1" s="{number}"><v>44562</v></c></row>'
        data = made.with_parts(made.raw_xlsx(cells), {"xl/styles.xml": styles.encode()})
        got = at_one_go(data)
        told += got is not None
        assert got is None or repr(got) == repr(by_calamine(data)), ids[number]
    assert told > 170


def test_a_number_format_with_a_bare_mark_is_not_plain() -> None:
    """`>` may stand in an attribute; what comes behind it is not guessed."""
    day = made.xlsx({"a": [[dt.date(2022, 1, 1)]]})
    assert at_one_go(day) == [[dt.date(2022, 1, 1)]]
    for code in (b"yyyy>-mm", b"yyyy/>-mm"):
        styles = made.part(day, "xl/styles.xml").replace(b"yyyy-mm-dd", code)
        assert at_one_go(made.with_parts(day, {"xl/styles.xml": styles})) is None


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 30), st.randoms(use_true_random=False))
def test_a_damaged_sheet_is_read_right_or_not_at_one_go(seed: int, draw: random.Random) -> None:
    """Bytes put in, taken out or moved: never another value than calamine's."""
    book = prepared(some_form(seed))
    part = book.sheets[0].part
    xml = book.parts[part]
    begin = xml.find(b"<sheetData>")
    for _ in range(draw.randrange(1, 4)):
        at, other = draw.randrange(begin, len(xml)), draw.randrange(begin, len(xml))
        piece = draw.choice(
            (b"1", b'"', b"<v>", b"</v>", b' s="1"', b".", b" ", xml[other : other + 25], b"")
        )
        xml = xml[:at] + piece + xml[at + draw.randrange(3) :]
    apart = plain.taken_apart(xml)
    rows = plainvalues.values(apart, shared.shared(book.parts)) if apart else None
    if rows is not None:
        damaged = xlsx.packed_again({**book.parts, part: xml})
        try:
            sheet = python_calamine.CalamineWorkbook.from_filelike(damaged).get_sheet_by_index(0)
        except python_calamine.CalamineError:
            return
        assert repr(rows) == repr(sheet.to_python(skip_empty_area=False))
