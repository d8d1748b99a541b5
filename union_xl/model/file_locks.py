"""One process at a time: a lock the system itself lets go when its process dies."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


@contextlib.contextmanager
def file_lock(path: Path) -> Iterator[bool]:
    """Hold the lock file `path` while the block runs; True when it is ours, False when another has it.

    A drive that knows no locks lets everybody through.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        yield _locked(file)


def _locked(file: TextIO) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            lock = getattr(msvcrt, "locking")  # noqa: B009 - mypy on Linux knows no such name
            file.seek(0)
            lock(file.fileno(), getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _TAKEN
    return True
