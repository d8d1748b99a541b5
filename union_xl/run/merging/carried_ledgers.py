"""Ledgers that stand in the output folder and have no input now: carried on whole, and told.

A file that was read the same way before comes back as it was read; of any other the rows and held rows the
ledger has, as they were before the clerk changed them, so that the changes are laid over again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from union_xl import ledger_book, ledgers
from union_xl.ledgers.form import Form
from union_xl.merge import BY_HAND, LEDGER_CONTAINER, ClerkEdit, ClerkState, same
from union_xl.model import Finding, FormPart, HeldRow, LedgerError, Place, RunContext, Submission
from union_xl.model.rows import FILE, PENDING, ROW, SHEET, STATE
from union_xl.model.sheet_names import HANDLE, REASON
from union_xl.run.merging import previous_ledger
from union_xl.run.staging import LEDGER_FILE, RESTRICTED, RUN

if TYPE_CHECKING:
    from union_xl.ledger_book import LedgerIn

Known = Callable[[str, str], Submission | None]
"""(book, sha256) -> what was made of the file, if that is known."""

NOT_OF_THE_FORM = frozenset({"表", "原因", "说明", HANDLE, REASON, FILE, SHEET, ROW})


@dataclass(frozen=True)
class Carried:
    """What is carried on: the returns of the ledgers without input, and the ClerkState with what the clerk
    did to these ledgers."""

    submissions: tuple[Submission, ...]
    base: ClerkState


def carry_ledgers(
    path: Path,
    found: Sequence[Submission],
    context: RunContext,
    base: ClerkState,
    standing: Callable[[], ClerkState],
    known: Known,
    drop: Sequence[str] = (),
) -> Carried:
    """The returns of the ledger at `path` whose form no file of this run has.

    Args:
        base: the ClerkState of the run.  standing: that of the ledger at `path`, where it is another.
        known: files as they were read before.  drop: slugs of ledgers not to be carried on.

    Raises LedgerError when the ledger is needed and cannot be read.
    """
    there = {part.form for one in found for part in one.parts if part.read} | {*drop}
    all_forms = ledgers.forms_of(context)
    if not path.exists() or not any(_stands(path, form) for form in all_forms if form.slug not in there):
        return Carried((), base)
    ledger = _ledger(path, context)
    before = standing()
    made: list[Submission] = []
    carried: dict[Form, int] = {}
    for form in all_forms:
        own = list(_of_form(ledger, form, before, known)) if form.slug not in there else []
        if own:
            carried[form] = sum(part.read for one in own for part in one.parts)
            made += own
    if not made:
        return Carried((), base)
    lines = tuple(
        Finding("L-CARRIED", Place(path.name, form.short), facts={"台账": form.short, "行数": rows})
        for form, rows in carried.items()
    )
    made[0] = replace(made[0], findings=(*made[0].findings, *lines))
    base = base if before is base else _with_edits(base, before, {form.slug for form in carried})
    base = replace(base, settled=tuple(ledger_book.settled_pairs(ledger, [*carried], base.verdicts)))
    return Carried(tuple(_together(made)), base)


def without(
    path: Path, found: Sequence[Submission], context: RunContext, base: ClerkState, drop: Sequence[str]
) -> ClerkState:
    """The ClerkState without what the ledger at `path` says of ledgers that are dropped and come with no
    file."""
    there = {part.form for one in found for part in one.parts if part.read}
    gone = [form for form in ledgers.forms_of(context) if form.slug in drop and form.slug not in there]
    if not gone or not path.exists():
        return base
    shorts = {form.short for form in gone}
    try:
        held = _ledger(path, context).held
    except LedgerError:  # what cannot be read says nothing
        held = {}
    rows = zip(*(held.get(title, ()) for title in ("表", FILE, SHEET, ROW)), strict=False)
    places = {(str(book), str(sheet or ""), row) for short, book, sheet, row in rows if short in shorts}
    return base.without({form.slug for form in gone}, shorts, places)


def refuse_vanished(out: Path, context: RunContext, drop: Sequence[str]) -> None:
    """LedgerError where the restricted ledgers of the last run in `out` are not there any more: what the
    clerk did in them, and rows that come from nowhere else, would be gone."""
    if RESTRICTED not in ledger_book.outputs_of(out / RUN) or (out / RESTRICTED).exists():
        return
    apart = [form for form in ledgers.forms_of(context) if form.restricted and form.slug not in drop]
    names = [form.short for form in apart if _stands(out / LEDGER_FILE, form)]
    if names:
        wanted = " ".join(f"--drop {name}" for name in names)
        raise LedgerError(
            f"{out.name} 里原有的 {RESTRICTED}（{'、'.join(names)}）不见了，没有合并："
            f"请把它放回原处再试；确实不要了，加 {wanted}"
        )


def _stands(path: Path, form: Form) -> bool:
    """Whether the ledger at `path` may have rows of a form: as its run.json says, and where that is damaged
    it is looked for in the ledger itself."""
    try:
        forms = json.loads((path.parent / RUN).read_text("utf-8"))["forms"]
        return form.slug in forms and int(forms[form.slug]["read"]) > 0
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return True


def _ledger(path: Path, context: RunContext) -> LedgerIn:
    """The ledger as it was written, where that is known; else as it is."""
    written = previous_ledger.ledger_as_written(path, context, previous_ledger.open_restricted(path, context))
    if written is not None:
        return written
    declared = ledgers.forms_of(context)
    try:
        return ledger_book.read(path, declared, passwords=ledger_book.restricted.passwords_of(context))
    except LedgerError as error:
        raise LedgerError(f"{error}；原有的台账若不再需要，合并时加 --drop 台账名") from None


def _of_form(ledger: LedgerIn, form: Form, base: ClerkState, known: Known) -> Iterable[Submission]:
    """One submission for each file of the form."""
    files = zip(*(ledger.files.get(title, ()) for title in ("文件", "sha256", "表")), strict=False)
    digests = {str(book): str(sha or "") for book, sha, short in files if short == form.short}
    rows, held = _rows(ledger, form), _held(ledger, form)
    edits: dict[str, list[ClerkEdit]] = {}
    for edit in base.edits:
        if edit.form == form.slug:
            edits.setdefault(edit.place[0], []).append(edit)
    for book in dict.fromkeys((*digests, *rows, *held)):
        whole = _as_read(known(book, digests[book]), form) if digests.get(book) else None
        if whole is not None:
            yield whole
        elif book in rows or book in held:
            lines = rows.get(book, [])
            _undo(lines, edits.get(book, ()))
            part = _part(form, lines, held.get(book, ()))
            yield Submission(book, digests.get(book, ""), LEDGER_CONTAINER, "采用", parts=(part,))


def _as_read(one: Submission | None, form: Form) -> Submission | None:
    """What was read of a file, as far as it is of this form; None where nothing is."""
    if one is None:
        return None
    parts = tuple(part for part in one.parts if part.form == form.slug)
    sheets = {sheet for part in parts for sheet in part.where}
    if not parts or sheets & set(ledger_book.HELPERS):
        return None
    return replace(
        one,
        parts=parts,
        findings=tuple(f for f in one.findings if f.form == form.slug or f.place.sheet in sheets),
        corrections=tuple(m for m in one.corrections if m.form == form.slug or m.place.sheet in sheets),
        proposals=tuple(proposal for proposal in one.proposals if proposal[0] == form.slug),
    )


def _together(made: Sequence[Submission]) -> list[Submission]:
    """One submission for each file: a book may hold several of the forms."""
    whole: dict[tuple[str, str], Submission] = {}
    for one in made:
        first = whole.get((one.book, one.container))
        whole[one.book, one.container] = (
            one
            if first is None
            else replace(
                first,
                parts=(*first.parts, *one.parts),
                findings=(*first.findings, *one.findings),
                corrections=(*first.corrections, *one.corrections),
                proposals=(*first.proposals, *one.proposals),
            )
        )
    return list(whole.values())


def _undo(rows: Sequence[dict[str, Any]], edits: Iterable[ClerkEdit]) -> None:
    """Take back edits that are in the rows already: they are laid over again, and live on in 修正记录."""
    stands: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for row in rows:
        stands.setdefault((str(row[SHEET] or ""), row[ROW]), []).append(row)
    for edit in edits:
        for row in stands.get(edit.place[1:], ()):
            if same(row.get(edit.column), edit.after):
                row[edit.column] = edit.before
                break


def _rows(ledger: LedgerIn, form: Form) -> dict[str, list[dict[str, Any]]]:
    """{file: its kept rows}; rows the clerk typed come with the ClerkState."""
    made: dict[str, list[dict[str, Any]]] = {}
    for row in ledger.rows[form.slug].records() if form.slug in ledger.rows else ():
        if row[FILE] and row[FILE] != BY_HAND and isinstance(row[ROW], int):
            made.setdefault(str(row[FILE]), []).append(row)
    return made


def _part(form: Form, rows: Sequence[Mapping[str, Any]], held: Sequence[HeldRow]) -> FormPart:
    return FormPart(
        form.slug,
        "",
        {column.title: [row[column.title] for row in rows] for column in form.columns},
        [str(row[SHEET] or "") for row in rows],
        [int(row[ROW]) for row in rows],
        held=tuple(held),
        read=len(rows) + len(held),
        pending=frozenset(number for number, row in enumerate(rows) if row[STATE] == PENDING),
    )


def _held(ledger: LedgerIn, form: Form) -> dict[str, list[HeldRow]]:
    """{file: its rows on 暂缓}."""
    codes = {title: code for code, title in reversed(ledgers.rule_titles([form]).items())}
    made: dict[str, list[HeldRow]] = {}
    for values in zip(*ledger.held.values(), strict=True):
        row = dict(zip(ledger.held, values, strict=True))
        book, at = row.get(FILE), row.get(ROW)
        if row.get("表") != form.short or book in (None, BY_HAND) or not isinstance(at, int):
            continue
        why = tuple(codes[said] for said in str(row.get("原因") or "").split("；") if said in codes)
        never = NOT_OF_THE_FORM | form.never_kept_titles
        cells = {t: v for t, v in row.items() if v is not None and t not in never}
        unit = str(row.get(form.titled("unit")) or "")
        made.setdefault(str(book), []).append(
            HeldRow(str(row.get(SHEET) or ""), at, cells, why or ("L-WAITING",), unit)
        )
    return made


def _with_edits(base: ClerkState, before: ClerkState, slugs: set[str]) -> ClerkState:
    """The ClerkState of a run that starts from another ledger, with what the clerk did to these forms
    here."""
    return replace(
        base,
        files={**before.files, **base.files},
        edits=(*base.edits, *(edit for edit in before.edits if edit.form in slugs)),
        deleted=(*base.deleted, *(row for row in before.deleted if row[0] in slugs)),
        added=(*base.added, *(row for row in before.added if row[0] in slugs)),
        rows_to_keep=base.rows_to_keep | before.rows_to_keep,
        accepted=(*base.accepted, *before.accepted),
        closed=base.closed | before.closed,
        handled={**before.handled, **base.handled},
        verdicts={**before.verdicts, **base.verdicts},
    )
