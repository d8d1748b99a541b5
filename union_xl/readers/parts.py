"""The parts of an OOXML package, unpacked once, within limits, and handed on as a plain package of our own.

python-calamine never sees what a stranger packed: only the parts a workbook needs, each inflated here under
a budget, listed once, stored without compression.  That disarms lying sizes, duplicate entries and bombs,
and spares inflating twice what the scan has to look at anyway.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping

from union_xl.model import Limits
from union_xl.readers.filetype import directory
from union_xl.readers.unzip import FileRefused, UnzipBudget, unpack

_LEFT_OUT = ("xl/media/", "xl/drawings/", "xl/charts/", "xl/theme/", "xl/embeddings/", "xl/externallinks/",
             "xl/printersettings/", "xl/pivot", "xl/ctrlprops/", "xl/activex/", "xl/vbaproject", "customxml/",
             "xl/calcchain", "xl/threadedcomments/", "xl/slicer", "xl/timeline",
             "xl/model/", "xl/connections",
             "word/media/", "word/embeddings/", "word/fonts/", "word/theme/", "word/styles", "word/glossary/",
             "basic/", "dialogs/", "scripts/", "configurations2/", "objectreplacements/",
             "xl/diagrams/", "docprops/thumbnail", "docprops/app", "thumbnails/", "pictures/")  # fmt: skip
_DRAWING, _SMALL_DRAWING = re.compile(r"xl/drawings/drawing\d*\.xml\Z", re.I), 2**18
_NEVER = b"<!DOCTYPE", b"<!ENTITY"


def parts_of(data: bytes, limits: Limits, max_bytes: int) -> dict[str, bytes] | None:
    """{part name: content} of what reading needs; None when that is more than `max_bytes` bytes and `limits`
    allow more.

    Refused when broken, encrypted, a bomb or with entities.
    """
    try:
        return _unpacked(data, limits, max_bytes)
    except FileRefused as refused:
        if refused.rule == "F-BOMB" and max_bytes < limits.unpacked_bytes:
            return None
        raise


def _unpacked(data: bytes, limits: Limits, max_bytes: int) -> dict[str, bytes]:
    opened = directory(data)
    if opened is None:
        raise FileRefused("F-CORRUPT")
    if len(opened.filelist) > limits.entries:
        raise FileRefused("F-BOMB")
    budget = UnzipBudget(max_bytes)
    parts: dict[str, bytes] = {}
    for info in _last_of_each(opened):
        name = info.orig_filename.replace("\\", "/").lstrip("/")
        if info.is_dir() or (name.lower().startswith(_LEFT_OUT) and not _texts_of_shapes(name, info)):
            continue
        if info.compress_type not in (0, 8):
            raise FileRefused("F-BOMB" if info.compress_type == 12 else "F-CORRUPT")
        content = unpack(data, info, budget)
        if name.endswith((".xml", ".rels")) and any(word in content[:2000] for word in _NEVER):
            raise FileRefused("F-ENTITY")
        parts[name] = content
    unpacked = max_bytes - budget.left
    if unpacked > 64 * 2**20 and unpacked > limits.ratio * len(data):
        raise FileRefused("F-BOMB")
    return parts


def _texts_of_shapes(name: str, info: zipfile.ZipInfo) -> bool:
    """A small drawing: text boxes may stand in it."""
    return _DRAWING.match(name) is not None and info.file_size <= _SMALL_DRAWING


def _last_of_each(opened: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Of entries with one name the last counts, as in Excel."""
    by_name = {info.orig_filename.lower(): info for info in opened.filelist}
    return list(by_name.values())


def packed_again(parts: Mapping[str, bytes]) -> io.BytesIO:
    """The parts as a zip without compression."""
    out, ends, at = [], [], 0
    for name, content in parts.items():
        raw = name.encode("utf-8")
        check = zlib.crc32(content)
        shape = (20, 0x800, 0, 0, 0x21, check, len(content), len(content), len(raw))
        head = struct.pack("<4s5H3L2H", b"PK\x03\x04", *shape, 0)
        out += [head, raw, content]
        ends.append(struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, *shape, 0, 0, 0, 0, 0, at) + raw)
        at += len(head) + len(raw) + len(content)
    listing = b"".join(ends)
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(ends), len(ends), len(listing), at, 0)
    return io.BytesIO(b"".join((*out, listing, tail)))
