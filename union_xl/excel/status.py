"""The sheet 状态 of the open 工作台: one line per click, newest on top, with the place of the result."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from union_xl.addin.buttons import Button
from union_xl.excel.com_retry import retry_while_busy
from union_xl.excel.host import office_book
from union_xl.excel.sheet_writer import typed

FIRST_ROW, MOST_LINES = 4, 100


def note_down(app: Any, when: dt.datetime, button: Button, said: str, outputs: Sequence[Path]) -> None:
    """Put one line on top of 状态, when a 工作台 with that sheet is open; a failure here is no failure."""
    with contextlib.suppress(Exception):
        book = office_book(app)
        if book is None or "状态" not in [sheet.name for sheet in book.sheets] or not said:
            return
        sheet = retry_while_busy(lambda: book.sheets["状态"])
        block = sheet.range((FIRST_ROW, 1), (FIRST_ROW + MOST_LINES - 1, 4))
        lines = [list(line) for line in retry_while_busy(lambda: block.formula)]
        place = _link(outputs[0]) if outputs else ""
        new = [f"{when:%Y-%m-%d %H:%M}", button.label, said.splitlines()[0], place]
        lines = [[_kept(cell) for cell in line] for line in [new, *lines[:-1]]]

        def write() -> None:
            block.value = lines

        retry_while_busy(write)


def _link(path: Path) -> str:
    text = str(path).replace('"', '""')
    return f'=HYPERLINK("{text}","{text}")' if len(text) < 250 else text


def _kept(cell: Any) -> Any:
    if isinstance(cell, str) and cell.startswith("="):
        return cell
    return typed(cell) if cell not in ("", None) else None
