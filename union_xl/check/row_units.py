"""Whose row it is: the unit column brought to the roster's names, blanks filled from the sheet's own unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from union_xl.check.check_state import CheckState
from union_xl.ledgers.form import RETURNED
from union_xl.model import Correction, Identified, Suggestion, Table
from union_xl.model.labels import UNIT

MAIN = 0.8
"""Share of the named rows that makes a unit the one a blank belongs to."""
MOST = 50
"""Unknown units of one sheet that are told one by one."""
Match = Callable[..., Any]


def assign_units(state: CheckState, identified: Sequence[Identified], match: Match | None) -> None:
    """Give every row its unit.

    A name the roster knows becomes the roster's, and brings its community along where the form asks for it
    and the row says none.  A blank takes the unit the sheet was identified as, unless the rows name several
    units or are units themselves: whose a blank is then, nobody can tell.  In forms that speak of one unit
    (`one_unit`) a row of another unit is told (B-R7); in lists of several units, one that is not on the
    roster.
    """
    if state.unit_title not in state.columns:
        return
    for (start, table), own in zip(state.spans(), identified, strict=True):
        homes, main = _named(state, start, table, own, match)
        if place := state.form.titled("community"):
            _communities(state, start, table, homes, place)
        if state.unit_title not in table.where and own.how != "stamp":
            continue
        if own.name and state.form.one_unit and (own.how != "column" or main):
            _strangers(state, start, table, own.name)
        elif match and (state.unit_title,) not in state.form.keys:
            _unlisted(state, start, table, own, match)


def _named(
    state: CheckState, start: int, table: Table, own: Identified, match: Match | None
) -> tuple[dict[str, str], bool]:
    """Bring the unit column to the roster's names.

    Returns {unit: its community}, and whether most rows name `own`.
    """
    values, end = state.values[state.unit_title], start + len(table.body)
    span = values[start:end]
    fills = "" if _of_the_office(state, own) or _are_units(state, start, table, own) else own.name
    if state.unit_title not in table.where and own.name and own.how != "stamp":
        # Lines above that name a unit were weighed when the table's was looked for.
        span = [fills or None] * len(span)
    known = {text: match(text, "").unit if match else None for text in dict.fromkeys(span) if text}
    names = {text: unit.name for text, unit in known.items() if unit}
    if any(text != name for text, name in names.items()):
        if state.unit_title in table.where:
            _log(state, start, span, names)
        span = [names.get(text, text) for text in span]
    said, mine = len(span) - span.count(None), span.count(own.name) if own.name else 0
    if fills and (not said or _fills(state, own, mine, said)):
        _tell_doubt(state, start, table, own, span, match)
        span = [text or fills for text in span]
    elif mine == 0 or own.how == "column":
        span = _filled_down(state, start, span)
    values[start:end] = span
    homes = {unit.name: unit.community for unit in known.values() if unit}
    return {own.name: own.community} | homes, mine * 2 > said


def _are_units(state: CheckState, start: int, table: Table, own: Identified) -> bool:
    """Whether each row is a unit of its own, so that the name of who sends them is not theirs: several rows,
    or one in the community that sends it."""
    if (state.unit_title,) not in state.form.keys:
        return False
    community = state.values.get(state.form.titled("community"), ())[start : start + 1]
    return len(table.body) > 1 or list(community) == [own.name]


def _of_the_office(state: CheckState, own: Identified) -> bool:
    """Whether the office drew the list up: a blank is no unit's then.  Where the ledger cannot do without
    a unit, the office is one."""
    office = "".join(state.facts.office.split())
    return (
        bool(office)
        and "".join(own.name.split()) == office
        and state.form.owed not in RETURNED
        and state.columns[state.unit_title].need != "required"
    )


def _log(state: CheckState, start: int, span: Sequence[Any], names: Mapping[str, str]) -> None:
    """Names that become the roster's, one line each at the first cell."""
    counts = Counter(text for text in span if names.get(text, text) != text)
    for text, count in counts.items():
        row = start + span.index(text)
        correction = Correction(
            state.place(row, state.unit_title), state.unit_title, text, names[text], "按应报单位的名称", count
        )
        state.corrections.append((-1, correction))


def _unlisted(state: CheckState, start: int, table: Table, own: Identified, match: Match) -> None:
    """Units of rows that the roster does not know, each at its first cell; the sheet's own is told of the
    sheet.  Where the rows name more than a person would look through, only those that resemble one."""
    values = state.values[state.unit_title][start : start + len(table.body)]
    found = {text: match(text, "") for text in dict.fromkeys(values) if text and text != own.name}
    strange = {text: one.proposals for text, one in found.items() if not one.unit and one.how != "community"}
    for text, near in strange.items():
        if near or len(strange) <= MOST:
            likely = tuple(Suggestion(unit.name, "名称相近") for unit in near)
            row = start + values.index(text)
            state.add_finding(
                "U-NEAR" if near else "U-UNKNOWN", row, state.unit_title, {"单位": text}, likely
            )


def _fills(state: CheckState, own: Identified, mine: int, said: int) -> bool:
    """Whether a blank beside named rows is surely the sheet's own unit."""
    if (state.unit_title,) in state.form.keys:
        return False
    return mine >= MAIN * said or (state.form.one_unit and own.how != "column" and mine > 0)


def _tell_doubt(
    state: CheckState, start: int, table: Table, own: Identified, span: Sequence[Any], match: Match | None
) -> None:
    """Blanks that take a unit while the line above names another, or one does that stands at the first of its
    rows; what a sheet's name or a code says against a line is told of the sheet."""
    blanks = span.count(None) if state.unit_title in table.where else 0
    line = (table.above.get(UNIT) or table.below.get(UNIT, "")) if own.how in ("column", "stamp") else ""
    known = match(line, "").unit if match and line else None
    names = [known.name if known else line, *(span if _heads_groups(span) else ())]
    others = [name for name in names if name and name not in own.name and own.name not in name]
    if blanks and others:
        facts = {"单位": own.name, "另一单位": others[0], "行数": blanks}
        state.add_finding("U-BLANK", start + span.index(None), state.unit_title, facts)


def _heads_groups(span: Sequence[Any]) -> bool:
    """Several units, each named once, at the first of its rows."""
    named = [text for text in span if text]
    return 1 < len(named) == len(set(named)) <= len(span) - len(named) and bool(span[0])


def _filled_down(state: CheckState, start: int, span: list[Any]) -> list[Any]:
    """Blanks below a unit that is named at the first of its rows only, as far as rows follow each other."""
    if not (state.columns[state.unit_title].ditto and _heads_groups(span)):
        return span
    filled = list(span)
    for at in range(1, len(span)):
        if filled[at] is None and state.rows[start + at] == state.rows[start + at - 1] + 1:
            filled[at] = filled[at - 1]
    if count := span.count(None) - filled.count(None):
        first = next(at for at, text in enumerate(filled) if text != span[at])
        state.add_finding("U-DOWN", start + first, state.unit_title, {"行数": count})
    return filled


def _communities(state: CheckState, start: int, table: Table, homes: Mapping[str, str], title: str) -> None:
    """Blank communities from the roster; one line in the log."""
    units, places, count = state.values[state.unit_title], state.values[title], 0
    for row in range(start, start + len(table.body)):
        home = homes.get(units[row]) if places[row] is None and units[row] else ""
        if home and (row, title) not in state.flagged:
            places[row] = home
            count += 1
    if count:
        place = table.grid.place(0, table.where.get(title, 0))
        state.corrections.append((-1, Correction(place, title, None, None, "由应报单位得出", count)))


def _strangers(state: CheckState, start: int, table: Table, own: str) -> None:
    values = state.values[state.unit_title]
    rows = range(start, start + len(table.body))
    if values.count(own) == len(values):
        return
    other = Counter(values[row] for row in rows if values[row] not in (own, None))
    for name, count in other.items():
        facts = {"本表单位": own, "行单位": name, "行数": count}
        for row in rows:
            if values[row] == name:
                state.add_finding("B-R7", row, state.unit_title, facts)
                if count * 2 > len(rows):
                    break
