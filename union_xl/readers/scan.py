"""One quick look at the XML of a sheet for what python-calamine does not tell.

Only searches over bytes, no document tree: an ordinary sheet of 4,000 cells costs less than a millisecond.
No search runs past the next `<`, so that a sheet of unclosed tags takes no longer than any other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from union_xl.model import Area

_COLUMNS = re.compile(rb'<c r="([A-Z]+)')
_ROWS = re.compile(rb'<row [^<>]*?\br="(\d{1,9})\d*"')
_PREFIX = re.compile(rb"<(/?)\w+:(?=\w)")
_ANY_CELL = re.compile(rb"<(?:\w+:)?c[ >]")
_ANY_REF = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\br=["']\$?([A-Za-z]{1,4})\$?(\d{1,9})\d*["']""")
_ERROR = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"([^<>]*?\bt="e"[^<>]*)>(?:(?!</?c[ >]).)*?<v>([^<]*)</v>', re.S
)
_METADATA = re.compile(rb'\bvm="(\d{1,9})"')
_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"([^<>]*)><f\b(?:[^<>]*/>|[^<>]*>[^<]*</f>)\s*'
    rb"(?:(<v\s*/>)|<v[^<>]*>([^<]*)</v>)?"
)
_NO_NUMBER = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"(?![^<>]*\bt="(?!n"))[^<>]*>(?:<f\b[^<>]*(?:/>|>[^<]*</f>))?'
    rb"<v>\s*[+-]?nan\s*</v>",
    re.I,
)
_HIDDEN_ROW = re.compile(rb'<row\b(?=[^<>]*\bhidden="(?:1|true)")[^<>]*?\br="(\d{1,7})"')
_HIDDEN_COLS = re.compile(rb'<col\b(?=[^<>]*\bhidden="(?:1|true)")[^<>]*>')
_BOUND = re.compile(rb'\b(min|max)="(\d{1,9})"')
_MERGE = re.compile(rb'<mergeCell\s[^<>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_PICTURE = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^<>]*>(?:(?!</?c[ >]).)*?DISPIMG', re.S)
_BAD_NUMBER = re.compile(rb"<v>-\s*(?:inf|\d{9}|[\d.]+e\+?\d)", re.I)

_MOST_MERGES, _MANY_MERGES = 200_000, 20_000
_MOST_SHAPES, _MOST_BYTES = 4_000, 4 * 2**20
_DIGITS_AS_0 = bytes(48 if 48 <= byte <= 57 else byte for byte in range(256))
_CELL = b'<c r="'
_TWO_LETTERS, _SMALL = 702, 400_000
"""Columns up to ZZ; a sheet of so few rows stays small however wide it is."""


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What one sheet's XML says: the last row and column with a cell, hidden rows and columns, struck cells,
    error cells, formulas never calculated, picture cells, merges, number formats that tell; `struck_runs`:
    texts of its cells have struck parts; `formulas`: some cell has one.  `odd` sheets are written unlike any
    office program does and had better be read in a contained process."""

    bottom: int = 0
    right: int = 0
    count: int = 0
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    uncached: frozenset[tuple[int, int]] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden_cols: frozenset[int] = frozenset()
    merged: tuple[Area, ...] = ()
    pictures: frozenset[tuple[int, int]] = frozenset()
    struck: frozenset[tuple[int, int]] = frozenset()
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    struck_runs: bool = False
    formulas: bool = False
    odd: bool = False

    @property
    def sparse(self) -> bool:
        """Few cells far apart: a dense reader would make millions of blanks."""
        return self.cells > 400_000 and self.cells > 8 * self.count

    @property
    def cells(self) -> int:
        """Cells of the rectangle from A1 that a dense reader would make."""
        return self.bottom * self.right


def column_number(letters: bytes | str) -> int:
    """`A` -> 1, `XFD` -> 16384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + (letter if isinstance(letter, int) else ord(letter)) - 64
    return number


@dataclass(frozen=True, slots=True)
class BookFacts:
    """What the workbook's other parts say of its cells: the style numbers with strikethrough, the style
    numbers whose number format tells something (with the format), the metadata numbers of pictures."""

    struck: frozenset[bytes] = frozenset()
    formats: Mapping[bytes, str] = field(default_factory=dict)
    pictures: frozenset[bytes] = frozenset()


_NOTHING = BookFacts()


def scan(xml: bytes, book: BookFacts = _NOTHING) -> SheetFacts:
    """Look through one sheet's XML."""
    start, end = max(xml.find(b"<sheetData"), 0), max(xml.rfind(b"</sheetData"), 0)
    shapes = _shapes(xml, start, end)
    # What is in no shape, nor around the cells, is nowhere: a few thousand bytes to look through, not all.
    inside = b"\n".join(shapes) if shapes else xml
    around = b"\n".join((xml[:start], inside, xml[end:])) if shapes else xml
    if b":c>" in around or b":row " in around:
        bared = _PREFIX.sub(rb"<\1", xml)
        if bared != xml:
            return replace(scan(bared, book), odd=True)
    bottom, right, count, odd = _extent(xml, start, end, shapes)
    errors, pictures = _errors(xml, book.pictures) if b't="e"' in inside else ({}, set())
    uncached: set[tuple[int, int]] = set()
    if b"NaN" in inside or b"nan" in inside:
        # With a date format calamine would show 1899-12-30.
        errors |= {(int(row), column_number(col)): "#NUM!" for col, row in _NO_NUMBER.findall(xml)}
    formulas = b"<f" in inside
    if formulas:
        uncached = {
            (int(row), column_number(col))
            for col, row, rest, empty, value in _FORMULA.findall(xml)
            if (empty or not value) and b't="str"' not in rest
        }
        if b"DISPIMG" in xml:
            pictures |= {(int(row), column_number(col)) for col, row in _PICTURE.findall(xml)}
    facts = SheetFacts(
        bottom,
        right,
        count,
        errors,
        frozenset(uncached - pictures),
        pictures=frozenset(pictures),
        formats=_styled(xml, book.formats) if book.formats else {},
        struck_runs=b"strike" in inside,
        formulas=formulas,
        odd=odd,
    )
    return _told(xml, around, facts, book.struck)


def _errors(
    xml: bytes, pictures: frozenset[bytes]
) -> tuple[dict[tuple[int, int], str], set[tuple[int, int]]]:
    """Error cells, and those of them that are pictures to a newer Excel."""
    errors: dict[tuple[int, int], str] = {}
    shown: set[tuple[int, int]] = set()
    for col, row, rest, text in _ERROR.findall(xml):
        place = int(row), column_number(col)
        metadata = _METADATA.search(rest) if pictures else None
        if metadata and metadata[1] in pictures:
            shown.add(place)
        else:
            errors[place] = text.decode("utf-8", "replace")
    return errors, shown


def _styled(xml: bytes, formats: Mapping[bytes, str], filled: bool = False) -> dict[tuple[int, int], str]:
    """{(row, column): number format} of the cells (`filled`: only those) with one of the styles."""
    styles = b"|".join(map(re.escape, formats))
    end = rb"[^<>]*(?<!/)>" if filled else rb""
    cells = re.compile(rb'<c\s(?=[^<>]*?\bs="(' + styles + rb')")[^<>]*?\br="([A-Z]{1,3})(\d{1,7})"' + end)
    return {(int(row), column_number(col)): formats[style] for style, col, row in cells.findall(xml)}


def _told(xml: bytes, around: bytes, facts: SheetFacts, struck: frozenset[bytes]) -> SheetFacts:
    """The facts with what rows, columns and the parts around the cells say."""
    hidden = b"hidden=" in around and around.count(b"hidden=") > around.count(b'hidden="false"')
    merged = _merges(xml) if b"<mergeCell " in around else ()
    if not hidden and not merged and not struck:
        return facts
    return replace(
        facts,
        hidden_rows=frozenset(int(row) for row in _HIDDEN_ROW.findall(xml)) if hidden else frozenset(),
        hidden_cols=_hidden_columns(xml, facts.right) if hidden else frozenset(),
        merged=merged,
        struck=frozenset(_styled(xml, dict.fromkeys(struck, ""), filled=True)) if struck else frozenset(),
        odd=facts.odd or len(merged) > _MANY_MERGES,
    )


def _shapes(xml: bytes, start: int, end: int) -> tuple[bytes, ...]:
    """What stands before the first cell of a sheet, and its cells, each different one once with 0 for every
    digit; none for a big sheet (they take room) or one where hardly any two are alike."""
    if not 0 < start < end <= start + _MOST_BYTES:
        return ()
    first, *cells = xml[start:end].translate(_DIGITS_AS_0).split(_CELL)
    different = set(cells)
    return () if len(different) > _MOST_SHAPES else (first, *different)


def _extent(xml: bytes, start: int, end: int, shapes: tuple[bytes, ...]) -> tuple[int, int, int, bool]:
    """(last row, last column, cells, odd); for a small ordinary sheet the column is an upper bound."""
    rows = [int(row) for row in _ROWS.findall(xml)]
    bottom = max(rows, default=0)
    if not bottom or bottom < len(rows):
        return (*_careful_extent(xml), b"<c " in xml)
    # A row's number and its cells' numbers may differ in a hostile file.
    if _otherwise(xml, start, end, shapes):
        return (*_careful_extent(xml), True)
    if _reaches_far(xml, start, end, shapes, len(str(bottom)) + 1):
        extent = _careful_extent(xml)
        return (*extent, extent[0] > 1_048_576 or extent[1] > 16_384)
    negative = any(b"<v>-" in shape for shape in shapes) if shapes else b"<v>-" in xml
    odd = negative and _BAD_NUMBER.search(xml) is not None
    if bottom * _TWO_LETTERS <= _SMALL:
        return bottom, _TWO_LETTERS, bottom * _TWO_LETTERS, odd
    columns = _COLUMNS.findall(xml)
    return bottom, max(map(column_number, set(columns)), default=0), len(columns), odd


def _otherwise(xml: bytes, start: int, end: int, shapes: tuple[bytes, ...]) -> bool:
    """Some cell does not begin with its reference."""
    if shapes:
        return any(b"<c" in shape for shape in shapes)
    return xml.count(b"<c", start, end) != xml.count(_CELL, start, end)


def _reaches_far(xml: bytes, start: int, end: int, shapes: tuple[bytes, ...], digits: int) -> bool:
    if not shapes or _CELL in xml[:start] or _CELL in xml[end:]:
        return _far(digits).search(xml) is not None
    near = _far(digits)
    return any(near.match(_CELL + shape) for shape in shapes[1:]) or b"" in shapes[1:]


@cache
def _far(digits: int) -> re.Pattern[bytes]:
    """A cell far out: three letters, no letter, or more digits than the last row's number."""
    return re.compile(rb'<c r="(?:[A-Z]{3}|[A-Z]+\d{%d}|[^A-Z])' % digits)


def _careful_extent(xml: bytes) -> tuple[int, int, int]:
    """Every cell reference looked at; cells without one are counted on."""
    count = len(_ANY_CELL.findall(xml))
    refs = _ANY_REF.findall(xml)
    rows = [int(row) for row in _ROWS.findall(xml)]
    bottom = max((int(row) for _, row in refs), default=0)
    right = max(map(column_number, {col for col, _ in refs}), default=0)
    unplaced = min(count - len(refs), 16_384)
    return max([bottom, len(rows), *rows]), right + unplaced, count


def _hidden_columns(xml: bytes, right: int) -> frozenset[int]:
    bounds = [dict(_BOUND.findall(tag)) for tag in _HIDDEN_COLS.findall(xml)]
    spans = sorted((max(int(one.get(b"min", 1)), 1), min(int(one.get(b"max", 0)), right)) for one in bounds)
    hidden: list[int] = []
    for first, last in spans:
        hidden.extend(range(max(first, hidden[-1] + 1) if hidden else first, last + 1))
    return frozenset(hidden)


def _merges(xml: bytes) -> tuple[Area, ...]:
    found = []
    for left, top, right, bottom in _MERGE.findall(xml)[:_MOST_MERGES]:
        found.append(Area(int(top), column_number(left), int(bottom), column_number(right)))
    return tuple(found)
