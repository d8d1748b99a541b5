"""The old Office container (OLE2), read with every chain bounded: a loop ends in ValueError, never a hang."""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_END = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One top-level entry: `size` bytes from `start`; `storage` is a folder."""

    name: str
    start: int
    size: int
    storage: bool


class Ole:
    """Top-level streams of an OLE2 file.  ValueError when the file is broken or loops."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(OLE) or len(data) < 512:
            raise ValueError("not an OLE2 file")
        self._data = data
        self._shift, self._mini_shift = struct.unpack_from("<HH", data, 30)
        if self._shift not in (9, 12) or self._mini_shift > self._shift:
            raise ValueError("sector size")
        self._cutoff = struct.unpack_from("<I", data, 56)[0]
        self._fat = self._read_fat()
        mini_start = struct.unpack_from("<I", data, 60)[0]
        self._mini_fat = _numbers(self._chain(mini_start)) if mini_start < _END else array("I")
        directory = self._chain(struct.unpack_from("<I", data, 48)[0])
        self.entries = self._top(directory)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) << self._shift
        return self._data[start : start + (1 << self._shift)]

    def _read_fat(self) -> array[int]:
        sectors = [n for n in struct.unpack_from("<109I", self._data, 76) if n < _END]
        following, seen = struct.unpack_from("<I", self._data, 68)[0], set[int]()
        while following < _END:
            if following in seen:
                raise ValueError("the sector list loops")
            seen.add(following)
            block = self._sector(following)
            if len(block) < 1 << self._shift:
                raise ValueError("the sector list leaves the file")
            numbers = _numbers(block)
            sectors += [n for n in numbers[:-1] if n < _END]
            following = numbers[-1]
        most = (len(self._data) >> self._shift) + 1
        if len(sectors) > most:
            raise ValueError("more sectors listed than the file has")
        return _numbers(b"".join(self._sector(n) for n in sectors))

    def _chain(self, start: int) -> bytes:
        parts: list[bytes] = []
        at, most = start, (len(self._data) >> self._shift) + 1
        while at < _END:
            if at >= len(self._fat) or len(parts) > most:
                raise ValueError("a chain loops or leaves the file")
            parts.append(self._sector(at))
            at = self._fat[at]
        return b"".join(parts)

    def _top(self, directory: bytes) -> dict[str, Stream]:
        """Entries right under the root, by walking its tree; each entry is looked at once."""
        count = len(directory) // 128
        if not count:
            raise ValueError("no directory")
        found: dict[str, Stream] = {}
        root = directory[:128]
        self._root_start, self._root_size = struct.unpack_from("<II", root, 116)
        todo, seen = [struct.unpack_from("<I", root, 76)[0]], set[int]()
        while todo:
            at = todo.pop()
            if at >= count:
                continue
            if at in seen:
                raise ValueError("the directory loops")
            seen.add(at)
            entry = directory[at * 128 : at * 128 + 128]
            length = min(max(struct.unpack_from("<H", entry, 64)[0] - 2, 0), 62)
            name = entry[:length].decode("utf-16-le", "replace")
            left, right = struct.unpack_from("<II", entry, 68)
            start, size = struct.unpack_from("<II", entry, 116)
            found[name] = Stream(name, start, size, entry[66] == 1)
            todo += [left, right]
        return found

    def read(self, name: str) -> bytes:
        """The bytes of a top-level stream; KeyError when absent, ValueError when broken."""
        entry = self.entries[name]
        if entry.size >= self._cutoff:
            return self._chain(entry.start)[: entry.size]
        mini = self._chain(self._root_start)[: self._root_size]
        parts: list[bytes] = []
        at, step = entry.start, 1 << self._mini_shift
        while at < _END:
            if at >= len(self._mini_fat) or len(parts) > len(mini) // step:
                raise ValueError("a small stream loops or leaves the file")
            parts.append(mini[at * step : at * step + step])
            at = self._mini_fat[at]
        return b"".join(parts)[: entry.size]

    def offset(self, name: str, at: int) -> int:
        """Where in the file byte `at` of a top-level stream lies."""
        entry = self.entries[name]
        if entry.size >= self._cutoff:
            return self._offset(entry.start, at)
        number = entry.start
        for _ in range(at >> self._mini_shift):
            number = self._mini_fat[number]
        within = at & ((1 << self._mini_shift) - 1)
        return self._offset(self._root_start, (number << self._mini_shift) + within)

    def _offset(self, start: int, at: int) -> int:
        number: int = start
        for _ in range(at >> self._shift):
            number = self._fat[number]
        size: int = 1 << self._shift
        return (number + 1) * size + at % size


def _numbers(block: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(block[: len(block) // 4 * 4])
    return numbers
