"""Ledger columns as DuckDB takes them: real dates, numbers, text; blanks NULL."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from union_xl.expressions.names import PLACES, ROW
from union_xl.expressions.rows import Rows
from union_xl.kinds.partial_dates import latest

if TYPE_CHECKING:
    import pandas as pd

    from union_xl.expressions.shape import Shape

_PARTIAL = re.compile(r"\d{4}(-\d\d)?$")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$")


def load_frame(
    frame: pd.DataFrame, types: Mapping[str, str], homes: Mapping[str, Mapping[str, Any]], unit: str
) -> pd.DataFrame:
    """The columns of `types` {title: DATE, DOUBLE, BIGINT, VARCHAR}, with 行号 (1 = first row).

    `homes` {所属社区/所属行业: {unit: value}} fills what a row does not say itself; `unit` is the
    column of its unit.
    """
    import numpy as np
    import pandas as pd

    made: dict[str, Any] = {}
    for name, kind in types.items():
        if name == ROW:
            made[name] = np.arange(1, len(frame) + 1)
        elif name in homes and unit in frame.columns:
            made[name] = _texts(_at_home(frame, name, homes[name], unit))
        elif name in frame.columns:
            made[name] = _CONVERTED.get(kind, _texts)(frame[name])
        else:
            made[name] = np.full(len(frame), None, dtype=object)
    # Left to itself pandas would look through every text again, and copy all of them into one block.
    return pd.DataFrame({name: _as_it_is(values) for name, values in made.items()}, copy=False)


def _as_it_is(values: Any) -> Any:
    import pandas as pd

    if getattr(getattr(values, "dtype", None), "kind", "") == "O":
        return pd.Series(values, dtype=object).reset_index(drop=True)
    return values.reset_index(drop=True) if isinstance(values, pd.Series) else values


def home_of(units: pd.DataFrame | Rows | None, shape: Shape) -> dict[str, dict[str, Any]]:
    """{所属社区/所属行业: {unit: value}} from a register of units of this shape."""
    homes: dict[str, dict[str, Any]] = {}
    for label, name in PLACES.items():
        title = shape.groups.get(label, name)
        if isinstance(units, Rows):
            if {title, shape.unit} <= {*units.titles}:
                pairs = zip(units.column(shape.unit), units.column(title), strict=True)
                homes[name] = {unit: place for unit, place in pairs if unit is not None and place is not None}
        elif units is not None and {title, shape.unit} <= {*units.columns}:
            known = units[[shape.unit, title]].dropna()
            homes[name] = dict(zip(known[shape.unit], known[title], strict=True))
    return homes


def with_whole_births(frame: pd.DataFrame | Rows, birth: str, number: str) -> pd.DataFrame | Rows:
    """The rows, a day of birth of which only year or month is known filled up from the ID of the same year or
    month: ages then count by the real day."""
    if birth not in (frame.titles if isinstance(frame, Rows) else frame.columns):
        return frame
    if isinstance(frame, Rows):
        if number not in frame.titles:
            return frame
        days = _whole_births(frame.column(birth), frame.column(number))
        return frame if days is None else frame.with_column(birth, days)
    if number not in frame.columns:
        return frame
    days = _whole_births(frame[birth].tolist(), frame[number].tolist())
    return frame if days is None else frame.assign(**{birth: days}).astype({birth: object})


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


def with_last_days(frame: pd.DataFrame | Rows, days: Mapping[str, str]) -> pd.DataFrame | Rows:
    """The rows with further columns `days` {name: date column}: the last day each date can mean."""
    for name, title in days.items():
        if isinstance(frame, Rows):
            if title in frame.titles:
                said = frame.column(title)
                if any(type(value) is str for value in said):
                    said = [latest(value) if type(value) is str else value for value in said]
                frame = frame.with_column(name, said)
        elif title in frame.columns:
            made = {value: latest(value) for value in frame[title].unique()}
            frame = frame.assign(**{name: frame[title].map(made).astype(object)})
    return frame


def _at_home(frame: pd.DataFrame, name: str, home: Mapping[str, Any], unit: str) -> pd.Series:
    """A row's own 所属社区 or 所属行业, else its unit's."""
    import numpy as np
    import pandas as pd

    codes, units = pd.factorize(frame[unit].astype(object))
    places = np.array([*(home.get(one) for one in units), None], dtype=object)
    known = pd.Series(places[codes], dtype=object, index=frame.index)
    if name not in frame.columns:
        return known
    own = frame[name].astype(object)
    return own.where(own.notna() & (own != ""), known)


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


def _days(column: pd.Series) -> Any:
    """A date column as datetime64, one conversion per distinct value."""
    import numpy as np
    import pandas as pd

    if pd.api.types.is_datetime64_any_dtype(column):
        return column.dt.tz_localize(None).to_numpy(dtype="datetime64[s]")
    codes, distinct = pd.factorize(column.astype(object))
    days = np.array([np.datetime64(whole_day(one) or "NaT", "s") for one in distinct], dtype="datetime64[s]")
    return np.append(days, np.datetime64("NaT", "s"))[codes]


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


def _numbers(column: pd.Series) -> Any:
    import numpy as np
    import pandas as pd

    if column.dtype != object or pd.api.types.infer_dtype(column, skipna=True) in _NUMBERS:
        return pd.to_numeric(column, errors="coerce").to_numpy(dtype="float64", na_value=float("nan"))
    codes, distinct = pd.factorize(column)
    return np.array([*(number(one) for one in distinct), None], dtype="float64")[codes]


def _whole_numbers(column: pd.Series) -> Any:
    """What is no whole number is blank: rounding it would change it silently."""
    import numpy as np

    found = _numbers(column)
    return np.where(found == np.floor(found), found, np.nan)


_NUMBERS = ("integer", "floating", "mixed-integer-float", "empty")


def _texts(column: pd.Series) -> Any:
    """Text as it is; anything else as text, once per distinct value, numbers without a needless `.0`."""
    import numpy as np
    import pandas as pd

    if isinstance(column.dtype, pd.StringDtype) or pd.api.types.infer_dtype(column, skipna=True) in (
        "string",
        "empty",
    ):
        return column
    codes, distinct = pd.factorize(column.astype(object))
    return np.array([*(text(one) for one in distinct), None], dtype=object)[codes]


def text(value: Any) -> str:
    """A cell of a text column as text, numbers without a needless `.0`."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


_CONVERTED: Mapping[str, Any] = {"DATE": _days, "DOUBLE": _numbers, "BIGINT": _whole_numbers}
