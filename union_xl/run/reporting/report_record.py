"""What a report leaves for the 定稿: what it was made of, which figures it reported and where they stand."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from union_xl.model import Figure
from union_xl.run import ledger_state
from union_xl.store import Store, decoded, encoded

if TYPE_CHECKING:
    from union_xl.run.reporting.report_result import Filled


@dataclass(frozen=True, slots=True)
class Reported:
    """A figure as it was reported: `value` a number, a text or None, `rows` how many it stands on, `query`
    its condition, `places` where it stands (`表1.xlsx 表1!C5`)."""

    code: str
    name: str
    group_by: str
    group: str
    value: Any
    unit: str = ""
    rows: int = 0
    query: str = ""
    places: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """By which it is known among the figures of a ledger."""
        return self.name, self.group_by, self.group


@dataclass(frozen=True)
class ReportRun:
    """A report: its files {role: paths, relative to the folder it is kept in}, its period and 截止日, the
    ledger's sha256, the figures it reported."""

    files: Mapping[str, tuple[str, ...]]
    period: str
    as_of: str
    ledger_sha256: str
    figures: tuple[Reported, ...] = ()

    def paths(self, home: Path, role: str) -> list[Path]:
        """The files of a role, for a record kept in `home`."""
        return [Path(os.path.normpath(home / name)) for name in self.files.get(role, ())]

    def path(self, home: Path, role: str) -> Path | None:
        """The one file of a role; None for none."""
        return next(iter(self.paths(home, role)), None)


LEDGER, RESTRICTED, OFFICE, LIBRARY = "台账", "限阅台账", "工作台", "指标库"
PREVIOUS, LAST_YEAR, TEMPLATE, OUTPUT = "上期台账", "去年同期台账", "模板", "报表"
ROLES = (LEDGER, RESTRICTED, OFFICE, LIBRARY, PREVIOUS, LAST_YEAR, TEMPLATE, OUTPUT)


def value_of(figure: Figure) -> Any:
    """A figure's value as it is kept and compared."""
    value = figure.value
    if isinstance(value, (list, tuple)):
        return "、".join(map(str, value))
    if isinstance(value, float):
        value = round(value, 9)
        return int(value) if value.is_integer() else value
    return value if value is None or isinstance(value, (int, str)) else str(value)


def reported_figures(filled: Iterable[Filled]) -> tuple[Reported, ...]:
    """The figures of filled templates, each once, with every place it stands at."""
    found: dict[tuple[str, str, str], Reported] = {}
    for one in filled:
        for sheet, cell, _, figure, _ in one.cells:
            if figure is None:
                continue
            key = (figure.name, figure.group_by, figure.group)
            place = f"{one.output} {sheet}!{cell}"
            before = found.get(key)
            if before is not None:
                found[key] = replace(before, places=(*before.places, place))
                continue
            value, about = value_of(figure), (figure.count, figure.query)
            found[key] = Reported(figure.code, *key, value, figure.unit, *about, (place,))
    return tuple(found.values())


def save_record(
    out: Path,
    files: Mapping[str, Sequence[Path]],
    period: str,
    as_of: str,
    figures: Sequence[Reported],
) -> None:
    """Keep the record beside the outputs in `out`, and beside the ledger where a merge keeps its things.

    Reports of the same ledger into the same folder are one: what was reported before and not now stays.
    """
    ledger = files[LEDGER][0]
    sha256 = ledger_state.digest(ledger)
    homes = [out] + ([ledger.parent] if Store(ledger.parent).home.is_dir() else [])
    for home in dict.fromkeys(path.resolve() for path in homes):
        named = {role: tuple(relative(path, home) for path in paths) for role, paths in files.items()}
        run = ReportRun(named, period, as_of, sha256, tuple(figures))
        before = load_record(home)
        if before is not None and (before.ledger_sha256, before.period) == (sha256, period):
            run = _together(before, run)
        Store(home).state.put_instead(ledger_state.REPORT, encoded(run))


def _together(before: ReportRun, now: ReportRun) -> ReportRun:
    files = {
        role: tuple(dict.fromkeys((*before.files.get(role, ()), *now.files.get(role, ()))))
        if role in (TEMPLATE, OUTPUT)
        else now.files.get(role, ())
        for role in ROLES
    }
    written = {Path(name).name for name in now.files.get(OUTPUT, ())}
    figures = {one.key: one for one in before.figures}
    for key, one in list(figures.items()):
        places = tuple(place for place in one.places if place.partition(" ")[0] not in written)
        figures[key] = replace(one, places=places)
    for one in now.figures:
        older = figures.get(one.key)
        figures[one.key] = replace(one, places=(*older.places, *one.places)) if older else one
    return replace(now, files=files, figures=tuple(one for one in figures.values() if one.places))


def load_record(home: Path) -> ReportRun | None:
    """The record in a folder; None when there is none to trust."""
    found = Store(home).state.find(ledger_state.REPORT)
    try:
        made = decoded(found[1], (ReportRun, Reported)) if found else None
    except ValueError:
        return None
    return made if isinstance(made, ReportRun) else None


def relative(path: Path, home: Path) -> str:
    """The path from the folder, so that both may move together; whole where they lie on different drives."""
    try:
        return Path(os.path.relpath(path.resolve(), home)).as_posix()
    except ValueError:
        return path.resolve().as_posix()
