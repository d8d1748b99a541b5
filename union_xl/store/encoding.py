"""Values as JSON and back, their types kept: dataclasses of ours, dates, tuples, and whole columns of cells.

No pickle: bytes from elsewhere can at worst be wrong, never run.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

FEW = 60
"""So many different texts, at most, are spelled once each: that halves the time a column takes."""
_JOIN, _FIRST = "\n", "0"
_BARE = frozenset((str, int, bool, type(None)))
_DAMAGED = (KeyError, TypeError, IndexError, AttributeError, RecursionError, UnicodeError)


class Columns(dict[str, list[Any]]):
    """{title: cells}: a mapping of whole columns, which is written column by column."""


def encoded(value: Any) -> bytes:
    """A value of dataclasses, lists, tuples, mappings, sets, dates and plain values as JSON (UTF-8)."""
    text = json.dumps(_told(value), ensure_ascii=False, separators=(",", ":"), check_circular=False)
    return text.encode("utf-8", "surrogatepass")


def decoded(data: bytes, kinds: Sequence[type[Any]]) -> Any:
    """What `encoded` was given, whose dataclasses are among `kinds`.  Raises ValueError on anything else."""
    known = {kind.__name__: kind for kind in kinds}
    try:
        return _value(json.loads(data.decode("utf-8", "surrogatepass")), known)
    except _DAMAGED as error:
        raise ValueError("not written by us") from error


@lru_cache(maxsize=64)
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(one.name for one in dataclasses.fields(kind))


def _told(value: Any) -> Any:
    """The value as JSON; everything JSON does not know is {tag: …}."""
    if type(value) in _BARE:
        return value
    if isinstance(value, Columns):
        return {"columns": {title: column(cells) for title, cells in value.items()}}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kind = type(value)
        return {kind.__name__: [_told(getattr(value, name)) for name in _names(kind)]}
    if isinstance(value, list):
        return {"list": _several(value)}
    if isinstance(value, tuple):
        return {"tuple": _several(value)}
    if isinstance(value, frozenset | set):
        return {"set": _several(sorted(value, key=repr))}
    if isinstance(value, Mapping):
        return _mapping(value)
    return _cell(value)


def _several(values: Sequence[Any]) -> Any:
    """Values one after the other: as a column where they are plain; dataclasses of one kind field by field,
    for thousands of findings are alike; else one by one."""
    kinds = set(map(type, values))
    if kinds <= _BARE:
        return {"column": column(list(values))}
    if len(kinds) == 1 and len(values) > 1:
        (kind,) = kinds
        if kind is tuple and values.count(values[0]) == len(values):
            return {"same": [len(values), _told(values[0])]}
        if dataclasses.is_dataclass(kind):
            fields = ([getattr(one, name) for one in values] for name in _names(kind))
            return {kind.__name__: [_several(field) for field in fields]}
        if kind is dict and all(map(_plain, values)):
            return {"dicts": values}
    return [_told(one) for one in values]


def _plain(value: Mapping[Any, Any]) -> bool:
    """Whether JSON gives a mapping back as it is."""
    return all(type(key) is str for key in value) and all(type(one) in _BARE for one in value.values())


def _mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    if _plain(value):
        return {"plain": dict(value)}
    if not all(type(key) is str for key in value):
        return {"pairs": [[_told(key), _told(one)] for key, one in value.items()]}
    return {"map": {key: _told(one) for key, one in value.items()}}


def _cell(value: Any) -> Any:
    """One cell's value; what is no plain value goes as its text."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return {"float": repr(value)}
    if isinstance(value, dt.datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    if isinstance(value, dt.time):
        return {"time": value.isoformat()}
    if isinstance(value, dt.timedelta):
        return {"span": value.total_seconds()}
    return str(value)


def column(cells: Sequence[Any]) -> Any:
    """A column of cells as JSON: joined texts, a few texts by number, days, or cell by cell."""
    cells = cells if isinstance(cells, list) else list(cells)
    kinds = set(map(type, cells))
    if kinds <= {str, type(None)}:
        different = dict.fromkeys(cells)
        if len(different) == 1:
            return [list(different), len(cells)]
        if len(different) <= min(FEW, 1 + len(cells) // 4):
            numbers = {text: chr(ord(_FIRST) + number) for number, text in enumerate(different)}
            return [list(different), "".join(map(numbers.__getitem__, cells))]
        if type(None) not in kinds:
            joined = _JOIN.join(cells)
            return joined if joined.count(_JOIN) == len(cells) - 1 else {"cells": cells}
        return {"cells": cells}
    if kinds <= {dt.date, type(None)}:
        return {"days": _JOIN.join(["" if day is None else day.isoformat() for day in cells])}
    return {"cells": cells if kinds <= _BARE else [_cell(value) for value in cells]}


def cells_of(stored: Any) -> list[Any]:
    """The column again.  Raises ValueError, KeyError, TypeError, IndexError on anything else."""
    if isinstance(stored, str):
        return stored.split(_JOIN)
    if isinstance(stored, list):
        different, numbers = stored
        if isinstance(numbers, int):
            return [different[0]] * numbers
        by_number = {chr(ord(_FIRST) + number): text for number, text in enumerate(different)}
        return list(map(by_number.__getitem__, numbers))
    ((tag, inner),) = stored.items()
    if tag == "days":
        return list(map(_day, inner.split(_JOIN)))
    if tag != "cells":
        raise ValueError(tag)
    return inner if set(map(type, inner)) <= _BARE else [_value(one, {}) for one in inner]


@lru_cache(maxsize=50_000)
def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _value(stored: Any, known: Mapping[str, type[Any]]) -> Any:
    if type(stored) in _BARE:
        return stored
    if not isinstance(stored, dict):
        raise ValueError("a bare list or number")
    ((tag, inner),) = stored.items()
    if tag in known:
        return known[tag](*[one if type(one) in _BARE else _value(one, known) for one in inner])
    return _TAGS[tag](inner, known)


def _values(stored: Any, known: _Known) -> list[Any]:
    """What `_several` was given, as a list."""
    if isinstance(stored, list):
        return [one if type(one) in _BARE else _value(one, known) for one in stored]
    ((tag, inner),) = stored.items()
    if tag == "column":
        return cells_of(inner)
    if tag == "dicts":
        return list(inner)
    if tag == "same":
        return [_value(inner[1], known)] * inner[0]
    return list(map(known[tag], *[_values(field, known) for field in inner]))


_Known = Mapping[str, type[Any]]
_TAGS: Mapping[str, Callable[[Any, _Known], Any]] = {
    "columns": lambda told, _: Columns((title, cells_of(one)) for title, one in told.items()),
    "list": lambda told, known: _values(told, known),
    "tuple": lambda told, known: tuple(_values(told, known)),
    "set": lambda told, known: frozenset(_values(told, known)),
    "plain": lambda told, _: dict(told),
    "map": lambda told, known: {key: _value(one, known) for key, one in told.items()},
    "pairs": lambda told, known: {_value(key, known): _value(one, known) for key, one in told},
    "float": lambda told, _: float(told),
    "moment": lambda told, _: dt.datetime.fromisoformat(told),
    "day": lambda told, _: dt.date.fromisoformat(told),
    "time": lambda told, _: dt.time.fromisoformat(told),
    "span": lambda told, _: dt.timedelta(seconds=told),
}
