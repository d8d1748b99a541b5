"""What is kept between runs in `DIR/.union_xl/`: read files, the ledger's rows, the clerk's state.

Three kinds of entries under one way of keeping (`store.entries`).  Whatever is damaged, foreign or of another
version is as good as none.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from union_xl.store import parquet
from union_xl.store.encoding import Columns, decoded, encoded
from union_xl.store.entries import Entries, remove

HOME = ".union_xl"

__all__ = ["HOME", "Columns", "Entries", "Store", "decoded", "encoded", "parquet"]


class Store:
    """The entries below one output folder.

    `read` are checked files, each by its name, its content and all that decides how it is read; `rows` the
    rows of a ledger by the ledger's sha256, form and part; `state` what the ledger said as it was written and
    what the clerk had decided by then, by the ledger's sha256.
    """

    def __init__(self, out: Path) -> None:
        self.home = out / HOME
        self.read = Entries(self.home / "read", "json")
        self.rows = Entries(self.home / "rows", "parquet")
        self.state = Entries(self.home / "state", "json")

    def forget_others(self) -> None:
        """Whatever else lies there (the lock and what is being staged aside) is of an older version."""
        ours = {"lock", "staging", *(one.folder.name for one in (self.read, self.rows, self.state))}
        with contextlib.suppress(OSError):
            for name in os.listdir(self.home):
                if name not in ours:
                    remove(self.home / name)
