"""How long the page lives: until its last window is closed or its button is clicked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable

from union_xl.desk.jobs import Jobs

BEAT = 2.0
"""Seconds between two signs of life to an open window."""


class Lifetime:
    """Ends the program when its last window is closed; a running command is finished first."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs, self._windows = jobs, 0
        self._end: Callable[[], object] = lambda: None
        self._linger = self._since = 0.0
        self._checks: set[asyncio.Task[None]] = set()
        self.asked = False

    def on_end(self, end: Callable[[], object], linger: float) -> None:
        """What ends the server, and for how many seconds no window may be open before."""
        self._end, self._linger = end, linger

    def now(self) -> None:
        """The clerk's own click on 结束."""
        self.asked = True
        self._end()

    async def window(self) -> AsyncIterator[str]:
        """The signs of life a window listens to for as long as it is open."""
        self._windows += 1
        try:
            while not self.asked:
                yield ": \n\n"
                await asyncio.sleep(BEAT)
        finally:
            self._windows -= 1
            self._since = time.monotonic()
            check = asyncio.ensure_future(self._closed())
            self._checks.add(check)
            check.add_done_callback(self._checks.discard)

    async def _closed(self) -> None:
        while True:
            await asyncio.sleep(self._linger)
            if self._windows or time.monotonic() - self._since < self._linger:
                return  # the page of that window, or the check of a later one
            if self._jobs.running is None:
                self._end()
                return
