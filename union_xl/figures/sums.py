"""Adding up: one pass over the worked-out conditions for many indicators and all groups of one kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from union_xl.expressions import ROW, limited, quoted
from union_xl.ledgers.form import How

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One indicator as columns of the worked-out table: its condition, its base, its field ('' for none)
    and, where the field's values are counted once, the table of the rows that cannot just be counted (''
    where there are none)."""

    how: How
    where: str
    base: str
    field: str = ""
    odd: str = ""


class Sums:
    """The answers of several indicators for every group of `table` by the column `group`.

    With `parts` (a table `aggregate` made) the counts come from there.  Rows are counted first; then those
    whose field is blank or stands in several rows, which are few, are taken out and counted by value.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        table: str,
        group: str,
        asked: Sequence[Aggregate],
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
            self._mends: dict[int, dict[Any, tuple[int, int, int]]] = {}
            for odd in {one.odd for one in asked if one.odd}:
                self._look_at(connection, odd, group)

    def _look_at(self, connection: duckdb.DuckDBPyConnection, odd: str, group: str) -> None:
        """By how much the row counts of top and base differ from the values in them, and the blanks."""
        members = [(at, one) for at, one in enumerate(self.asked) if one.odd == odd]
        field = members[0][1].field  # DuckDB before 2.0 knows no alias (`k`) within a FILTER
        inner, outer = [], []
        for at, one in members:
            top = f"{one.where} AND {one.base}"
            inner += [
                f"count(*) FILTER (WHERE {top}) AS t{at}",
                f"count(*) FILTER (WHERE {one.base}) AS b{at}",
            ]
            inner += [f"count(*) FILTER (WHERE {one.where} AND {field} IS NULL) AS n{at}"]
            outer += [f"count(k) FILTER (WHERE {name}{at} > 0) - sum({name}{at})" for name in "tb"]
            outer += [f"sum(n{at})"]
        rows = connection.execute(
            f"SELECT g, {', '.join(outer)} FROM (SELECT {group} AS g, {field} AS k, "
            f"{', '.join(inner)} FROM {odd} GROUP BY 1, 2) GROUP BY 1"
        ).fetchall()
        for place, (at, _) in enumerate(members):
            self._mends[at] = {row[0]: row[1 + 3 * place : 4 + 3 * place] for row in rows}

    def answer(self, at: int, group: Any) -> tuple[Any, int, int] | None:
        """(value, rows behind it, rows left out for a blank field) of indicator `at`; None where the
        group has no row at all."""
        if group not in self._rows:
            return None
        one = self.asked[at]
        value, base, count, blank = self._rows[group][4 * at : 4 * at + 4]
        if one.how in ("去重", "占比"):
            more, below, blank = self._mends.get(at, {}).get(group, (0, 0, 0))
            if one.how == "去重":
                return int(value + more), int(count), int(blank)
            return ((value + more) / (base + below) if base + below else None), int(count), 0
        # A blank is not a zero: where nobody gave the number, the sum is unknown.
        value = 0 if value is None and not count and one.how not in ("最大", "最小") else value
        return tidy(value), int(count), int(blank)


def aggregate(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    groups: Sequence[str],
    asked: Sequence[Aggregate],
    parts: str,
) -> None:
    """Make the table `parts`: `asked` added up for every combination of `groups`, so that the ledger is gone
    through once for all of them.  Lists and extremes cannot be added up and must not be among `asked`."""
    picks = ", ".join(
        f"{pick} AS {_part(one, at)}" for one in dict.fromkeys(asked) for at, pick in enumerate(_picks(one))
    )
    with limited(connection):
        connection.execute(
            f"CREATE OR REPLACE TABLE {parts} AS SELECT {', '.join(groups)}, min({ROW}) AS {ROW}, {picks} "
            f"FROM {table} GROUP BY {', '.join(groups)}"
        )


def _part(one: Aggregate, at: int) -> str:
    return quoted("/".join((one.how, one.where, one.base, one.field, str(at))))


def tidy(value: Any) -> Any:
    """Whole floats as int; lists without repeats, order kept."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, list):
        return list(dict.fromkeys(value))
    return value


def _picks(one: Aggregate) -> tuple[str, str, str, str]:
    """value, base of a ratio, rows, rows with a blank field (of values counted once all but the rows is
    mended afterwards)"""
    rows, blank = f"count(*) FILTER (WHERE {one.where})", "0"
    if one.how == "占比":
        base = f"count(*) FILTER (WHERE {one.base})"
        return f"count(*) FILTER (WHERE {one.where} AND {one.base})", base, base, blank
    if one.how == "去重":
        return rows, "0", rows, blank
    if one.field:
        blank = f"count(*) FILTER (WHERE {one.where} AND {one.field} IS NULL)"
    if one.how == "求和":
        value = f"sum({one.field}::DOUBLE) FILTER (WHERE {one.where})"
    elif one.how in ("最大", "最小"):
        value = f"{'max' if one.how == '最大' else 'min'}({one.field}) FILTER (WHERE {one.where})"
    elif one.how == "名单":
        value = (
            f"coalesce(list({one.field}::VARCHAR ORDER BY {ROW}) "
            f"FILTER (WHERE {one.where} AND {one.field} IS NOT NULL), [])"
        )
    else:
        value = rows
    return value, "0", rows, blank
