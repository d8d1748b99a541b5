"""Writing 汇总台账.xlsx: XlsxWriter makes the shell, the rows are spliced in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from union_xl import __version__, ledgers
from union_xl.ledger_book import charts
from union_xl.ledger_book.account_sheets import (
    balance_sheet,
    explanation_sheet,
    file_sheet,
    overview_sheet,
    status_sheet,
)
from union_xl.ledger_book.conflict_sheets import binding_sheet, duplicate_sheet
from union_xl.ledger_book.held_sheet import held_sheet
from union_xl.ledger_book.sheet_shell import add_sheet, formats_of, row_heights
from union_xl.ledger_book.sheets import SheetContent, correction_sheet, finding_sheet, form_sheet
from union_xl.merge import reporting_status
from union_xl.merge.reporting_status import UnitStatus
from union_xl.model import Ledger, LedgerError, RunContext
from union_xl.model.ledger import DueLine
from union_xl.model.rows import FILE, ROW, SHEET, Rows
from union_xl.xlsx_edit.sheet_rows import SheetRows, write_sheet_rows

MARK = "union_xl_ledger"
"""Name of the document property that says: this is a merged ledger."""
OFFICE = "office"
"""Name of the property that says whose ledger it is."""
DECLARED = "declared"
"""Name of the property that lists, by short title, the ledgers of it that an office workbook declares."""
NONE = "-"
"""What a property says when there is nothing to say (an empty one is dropped by Excel)."""
EXCEL_ROWS = 1_048_576


def write(
    ledger: Ledger,
    path: Path,
    context: RunContext,
    *,
    lines: Sequence[UnitStatus] | None = None,
    due: Sequence[DueLine] = (),
    row_limit: int = EXCEL_ROWS,
    more: Mapping[str, str] | None = None,
) -> list[SheetContent]:
    """Write the ledger workbook to `path`; gives the sheets written.

    `lines` are the rows of 报送情况 (made here when not given), `due` what expires (for 概览), `more` further
    document properties.  A form with `row_limit` rows or more gets no sheet; its rows then live beside the
    workbook (`write_parquet`).  Raises LedgerError when the accounts do not balance.
    """
    if ledger.unbalanced:
        sentence = "；".join(ledger.unbalanced[:3])
        raise LedgerError(f"对账不平，没有写出台账：{sentence}。请把这句话和原文件一起报给维护人员")
    if lines is None:
        lines = reporting_status.unit_statuses(ledger.receipts, context)
    pages = _pages(ledger, context, lines, due, row_limit)
    stamp = context.as_of or (context.period.end if context.period else None)
    declared = "、".join(form.short for form in context.declared if form.slug in ledger.kept)
    about = {
        MARK: context.period.label if context.period else NONE,
        "as_of": context.as_of.isoformat() if context.as_of else NONE,
        "program": __version__,
        OFFICE: context.settings.office or NONE,
        **({DECLARED: declared} if declared else {}),
        **(more or {}),
    }
    _written(pages, path, "汇总台账", about, stamp, charts.tallies(ledger, lines, context))
    return pages


def write_pages(pages: Sequence[SheetContent], path: Path | BytesIO, title: str) -> None:
    """Any list of pages as a workbook, dressed like the ledger."""
    _written(pages, path, title, {}, None, None)


def _written(
    pages: Sequence[SheetContent],
    path: Path | BytesIO,
    title: str,
    about: Mapping[str, str],
    stamp: dt.date | None,
    made: Sequence[charts.Tally] | None,
) -> None:
    out = BytesIO()
    _shell(pages, out, title, about, stamp or dt.date(2000, 1, 1), made)
    sheets = {
        f"xl/worksheets/sheet{number}.xml": SheetRows(_columns(page), 2, page.links, row_heights(page))
        for number, page in enumerate(pages, 1)
    }
    write_sheet_rows(out.getvalue(), sheets, path)


class _Column(Sequence[Any]):
    """A column of kept rows, made for the rows that are looked at."""

    def __init__(self, rows: Rows, title: str) -> None:
        self._rows, self._title = rows, title

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            start, stop, _ = at.indices(len(self))
            return self._rows.cells(self._title, start, stop)
        return self._rows.cells(self._title, at, at + 1)[0]


def _columns(page: SheetContent) -> list[Sequence[Any]]:
    rows = page.rows
    return page.columns if rows is None else [_Column(rows, title) for title in page.titles]


def _pages(
    ledger: Ledger, context: RunContext, lines: Sequence[UnitStatus], due: Sequence[DueLine], row_limit: int
) -> list[SheetContent]:
    made = [form_sheet(form, ledger) for form in ledgers.forms_of(context) if form.slug in ledger.kept]
    of_forms = [page for page in made if len(page) < row_limit]
    held = held_sheet(ledger, context)
    return [
        overview_sheet(ledger, lines, context, due),
        *of_forms,
        held,
        finding_sheet(ledger, context, _places(ledger, of_forms, held)),
        correction_sheet(ledger, context),
        duplicate_sheet(ledger, context),
        binding_sheet(ledger, context),
        status_sheet(lines),
        file_sheet(ledger, context),
        balance_sheet(ledger, context),
        explanation_sheet(ledger),
    ]


def _places(
    ledger: Ledger, of_forms: Sequence[SheetContent], held: SheetContent
) -> Mapping[tuple[str, str, int], str]:
    """{(file, sheet, row) of rows with findings: where the row stands in this book}."""
    wanted = {one.place.record for one in ledger.findings if one.place.row}
    books = {book for book, _, _ in wanted}
    found = {}
    for page in of_forms:
        if page.rows is not None:
            stands = page.rows.places(books)
            found.update(
                {place: f"'{page.name}'!A{at + 2}" for place, at in stands.items() if place in wanted}
            )
    at = [held.titles.index(title) for title in (FILE, SHEET, ROW)]
    for number, place in enumerate(zip(*(held.columns[n] for n in at), strict=True), 2):
        if place in wanted:
            found[place] = f"'{held.name}'!A{number}"
    return found


def _shell(
    pages: Sequence[SheetContent],
    out: BytesIO,
    title: str,
    about: Mapping[str, str],
    stamp: dt.date,
    made: Sequence[charts.Tally] | None,
) -> None:
    """Everything but the data rows."""
    import xlsxwriter

    book = xlsxwriter.Workbook(out, {"in_memory": True})
    # The date is not today's, so that the same ledger is the same file.
    book.set_properties({"title": title, "created": dt.datetime(stamp.year, stamp.month, stamp.day)})
    for name, value in about.items():
        book.set_custom_property(name, value)
    formats = formats_of(book)
    for page in pages:
        add_sheet(book, page, formats)
    if made is not None:
        charts.draw(book, formats, made, book.worksheets()[0], len(pages[0]) + 1)
    book.close()
