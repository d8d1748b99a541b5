"""The values of a plain sheet, as python-calamine gives them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from math import floor, inf

from union_xl.books.plain import Alike, Cell, Lone, PlainSheet
from union_xl.books.shared import Shared
from union_xl.core import Raw

_TRUTH: Mapping[str, Raw] = {"0": False, "1": True}
_FIRST_DAY, _AFTER_DAYS, _DAY_ZERO = 61, 2_958_466, 693_594
"""1900-03-01 and the day after 9999-12-31 in the count from 1900; what makes such a day an ordinal."""
_EPOCH = dt.datetime(1899, 12, 30)
_MILLISECONDS = 86_400_000


def values(sheet: PlainSheet, shared: Shared) -> list[list[Raw]] | None:
    """The rows from A1 to the last cell that is not blank; None when a value is not as plain as the sheet
    (a length of time, a number format of its own kind, no such text)."""
    alike = [group for group in sheet.alike if group.sort.width]
    lone = [one for one in sheet.lone if one.sort.width]
    width = max([0, *(one.sort.width for one in alike), *(one.sort.width for one in lone)])
    if not width:
        return []
    placed: dict[int, list[Raw]] = {}
    try:
        for group in alike:
            placed.update(zip(group.rows, _rows(group, width, shared), strict=True))
        for one in lone:
            placed[one.row] = _row(one, width, shared)
    except (KeyError, ValueError):
        return None
    last = max(placed)
    return [placed.get(row) or [""] * width for row in range(1, last + 1)]


def _rows(group: Alike, width: int, shared: Shared) -> Iterable[list[Raw]]:
    """All rows of one sort, made column by column."""
    columns: list[Iterable[Raw]] = [repeat("")] * width
    for cell in group.sort.cells:
        columns[cell.col - 1] = _column(cell, group.numbers, shared)
    for col, texts in zip(group.sort.texts, group.texts, strict=True):
        columns[col - 1] = texts
    return map(list, zip(*columns, strict=False))


def _row(one: Lone, width: int, shared: Shared) -> list[Raw]:
    """One row."""
    cells: list[Raw] = [""] * width
    for cell in one.sort.cells:
        if cell.type == "s":
            cells[cell.col - 1] = shared.texts[one.numbers[cell.value]]
        else:
            style = one.numbers[cell.style] if cell.style else ""
            cells[cell.col - 1] = _value(cell.type, style, one.numbers[cell.value], shared)
    for col, text in zip(one.sort.texts, one.texts, strict=True):
        cells[col - 1] = text
    return cells


def _column(cell: Cell, numbers: Sequence[Sequence[str]], shared: Shared) -> list[Raw]:
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
                _value(cell.type, style, number, shared) for number, style in zip(told, styles, strict=True)
            ]
    found: list[Raw] = list(map(float, told))
    if inf in found:
        raise ValueError
    return found


def _value(type_: str, style: str, told: str, shared: Shared) -> Raw:
    """The value of one cell with a number in it."""
    if type_ == "b":
        return _TRUTH[told]
    if style and shared.dated[style]:
        return _moment(told)
    number = float(told)
    if number == inf:
        raise ValueError
    return number


def _days(told: Sequence[str]) -> list[Raw]:
    """Days of the count from 1900, with the time of day where there is one; ValueError for anything else."""
    try:
        days = list(map(int, told))
    except ValueError:
        return list(map(_moment, told))
    if min(days) < _FIRST_DAY or max(days) >= _AFTER_DAYS:
        raise ValueError
    return list(map(dt.date.fromordinal, map(_DAY_ZERO.__add__, days)))


def _moment(told: str) -> Raw:
    """A day, or a moment to the millisecond."""
    number = float(told)
    if not _FIRST_DAY <= number < _AFTER_DAYS:
        raise ValueError
    if number.is_integer():
        return dt.date.fromordinal(int(number) + _DAY_ZERO)
    return _EPOCH + dt.timedelta(milliseconds=floor(number * _MILLISECONDS + 0.5))
