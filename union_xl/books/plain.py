"""Sheets as office programs write ordinary forms, read at one go instead of cell by cell.

The rows of such a sheet differ in their numbers only: with the digits taken out, two hundred rows are a
handful of different texts.  Each is understood once, by a narrow grammar; the numbers of all rows of one sort
are then taken column by column.  Whatever is written in any other way (formulas, inline texts, errors, times
of day, hardly two rows alike) is not plain and is left to python-calamine, whose values these are, too.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, repeat
from math import inf
from operator import lt
from typing import NamedTuple

from union_xl.books.markup import well_formed
from union_xl.books.scan import column_number
from union_xl.books.shared import Shared
from union_xl.core import Raw

_MOST_BYTES, _MOST_CELLS = 4 * 2**20, 400_000
_FEW = 8
"""Sorts of rows any sheet may have; more only if so many rows, on average, are of each sort."""
_SHORT, _LAST_COLUMN = 4_096, 16_384
_TAKEN_OUT = b"0123456789."
_PARTING = bytes(byte if byte in _TAKEN_OUT else 32 for byte in range(256))
_BETWEEN = bytes(byte for byte in range(256) if byte not in _TAKEN_OUT + b'"<:')
"""What may be left out where only numbers are wanted: one of the three others parts any two of them."""
_OPENING, _CLOSING = b"<sheetData>", b"</sheetData>"
_ROW = re.compile(
    rb'r=""((?: (?:spans="[: ]*"|xac:dyDescent=""|(?!spans)[A-Za-z]+="(?:|true|false)"))*)\s*(?:/>|>'
    rb'(?:<c r="[A-Z]{1,3}"(?: s="")?(?: t="[bns]")?(?:/>|></c>|><v></v></c>))*</row>)\s*'
)
_CELL = re.compile(rb'<c r="([A-Z]+)"( s="")?(?: t="([bns])")?(?:/>|></c>|>(<v>))')
_TRUTH: Mapping[str, Raw] = {"0": False, "1": True}
_FIRST_DAY, _LAST_DAY, _DAY_ZERO = 61, 2_958_465, 693_594
"""1900-03-01 and 9999-12-31 in the count from 1900, and what makes such a day an ordinal."""


class _Cell(NamedTuple):
    """A cell in one sort of row: its column, its type (`n`, `s`, `b`; '' for a blank), and where among the
    row's numbers its own row, its style (0: none) and its value stand."""

    col: int
    type: str
    row: int
    style: int
    value: int


class _Sort(NamedTuple):
    """One sort of row: how many numbers it has, and its cells."""

    numbers: int
    cells: tuple[_Cell, ...]


class _Alike(NamedTuple):
    """The rows of one sort: where they are, and their numbers place by place."""

    sort: _Sort
    rows: Sequence[int]
    numbers: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """A sheet taken apart: its last row and column, how many cells it has, what its rows hold beside
    numbers, and its rows by their sort."""

    bottom: int
    right: int
    cells: int
    wording: bytes
    groups: tuple[_Alike, ...]


def taken_apart(xml: bytes) -> PlainSheet | None:
    """The rows of a plain sheet, every cell's reference seen to; None when it is not plain."""
    start, end = xml.find(_OPENING), xml.rfind(_CLOSING)
    if not 0 < start < end <= start + _MOST_BYTES:
        return None
    inner = xml[start + len(_OPENING) : end]
    first, *texts = inner.translate(None, _TAKEN_OUT).split(b"<row ")
    different = dict.fromkeys(texts)
    if first.strip() or not texts or len(different) > _FEW + len(texts) // _FEW:
        return None
    sorts = {text: sort for text in different if (sort := _sort(text))}
    if len(sorts) < len(different):
        return None
    if not well_formed(xml[: start + len(_OPENING)] + xml[end:]):
        return None
    numbers = inner.translate(_PARTING, _BETWEEN).decode("ascii").split()
    try:
        groups = _grouped(texts, sorts, numbers)
    except ValueError:
        return None
    bottom = max(group.rows[-1] for group in groups)
    right = max((cell.col for sort in sorts.values() for cell in sort.cells), default=0)
    if bottom * right > _MOST_CELLS:
        return None
    cells = sum(len(group.rows) * len(group.sort.cells) for group in groups)
    return PlainSheet(bottom, right, cells, b"\n".join(different), groups)


def _sort(text: bytes) -> _Sort | None:
    """A row without its digits, understood: where its numbers belong; None when it is not plain."""
    return _known_sort(text) if len(text) < _SHORT else _understood(text)


@lru_cache(maxsize=512)
def _known_sort(text: bytes) -> _Sort | None:
    """Returns made from one blank have the same sorts of rows."""
    return _understood(text)


def _understood(text: bytes) -> _Sort | None:
    found = _ROW.fullmatch(text)
    if found is None:
        return None
    about = found[1]
    named = about.count(b"xac:")  # x14ac: a number in an attribute's name, and a colon not of `spans`
    at = 1 + about.count(b'=""') + named + 2 * (about.count(b":") - named)
    cells: list[_Cell] = []
    for letters, styled, type_, filled in _CELL.findall(text, found.end(1)):
        col = column_number(letters)
        if col > _LAST_COLUMN or (cells and col <= cells[-1].col):
            return None
        value = at + 1 + bool(styled)
        cells.append(
            _Cell(col, (type_.decode() or "n") if filled else "", at, at + 1 if styled else 0, value)
        )
        at = value + bool(filled)
    return _Sort(at, tuple(cells))


def _grouped(
    texts: Sequence[bytes], sorts: Mapping[bytes, _Sort], numbers: Sequence[str]
) -> tuple[_Alike, ...]:
    """The rows by their sort.  ValueError when the numbers do not stand where the sorts say."""
    starts = list(accumulate((sorts[text].numbers for text in texts), initial=0))
    if starts.pop() != len(numbers):
        raise ValueError
    rows = [int(numbers[start]) for start in starts]
    if rows[0] < 1 or not all(map(lt, rows, rows[1:])):
        raise ValueError
    members: dict[bytes, list[int]] = {text: [] for text in sorts}
    for at, text in enumerate(texts):
        members[text].append(at)
    groups = []
    for text, ats in members.items():
        sort = sorts[text]
        if ats[-1] - ats[0] < len(ats):  # one below the other
            own = numbers[starts[ats[0]] : starts[ats[-1]] + sort.numbers]
        else:
            own = list(chain.from_iterable([numbers[starts[at] : starts[at] + sort.numbers] for at in ats]))
        columns = [own[place :: sort.numbers] for place in range(sort.numbers)]
        if any(columns[cell.row] != columns[0] for cell in sort.cells):
            raise ValueError
        groups.append(_Alike(sort, [rows[at] for at in ats], columns))
    return tuple(groups)


def values(sheet: PlainSheet, shared: Shared) -> list[list[Raw]] | None:
    """The rows from A1 to the last cell that is not blank, as calamine gives them; None when a value is
    not as plain as the sheet (a part of a day, a number format of its own kind, no such text)."""
    filled = [group for group in sheet.groups if any(cell.type for cell in group.sort.cells)]
    if not filled:
        return []
    width = max(cell.col for group in filled for cell in group.sort.cells if cell.type)
    placed: dict[int, list[Raw]] = {}
    try:
        for group in filled:
            columns: list[Iterable[Raw]] = [repeat("")] * width
            for cell in group.sort.cells:
                if cell.type:
                    columns[cell.col - 1] = _column(cell, group.numbers, shared)
            placed.update(zip(group.rows, map(list, zip(*columns, strict=False)), strict=True))
    except (KeyError, ValueError):
        return None
    last = max(placed)
    if len(placed) == last:
        return [placed[row] for row in range(1, last + 1)]
    return [placed.get(row) or [""] * width for row in range(1, last + 1)]


def _column(cell: _Cell, numbers: Sequence[Sequence[str]], shared: Shared) -> list[Raw]:
    """The values of one column in the rows of one sort.  KeyError or ValueError when one is not plain."""
    told = numbers[cell.value]
    if cell.type == "s":
        return list(map(shared.texts.__getitem__, told))
    if cell.type == "b":
        return list(map(_TRUTH.__getitem__, told))
    if cell.style:
        styles = numbers[cell.style]
        dated = {shared.dated[style] for style in set(styles)}
        if dated == {True}:
            return _days(told)
        if True in dated:
            return [
                _days([number])[0] if shared.dated[style] else float(number)
                for number, style in zip(told, styles, strict=True)
            ]
    found: list[Raw] = list(map(float, told))
    if inf in found:
        raise ValueError
    return found


def _days(told: Sequence[str]) -> list[Raw]:
    """Whole days of the count from 1900; ValueError for anything else."""
    days = list(map(int, told))
    if min(days) < _FIRST_DAY or max(days) > _LAST_DAY:
        raise ValueError
    return list(map(dt.date.fromordinal, map(_DAY_ZERO.__add__, days)))
