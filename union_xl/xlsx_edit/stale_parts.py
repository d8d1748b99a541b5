"""After a change of values: no stale result may be read anywhere.

Excel recalculates on opening when told to, but LibreOffice, previews and readers show what was saved, so
formulas that depend on a changed sheet lose their saved result.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from lxml import etree

from union_xl.model import Area
from union_xl.xlsx_edit.markup import Element, insert_in_order, local, sibling
from union_xl.xlsx_edit.references import area, cell
from union_xl.xlsx_edit.workbook import ORDER, Workbook

_HAS_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
DRAWN = frozenset(("cat", "val", "xVal", "yVal", "bubbleSize"))
"""The parts of a series that are drawn from cells."""
_ANYWHERE = re.compile(r"\b(?:INDIRECT|OFFSET|INDEX)\s*\(|:[^!'\s]+'?!", re.I)


def drop_stale(book: Workbook, changed: set[str]) -> set[str]:
    """Drop saved results that depend on the sheets named in `changed`; have all recalculated on opening.

    Gives `changed` with the sheets whose formulas depend on them.
    """
    formulas = {one.name: _formulas(book, one.part) for one in book.sheets if one.part}
    words = _names_of_sheets(book)
    reach = {name: _reach(name, found, words) for name, found in formulas.items() if found}
    hot, grew = set(changed), True
    while grew:
        more = {name for name, seen in reach.items() if name not in hot and seen & hot}
        hot |= more
        grew = bool(more)
    for entry in book.sheets:
        if entry.name in hot and formulas.get(entry.name):
            _forget_results(book, entry.part, formulas[entry.name])
    if any(formulas.get(name) for name in hot):
        _recalculate(book)
    for entry in book.sheets:
        for drawing in book.parts.related(entry.part, "drawing") if entry.part else ():
            for chart in book.parts.related(drawing, "chart"):
                _forget_drawn(book, chart, hot)
    return hot


def _formulas(book: Workbook, part: str) -> list[Element]:
    if not book.parts.parsed(part) and not _HAS_FORMULA.search(book.parts.archive.read(part)):
        return []
    return list(book.parts.tree(part).iterfind("{*}sheetData/{*}row/{*}c/{*}f"))


def _names_of_sheets(book: Workbook) -> dict[str, set[str]]:
    """Each word a formula may use for cells elsewhere -> the sheets behind it."""
    words: dict[str, set[str]] = {}
    for one in book.sheets:
        for form in (f"{one.name}!", one.name.replace("'", "''") + "'!"):
            words.setdefault(form.casefold(), set()).add(one.name)
        for part in book.parts.related(one.part, "table") if one.part else ():
            table = book.parts.tree(part).get("displayName") or ""
            words.setdefault(f"{table}[".casefold(), set()).add(one.name)
    for name in book.defined_names():
        text = (name.text or "").casefold()
        behind = {sheet for word, found in words.items() if word in text for sheet in found}
        if _ANYWHERE.search(text):
            behind |= {one.name for one in book.sheets}
        words.setdefault((name.get("name") or "").casefold(), set()).update(behind)
    return words


def _reach(name: str, formulas: list[Element], words: dict[str, set[str]]) -> set[str]:
    text = "\n".join(one.text or "" for one in formulas).casefold()
    seen = {name}
    for word, sheets in words.items():
        if word and word in text:
            seen |= sheets
    if "indirect" in text or re.search(r":[^!'\s]+'?!", text):
        seen |= {sheet for sheets in words.values() for sheet in sheets}
    return seen


def _forget_results(book: Workbook, part: str, formulas: list[Element]) -> None:
    for one in formulas:
        holder = one.getparent()
        for result in holder.findall("{*}v"):
            holder.remove(result)
            book.parts.touch(part)
        if holder.get("t") and holder.find("{*}is") is None:
            holder.attrib.pop("t")
            book.parts.touch(part)


def _forget_drawn(book: Workbook, part: str, hot: set[str]) -> None:
    """The numbers a chart had saved of the cells it draws, of changed sheets; texts are reworded."""
    quoted = [one.replace("'", "''") + "'" for one in hot]
    words = [f"{one}!".casefold() for one in (*hot, *quoted)]
    for one in book.parts.tree(part).iter("{*}f"):
        holder = one.getparent()
        drawn = local(holder.getparent()) in DRAWN if holder.getparent() is not None else False
        if drawn and any(word in (one.text or "").casefold() for word in words):
            for saved in [child for child in holder if local(child) == "numCache"]:
                holder.remove(saved)
                book.parts.touch(part)


def _recalculate(book: Workbook) -> None:
    setting = book.root.find("{*}calcPr")
    if setting is None:
        setting = etree.Element(sibling(book.root, "calcPr"))
        insert_in_order(book.root, setting, ORDER)
    if setting.get("calcMode") == "manual":  # LibreOffice would show 0 for every result that was dropped
        del setting.attrib["calcMode"]
        book.touch()
    if setting.get("fullCalcOnLoad") not in ("1", "true"):
        setting.set("fullCalcOnLoad", "1")
        book.touch()


def drop_calculation_chain(book: Workbook) -> None:
    """The saved order of calculation names cells that moved or lost their formula; Excel makes a new one."""
    for part in book.parts.related(book.part, "calcChain"):
        book.parts.unrelate(book.part, part)
        book.parts.drop(part)


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
