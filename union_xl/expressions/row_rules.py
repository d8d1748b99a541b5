"""Rules of one ledger over all rows of a file at once.

All rules of a ledger, and the facts of their sentences, are one prepared statement on one kept connection
(2 ms for 200 rows): a DuckDB for each file, and a query for each rule, cost ten times as much.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from union_xl.expressions.database import kept_connection, limited, literal, quoted
from union_xl.expressions.load_columns import as_texts
from union_xl.expressions.names import ROW, Constant, select_list
from union_xl.kinds.day_texts import latest

if TYPE_CHECKING:
    from union_xl.expressions.shape import Shape

JOIN = "\x1f"
CHUNK = 2048
"""Values in one text handed over: taking one endless text apart costs DuckDB five times as much."""
SECONDS = 20.0
"""For the rules of one file."""
UNWATCHED = 10_000
"""Up to so many rows no clock is needed, which costs as much as the rules of a small file: what looks at one
row at a time, in a language without loops, is done with each in no time."""


@dataclass(frozen=True)
class RowRule:
    """A rule that looks at no other row: SQL of a checked condition that holds for good rows, and of the
    facts {name: SQL} of a row for which it does not."""

    holds: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RowRules:
    """Rules of a ledger, and the names they use."""

    shape: Shape
    rules: tuple[RowRule, ...]
    used: frozenset[str]


Broken = dict[int, dict[str, Any]]
"""{row (0 = first) for which a rule is false: its facts}."""


def broken_rows(
    rules: RowRules, columns: Mapping[str, Sequence[Any]], count: int, shared: Mapping[str, Constant]
) -> list[Broken | None]:
    """For each rule the rows that break it; None for a rule that cannot be worked out.

    `columns` {title: `count` values} are tidy; a title that is not there is blank.  Where a rule is null it
    says nothing.
    """
    if not rules.rules or not count:
        return [{} for _ in rules.rules]
    import duckdb

    statement = _statement(rules.shape, rules.used, shared, _select(rules))
    given = _arguments(rules.shape, rules.used, columns, count)
    session = _session(os.getpid(), threading.get_ident())
    try:
        lines = session.run(statement, given, watched=count > UNWATCHED)
    except duckdb.Error:
        if len(rules.rules) == 1:
            return [None]
        alone = (RowRules(rules.shape, (one,), rules.used) for one in rules.rules)
        return [found for one in alone for found in broken_rows(one, columns, count, shared)]
    return _by_rule(rules, lines)


def _select(rules: RowRules) -> str:
    """The rows that break any rule: their numbers, for each rule whether it is broken, and its facts.

    A CASE works a fact out only where its rule is broken."""
    marks = ", ".join(f"NOT CAST({one.holds} AS BOOLEAN) AS w{at}" for at, one in enumerate(rules.rules))
    wrong = [f"w{at}" for at in range(len(rules.rules))]
    facts = [
        f"CASE WHEN w{at} THEN {sql} END" for at, one in enumerate(rules.rules) for sql in one.facts.values()
    ]
    inner = f"SELECT *, {marks} FROM {quoted(rules.shape.short)}"
    picks = ", ".join(["_row", *wrong, *facts])
    # The alias lets facts call the ledger's columns by its name.
    return f"SELECT {picks} FROM ({inner}) AS {quoted(rules.shape.short)} WHERE {' OR '.join(wrong)}"


def _by_rule(rules: RowRules, lines: Sequence[tuple[Any, ...]]) -> list[Broken | None]:
    found: list[Broken | None] = []
    after = 1 + len(rules.rules)
    lines = sorted(lines, key=itemgetter(0))
    for at, one in enumerate(rules.rules, 1):
        names, stop = tuple(one.facts), after + len(one.facts)
        found.append({line[0]: dict(zip(names, line[after:stop], strict=True)) for line in lines if line[at]})
        after = stop
    return found


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
    constants = select_list(used, {*shape.columns, *derived}, shared)
    return f"WITH _rows AS ({rows}), {quoted(shape.short)} AS (SELECT *{more}{constants} FROM _rows) {select}"


def _arguments(
    shape: Shape, used: Collection[str], columns: Mapping[str, Sequence[Any]], count: int
) -> list[list[str]]:
    """The number of each row and the columns, joined to texts of CHUNK cells: one endless text costs more to
    take apart than many."""
    made = {"": _numbers(count)}
    for title in _titles(shape, used):
        day = shape.last_days.get(title, "")
        values: Sequence[Any] = columns.get(day or title) or [None] * count
        if day and str in set(map(type, values)):
            values = [latest(value) if type(value) is str else value for value in values]
        elif day and day in made:  # whole days: the last one is the day itself
            made[title] = made[day]
            continue
        made[title] = _joined(as_texts(values, shape.columns[title]))
    return list(made.values())


@lru_cache(maxsize=8)
def _numbers(count: int) -> list[str]:
    return _joined(list(map(str, range(count))))


def _joined(texts: Sequence[str | None]) -> list[str]:
    made = []
    for at in range(0, len(texts), CHUNK):
        piece = [text or "" for text in texts[at : at + CHUNK]]
        text = JOIN.join(piece)
        if text.count(JOIN) >= len(piece):
            text = JOIN.join(one.replace(JOIN, " ") for one in piece)
        made.append(_sendable(text))
    return made


def _sendable(text: str) -> str:
    """Half a character (a lone surrogate) cannot be handed to DuckDB; no rule tells it from `?`."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text


_MOST = 200
"""Prepared statements that are kept."""


class _Session:
    """One kept connection; each statement is prepared once."""

    def __init__(self) -> None:
        self._connection = kept_connection()
        self._prepared: dict[str, str] = {}

    def run(self, statement: str, given: Sequence[Sequence[str]], watched: bool) -> list[tuple[Any, ...]]:
        """The lines of a statement; `watched`: interrupted after SECONDS."""
        with limited(self._connection, SECONDS) if watched else nullcontext():
            name = self._prepared.get(statement)
            if name is None:
                if len(self._prepared) > _MOST:  # a run with many days or settings
                    for old in self._prepared.values():
                        self._connection.execute(f"DEALLOCATE {old}")
                    self._prepared.clear()
                name = f"rules_{len(self._prepared)}"
                self._connection.execute(f"PREPARE {name} AS {statement}")
                self._prepared[statement] = name
            lists = (f"[{', '.join(map(literal, one))}]" for one in given)
            return self._connection.execute(f"EXECUTE {name}({', '.join(lists)})").fetchall()


@lru_cache(maxsize=4)
def _session(process: int, thread: int) -> _Session:
    """The session of a thread (`database.kept_connection`)."""
    return _Session()
