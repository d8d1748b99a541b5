"""Submissions as bytes: from a worker to its caller, and from one run to the next.

No pickle: bytes from elsewhere can at worst be wrong, never run.  One line of JSON, then the columns as text
(`core.columns`), then what is drawn of them already; whoever unpacks pays for the first line only, and for a
column when it is looked at.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from union_xl.core import Binding, Finding, HeldRow, Mend, Part, Place, Submission, Suggestion
from union_xl.core.batches import Bytes, Columns, Drawn, Home, Slices
from union_xl.core.columns import JOIN, Packed, packed, plain, value_of

LAYOUT = 8
LONG = 200
"""Texts from this length on stand among the columns: JSON spells every Chinese character in six."""
KINDS: tuple[type[Any], ...] = (Binding, Finding, HeldRow, Mend, Part, Place, Submission, Suggestion)
_BARE = frozenset((str, int, bool, type(None)))
_DAMAGED = (KeyError, TypeError, IndexError, AttributeError, RecursionError, UnicodeError)


@lru_cache(maxsize=64)
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(one.name for one in dataclasses.fields(kind))


@lru_cache(maxsize=1)
def _others() -> tuple[str, ...]:
    """What is said of a part besides its columns and their places."""
    aside = ("columns", "sheets", "rows", "where")
    return tuple(name for name in _names(Part) if name not in aside)


@dataclass
class _Writing:
    """What has been taken out of the line of JSON so far."""

    texts: list[Bytes] = field(default_factory=list)
    pieces: list[Bytes] = field(default_factory=list)

    def told(self, value: Any) -> Any:
        """The value as JSON; everything JSON does not know is {tag: …}."""
        if value is None or isinstance(value, bool | int):
            return value
        if isinstance(value, str):
            return value if len(value) < LONG else {"x": self._text(value)}
        if isinstance(value, Finding):
            return {"F": self._finding(value)}
        if isinstance(value, Part):
            return {"p": self._part(value)}
        if isinstance(value, list | tuple | frozenset | set):
            return self._several(value)
        if isinstance(value, bytes | memoryview):
            return {"b": self._bytes(value)}
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            kind = type(value)
            return {"c": [kind.__name__, *(self.told(getattr(value, name)) for name in _names(kind))]}
        return self._mapping(value) if isinstance(value, Mapping) else plain(value)

    def _several(self, values: Any) -> dict[str, Any]:
        if isinstance(values, frozenset | set):
            return {"z": sorted(values)}
        return {"a" if isinstance(values, list) else "t": [self.told(one) for one in values]}

    def _mapping(self, value: Mapping[Any, Any]) -> dict[str, Any]:
        if not all(type(key) is str for key in value):
            return {"o": [[self.told(key), self.told(one)] for key, one in value.items()]}
        if all(type(one) in _BARE for one in value.values()):
            return {"j": dict(value)}
        return {"M": {key: self.told(one) for key, one in value.items()}}

    def _text(self, value: str) -> int:
        return self._bytes(value.encode("utf-8", "surrogatepass"))

    def _bytes(self, value: Bytes) -> int:
        self.texts.append(value)
        return len(value)

    def _finding(self, one: Finding) -> list[Any]:
        at = one.place
        told = [one.rule, at.book, at.sheet, at.row, at.col, one.column, self.told(one.seen)]
        more = (one.suggestions, one.others) if one.suggestions or one.others else ()
        return [*told, one.unit, one.form, *map(self.told, (one.facts, *more))]

    def _part(self, part: Part) -> list[Any]:
        columns = part.columns
        if not isinstance(columns, Columns):
            columns = Columns({title: packed(values) for title, values in columns.items()})
        kept, names = columns.slices(), columns.names
        return [
            self._slices(kept),
            self._column(packed(part.sheets)),
            self._column(packed(part.rows)),
            {sheet: self._by_title(told, kept.titles) for sheet, told in part.where.items()},
            [self.told(getattr(part, name)) for name in _others()],
            self._drawn(columns.drawn),
            names and self._slices(names),
            {title: self._bytes(one) for title, one in columns.prints.items()},
        ]

    def _slices(self, one: Slices) -> list[Any]:
        self._bytes(one.data)
        return [JOIN.join(one.titles), one.kinds, one.count, one.lengths]

    def _by_title(self, told: Mapping[str, Any], titles: Sequence[str]) -> Any:
        """What is said of some columns, in the order of all."""
        if not set(told) <= set(titles) or not all(told.values()):
            return self.told(told)
        return [told.get(title, 0) for title in titles]

    def _column(self, one: Packed) -> list[Any]:
        return [one.kind, one.count, self._text(one.text)]

    def _drawn(self, one: Drawn | None) -> list[Any] | None:
        if one is None:
            return None
        self.pieces.append(one.data)
        return [one.rows, one.styles, one.size, one.crc, len(one.data), one.cuts]


@dataclass
class _Reading:
    """The texts and the drawings, and where the next of each stands."""

    texts: memoryview
    data: memoryview
    kinds: Mapping[str, type[Any]]
    home: Home | None = None
    at: int = 0
    piece_at: int = 0

    def value(self, told: Any) -> Any:
        if not isinstance(told, dict):
            return value_of(told)
        ((tag, inner),) = told.items()
        known = _TAGS.get(tag)
        return known(self, inner) if known else value_of(told)

    def _values(self, told: Sequence[Any]) -> list[Any]:
        return [one if type(one) in _BARE else self.value(one) for one in told]

    def _mapping(self, told: Mapping[str, Any]) -> dict[str, Any]:
        return {key: one if type(one) in _BARE else self.value(one) for key, one in told.items()}

    def _made(self, told: Sequence[Any]) -> Any:
        name, *values = told
        return self.kinds[name](*self._values(values))

    def _finding(self, told: Sequence[Any]) -> Finding:
        rule, book, sheet, row, col, column, seen, unit, form, *more = told
        seen, facts, suggestions, others = [*self._values((seen, *more)), (), ()][:4]
        place = Place(book, sheet, row, col)
        return Finding(rule, place, column, seen, facts, suggestions, others, unit, form)

    def _part(self, told: Sequence[Any]) -> Part:
        columns, sheets, rows, where, others, drawn, names, prints = told
        kept = self._slices(*columns)
        stands = self._column(*sheets), self._column(*rows)
        known: dict[str, Any] = {
            "sheets": stands[0].values(),
            "rows": stands[1].values(),
            "where": {sheet: self._by_title(cols, kept.titles) for sheet, cols in where.items()},
        }
        known |= zip(_others(), self._values(others), strict=True)
        named = names and self._slices(*names)
        known_by = {title: self._next(length) for title, length in prints.items()}
        return Part(columns=Columns(kept, self._drawn(drawn), named, known_by, stands), **known)

    def _slices(self, titles: str, kinds: str, count: int, lengths: Sequence[int]) -> Slices:
        home = self.home and (self.home[0], self.home[1] + self.at)
        data = self._next(sum(lengths))
        return Slices(titles.split(JOIN) if kinds else (), kinds, count, lengths, data, home)

    def _by_title(self, told: Any, titles: Sequence[str]) -> Any:
        if isinstance(told, dict):
            return self.value(told)
        both = zip(titles, told, strict=True)
        return {title: one for title, one in both if one}

    def _next(self, length: int) -> memoryview:
        start, self.at = self.at, self.at + length
        return self.texts[start : self.at]

    def _column(self, kind: str, count: int, length: int) -> Packed:
        return Packed(kind, count, str(self._next(length), "utf-8", "surrogatepass"))

    def _drawn(self, told: Sequence[Any] | None) -> Drawn | None:
        if told is None:
            return None
        rows, styles, size, crc, length, cuts = told
        start, self.piece_at = self.piece_at, self.piece_at + length
        data = self.data[start : self.piece_at]
        return Drawn(rows, tuple(styles), size, crc, data, tuple(map(tuple, cuts)))


_TAGS: Mapping[str, Callable[[_Reading, Any], Any]] = {
    "F": _Reading._finding,
    "M": _Reading._mapping,
    "a": _Reading._values,
    "b": _Reading._next,
    "c": _Reading._made,
    "j": lambda _, told: told,
    "o": lambda reading, told: {reading.value(key): reading.value(one) for key, one in told},
    "p": _Reading._part,
    "t": lambda reading, told: tuple(reading._values(told)),
    "x": lambda reading, told: str(reading._next(told), "utf-8", "surrogatepass"),
    "z": lambda _, told: frozenset(told),
}


def pack(value: Any) -> bytes:
    """A Submission (or another value of the types in `KINDS`, or any dataclass of plain values) as bytes."""
    writing = _Writing()
    told = writing.told(value)
    length = sum(map(len, writing.texts))
    head = json.dumps([LAYOUT, length, told], ensure_ascii=False, separators=(",", ":"))
    return b"".join((head.encode("utf-8", "surrogatepass"), b"\n", *writing.texts, *writing.pieces))


def unpack(data: bytes, kinds: Sequence[type[Any]] = KINDS, start: int = 0, home: Home | None = None) -> Any:
    """What `pack` was given, from `start` on; what is packed stays where it lies in `data`.

    `home` is the file that holds `data`, and where it begins there.  Raises ValueError on anything else.
    """
    end = data.find(b"\n", start)
    try:
        layout, length, told = json.loads(data[start:end].decode("utf-8", "surrogatepass"))
        if layout != LAYOUT:
            raise ValueError("another layout")
        rest = memoryview(data)[end + 1 :]
        texts_at = home and (home[0], home[1] + end + 1)
        known = {kind.__name__: kind for kind in kinds}
        reading = _Reading(rest[:length], rest[length:], known, texts_at)
        made = reading.value(told)
    except _DAMAGED as error:
        raise ValueError("not packed by us") from error
    if reading.at != len(reading.texts) or reading.piece_at != len(reading.data):
        raise ValueError("more or less than was packed")
    return made


def unpacked_submission(data: bytes, start: int = 0, home: Home | None = None) -> Submission:
    """The Submission that was packed, as `unpack` gives it.  Raises ValueError on anything else."""
    made = unpack(data, start=start, home=home)
    if not isinstance(made, Submission):
        raise ValueError("something else")
    return made
