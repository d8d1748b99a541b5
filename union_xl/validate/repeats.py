"""The same person, unit or contest twice in one part: equal rows are joined, a differing one is held."""

from __future__ import annotations

from union_xl.core import Table
from union_xl.kinds.text import spelled
from union_xl.ledgers.keys import key_titles, row_keys
from union_xl.validate.desk import Desk

MANY, SHARE = 10, 0.3
"""More equal repeats than both say something about the file, not about its rows."""


def settle(desk: Desk) -> dict[int, int]:
    """Tell differing repeats (the form's own code) and give {row: the row that carries it} of equal ones.

    Equal: nothing is filled in that the carrying row does not say too; then nothing is lost by joining.
    """
    continued = _continued(desk)
    if not continued and _all_differ(desk):
        return {}
    keys = row_keys(desk.form, desk.values, len(desk.rows))
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
            joined |= _settle(desk, rows, key_titles(desk.form, key)[-1])
    return continued | _told(desk, joined)


def _continued(desk: Desk) -> dict[int, int]:
    """{further line of somebody: the first}; what it says otherwise is told, and joined with the first."""
    found: dict[int, int] = {}
    for start, table in desk.spans():
        if not table.continued:
            continue
        index = {number: start + at for at, number in enumerate(table.body)}
        for number, first in table.continued.items():
            if number in index and first in index and index[number] not in desk.held:
                found[index[number]] = index[first]
                _tell_difference(desk, index[number], index[first], table)
    return {row: first for row, first in found.items() if row not in desk.held}


def _tell_difference(desk: Desk, row: int, first: int, table: Table) -> None:
    noun = "人" if desk.form.titled("person") else "项"
    for title in table.where:
        values = desk.values.get(title)
        if values and values[row] != values[first] and values[row] is not None:
            facts = {"对象": noun, "写法": spelled(desk.raw(row, title))[:40]}
            desk.tell("ROW-CONTINUED", row, title, facts, (), first)


def _all_differ(desk: Desk) -> bool:
    """True where every row has its best key, and one title of it never says the same twice."""
    key = desk.form.keys[0] if desk.form.keys else ()
    best = [desk.values[title] for title in key if title in desk.values]
    return (
        len(best) == len(key)
        and not any(None in values for values in best)
        and any(len(set(values)) == len(values) for values in best)
    )


def _told(desk: Desk, joined: dict[int, tuple[int, str]]) -> dict[int, int]:
    """Tell what is joined; many at once (a list sent twice, by department and as a whole) in one line."""
    noun = "人" if desk.form.titled("person") else "项"
    facts = {"对象": noun, "多行": ""}
    if len(joined) > MANY and len(joined) > SHARE * len(desk.rows) and not desk.holds("ROW-SAME"):
        row, (carrier, title) = min(joined.items())
        facts = {**facts, "多行": f"（共{len(joined)}行）", "另一处": desk.place(carrier, title).ref}
        desk.tell_column("ROW-SAME", desk.tables[desk.owners[row]], title, facts)
    else:
        for row, (carrier, title) in joined.items():
            desk.tell("ROW-SAME", row, title, facts, (), carrier)
    return {row: carrier for row, (carrier, _) in joined.items() if row not in desk.held}


def _settle(desk: Desk, rows: list[int], title: str) -> dict[int, tuple[int, str]]:
    carrier = next((row for row in rows if row not in desk.held), rows[0])
    joined: dict[int, tuple[int, str]] = {}
    for row in rows:
        if row == carrier:
            continue
        if row not in desk.held and carrier not in desk.held and _adds_nothing(desk, row, carrier):
            joined[row] = carrier, title
        elif (row, title) not in desk.blamed:
            differs = [name for name in desk.columns if desk.values[name][row] != desk.values[name][carrier]]
            desk.tell(desk.form.same_row, row, title, {"不同": "、".join(differs[:5])}, (), carrier)
    return joined


def _adds_nothing(desk: Desk, row: int, carrier: int) -> bool:
    return all(values[row] is None or values[row] == values[carrier] for values in desk.values.values())
