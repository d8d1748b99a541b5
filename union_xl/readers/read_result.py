"""What a reader of one container gives to the door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from union_xl.model import Area, Finding, Grid, Raw
from union_xl.model.grid import Display
from union_xl.readers.number_formats import BUILTIN, displayed, is_notation, shown_beyond_value

ORDINARY_CELLS = 450_000
"""Cells of a sheet's used rectangle up to which it is read in the caller's own process."""

ORDINARY_ROWS = 20_000
"""The same for rows."""

ORDINARY_SHEETS = 500
"""Sheets of one workbook up to which it is read in the caller's own process."""


@dataclass(frozen=True, slots=True)
class ReadResult:
    """Grids in the workbook's order, our stamp, the document's own modified moment, findings."""

    grids: tuple[Grid, ...]
    stamp: Mapping[str, str] = field(default_factory=dict)
    modified: dt.datetime | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class RecordBook:
    """What the records of an xls or xlsb say of the whole workbook: its date system, its number formats by
    number, the format and the font number of each style, fonts that are struck through, and by number what is
    not struck of shared texts."""

    from_1904: bool = False
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    fonts: list[int] = field(default_factory=list)
    struck_fonts: set[int] = field(default_factory=set)
    struck_texts: dict[int, tuple[str | None, str | None]] = field(default_factory=dict)

    def code(self, style: int) -> str:
        """The number format of a style, '' for General."""
        number = self.styles[style] if style < len(self.styles) else 0
        return self.formats.get(number, BUILTIN.get(number, ""))

    def telling(self) -> SpecialFormats:
        """What to look for in the cells; mostly nothing."""
        codes = {style: self.code(style) for style in range(len(self.styles))}
        formats = {style: code for style, code in codes.items() if code and shown_beyond_value(code)}
        struck = frozenset(style for style, font in enumerate(self.fonts) if font in self.struck_fonts)
        return SpecialFormats(formats, struck, self.struck_texts)


@dataclass(frozen=True, slots=True)
class SpecialFormats:
    """{style number: number format} of the formats that tell more than the value, the styles that are struck
    through, and by number what is not struck of shared texts."""

    formats: Mapping[int, str]
    struck: frozenset[int]
    texts: Mapping[int, tuple[str | None, str | None]]

    @property
    def nothing(self) -> bool:
        """No cell needs a look."""
        return not (self.formats or self.struck or self.texts)

    def note(self, sheet: SheetRecords, row: int, col: int, style: int, text: int | None = None) -> None:
        """Keep of a cell what there is; `text` is the number of its shared text."""
        if style in self.formats:
            sheet.formats[row, col] = self.formats[style]
        if style in self.struck:
            sheet.struck.add((row, col))
        left = self.texts[text][style in self.struck] if text is not None and text in self.texts else None
        if left is not None:
            sheet.left[row, col] = left


@dataclass(slots=True)
class SheetRecords:
    """What the records of one sheet of an xls or xlsb say beside its values; bottom and right 1-based; `more`
    are values that calamine passes over, `formats` number formats of cells where they tell something."""

    visible: bool = True
    bottom: int = 0
    right: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_cols: set[int] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    more: dict[tuple[int, int], Raw] = field(default_factory=dict)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    struck: set[tuple[int, int]] = field(default_factory=set)
    left: dict[tuple[int, int], str] = field(default_factory=dict)
    odd: bool = False

    def grid(self, book: str, name: str, rows: list[list[Raw]], visible: bool, from_1904: bool) -> Grid:
        """The sheet: calamine's `rows` with what the records add."""
        rows = with_errors(rows, {**self.more, **self.errors})
        struck_texts, struck = without_struck(rows, self.left)
        return Grid(
            book,
            name,
            rows,
            tuple(self.merged),
            frozenset(self.hidden_rows),
            frozenset(self.hidden_cols),
            visible and self.visible,
            self.errors,
            struck=(struck | self.struck) - struck_texts.keys(),
            displays=as_displayed(rows, self.formats),
            struck_texts=struck_texts,
            from_1904=from_1904,
        )


def ordinary(sheets: Collection[SheetRecords]) -> bool:
    """True when the sheets of an xls or xlsb are few, small and without oddities."""
    return len(sheets) <= ORDINARY_SHEETS and all(
        not one.odd and one.bottom <= ORDINARY_ROWS and one.bottom * one.right <= ORDINARY_CELLS
        for one in sheets
    )


def with_errors(rows: list[list[Raw]], errors: Mapping[tuple[int, int], Raw]) -> list[list[Raw]]:
    """The rows with what Excel shows, mostly error texts, put where calamine left a blank."""
    for (row, col), text in errors.items():
        while len(rows) < row:
            rows.append([])
        cells = rows[row - 1]
        if len(cells) < col:
            cells.extend([None] * (col - len(cells)))
        cells[col - 1] = text
    return rows


def as_displayed(
    rows: Sequence[Sequence[Raw]], formats: Mapping[tuple[int, int], str]
) -> dict[tuple[int, int], Display]:
    """What cells with telling number formats show; the rows, which are lists, get the numbers and texts as
    they are seen."""
    found = {}
    for (row, col), code in formats.items():
        cells = rows[row - 1] if row <= len(rows) else ()
        shown = displayed(cells[col - 1], code) if col <= len(cells) else None
        if shown is None:
            continue
        found[row, col] = shown
        if isinstance(cells, list) and isinstance(shown.stored, int | float | str) and not is_notation(code):
            cells[col - 1] = shown.text
    return found


def without_struck(
    rows: Sequence[Sequence[Raw]], left: Mapping[tuple[int, int], str]
) -> tuple[dict[tuple[int, int], str], frozenset[tuple[int, int]]]:
    """{cell: its whole text} of cells with struck parts, which are gone from the rows; and the cells of which
    nothing would be left, which stay."""
    found, whole = {}, set()
    for (row, col), kept in left.items():
        cells = rows[row - 1] if row <= len(rows) else ()
        text = cells[col - 1] if col <= len(cells) else None
        if not isinstance(text, str) or not isinstance(cells, list):
            continue
        if kept:
            found[row, col] = text
            cells[col - 1] = kept
        else:
            whole.add((row, col))
    return found, frozenset(whole)
