"""Small files of every container, made by code."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

Rows = Sequence[Sequence[Any]]

HEADER = ("姓名", "证件号码", "入会日期", "会费")
ROWS: Rows = (
    HEADER,
    ("张三", "330105199003072013", dt.date(2022, 3, 18), 12.5),
    ("李四", "33010519851120302X", None, 8),
)


def xlsx(sheets: Mapping[str, Rows], **options: Any) -> bytes:
    """A plain xlsx by XlsxWriter."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **options})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for col, cell in enumerate(cells):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(row, col, dt.datetime(cell.year, cell.month, cell.day), day)
                elif isinstance(cell, str):
                    sheet.write_string(row, col, cell)
                elif cell is not None:
                    sheet.write(row, col, cell)
    book.close()
    return out.getvalue()


def with_parts(data: bytes, changed: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The package with some parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", method) as new:
        for info in old.infolist():
            if info.filename not in changed:
                new.writestr(info.filename, old.read(info))
        for name, content in changed.items():
            new.writestr(name, content)
    return out.getvalue()


def part(data: bytes, name: str) -> bytes:
    """One part of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return opened.read(name)


def sheet_xml(cells: str, head: str = "", foot: str = "") -> bytes:
    """A worksheet part around `<row>` elements."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = f'<?xml version="1.0"?><worksheet xmlns="{space}">{head}<sheetData>{cells}</sheetData>{foot}</worksheet>'  # noqa: E501
    return text.encode()


def raw_xlsx(cells: str, head: str = "", foot: str = "") -> bytes:
    """An xlsx whose only sheet holds the given `<row>` elements."""
    base = xlsx({"Sheet1": [["x"]]})
    return with_parts(base, {"xl/worksheets/sheet1.xml": sheet_xml(cells, head, foot)})


def zipped(members: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A plain zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def gbk_zip(members: Mapping[str, bytes]) -> bytes:
    """A zip as older Chinese tools write it: names in GBK, not flagged."""
    stand_ins = {
        f"n{number:03d}" + "x" * (len(name.encode("gb18030")) - 4): name
        for number, name in enumerate(members)
    }
    data = zipped({short: members[name] for short, name in stand_ins.items()})
    for short, name in stand_ins.items():
        data = data.replace(short.encode(), name.encode("gb18030"))
    return data


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE2 container; every stream is stored in big sectors."""
    sector = 512
    padded = {
        name: content.ljust(max(4096, -(-len(content) // sector) * sector), b"\x00")
        for name, content in streams.items()
    }
    chains: list[tuple[int, int]] = []
    at = 0
    for content in padded.values():
        chains.append((at, len(content) // sector))
        at += len(content) // sector
    directory_at, directory_size = at, -(-(len(streams) + 1) * 128 // sector)
    at += directory_size
    fat_size = 1
    while (at + fat_size) * 4 > fat_size * sector:
        fat_size += 1
    fat = [0xFFFFFFFF] * (fat_size * sector // 4)
    for start, count in [*chains, (directory_at, directory_size)]:
        for number in range(start, start + count):
            fat[number] = number + 1 if number < start + count - 1 else 0xFFFFFFFE
    for number in range(at, at + fat_size):
        fat[number] = 0xFFFFFFFD
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16
    head += struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + b"\x00" * 6
    head += struct.pack("<9I", 0, fat_size, directory_at, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", *[*range(at, at + fat_size), *[0xFFFFFFFF] * (109 - fat_size)])
    entries = [_entry("Root Entry", 5, 1 if streams else 0xFFFFFFFF, 0xFFFFFFFE, 0)]
    names = list(padded)
    for number, name in enumerate(names):
        following = number + 2 if number + 1 < len(names) else 0xFFFFFFFF
        entries.append(_entry(name, 2, 0xFFFFFFFF, chains[number][0], len(padded[name]), following))
    directory = b"".join(entries).ljust(directory_size * sector, b"\x00")
    return head + b"".join(padded.values()) + directory + struct.pack(f"<{len(fat)}I", *fat)


def _entry(name: str, sort: int, child: int, start: int, size: int, right: int = 0xFFFFFFFF) -> bytes:
    raw = name.encode("utf-16-le") + b"\x00\x00"
    links = struct.pack("<3I", 0xFFFFFFFF, right, child)
    return (
        raw.ljust(64, b"\x00")
        + struct.pack("<HBB", len(raw), sort, 1)
        + links
        + b"\x00" * 36
        + struct.pack("<IQ", start, size)
    )


def _record(number: int, body: bytes) -> bytes:
    return struct.pack("<HH", number, len(body)) + body


def biff(sheets: Mapping[str, Rows], *, version: int = 8, hidden: Mapping[str, int] | None = None,
         extra: Mapping[str, bytes] | None = None, formats: Sequence[str] = (),
         from_1904: bool = False) -> bytes:  # fmt: skip
    """The workbook stream of an xls: BIFF8, or BIFF5 with GBK texts.  `hidden` {sheet: state}; `extra`
    records per sheet, put before its end; `formats` number formats, for cells given as (value, 1 and up)."""
    bof = 0x0600 if version == 8 else 0x0500
    start = _record(0x809, struct.pack("<HHHHII", bof, 5, 0x0DBB, 0x07CC, 0, 6)[: 16 if version == 8 else 8])
    start += _record(0x42, struct.pack("<H", 1200 if version == 8 else 936))
    start += _record(0x22, struct.pack("<H", from_1904)) + _biff_formats(formats, version)
    bodies = {
        name: _biff_sheet(rows, version, bof, (extra or {}).get(name, b"")) for name, rows in sheets.items()
    }
    heads = {name: _bound(name, 0, (hidden or {}).get(name, 0), version) for name in sheets}
    at = len(start) + sum(map(len, heads.values())) + 4
    out = start
    for name, body in bodies.items():
        out += _bound(name, at, (hidden or {}).get(name, 0), version)
        at += len(body)
    return out + _record(0x0A, b"") + b"".join(bodies.values())


def _biff_formats(formats: Sequence[str], version: int) -> bytes:
    """FORMAT and XF records; style 0 is General."""
    out = b""
    for number, code in enumerate(formats, 164):
        wide = struct.pack("<HB", len(code), 1) + code.encode("utf-16-le")
        raw = code.encode("gbk")
        out += _record(0x41E, struct.pack("<H", number) + (wide if version == 8 else bytes([len(raw)]) + raw))
    for number in (0, *range(164, 164 + len(formats))) if formats else ():
        out += _record(0xE0, struct.pack("<HH", 0, number).ljust(20 if version == 8 else 16, b"\x00"))
    return out


def _bound(name: str, offset: int, state: int, version: int) -> bytes:
    raw = b"\x01" + name.encode("utf-16-le") if version == 8 else name.encode("gbk")
    count = len(name) if version == 8 else len(raw)
    return _record(0x85, struct.pack("<IBBB", offset, state, 0, count) + raw)


def _biff_sheet(rows: Rows, version: int, bof: int, extra: bytes) -> bytes:
    out = _record(0x809, struct.pack("<HHHHII", bof, 0x10, 0x0DBB, 0x07CC, 0, 6)[: 16 if version == 8 else 8])
    for row, cells in enumerate(rows):
        for col, cell in enumerate(cells):
            cell, style = cell if isinstance(cell, tuple) else (cell, 0)
            if isinstance(cell, str):
                raw = b"\x01" + cell.encode("utf-16-le") if version == 8 else cell.encode("gbk")
                count = len(cell) if version == 8 else len(raw)
                out += _record(0x204, struct.pack("<4H", row, col, style, count) + raw)
            elif isinstance(cell, dt.date):
                out += _record(
                    0x203, struct.pack("<3Hd", row, col, style, (cell - dt.date(1899, 12, 30)).days)
                )
            elif cell is not None:
                out += _record(0x203, struct.pack("<3Hd", row, col, style, cell))
    return out + extra + _record(0x0A, b"")


def xls(sheets: Mapping[str, Rows], **options: Any) -> bytes:
    """An xls file."""
    name = "Workbook" if options.get("version", 8) == 8 else "Book"
    return ole({name: biff(sheets, **options)})


def error_cell(row: int, col: int, code: int) -> bytes:
    """A BOOLERR record (0-based)."""
    return _record(0x205, struct.pack("<3HBB", row, col, 0, code, 1))


def hidden_row(row: int) -> bytes:
    """A ROW record of a hidden row (0-based)."""
    return _record(0x208, struct.pack("<6HHH", row, 0, 4, 255, 0, 0, 0x20, 0))


def merged_cells(top: int, left: int, bottom: int, right: int) -> bytes:
    """A MERGECELLS record (0-based)."""
    return _record(0xE5, struct.pack("<5H", 1, top, bottom, left, right))


def ods(tables: str, styles: str = "", meta: str = "") -> bytes:
    """An ods around `<table:table>` elements."""
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
    )
    content = f"""<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:automatic-styles>{styles}
</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"""  # noqa: E501
    members = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode(),
               "META-INF/manifest.xml": b"<manifest/>"}  # fmt: skip
    if meta:
        members["meta.xml"] = meta.encode()
    return zipped(members)


def ods_row(*cells: str, repeat: int = 1, more: str = "") -> str:
    """One `<table:table-row>` of text cells."""
    inner = "".join(
        cell
        if cell.startswith("<")
        else f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    again = f' table:number-rows-repeated="{repeat}"' if repeat > 1 else ""
    return f"<table:table-row{again}{more}>{inner}</table:table-row>"


def xml2003(rows: str, encoding: str = "UTF-8") -> bytes:
    """SpreadsheetML 2003 around `<Row>` elements."""
    text = f"""<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="会员登记表"><Table>{rows}</Table></Worksheet></Workbook>"""  # noqa: E501
    return text.encode("gb18030" if encoding == "GB2312" else encoding)


def xml_row(*cells: str) -> str:
    """One `<Row>` of text cells."""
    inner = "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in cells)
    return f"<Row>{inner}</Row>"
