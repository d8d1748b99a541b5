"""Adding up: one pass over the worked-out conditions for many indicators and all groups of one kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from union_xl.figures.desk import limited, quoted
from union_xl.figures.loading import ROW
from union_xl.figures.terms import How

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Asked:
    """One indicator as columns of the worked-out table: its condition, its base, its field ('' for none)
    and the column that tells whether the field's value stands in more than one row."""

    how: How
    where: str
    base: str
    field: str = ""
    twice: str = ""


class Sums:
    """The answers of several indicators for every group of `table` by the column `group`.

    Persons are counted once: rows whose key is unique in the ledger are simply counted; the few that share
    one are first drawn together per group and key.  With `parts` (a table `gathered` made) the simple
    counts come from there.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        table: str,
        group: str,
        asked: Sequence[Asked],
        parts: str = "",
    ) -> None:
        self.asked = asked
        if parts:
            picks = ", ".join(f"sum({_part(one, at)})" for one in asked for at in range(4))
        else:
            picks = ", ".join(pick for one in asked for pick in _picks(one))
        with limited(connection):
            rows = connection.execute(f"SELECT {group}, {picks} FROM {parts or table} GROUP BY 1").fetchall()
            self._rows = {row[0]: row[1:] for row in rows}
            self._shared: dict[int, dict[Any, tuple[int, int]]] = {}
            for field in {one.field for one in asked if one.twice}:
                self._draw_together(connection, table, group, field)

    def _draw_together(
        self, connection: duckdb.DuckDBPyConnection, table: str, group: str, field: str
    ) -> None:
        """Distinct keys among the rows that share one, for every indicator that counts by `field`."""
        members = [(at, one) for at, one in enumerate(self.asked) if one.twice and one.field == field]
        inner, outer = [], []
        for at, one in members:
            top = f"{one.where} AND {one.base}"
            inner += [f"bool_or({top}) AS t{at}", f"bool_or({one.base}) AS b{at}"]
            outer += [f"count(*) FILTER (WHERE t{at})", f"count(*) FILTER (WHERE b{at})"]
        twice = members[0][1].twice
        rows = connection.execute(
            f"SELECT g, {', '.join(outer)} FROM (SELECT {group} AS g, {field} AS k, {', '.join(inner)} "
            f"FROM {table} WHERE {twice} GROUP BY 1, 2) GROUP BY 1"
        ).fetchall()
        for place, (at, _) in enumerate(members):
            self._shared[at] = {row[0]: (row[1 + 2 * place], row[2 + 2 * place]) for row in rows}

    def answer(self, at: int, group: Any) -> tuple[Any, int, int] | None:
        """(value, rows behind it, rows left out for a blank field) of indicator `at`; None where the
        group has no row at all."""
        if group not in self._rows:
            return None
        one = self.asked[at]
        value, base, count, blank = self._rows[group][4 * at : 4 * at + 4]
        top, bottom = self._shared.get(at, {}).get(group, (0, 0))
        if one.how == "占比":
            return ((value + top) / (base + bottom) if base + bottom else None), int(count), 0
        if one.how == "去重":
            return int(value + top), int(count), int(blank)
        # A blank is not a zero: where nobody gave the number, the sum is unknown.
        value = 0 if value is None and not count else value
        return tidy(value), int(count), int(blank)


def gathered(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    groups: Sequence[str],
    asked: Sequence[Asked],
    parts: str,
) -> None:
    """Make the table `parts`: `asked` added up for every combination of `groups`, so that the ledger is gone
    through once for all of them.  Lists cannot be added up and must not be among `asked`."""
    picks = ", ".join(
        f"{pick} AS {_part(one, at)}" for one in dict.fromkeys(asked) for at, pick in enumerate(_picks(one))
    )
    with limited(connection):
        connection.execute(
            f"CREATE OR REPLACE TABLE {parts} AS "
            f"SELECT {', '.join(groups)}, {picks} FROM {table} GROUP BY {', '.join(groups)}"
        )


def _part(one: Asked, at: int) -> str:
    return quoted("/".join((one.how, one.where, one.base, one.field, str(at))))


def tidy(value: Any) -> Any:
    """Whole floats as int; lists without repeats, order kept."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, list):
        return list(dict.fromkeys(value))
    return value


def _picks(one: Asked) -> tuple[str, str, str, str]:
    """value (for shared keys the rest is added later), base of a ratio, rows, rows with a blank field"""
    rows, blank = f"count(*) FILTER (WHERE {one.where})", "0"
    if one.how in ("去重", "占比"):
        alone = f" AND NOT {one.twice} AND {one.field} IS NOT NULL" if one.twice else ""
        top = f"count(*) FILTER (WHERE {one.where} AND {one.base}{alone})"
        base = f"count(*) FILTER (WHERE {one.base}{alone})"
        if one.how == "占比":
            return top, base, f"count(*) FILTER (WHERE {one.base})", blank
        return top, "0", rows, f"count(*) FILTER (WHERE {one.where} AND {one.field} IS NULL)"
    if one.field:
        blank = f"count(*) FILTER (WHERE {one.where} AND {one.field} IS NULL)"
    if one.how == "求和":
        value = f"sum({one.field}::DOUBLE) FILTER (WHERE {one.where})"
    elif one.how == "名单":
        value = (
            f"coalesce(list({one.field}::VARCHAR ORDER BY {ROW}) "
            f"FILTER (WHERE {one.where} AND {one.field} IS NOT NULL), [])"
        )
    else:
        value = rows
    return value, "0", rows, blank
