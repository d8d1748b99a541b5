"""Every container a unit may send, told apart by content; the rest refused with its own rule."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.readers import made
from union_xl import readers
from union_xl.model import Book, Limits, RunContext, Source


def opened(data: bytes, name: str = "a.xlsx", context: RunContext | None = None) -> Book:
    """Open bytes under a name."""
    return readers.open_book(Source(name, Path(name), data), context or RunContext())


def texts(book: Book) -> list[list[str]]:
    """The first grid as text, blanks as ''."""
    return [["" if cell is None else str(cell) for cell in row] for row in book.grids[0].rows]


WANTED = [list(made.HEADER[:2]), ["张三", "330105199003072013"], ["李四", "33010519851120302X"]]


@pytest.mark.parametrize(
    ("name", "data", "container"),
    [
        ("真.xlsx", made.xlsx({"表": made.ROWS}), "xlsx"),
        ("其实是xlsx.xls", made.xlsx({"表": made.ROWS}), "xlsx"),
        ("真.xls", made.xls({"表": made.ROWS}), "xls"),
        ("其实是xls.xlsx", made.xls({"表": made.ROWS}), "xls"),
        ("旧.xls", made.xls({"表": made.ROWS}, version=5), "xls"),
        ("其实.et", made.xls({"表": made.ROWS}), "xls"),
        ("u8.csv", "姓名,证件号码\n张三,330105199003072013\n李四,33010519851120302X\n".encode(), "csv"),
        ("u8s.csv", "姓名,证件号码\n张三,330105199003072013\n李四,33010519851120302X\n".encode("utf-8-sig"), "csv"),  # noqa: E501
        ("gbk.csv", "姓名,证件号码\r\n张三,330105199003072013\r\n李四,33010519851120302X\r\n".encode("gbk"), "csv"),  # noqa: E501
        ("u16.csv", "姓名\t证件号码\n张三\t330105199003072013\n李四\t33010519851120302X\n".encode("utf-16"), "csv"),  # noqa: E501
        ("u16le.txt", "姓名\t证件号码\n张三\t330105199003072013\n李四\t33010519851120302X\n".encode("utf-16-le"), "csv"),  # noqa: E501
        ("制表符.txt", "姓名\t证件号码\n张三\t330105199003072013\n李四\t33010519851120302X\n".encode("gbk"), "csv"),  # noqa: E501
        ("公式文本.csv", '姓名,证件号码\n张三,="330105199003072013"\n李四,="33010519851120302X"\n'.encode(), "csv"),  # noqa: E501
        (
            "2003.xls",
            made.xml2003("".join(made.xml_row(*row) for row in WANTED)),
            "xml2003",
        ),
        ("2003gbk.xls", made.xml2003("".join(made.xml_row(*row) for row in WANTED), "GB2312"), "xml2003"),
        ("2003u16.xls", made.xml2003("".join(made.xml_row(*row) for row in WANTED), "UTF-16"), "xml2003"),
        (
            "网页.xls",
            ("<html><meta charset=gb2312><table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in WANTED)  # noqa: E501
             + "</table></html>").encode("gb18030"),
            "html",
        ),
        ("开放.ods", made.ods("<table:table table:name='表'>" + "".join(made.ods_row(*row) for row in WANTED) + "</table:table>"), "ods"),  # noqa: E501
    ],
)  # fmt: skip
def test_defect_01_06_every_container_is_read_whatever_its_name(
    name: str, data: bytes, container: str
) -> None:
    """The same two rows come out of every container, told apart by content."""
    book = opened(data, name)
    assert (book.refused, book.container) == ("", container)
    assert [row[:2] for row in texts(book)] == WANTED


def test_a_utf8_mark_before_gb18030_takes_nothing_from_the_first_title() -> None:
    """As some export programs write it."""
    text = "".join(",".join([*row, "x"]) + "\r\n" for row in WANTED)
    assert [row[:2] for row in texts(opened(b"\xef\xbb\xbf" + text.encode("gb18030"), "a.csv"))] == WANTED


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "F-EMPTY"),
        (b"\x00" * 5000, "F-EMPTY"),
        (b"%PDF-1.7 ...", "F-PDF"),
        (b"\xff\xd8\xff\xe0 jpeg", "F-IMAGE"),
        (b"\x89PNG\r\n\x1a\n....", "F-IMAGE"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "F-IMAGE"),
        (b"Rar!\x1a\x07\x01\x00", "F-RAR"),
        (b"7z\xbc\xaf\x27\x1c\x00", "F-7Z"),
        (b"\x1f\x8b\x08\x00", "F-GZIP"),
        (b"MZ\x90\x00\x03", "F-PROGRAM"),
        ("各位好，我单位没有新增会员。".encode(), "F-TEXT"),
        (b"PK\x03\x04 broken", "F-CORRUPT"),
        (made.zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}), "F-WORD-NONE"),
        (made.zipped({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"}), "F-SLIDES"),
        (made.ole({"WordDocument": b"\xec\xa5"}), "F-WORD"),
        (made.ole({"Contents": b"x"}), "F-OLE"),
        (made.ole({"Workbook": b"x"})[:700], "F-CORRUPT"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "F-CORRUPT"),
        (made.xlsx({"表": made.ROWS})[:-400], "F-CORRUPT"),
        (bytes(range(256)) * 20, "F-UNKNOWN"),
    ],
)
def test_defect_02_03_04_07_everything_else_is_refused_with_its_own_rule(data: bytes, rule: str) -> None:
    """What is no sheet file is refused, never raised on."""
    book = opened(data)
    assert (book.refused, [one.rule for one in book.findings], book.grids) == (rule, [rule], ())


def test_dates_numbers_and_blanks_come_as_they_are() -> None:
    """Real dates are dates, numbers floats, blanks None or empty."""
    row = opened(made.xlsx({"表": made.ROWS})).grids[0].rows[1]
    assert row[2:] == [dt.date(2022, 3, 18), 12.5]
    assert opened(made.xlsx({"表": made.ROWS})).grids[0].rows[2][2] in (None, "")


def test_defect_18_the_1904_date_system_is_honoured() -> None:
    """The same day from a workbook that counts from 1904."""
    data = made.xlsx({"表": made.ROWS})
    book = made.part(data, "xl/workbook.xml").replace(b"<workbookPr", b'<workbookPr date1904="1"')
    sheet = made.part(data, "xl/worksheets/sheet1.xml").replace(b"<v>44638</v>", b"<v>43176</v>")
    old = made.with_parts(data, {"xl/workbook.xml": book, "xl/worksheets/sheet1.xml": sheet})
    assert opened(old).grids[0].rows[1][2] == dt.date(2022, 3, 18)


def test_defect_05_an_opening_password_is_tried_and_else_refused() -> None:
    """The right password opens, a wrong one refuses with F-PASSWORD."""
    from union_xl.xlsx_edit import encrypt

    secret = encrypt(made.xlsx({"表": made.ROWS}), "街道2022")
    assert opened(secret).refused == "F-PASSWORD"
    book = opened(secret, context=RunContext(passwords=("错的", "街道2022")))
    assert (book.refused, book.encrypted) == ("", True)
    assert texts(book)[1][0] == "张三"


def test_the_documents_own_modified_property_is_read() -> None:
    """From docProps/core.xml, ods meta and SpreadsheetML; never the file system's time."""
    data = made.xlsx({"表": made.ROWS})
    core = made.part(data, "docProps/core.xml")
    start = core.index(b"<dcterms:modified")
    dated = (
        core[:start]
        + b'<dcterms:modified xsi:type="dcterms:W3CDTF">2022-07-01T08:30:00Z</dcterms:modified></cp:coreProperties>'  # noqa: E501
    )
    assert opened(made.with_parts(data, {"docProps/core.xml": dated})).modified == dt.datetime(
        2022, 7, 1, 8, 30
    )
    sheet = "<table:table table:name='表'>" + made.ods_row("姓名", "学历") + "</table:table>"
    meta = "<meta><dc:date>2022-07-02T09:00:00</dc:date></meta>"
    assert opened(made.ods(sheet, meta=meta)).modified == dt.datetime(2022, 7, 2, 9)


def test_our_stamp_is_read_from_the_defined_names() -> None:
    """UX_FORM and its like come without prefix, in lower case, quotes undone."""
    data = made.xlsx({"表": made.ROWS})
    book = made.part(data, "xl/workbook.xml").replace(
        b"<calcPr",
        '<definedNames><definedName name="UX_FORM" hidden="1">"member"</definedName>'
        '<definedName name="UX_UNIT" hidden="1">"甲""乙""公司"</definedName></definedNames><calcPr'.encode(),
    )
    assert opened(made.with_parts(data, {"xl/workbook.xml": book})).stamp == {
        "form": "member",
        "unit": '甲"乙"公司',
    }


def test_a_file_over_the_size_limit_is_refused_unread() -> None:
    """F-BIG names the size."""
    book = opened(b"PK\x03\x04" + b"x" * 2000, context=RunContext(limits=Limits(file_bytes=1000)))
    assert book.refused == "F-BIG"


def test_a_missing_file_is_refused_not_raised_on() -> None:
    """F-GONE."""
    assert (
        readers.open_book(Source("没有.xlsx", Path("/nonexistent/没有.xlsx")), RunContext()).refused
        == "F-GONE"
    )
