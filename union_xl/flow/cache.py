"""Results of files already read, by content: what has not changed is not read again.

Entries are packed Submissions (`flow.packing`).  Every entry carries its own key and checksum; a damaged or
foreign one is as good as none.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from union_xl import __version__
from union_xl.core import Context, Source, Submission
from union_xl.core.batches import Home
from union_xl.core.replacing import put
from union_xl.flow.packing import LAYOUT, unpacked_submission
from union_xl.flow.sealing import keep, kept


def stamp(context: Context) -> str:
    """What besides the file decides how it is read: program, forms, settings, roster, confirmations."""
    from union_xl import forms

    versions = [(form.slug, form.version) for form in forms.forms_of(context)]
    told = f"{__version__}\n{LAYOUT}\n{_program()}\n{versions!r}\n{context!r}"
    return hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()


@lru_cache(maxsize=1)
def _program() -> str:
    """A digest of the program's own modules, so that an updated checker does not serve old results."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for name, state in sorted(_modules(str(root))):
        digest.update(f"{name}{state.st_size}{state.st_mtime_ns}".encode())
    return digest.hexdigest()


def _modules(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as found:
        for entry in found:
            if entry.name.endswith(".py"):
                yield entry.path, entry.stat()
            elif entry.name != "__pycache__" and entry.is_dir():
                yield from _modules(entry.path)


def _name(key: str) -> str:
    return f"{key}.json"


def size(folder: Path) -> int:
    """How many results are kept, good or bad."""
    try:
        return len(os.listdir(folder))
    except OSError:
        return 0


class Cache:
    """A folder of packed submissions.  `folder` None: nothing is kept."""

    def __init__(self, folder: Path | None, stamp: str) -> None:
        self._folder, self._stamp = folder, stamp
        self._used: set[str] = set()

    def key(self, source: Source, digest: str) -> str:
        """Names the result of one file: its name, its bytes, and how it is read."""
        told = f"{source.name}\n{digest}\n{self._stamp}"
        return hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()

    def get(self, key: str) -> Submission | None:
        """What was found last time, None when there is nothing or it cannot be trusted."""
        if self._folder is None:
            return None
        name = _name(key)
        entry = kept(f"{self._folder}/{name}", key)
        if entry is None:
            return None
        try:
            found = unpacked_submission(*entry, (name, 0))
        except ValueError:
            return None
        self._used.add(key)
        return found

    def put(self, key: str, body: bytes) -> Home | None:
        """Keep a packed submission; where it lies now, None where it cannot be kept: a full or read-only disk
        is no reason to stop."""
        if self._folder is None:
            return None
        self._used.add(key)
        path = self._folder / _name(key)
        part = path.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            start = keep(part, key, body)
            put(part, path)
        except OSError:
            return None
        return path.name, start

    def prune(self) -> None:
        """Forget what this run did not use."""
        if self._folder is None or not self._folder.is_dir():
            return
        for path in self._stale(self._folder.iterdir()):
            with contextlib.suppress(OSError):
                path.unlink()

    def _stale(self, paths: Iterable[Path]) -> list[Path]:
        return [path for path in paths if path.stem not in self._used and path.is_file()]
