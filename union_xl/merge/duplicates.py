"""The same person, or the same unit, in two returns: both sides shown, counted once by a stated rule.

Rule: the row that changed last (`Form.movement`) counts; with equal days the unit with the smaller credit
code, then the smaller name (domain B-R2, §7).  Forms without that: the newest return counts.  The other row
is joined to the one that counts, which stays 待核 until the clerk decides; so a figure counts the person
once, whatever it asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from union_xl.merge.clerk_state import DIFFERENT, KEEP_LEFT, KEEP_RIGHT, TRANSFER, ClerkState, Verdict
from union_xl.merge.keys import duplicated_values, shown_key
from union_xl.merge.partial_keys import completed_keys
from union_xl.merge.row_table import RowTable
from union_xl.model import Conflict, Finding, HeldRow, Place, RunContext

SAME = "L-SAME"


def resolve_duplicates(
    stack: RowTable, context: RunContext, base: ClerkState
) -> tuple[list[Conflict], list[Finding]]:
    """Join rows with the same key from different returns; conflicts and findings for those that differ."""
    conflicts: list[Conflict] = []
    findings: list[Finding] = []
    codes = {unit.name: unit.code or "~" for unit in context.roster.units}
    for key, rows in _again(stack).items():
        _settle_key(key, rows, stack, codes, base, conflicts, findings)
    return conflicts, findings


def _again(stack: RowTable) -> dict[str, list[int]]:
    """{key: its kept rows} of keys that occur more than once, in the order of their first row."""
    alive, keys = stack.alive(), completed_keys(stack)
    return duplicated_values([key if kept else None for key, kept in zip(keys, alive, strict=True)])


def _settle_key(
    key: str,
    rows: list[int],
    stack: RowTable,
    codes: dict[str, str],
    base: ClerkState,
    conflicts: list[Conflict],
    findings: list[Finding],
) -> None:
    rows = _join_equal(rows, stack)
    active = [i for i in rows if not has_left(stack, i)]
    if len(active) < 2:
        return
    best = min(active, key=lambda i: _rank(stack, i, codes))
    verdicts = {i: _verdict(stack, key, best, i, base) for i in active if i != best}
    for i, (words, winner) in list(verdicts.items()):
        if words in (KEEP_LEFT, KEEP_RIGHT, TRANSFER) and winner == i:
            best = i
            break
    for i in active:
        if i == best:
            continue
        words, _ = _verdict(stack, key, best, i, base)
        kind = stack.form.two_units if stack.unit(i) != stack.unit(best) else SAME
        conflicts.append(_conflict(stack, kind, key, best, i, words))
        if words == DIFFERENT:
            continue
        if words == TRANSFER:
            _as_transfer(stack, best)
        elif words not in (KEEP_LEFT, KEEP_RIGHT):
            stack.pending.add(best)
            findings += _told(stack, kind, key, best, i)
        stack.join(i, best)


def _join_equal(rows: list[int], stack: RowTable) -> list[int]:
    """Rows of one unit that say the same are one row; what a unit returned carries what a ledger repeats, and
    a row that lacks a part of its key is carried by one that says all it does."""
    kept: list[int] = []
    blank = {i: [stack.value(i, title) for title in stack.key_titles].count(None) for i in rows}
    for index in sorted(rows, key=lambda i: (blank[i], stack.owner(i).from_ledger, i)):
        own = stack.values(index)
        onto = next(
            (
                i
                for i in kept
                if stack.unit(i) == stack.unit(index) and _carries(stack.values(i), own, blank[index] > 0)
            ),
            None,
        )
        if onto is None:
            kept.append(index)
        else:
            stack.join(index, onto)
    return kept


def _carries(values: dict[str, Any], others: dict[str, Any], part: bool) -> bool:
    return others.items() <= values.items() if part else others == values


def has_left(stack: RowTable, index: int) -> bool:
    movement = stack.form.movement
    return movement is not None and stack.value(index, movement.kind) in movement.left


def left_of(stack: RowTable, row: HeldRow) -> bool:
    """Whether a held row says that it no longer counts."""
    movement = stack.form.movement
    return movement is not None and row.cells.get(movement.kind) in movement.left


def _moves(stack: RowTable, left: int, right: int) -> str:
    """What both rows have that cannot be had in two units at once; '' where they are of one, or nothing is
    said of it."""
    movement = stack.form.movement
    return "" if movement is None or stack.unit(left) == stack.unit(right) else f"有{movement.standing}"


def _rank(stack: RowTable, index: int, codes: dict[str, str]) -> tuple[Any, ...]:
    """Smaller counts: the stated rule as a sort key."""
    unit = stack.unit(index)
    owner = stack.owner(index)
    if stack.form.movement:
        day = _ordinal(stack.value(index, stack.form.movement.day))
        return (-day, codes.get(unit, "~"), unit, owner.from_ledger, *_reversed_age(stack, index))
    return (owner.from_ledger, *_reversed_age(stack, index), codes.get(unit, "~"), unit)


def _reversed_age(stack: RowTable, index: int) -> tuple[int, int]:
    """Newer returns first, then the row that stands first."""
    return -stack.age_rank[stack.part[index]], index


def _ordinal(value: Any) -> int:
    if isinstance(value, dt.datetime):
        return value.date().toordinal()
    if isinstance(value, dt.date):
        return value.toordinal()
    digits = "".join(c for c in str(value or "") if c.isdigit())
    try:
        return dt.date(int(digits[:4]), int(digits[4:6] or 1), 1).toordinal() if len(digits) >= 4 else 0
    except ValueError:
        return 0


def sides(stack: RowTable, left: int, right: int) -> tuple[int, int]:
    """甲 and 乙, the same way round in every run: by unit, then file, then place."""
    if (stack.unit(right), *stack.place(right)) < (stack.unit(left), *stack.place(left)):
        return right, left
    return left, right


def _verdict(stack: RowTable, key: str, one: int, other: int, base: ClerkState) -> tuple[str, int]:
    """The clerk's words on a pair ('' when open), and the row they keep."""
    left, right = sides(stack, one, other)
    found: Verdict | None = base.verdicts.get(
        (stack.slug, shown_key(key), *sorted((stack.unit(left), stack.unit(right))))
    )
    if found is None:
        return "", one
    if found.words in (DIFFERENT, TRANSFER):
        return found.words, one
    wanted = found.left if found.words == KEEP_LEFT else found.right
    for index in (left, right):
        if (stack.unit(index), stack.owner(index).book) == wanted:
            return found.words, index
    for index in (left, right):
        if stack.unit(index) == wanted[0] and stack.unit(left) != stack.unit(right):
            return found.words, index
    return found.words, left if found.words == KEEP_LEFT else right


def _as_transfer(stack: RowTable, index: int) -> None:
    """处理 转会: the row that counts is a transfer, not a new member."""
    movement = stack.form.movement
    if movement and movement.moved and stack.value(index, movement.kind) == movement.joined:
        stack.change(index, movement.kind, movement.moved)


def _conflict(stack: RowTable, kind: str, key: str, best: int, other: int, words: str) -> Conflict:
    left, right = sides(stack, best, other)
    counted = "均保留" if words == DIFFERENT else ("甲" if best == left else "乙")
    return Conflict(
        kind,
        stack.slug,
        {
            "标识": shown_key(key),
            "现按": counted,
            "单位": stack.unit(left),
            **stack.values(left),
        },
        {"单位": stack.unit(right), **stack.values(right)},
        Place(*stack.place(left)),
        Place(*stack.place(right)),
        words,
    )


def _told(stack: RowTable, kind: str, key: str, best: int, other: int) -> Iterator[Finding]:
    """A pair told at both sides, each under its own unit."""
    left, right = sides(stack, best, other)
    facts = {
        "甲": stack.unit(left),
        "乙": stack.unit(right),
        **counted_by(stack.unit(best), stack.place(best), stack.unit(other), stack.place(other)),
        "标识": shown_key(key),
        "情形": _moves(stack, left, right) or "内容不同",
        "可选": ON_MOVED if _moves(stack, left, right) else ON_PAIR,
    }
    column = stack.key_titles[-1] if stack.key_titles else ""
    yield stack.tell(kind, best, column, facts, (Place(*stack.place(other)),))
    yield stack.tell(kind, other, column, facts, (Place(*stack.place(best)),))


def counted_by(unit: str, place: PlaceKey, other_unit: str, other: PlaceKey) -> dict[str, str]:
    """How a pair came, and by what it is counted for now: the unit, where there are two; else the file; else
    the row."""
    if unit != other_unit:
        return {"报送": "在两处报送", "现按": unit}
    if place[0] != other[0]:
        return {"报送": "在两份文件里报送", "现按": place[0]}
    row = f"第{place[2]}行" if place[1] == other[1] else f"{place[1]} 第{place[2]}行"
    return {"报送": "在同一份文件里填了两行", "现按": row}


Held = tuple[str, str, str, HeldRow]
"""(file, unit, form, row)."""
PlaceKey = tuple[str, str, int]
ON_PAIR, ON_MOVED, ON_HELD = (
    "保留甲、保留乙、不是同一人",
    "保留甲、保留乙、不是同一人、转会",
    "保留甲、不是同一人",
)
"""What the clerk may write about a held row (乙) beside a kept one (甲), two kept rows, and two in different
units where rows move."""
