"""What the icons of the folder without installing start, on the files dropped on them.

`python -m union_xl.cli.dropped WHAT [FILE…]`; Linux hands the files on as they are.  On Windows they come in
the environment: UX_BATCH (the batch file's name), UX_LINE (the very command line Explorer made), UX_ARGS (the
words, where it was started from a console).  UX_HERE is the folder of the icons.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from union_xl.cli import streams

LONGEST = 8_000
"""cmd takes 8,191 characters; a line about as long has lost its end."""
_WORD = re.compile(r'"([^"]*)"|([^ \t"]+)')
Run = Callable[[list[str]], int]
Ask = Callable[[str], str]


def dropped(line: str, batch: str, arguments: str = "") -> list[str]:
    """The paths that were dropped; [] for a double-click.

    >>> dropped('cmd.exe /c ""D:\\\\t\\\\校验.bat" D:\\\\a&b^%c%!.xlsx "D:\\\\e f.xlsx""', "校验.bat")
    ['D:\\\\a&b^%c%!.xlsx', 'D:\\\\e f.xlsx']
    """
    found = line.lower().find(f'{batch.lower()}"') if batch else -1
    words = arguments
    if found >= 0:
        words = line[found + len(batch) + 1 :].rstrip()
        words = words[:-1] if words.count('"') % 2 else words  # the quote that closes all of it
    return [quoted or plain for quoted, plain in _WORD.findall(words)]


def typed(line: str) -> list[str]:
    """The paths that dragging files into a terminal typed there, quoted as a shell wants it or as addresses.

    >>> typed("'/home/a b/x&y.xlsx' /tmp/it\\\\'s.xlsx file:///tmp/%E8%A1%A8.xlsx")
    ['/home/a b/x&y.xlsx', "/tmp/it's.xlsx", '/tmp/表.xlsx']
    """
    try:
        words = shlex.split(line)
    except ValueError:  # a lone quote: a path typed by hand
        words = [line.strip()]
    return [unquote(urlsplit(one).path) if one.startswith("file://") else one for one in words]


def main(arguments: Sequence[str] | None = None) -> None:
    """Do what a batch file asks for, and end with the exit code of the command."""
    streams.open_streams()
    what, *files = (sys.argv[1:] if arguments is None else list(arguments)) or [""]
    from union_xl.cli.commands import run

    sys.exit(done(what, os.environ, run, _asked, files))


def done(what: str, environment: Mapping[str, str], run: Run, ask: Ask, given: Sequence[str] = ()) -> int:
    """Carry out one of merge, check, report, blank, desk, install; `run` runs a command, `ask` asks for a
    line, `given` are the files where the system names them."""
    here = Path(environment.get("UX_HERE", "."))
    line = environment.get("UX_LINE", "")
    # whole paths: a name may begin with "-"
    files = [os.path.abspath(one) for one in given]
    files = files or dropped(line, environment.get("UX_BATCH", ""), environment.get("UX_ARGS", ""))
    _unmark(here)
    if len(line) >= LONGEST and files and not os.path.exists(files[-1]):
        return _refused("一次拖的文件太多，Windows 传不下：请把它们放进一个文件夹，把这个文件夹拖过来")
    office = ["--office", str(here / "工作台.xlsx")] if (here / "工作台.xlsx").exists() else []
    if what == "install":
        return run(["addin", "install"])
    if what == "blank":
        return run(["blank", "--all", "--out", str(here / "空表"), *office])
    if what == "desk":
        return run(["desk", "--folder", files[0] if files and Path(files[0]).is_dir() else str(here)])
    if not files:
        answer = ask(_QUESTIONS[what])
        files = [word for word in (dropped("", "", answer) if os.name == "nt" else typed(answer)) if word]
    if not files:
        return _refused("没有拖入文件，什么也没做")
    return _DOERS[what](files, office, run)


_QUESTIONS = {
    "merge": "请把报回来的文件夹拖到这个窗口里，再按回车：",
    "check": "请把要校验的文件或文件夹拖到这个窗口里，再按回车：",
    "report": "请把 汇总台账.xlsx 拖到这个窗口里，再按回车：",
}


def _merge(files: Sequence[str], office: list[str], run: Run) -> int:
    folder = Path(files[0].rstrip("\\/") if len(files[0]) > 3 else files[0])
    if len(files) > 1 or not folder.is_dir():
        return _refused("收表要的是一个文件夹：请把报回来的文件都放进一个文件夹，把文件夹拖过来")
    return run(["merge", str(folder), "--out", str(folder.parent / f"{folder.name or '报表'}_汇总"), *office])


def _check(files: Sequence[str], office: list[str], run: Run) -> int:
    return run(["check", *files, "--out", str(Path(files[0]).parent / "校验结果"), *office])


def _report(files: Sequence[str], office: list[str], run: Run) -> int:
    """The ledger among the files is the one of that name, else the first; the others are templates."""
    ledger = next((one for one in files if Path(one).name.startswith("汇总台账")), files[0])
    templates = [word for one in files if one != ledger for word in ("--template", one)]
    return run(["report", ledger, *templates, "--out", str(Path(ledger).parent / "报表"), *office])


_DOERS: Mapping[str, Callable[[Sequence[str], list[str], Run], int]] = {
    "merge": _merge,
    "check": _check,
    "report": _report,
}


def _unmark(here: Path) -> None:
    """The folder's own files, downloaded or unzipped, ask no more whether they may be opened."""
    if os.name == "nt":
        from union_xl.addin.policies import unmark

        unmark(here)


def _asked(question: str) -> str:
    try:
        return input(question)
    except EOFError:
        return ""


def _refused(why: str) -> int:
    print(why, file=sys.stderr)
    return 2


if __name__ == "__main__":
    main()
