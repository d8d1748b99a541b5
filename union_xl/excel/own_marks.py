"""What our marks leave in an open workbook, and how they come off again.

The colours that cells had before stand as a record in a narrow column of 问题清单, so that they come back
also on another desk.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from union_xl.excel.areas import areas_of, rectangles
from union_xl.excel.com_retry import retry_while_busy
from union_xl.excel.edits import foreign_note, protection
from union_xl.excel.sheet_writer import SheetWriter
from union_xl.model import Area
from union_xl.model.grid import column_letters
from union_xl.returns import SHEET
from union_xl.returns.mark_edits import RED, YELLOW
from union_xl.run.returning.marked_copy import SPARE_SHEET

_COLUMN = 52
_CHUNK = 4_000  # Excel takes no longer texts inside a block
_OURS = frozenset({f"#{RED.fill}", f"#{YELLOW.fill}"})
_PLACE = re.compile(r"(.+)!\$?([A-Z]{1,3})\$?([1-9]\d*)$")
_TITLES = ("位置", "处理（已改／情况说明）")


def sheet_of_ours(writer: SheetWriter) -> str:
    """The name of our list in this workbook; '' when there is none."""
    return next((name for name in (SHEET, SPARE_SHEET) if writer.is_ours(name)), "")


def free_name(writer: SheetWriter) -> str:
    """What our list is to be called: 问题清单, unless the unit has a sheet of its own by that name."""
    return SPARE_SHEET if writer.has_sheet(SHEET) and not writer.is_ours(SHEET) else SHEET


def record_marks(writer: SheetWriter, since: int) -> None:
    """Write down, in our list, what the cells marked after stroke `since` looked like before."""
    name = sheet_of_ours(writer)
    if not name:
        return
    covered = [
        undo_call[1:]
        for undo_call in writer.undo[since:]
        if undo_call[0] == "look" and undo_call[3] == "fill"
    ]
    text = json.dumps(covered, ensure_ascii=True, separators=(",", ":"))
    chunks = [text[at : at + _CHUNK] for at in range(0, len(text), _CHUNK)]
    area = Area(1, _COLUMN, len(chunks), _COLUMN)
    writer.look(name, [area], "number_format", "@", fresh=True)
    writer.look(name, [area], "color", "#FFFFFF", fresh=True)
    writer.values(name, area, [[chunk] for chunk in chunks], fresh=True)
    writer.width(name, _COLUMN, 0)


def remove_marks(writer: SheetWriter) -> int:
    """Take away all marks of ours; how many cells they were on.  Protected sheets stay as they are."""
    name = sheet_of_ours(writer)
    if not name:
        return 0
    block = _block(writer, name)
    cells: set[tuple[str, int, int]] = set()
    for sheet, areas, before in [*_recalled(block), *_listed(block)]:
        if writer.has_sheet(sheet) and not protection(writer, sheet)[1]:
            for area in writer.relook(sheet, areas, "fill", before, only=_OURS):
                cells |= {
                    (sheet, r, c)
                    for r in range(area.top, area.bottom + 1)
                    for c in range(area.left, area.right + 1)
                }
    for sheet in retry_while_busy(lambda: [one.name for one in writer.book.sheets]):
        if sheet != name and not protection(writer, sheet)[2]:
            for cell, text in writer.notes(sheet).items():
                if foreign_note(text) != text:
                    writer.note(sheet, cell, foreign_note(text), text)
    writer.delete_sheet(name)
    return len(cells)


def mark_solved(writer: SheetWriter, sheet: str, cells: Sequence[tuple[int, int]]) -> None:
    """These cells are mended: their colour and note go, and 问题清单 says 已采纳."""
    name = sheet_of_ours(writer)
    if not name:
        return
    block = _block(writer, name)
    _, looks, notes = protection(writer, sheet)
    if not looks:
        _uncoloured(writer, block, sheet, set(cells))
    if not notes:
        names = {f"{column_letters(col)}{row}" for row, col in cells}
        for cell, text in writer.notes(sheet).items():
            if cell in names and foreign_note(text) != text:
                writer.note(sheet, cell, foreign_note(text), text)
    _said(writer, name, block, sheet, set(cells))


def _uncoloured(writer: SheetWriter, block: list[list[Any]], sheet: str, cells: set[tuple[int, int]]) -> None:
    left = set(cells)
    for name, areas, before in [*_recalled(block), *_listed(block)]:
        if name == sheet:
            mine = {
                (row, col)
                for row, col in left
                if any(a.top <= row <= a.bottom and a.left <= col <= a.right for a in areas)
            }
            if mine:
                writer.relook(sheet, rectangles(mine), "fill", before, only=_OURS)
                left -= mine


def _said(
    writer: SheetWriter, name: str, block: list[list[Any]], sheet: str, cells: set[tuple[int, int]]
) -> None:
    place_at, said_at = _titles(block)
    if not place_at or not said_at:
        return
    rows = []
    for number, line in enumerate(block, start=1):
        found = _PLACE.match(str(line[place_at - 1] or ""))
        if found and found[1] == sheet and areas_of(f"{found[2]}{found[3]}")[0][:2] in cells:
            rows.append((number, said_at))
    for area in rectangles(rows):
        writer.values(name, area, [["已采纳"]] * (area.bottom - area.top + 1))


def _block(writer: SheetWriter, name: str) -> list[list[Any]]:
    """Our list as it stands, from A1, wide enough for the record."""
    used = retry_while_busy(lambda: writer.sheet(name).used_range)
    bottom = max(used.row + used.shape[0] - 1, 1)
    cells = retry_while_busy(lambda: writer.sheet(name).range((1, 1), (bottom, _COLUMN)))
    values: list[list[Any]] = retry_while_busy(lambda: cells.options(ndim=2, err_to_str=True).value)
    formulas = retry_while_busy(lambda: cells.formula)
    return [
        [_shown(value, formula) for value, formula in zip(row, formula_row, strict=True)]
        for row, formula_row in zip(values, formulas, strict=True)
    ]


def _shown(value: Any, formula: Any) -> Any:
    """The text of a link, also where the formula was never computed."""
    if value is None and isinstance(formula, str) and formula.startswith("=HYPERLINK("):
        return formula.rsplit(',"', 1)[-1].removesuffix('")').replace('""', '"')
    return value


def _recalled(block: list[list[Any]]) -> list[tuple[str, list[Area], str | None]]:
    note = "".join(str(line[_COLUMN - 1]) for line in block if line[_COLUMN - 1])
    try:
        return [(sheet, areas_of(text), before) for sheet, text, _, before in json.loads(note or "[]")]
    except (ValueError, TypeError):
        return []


def _listed(block: list[list[Any]]) -> list[tuple[str, list[Area], str | None]]:
    """The cells the list names: for copies marked by the command, which keep no record here."""
    place_at, _ = _titles(block)
    if not place_at:
        return []
    cells: dict[str, list[tuple[int, int]]] = {}
    for line in block:
        found = _PLACE.match(str(line[place_at - 1] or ""))
        if found:
            area = areas_of(f"{found[2]}{found[3]}")[0]
            cells.setdefault(found[1], []).append((area.top, area.left))
    return [(sheet, rectangles(own), None) for sheet, own in cells.items()]


def _titles(block: list[list[Any]]) -> tuple[int, int]:
    """The columns of 位置 and 处理 in the list; 0 when there is no such title."""
    for line in block:
        if _TITLES[0] in line:
            said = line.index(_TITLES[1]) + 1 if _TITLES[1] in line else 0
            return line.index(_TITLES[0]) + 1, said
    return 0, 0
