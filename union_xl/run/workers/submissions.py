"""Every file of a run as a Submission: read before, read now, or a merged ledger among the returns."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence, Set
from dataclasses import replace

from union_xl import ledger_book, ledgers, readers
from union_xl import merge as merge_room
from union_xl.kinds.identity_documents import contains_id
from union_xl.ledgers.form import Form
from union_xl.ledgers.keys import row_keys
from union_xl.model import (
    Finding,
    FormPart,
    HeldRow,
    Place,
    RunContext,
    Source,
    Submission,
    UsageError,
    faults,
)
from union_xl.run.context import Progress
from union_xl.run.workers import own_results, recheck
from union_xl.run.workers.distribute import read_all
from union_xl.run.workers.read_cache import ReadCache, unpacked
from union_xl.run.workers.worker_pool import WorkerPool


def of_sources(
    sources: Sequence[Source],
    context: RunContext,
    pool: WorkerPool,
    known: ReadCache,
    office: str,
    scheduler: str,
    fresh: bool,
    progress: Progress,
) -> list[Submission]:
    """One Submission per source, in their order; files read before are not read again.

    Results of earlier merges are left out (`run.workers.own_results`), `office` is whose are our own.  Raises
    UsageError when nothing else is there.
    """
    sources, digests, ledgers = _glanced(sources)
    left = own_results.find_own_results(sources, digests, office)
    if len(left) == len(sources):
        raise UsageError("文件夹里只有以前合并的结果，没有收回的表，请把收回的表放进去再试")
    own_lines = list(own_results.own_result_lines(sources, left))
    stay = [number for number in range(len(sources)) if number not in left]
    found: dict[int, Submission | None] = {
        number: None if fresh else known.get(sources[number].name, digests[number]) for number in stay
    }
    todo = [number for number, one in found.items() if one is None]
    counted = len(stay) - len(todo)
    progress("读取和校验", counted, len(stay))

    def done(at: int, body: bytes) -> None:
        nonlocal counted
        found[todo[at]] = one = unpacked(body)
        if one.sha256 == digests[todo[at]]:  # else it changed meanwhile, and is read again the next time
            known.put(one, body)
        counted += 1
        progress("读取和校验", counted, len(stay))

    read_all([sources[number] for number in todo], context, done, scheduler=scheduler, pool=pool)
    read = _Rows([one for n, one in found.items() if one and n not in ledgers])
    whole = (
        _as_ledger(one, sources[n], context, read) if n in ledgers else _named(one, context)
        for n, one in found.items()
        if one is not None
    )
    return [*whole, *own_lines]


def _named(one: Submission, context: RunContext) -> Submission:
    """A file is told whose name carries a person's number, or the name of somebody in a restricted ledger of
    its own: the name stands in every list of files."""
    name = one.book.rpartition("/")[2]
    if contains_id(name):
        rule = "F-NAME-ID"
    elif any(person in name for person in _restricted_persons(one, context)):
        rule = "F-NAME-PERSON"
    else:
        return one
    return replace(one, findings=(*one.findings, Finding(rule, Place(one.book))))


def _restricted_persons(one: Submission, context: RunContext) -> set[str]:
    """The names of those who stand in rows of restricted ledgers."""
    titles = {form.slug: form.titled("person") for form in ledgers.forms_of(context) if form.restricted}
    found: set[object] = set()
    for part in one.parts:
        if title := titles.get(part.form):
            found |= set(part.columns.get(title, ())) | {row.cells.get(title) for row in part.held}
    return {name for name in found if isinstance(name, str) and len(name) > 1}


def _glanced(sources: Sequence[Source]) -> tuple[list[Source], list[str], set[int]]:
    """The sources, the sha256 of each, and which of them are merged ledgers; a ledger is held in memory, for
    it is looked at several times."""
    given, digests, ledgers = list(sources), [], set()
    for number, source in enumerate(given):
        look = ledger_book.probe(source)
        if look.is_ledger:
            ledgers.add(number)
            with contextlib.suppress(OSError):
                given[number] = replace(source, data=readers.read_bytes(source))
                look = ledger_book.probe(given[number])
        digests.append(look.sha256)
    return given, digests, ledgers


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


def _as_ledger(one: Submission, source: Source, context: RunContext, read: ledger_book.Said) -> Submission:
    """A merged ledger among the returns: the rows of its form sheets speak for their own units, and what it
    held is held on."""
    if one.fate == "未能读取" or one.reason in faults.OURS:
        return one
    data, known = readers.read_bytes(source), ledgers.forms_of(context)
    held = ledger_book.held_rows_of_input_ledger(data, one.book, known, read)
    parts = {part.form: part for part in map(_of_form_sheets, one.parts) if part.read}
    findings: list[Finding] = []
    for slug, found in held.items():
        rows, why = _looked_at(one.book, slug, found, context)
        part = parts.get(slug) or _empty(slug, context)
        parts[slug] = replace(part, held=(*part.held, *rows), read=part.read + len(rows))
        findings += why
    reported = [
        replace(_empty(slug, context), unit=unit, unit_how=merge_room.REPORTED, zero=zero)
        for slug, unit, zero in ledger_book.reported_in(data, one.book, known)
    ]
    return replace(
        one,
        container=merge_room.LEDGER_CONTAINER,
        fate="采用",
        reason="",
        parts=(*parts.values(), *reported),
        findings=(
            *(f for f in one.findings if f.place.row and f.place.sheet not in ledger_book.HELPERS),
            *findings,
        ),
        corrections=(),
        proposals=(),
    )


def _looked_at(
    book: str, slug: str, held: Sequence[HeldRow], context: RunContext
) -> tuple[list[HeldRow], list[Finding]]:
    """Rows of a ledger's 暂缓, each with its key and unit, and what is wrong with them.  A row that
    was held for what other files said stays held all the same."""
    form = next(form for form in ledgers.forms_of(context) if form.slug == slug)
    lines = {(row.sheet, row.row): row.cells for row in held}
    again = recheck.check_rows(book, recheck.empty_part(slug, ""), lines, form, context)
    wrong = {(row.sheet, row.row): row for row in again.part.held}
    clean = _keyed(again.part, form)
    rows = []
    for row in held:
        place = row.sheet, row.row
        new = wrong.get(place)
        key, unit = (new.key, new.unit) if new else clean.get(place, (row.key, ""))
        rows.append(replace(row, key=key, unit=unit or row.unit))
    # Only the row is known on 暂缓: its columns are those of several ledgers.
    findings = [replace(f, place=replace(f.place, col=0)) for f in again.findings]
    return rows, [f for f in findings if (f.place.sheet, f.place.row) in wrong]


def _keyed(part: FormPart, form: Form) -> dict[tuple[str, int], tuple[str | None, str]]:
    """{(sheet, row): (what names it, its unit)} of each kept row."""
    units = part.columns.get(form.titled("unit")) or [None] * part.kept
    places = zip(part.sheets, part.rows, strict=True)
    keys = row_keys(form, part.columns, part.kept)
    return {at: (key, str(unit or "")) for at, key, unit in zip(places, keys, units, strict=True)}


def _empty(slug: str, context: RunContext) -> FormPart:
    form = next(form for form in ledgers.forms_of(context) if form.slug == slug)
    return FormPart(slug, "", {column.title: [] for column in form.columns}, [], [])


def _of_form_sheets(part: FormPart) -> FormPart:
    """The part without what stands on the ledger's helper sheets (暂缓 repeats held rows)."""
    if not {*part.sheets, *(row.sheet for row in part.held)} & set(ledger_book.HELPERS):
        return part
    stay = [n for n, sheet in enumerate(part.sheets) if sheet not in ledger_book.HELPERS]
    joined = tuple(pair for pair in part.joined if pair[0][0] not in ledger_book.HELPERS)
    held = tuple(row for row in part.held if row.sheet not in ledger_book.HELPERS)
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
