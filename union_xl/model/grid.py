"""What is found in a file: places, grids, opened books, found tables."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from union_xl.model.submission import Correction, Finding

Raw = None | bool | int | float | str | dt.date | dt.datetime | dt.time | dt.timedelta
"""A cell as found.  Error cells are the text Excel shows (`#N/A`); blank is None or ''."""


Spot = tuple[int, int] | tuple[int, int, str]
"""(row, column) of a cell, and its sheet where that is another one."""

PICTURE = "=DISPIMG("
"""What begins the text of a cell that holds a picture, as WPS writes it and the readers say it of Excel's."""


def column_letters(col: int) -> str:
    """1 -> 'A', 28 -> 'AB'.  0 or less gives ''."""
    letters = ""
    while col > 0:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


WORD_TABLE = "第{}个表格"
"""The sheet name of a table in a Word document: its places count rows and cells, as nobody sees letters."""
_IN_WORD = re.compile(r"第\d+个表格\Z")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One spot in a file; row or col 0 means the whole column or row, both 0 the sheet or book.

    `book` is the path below the folder with `/`; a zip member is `a.zip/b.xlsx`.  `line` is the row by which
    the row of data is called that the spot belongs to, where that is another one (a card: 0 else), `home` the
    sheet of that row, where that is another one.
    """

    book: str
    sheet: str = ""
    row: int = 0
    col: int = 0
    line: int = field(default=0, compare=False)
    home: str = field(default="", compare=False)

    @classmethod
    def gathered(cls, book: str, sheet: str, row: int, spot: Spot) -> Place:
        """The spot of a value in a row that was gathered from several lines, or sheets."""
        there, col, *other = spot
        if other:
            return cls(book, str(other[0]), there, col, row, sheet)
        return cls(book, sheet, there, col, row if there != row else 0)

    @property
    def ref(self) -> str:
        """`E17`, `E` (a column), `17` (a row) or ''; in a Word document `第17行第5列`."""
        if _IN_WORD.match(self.sheet):
            return (f"第{self.row}行" if self.row else "") + (f"第{self.col}列" if self.col else "")
        return column_letters(self.col) + (str(self.row) if self.row else "")

    @property
    def record(self) -> tuple[str, str, int]:
        """(book, sheet, row) of the row of data it belongs to; row 0 where it belongs to none."""
        return self.book, self.home or self.sheet, self.line or self.row

    @property
    def in_word(self) -> bool:
        """It stands in a Word document, where no link and no mark can point at it."""
        return bool(_IN_WORD.match(self.sheet))

    @property
    def spot(self) -> str:
        """`sheet!E17`, `第1个表格第17行第5列`, the sheet alone or ''."""
        return self.sheet + (f"{'' if self.in_word else '!'}{self.ref}" if self.ref else "")

    def __reduce__(self) -> tuple[type[Place], tuple[str, str, int, int, int, str]]:
        """Pickled by its fields: several times quicker than a frozen dataclass's own way."""
        return Place, (self.book, self.sheet, self.row, self.col, self.line, self.home)

    def __str__(self) -> str:
        """`book › sheet!E17`."""
        return f"{self.book} › {self.spot}" if self.spot else self.book


class Area(NamedTuple):
    """A rectangle, ends included, 1-based."""

    top: int
    left: int
    bottom: int
    right: int


class Display(NamedTuple):
    """A cell whose number format adds something: what is stored, and the text a person sees."""

    stored: Raw
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read: a file on disk, or a member of a zip held in memory.

    `name` is unique in a run (path below the folder with `/`; `a.zip/b.xlsx`).  `refused` is the rule
    code of a member that could not even be unpacked.
    """

    name: str
    path: Path
    data: bytes | None = None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet's cells as found, always from A1: `rows[r - 1][c - 1]` is Excel's (r, c).

    Rows may be shorter than the widest one.  `errors` and `uncached` are cells (row, col) that
    hold an Excel error value, or a formula whose result was never saved; `summing` are those whose formula
    counts or adds cells of other rows; `boxes` texts of text boxes, by the cell of their upper left corner.

    What a person sees counts: where a number format adds to a number or text, or a part of a text is struck
    through, the rows hold what is seen, and `displays` or `struck_texts` what is stored.  Days whose format
    shows only a part of them (`m/d`), and numbers shown as powers of ten or fractions, stay what they are in
    the rows.
    `struck` are cells that are struck through as a whole; `from_1904`: days are counted from 1904-01-01.

    `lead`: the first so many rows are lines above a table that counts its rows by itself (Word).  `origin` is
    {(row, col): the cell itself} of values that were gathered from elsewhere on the sheet into these rows
    or on the next one (a card): row is then the one by which their row of data is called.
    """

    book: str
    sheet: str
    rows: Sequence[Sequence[Raw]]
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_cols: frozenset[int] = frozenset()
    visible: bool = True
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    uncached: frozenset[tuple[int, int]] = frozenset()
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)
    struck: frozenset[tuple[int, int]] = frozenset()
    pictures: frozenset[tuple[int, int]] = frozenset()
    displays: Mapping[tuple[int, int], Display] = field(default_factory=dict)
    struck_texts: Mapping[tuple[int, int], str] = field(default_factory=dict)
    from_1904: bool = False
    summing: frozenset[tuple[int, int]] = frozenset()
    boxes: Mapping[tuple[int, int], str] = field(default_factory=dict)
    lead: int = 0
    origin: Mapping[tuple[int, int], Spot] = field(default_factory=dict)

    def at(self, row: int, col: int) -> Raw:
        """The value at (row, col), None outside."""
        if 0 < row <= len(self.rows):
            cells = self.rows[row - 1]
            if 0 < col <= len(cells):
                return cells[col - 1]
        return None

    def column(self, col: int, rows: Sequence[int]) -> list[Raw]:
        """The values of a column (from 1) in these rows, which the sheet has; of rows too short None."""
        at, lines = col - 1, self.rows
        return [cells[at] if len(cells := lines[row - 1]) > at else None for row in rows]

    def place(self, row: int = 0, col: int = 0) -> Place:
        """Where a cell of these rows stands in the file."""
        if self.origin:
            return Place.gathered(self.book, self.sheet, row, self.origin.get((row, col), (row, 0)))
        return Place(self.book, self.sheet, max(row - self.lead, 0), col)


@dataclass(frozen=True, slots=True)
class Book:
    """One opened file.  Unreadable ones have no grids, and `refused` is the rule that says why.

    `stamp` holds our own defined names (form, version, unit, period); `modified` is the
    document's own property, never the file system's time.
    """

    name: str
    sha256: str
    container: str
    grids: tuple[Grid, ...] = ()
    stamp: Mapping[str, str] = field(default_factory=dict)
    modified: dt.datetime | None = None
    findings: tuple[Finding, ...] = ()
    refused: str = ""
    encrypted: bool = False


Standing = Literal["bound", "proposed", "unknown", "whole"]
"""`whole`: the column stands for its table, of which it is asked which ledger it is."""


FORMER = "旧版表样的列名"
"""How the why of a column begins that an older version of our own blank called otherwise."""


@dataclass(frozen=True, slots=True)
class Binding:
    """What became of one column of a found table.

    `header` is the text as found (multi-row headers joined with `_`), `title` the form's
    standard column title it stands for ('' when unknown), `why` a short Chinese reason,
    `score` 0..1.
    """

    col: int
    header: str
    title: str
    state: Standing
    score: float = 1.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Where the data of one form sits in a grid; holds no copies.

    `header` are the header rows, `body` the data rows (1-based, blank and set-aside rows left
    out), `where` the column number of each bound standard title; `above` and `below` what the
    lines around said (`{'单位名称': …, '填报日期': …}`); `aside` rows that are not data, with
    the reason (`示例`, `合计`, `表头`, `页脚`).
    `fingerprint` identifies the header (same headers, same fingerprint, in any file).  `grid` already
    holds the values of ditto marks and vertical merges; `corrections` says where they were filled in,
    `questions` what is asked about cells of its body.  `continued` are further lines of somebody whose
    cells are merged down over them, with the first line; `layout` is the shape it was read from.
    """

    form: str
    grid: Grid
    header: tuple[int, ...]
    where: Mapping[str, int]
    body: tuple[int, ...]
    bindings: tuple[Binding, ...] = ()
    above: Mapping[str, str] = field(default_factory=dict)
    below: Mapping[str, str] = field(default_factory=dict)
    aside: Mapping[int, str] = field(default_factory=dict)
    fingerprint: str = ""
    confirmed: bool = True
    findings: tuple[Finding, ...] = ()
    corrections: tuple[Correction, ...] = ()
    questions: tuple[Finding, ...] = ()
    continued: Mapping[int, int] = field(default_factory=dict)
    layout: Literal["list", "card", "matrix"] = "list"


def as_meant(value: Any) -> Any:
    """A value as a person means it: a whole number without its point, a day without its midnight.

    >>> as_meant(3.0), as_meant(0.5), as_meant(dt.datetime(2022, 6, 1))
    (3, 0.5, datetime.date(2022, 6, 1))
    """
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return value


def as_said(value: Any) -> str:
    """What a cell says, however it is stored (`3.0` and `3`, a date and its text); '' where it is blank."""
    if isinstance(value, str):
        return value.strip()
    return "" if value is None or value != value else str(as_meant(value)).strip()
