"""Values that a row lacks: derived from its others where the declaration says how, else told as missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from union_xl.check.check_state import CheckState
from union_xl.kinds import dates, identity_documents, resident_id
from union_xl.kinds.day_texts import day_range
from union_xl.ledgers.form import Column, Derivation
from union_xl.model import Correction, Table


def derive(state: CheckState) -> None:
    """Fill blanks that follow from other cells; one line in the log per file and column."""
    for column in state.form.columns:
        if column.derived is None or None not in state.values[column.title]:
            continue
        for start, table in state.spans():
            _derive(state, column.title, column.derived, table, range(start, start + len(table.body)))


def _derive(state: CheckState, title: str, rule: Derivation, table: Table, rows: range) -> None:
    values, sources, count, flagged = state.values[title], state.values[rule.source], 0, state.flagged
    conditions = state.values[rule.when[0]] if rule.when else None
    make = _MADE[rule.how]
    dated = next((one.title for one in state.form.columns if one.type == "年份"), "")
    years = state.values[dated] if dated else [None] * len(values)
    for row in rows:
        if values[row] is not None or (flagged and (row, title) in flagged):
            continue
        if conditions is None or (rule.when and conditions[row] == rule.when[1]):
            value = make(sources[row], years[row])
            if value is not None:
                values[row] = value
                count += 1
    if count:
        state.bound |= {title}  # what follows from other cells is there for rules that need the column
        place = table.grid.place(0, table.where.get(title, 0))
        state.corrections.append((-1, Correction(place, title, None, None, rule.why, count)))


def _begins(text: Any, year: Any) -> object:
    tidied = dates.tidy_day(text)
    both = day_range(str(text), year) if text is not None else None
    return both[0] if both else tidied.value if tidied.rule == "DATE-RANGE" else None


def _ends(text: Any, year: Any) -> object:
    tidied = dates.tidy_until(text)
    both = day_range(str(text), year) if text is not None else None
    return both[1] if both else tidied.value if _begins(text, year) is not None and not tidied.rule else None


_MADE: Mapping[str, Callable[[Any, Any], Any]] = {
    "证件性别": lambda number, _: resident_id.gender_of(number),
    "证件出生": lambda number, _: resident_id.birth_of(number),
    "证件种类": lambda number, _: None if number is None else identity_documents.document_of(number),
    "起始日": _begins,
    "终止日": _ends,
    "照抄": lambda value, _: value,
}
"""What follows from a cell and the year its row says (None: none)."""


def missing(state: CheckState) -> None:
    """Blank cells and absent columns of what is required or expected.

    One root cause gives one finding: a column that is absent or blank throughout is told once, and what would
    have been derived from a blank or broken cell is not told (unless that cell may be blank).
    """
    sources = {
        column.title: (column.derived.source, *(column.derived.when or ())[:1])
        for column in state.form.columns
        if column.derived is not None and state.columns[column.derived.source].need != "optional"
    }
    many = len(state.tables) > 1
    units = [state.unit_of_subject(-1 - number) if many else "" for number in range(len(state.tables))]
    for title, column in state.columns.items():
        if column.need == "optional" or None not in state.values[title]:
            continue
        values, flagged = state.values[title], state.flagged
        # The blocks of one unit on a sheet that share a column, or lack it, are one column.
        sheets: dict[tuple[str, int, str], tuple[Table, list[int], list[int]]] = {}
        for number, (start, table) in enumerate(state.spans()):
            rows = range(start, start + len(table.body))
            blank = [row for row in rows if values[row] is None]
            if title in sources:
                blank = [row for row in blank if not _follows(state, row, sources[title])]
            if flagged:
                blank = [row for row in blank if (row, title) not in flagged]
            spot = table.grid.sheet, table.where.get(title, 0), units[number]
            _, every, absent = sheets.setdefault(spot, (table, [], []))
            every += rows
            absent += blank
        for table, every, absent in sheets.values():
            if absent:
                _tell(state, column, table, absent, len(absent) == len(every))


def _follows(state: CheckState, row: int, sources: tuple[str, ...]) -> bool:
    """True where the blank is the consequence of a blank or broken source."""
    return any(state.values[title][row] is None for title in sources)


def _tell(state: CheckState, column: Column, table: Table, blank: list[int], whole: bool) -> None:
    title = column.title
    if column.need == "required":
        if whole and (title not in table.where or len(blank) > 3):
            state.add_column_finding("COLUMN-REQUIRED", table, title, {"行数": len(blank)})
            for row in blank:
                state.held.setdefault(row, []).append("COLUMN-REQUIRED")
            return
        for row in blank:
            state.add_finding("BLANK-REQUIRED", row, title)
    elif title not in table.where and table.layout != "list":
        pass  # what a card or a matrix has no place for is told in one line (T-LACKS)
    elif title not in table.where and any(one.title == title for one in table.bindings):
        pass  # the column that may be it is asked about (T-COLUMN-OPT)
    elif title not in table.where or (whole and len(blank) > 3):
        state.add_column_finding("COLUMN-EXPECTED", table, title, {"行数": len(blank)})
    else:
        for row in blank:
            state.add_finding("BLANK-EXPECTED", row, title)
