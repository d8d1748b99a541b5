"""Identity numbers in their row: the declared document, swapped columns, likely corrections."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from union_xl.core import Suggestion
from union_xl.kinds import documents, resident
from union_xl.kinds.text import clean
from union_xl.ledgers.form import Role
from union_xl.validate.desk import Desk
from union_xl.validate.repairs import repairs

_FORMAL = frozenset(["ID-LENGTH", "ID-CHARS", "ID-FORM", "ID-CHECK", "ID-DATE"])


def settle(desk: Desk) -> None:
    """Judge again what the row knows better than the cell: another document, swapped cells; add
    suggestions.
    """
    if not (own := desk.form.titled("id")):
        return
    rows = [row for row, title in desk.blamed if title == own and desk.rule_at(row, own) in _FORMAL]
    dropped = [row for row in rows if _other_document(desk, row, own)]
    for row in rows:
        if row not in dropped and not _swapped(desk, row, own):
            _suggest(desk, row, own)
    if dropped:
        _withdraw(desk, dropped, own)
    if kind := desk.form.titled("id_type"):
        _infer_type(desk, own, kind)


def _infer_type(desk: Desk, own: str, kind: str) -> None:
    """A passport or permit whose document is not named: inferred from its looks, and told.  `own` is the
    column of the number, `kind` that of the document."""
    values = desk.values[kind]
    if None not in values:
        return
    for row, number in enumerate(desk.values[own]):
        if number is None or values[row] is not None or resident.is_resident(number):
            continue
        looks = documents.document_of(number)
        if looks is not None and looks != documents.RESIDENT and (row, kind) not in desk.blamed:
            at = kind if desk.place(row, kind).col else own
            desk.tell("ID-TYPE-BLANK", row, at, {"像": looks}, (Suggestion(looks, "号码的样式"),))
            desk.mend(row, kind, None, looks, "由证件号码的样式推断")
            values[row] = looks


def _other_document(desk: Desk, row: int, own: str) -> bool:
    """A passport and the like may look as it will; its number is kept as written."""
    kind = _beside(desk, row, "id_type")
    if kind in (None, documents.RESIDENT, documents.RESIDENCE_PERMIT):
        return False
    number = documents.compact(clean(desk.raw(row, own)))
    if not documents.fits(kind, number):
        return False
    desk.values[own][row] = number
    return True


def _withdraw(desk: Desk, rows: list[int], own: str) -> None:
    """Take back what was told about the numbers of these rows."""
    gone = {desk.blamed.pop((row, own)) for row in rows}
    for row in rows:
        left = [code for code in desk.held.pop(row, []) if code not in _FORMAL]
        if left:
            desk.held[row] = left
    kept = [number for number in range(len(desk.findings)) if number not in gone]
    moved = {old: new for new, old in enumerate(kept)}
    desk.findings[:] = [desk.findings[number] for number in kept]
    desk.speaks[:] = [desk.speaks[number] for number in kept]
    desk.blamed.update({cell: moved[number] for cell, number in desk.blamed.items() if number in moved})


def _swapped(desk: Desk, row: int, own: str) -> bool:
    """The name or the mobile is the identity number, which in turn is that: one fault in two cells."""
    number = clean(desk.raw(row, own))
    for title in filter(None, (desk.form.titled("person"), desk.form.titled("mobile"))):
        there = documents.compact(clean(desk.raw(row, title)))
        if number and resident.is_resident(there) and not desk.columns[title].kind.tidy(number).rule:
            _retell(desk, row, own, "SWAP-ID", {"列": title}, Suggestion(there, f"写在了“{title}”列"))
            _retell(desk, row, title, "SWAP-ID", {"列": own}, Suggestion(number, f"写在了“{own}”列"))
            return True
    return False


def _retell(desk: Desk, row: int, title: str, rule: str, facts: dict[str, Any], likely: Suggestion) -> None:
    number = desk.blamed.get((row, title))
    if number is None:
        desk.tell(rule, row, title, facts, (likely,))
        return
    old = desk.findings[number]
    desk.findings[number] = replace(old, rule=rule, facts=facts, suggestions=(likely,))
    codes = [code for code in desk.held.get(row, []) if code != old.rule]
    if desk.holds(rule):
        codes.append(rule)
    if codes:
        desk.held[row] = codes
    if desk.holds(rule):
        desk.values[title][row] = None


def _suggest(desk: Desk, row: int, own: str) -> None:
    """All equally good corrections of a resident's number, given the row's own birth date and gender."""
    birth, gender = _beside(desk, row, "birth"), _beside(desk, row, "gender")
    titles = desk.form.titled("birth"), desk.form.titled("gender")
    likely = repairs(documents.compact(clean(desk.raw(row, own))), birth, gender, titles)
    if likely:
        number = desk.blamed[row, own]
        desk.findings[number] = replace(desk.findings[number], suggestions=likely)


def _beside(desk: Desk, row: int, role: Role) -> Any:
    """What the row says in the column with a role; None where there is none."""
    title = desk.form.titled(role)
    return desk.values[title][row] if title in desk.values else None
