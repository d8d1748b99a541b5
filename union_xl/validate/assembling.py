"""From the desk to the finished values: the Part, findings in sheet order, the log of mends."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from union_xl.core import EACH, Finding, HeldRow, Identified, Mend, Part, Raw, Table
from union_xl.core.grid import column_letters
from union_xl.ledgers.keys import row_keys
from union_xl.validate.desk import Desk

MANY_ALIKE = 20
"""More mends of one reason in a column than this are one line of the log."""


def assemble(desk: Desk, joined: Mapping[int, int], identified: Sequence[Identified]) -> Part:
    """Every row is kept, joined or held; kept rows as columns, held ones whole as found."""
    joined = _still_carried(desk, joined)
    kept = desk.left(joined)
    whole = len(kept) == len(desk.rows)
    sheets = [name for table in desk.tables for name in [table.grid.sheet] * len(table.body)]
    own = identified[0] if identified else None
    several = _names_several(desk, identified)
    return Part(
        form=desk.form.slug,
        unit=own.name if own and not several else "",
        columns=desk.selected(kept),
        sheets=sheets if whole else [sheets[row] for row in kept],
        rows=desk.rows if whole else [desk.rows[row] for row in kept],
        joined=tuple(
            ((sheets[row], desk.rows[row]), (sheets[carrier], desk.rows[carrier]))
            for row, carrier in joined.items()
        ),
        held=_held(desk),
        read=len(desk.rows),
        unit_code=own.code if own and not several else "",
        community=own.community if own else "",
        unit_how=EACH if several else own.how if own else "",
        on_roster=own.on_roster if own else False,
        period=next((one.period for one in identified if one.period), ""),
        filled_on=next((one.filled_on for one in identified if one.filled_on), None),
        where={table.grid.sheet: table.where for table in reversed(desk.tables)},
        beside=tuple(_beside(desk, kept)),
        spots={place: cells for table in desk.tables if table.grid.origin for place, cells in _spots(table)},
    )


def _spots(table: Table) -> Iterator[tuple[tuple[str, int], Mapping[str, tuple[int, int]]]]:
    """Where the cells of each row stand, of rows that were gathered from several lines."""
    for row in table.body:
        places = {title: table.grid.origin.get((row, col)) for title, col in table.where.items()}
        yield (table.grid.sheet, row), {title: spot for title, spot in places.items() if spot}


def _names_several(desk: Desk, identified: Sequence[Identified]) -> bool:
    """Whether nothing says whose the whole is: the tables name several units, or only the rows do, most of
    them another than the first."""
    if desk.unit_title not in desk.columns:
        return False
    if len({one.name for one in identified if one.name}) > 1:
        return True
    own = identified[0] if identified else None
    if own is None or own.how != "column":
        return False
    units = Counter(str(unit) for unit in desk.values[desk.unit_title] if unit)
    return own.name in units and units[own.name] * 2 <= sum(units.values())


def _beside(desk: Desk, kept: Sequence[int]) -> Iterator[tuple[int, int, Mapping[str, int]]]:
    """The kept rows of tables that stand in other columns than the first table of their sheet."""
    first: dict[str, Mapping[str, int]] = {}
    for start, table in desk.spans():
        if first.setdefault(table.grid.sheet, table.where) != table.where:
            yield bisect_left(kept, start), bisect_left(kept, start + len(table.body)), table.where


def _still_carried(desk: Desk, joined: Mapping[int, int]) -> Mapping[int, int]:
    """A row joined to one that was held after all is held with it."""
    lost = [row for row, carrier in joined.items() if carrier in desk.held]
    for row in lost:
        desk.held[row] = list(desk.held[joined[row]])
    return {row: carrier for row, carrier in joined.items() if row not in desk.held} if lost else joined


def _held(desk: Desk) -> tuple[HeldRow, ...]:
    if not desk.held:
        return ()
    titles = [_titles(table) for table in desk.tables]
    rows, order = [], sorted(desk.held)
    values = {title: [column[row] for row in order] for title, column in desk.values.items()}
    for row, key in zip(order, row_keys(desk.form, values, len(order)), strict=True):
        table = desk.tables[desk.owners[row]]
        number = desk.rows[row]
        cells: dict[str, Raw] = {
            header: table.grid.at(number, col) for col, header in titles[desk.owners[row]]
        }
        if desk.unit_title and cells.get(desk.unit_title) in (None, "") and desk.unit(row):
            cells[desk.unit_title] = desk.unit(row)  # said above the table, or by the sheet
        why = tuple(dict.fromkeys(desk.held[row]))
        rows.append(HeldRow(table.grid.sheet, number, cells, why, desk.unit(row), key))
    return tuple(rows)


def _titles(table: Table) -> list[tuple[int, str]]:
    """(column, what it is called) of every column: the standard title where it was bound, else the header as
    found; one that stands twice carries its letters."""
    bound = {col: title for title, col in table.where.items()}
    others = [(one.col, one.header) for one in table.bindings if one.col not in bound]
    often = Counter([*(header for _, header in others), *table.where])
    names = [(col, text if text and often[text] == 1 else _lettered(text, col)) for col, text in others]
    return sorted([*bound.items(), *names])


def _lettered(header: str, col: int) -> str:
    return f"{header}({column_letters(col)}列)"


def in_order(desk: Desk) -> tuple[Finding, ...]:
    """The findings as they stand in the book, each under the unit of its row: sheet, row, column; what
    concerns a whole sheet or column first.
    """
    order = {table.grid.sheet: number for number, table in reversed(list(enumerate(desk.tables)))}
    form = desk.form.slug
    told = [
        replace(one, unit=desk.speaks_for(spoken), form=form)
        for one, spoken in zip(desk.findings, desk.speaks, strict=True)
    ]
    told.sort(key=lambda one: (order.get(one.place.sheet, 0), one.place.row, one.place.col))
    return tuple(told)


def log(desk: Desk) -> tuple[Mend, ...]:
    """The mends of rows that were not held; very many alike are one line."""
    alike = Counter(
        (mend.place.sheet, mend.column, mend.why) for row, mend in desk.mends if row not in desk.held
    )
    lines: list[Mend] = []
    gathered: set[tuple[str, str, str]] = set()
    for row, mend in desk.mends:
        kind = (mend.place.sheet, mend.column, mend.why)
        if row in desk.held or kind in gathered:
            continue
        if alike[kind] <= MANY_ALIKE:
            lines.append(replace(mend, unit=desk.unit(row) if row >= 0 else "", form=desk.form.slug))
            continue
        gathered.add(kind)
        place = type(mend.place)(mend.place.book, mend.place.sheet, 0, mend.place.col)
        lines.append(Mend(place, mend.column, None, None, mend.why, alike[kind], form=desk.form.slug))
    return tuple(lines)
