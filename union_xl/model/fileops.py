"""Files on Windows: legal names, and putting finished files in their places, where an open one cannot be
replaced.

A virus scanner or OneDrive holds a new file for a moment, so each step is tried again for three seconds;
Excel and WPS hold it for as long as it is open, and then the caller is told.  Elsewhere nobody holds a
file, and each step is tried once.  And a lock that the system itself lets go when its process dies.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import time
import unicodedata
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import TextIO

WINDOWS = os.name == "nt"
WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.5)
_HIDDEN = 0x02


def replace_file(staged: Path, target: Path) -> None:
    """Move a file to its place, over what stands there.  PermissionError when that stays open elsewhere."""
    _writable(target)
    _insist(lambda: os.replace(staged, target))


def delete_file(path: Path) -> None:
    """Delete a file; none there is as good.  PermissionError when it stays open elsewhere."""
    _writable(path)
    _insist(lambda: path.unlink(missing_ok=True))


def is_locked(path: Path) -> bool:
    """Does another program keep this file from being replaced?  Always False elsewhere than on Windows."""
    if not WINDOWS or not path.is_file():
        return False
    _writable(path)
    try:
        _insist(lambda: path.open("r+b").close())
    except PermissionError:
        return True
    except OSError:
        return False  # gone meanwhile: nothing stands in the way
    return False


def hide(folder: Path) -> None:
    """Make a folder invisible in the Explorer, where a leading dot says nothing."""
    if WINDOWS:
        with contextlib.suppress(OSError, AttributeError):
            import ctypes

            ctypes.windll.kernel32.SetFileAttributesW(str(folder), _HIDDEN)  # type: ignore[attr-defined]


def _insist(step: Callable[[], object]) -> None:
    for wait in WAITS if WINDOWS else ():
        try:
            step()
            return
        except PermissionError:
            time.sleep(wait)
    step()


def _writable(path: Path) -> None:
    """Take the read-only mark (an e-mail attachment, a file from a CD) off a file about to be replaced."""
    if WINDOWS:
        with contextlib.suppress(OSError):
            if not path.stat().st_mode & stat.S_IWRITE:
                path.chmod(stat.S_IWRITE | stat.S_IREAD)


_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


@contextlib.contextmanager
def file_lock(path: Path) -> Iterator[bool]:
    """Hold the lock file `path` while the block runs; True when it is ours, False when another has it.

    A drive that knows no locks lets everybody through.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        yield _locked(file)


def _locked(file: TextIO) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            lock = getattr(msvcrt, "locking")  # noqa: B009 - mypy on Linux knows no such name
            file.seek(0)
            lock(file.fileno(), getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _TAKEN
    return True


_ILLEGAL = re.compile(
    r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\uffff]'
)
_TAIL = re.compile(r"[\s.]+\Z")
"""What may not stand at the end; blanks of every script, as str.strip knows them."""
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])\s*(?:\..*)?$")

MARKED = "（请修改）"
"""How the name of a marked copy ends."""


def file_name(text: str, limit: int = 60, taken: Collection[str] = ()) -> str:
    """One path component: illegal characters become `_`, never empty, never a device name, never longer than
    `limit`; where a name of `taken` (compared without case) is the same, a number in brackets is added.

    >>> file_name("杭州某某:科技/有限公司?."), file_name("con"), file_name("  ")
    ('杭州某某_科技_有限公司_', '_con', '未命名')
    >>> file_name("甲.xlsx", taken={"甲.XLSX"})
    '甲(2).xlsx'
    """
    clean = _TAIL.sub("", unicodedata.normalize("NFC", _ILLEGAL.sub("_", text)).strip()) or "未命名"
    if _RESERVED.match(clean):
        clean = f"_{clean}"
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > 5 or not stem:
        stem, ending = clean, ""
    else:
        ending = f".{ending}"
    stem = _TAIL.sub("", stem[: limit - len(ending)]) or "_"
    used = {unicodedata.normalize("NFC", name).casefold() for name in taken}
    made, number = stem + ending, 1
    while made.casefold() in used:
        number += 1
        made = f"{stem}({number}){ending}"
    return made


def readable(name: str) -> str:
    """A file's name as text: one that is no UTF-8 (copied from an old Windows, unpacked by the wrong program)
    in the code page it was most likely written in.

    >>> readable("\\udcb1\\udca8\\udcb1\\udced.xlsx")
    '报表.xlsx'
    """
    if name.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in name):
        return name
    if os.name == "nt":
        return name.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    raw = name.encode("utf-8", "surrogateescape")
    for code in ("utf-8", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode(code)
    return raw.decode("utf-8", "replace")
