"""What the buttons did: before each click that changes the open workbook a copy of it is kept here.

A step is a folder `20220705-093012-01` holding the copy and `step.json`.  The newest step of a workbook that
is not undone is what 撤销上一步 and `union-xl addin doctor --restore` take back.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from union_xl.model.fileops import delete_file, replace_file

MOST_STEPS = 40
"""Steps kept; older ones go, oldest first."""


@dataclass(frozen=True, slots=True)
class UndoStep:
    """One click that changed a workbook.

    `copy` is the workbook as it was before; `book` its name, `path` its full name as Excel told it (may
    be a web address, or '' when it was never saved); `inverse` are the changes that take the click back;
    `finished` says that the click came to its end.
    """

    folder: Path
    button: str
    book: str
    path: str
    when: str
    copy: str
    inverse: tuple[Mapping[str, Any], ...] = ()
    finished: bool = False
    undone: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        return self.folder / self.copy

    def saved(self, **changes: Any) -> UndoStep:
        """The step with these fields changed, written to disk first into a file beside, then swapped."""
        new = replace(self, **changes)
        record = {
            name: getattr(new, name)
            for name in ("button", "book", "path", "when", "copy", "finished", "undone")
        }
        record |= {"inverse": list(new.inverse), "facts": dict(new.facts)}
        beside = self.folder / "step.json.new"
        beside.write_text(json.dumps(record, ensure_ascii=False, indent=1), "utf-8")
        replace_file(beside, self.folder / "step.json")
        return new


def save_steps(
    home: Path, button: str, book: str, path: str, save_copy: Callable[[Path], None], now: dt.datetime
) -> UndoStep:
    """Keep a copy of a workbook before a click; the step stands on disk when this returns."""
    steps = home / "journal"
    stamp = now.strftime("%Y%m%d-%H%M%S")
    number = 1
    while (steps / f"{stamp}-{number:02d}").exists():
        number += 1
    folder = steps / f"{stamp}-{number:02d}"
    folder.mkdir(parents=True)
    suffix = Path(book).suffix.lower()
    name = f"book{suffix if suffix in ('.xlsx', '.xlsm', '.xls', '.xlsb', '.ods', '.csv') else '.xlsx'}"
    save_copy(folder / name)
    step = UndoStep(folder, button, book, path, now.isoformat(timespec="seconds"), name).saved()
    _forget(steps)
    return step


def steps(home: Path, book: str = "") -> tuple[UndoStep, ...]:
    """The steps on disk, newest first; of one workbook when its name is given.  Broken ones are left out."""
    found = []
    for folder in sorted((home / "journal").glob("*-*"), reverse=True):
        step = _read(folder)
        if step and (not book or step.book == book):
            found.append(step)
    return tuple(found)


def last(home: Path, book: str = "") -> UndoStep | None:
    """The newest step not yet undone."""
    return next((step for step in steps(home, book) if not step.undone), None)


def restore(home: Path, book: str = "", now: dt.datetime | None = None) -> tuple[UndoStep, Path] | None:
    """Bring back the file as it was before the last step; None when there is nothing to bring back.

    The file at the step's own path is replaced, and what stood there is kept beside the copy in the
    journal.  Where the path is a web address, unknown or not writable (open in Excel), the copy goes into
    the folder `恢复` of the home, and nothing is replaced.
    """
    step = last(home, book)
    if step is None or not step.file.exists():
        return None
    target = Path(step.path) if step.path and "://" not in step.path else None
    if target and target.is_absolute() and target.exists() and _replaced(step, target):
        return step.saved(undone=True), target
    moment = (now or dt.datetime.now()).strftime("%Y%m%d-%H%M%S")
    rescued = home / "恢复" / f"{Path(step.book).stem}_{moment}{step.file.suffix}"
    rescued.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(step.file, rescued)
    return step.saved(undone=True), rescued


def _replaced(step: UndoStep, target: Path) -> bool:
    beside = target.with_name(f".{target.name}.union_xl")
    try:
        shutil.copyfile(target, step.folder / f"before-restore{target.suffix}")
        shutil.copyfile(step.file, beside)
        replace_file(beside, target)
    except OSError:
        with suppress(OSError):
            delete_file(beside)
        return False
    return True


def _read(folder: Path) -> UndoStep | None:
    try:
        record = json.loads((folder / "step.json").read_text("utf-8"))
        inverse = tuple(record.pop("inverse"))
        return UndoStep(folder=folder, inverse=inverse, **record)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _forget(folder: Path) -> None:
    for old in sorted(folder.glob("*-*"), reverse=True)[MOST_STEPS:]:
        shutil.rmtree(old, ignore_errors=True)
