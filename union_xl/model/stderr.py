"""What a parser written in Rust says when it gives up: an exception to us, a line on stderr to the user."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator

_QUIET = threading.Lock()


@contextlib.contextmanager
def silence_stderr() -> Iterator[None]:
    """A panic is caught as an exception, but also written to the process's stderr: not while this holds.

    For files whose damage no look beforehand can rule out; one at a time.
    """
    with _QUIET:
        try:
            kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
        except OSError:
            yield
            return
        try:
            os.dup2(nowhere, 2)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            os.close(nowhere)
