"""Names a template may use, and what is known by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from union_xl.fill.filters import FILTERS, Shown, apply_filter, first_look
from union_xl.fill.tags import WORDED, Tag, plain
from union_xl.model import Figure

_NEAREST = 3
_LIKE = 45


class NamedValue(NamedTuple):
    """A value under the name (and code) the companion workbook shows."""

    code: str
    name: str
    value: Any
    unit: str
    group: str
    counted: bool
    group_by: str = ""


class NameIndex:
    """Values by name, compared without regard to width, spaces and case."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values
        self._found = {plain(name): name for name in reversed(list(values))}
        self._asked: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return plain(name) in self._found

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def get(self, name: str) -> NamedValue | None:
        """The value of a name, noted as used; None for an unknown one."""
        key = self._found.get(plain(name))
        if key is None:
            return None
        self._asked.add(key)
        value = self._values[key]
        if isinstance(value, Figure):
            return NamedValue(
                value.code, value.name, value.value, value.unit, value.group, True, value.group_by
            )
        return NamedValue("", key, value, "", "", False)

    def unused(self) -> tuple[str, ...]:
        """Names never asked for; a figure known by name and code counts as one."""
        used = {id(self._values[key]) for key in self._asked if isinstance(self._values[key], Figure)}
        rest: dict[str, None] = {}
        for key, value in self._values.items():
            if isinstance(value, Figure):
                if id(value) not in used:
                    rest[value.name] = None
            elif key not in self._asked:
                rest[key] = None
        return tuple(rest)


def nearest(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known names most like a mistyped one, best first, at most three."""
    from rapidfuzz import fuzz, process

    choices = {one: plain(one) for one in known}
    found = process.extract(plain(name), choices, scorer=fuzz.ratio, limit=_NEAREST, score_cutoff=_LIKE)
    return tuple(key for _, _, key in found)


def show(known: NamedValue, tag: Tag) -> Shown:
    """A value through the tag's filters."""
    shown = first_look(known.value, known.unit, known.counted)
    for one in tag.filters:
        shown = apply_filter(shown, one)
    return shown


def unknown_filters(tag: Tag) -> Sequence[str]:
    return [one for one in tag.filters if one not in FILTERS and one.partition("=")[0] not in WORDED]
