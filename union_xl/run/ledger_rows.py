"""The rows of a ledger on disk: from what a merge kept of it, else from the workbook."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from union_xl.run.ledger_state import LedgerState, digest, load_ledger, save_ledger
from union_xl.store import Columns, Store

if TYPE_CHECKING:
    from union_xl.ledger_book import LedgerIn
    from union_xl.ledgers.form import Form


def read_rows(
    path: Path,
    all_forms: Sequence[Form],
    needed: Mapping[str, Collection[str]] | None = None,
    passwords: Sequence[str] = (),
) -> LedgerIn:
    """The rows of a ledger, or the `needed` titles of {form slug: titles}, from what is kept of it, else from
    the workbook; of restricted ledgers, where they are needed, always from theirs (opened with one of
    `passwords`).  Raises LedgerError.

    A changed ledger is read whole and kept where a merge keeps its own things already.  Beside a ledger from
    elsewhere nothing is written, nor anywhere else: it is a list of people, and looking something up must
    leave no copy of it behind.
    """
    from union_xl import ledger_book

    if ledger_book.restricted.is_restricted_path(path) and path.exists():
        return ledger_book.read_alone(path, all_forms, passwords, needed=needed, sheets=ledger_book.TOLD)
    ledger = _rows_of(path, all_forms, needed)
    return ledger_book.with_restricted(ledger, all_forms, passwords, needed=needed, sheets=ledger_book.TOLD)


def _rows_of(path: Path, all_forms: Sequence[Form], needed: Mapping[str, Collection[str]] | None) -> LedgerIn:
    from union_xl import ledger_book

    store = Store(path.parent)
    if ledger_book.parquet_beside(path) or not store.home.is_dir():
        return ledger_book.read_alone(path, all_forms, needed=needed, sheets=ledger_book.TOLD)
    sha256 = digest(path)
    found = load_ledger(store, sha256)
    if found is not None:
        return found.ledger(path, all_forms, needed)
    ledger = ledger_book.read_alone(path, all_forms, sheets=ledger_book.TOLD)
    save_ledger(store, sha256, state_of_reading(ledger), ledger.rows)
    return ledger


def state_of_reading(ledger: LedgerIn) -> LedgerState:
    """What is kept of a ledger read for a question: rows, 暂缓, 来源文件 and 报送情况."""
    from union_xl import ledger_book

    sheets = dict(zip(ledger_book.TOLD, (ledger.held, ledger.files, ledger.statuses), strict=True))
    return LedgerState(
        {slug: len(numbers) for slug, numbers in ledger.sheet_rows.items()},
        {name: Columns(sheet) for name, sheet in sheets.items()},
        {slug: list(numbers) for slug, numbers in ledger.sheet_rows.items()},
        period=ledger.period,
        as_of=ledger.as_of.isoformat() if ledger.as_of else "",
    )
