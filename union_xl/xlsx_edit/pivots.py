"""Pivot tables over changed cells: Excel is told to refresh them on opening, as it would not by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from union_xl.model import Area
from union_xl.xlsx_edit.markup import Element
from union_xl.xlsx_edit.references import area, cell
from union_xl.xlsx_edit.workbook import Workbook

Cells = Mapping[str, Collection[tuple[int, int]]]
"""{sheet: (row, col) of cells written}."""


def refresh_pivots(book: Workbook, hot: Collection[str], written: Cells) -> None:
    """Mark the caches whose source holds a written cell, or a formula of a `hot` sheet."""
    for part in book.parts.related(book.part, "pivotCacheDefinition"):
        root = book.parts.tree(part)
        source = root.find("{*}cacheSource/{*}worksheetSource")
        if source is None or root.get("refreshOnLoad") in ("1", "true"):
            continue
        if any(_changed(book, sheet, where, hot, written) for sheet, where in _sources(book, source)):
            root.set("refreshOnLoad", "1")
            book.parts.touch(part)


def _sources(book: Workbook, source: Element) -> Iterator[tuple[str, Area | None]]:
    """(sheet, area) a cache is made of; None for an area that is not plainly said."""
    if any(name.endswith("}id") for name in source.attrib):  # another workbook
        return
    if source.get("ref"):
        yield source.get("sheet") or "", area(source.get("ref"))
        return
    wanted = (source.get("name") or "").casefold()
    for entry in book.sheets:
        for part in book.parts.related(entry.part, "table") if entry.part else ():
            table = book.parts.tree(part)
            if wanted in ((table.get("displayName") or "").casefold(), (table.get("name") or "").casefold()):
                yield entry.name, area(table.get("ref"))
    for one in book.defined_names():
        if (one.get("name") or "").casefold() == wanted:
            text = (one.text or "").casefold()
            yield from ((entry.name, None) for entry in book.sheets if entry.name.casefold() in text)


def _changed(book: Workbook, sheet: str, where: Area | None, hot: Collection[str], written: Cells) -> bool:
    name = next((one for one in {*hot, *written} if one.casefold() == sheet.casefold()), None)
    if name is None or where is None:
        return name is not None
    if any(_within(where, *spot) for spot in written.get(name, ())):
        return True
    formulas = book.parts.tree(book.sheet_part(name)).iterfind("{*}sheetData/{*}row/{*}c/{*}f")
    refs = (one.getparent().get("r") for one in formulas) if name in hot else ()
    return any(_within(where, *cell(ref)) for ref in refs if ref)


def _within(where: Area, row: int, col: int) -> bool:
    return where.top <= row <= where.bottom and where.left <= col <= where.right
