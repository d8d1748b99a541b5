"""Rows of a ledger as Parquet, written and read by DuckDB without pandas: plain lists in, plain lists out.

A column of days is DATE, of whole numbers BIGINT, of numbers DOUBLE, everything else VARCHAR.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import threading
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

ROWS_TOGETHER = 10_240
"""Rows in one group of a file: so many are in memory at a time while it is written."""
_TEXT = {str, type(None)}


def write(columns: Iterable[tuple[str, list[Any]]], path: Path) -> None:
    """Write whole columns of one length, (title, cells), taken over one after the other.  Raises OSError."""
    import duckdb
    import numpy as np

    arrays: dict[str, Any] = {}
    asked, count = [], 0
    for number, (title, values) in enumerate(columns):
        count = len(values)
        spelled, array = _sent(f"c{number}", values)
        asked.append(f"{spelled} as {quoted(title)}")
        if array is not None:
            arrays[f"c{number}"] = array
    arrays["rows"] = np.arange(count)
    with opened(threads=1) as desk:
        desk.execute("set pandas_analyze_sample = 0")
        desk.register("rows_of", arrays)
        try:
            rows = desk.sql(f"select {', '.join(asked)} from rows_of")
            rows.write_parquet(str(path), compression="zstd", row_group_size=ROWS_TOGETHER)
        except duckdb.IOException as error:
            raise OSError(str(error)) from error


def read(paths: Sequence[Path], titles: Collection[str], tidy: Collection[str] = ()) -> dict[str, list[Any]]:
    """{title: cells} of these files' rows one after the other; a title that is not there is left out.

    In columns of `tidy` a text that reads as a day or a number is one: such a column was mixed.
    Raises OSError when a file is gone or no Parquet.
    """
    import duckdb

    made: dict[str, list[Any]] = {title: [] for title in titles}
    try:
        with opened() as desk:
            for path in paths:
                here = desk.read_parquet(str(path))
                asked = [title for title in titles if title in here.columns]
                made = {title: made[title] for title in asked}
                for title, cells in _fetched(here, asked).items():
                    made[title] += [_value(one) for one in cells] if title in tidy else cells
    except duckdb.Error as error:
        raise OSError(str(error)) from error
    return made


def opened(threads: int = 0) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory that may read files; it draws no bar between the lines of our own output."""
    desk = _kept(os.getpid(), threading.get_ident(), threads).cursor()
    desk.execute("set enable_progress_bar = false")
    return desk


@lru_cache(maxsize=4)
def _kept(process: int, thread: int, threads: int) -> duckdb.DuckDBPyConnection:
    """A database that is kept: making one takes longer than reading a ledger.  It keeps nothing of the files,
    and is shared with no other thread, nor with a process that was forked."""
    import duckdb

    most = {"threads": str(threads)} if threads else {}
    return duckdb.connect(":memory:", config={"enable_external_file_cache": "false", **most})


def quoted(title: str) -> str:
    """A title as SQL names it."""
    return '"' + title.replace('"', '""') + '"'


def _fetched(rows: duckdb.DuckDBPyRelation, titles: Sequence[str]) -> dict[str, list[Any]]:
    if not titles:
        return {}
    found = rows.project(", ".join(f"{quoted(title)} as c{n}" for n, title in enumerate(titles))).fetchnumpy()
    made = {}
    for number, title in enumerate(titles):
        values = found[f"c{number}"]
        made[title] = (values.astype("M8[D]") if values.dtype.kind == "M" else values).tolist()
    return made


def _sent(name: str, values: list[Any]) -> tuple[str, Any]:
    """How a column is spelled in SQL, and the array that goes there as `name` (None: none)."""
    import numpy as np

    kinds = set(map(type, values))
    kind = _type(kinds)
    if len(kinds) == 1 and values.count(values[0]) == len(values):  # the same all the way down
        one = "null" if values[0] is None else "'" + str(values[0]).replace("'", "''") + "'"
        return f"cast({one} as {kind})", None
    if kinds == {dt.date}:
        days = np.fromiter(map(dt.date.toordinal, values), dtype=np.int32, count=len(values))
        return f"cast(date '0001-01-01' + cast({name} - 1 as integer) as date)", days
    array = np.empty(len(values), dtype=object)
    array[:] = values if kinds <= _TEXT else _spelled(values)
    return f"cast({name} as {kind})", array


def _type(kinds: set[type[Any]]) -> str:
    """The type of a column; where texts stand among days or numbers, VARCHAR."""
    kinds = kinds - {type(None)}
    if kinds == {dt.date}:
        return "date"
    if kinds and kinds <= {int, float}:
        return "bigint" if kinds == {int} else "double"
    return "varchar"


def _spelled(values: Sequence[Any]) -> list[str | None]:
    """Values as texts, each different one spelled once."""
    if len(set(map(type, values)) - {type(None)}) == 1:
        same = {value: None if value is None else str(value) for value in set(values)}
        return list(map(same.__getitem__, values))
    pairs = list(zip(map(type, values), values, strict=True))  # 1, 1.0 and True are equal
    texts = {pair: None if pair[1] is None else str(pair[1]) for pair in set(pairs)}
    return list(map(texts.__getitem__, pairs))


def _value(value: Any) -> Any:
    if type(value) is not str:
        return value
    try:
        return dt.date.fromisoformat(value) if len(value) == 10 and value[4:5] == "-" else json.loads(value)
    except ValueError:
        return value
