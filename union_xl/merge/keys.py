"""What names a row: one text per row, or None where nothing does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from union_xl.ledgers.form import Form
from union_xl.ledgers.keys import SEPARATOR
from union_xl.model.grid import as_said


def naming(forms: Iterable[Form]) -> list[str]:
    """The columns that name persons, then those that name units."""
    every = tuple(forms)
    titles = (form.titled(role) for role in ("person", "unit") for form in every)
    return list(dict.fromkeys(filter(None, titles)))


def duplicated_values(values: Sequence[str | None]) -> dict[str, list[int]]:
    """{value: where it stands, 0-based} of the values that occur more than once, blanks aside, in the order
    of their first."""
    counts = Counter(values)
    again = {value for value, count in counts.items() if count > 1 and value is not None}
    found: dict[str, list[int]] = {}
    if again:
        for index, value in enumerate(values):
            if value in again and value is not None:
                found.setdefault(value, []).append(index)
    return found


def key_titles(form: Form) -> tuple[str, ...]:
    """The columns that make up the best key."""
    return form.keys[0] if form.keys else ()


def tag_of(form: Form, cells: Mapping[str, Any]) -> str:
    """What a person calls a row, good or not: name and numbers as its cells say ('' where blank)."""
    filled = {
        title: text for title in cells if (text := as_said(cells[title]))
    }  # beside other ledgers' columns
    first = next((title for title in naming((form,)) if title in filled), "")
    titles = dict.fromkeys((first, *key_titles(form)))
    return " ".join(filled[title] for title in titles if title in filled)


def shown_key(key: str) -> str:
    """A key as the clerk reads it: the naming part."""
    return " ".join(part for part in key.split(SEPARATOR)[1:] if part)
