"""Zips that lie, climb, nest and swell; made one at a time, none big on disk."""

from __future__ import annotations

import bz2
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator

from tests.corpus.parts import HEAD, package, row_xml, sheet_xml

Files = Iterator[tuple[str, bytes]]


def _squeezed(pattern: bytes, size: int, method: int) -> tuple[bytes, int]:
    """Packed bytes and CRC of `size` repeated bytes, without ever holding them."""
    block = pattern * (2**20 // len(pattern))
    times = size // len(block)
    crc = 0
    for _ in range(times):
        crc = zlib.crc32(block, crc)
    if method == zipfile.ZIP_BZIP2:
        packer = bz2.BZ2Compressor(9)
        return b"".join([packer.compress(block) for _ in range(times)]) + packer.flush(), crc
    # after a full flush deflate starts afresh, so one packed block stands for all
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    once = deflate.compress(block) + deflate.flush(zlib.Z_FULL_FLUSH)
    return once * times + zlib.compressobj(9, zlib.DEFLATED, -15).flush(), crc


def raw_zip(entries: list[tuple[bytes, bytes, int, int, int, int]]) -> bytes:
    """A zip from (name, packed bytes, method, crc, declared unpacked size, flags); sizes may lie."""
    body, central = b"", b""
    for name, packed, method, crc, size, flags in entries:
        offset = len(body)
        head = struct.pack(
            "<HHHHHIIIHH", 20, flags, method, 0, 33, crc, len(packed), size & 0xFFFFFFFF, len(name), 0
        )
        body += b"PK\x03\x04" + head + name + packed
        central += (
            b"PK\x01\x02"
            + struct.pack("<H", 20)
            + head[:-2]
            + struct.pack("<HHHHII", 0, 0, 0, 0, 0, offset)
            + name
        )
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(central), len(body), 0)
    return body + central + b"PK\x05\x06" + end


def stored(name: str, data: bytes) -> tuple[bytes, bytes, int, int, int, int]:
    return name.encode(), data, 0, zlib.crc32(data), len(data), 0


def zips(rng: random.Random) -> Files:
    """Zips that lie, climb, nest and swell."""
    base = package(sheet_xml(HEAD + row_xml(2, '<c r="A2" t="s"><v>0</v></c>')))
    with zipfile.ZipFile(io.BytesIO(base)) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    plain = [stored(n, d) for n, d in parts.items() if n != "xl/sharedStrings.xml"]
    giga = 2**30
    for label, method in (("bzip2", zipfile.ZIP_BZIP2), ("deflate", zipfile.ZIP_DEFLATED)):
        packed, crc = _squeezed(b"a", giga, method)
        entry = (b"xl/sharedStrings.xml", packed, method, crc)
        yield f"1GB-shared-strings-{label}.xlsx", raw_zip([*plain, (*entry, giga, 0)])
        yield f"bomb-that-lies-{label}.xlsx", raw_zip([*plain, (*entry, 4096, 0)])
        yield f"bomb-says-4GB-{label}.xlsx", raw_zip([*plain, (*entry, 0xFFFFFFFF, 0)])
    packed, crc = _squeezed(b"<row><c><v>1</v></c></row>", giga, zipfile.ZIP_DEFLATED)
    rest = [stored(n, d) for n, d in parts.items() if n != "xl/worksheets/sheet1.xml"]
    yield "1GB-sheet.xlsx", raw_zip([*rest, (b"xl/worksheets/sheet1.xml", packed, 8, crc, giga, 0)])
    yield "sheet-lies.xlsx", raw_zip([*rest, (b"xl/worksheets/sheet1.xml", packed, 8, crc, 900, 0)])
    packed, crc = _squeezed(b"a,b,c\n", giga, zipfile.ZIP_DEFLATED)
    yield "1GB-csv-inside.zip", raw_zip([(b"a.csv", packed, 8, crc, giga, 0)])
    yield "csv-lies-inside.zip", raw_zip([(b"a.csv", packed, 8, crc, 100, 0)])
    overlap = raw_zip([(b"a.csv", packed, 8, crc, giga, 0)])
    yield "overlapping-entries.zip", _overlapping(packed[:200_000], crc)
    yield "comment-64k.zip", overlap[:100] + b"PK\x05\x06" + b"\x00" * 18 + b"z" * 65535
    climb = [
        stored(n, base)
        for n in ("../../evil.xlsx", "/tmp/evil.xlsx", "C:\\evil.xlsx", "..\\..\\evil.xlsx", "a/../../b.xlsx")
    ]
    yield "path-traversal.zip", raw_zip(climb)
    yield "duplicate-entries.zip", raw_zip([stored("a.xlsx", base)] * 3)
    yield (
        "duplicate-parts.xlsx",
        raw_zip([*plain, *[stored("xl/worksheets/sheet1.xml", sheet_xml(HEAD).encode())] * 3]),
    )
    yield "nul-in-name.zip", raw_zip([stored("a\x00.xlsx", base), stored("", base), stored("/", b"")])
    yield "6000-entries.zip", raw_zip([stored(f"{i}.csv", b"a") for i in range(6000)])
    nested = base
    for level in range(30):
        nested = raw_zip([stored(f"{level}.zip" if level else "a.xlsx", nested)])
    yield "nested-30.zip", nested
    yield "entry-encrypted.zip", raw_zip([(b"a.xlsx", base, 0, zlib.crc32(base), len(base), 1)])
    yield "method-unknown.zip", raw_zip([(b"a.xlsx", base, 98, zlib.crc32(base), len(base), 0)])
    yield "crc-wrong.zip", raw_zip([(b"a.xlsx", base, 0, 1, len(base), 0)])
    yield "symlink.zip", _symlink()
    yield "long-name.zip", raw_zip([stored("长" * 9000 + ".xlsx", base)])
    yield "bad-gbk-name.zip", raw_zip([(b"\xff\xfe\x81.xlsx", base, 0, zlib.crc32(base), len(base), 0)])
    yield "no-workbook.xlsx", raw_zip([stored("hello.txt", b"hello")])
    yield "empty.zip", b"PK\x05\x06" + b"\x00" * 18
    rels = parts["xl/_rels/workbook.xml.rels"].decode()
    for label, target in (
        ("climbing", "../../../../etc/passwd"),
        ("absent", "worksheets/none.xml"),
        ("itself", "workbook.xml"),
    ):
        other = rels.replace("worksheets/sheet1.xml", target)
        yield (
            f"relation-{label}.xlsx",
            package(sheet_xml(HEAD), {"xl/_rels/workbook.xml.rels": other.encode()}),
        )
    yield "content-types-missing.xlsx", raw_zip([e for e in plain if e[0] != b"[Content_Types].xml"])
    yield (
        "content-types-wrong.xlsx",
        package(sheet_xml(HEAD), {"[Content_Types].xml": b'<?xml version="1.0"?><Types xmlns="x"/>'}),
    )


def _overlapping(packed: bytes, crc: int) -> bytes:
    """Two thousand names for one run of bytes."""
    name = b"a.csv"
    head = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, crc, len(packed), 2**30, len(name), 0)
    body = b"PK\x03\x04" + head + name + packed
    one = b"PK\x01\x02" + struct.pack("<H", 20) + head[:-2] + struct.pack("<HHHHII", 0, 0, 0, 0, 0, 0) + name
    central = one * 2000
    return (
        body + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 2000, 2000, len(central), len(body), 0)
    )


def _symlink() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        link = zipfile.ZipInfo("link.xlsx")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        target.writestr(link, "/etc/passwd")
    return out.getvalue()
