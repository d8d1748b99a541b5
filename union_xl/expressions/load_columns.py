"""Whole columns handed over to DuckDB: texts, days by their number, and numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from union_xl.expressions.database import quoted
from union_xl.expressions.names import PLACES, ROW
from union_xl.kinds.day_texts import latest
from union_xl.model.rows import Rows

if TYPE_CHECKING:
    import duckdb

    from union_xl.expressions.shape import Shape

_PARTIAL = re.compile(r"\d{4}(-\d\d)?$")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$")
_DAYS, _TEXTS = frozenset((dt.date, type(None))), frozenset((str, type(None)))
_NUMBERS = frozenset((int, float, type(None)))
_NUMERIC = ("DOUBLE", "BIGINT")


_FEW = 2_000
"""Up to so many rows go over as lists: they take as long as importing numpy at 100,000 cells of text."""

Sent = tuple[str, Sequence[Any]]
"""The type in DuckDB of cells that are handed over, and the cells."""


def create_table(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    rows: Rows,
    types: Mapping[str, str],
    homes: Mapping[str, Mapping[str, Any]],
    unit: str,
) -> None:
    """Make a table of the columns of `types` {title: DATE, DOUBLE, BIGINT, VARCHAR}; 行号 is 1 in the first
    row.

    `homes` {所属社区/所属行业: {unit: value}} fills what a row does not say itself; `unit` is the
    column of its unit.
    """
    sent: dict[str, Sent] = {"r": ("INTEGER", range(1, len(rows) + 1))}
    picks = []
    for at, (title, kind) in enumerate(types.items()):
        name = f"c{at}"
        if title == ROW:
            spelled, cells = "r", None
        elif title in homes and unit in rows.titles:
            spelled, cells = _sent(name, _at_home(rows, title, homes[title], unit), kind)
        else:
            spelled, cells = _sent(name, rows.column(title), kind)
        picks.append(f"{spelled} AS {quoted(title)}")
        if cells is not None:
            sent[name] = cells
    _create(connection, f"CREATE TABLE {table} AS SELECT {', '.join(picks)} FROM", sent, len(rows))


def _create(connection: duckdb.DuckDBPyConnection, create: str, sent: Mapping[str, Sent], count: int) -> None:
    if count <= _FEW:
        lists = (
            f"unnest(CAST(${at} AS {kind}[])) AS {name}"
            for at, (name, (kind, _)) in enumerate(sent.items(), 1)
        )
        given = [list(cells) for _, cells in sent.values()]
        connection.execute(f"{create} (SELECT {', '.join(lists)})", given)
        return
    import numpy as np

    as_numpy = {"VARCHAR": object, "INTEGER": np.int32, "DOUBLE": np.float64}
    arrays = {}
    for name, (kind, cells) in sent.items():
        arrays[name] = np.empty(count, dtype=as_numpy[kind])
        arrays[name][:] = cells
    connection.register("_incoming", arrays)
    connection.execute(f"{create} _incoming")
    connection.unregister("_incoming")


def _sent(name: str, values: Sequence[Any], kind: str) -> tuple[str, Sent | None]:
    """How a column is spelled that goes as `name`, and what goes (None: nothing).

    Days go by their number and numbers as they are: spelled as texts they take five times as long."""
    sorts = set(map(type, values))
    if sorts <= {type(None)}:
        return f"CAST(NULL AS {kind})", None
    if kind == "DATE" and sorts <= _DAYS:
        days = [0 if value is None else value.toordinal() for value in values]
        return f"CASE WHEN {name} > 0 THEN CAST(DATE '0001-01-01' + ({name} - 1) AS DATE) END", (
            "INTEGER",
            days,
        )
    if kind in _NUMERIC and sorts <= _NUMBERS and (numbers := _floats(values)) is not None:
        if kind == "BIGINT":  # what is no whole number is blank: DuckDB would round it
            return f"CASE WHEN {name} = trunc({name}) THEN TRY_CAST({name} AS BIGINT) END", (
                "DOUBLE",
                numbers,
            )
        return f"nullif({name}, CAST('nan' AS DOUBLE))", ("DOUBLE", numbers)
    texts = values if kind == "VARCHAR" and sorts <= _TEXTS else as_texts(values, kind)
    spelled = f"nullif({name}, '')"
    return spelled if kind == "VARCHAR" else f"TRY_CAST({spelled} AS {kind})", ("VARCHAR", texts)


def _floats(values: Sequence[Any]) -> list[float | None] | None:
    """Numbers as DuckDB keeps them; None where one is too big."""
    try:
        return [None if value is None else float(value) for value in values]
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


def home_of(units: Rows | None, shape: Shape) -> dict[str, dict[str, Any]]:
    """{所属社区/所属行业: {unit: value}} from a register of units of this shape."""
    homes: dict[str, dict[str, Any]] = {}
    if units is None:
        return homes
    for label, name in PLACES.items():
        title = shape.groups.get(label, name)
        if {title, shape.unit} <= {*units.titles}:
            pairs = zip(units.column(shape.unit), units.column(title), strict=True)
            homes[name] = {unit: place for unit, place in pairs if unit is not None and place is not None}
    return homes


def with_whole_births(rows: Rows, birth: str, number: str) -> Rows:
    """The rows, a day of birth of which only year or month is known filled up from the ID of the same year or
    month: ages then count by the real day."""
    if not {birth, number} <= {*rows.titles}:
        return rows
    days = _whole_births(rows.column(birth), rows.column(number))
    return rows if days is None else rows.with_column(birth, days)


def _whole_births(births: Sequence[Any], numbers: Sequence[Any]) -> list[Any] | None:
    """The births with days from the IDs; None where nothing changes."""
    from union_xl.kinds import resident_id

    found = list(births)
    changed = False
    for at, value in enumerate(births):
        if isinstance(value, str) and _PARTIAL.match(value) and resident_id.is_resident(numbers[at]):
            day = resident_id.day_of(numbers[at][6:14])
            if day is not None and day.isoformat().startswith(value):
                found[at], changed = day, True
    return found if changed else None


def with_last_days(rows: Rows, days: Mapping[str, str]) -> Rows:
    """The rows with further columns `days` {name: date column}: the last day each date can mean."""
    for name, title in days.items():
        if title in rows.titles:
            said = rows.column(title)
            if any(type(value) is str for value in said):
                said = [latest(value) if type(value) is str else value for value in said]
            rows = rows.with_column(name, said)
    return rows


def whole_day(value: Any) -> dt.date | None:
    """The day a cell of a date column counts as.

    A real date is itself; a month (`2022-05`) counts as its first day, which decides every question
    about whole months rightly; a bare year or any other text cannot be placed in a period: None.
    """
    if isinstance(value, dt.datetime):
        return value.date() if value == value else None
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str) and (found := _ISO.match(value.strip())):
        try:
            return dt.date(int(found[1]), int(found[2]), int(found[3] or 1))
        except ValueError:
            return None
    return None


def number(value: Any) -> float | None:
    """The number a cell of a number column counts as; a text that is no number, a date: None.

    >>> number(" 12 "), number("1_000"), number("约30")
    (12.0, None, None)
    """
    if isinstance(value, str) and (not value.isascii() or "_" in value):
        return None
    if not isinstance(value, str | int | float):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if found == found else None


def text(value: Any) -> str:
    """A cell of a text column as text, numbers without a needless `.0`."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)
