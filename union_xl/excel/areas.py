"""Single cells gathered into rectangles, and rectangles into addresses Excel takes in one call."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from union_xl.model import Area
from union_xl.model.grid import column_letters

MOST_CHARACTERS = 250
"""Excel refuses an address of more than 255 characters."""

_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d*)$")


def position(cell: str) -> tuple[int, int]:
    """`E17` -> (17, 5).  ValueError otherwise."""
    found = _CELL.match(cell.upper())
    if not found:
        raise ValueError(cell)
    col = 0
    for letter in found[1]:
        col = col * 26 + ord(letter) - 64
    return int(found[2]), col


def rectangles(cells: Iterable[tuple[int, int]]) -> list[Area]:
    """Disjoint rectangles that cover exactly these (row, col) cells, top left first.

    >>> [tuple(one) for one in rectangles([(1, 1), (2, 1), (1, 2), (2, 2), (9, 9)])]
    [(1, 1, 2, 2), (9, 9, 9, 9)]
    """
    runs: dict[tuple[int, int], list[int]] = {}
    by_column: dict[int, list[int]] = {}
    for row, col in set(cells):
        by_column.setdefault(col, []).append(row)
    for col in sorted(by_column):
        for first, last in _runs(sorted(by_column[col])):
            runs.setdefault((first, last), []).append(col)
    found = [
        Area(first, left, last, right)
        for (first, last), columns in runs.items()
        for left, right in _runs(columns)
    ]
    return sorted(found)


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Sorted numbers as unbroken runs: [1, 2, 5] -> (1, 2), (5, 5)."""
    first = last = None
    for number in numbers:
        if last is not None and first is not None and number != last + 1:
            yield first, last
            first = number
        elif first is None:
            first = number
        last = number
    if first is not None and last is not None:
        yield first, last


def address(area: Area) -> str:
    """`A1` or `A1:C9`."""
    start = f"{column_letters(area.left)}{area.top}"
    end = f"{column_letters(area.right)}{area.bottom}"
    return start if start == end else f"{start}:{end}"


def addresses(areas: Iterable[Area]) -> Iterator[str]:
    """Rectangles joined with commas, as few addresses as Excel's limit allows."""
    gathered = ""
    for area in areas:
        one = address(area)
        if gathered and len(gathered) + len(one) + 1 > MOST_CHARACTERS:
            yield gathered
            gathered = ""
        gathered = f"{gathered},{one}" if gathered else one
    if gathered:
        yield gathered


_LAST = (1_048_576, 16_384)


def areas_of(text: str) -> list[Area]:
    """An address as Excel tells it -> rectangles; whole rows and columns reach to the sheet's end.

    >>> areas_of("$A$1:$B$2,C3,$D:$D")[:2]
    [Area(top=1, left=1, bottom=2, right=2), Area(top=3, left=3, bottom=3, right=3)]
    """
    found = []
    for one in text.replace("$", "").split(","):
        start, _, end = one.partition(":")
        top, left = _end(start, (1, 1))
        bottom, right = _end(end or start, _LAST)
        found.append(Area(top, left, bottom, right))
    return found


def _end(text: str, beyond: tuple[int, int]) -> tuple[int, int]:
    """`E17` -> (17, 5); `E` and `17` leave the other side at the sheet's border."""
    if text.isdigit():
        return int(text), beyond[1]
    if text.isalpha():
        return beyond[0], position(f"{text}1")[1]
    return position(text)
