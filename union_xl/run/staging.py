"""New outputs beside the old first, then swapped in file by file; a crash leaves the old or the new whole.

Everything is written below `DIR/.union_xl/staging`.  A journal then lists every move, `run.json` last.  Once
the journal stands, the new output counts: whatever interrupts the moves, the next start finishes them.
Without a journal the staging folder is rubbish, and the next start clears it away.

What would keep a run from this is found before anything is moved: files open elsewhere, folders that cannot
be written to, a file where a folder must be and the reverse, links that lead out of the output folder; each
is told by its name, with what to do.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from union_xl.model import LedgerError, fileops
from union_xl.model.fileops import delete_file, hide, replace_file
from union_xl.store import HOME, KINDS

OPEN = "{name} 正在 Excel/WPS 中打开，请关闭后重试"
NOT_OURS = "{name} 换不掉：没有权限，或被设成了不可更改；请检查它的属性，或换一个输出文件夹再试"
_FILE = "{name} 是一个文件，这里要放同名的文件夹；请把它改名或移走后重试"
_FOLDER = "{name} 是一个文件夹，这里要放同名的文件；请把它改名或移走后重试"
_LINK = "{name} 是通到别处的链接（{where}），程序不往输出文件夹以外写；请删掉这个链接，或换一个输出文件夹"
_READ_ONLY = "{name} 不能写入：没有写的权限，或在只读的盘上；请检查文件夹属性，或换一个输出文件夹"
_FULL = "{name} 所在的盘满了，请腾出空间后重试"
_DAMAGED = f"{HOME}.damaged"


def prepare_output(out: Path, names: Iterable[str]) -> None:
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
    refuse_obstacles(out, names)


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


def refuse_obstacles(out: Path, names: Iterable[str]) -> None:
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


STAGING, JOURNAL = "staging", "journal.json"
LEDGER_FILE, RUN = "汇总台账.xlsx", "run.json"
RESTRICTED = "汇总台账·限阅.xlsx"
"""The restricted ledgers; never kept in 历史."""
HISTORY = "历史"
PURGED = "清理记录.xlsx"
"""What was purged: counts only."""
PLACES = (
    LEDGER_FILE,
    RESTRICTED,
    RUN,
    "退回/.any",
    "催报/.any",
    f"{HISTORY}/.any",
    f"{HOME}/lock",
    f"{HOME}/{STAGING}/.any",
)
"""What every run writes, or something below it."""


@contextlib.contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """A place beside `path` to write to; put in its stead when the block ends well, else cleared away."""
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        fsync_file(part)
        try:
            replace_file(part, path)
        except PermissionError:
            raise LedgerError(OPEN.format(name=path.name)) from None
    finally:
        with contextlib.suppress(PermissionError):
            delete_file(part)


def fsync_file(path: Path) -> None:
    """Wait until a file just written lies on the disk."""
    with open(path, "r+b") as file:
        os.fsync(file.fileno())


def sha256(path: Path) -> str:
    """The file's digest, read in pieces."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Staging:
    """The outputs of one run on their way into `out`."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.home = out / HOME
        self.folder = self.home / STAGING
        prepare_output(out, PLACES)
        recover(out)
        self.folder.mkdir(parents=True, exist_ok=True)  # what Windows would not let go of lies there still
        hide(self.home)

    def path(self, name: str) -> Path:
        """Where to write an output (`退回/甲公司/a.xlsx`); its folder is made."""
        path = self.folder.joinpath(*name.split("/"))
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def discard(self) -> None:
        """Forget the run: the old output stays."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def commit(self, names: Sequence[str], obsolete: Sequence[str], archive: str = "") -> None:
        """Swap everything in.  `names` in the order of the moves; `obsolete` files of the run before go;
        the old ledger is kept under the name `archive`.  LedgerError when a file is open elsewhere."""
        moves = sorted((name for name in names if name != RUN), key=lambda name: name != LEDGER_FILE)
        journal: dict[str, Any] = {"moves": [*moves, RUN], "obsolete": list(obsolete), "archive": archive}
        part = self.folder / f"{JOURNAL}.part"
        with open(part, "w", encoding="utf-8") as file:
            json.dump(journal, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        refuse_obstacles(self.out, [*journal["moves"], *([f"{HISTORY}/{archive}"] if archive else [])])
        replace_file(part, self.folder / JOURNAL)
        _finish(self.out, journal)


def recover(out: Path) -> bool:
    """Finish or clear away what an interrupted run left; True when there was something to finish."""
    folder = out / HOME / STAGING
    if not folder.exists():
        return False
    if (folder / JOURNAL).exists():
        journal = _journal(folder / JOURNAL)
        if journal is not None:
            refuse_obstacles(out, journal["moves"])
            _finish(out, journal)
            return True
        delete_file(folder / JOURNAL)
    shutil.rmtree(folder, ignore_errors=True)
    return False


def _journal(path: Path) -> dict[str, Any] | None:
    """What was to be moved; None where nothing says it: a failing disk, or something that is not ours."""
    try:
        journal = json.loads(path.read_text(encoding="utf-8"))
        names = [*journal["moves"], *journal["obsolete"], journal["archive"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    within = all(isinstance(name, str) and ".." not in name.split("/") and name[:1] != "/" for name in names)
    return journal if within else None


def _finish(out: Path, journal: Mapping[str, Any]) -> None:
    """Do the moves of the journal that are not done yet."""
    folder = out / HOME / STAGING
    ledger, archive = out / LEDGER_FILE, str(journal["archive"])
    if archive and (folder / LEDGER_FILE).exists() and ledger.exists():
        kept = out / HISTORY / archive
        kept.parent.mkdir(exist_ok=True)
        if not kept.exists():
            part = folder / "archive.part"
            _second(ledger, part)
            replace_file(part, kept)
    for name in journal["moves"]:
        if name == RUN:
            _remove(out, journal["obsolete"], set(journal["moves"]))
        staged, target = folder.joinpath(*name.split("/")), out.joinpath(*name.split("/"))
        if staged.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            _replace(staged, target, folder)
    with contextlib.suppress(PermissionError):  # all is moved: a journal left behind asks for nothing more
        delete_file(folder / JOURNAL)
    shutil.rmtree(folder, ignore_errors=True)


def _second(file: Path, name: Path) -> None:
    """The file under another name as well; it is about to be replaced, never written to."""
    delete_file(name)  # a run that was stopped here left it
    try:
        os.link(file, name)
    except OSError:  # not on this disk
        shutil.copyfile(file, name)


def _replace(staged: Path, target: Path, folder: Path) -> None:
    try:
        replace_file(staged, target)
    except PermissionError:
        if target.name == LEDGER_FILE:  # nothing has been moved yet: the old output stays as it is
            delete_file(folder / JOURNAL)
        reason = OPEN if fileops.WINDOWS else NOT_OURS
        raise LedgerError(reason.format(name=target.name)) from None


def _remove(out: Path, obsolete: Sequence[str], wanted: set[str]) -> None:
    for name in obsolete:
        path = out.joinpath(*name.split("/"))
        if name in wanted or not path.resolve().is_relative_to(out.resolve()):
            continue
        with contextlib.suppress(OSError):
            delete_file(path)
            while path.parent != out and not any(path.parent.iterdir()):
                path = path.parent
                path.rmdir()
