"""Rows beyond what a sheet can hold, as Parquet beside the workbook."""

from __future__ import annotations

from pathlib import Path

from union_xl import ledgers
from union_xl.model import Ledger, RunContext
from union_xl.store import parquet


def write_parquet(ledger: Ledger, folder: Path, context: RunContext, row_limit: int) -> list[str]:
    """Write each form with `row_limit` rows or more; the file names, `汇总台账_会员登记.parquet`."""
    made = []
    for form in ledgers.forms_of(context):
        if form.slug in ledger.kept and len(ledger.kept[form.slug]) >= row_limit:
            name = f"汇总台账_{form.short}.parquet"
            rows = ledger.kept[form.slug]
            parquet.write(((title, rows.column(title)) for title in rows.titles), folder / name)
            made.append(name)
    return made
