"""Words between terminal and commands: as shells of Windows hand them over, and what is said of faults."""

from __future__ import annotations

import errno
import glob
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TextIO

from union_xl.model.errors import UsageError
from union_xl.model.fileops import WINDOWS

_LONG = 240


def without_stray_quotes(arguments: Sequence[str], windows: bool = WINDOWS) -> list[str]:
    """The words without the quote that `"C:\\收到\\"` leaves behind: a backslash before a quote keeps it.

    UsageError when the quote has swallowed the words after it too.

    >>> without_stray_quotes(["check", 'C:\\\\收到"'], windows=True)
    ['check', 'C:\\\\收到']
    """
    made = [one[:-1] if windows and one.endswith('"') else one for one in arguments]
    if windows and any('"' in one for one in made):
        raise UsageError("路径的引号没有配对：用引号括起来的路径，末尾不要写反斜杠 \\，请去掉后再试")
    return made


def expand_wildcards(paths: Iterable[Path]) -> list[Path]:
    """The paths, with `*` and `?` resolved where no file has that very name.

    PowerShell and cmd leave that to the program.  UsageError when nothing fits.
    """
    found: list[Path] = []
    for path in paths:
        pattern = str(path)
        if not re.search(r"[*?]", pattern) or os.path.exists(pattern):
            found.append(path)
            continue
        fitting = sorted(glob.glob(pattern.replace("[", "[[]")))
        if not fitting:
            raise UsageError(f"没有文件符合 {pattern}，请检查路径是否写对")
        found += map(Path, fitting)
    return found


def encoding_for(stream: TextIO, windows: bool = WINDOWS) -> str:
    """What a stream is to be written in: UTF-8, except into a pipe or file of a Windows whose own code page
    knows Chinese: PowerShell and cmd read it in that."""
    own = getattr(stream, "encoding", None) or "utf-8"
    if not windows or stream.isatty():
        return "utf-8"
    try:
        "报表".encode(own)
    except (UnicodeEncodeError, LookupError):
        return "utf-8"
    return str(own)


def system_error(error: OSError) -> str:
    """What the system would not do, in one sentence that ends with what to do."""
    if error.errno == errno.ENOMEM:
        return "内存不够，没有写入结果：请关闭其他程序，或换一台内存大一些的电脑再试"
    path = str(error.filename2 or error.filename or "")
    if len(path) >= _LONG and not isinstance(error, PermissionError):
        return f"路径太长（{len(path)} 个字）：{path[:40]}…，请换一个短一些的文件夹，如 D:\\报表"
    if isinstance(error, PermissionError):
        return f"没有权限读写 {path}：请关闭正在使用它的程序，或换一个文件夹"
    return f"读写文件出错：{path} {error.strerror or error}，请检查磁盘空间和路径"


def lacks_memory(error: BaseException) -> bool:
    """Whether an exception, of whatever library, says that memory has run out."""
    seen: BaseException | None = error
    while seen is not None:
        text = str(seen).lower()
        known = isinstance(seen, MemoryError) or type(seen).__name__ == "OutOfMemoryException"
        if known or "can't start new thread" in text or "cannot allocate memory" in text:
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def too_little_memory(arguments: Sequence[str]) -> str:
    """One sentence that names the files of the command."""
    files = "、".join(one for one in arguments if not one.startswith("-") and os.path.exists(one))
    return (
        f"内存不够，{files or '这一步'} 没有做完，没有写入结果：请关闭其他程序，或换一台内存大一些的电脑再试"
    )


def usage_error(error: BaseException) -> str:
    """A wrong command line, in one Chinese sentence; '' where the help was shown instead."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return ""
    param: Any = getattr(error, "param", None)
    option = getattr(error, "option_name", "")
    opts = "/".join(one for one in getattr(param, "opts", ()) if one.startswith("-"))
    name = option or opts or getattr(param, "metavar", None) or "/".join(getattr(param, "opts", ()))
    quoted = re.search(r"'([^']*)'", str(error))
    if kind == "MissingParameter":
        what = f"缺少参数“{name}”"
    elif kind == "NoSuchOption":
        what = f"没有“{name}”这个选项"
    elif kind == "BadOptionUsage":
        what = f"选项“{name}”用得不对，后面要跟一个值"
    elif kind == "BadParameter":
        what = f"参数“{name}”的值不对"
    elif quoted and "command" in str(error):
        what = f"没有“{quoted[1]}”这个命令"
    else:
        what = f"看不懂这条命令（{error}）"
    return f"{what}，请用 union-xl --help 查看用法"
