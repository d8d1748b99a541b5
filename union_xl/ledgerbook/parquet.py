"""Rows beyond what a sheet can hold, as Parquet beside the workbook."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from union_xl import forms
from union_xl.core import Context, Ledger
from union_xl.ledgerbook.formpage import kept_rows

if TYPE_CHECKING:
    import pandas as pd


def write_parquet(ledger: Ledger, folder: Path, context: Context, row_limit: int) -> list[str]:
    """Write each form with `row_limit` rows or more; the file names, `汇总台账_会员登记.parquet`."""
    made = []
    for form in forms.forms_of(context):
        if form.slug in ledger.frames and len(kept_rows(ledger, form.slug)) >= row_limit:
            name = f"汇总台账_{form.short}.parquet"
            _write(ledger.frames[form.slug], folder / name)
            made.append(name)
    return made


def _write(frame: pd.DataFrame, path: Path) -> None:
    import duckdb
    import pandas as pd

    texts, asked = {}, []
    for number, title in enumerate(frame.columns):
        values = frame[title].tolist()
        texts[f"c{number}"] = pd.Series([None if v is None else str(v) for v in values], dtype=object)
        asked.append(f'cast(c{number} as {_type(set(map(type, values)))}) as "{title}"')
    with duckdb.connect() as desk:
        desk.execute("set pandas_analyze_sample = 0")
        desk.register("rows_of", pd.DataFrame(texts))
        desk.sql(f"select {', '.join(asked)} from rows_of").write_parquet(str(path), compression="zstd")


def _type(kinds: set[type[Any]]) -> str:
    """A column of days is DATE, of numbers BIGINT or DOUBLE; where texts stand among them, VARCHAR."""
    kinds = kinds - {type(None)}
    if not kinds or kinds - {dt.date, int, float}:
        return "varchar"
    if kinds == {dt.date}:
        return "date"
    return "varchar" if dt.date in kinds else "bigint" if kinds == {int} else "double"


def read_parquet(path: Path, titles: list[str], days_and_numbers: set[str]) -> pd.DataFrame:
    """The frame `write_parquet` was given: these titles, days as dates, numbers as numbers."""
    import duckdb
    import pandas as pd

    with duckdb.connect() as desk:
        here = desk.read_parquet(str(path))
        asked = [f'cast("{title}" as varchar) as "{title}"' for title in titles if title in here.columns]
        found = here.project(", ".join(asked)).fetchnumpy()
    made = {}
    for title in titles:
        values = found[title].tolist() if title in found else []
        if title in days_and_numbers:
            values = [None if value is None else _value(value) for value in values]
        made[title] = pd.Series(values, dtype=object)
    return pd.DataFrame(made)


def _value(text: str) -> Any:
    try:
        return dt.date.fromisoformat(text) if len(text) == 10 and text[4:5] == "-" else json.loads(text)
    except ValueError:
        return text


def copy_as_written(ledger: Path, there: Path) -> None:
    """Keep the ledger exactly as it was written, to tell later what the clerk changed."""
    shutil.copyfile(ledger, there)
