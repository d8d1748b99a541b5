# ruff: noqa: E501 (a line of XML reads better unbroken)
"""The hostile files themselves, made one at a time (some unpack to gigabytes; none is big on disk)."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable, Iterator

from tests.corpus.containers import csv_bytes, encrypted, html_xls, ods, spreadsheetml
from tests.corpus.header_variants import MEMBER_HEADS
from tests.corpus.layout_styles import Dress, columns, lay
from tests.corpus.parts import HEAD, MAIN, PACK, REL, cell_xml, package, row_xml, sheet_xml
from tests.corpus.people_of_units import People
from tests.corpus.sheets import Sheet, Workbook, xlsx
from tests.corpus.units import Firm, member
from tests.corpus.zipbombs import raw_zip, stored, zips

Files = Iterator[tuple[str, bytes]]


def good(rng: random.Random, rows: int = 8) -> Workbook:
    """An honest small return, to be damaged."""
    import datetime as dt

    people = People(rng)
    firm = Firm("杭州云辰科技有限公司", people.code(), "柳浪社区", "", "")
    sheet = Sheet("会员登记表")
    lines = [member(rng, firm, people.person(), dt.date(2022, 3, 1)) for _ in range(rows)]
    above = [("工会会员实名制登记表", "title"), (f"填报单位：{firm.name}", "meta")]
    lay(sheet, lines, Dress(columns(MEMBER_HEADS), above=above))
    return Workbook([sheet])


def far_and_odd() -> Files:
    """Cells far away, numbers that are none, references that lie."""
    yield "cell-at-XFD1048576.xlsx", package(sheet_xml(HEAD + row_xml(1048576, cell_xml("XFD1048576", "x"))))
    yield "cell-beyond-XFD.xlsx", package(sheet_xml(HEAD + row_xml(1048577, cell_xml("XFE1048577", "x"))))
    yield "row-4294967296.xlsx", package(sheet_xml(HEAD + row_xml(4294967296, cell_xml("A4294967296", "x"))))
    yield (
        "cell-ref-nonsense.xlsx",
        package(
            sheet_xml(HEAD + row_xml(2, cell_xml("1A", "x") + cell_xml("", "y") + cell_xml("AAAAAAA2", "z")))
        ),
    )
    yield "cell-ref-row-0.xlsx", package(sheet_xml(HEAD + '<row r="0">' + cell_xml("A0", "x") + "</row>"))
    yield "row-negative.xlsx", package(sheet_xml(HEAD + '<row r="-5">' + cell_xml("A-5", "x") + "</row>"))
    for word in ("NaN", "INF", "-INF", "1e999", "0x10", "", "１２", "1e-400", "--1"):
        name = word or "empty"
        yield f"number-{name}.xlsx", package(sheet_xml(HEAD + row_xml(2, f'<c r="A2"><v>{word}</v></c>')))
    dated = (
        f'<?xml version="1.0"?><styleSheet xmlns="{MAIN}"><cellXfs count="1"><xf numFmtId="14"/></cellXfs>'
    )
    dated += "</styleSheet>"
    rels = (
        f'<?xml version="1.0"?><Relationships xmlns="{PACK}/relationships">'
        f'<Relationship Id="r1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r3" Type="{REL}/styles" Target="styles.xml"/></Relationships>'
    )
    parts = {"xl/styles.xml": dated.encode(), "xl/_rels/workbook.xml.rels": rels.encode()}
    for word in ("1e308", "-1", "2958466", "99999999999", "60", "0", "NaN"):
        yield (
            f"date-{word}.xlsx",
            package(sheet_xml(HEAD + row_xml(2, f'<c r="A2" s="0"><v>{word}</v></c>')), parts),
        )
    yield (
        "shared-string-out-of-range.xlsx",
        package(sheet_xml(HEAD + row_xml(2, '<c r="A2" t="s"><v>99999999</v></c>'))),
    )
    yield "style-out-of-range.xlsx", package(sheet_xml(HEAD + row_xml(2, '<c r="A2" s="70000"><v>1</v></c>')))
    yield "dimension-lies-small.xlsx", package(sheet_xml(HEAD + row_xml(2, cell_xml("A2", "张三")), "A1"))
    yield (
        "dimension-lies-huge.xlsx",
        package(sheet_xml(HEAD + row_xml(2, cell_xml("A2", "张三")), "A1:XFD1048576")),
    )
    yield "dimension-nonsense.xlsx", package(sheet_xml(HEAD, "ZZZZ9:A0"))
    merge = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    yield "merge-whole-sheet.xlsx", package(sheet_xml(HEAD, after=merge))
    merge = "<mergeCells>" + '<mergeCell ref="A2:XFD1048576"/>' * 2000 + "</mergeCells>"
    yield "merge-2000-times.xlsx", package(sheet_xml(HEAD, after=merge))
    yield (
        "merge-backwards.xlsx",
        package(sheet_xml(HEAD, after='<mergeCells><mergeCell ref="C9:A1"/></mergeCells>')),
    )
    rows = HEAD + "".join(
        row_xml(i, cell_xml(f"A{i}", f"张{i}") + cell_xml(f"XFD{i}", "x")) for i in range(2, 1200)
    )
    yield "wide-1200-rows.xlsx", package(sheet_xml(rows))
    rows = HEAD + "".join(f'<row r="{i}" spans="1:16384"/>' for i in range(2, 200_000))
    yield "200000-empty-rows.xlsx", package(sheet_xml(rows))
    whole = '<cols><col min="1" max="16384" width="9"/></cols>'
    yield "whole-column-format.xlsx", package(sheet_xml(HEAD).replace("<sheetData>", whole + "<sheetData>"))
    valid = '<dataValidations count="1"><dataValidation sqref="A1:XFD1048576" type="list"/></dataValidations>'
    yield "validation-whole-sheet.xlsx", package(sheet_xml(HEAD, after=valid))


def words() -> Files:
    """Text that means something to somebody else's program."""
    nasty = (
        "{{7*7}}", "{% for x in ().__class__.__base__.__subclasses__() %}", "=cmd|'/C calc'!A0", "+1+1", "@SUM(1)",
        "-2+3", "%s%s%n", "../../etc/passwd", "&lt;script&gt;alert(1)&lt;/script&gt;", "'; drop table 会员登记; --",
        "_x000D__x0000_", "\u202e反向", "😀👨‍👩‍👧", "A" * 40_000, "[red]粗[/red]", "[bold", "\u0000".replace("\u0000", "_x0000_"),
        "会员!A1:Z9", "C:\\CON", "NUL", "$(rm -rf /)", "`id`", "\\u0000", "{0.__class__}",
    )  # fmt: skip
    rows = HEAD
    for i, word in enumerate(nasty, 2):
        rows += row_xml(i, cell_xml(f"A{i}", word) + cell_xml(f"B{i}", word) + cell_xml(f"C{i}", word))
    yield "nasty-words.xlsx", package(sheet_xml(rows))
    heads = row_xml(1, "".join(cell_xml(f"{chr(65 + i)}1", w) for i, w in enumerate(nasty[:20])))
    yield "nasty-headers.xlsx", package(sheet_xml(heads + HEAD.replace('r="1"', 'r="2"').replace('1"', '2"')))
    yield "{{7*7}}.xlsx", package(sheet_xml(HEAD + row_xml(2, cell_xml("A2", "{{7*7}}"))))
    yield "=cmd.xlsx", package(sheet_xml(HEAD))
    yield "换行\n名.xlsx", package(sheet_xml(HEAD))
    yield "[red]x[-].csv", "姓名,身份证号\n=1+1,@x\n".encode()
    book = f'<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>'
    for number, name in enumerate(("{{x}}", "../../a", "'!A1", "x" * 400, "", "[Bad]:*?/\\"), 1):
        book += f'<sheet name="{name}" sheetId="{number}" r:id="r1"/>'
    yield (
        "nasty-sheet-names.xlsx",
        package(sheet_xml(HEAD), {"xl/workbook.xml": (book + "</sheets></workbook>").encode()}),
    )
    same = '<sheet name="甲" sheetId="1" r:id="r1"/>' * 3000
    book = f'<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{same}</sheets></workbook>'
    yield "3000-sheets-same-part.xlsx", package(sheet_xml(HEAD), {"xl/workbook.xml": book.encode()})


def entities() -> Files:
    """XML that grows or reaches out."""
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "lol" * 10}">' for i in range(10))
    doc = f'<?xml version="1.0"?><!DOCTYPE worksheet [{laughs}]>'
    bomb = sheet_xml(HEAD + row_xml(2, cell_xml("A2", "&l9;"))).replace('<?xml version="1.0"?>', doc)
    yield "billion-laughs.xlsx", package(bomb)
    outside = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    yield (
        "external-entity.xlsx",
        package(
            sheet_xml(HEAD + row_xml(2, cell_xml("A2", "&x;"))).replace('<?xml version="1.0"?>', outside)
        ),
    )
    quad = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "' + "a" * 50_000 + '">]>'
    yield (
        "quadratic-entity.xlsx",
        package(
            sheet_xml(HEAD + row_xml(2, cell_xml("A2", "&a;" * 20_000))).replace(
                '<?xml version="1.0"?>', quad
            )
        ),
    )
    yield "deep-nesting.xlsx", package(sheet_xml(HEAD + "<x>" * 300_000))
    yield (
        "many-attributes.xlsx",
        package(sheet_xml(HEAD + "<row " + " ".join(f'a{i}="1"' for i in range(200_000)) + "/>")),
    )
    yield (
        "utf16-part.xlsx",
        package(
            "",
            {
                "xl/worksheets/sheet1.xml": sheet_xml(HEAD)
                .replace("1.0", '1.0" encoding="UTF-16', 1)
                .encode("utf-16")
            },
        ),
    )
    yield "bad-utf8-part.xlsx", package("", {"xl/worksheets/sheet1.xml": sheet_xml(HEAD).encode("gbk")})
    yield "nul-in-part.xlsx", package(sheet_xml(HEAD + row_xml(2, cell_xml("A2", "a\x00b"))))
    doc = f'<?xml version="1.0"?><!DOCTYPE Workbook [{laughs}]>'
    yield (
        "laughs-spreadsheetml.xls",
        (
            doc
            + '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row><Cell><Data>&l9;'
            "</Data></Cell></Row></Table></Worksheet></Workbook>"
        ).encode(),
    )
    yield (
        "spreadsheetml-index-huge.xls",
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
            b'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table><Row ss:Index="2000000000">'
            b'<Cell ss:Index="2000000000" ss:MergeAcross="99999999"><Data ss:Type="String">x</Data></Cell></Row></Table>'
            b"</Worksheet></Workbook>"
        ),
    )
    yield (
        "utf16-xml-named.xls",
        (
            '<?xml version="1.0" encoding="UTF-16"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
        ).encode("utf-16"),
    )
    yield "html-deep.xls", b"<html><table>" + b"<tr><td><table>" * 20_000
    yield (
        "html-colspan-huge.xls",
        b"<html><table><tr><td colspan=2000000000 rowspan=2000000000>x</td></tr></table></html>",
    )


def ole(rng: random.Random) -> Files:
    """OLE containers whose directories loop, and BIFF of nothing."""
    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    head = magic + b"\x00" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\x00" * 6
    loop = head + struct.pack("<IIIIIIIII", 0, 1, 0, 0, 4096, 0, 0, 0xFFFFFFFE, 0)
    loop += struct.pack("<I", 1) + b"\xff" * (4 * 108)
    fat = struct.pack("<I", 0) + struct.pack("<I", 0xFFFFFFFD) + b"\xff" * 504

    def entry(name: str, kind: int, left: int, right: int, child: int, start: int, size: int) -> bytes:
        raw = name.encode("utf-16-le") + b"\x00\x00"
        out = raw.ljust(64, b"\x00") + struct.pack("<HBB", len(raw), kind, 1)
        out += struct.pack("<III", left & 0xFFFFFFFF, right & 0xFFFFFFFF, child & 0xFFFFFFFF) + b"\x00" * 36
        return out + struct.pack("<IQ", start, size)

    directory = entry("Root Entry", 5, -1, -1, 1, 0, 0) + entry("Workbook", 2, 1, 1, 0, 0, 2**31)
    directory += entry("a", 1, 0, 2, 2, 0, 0) + entry("b", 1, 1, 3, 0, 0, 0)
    yield "looping-ole-directory.xls", loop.ljust(512, b"\xff") + directory.ljust(512, b"\x00") + fat
    yield (
        "looping-ole-fat.xls",
        loop.ljust(512, b"\xff") + directory.ljust(512, b"\x00") + struct.pack("<I", 0) * 128,
    )
    yield "ole-magic-only.xls", magic
    yield "ole-random.xls", magic + rng.randbytes(5000)
    yield "biff-bare.xls", struct.pack("<HHHH", 0x0809, 4, 0x0500, 0x10) + rng.randbytes(300)
    yield "biff2.xls", struct.pack("<HHHH", 0x0009, 4, 2, 0x10) + struct.pack("<HH", 0x0A, 0)
    locked = encrypted(xlsx(good(rng, 2)), "x")
    yield "encrypted-unknown.xlsx", locked
    yield "encrypted-cut.xlsx", locked[: len(locked) // 2]


def texts(rng: random.Random) -> Files:
    """Text that is too long, too wide, or no text."""
    head = "姓名,身份证号,单位名称\n"
    yield "65000-columns.csv", (",".join(["姓名"] * 65_000) + "\n" + ",".join(["张三"] * 65_000)).encode()
    yield "one-line-30MB.csv", b"a" * (30 * 2**20)
    yield "one-field-30MB.csv", head.encode() + b'"' + b"a" * (30 * 2**20)
    yield "unclosed-quote.csv", (head + '"张三,1,2\n' * 50_000).encode()
    yield "nul-bytes.csv", head.encode() + b"\x00" * 100_000
    yield "utf16-no-bom.csv", (head + "张三,1,2\n").encode("utf-16-le")
    yield "utf32.csv", (head + "张三,1,2\n").encode("utf-32")
    yield "mixed-encodings.csv", head.encode() + "张三,1,2\n".encode("gbk") + b"\xff\xfe\n"
    yield "random.csv", rng.randbytes(200_000)
    yield "only-newlines.csv", b"\n" * 3_000_000
    yield "only-commas.csv", b"," * 3_000_000
    yield "2000000-rows.csv", head.encode() + b"a,b,c\n" * 2_000_000
    yield "formulas.csv", (head + '=HYPERLINK("http://x"),+1,@SUM(A1)\n-1,\t=1,\r=2\n').encode()
    yield "empty.csv", b""
    yield "bom-only.csv", b"\xef\xbb\xbf"
    yield "empty.xlsx", b""
    yield "one-byte.xls", b"\xd0"
    yield "text.xlsx", b"hello"
    yield "png.xlsx", b"\x89PNG\r\n\x1a\n" + rng.randbytes(300)
    yield "elf.xls", b"\x7fELF" + rng.randbytes(300)
    yield "pdf.csv", b"%PDF-1.7\n" + rng.randbytes(2000)


def open_documents(rng: random.Random) -> Files:
    """ods files that repeat without end."""
    data = ods(good(rng, 3))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}

    def again(content: bytes) -> bytes:
        return raw_zip([stored(n, content if n == "content.xml" else d) for n, d in parts.items()])

    content = parts["content.xml"]
    for label, old, new in (
        ("rows-repeated", b"<table:table-row>", b'<table:table-row table:number-rows-repeated="2000000000">'),
        (
            "columns-repeated",
            b"<table:table-cell ",
            b'<table:table-cell table:number-columns-repeated="2000000000" ',
        ),
        ("rows-1048576", b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1048576">'),
        ("rows-negative", b"<table:table-row>", b'<table:table-row table:number-rows-repeated="-3">'),
    ):
        yield f"ods-{label}.ods", again(content.replace(old, new))
    yield "ods-not-xml.ods", again(b"\x00\x01" * 500)
    yield "ods-empty-content.ods", again(b"")
    yield (
        "ods-value-nan.ods",
        again(
            content.replace(b'office:value-type="string"', b'office:value-type="float" office:value="NaN"')
        ),
    )
    yield (
        "ods-date-nonsense.ods",
        again(content.replace(b'office:date-value="2', b'office:date-value="99999-99-99T2')),
    )


def damaged(rng: random.Random) -> Files:
    """Honest files cut short and with bits flipped."""
    book = good(rng)
    whole: dict[str, Callable[[], bytes]] = {
        "xlsx": lambda: xlsx(book),
        "ods": lambda: ods(book),
        "csv": lambda: csv_bytes(book.sheets[0]),
        "xls": lambda: html_xls(book.sheets[0]),
        "xml.xls": lambda: spreadsheetml(book),
    }
    for kind, make in whole.items():
        data = make()
        for part in (0.1, 0.5, 0.97):
            yield f"cut-{part}.{kind}", data[: int(len(data) * part)]
        for number in range(3):
            flipped = bytearray(data)
            for _ in range(1 + number * 20):
                flipped[rng.randrange(len(flipped))] ^= 1 << rng.randrange(8)
            yield f"flipped-{number}.{kind}", bytes(flipped)


def hostile_files(rng: random.Random) -> Files:
    """(file name, bytes), one after another, always the same."""
    yield from far_and_odd()
    yield from words()
    yield from entities()
    yield from zips(rng)
    yield from ole(rng)
    yield from texts(rng)
    yield from open_documents(rng)
    yield from damaged(rng)
