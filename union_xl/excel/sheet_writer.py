"""Writing into an open workbook, in whole areas; every stroke remembers how to take it back."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from union_xl.excel.areas import address, addresses
from union_xl.excel.com_retry import retry_while_busy
from union_xl.model import Area
from union_xl.xlsx_edit.sheets import OUR_SHEET

UndoCall = list[Any]
"""A change as plain values, `[kind, …]`, that JSON can hold."""

_CAREFUL = re.compile(r"[\d=+\-@'#%/(.]|^\s*(?:true|false)\s*$", re.I)
_MIXED = (0, 0, 0)


def typed(value: Any) -> Any:
    """A value as Excel must be given it, so that text stays text.

    Excel reads what it is given as if typed: `001` would become 1, `2022-05` a day, `=…` a formula.
    """
    if isinstance(value, str):
        return f"'{value}" if _CAREFUL.search(value) else value
    return value


class SheetWriter:
    """One open workbook; `undo` are the strokes that take back what was written, in order of writing."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.undo: list[UndoCall] = []

    def sheet(self, name: str) -> Any:
        return retry_while_busy(lambda: self.book.sheets[name])

    def has_sheet(self, name: str) -> bool:
        return retry_while_busy(lambda: name in [sheet.name for sheet in self.book.sheets])

    def values(self, sheet: str, area: Area, block: Sequence[Sequence[Any]], *, fresh: bool = False) -> None:
        """Put a block into an area.  Text must have gone through `typed`; `=…` is a formula."""
        cells = retry_while_busy(lambda: self.sheet(sheet).range(address(area)))
        if not fresh:
            if any(isinstance(one, dt.date) for row in block for one in row):
                self._keep_look(sheet, [area], "number_format")  # Excel gives a day its format by itself
            self.undo.append(["values", sheet, list(area), _plain(self.content(sheet, area))])
        rows = [list(row) for row in block]

        def write() -> None:
            cells.value = rows

        retry_while_busy(write)

    def content(self, sheet: str, area: Area) -> list[list[Any]]:
        """What an area holds, so that `values` can put it back: formulas as such, text as text."""
        cells = retry_while_busy(lambda: self.sheet(sheet).range(address(area)))
        values = retry_while_busy(lambda: cells.options(ndim=2, err_to_str=True).value)
        formulas = retry_while_busy(lambda: cells.formula)
        if isinstance(formulas, str):
            formulas = ((formulas,),)
        return [
            [
                formula if _is_formula(formula, value) else typed(value)
                for value, formula in zip(row, formula_row, strict=True)
            ]
            for row, formula_row in zip(values, formulas, strict=True)
        ]

    def look(
        self, sheet: str, areas: Sequence[Area], aspect: str, value: Any, *, fresh: bool = False
    ) -> None:
        """Give areas one look.

        `aspect` is fill, color, bold, size, number_format, wrap; on fresh sheets also border, align,
        underline.
        """
        if not fresh:
            self._keep_look(sheet, areas, aspect)
        for text in addresses(areas):
            self._look(sheet, text, aspect, value)

    def _keep_look(self, sheet: str, areas: Sequence[Area], aspect: str) -> None:
        for before, same in self._looks(sheet, areas, aspect).items():
            for text in addresses(same):
                self.undo.append(["look", sheet, text, aspect, before])

    def relook(
        self, sheet: str, areas: Sequence[Area], aspect: str, value: Any, only: frozenset[str]
    ) -> list[Area]:
        """Give areas a look again, but only where they look as one of `only`; the areas changed."""
        changed = []
        for before, same in self._looks(sheet, areas, aspect).items():
            if before in only:
                for text in addresses(same):
                    self.undo.append(["look", sheet, text, aspect, before])
                    self._look(sheet, text, aspect, value)
                changed += same
        return changed

    def _look(self, sheet: str, text: str, aspect: str, value: Any) -> None:
        cells = retry_while_busy(lambda: self.sheet(sheet).range(text))
        retry_while_busy(lambda: _set_look(cells, aspect, value))

    def _looks(self, sheet: str, areas: Sequence[Area], aspect: str) -> dict[Any, list[Area]]:
        """{present look: areas}; asked once per area, cell by cell only where an area is mixed."""
        found: dict[Any, list[Area]] = {}
        for area in areas:
            now = self._seen(sheet, area, aspect)
            mixed = now == _MIXED if aspect in ("fill", "color") else now is None
            single = area.top == area.bottom and area.left == area.right
            if mixed and not single:
                for one in _cells(area):
                    found.setdefault(_kept(self._seen(sheet, one, aspect)), []).append(one)
            else:
                found.setdefault(_kept(now), []).append(area)
        return found

    def _seen(self, sheet: str, area: Area, aspect: str) -> Any:
        cells = retry_while_busy(lambda: self.sheet(sheet).range(address(area)))
        try:
            return retry_while_busy(lambda: _get_look(cells, aspect))
        except TypeError:  # xlwings makes a colour of whatever Excel says, also of its Null for mixed cells
            return _MIXED

    def note(self, sheet: str, cell: str, text: str | None, before: str | None) -> None:
        """Put a note on a cell, or take it away; `before` is the note that is there now."""
        spot = retry_while_busy(lambda: self.sheet(sheet).range(cell))
        if before is not None:
            retry_while_busy(lambda: spot.note.delete())
        if text is not None:
            retry_while_busy(lambda: spot.add_note(text))
        self.undo.append(["note", sheet, cell, before, text])

    def notes(self, sheet: str) -> dict[str, str]:
        """{`E17`: note} of a sheet."""
        notes = retry_while_busy(lambda: list(self.sheet(sheet).notes))
        return dict(retry_while_busy(partial(_told, note)) for note in notes)

    def add_sheet(self, name: str, at: int) -> None:
        """A new sheet of ours before the sheet that stands at position `at` (0: first)."""
        active = retry_while_busy(lambda: self.book.sheets.active)
        count = retry_while_busy(lambda: len(self.book.sheets))
        if at < count:
            sheet = retry_while_busy(lambda: self.book.sheets.add(name, before=self.book.sheets[at]))
        else:
            sheet = retry_while_busy(lambda: self.book.sheets.add(name, after=self.book.sheets[count - 1]))
        self.undo.append(["delete_sheet", name])
        mark = retry_while_busy(lambda: sheet.names.add(OUR_SHEET, "=TRUE"))
        mark.api.Visible = False
        retry_while_busy(lambda: active.activate())

    def is_ours(self, name: str) -> bool:
        """Does a sheet of this name carry our mark?"""
        return self.has_sheet(name) and bool(
            retry_while_busy(lambda: self.sheet(name).names.contains(OUR_SHEET))
        )

    def delete_sheet(self, name: str) -> None:
        """Take a sheet away; taking back brings its contents, not its looks."""
        sheet = self.sheet(name)
        used = retry_while_busy(lambda: sheet.used_range)
        last = (used.row + used.shape[0] - 1, used.column + used.shape[1] - 1)
        area = Area(1, 1, max(last[0], 1), max(last[1], 1))
        at = retry_while_busy(lambda: sheet.index) - 1
        self.undo.append(["add_sheet", name, at, list(area), _plain(self.content(name, area))])
        retry_while_busy(lambda: sheet.delete())

    def width(self, sheet: str, col: int, width: float) -> None:
        """The width of a column of a sheet of ours, in characters; 0 hides it."""
        cell = retry_while_busy(lambda: self.sheet(sheet).range((1, col)))
        retry_while_busy(partial(setattr, cell, "column_width", width))

    def arrange(self, sheet: str, freeze_row: int, filter_area: str) -> None:
        """Keep a new sheet's rows down to `freeze_row` in sight, put filter arrows on the head of an area.

        Both are comfort only: where Excel will not (a window that is minimised), nothing is lost.
        """
        with contextlib.suppress(Exception):
            if filter_area:
                cells = self.sheet(sheet).range(filter_area)
                retry_while_busy(lambda: cells.api.AutoFilter(1))
        with contextlib.suppress(Exception):
            if freeze_row:
                active = retry_while_busy(lambda: self.book.sheets.active)
                retry_while_busy(lambda: self.sheet(sheet).freeze_panes.freeze_at(f"1:{freeze_row}"))
                retry_while_busy(lambda: active.activate())

    def insert_rows(self, sheet: str, first: int, last: int) -> None:
        """Empty rows first..last; what stands there moves down."""
        self.undo.append(["delete_rows", sheet, first, last])
        retry_while_busy(lambda: self.sheet(sheet).range(f"{first}:{last}").insert("down"))

    def copy_rows(self, sheet: str, first: int, last: int, to_first: int, to_last: int) -> None:
        """Rows first..last copied over rows just inserted."""
        rows = retry_while_busy(lambda: self.sheet(sheet))
        retry_while_busy(lambda: rows.range(f"{first}:{last}").copy(rows.range(f"{to_first}:{to_last}")))

    def delete_rows(self, sheet: str, first: int, last: int) -> None:
        retry_while_busy(lambda: self.sheet(sheet).range(f"{first}:{last}").delete("up"))

    def take_back(self, undo_calls: Iterable[UndoCall]) -> None:
        """Do the undo strokes of an earlier click, last one first."""
        for undo_call in reversed(list(undo_calls)):
            kind, *rest = undo_call
            if kind == "values":
                self.values(rest[0], Area(*rest[1]), _unplain(rest[2]))
            elif kind == "look":
                self._look(rest[0], rest[1], rest[2], rest[3])
            elif kind == "note":
                self.note(rest[0], rest[1], rest[2], self.notes(rest[0]).get(rest[1]))
            elif kind == "delete_sheet" and self.is_ours(rest[0]):
                self.delete_sheet(rest[0])
            elif kind == "add_sheet" and not self.has_sheet(rest[0]):
                self.add_sheet(rest[0], rest[1])
                self.values(rest[0], Area(*rest[2]), _unplain(rest[3]), fresh=True)
            elif kind == "delete_rows":
                self.delete_rows(*rest)


def _is_formula(formula: Any, value: Any) -> bool:
    """Excel tells the text `=1+1` and the formula alike; only the text is also its own value."""
    return isinstance(formula, str) and formula.startswith("=") and value != formula


def _told(note: Any) -> tuple[str, str]:
    return note.location.get_address(False, False), note.text


def _cells(area: Area) -> list[Area]:
    return [
        Area(row, col, row, col)
        for row in range(area.top, area.bottom + 1)
        for col in range(area.left, area.right + 1)
    ]


def _kept(look: Any) -> Any:
    return "#{:02X}{:02X}{:02X}".format(*look) if isinstance(look, tuple) else look


def _get_look(cells: Any, aspect: str) -> Any:
    if aspect == "fill":
        return cells.color
    if aspect == "wrap":
        return cells.wrap_text
    if aspect == "number_format":
        return cells.number_format
    return getattr(cells.font, aspect)


def _set_look(cells: Any, aspect: str, value: Any) -> None:
    if aspect == "fill":
        cells.color = value
    elif aspect == "wrap":
        cells.wrap_text = value
    elif aspect == "number_format":
        cells.number_format = value
    elif aspect == "border":
        cells.api.Borders.LineStyle = 1
    elif aspect == "align":
        cells.api.HorizontalAlignment = {"center": -4108, "right": -4152}.get(value, -4131)
    elif aspect == "underline":
        cells.api.Font.Underline = 2 if value else -4142
    else:
        setattr(cells.font, aspect, value)


def _plain(block: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return [[{"d": one.isoformat()} if isinstance(one, dt.date) else one for one in row] for row in block]


def _unplain(block: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return [
        [dt.datetime.fromisoformat(one["d"]) if isinstance(one, dict) else one for one in row]
        for row in block
    ]
