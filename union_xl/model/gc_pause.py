"""Python's cycle collector put aside while very many values live at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
