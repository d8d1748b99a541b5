"""One returned file, from its bytes to a Submission: the unit of work everything else maps over."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from union_xl import check, find, ledgers, readers
from union_xl.check import CheckSteps, run_together
from union_xl.find import units
from union_xl.ledgers.form import Form
from union_xl.model import (
    Binding,
    Book,
    Correction,
    Fate,
    Finding,
    FormPart,
    Place,
    Roster,
    RunContext,
    Source,
    Submission,
    Table,
    faults,
    period,
)
from union_xl.run.workers.sandbox import RULES, WorkerDied, sandbox

_FIRST = (faults.RULE, faults.DECLARED, "T-TIE", "T-LIKE", "T-CARD", "T-MANY", "T-NOFORM")
_ASKED = (faults.RULE, faults.DECLARED, "T-TIE", "T-LIKE")
"""Reasons for which a file without a table waits for somebody's word instead of being refused."""


def submission(source: Source, context: RunContext) -> Submission:
    """Read and check one file in this process.  Pure: the same file and context, the same value."""
    return run_together([_checked(source, context, None)])[0]


def safe_submissions(sources: Iterable[Source], context: RunContext) -> Iterator[Submission]:
    """Read and check files one after another.  The members of one zip share the time of one file: those
    that are left when it is up are refused with F-ZIP-SLOW."""
    spent: dict[Path, float] = {}
    for source in sources:
        left = context.limits.seconds - spent.get(source.path, 0.0)
        began = time.monotonic()
        if source.data is None:
            yield safe_submission(source, context)
        elif source.refused or left > 0:
            yield safe_submission(source, context, within=left)
        else:
            yield _stopped(source, "F-ZIP-SLOW", context)
        spent[source.path] = spent.get(source.path, 0.0) + time.monotonic() - began


def safe_submission(source: Source, context: RunContext, within: float | None = None) -> Submission:
    """Read and check one file; anything out of the ordinary in a contained process, `within` seconds at most.

    Never raises on data: a file that killed or hung its worker is refused with the rule that says so, and a
    fault of ours is told as ours (`model.faults`).
    """
    return run_together([_safe(source, context, within)])[0]


def safe_together(sources: Sequence[Source], context: RunContext) -> list[Submission]:
    """The same of several files at a time, whose rules are run at one go."""
    return run_together([_safe(source, context, None) for source in sources])


def _safe(source: Source, context: RunContext, within: float | None) -> CheckSteps[Submission]:
    limits = context.limits
    try:
        seen = readers.probe_file(source, context)
        if seen.refused or seen.ordinary:
            return (yield from _checked(source, context, seen))
        del seen
        worker = sandbox(limits.seconds, limits.memory_bytes)
        return worker.run(submission, source, context, within=within)
    except WorkerDied as died:
        return _stopped(source, RULES[died.reason], context)
    except MemoryError:
        return _stopped(source, "F-MEMORY", context)
    except Exception as error:
        return fault(error, source, context)


def fault(error: Exception, source: Source, context: RunContext) -> Submission:
    """The Submission of a file that an exception of ours stopped.  Raises where `model.faults` does."""
    return _stopped(source, faults.RULE, context, faults.finding(error, Place(source.name)))


def _stopped(source: Source, rule: str, context: RunContext, finding: Finding | None = None) -> Submission:
    """The Submission of a file whose reading was given up."""
    try:
        data = readers.read_bytes(source)
    except (OSError, MemoryError):
        data = b""
    finding = finding or Finding(rule, Place(source.name), facts={"秒": f"{context.limits.seconds:g}"})
    kept = data if len(data) <= context.limits.file_bytes else b""
    sha, container = (hashlib.sha256(kept).hexdigest(), readers.kind_of(kept)) if kept else ("", "")
    return Submission(source.name, sha, container, _unread_fate(rule), rule, findings=(finding,))


def _unread_fate(rule: str) -> Fate:
    return "忽略" if rule == "F-NOTE" else "待确认" if rule in _ASKED else "未能读取"


def _checked(source: Source, context: RunContext, seen: readers.FileProbe | None) -> CheckSteps[Submission]:
    """`seen` is the file as looked at already; without it, it is looked at whole."""
    try:
        seen = seen or readers.probe_file(source, context, max_bytes=context.limits.unpacked_bytes)
        book = readers.open_book(source, context, seen)
    except MemoryError:
        raise
    except Exception as error:
        # A parser that gave up judged the file; our own lines that stumbled judged nothing.
        if faults.outside(error):
            return _stopped(source, "F-PANIC", context)
        return fault(error, source, context)
    try:
        return (yield from _of_book(book, context))
    except Exception as error:
        return fault(error, source, context)


def of_book(book: Book, context: RunContext) -> Submission:
    """Check a book that is open already, from a file or from live sheets."""
    return run_together([_of_book(book, context)])[0]


def _of_book(book: Book, context: RunContext) -> CheckSteps[Submission]:
    if book.refused:
        return _unread(book, book.refused, book.findings)
    wanted, within = _wanted(context)
    sender = units.unit_in_text(book.name, context.roster) if context.roster else None
    owed = frozenset(sender.owes) if sender else frozenset()
    found = find.find_tables(book, wanted, context.confirmed, bool(context.forced), within, owed)
    wanted = (*wanted, *within)
    findings = [*book.findings, *found.findings]
    if not found.tables:
        rule = next((one.rule for name in _FIRST for one in found.findings if one.rule == name), "T-NOFORM")
        unread = _unread(book, rule, tuple(findings))
        unit = _named_above(book, found.findings, context.roster)
        return replace(unread, proposals=_which(found.findings, wanted), unit=unit)
    corrections = [correction for table in found.tables for correction in table.corrections]
    try:
        parts, noted, mended = yield from _parts(book, found.tables, wanted, context, len(findings))
        findings += noted
        corrections += mended
    except check.TooManyFindings as many:
        return _unread(book, "F-FINDINGS", _too_many(book, many.findings, context.limits.findings))
    if not parts:
        rule = next((one.rule for one in findings if one.rule in faults.OURS), faults.RULE)
        return _unread(book, rule, tuple(findings))
    fate, reason = _fate(parts, found.tables, findings)
    return Submission(
        book.name,
        book.sha256,
        book.container,
        fate,
        reason,
        tuple(parts),
        tuple(findings),
        tuple(corrections),
        (*_proposals(found.tables), *_which(found.findings, wanted)),
        book.modified,
        book.encrypted,
    )


def _named_above(book: Book, findings: Sequence[Finding], roster: Roster) -> str:
    """The unit that the lines above undecided tables name; '' where none, or several."""
    asked = {one.place.sheet: one.place.row for one in findings if one.rule in _ASKED}
    lines = [
        " ".join(str(cell) for row in grid.rows[: asked[grid.sheet] - 1] for cell in row if cell)
        for grid in book.grids
        if grid.sheet in asked
    ]
    named = {unit.name for line in lines if (unit := units.unit_in_text(line, roster))}
    return named.pop() if len(named) == 1 else ""


def _wanted(context: RunContext) -> tuple[tuple[Form, ...], tuple[Form, ...]]:
    """The forms to look for, and those whose rows may stand in blocks of the one that somebody named."""
    all_forms = ledgers.forms_of(context)
    if not context.forced:
        return all_forms, ()
    named = tuple(form for form in all_forms if form.slug == context.forced)
    return named, tuple(
        form for form in all_forms if form.parent == context.forced and form.slug != context.forced
    )


def _proposals(found: Sequence[Table]) -> tuple[tuple[str, str, str, Binding], ...]:
    """Columns to confirm: the proposed ones, then those nobody knows that hold something (title '')."""
    proposed, unknown = [], []
    for table in found:
        for one in table.bindings:
            line = (table.form, table.fingerprint, table.grid.sheet, one)
            if one.state == "proposed":
                proposed.append(line)
            elif one.state == "unknown" and not one.why and _holds(table, one):
                unknown.append(line)
    return (*proposed, *unknown)


def _which(findings: Sequence[Finding], forms: Sequence[Form]) -> tuple[tuple[str, str, str, Binding], ...]:
    """What a clerk may confirm of tables that may be one of several ledgers."""
    asked = [one for one in findings if one.rule in ("T-TIE", "T-LIKE") and "指纹" in one.facts]
    return tuple(line for one in asked for line in find.as_proposals(one, forms))


def _holds(table: Table, one: Binding) -> bool:
    """A column that holds something, running numbers aside."""
    return not find.is_running_number(one.header) and any(
        cell not in (None, "") for cell in table.grid.column(one.col, table.body)
    )


def _whose(
    book: Book, found: Sequence[Table], wanted: Sequence[Form], context: RunContext
) -> dict[int, units.Identified]:
    """{id of a table: whose it is}."""
    by_slug = {form.slug: form for form in wanted}
    forms = [by_slug[table.form] for table in found]
    ones = units.identify_tables(book, found, context.roster, forms, context.settings.office)
    return {id(table): one for table, one in zip(found, ones, strict=True)}


_Told = tuple[FormPart | None, list[Finding], Sequence[Correction]]
"""A part (None where a fault of ours costs it), with what there is to tell."""


def _parts(
    book: Book, found: Sequence[Table], wanted: Sequence[Form], context: RunContext, count: int
) -> CheckSteps[tuple[list[FormPart], list[Finding], list[Correction]]]:
    """Each form's part, with what there is to tell; `count` findings were told before.

    Raises check.TooManyFindings.
    """
    parts: list[FormPart] = []
    findings: list[Finding] = []
    corrections: list[Correction] = []
    try:
        whose = _whose(book, found, wanted, context)
    except Exception as error:
        return parts, [faults.finding(error, Place(book.name))], corrections
    for form in wanted:
        own = [table for table in found if table.form == form.slug]
        if own:
            left = max(context.limits.findings - count - len(findings), 0)
            units_of = [whose[id(table)] for table in own]
            part, said, mended = yield from _sound_part(form, own, units_of, context, left)
            parts += [part] if part else []
            findings += said
            corrections += mended
    return parts, findings, corrections


def _sound_part(
    form: Form,
    own: Sequence[Table],
    identified: Sequence[units.Identified],
    context: RunContext,
    max_findings: int,
) -> CheckSteps[_Told]:
    """The part of those tables that we stumble over in nothing; a fault of ours costs its own table.

    No part when none is left, nor where the form's declaration is wrong.  Raises check.TooManyFindings.
    """
    if form.fault:
        return None, [Finding(faults.DECLARED, own[0].grid.place(), facts={"说明": form.fault})], ()
    try:
        return (yield from _part(form, own, identified, context, max_findings))
    except check.TooManyFindings:
        raise
    except Exception as error:
        lost = [faults.finding(error, own[0].grid.place())]
    if len(own) == 1:
        return None, lost, ()
    both = list(zip(own, identified, strict=True))
    alone = []
    for table, one in both:
        alone.append((yield from _sound_part(form, [table], [one], context, max_findings)))
    sound = [pair for pair, (part, _, _) in zip(both, alone, strict=True) if part]
    if len(sound) == len(own):  # only all together
        return None, lost, ()
    lost = [finding for part, noted, _ in alone if part is None for finding in noted]
    if not sound:
        return None, lost, ()
    tables_left, whose_left = zip(*sound, strict=True)
    part, noted, corrections = yield from _sound_part(form, tables_left, whose_left, context, max_findings)
    return part, [*lost, *noted], corrections


def _part(
    form: Form,
    own: Sequence[Table],
    identified: Sequence[units.Identified],
    context: RunContext,
    max_findings: int,
) -> CheckSteps[_Told]:
    noted = []
    for table, one in zip(own, identified, strict=True):
        unit = one.name if one.how != "column" else ""
        about = (*one.findings, *_other_period(table, one, context), *table.findings)
        noted += [replace(finding, unit=unit, form=form.slug) for finding in about]
    noted = list({(one.line, str(one.seen)): one for one in noted}.values())
    checked = yield from check.check_in_steps(
        form,
        own,
        identified,
        context,
        match=(lambda text, code="": units.match(text, code, context.roster)) if context.roster else None,
        max_findings=max_findings,
    )
    part = checked.part
    zero = any(table.above.get("零报告") == "是" or table.below.get("零报告") == "是" for table in own)
    if zero and part.read:
        noted.append(Finding("T-ZERO", own[0].grid.place(), facts={"行数": part.read}))
    part = replace(part, zero=not part.read and (zero or any(map(find.says_none, own))))
    return part, [*noted, *checked.findings], checked.corrections


def _other_period(table: Table, one: units.Identified, context: RunContext) -> Iterator[Finding]:
    """A table that says it is of another period than the run's."""
    if context.period and units.other_period(one.period, context.period.label):
        facts = {"表内期间": period(one.period).words, "期间": context.period.words}
        yield Finding("U-PERIOD", table.grid.place(), facts=facts)


def _fate(parts: Sequence[FormPart], found: Sequence[Table], findings: list[Finding]) -> tuple[Any, str]:
    """(去向, reason) as far as one file can tell."""
    if not all(table.confirmed for table in found):
        return "待确认", "T-COLUMN"
    if all(not part.read and not part.zero for part in parts):
        findings.append(Finding("T-EMPTY", found[0].grid.place()))
        return "未能读取", "T-EMPTY"
    return "采用", ""


def _too_many(book: Book, first: Sequence[Finding], max_findings: int) -> tuple[Finding, ...]:
    """That a file has more findings than anyone could mend one by one, and the first of them."""
    return Finding("F-FINDINGS", Place(book.name), facts={"上限": max_findings, "列出": len(first)}), *first


def _unread(book: Book, rule: str, findings: tuple[Finding, ...]) -> Submission:
    return Submission(
        book.name,
        book.sha256,
        book.container,
        _unread_fate(rule),
        rule,
        findings=findings,
        modified=book.modified,
        encrypted=book.encrypted,
    )
