"""Whole columns as DuckDB takes them: joined texts, split and cast over there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from union_xl.expressions.database import quoted
from union_xl.expressions.load_frames import number, text, whole_day
from union_xl.expressions.names import ROW
from union_xl.expressions.rows import Rows

_DAYS, _TEXTS = frozenset((dt.date, type(None))), frozenset((str, type(None)))
JOIN = "\x1f"
CHUNK = 2048
"""Values in one text handed over: taking one endless text apart costs DuckDB five times as much."""


def load_encoded_columns(
    rows: Rows, types: Mapping[str, str], homes: Mapping[str, Mapping[str, Any]], unit: str
) -> tuple[str, dict[str, Any]]:
    """A select of the columns of `types` {title: DATE, DOUBLE, BIGINT, VARCHAR} and its parameters, with 行号
    (1 = first row).  The values are those `frames.block` makes of a frame.

    `homes` {所属社区/所属行业: {unit: value}} fills what a row does not say itself; `unit` is the
    column of its unit.
    """
    given: dict[str, Any] = {"r": list(range(1, len(rows) + 1, CHUNK))}
    chunks, values, casts = ["unnest(CAST($r AS BIGINT[])) AS r"], [], []
    for at, (title, kind) in enumerate(types.items()):
        cast = f"TRY_CAST(nullif(v{at}, '') AS {kind})"
        if title == ROW:
            spelled, cast = f"unnest(range(r, least(r + {CHUNK}, {len(rows) + 1})))", f"v{at}"
        elif title in homes and unit in rows.titles:
            spelled, given_values = _given(_at_home(rows, title, homes[title], unit), at)
        else:
            spelled, given_values = _given(as_texts(rows.column(title), kind), at)
        if title != ROW and given_values is not None:
            given[f"p{at}"] = given_values
            depth = "[]" * (1 + isinstance(next(iter(given[f"p{at}"]), ""), list))
            chunks.append(f"unnest(CAST($p{at} AS VARCHAR{depth})) AS c{at}")
        values.append(f"{spelled} AS v{at}")
        casts.append(f"{cast} AS {quoted(title)}")
    inner = f"SELECT {', '.join(values)} FROM (SELECT {', '.join(chunks)})"
    return f"SELECT {', '.join(casts)} FROM ({inner})", given


def _given(texts: Sequence[str | None], at: int) -> tuple[str, Any]:
    """How a column of texts is spelled, and the parameter it takes (None: none).

    Texts that have the sign between them in them go chunk by chunk as lists, at twice the cost."""
    if not any(texts):
        return "CAST(NULL AS VARCHAR)", None
    starts = range(0, len(texts), CHUNK)
    filled = [one or "" for one in texts]
    pieces = [JOIN.join(filled[n : n + CHUNK]) for n in starts]
    if sum(piece.count(JOIN) + 1 for piece in pieces) == len(texts):
        return f"unnest(string_split(c{at}, chr(31)))", pieces
    return f"unnest(c{at})", [list(texts[n : n + CHUNK]) for n in starts]


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
