"""Columns, tidied once per distinct value; what is already tidy takes a fast path."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import filterfalse, zip_longest
from typing import Any

from union_xl import ledgers
from union_xl.check.check_state import CheckState
from union_xl.kinds import BLANK, DAY, MONEY, PHOTO, TEXT, UNTIL, Kind, Tidied
from union_xl.kinds.dates import early_serial, in_period
from union_xl.kinds.measures import money_unit, names_money_unit, odd_money_unit
from union_xl.kinds.text import WRITTEN
from union_xl.ledgers.form import Column, Form
from union_xl.model import Raw, Table
from union_xl.model.grid import FORMER, PICTURE

SHORT = 40
"""Texts up to this long are remembered."""


def tidy_table(state: CheckState, start: int, table: Table) -> None:
    """Put the tidy columns of a table into the state; its first row is row `start` there."""
    cells = list(zip_longest(*(table.grid.rows[row - 1] for row in table.body)))
    headers = {binding.col: binding.header for binding in table.bindings}
    moved = {one.col: one.why for one in table.bindings if one.why.startswith(FORMER)}
    number, names = state.form.titled("id"), _names(state.form)

    def in_column(col: int) -> Sequence[Raw]:
        return cells[col - 1] if col <= len(cells) else (None,) * len(table.body)

    for title, column in state.columns.items():
        col = table.where.get(title, 0)
        if not col:
            state.values.setdefault(title, []).extend(_stated(column, table, len(table.body)))
            continue
        raws = in_column(col)
        if column.kind is DAY and number in table.where:
            raws = _days_of_ids(state, start, column, raws, in_column(table.where[number]))
        kind = column.kind
        if kind.under:
            asked = _asked(column, table, headers.get(col, title))
            if column.kind is MONEY and (odd := odd_money_unit(asked)):
                state.add_column_finding("NUM-UNIT-ODD", table, title, {"写法": odd})
            kind = kind.under(asked)
        elif kind is TEXT and title not in names:
            kind = WRITTEN
        state.values.setdefault(title, []).extend(raws)
        tidy_column(state, start, column, kind, raws)
        if why := moved.get(col):
            _tell_moved(state, start, title, headers[col], why, raws)
    _broken_cells(state, start, table)
    _questions(state, start, table)


@lru_cache(maxsize=256)
def _names(form: Form) -> frozenset[str]:
    """The columns that rows of this ledger or another are known by: their spelling has to be one."""
    return frozenset(title for one in (form, *ledgers.known(())) for key in one.keys for title in key)


def _tell_moved(
    state: CheckState, start: int, title: str, header: str, why: str, raws: Sequence[Raw]
) -> None:
    """Every value of a column that an older version of the blank called otherwise."""
    for number, raw in enumerate(raws):
        if raw is not None and raw != "":
            state.add_correction(
                start + number, title, raw, state.values[title][start + number], f"{why}：原在“{header}”"
            )


def _questions(state: CheckState, start: int, table: Table) -> None:
    """What the reading of the sheet asks about cells."""
    index = {row: start + number for number, row in enumerate(table.body)} if table.questions else {}
    for one in table.questions:
        if one.place.row in index and one.column in state.columns:
            state.add_finding(one.rule, index[one.place.row], one.column, one.facts, one.suggestions)


def _asked(column: Column, table: Table, header: str) -> str:
    """What a header asks for: its own words, the title of a date it stands for, the unit of money that the
    line above the table names."""
    if column.kind is DAY:
        return f"{column.title} {header}"
    line = table.above.get("计量单位") or table.below.get("计量单位", "") if column.kind is MONEY else ""
    unit = money_unit(line) or odd_money_unit(line)
    return f"{header}({unit})" if unit and not names_money_unit(header) else header


def _days_of_ids(
    state: CheckState, start: int, column: Column, raws: Sequence[Raw], ids: Sequence[Raw]
) -> Sequence[Raw]:
    """A column of dates, with early serials (before October 1954) as days where the row's own id says so."""
    if not {int, float} & set(map(type, raws)):
        return raws
    made = list(raws)
    for number, (raw, own) in enumerate(zip(raws, ids, strict=True)):
        day = early_serial(raw)
        if day and f"{day:%Y%m%d}" == str(own)[6:14]:
            made[number] = day
            state.add_correction(start + number, column.title, raw, day, "日期序列号换成日期")
    return made


def _stated(column: Column, table: Table, rows: int) -> list[Any]:
    """What the lines above the table say where it has no such column (竞赛名称：…); those below it speak of
    whoever filled it in."""
    said = table.above.get(column.title)
    if not said:
        return [None] * rows
    tidied = column.kind.tidy(said)
    return [None if tidied.rule else tidied.value] * rows


def tidy_column(state: CheckState, start: int, column: Column, kind: Kind, raws: Sequence[Raw]) -> None:
    """Replace the raw values in the state by tidy ones, and add the findings."""
    values = state.values[column.title]
    if _plain(kind, raws, values, start):
        return
    odd = _odd_values(kind, raws)
    if not odd:
        return
    # What ends in a ledger of one year ends in it; the term of a contract or an office does not.
    within = kind is UNTIL and any(one.type == "年份" for one in state.form.columns)
    if (kind is DAY or within) and (period := state.facts.period):
        odd = {
            key: in_period(tidied, period.start, period.end) if tidied.rule == "DATE-NO-YEAR" else tidied
            for key, tidied in odd.items()
        }
    keys: Sequence[Any] = raws
    if isinstance(next(iter(odd)), tuple):
        keys = [(type(raw), raw) for raw in raws]
    tidy = {key: tidied.value for key, tidied in odd.items()}
    values[start:] = map(tidy.get, keys, keys)
    if any(tidied.rule or tidied.changed for tidied in odd.values()):
        _tell(state, start, column, raws, odd, keys)


def _plain(kind: Kind, raws: Sequence[Raw], values: list[Any], start: int) -> bool:
    """True where the whole column was of the plainest sort, or blank, and is tidy in the state now."""
    filled: Sequence[Raw] = raws
    if None in raws:
        filled = [raw for raw in raws if raw is not None]
    if not filled:
        return True
    tidy = kind.plain(filled) if kind.plain else None
    if tidy is None:
        return False
    if tidy is not filled:
        made = iter(tidy)
        values[start:] = tidy if filled is raws else [None if raw is None else next(made) for raw in raws]
    return True


def _odd_values(kind: Kind, raws: Sequence[Raw]) -> dict[Any, Tidied]:
    """{raw value not yet tidy: what becomes of it}; keyed by (type, value) where 1, 1.0 and TRUE would
    meet.
    """
    distinct = dict.fromkeys(raws)
    if (True in distinct or False in distinct) and any(isinstance(raw, bool) for raw in raws):
        return {(type(raw), raw): _tidied(kind, raw) for raw in raws}
    distinct.pop(None, None)
    odd = distinct if kind.is_tidy is None else filterfalse(kind.is_tidy, distinct)
    tidy = kind.tidy
    return {
        raw: _known(tidy, raw)
        if raw.__class__ is str and 0 < len(raw) <= SHORT and raw[0] != "="
        else _tidied(kind, raw)
        for raw in odd
    }


@lru_cache(maxsize=8_192)
def _known(tidy: Callable[[Raw], Tidied], raw: str) -> Tidied:
    """`tidy(raw)`; other spellings come back in file after file, and so do days."""
    return tidy(raw)


def _tidied(kind: Kind, raw: Raw) -> Tidied:
    if raw is None or raw == "":
        return BLANK
    if isinstance(raw, str) and raw.startswith(PICTURE) and kind is not PHOTO:
        return Tidied(None, "CELL-PICTURE")
    return kind.tidy(raw)


def _tell(
    state: CheckState,
    start: int,
    column: Column,
    raws: Sequence[Raw],
    odd: dict[Any, Tidied],
    keys: Sequence[Any],
) -> None:
    title = column.title
    values = state.values[title]
    for number, key in enumerate(keys):
        tidied = odd.get(key)
        if tidied is None or not (tidied.rule or tidied.changed):
            continue
        row = start + number
        if tidied.changed and tidied.value is not None:
            state.add_correction(row, title, raws[number], tidied.value, tidied.why)
        if tidied.rule:
            rule = _own_code(column, tidied.rule)
            state.add_finding(rule, row, title, tidied.facts, tidied.suggestions)
            if state.holds(rule):
                values[row] = None


def _own_code(column: Column, rule: str) -> str:
    """The code a column tells instead of its kind's."""
    if rule == "CHOICE-UNKNOWN" and column.unknown:
        return column.unknown
    if rule in ("CELL-ERROR", "CELL-PICTURE") and column.need == "optional":
        return f"{rule}-OPT"
    return rule


def _broken_cells(state: CheckState, start: int, table: Table) -> None:
    """Error values and formulas never calculated, which the reader found in the file's XML."""
    if not table.grid.errors and not table.grid.uncached:
        return
    titles = {col: title for title, col in table.where.items()}
    index = {row: start + number for number, row in enumerate(table.body)}
    for row, col in sorted(table.grid.errors):
        if col in titles and row in index and (index[row], titles[col]) not in state.flagged:
            state.values[titles[col]][index[row]] = None
            code = _own_code(state.columns[titles[col]], "CELL-ERROR")
            state.add_finding(code, index[row], titles[col], {"写法": table.grid.errors[row, col]})
    for row, col in sorted(table.grid.uncached):
        if col in titles and row in index and (index[row], titles[col]) not in state.flagged:
            state.add_finding("CELL-UNCACHED", index[row], titles[col])
