"""What identifies a layout: the same headers, the same mark, in any file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def fingerprint(heads: Sequence[str]) -> str:
    """The same for the same header texts, whatever the file, column positions or blanks between."""
    return hashlib.sha256("|".join(heads).encode("utf-8", "replace")).hexdigest()[:12]
