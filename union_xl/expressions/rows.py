"""A ledger's rows as packed columns: what counting takes in the stead of a frame, column by column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from union_xl.core.columns import BLANKS, MIXED, Packed, packed


class Rows:
    """`count` rows under `titles`; `read` gives a column when it is first asked for."""

    def __init__(self, count: int, titles: Sequence[str], read: Callable[[str], Packed]) -> None:
        self.titles = tuple(titles)
        self._count = count
        self._read = read
        self._columns: dict[str, list[Any]] = {}

    def __len__(self) -> int:
        return self._count

    def packed(self, title: str) -> Packed:
        """A column as it is packed; all blanks when there is no such title."""
        return self._read(title) if title in self.titles else Packed(BLANKS, self._count, "")

    def column(self, title: str) -> list[Any]:
        """A column's values; all None when there is no such title."""
        if title not in self._columns:
            self._columns[title] = self.packed(title).values()
        return self._columns[title]

    def picked(self, title: str, positions: Sequence[int]) -> list[Any]:
        """The values at some positions, without making all the others."""
        column = self.packed(title)
        if title in self._columns or column.kind == MIXED:
            values = self.column(title)
            return [values[at] for at in positions]
        return column.picked(positions)

    def row(self, at: int) -> Rows:
        """Row `at` (0 = first) alone."""
        return Rows(1, self.titles, lambda title: packed(self.picked(title, (at,))))

    def with_column(self, title: str, values: Sequence[Any]) -> Rows:
        """The rows with other values in one column."""
        return Rows(len(self), self.titles, lambda one: packed(values) if one == title else self.packed(one))
