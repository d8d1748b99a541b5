"""xlsx and xlsm: our own scan of the parts, then calamine on what the scan let through.

Besides: cells whose formula counts or adds the cells of other rows (what a total row has and no other), and
pictures that Excel keeps inside a cell (to older programs such a cell is the error #VALUE!).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from union_xl.model import Grid, Limits, Raw
from union_xl.model.grid import PICTURE
from union_xl.readers import workbook
from union_xl.readers.calamine_reader import SheetValues, sheet_values
from union_xl.readers.parts import packed_again, parts_of
from union_xl.readers.read_result import (
    ORDINARY_CELLS,
    ORDINARY_ROWS,
    ORDINARY_SHEETS,
    ReadResult,
    as_displayed,
    with_errors,
    without_struck,
)
from union_xl.readers.rich_text import Left, shared_texts, struck_cells
from union_xl.readers.scan import BookFacts, SheetFacts, column_number, scan
from union_xl.readers.streaming_reader import StreamingReader
from union_xl.readers.styles import special_formats
from union_xl.readers.unzip import FileRefused


@dataclass(frozen=True, slots=True)
class Prepared:
    """An unpacked workbook with what the scan found per sheet part."""

    parts: Mapping[str, bytes]
    sheets: tuple[workbook.SheetEntry, ...]
    facts: Mapping[str, SheetFacts]

    @property
    def ordinary(self) -> bool:
        """Harmless to read in this process."""
        return len(self.sheets) <= ORDINARY_SHEETS and all(
            not one.odd and one.cells <= ORDINARY_CELLS and one.bottom <= ORDINARY_ROWS
            for one in self.facts.values()
        )


def prepare(data: bytes, limits: Limits, max_bytes: int) -> Prepared | None:
    """Unpack and scan; None when more than `max_bytes` bytes would have to be unpacked.

    Refused when the package is broken or a bomb.
    """
    parts = parts_of(data, limits, max_bytes)
    if parts is None:
        return None
    sheets = workbook.sheet_entries(parts, limits.sheets)
    styles = parts.get("xl/styles.xml", b"")
    book = BookFacts(workbook.struck_styles(styles), special_formats(styles), picture_metadata(parts))
    wanted = {sheet.part for sheet in sheets if "worksheets/" in sheet.part}
    facts = {part: scan(parts[part], book) for part in parts if part in wanted}
    return Prepared(parts, sheets, facts)


def read(book: str, prepared: Prepared, limits: Limits) -> ReadResult:
    """Grids, stamp, modified moment and findings of a prepared workbook."""
    values = _values(prepared, limits)
    by_name = {sheet.name: sheet.part for sheet in prepared.sheets}
    texts = shared_texts(
        prepared.parts.get("xl/sharedStrings.xml", b""),
        any(facts.struck for facts in prepared.facts.values()),
    )
    grids = tuple(_grid(book, one, by_name.get(one.name, ""), prepared, texts) for one in values)
    moment = workbook.modified(prepared.parts.get("docProps/core.xml", b""))
    return ReadResult(grids, workbook.stamp(prepared.parts), moment)


def _values(prepared: Prepared, limits: Limits) -> list[SheetValues]:
    """Values by calamine; of sparse sheets, and of whatever calamine gives up on, cell by cell."""
    over = any(one.cells > limits.cells and not one.sparse for one in prepared.facts.values())
    sparse = {sheet.name: sheet for sheet in prepared.sheets if _is_sparse(prepared, sheet)}
    try:
        if over:
            raise FileRefused("F-CELLS")
        found = sheet_values(packed_again(prepared.parts), without=sparse)
    except FileRefused as refused:
        if refused.rule not in ("F-CORRUPT", "F-PANIC", "F-CELLS") or not prepared.facts:
            raise
        reader = StreamingReader(prepared.parts, limits.cells)
        return [
            SheetValues(sheet.name, sheet.visible, reader.rows(sheet.part))
            for sheet in prepared.sheets
            if sheet.part in prepared.facts
        ]
    if not sparse:
        return found
    reader = StreamingReader(prepared.parts, limits.cells)
    return [
        replace(one, rows=reader.rows(sparse[one.name].part)) if one.name in sparse else one for one in found
    ]


def _is_sparse(prepared: Prepared, sheet: workbook.SheetEntry) -> bool:
    return sheet.part in prepared.facts and prepared.facts[sheet.part].sparse


def _grid(book: str, one: SheetValues, part: str, prepared: Prepared, shared: Mapping[int, Left]) -> Grid:
    facts = prepared.facts.get(part, SheetFacts())
    pictures = {place: PICTURE for place in facts.pictures if _blank(one.rows, place)}
    rows = with_errors(one.rows, {**facts.errors, **pictures})
    left = struck_cells(prepared.parts.get(part, b""), shared, facts.struck, facts.struck_runs)
    struck_texts, struck = without_struck(rows, left) if left else ({}, frozenset())
    return Grid(
        book,
        one.name,
        rows,
        facts.merged,
        facts.hidden_rows,
        facts.hidden_cols,
        one.visible,
        facts.errors,
        facts.uncached,
        workbook.notes(prepared.parts, part) if part else {},
        (facts.struck | struck) - struck_texts.keys(),
        facts.pictures,
        as_displayed(rows, facts.formats),
        struck_texts,
        workbook.from_1904(prepared.parts),
        summing=summing_cells(prepared.parts[part]) if facts.formulas else frozenset(),
        boxes=workbook.boxes(prepared.parts, part) if part else {},
    )


def _blank(rows: list[list[Raw]], place: tuple[int, int]) -> bool:
    """Nothing stands there."""
    row, col = place
    return row > len(rows) or col > len(rows[row - 1]) or rows[row - 1][col - 1] in (None, "")


_WORDS = (b"SUBTOTAL(", b"SUM(", b"COUNT(", b"COUNTA(", b"AGGREGATE(")
_FORMULA = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^<>]*><f\b[^<>]*>([^<]+)</f>')
_REF = re.compile(rb"(?<![!:$\w.])\$?[A-Z]{1,3}\$?(\d{1,7})(?::\$?[A-Z]{1,3}\$?(\d{1,7}))?(?![\w(])")
_COLUMN = re.compile(rb"\[[^\[\]@#]+\]")
"""A whole column of an Excel table (`表1[姓名]`); `[@姓名]` and `[#This Row]` are the row's own."""


def summing_cells(xml: bytes) -> frozenset[tuple[int, int]]:
    """(row, col) of the cells of one sheet's XML whose formula sums or counts other rows of the same sheet.

    Running totals, which take in their own row, and sums across one row are no such cells.
    """
    if b"<f" not in xml or not any(word in xml for word in _WORDS):
        return frozenset()
    return frozenset(
        (int(row), column_number(col))
        for col, row, formula in _FORMULA.findall(xml)
        if any(word in formula for word in _WORDS) and _of_other_rows(formula, int(row))
    )


def _of_other_rows(formula: bytes, row: int) -> bool:
    spans = [(int(top), int(bottom or top)) for top, bottom in _REF.findall(formula)]
    if any(top <= row <= bottom for top, bottom in spans):
        return False
    rows = {one for span in spans for one in span}
    return len(rows) > 1 or (not spans and _COLUMN.search(formula) is not None)


_VALUES = re.compile(rb"<valueMetadata\b.*?</valueMetadata>", re.S)
_RICH = re.compile(rb'<futureMetadata\b[^<>]*name="XLRICHVALUE".*?</futureMetadata>', re.S)
_RECORD = re.compile(rb'<rc\b[^<>]*\bv="(\d{1,9})"')
_RICH_VALUE = re.compile(rb'<(?:\w+:)?rvb\b[^<>]*\bi="(\d{1,9})"')
_STRUCTURE_OF = re.compile(rb'<(?:\w+:)?rv\b[^<>]*\bs="(\d{1,9})"')
_TYPE = re.compile(rb'<(?:\w+:)?s\b[^<>]*\bt="([^"]*)"')
_PICTURES = frozenset([b"_localImage", b"_webimage", b"_imageurl"])


def picture_metadata(parts: Mapping[str, bytes]) -> frozenset[bytes]:
    """The numbers (attribute `vm` of a cell, 1-based) that stand for pictures; empty in most workbooks.

    Source: MS-XLSX 2.3.11 (rich values): cell -> value metadata -> rich value -> its structure's type.
    """
    metadata = parts.get("xl/metadata.xml", b"")
    types = _TYPE.findall(_part(parts, "rdrichvaluestructure.xml"))
    if not types or not _PICTURES.intersection(types):
        return frozenset()
    structures = [int(one) for one in _STRUCTURE_OF.findall(_part(parts, "rdrichvalue.xml"))]
    rich = [int(one) for one in _RICH_VALUE.findall(_matched(_RICH, metadata))]
    records = [int(one) for one in _RECORD.findall(_matched(_VALUES, metadata))]
    found = set()
    for number, record in enumerate(records, 1):
        value = rich[record] if record < len(rich) else len(structures)
        structure = structures[value] if value < len(structures) else len(types)
        if structure < len(types) and types[structure] in _PICTURES:
            found.add(str(number).encode())
    return frozenset(found)


def _matched(pattern: re.Pattern[bytes], content: bytes) -> bytes:
    found = pattern.search(content)
    return found[0] if found else b""


def _part(parts: Mapping[str, bytes], name: str) -> bytes:
    wanted = f"richdata/{name}"
    return next((content for path, content in parts.items() if path.lower().endswith(wanted)), b"")
