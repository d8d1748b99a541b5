"""The sheets of a merged ledger, to be looked at: what the local page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from union_xl.ledger_book.workbook import HEADER_WITHIN, Workbook, filled
from union_xl.model import UsageError

FIRST = "概览"


@dataclass(frozen=True)
class View:
    """Some lines of one sheet: `sheets` all sheets' names, `titles` the header (() where none), `rows` pairs
    of (Excel row, cells), `total` how many lines there are in all."""

    sheets: tuple[str, ...]
    sheet: str
    titles: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Any, ...]], ...]
    total: int


def sheets(path: Path) -> tuple[str, ...]:
    """The sheets of a workbook.  LedgerError for one that cannot be read."""
    return tuple(Workbook(path).names)


def view(path: Path, sheet: str = "", find: str = "", start: int = 0, limit: int = 200) -> View:
    """Lines `start`.. of a sheet (default: the first), at most `limit`, only those with the text `find`.

    UsageError for a sheet that is not there; LedgerError for a ledger that cannot be read.
    """
    book = Workbook(path)
    chosen = sheet or (FIRST if FIRST in book.names else book.names[0])
    if chosen not in book.names:
        raise UsageError(f"{path.name} 里没有工作表“{chosen}”")
    lines = [(number, cells) for number, cells in enumerate(book.grid(chosen), 1) if filled(cells)]
    header = _header(lines)
    titles = tuple(str(cell or "").strip() for cell in lines[header][1]) if header is not None else ()
    body = lines[header + 1 :] if header is not None else lines
    if wanted := find.strip().casefold():
        body = [line for line in body if any(wanted in str(cell).casefold() for cell in line[1])]
    width = max((_width(cells) for _, cells in [*lines[:1], *body]), default=0)
    width = max(width, _width(titles))
    rows = tuple((number, tuple(cells[:width])) for number, cells in body[start : start + limit])
    return View(tuple(book.names), chosen, titles[:width], rows, len(body))


def _header(lines: Sequence[tuple[int, Sequence[Any]]]) -> int | None:
    """Where the titles stand: the first line without gaps among the widest of the first ones; None where no
    line is one."""
    first = [_width(cells) if _whole(cells) else 0 for _, cells in lines[:HEADER_WITHIN]]
    widest = max(first, default=0)
    return first.index(widest) if widest > 2 else None


def _whole(cells: Sequence[Any]) -> bool:
    return all(isinstance(cell, str) and cell for cell in cells[: _width(cells)])


def _width(cells: Sequence[Any]) -> int:
    return max((at for at, cell in enumerate(cells, 1) if cell not in (None, "")), default=0)
