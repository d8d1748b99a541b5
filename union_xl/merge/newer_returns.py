"""Several returns of one unit: copies, newer ones in place of older ones, and lists that look incomplete."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from union_xl.ledgers.form import RETURNED
from union_xl.merge.clerk_state import AS_ADDITION, AS_WHOLE, BY_HAND, ClerkState
from union_xl.merge.held_matching import match_held
from union_xl.merge.incoming import REPORTED, FormReturn, replaces_older
from union_xl.merge.missing_rows import as_returned
from union_xl.merge.newer_rows import differing_row, replace_row
from union_xl.merge.row_table import RowTable
from union_xl.model import Finding, HeldRow, Place, RunContext

STAYS = ("", "", 0)
"""In place of a carrier: the row stays held, though a newer list has taken the place of its own."""
LACKING_SHARE = 0.2
"""A full return lacking more than this share of the earlier keys is 待确认 (parameter lacking_share)."""


def resolve_versions(table: RowTable, context: RunContext, base: ClerkState) -> list[Finding]:
    """Decide between the returns of each unit; findings for what a person must look at."""
    findings: list[Finding] = []
    for one in table.returns:
        if one.copy_of is None and one.fate in ("待确认", "未能读取", "忽略"):
            for index in table.rows_of(one):
                table.hold(index, one.reason if one.reason == "L-REFUSED" else "L-WAITING")
    for group in _groups(table):
        if len(group) > 1:
            _resolve_group(group, table, context, base, findings)
        _compare_with_base(group, table, context, base, findings)
    for one in table.returns:
        if one.copy_of is not None:
            _join_copy(one, one.copy_of, table)
    _join_held_copies(table)
    return findings


def _join_held_copies(table: RowTable) -> None:
    """A held row that a ledger among the returns has copied from another file of this run is that file's."""
    copies = [one for one in table.returns if one.from_ledger and one.part.held]
    if not copies:
        return
    originals: dict[tuple[str, str], tuple[str, str, int]] = {}
    for one in table.returns:
        if one.from_ledger or one.copy_of is not None:
            continue
        for number, row in enumerate(one.part.held):
            if row.key is not None and one.held_carriers.get(number, STAYS) == STAYS:
                originals.setdefault((row.unit or one.unit, row.key), (one.book, row.sheet, row.row))
        for index in table.rows_of(one):
            key = table.keys[index]
            if key is not None and index in table.held:
                originals.setdefault((table.unit(index), key), table.place(index))
    for one in copies:
        for number, row in enumerate(one.part.held):
            onto = originals.get((row.unit or one.unit, row.key)) if row.key is not None else None
            if onto is not None and one.held_carriers.get(number, STAYS) == STAYS:
                one.held_carriers[number] = onto


def _groups(table: RowTable) -> list[list[FormReturn]]:
    """The returns of each unit that take part, older first; one of unknown unit stands alone.  Of a ledger
    that units do not return all files are the office's."""
    groups: dict[tuple[str, str], list[FormReturn]] = {}
    kept_here = table.form.owed not in RETURNED
    for one in table.returns:
        takes_part = one.part.unit_how != REPORTED and one.book != BY_HAND
        if one.copy_of is None and one.fate == "采用" and takes_part:
            sender = ("", "") if kept_here else (one.unit, "" if one.unit else one.book)
            groups.setdefault(sender, []).append(one)
    return [sorted(group, key=FormReturn.age) for group in groups.values()]


def _join_copy(one: FormReturn, original: FormReturn, table: RowTable) -> None:
    for index, onto in zip(table.rows_of(one), table.rows_of(original), strict=True):
        table.join(index, onto)
    for number, row in enumerate(original.part.held):
        carrier = original.held_carriers.get(number, STAYS)
        one.held_carriers[number] = carrier if carrier != STAYS else (original.book, row.sheet, row.row)


def _resolve_group(
    group: list[FormReturn], table: RowTable, context: RunContext, base: ClerkState, findings: list[Finding]
) -> None:
    share = float(context.settings.params.get("lacking_share", LACKING_SHARE))
    effective = {table.keys[i]: i for i in table.rows_of(group[0]) if table.keys[i] is not None}
    standing = [group[0]]
    for one in group[1:]:
        if one.from_ledger:  # ledgers of several offices complete each other; where they differ, it is told
            effective = {
                table.keys[i]: i for i in table.rows_of(one) if table.keys[i] is not None
            } | effective
            standing.append(one)
            continue
        words = base.file_verdict(one.book)
        full = (
            replaces_older(table.form, context) and not one.part.spots
        )  # a card is one row, never the whole
        full = full if words not in (AS_WHOLE, AS_ADDITION) else words == AS_WHOLE
        same_book = any(other.book == one.book for other in standing)
        own = {table.keys[i]: i for i in table.rows_of(one) if table.keys[i] is not None}
        lacking = effective.keys() - own.keys()
        newest = standing[-1]
        if full and not same_book and words != AS_WHOLE and len(lacking) > share * len(effective):
            _wait(one, effective, table)
            one.detail = newest.book
            facts = {"另一文件": newest.book, "缺少": len(lacking), "原有": len(effective)}
            findings.append(_of_file("L-PARTIAL", one, facts))
            continue
        if full and not same_book:
            _take_place(one, standing, own, table, base, findings)
            effective, standing = own, [one]
        else:
            for key in [key for key in own if key in effective]:
                findings += differing_row(effective[key], own[key], table)
                replace_row(effective[key], own[key], table, findings)
            if table.form.owed not in RETURNED and not same_book:
                _join_unnamed(one, standing, table)
            effective |= own
            standing.append(one)
            match_held(one, standing[:-1], own, table, False)
    _take_up(group, effective, table, findings)
    for older in group:
        if older is not group[-1] and older.part.kept and older.fate == "采用":
            rows = table.rows_of(older)
            if not any(table.carrier[i] == i and i not in table.held for i in rows):
                newer = next((o for o in reversed(group) if o.fate == "采用"), group[-1])
                older.fate, older.reason, older.detail = "被替代", "L-OLDER", newer.book


def _take_up(
    group: list[FormReturn], effective: dict[str | None, int], table: RowTable, findings: list[Finding]
) -> None:
    """A row that one newer list lacks and a yet newer one brings again is carried by that."""
    for index in (i for older in group for i in table.rows_of(older)):
        onto = effective.get(table.keys[index]) if table.keys[index] is not None else None
        if table.held.get(index) == "L-SUPERSEDED" and onto is not None and onto not in table.held:
            del table.held[index]
            replace_row(index, onto, table, findings)


def _wait(one: FormReturn, effective: dict[str | None, int], table: RowTable) -> None:
    """An incomplete-looking list: rows that say the same are joined, the others wait."""
    one.fate, one.reason = "待确认", "L-PARTIAL"
    for index in table.rows_of(one):
        older = effective.get(table.keys[index]) if table.keys[index] is not None else None
        if older is not None and table.values(index) == table.values(older):
            table.join(index, older)
        else:
            table.hold(index, "L-WAITING")


def _take_place(
    one: FormReturn,
    standing: list[FormReturn],
    own: dict[str | None, int],
    table: RowTable,
    base: ClerkState,
    findings: list[Finding],
) -> None:
    """A full list takes the place of everything before it; rows it lacks are held, never dropped."""
    by_content = {tuple(table.values(i).items()): i for i in table.rows_of(one) if table.keys[i] is None}
    for older in standing:
        for index in table.rows_of(older):
            if table.carrier[index] != index or index in table.held:
                continue
            key = table.keys[index]
            onto = own.get(key) if key is not None else by_content.get(tuple(table.values(index).items()))
            if onto is not None:
                replace_row(index, onto, table, findings)
            elif table.place(index) not in base.rows_to_keep:
                table.hold(index, "L-SUPERSEDED")
        if older.part.kept == 0:
            older.fate = "被替代"
        older.reason, older.detail = "L-OLDER", one.book
        if older.fate == "采用" and older.part.kept:
            older.fate = "被替代"
    match_held(one, standing, own, table, True)
    for older in standing:
        for number in range(len(older.part.held)):
            if number not in older.held_carriers:
                older.held_carriers[number] = STAYS


def _join_unnamed(one: FormReturn, before: list[FormReturn], table: RowTable) -> None:
    """Rows of the office's own ledger that nothing names and that an earlier file has word for word."""
    by_content = {tuple(table.values(i).items()): i for i in table.rows_of(one) if table.keys[i] is None}
    for index in (i for older in before for i in table.rows_of(older) if by_content):
        onto = by_content.get(tuple(table.values(index).items())) if table.keys[index] is None else None
        if onto is not None and table.carrier[index] == index and index not in table.held:
            table.join(index, onto)


def _compare_with_base(
    group: list[FormReturn], table: RowTable, context: RunContext, base: ClerkState, findings: list[Finding]
) -> None:
    """A full list much shorter than what the last ledger had of this unit: kept, marked 待核, and told."""
    unit, newest = group[0].unit, group[-1]
    if not unit or not replaces_older(table.form, context) or any(one.part.spots for one in group):
        return
    if base.file_verdict(newest.book) or newest.submission.sha256 in base.files or newest.from_ledger:
        return
    earlier = frozenset(base.keys.get((table.slug, unit), ()))
    if not earlier:
        return
    now = {table.keys[i] for one in group for i in table.rows_of(one)}
    keyed = {title for key in table.form.keys for title in key}
    edits = [edit for edit in base.edits if edit.form == table.slug and edit.column in keyed]
    lacking = sum(as_returned(key, table.form, edits) not in now for key in earlier - now)
    share = float(context.settings.params.get("lacking_share", LACKING_SHARE))
    if lacking > share * len(earlier):
        newest.fate, newest.reason = "待确认", "L-SHRUNK"
        table.pending.update(i for i in table.rows_of(newest) if i not in table.held)
        facts = {"缺少": lacking, "原有": len(earlier)}
        findings.append(_of_file("L-SHRUNK", newest, facts))


def _of_file(rule: str, one: FormReturn, facts: Mapping[str, Any]) -> Finding:
    """What a file says of one form and unit."""
    return Finding(rule, Place(one.book), facts=facts, unit=one.unit, form=one.part.form)


def held_fates(
    one: FormReturn,
) -> tuple[list[tuple[HeldRow, str]], list[tuple[HeldRow, tuple[str, str, int]]]]:
    """The held rows of a return: those that stay held (with an extra rule), and those a newer row carries."""
    stay, carried = [], []
    for number, row in enumerate(one.part.held):
        carrier = one.held_carriers.get(number)
        if carrier is None:
            stay.append((row, ""))
        elif carrier == STAYS:
            stay.append((row, "L-SUPERSEDED"))
        else:
            carried.append((row, carrier))
    return stay, carried
