"""Rows of the last ledger that no return has now: a file was taken away, or a list has become shorter."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher

from union_xl.ledgers.form import RETURNED, Form
from union_xl.ledgers.keys import SEPARATOR, key_titles, parts_of
from union_xl.merge.clerk_state import ClerkEdit, ClerkState
from union_xl.merge.row_table import RowTable
from union_xl.model import Finding, Place, RunContext

MANY = 20
"""More units than this are told in one line."""
_TYPED, _COMPARED = 3, 10_000
"""Characters that may be other ones in a corrected number or name; pairs of keys compared at most."""


def missing_rows(
    table: RowTable,
    read: Collection[str | None],
    base: ClerkState,
    context: RunContext,
    findings: Collection[Finding],
) -> Iterator[Finding]:
    """One finding per unit (one for a ledger the office keeps itself, and for the last ledger of another
    period) that lacks rows of the last ledger.

    `read` are the keys of the rows as the returns say them, before the clerk's edits; `findings` the
    findings so far: where a shorter list is asked about already, nothing is added.  A row whose key was
    corrected is no missing row.
    """
    if not base.keys:
        return
    lacking = _lacking(table, read, base, findings)
    if not lacking:
        return
    new = _new_keys(table, base)
    counted = {
        unit: (len(_lost(gone, new.get(unit, []), table.form)), was) for unit, (gone, was) in lacking.items()
    }
    fewer = {unit: counts for unit, counts in sorted(counted.items()) if counts[0]}
    label = context.period.label if context.period else ""
    if len(fewer) > (MANY if base.period == label else 1):
        first, few, was = next(iter(fewer)), *map(sum, zip(*fewer.values(), strict=True))
        fewer = {f"{first}等{len(fewer)}家": (few, was)}
    for unit, (few, was) in fewer.items():
        facts = {"台账": table.form.short, "单位名": unit or "本级", "缺少": few, "原有": was}
        yield Finding(
            "L-GONE", Place("汇总台账.xlsx", table.form.short), facts=facts, unit=unit, form=table.slug
        )


def _lacking(
    table: RowTable, read: Collection[str | None], base: ClerkState, findings: Collection[Finding]
) -> dict[str, tuple[list[str], int]]:
    """{unit: the keys it had and nothing has now, how many it had}."""
    taken_out = {key for form, _, key in base.deleted if form == table.slug}
    held = [row.key for one in table.returns for row in one.part.held]
    known = {*read, *table.keys, *held, *taken_out}
    asked = {one.unit for one in findings if one.rule == "L-SHRUNK" and one.form == table.slug}
    return {
        unit: (gone, len(keys))
        for (form, unit), keys in base.keys.items()
        if form == table.slug and unit not in asked and (gone := [key for key in keys if key not in known])
    }


def _new_keys(table: RowTable, base: ClerkState) -> dict[str, list[str]]:
    """{unit: the keys it did not have in the last ledger}, of kept and held rows; '' is the office with all
    that it keeps itself."""
    before = {key for (form, _), keys in base.keys.items() if form == table.slug for key in keys}
    own = ((table.unit(i), table.keys[i]) for i in range(len(table)) if table.carrier[i] == i)
    held = ((table.unit_held(one, row), row.key) for one in table.returns for row in one.part.held)
    found: dict[str, list[str]] = {}
    for unit, key in (*own, *held):
        if key not in before:
            found.setdefault(unit if table.form.owed in RETURNED else "", []).append(key or "")
    return found


def _lost(gone: list[str], new: list[str], form: Form) -> list[str]:
    """The keys of `gone` that none of the `new` ones is a correction of (each of one at most)."""
    if len(gone) * len(new) > _COMPARED:
        return gone
    left, lost = list(new), []
    for key in gone:
        corrected = next((one for one in left if _corrects(key, one, form)), None)
        if corrected is None:
            lost.append(key)
        else:
            left.remove(corrected)
    return lost


def _corrects(before: str, now: str, form: Form) -> bool:
    """One number or name of the key has a few other characters, or the row goes by another of the form's keys
    (by none, where it is held)."""
    (tag, *was), (other, *is_now) = before.split(SEPARATOR), now.split(SEPARATOR)
    if tag != other:
        return True
    differing = [n for n, (old, new) in enumerate(zip(was, is_now, strict=False)) if old != new]
    if len(was) != len(is_now) or len(differing) != 1:
        return False
    column = form.by_title[key_titles(form, before)[differing[0]]]
    old, new = was[differing[0]], is_now[differing[0]]
    names = column.privacy in ("id", "name") or column.role in ("unit", "unit_code")
    near = max(0.5, 1 - 2 * _TYPED / (len(old) + len(new)))
    return names and SequenceMatcher(None, old, new, autojunk=False).ratio() >= near


def as_returned(key: str, form: Form, edits: Sequence[ClerkEdit]) -> str:
    """The key that a row of the last ledger has in its return, where one of the `edits` changed it."""
    titles = key_titles(form, key)
    tag, *parts = key.split(SEPARATOR)
    for edit in edits:
        if edit.column in titles:
            role, at = form.by_title[edit.column].role, titles.index(edit.column)
            before, after = parts_of(role, [edit.before, edit.after])
            parts[at] = before or "" if parts[at] == after else parts[at]
    return SEPARATOR.join([tag, *parts])
