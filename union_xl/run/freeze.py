"""The command `freeze`: what was reported closed and archived, checked, opened again only with a reason."""

from __future__ import annotations

import datetime as dt
import getpass
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from union_xl.model import LedgerError, RunContext, UsageError
from union_xl.model.fileops import file_lock, file_name
from union_xl.model.periods import period as period_of
from union_xl.run import ledger_state
from union_xl.run.context import Progress, no_progress, result_folder, run_context
from union_xl.run.freezing import content_digest
from union_xl.run.freezing import frozen_record as records
from union_xl.run.freezing.freeze_check import Problem, problems
from union_xl.run.freezing.freeze_result import CHECKED, DONE, OPENED, FreezeResult
from union_xl.run.freezing.frozen_record import Event, Frozen, FrozenFile
from union_xl.run.reporting import changed_figures, report_record
from union_xl.run.reporting.evaluation import evaluate
from union_xl.run.reporting.report_record import ReportRun
from union_xl.run.staging import LEDGER_FILE, Staging, fsync_file, recover
from union_xl.store import HOME

_TOGETHER = (report_record.LEDGER, report_record.RESTRICTED)
"""Files that lie in one folder of the archive, as they did beside each other."""


def freeze(
    folder: Path,
    note: str = "",
    *,
    office: Path | None = None,
    period: str = "",
    progress: Progress = no_progress,
) -> FreezeResult:
    """Close what was reported from (or into) `folder`: content of ledger, library, office workbook, templates
    and outputs, copied into `档案/期间` beside the ledger, with the figures, the date and who.

    UsageError where nothing was reported (last, for `period`), where it is frozen already, or where
    the ledger gives other figures than were reported; LedgerError for obstacles.  Killed at any moment, the
    archive is whole as before or as after.
    """
    home, run = _reported(folder, _label(period))
    context = run_context(office=office or run.path(home, report_record.OFFICE))
    ledger = run.path(home, report_record.LEDGER)
    assert ledger is not None
    progress("核对", 0, 0)
    _still_reported(home, run, ledger)
    place = ledger.parent.resolve()
    before = _standing(place, run.period)
    if before is not None and before.state == records.FROZEN:
        last = before.last
        raise UsageError(
            f"{run.period} 已经定稿（{last.when[:10]}，{last.who}）；"
            "要改，先用 --reopen 理由 解封，重新填报后再定稿"
        )
    with _alone(place), _staged(place) as staging:
        event = _event(records.FROZEN, note, context)
        made = _frozen(home, run, before, event, staging, progress)
        names = _written(made, staging)
        staging.commit(names, ())
    target = records.folder(place, made.period)
    return FreezeResult(DONE, (made,), place, outputs=(target / records.RECORD, target / records.INDEX))


def reopen(folder: Path, reason: str, *, office: Path | None = None, period: str = "") -> FreezeResult:
    """Open the newest 定稿 again (or that of `period`); the reason stays in its history.  UsageError without
    a reason or a 定稿."""
    if len(reason.strip()) < 2:
        raise UsageError("解封要写明理由，如 --reopen 区总退回，更正会员数")
    place = _home(folder)
    known = next((place / one.path for one in _chosen(place, _label(period)).of(report_record.OFFICE)), None)
    context = run_context(office=office or (known if known is not None and known.exists() else None))
    with _alone(place), _staged(place) as staging:
        frozen = _chosen(place, _label(period))
        made = frozen.with_event(_event("解封", reason.strip(), context), records.OPEN)
        staging.commit(_written(made, staging), ())
    target = records.folder(place, made.period)
    return FreezeResult(OPENED, (made,), place, outputs=(target / records.RECORD,))


def check(folder: Path, *, office: Path | None = None, progress: Progress = no_progress) -> FreezeResult:
    """Compare every 定稿 with what is there today: files, copies, figures.  What differs is listed, with the
    figures it moves; the differences also as 与上报数差异.xlsx beside the record."""
    place = _home(folder)
    with _alone(place):
        recover(place)
    found: list[Problem] = []
    differences: list[changed_figures.ChangedFigure] = []
    frozen: list[Frozen] = []
    paths = records.records(place)
    if not paths:
        raise UsageError(f"{place} 里还没有定稿，请先填报，再用 union-xl freeze 定稿")
    for at, path in enumerate(paths, 1):
        progress("核对定稿", at, len(paths))
        try:
            one = records.read(path)
        except UsageError as unreadable:
            found.append(Problem(path.parent.name, path.name, str(unreadable)))
            continue
        frozen.append(one)
        if one.state == records.FROZEN:
            more, less = problems(place, one, office)
            found += more
            differences += less
    outputs: tuple[Path, ...] = ()
    if differences:
        outputs = (place / records.ARCHIVE / changed_figures.DIFFERENCES,)
        outputs[0].write_bytes(changed_figures.workbook(differences))
    return FreezeResult(CHECKED, tuple(frozen), place, tuple(found), tuple(differences), outputs)


def in_force(folder: Path) -> list[Frozen]:
    """Every 定稿 of a folder that was not opened again; [] where there is none."""
    try:
        return records.in_force(_home(folder))
    except UsageError:
        return []


def _reported(folder: Path, period: str) -> tuple[Path, ReportRun]:
    """The record of the report (for `period`, where one is asked for) made last from or into a folder, and
    where it is kept."""
    home = result_folder(folder)
    run = report_record.load_record(home) if home.is_dir() else None
    if run is None:
        raise UsageError(
            f"{folder} 里没有填报的记录：请先用 union-xl report 填报，再定稿"
            "（写合并的结果文件夹，或放报表的文件夹）"
        )
    if period not in ("", run.period):
        raise UsageError(
            f"{home.name} 最近一次填报的是 {run.period or '未写期间'}，不是 {period}："
            f"请写放 {period} 报表的文件夹，或重新填报 {period}，再定稿"
        )
    return home, run


def _still_reported(home: Path, run: ReportRun, ledger: Path) -> None:
    """UsageError where files are gone or the ledger gives other figures than were reported."""
    for role in report_record.ROLES:
        for path in run.paths(home, role):
            if not path.is_file():
                where = f"{role} {path.name} 不在了（{path.parent}）"
                raise UsageError(f"{where}；请放回去，或重新填报，再定稿")
    if ledger_state.digest(ledger) == run.ledger_sha256:
        return
    now = evaluate(
        ledger,
        office=run.path(home, report_record.OFFICE),
        previous=run.path(home, report_record.PREVIOUS),
        last_year=run.path(home, report_record.LAST_YEAR),
        indicators=run.path(home, report_record.LIBRARY),
        period=run.period,
        as_of=run.as_of,
    )
    asked = Frozen(run.period, run.as_of, "", 0, (), run.figures, ())
    if different := changed_figures.changed_figures(asked, now):
        names = "、".join(dict.fromkeys(one.figure.name for one in different[:5]))
        raise UsageError(
            f"填报以后台账又变了，有 {len(different)} 个数和报表上的不同（{names}）；请重新填报，再定稿"
        )


def _home(folder: Path) -> Path:
    """The ledger's folder: the one named, or that of the report made into it."""
    home = result_folder(folder)
    if (home / records.ARCHIVE).is_dir():
        return home
    run = report_record.load_record(home) if home.is_dir() else None
    ledger = run.path(home, report_record.LEDGER) if run else None
    if ledger is not None and (ledger.parent / records.ARCHIVE).is_dir():
        return ledger.parent.resolve()
    raise UsageError(f"{folder} 里还没有定稿，请先填报，再用 union-xl freeze 定稿")


def _standing(place: Path, period: str) -> Frozen | None:
    """The record of a period that is there already.  UsageError when it cannot be read."""
    path = records.folder(place, period) / records.RECORD
    return records.read(path) if path.exists() else None


def _label(period: str) -> str:
    return period_of(period).label if period else ""


def _chosen(place: Path, period: str) -> Frozen:
    every = [records.read(path) for path in records.records(place)]
    closed = [one for one in every if one.state == records.FROZEN and period in ("", one.period)]
    if not closed:
        raise UsageError(f"{period or place.name} 没有可以解封的定稿")
    return max(closed, key=lambda one: one.last.when)


def _event(what: str, note: str, context: RunContext) -> Event:
    names = context.settings.names
    said = str(names.get("填表人") or context.settings.contact or "").strip()
    try:
        login = getpass.getuser()
    except (OSError, KeyError, ImportError):
        login = ""
    who = f"{said}（{login}）" if said and login else said or login
    return Event(what, dt.datetime.now().isoformat(timespec="seconds"), who, note.strip())


class _alone:
    """Nobody else writes into the folder meanwhile.  LedgerError where somebody does."""

    def __init__(self, place: Path) -> None:
        self._lock = file_lock(place / HOME / "lock")

    def __enter__(self) -> None:
        if not self._lock.__enter__():
            self._lock.__exit__(None, None, None)
            raise LedgerError("另一次合并或定稿正在写入这个文件夹，请等它结束后再试")

    def __exit__(self, *how: Any) -> None:
        self._lock.__exit__(*how)


class _staged:
    """Staging that is forgotten where something fails before its journal stands."""

    def __init__(self, place: Path) -> None:
        self.staging = Staging(place)

    def __enter__(self) -> Staging:
        return self.staging

    def __exit__(self, kind: Any, *more: Any) -> None:
        if kind is not None and not (self.staging.folder / "journal.json").exists():
            self.staging.discard()


def _frozen(
    home: Path,
    run: ReportRun,
    before: Frozen | None,
    event: Event,
    staging: Staging,
    progress: Progress,
) -> Frozen:
    """The record, its copies staged."""
    from union_xl import ledger_book

    number, period = before.number + 1 if before else 1, run.period
    ledger = run.path(home, report_record.LEDGER)
    assert ledger is not None
    paths = [(role, path) for role in report_record.ROLES for path in run.paths(home, role)]
    paths += [(report_record.LEDGER, path) for path in ledger_book.parquet_beside(ledger).values()]
    files: list[FrozenFile] = []
    taken: dict[str, list[str]] = {}
    base = f"{records.ARCHIVE}/{period or '未写期间'}"
    for at, (role, path) in enumerate(paths, 1):
        progress("存档", at, len(paths))
        shelf = report_record.LEDGER if role in _TOGETHER else role
        names = taken.setdefault(shelf, [])
        names.append(path.name if path.name not in names else file_name(path.name, 64, names))
        copy = f"第{number}次/{shelf}/{names[-1]}"
        target = staging.path(f"{base}/{copy}")
        shutil.copyfile(path, target)
        fsync_file(target)
        data = target.read_bytes()
        where = report_record.relative(path, staging.out)
        files.append(
            FrozenFile(role, where, copy, content_digest.sha256_of(data), _contents(role, target, data))
        )
    history = (*(before.history if before else ()), event)
    return Frozen(period, run.as_of, records.FROZEN, number, tuple(files), run.figures, history)


def _contents(role: str, path: Path, data: bytes) -> str:
    """The digest of a file's contents; ledgers are compared by their rows, should their bytes differ."""
    return (
        ""
        if role in (*_TOGETHER, report_record.PREVIOUS, report_record.LAST_YEAR)
        else content_digest.digest(data)
    )


def _written(made: Frozen, staging: Staging) -> list[str]:
    """The record and its index staged; the names of all that is staged, the record last."""
    base = f"{records.ARCHIVE}/{made.period or '未写期间'}"
    index = staging.path(f"{base}/{records.INDEX}")
    _index(made, index)
    record = staging.path(f"{base}/{records.RECORD}")
    record.write_bytes(records.spelled(made))
    for path in (index, record):
        fsync_file(path)
    staged = [path for path in sorted(staging.folder.rglob("*")) if path.is_file()]
    names = [path.relative_to(staging.folder).as_posix() for path in staged]
    own = [name for name in names if name.startswith(f"{base}/") and name != f"{base}/{records.RECORD}"]
    return [*own, f"{base}/{records.RECORD}"]


def _index(made: Frozen, path: Path) -> None:
    from union_xl import ledger_book
    from union_xl.ledger_book.sheets import sheet_of_rows

    files, figures, history = records.index_rows(made)
    wide: Mapping[str, float] = {"原来的位置": 62, "存档": 46, "sha256": 66, "指标": 28, "见于": 60}
    wide = {**wide, "说明": 40, "时间": 20, "经办人": 20, "分组": 20, "条件": 50}
    folds = frozenset(("原来的位置", "存档", "说明", "见于"))
    pages = [
        sheet_of_rows("经过", ("时间", "事项", "经办人", "说明"), history, widths=wide, wrapped=folds),
        sheet_of_rows("文件", ("类别", "原来的位置", "存档", "sha256"), files, widths=wide, wrapped=folds),
        sheet_of_rows("上报数", records.FIGURE_HEADS, figures, widths=wide, wrapped=folds),
    ]
    ledger_book.write_pages(pages, path, f"{made.period} 定稿目录")


__all__ = ["LEDGER_FILE", "FreezeResult", "check", "freeze", "reopen"]
