"""The clerk's edits, laid over the new returns three-way: as it was, as the clerk wants it, as it is now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from union_xl.ledgers.form import Column
from union_xl.merge.clerk_state import (
    BY_CLERK,
    EDIT_SIDES,
    KEEP_LEFT,
    KEEP_RIGHT,
    ClerkEdit,
    ClerkState,
    pair_key,
)
from union_xl.merge.keys import shown_key
from union_xl.merge.row_table import RowTable
from union_xl.model import ERROR, Conflict, Correction, Finding, Place
from union_xl.model.grid import as_said


def same(left: Any, right: Any) -> bool:
    """Whether two cells say the same, however they are stored (`3.0` and `3`, a date and its text)."""
    return left == right or as_said(left) == as_said(right)


def row_words(cells: Iterable[Any]) -> frozenset[str]:
    """What the cells of a row say, to know it again among the others of its line."""
    return frozenset(map(as_said, cells)) - {""}


def apply_clerk_edits(
    table: RowTable, base: ClerkState, columns: Mapping[str, Column]
) -> tuple[list[Conflict], list[Finding], list[Correction]]:
    """Apply the clerk's edits and deletions to one form; conflicts, findings and corrections for the
    books."""
    own = [edit for edit in base.edits if edit.form == table.slug]
    edits = [edit for edit in own if edit.column in table.titles]
    gone = [
        (place, key)
        for form, place, key in base.deleted
        if form == table.slug and place not in base.rows_to_keep
    ]
    if not own and not gone:
        return [], [], []
    where = _RowLocator(table, base, {edit.place for edit in edits} | {place for place, _ in gone})
    conflicts: list[Conflict] = []
    strange = [edit for edit in own if edit.column not in table.titles]
    findings = [_not_found("L-EDIT-ELSEWHERE", edit) for edit in strange]
    corrections = [_waiting(edit) for edit in strange]
    for edit in edits:
        index = where.row(edit.place, edit.key)
        if index is None:
            findings.append(_not_found("L-ORPHAN", edit))
            corrections.append(_waiting(edit))
            continue
        _apply(table, index, edit, columns, base, conflicts, findings, corrections)
    if any(edit.column in table.key_titles for edit in edits):
        table.keys = table.row_keys()
    for place, wanted in gone:
        index = where.row(place, wanted)
        if index is not None and table.carrier[index] == index and index not in table.held:
            table.hold(index, "L-DELETED")
    return conflicts, findings, corrections


def _not_found(rule: str, edit: ClerkEdit) -> Finding:
    facts = {"经办人": as_said(edit.after)}
    return Finding(rule, _cell(edit), edit.column, edit.before, facts, form=edit.form)


def _waiting(edit: ClerkEdit) -> Correction:
    """An edit whose row is not there: written down with its form, it waits for the row."""
    return Correction(_cell(edit), edit.column, edit.before, edit.after, BY_CLERK, form=edit.form)


def _cell(edit: ClerkEdit) -> Place:
    book, sheet, row = edit.place
    return Place(book, sheet, row, 0)


class _RowLocator:
    """Finds the row an edit speaks of: by its key among the kept rows, else at its old place."""

    def __init__(self, table: RowTable, base: ClerkState, places: set[tuple[str, str, int]]) -> None:
        books = {place[0] for place in places}
        self.table = table
        self.places: dict[tuple[str, str, int], list[tuple[int, bool]]] = {}
        for one in table.returns:
            if one.book in books:
                same_file = one.submission.sha256 in base.files
                for index in table.rows_of(one):
                    self.places.setdefault(table.place(index), []).append((index, same_file))
        self.keys: dict[str, int] = {}
        alive = table.kept_mask()
        for index, key in enumerate(table.keys):
            if key is not None and alive[index]:
                self.keys.setdefault(key, index)

    def row(self, place: tuple[str, str, int], key: str | None) -> int | None:
        here = self.places.get(place, [])
        alone = len(here) == 1  # tables side by side have several rows in one line
        for index, same_file in here:
            if self.table.keys[index] == key or (alone and (same_file or key is None)):
                return self.table.carrier[index]
        if key is not None and key in self.keys:
            return self.keys[key]
        return None


def _apply(
    table: RowTable,
    index: int,
    edit: ClerkEdit,
    columns: Mapping[str, Column],
    base: ClerkState,
    conflicts: list[Conflict],
    findings: list[Finding],
    corrections: list[Correction],
) -> None:
    place = table.cell(index, edit.column)
    after, wrong = tidied_edit(edit.after, columns.get(edit.column))
    now = table.value(index, edit.column)
    facts = {"经办人": as_said(edit.after), "新报送": as_said(now)}
    if wrong:
        findings.append(Finding("L-EDIT-BAD", place, edit.column, now, facts, form=edit.form))
        return
    if same(now, after):
        return
    if same(now, edit.before):
        table.change(index, edit.column, after)
        corrections.append(Correction(place, edit.column, edit.before, after, BY_CLERK))
        return
    tag = f"{shown_key(str(table.keys[index] or ''))} {edit.column}".strip()
    verdict = base.verdicts.get(pair_key(table.slug, tag, *EDIT_SIDES))
    words = verdict.words if verdict else ""
    left = {"标识": tag, "现按": "乙" if words == KEEP_RIGHT else "甲", "单位": "经办人", edit.column: after}
    right = {"单位": "单位新报送", edit.column: now}
    conflicts.append(Conflict("L-EDIT", table.slug, left, right, place, place, words))
    if words == KEEP_RIGHT:
        return
    settled = words == KEEP_LEFT
    table.change(index, edit.column, after)
    corrections.append(Correction(place, edit.column, now if settled else edit.before, after, BY_CLERK))
    if not settled:
        table.pending.add(index)
        findings.append(Finding("L-EDIT", place, edit.column, now, facts, form=edit.form))


def tidied_edit(value: Any, column: Column | None) -> tuple[Any, bool]:
    """The clerk's value in the form's own spelling, and whether it is unusable."""
    if value is None or column is None:
        return value, value is None and column is not None and column.need == "required"
    from union_xl import findings as catalogue

    tidied = column.kind.tidy(value)
    return tidied.value, bool(tidied.rule) and (tidied.value is None or catalogue.level(tidied.rule) == ERROR)
