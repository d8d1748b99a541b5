"""What there is to read: files, folders, and the members of zips."""

from __future__ import annotations

import errno
import io
import os
import stat
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from union_xl.model import Limits, Source
from union_xl.model.fileops import WINDOWS, readable
from union_xl.readers.filetype import directory, kind_of
from union_xl.readers.unzip import FileRefused, UnzipBudget, member_name, unpack

_JUNK = frozenset({".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db", ".union_xl", "__macosx"}) | {
    "$recycle.bin",
    "system volume information",  # of a memory stick
}
_JUNCTION = 0xA0000003
_SHORT = 240
_NO_LIMITS = Limits()


def sources(
    paths: Sequence[Path], limits: Limits = _NO_LIMITS, exclude: Path | None = None
) -> tuple[Source, ...]:
    """Everything to read in files and folders, by name; zips are taken apart, in memory.

    Lock files (`~$…`), the system's own files, our own staging folder and `exclude` (with all below it) are
    left out.  What cannot be read is still listed.
    """
    found: dict[str, Source] = {}
    for path in paths:
        for name, file in _files(Path(path), exclude):
            for source in _expanded(name, file, limits):
                found[_unique(source.name, found)] = source
    named = (
        source if source.name == name else Source(name, source.path, source.data, source.refused)
        for name, source in found.items()
    )
    return tuple(sorted(named, key=lambda one: one.name))


def read_bytes(source: Source) -> bytes:
    """The file's bytes as they lie on disk or in their zip.  OSError when the file is gone, or is none: a
    pipe or a device would never come to an end, nor does a file that is still being written to."""
    if source.data is not None:
        return source.data
    size = _size(source.path)
    if not size:
        return b""
    with open(source.path, "rb", buffering=0) as opened:
        return _exactly(opened, size)


def _exactly(opened: io.FileIO, size: int) -> bytes:
    """So many bytes, or what there is: one read may give less."""
    data = opened.read(size)
    while len(data) < size and (more := opened.read(size - len(data))):
        data += more
    return data


def _size(file: Path) -> int:
    """The bytes of a plain file; OSError for anything else."""
    status = file.stat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "no plain file", str(file))
    return status.st_size


def is_junk(name: str) -> bool:
    """Lock files and the like, by the last part of a name or any folder of it."""
    parts = name.replace("\\", "/").split("/")
    last = parts[-1]
    return (
        last.startswith(("~$", ".~", "._"))
        or (last.startswith("~") and last.lower().endswith(".tmp"))
        or any(part.lower() in _JUNK for part in parts)
    )


def _files(path: Path, exclude: Path | None) -> Iterator[tuple[str, Path]]:
    if not path.is_dir():
        if not is_junk(path.name):
            yield readable(path.name), reachable(path)
        return
    barred = exclude.resolve() if exclude is not None else None
    if barred is not None and path.resolve() == barred:
        return
    waiting = [("", path)]
    while waiting:
        name, folder = waiting.pop()
        try:
            with os.scandir(reachable(folder)) as found:
                entries = sorted(found, key=lambda one: one.name, reverse=True)
        except OSError:
            yield name or readable(folder.name) or ".", folder  # told, not lost: reading it is refused
            continue
        for entry in entries:
            said = readable(entry.name)
            here, inner = folder / entry.name, f"{name}/{said}" if name else said
            if is_junk(entry.name) or _is_barred(here, barred):
                continue
            if _is_folder(entry):
                waiting.append((inner, here))
            elif _is_file(entry):
                yield inner, reachable(here)


def _is_barred(path: Path, barred: Path | None) -> bool:
    if barred is None or path.name.casefold() != barred.name.casefold():
        return False
    return path.resolve() == barred


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """A folder to go into; links and Windows' junctions may lead round in a circle."""
    try:
        if not entry.is_dir(follow_symlinks=False):
            return False
        return getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) != _JUNCTION
    except OSError:
        return False


def _is_file(entry: os.DirEntry[str]) -> bool:
    """A file, or something that may be one and will be told when it cannot be read; no pipes, no devices."""
    try:
        return entry.is_file() or (entry.is_symlink() and not entry.is_dir())
    except OSError:
        return True


def reachable(path: Path, windows: bool = WINDOWS) -> Path:
    """The same path; where Windows would refuse its length (260), with the mark that lifts the limit."""
    if not windows:
        return path
    text = os.path.abspath(path)
    if len(text) < _SHORT or text.startswith("\\\\?\\"):
        return path
    return Path(f"\\\\?\\UNC{text[1:]}" if text.startswith("\\\\") else f"\\\\?\\{text}")


def _expanded(name: str, file: Path, limits: Limits) -> Iterator[Source]:
    """The file itself, or the members of a plain zip."""
    try:
        size, data = _size(file), b""
        if size:
            with open(file, "rb", buffering=0) as opened:
                data = opened.read(4)
                if data.startswith(b"PK") and size <= limits.file_bytes:
                    data += _exactly(opened, size - len(data))
    except OSError:
        yield Source(name, file, None, "F-GONE")
        return
    if not data.startswith(b"PK") or kind_of(data) != "zip":
        yield Source(name, file)
        return
    budget = UnzipBudget(limits.unpacked_bytes, "F-ZIP-BOMB", limits.entries)
    members = tuple(_members(name, file, data, limits, budget, 1))
    yield from members or (Source(name, file, None, "F-ZIP-EMPTY"),)


def _members(
    name: str, file: Path, data: bytes, limits: Limits, budget: UnzipBudget, depth: int
) -> Iterator[Source]:
    """Members of one zip; an unreadable one is listed with the rule that says why."""
    opened = directory(data)
    if opened is None:
        yield Source(name, file, b"", "F-CORRUPT")
        return
    try:
        budget.count(len(opened.filelist))
    except FileRefused as refused:
        yield Source(name, file, b"", refused.rule)
        return
    for info in opened.filelist:
        inner = member_name(info)
        if inner.endswith("/") or is_junk(inner):
            continue
        yield from _member(f"{name}/{_safe(inner)}", file, data, info, limits, budget, depth)


def _member(
    name: str, file: Path, data: bytes, info: zipfile.ZipInfo, limits: Limits, budget: UnzipBudget, depth: int
) -> Iterator[Source]:
    try:
        content = unpack(data, info, budget)
    except FileRefused as refused:
        yield Source(name, file, b"", refused.rule)
        return
    if not content.startswith(b"PK") or kind_of(content) != "zip":
        yield Source(name, file, content)
    elif depth >= limits.nesting:
        yield Source(name, file, b"", "F-ZIP-NEST")
    else:
        yield from _members(name, file, content, limits, budget, depth + 1)


def _safe(name: str) -> str:
    """A member's name without roots and steps upwards; it is only ever shown, never written to."""
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    return "/".join(part.replace(":", "_") for part in parts) or "_"


def _unique(name: str, taken: dict[str, Source]) -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"
