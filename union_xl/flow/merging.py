"""The errand `merge`: a folder of returns in; the ledger workbook, marked copies and chase list out."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from union_xl import books, forms, ledgerbook, standing
from union_xl import merge as merge_room
from union_xl.core import Context, Ledger, LedgerError, Part, Source, Submission, UsageError, faults
from union_xl.core.collecting import no_collector
from union_xl.core.locking import only_one
from union_xl.flow import chasing, marking, returning, snapshot
from union_xl.flow.cache import Cache, size, stamp
from union_xl.flow.context import Progress, context, existing, quiet
from union_xl.flow.crew import FEW, Crew
from union_xl.flow.earlier import TOLD, WRITTEN, earlier_ledger, put_together
from union_xl.flow.executor import read_all
from union_xl.flow.marks import Marks
from union_xl.flow.merged import Outcome, run_document, write_run
from union_xl.flow.packing import unpacked_submission
from union_xl.flow.staging import HOME, LEDGER, RUN, Staging, made_safe, sha256
from union_xl.flow.told import keep_base, keep_drawings, keep_rows, kept_drawings
from union_xl.standing import Line

CACHE = f"{HOME}/{snapshot.ENTRIES}"
ROWS = f"{HOME}/{snapshot.ROWS}"
"""The ledger's rows, for questions about a few columns."""
DRAWN = f"{HOME}/drawn.bin"
"""The ledger's rows that had to be drawn anew."""
MARKS = f"{HOME}/marks.json"
"""Which marked copy belongs to which content."""


MANY = 50
"""From this many files on, a worker that helps with the small tasks at the end is worth starting."""


@dataclass
class _Clock:
    """Seconds spent on each stage."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(self.seconds.get(name, 0.0) + time.perf_counter() - start, 3)


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
    row_limit: int = ledgerbook.EXCEL_ROWS,
    progress: Progress = quiet,
) -> Outcome:
    """Merge every return below `folder` into `out`.

    Args:
        base: the earlier ledger whose decisions and edits count; by default the one lying in `out`.
        form: the form every file is read as (slug, title or short title, or a workbook that declares it).
        jobs: workers on this machine (0: one per processor).  scheduler: address of a Dask scheduler.
        fresh: do not use what was read in earlier runs.
        row_limit: a form with this many rows or more is kept as Parquet beside the workbook.

    Raises UsageError, OfficeError, FormError, LedgerError; whatever happens, `out` holds the old output or
    the new one.
    """
    clock = _Clock()
    run, _ = context(
        office=office, roster=roster, forced=form, period_label=period, as_of=as_of, passwords=passwords
    )
    folder, out = existing(folder, "文件夹"), out.resolve()
    if base is not None:
        existing(base, "上一次的台账")
    with clock.stage("查找文件"):
        sources = books.sources([folder], run.limits, exclude=out)
    if not sources:
        raise UsageError(f"文件夹里没有可以合并的文件：{folder}，请检查路径，或把收回的表放进去再试")
    with only_one(out / HOME / "lock") as ours:
        if not ours:
            raise LedgerError("另一次合并正在写入这个文件夹，请等它结束后再试")
        staging = Staging(out)
        try:
            with no_collector(), Crew(run, jobs) as crew:
                if not scheduler:
                    _hire(crew, len(sources), fresh or size(out / CACHE) + FEW < len(sources))
                return _merged(
                    sources, staging, crew, clock, base, scheduler, fresh, encrypt, row_limit, progress
                )
        except BaseException:
            if not (staging.folder / "journal.json").exists():
                staging.discard()
            raise


def _hire(crew: Crew, files: int, anew: bool) -> None:
    """Start workers where the files are read anew, or a hand where only a few of many are."""
    if anew:
        crew.start()
    elif files > MANY:
        crew.lend_a_hand(chasing.warm)


def _merged(
    sources: Sequence[Source],
    staging: Staging,
    crew: Crew,
    clock: _Clock,
    base_path: Path | None,
    scheduler: str,
    fresh: bool,
    encrypt: str,
    row_limit: int,
    progress: Progress,
) -> Outcome:
    out, run = staging.out, crew.context
    with clock.stage("读上次台账"):
        base, added = earlier_ledger(out, base_path, run)
        run = crew.context = replace(run, confirmed={**run.confirmed, **base.confirmed})
    with clock.stage("读取和校验"):
        cache = Cache(out / CACHE, stamp(run))
        submissions = _submissions(sources, crew, cache, scheduler, fresh, progress)
    with clock.stage("合并"):
        progress("合并", 0, 0)
        ledger, base = put_together(submissions, base, base_path or out / LEDGER, run, added)
        submissions = [one for one in submissions if one.container != merge_room.LEDGER]
        lines = standing.lines(ledger.receipts, run, chased=base.chased, sealed=base.sealed)
    _balanced(ledger)
    with ThreadPoolExecutor(1) as aside:  # marked copies are made in the workers meanwhile
        named = {source.name: source for source in sources}
        earlier = ledgerbook.outputs_of(out / RUN)
        before = {} if fresh else earlier
        marks = Marks(
            out,
            before,
            out / MARKS,
            lambda tasks, _: crew.each(marking.made, tasks, _unmarked),
        )
        writing = aside.submit(_write_ledger, ledger, lines, run, staging, row_limit, fresh, clock, added)
        with clock.stage("退回和催报"):
            progress("写台账、退回和催报", 0, 0)
            outputs = returning.write(
                submissions,
                ledger,
                run,
                named,
                staging.folder,
                encrypt=encrypt or None,
                lines=lines,
                copies=marks,
                aside=crew.aside,
                before={name: (out.joinpath(*name.split("/")), digest) for name, digest in before.items()},
                progress=progress,
            )
            marks.save(staging.path(MARKS))
        crew.dismiss()
        outputs |= writing.result()
    made = _delivered(ledger, lines, run, staging, outputs, earlier, clock, progress)
    cache.prune()  # what is kept of the ledger just replaced was part of it till now
    return made


def _balanced(ledger: Ledger) -> None:
    """Raises LedgerError where rows were lost on the way."""
    if ledger.unbalanced:
        told = "；".join(ledger.unbalanced[:3])
        raise LedgerError(f"对账不平，没有写出台账：{told}。请把这句话和原文件一起报给维护人员")


def _unmarked(task: marking.Task, reason: str) -> None:
    """A file that breaks the worker that marks it goes back without a copy; its receipt goes out."""


def _write_ledger(
    ledger: Ledger,
    lines: Sequence[Line],
    run: Context,
    staging: Staging,
    row_limit: int,
    fresh: bool,
    clock: _Clock,
    added: ledgerbook.Additions | None,
) -> dict[str, str]:
    """The workbook, what lies beside it, and what it tells the next run; {name: sha256}."""
    outputs: dict[str, str] = {}
    with clock.stage("写台账"):
        drawings = ledgerbook.Drawings({} if fresh else kept_drawings(staging.out / DRAWN))
        target = staging.path(LEDGER)
        pages = ledgerbook.write(ledger, target, run, lines=lines, row_limit=row_limit, drawings=drawings)
        if added is not None:
            ledgerbook.carry(added, target, pages, forms.forms_of(run))
        with ThreadPoolExecutor(1) as aside:  # the disk is waited for while the next run is prepared
            settled = aside.submit(_settled, target, staging.path(WRITTEN))
            keep_drawings(staging.path(DRAWN), drawings.used)
            told = ledgerbook.base_as_written(pages, ledger, staging.out / LEDGER, run)
            told = replace(told, extras=added is not None)
            outputs[LEDGER] = settled.result()
        for name in ledgerbook.write_parquet(ledger, staging.folder, run, row_limit):
            outputs[name] = sha256(staging.folder / name)
        keep_rows(staging.path(ROWS), outputs[LEDGER], pages, run)
        keep_base(staging.path(TOLD), outputs[LEDGER], told)
    return outputs


def _settled(ledger: Path, copy: Path) -> str:
    """The ledger as it was written kept a second time, its digest once it is safe on the disk."""
    ledgerbook.copy_as_written(ledger, copy)
    made_safe(ledger)
    return sha256(ledger)


def _delivered(
    ledger: Ledger,
    lines: Sequence[Line],
    run: Context,
    staging: Staging,
    outputs: Mapping[str, str],
    earlier: Mapping[str, str],
    clock: _Clock,
    progress: Progress,
) -> Outcome:
    """Swap the outputs in; of the `earlier` ones go those no longer made and not changed since."""
    out = staging.out
    with clock.stage("换上新结果"):
        progress("换上新结果", 0, 0)
        document = run_document(ledger, lines, run, outputs, clock.seconds)
        write_run(staging.path(RUN), document)
        obsolete = [
            name
            for name, digest in earlier.items()
            if name not in outputs and _unchanged(out.joinpath(*name.split("/")), digest)
        ]
        archive = f"汇总台账_{dt.datetime.now():%Y%m%d-%H%M%S}.xlsx"
        seen = f"{HOME}/{snapshot.SEEN}"  # the rows of the ledger before, as somebody changed it
        staging.commit([*outputs, WRITTEN, TOLD, MARKS, ROWS, DRAWN, RUN], [*obsolete, seen], archive)
    paths = tuple(out.joinpath(*name.split("/")) for name in (*outputs, RUN))
    return Outcome(ledger, tuple(lines), run, document, out / LEDGER, paths)


def _unchanged(path: Path, digest: str) -> bool:
    try:
        return sha256(path) == digest
    except OSError:
        return False


def _submissions(
    sources: Sequence[Source], crew: Crew, cache: Cache, scheduler: str, fresh: bool, progress: Progress
) -> list[Submission]:
    """One Submission per source, in their order; unchanged files come from the cache."""
    found: list[Submission | None] = [None] * len(sources)
    keys, todo, ledgers = [""] * len(sources), [], set()
    for number, source in enumerate(sources):
        look = ledgerbook.glance(source)
        keys[number] = cache.key(source, look.sha256)
        if look.is_ledger:
            ledgers.add(number)
        known = None if fresh else cache.get(keys[number])
        if known is not None:
            found[number] = known
        else:
            todo.append(number)
    counted = len(sources) - len(todo)
    progress("读取和校验", counted, len(sources))

    def done(at: int, body: bytes) -> None:
        nonlocal counted
        number = todo[at]
        found[number] = unpacked_submission(body, home=cache.put(keys[number], body))
        counted += 1
        progress("读取和校验", counted, len(sources))

    read_all([sources[number] for number in todo], crew.context, done, scheduler=scheduler, crew=crew)
    read = _Rows([one for n, one in enumerate(found) if one and n not in ledgers])
    return [
        _as_ledger(one, sources[n], crew.context, read) if n in ledgers else one
        for n, one in enumerate(found)
        if one is not None
    ]


class _Rows:
    """What the data rows of the files of a run say, by place; a file is looked through at the first look."""

    def __init__(self, submissions: Sequence[Submission]) -> None:
        self._sent = {one.book: one for one in submissions}
        self._known: dict[str, dict[tuple[str, int], set[str]]] = {}

    def __call__(self, book: str, sheet: str, row: int) -> Set[str]:
        """The texts of the rows of a line; none where no data row stands."""
        if book not in self._known:
            self._known[book] = self._lines(self._sent[book]) if book in self._sent else {}
        return self._known[book].get((sheet, row), frozenset())

    @staticmethod
    def _lines(one: Submission) -> dict[tuple[str, int], set[str]]:
        lines: dict[tuple[str, int], set[str]] = {}
        for part in one.parts:
            for number, place in enumerate(zip(part.sheets, part.rows, strict=True)):
                said = merge_room.row_words(values[number] for values in part.columns.values() if values)
                lines.setdefault(place, set()).update(said)
            for row in part.held:
                said = merge_room.row_words(row.cells.values())
                lines.setdefault((row.sheet, row.row), set()).update(said)
            for place, carrier in part.joined:
                lines.setdefault(place, set()).update(lines.get(carrier, ()))
        return lines


def _as_ledger(one: Submission, source: Source, run: Context, read: ledgerbook.Said) -> Submission:
    """A merged ledger among the returns: the rows of its form sheets speak for their own units, and what it
    held is held on."""
    if one.fate == "拒收" or one.reason == faults.RULE:
        return one
    data, known = books.read_bytes(source), forms.forms_of(run)
    held = ledgerbook.held_of(data, one.book, known, read)
    parts = {part.form: part for part in map(_of_form_sheets, one.parts) if part.read}
    for slug, rows in held.items():
        part = parts.get(slug) or _empty(slug, run)
        parts[slug] = replace(part, held=(*part.held, *rows), read=part.read + len(rows))
    reported = [
        replace(_empty(slug, run), unit=unit, unit_how=merge_room.REPORTED, zero=zero)
        for slug, unit, zero in ledgerbook.reported_in(data, one.book, known)
    ]
    return replace(
        one,
        container=merge_room.LEDGER,
        fate="采用",
        reason="",
        parts=(*parts.values(), *reported),
        findings=tuple(f for f in one.findings if f.place.row and f.place.sheet not in ledgerbook.HELPERS),
        mends=(),
        proposals=(),
    )


def _empty(slug: str, run: Context) -> Part:
    form = next(form for form in forms.forms_of(run) if form.slug == slug)
    return Part(slug, "", {column.title: [] for column in forms.columns(form)}, [], [])


def _of_form_sheets(part: Part) -> Part:
    """The part without what stands on the ledger's helper sheets (暂缓 repeats held rows)."""
    if not {*part.sheets, *(row.sheet for row in part.held)} & set(ledgerbook.HELPERS):
        return part
    stay = [n for n, sheet in enumerate(part.sheets) if sheet not in ledgerbook.HELPERS]
    joined = tuple(pair for pair in part.joined if pair[0][0] not in ledgerbook.HELPERS)
    held = tuple(row for row in part.held if row.sheet not in ledgerbook.HELPERS)
    return replace(
        part,
        columns={title: [values[n] for n in stay] for title, values in part.columns.items()},
        sheets=[part.sheets[n] for n in stay],
        rows=[part.rows[n] for n in stay],
        joined=joined,
        held=held,
        pending=frozenset(),
        beside=(),
        read=len(stay) + len(joined) + len(held),
    )


__all__ = ["Outcome", "merge"]
