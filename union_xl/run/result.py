"""What every command brings back, so that the command line and Excel can show any of them alike."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

Shown = tuple[str, Sequence[str], Sequence[Sequence[Any]]]
"""One small table for a person: title, headers ('' to leave them out), rows."""


class Result(Protocol):
    """The result of a command.

    `exit_code` is 0 (clean) or 1 (done, but something needs a person); `outputs` the files written;
    `document()` a JSON-able value with private data masked; `tables()` what to show in a terminal.
    """

    @property
    def exit_code(self) -> int: ...

    @property
    def outputs(self) -> tuple[Path, ...]: ...

    def document(self) -> dict[str, Any]: ...

    def tables(self) -> Sequence[Shown]: ...
