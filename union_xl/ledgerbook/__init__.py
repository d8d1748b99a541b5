"""汇总台账.xlsx, the clerk's workplace: written after merging, read back before the next."""

from union_xl.ledgerbook import restricted
from union_xl.ledgerbook.adding import carry, with_lost
from union_xl.ledgerbook.additions import Additions, additions
from union_xl.ledgerbook.basing import base, base_against, base_as_written
from union_xl.ledgerbook.carrying import Said, held_of, reported_in
from union_xl.ledgerbook.pages import HELPERS, Page
from union_xl.ledgerbook.parquet import write_parquet
from union_xl.ledgerbook.reading import (
    TOLD,
    LedgerIn,
    LedgerRows,
    ledger_of,
    outputs_of,
    parquet_beside,
    period_of,
    rows_in,
    rows_of_one,
)
from union_xl.ledgerbook.whole import (
    read,
    read_alone,
    rows_with_restricted,
    shorts_in,
    together,
    with_restricted,
)
from union_xl.ledgerbook.workbook import as_read, glance, is_ledger, office_of
from union_xl.ledgerbook.writing import EXCEL_ROWS, MARK, write, write_pages

__all__ = [
    "EXCEL_ROWS",
    "HELPERS",
    "MARK",
    "TOLD",
    "Additions",
    "LedgerIn",
    "LedgerRows",
    "Page",
    "Said",
    "additions",
    "as_read",
    "base",
    "base_against",
    "base_as_written",
    "carry",
    "glance",
    "held_of",
    "is_ledger",
    "ledger_of",
    "office_of",
    "outputs_of",
    "parquet_beside",
    "period_of",
    "read",
    "read_alone",
    "reported_in",
    "restricted",
    "rows_in",
    "rows_of_one",
    "rows_with_restricted",
    "shorts_in",
    "together",
    "with_lost",
    "with_restricted",
    "write",
    "write_pages",
    "write_parquet",
]
