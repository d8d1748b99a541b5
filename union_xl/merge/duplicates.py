"""The same person, or the same unit, in two returns: both sides shown, counted once by a stated rule.

Rule: the row that changed last (`Form.movement`) counts; with equal days the unit with the smaller credit
code, then the smaller name (domain B-R2, §7).  Forms without that: the newest return counts.  The other row
is joined to the one that counts, which stays 待核 until the clerk decides; so a figure counts the person
once, whatever it asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from union_xl.ledgers.form import Form
from union_xl.ledgers.keys import SEPARATOR, parts_of
from union_xl.merge.clerk_state import DIFFERENT, KEEP_LEFT, KEEP_RIGHT, TRANSFER, ClerkState, pair_key
from union_xl.merge.keys import duplicated_values, shown_key
from union_xl.merge.row_table import RowTable
from union_xl.model import Conflict, Finding, HeldRow, Place, PlaceKey, RunContext

SAME = "L-SAME"


def resolve_duplicates(
    table: RowTable, context: RunContext, base: ClerkState
) -> tuple[list[Conflict], list[Finding]]:
    """Join rows with the same key from different returns; conflicts and findings for those that differ."""
    conflicts: list[Conflict] = []
    findings: list[Finding] = []
    codes = {unit.name: unit.code or "~" for unit in context.roster.units}
    for key, rows in _again(table).items():
        _settle_key(key, rows, table, codes, base, conflicts, findings)
    return conflicts, findings


def _again(table: RowTable) -> dict[str, list[int]]:
    """{key: its kept rows} of keys that occur more than once, in the order of their first row."""
    alive, keys = table.kept_mask(), completed_keys(table)
    return duplicated_values([key if kept else None for key, kept in zip(keys, alive, strict=True)])


def _settle_key(
    key: str,
    rows: list[int],
    table: RowTable,
    codes: dict[str, str],
    base: ClerkState,
    conflicts: list[Conflict],
    findings: list[Finding],
) -> None:
    rows = _join_equal(rows, table)
    active = [i for i in rows if not has_left(table, i)]
    if len(active) < 2:
        return
    best = min(active, key=lambda i: _rank(table, i, codes))
    verdicts = {i: _verdict(table, key, best, i, base) for i in active if i != best}
    for i, (words, winner) in list(verdicts.items()):
        if words in (KEEP_LEFT, KEEP_RIGHT, TRANSFER) and winner == i:
            best = i
            break
    for i in active:
        if i == best:
            continue
        words, _ = _verdict(table, key, best, i, base)
        kind = table.form.two_units if table.unit(i) != table.unit(best) else SAME
        conflicts.append(_conflict(table, kind, key, best, i, words))
        if words == DIFFERENT:
            continue
        if words == TRANSFER:
            _as_transfer(table, best)
        elif words not in (KEEP_LEFT, KEEP_RIGHT):
            table.pending.add(best)
            findings += _told(table, kind, key, best, i)
        table.join(i, best)


def _join_equal(rows: list[int], table: RowTable) -> list[int]:
    """Rows of one unit that say the same are one row; what a unit returned carries what a ledger repeats, and
    a row that lacks a part of its key is carried by one that says all it does."""
    kept: list[int] = []
    blank = {i: [table.value(i, title) for title in table.key_titles].count(None) for i in rows}
    for index in sorted(rows, key=lambda i: (blank[i], table.owner(i).from_ledger, i)):
        own = table.values(index)
        onto = next(
            (
                i
                for i in kept
                if table.unit(i) == table.unit(index) and _carries(table.values(i), own, blank[index] > 0)
            ),
            None,
        )
        if onto is None:
            kept.append(index)
        else:
            table.join(index, onto)
    return kept


def _carries(values: dict[str, Any], others: dict[str, Any], part: bool) -> bool:
    return others.items() <= values.items() if part else others == values


def has_left(table: RowTable, index: int) -> bool:
    movement = table.form.movement
    return movement is not None and table.value(index, movement.kind) in movement.left


def left_of(table: RowTable, row: HeldRow) -> bool:
    """Whether a held row says that it no longer counts."""
    movement = table.form.movement
    return movement is not None and row.cells.get(movement.kind) in movement.left


def _moves(table: RowTable, left: int, right: int) -> str:
    """What both rows have that cannot be had in two units at once; '' where they are of one, or nothing is
    said of it."""
    movement = table.form.movement
    return "" if movement is None or table.unit(left) == table.unit(right) else f"有{movement.standing}"


def _rank(table: RowTable, index: int, codes: dict[str, str]) -> tuple[Any, ...]:
    """Smaller counts: the stated rule as a sort key."""
    unit = table.unit(index)
    owner = table.owner(index)
    if table.form.movement:
        day = _ordinal(table.value(index, table.form.movement.day))
        return (-day, codes.get(unit, "~"), unit, owner.from_ledger, *_reversed_age(table, index))
    return (owner.from_ledger, *_reversed_age(table, index), codes.get(unit, "~"), unit)


def _reversed_age(table: RowTable, index: int) -> tuple[int, int]:
    """Newer returns first, then the row that stands first."""
    return -table.age_rank[table.return_number[index]], index


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


def sides(table: RowTable, left: int, right: int) -> tuple[int, int]:
    """甲 and 乙, the same way round in every run: by unit, then file, then place."""
    if (table.unit(right), *table.place(right)) < (table.unit(left), *table.place(left)):
        return right, left
    return left, right


def _verdict(table: RowTable, key: str, one: int, other: int, base: ClerkState) -> tuple[str, int]:
    """The clerk's words on a pair ('' when open), and the row they keep."""
    left, right = sides(table, one, other)
    found = base.verdicts.get(pair_key(table.slug, shown_key(key), table.unit(left), table.unit(right)))
    if found is None:
        return "", one
    if found.words in (DIFFERENT, TRANSFER):
        return found.words, one
    wanted = found.left if found.words == KEEP_LEFT else found.right
    for index in (left, right):
        if (table.unit(index), table.owner(index).book) == wanted:
            return found.words, index
    for index in (left, right):
        if table.unit(index) == wanted[0] and table.unit(left) != table.unit(right):
            return found.words, index
    return found.words, left if found.words == KEEP_LEFT else right


def _as_transfer(table: RowTable, index: int) -> None:
    """处理 转会: the row that counts is a transfer, not a new member."""
    movement = table.form.movement
    if movement and movement.moved and table.value(index, movement.kind) == movement.joined:
        table.change(index, movement.kind, movement.moved)


def _conflict(table: RowTable, kind: str, key: str, best: int, other: int, words: str) -> Conflict:
    left, right = sides(table, best, other)
    counted = "均保留" if words == DIFFERENT else ("甲" if best == left else "乙")
    return Conflict(
        kind,
        table.slug,
        {
            "标识": shown_key(key),
            "现按": counted,
            "单位": table.unit(left),
            **table.values(left),
        },
        {"单位": table.unit(right), **table.values(right)},
        Place(*table.place(left)),
        Place(*table.place(right)),
        words,
    )


def _told(table: RowTable, kind: str, key: str, best: int, other: int) -> Iterator[Finding]:
    """A pair told at both sides, each under its own unit."""
    left, right = sides(table, best, other)
    facts = {
        "甲": table.unit(left),
        "乙": table.unit(right),
        **counted_by(table.unit(best), table.place(best), table.unit(other), table.place(other)),
        "标识": shown_key(key),
        "情形": _moves(table, left, right) or "内容不同",
        "可选": ON_MOVED if _moves(table, left, right) else ON_PAIR,
    }
    column = table.key_titles[-1] if table.key_titles else ""
    yield table.tell(kind, best, column, facts, (Place(*table.place(other)),))
    yield table.tell(kind, other, column, facts, (Place(*table.place(best)),))


def counted_by(unit: str, place: PlaceKey, other_unit: str, other: PlaceKey) -> dict[str, str]:
    """How a pair came, and by what it is counted for now: the unit, where there are two; else the file; else
    the row."""
    if unit != other_unit:
        return {"报送": "在两处报送", "现按": unit}
    if place[0] != other[0]:
        return {"报送": "在两份文件里报送", "现按": place[0]}
    row = f"第{place[2]}行" if place[1] == other[1] else f"{place[1]} 第{place[2]}行"
    return {"报送": "在同一份文件里填了两行", "现按": row}


ON_PAIR, ON_MOVED, ON_HELD = (
    "保留甲、保留乙、不是同一人",
    "保留甲、保留乙、不是同一人、转会",
    "保留甲、不是同一人",
)
"""What the clerk may write about a held row (乙) beside a kept one (甲), two kept rows, and two in different
units where rows move."""


Parts = tuple[str, ...]


def completed_keys(table: RowTable) -> list[str | None]:
    """The keys of a table; a kept row without one that says who has that of a row of the same person which
    contradicts it in no part, else one with blanks."""
    if None not in table.keys:
        return table.keys
    keys = list(table.keys)
    alive = table.kept_mask()
    for number, titles in enumerate(table.form.keys):
        who = _who(table.form, titles)
        lacking = [i for i, key in enumerate(keys) if key is None and alive[i]] if who else []
        rows = [(row, i) for row, i in _parts(table, titles, lacking) if all(row[at] for at in who)]
        people = {tuple(row[at] for at in who): set[Parts]() for row, _ in rows}
        for key, kept in zip(table.keys, alive, strict=True):
            tag, *parts = (key or "").split(SEPARATOR) if people and kept else ("",)
            if tag == str(number) and (one := tuple(parts[at] for at in who)) in people:
                people[one].add(tuple(parts))
        for row, index in sorted(rows, key=lambda one: (one[0].count(""), one[0])):
            same = people[tuple(row[at] for at in who)]
            taken = min((one for one in same if _agree(one, row)), default=row)
            same.add(taken)
            keys[index] = SEPARATOR.join((str(number), *taken))
    return keys


def _parts(table: RowTable, titles: Parts, rows: Sequence[int]) -> list[tuple[Parts, int]]:
    """What some rows say of the parts of a key, '' for a blank."""
    roles = [table.form.by_title[title].role for title in titles]
    columns = [
        parts_of(role, [table.value(i, title) for i in rows])
        for role, title in zip(roles, titles, strict=True)
    ]
    return [(tuple(part or "" for part in row), i) for *row, i in zip(*columns, rows, strict=True)]


def _agree(one: Parts, other: Parts) -> bool:
    return all(not a or not b or a == b for a, b in zip(one, other, strict=True))


def _who(form: Form, titles: Parts) -> list[int]:
    """Where a key of several parts has the number, or the name and the unit, of a person."""
    roles: list[str] = [form.by_title[title].role for title in titles]
    whole = ("id",) if "id" in roles else ("person", "unit")
    return [roles.index(role) for role in whole] if {*whole} < {*roles} else []
