"""Results of files already read, by content: what has not changed is not read again.

A Submission is packed as JSON (no pickle: an entry from elsewhere can at worst be wrong, never run).  Every
entry carries its own key and checksum; a damaged or foreign one is as good as none.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from union_xl import __version__
from union_xl.core import (
    Binding,
    Context,
    Finding,
    HeldRow,
    Mend,
    Part,
    Place,
    Source,
    Submission,
    Suggestion,
)
from union_xl.core.replacing import put
from union_xl.merge import Base, CellEdit, Verdict

T = TypeVar("T")

LAYOUT = 1
_JOIN = "\x1f"
_TYPES: Mapping[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        *(Base, CellEdit, Verdict),
        *(Binding, Finding, HeldRow, Mend, Part, Place, Submission, Suggestion),
    )
}
_FIELDS = {name: tuple(field.name for field in dataclasses.fields(kind)) for name, kind in _TYPES.items()}


def pack(value: Submission | Base) -> bytes:
    """A Submission, or what an earlier ledger says, as JSON bytes."""
    return json.dumps(_plain(value), ensure_ascii=True, separators=(",", ":")).encode()


def unpack(data: bytes) -> Submission:
    """The Submission `pack` was given.  Raises ValueError on anything else."""
    return _unpacked(data, Submission)


def _unpacked(data: bytes, wanted: type[T]) -> T:
    try:
        made = _value(json.loads(data))
    except (KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise ValueError("not packed by us") from error
    if not isinstance(made, wanted):
        raise ValueError("something else")
    return made


def keep_base(path: Path, ledger_sha256: str, base: Base) -> None:
    """Keep what a ledger just written says, so that an untouched one need not be read again."""
    body = pack(base)
    path.write_bytes(f"{ledger_sha256} {hashlib.sha256(body).hexdigest()}\n".encode() + body)


def kept_base(path: Path, ledger_sha256: str) -> Base | None:
    """What `keep_base` kept for exactly this ledger; None when it is damaged or of another."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        if head.decode("ascii", "replace") == f"{ledger_sha256} {hashlib.sha256(body).hexdigest()}":
            return _unpacked(body, Base)
    except (OSError, ValueError):
        pass
    return None


def _plain(value: Any) -> Any:
    """Lists stay lists; everything JSON does not know is {tag: …}."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else {"f": repr(value)}
    if isinstance(value, list):
        return _column(value)
    if isinstance(value, tuple):
        return {"t": [_plain(one) for one in value]}
    if isinstance(value, dt.datetime):
        return {"m": value.isoformat()}
    if isinstance(value, dt.date):
        return {"d": value.isoformat()}
    if isinstance(value, dt.time):
        return {"h": value.isoformat()}
    if isinstance(value, dt.timedelta):
        return {"l": value.total_seconds()}
    if isinstance(value, frozenset | set):
        return {"z": sorted(value)}
    if isinstance(value, Mapping):
        return {"o": [[_plain(key), _plain(one)] for key, one in value.items()]}
    name = type(value).__name__
    if name in _FIELDS:
        return {"c": name, "v": [_plain(getattr(value, field)) for field in _FIELDS[name]]}
    return str(value)


def _column(values: list[Any]) -> Any:
    """A list: texts and days joined into one text when they can be, so that packing costs next to nothing."""
    kinds = set(map(type, values))
    if kinds == {int}:
        return {"n": values}
    blank = type(None) in kinds
    kinds.discard(type(None))
    if not kinds:
        return {"e": len(values)}
    if kinds == {str} and (not blank or "" not in values):
        joined = _JOIN.join(["" if value is None else value for value in values] if blank else values)
        if joined.count(_JOIN) == len(values) - 1:
            return {"b" if blank else "s": joined}
    if kinds == {dt.date}:
        return {"y": _JOIN.join(["" if value is None else value.isoformat() for value in values])}
    return {"a": [_plain(value) for value in values]}


def _texts(joined: str) -> list[str]:
    """The texts of a column; when they repeat, one text each."""
    values = joined.split(_JOIN)
    pool = dict.fromkeys(values)
    if len(pool) * 2 > len(values):
        return values
    same = dict(zip(pool, pool, strict=True))
    return list(map(same.__getitem__, values))


def _blanks(joined: str) -> list[str | None]:
    return [value or None for value in _texts(joined)]


def _days(joined: str) -> list[dt.date | None]:
    texts = joined.split(_JOIN)
    days = {text: dt.date.fromisoformat(text) if text else None for text in set(texts)}
    return list(map(days.__getitem__, texts))


def _value(value: Any) -> Any:
    if not isinstance(value, dict):
        if isinstance(value, list):
            raise ValueError("bare list")
        return value
    for tag, made in value.items():
        return _READ[tag](made, value)
    raise ValueError("empty")


def _made(name: str, whole: dict[str, Any]) -> Any:
    fields = _FIELDS[name]
    values = whole["v"]
    if len(values) != len(fields):
        raise ValueError("another layout")
    return _TYPES[name](**dict(zip(fields, map(_value, values), strict=True)))


_READ: Mapping[str, Any] = {
    "f": lambda made, _: float(made),
    "t": lambda made, _: tuple(map(_value, made)),
    "a": lambda made, _: list(map(_value, made)),
    "n": lambda made, _: list(map(int, made)),
    "e": lambda made, _: [None] * int(made),
    "s": lambda made, _: _texts(made),
    "b": lambda made, _: _blanks(made),
    "y": lambda made, _: _days(made),
    "m": lambda made, _: dt.datetime.fromisoformat(made),
    "d": lambda made, _: dt.date.fromisoformat(made),
    "h": lambda made, _: dt.time.fromisoformat(made),
    "l": lambda made, _: dt.timedelta(seconds=made),
    "z": lambda made, _: frozenset(made),
    "o": lambda made, _: {_value(key): _value(one) for key, one in made},
    "c": _made,
}


def stamp(context: Context) -> str:
    """What besides the file decides how it is read: program, forms, settings, roster, confirmations."""
    from union_xl import forms

    versions = [(form.slug, form.version) for form in forms.forms_of(context)]
    told = f"{__version__}\n{LAYOUT}\n{_program()}\n{versions!r}\n{context!r}"
    return hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()


@lru_cache(maxsize=1)
def _program() -> str:
    """A digest of the program's own modules, so that an updated checker does not serve old results."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for file in sorted(root.rglob("*.py")):
        state = file.stat()
        digest.update(f"{file.name}{state.st_size}{state.st_mtime_ns}".encode())
    return digest.hexdigest()


class Cache:
    """A folder of packed submissions.  `folder` None: nothing is kept."""

    def __init__(self, folder: Path | None, stamp: str) -> None:
        self._folder, self._stamp = folder, stamp
        self._used: set[str] = set()

    def size(self) -> int:
        """How many results are kept, good or bad."""
        try:
            return 0 if self._folder is None else len(os.listdir(self._folder))
        except OSError:
            return 0

    def key(self, source: Source, digest: str) -> str:
        """Names the result of one file: its name, its bytes, and how it is read."""
        told = f"{source.name}\n{digest}\n{self._stamp}"
        return hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()

    def get(self, key: str) -> Submission | None:
        """What was found last time, None when there is nothing or it cannot be trusted."""
        if self._folder is None:
            return None
        try:
            data = (self._folder / f"{key}.json").read_bytes()
        except OSError:
            return None
        head, _, body = data.partition(b"\n")
        if head.decode("ascii", "replace") != f"{key} {hashlib.sha256(body).hexdigest()}":
            return None
        try:
            found = unpack(body)
        except ValueError:
            return None
        self._used.add(key)
        return found

    def put(self, key: str, body: bytes) -> None:
        """Keep a packed submission; a full or read-only disk is no reason to stop."""
        if self._folder is None:
            return
        head = f"{key} {hashlib.sha256(body).hexdigest()}\n".encode()
        path = self._folder / f"{key}.json"
        part = path.with_suffix(".part")
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(head + body)
            put(part, path)
        self._used.add(key)

    def prune(self) -> None:
        """Forget what this run did not use."""
        if self._folder is None or not self._folder.is_dir():
            return
        for path in self._stale(self._folder.iterdir()):
            with contextlib.suppress(OSError):
                path.unlink()

    def _stale(self, paths: Iterable[Path]) -> list[Path]:
        return [path for path in paths if path.stem not in self._used and path.is_file()]
