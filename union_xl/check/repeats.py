"""The same person, unit or contest twice in one part: equal rows are joined, a differing one is held."""

from __future__ import annotations

from union_xl.check.check_state import CheckState
from union_xl.kinds.text import cell_text
from union_xl.ledgers.keys import key_titles, row_keys
from union_xl.model import Table

MANY, SHARE = 10, 0.3
"""More equal repeats than both say something about the file, not about its rows."""


def resolve_repeats(state: CheckState) -> dict[int, int]:
    """Tell differing repeats (the form's own code) and give {row: the row that carries it} of equal ones.

    Equal: nothing is filled in that the carrying row does not say too; then nothing is lost by joining.
    """
    continued = _continued(state)
    if not continued and _all_differ(state):
        return {}
    keys = row_keys(state.form, state.values, len(state.rows))
    filled = [key for row, key in enumerate(keys) if key is not None and row not in continued]
    if len(set(filled)) == len(filled):
        return continued
    groups: dict[str, list[int]] = {}
    for row, key in enumerate(keys):
        if key is not None and row not in continued:
            groups.setdefault(key, []).append(row)
    joined: dict[int, tuple[int, str]] = {}
    for key, rows in groups.items():
        if len(rows) > 1:
            joined |= _settle(state, rows, key_titles(state.form, key)[-1])
    return continued | _told(state, joined)


def _continued(state: CheckState) -> dict[int, int]:
    """{further line of somebody: the first}; what it says otherwise is told, and joined with the first."""
    found: dict[int, int] = {}
    for start, table in state.spans():
        if not table.continued:
            continue
        index = {number: start + at for at, number in enumerate(table.body)}
        for number, first in table.continued.items():
            if number in index and first in index and index[number] not in state.held:
                found[index[number]] = index[first]
                _tell_difference(state, index[number], index[first], table)
    return {row: first for row, first in found.items() if row not in state.held}


def _tell_difference(state: CheckState, row: int, first: int, table: Table) -> None:
    noun = "人" if state.form.titled("person") else "项"
    for title in table.where:
        values = state.values.get(title)
        if values and values[row] != values[first] and values[row] is not None:
            facts = {"对象": noun, "写法": cell_text(state.raw(row, title))[:40]}
            state.add_finding("ROW-CONTINUED", row, title, facts, (), first)


def _all_differ(state: CheckState) -> bool:
    """True where every row has its best key, and one title of it never says the same twice."""
    key = state.form.keys[0] if state.form.keys else ()
    best = [state.values[title] for title in key if title in state.values]
    return (
        len(best) == len(key)
        and not any(None in values for values in best)
        and any(len(set(values)) == len(values) for values in best)
    )


def _told(state: CheckState, joined: dict[int, tuple[int, str]]) -> dict[int, int]:
    """Tell what is joined; many at once (a list sent twice, by department and as a whole) in one line."""
    noun = "人" if state.form.titled("person") else "项"
    facts = {"对象": noun, "多行": ""}
    if len(joined) > MANY and len(joined) > SHARE * len(state.rows) and not state.holds("ROW-SAME"):
        row, (carrier, title) = min(joined.items())
        facts = {**facts, "多行": f"（共{len(joined)}行）", "另一处": state.place(carrier, title).ref}
        state.add_column_finding("ROW-SAME", state.tables[state.owners[row]], title, facts)
    else:
        for row, (carrier, title) in joined.items():
            state.add_finding("ROW-SAME", row, title, facts, (), carrier)
    return {row: carrier for row, (carrier, _) in joined.items() if row not in state.held}


def _settle(state: CheckState, rows: list[int], title: str) -> dict[int, tuple[int, str]]:
    carrier = next((row for row in rows if row not in state.held), rows[0])
    joined: dict[int, tuple[int, str]] = {}
    for row in rows:
        if row == carrier:
            continue
        if row not in state.held and carrier not in state.held and _adds_nothing(state, row, carrier):
            joined[row] = carrier, title
        elif (row, title) not in state.flagged:
            differs = [
                name for name in state.columns if state.values[name][row] != state.values[name][carrier]
            ]
            state.add_finding(state.form.same_row, row, title, {"不同": "、".join(differs[:5])}, (), carrier)
    return joined


def _adds_nothing(state: CheckState, row: int, carrier: int) -> bool:
    return all(values[row] is None or values[row] == values[carrier] for values in state.values.values())
