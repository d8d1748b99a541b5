"""Marked copies of the last run, reused where nothing that goes into them has changed.

What is kept is only which copy belongs to which content: {key: (sha256 of the copy, its ending)}.  The copy
itself is the file the last run wrote; one that was changed since, or is gone, is made anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from union_xl.core import Context
from union_xl.flow.cache import stamp
from union_xl.flow.marking import Copy, Task
from union_xl.flow.packing import pack

Maker = Callable[[Sequence[Task], Context], Iterable[Copy | None]]


class Marks:
    """Makes marked copies, or takes those of the last run.

    `out` is the output folder, `written` {relative path: sha256} of its run.json, `kept` where `save` of the
    last run wrote.
    """

    def __init__(self, out: Path, written: Mapping[str, str], kept: Path, make: Maker) -> None:
        self._make = make
        self._places = {digest: out.joinpath(*name.split("/")) for name, digest in written.items()}
        self._known = _read(kept)
        self._used: dict[str, tuple[str, str]] = {}

    def __call__(self, tasks: Sequence[Task], context: Context) -> Iterator[Copy | None]:
        """The copies in the order of `tasks`; None where there is nothing to mark."""
        told = stamp(context)
        keys = [_key(task, told) for task in tasks]
        taken = [self._taken(key) for key in keys]
        todo = [task for task, copy in zip(tasks, taken, strict=True) if copy is None]
        made = iter(self._make(todo, context))
        for key, copy in zip(keys, taken, strict=True):
            found = next(made) if copy is None else copy
            if key and found is not None:
                self._used[key] = (hashlib.sha256(found[0]).hexdigest(), found[1])
            yield found

    def save(self, path: Path) -> None:
        """Keep what this run used."""
        body = json.dumps(self._used, indent=0, sort_keys=True).encode()
        path.write_bytes(f"{hashlib.sha256(body).hexdigest()}\n".encode() + body)

    def _taken(self, key: str) -> Copy | None:
        digest, ending = self._known.get(key, ("", ""))
        place = self._places.get(digest)
        if not key or place is None:
            return None
        try:
            data = place.read_bytes()
        except OSError:
            return None
        return (data, ending) if hashlib.sha256(data).hexdigest() == digest else None


def _key(task: Task, told: str) -> str:
    """Names a copy by all that goes into it; '' for one under a password, which is never the same twice."""
    one = task.submission
    if task.encrypt or one.encrypted or not one.sha256:
        return ""
    bare = pack(replace(one, parts=(), mends=()))
    return hashlib.sha256(b"\n".join((told.encode(), bare, repr(task.head).encode()))).hexdigest()


def _read(path: Path) -> dict[str, tuple[str, str]]:
    """{key: (sha256, ending)}; nothing where the file is damaged or foreign."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        if head.decode("ascii", "replace") != hashlib.sha256(body).hexdigest():
            return {}
        return {str(key): (str(digest), str(ending)) for key, (digest, ending) in json.loads(body).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
