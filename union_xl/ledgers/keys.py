"""What names a row of a ledger: one text per row, or None where nothing does."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from union_xl.ledgers.form import Form, Role
from union_xl.model.lazy_pattern import LazyPattern

SEPARATOR = "\x1d"
"""Stands within a key, between what it is made of."""
CODE_LENGTH = 18
_LOOSE = LazyPattern(r"[\s()（）\[\]【】.,，。·、\-—_]+")


def plain_name(text: str) -> str:
    """A unit's name for comparing: full-width to half-width, no spaces, brackets or punctuation.

    >>> plain_name("杭州（某某）科技 有限公司") == plain_name("杭州(某某)科技有限公司")
    True
    """
    return _LOOSE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def row_keys(form: Form, columns: Mapping[str, Sequence[Any]], rows: int) -> list[str | None]:
    """One key per row: which alternative of `form.keys` is filled, and its values; None where none is.

    `columns` are tidy values by standard title.  Two rows with equal keys speak of the same person, unit or
    contest.  A unit goes by its plain name, a credit code that is not whole names nobody (domain §7), and a
    document whose kind is not said counts by its number.
    """
    made: list[str | None] = [None] * rows
    for number, titles in enumerate(form.keys):
        if number and None not in made:
            break
        if any(title not in columns for title in titles):
            continue
        roles = [form.by_title[title].role for title in titles]
        parts = [parts_of(role, columns[title]) for role, title in zip(roles, titles, strict=True)]
        tag = f"{number}{SEPARATOR}"
        if len(parts) == 1:
            new: list[str | None] = parts[0]
        else:
            new = [None if None in row else SEPARATOR.join(row) for row in zip(*parts, strict=True)]
        made = [
            old if old is not None or one is None else tag + one for old, one in zip(made, new, strict=True)
        ]
    return made


def key_titles(form: Form, key: str) -> tuple[str, ...]:
    """The titles of the alternative a key was made by."""
    return form.keys[int(key.partition(SEPARATOR)[0])]


def parts_of(role: Role, values: Sequence[Any]) -> list[str | None]:
    """The values of one column as parts of keys."""
    if role == "id_type":
        return ["" if value is None else str(value) for value in values]
    if role == "unit":
        return [None if value is None else plain_name(str(value)) for value in values]
    if role == "unit_code":
        return [None if value is None or len(value) != CODE_LENGTH else value for value in values]
    return [None if value is None else str(value) for value in values]
