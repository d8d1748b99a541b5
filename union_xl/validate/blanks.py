"""What is derived, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from union_xl.core import Mend, Table
from union_xl.kinds import days, documents, resident
from union_xl.kinds.day_ranges import day_range
from union_xl.ledgers.form import Column, Derivation
from union_xl.validate.desk import Desk


def derive(desk: Desk) -> None:
    """Fill blanks that follow from other cells; one line in the log per file and column."""
    for column in desk.form.columns:
        if column.derived is None or None not in desk.values[column.title]:
            continue
        for start, table in desk.spans():
            _derive(desk, column.title, column.derived, table, range(start, start + len(table.body)))


def _derive(desk: Desk, title: str, rule: Derivation, table: Table, rows: range) -> None:
    values, sources, count, blamed = desk.values[title], desk.values[rule.source], 0, desk.blamed
    conditions = desk.values[rule.when[0]] if rule.when else None
    make = _MADE[rule.how]
    dated = next((one.title for one in desk.form.columns if one.type == "年份"), "")
    years = desk.values[dated] if dated else [None] * len(values)
    for row in rows:
        if values[row] is not None or (blamed and (row, title) in blamed):
            continue
        if conditions is None or (rule.when and conditions[row] == rule.when[1]):
            value = make(sources[row], years[row])
            if value is not None:
                values[row] = value
                count += 1
    if count:
        desk.bound |= {title}  # what follows from other cells is there for rules that need the column
        place = table.grid.place(0, table.where.get(title, 0))
        desk.mends.append((-1, Mend(place, title, None, None, rule.why, count)))


def _begins(text: Any, year: Any) -> object:
    told = days.tidy_day(text)
    both = day_range(str(text), year) if text is not None else None
    return both[0] if both else told.value if told.rule == "DATE-RANGE" else None


def _ends(text: Any, year: Any) -> object:
    told = days.tidy_until(text)
    both = day_range(str(text), year) if text is not None else None
    return both[1] if both else told.value if _begins(text, year) is not None and not told.rule else None


_MADE: Mapping[str, Callable[[Any, Any], Any]] = {
    "证件性别": lambda number, _: resident.gender_of(number),
    "证件出生": lambda number, _: resident.birth_of(number),
    "证件种类": lambda number, _: None if number is None else documents.document_of(number),
    "起始日": _begins,
    "终止日": _ends,
    "照抄": lambda value, _: value,
}
"""What follows from a cell and the year its row says (None: none)."""


def missing(desk: Desk) -> None:
    """Blank cells and absent columns of what is required or expected.

    One root cause gives one finding: a column that is absent or blank throughout is told once, and what would
    have been derived from a blank or broken cell is not told (unless that cell may be blank).
    """
    sources = {
        column.title: (column.derived.source, *(column.derived.when or ())[:1])
        for column in desk.form.columns
        if column.derived is not None and desk.columns[column.derived.source].need != "optional"
    }
    many = len(desk.tables) > 1
    units = [desk.speaks_for(-1 - number) if many else "" for number in range(len(desk.tables))]
    for title, column in desk.columns.items():
        if column.need == "optional" or None not in desk.values[title]:
            continue
        values, blamed = desk.values[title], desk.blamed
        # The blocks of one unit on a sheet that share a column, or lack it, are one column.
        sheets: dict[tuple[str, int, str], tuple[Table, list[int], list[int]]] = {}
        for number, (start, table) in enumerate(desk.spans()):
            rows = range(start, start + len(table.body))
            blank = [row for row in rows if values[row] is None]
            if title in sources:
                blank = [row for row in blank if not _follows(desk, row, sources[title])]
            if blamed:
                blank = [row for row in blank if (row, title) not in blamed]
            spot = table.grid.sheet, table.where.get(title, 0), units[number]
            _, every, absent = sheets.setdefault(spot, (table, [], []))
            every += rows
            absent += blank
        for table, every, absent in sheets.values():
            if absent:
                _tell(desk, column, table, absent, len(absent) == len(every))


def _follows(desk: Desk, row: int, sources: tuple[str, ...]) -> bool:
    """True where the blank is the consequence of a blank or broken source."""
    return any(desk.values[title][row] is None for title in sources)


def _tell(desk: Desk, column: Column, table: Table, blank: list[int], whole: bool) -> None:
    title = column.title
    if column.need == "required":
        if whole and (title not in table.where or len(blank) > 3):
            desk.tell_column("COLUMN-REQUIRED", table, title, {"行数": len(blank)})
            for row in blank:
                desk.held.setdefault(row, []).append("COLUMN-REQUIRED")
            return
        for row in blank:
            desk.tell("BLANK-REQUIRED", row, title)
    elif title not in table.where and table.layout != "list":
        pass  # what a card or a matrix has no place for is told in one line (T-LACKS)
    elif title not in table.where or (whole and len(blank) > 3):
        desk.tell_column("COLUMN-EXPECTED", table, title, {"行数": len(blank)})
    else:
        for row in blank:
            desk.tell("BLANK-EXPECTED", row, title)
