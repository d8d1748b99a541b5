"""Packed columns as DuckDB takes them: a whole column is one text, split and cast over there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from union_xl.core.columns import ALIKE, BLANKS, DAYS, NUMBERS, RUN, SOME_TEXTS, TEXTS, Packed
from union_xl.figures.loading import ROW, number, text, whole_day
from union_xl.figures.rows import Rows

_SPLIT = "unnest(string_split(?, chr(31)))"
_AS_TEXT: Mapping[str, frozenset[str]] = {
    "VARCHAR": frozenset((TEXTS, SOME_TEXTS, DAYS, NUMBERS)),
    "DATE": frozenset((DAYS,)),
    "DOUBLE": frozenset((NUMBERS,)),
}
"""Kinds of packed columns whose text can be cast to a type as it stands."""


def laid(
    rows: Rows, types: Mapping[str, str], homes: Mapping[str, Mapping[str, Any]]
) -> tuple[str, list[Any]]:
    """A select of the columns of `types` {title: DATE, DOUBLE, VARCHAR} and its parameters, with 行号
    (1 = first row).  The values are those `loading.block` makes of a frame.

    `homes` {所属社区/所属行业: {unit: value}} fills what a row does not say itself.
    """
    inner: list[str] = []
    outer: list[str] = []
    values: list[Any] = []
    for at, (title, kind) in enumerate(types.items()):
        if title == ROW:
            spelled, given = f"unnest(range(1, {len(rows) + 1}))", []
        elif title in homes and "单位名称" in rows.titles:
            spelled, given = "unnest(?)", [_at_home(rows, title, homes[title])]
        else:
            spelled, given = _column(rows.packed(title), kind)
        inner.append(f"{spelled} AS v{at}")
        values += given
        cast = f"TRY_CAST(v{at} AS {kind})" if title == ROW else f"TRY_CAST(nullif(v{at}, '') AS {kind})"
        outer.append(f'{cast} AS "{title.replace(chr(34), chr(34) * 2)}"')
    nothing = "" if len(rows) else " LIMIT 0"
    return f"SELECT {', '.join(outer)} FROM (SELECT {', '.join(inner)}{nothing})", values


def _column(column: Packed, kind: str) -> tuple[str, list[Any]]:
    """How a column is spelled, as texts, and the parameters it takes."""
    if column.kind == BLANKS or not column.count:
        return "CAST(NULL AS VARCHAR)", []
    if column.kind == RUN and kind != "DATE":
        first = int(column.text)
        return f"CAST(unnest(range({first}, {first + column.count})) AS VARCHAR)", []
    if column.kind == ALIKE:
        return "CAST(? AS VARCHAR)", [_as_texts([column.text], kind)[0]]
    if column.kind in _AS_TEXT[kind]:
        return _SPLIT, [column.text]
    return "unnest(CAST(? AS VARCHAR[]))", [_as_texts(column.values(), kind)]


def _as_texts(values: Sequence[Any], kind: str) -> list[str | None]:
    """Values as texts that DuckDB casts to `kind`; what has no meaning there is None."""
    if kind == "DATE":
        days = [None if value is None else whole_day(value) for value in values]
        return [None if day is None else day.isoformat() for day in days]
    if kind == "DOUBLE":
        numbers = [None if value is None else number(value) for value in values]
        return [None if one is None else repr(one) for one in numbers]
    return [None if value is None else value if type(value) is str else text(value) for value in values]


def _at_home(rows: Rows, title: str, home: Mapping[str, Any]) -> list[str | None]:
    """A row's own 所属社区 or 所属行业, else its unit's."""
    units = rows.column("单位名称")
    if title not in rows.titles:
        return _as_texts([home.get(unit) for unit in units], "VARCHAR")
    own = zip(rows.column(title), units, strict=True)
    return _as_texts([home.get(unit) if one in (None, "") else one for one, unit in own], "VARCHAR")
