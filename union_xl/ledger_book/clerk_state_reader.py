"""What an earlier ledger tells the next merge: decisions, and what the clerk changed in it.

The ledger as it was written is kept beside the output.  What differs from it now is the clerk's; edits of
earlier rounds stand in 修正记录, so that they live on in any copy of the workbook.  Without the written copy
only those, and the decisions, are known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from union_xl import findings as catalogue
from union_xl import ledgers
from union_xl.ledger_book.account_sheets import file_sheet
from union_xl.ledger_book.clerk_edits import (
    Edited,
    Returned,
    TypedRow,
    carried,
    edited,
    filled,
    held_by_hand,
    keys_of,
    typed_rows,
)
from union_xl.ledger_book.decisions import (
    accepted,
    cells,
    closed_findings,
    confirmed_bindings,
    noted_values,
    place_of,
    rows_to_keep,
    typed_into_files,
    typed_into_held,
    typed_statuses,
    verdicts,
    words_by_key,
    written_decisions,
)
from union_xl.ledger_book.held_rows import restore_held_rows
from union_xl.ledger_book.held_sheet import held_sheet
from union_xl.ledger_book.reading import Helper, LedgerIn, ledger_of
from union_xl.ledger_book.restricted import joined_sheets, passwords_of
from union_xl.ledger_book.sheet_changes import NO_SHEET
from union_xl.ledger_book.sheets import SheetContent
from union_xl.ledger_book.with_restricted import read
from union_xl.ledgers.form import RETURNED, Form
from union_xl.merge import BY_HAND, ClerkState
from union_xl.model import Finding, Ledger, Place, PlaceKey, RunContext
from union_xl.model.rows import FILE, ROW, SHEET, Rows
from union_xl.model.sheet_names import (
    COLUMNS,
    CORRECTIONS,
    DUPLICATES,
    FILES,
    FINDINGS,
    HELD,
    HELPERS,
    STATUS,
)

DELETED = catalogue.title("L-DELETED")


def clerk_state(
    path: Path, was: LedgerIn | None, declared: Sequence[Form] = (), passwords: Sequence[str] = ()
) -> ClerkState:
    """The earlier ledger as the next run needs it.

    `was` is the same ledger as it was written; None when it is not at hand.  Where it is not, or is another
    ledger's, the ClerkState is `unknown_before`: `clerk_state_against` compares with the returns read
    again.  Raises LedgerError.
    """
    now = read(path, declared, passwords=passwords, closely=True)
    known = ledgers.known(declared)
    if was is not None and now.files and _files(now) != _files(was):
        was = None
    if was is None:
        return replace(_base_of(now, None, known), unknown_before=True)
    whole, findings = restore_held_rows(_whole(now, was), was)
    made = _base_of(whole, was, known)
    return replace(made, slips=(*_missing(now, was), *findings, *made.slips))


def clerk_state_against(path: Path, ledger: Ledger, context: RunContext) -> ClerkState:
    """The earlier ledger at `path`, compared with `ledger`: the returns of this run, read and merged again.

    Every difference of a row from a file that is the same as then is the clerk's edit; where the file is
    another, both values are shown and the clerk decides.  Raises LedgerError.
    """
    known = list(ledgers.forms_of(context))
    now = read(path, known, passwords=passwords_of(context), closely=True)
    was = as_merged(ledger, path, context)
    then = _files(now)
    files = _files(was)
    returned = Returned(
        frozenset(book for book, _ in files),
        frozenset(book for book, sha in files if (book, sha) in then),
        {
            (str(book), str(short)): int(kept)
            for book, short, kept in cells(now.files, "文件", "表", "保留")
            if isinstance(kept, int)
        },
    )
    return _base_of(now, was, known, returned=returned)


def as_merged(ledger: Ledger, path: Path, context: RunContext) -> LedgerIn:
    """A ledger just merged, as it would be read from `path`, as far as comparing needs it."""
    pages = (held_sheet(ledger, context), file_sheet(ledger, context))
    return ledger_of(path, ledger.kept, {}, {page.name: _helper(page) for page in pages})


def _helper(one: SheetContent) -> Helper:
    return dict(zip(one.titles, map(list, one.columns), strict=True))


def _files(ledger: LedgerIn) -> frozenset[tuple[str, str]]:
    """The files a ledger was made of, with their content's digest."""
    return frozenset(
        (str(book), str(sha)) for book, sha in cells(ledger.files, "文件", "sha256") if book and sha
    )


def _whole(now: LedgerIn, was: LedgerIn) -> LedgerIn:
    """The ledger with the helper sheets somebody took out of it: what was decided there still counts."""
    names = ("held", "findings", "files", "statuses", "conflicts", "corrections", "proposals")
    lost = {name: getattr(was, name) for name in names if not getattr(now, name) and getattr(was, name)}
    return replace(now, **lost) if lost else now


def _missing(now: LedgerIn, was: LedgerIn) -> list[Finding]:
    """Helper sheets that are no longer there."""
    pairs = {
        HELD: "held",
        FINDINGS: "findings",
        FILES: "files",
        DUPLICATES: "conflicts",
        CORRECTIONS: "corrections",
    }
    pairs |= {STATUS: "statuses", COLUMNS: "proposals"}
    return [
        Finding(NO_SHEET, Place(now.path.name, sheet), facts={"改名": ""})
        for sheet, name in pairs.items()
        if not getattr(now, name) and getattr(was, name)
    ]


def _sheet_slips(now: LedgerIn, known: Sequence[Form]) -> list[Finding]:
    """Sheets of forms that were found under another name."""
    return [
        Finding(
            NO_SHEET,
            Place(now.path.name, form.short),
            facts={"改名": f"（改名为“{now.odd[form.slug].name}”）"},
        )
        for form in known
        if form.slug in now.odd and now.odd[form.slug].name
    ]


def clerk_state_after_write(
    pages: Sequence[SheetContent],
    ledger: Ledger,
    path: Path,
    context: RunContext,
    own: Sequence[SheetContent] = (),
) -> ClerkState:
    """What the next run would read from a ledger just written, if nobody changes it.

    `pages` are its sheets, as `write` gave them, `own` those of the restricted ledgers beside it.
    """
    known = list(ledgers.forms_of(context))
    rows = {form: ledger.kept[form.slug] for form in known if form.slug in ledger.kept}
    helpers, apart = (
        {one.name: _helper(one) for one in sheets if one.name in HELPERS} for sheets in (pages, own)
    )
    helpers = joined_sheets(helpers, apart) if own else helpers
    label = context.period.label if context.period else ""
    now = ledger_of(path, ledger.kept, {}, helpers, explanations=ledger.explanations, period=label)
    return _base_of(now, None, known, typed=_typed_in(now, rows), keys=_keys_in(rows))


def _numbered(rows: Sequence[tuple[str, Mapping[str, Any]]], typed: Sequence[TypedRow]) -> list[TypedRow]:
    """Rows numbered on from those there are of their form."""
    counts = Counter(slug for slug, *_ in typed)
    made: list[TypedRow] = []
    for slug, own in rows:
        counts[slug] += 1
        made.append((slug, counts[slug], own))
    return made


def _typed_in(now: LedgerIn, rows: Mapping[Form, Rows]) -> list[TypedRow]:
    """The rows the clerk typed, of rows just merged: every other has a place of its own."""
    return [
        (form.slug, count, filled(now, form, number))
        for form, kept in rows.items()
        for count, number in enumerate(sorted(kept.places({BY_HAND}).values()), 1)
    ]


def _keys_in(rows: Mapping[Form, Rows]) -> dict[tuple[str, str], list[str]]:
    """The row keys of each unit, of rows just merged."""
    made: dict[tuple[str, str], list[str]] = {}
    for form, kept in rows.items():
        if form.owed not in RETURNED:
            made[form.slug, ""] = list(filter(None, kept.keys()))
        elif title := form.titled("unit"):
            pairs = zip(kept.column(title), kept.keys(), strict=True)
            for unit, rows_of in groupby(pairs, itemgetter(0)):
                keys = [key for _, key in rows_of if key is not None]
                if unit and keys:
                    made.setdefault((form.slug, unit), []).extend(keys)
    return made


def _base_of(
    now: LedgerIn,
    was: LedgerIn | None,
    known: Sequence[Form],
    typed: list[TypedRow] | None = None,
    keys: Mapping[tuple[str, str], Collection[str]] | None = None,
    returned: Returned | None = None,
) -> ClerkState:
    before = now if was is None else was
    if was is None:
        added = [row for form in known for row in typed_rows(now, form)] if typed is None else typed
        found = Edited(carried(now, now, known), [], added)
    else:
        found = edited(now, was, known, returned)
    return ClerkState(
        period=now.period,
        files={str(sha): str(book) for sha, book in cells(now.files, "sha256", "文件") if sha and book},
        edits=tuple(found.edits),
        deleted=(*_already_deleted(now, known), *found.deleted),
        rows_to_keep=frozenset(rows_to_keep(now)),
        verdicts=verdicts(now, known),
        handled=words_by_key(now, known),
        keys=_keys(before, known) if keys is None else keys,
        confirmed=confirmed_bindings(now, known),
        chased=noted_values(now, "已催次数", lambda value: int(value) if str(value).isdigit() else 0),
        sealed=noted_values(now, "盖章件", str),
        typed_statuses=typed_statuses(now, was),
        added=(*found.typed, *_numbered(held_by_hand(now, known), found.typed)),
        explanations=now.explanations,
        accepted=accepted(now, was, known),
        closed=closed_findings(now),
        words=written_decisions(now, known),
        slips=(
            *_sheet_slips(now, known),
            *typed_into_files(now, before),
            *typed_into_held(now),
            *found.slips,
        ),
    )


def _already_deleted(now: LedgerIn, known: Sequence[Form]) -> list[tuple[str, PlaceKey, str | None]]:
    """Rows the clerk deleted from the ledger in an earlier round: they stand in 暂缓."""
    slugs = {form.short: form.slug for form in known}
    made: list[tuple[str, PlaceKey, str | None]] = []
    for short, why, *values in cells(now.held, "表", "原因", FILE, SHEET, ROW):
        place = place_of(*values)
        if place is not None and DELETED in str(why or "") and str(short) in slugs:
            made.append((slugs[str(short)], place, None))
    return made


def _keys(before: LedgerIn, known: Sequence[Form]) -> dict[tuple[str, str], frozenset[str]]:
    """The row keys each unit had, per form (of the office's own ledgers all under ''); only what the last
    ledger wrote counts."""
    made: dict[tuple[str, str], set[str]] = {}
    for form in known:
        rows = before.rows.get(form.slug)
        title = form.titled("unit")
        if rows is not None and form.owed not in RETURNED:
            made[form.slug, ""] = {key for key in keys_of(before, form) if key is not None}
        if rows is None or title not in rows.titles or form.owed not in RETURNED:
            continue
        own: dict[Any, set[str]] = {}
        for unit, key in zip(rows.column(title), keys_of(before, form), strict=True):
            if unit and key is not None:
                known_keys = own.get(unit)
                if known_keys is None:
                    known_keys = own[unit] = set()
                known_keys.add(key)
        for unit, found in own.items():
            made.setdefault((form.slug, str(unit)), set()).update(found)
    return {which: frozenset(keys) for which, keys in made.items()}
