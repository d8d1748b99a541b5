"""What a ledger that comes in as a return says besides its rows: what it held, and who has reported."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from union_xl import rules
from union_xl.core import HeldRow, LedgerError
from union_xl.forms import Form
from union_xl.ledgerbook.pages import HELD, HELD_ENDING, STANDING
from union_xl.ledgerbook.workbook import Workbook, tidy

STANDS = ("来源文件", "来源工作表", "来源行")


def reported_in(data: bytes, name: str, known: Sequence[type[Form]]) -> list[tuple[str, str, bool]]:
    """(form, unit, whether it was a zero report) of its 报送情况: who has sent what was accepted."""
    try:
        sheet = Workbook(Path(name), data).sheet(STANDING, ("单位", "表", "状态"))
    except LedgerError:
        return []
    if sheet is None:
        return []
    slugs = {form.short: form.slug for form in known}
    lines = zip(*(sheet.column(title) for title in ("单位", "表", "状态")), strict=True)
    return [
        (slugs[str(short)], str(unit), state == "零报告")
        for unit, short, state in lines
        if unit and str(short) in slugs and state in ("已报", "部分受理", "零报告")
    ]


def held_of(
    data: bytes, name: str, known: Sequence[type[Form]], read: Collection[tuple[str, str, int]]
) -> dict[str, list[HeldRow]]:
    """{form: rows of 暂缓}, each with its place on that sheet.

    `read` are the places (file, sheet, row) of this run's other files: a row that is read there anyway is not
    carried on from the ledger.
    """
    try:
        sheet = Workbook(Path(name), data).sheet(HELD, ("表", *STANDS))
    except LedgerError:
        return {}
    if sheet is None:
        return {}
    slugs = {form.short: form.slug for form in known}
    codes = {rules.title(code): code for code in reversed(tuple(rules.RULES))}  # the first of a name
    made: dict[str, list[HeldRow]] = {}
    for row, number in zip(sheet.rows, sheet.numbers, strict=True):
        cells: dict[str, Any] = {
            title: tidy(value) for title, value in zip(sheet.titles, row, strict=False) if title
        }
        slug = slugs.get(str(cells.get("表")))
        book, tab, line = (cells.get(title) for title in STANDS)
        if slug is None or (isinstance(line, int) and (str(book), str(tab or ""), line) in read):
            continue
        why = [codes[said] for said in str(cells.get("原因") or "").split("；") if said in codes]
        own = {t: v for t, v in cells.items() if v is not None and t not in ("表", *HELD_ENDING)}
        made.setdefault(slug, []).append(HeldRow(HELD, number, own, tuple(why) or ("L-WAITING",)))
    return made
