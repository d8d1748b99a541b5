"""The command line: arguments in, one errand, its outcome printed.  No logic lives here.

Exit codes: 0 done and clean; 1 done, but a 错误, an unreadable return or a 待确认 exists; 2 could not
run, with one plain Chinese sentence on stderr.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and end the process with its exit code.

    `arguments` are the words after `union-xl` (default: the process's own).
    """
    from union_xl.cli.words import encoding_for

    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # pythonw.exe has neither
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - for good
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=encoding_for(stream), errors="replace")
    from union_xl.cli.commands import run

    # Findings come by the hundred thousand and none of them is ever garbage: looking through them less often
    # halves the time they take to arrive.
    gc.set_threshold(50_000, 20, 50)
    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))
