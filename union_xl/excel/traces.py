"""What our marks leave in an open workbook, and how they come off again.

The colours that cells had before stand as a record in a narrow column of 问题清单, so that they come back
also on another desk.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from union_xl.core import Area
from union_xl.excel.areas import areas_of, rectangles
from union_xl.excel.edits import guarded, theirs
from union_xl.excel.patience import patiently
from union_xl.excel.pen import Pen
from union_xl.flow.marking import SPARE_SHEET
from union_xl.returns import SHEET
from union_xl.returns.marks import RED, YELLOW

_COLUMN = 52
_CHUNK = 4_000  # Excel takes no longer texts inside a block
_OURS = frozenset({f"#{RED.fill}", f"#{YELLOW.fill}"})
_PLACE = re.compile(r"(.+)!\$?([A-Z]{1,3})\$?([1-9]\d*)$")
_TITLES = ("位置", "处理（已改／情况说明）")


def sheet_of_ours(pen: Pen) -> str:
    """The name of our list in this workbook; '' when there is none."""
    return next((name for name in (SHEET, SPARE_SHEET) if pen.is_ours(name)), "")


def free_name(pen: Pen) -> str:
    """What our list is to be called: 问题清单, unless the unit has a sheet of its own by that name."""
    return SPARE_SHEET if pen.has_sheet(SHEET) and not pen.is_ours(SHEET) else SHEET


def remember(pen: Pen, since: int) -> None:
    """Write down, in our list, what the cells marked after stroke `since` looked like before."""
    name = sheet_of_ours(pen)
    if not name:
        return
    covered = [stroke[1:] for stroke in pen.undo[since:] if stroke[0] == "look" and stroke[3] == "fill"]
    told = json.dumps(covered, ensure_ascii=True, separators=(",", ":"))
    chunks = [told[at : at + _CHUNK] for at in range(0, len(told), _CHUNK)]
    area = Area(1, _COLUMN, len(chunks), _COLUMN)
    pen.look(name, [area], "number_format", "@", fresh=True)
    pen.look(name, [area], "color", "#FFFFFF", fresh=True)
    pen.values(name, area, [[chunk] for chunk in chunks], fresh=True)
    pen.width(name, _COLUMN, 0)


def cleared(pen: Pen) -> int:
    """Take away all marks of ours; how many cells they were on.  Protected sheets stay as they are."""
    name = sheet_of_ours(pen)
    if not name:
        return 0
    block = _block(pen, name)
    cells: set[tuple[str, int, int]] = set()
    for sheet, areas, before in [*_recalled(block), *_listed(block)]:
        if pen.has_sheet(sheet) and not guarded(pen, sheet)[1]:
            for area in pen.relook(sheet, areas, "fill", before, only=_OURS):
                cells |= {(sheet, r, c) for r in range(area.top, area.bottom + 1) for c in _columns(area)}
    for sheet in patiently(lambda: [one.name for one in pen.book.sheets]):
        if sheet != name and not guarded(pen, sheet)[2]:
            for cell, text in pen.notes(sheet).items():
                if theirs(text) != text:
                    pen.note(sheet, cell, theirs(text), text)
    pen.delete_sheet(name)
    return len(cells)


def settled(pen: Pen, sheet: str, cells: Sequence[tuple[int, int]]) -> None:
    """These cells are mended: their colour and note go, and 问题清单 says 已采纳."""
    name = sheet_of_ours(pen)
    if not name:
        return
    block = _block(pen, name)
    _, looks, notes = guarded(pen, sheet)
    if not looks:
        _uncoloured(pen, block, sheet, set(cells))
    if not notes:
        names = {f"{_letters(col)}{row}" for row, col in cells}
        for cell, text in pen.notes(sheet).items():
            if cell in names and theirs(text) != text:
                pen.note(sheet, cell, theirs(text), text)
    _said(pen, name, block, sheet, set(cells))


def _uncoloured(pen: Pen, block: list[list[Any]], sheet: str, cells: set[tuple[int, int]]) -> None:
    left = set(cells)
    for name, areas, before in [*_recalled(block), *_listed(block)]:
        if name == sheet:
            mine = {
                (row, col)
                for row, col in left
                if any(a.top <= row <= a.bottom and a.left <= col <= a.right for a in areas)
            }
            if mine:
                pen.relook(sheet, rectangles(mine), "fill", before, only=_OURS)
                left -= mine


def _said(pen: Pen, name: str, block: list[list[Any]], sheet: str, cells: set[tuple[int, int]]) -> None:
    place_at, said_at = _titles(block)
    if not place_at or not said_at:
        return
    rows = []
    for number, line in enumerate(block, start=1):
        found = _PLACE.match(str(line[place_at - 1] or ""))
        if found and found[1] == sheet and areas_of(f"{found[2]}{found[3]}")[0][:2] in cells:
            rows.append((number, said_at))
    for area in rectangles(rows):
        pen.values(name, area, [["已采纳"]] * (area.bottom - area.top + 1))


def _block(pen: Pen, name: str) -> list[list[Any]]:
    """Our list as it stands, from A1, wide enough for the record."""
    used = patiently(lambda: pen.sheet(name).used_range)
    bottom = max(used.row + used.shape[0] - 1, 1)
    cells = patiently(lambda: pen.sheet(name).range((1, 1), (bottom, _COLUMN)))
    values: list[list[Any]] = patiently(lambda: cells.options(ndim=2, err_to_str=True).value)
    formulas = patiently(lambda: cells.formula)
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
    told = "".join(str(line[_COLUMN - 1]) for line in block if line[_COLUMN - 1])
    try:
        return [(sheet, areas_of(text), before) for sheet, text, _, before in json.loads(told or "[]")]
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


def _columns(area: Area) -> range:
    return range(area.left, area.right + 1)


def _letters(col: int) -> str:
    from union_xl.core.grid import column_letters

    return column_letters(col)
