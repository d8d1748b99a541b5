"""What a ledger that comes in as a return says besides its rows: what it held, and who has reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

from union_xl import ledgers
from union_xl.ledger_book.sheets import HELD_ENDING
from union_xl.ledger_book.workbook import Workbook, tidy
from union_xl.ledgers.form import Form
from union_xl.merge import row_words
from union_xl.merge.reporting_status import status_and_note
from union_xl.model import HeldRow, LedgerError
from union_xl.model.rows import PLACE_TITLES
from union_xl.model.sheet_names import HELD, STATUS

Said = Callable[[str, str, int], Set[str]]
"""(file, sheet, row) -> the texts of what stands there."""


def reported_in(data: bytes, name: str, known: Sequence[Form]) -> list[tuple[str, str, bool]]:
    """(form, unit, whether it was a zero report) of its 报送情况: who has sent what was accepted."""
    try:
        sheet = Workbook(Path(name), data).sheet(STATUS, ("单位", "表", "状态"))
    except LedgerError:
        return []
    if sheet is None:
        return []
    slugs = {form.short: form.slug for form in known}
    lines = zip(*(sheet.column(title) for title in ("单位", "表", "状态")), strict=True)
    return [
        (slugs[str(short)], str(unit), status_and_note(state)[0] == "零报告")
        for unit, short, state in lines
        if unit and str(short) in slugs and status_and_note(state)[0] in ("已报", "部分受理", "零报告")
    ]


def held_rows_of_input_ledger(
    data: bytes, name: str, known: Sequence[Form], read: Said
) -> dict[str, list[HeldRow]]:
    """{form: rows of 暂缓}, each with its place on that sheet.

    `read` gives what the rows of this run's other files say: a row that is read there anyway is not carried
    on from the ledger.  The place alone does not tell: files of two offices often have the same name.
    """
    try:
        sheet = Workbook(Path(name), data).sheet(HELD, ("表", *PLACE_TITLES))
    except LedgerError:
        return {}
    if sheet is None:
        return {}
    slugs = {form.short: form.slug for form in known}
    titles = ledgers.rule_titles(known)
    codes = {title: code for code, title in reversed(titles.items())}  # the first of a name
    made: dict[str, list[HeldRow]] = {}
    for row, number in zip(sheet.rows, sheet.numbers, strict=True):
        cells: dict[str, Any] = {
            title: tidy(value) for title, value in zip(sheet.titles, row, strict=False) if title
        }
        slug = slugs.get(str(cells.get("表")))
        book, tab, line = (cells.get(title) for title in PLACE_TITLES)
        if slug is None:
            continue
        why = [codes[said] for said in str(cells.get("原因") or "").split("；") if said in codes]
        own = {t: v for t, v in cells.items() if v is not None and t not in ("表", *HELD_ENDING)}
        there = read(str(book), str(tab or ""), line) if isinstance(line, int) else frozenset()
        if not _same_row(own, there):
            made.setdefault(slug, []).append(HeldRow(HELD, number, own, tuple(why) or ("L-WAITING",)))
    return made


def _same_row(cells: Mapping[str, Any], there: Set[str]) -> bool:
    """Whether a line says what a held row says: three quarters of it, as a cell may be mended now."""
    said = row_words(cells.values())
    return bool(there) and 4 * len(said & there) >= 3 * len(said)
