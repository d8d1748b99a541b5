"""A 定稿 on disk: `档案/2022H1/定稿.json` beside the ledger, and the copies it names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from union_xl.model import UsageError
from union_xl.run.reporting.report_record import Reported

ARCHIVE, RECORD, INDEX = "档案", "定稿.json", "目录.xlsx"
FROZEN, OPEN = "定稿", "已解封"


@dataclass(frozen=True, slots=True)
class FrozenFile:
    """A file as it was: its role, where it lay (from the ledger's folder), its copy (below the period's
    archive), its sha256, the digest of its contents."""

    role: str
    path: str
    copy: str
    sha256: str
    contents: str


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the history: 定稿 or 解封, when (ISO), who, the note or the reason."""

    what: str
    when: str
    who: str
    note: str = ""


@dataclass(frozen=True)
class Frozen:
    """A 定稿: its period, state, the files and figures, the history (the newest last)."""

    period: str
    as_of: str
    state: str
    number: int
    files: tuple[FrozenFile, ...]
    figures: tuple[Reported, ...]
    history: tuple[Event, ...]

    @property
    def last(self) -> Event:
        """The newest line of the history."""
        return self.history[-1]

    def of(self, role: str) -> list[FrozenFile]:
        """The files of a role."""
        return [one for one in self.files if one.role == role]

    def with_event(self, event: Event, state: str) -> Frozen:
        """The same after one more event."""
        return replace(self, state=state, history=(*self.history, event))


def folder(home: Path, period: str) -> Path:
    """Where the archive of a period lies."""
    return home / ARCHIVE / (period or "未写期间")


def spelled(frozen: Frozen) -> bytes:
    """The record as JSON that a person can read; its last line vouches for the rest."""
    record = asdict(frozen)
    return json.dumps({**record, "sha256": _seal(record)}, ensure_ascii=False, indent=1).encode()


def _seal(record: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(record, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def read(path: Path) -> Frozen:
    """The record at a path.  UsageError when it was changed or cannot be read."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        sealed = record.pop("sha256")
        if sealed != _seal(record):
            raise ValueError
        return Frozen(
            record["period"],
            record["as_of"],
            record["state"],
            record["number"],
            tuple(FrozenFile(**one) for one in record["files"]),
            tuple(Reported(**{**one, "places": tuple(one["places"])}) for one in record["figures"]),
            tuple(Event(**one) for one in record["history"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise UsageError(
            f"{path} 读不出来，或者被改动过，不能再作凭据；请从备份恢复这个文件，或重新定稿"
        ) from None


def records(home: Path) -> list[Path]:
    """The records beside a ledger, by period."""
    return sorted((home / ARCHIVE).glob(f"*/{RECORD}"))


def in_force(home: Path) -> list[Frozen]:
    """Every 定稿 beside a ledger that was not opened again; one that cannot be read is left out (--check
    tells it)."""
    found = []
    for path in records(home):
        try:
            one = read(path)
        except UsageError:
            continue
        if one.state == FROZEN:
            found.append(one)
    return found


Lines = Sequence[Sequence[Any]]
FIGURE_HEADS = ("代码", "指标", "分组", "上报数", "单位", "行数", "见于", "条件")


def index_rows(frozen: Frozen) -> tuple[Lines, Lines, Lines]:
    """The lines of 目录.xlsx: files, figures, history."""
    files = [(one.role, one.path, one.copy, one.sha256) for one in frozen.files]
    figures = [
        (
            f.code,
            f.name,
            f.group or "合计",
            f.value,
            "比率" if f.unit == "%" else f.unit,
            f.rows,
            "；".join(f.places),
            f.query,
        )
        for f in frozen.figures
    ]
    history = [(one.when.replace("T", " "), one.what, one.who, one.note) for one in frozen.history]
    return files, figures, history
