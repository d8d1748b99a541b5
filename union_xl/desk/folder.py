"""The one folder the local page works in: what lies there, and what may be put there."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from union_xl.model import UsageError
from union_xl.run.staging import LEDGER_FILE

OFFICE, RECEIVED, RESULTS, REPORTS = "工作台.xlsx", "收到", "结果", "报表"
WRITTEN = frozenset({"空表", RESULTS, "校验结果", REPORTS, "清单", "脱敏"})
"""Folders the buttons write into, unless somebody names another: nothing in them is a return."""
KEPT = ".union_xl"
"""What merging and reporting keep for the next run, in the folder of their results."""
MOST_LISTED = 500
"""Entries offered in a field; more than that nobody reads."""
MOST_RECEIVED = 2_000
"""Files taken in at once."""
_SKIPPED = frozenset({"历史", "退回", "催报", "档案", "python"})
"""Folders in which nobody looks for a file to choose: earlier states, letters, the program itself."""
_LONGEST = 180
"""Bytes of one part of a name: systems take 255, and a number or `（请修改）` may follow."""
_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{one}{n}" for one in ("COM", "LPT") for n in range(10))}
)
"""Names that Windows takes for devices, whatever ending follows."""


@dataclass(frozen=True, slots=True)
class WorkFolder:
    """The folder `root` (absolute, links resolved).  Every path a browser names goes through `inside`."""

    root: Path

    @classmethod
    def at(cls, folder: Path) -> WorkFolder:
        """The folder, which must exist; UsageError otherwise."""
        if not folder.is_dir():
            raise UsageError(f"找不到文件夹：{folder}，请检查路径是否写对")
        return cls(folder.resolve())

    def inside(self, text: str) -> Path:
        """`结果/汇总台账.xlsx` -> the path; UsageError for one that leads out, links included."""
        if "\0" in text:
            raise UsageError("路径里有不能用的字符，请重新选择")
        path = Path(os.path.normpath(self.root / text.strip().strip('"')))
        real = path.resolve()
        if not real.is_relative_to(self.root):
            raise UsageError(f"“{text}”不在工作文件夹 {self.root} 里：请把文件放进这个文件夹，或拖到页面上")
        return path

    def shown_path(self, path: Path) -> str:
        """A path as the page names it: below the folder with `/`, else whole."""
        try:
            return path.resolve().relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()

    def files(self, suffixes: frozenset[str]) -> list[str]:
        """Files with one of these endings, results' archives left out; at most MOST_LISTED, sorted."""
        return sorted(self.shown_path(path) for path in self._walk() if path.suffix.lower() in suffixes)[
            :MOST_LISTED
        ]

    def returns(self, suffixes: frozenset[str]) -> list[str]:
        """The files that may be returns: all but the office workbook and what results are made of."""
        return [one for one in self.files(suffixes) if one != OFFICE and not self._is_result(one)]

    def folders(self) -> list[str]:
        """Folders that hold something that may be a return, at most MOST_LISTED, sorted."""
        found = {self.shown_path(path.parent) for path in self._walk() if path.parent != self.root}
        return [one for one in sorted(found) if not self._is_result(f"{one}/")][:MOST_LISTED]

    def _is_result(self, told: str) -> bool:
        """A file in a folder (or one above it) that a command wrote."""
        above = [self.root / one for one in PurePosixPath(f"{told}x").parents if one.name]
        return any(one.name in WRITTEN or (one / KEPT).is_dir() for one in above)

    def ledgers(self) -> list[str]:
        """Every 汇总台账.xlsx, newest first."""
        found = [(path.stat().st_mtime, path) for path in self._walk() if path.name == LEDGER_FILE]
        return [self.shown_path(path) for _, path in sorted(found, reverse=True)]

    def ledger(self) -> str:
        """The newest 汇总台账.xlsx, '' when there is none."""
        return next(iter(self.ledgers()), "")

    def office(self) -> Path | None:
        """工作台.xlsx of this folder, None when there is none."""
        path = self.root / OFFICE
        return path if path.is_file() else None

    def reception(self, now: dt.datetime) -> Path:
        """A new folder for what is dropped on the page: `收到/2022-07-01 093000`."""
        path = self.root / RECEIVED / f"{now:%Y-%m-%d %H%M%S}"
        number = 1
        while path.exists():
            number += 1
            path = path.with_name(f"{now:%Y-%m-%d %H%M%S}-{number}")
        path.mkdir(parents=True)
        return path

    def receive(self, reception: Path, name: str, stream: BinaryIO) -> Path:
        """Put a dropped file there under its own name, folders of the name kept; never over another one."""
        parts = [_harmless(part) for part in PurePosixPath(name.replace("\\", "/")).parts]
        path = reception.joinpath(*[part for part in parts if part] or ["未命名"])
        if not path.resolve().is_relative_to(reception.resolve()):
            raise UsageError(f"文件名“{name}”不能用，请改名后再试")
        path.parent.mkdir(parents=True, exist_ok=True)
        stem, number = path.stem, 1
        while path.exists():
            number += 1
            path = path.with_name(f"{stem}({number}){path.suffix}")
        with path.open("xb") as target:
            shutil.copyfileobj(stream, target)
        return path

    def _walk(self) -> Iterator[Path]:
        seen = 0
        for folder, names, files in os.walk(self.root):
            names[:] = sorted(one for one in names if not one.startswith(".") and one not in _SKIPPED)
            for name in sorted(files):
                path = Path(folder) / name
                if name.startswith((".", "~$")) or not path.resolve().is_relative_to(self.root):
                    continue
                seen += 1
                if seen > 20 * MOST_LISTED:
                    return
                if path.is_file():
                    yield path


def _harmless(part: str) -> str:
    """One part of a file name, without what would climb out or no system takes."""
    kept = "".join(one for one in part if one.isprintable() and one not in '<>:"|?*/\\').strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if not stem or len(ending) > 8:
        stem, dot, ending = kept, "", ""
    stem = stem.encode("utf-8", "ignore")[:_LONGEST].decode("utf-8", "ignore").rstrip(" .")
    if stem.partition(".")[0].upper() in _DEVICES:
        stem = f"_{stem}"
    return f"{stem}{dot}{ending}"
