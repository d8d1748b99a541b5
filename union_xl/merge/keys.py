"""What names a row: one text per row, or None where nothing does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from union_xl.forms import Form
from union_xl.forms.keys import SEPARATOR

UNIT_TITLES = ("单位名称", "参赛单位", "承办单位", "承办")
PERSON_TITLES = ("姓名", "选手姓名")
LEFT = frozenset({"转出", "除名", "退会"})
"""会籍变化类型 of those who are no longer members of the unit."""


def title_of(columns: Mapping[str, Any] | Sequence[str], wanted: Sequence[str]) -> str:
    """The first of `wanted` that is a column, else ''."""
    return next((title for title in wanted if title in columns), "")


def repeated(values: Sequence[str | None]) -> dict[str, list[int]]:
    """{value: where it stands, 0-based} of the values that occur more than once, blanks aside, in
    the order of their first."""
    first: dict[str | None, int] = {}
    found: dict[str, list[int]] = {}
    for index, value in enumerate(values):
        if value not in first:
            first[value] = index
        elif value is not None:
            found.setdefault(value, [first[value]]).append(index)
    return dict(sorted(found.items(), key=lambda item: item[1][0]))


def key_titles(form: type[Form]) -> tuple[str, ...]:
    """The columns that make up the best key."""
    return form.keys[0] if form.keys else ()


def shown_key(key: str) -> str:
    """A key as the clerk reads it: the naming part."""
    return " ".join(part for part in key.split(SEPARATOR)[1:] if part)
