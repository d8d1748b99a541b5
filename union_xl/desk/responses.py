"""What every answer of the page is made with: the desk it belongs to and how long that lives, its templates,
its filters."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse

from union_xl import __version__
from union_xl.desk import actions
from union_xl.desk.access import Keys
from union_xl.desk.folder import WorkFolder
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


SHORT = 11
"""Characters that stay on one line: a day, a telephone number, a title."""


@dataclass
class Desk:
    """What the page works with: its folder, its keys, its jobs; `opened` shows a file with the desk's own
    program."""

    folder: WorkFolder
    keys: Keys
    opened: Callable[[Path], None]
    jobs: Jobs = field(default_factory=Jobs)
    now: Callable[[], dt.datetime] = dt.datetime.now

    def __post_init__(self) -> None:
        self.lifetime = Lifetime(self.jobs)
        self.pages = Environment(loader=PackageLoader("union_xl.desk", "pages"), autoescape=True)
        self.pages.filters["told"] = self.folder.shown_path
        self.pages.filters["shown"] = lambda value: shown(value).replace(f"{self.folder.root}{os.sep}", "")
        self.pages.filters["breadth"] = breadth
        self.pages.filters["words"] = actions.words
        self.pages.filters["said_here"] = actions.said_here


def shown(value: Any) -> str:
    """A cell as the page shows it: what looks like an ID, card or phone is masked."""
    from union_xl.ledgers.masking import mask_text

    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return mask_text(str(value))[:500]


def breadth(value: Any) -> str:
    """How a cell takes its place in a table: `short` stays on one line, `long` may be broken, but not into
    single words."""
    text = "" if value is None else str(value)
    return "short" if len(text) <= SHORT else "long"


def desk_of(request: Request) -> Desk:
    """The desk a request is for."""
    found: Desk = request.app.state.desk
    return found


def page(request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A template filled with the desk and the values."""
    desk = desk_of(request)
    template = desk.pages.get_template(name)
    html = template.render(desk=desk, running=desk.jobs.running, version=__version__, **values)
    return HTMLResponse(html, status)
