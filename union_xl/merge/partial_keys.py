"""Rows that say who but lack another part of their key: a trip without its year is the trip of somebody that
the other return tells with the year."""

from __future__ import annotations

from collections.abc import Sequence

from union_xl.ledgers.form import Form
from union_xl.ledgers.keys import SEPARATOR, parts_of
from union_xl.merge.row_table import RowTable

Parts = tuple[str, ...]


def completed_keys(table: RowTable) -> list[str | None]:
    """The keys of a table; a kept row without one that says who has that of a row of the same person which
    contradicts it in no part, else one with blanks."""
    if None not in table.keys:
        return table.keys
    keys = list(table.keys)
    alive = table.kept_mask()
    for number, titles in enumerate(table.form.keys):
        who = _who(table.form, titles)
        lacking = [i for i, key in enumerate(keys) if key is None and alive[i]] if who else []
        rows = [(row, i) for row, i in _parts(table, titles, lacking) if all(row[at] for at in who)]
        people = {tuple(row[at] for at in who): set[Parts]() for row, _ in rows}
        for key, kept in zip(table.keys, alive, strict=True):
            tag, *parts = (key or "").split(SEPARATOR) if people and kept else ("",)
            if tag == str(number) and (one := tuple(parts[at] for at in who)) in people:
                people[one].add(tuple(parts))
        for row, index in sorted(rows, key=lambda one: (one[0].count(""), one[0])):
            same = people[tuple(row[at] for at in who)]
            taken = min((one for one in same if _agree(one, row)), default=row)
            same.add(taken)
            keys[index] = SEPARATOR.join((str(number), *taken))
    return keys


def _parts(table: RowTable, titles: Parts, rows: Sequence[int]) -> list[tuple[Parts, int]]:
    """What some rows say of the parts of a key, '' for a blank."""
    roles = [table.form.by_title[title].role for title in titles]
    columns = [
        parts_of(role, [table.value(i, title) for i in rows])
        for role, title in zip(roles, titles, strict=True)
    ]
    return [(tuple(part or "" for part in row), i) for *row, i in zip(*columns, rows, strict=True)]


def _agree(one: Parts, other: Parts) -> bool:
    return all(not a or not b or a == b for a, b in zip(one, other, strict=True))


def _who(form: Form, titles: Parts) -> list[int]:
    """Where a key of several parts has the number, or the name and the unit, of a person."""
    roles: list[str] = [form.by_title[title].role for title in titles]
    whole = ("id",) if "id" in roles else ("person", "unit")
    return [roles.index(role) for role in whole] if {*whole} < {*roles} else []
