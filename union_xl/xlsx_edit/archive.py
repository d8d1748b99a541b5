"""The zip container, raw: what is not rewritten is copied byte for byte.

A local entry is everything from its header up to the next one, so data descriptors, zip64 fields, extra
fields and padding travel along; the central directory records are copied too, but for the offset.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass

from union_xl.model import Limits, TemplateError

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_FULL = 0xFFFFFFFF
_DEFLATE_LEVEL = 4  # a marked copy has to leave in milliseconds; level 6 is 4 % smaller and twice as slow


@dataclass(slots=True)
class _Entry:
    """One zip entry: `record` is its central directory record, `start`..`end` its local bytes."""

    name: str
    record: bytes
    start: int
    end: int
    packed: int
    size: int
    crc: int
    method: int
    flags: int

    @property
    def key(self) -> str:
        return part_key(self.name)


def part_key(name: str) -> str:
    """Package part names are compared without case; some writers put backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()


_ROOMS = frozenset({"_rels", "docprops", "xl", "word", "customxml", "custom", "[content_types].xml"})
_DRIVE = re.compile(r"(?:^|/)[A-Za-z]:")


def _plain_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def _is_plain(name: str) -> bool:
    return name == _plain_name(name)


def _climbs(name: str) -> bool:
    """Whether unpacking an entry would write outside the folder; a part named oddly does not count."""
    plain = _plain_name(name)
    if ".." in plain.split("/") or _DRIVE.search(plain):
        return True
    return not _is_plain(name) and plain.split("/")[0].lower() not in _ROOMS


class Archive:
    """A zip held in memory: read parts, replace, add or drop them, and put it together again.

    What is put together again holds no entry that would be unpacked outside its folder (`../x`, `/x`, `C:x`,
    and the like with backslashes); a part of an office file that some writer named with backslashes or a
    leading slash gets its plain name.  Raises TemplateError for what is no sound zip, or goes beyond the
    limits.
    """

    def __init__(self, data: bytes, limits: Limits | None = None) -> None:
        self._data = data
        self._new: dict[str, tuple[str, bytes]] = {}
        self._dropped: set[str] = set()
        self._order, self._comment = _directory(data)
        self._entries = {entry.key: entry for entry in self._order}
        _within(self._order, limits or Limits())
        if len(self._entries) != len(self._order):
            raise TemplateError("文件内部有重名的部件，不能安全地修改，请用 Excel 打开后另存为 xlsx 再试")

    def __contains__(self, name: str) -> bool:
        key = part_key(name)
        return key not in self._dropped and (key in self._new or key in self._entries)

    @property
    def names(self) -> list[str]:
        """Part names in the order of the directory, new ones last."""
        kept = [entry.name for entry in self._order if entry.key not in self._dropped]
        return kept + [name for key, (name, _) in self._new.items() if key not in self._entries]

    def read(self, name: str) -> bytes:
        """The unpacked bytes of a part."""
        key = part_key(name)
        if key in self._new:
            return self._new[key][1]
        entry = self._entries.get(key)
        if entry is None or key in self._dropped:
            raise TemplateError(f"文件内部缺少 {name}，请用 Excel 打开后另存为 xlsx 再试")
        return self._unpack(entry)

    def write(self, name: str, data: bytes) -> None:
        """Replace a part, or add it at the end."""
        key = part_key(name)
        self._dropped.discard(key)
        self._new[key] = (name, data)

    def drop(self, name: str) -> None:
        key = part_key(name)
        self._new.pop(key, None)
        if key in self._entries:
            self._dropped.add(key)

    def to_bytes(self) -> bytes:
        """The whole zip again; without changes exactly the bytes that came in."""
        if not self._new and not self._dropped:
            return self._data
        out = bytearray()
        records: dict[str, bytes] = {}
        for entry in sorted(self._order, key=lambda one: one.start):
            if entry.key in self._dropped or _climbs(entry.name):
                continue
            if not _is_plain(entry.name):
                data = self._new[entry.key][1] if entry.key in self._new else self._unpack(entry)
                records[entry.key] = self._pack(out, data, None, _plain_name(entry.name))
            elif entry.key in self._new:
                records[entry.key] = self._pack(out, self._new[entry.key][1], entry)
            else:
                records[entry.key] = _moved(entry.record, len(out))
                out += self._data[entry.start : entry.end]
        directory = [records[entry.key] for entry in self._order if entry.key in records]
        for key, (name, data) in self._new.items():
            if key not in self._entries:
                directory.append(self._pack(out, data, None, name))
        start = len(out)
        for record in directory:
            out += record
        if len(directory) > 0xFFFE or start > _FULL - 1:
            raise TemplateError("文件太大，不能安全地修改")
        count = len(directory)
        out += _END.pack(b"PK\5\6", 0, 0, count, count, len(out) - start, start, len(self._comment))
        out += self._comment
        return bytes(out)

    def _unpack(self, entry: _Entry) -> bytes:
        if entry.flags & 1:
            raise TemplateError("文件内部有加密的部件，不能读取，请取消密码后再试")
        name_length, extra_length = struct.unpack_from("<2H", self._data, entry.start + 26)
        begin = entry.start + 30 + name_length + extra_length
        packed = self._data[begin : begin + entry.packed]
        if entry.method == zipfile.ZIP_STORED:
            data = packed
        elif entry.method == zipfile.ZIP_DEFLATED:
            try:
                data = zlib.decompressobj(-15).decompress(packed, entry.size + 1)
            except zlib.error:
                data = b""
        else:
            raise TemplateError("文件用了少见的压缩方式，请用 Excel 打开后另存为 xlsx 再试")
        if len(data) != entry.size or zlib.crc32(data) != entry.crc:
            raise TemplateError("文件已损坏，请用 Excel 打开修复并另存为 xlsx 再试")
        return data

    @staticmethod
    def _pack(out: bytearray, data: bytes, old: _Entry | None, name: str = "") -> bytes:
        """Append a freshly packed entry to `out`; gives its directory record."""
        squeeze = zlib.compressobj(_DEFLATE_LEVEL, zlib.DEFLATED, -15)
        packed = squeeze.compress(data) + squeeze.flush()
        made, system, attributes, inside, comment = 20, 0, 0, 0, b""
        time, date, flags = 0, 33, 0
        raw_name = name.encode()
        if old is not None:
            fields = _CENTRAL.unpack_from(old.record)
            made, flags, time, date = fields[1], fields[3] & 0x800, fields[5], fields[6]
            inside, attributes = fields[14], fields[15]
            ends = 46 + fields[10], 46 + fields[10] + fields[11]
            raw_name, comment = old.record[46 : ends[0]], old.record[ends[1] : ends[1] + fields[12]]
        elif not name.isascii():
            flags = 0x800
        offset, crc = len(out), zlib.crc32(data)
        head = (flags, 8, time, date, crc, len(packed), len(data), len(raw_name), 0)
        out += _LOCAL.pack(b"PK\3\4", 20, *head) + raw_name + packed
        record = _CENTRAL.pack(
            b"PK\1\2", made | system, 20, *head, len(comment), 0, inside, attributes, offset
        )
        return record + raw_name + comment


def _directory(data: bytes) -> tuple[list[_Entry], bytes]:
    """The entries in the order of the central directory, and the archive's comment."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            start, infos, comment = opened.start_dir, opened.infolist(), opened.comment
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as why:
        raise TemplateError("文件已损坏，不是可以打开的 xlsx 文件，请重新保存后再试") from why
    entries, at = [], start
    for info in infos:
        fields = _CENTRAL.unpack_from(data, at)
        length = 46 + fields[10] + fields[11] + fields[12]
        entries.append(
            _Entry(
                info.orig_filename,
                data[at : at + length],
                info.header_offset,
                0,
                info.compress_size,
                info.file_size,
                info.CRC,
                info.compress_type,
                info.flag_bits,
            )
        )
        at += length
    ordered = sorted(entries, key=lambda one: one.start)
    for entry, follower in zip(ordered, [*ordered[1:], None], strict=True):
        entry.end = follower.start if follower else start
        if data[entry.start : entry.start + 4] != b"PK\3\4":
            raise TemplateError("文件已损坏，不是可以打开的 xlsx 文件，请重新保存后再试")
        name_length, extra_length = struct.unpack_from("<2H", data, entry.start + 26)
        if entry.start + 30 + name_length + extra_length + entry.packed > entry.end:
            raise TemplateError("文件内部的部件互相重叠，可能是恶意文件，已拒绝")
    return entries, comment


def _within(entries: list[_Entry], limits: Limits) -> None:
    unpacked = sum(entry.size for entry in entries)
    packed = sum(entry.packed for entry in entries) or 1
    if len(entries) > limits.entries or unpacked > limits.unpacked_bytes:
        raise TemplateError("文件解压后过大，超出限制，已拒绝")
    if unpacked > 2**20 and unpacked / packed > limits.ratio:
        raise TemplateError("文件的压缩比异常，可能是恶意文件，已拒绝")


def _moved(record: bytes, offset: int) -> bytes:
    """A directory record with the entry's new offset, also where it stands in a zip64 field."""
    fields = _CENTRAL.unpack_from(record)
    if fields[16] != _FULL:
        return record[:42] + struct.pack("<L", offset) + record[46:]
    patched = bytearray(record)
    at, end = 46 + fields[10], 46 + fields[10] + fields[11]
    skip = 8 * (fields[9] == _FULL) + 8 * (fields[8] == _FULL)
    while at + 4 <= end:
        kind, length = struct.unpack_from("<2H", record, at)
        if kind == 1:
            struct.pack_into("<Q", patched, at + 4 + skip, offset)
        at += 4 + length
    return bytes(patched)
