"""Which return counts: order, copies, other periods, and what the clerk decided about a file."""

from __future__ import annotations

import datetime as dt
import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from union_xl.ledgers import forms_of
from union_xl.ledgers.form import RETURNED, Form
from union_xl.merge.clerk_state import BY_HAND, FILE_VERDICTS, NOT_USED, ClerkState
from union_xl.model import EACH, Fate, Finding, FormPart, HeldRow, Place, Roster, RunContext, Submission
from union_xl.model.fileops import MARKED

LEDGER_CONTAINER = "ledger"
"""`Submission.container` of a merged ledger given as input."""
REPORTED = "reported"
"""`FormPart.unit_how` of a part without rows: a merged ledger says that this unit has reported."""


@dataclass
class FormReturn:
    """One form of one returned file on its way into the ledger; private to this room, changed as it goes."""

    submission: Submission
    part: FormPart
    unit: str
    fate: Fate = "采用"
    reason: str = ""
    detail: str = ""
    copy_of: FormReturn | None = None
    start: int = 0
    held_carriers: dict[int, tuple[str, str, int]] = field(default_factory=dict)

    @property
    def book(self) -> str:
        return self.submission.book

    @property
    def from_ledger(self) -> bool:
        return self.submission.container == LEDGER_CONTAINER

    @property
    def received(self) -> dt.date | None:
        """填报日期, else the day of the document's own modified property."""
        modified = self.submission.modified
        return self.part.filled_on or (modified.date() if modified else None)

    def age(self) -> tuple[Any, ...]:
        """Sorts older before newer: 填报日期, modified property, path, hash; a ledger is oldest."""
        modified = self.submission.modified
        stamp = modified.replace(tzinfo=None) if modified else dt.datetime.min
        return (
            not self.from_ledger,
            self.received or dt.date.min,
            stamp,
            self.book,
            self.submission.sha256,
        )


def order_returns(
    submissions: Sequence[Submission], context: RunContext, base: ClerkState
) -> tuple[list[FormReturn], list[Finding]]:
    """Every part of every submission as a FormReturn, in ledger order (unit, path), with its fate so far.
    What units return is taken unit by unit, what the office keeps itself as it is."""
    returns = []
    forms = {form.slug: form for form in forms_of(context)}
    for sent in sorted(submissions, key=lambda submission: submission.book):
        for part in sent.parts:
            form = forms.get(part.form)
            as_it_is = form is None or (sent.container != LEDGER_CONTAINER and form.owed not in RETURNED)
            pieces = [part] if form is None or as_it_is else _pieces(sent, part, form.titled("unit"))
            returns += [FormReturn(sent, piece, piece.unit) for piece in pieces]
    rank = unit_rank(context.roster, (one.unit for one in returns))
    returns.sort(key=lambda one: (rank[one.unit], one.book))
    _mark_copies(returns)
    findings: list[Finding] = []
    kept_here = {slug for slug, form in forms.items() if form.owed not in RETURNED}
    for one in returns:
        if one.copy_of is None:
            _decide_fate(one, context, base, findings, one.part.form not in kept_here)
    return returns, findings


def unit_rank(roster: Roster, units: Iterable[str]) -> dict[str, int]:
    """{unit: place in the ledger}: roster order, then the others by name."""
    listed = [unit.name for unit in roster.units]
    order = [*dict.fromkeys(listed), *sorted(set(units) - set(listed))]
    return {name: index for index, name in enumerate(order)}


def replaces_older(form: Form, context: RunContext) -> bool:
    """Whether a newer return takes the place of the older one (全量, guarded by the 20 % rule) or adds to it:
    as the settings say, else as the ledger's declaration."""
    return context.settings.whole.get(form.slug, form.replaces == "全量")


def _pieces(one: Submission, part: FormPart, title: str) -> list[FormPart]:
    """A part by the unit of each row (in the column `title`) where nobody speaks for all: a merged ledger's,
    so that it stands beside what the units returned, or one of a file whose tables name several units."""
    if (one.container != LEDGER_CONTAINER and part.unit_how != EACH) or title not in part.columns:
        return [part]
    groups: dict[str, list[int]] = {}
    for index, unit in enumerate(part.columns[title]):
        groups.setdefault(str(unit or part.unit), []).append(index)
    held: dict[str, list[HeldRow]] = {}
    for row in part.held:
        unit = row.unit or str(row.cells.get(title) or part.unit)
        held.setdefault(unit, []).append(row)
        groups.setdefault(unit, [])
    if not groups:
        return [part]
    joined = _joined_by_group(part, groups)
    return [
        replace(
            part,
            unit=unit,
            columns={name: [values[i] for i in rows] for name, values in part.columns.items()},
            sheets=[part.sheets[i] for i in rows],
            rows=[part.rows[i] for i in rows],
            pending=frozenset(),
            joined=tuple(joined.get(unit, ())),
            held=tuple(held.get(unit, ())),
            read=len(rows) + len(held.get(unit, ())) + len(joined.get(unit, ())),
            beside=tuple(
                (bisect_left(rows, first), bisect_left(rows, last), columns)
                for first, last, columns in part.beside
            ),
        )
        for unit, rows in groups.items()
    ]


Joined = tuple[tuple[str, int], tuple[str, int]]


def _joined_by_group(part: FormPart, groups: Mapping[str, Sequence[int]]) -> dict[str, list[Joined]]:
    """The joined rows of a part by the unit of the row that carries each."""
    if not part.joined:
        return {}
    first = next(iter(groups))
    home = {(part.sheets[i], part.rows[i]): unit for unit, rows in groups.items() for i in rows}
    made: dict[str, list[Joined]] = {}
    for pair in part.joined:
        made.setdefault(home.get(pair[1], first), []).append(pair)
    return made


def content(part: FormPart) -> str:
    """A digest of what a return says: rows and held rows in order, places and file aside."""
    digest = hashlib.blake2b(digest_size=16)
    for title, values in part.columns.items():
        digest.update(f"{title}\x1e".encode())
        digest.update("\x1f".join(map(repr, values)).encode("utf-8", "surrogatepass"))
    for row in part.held:
        digest.update(repr(sorted(row.cells.items(), key=str)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _mark_copies(returns: Sequence[FormReturn]) -> None:
    """The same bytes anywhere, or the same content from the same unit, count once.

    The copy that counts is one whose unit is on the roster, then what is no marked copy of ours, then the one
    with the first path.
    """
    first: dict[tuple[Any, ...], FormReturn] = {}
    order = sorted(returns, key=lambda one: (not one.part.on_roster, MARKED in one.book, one.book))
    same_unit: dict[tuple[str, str], int] = {}
    for one in order:
        same_unit[one.part.form, one.unit] = same_unit.get((one.part.form, one.unit), 0) + 1
    for one in order:
        if one.from_ledger:
            continue
        marks: list[tuple[Any, ...]] = [("bytes", one.submission.sha256, one.part.form, *_first(one.part))]
        if same_unit[one.part.form, one.unit] > 1 and one.unit and one.part.read:
            marks.append(("content", one.part.form, one.unit, content(one.part)))
        original = next((first[mark] for mark in marks if mark in first), None)
        if original is not None and original.book != one.book and _alike(original.part, one.part):
            one.copy_of, one.fate, one.reason, one.detail = original, "重复", "L-COPY", original.book
            continue
        for mark in marks:
            first.setdefault(mark, one)


def _first(part: FormPart) -> tuple[Any, ...]:
    """What tells a part from the others of its file: where it begins, and of pieces by unit, whose it is."""
    places = [
        *zip(part.sheets[:1], part.rows[:1], strict=True),
        *((row.sheet, row.row) for row in part.held[:1]),
    ]
    return (*places[:1], part.unit if part.unit_how == EACH else "")


def _alike(left: FormPart, right: FormPart) -> bool:
    return (left.kept, len(left.held), len(left.joined)) == (right.kept, len(right.held), len(right.joined))


def _decide_fate(
    one: FormReturn, context: RunContext, base: ClerkState, findings: list[Finding], returned: bool
) -> None:
    """Fates one file decides alone: the clerk's word, what reading said; of what is `returned` for a period
    also last period's file and another period.  The office's own book lies in the folder all year."""
    words = base.file_verdict(one.book)
    if words in FILE_VERDICTS:
        findings.append(Finding("L-DECIDED", Place(one.book), facts={"决定": words}))
    if words == NOT_USED:
        one.fate, one.reason = "待确认", "L-REFUSED"
        return
    if one.submission.fate != "采用":
        if not (one.submission.fate == "待确认" and words in FILE_VERDICTS):
            one.fate, one.reason = one.submission.fate, one.submission.reason
        return
    if words in FILE_VERDICTS or one.book == BY_HAND or one.from_ledger or not returned:
        return
    label = context.period.label if context.period else ""
    earlier = base.files.get(one.submission.sha256)
    if earlier is not None and base.period and label and base.period != label:
        one.fate, one.reason, one.detail = "待确认", "L-LAST", earlier
        facts = {"期间": base.period, "另一文件": earlier}
        findings.append(Finding("L-LAST", Place(one.book), facts=facts))
        return
    _judge_period(one, context, findings)


def _judge_period(one: FormReturn, context: RunContext, findings: list[Finding]) -> None:
    from union_xl.model import UsageError, period

    if context.period is None or not one.part.period:
        return
    try:
        said = period(one.part.period)
    except UsageError:
        return
    now = context.period
    if said.start <= now.end and now.start <= said.end:
        return
    facts = {"期间": said.words, "本期": now.words}
    if _speaks_of(one.part, now.start, now.end):
        findings.append(Finding("L-PERIOD-LABEL", Place(one.book), facts=facts))
        return
    one.fate, one.reason = "待确认", "L-PERIOD"
    findings.append(Finding("L-PERIOD", Place(one.book), facts=facts))


def _speaks_of(part: FormPart, start: dt.date, end: dt.date) -> bool:
    """Whether any date in the rows, or 填报日期, lies in the period."""
    if part.filled_on and start <= part.filled_on <= end:
        return True
    for values in part.columns.values():
        for value in values:
            if isinstance(value, dt.date):
                day = value.date() if isinstance(value, dt.datetime) else value
                if start <= day <= end:
                    return True
            elif value is not None:
                break
    return False
