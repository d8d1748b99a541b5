"""Rules of one ledger over all rows of a ledger or a file at once.

All rules of a ledger are one prepared statement on one kept connection: a DuckDB for each file, and a query
for each rule, cost forty times as much.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from union_xl.expressions.columns import CHUNK, JOIN, as_texts
from union_xl.expressions.database import connect, limited, literal, lock, quoted
from union_xl.expressions.names import ROW, Constant, exposed
from union_xl.kinds.partial_dates import latest

if TYPE_CHECKING:
    import duckdb

    from union_xl.expressions.shape import Shape

SECONDS = 20.0
"""For the rules of one file."""


@dataclass(frozen=True)
class RowRules:
    """Rules of a ledger that look at no other: (name, SQL of a checked condition that holds for good rows),
    and the names they use."""

    shape: Shape
    rules: tuple[tuple[str, str], ...]
    used: frozenset[str]


def failing(
    rules: RowRules, columns: Mapping[str, Sequence[Any]], count: int, shared: Mapping[str, Constant]
) -> dict[str, list[int] | None]:
    """{name: rows (0 = first) for which the rule is false}, None for a rule that cannot be worked out.

    `columns` {title: `count` values} are tidy; a title that is not there is blank.  Where a rule is null it
    says nothing.
    """
    if not rules.rules or not count:
        return {name: [] for name, _ in rules.rules}
    import duckdb

    marks = ", ".join(f"NOT CAST({sql} AS BOOLEAN) AS v{at}" for at, (_, sql) in enumerate(rules.rules))
    picks = ", ".join(f"list(_row ORDER BY _row) FILTER (WHERE v{at})" for at in range(len(rules.rules)))
    select = f"SELECT {picks} FROM (SELECT _row, {marks} FROM {quoted(rules.shape.short)})"
    statement = _statement(rules.shape, rules.used, shared, select)
    given = _arguments(rules.shape, rules.used, columns, count)
    session = _session(os.getpid(), threading.get_ident())
    try:
        (found,) = session.run(statement, given)
        return {name: rows or [] for (name, _), rows in zip(rules.rules, found, strict=True)}
    except duckdb.Error:
        if len(rules.rules) == 1:
            return {rules.rules[0][0]: None}
    alone = (RowRules(rules.shape, (one,), rules.used) for one in rules.rules)
    return {name: rows for one in alone for name, rows in failing(one, columns, count, shared).items()}


def evaluated(
    rules: RowRules,
    columns: Mapping[str, Sequence[Any]],
    count: int,
    shared: Mapping[str, Constant],
    rows: Sequence[int],
) -> dict[int, dict[str, Any]]:
    """{row (0 = first): {name: value}} of expressions over some of `count` rows; as `failing` else.

    Raises duckdb.Error where an expression cannot be worked out.
    """
    if not rules.rules:
        return {row: {} for row in rows}
    picks = ", ".join(sql for _, sql in rules.rules)
    wanted = f"_row IN (SELECT unnest(CAST([{', '.join(map(str, rows))}] AS BIGINT[])))"
    select = f"SELECT _row, {picks} FROM {quoted(rules.shape.short)} WHERE {wanted}"
    statement = _statement(rules.shape, rules.used, shared, select)
    given = _arguments(rules.shape, rules.used, columns, count)
    lines = _session(os.getpid(), threading.get_ident()).run(statement, given, keep=False)
    names = [name for name, _ in rules.rules]
    return {row: dict(zip(names, values, strict=True)) for row, *values in lines}


def _titles(shape: Shape, used: Collection[str]) -> list[str]:
    asked = shape.stood_on(used)
    return [title for title in shape.columns if title in asked]


def _statement(shape: Shape, used: Collection[str], shared: Mapping[str, Constant], select: str) -> str:
    """`select` over the ledger, whose columns come as texts of many cells each."""
    titles = _titles(shape, used)
    places = range(1, len(titles) + 2)
    pieces = ", ".join(f"unnest(CAST(${at} AS VARCHAR[])) AS c{at}" for at in places)
    spelled = ", ".join(f"unnest(string_split(c{at}, chr(31))) AS v{at}" for at in places)
    casts = [
        f"TRY_CAST(nullif(v{at}, '') AS {shape.columns[title]}) AS {quoted(title)}"
        for at, title in enumerate(titles, start=2)
    ]
    first = ["CAST(v1 AS BIGINT) AS _row", *([f"CAST(v1 AS BIGINT) AS {ROW}"] if ROW in used else [])]
    rows = f"SELECT {', '.join([*first, *casts])} FROM (SELECT {spelled} FROM (SELECT {pieces}))"
    derived = {name: one for name, one in shape.derived.items() if name in used}
    more = "".join(f", {one.sql.format(rows='_rows')} AS {quoted(name)}" for name, one in derived.items())
    constants = exposed(used, {*shape.columns, *derived}, shared)
    return f"WITH _rows AS ({rows}), {quoted(shape.short)} AS (SELECT *{more}{constants} FROM _rows) {select}"


def _arguments(
    shape: Shape, used: Collection[str], columns: Mapping[str, Sequence[Any]], count: int
) -> list[list[str]]:
    """The number of each row and the columns, joined to texts of CHUNK cells: one endless text costs more to
    take apart than many."""
    made = [_joined(list(map(str, range(count))))]
    for title in _titles(shape, used):
        values: Sequence[Any] = columns.get(shape.last_days.get(title, title)) or [None] * count
        if title in shape.last_days:
            values = [latest(value) for value in values]
        texts = as_texts(values, shape.columns[title])
        made.append(_joined([text.replace(JOIN, " ") if text else "" for text in texts]))
    return made


def _joined(texts: Sequence[str]) -> list[str]:
    return [_sendable(JOIN.join(texts[at : at + CHUNK])) for at in range(0, len(texts), CHUNK)]


def _sendable(text: str) -> str:
    """Half a character (a lone surrogate) cannot be handed to DuckDB; no rule tells it from `?`."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text


class _Session:
    """One kept connection; each statement is prepared once."""

    def __init__(self) -> None:
        self._connection: duckdb.DuckDBPyConnection = connect()
        lock(self._connection, threads=1)
        self._prepared: dict[str, str] = {}

    def run(self, statement: str, given: Sequence[Sequence[str]], keep: bool = True) -> list[tuple[Any, ...]]:
        """The lines of a statement; what is asked again is `keep`t prepared."""
        with limited(self._connection, SECONDS):
            if not keep:
                return self._connection.execute(statement, [list(one) for one in given]).fetchall()
            name = self._prepared.get(statement)
            if name is None:
                name = f"rules_{len(self._prepared)}"
                self._connection.execute(f"PREPARE {name} AS {statement}")
                self._prepared[statement] = name
            lists = (f"[{', '.join(map(literal, one))}]" for one in given)
            return self._connection.execute(f"EXECUTE {name}({', '.join(lists)})").fetchall()


@lru_cache(maxsize=4)
def _session(process: int, thread: int) -> _Session:
    """The session of a thread: a connection is shared with no other, nor with a process that was forked."""
    return _Session()
