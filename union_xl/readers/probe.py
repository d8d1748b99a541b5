"""The door: one file in, one Book out; nothing a file holds makes it raise."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from union_xl.model import Book, Finding, Place, RunContext, Source
from union_xl.readers import csv_reader, xlsx
from union_xl.readers.filetype import kind_of
from union_xl.readers.folder import read_bytes
from union_xl.readers.read_result import ReadResult
from union_xl.readers.sheet_builder import MOST_COLUMNS
from union_xl.readers.unzip import FileRefused

ORDINARY_BYTES = 24 * 2**20
"""A file that unpacks to more than this is read in a contained process."""

TEXT_BYTES = 2**20
"""The same for containers read in Python alone."""

HTML_BYTES = 256 * 2**10
"""The same for HTML: its parser looks through the rest of the page again for every tag left open."""

WORD_BYTES = 4 * TEXT_BYTES
"""The same for the XML of a Word document, most of which says how it looks."""

RECORD_BYTES = ORDINARY_BYTES // 4
"""The same for binary records walked in Python."""

_REFUSED = {
    "empty": "F-EMPTY",
    "pdf": "F-PDF",
    "word": "F-WORD",
    "slides": "F-SLIDES",
    "image": "F-IMAGE",
    "rar": "F-RAR",
    "7z": "F-7Z",
    "gzip": "F-GZIP",
    "program": "F-PROGRAM",
    "old": "F-OLD",
    "ole": "F-OLE",
    "broken-ole": "F-CORRUPT",
    "broken-zip": "F-CORRUPT",
    "zip": "F-ZIP-EMPTY",
    "unknown": "F-UNKNOWN",
}


@dataclass(frozen=True, slots=True)
class FileProbe:
    """A file looked at but not read: its container, why it is refused, whether it is `ordinary`, and what
    the look has already unpacked."""

    data: bytes
    sha256: str
    container: str
    refused: str = ""
    ordinary: bool = True
    facts: Mapping[str, Any] = field(default_factory=dict)
    prepared: Any = None


def probe_file(source: Source, context: RunContext, *, max_bytes: int = ORDINARY_BYTES) -> FileProbe:
    """Tell what a file is and whether reading it is harmless, unpacking at most `max_bytes` bytes."""
    limits = context.limits
    if source.refused:
        return FileProbe(b"", "", "", source.refused, facts={"层": limits.nesting})
    try:
        if source.data is None and source.path.stat().st_size > limits.file_bytes:
            return _too_big(source.path.stat().st_size, limits.file_bytes)
        data = read_bytes(source)
    except OSError:
        return FileProbe(b"", "", "", "F-GONE")
    if len(data) > limits.file_bytes:
        return _too_big(len(data), limits.file_bytes)
    digest = hashlib.sha256(data).hexdigest()
    container = kind_of(data)
    if container in _REFUSED:
        return FileProbe(data, digest, container, _REFUSED[container])
    try:
        ordinary, prepared = _LOOKS[container](data, context, max_bytes)
    except FileRefused as refused:
        return FileProbe(data, digest, container, refused.rule)
    return FileProbe(data, digest, container, "", ordinary, {}, prepared)


def open_book(source: Source, context: RunContext, seen: FileProbe | None = None) -> Book:
    """Read one file.  Never raises on data: an unreadable one is a Book with `refused` set."""
    seen = probe_file(source, context, max_bytes=context.limits.unpacked_bytes) if seen is None else seen
    if seen.refused:
        return _refused(source, seen, seen.refused)
    try:
        opened = _READERS[seen.container](source.name, seen, context)
        if len(opened.grids) > context.limits.sheets:
            raise FileRefused("F-SHEETS")
        if any(max(map(len, grid.rows), default=0) > MOST_COLUMNS for grid in opened.grids):
            raise FileRefused("F-CELLS")
    except FileRefused as refused:
        return _refused(source, seen, refused.rule)
    except MemoryError:
        return _refused(source, seen, "F-MEMORY")
    except RecursionError:
        return _refused(source, seen, "F-CORRUPT")
    return Book(
        source.name,
        seen.sha256,
        seen.container,
        opened.grids,
        opened.stamp,
        opened.modified,
        opened.findings,
        encrypted=seen.container == "encrypted" or (seen.container == "xls" and seen.prepared is None),
    )


def _too_big(size: int, max_bytes: int) -> FileProbe:
    facts = {"大小": f"{size / 2**20:.0f} MB", "上限": f"{max_bytes / 2**20:.0f} MB"}
    return FileProbe(b"", "", "", "F-BIG", facts=facts)


def _refused(source: Source, seen: FileProbe, rule: str) -> Book:
    finding = Finding(rule, Place(source.name), facts=seen.facts)
    return Book(source.name, seen.sha256, seen.container, findings=(finding,), refused=rule)


def _look_xlsx(data: bytes, context: RunContext, max_bytes: int) -> tuple[bool, Any]:
    prepared = xlsx.prepare(data, context.limits, max_bytes)
    return prepared is not None and prepared.ordinary, prepared


def _look_xlsb(data: bytes, context: RunContext, max_bytes: int) -> tuple[bool, Any]:
    from union_xl.readers import xlsb

    prepared = xlsb.prepare(
        data, context.limits, min(max_bytes, RECORD_BYTES) if max_bytes == ORDINARY_BYTES else max_bytes
    )
    return prepared is not None and prepared.ordinary, prepared


def _look_xls(data: bytes, context: RunContext, max_bytes: int) -> tuple[bool, Any]:
    from union_xl.readers import xls

    if max_bytes == ORDINARY_BYTES and len(data) > RECORD_BYTES:
        return False, None
    try:
        prepared = xls.prepare(data, context.limits, max_bytes)
    except FileRefused as refused:
        if refused.rule != "F-PASSWORD":
            raise
        return False, None
    return prepared.ordinary, prepared


def _look_ods(data: bytes, context: RunContext, max_bytes: int) -> tuple[bool, Any]:
    from union_xl.readers import ods

    content = ods.content_of(data, context.limits, max_bytes)
    return content is not None and len(content[0]) <= TEXT_BYTES, content


def _look_docx(data: bytes, context: RunContext, max_bytes: int) -> tuple[bool, Any]:
    from union_xl.readers import docx

    prepared = docx.prepare(data, context.limits, max_bytes)
    return prepared is not None and len(prepared[0]) <= WORD_BYTES, prepared


def _look_text(data: bytes, context: RunContext, max_bytes: int) -> tuple[bool, Any]:
    return len(data) <= TEXT_BYTES, None


def _look_html(data: bytes, context: RunContext, max_bytes: int) -> tuple[bool, Any]:
    return len(data) <= HTML_BYTES, None


def _look_encrypted(data: bytes, context: RunContext, max_bytes: int) -> tuple[bool, Any]:
    return False, None


def _read_xlsx(name: str, seen: FileProbe, context: RunContext) -> ReadResult:
    limits = context.limits
    prepared = seen.prepared or xlsx.prepare(seen.data, limits, limits.unpacked_bytes)
    assert prepared is not None
    return xlsx.read(name, prepared, limits)


def _read_xlsb(name: str, seen: FileProbe, context: RunContext) -> ReadResult:
    from union_xl.readers import xlsb

    limits = context.limits
    prepared = seen.prepared or xlsb.prepare(seen.data, limits, limits.unpacked_bytes)
    assert prepared is not None
    return xlsb.read(name, prepared, limits)


def _read_xls(name: str, seen: FileProbe, context: RunContext) -> ReadResult:
    from union_xl.readers import xls

    if seen.prepared is None:
        return _read_encrypted(name, seen, context)
    return xls.read(name, seen.prepared, context.limits)


def _read_ods(name: str, seen: FileProbe, context: RunContext) -> ReadResult:
    from union_xl.readers import ods

    limits = context.limits
    content = seen.prepared or ods.content_of(seen.data, limits, limits.unpacked_bytes)
    assert content is not None
    return ods.read(name, content, limits)


def _read_docx(name: str, seen: FileProbe, context: RunContext) -> ReadResult:
    from union_xl.readers import docx

    limits = context.limits
    prepared = seen.prepared or docx.prepare(seen.data, limits, limits.unpacked_bytes)
    assert prepared is not None
    return docx.read(name, prepared, limits)


def _read_xml2003(name: str, seen: FileProbe, context: RunContext) -> ReadResult:
    from union_xl.readers import xml2003

    return xml2003.read(name, seen.data, context.limits)


def _read_html(name: str, seen: FileProbe, context: RunContext) -> ReadResult:
    from union_xl.readers import html

    return html.read(name, seen.data, context.limits)


def _read_csv(name: str, seen: FileProbe, context: RunContext) -> ReadResult:
    return csv_reader.read(name, seen.data, context.limits)


def _read_encrypted(name: str, seen: FileProbe, context: RunContext) -> ReadResult:
    """Decrypt, then read what came out; what is encrypted twice stays closed."""

    plain = decrypt(seen.data, context)
    if plain is None:
        raise FileRefused("F-PASSWORD")
    container = kind_of(plain)
    if container not in ("xlsx", "xlsb", "xls", "docx"):
        raise FileRefused(_REFUSED.get(container, "F-PASSWORD"))
    _, prepared = _LOOKS[container](plain, context, context.limits.unpacked_bytes)
    if prepared is None:
        raise FileRefused("F-PASSWORD")
    return _READERS[container](name, replace(seen, data=plain, prepared=prepared), context)


_LOOKS: Mapping[str, Callable[[bytes, RunContext, int], tuple[bool, Any]]] = {
    "xlsx": _look_xlsx,
    "xlsb": _look_xlsb,
    "xls": _look_xls,
    "ods": _look_ods,
    "docx": _look_docx,
    "csv": _look_text,
    "xml2003": _look_text,
    "html": _look_html,
    "encrypted": _look_encrypted,
}
_READERS: Mapping[str, Callable[[str, FileProbe, RunContext], ReadResult]] = {
    "xlsx": _read_xlsx,
    "xlsb": _read_xlsb,
    "xls": _read_xls,
    "ods": _read_ods,
    "docx": _read_docx,
    "csv": _read_csv,
    "xml2003": _read_xml2003,
    "html": _read_html,
    "encrypted": _read_encrypted,
}


_READ_ONLY = "VelvetSweatshop"
"""What Excel itself uses for workbooks that only look encrypted (read-only recommended)."""


def decrypt(data: bytes, context: RunContext) -> bytes | None:
    """The plain bytes, in memory only; None when no password fits or the encryption is of an unknown sort."""
    import msoffcrypto

    for password in dict.fromkeys((*context.passwords, *context.settings.passwords, _READ_ONLY)):
        out = io.BytesIO()
        try:
            office = msoffcrypto.OfficeFile(io.BytesIO(data))
            office.load_key(password=password)
            office.decrypt(out)
        except Exception:  # msoffcrypto raises what it likes on a wrong password or a strange file
            continue
        plain = out.getvalue()
        if plain.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
            return plain
    return None
