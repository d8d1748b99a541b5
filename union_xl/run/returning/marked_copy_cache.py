"""Marked copies of the last run, reused where nothing that goes into them has changed.

What is kept is only which copy belongs to which content: {key: (sha256 of the copy, its ending)}.  The copy
itself is the file the last run wrote; one that was changed since, or is gone, is made anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from union_xl.model import RunContext
from union_xl.run.returning.marked_copy import Copy, Task
from union_xl.run.workers.read_cache import stamp
from union_xl.store import encoded

Maker = Callable[[Sequence[Task], RunContext], Iterable[Copy | None]]


class MarkedCopyCache:
    """Makes marked copies, or takes those of the last run.

    `out` is the output folder, `written` {relative path: sha256} of its run.json, `known` what the last run
    had `used`.
    """

    def __init__(
        self, out: Path, written: Mapping[str, str], known: Mapping[str, tuple[str, str]], make: Maker
    ) -> None:
        self._make = make
        self._places = {digest: out.joinpath(*name.split("/")) for name, digest in written.items()}
        self._known = known
        self.used: dict[str, tuple[str, str]] = {}

    def __call__(self, tasks: Sequence[Task], context: RunContext) -> Iterator[Copy | None]:
        """The copies in the order of `tasks`; None where there is nothing to mark."""
        program = stamp(context)
        keys = [_key(task, program) for task in tasks]
        taken = [self._taken(key) for key in keys]
        todo = [task for task, copy in zip(tasks, taken, strict=True) if copy is None]
        made = iter(self._make(todo, context))
        for key, copy in zip(keys, taken, strict=True):
            found = next(made) if copy is None else copy
            if key and found is not None:
                self.used[key] = (hashlib.sha256(found[0]).hexdigest(), found[1])
            yield found

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


def _key(task: Task, program: str) -> str:
    """Names a copy by all that goes into it; '' for one under a password, which is never the same twice."""
    one = task.submission
    if task.encrypt or one.encrypted or not one.sha256:
        return ""
    bare = encoded(replace(one, parts=(), corrections=()))
    return hashlib.sha256(b"\n".join((program.encode(), bare, repr(task.head).encode()))).hexdigest()
