"""Rows that say who but lack another part of their key: a trip without its year is the trip of somebody that
the other return tells with the year."""

from __future__ import annotations

from union_xl.ledgers.form import Form
from union_xl.ledgers.keys import SEPARATOR, parts_of
from union_xl.merge.row_table import RowTable


def completed_keys(table: RowTable) -> list[str | None]:
    """The keys of a table; a kept row without one that says who has that of a row of the same person which
    contradicts it in no part, else one with blanks."""
    if None not in table.keys:
        return table.keys
    keys = list(table.keys)
    alive = table.alive().tolist()
    for number, titles in enumerate(table.form.keys):
        who = _who(table.form, titles)
        lacking = [i for i, key in enumerate(keys) if key is None and alive[i]] if who else []
        if not lacking:
            continue
        columns = [
            parts_of(table.form.by_title[title].role, [table.value(i, title) for i in lacking])
            for title in titles
        ]
        rows = [tuple(part or "" for part in row) for row in zip(*columns, strict=True)]
        partial = [(row, i) for row, i in zip(rows, lacking, strict=True) if all(row[at] for at in who)]
        known: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
        wanted = {tuple(row[at] for at in who) for row, _ in partial}
        for key, kept in zip(table.keys, alive, strict=True):
            tag, *parts = (key or "").split(SEPARATOR)
            if kept and tag == str(number) and (one := tuple(parts[at] for at in who)) in wanted:
                known.setdefault(one, set()).add(tuple(parts))
        for row, index in sorted(partial, key=lambda one: (one[0].count(""), one[0])):
            same = known.setdefault(tuple(row[at] for at in who), set())
            fits = [one for one in same if all(not a or not b or a == b for a, b in zip(one, row, strict=True))]
            taken = min(fits, default=row)
            same.add(taken)
            keys[index] = SEPARATOR.join((str(number), *taken))
    return keys


def _who(form: Form, titles: tuple[str, ...]) -> list[int]:
    """Where a key of several parts has the number, or the name and the unit, of a person."""
    roles = [form.by_title[title].role for title in titles]
    whole = ("id",) if "id" in roles else ("person", "unit")
    return [roles.index(role) for role in whole] if {*whole} < {*roles} else []
