"""The values of a plain sheet, as python-calamine gives them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from math import floor, inf

from union_xl.books.plain import Column, PlainSheet
from union_xl.books.shared import Shared
from union_xl.core import Raw

_TRUTH: Mapping[str, Raw] = {"0": False, "1": True, "": ""}
_FIRST_DAY, _AFTER_DAYS, _DAY_ZERO = 61, 2_958_466, 693_594
"""1900-03-01 and the day after 9999-12-31 in the count from 1900; what makes such a day an ordinal."""
_EPOCH = dt.datetime(1899, 12, 30)
_MILLISECONDS = 86_400_000


def values(sheet: PlainSheet, shared: Shared) -> list[list[Raw]] | None:
    """The rows from A1 to the last cell that is not blank; None when a value is not as plain as the sheet
    (a length of time, a number format of its own kind, no such text)."""
    filled = [block for block in sheet.blocks if block.columns]
    if not filled:
        return []
    width = max(column.slot.col for block in filled for column in block.columns)
    placed: dict[int, list[Raw]] = {}
    try:
        for block in filled:
            columns: list[Iterable[Raw]] = [repeat("")] * width
            for column in block.columns:
                columns[column.slot.col - 1] = _column(column, shared)
            placed.update(zip(block.rows, map(list, zip(*columns, strict=False)), strict=True))
    except (KeyError, ValueError):
        return None
    last = max(placed)
    return [placed.get(row) or [""] * width for row in range(1, last + 1)]


def _column(column: Column, shared: Shared) -> Sequence[Raw]:
    """The values of one column of a block.  KeyError or ValueError when one is not plain."""
    if column.slot.type == "i":
        return column.written
    if column.slot.type == "s":
        return list(map(shared.texts.__getitem__, column.written))
    if column.slot.type == "b":
        return list(map(_TRUTH.__getitem__, column.written))
    if "" not in column.written:
        return _numbers(column.written, column.styles, shared)
    given = [number for number in column.written if number]
    styles = [style for style in column.styles if style]
    found = iter(_numbers(given, styles, shared))
    return [next(found) if number else "" for number in column.written]


def _numbers(given: Sequence[str], styles: Sequence[str], shared: Shared) -> list[Raw]:
    dated = {shared.dated[style] for style in set(styles)}
    if dated == {True}:
        return _days(given)
    if True in dated:
        return [
            _moment(number) if shared.dated[style] else _number(number)
            for number, style in zip(given, styles, strict=True)
        ]
    found: list[Raw] = list(map(float, given))
    if inf in found:
        raise ValueError
    return found


def _number(told: str) -> float:
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
