"""What a ledger just written tells the next run, kept beside it: one left as it is need not be read again."""

from __future__ import annotations

import hashlib
from pathlib import Path

from union_xl.flow.packing import pack, unpack
from union_xl.merge import Base, CellEdit, Keys, Verdict

KINDS = (Base, CellEdit, Keys, Verdict)


def keep_base(path: Path, ledger_sha256: str, base: Base) -> None:
    """Keep what a ledger just written says."""
    body = pack(base)
    path.write_bytes(f"{ledger_sha256} {hashlib.sha256(body).hexdigest()}\n".encode() + body)


def kept_base(path: Path, ledger_sha256: str) -> Base | None:
    """What `keep_base` kept for exactly this ledger; None when it is damaged or of another."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        if head.decode("ascii", "replace") == f"{ledger_sha256} {hashlib.sha256(body).hexdigest()}":
            found = unpack(body, KINDS)
            return found if isinstance(found, Base) else None
    except (OSError, ValueError):
        pass
    return None
