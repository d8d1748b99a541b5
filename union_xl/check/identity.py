"""Identity numbers in their row: the declared document, swapped columns, likely corrections."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from union_xl.check.check_state import CheckState
from union_xl.check.repairs import repairs
from union_xl.kinds import identity_documents, resident_id
from union_xl.kinds.text import clean
from union_xl.ledgers.form import Role
from union_xl.model import Suggestion

_FORMAL = frozenset(["ID-LENGTH", "ID-CHARS", "ID-FORM", "ID-CHECK", "ID-DATE"])


def check_identity(state: CheckState) -> None:
    """Judge again what the row knows better than the cell: another document, swapped cells; add
    suggestions.
    """
    if not (own := state.form.titled("id")):
        return
    rows = [row for row, title in state.flagged if title == own and state.rule_at(row, own) in _FORMAL]
    dropped = [row for row in rows if _other_document(state, row, own)]
    for row in rows:
        if row not in dropped and not _swapped(state, row, own):
            _suggest(state, row, own)
    if dropped:
        _withdraw(state, dropped, own)
    if kind := state.form.titled("id_type"):
        _infer_type(state, own, kind)


def _infer_type(state: CheckState, own: str, kind: str) -> None:
    """A passport or permit whose document is not named: inferred from its looks, and told.  `own` is the
    column of the number, `kind` that of the document."""
    values = state.values[kind]
    if None not in values:
        return
    for row, number in enumerate(state.values[own]):
        if number is None or values[row] is not None or resident_id.is_resident(number):
            continue
        looks = identity_documents.document_of(number)
        if looks is not None and looks != identity_documents.RESIDENT and (row, kind) not in state.flagged:
            at = kind if state.place(row, kind).col else own
            state.add_finding("ID-TYPE-BLANK", row, at, {"像": looks}, (Suggestion(looks, "号码的样式"),))
            state.add_correction(row, kind, None, looks, "由证件号码的样式推断")
            values[row] = looks


def _other_document(state: CheckState, row: int, own: str) -> bool:
    """A passport and the like may look as it will; its number is kept as written."""
    kind = _beside(state, row, "id_type")
    if kind in (None, identity_documents.RESIDENT, identity_documents.RESIDENCE_PERMIT):
        return False
    number = identity_documents.compact(clean(state.raw(row, own)))
    if not identity_documents.fits(kind, number):
        return False
    state.values[own][row] = number
    return True


def _withdraw(state: CheckState, rows: list[int], own: str) -> None:
    """Take back what was told about the numbers of these rows."""
    gone = {state.flagged.pop((row, own)) for row in rows}
    for row in rows:
        left = [code for code in state.held.pop(row, []) if code not in _FORMAL]
        if left:
            state.held[row] = left
    kept = [number for number in range(len(state.findings)) if number not in gone]
    moved = {old: new for new, old in enumerate(kept)}
    state.findings[:] = [state.findings[number] for number in kept]
    state.subjects[:] = [state.subjects[number] for number in kept]
    state.flagged.update({cell: moved[number] for cell, number in state.flagged.items() if number in moved})


def _swapped(state: CheckState, row: int, own: str) -> bool:
    """The name or the mobile is the identity number, which in turn is that: one fault in two cells."""
    number = clean(state.raw(row, own))
    for title in filter(None, (state.form.titled("person"), state.form.titled("mobile"))):
        there = identity_documents.compact(clean(state.raw(row, title)))
        if number and resident_id.is_resident(there) and not state.columns[title].kind.tidy(number).rule:
            _retell(state, row, own, "SWAP-ID", {"列": title}, Suggestion(there, f"写在了“{title}”列"))
            _retell(state, row, title, "SWAP-ID", {"列": own}, Suggestion(number, f"写在了“{own}”列"))
            return True
    return False


def _retell(
    state: CheckState, row: int, title: str, rule: str, facts: dict[str, Any], likely: Suggestion
) -> None:
    number = state.flagged.get((row, title))
    if number is None:
        state.add_finding(rule, row, title, facts, (likely,))
        return
    old = state.findings[number]
    state.findings[number] = replace(old, rule=rule, facts=facts, suggestions=(likely,))
    codes = [code for code in state.held.get(row, []) if code != old.rule]
    if state.holds(rule):
        codes.append(rule)
    if codes:
        state.held[row] = codes
    if state.holds(rule):
        state.values[title][row] = None


def _suggest(state: CheckState, row: int, own: str) -> None:
    """All equally good corrections of a resident's number, given the row's own birth date and gender."""
    birth, gender = _beside(state, row, "birth"), _beside(state, row, "gender")
    titles = state.form.titled("birth"), state.form.titled("gender")
    likely = repairs(identity_documents.compact(clean(state.raw(row, own))), birth, gender, titles)
    if likely:
        number = state.flagged[row, own]
        state.findings[number] = replace(state.findings[number], suggestions=likely)


def _beside(state: CheckState, row: int, role: Role) -> Any:
    """What the row says in the column with a role; None where there is none."""
    title = state.form.titled(role)
    return state.values[title][row] if title in state.values else None
