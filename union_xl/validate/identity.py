"""Identity numbers in their row: the declared document, swapped columns, likely corrections."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from union_xl.core import Suggestion
from union_xl.kinds import documents, resident
from union_xl.kinds.text import clean
from union_xl.validate.desk import Desk
from union_xl.validate.repairs import repairs

ID, TYPE, NAME, MOBILE, GENDER, BIRTH = "证件号码", "证件类型", "姓名", "手机号码", "性别", "出生日期"
_FORMAL = frozenset(["ID-LENGTH", "ID-CHARS", "ID-FORM", "ID-CHECK", "ID-DATE"])


def settle(desk: Desk) -> None:
    """Judge again what the row knows better than the cell: another document, swapped cells; add
    suggestions.
    """
    if ID not in desk.columns:
        return
    rows = [row for row, title in desk.blamed if title == ID and desk.rule_at(row, ID) in _FORMAL]
    dropped = [row for row in rows if _other_document(desk, row)]
    for row in rows:
        if row not in dropped and not _swapped(desk, row):
            _suggest(desk, row)
    if dropped:
        _withdraw(desk, dropped)
    if TYPE in desk.columns:
        _infer_type(desk)


def _infer_type(desk: Desk) -> None:
    """A passport or permit whose document is not named: inferred from its looks, and told."""
    values = desk.values[TYPE]
    if None not in values:
        return
    for row, number in enumerate(desk.values[ID]):
        if number is None or values[row] is not None or resident.is_resident(number):
            continue
        looks = documents.document_of(number)
        if looks is not None and looks != documents.RESIDENT and (row, TYPE) not in desk.blamed:
            at = TYPE if desk.place(row, TYPE).col else ID
            desk.tell("ID-TYPE-BLANK", row, at, {"像": looks}, (Suggestion(looks, "号码的样式"),))
            desk.mend(row, TYPE, None, looks, "由证件号码的样式推断")
            values[row] = looks


def _other_document(desk: Desk, row: int) -> bool:
    """A passport and the like may look as it will; its number is kept as written."""
    kind = desk.values[TYPE][row] if TYPE in desk.values else None
    if kind in (None, documents.RESIDENT, documents.RESIDENCE_PERMIT):
        return False
    number = documents.compact(clean(desk.raw(row, ID)))
    if not documents.fits(kind, number):
        return False
    desk.values[ID][row] = number
    return True


def _withdraw(desk: Desk, rows: list[int]) -> None:
    """Take back what was told about the numbers of these rows."""
    gone = {desk.blamed.pop((row, ID)) for row in rows}
    for row in rows:
        left = [code for code in desk.held.pop(row, []) if code not in _FORMAL]
        if left:
            desk.held[row] = left
    kept = [number for number in range(len(desk.findings)) if number not in gone]
    moved = {old: new for new, old in enumerate(kept)}
    desk.findings[:] = [desk.findings[number] for number in kept]
    desk.speaks[:] = [desk.speaks[number] for number in kept]
    desk.blamed.update({cell: moved[number] for cell, number in desk.blamed.items() if number in moved})


def _swapped(desk: Desk, row: int) -> bool:
    """姓名 or 手机号码 holds the identity number, and 证件号码 what belongs there: one fault in two cells."""
    number = clean(desk.raw(row, ID))
    for title, holder in ((NAME, "姓名"), (MOBILE, "手机号码")):
        if title not in desk.columns:
            continue
        there = documents.compact(clean(desk.raw(row, title)))
        if number and resident.is_resident(there) and not desk.columns[title].kind.tidy(number).rule:
            _retell(desk, row, ID, "SWAP-ID", {"列": holder}, Suggestion(there, f"写在了“{holder}”列"))
            _retell(desk, row, title, "SWAP-ID", {"列": ID}, Suggestion(number, f"写在了“{ID}”列"))
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


def _suggest(desk: Desk, row: int) -> None:
    """All equally good corrections of a resident's number, given the row's own birth date and gender."""
    birth: dt.date | str | None = desk.values[BIRTH][row] if BIRTH in desk.values else None
    gender: str | None = desk.values[GENDER][row] if GENDER in desk.values else None
    likely = repairs(documents.compact(clean(desk.raw(row, ID))), birth, gender)
    if likely:
        number = desk.blamed[row, ID]
        desk.findings[number] = replace(desk.findings[number], suggestions=likely)
