"""The [MS-CFB] version 3 container that a VBA project lives in: one root, one level of storages."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")


@dataclass
class _Entry:
    name: str
    kind: int  # 1 storage, 2 stream, 5 root
    data: bytes = b""
    kids: list[int] = field(default_factory=list)
    black: int = 1
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    start: int = 0

    def packed(self) -> bytes:
        raw = (self.name + "\0").encode("utf-16-le")
        numbers = (len(raw), self.kind, self.black, self.left, self.right, self.child)
        tail = (bytes(16), 0, 0, 0, self.start, len(self.data))
        return raw.ljust(64, b"\0") + struct.pack("<HBBIII16sIQQIQ", *numbers, *tail)


@dataclass
class _Sectors:
    """A table of sector chains and the bytes they point at."""

    size: int
    table: list[int] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)

    def add(self, data: bytes) -> int:
        """Append data as one chain; its first sector, or the end mark for nothing."""
        if not data:
            return _END
        first, count = len(self.table), -(-len(data) // self.size)
        self.table += [*range(first + 1, first + count), _END]
        self.body += data.ljust(count * self.size, b"\0")
        return first


def compound_file(streams: Mapping[tuple[str, ...], bytes]) -> bytes:
    """{(stream,) or (storage, stream): bytes} -> the container's bytes.  Under 7 MB."""
    entries = _entries(streams)
    for one in entries:
        order = sorted(one.kids, key=lambda kid: (len(entries[kid].name), entries[kid].name.upper()))
        one.child = _tree(entries, order, 1, len(order).bit_length())
    mini, main = _Sectors(_MINI), _Sectors(_SECTOR)
    for one in entries[1:]:
        if one.kind == 2:
            one.start = (mini if len(one.data) < _CUTOFF else main).add(one.data)
    entries[0].data = bytes(mini.body)
    entries[0].start = main.add(entries[0].data)
    mini_table = mini.table + [_FREE] * (-len(mini.table) % 128)
    first_mini = main.add(struct.pack(f"<{len(mini_table)}I", *mini_table))
    unused = bytes(66) + struct.pack("<BBIII", 0, 0, _NONE, _NONE, _NONE) + bytes(48)
    directory = b"".join(one.packed() for one in entries) + unused * (-len(entries) % 4)
    first_directory = main.add(directory)
    return _assembled(main, first_directory, first_mini, len(mini_table) // 128)


def _entries(streams: Mapping[tuple[str, ...], bytes]) -> list[_Entry]:
    entries = [_Entry("Root Entry", 5)]
    index: dict[tuple[str, ...], int] = {}
    storages = sorted({path[0] for path in streams if len(path) == 2})
    for path in [(storage,) for storage in storages] + list(streams):
        index[path] = len(entries)
        entries.append(_Entry(path[-1], 2 if path in streams else 1, streams.get(path, b"")))
        entries[index[path[:-1]] if len(path) > 1 else 0].kids.append(index[path])
    return entries


def _tree(entries: list[_Entry], kids: list[int], depth: int, height: int) -> int:
    """A balanced tree; only its last, incomplete level is red, which makes it a legal red-black tree."""
    if not kids:
        return _NONE
    middle = len(kids) // 2
    one = entries[kids[middle]]
    one.black = 0 if depth == height and depth > 1 else 1
    one.left = _tree(entries, kids[:middle], depth + 1, height)
    one.right = _tree(entries, kids[middle + 1 :], depth + 1, height)
    return kids[middle]


def _assembled(main: _Sectors, first_directory: int, first_mini: int, mini_sectors: int) -> bytes:
    used = len(main.table)
    fat_sectors = next(count for count in range(1, 110) if count * 128 >= used + count)
    fat = [*main.table, *[_FAT] * fat_sectors]
    fat += [_FREE] * (fat_sectors * 128 - len(fat))
    numbers = (0, fat_sectors, first_directory, 0, _CUTOFF, first_mini, mini_sectors, _END, 0)
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII", _SIGNATURE, bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6), *numbers
    )
    places = [*range(used, used + fat_sectors), *[_FREE] * (109 - fat_sectors)]
    return header + struct.pack("<109I", *places) + bytes(main.body) + struct.pack(f"<{len(fat)}I", *fat)
