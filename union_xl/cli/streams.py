"""Standard output and error as they really are: closed, redirected, full, in a code page without Chinese."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from typing import Any, TextIO, cast

from union_xl.cli.arguments import encoding_for

_UTF8 = "PYTHONUTF8"


class Outlet:
    """A text stream that never fails: what cannot be written is dropped, and `broken` says why.

    A reader that has seen enough (`| head -1`) is no fault of the run, which goes on to its end.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.broken: OSError | ValueError | None = None

    def write(self, text: str) -> int:
        if self.broken is None:
            try:
                self._stream.write(text)
            except (OSError, ValueError) as error:
                self.broken = error
        return len(text)

    def writelines(self, lines: Sequence[str]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        if self.broken is None:
            try:
                self._stream.flush()
            except (OSError, ValueError) as error:
                self.broken = error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    @property
    def full(self) -> bool:
        """Broken by something else than a reader that went away."""
        gone = (errno.EPIPE, errno.EINVAL, errno.EBADF)  # Windows tells EINVAL of a closed pipe
        return isinstance(self.broken, OSError) and self.broken.errno not in gone

    def drop(self) -> None:
        """Let go of what could not be written, so that the interpreter does not try it again at its end."""
        try:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)
        except (OSError, ValueError):
            pass


def open_streams() -> tuple[Outlet, Outlet]:
    """Standard output and error as Outlets, set in `sys`; a stream that is closed, or none (pythonw.exe),
    leads nowhere."""
    made = []
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None or stream.closed:
            stream = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for good
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=encoding_for(stream), errors="replace")
        made.append(Outlet(stream))
        setattr(sys, name, cast(TextIO, made[-1]))
    return made[0], made[1]


def utf8_command() -> list[str]:
    """The same command again where this Python takes file names for ASCII (`LC_ALL=C`): our own files have
    Chinese names and could not be written.  [] where there is no need, or it has been tried."""
    known = sys.getfilesystemencoding().lower().replace("-", "")
    if os.name != "posix" or known == "utf8" or os.environ.get(_UTF8) == "1":
        return []
    return [sys.executable, *sys.orig_argv[1:]]


def started_again() -> None:
    """Run the command in UTF-8 in this process's place, where needed; the exit code is its own."""
    command = utf8_command()
    if command:
        os.execve(command[0], command, {**os.environ, _UTF8: "1"})
