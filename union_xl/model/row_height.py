"""How high a row must be for its wrapped texts: Excel grows rows by itself, other programs do not."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

LINE, MOST = 15.0, 26


def row_height(cells: Iterable[tuple[str, float]]) -> float:
    """Points for a row of (text, column width in characters).

    >>> row_height([("短", 10)]), row_height([("一二三四五六七八九十", 10)])
    (20.0, 50.0)
    """
    return LINE * min(MOST, max((_lines(text, width) for text, width in cells), default=1)) + 5


@lru_cache(maxsize=4_096)
def _lines(text: str, width: float) -> int:
    """Lines a text wraps to; a Chinese character takes two characters, and words seldom fill a line."""
    room = max(4.0, width * 0.88 - 1)
    return sum(max(1, -int(-_wide(part) // room)) for part in text.split("\n"))


def _wide(text: str) -> int:
    return sum(2 if ord(char) > 255 else 1 for char in text)
