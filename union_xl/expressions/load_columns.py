"""Whole columns as DuckDB takes them over: arrays of texts, days and numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from union_xl.expressions.database import quoted
from union_xl.expressions.load_frames import number, text, whole_day
from union_xl.expressions.names import ROW
from union_xl.expressions.rows import Rows

_DAYS, _TEXTS = frozenset((dt.date, type(None))), frozenset((str, type(None)))
_NUMBERS = frozenset((int, float, type(None)))
_NUMERIC = ("DOUBLE", "BIGINT")


def column_arrays(
    rows: Rows, types: Mapping[str, str], homes: Mapping[str, Mapping[str, Any]], unit: str
) -> tuple[str, dict[str, Any]]:
    """What a select of the columns of `types` {title: DATE, DOUBLE, BIGINT, VARCHAR}, with 行号 (1 = first
    row), picks from a table of the arrays {name: array} that come with it.  The values are those
    `load_frames.block` makes of a frame.

    `homes` {所属社区/所属行业: {unit: value}} fills what a row does not say itself; `unit` is the
    column of its unit.
    """
    import numpy as np

    arrays: dict[str, Any] = {"r": np.arange(1, len(rows) + 1)}
    picks = []
    for at, (title, kind) in enumerate(types.items()):
        name = f"c{at}"
        if title == ROW:
            spelled, array = "r", None
        elif title in homes and unit in rows.titles:
            spelled, array = _sent(name, _at_home(rows, title, homes[title], unit), kind)
        else:
            spelled, array = _sent(name, rows.column(title), kind)
        picks.append(f"{spelled} AS {quoted(title)}")
        if array is not None:
            arrays[name] = array
    return ", ".join(picks), arrays


def _sent(name: str, values: Sequence[Any], kind: str) -> tuple[str, Any]:
    """How a column is spelled that goes as the array `name`, and the array (None: none).

    Days go by their number and numbers as they are: spelled as texts they take five times as long."""
    import numpy as np

    sorts = set(map(type, values))
    if sorts <= {type(None)}:
        return f"CAST(NULL AS {kind})", None
    if kind == "DATE" and sorts <= _DAYS:
        days = (0 if value is None else value.toordinal() for value in values)
        array = np.fromiter(days, dtype=np.int32, count=len(values))
        return f"CASE WHEN {name} > 0 THEN CAST(DATE '0001-01-01' + ({name} - 1) AS DATE) END", array
    if kind in _NUMERIC and sorts <= _NUMBERS and (numbers := _floats(values)) is not None:
        if kind == "BIGINT":  # what is no whole number is blank: DuckDB would round it
            return f"CASE WHEN {name} = trunc({name}) THEN TRY_CAST({name} AS BIGINT) END", numbers
        return f"nullif({name}, CAST('nan' AS DOUBLE))", numbers
    texts: Any = np.empty(len(values), dtype=object)
    texts[:] = as_texts(values, kind)
    return f"TRY_CAST(nullif({name}, '') AS {kind})", texts


def _floats(values: Sequence[Any]) -> Any:
    """Numbers as an array, NaN for None; None where one is too big."""
    import numpy as np

    try:
        return np.array(values, dtype=np.float64)
    except OverflowError:
        return None


def as_texts(values: Sequence[Any], kind: str) -> list[str | None]:
    """Values as texts that DuckDB casts to `kind`; what has no meaning there is None."""
    sorts = set(map(type, values))
    if kind == "DATE":
        if sorts <= _DAYS:
            return [None if value is None else value.isoformat() for value in values]
        days = {value: whole_day(value) for value in set(values)}
        texts = {value: None if day is None else day.isoformat() for value, day in days.items()}
        return [texts[value] for value in values]
    if kind in ("DOUBLE", "BIGINT"):
        numbers = [None if value is None else number(value) for value in values]
        if kind == "BIGINT":  # what is no whole number is blank: DuckDB would round it
            return [str(int(one)) if one is not None and one.is_integer() else None for one in numbers]
        return [None if one is None else repr(one) for one in numbers]
    if sorts <= _TEXTS:
        return list(values)
    return [None if value is None else value if type(value) is str else text(value) for value in values]


def _at_home(rows: Rows, title: str, home: Mapping[str, Any], whose: str) -> list[str | None]:
    """A row's own 所属社区 or 所属行业, else its unit's."""
    units = rows.column(whose)
    if title not in rows.titles:
        homes = {one: as_texts([home.get(one)], "VARCHAR")[0] for one in set(units)}
        return [homes[one] for one in units]
    own = zip(rows.column(title), units, strict=True)
    return as_texts([home.get(at) if one in (None, "") else one for one, at in own], "VARCHAR")
