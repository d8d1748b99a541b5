"""What would keep a run from putting its outputs in their places, found before anything is moved.

Files open elsewhere, folders that cannot be written to, a file where a folder must be and the reverse, links
that lead out of the output folder: each is told by its name, with what to do.
"""

from __future__ import annotations

import contextlib
import errno
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from union_xl.model import LedgerError, fileops
from union_xl.store import HOME, KINDS

OPEN = "{name} 正在 Excel/WPS 中打开，请关闭后重试"
NOT_OURS = "{name} 换不掉：没有权限，或被设成了不可更改；请检查它的属性，或换一个输出文件夹再试"
_FILE = "{name} 是一个文件，这里要放同名的文件夹；请把它改名或移走后重试"
_FOLDER = "{name} 是一个文件夹，这里要放同名的文件；请把它改名或移走后重试"
_LINK = "{name} 是通到别处的链接（{where}），程序不往输出文件夹以外写；请删掉这个链接，或换一个输出文件夹"
_READ_ONLY = "{name} 不能写入：没有写的权限，或在只读的盘上；请检查文件夹属性，或换一个输出文件夹"
_FULL = "{name} 所在的盘满了，请腾出空间后重试"
_DAMAGED = f"{HOME}.damaged"


def prepare(out: Path, names: Iterable[str]) -> None:
    """Make the output folder, put our own folder in it right, and look for obstacles to `names` (relative,
    `退回/.any`, which no unit is called on disk, for whatever comes below 退回).  Raises LedgerError."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        file = next((path for path in (out, *out.parents) if path.exists() and not path.is_dir()), out)
        raise LedgerError(_FILE.format(name=file)) from None
    except OSError as error:
        raise LedgerError(_refusal(error).format(name=out)) from None
    _mend(out)
    refuse(out, names)


def _mend(out: Path) -> None:
    """Put aside what stands where our own things must be: it is damaged, and as good as none."""
    home = out / HOME
    if home.is_symlink():
        return  # told as every link that leads elsewhere
    with contextlib.suppress(OSError):
        if home.exists() and not home.is_dir():
            home.replace(out / _DAMAGED)
        for name in ("staging", *KINDS):
            if (home / name).is_symlink() or (home / name).is_file():
                (home / name).unlink()
        if (home / "lock").is_symlink():
            (home / "lock").unlink()
        elif (home / "lock").is_dir():
            shutil.rmtree(home / "lock")


def refuse(out: Path, names: Iterable[str]) -> None:
    """LedgerError for the first obstacle to writing the files `names` below `out`."""
    looked = {out}
    _refuse_folder(out, str(out))
    for name in names:
        *folders, last = name.split("/")
        for depth in range(1, len(folders) + 1):
            place = out.joinpath(*folders[:depth])
            if place not in looked:
                looked.add(place)
                _refuse_link(place, out, "/".join(folders[:depth]))
                _refuse_folder(place, "/".join(folders[:depth]))
        target = out.joinpath(*folders, last)
        _refuse_link(target, out, name)
        if target.is_dir():
            raise LedgerError(_FOLDER.format(name=name))
        if fileops.is_locked(target) or _locked(target):
            raise LedgerError(OPEN.format(name=last))


def _refuse_link(path: Path, out: Path, name: str) -> None:
    real = path.resolve()
    if path.exists() and not real.is_relative_to(out.resolve()):
        raise LedgerError(_LINK.format(name=name, where=real))


def _refuse_folder(path: Path, name: str) -> None:
    """A folder that is there must be one, and one that can be written to: that is tried, for what the system
    says of permissions is not the truth everywhere (network drives, read-only disks, Windows)."""
    if path.is_symlink() and not path.exists():
        raise LedgerError(_LINK.format(name=name, where=path.readlink()))
    if not path.exists():
        return
    if not path.is_dir():
        raise LedgerError(_FILE.format(name=name))
    try:
        tempfile.TemporaryFile(prefix=".union_xl_", dir=path).close()
    except OSError as error:
        raise LedgerError(_refusal(error).format(name=name)) from None


def _refusal(error: OSError) -> str:
    return _FULL if error.errno in (errno.ENOSPC, errno.EDQUOT) else _READ_ONLY


def _locked(path: Path) -> bool:
    """Whether LibreOffice, Excel or WPS says it has the file open; on Windows a lock may be left by a crash,
    and who has the file open was found by `held`."""
    if fileops.WINDOWS or not path.exists():
        return False
    return any((path.parent / lock).exists() for lock in (f"~${path.name}", f".~lock.{path.name}#"))
