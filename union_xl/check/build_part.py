"""From the state of checking to the finished values: the FormPart, findings in sheet order, the log of
corrections; before them the last word on every kept row: the pydantic model, strict."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pydantic import ValidationError

from union_xl.check.check_state import CheckState
from union_xl.ledgers.keys import row_keys
from union_xl.ledgers.models import columns_model
from union_xl.model import EACH, Correction, Finding, FormPart, HeldRow, Identified, Raw, Spot, Table
from union_xl.model.grid import column_letters

MANY_ALIKE = 20
"""More corrections of one reason in a column than this are one line of the log."""


def build_part(state: CheckState, joined: Mapping[int, int], identified: Sequence[Identified]) -> FormPart:
    """Every row is kept, joined or held; kept rows as columns, held ones whole as found."""
    joined = _still_carried(state, joined)
    kept = state.kept_rows(joined)
    whole = len(kept) == len(state.rows)
    sheets = [name for table in state.tables for name in [table.grid.sheet] * len(table.body)]
    own = identified[0] if identified else None
    several = _names_several(state, identified)
    return FormPart(
        form=state.form.slug,
        unit=own.name if own and not several else "",
        columns=state.selected(kept),
        sheets=sheets if whole else [sheets[row] for row in kept],
        rows=state.rows if whole else [state.rows[row] for row in kept],
        joined=tuple(
            ((sheets[row], state.rows[row]), (sheets[carrier], state.rows[carrier]))
            for row, carrier in joined.items()
        ),
        held=_held(state),
        read=len(state.rows),
        unit_code=own.code if own and not several else "",
        community=own.community if own else "",
        unit_how=EACH if several else own.how if own else "",
        on_roster=own.on_roster if own else False,
        period=next((one.period for one in identified if one.period), ""),
        filled_on=next((one.filled_on for one in identified if one.filled_on), None),
        where={table.grid.sheet: table.where for table in reversed(state.tables)},
        beside=tuple(_beside(state, kept)),
        spots={place: cells for table in state.tables if table.grid.origin for place, cells in _spots(table)},
    )


def _spots(table: Table) -> Iterator[tuple[tuple[str, int], Mapping[str, Spot]]]:
    """Where the cells of each row stand, of rows that were gathered from several lines."""
    for row in table.body:
        places = {title: table.grid.origin.get((row, col)) for title, col in table.where.items()}
        yield (table.grid.sheet, row), {title: spot for title, spot in places.items() if spot}


def _names_several(state: CheckState, identified: Sequence[Identified]) -> bool:
    """Whether nothing says whose the whole is: the tables name several units, or only the rows do, most of
    them another than the first."""
    if state.unit_title not in state.columns:
        return False
    if len({one.name for one in identified if one.name}) > 1:
        return True
    own = identified[0] if identified else None
    if own is None or own.how != "column":
        return False
    units = Counter(str(unit) for unit in state.values[state.unit_title] if unit)
    return own.name in units and units[own.name] * 2 <= sum(units.values())


def _beside(state: CheckState, kept: Sequence[int]) -> Iterator[tuple[int, int, Mapping[str, int]]]:
    """The kept rows of tables that stand in other columns than the first table of their sheet."""
    first: dict[str, Mapping[str, int]] = {}
    for start, table in state.spans():
        if first.setdefault(table.grid.sheet, table.where) != table.where:
            yield bisect_left(kept, start), bisect_left(kept, start + len(table.body)), table.where


def _still_carried(state: CheckState, joined: Mapping[int, int]) -> Mapping[int, int]:
    """A row joined to one that was held after all is held with it."""
    lost = [row for row, carrier in joined.items() if carrier in state.held]
    for row in lost:
        state.held[row] = list(state.held[joined[row]])
    return {row: carrier for row, carrier in joined.items() if row not in state.held} if lost else joined


def _held(state: CheckState) -> tuple[HeldRow, ...]:
    if not state.held:
        return ()
    titles = [_titles(table) for table in state.tables]
    rows, order = [], sorted(state.held)
    values = {title: [column[row] for row in order] for title, column in state.values.items()}
    for row, key in zip(order, row_keys(state.form, values, len(order)), strict=True):
        table = state.tables[state.owners[row]]
        number = state.rows[row]
        cells: dict[str, Raw] = {
            header: table.grid.at(number, col) for col, header in titles[state.owners[row]]
        }
        if state.unit_title and cells.get(state.unit_title) in (None, "") and state.unit(row):
            cells[state.unit_title] = state.unit(row)  # said above the table, or by the sheet
        why = tuple(dict.fromkeys(state.held[row]))
        rows.append(HeldRow(table.grid.sheet, number, cells, why, state.unit(row), key))
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


def in_order(state: CheckState) -> tuple[Finding, ...]:
    """The findings as they stand in the book, each under the unit of its row: sheet, row, column; what
    concerns a whole sheet or column first.
    """
    order = {table.grid.sheet: number for number, table in reversed(list(enumerate(state.tables)))}
    form = state.form.slug
    findings = [
        replace(one, unit=state.unit_of_subject(spoken), form=form)
        for one, spoken in zip(state.findings, state.subjects, strict=True)
    ]
    findings.sort(key=lambda one: (order.get(one.place.sheet, 0), one.place.row, one.place.col))
    return tuple(findings)


def log(state: CheckState) -> tuple[Correction, ...]:
    """The corrections of rows that were not held; very many alike are one line."""
    alike = Counter(
        (correction.place.sheet, correction.column, correction.why)
        for row, correction in state.corrections
        if row not in state.held
    )
    lines: list[Correction] = []
    gathered: set[tuple[str, str, str]] = set()
    for row, correction in state.corrections:
        kind = (correction.place.sheet, correction.column, correction.why)
        if row in state.held or kind in gathered:
            continue
        if alike[kind] <= MANY_ALIKE:
            lines.append(replace(correction, unit=state.unit(row) if row >= 0 else "", form=state.form.slug))
            continue
        gathered.add(kind)
        place = type(correction.place)(correction.place.book, correction.place.sheet, 0, correction.place.col)
        lines.append(
            Correction(
                place, correction.column, None, None, correction.why, alike[kind], form=state.form.slug
            )
        )
    return tuple(lines)


def validate_columns(state: CheckState, rows: Sequence[int]) -> None:
    """Tell (`MODEL`) and hold what the model refuses of these rows."""
    if not rows:
        return
    titles = {f"c{number}": title for number, title in enumerate(state.form.titles, 1)}
    held = state.selected(rows)
    try:
        columns_model(state.form).__pydantic_validator__.validate_python(
            {name: held[title] for name, title in titles.items()}
        )
    except ValidationError as refused:
        for error in refused.errors(include_url=False, include_context=False, include_input=False):
            _tell(state, rows[int(error["loc"][1])], titles[str(error["loc"][0])])


def _tell(state: CheckState, row: int, title: str) -> None:
    """One word per cell; a required cell something was told about already is held for that."""
    rule = state.rule_at(row, title)
    if not rule:
        state.add_finding("MODEL", row, title)
    state.held.setdefault(row, [rule or "MODEL"])
