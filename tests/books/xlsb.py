"""A minimal xlsb (BIFF12), written record by record."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from tests.books import made


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


def _cell(kind: int, col: int, value: bytes) -> bytes:
    return record(kind, struct.pack("<II", col, 0) + value)


def number(col: int, value: float) -> bytes:
    """A number cell (0-based column)."""
    return _cell(5, col, struct.pack("<d", value))


def inline(col: int, text: str) -> bytes:
    """A text held in the cell."""
    return _cell(6, col, wide(text))


def shared(col: int, index: int) -> bytes:
    """A text by its number in the shared strings."""
    return _cell(7, col, struct.pack("<I", index))


def error(col: int, code: int) -> bytes:
    """An error cell."""
    return _cell(3, col, bytes([code]))


def book(sheets: Mapping[str, bytes], strings: tuple[str, ...] = (), merged: bytes = b"") -> bytes:
    """An xlsb of sheets, each given as its rows."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    bundle, links, parts = b"", "", {}
    for at, (name, rows) in enumerate(sheets.items(), 1):
        bundle += record(156, struct.pack("<II", 0, at) + wide(f"rId{at}") + wide(name))
        links += f'<Relationship Id="rId{at}" Type="{kinds}/worksheet" Target="worksheets/sheet{at}.bin"/>'
        body = record(129) + record(148, struct.pack("<4I", 0, 9, 0, 9)) + record(145) + rows + record(146)
        parts[f"xl/worksheets/sheet{at}.bin"] = body + merged + record(130)
    links += f'<Relationship Id="rId99" Type="{kinds}/sharedStrings" Target="sharedStrings.bin"/>'
    items = b"".join(record(19, b"\x00" + wide(text)) for text in strings)
    space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    return made.zipped(
        {
            "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": f'<Relationships {space}><Relationship Id="r" Type="{kinds}/officeDocument" '
            'Target="xl/workbook.bin"/></Relationships>'.encode(),
            "xl/workbook.bin": record(131) + record(143) + bundle + record(144) + record(132),
            "xl/_rels/workbook.bin.rels": f"<Relationships {space}>{links}</Relationships>".encode(),
            "xl/sharedStrings.bin": record(159, struct.pack("<II", len(strings), len(strings)))
            + items
            + record(160),
            **parts,
        }
    )
