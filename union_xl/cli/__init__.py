"""The command line: arguments in, one command, its outcome printed.  No logic lives here.

Exit codes: 0 done and clean; 1 done, but a 错误, an unreadable return or a 待确认 exists; 2 could not
run, with one plain Chinese sentence on stderr.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and end the process with its exit code.

    `arguments` are the words after `union-xl` (default: the process's own).
    """
    # Neither what imports make nor findings by the hundred thousand are ever garbage: looking through them
    # less often halves the time findings take to arrive.
    gc.set_threshold(50_000, 20, 50)
    from union_xl.cli import streams

    if arguments is None:
        streams.started_again()
    shown, stderr = streams.open_streams()
    from union_xl.cli.commands import run

    code = run(list(sys.argv[1:] if arguments is None else arguments))
    shown.flush()
    if shown.full:
        print(
            f"结果显示不出来（{shown.broken}），已写好的文件不受影响：请检查磁盘空间，或换一个地方接收",
            file=stderr,
        )
        code = 2
    for stream in (shown, stderr):
        stream.flush()
        if stream.broken:
            stream.drop()
    sys.exit(code)
