"""Identity numbers in their row: the declared document, swapped columns, likely corrections.

Every correction is itself valid.  Where the row's birth date or gender is known, only those that agree with
them are named, all equally good ones; without them there are too many, and only the surest are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from union_xl.check.check_state import CheckState
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


def repairs(
    number: str, birth: dt.date | str | None, gender: str | None, titles: tuple[str, str]
) -> tuple[Suggestion, ...]:
    """Candidates for a faulty number, best first; `birth` may be partial (`1990-03`); `titles` are
    the columns of birth and gender.

    >>> import datetime as dt
    >>> found = repairs("330105199003072031", dt.date(1990, 3, 7), "男", ("出生日期", "性别"))
    >>> "330105199003072013" in [one.value for one in found]
    True
    """
    found: dict[str, str] = {}
    start = str(birth).replace("-", "") if birth is not None else ""
    for candidate, why in _candidates(number):
        # the row's own birth date rules out most slips before the check is worked out
        if candidate[6 : 6 + len(start)] == start and candidate not in found and _agrees(candidate, gender):
            found[candidate] = why
    known = "、".join(title for title, value in zip(titles, (birth, gender), strict=True) if value)
    if not known and len(found) > 3:
        return ()
    likely = [Suggestion(value, why) for value, why in found.items()]
    if likely and known:
        also = "所列各项" if len(likely) > 1 else ""
        likely[0] = Suggestion(likely[0].value, f"{likely[0].why}；{also}与{known}相符")
    return tuple(likely)


def _candidates(number: str) -> Iterator[tuple[str, str]]:
    """Numbers one slip away, likeliest slips first; not yet checked."""
    if len(number) == 18:
        yield from _swaps(number)
        yield from _replaced(number)
    elif len(number) == 17:
        yield from _inserted(number)
    elif len(number) == 19:
        for place in range(19):
            yield number[:place] + number[place + 1 :], f"第{place + 1}位多写了{number[place]}"


def _swaps(number: str) -> Iterator[tuple[str, str]]:
    for place in range(17):
        if number[place] != number[place + 1]:
            swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
            yield swapped, f"第{place + 1}、{place + 2}位写反"


def _replaced(number: str) -> Iterator[tuple[str, str]]:
    """Another digit in one place."""
    for place in range(18):
        for digit in "0123456789X" if place == 17 else "0123456789":
            if digit != number[place]:
                changed = number[:place] + digit + number[place + 1 :]
                yield changed, f"第{place + 1}位{number[place]}改{digit}"


def _inserted(number: str) -> Iterator[tuple[str, str]]:
    for place in range(18):
        for digit in "0123456789X" if place == 17 else "0123456789":
            yield number[:place] + digit + number[place:], f"第{place + 1}位漏了{digit}"


def _agrees(candidate: str, gender: str | None) -> bool:
    """Valid, and of the row's gender where that is known."""
    if gender in ("男", "女") and resident_id.gender_of(candidate) != gender:
        return False
    return resident_id.is_resident(candidate)
