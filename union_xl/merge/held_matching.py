"""Held rows of an older return that a newer one brings again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from union_xl.merge.incoming import FormReturn
from union_xl.merge.keys import naming
from union_xl.merge.row_table import RowTable
from union_xl.model import HeldRow


def match_held(
    one: FormReturn, before: list[FormReturn], own: dict[str | None, int], table: RowTable, whole: bool
) -> None:
    """A row held before that the newer return brings again, mended or not, is carried by the new one: that of
    its key, else that of its name which speaks of the same year, contest …  In a `whole` list what one of
    them leaves blank may be the same."""
    names = _by_name(one, table)
    by_key = {row.key: row for row in one.part.held if row.key}
    by_name: dict[str, list[tuple[tuple[Any, ...], HeldRow]]] = {}
    for row in one.part.held:
        by_name.setdefault(_name_in(row.cells, table), []).append((_matter(row.cells, table), row))
    for older in before:
        for number, row in enumerate(older.part.held):
            if number in older.held_carriers:
                continue
            name, matter = _name_in(row.cells, table), _matter(row.cells, table)
            found = own.get(row.key)
            if found is None and name in names:
                theirs = _matter(table.values(names[name]), table)
                found = names[name] if _agree(matter, theirs, whole) else None
            same = by_key.get(row.key) if row.key else None
            if name and not same:
                of_name = by_name.get(name, ())
                same = next((held for other, held in of_name if _agree(matter, other, whole)), None)
            if found is not None:
                older.held_carriers[number] = table.place(found)
            elif same is not None:
                older.held_carriers[number] = (one.book, same.sheet, same.row)


def _matter(cells: Mapping[str, Any], table: RowTable) -> tuple[Any, ...]:
    """What the keys of a form say beside whom they name: the year, the contest, the number of an asset."""
    columns = [
        table.form.by_title[title] for title in dict.fromkeys(t for key in table.form.keys for t in key)
    ]
    return tuple(
        column.kind.tidy(cells.get(column.title)).value
        for column in columns
        if column.privacy not in ("id", "name") and column.role not in ("id_type", "unit", "unit_code")
    )


def _agree(one: tuple[Any, ...], other: tuple[Any, ...], whole: bool) -> bool:
    return all(a == b or (whole and None in (a, b)) for a, b in zip(one, other, strict=True))


def _by_name(one: FormReturn, table: RowTable) -> dict[str, int]:
    """{name: row} of names that occur once in a return."""
    title = next(iter(naming((table.form,))), "")
    found: dict[str, int] = {}
    twice = set()
    for index in table.rows_of(one) if title else ():
        name = table.value(index, title)
        if name is not None:
            twice |= {str(name)} & found.keys()
            found[str(name)] = index
    return {name: index for name, index in found.items() if name not in twice}


def _name_in(cells: Mapping[str, Any], table: RowTable) -> str:
    """The person's (else the unit's) name in cells as found."""
    for wanted in naming((table.form,)):
        for header, value in cells.items():
            if wanted in str(header) and value:
                return "".join(str(value).split())
    return ""
