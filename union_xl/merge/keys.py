"""What names a row: one text per row, or None where nothing does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from union_xl.forms import Form
from union_xl.forms.keys import SEPARATOR

UNIT_TITLES = ("单位名称", "参赛单位")
PERSON_TITLES = ("姓名", "选手姓名")
LEFT = frozenset({"转出", "除名", "退会"})
"""会籍变化类型 of those who are no longer members of the unit."""


def title_of(columns: Mapping[str, Any] | Sequence[str], wanted: Sequence[str]) -> str:
    """The first of `wanted` that is a column, else ''."""
    return next((title for title in wanted if title in columns), "")


Prints = npt.NDArray[np.uint32]
"""`core.batches.prints` of a column."""


def repeated(known_by: Prints, value: Callable[[int], str | None]) -> dict[str, list[int]]:
    """{value: where it stands, 0-based} of the values that occur more than once, blanks aside, in the order
    of their first; `value` gives the one at a place.

    Sorting numbers is several times quicker than a table of as many texts, and most texts are never made.
    """
    ranked = np.sort(known_by[known_by != 0])
    again = ranked[1:][ranked[1:] == ranked[:-1]]
    found: dict[str, list[int]] = {}
    for index in standing(known_by, again):
        one = value(index)
        if one is not None:
            found.setdefault(one, []).append(index)
    return {value: rows for value, rows in found.items() if len(rows) > 1}


def standing(known_by: Prints, wanted: Prints) -> list[int]:
    """Where prints stand that are among a few wanted ones, 0-based.

    A table of their low halves leaves out nearly all others at the cost of one look each.
    """
    if not len(wanted):
        return []
    table = np.zeros(2**16, dtype=np.bool_)
    table[wanted & 0xFFFF] = True
    likely = np.flatnonzero(table[known_by & 0xFFFF])
    found: list[int] = likely[np.isin(known_by[likely], wanted)].tolist()
    return found


def key_titles(form: type[Form]) -> tuple[str, ...]:
    """The columns that make up the best key."""
    return form.keys[0] if form.keys else ()


def tag_of(form: type[Form], cells: Mapping[str, Any]) -> str:
    """What a person calls a row, good or not: name and numbers as its cells say ('' where blank)."""
    titles = dict.fromkeys((title_of(cells, (*PERSON_TITLES, *UNIT_TITLES)), *key_titles(form)))
    return " ".join(filter(None, (plain(cells.get(title)) for title in titles if title)))


def plain(value: Any) -> str:
    """What a cell says, however it is stored (`3.0` and `3`, a date and its text)."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = value.date() if value.time() == dt.time() else value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def shown_key(key: str) -> str:
    """A key as the clerk reads it: the naming part."""
    return " ".join(part for part in key.split(SEPARATOR)[1:] if part)
