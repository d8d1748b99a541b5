"""Every file with faults goes back marked, with a receipt; who has not reported is chased.

Called at the end of `merge` (`write`) and by `check --out` (`marked`).  Files are only written below `out`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from union_xl import findings as catalogue
from union_xl import ledgers, notices, returns
from union_xl.ledgers.form import RETURNED
from union_xl.merge import reporting_status
from union_xl.merge.reporting_status import UnitStatus
from union_xl.model import ERROR, Finding, Ledger, Receipt, RunContext, Source, Submission, faults
from union_xl.model.fileops import MARKED, file_name
from union_xl.returns.mark_edits import ReceiptHeader
from union_xl.returns.problems import Problem, display_rules_of
from union_xl.run.context import Progress, no_progress
from union_xl.run.returning import marked_copy, unit_receipts
from union_xl.run.returning.unit_receipts import (
    Returned,
    latest,
    made_up_for,
    receipt_for,
    unit_returning,
)

BACK = "退回"
Copies = Callable[[Sequence[marked_copy.Task], RunContext], Iterable[marked_copy.Copy | None]]
_OWN_ENDING = re.compile(rf"(?:{MARKED}(?:\(\d+\))?)+$")


@dataclass
class _Out:
    """Where things are written, and what was.

    `before` are the outputs of the last run and where they lie: one that would be the same again is left.
    """

    folder: Path
    before: Mapping[str, tuple[Path, str]] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)

    def put(self, parts: Sequence[str], data: bytes) -> None:
        *folders, name = parts
        digest = self.written["/".join(parts)] = hashlib.sha256(data).hexdigest()
        place, known = self.before.get("/".join(parts), (self.folder, ""))
        if known == digest and _holds(place, data):
            return
        there = self.folder.joinpath(*folders)
        there.mkdir(parents=True, exist_ok=True)
        (there / name).write_bytes(data)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def write(
    submissions: Iterable[Submission],
    ledger: Ledger,
    context: RunContext,
    sources: Iterable[Source] | Mapping[str, Source],
    out: Path,
    *,
    encrypt: str | None = None,
    lines: Sequence[UnitStatus] | None = None,
    copies: Copies = marked_copy.marked_copies_here,
    before: Mapping[str, tuple[Path, str]] | None = None,
    progress: Progress = no_progress,
) -> dict[str, str]:
    """Write `退回/单位/…` and `催报/…` below `out`.

    Args:
        submissions: all files of the run.  ledger: what merging made of them: its findings and receipts say
            what is told and which file counts.  sources: the same files, by name or in any order.
        encrypt: the password of the marked copies; without it a file that came encrypted goes back under its
            own password.
        lines: the rows of 报送情况, when already made.  copies: makes the marked copies, in their order.
        before: {relative path: (file, sha256)} of the last run; what would be the same again is not written.

    Returns {relative path with `/`: sha256}.  The same input gives the same bytes.
    Raises TemplateError when a template of `templates/notices` cannot be used.
    """
    every = sorted(submissions, key=lambda one: one.book)
    lines = reporting_status.unit_statuses(ledger.receipts, context) if lines is None else lines
    done = _Out(out, before or {})
    back = _to_return(every, ledger.findings, ledger.receipts, lines, context)
    chased = _chased(lines, back, context)
    _write_back(back, _by_name(sources), context, done, encrypt or "", copies, progress)
    for name, data in chased.items():
        done.put([unit_receipts.FOLDER, name], data)
    return dict(sorted(done.written.items()))


def marked(
    sources: Sequence[Source],
    submissions: Sequence[Submission],
    context: RunContext,
    out: Path,
    *,
    encrypt: str = "",
) -> tuple[Path, ...]:
    """The marked copies alone, for `check --out`: every file with a finding, flat in `out`."""
    done = _Out(out)
    taken: set[str] = set()
    by_name = _by_name(sources)
    for number, one in enumerate(submissions, 1):
        shown = returns.shown_findings(one.findings, one.parts, context)
        problems = returns.problems(shown, context.settings.levels, display_rules_of(context))
        if problems or one.proposals:
            slip = notices.unit_receipt(
                one, problems, context, unit=unit_returning(one, None, context), number=number
            )
            back = Returned(one, "", problems, slip)
            made = (
                marked_copy.marked_copy(
                    _task(back, by_name[one.book], _password(one, context, encrypt)), context
                )
                if _markable(back)
                else None
            )
            if made:
                data, ending = made
                name = file_name(_marked_name(one.book, ending, slip.in_word), taken=taken)
                taken.add(name)
                done.put([name], data)
    return tuple(out / name for name in done.written)


def _by_name(sources: Iterable[Source] | Mapping[str, Source]) -> Mapping[str, Source]:
    if isinstance(sources, Mapping):
        return sources
    return {source.name: source for source in sources}


def _to_return(
    submissions: Sequence[Submission],
    findings: Sequence[Finding],
    receipts: Sequence[Receipt],
    lines: Sequence[UnitStatus],
    context: RunContext,
) -> list[Returned]:
    """The files with a 错误, unreadable or waiting for an answer; not those that another file replaced, or
    made up for."""
    told_of: dict[str, list[Finding]] = {}
    for finding in findings:
        told_of.setdefault(finding.place.book, []).append(finding)
    receipt_of: dict[str, list[Receipt]] = {}
    for receipt in receipts:
        receipt_of.setdefault(receipt.book, []).append(receipt)
    levels, showing = context.settings.levels, display_rules_of(context)
    back: list[Returned] = []
    numbers: dict[str, int] = {}
    for one in submissions:
        own = receipt_of.get(one.book, [])
        if one.fate == "忽略" or (own and all(r.fate in ("被替代", "重复", "忽略") for r in own)):
            continue
        fates = {r.fate for r in own if r.fate in ("未能读取", "待确认")}
        if fates:  # what merging decided goes before what the file alone could tell
            one = replace(one, fate="未能读取" if "未能读取" in fates else "待确认")
        if one.fate == "未能读取" and made_up_for(one.book, lines, receipt_of):
            continue
        findings_here = tuple(told_of.get(one.book, ())) if findings or receipts else one.findings
        found = {f.rule for f in findings_here}
        grave = any(catalogue.level(rule, levels) == ERROR for rule in found - set(faults.OURS))
        # What only we stumbled over is no reason to trouble the unit.
        if not grave and (one.fate == "采用" or not found.isdisjoint(faults.OURS)):
            continue
        one = replace(one, findings=findings_here)
        own_problems = returns.problems(
            returns.shown_findings(findings_here, one.parts, context), levels, showing
        )
        unit = unit_returning(one, own, context)
        number = numbers.setdefault(unit, len(numbers) + 1)
        nth = sum(other.unit == unit for other in back) + 1
        received = latest(own)
        rows = (sum(r.read for r in own), sum(r.kept + r.joined for r in own)) if own else None
        slip = notices.unit_receipt(
            one, own_problems, context, unit=unit, number=number, nth=nth, received=received, rows=rows
        )
        returned = Returned(one, unit, own_problems, slip)
        others = {
            name: receipt_for(name, returned, problems, own, context, numbers, received)
            for name, problems in returned.by_unit().items()
            if name != unit and any(problem.level == ERROR for problem in problems)
        }
        back.append(replace(returned, others=others))
    return back


def _write_back(
    back: Sequence[Returned],
    sources: Mapping[str, Source],
    context: RunContext,
    done: _Out,
    encrypt: str,
    copies: Copies,
    progress: Progress,
) -> None:
    folders: dict[str, str] = {}
    taken: dict[str, set[str]] = {}
    slips: dict[str, list[notices.UnitReceipt]] = {}
    tasks = {
        number: _task(one, sources[one.submission.book], _password(one.submission, context, encrypt))
        for number, one in enumerate(back)
        if one.submission.book in sources and _markable(one)
    }
    copied = iter(copies(list(tasks.values()), context))
    for number, one in enumerate(back):
        if one.unit not in folders:
            folders[one.unit] = file_name(one.unit, 40, folders.values())
        folder = folders[one.unit]
        made = next(copied) if number in tasks else None
        if made:
            data, ending = made
            own = taken.setdefault(folder, {"回执.txt", "回执.docx"})
            name = file_name(_marked_name(one.submission.book, ending, one.slip.in_word), taken=own)
            own.add(name)
            done.put([BACK, folder, name], data)
        slips.setdefault(one.unit, []).append(replace(one.slip, marked=made is not None))
        for unit, slip in one.others.items():
            folders.setdefault(unit, file_name(unit, 40, folders.values()))
            slips.setdefault(unit, []).append(slip)
        progress("退回", number + 1, len(back))
    for unit, folder in folders.items():
        done.put(
            [BACK, folder, "回执.txt"], unit_receipts.text_file(notices.receipt_text(slips[unit], context))
        )


def copies_of(book: str, out: Path) -> list[Path]:
    """The marked copies of a returned file that lie in `out`."""
    name = _marked_name(book, "")
    return sorted(path for path in out.glob(f"{BACK}/*/*") if path.is_file() and path.name.startswith(name))


def _marked_name(book: str, ending: str, listed: bool = False) -> str:
    """`会员登记表（请修改）.xlsx`; a copy that came back marked keeps its name; `…（问题清单）.xlsx` of one
    that cannot be marked."""
    stem = book.rsplit("/", 1)[-1]
    stem = stem.rpartition(".")[0] or stem
    return f"{_OWN_ENDING.sub('', stem)[:48]}{'（问题清单）' if listed else MARKED}{ending}"


def _markable(one: Returned) -> bool:
    """Not a file that could not be read at all."""
    submission = one.submission
    return (
        submission.fate != "未能读取"
        or bool(submission.parts)
        or any(problem.place.ref for problem in one.problems)
    )


def _password(one: Submission, context: RunContext, encrypt: str) -> str:
    """The password of a marked copy: as asked for; that of the restricted ledgers for a book of them that the
    office keeps itself, which goes to nobody else."""
    own = {form.slug for form in ledgers.forms_of(context) if form.restricted and form.owed not in RETURNED}
    kept_here = any(part.form in own for part in one.parts)
    return encrypt or (context.settings.restricted_password if kept_here else "")


def _task(one: Returned, source: Source, encrypt: str) -> marked_copy.Task:
    head = ReceiptHeader(
        f"{one.slip.title or '报表'}问题清单", one.slip.lines(), "改好后请按原途径交回，谢谢支持！"
    )
    return marked_copy.Task(replace(one.submission, parts=()), source, head, encrypt)


def _chased(lines: Sequence[UnitStatus], back: Sequence[Returned], context: RunContext) -> dict[str, bytes]:
    """The files of 催报, {name: content}."""
    reasons: dict[tuple[str, str], Sequence[str]] = {}
    issues: dict[str, list[tuple[str, Sequence[Problem]]]] = {}
    for one in back:
        book = one.submission.book
        for unit, problems in one.by_unit().items():
            reasons[unit, book] = notices.reasons(one.submission, problems)
            issues.setdefault(unit, []).append((book.rsplit("/", 1)[-1], problems))
        reasons[one.unit, book] = one.slip.reasons
    dues = notices.open_lines(lines, reasons)
    return unit_receipts.reminder_files(unit_receipts.Task(tuple(lines), tuple(dues), issues), context)
