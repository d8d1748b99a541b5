"""Submissions as bytes: from a worker to its caller, and from one run to the next.

No pickle: bytes from elsewhere can at worst be wrong, never run.  One line of JSON, then the columns as text
(`core.columns`), then what is drawn of them already; whoever unpacks pays for the first line only, and for a
column when it is looked at.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from union_xl.core import Binding, Finding, HeldRow, Mend, Part, Place, Submission, Suggestion
from union_xl.core.columns import JOIN, Columns, Drawn, Packed, Slices, packed, plain, slices, value_of

LAYOUT = 6
LONG = 200
"""Texts from this length on stand among the columns: JSON spells every Chinese character in six."""
KINDS: tuple[type[Any], ...] = (Binding, Finding, HeldRow, Mend, Part, Place, Submission, Suggestion)
_OTHERS = tuple(one.name for one in dataclasses.fields(Part) if one.name not in ("columns", "sheets", "rows"))
_BARE = frozenset((str, int, bool, type(None)))
_DAMAGED = (KeyError, TypeError, IndexError, AttributeError, RecursionError, UnicodeError)


@dataclass
class _Writing:
    """What has been taken out of the line of JSON so far."""

    texts: list[bytes] = field(default_factory=list)
    pieces: list[bytes] = field(default_factory=list)

    def told(self, value: Any) -> Any:
        """The value as JSON; everything JSON does not know is {tag: …}."""
        if value is None or isinstance(value, bool | int):
            return value
        if isinstance(value, str):
            return value if len(value) < LONG else self._text(value)
        if isinstance(value, Part):
            return {"p": self._part(value)}
        if isinstance(value, list):
            return {"a": [self.told(one) for one in value]}
        if isinstance(value, tuple):
            return {"t": [self.told(one) for one in value]}
        if isinstance(value, frozenset | set):
            return {"z": sorted(value)}
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            fields = dataclasses.fields(value)
            return {"c": type(value).__name__, "v": [self.told(getattr(value, one.name)) for one in fields]}
        if isinstance(value, Mapping):
            if all(type(key) is str and type(one) in _BARE for key, one in value.items()):
                return {"j": dict(value)}
            return {"o": [[self.told(key), self.told(one)] for key, one in value.items()]}
        return plain(value)

    def _text(self, value: str) -> dict[str, int]:
        return {"x": self._bytes(value.encode("utf-8", "surrogatepass"))}

    def _bytes(self, value: bytes) -> int:
        self.texts.append(value)
        return len(value)

    def _part(self, part: Part) -> list[Any]:
        columns = part.columns
        drawn = names = None
        prints: Mapping[str, bytes] = {}
        if isinstance(columns, Columns):
            kept, drawn, names, prints = columns.slices(), columns.drawn, columns.names, columns.prints
        else:
            kept = slices({title: packed(values) for title, values in columns.items()})
        self._bytes(kept.data)
        return [
            [JOIN.join(kept.titles), kept.kinds, kept.count, kept.lengths],
            self._column(packed(part.sheets)),
            self._column(packed(part.rows)),
            [self.told(getattr(part, name)) for name in _OTHERS],
            self._drawn(drawn),
            names and self._column(names),
            {title: self._bytes(one) for title, one in prints.items()},
        ]

    def _column(self, one: Packed) -> list[Any]:
        return [one.kind, one.count, self._bytes(one.text.encode("utf-8", "surrogatepass"))]

    def _drawn(self, one: Drawn | None) -> list[Any] | None:
        if one is None:
            return None
        self.pieces.append(one.data)
        return [one.rows, list(one.styles), one.size, one.crc, len(one.data), one.cuts]


@dataclass
class _Reading:
    """The texts and the drawings, and where the next of each stands."""

    texts: bytes
    data: bytes
    kinds: Mapping[str, type[Any]]
    at: int = 0
    piece_at: int = 0

    def value(self, told: Any) -> Any:
        if not isinstance(told, dict):
            return value_of(told)
        tag, inner = next(iter(told.items()))
        if tag == "p":
            return self._part(inner)
        if tag == "x":
            return self._next(inner).decode("utf-8", "surrogatepass")
        if tag == "t":
            return tuple([self.value(one) for one in inner])
        if tag == "a":
            return list(map(self.value, inner))
        if tag == "z":
            return frozenset(inner)
        if tag == "j":
            return inner
        if tag == "o":
            return {self.value(key): self.value(one) for key, one in inner}
        if tag == "c":
            values = [one if type(one) is not dict else self.value(one) for one in told["v"]]
            return self.kinds[inner](*values)
        return value_of(told)

    def _part(self, told: Sequence[Any]) -> Part:
        (titles, kinds, count, lengths), sheets, rows, others, drawn, names, prints = told
        kept = Slices(titles.split(JOIN) if kinds else (), kinds, count, lengths, self._next(sum(lengths)))
        places: dict[str, Any] = {
            "sheets": self._column(*sheets).values(),
            "rows": self._column(*rows).values(),
        }
        bare = [one if type(one) is not dict else self.value(one) for one in others]
        known = dict(zip(_OTHERS, bare, strict=True))
        named = names and self._column(*names)
        known_by = {title: self._next(length) for title, length in prints.items()}
        made = Columns(kept, self._drawn(drawn), named, known_by)
        return Part(columns=made, **places, **known)

    def _next(self, length: int) -> bytes:
        start, self.at = self.at, self.at + length
        return self.texts[start : self.at]

    def _column(self, kind: str, count: int, length: int) -> Packed:
        return Packed(kind, count, self._next(length).decode("utf-8", "surrogatepass"))

    def _drawn(self, told: Sequence[Any] | None) -> Drawn | None:
        if told is None:
            return None
        rows, styles, size, crc, length, cuts = told
        start, self.piece_at = self.piece_at, self.piece_at + length
        data = self.data[start : self.piece_at]
        return Drawn(rows, tuple(styles), size, crc, data, tuple(map(tuple, cuts)))


def pack(value: Any) -> bytes:
    """A Submission (or another value of the types in `KINDS`, or any dataclass of plain values) as bytes."""
    writing = _Writing()
    told = writing.told(value)
    length = sum(map(len, writing.texts))
    head = json.dumps([LAYOUT, length, told], ensure_ascii=False, separators=(",", ":"))
    return b"".join((head.encode("utf-8", "surrogatepass"), b"\n", *writing.texts, *writing.pieces))


def unpack(data: bytes, kinds: Sequence[type[Any]] = KINDS) -> Any:
    """What `pack` was given.  Raises ValueError on anything else."""
    head, _, rest = data.partition(b"\n")
    try:
        layout, length, told = json.loads(head.decode("utf-8", "surrogatepass"))
        if layout != LAYOUT:
            raise ValueError("another layout")
        reading = _Reading(rest[:length], rest[length:], {kind.__name__: kind for kind in kinds})
        made = reading.value(told)
    except _DAMAGED as error:
        raise ValueError("not packed by us") from error
    if reading.at != len(reading.texts) or reading.piece_at != len(reading.data):
        raise ValueError("more or less than was packed")
    return made


def unpacked_submission(data: bytes) -> Submission:
    """The Submission that was packed.  Raises ValueError on anything else."""
    made = unpack(data)
    if not isinstance(made, Submission):
        raise ValueError("something else")
    return made
