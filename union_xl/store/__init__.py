"""What is kept between runs in `DIR/.union_xl/`: read files, the ledger's rows, the clerk's state.

Three kinds of entries under one way of keeping (`store.entries`).  Whatever is damaged, foreign or of another
version is as good as none.
"""

from __future__ import annotations

from pathlib import Path

from union_xl.store import parquet
from union_xl.store.encoding import Columns, decoded, encoded
from union_xl.store.entries import Entries, remove

HOME = ".union_xl"
KINDS = ("read", "rows", "state")
_OLDER = ("cache", "written.xlsx", "base.json", "rows.bin", "seen.bin", "drawn.bin", "marks.json")
"""What version 0.3 kept there."""

__all__ = ["HOME", "KINDS", "Columns", "Entries", "Store", "decoded", "encoded", "parquet"]


class Store:
    """The entries below one output folder.

    `read` are checked files, each by its name, its content and all that decides how it is read; `rows` the
    rows of a ledger by the ledger's sha256, form and part; `state` what the ledger said as it was written and
    what the clerk had decided by then, by the ledger's sha256.
    """

    def __init__(self, out: Path) -> None:
        self.home = out / HOME
        read, rows, state = KINDS
        self.read = Entries(self.home / read, "json")
        self.rows = Entries(self.home / rows, "parquet")
        self.state = Entries(self.home / state, "json")

    def forget_older(self) -> None:
        """Forget what an older version kept."""
        for name in _OLDER:
            remove(self.home / name)
