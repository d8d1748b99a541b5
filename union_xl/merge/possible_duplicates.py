"""Held rows that speak of the same as a kept row: shown to the clerk as pairs, never joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from union_xl.merge.clerk_state import DIFFERENT, KEEP_RIGHT, ClerkState, pair_key
from union_xl.merge.duplicates import ON_HELD, SAME, counted_by, has_left, left_of
from union_xl.merge.keys import shown_key
from union_xl.merge.row_table import RowTable
from union_xl.model import Conflict, Finding, HeldEntry, HeldRow, Place, PlaceKey


def possible_duplicates(
    table: RowTable, held: Sequence[HeldEntry], base: ClerkState
) -> tuple[list[Conflict], list[Finding], dict[PlaceKey, PlaceKey]]:
    """Held rows that speak of the same as a kept row, by key, else by name and mobile: proposals only.

    Also gives the held rows that a kept row carries: by the clerk's decision, or because the same unit has
    sent the row again since, without its fault.
    """
    conflicts: list[Conflict] = []
    findings: list[Finding] = []
    carried: dict[PlaceKey, PlaceKey] = {}
    for book, unit, row, index, tag in _pairs(table, held):
        place, named = (book, row.sheet, row.row), row.key is not None and table.keys[index] == row.key
        if named and (has_left(table, index) or left_of(table, row)):
            continue
        if named and unit == table.unit(index) and _sent_since(table, book, index):
            carried[place] = table.place(index)
            continue
        words, keeps = _on_held(table, tag, index, unit, base)
        if keeps:
            carried[place] = table.place(index)
        kind = "L-MAYBE"
        if named:
            kind = table.form.two_units if unit != table.unit(index) else SAME
        conflicts.append(
            Conflict(
                kind,
                table.slug,
                {"标识": tag, "现按": "甲", "单位": table.unit(index), **table.values(index)},
                {"单位": unit, **row.cells},
                Place(*table.place(index)),
                Place(*place),
                words,
            )
        )
        if not words:
            findings += _told_held(table, kind, tag, index, book, unit, row)
    return conflicts, findings, carried


def _pairs(table: RowTable, held: Sequence[HeldEntry]) -> Iterator[tuple[str, str, HeldRow, int, str]]:
    """(file, unit, held row, the kept row that may be the same, what names both)."""
    held = [one for one in held if not one.row.rules[0].startswith("L-")]  # the rest has no fault of its own
    keys = {row.key for *_, row in held if row.key is not None}
    by_key = _kept_named(table, keys)
    name, mobile = table.form.titled("person"), table.form.titled("mobile")
    who = {id(row): _who(row, name) for *_, row in held}
    pairs = {pair for pair in who.values() if all(pair)} if name and mobile else set()
    by_name = _kept_with(table, name, mobile, pairs) if pairs else {}
    for book, unit, _, row in held:
        if row.key is not None and row.key in by_key:
            yield book, unit, row, by_key[row.key], shown_key(row.key)
        elif who[id(row)] in by_name:
            yield book, unit, row, by_name[who[id(row)]], " ".join(who[id(row)])


def _kept_named(table: RowTable, wanted: Set[str]) -> dict[str | None, int]:
    """{key: the first kept row it names} of those wanted."""
    found: dict[str | None, int] = {}
    alive = table.kept_mask()
    for index, key in enumerate(table.keys):
        if key in wanted and alive[index]:
            found.setdefault(key, index)
    return found


def _sent_since(table: RowTable, book: str, index: int) -> bool:
    """Whether the file of a kept row is newer than the file of a held one."""
    own = table.owner(index)
    return any(one.age() < own.age() for one in table.returns if one.book == book != own.book)


def _on_held(table: RowTable, tag: str, index: int, unit: str, base: ClerkState) -> tuple[str, bool]:
    """The clerk's words on a held row ('' while open), and whether the kept row carries it by them."""
    found = base.verdicts.get(pair_key(table.slug, tag, table.unit(index), unit))
    if found is None:
        return "", False
    if found.words == DIFFERENT:
        return found.words, False
    side = found.right if found.words == KEEP_RIGHT else found.left
    keeps = side[0] == table.unit(index) and (unit != side[0] or side[1] == table.owner(index).book)
    return (found.words, True) if keeps else ("", False)


def _told_held(
    table: RowTable, kind: str, tag: str, index: int, book: str, unit: str, row: HeldRow
) -> Iterator[Finding]:
    """A kept row and a held one, told at both, each under its own unit."""
    column = table.key_titles[-1] if kind != "L-MAYBE" and table.key_titles else ""
    known = next((one.part for one in table.returns if one.book == book), None)
    facts = {
        "甲": table.unit(index),
        "乙": unit,
        **counted_by(table.unit(index), table.place(index), unit, (book, row.sheet, row.row)),
        "标识": tag,
        "情形": "其中一行有错误、已暂缓" if kind == SAME else f"有报送，其中“{unit}”的一行有错误、已暂缓",
        "可选": ON_HELD,
    }
    if kind == "L-MAYBE":
        facts["情形"] = "证件号码不同" if row.key and table.keys[index] else "没有可比的证件号码"
    place = Place(book, row.sheet, row.row)
    if known is not None and not known.beside:
        place = known.spot(book, row.sheet, row.row, column)
    yield table.tell(kind, index, column, facts, (place,))
    seen = row.cells.get(column) if column else None
    others = (Place(*table.place(index)),)
    yield Finding(kind, place, column, seen, facts, (), others, unit, table.slug)


def _kept_with(
    table: RowTable, name: str, mobile: str, wanted: set[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """{(name, mobile): the first kept row with both} of those wanted."""
    numbers = {number for _, number in wanted}
    found: dict[tuple[str, str], int] = {}
    alive = table.kept_mask()
    for index, number in enumerate(table.column(mobile)):
        if number in numbers and alive[index] and (pair := (table.value(index, name), number)) in wanted:
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
