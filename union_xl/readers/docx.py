"""Tables of a Word document (docx), each as one grid: ECMA-376 part 1, WordprocessingML, read as a stream.

A table's rows and cells are counted as Word counts them; the paragraphs above it come first, as `lead` rows
of the grid, those behind the last table below it.  Tracked changes count as accepted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import unescape

from union_xl.model import Area, Grid, Limits, Raw
from union_xl.model.grid import WORD_TABLE
from union_xl.readers import workbook
from union_xl.readers.csv_reader import untyped
from union_xl.readers.docx_text import CellText
from union_xl.readers.parts import parts_of
from union_xl.readers.read_result import ReadResult
from union_xl.readers.unzip import FileRefused
from union_xl.readers.xml_stream import parse

_LEAD = 6
"""So many paragraphs above a table, and behind the last one, are looked at."""
_WIDEST = 256
"""A cell that says it spans more columns is not believed; Word itself has 63."""
_DEEPEST = 400
"""Elements inside each other; tables in tables in content controls come to some dozens."""


@dataclass(slots=True)
class _Table:
    """A table being read."""

    above: list[str]
    level: int
    rows: list[list[Raw]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    struck: set[tuple[int, int]] = field(default_factory=set)
    struck_texts: dict[tuple[int, int], str] = field(default_factory=dict)
    pictures: set[tuple[int, int]] = field(default_factory=set)
    open: dict[int, tuple[int, int]] = field(default_factory=dict)
    """{column: (first row, columns) of a merge that may go on downwards}."""
    row: list[Raw] = field(default_factory=list)
    going: dict[int, tuple[int, int]] = field(default_factory=dict)
    """The merges that the row being read goes on with or begins."""
    gone: bool = False
    across: int = 1
    down: str = ""

    def start_row(self) -> None:
        self.row, self.going, self.gone = [], {}, False

    def end_cell(self, text: CellText) -> int:
        """Put the cell into its row; the columns it takes."""
        at, number = len(self.row) + 1, len(self.rows) + 1
        across = min(max(self.across, 1), _WIDEST)
        goes_on = self.down == "continue" and at in self.open
        if self.down == "restart":
            self.going[at] = (number, across)
        elif goes_on:
            self.going[at] = self.open[at]
        kept, whole = text.kept, text.whole
        if goes_on:
            kept = whole = ""
        elif across > 1 and self.down != "restart":
            self.merged.append(Area(number, at, number, at + across - 1))
        if kept and kept != whole:
            self.struck_texts[number, at] = whole
        elif kept != whole:
            self.struck.add((number, at))
        if text.picture:
            self.pictures.add((number, at))
        self.row += [untyped(kept or whole) or None, *[None] * (across - 1)]
        self.across, self.down = 1, ""
        return across

    def end_row(self) -> None:
        for at, (first, across) in self.open.items():
            if self.going.get(at) != (first, across):  # another one may begin right below
                self._close(at, first, across)
        self.open = {} if self.gone else self.going
        self.rows.append([] if self.gone else self.row)

    def end(self) -> None:
        for at, (first, across) in self.open.items():
            self._close(at, first, across)

    def _close(self, at: int, first: int, across: int) -> None:
        last = len(self.rows)
        if last > first or across > 1:
            self.merged.append(Area(first, at, last, at + across - 1))

    def grid(self, book: str, number: int, below: list[str]) -> Grid:
        """The finished table, the lines above it first."""
        lead = len(self.above)

        def moved(cell: tuple[int, int]) -> tuple[int, int]:
            return cell[0] + lead, cell[1]

        return Grid(
            book,
            WORD_TABLE.format(number),
            [*([line] for line in self.above), *self.rows, *([line] for line in below)],
            tuple(Area(a + lead, b, c + lead, d) for a, b, c, d in sorted(self.merged)),
            struck=frozenset(map(moved, self.struck)),
            struck_texts={moved(cell): text for cell, text in self.struck_texts.items()},
            pictures=frozenset(map(moved, self.pictures)),
            lead=lead,
        )


class _Reader:
    """What the stream of elements leaves behind: tables in the order in which they begin."""

    def __init__(self, limits: Limits) -> None:
        self.tables: list[_Table] = []
        self.lines: list[str] = []
        self.boxes: list[str] = []
        self._boxed = 0
        self._open: list[_Table] = []
        self._texts: list[CellText] = [CellText()]
        self._skip = 0
        self._path: list[str] = []
        self._left, self._most = limits.cells, limits.sheets

    def start(self, name: str, given: Mapping[str, str]) -> None:
        self._path.append(name)
        if len(self._path) > _DEEPEST:
            raise FileRefused("F-CORRUPT")
        if self._skip or name in _SKIPPED or (self._boxed and name == "tbl"):
            self._skip += 1
            return
        table = self._open[-1] if self._open else None
        if name == _BOX:
            self._boxed += 1
            self._texts.append(CellText())
        elif name == "tbl":
            if len(self.tables) >= self._most:
                raise FileRefused("F-SHEETS")
            made = _Table([] if table else self.lines[-_LEAD:], len(self._open))
            self.lines = self.lines if table else []
            self.tables.append(made)
            self._open.append(made)
        elif table is None or not self._in_properties(table, name, given):
            self._texts[-1].start(name, given, self._path)

    def _in_properties(self, table: _Table, name: str, given: Mapping[str, str]) -> bool:
        """What an element says of the shape of the table; whether it was one that does."""
        parent = self._path[-2] if len(self._path) > 1 else ""
        value = given.get("val", "")
        if name == "tr":
            table.start_row()
        elif name == "tc":
            self._texts.append(CellText())
        elif name == "gridBefore":
            table.row += [None] * min(_count(value), _WIDEST)
        elif name == "gridSpan":
            table.across = _count(value)
        elif name == "vMerge":
            table.down = value or "continue"
        elif name == "del" and parent == "trPr":
            table.gone = True
        else:
            return False
        return True

    def end(self, name: str) -> None:
        self._path.pop()
        if self._skip:
            self._skip -= 1
            return
        table = self._open[-1] if self._open else None
        if name == _BOX:
            self._boxed -= 1
            self.boxes.append(self._texts.pop().kept)
        elif name == "tc" and table is not None:
            self._left -= table.end_cell(self._texts.pop())
            if self._left < 0:
                raise FileRefused("F-CELLS")
        elif name == "tr" and table is not None:
            table.end_row()
        elif name == "tbl" and table is not None:
            table.end()
            self._open.pop()
        else:
            self._texts[-1].end(name)
            if name == "p" and not self._open and not self._boxed:
                self._line()

    def _line(self) -> None:
        """A paragraph between tables is complete."""
        text, self._texts = self._texts[0].kept, [CellText()]
        if text:
            self.lines.append(text)

    def text(self, text: str) -> None:
        if not self._skip:
            self._texts[-1].text(text, self._path)


_BOX = "txbxContent"
_SKIPPED = frozenset(
    {"moveFrom", "Fallback", "rPrChange", "pPrChange", "tcPrChange", "trPrChange",
     "tblPrChange", "sectPrChange", "tblPrExChange", "rt", "delText", "delInstrText", "numPr", "tblPr",
     "sectPr"}
)  # fmt: skip
"""What is no text of the document, or no longer; and properties whose children bear the names of others."""


def _count(value: str) -> int:
    return int(value) if value.isdigit() and len(value) < 6 else 1


def prepare(data: bytes, limits: Limits, max_bytes: int) -> tuple[bytes, bytes] | None:
    """(the document's XML, that of its properties) of a package; None where it unpacks to more than
    `max_bytes` and another limit would allow it.  Refused as `parts_of` does, and with F-WORD-NONE without
    a document."""
    parts = parts_of(data, limits, max_bytes)
    if parts is None:
        return None
    by_name = {name.lower(): content for name, content in parts.items()}
    targets = workbook.relations({"/_rels/.rels": by_name.get("_rels/.rels", b"")}, "").values()
    names = [target.lower().lstrip("/") for target in targets]
    main = next((name for name in names if name.startswith("word/")), "word/document.xml")
    if main not in by_name:
        raise FileRefused("F-WORD-NONE")
    return by_name[main], by_name.get("docprops/core.xml", b"")


def read(book: str, prepared: tuple[bytes, bytes], limits: Limits) -> ReadResult:
    """One grid per table, nested ones behind their own; Refused(F-WORD-NONE) when there is no table."""
    document, core = prepared
    reader = _Reader(limits)
    parse(document, reader.start, reader.end, reader.text)
    tables = reader.tables
    if not tables:
        raise FileRefused("F-WORD-NONE")
    last = max(number for number, one in enumerate(tables) if not one.level)
    grids = tuple(
        one.grid(book, number + 1, reader.lines[:_LEAD] if number == last else [])
        for number, one in enumerate(tables)
    )
    boxes = {(at - len(reader.boxes), 0): text for at, text in enumerate(reader.boxes) if text}
    first = replace(grids[0], boxes=boxes)  # before all rows: Word does not say in which they stand
    return ReadResult((first, *grids[1:]), _stamp(core), workbook.modified(core))


def _stamp(core: bytes) -> dict[str, str]:
    """What a blank of ours says of itself, in the document's keywords."""
    found = re.search(r"<(?:\w+:)?keywords>union-xl ([^<]*)<", core.decode("utf-8", "replace"))
    pairs = (pair.partition("=") for pair in unescape(found[1]).split("|")) if found else ()
    return {key: value for key, _, value in pairs if value}
