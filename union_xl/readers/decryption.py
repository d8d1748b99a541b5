"""Encrypted workbooks: opened with the passwords the office knows, in memory only."""

from __future__ import annotations

import io
from collections.abc import Iterator

from union_xl.model import RunContext

_READ_ONLY = "VelvetSweatshop"
"""What Excel itself uses for workbooks that only look encrypted (read-only recommended)."""


def decrypt(data: bytes, context: RunContext) -> bytes | None:
    """The plain bytes; None when no password fits or the encryption is of an unknown sort."""
    import msoffcrypto

    for password in _passwords(context):
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


def _passwords(context: RunContext) -> Iterator[str]:
    yield from dict.fromkeys((*context.passwords, *context.settings.passwords, _READ_ONLY))
