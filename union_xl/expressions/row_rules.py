"""Rules that look at one row each, over all rows of a ledger or a file at once.

All rules of a ledger are one prepared statement on one kept connection: a DuckDB for each file, and a query
for each rule, cost forty times as much.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from union_xl.expressions.columns import JOIN, as_texts
from union_xl.expressions.database import connect, limited, literal, lock, quoted
from union_xl.expressions.names import Constant, exposed

if TYPE_CHECKING:
    import duckdb

    from union_xl.expressions.shape import Shape

SECONDS = 20.0
CHUNK = 4096
"""Rows of one query, and how long it may take: one endless text costs more to take apart than many."""


@dataclass(frozen=True)
class RowRules:
    """Rules of a ledger: (code, SQL of a checked condition that holds for good rows), the names they use."""

    shape: Shape
    rules: tuple[tuple[str, str], ...]
    used: frozenset[str]


def failing(
    rules: RowRules, columns: Mapping[str, Sequence[Any]], count: int, shared: Mapping[str, Constant]
) -> dict[str, list[int] | None]:
    """{code: rows (0 = first) for which the rule is false}, None for a rule that cannot be worked out.

    `columns` {title: `count` values} are tidy; a title that is not there is blank.  Where a rule is null it
    says nothing.
    """
    if not rules.rules or not count:
        return {code: [] for code, _ in rules.rules}
    import duckdb

    session = _session(os.getpid(), threading.get_ident())
    statement = _statement(rules, shared)
    found: dict[str, list[int] | None] = {code: [] for code, _ in rules.rules}
    try:
        for start in range(0, count, CHUNK):
            given = _arguments(rules, columns, range(start, min(start + CHUNK, count)))
            for rows, more in zip(found.values(), session.run(statement, given), strict=True):
                rows += more  # type: ignore[operator]
        return found
    except duckdb.Error:
        if len(rules.rules) == 1:
            return {rules.rules[0][0]: None}
    alone = (RowRules(rules.shape, (one,), rules.used) for one in rules.rules)
    return {code: rows for one in alone for code, rows in failing(one, columns, count, shared).items()}


def _titles(rules: RowRules) -> list[str]:
    asked = rules.shape.stood_on(rules.used)
    return [title for title in rules.shape.types if title in asked]


def _statement(rules: RowRules, shared: Mapping[str, Constant]) -> str:
    """A select of one list of rows for each rule, over columns that come as joined texts."""
    shape = rules.shape
    titles = _titles(rules)
    spelled = [f"unnest(string_split(${at}, chr(31))) AS v{at}" for at in range(1, len(titles) + 2)]
    casts = [
        f"TRY_CAST(nullif(v{at}, '') AS {shape.types[title]}) AS {quoted(title)}"
        for at, title in enumerate(titles, start=2)
    ]
    rows = f"SELECT {', '.join(['CAST(v1 AS BIGINT) AS _row', *casts])} FROM (SELECT {', '.join(spelled)})"
    derived = {name: one for name, one in shape.derived.items() if name in rules.used}
    more = "".join(f", {one.sql.format(rows='_rows')} AS {quoted(name)}" for name, one in derived.items())
    constants = exposed(rules.used, {*shape.types, *derived}, shared)
    picks = ", ".join(
        f"list(_row ORDER BY _row) FILTER (WHERE NOT CAST({sql} AS BOOLEAN))" for _, sql in rules.rules
    )
    source = f"SELECT *{more}{constants} FROM _rows"
    return f"WITH _rows AS ({rows}) SELECT {picks} FROM ({source}) AS {quoted(shape.short)}"


def _arguments(rules: RowRules, columns: Mapping[str, Sequence[Any]], rows: range) -> list[str]:
    """The number of each of these rows and their columns, each joined to one text."""
    made = [JOIN.join(map(str, rows))]
    for title in _titles(rules):
        values = columns.get(title)
        cells = values[rows.start : rows.stop] if values else [None] * len(rows)
        texts = as_texts(cells, rules.shape.types[title])
        made.append(_sendable(JOIN.join([text.replace(JOIN, " ") if text else "" for text in texts])))
    return made


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

    def run(self, statement: str, given: Sequence[str]) -> list[list[int]]:
        with limited(self._connection, SECONDS):
            name = self._prepared.get(statement)
            if name is None:
                name = f"rules_{len(self._prepared)}"
                self._connection.execute(f"PREPARE {name} AS {statement}")
                self._prepared[statement] = name
            found = self._connection.execute(f"EXECUTE {name}({', '.join(map(literal, given))})").fetchone()
        return [rows or [] for rows in found or ()]


@lru_cache(maxsize=4)
def _session(process: int, thread: int) -> _Session:
    """The session of a thread: a connection is shared with no other, nor with a process that was forked."""
    return _Session()
