"""Entries: bytes kept in `DIR/.union_xl/` from one run to the next, each in a file of its own.

A file's name says what the entry belongs to and holds a digest of both: an entry that was damaged, cut short,
renamed, made by another version or for something else does not fit its name and is as good as none.
Nothing here ever stops a run: what cannot be read is not there, what cannot be written is not kept.
What belongs to a workbook with a password nobody reads without its key.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable, Collection
from functools import cached_property
from pathlib import Path

VERSION = 1
"""Of what entries look like inside; another one's entries are not found."""
_LENGTH = 32
"""Characters of each of the two digests in a name: 128 bits; Windows wants short paths."""


class Entries:
    """The entries of one kind: the files of one folder, made at the first need."""

    def __init__(self, folder: Path, ending: str) -> None:
        self.folder, self._ending = folder, ending

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        """{key: the files that claim to be its entry}."""
        found: dict[str, list[str]] = {}
        with contextlib.suppress(OSError):
            for name in sorted(os.listdir(self.folder)):
                found.setdefault(name[:_LENGTH], []).append(name)
        return found

    def __len__(self) -> int:
        """How many there are, good or bad."""
        return len(self._names)

    def find(self, belongs: str) -> tuple[Path, bytes] | None:
        """The entry that belongs to this, its file and its bytes; None when there is none to trust."""
        key = self._key(belongs)
        for name in self._names.get(key, ()):
            path = self.folder / name
            try:
                with open(path, "rb", buffering=0) as file:
                    body = file.read()
            except OSError:
                continue
            if name == self._name(key, body):
                return path, body
        return None

    def put(self, belongs: str, body: bytes) -> None:
        """Keep these bytes; a full or read-only disk is no reason to stop."""
        self._put(belongs, lambda part: part.write_bytes(body), body)

    def put_instead(self, belongs: str, body: bytes) -> None:
        """Keep these bytes in the stead of what was kept for the same before."""
        self.put(belongs, body)
        key = self._key(belongs)
        name = self._name(key, body)
        if (self.folder / name).exists():
            for older in {*self._names.get(key, ())} - {name}:
                remove(self.folder / older)
            self._names[key] = [name]

    def put_file(self, belongs: str, write: Callable[[Path], object]) -> None:
        """Keep the file that `write` makes at the path it is given."""
        self._put(belongs, write)

    def keep_only(self, wanted: Collection[str]) -> None:
        """Forget every entry that does not belong to one of these."""
        keys = {self._key(belongs) for belongs in wanted}
        with contextlib.suppress(OSError):
            for name in os.listdir(self.folder):
                if name[:_LENGTH] not in keys or name.endswith(".part"):
                    remove(self.folder / name)

    def _put(self, belongs: str, write: Callable[[Path], object], body: bytes | None = None) -> None:
        """`body`: the bytes that are written, where they are known."""
        key = self._key(belongs)
        part = self.folder / f"{key}.part"
        try:
            if not self.folder.is_dir():
                remove(self.folder)
                self.folder.mkdir(parents=True, exist_ok=True)
            write(part)
            name = self._name(key, part.read_bytes() if body is None else body)
            os.replace(part, self.folder / name)
        except OSError:
            remove(part)
            return
        self._names.setdefault(key, []).append(name)

    def _key(self, belongs: str) -> str:
        text = f"{VERSION}\n{self._ending}\n{belongs}"
        return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:_LENGTH]

    def _name(self, key: str, body: bytes) -> str:
        digest = hashlib.sha256(key.encode() + body).hexdigest()[:_LENGTH]
        return f"{key}-{digest}.{self._ending}"


def remove(path: Path) -> None:
    """Whatever stands there goes, if it can: these folders are ours alone."""
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def new_key() -> str:
    """A key as text, another one at every call."""
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


def locked(body: bytes, key: str) -> bytes:
    """The bytes, readable with the key only."""
    from cryptography.fernet import Fernet

    return Fernet(key.encode()).encrypt(body)


def unlocked(body: bytes, key: str) -> bytes | None:
    """The bytes that were locked; None where this is not their key."""
    from cryptography.fernet import Fernet, InvalidToken

    try:
        return Fernet(key.encode()).decrypt(body)
    except (InvalidToken, ValueError):
        return None
