"""Packed columns as DuckDB takes them: a whole column is one text, split and cast over there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from union_xl.core.columns import (
    ALIKE,
    BLANKS,
    DATED,
    DAYS,
    JOIN,
    NUMBERS,
    SOME_TEXTS,
    TEXTS,
    Packed,
    looks_like_a_day,
)
from union_xl.expressions.database import quoted
from union_xl.expressions.frames import number, text, whole_day
from union_xl.expressions.names import ROW
from union_xl.expressions.rows import Rows

CHUNK = 2048
"""Values in one text handed over: taking one endless text apart costs DuckDB five times as much."""
_AS_TEXT: Mapping[str, frozenset[str]] = {
    "VARCHAR": frozenset((TEXTS, SOME_TEXTS, DAYS, DATED, NUMBERS)),
    "DATE": frozenset((DAYS,)),
    "DOUBLE": frozenset((NUMBERS,)),
    "BIGINT": frozenset((NUMBERS,)),
}
"""Kinds of packed columns whose text can be cast to a type as it stands."""


def laid(
    rows: Rows, types: Mapping[str, str], homes: Mapping[str, Mapping[str, Any]]
) -> tuple[str, dict[str, Any]]:
    """A select of the columns of `types` {title: DATE, DOUBLE, BIGINT, VARCHAR} and its parameters, with 行号
    (1 = first row).  The values are those `frames.block` makes of a frame.

    `homes` {所属社区/所属行业: {unit: value}} fills what a row does not say itself.
    """
    given: dict[str, Any] = {"r": list(range(1, len(rows) + 1, CHUNK))}
    chunks, values, casts = ["unnest(CAST($r AS BIGINT[])) AS r"], [], []
    for at, (title, kind) in enumerate(types.items()):
        cast = f"TRY_CAST(nullif(v{at}, '') AS {kind})"
        if title == ROW:
            spelled, cast = f"unnest(range(r, least(r + {CHUNK}, {len(rows) + 1})))", f"v{at}"
        elif title in homes and "单位名称" in rows.titles:
            spelled, told = _given(_at_home(rows, title, homes[title]), at)
            given[f"p{at}"] = told
        else:
            spelled, told = _column(rows.packed(title), kind, at)
            if told is not None:
                given[f"p{at}"] = told
        if f"c{at}" in spelled:
            depth = "[]" * (1 + isinstance(next(iter(given[f"p{at}"]), ""), list))
            chunks.append(f"unnest(CAST($p{at} AS VARCHAR{depth})) AS c{at}")
        values.append(f"{spelled} AS v{at}")
        casts.append(f"{cast} AS {quoted(title)}")
    inner = f"SELECT {', '.join(values)} FROM (SELECT {', '.join(chunks)})"
    return f"SELECT {', '.join(casts)} FROM ({inner})", given


def _column(column: Packed, kind: str, at: int) -> tuple[str, Any]:
    """How a column is spelled, as texts, and the parameter it takes (None: none)."""
    if column.kind == BLANKS or not column.count:
        return "CAST(NULL AS VARCHAR)", None
    if column.kind == ALIKE:
        return f"CAST($p{at} AS VARCHAR)", as_texts([column.text], kind)[0] or ""
    if column.kind in _AS_TEXT[kind]:
        return _pieces(column.text.split(JOIN), at)
    if column.kind == DATED and kind == "DATE":
        texts = column.text.split(JOIN)
        days = {one: one if looks_like_a_day(one) else as_texts([one], kind)[0] or "" for one in set(texts)}
        return _pieces([days[one] for one in texts], at)
    return _given(as_texts(column.values(), kind), at)


def _pieces(texts: Sequence[str], at: int) -> tuple[str, list[str]]:
    """Texts without the sign between them, by the chunk."""
    starts = range(0, len(texts), CHUNK)
    return f"unnest(string_split(c{at}, chr(31)))", [JOIN.join(texts[n : n + CHUNK]) for n in starts]


def _given(texts: Sequence[str | None], at: int) -> tuple[str, list[Any]]:
    """Texts that may have the sign between them in them: then each chunk is a list, at twice the cost."""
    spelled, pieces = _pieces([one or "" for one in texts], at)
    if sum(piece.count(JOIN) + 1 for piece in pieces) == len(texts):
        return spelled, pieces
    return f"unnest(c{at})", [list(texts[n : n + CHUNK]) for n in range(0, len(texts), CHUNK)]


def as_texts(values: Sequence[Any], kind: str) -> list[str | None]:
    """Values as texts that DuckDB casts to `kind`; what has no meaning there is None."""
    if kind == "DATE":
        days = [None if value is None else whole_day(value) for value in values]
        return [None if day is None else day.isoformat() for day in days]
    if kind in ("DOUBLE", "BIGINT"):
        numbers = [None if value is None else number(value) for value in values]
        if kind == "BIGINT":  # what is no whole number is blank: DuckDB would round it
            return [str(int(one)) if one is not None and one.is_integer() else None for one in numbers]
        return [None if one is None else repr(one) for one in numbers]
    return [None if value is None else value if type(value) is str else text(value) for value in values]


def _at_home(rows: Rows, title: str, home: Mapping[str, Any]) -> list[str | None]:
    """A row's own 所属社区 or 所属行业, else its unit's."""
    units = rows.column("单位名称")
    if title not in rows.titles:
        homes = {unit: as_texts([home.get(unit)], "VARCHAR")[0] for unit in set(units)}
        return [homes[unit] for unit in units]
    own = zip(rows.column(title), units, strict=True)
    return as_texts([home.get(unit) if one in (None, "") else one for one, unit in own], "VARCHAR")
