"""The command `merge`: a folder of returns in; the ledger workbook, marked copies and chase list out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from union_xl import ledger_book, ledgers, readers
from union_xl import merge as merge_room
from union_xl.merge import ClerkState, reporting_status
from union_xl.merge.reporting_status import UnitStatus
from union_xl.model import Ledger, LedgerError, RunContext, Source, Submission, UsageError
from union_xl.model.fileops import delete_file, file_lock
from union_xl.model.process_state import gc_paused
from union_xl.run import ledger_state
from union_xl.run.context import Progress, ledger_at, no_progress, require_path, run_context
from union_xl.run.merging.carried_ledgers import carry_ledgers, refuse_vanished, without
from union_xl.run.merging.merge_result import MergeResult, Stopwatch, files_gone, run_document, write_run
from union_xl.run.merging.previous_ledger import (
    AdditionsOfBoth,
    merge_with_corrections,
    past_ledgers,
    read_clerk_state,
)
from union_xl.run.merging.write_ledger import write_ledger
from union_xl.run.reporting import changed_figures
from union_xl.run.returning import marked_copy, write_returns
from union_xl.run.returning.marked_copy import MarkedCopyCache
from union_xl.run.staging import (
    LEDGER_FILE,
    PLACES,
    RESTRICTED,
    RUN,
    Staging,
    atomic_write,
    prepare_output,
    sha256,
)
from union_xl.run.workers import own_results, submissions
from union_xl.run.workers.read_cache import ReadCache, reading_context, stamp
from union_xl.run.workers.worker_pool import WorkerPool
from union_xl.store import HOME, Store


def merge(
    folder: Path,
    out: Path,
    *,
    office: Path | None = None,
    roster: Path | None = None,
    base: Path | None = None,
    form: str = "",
    period: str = "",
    as_of: str = "",
    passwords: Sequence[str] = (),
    jobs: int = 0,
    scheduler: str = "",
    fresh: bool = False,
    encrypt: str = "",
    drop: Sequence[str] = (),
    past: Sequence[Path] = (),
    row_limit: int = ledger_book.EXCEL_ROWS,
    progress: Progress = no_progress,
) -> MergeResult:
    """Merge every return below `folder` into `out`.

    Args:
        base: the earlier ledger whose decisions and edits count; by default the one lying in `out`.
        form: the form every file is read as (slug, title or short title, or a workbook that declares it).
        jobs: workers on this machine (0: one per processor).  scheduler: address of a Dask scheduler.
        fresh: do not use what was read in earlier runs.
        past: ledgers of other periods, only looked at; nothing of them is carried into the new one.
        drop: ledgers (slug or short title) that stand in `out` and are not carried on without new input.
        row_limit: a form with this many rows or more is kept as Parquet beside the workbook.

    Raises UsageError, OfficeError, FormError, LedgerError; whatever happens, `out` holds the old output or
    the new one.
    """
    clock = Stopwatch()
    context = run_context(
        office=office, roster=roster, forced=form, period_label=period, as_of=as_of, passwords=passwords
    )
    drop = [ledgers.form(name, context.declared).slug for name in drop]
    folder, out = require_path(folder, "文件夹"), out.resolve()
    if base is not None:
        base = ledger_at(base, "上一次的台账")
    with clock.stage("查找文件"):
        sources = _sources(folder, out, context)
    options = _MergeOptions(
        folder,
        sources,
        earlier=base,
        scheduler=scheduler,
        fresh=fresh,
        encrypt=encrypt,
        drop=drop,
        past=past,
        row_limit=row_limit,
        progress=progress,
    )
    return _run(options, out, context, clock, jobs, office)


def _sources(folder: Path, out: Path, context: RunContext) -> Sequence[Source]:
    """The files to merge.  UsageError where there are none."""
    sources = readers.sources([folder], context.limits, exclude=out)
    if not sources and folder.resolve() == out:
        raise UsageError(f"{folder.name} 是收表的文件夹，结果请放到另一个文件夹")
    if not sources:
        raise UsageError(f"文件夹里没有可以合并的文件：{folder}，请检查路径，或把收回的表放进去再试")
    return sources


def rewritten(out: Path, context: RunContext, drop: Sequence[str]) -> MergeResult:
    """The ledger in `out` written again without the ledgers `drop` (slugs), of which nothing is left in
    it or in its state; nothing is read, and the one before is not kept.  Raises LedgerError."""
    return _run(_MergeOptions(out, drop=drop, archived=False), out.resolve(), context, Stopwatch(), 1, None)


def _run(
    options: _MergeOptions, out: Path, context: RunContext, clock: Stopwatch, jobs: int, office: Path | None
) -> MergeResult:
    prepare_output(out, PLACES)
    with file_lock(out / HOME / "lock") as ours:
        if not ours:
            raise LedgerError("另一次合并正在写入这个文件夹，请等它结束后再试")
        staging = Staging(out)
        try:
            with gc_paused(), WorkerPool(context.limits, jobs) as pool:
                made = replace(_merge(options, staging, context, pool, clock), office=office)
            return _with_differences(made, office) if options.sources else made
        except BaseException:
            if not (staging.folder / "journal.json").exists():
                staging.discard()
            raise


def _with_differences(made: MergeResult, office: Path | None) -> MergeResult:
    """What a 定稿 beside the ledger reported and this merge changes, told and written beside it."""
    out = made.ledger_path.parent
    found = changed_figures.changed_since_freeze(made.ledger_path, office=office)
    path = out / changed_figures.DIFFERENCES
    try:
        if not found:
            if changed_figures.has_frozen(out):
                delete_file(path)
            return made
        with atomic_write(path) as part:
            part.write_bytes(changed_figures.workbook(found))
    except (OSError, LedgerError):  # open elsewhere: what it would say stands in the result
        return replace(made, moved=tuple(found))
    return replace(made, moved=tuple(found), outputs=(*made.outputs, path))


@dataclass(frozen=True)
class _MergeOptions:
    """What is to be merged, and how; as `merge` was told.  `earlier` is the ledger whose decisions and edits
    count (None: the one in the output folder); `archived`: the ledger that is replaced goes to 历史."""

    folder: Path
    sources: Sequence[Source] = ()
    earlier: Path | None = None
    scheduler: str = ""
    fresh: bool = False
    encrypt: str = ""
    drop: Sequence[str] = ()
    past: Sequence[Path] = ()
    row_limit: int = ledger_book.EXCEL_ROWS
    progress: Progress = no_progress
    archived: bool = True


@dataclass(frozen=True)
class _Together:
    """The returns put together: `found` are those of this run, `carried` says that the ledger before gave
    more, `added` is what the clerk added to it."""

    ledger: Ledger
    lines: Sequence[UnitStatus]
    context: RunContext
    found: Sequence[Submission]
    carried: bool
    added: AdditionsOfBoth


def _merge(
    options: _MergeOptions, staging: Staging, context: RunContext, pool: WorkerPool, clock: Stopwatch
) -> MergeResult:
    out, store, progress = staging.out, Store(staging.out), options.progress
    earlier = ledger_book.outputs_of(out / RUN)
    last = ledger_state.load_run(store, earlier.get(LEDGER_FILE, ""))
    made, known = _read_and_merge(options, out, store, context, pool, clock)
    ledger, context = made.ledger, made.context
    if options.sources:
        dropped = {form.short for form in ledgers.forms_of(context) if form.slug in options.drop}
        gone = files_gone(out / RUN, ledger, dropped)
        context = replace(context, remarks=(*context.remarks, *gone))
    with clock.stage("写台账"):
        progress("写台账", 0, 0)
        outputs, kept = write_ledger(ledger, made.lines, context, staging, options.row_limit, made.added)
    with clock.stage("退回和催报"):
        progress("退回和催报", 0, 0)
        before = {} if options.fresh else earlier
        copies = MarkedCopyCache(
            out,
            before,
            last.copies if last else {},
            lambda tasks, own: pool.map(marked_copy.marked_copies, tasks, own, _unmarked),
        )
        outputs |= _write_returns(options, made, staging, copies, before)
        if made.carried:  # their marked copies are still out to be mended
            outputs = {**_still_there(out, earlier), **outputs}
    with clock.stage("保存运行状态"):
        kept.keep(store, outputs[LEDGER_FILE], ledger, copies.used)
    archive = f"汇总台账_{dt.datetime.now():%Y%m%d-%H%M%S}.xlsx" if options.archived else ""
    outcome = _swap_in(ledger, made.lines, context, staging, outputs, earlier, clock, progress, archive)
    known.forget_others()
    ledger_state.forget_others(store, outputs[LEDGER_FILE])
    store.forget_older()
    return outcome


def _read_and_merge(
    options: _MergeOptions, out: Path, store: Store, context: RunContext, pool: WorkerPool, clock: Stopwatch
) -> tuple[_Together, ReadCache]:
    """The returns read, and merged with what the ledger before says; the files as they were read."""
    standing_there = out / LEDGER_FILE
    refuse_vanished(out, context, options.drop)
    path = options.earlier or standing_there
    with clock.stage("读上次台账"):
        base, added = read_clerk_state(path, context)
        looked_at = past_ledgers(options.past, out, context)
        context = replace(context, confirmed={**context.confirmed, **base.confirmed})
    with clock.stage("读取和校验"):
        reading, office = reading_context(context), context.settings.office
        apart = ledger_book.restricted.slugs(ledgers.forms_of(context))
        known = ReadCache(store.read, stamp(reading), apart)
        how = (options.scheduler, options.fresh, options.progress)
        found: list[Submission] = []
        if options.sources:
            found += submissions.of_sources(options.sources, reading, pool, known, office, *how)
        found += own_results.output_folder(options.folder, out)
    with clock.stage("合并"):
        options.progress("合并", 0, 0)

        def output_state() -> ClerkState:
            return base if path == standing_there else read_clerk_state(standing_there, context)[0]

        base = without(standing_there, found, context, base, options.drop)
        more = carry_ledgers(standing_there, found, context, base, output_state, known.get, options.drop)
        ledger, base = merge_with_corrections(
            [*found, *more.submissions], more.base, path, context, added, looked_at
        )
        lines = reporting_status.unit_statuses(
            ledger.receipts, context, chased=base.chased, sealed=base.sealed, stated=base.typed_statuses
        )
    return _Together(ledger, lines, context, found, bool(more.submissions), added), known


def _write_returns(
    options: _MergeOptions,
    made: _Together,
    staging: Staging,
    copies: MarkedCopyCache,
    before: Mapping[str, str],
) -> dict[str, str]:
    """退回 and 催报, {name: sha256}; what would be the same as `before` is not written again."""
    return write_returns.write(
        [one for one in made.found if one.container != merge_room.LEDGER_CONTAINER],
        made.ledger,
        made.context,
        {source.name: source for source in options.sources},
        staging.folder,
        encrypt=options.encrypt or None,
        lines=made.lines,
        copies=copies,
        before={name: (staging.out.joinpath(*name.split("/")), digest) for name, digest in before.items()},
        progress=options.progress,
    )


def _still_there(out: Path, earlier: Mapping[str, str]) -> dict[str, str]:
    """The marked copies of the last run that are as they were, {name: sha256}."""
    return {
        name: digest
        for name, digest in earlier.items()
        if name.startswith(f"{write_returns.BACK}/") and _unchanged(out.joinpath(*name.split("/")), digest)
    }


def _unmarked(task: marked_copy.Task, reason: str) -> None:
    """A file that breaks the worker that marks it goes back without a copy; its receipt goes out."""


def _swap_in(
    ledger: Ledger,
    lines: Sequence[UnitStatus],
    context: RunContext,
    staging: Staging,
    outputs: Mapping[str, str],
    earlier: Mapping[str, str],
    clock: Stopwatch,
    progress: Progress,
    archive: str,
) -> MergeResult:
    """Swap the outputs in, the ledger before kept as `archive` ('': not at all); of the `earlier` outputs go
    those no longer made and not changed since."""
    out = staging.out
    with clock.stage("换上新结果"):
        progress("换上新结果", 0, 0)
        document = run_document(ledger, lines, context, outputs, clock.seconds)
        write_run(staging.path(RUN), document)
        obsolete = [
            name
            for name, digest in earlier.items()
            if name not in outputs
            and (name == RESTRICTED or _unchanged(out.joinpath(*name.split("/")), digest))
        ]
        staging.commit([*outputs, RUN], obsolete, archive)
    paths = tuple(out.joinpath(*name.split("/")) for name in (*outputs, RUN))
    return MergeResult(ledger, tuple(lines), context, document, out / LEDGER_FILE, paths)


def _unchanged(path: Path, digest: str) -> bool:
    try:
        return sha256(path) == digest
    except OSError:
        return False


__all__ = ["MergeResult", "merge"]
