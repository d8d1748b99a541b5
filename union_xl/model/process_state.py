"""What is put aside for a while in the whole process: the cycle collector, and what others say on stderr."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_QUIET = threading.Lock()


@contextmanager
def silence_stderr() -> Iterator[None]:
    """A panic of a parser written in Rust is an exception to us, but also a line on stderr to the user: not
    while this holds.

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


@contextmanager
def gc_paused() -> Iterator[None]:
    """Inside, nothing is looked through for cycles: with millions of cells alive that is done again and
    again for nothing."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            _as_old()
            gc.enable()


def _as_old() -> None:
    """What was made meanwhile counts as long-lived: else all of it is looked through at the next value."""
    if not gc.get_freeze_count():  # what somebody froze for good stays frozen
        gc.freeze()
        gc.unfreeze()
