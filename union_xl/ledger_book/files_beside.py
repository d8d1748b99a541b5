"""What lies beside a ledger workbook: rows as Parquet, and what its run.json says."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from union_xl import ledgers
from union_xl.ledger_book.workbook import unreadable
from union_xl.ledgers.form import Form
from union_xl.model import Ledger, RunContext
from union_xl.model.rows import OLD_STATE, ROW, SOURCE_TITLES, now_called
from union_xl.store import parquet


def parquet_beside(path: Path) -> dict[str, Path]:
    """{short title: file} of forms too long for a sheet."""
    stem = f"{path.stem}_"
    return {file.stem.removeprefix(stem): file for file in sorted(path.parent.glob(f"{path.stem}_*.parquet"))}


def rows_in(paths: Sequence[Path], form: Form, titles: Collection[str] | None = None) -> dict[str, list[Any]]:
    """The rows of a form in Parquet files under its standard titles, or `titles` of them, and the four of
    their source; a title that is not there is blank.  Raises LedgerError."""
    is_text = {c.title: c.kind.text for c in form.columns if titles is None or c.title in titles}
    wanted = [*is_text, *SOURCE_TITLES]
    tidy = {title for title, text in is_text.items() if not text} | {ROW}
    try:
        found = parquet.read(paths, [*wanted, OLD_STATE], tidy)
    except OSError:
        raise unreadable(paths[0]) from None
    count = max(map(len, found.values()), default=0)
    filled = {title: values for title, values in found.items() if values}
    found = dict(zip(now_called([*filled], form.titles), filled.values(), strict=True))
    return {title: found.get(title) or [None] * count for title in wanted}


def outputs_of(run: Path) -> dict[str, str]:
    """The outputs an earlier run.json lists ({} when there is none or it cannot be read)."""
    try:
        listed = json.loads(run.read_text(encoding="utf-8"))["outputs"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {str(name): str(digest) for name, digest in listed.items()} if isinstance(listed, dict) else {}


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
