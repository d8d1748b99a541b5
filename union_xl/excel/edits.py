"""The same Edits that `package` writes into a file, written into an open workbook.

One call per rectangle of values and per group of equally styled cells, so that the number of calls follows
what is to be written, not how many rows the sheet has.  Row heights are left to Excel, which fits wrapped
text by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from union_xl.core import (
    KEEP,
    AddSheet,
    Area,
    Edit,
    Edits,
    Grow,
    Keep,
    RemoveSheet,
    Reword,
    Style,
    UnionXlError,
)
from union_xl.excel.areas import position, rectangles
from union_xl.excel.patience import patiently
from union_xl.excel.pen import Pen, typed
from union_xl.package.notes import NOTE_LINE
from union_xl.returns import NOTE_MARK

ASPECTS = ("fill", "color", "bold", "size", "number_format", "wrap", "underline", "border", "align")
_ON_OTHERS = frozenset({"fill", "color", "bold", "size", "number_format", "wrap"})


@dataclass
class Written:
    """What happened: `unwritten` are {sheet: why} whose values, `unmarked` those whose colours or notes a
    protection kept from being put on."""

    unwritten: dict[str, str] = field(default_factory=dict)
    unmarked: dict[str, str] = field(default_factory=dict)
    values: int = 0
    marked: int = 0

    def told(self) -> list[str]:
        """One sentence per sheet that was not done in full."""
        return [f"“{sheet}”{why}" for sheet, why in {**self.unmarked, **self.unwritten}.items()]


def write(pen: Pen, edits: Edits) -> Written:
    """Write Edits through a pen.  UnionXlError when the book's structure is protected but must change."""
    done = Written()
    single: dict[str, list[Edit]] = {}
    for edit in edits:
        if isinstance(edit, RemoveSheet):
            if pen.is_ours(edit.name):
                _structure(pen)
                pen.delete_sheet(edit.name)
        elif isinstance(edit, Grow):
            _grow(pen, edit, done)
        elif isinstance(edit, Reword):
            done.unmarked[edit.sheet] = (
                "的文本框、图表或页眉页脚里有标签，在打开的工作簿里填不了，请用命令 union-xl report 填报"
            )
        elif isinstance(edit, Edit):
            single.setdefault(edit.sheet, []).append(edit)
    for sheet, own in single.items():
        if sheet not in done.unwritten:
            _cells(pen, sheet, own, done)
    for edit in edits:
        if isinstance(edit, AddSheet):
            _add(pen, edit)
    return done


def guarded(pen: Pen, sheet: str) -> tuple[bool, bool, bool]:
    """What a sheet's protection forbids: (contents of locked cells, looks, notes)."""
    api = patiently(lambda: pen.sheet(sheet).api)
    if not patiently(lambda: api.ProtectContents):
        return False, False, bool(patiently(lambda: api.ProtectDrawingObjects))
    looks = not patiently(lambda: api.Protection.AllowFormattingCells)
    return True, looks, bool(patiently(lambda: api.ProtectDrawingObjects))


def _structure(pen: Pen) -> None:
    if patiently(lambda: pen.book.api.ProtectStructure):
        raise UnionXlError("这个工作簿的结构受保护，不能增减工作表；请先在“审阅”里撤销工作簿保护再试")


def _grow(pen: Pen, edit: Grow, done: Written) -> None:
    if edit.times <= 1:
        return
    if guarded(pen, edit.sheet)[0]:
        done.unwritten[edit.sheet] = "受保护，不能插入行"
        return
    first, last = edit.last + 1, edit.last + (edit.last - edit.first + 1) * (edit.times - 1)
    pen.insert_rows(edit.sheet, first, last)
    pen.copy_rows(edit.sheet, edit.first, edit.last, first, last)


def _cells(pen: Pen, sheet: str, edits: Sequence[Edit], done: Written) -> None:
    if not pen.has_sheet(sheet):
        return
    contents, looks, notes = guarded(pen, sheet)
    styled = [edit for edit in edits if isinstance(edit.style, Style)]
    if styled and looks:
        done.unmarked[sheet] = "受保护，没有加标记"
    else:
        _looks(pen, sheet, styled, _ON_OTHERS, fresh=False)
        done.marked += len(styled)
    valued = [edit for edit in edits if not isinstance(edit.value, Keep)]
    try:
        _values(pen, sheet, valued, fresh=False)
        done.values += len(valued)
    except UnionXlError:
        raise
    except Exception:
        if not contents:
            raise
        done.unwritten[sheet] = "受保护，没有写入；请先在“审阅”里撤销工作表保护再试"
    noted = [edit for edit in edits if not isinstance(edit.note, Keep)]
    if noted and notes:
        done.unmarked.setdefault(sheet, "受保护，没有加批注")
    elif noted and not _notes(pen, sheet, noted):
        done.unmarked.setdefault(sheet, "有的单元格已有会话式批注，没有再加批注，请看“问题清单”")


def _values(pen: Pen, sheet: str, edits: Sequence[Edit], *, fresh: bool) -> None:
    wanted = {position(edit.cell): edit for edit in edits}
    for area in rectangles(wanted):
        block = [
            [_value(wanted[row, col]) for col in range(area.left, area.right + 1)]
            for row in range(area.top, area.bottom + 1)
        ]
        pen.values(sheet, area, block, fresh=fresh)


def _value(edit: Edit, *, fresh: bool = False) -> Any:
    """What Excel is given; on a fresh sheet text cells are formatted as text beforehand."""
    if isinstance(edit.link, str):
        shown = str(edit.value).replace('"', '""')
        place = edit.link.replace('"', '""')
        return f'=HYPERLINK("#{place}","{shown}")'
    if edit.formula and isinstance(edit.value, str):
        return edit.value if edit.value.startswith("=") else f"={edit.value}"
    if not fresh:
        return typed(edit.value)
    quoted = isinstance(edit.value, str) and edit.value.startswith("'")
    return f"'{edit.value}" if quoted else edit.value


def _looks(pen: Pen, sheet: str, edits: Sequence[Edit], known: frozenset[str], *, fresh: bool) -> None:
    """Aspect by aspect: one call per group of equally looking cells."""
    groups: dict[tuple[str, Any], list[tuple[int, int]]] = {}
    for edit in edits:
        if not isinstance(edit.style, Style):
            continue
        for aspect in ASPECTS:
            value = getattr(edit.style, aspect)
            if value not in ("", None) and aspect in known:
                groups.setdefault((aspect, value), []).append(position(edit.cell))
    for (aspect, value), cells in groups.items():
        wanted = f"#{value}" if aspect in ("fill", "color") else value
        pen.look(sheet, rectangles(cells), aspect, wanted, fresh=fresh)


def _notes(pen: Pen, sheet: str, edits: Sequence[Edit]) -> bool:
    """Put notes on; False when Excel refused one (a threaded comment leaves no room for a note)."""
    whole = True
    present = pen.notes(sheet)
    for edit in edits:
        before = present.get(edit.cell)
        foreign = theirs(before)
        text = edit.note if isinstance(edit.note, str) else None
        wanted = text if foreign is None else f"{foreign}\n{NOTE_LINE}\n{text}" if text else foreign
        if wanted != before:
            try:
                pen.note(sheet, edit.cell, wanted, before)
            except UnionXlError:
                raise
            except Exception:
                whole = False
    return whole


def theirs(note: str | None) -> str | None:
    """What somebody else wrote in a note, our words cut off; None when nothing is left."""
    if note is None:
        return None
    kept, line, _ = note.partition(NOTE_LINE)
    if line:
        return kept.rstrip("\n") or None
    return None if NOTE_MARK in note.split("\n【", 1)[0][:60] or note.startswith(NOTE_MARK) else note


def _add(pen: Pen, order: AddSheet) -> None:
    _structure(pen)
    if pen.has_sheet(order.name):
        if not pen.is_ours(order.name):
            raise UnionXlError(f"这个工作簿里已有名为“{order.name}”的工作表，不能覆盖，请先改名再试")
        pen.delete_sheet(order.name)
    pen.add_sheet(order.name, order.at)
    cells = [edit for edit in order.cells if edit.value is not KEEP or isinstance(edit.style, Style)]
    valued = [edit for edit in cells if edit.value is not KEEP]
    texts = [position(edit.cell) for edit in valued if isinstance(edit.value, str) and edit.link is KEEP]
    pen.look(order.name, rectangles(texts), "number_format", "@", fresh=True)
    _block(pen, order.name, valued)
    _looks(pen, order.name, cells, frozenset(ASPECTS), fresh=True)
    for col, width in order.widths.items():
        pen.width(order.name, col, width)
    pen.arrange(order.name, order.freeze_row, order.filter_area)


def _block(pen: Pen, sheet: str, edits: Sequence[Edit]) -> None:
    """A fresh sheet is written as one block from A1."""
    if not edits:
        return
    placed = {position(edit.cell): edit for edit in edits}
    bottom, right = max(row for row, _ in placed), max(col for _, col in placed)
    block = [
        [
            _value(placed[row, col], fresh=True) if (row, col) in placed else None
            for col in range(1, right + 1)
        ]
        for row in range(1, bottom + 1)
    ]
    pen.values(sheet, Area(1, 1, bottom, right), block, fresh=True)
