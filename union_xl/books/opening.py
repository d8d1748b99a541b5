"""The door: one file in, one Book out; nothing a file holds makes it raise."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from union_xl.books import textual, xlsx
from union_xl.books.folder import read_bytes
from union_xl.books.sniff import kind_of
from union_xl.books.unzip import Refused
from union_xl.core import Book, Context, Finding, Grid, Place, Source

ORDINARY_BYTES = 24 * 2**20
"""A file that unpacks to more than this is read in a contained process."""

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
    "ole": "F-OLE",
    "broken-ole": "F-CORRUPT",
    "broken-zip": "F-CORRUPT",
    "zip": "F-ZIP-EMPTY",
    "unknown": "F-UNKNOWN",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """What a reader of one container gives."""

    grids: tuple[Grid, ...]
    stamp: Mapping[str, str] = field(default_factory=dict)
    modified: dt.datetime | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """A file looked at but not read: its container, why it is refused, whether it is `ordinary`, and what
    the look has already unpacked."""

    data: bytes
    sha256: str
    container: str
    refused: str = ""
    ordinary: bool = True
    facts: Mapping[str, Any] = field(default_factory=dict)
    prepared: Any = None


def look(source: Source, context: Context, *, most: int = ORDINARY_BYTES) -> Look:
    """Tell what a file is and whether reading it is harmless, unpacking at most `most` bytes."""
    limits = context.limits
    if source.refused:
        return Look(b"", "", "", source.refused, facts={"层": limits.nesting})
    try:
        if source.data is None and source.path.stat().st_size > limits.file_bytes:
            return _too_big(source.path.stat().st_size, limits.file_bytes)
        data = read_bytes(source)
    except OSError:
        return Look(b"", "", "", "F-GONE")
    if len(data) > limits.file_bytes:
        return _too_big(len(data), limits.file_bytes)
    digest = hashlib.sha256(data).hexdigest()
    container = kind_of(data)
    if container in _REFUSED:
        return Look(data, digest, container, _REFUSED[container])
    try:
        ordinary, prepared = _LOOKS.get(container, _unknown_look)(data, context, most)
    except Refused as refused:
        return Look(data, digest, container, refused.rule)
    return Look(data, digest, container, "", ordinary, {}, prepared)


def open_book(source: Source, context: Context, seen: Look | None = None) -> Book:
    """Read one file.  Never raises on data: an unreadable one is a Book with `refused` set."""
    seen = look(source, context, most=context.limits.unpacked_bytes) if seen is None else seen
    if seen.refused:
        return _refused(source, seen, seen.refused)
    try:
        opened = _READERS[seen.container](source.name, seen, context)
    except Refused as refused:
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
        encrypted=seen.container == "encrypted",
    )


def decrypted(source: Source, context: Context) -> bytes | None:
    """The bytes of an encrypted file opened with the known passwords; None when none fits or it is not
    encrypted."""
    return None


def _too_big(size: int, most: int) -> Look:
    facts = {"大小": f"{size / 2**20:.0f} MB", "上限": f"{most / 2**20:.0f} MB"}
    return Look(b"", "", "", "F-BIG", facts=facts)


def _refused(source: Source, seen: Look, rule: str) -> Book:
    finding = Finding(rule, Place(source.name), facts=seen.facts)
    return Book(source.name, seen.sha256, seen.container, findings=(finding,), refused=rule)


def _unknown_look(data: bytes, context: Context, most: int) -> tuple[bool, Any]:
    return len(data) <= most, None


def _look_xlsx(data: bytes, context: Context, most: int) -> tuple[bool, Any]:
    prepared = xlsx.prepare(data, context.limits, most)
    return prepared is not None and prepared.ordinary, prepared


def _read_xlsx(name: str, seen: Look, context: Context) -> Opened:
    prepared = seen.prepared or xlsx.prepare(seen.data, context.limits, context.limits.unpacked_bytes)
    grids, stamp, modified, findings = xlsx.read(name, prepared, context.limits)
    return Opened(grids, stamp, modified, findings)


def _read_csv(name: str, seen: Look, context: Context) -> Opened:
    grid, findings = textual.read(name, seen.data)
    return Opened((grid,), findings=findings)


_LOOKS: Mapping[str, Callable[[bytes, Context, int], tuple[bool, Any]]] = {"xlsx": _look_xlsx}
_READERS: Mapping[str, Callable[[str, Look, Context], Opened]] = {"xlsx": _read_xlsx, "csv": _read_csv}
