"""What a person sees adds to what is stored: formats, the date system, merges, struck text, pictures."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.find.test_defects import HEAD, identity, person
from tests.libreoffice import convert
from tests.readers import made, xlsb
from union_xl.model import Roster, RunContext, Source, Submission, Unit, period
from union_xl.readers.record_text import xlsb_struck_text
from union_xl.run.workers.read_return import submission

ROSTER = Roster((Unit("杭州甲木机械有限公司"),))
CONTEXT = RunContext(roster=ROSTER, period=period("2022H1"), as_of=dt.date(2022, 6, 30))
TITLES = (*HEAD, "会员编号", "户籍所在地", "备注", "技能等级")
CODE, HOME, REMARK, SKILL = range(len(HEAD), len(TITLES))
Write = Callable[[Any, Any], None]


def read(data: bytes) -> Submission:
    """The file checked."""
    name = f"{ROSTER.units[0].name}.xlsx"
    return submission(Source(name, Path(name), data), CONTEXT)


def workbook(write: Write, people: int = 4, **options: Any) -> bytes:
    """A member form by XlsxWriter (0-based: row 1 is the first person); `write` adds its own cells."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **options})
    sheet = book.add_worksheet("会员登记表")
    sheet.write_row(0, 0, TITLES)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number in range(1, people + 1):
        cells = person(number)
        sheet.write_row(number, 0, cells[:5])
        sheet.write_datetime(number, 5, dt.datetime(2022, 3, 1), day)
        sheet.write(number, 6, cells[6])
    write(book, sheet)
    book.close()
    return out.getvalue()


def with_code(value: Any, code: str, col: int = CODE) -> bytes:
    """A form with one formatted cell in the first person's row."""

    def write(book: Any, sheet: Any) -> None:
        style = book.add_format({"num_format": code})
        if isinstance(value, dt.date):
            sheet.write_datetime(1, col, dt.datetime(value.year, value.month, value.day), style)
        else:
            sheet.write(1, col, value, style)

    return workbook(write)


def told(got: Submission, *rules: str) -> list[tuple[str, str]]:
    """(rule, cell) of the findings of these rules."""
    return [(one.rule, one.place.ref) for one in got.findings if one.rule in rules]


def kept(got: Submission, title: str) -> list[Any]:
    """A column of the kept rows."""
    return list(got.parts[0].columns[title])


def mended(got: Submission) -> dict[str, tuple[Any, Any]]:
    """{cell: (before, after)} of the log."""
    return {
        correction.place.ref: (correction.before, correction.after)
        for correction in got.corrections
        if correction.place.row
    }


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        (123, "00000000", "00000123"),
        (12, '"GH"0000', "GH0012"),
        (7, '0000"号"', "0007号"),
        (7, "\\N\\o\\.000", "No.007"),
        (123456, "00-0000", "12-3456"),
        (5, 'General"栋"', "5栋"),
        (12345, '0\\.0,"万"', "1.2345万"),
        (1, '[=1]"甲";[=2]"乙"', "甲"),
        ("滨江", '@"街道"', "滨江街道"),
        (3, "000;-000;;@", "003"),
    ],
)
def test_what_a_format_adds_is_part_of_a_text_and_logged(value: Any, code: str, seen: str) -> None:
    """Padding, prefix, suffix, digits kept apart, scale: as displayed, never rounded."""
    got = read(with_code(value, code))
    assert kept(got, "会员编号")[0] == seen
    assert mended(got)["H2"] == (value, seen)


@pytest.mark.parametrize(
    "code",
    [
        "0",
        "0.0",
        "#,##0.00",
        ";;;",
        "[Red]0",
        "0.00E+00",
        "¥#,##0.00",
        "_ * #,##0_ ;_ * -#,##0_ ",
        "(0)",
    ],
)
def test_rounding_grouping_colour_and_hiding_add_nothing(code: str) -> None:
    """The stored number, no log."""
    got = read(with_code(1234.5, code))
    assert kept(got, "会员编号")[0] == "1234.5"
    assert "H2" not in mended(got)


def test_a_padded_number_is_no_change_where_numbers_are_wanted() -> None:
    """`0000` over an id as text, a phone or a running number: the same thing, no log, no question."""

    def write(book: Any, sheet: Any) -> None:
        sheet.write(1, 0, 1, book.add_format({"num_format": "000"}))
        sheet.write(1, 4, 13900000001, book.add_format({"num_format": "000-0000-0000"}))

    got = read(workbook(write))
    assert kept(got, "手机号码")[0] == "13900000001"
    assert not mended(got)


def contest(cell: Any, code: str, header: str = "预算") -> Submission:
    """A contest list with one formatted budget."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("竞赛总表")
    sheet.write_row(0, 0, ["竞赛名称", "主办单位", "竞赛级别", "竞赛形式", "开始日期", "参赛人数", header])
    sheet.write_row(1, 0, ["电焊技能竞赛", "杭州甲木机械有限公司", "街道级", "技能比武", "2022-03-01", 12])
    sheet.write(1, 6, cell, book.add_format({"num_format": code}))
    book.close()
    return read(out.getvalue())


@pytest.mark.parametrize(
    ("cell", "code", "header", "yuan"),
    [
        (1.2, '0.0"万元"', "预算", 12000),
        (1.25, '0.0"万元"', "预算", 12500),
        (1.2, '0.0"万元"', "预算(万元)", 12000),
        (12000, '0\\.0,"万元"', "预算", 12000),
        (3, '0"元"', "预算", 3),
        (12345, "0.0,", "预算(千元)", 12345),
    ],
)
def test_a_unit_in_the_format_is_the_unit_of_the_amount(
    cell: float, code: str, header: str, yuan: float
) -> None:
    """Yuan, whatever the cell shows them in."""
    got = contest(cell, code, header)
    assert kept(got, "预算") == [yuan]
    assert ("G2" in mended(got)) is (cell != yuan or header != "预算")


def test_a_scale_without_unit_is_asked_about() -> None:
    """12345 shown as 12.3: what is seen, and a question."""
    got = contest(12345, "0.0,")
    assert (kept(got, "预算"), told(got, "CELL-FORMAT")) == ([12.345], [("CELL-FORMAT", "G2")])


def test_a_unit_nobody_knows_is_asked_about() -> None:
    """The stored number stays, a good value is never made unreadable."""
    got = contest(3, '0"百万卢布"')
    assert (kept(got, "预算"), told(got, "CELL-FORMAT")) == ([3], [("CELL-FORMAT", "G2")])


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("m-d", "1-2"),
        ("m/d", "1/2"),
        ('m"月"d"日"', "1月2日"),
        ("d-mmm", "2-Jan"),
        ("yyyy-mm-dd", "2022-01-02"),
    ],
)
def test_a_day_in_a_column_of_texts_is_asked_about(code: str, seen: str) -> None:
    """`1-2` typed as a code: as displayed where the format tells, never silently a day."""
    got = read(with_code(dt.date(2022, 1, 2), code))
    assert (kept(got, "会员编号")[0], told(got, "CELL-CONVERTED")) == (seen, [("CELL-CONVERTED", "H2")])


def test_a_column_of_days_under_a_title_of_text_is_asked_about_once() -> None:
    """At its first cell, with their number; a single other text in it, and each is asked about."""

    def write(book: Any, sheet: Any, last: str = "") -> None:
        for row in range(1, 5):
            style = book.add_format({"num_format": "yyyy-mm-dd"})
            sheet.write_datetime(row, HOME, dt.datetime(2022, 1, row), style)
        if last:
            sheet.write(4, HOME, last)

    assert told(read(workbook(write)), "CELL-CONVERTED") == [("CELL-CONVERTED", "I2")]
    several = read(workbook(lambda book, sheet: write(book, sheet, "杭州")))
    assert [ref for _, ref in told(several, "CELL-CONVERTED")] == ["I2", "I3", "I4"]


def test_a_day_in_a_column_of_days_is_a_day_however_it_is_shown() -> None:
    """And a remark may be a day."""
    got = read(with_code(dt.date(2022, 3, 1), 'm"月"d"日"', 5))
    assert (kept(got, "入会日期")[0], told(got, "CELL-CONVERTED")) == (dt.date(2022, 3, 1), [])
    assert not told(read(with_code(dt.date(2022, 3, 1), "yyyy-mm-dd", REMARK)), "CELL-CONVERTED")


def test_a_code_that_became_a_power_of_ten_is_asked_about() -> None:
    """`12E4`: 120000, shown as 1.20E+05."""
    got = read(with_code(120000, "0.00E+00"))
    assert (kept(got, "会员编号")[0], told(got, "CELL-CONVERTED")) == ("120000", [("CELL-CONVERTED", "H2")])
    assert not told(read(with_code(120000, "0")), "CELL-CONVERTED")
    assert not told(read(with_code(13805710001, "0.00E+00")), "CELL-CONVERTED")


def test_a_code_that_became_a_fraction_is_asked_about() -> None:
    """`1/2`: 0.5, shown as 1/2; a number's column has the number."""
    got = read(with_code(0.5, "# ?/?"))
    assert (kept(got, "会员编号")[0], told(got, "CELL-CONVERTED")) == ("1/2", [("CELL-CONVERTED", "H2")])
    assert kept(read(with_code(0.5, "0.0")), "会员编号")[0] == "0.5"


ROWS: Sequence[Sequence[Any]] = [TITLES[:8], *([*person(number), (number, 1)] for number in range(1, 4))]
SERIAL = 43178
"""2022-03-20 in the count from 1904."""


def _xls(version: int) -> bytes:
    rows = [[*cells[:5], SERIAL, *cells[6:]] if at else list(cells) for at, cells in enumerate(ROWS)]
    return made.xls({"会员登记表": rows}, version=version, formats=['"GH"0000'], from_1904=True)


def _xlsb() -> bytes:
    rows = b""
    for at, cells in enumerate(ROWS):
        told = [
            xlsb.inline(col, str(cell)) for col, cell in enumerate(cells) if not at or col not in (0, 5, 7)
        ]
        if at:
            told = [xlsb.number(0, at), *told[:4], xlsb.number(5, SERIAL), told[4], xlsb.number(7, at, 1)]
        rows += xlsb.row(at, *told)
    return xlsb.book({"会员登记表": rows}, formats=('"GH"0000',), from_1904=True)


def _ods() -> bytes:
    style = (
        '<number:number-style xmlns:number="urn:n" style:name="N1"><number:text>GH</number:text>'
        '<number:number number:min-integer-digits="4"/></number:number-style>'
        '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
    )
    number = '<table:table-cell {} office:value-type="float" office:value="{}"/>'
    rows = made.ods_row(*map(str, TITLES[:8]))
    for at, cells in enumerate(ROWS[1:], 1):
        texts = [str(cell) for cell in cells[:7]]
        code = number.format('table:style-name="ce1"', at)
        rows += made.ods_row(*texts[:5], number.format("", SERIAL), texts[6], code)
    zero = '<table:null-date table:date-value="1904-01-01"/>'
    zero = f"<table:calculation-settings>{zero}</table:calculation-settings>"
    return made.ods(f'{zero}<table:table table:name="会员登记表">{rows}</table:table>', style)


def _xml2003() -> bytes:
    data = '<Cell ss:StyleID="{}"><Data ss:Type="Number">{}</Data></Cell>'
    rows = made.xml_row(*map(str, TITLES[:8]))
    for at, cells in enumerate(ROWS[1:], 1):
        first = made.xml_row(*map(str, cells[:5])).removesuffix("</Row>")
        rows += (
            first
            + data.format("s0", SERIAL)
            + "<Cell><Data>入会</Data></Cell>"
            + data.format("s1", at)
            + "</Row>"
        )
    styles = '<Styles><Style ss:ID="s1"><NumberFormat ss:Format="&quot;GH&quot;0000"/></Style></Styles>'
    book = made.xml2003(rows).decode()
    return book.replace(
        "<Worksheet", f"<ExcelWorkbook><Date1904/></ExcelWorkbook>{styles}<Worksheet", 1
    ).encode()


def _xlsx() -> bytes:
    def write(book: Any, sheet: Any) -> None:
        for number in range(1, 4):
            sheet.write(number, 5, SERIAL)
            sheet.write(number, CODE, number, book.add_format({"num_format": '"GH"0000'}))

    return workbook(write, 3, date_1904=True)


@pytest.mark.parametrize(
    "data",
    [_xlsx(), _xls(8), _xls(5), _xlsb(), _ods(), _xml2003()],
    ids=["xlsx", "xls", "xls5", "xlsb", "ods", "xml2003"],
)
def test_formats_and_the_date_system_count_in_every_container(data: bytes) -> None:
    """A plain number in a column of days is counted from 1904; what a format adds is there."""
    got = read(data)
    assert kept(got, "入会日期") == [dt.date(2022, 3, 20)] * 3
    assert kept(got, "会员编号") == ["GH0001", "GH0002", "GH0003"]
    assert mended(got)["F2"][1] == dt.date(2022, 3, 20)


def test_a_held_row_holds_the_day_not_the_serial() -> None:
    """So that a correction typed in 暂缓 does not count from another day."""

    def write(book: Any, sheet: Any) -> None:
        sheet.write(1, 5, SERIAL)
        sheet.write(1, 3, "123")

    row = read(workbook(write, date_1904=True)).parts[0].held[0]
    assert row.cells["入会日期"] == dt.date(2022, 3, 20)


def merged_form(cells: Mapping[str, str], *areas: str, people: int = 3) -> bytes:
    """The form with `cells` in place and merges laid over, as no library lets one write it."""
    data = workbook(lambda book, sheet: None, people)
    xml = made.part(data, "xl/worksheets/sheet1.xml").decode()
    merges = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    xml = xml.replace("</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>")
    for ref, text in cells.items():
        import re

        content = f't="inlineStr"><is><t>{text}</t></is></c>' if text else "/>"
        xml, count = re.subn(rf'<c r="{ref}"[^>]*?(?:/>|>.*?</c>)', f'<c r="{ref}" {content}', xml)
        if not count:
            row = re.search(r"\d+", ref)
            assert row
            pattern = rf'(<row r="{row[0]}"[^>]*>.*?)</row>'
            xml = re.sub(pattern, rf'\1<c r="{ref}" {content}</row>', xml)
    return made.with_parts(data, {"xl/worksheets/sheet1.xml": xml.encode()})


def test_a_cell_under_a_merge_keeps_a_value_of_its_own_and_is_asked_about() -> None:
    """The name of nobody is replaced."""
    got = read(merged_form({}, "B2:B4"))
    assert kept(got, "姓名") == [person(number)[1] for number in (1, 2, 3)]
    assert told(got, "CELL-UNDER-MERGE") == [("CELL-UNDER-MERGE", "B3"), ("CELL-UNDER-MERGE", "B4")]


def test_a_merge_fills_blank_cells_only() -> None:
    """Side by side with one that has a value; the same value again is no question."""
    got = read(merged_form({"I2": "浙江杭州", "I3": "浙江宁波", "J2": "好", "J3": "好"}, "I2:I4", "J2:J4"))
    assert kept(got, "户籍所在地") == ["浙江杭州", "浙江宁波", "浙江杭州"]
    assert kept(got, "备注") == ["好"] * 3
    assert told(got, "CELL-UNDER-MERGE") == [("CELL-UNDER-MERGE", "I3")]


def test_a_value_hidden_across_is_asked_about() -> None:
    """A merge over two columns of one row."""
    got = read(merged_form({"I2": "浙江杭州", "J2": "藏着的"}, "I2:J2"))
    assert kept(got, "备注")[0] == "藏着的"
    assert told(got, "CELL-UNDER-MERGE") == [("CELL-UNDER-MERGE", "J2")]


def test_a_second_line_of_a_merged_person_is_read_and_joined() -> None:
    """Its differing value is told at its cell."""
    blank = {f"{col}3": "" for col in "ABCDEFG"}
    areas = [f"{col}2:{col}3" for col in "ABCDEFG"]
    got = read(merged_form({**blank, "K2": "四级", "K3": "三级"}, *areas))
    part = got.parts[0]
    assert (part.read, part.kept, len(part.joined), len(part.held)) == (3, 2, 1, 0)
    assert told(got, "ROW-CONTINUED") == [("ROW-CONTINUED", "K3")]


def test_a_person_over_two_rows_with_nothing_below_is_one_row() -> None:
    """Two rows high for the look of it."""
    blank = {f"{col}3": "" for col in "ABCDEFG"}
    got = read(merged_form(blank, *[f"{col}2:{col}3" for col in "ABCDEFG"]))
    assert (got.parts[0].read, told(got, "ROW-CONTINUED")) == (2, [])


def test_two_people_under_a_merged_cell_stay_two() -> None:
    """A merge over the remark, or over one key column only, makes nobody the same."""
    got = read(merged_form({"I3": "", "I4": ""}, "I2:I4", "D2:D3"))
    assert (got.parts[0].read, got.parts[0].joined) == (3, ())


def test_struck_runs_are_not_part_of_the_value() -> None:
    """Shared texts and texts of the cell itself; what is struck stays in the log."""

    def write(book: Any, sheet: Any) -> None:
        lined, bold = book.add_format({"font_strikeout": True}), book.add_format({"bold": True})
        sheet.write_rich_string(1, 4, lined, "13900000009", bold, " 13900000001")
        sheet.write_rich_string(2, HOME, bold, "浙江", bold, "杭州")
        sheet.write_rich_string(3, REMARK, lined, "全部", lined, "作废")

    data = workbook(write)
    inline = "<is><r><rPr><strike/></rPr><t>旧</t></r><r><t>新</t></r></is>"
    xml = made.part(data, "xl/worksheets/sheet1.xml").decode()
    xml = xml.replace("</row></sheetData>", f'<c r="I5" t="inlineStr">{inline}</c></row></sheetData>')
    got = read(made.with_parts(data, {"xl/worksheets/sheet1.xml": xml.encode()}))
    assert (kept(got, "手机号码")[0], kept(got, "户籍所在地")) == (
        "13900000001",
        [None, "浙江杭州", None, "新"],
    )
    assert kept(got, "备注")[2] == "全部作废"
    assert mended(got)["E2"] == ("13900000009 13900000001", "13900000001")
    assert mended(got)["I5"] == ("旧新", "新")
    assert told(got, "T-STRUCK-CELL") == [("T-STRUCK-CELL", "J4")]


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_struck_runs_are_gone_in_other_containers(kind: str, tmp_path: Path) -> None:
    """So many texts of several looks that the shared texts of an xls go on from record to record."""

    def write(book: Any, sheet: Any) -> None:
        lined, bold = book.add_format({"font_strikeout": True}), book.add_format({"bold": True})
        for row in range(1, 401):
            sheet.write_rich_string(row, HOME, bold, f"浙江{row}", bold, "杭州" * 30)
        sheet.write_rich_string(401, HOME, lined, "旧址", bold, "新址")
        sheet.write_rich_string(402, HOME, "留", lined, "去", "también")

    (tmp_path / "a.xlsx").write_bytes(workbook(write, people=402))
    source = convert([tmp_path / "a.xlsx"], kind, tmp_path / "made")["a"]
    got = submission(Source(f"{ROSTER.units[0].name}.{kind}", source, source.read_bytes()), CONTEXT)
    homes = kept(got, "户籍所在地")
    assert (homes[0], homes[399], homes[400:]) == (
        "浙江1" + "杭州" * 30,
        "浙江400" + "杭州" * 30,
        ["新址", "留también"],
    )
    assert mended(got)["I402"] == ("旧址新址", "新址")


def test_struck_runs_of_an_xlsb_are_gone() -> None:
    """Its shared texts say at which letter which font begins; font 1 is struck through."""

    def item(text: str, *runs: tuple[int, int]) -> bytes:
        told = b"".join(struct.pack("<HH", *run) for run in runs)
        size, count = (struct.pack("<I", len(one)) for one in (text, runs))
        return b"\x01" + size + text.encode("utf-16-le") + count + told

    assert xlsb_struck_text(item("旧新", (0, 1), (1, 2)), {1}) == ("新", "新")
    assert xlsb_struck_text(item("留去", (1, 1)), {1}) == ("留", "")
    assert xlsb_struck_text(item("留去", (1, 2)), {1}) == (None, "去")
    for one in (item("一样"), b"\x01\xff\xff\xff\x7f" * 3):  # no runs; a length beyond the record
        assert xlsb_struck_text(one, {1}) == (None, None)


def test_a_cell_struck_as_a_whole_is_asked_about() -> None:
    """It is read, as before."""

    def write(book: Any, sheet: Any) -> None:
        sheet.write(1, HOME, "浙江", book.add_format({"font_strikeout": True}))

    got = read(workbook(write))
    assert (kept(got, "户籍所在地")[0], told(got, "T-STRUCK-CELL")) == ("浙江", [("T-STRUCK-CELL", "I2")])


def _png() -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">2I5B", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\0\0\0"))
        + chunk(b"IEND", b"")
    )


def test_excels_picture_in_a_cell_is_a_picture_and_no_error() -> None:
    """Written as #VALUE! for older programs."""

    def write(book: Any, sheet: Any) -> None:
        sheet.embed_image(1, REMARK, "a.png", {"image_data": io.BytesIO(_png())})
        sheet.write_formula(2, REMARK, "=1/0", None, "#DIV/0!")

    got = read(workbook(write))
    assert told(got, "CELL-PICTURE", "CELL-PICTURE-OPT", "CELL-ERROR", "CELL-ERROR-OPT") == [
        ("CELL-PICTURE-OPT", "J2"),
        ("CELL-ERROR-OPT", "J3"),
    ]
    assert got.parts[0].kept == 4


def test_ids_in_padded_number_cells_are_still_damaged() -> None:
    """Eighteen digits of a number have lost the last three, whatever the format shows."""
    got = read(with_code(float(identity(1)[:17] + "0"), "0" * 18, 3))
    assert ("ID-NUMBER-CELL", "D2") in told(got, "ID-NUMBER-CELL")
