"""The held rows of a ledger that comes in as a return: a district carries on what its subdistricts held."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from union_xl import rules
from union_xl.core import HeldRow, LedgerError
from union_xl.forms import Form
from union_xl.ledgerbook.pages import HELD, HELD_ENDING
from union_xl.ledgerbook.workbook import Workbook, tidy

STANDS = ("来源文件", "来源工作表", "来源行")


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
