"""What every answer of the page is made with: the desk it belongs to, its templates, its filters."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
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
from union_xl.desk.lifetime import Lifetime

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
