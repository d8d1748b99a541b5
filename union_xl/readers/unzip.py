"""Members of a zip, unpacked with a budget: what a file says about its own size is not believed."""

from __future__ import annotations

import bz2
import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass

STORED, DEFLATED, BZIP2, LZMA = 0, 8, 12, 14
_SLOW = 5
"""A byte of the methods that unpack slowly counts as so many."""


class FileRefused(Exception):
    """A member or container that will not be unpacked; `rule` says why."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


@dataclass(slots=True)
class UnzipBudget:
    """What one top-level file may still unpack to, in bytes and in `members` of all zips within."""

    left: int
    rule: str = "F-BOMB"
    members: int = 0

    def take(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise FileRefused(self.rule)

    def count(self, members: int) -> None:
        self.members -= members
        if self.members < 0:
            raise FileRefused(self.rule)


def packed(data: bytes, info: zipfile.ZipInfo) -> bytes:
    """The compressed bytes of a member.  Refused when they do not lie inside the file."""
    at = info.header_offset
    if at < 0 or at + 30 > len(data) or data[at : at + 4] != b"PK\x03\x04":
        raise FileRefused("F-CORRUPT")
    name, extra = struct.unpack_from("<HH", data, at + 26)
    start = at + 30 + name + extra
    if start + info.compress_size > len(data):
        raise FileRefused("F-CORRUPT")
    return data[start : start + info.compress_size]


def unpack(data: bytes, info: zipfile.ZipInfo, budget: UnzipBudget) -> bytes:
    """One member's content, never more than the budget allows.

    Refused: encrypted, uncommon compression, broken, or larger than the budget.
    """
    if info.flag_bits & 1:
        raise FileRefused("F-ZIP-PASSWORD")
    body = packed(data, info)
    if info.compress_type == STORED:
        budget.take(len(body))
        return body
    try:
        most = budget.left if info.compress_type == DEFLATED else budget.left // _SLOW
        content = _inflate(body, info.compress_type, most + 1)
    except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, struct.error) as error:
        raise FileRefused("F-CORRUPT") from error
    budget.take(len(content) * (_SLOW if info.compress_type in (BZIP2, LZMA) else 1))
    return content


def _inflate(body: bytes, method: int, most: int) -> bytes:
    if method == DEFLATED:
        return zlib.decompressobj(-15).decompress(body, most)
    if method == BZIP2:
        return bz2.BZ2Decompressor().decompress(body, most)
    if method == LZMA:
        size = struct.unpack_from("<H", body, 2)[0]
        spec = lzma._decode_filter_properties(lzma.FILTER_LZMA1, body[4 : 4 + size])  # type: ignore[attr-defined]
        return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[spec]).decompress(body[4 + size :], most)
    raise FileRefused("F-ZIP-METHOD")


def member_name(info: zipfile.ZipInfo) -> str:
    """The name as its writer meant it: UTF-8 where flagged, else UTF-8 or GBK bytes; `/` between folders."""
    name = info.orig_filename.split("\x00")[0]
    if not info.flag_bits & 0x800:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = b""
        for coding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(coding) if raw else name
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")
