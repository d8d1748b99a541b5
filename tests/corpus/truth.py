"""What is true of a generated folder: every row, file and seeded fault."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from union_xl.model.grid import column_letters


@dataclass
class TrueRow:
    """One data row as written: where it stands, whose it is, and what must be read from it.

    `values` holds only what can be known from the file (tidy values by standard title); `sheet` is ''
    where the container has none.  `faults` are families of seeded faults, [] for a clean row; `held` True
    when it must not be counted, False when it must be, None when either is right.
    """

    file: str
    sheet: str
    row: int
    form: str
    unit: str
    values: dict[str, Any]
    faults: list[str] = field(default_factory=list)
    held: bool | None = False
    clean: bool = True
    heads: dict[str, str] = field(default_factory=dict)

    def head(self, title: str) -> str:
        """The header text the title stands under."""
        return self.heads.get(title, "")


@dataclass(frozen=True)
class Seeded:
    """One seeded fault: a finding of these levels at any of these cells of the file counts as found."""

    file: str
    sheet: str
    family: str
    cells: frozenset[str]
    levels: frozenset[str]


@dataclass
class TrueFile:
    """What must become of one file; `fates` empty: need not be listed at all.

    `heads` are header texts by title."""

    name: str
    fates: frozenset[str]
    unit: str = ""
    form: str = ""
    rows: int = 0
    what: str = ""
    shape: str = ""
    heads: dict[str, str] = field(default_factory=dict)


@dataclass
class Truth:
    """A folder and the truth about it."""

    folder: Path
    office: Path
    seed: int
    files: dict[str, TrueFile] = field(default_factory=dict)
    rows: list[TrueRow] = field(default_factory=list)
    faults: list[Seeded] = field(default_factory=list)

    def live(self) -> list[TrueRow]:
        """Rows of files that must be taken (采用)."""
        return [r for r in self.rows if self.files[r.file].fates == {"采用"}]


def ref(row: int, col: int) -> str:
    """`E17`."""
    return f"{column_letters(col)}{row}"
