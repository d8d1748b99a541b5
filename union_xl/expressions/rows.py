"""A ledger's rows as plain columns: what counting takes in the stead of a frame, column by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class Rows:
    """Rows as {title: cells}, all of one length."""

    def __init__(self, columns: Mapping[str, Sequence[Any]]) -> None:
        self._columns = columns
        self.titles = tuple(columns)

    def __len__(self) -> int:
        return len(next(iter(self._columns.values()), ()))

    def column(self, title: str) -> Sequence[Any]:
        """A column's values; all None when there is no such title."""
        return self._columns[title] if title in self._columns else [None] * len(self)

    def picked(self, title: str, positions: Sequence[int]) -> list[Any]:
        """The values at some positions."""
        values = self.column(title)
        return [values[at] for at in positions]

    def cells(self, title: str, start: int, stop: int) -> list[Any]:
        """The values of some rows (0-based, `stop` not among them)."""
        return list(self.column(title)[start:stop])

    def row(self, at: int) -> Rows:
        """Row `at` (0 = first) alone."""
        return Rows({title: self.picked(title, (at,)) for title in self.titles})

    def with_column(self, title: str, values: Sequence[Any]) -> Rows:
        """The rows with other values in one column."""
        return Rows({**self._columns, title: values})
