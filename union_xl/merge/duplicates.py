"""The same person, or the same unit, in two returns: both sides shown, counted once by a stated rule.

Rule: the row that changed last (`Form.movement`) counts; with equal days the unit with the smaller credit
code, then the smaller name (domain B-R2, §7).  Forms without that: the newest return counts.  The other row
is joined to the one that counts, which stays 待核 until the clerk decides; so a figure counts the person
once, whatever it asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence, Set
from typing import Any

from union_xl.merge.clerk_state import DIFFERENT, KEEP_LEFT, KEEP_RIGHT, TRANSFER, ClerkState, Verdict
from union_xl.merge.keys import duplicated_values, shown_key
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
    alive = stack.alive().tolist()
    return duplicated_values([key if kept else None for key, kept in zip(stack.keys, alive, strict=True)])


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
    active = [i for i in rows if not _has_left(stack, i)]
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
        conflicts.append(_conflict(stack, kind, best, i, words))
        if words == DIFFERENT:
            continue
        if words == TRANSFER:
            _as_transfer(stack, best)
        elif words not in (KEEP_LEFT, KEEP_RIGHT):
            stack.pending.add(best)
            findings += _told(stack, kind, key, best, i)
        stack.join(i, best)


def _join_equal(rows: list[int], stack: RowTable) -> list[int]:
    """Rows of one unit that say the same are one row; what a unit returned carries what a ledger repeats."""
    kept: list[int] = []
    for index in sorted(rows, key=lambda i: (stack.owner(i).from_ledger, i)):
        onto = next(
            (
                i
                for i in kept
                if stack.unit(i) == stack.unit(index) and stack.values(i) == stack.values(index)
            ),
            None,
        )
        if onto is None:
            kept.append(index)
        else:
            stack.join(index, onto)
    return kept


def _has_left(stack: RowTable, index: int) -> bool:
    movement = stack.form.movement
    return movement is not None and stack.value(index, movement.kind) in movement.left


def _left(stack: RowTable, row: HeldRow) -> bool:
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
    return -stack.age_rank[int(stack.part[index])], index


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


def _conflict(stack: RowTable, kind: str, best: int, other: int, words: str) -> Conflict:
    left, right = sides(stack, best, other)
    counted = "均保留" if words == DIFFERENT else ("甲" if best == left else "乙")
    return Conflict(
        kind,
        stack.slug,
        {
            "标识": shown_key(str(stack.keys[best])),
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
        "现按": stack.unit(best) if stack.unit(left) != stack.unit(right) else stack.owner(best).book,
        "标识": shown_key(key),
        "情形": _moves(stack, left, right) or "内容不同",
        "可选": ON_MOVED if _moves(stack, left, right) else ON_PAIR,
    }
    column = stack.key_titles[-1] if stack.key_titles else ""
    yield stack.tell(kind, best, column, facts, (Place(*stack.place(other)),))
    yield stack.tell(kind, other, column, facts, (Place(*stack.place(best)),))


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


def possible_duplicates(
    stack: RowTable, held: Sequence[Held], base: ClerkState
) -> tuple[list[Conflict], list[Finding], dict[PlaceKey, PlaceKey]]:
    """Held rows that speak of the same as a kept row, by key, else by name and mobile: proposals only.

    Also gives the held rows that a kept row carries: by the clerk's decision, or because the same unit has
    sent the row again since, without its fault.
    """
    conflicts: list[Conflict] = []
    findings: list[Finding] = []
    carried: dict[PlaceKey, PlaceKey] = {}
    for book, unit, row, index, tag in _pairs(stack, held):
        place, named = (book, row.sheet, row.row), row.key is not None and stack.keys[index] == row.key
        if named and (_has_left(stack, index) or _left(stack, row)):
            continue
        if named and unit == stack.unit(index) and _sent_since(stack, book, index):
            carried[place] = stack.place(index)
            continue
        words, keeps = _on_held(stack, tag, index, unit, base)
        if keeps:
            carried[place] = stack.place(index)
        kind = "L-MAYBE"
        if named:
            kind = stack.form.two_units if unit != stack.unit(index) else SAME
        conflicts.append(
            Conflict(
                kind,
                stack.slug,
                {"标识": tag, "现按": "甲", "单位": stack.unit(index), **stack.values(index)},
                {"单位": unit, **row.cells},
                Place(*stack.place(index)),
                Place(*place),
                words,
            )
        )
        if not words:
            findings += _told_held(stack, kind, tag, index, book, unit, row)
    return conflicts, findings, carried


def _pairs(stack: RowTable, held: Sequence[Held]) -> Iterator[tuple[str, str, HeldRow, int, str]]:
    """(file, unit, held row, the kept row that may be the same, what names both)."""
    held = [one for one in held if not one[3].rules[0].startswith("L-")]  # the rest has no fault of its own
    keys = {row.key for *_, row in held if row.key is not None}
    by_key = _kept_named(stack, keys)
    name, mobile = stack.form.titled("person"), stack.form.titled("mobile")
    who = {id(row): _who(row, name) for *_, row in held}
    pairs = {pair for pair in who.values() if all(pair)} if name and mobile else set()
    by_name = _kept_with(stack, name, mobile, pairs) if pairs else {}
    for book, unit, _, row in held:
        if row.key is not None and row.key in by_key:
            yield book, unit, row, by_key[row.key], shown_key(row.key)
        elif who[id(row)] in by_name:
            yield book, unit, row, by_name[who[id(row)]], " ".join(who[id(row)])


def _kept_named(stack: RowTable, wanted: Set[str]) -> dict[str | None, int]:
    """{key: the first kept row it names} of those wanted."""
    found: dict[str | None, int] = {}
    alive = stack.alive()
    for index, key in enumerate(stack.keys):
        if key in wanted and alive[index]:
            found.setdefault(key, index)
    return found


def _sent_since(stack: RowTable, book: str, index: int) -> bool:
    """Whether the file of a kept row is newer than the file of a held one."""
    own = stack.owner(index)
    return any(one.age() < own.age() for one in stack.returns if one.book == book != own.book)


def _on_held(stack: RowTable, tag: str, index: int, unit: str, base: ClerkState) -> tuple[str, bool]:
    """The clerk's words on a held row ('' while open), and whether the kept row carries it by them."""
    found = base.verdicts.get((stack.slug, tag, *sorted((stack.unit(index), unit))))
    if found is None:
        return "", False
    if found.words == DIFFERENT:
        return found.words, False
    side = found.right if found.words == KEEP_RIGHT else found.left
    keeps = side[0] == stack.unit(index) and (unit != side[0] or side[1] == stack.owner(index).book)
    return (found.words, True) if keeps else ("", False)


def _told_held(
    stack: RowTable, kind: str, tag: str, index: int, book: str, unit: str, row: HeldRow
) -> Iterator[Finding]:
    """A kept row and a held one, told at both, each under its own unit."""
    column = stack.key_titles[-1] if kind != "L-MAYBE" and stack.key_titles else ""
    known = next((one.part for one in stack.returns if one.book == book), None)
    facts = {
        "甲": stack.unit(index),
        "乙": unit,
        "现按": stack.unit(index) if unit != stack.unit(index) else stack.owner(index).book,
        "标识": tag,
        "情形": "其中一行有错误、已暂缓" if kind == SAME else f"有报送，其中“{unit}”的一行有错误、已暂缓",
        "可选": ON_HELD,
    }
    if kind == "L-MAYBE":
        facts["情形"] = "证件号码不同" if row.key and stack.keys[index] else "没有可比的证件号码"
    place = Place(book, row.sheet, row.row)
    if known is not None and not known.beside:
        place = known.spot(book, row.sheet, row.row, column)
    yield stack.tell(kind, index, column, facts, (place,))
    seen = row.cells.get(column) if column else None
    others = (Place(*stack.place(index)),)
    yield Finding(kind, place, column, seen, facts, (), others, unit, stack.slug)


def _kept_with(
    stack: RowTable, name: str, mobile: str, wanted: set[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """{(name, mobile): the first kept row with both} of those wanted."""
    numbers = {number for _, number in wanted}
    found: dict[tuple[str, str], int] = {}
    alive = stack.alive()
    for index, number in enumerate(stack.column(mobile)):
        if number in numbers and alive[index] and (pair := (stack.value(index, name), number)) in wanted:
            found.setdefault(pair, index)
    return found


def _who(row: HeldRow, title: str) -> tuple[str, str]:
    """Name and mobile in cells as found; `title` is the column of names."""
    name = mobile = ""
    for header, value in row.cells.items():
        text = "".join(str(value).split()) if value is not None else ""
        if title and title in header and "紧急" not in header:
            name = name or text
        elif len(text) == 11 and text.isdigit() and text[0] == "1":
            mobile = mobile or text
    return name, mobile
