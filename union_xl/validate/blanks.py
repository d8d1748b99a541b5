"""What is derived, and what is missing."""

from __future__ import annotations

from union_xl.core import Mend, Table
from union_xl.forms import Column, Derivation
from union_xl.validate.desk import Desk


def derive(desk: Desk) -> None:
    """Fill blanks that follow from other cells; one line in the log per file and column."""
    for rule in desk.form.derivations:
        values = desk.values[rule.title]
        if None not in values:
            continue
        sources = [desk.values[title] for title in rule.columns]
        for start, table in desk.spans():
            end = start + len(table.body)
            _derive(desk, rule, table, range(start, end), values, sources)


def _derive(
    desk: Desk, rule: Derivation, table: Table, rows: range, values: list[object], sources: list[list[object]]
) -> None:
    made, count, blamed = rule.make, 0, desk.blamed
    for row in rows:
        if values[row] is None and (not blamed or (row, rule.title) not in blamed):
            value = made(*(source[row] for source in sources))
            if value is not None:
                values[row] = value
                count += 1
    if count:
        place = table.grid.place(0, table.where.get(rule.title, 0))
        desk.mends.append((-1, Mend(place, rule.title, None, None, rule.why, count)))


def missing(desk: Desk) -> None:
    """Blank cells and absent columns of what is required or expected.

    One root cause gives one finding: a column that is absent or blank throughout is told once, and what would
    have been derived from a blank or broken cell is not told.
    """
    sources = {rule.title: rule.columns for rule in desk.form.derivations}
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
    elif title not in table.where or (whole and len(blank) > 3):
        desk.tell_column("COLUMN-EXPECTED", table, title, {"行数": len(blank)})
    else:
        for row in blank:
            desk.tell("BLANK-EXPECTED", row, title)
