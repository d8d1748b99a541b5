"""Rules of forms declared without code: DuckDB conditions over the tidy columns, on a locked desk of their
own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from union_xl.forms import Column, Expression
from union_xl.forms.people_rules import earliest
from union_xl.validate.desk import Desk

if TYPE_CHECKING:
    import duckdb


def apply(desk: Desk) -> None:
    """Tell every row for which a rule of the form is false; where it is null, nothing.

    Rows held by then take part too; a broken cell is null there, so that what follows from it is not told.
    A rule that cannot be run is told once (`EXPR-FAILED`) and rests.
    """
    if not desk.rows:
        return
    connection = _loaded(desk)
    try:
        for rule in desk.form.expressions:
            _apply(desk, connection, rule)
    finally:
        connection.close()


def _apply(desk: Desk, connection: duckdb.DuckDBPyConnection, rule: Expression) -> None:
    import duckdb

    title = rule.at if rule.at in desk.columns else next(iter(desk.columns))
    try:
        found = connection.execute(
            f"SELECT _row FROM {_quoted(desk.form.short)} "
            f"WHERE NOT CAST(({rule.condition}) AS BOOLEAN) ORDER BY _row"
        ).fetchall()
    except duckdb.Error:
        desk.tell_column("EXPR-FAILED", desk.tables[0], title, {"编号": rule.code, "说明": rule.sentence})
        return
    for (row,) in found:
        if (row, title) not in desk.blamed:
            desk.tell(rule.code, row, title, {"说明": rule.sentence or f"不符合规则{rule.code}"})


def _loaded(desk: Desk) -> duckdb.DuckDBPyConnection:
    """The columns as a table, with 期初, 期末, 截止日 on every row; no files, no network, no further
    settings.
    """
    import duckdb

    connection = duckdb.connect(":memory:", config={"threads": 1})
    types = {title: _type(column) for title, column in desk.columns.items()}
    picks = ", ".join(f"unnest(${number}::{kind}[]) AS {_quoted(title)}" for number, (title, kind) in
                      enumerate(types.items(), 2))  # fmt: skip
    columns = [_cells(desk.values[title], types[title]) for title in types]
    connection.execute(
        f"CREATE TABLE _rows AS SELECT unnest($1::BIGINT[]) AS _row, {picks}",
        [list(range(len(desk.rows))), *columns],
    )
    period = desk.facts.period
    days = {
        "期初": period.start if period else None,
        "期末": period.end if period else desk.facts.as_of,
        "截止日": desk.facts.as_of,
    }
    constants = ", ".join(f"{_day(value)} AS {_quoted(name)}" for name, value in days.items())
    connection.execute(f"CREATE VIEW {_quoted(desk.form.short)} AS SELECT *, {constants} FROM _rows")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _type(column: Column) -> str:
    if column.kind.text:
        return "VARCHAR"
    return "DATE" if "y" in column.kind.number_format else "DOUBLE"


def _cells(values: Sequence[Any], kind: str) -> list[Any]:
    """Values as the column's type; a partial date stands as the first day it can mean, as in counting."""
    if kind == "DATE":
        return [earliest(value) for value in values]
    if kind == "DOUBLE":
        return [value if isinstance(value, (int, float)) else None for value in values]
    return [None if value is None else str(value) for value in values]


def _day(value: dt.date | None) -> str:
    return f"DATE '{value.isoformat()}'" if value else "CAST(NULL AS DATE)"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
