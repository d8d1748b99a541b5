"""A minimal xlsb (BIFF12), written record by record."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from tests.readers import made


def record(kind: int, body: bytes = b"") -> bytes:
    """Record number and length, both seven bits at a time."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = bytearray(), len(body)
    while True:
        size.append(length & 0x7F | (0x80 if length > 0x7F else 0))
        length >>= 7
        if not length:
            return head + bytes(size) + body


def wide(text: str) -> bytes:
    """A counted UTF-16 text."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def row(number: int, *cells: bytes, hidden: bool = False) -> bytes:
    """A row (0-based) and its cells."""
    flags = b"\x00\x10" if hidden else b"\x00\x00"
    return record(0, struct.pack("<IIH", number, 0, 300) + b"\x00" + flags[1:] + b"\x00" * 9) + b"".join(
        cells
    )


def _cell(kind: int, col: int, value: bytes, style: int = 0) -> bytes:
    return record(kind, struct.pack("<II", col, style) + value)


def number(col: int, value: float, style: int = 0) -> bytes:
    """A number cell (0-based column)."""
    return _cell(5, col, struct.pack("<d", value), style)


def inline(col: int, text: str) -> bytes:
    """A text held in the cell."""
    return _cell(6, col, wide(text))


def shared(col: int, index: int) -> bytes:
    """A text by its number in the shared strings."""
    return _cell(7, col, struct.pack("<I", index))


def error(col: int, code: int) -> bytes:
    """An error cell."""
    return _cell(3, col, bytes([code]))


def book(sheets: Mapping[str, bytes], strings: tuple[str, ...] = (), merged: bytes = b"",
         formats: tuple[str, ...] = (), from_1904: bool = False) -> bytes:  # fmt: skip
    """An xlsb of sheets, each given as its rows; style 0 is General, 1 and up have the `formats`."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    bundle, links, parts = b"", "", {}
    for at, (name, rows) in enumerate(sheets.items(), 1):
        bundle += record(156, struct.pack("<II", 0, at) + wide(f"rId{at}") + wide(name))
        links += f'<Relationship Id="rId{at}" Type="{kinds}/worksheet" Target="worksheets/sheet{at}.bin"/>'
        body = record(129) + record(148, struct.pack("<4I", 0, 9, 0, 9)) + record(145) + rows + record(146)
        parts[f"xl/worksheets/sheet{at}.bin"] = body + merged + record(130)
    links += f'<Relationship Id="rId99" Type="{kinds}/sharedStrings" Target="sharedStrings.bin"/>'
    links += f'<Relationship Id="rId98" Type="{kinds}/styles" Target="styles.bin"/>'
    codes = b"".join(record(44, struct.pack("<H", at) + wide(code)) for at, code in enumerate(formats, 164))
    ids = (0, *range(164, 164 + len(formats)))
    cell_styles = b"".join(record(47, struct.pack("<HH", 0, at) + b"\x00" * 12) for at in ids)
    styles = record(278) + record(615, struct.pack("<I", len(formats))) + codes + record(616)
    styles += record(617, struct.pack("<I", len(ids))) + cell_styles + record(618) + record(279)
    items = b"".join(record(19, b"\x00" + wide(text)) for text in strings)
    space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    return made.zipped(
        {
            "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": f'<Relationships {space}><Relationship Id="r" Type="{kinds}/officeDocument" '
            'Target="xl/workbook.bin"/></Relationships>'.encode(),
            "xl/workbook.bin": record(131)
            + record(153, struct.pack("<I", from_1904))
            + record(143)
            + bundle
            + record(144)
            + record(132),
            "xl/_rels/workbook.bin.rels": f"<Relationships {space}>{links}</Relationships>".encode(),
            "xl/sharedStrings.bin": record(159, struct.pack("<II", len(strings), len(strings)))
            + items
            + record(160),
            "xl/styles.bin": styles,
            **parts,
        }
    )
