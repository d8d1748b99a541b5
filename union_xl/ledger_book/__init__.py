"""汇总台账.xlsx, the clerk's workplace: written after merging, read back before the next."""

from union_xl.ledger_book import restricted
from union_xl.ledger_book.additions import Additions, additions
from union_xl.ledger_book.clerk_state_reader import clerk_state, clerk_state_after_write, clerk_state_against
from union_xl.ledger_book.files_beside import outputs_of, parquet_beside, rows_in, write_parquet
from union_xl.ledger_book.held_rows import Said, held_rows_of_input_ledger, reported_in, settled_pairs
from union_xl.ledger_book.reading import TOLD, LedgerIn, ledger_of, period_of
from union_xl.ledger_book.sheets import SheetContent
from union_xl.ledger_book.with_restricted import (
    combine,
    read,
    read_alone,
    shorts_in,
    with_restricted,
)
from union_xl.ledger_book.workbook import as_read, declared_in, is_ledger, office_of, probe
from union_xl.ledger_book.write_additions import with_lost, write_added
from union_xl.ledger_book.writer import EXCEL_ROWS, MARK, write, write_pages
from union_xl.model.sheet_names import HELPERS

__all__ = [
    "EXCEL_ROWS",
    "HELPERS",
    "MARK",
    "TOLD",
    "Additions",
    "LedgerIn",
    "Said",
    "SheetContent",
    "additions",
    "as_read",
    "clerk_state",
    "clerk_state_after_write",
    "clerk_state_against",
    "combine",
    "declared_in",
    "held_rows_of_input_ledger",
    "is_ledger",
    "ledger_of",
    "office_of",
    "outputs_of",
    "parquet_beside",
    "period_of",
    "probe",
    "read",
    "read_alone",
    "reported_in",
    "restricted",
    "rows_in",
    "settled_pairs",
    "shorts_in",
    "with_lost",
    "with_restricted",
    "write",
    "write_added",
    "write_pages",
    "write_parquet",
]
