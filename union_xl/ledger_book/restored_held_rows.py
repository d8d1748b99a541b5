"""暂缓 as the clerk left it, with the rows that are no longer there or no longer say where they come from.

A held row is held by the returns, not by the sheet: taking its line away decides nothing, and what was
decided about it before still counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from union_xl.ledger_book.decisions import place_of
from union_xl.ledger_book.reading import Helper, LedgerIn
from union_xl.ledger_book.sheet_changes import NO_SOURCE
from union_xl.ledger_book.sheets import HELD_ENDING
from union_xl.merge import BY_HAND, row_words
from union_xl.model import Finding, Place
from union_xl.model.rows import FILE, ROW, SHEET
from union_xl.model.sheet_names import HELD

Row = dict[str, Any]
ALIKE = 0.75
"""A line that says so much of what a held row said is that row."""


def restore_held_rows(now: LedgerIn, was: LedgerIn) -> tuple[LedgerIn, list[Finding]]:
    """The ledger with every line of 暂缓 that was written; what a person did there by mistake is told.

    Lines without their 来源 are known by what they say; lines that were taken away stand there as they were.
    Rows the clerk typed are gone when their line is: they live nowhere else.
    """
    if not now.held or not was.held:
        return now, []
    lines, before = _rows(now.held), _rows(was.held)
    left = Counter(_place(one) for one in lines)
    lost = []
    for one in before:
        place = _place(one)
        if left[place]:
            left[place] -= 1
        elif place is not None and place[0] != BY_HAND:
            lost.append(one)
    found = [_known_again(one, lost) for one in lines if _place(one) is None and _words(one)]
    if not lost and not any(found):
        return now, []
    where, findings = Place(now.path.name, HELD), []
    if known := [one for one in found if one]:
        findings.append(Finding(NO_SOURCE, where, facts={"个数": len(known)}))
    if lost:
        findings.append(Finding("L-SLIP-HELD", where, facts={"个数": len(lost)}))
    titles = dict.fromkeys((*now.held, *was.held))
    whole = [*lines, *lost]
    return replace(now, held={title: [one.get(title) for one in whole] for title in titles}), findings


def _known_again(line: Row, lost: list[Row]) -> bool:
    """Give a line the place of the lost row it says most of, which is lost no longer."""
    said = _words(line)
    best = max(lost, key=lambda one: len(said & _words(one)), default=None)
    if best is None or best.get("表") != line.get("表"):
        return False
    if len(said & _words(best)) < ALIKE * len(_words(best)):
        return False
    line.update({title: best[title] for title in (FILE, SHEET, ROW)})
    lost[:] = [one for one in lost if one is not best]
    return True


def _rows(sheet: Helper) -> list[Row]:
    return [dict(zip(sheet, values, strict=True)) for values in zip(*sheet.values(), strict=True)]


def _place(row: Mapping[str, Any]) -> Any:
    return place_of(row.get(FILE), row.get(SHEET), row.get(ROW))


def _words(row: Mapping[str, Any]) -> frozenset[str]:
    return row_words(value for title, value in row.items() if title not in ("表", *HELD_ENDING))
