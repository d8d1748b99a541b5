"""The command line: arguments in, one errand, its outcome printed.  No logic lives here.

Exit codes: 0 done and clean; 1 done, but a 错误, an unreadable return or a 待确认 exists; 2 could not
run, with one plain Chinese sentence on stderr.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and end the process with its exit code.

    `arguments` are the words after `union-xl` (default: the process's own).
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    from union_xl.cli.commands import run

    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))
