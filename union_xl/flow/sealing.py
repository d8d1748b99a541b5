"""Bytes kept from one run to the next under a line that says what they are, how many, and their CRC-32."""

from __future__ import annotations

import zlib
from pathlib import Path

from union_xl.core.batches import Bytes


def keep(path: Path, name: str, body: Bytes) -> int:
    """Write `body` under its `name`; where it begins in the file.  Raises OSError."""
    seal = _seal(name, body)
    with open(path, "wb", buffering=0) as file:
        file.write(seal)
        file.write(body)
    return len(seal)


def kept(path: Path | str, name: str) -> tuple[bytes, int] | None:
    """A file and where its body begins; None when it is not there, damaged, or not of this name."""
    try:
        with open(path, "rb", buffering=0) as file:
            data = file.read()
    except OSError:
        return None
    start = data.find(b"\n") + 1
    return (data, start) if data[:start] == _seal(name, memoryview(data)[start:]) else None


def _seal(name: str, body: Bytes) -> bytes:
    return f"{name} {len(body)} {zlib.crc32(body):08x}\n".encode()
