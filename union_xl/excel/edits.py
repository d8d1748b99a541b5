"""The same Edits that `xlsx_edit` writes into a file, written into an open workbook.

One call per rectangle of values and per group of equally styled cells, so that the number of calls follows
what is to be written, not how many rows the sheet has.  Row heights are left to Excel, which fits wrapped
text by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from union_xl.excel.areas import position, rectangles
from union_xl.excel.com_retry import retry_while_busy
from union_xl.excel.sheet_writer import SheetWriter, typed
from union_xl.model import (
    KEEP,
    AddSheet,
    Area,
    Edit,
    Edits,
    Keep,
    RemoveSheet,
    RepeatRows,
    ReplaceText,
    Style,
    UnionXlError,
)
from union_xl.returns import NOTE_MARK
from union_xl.xlsx_edit.notes import NOTE_LINE

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

    def remarks(self) -> list[str]:
        """One sentence per sheet that was not done in full."""
        return [f"“{sheet}”{why}" for sheet, why in {**self.unmarked, **self.unwritten}.items()]


def write(writer: SheetWriter, edits: Edits) -> Written:
    """Write Edits through a pen.  UnionXlError when the book's structure is protected but must change."""
    done = Written()
    single: dict[str, list[Edit]] = {}
    for edit in edits:
        if isinstance(edit, RemoveSheet):
            if writer.is_ours(edit.name):
                _structure(writer)
                writer.delete_sheet(edit.name)
        elif isinstance(edit, RepeatRows):
            _grow(writer, edit, done)
        elif isinstance(edit, ReplaceText):
            done.unmarked[edit.sheet] = (
                "的文本框、图表或页眉页脚里有标签，在打开的工作簿里填不了，请用命令 union-xl report 填报"
            )
        elif isinstance(edit, Edit):
            single.setdefault(edit.sheet, []).append(edit)
    for sheet, own in single.items():
        if sheet not in done.unwritten:
            _cells(writer, sheet, own, done)
    for edit in edits:
        if isinstance(edit, AddSheet):
            _add(writer, edit)
    return done


def protection(writer: SheetWriter, sheet: str) -> tuple[bool, bool, bool]:
    """What a sheet's protection forbids: (contents of locked cells, looks, notes)."""
    api = retry_while_busy(lambda: writer.sheet(sheet).api)
    if not retry_while_busy(lambda: api.ProtectContents):
        return False, False, bool(retry_while_busy(lambda: api.ProtectDrawingObjects))
    looks = not retry_while_busy(lambda: api.Protection.AllowFormattingCells)
    return True, looks, bool(retry_while_busy(lambda: api.ProtectDrawingObjects))


def _structure(writer: SheetWriter) -> None:
    if retry_while_busy(lambda: writer.book.api.ProtectStructure):
        raise UnionXlError("这个工作簿的结构受保护，不能增减工作表；请先在“审阅”里撤销工作簿保护再试")


def _grow(writer: SheetWriter, edit: RepeatRows, done: Written) -> None:
    if edit.times <= 1:
        return
    if protection(writer, edit.sheet)[0]:
        done.unwritten[edit.sheet] = "受保护，不能插入行"
        return
    first, last = edit.last + 1, edit.last + (edit.last - edit.first + 1) * (edit.times - 1)
    writer.insert_rows(edit.sheet, first, last)
    writer.copy_rows(edit.sheet, edit.first, edit.last, first, last)


def _cells(writer: SheetWriter, sheet: str, edits: Sequence[Edit], done: Written) -> None:
    if not writer.has_sheet(sheet):
        return
    contents, looks, notes = protection(writer, sheet)
    styled = [edit for edit in edits if isinstance(edit.style, Style)]
    if styled and looks:
        done.unmarked[sheet] = "受保护，没有加标记"
    else:
        _looks(writer, sheet, styled, _ON_OTHERS, fresh=False)
        done.marked += len(styled)
    valued = [edit for edit in edits if not isinstance(edit.value, Keep)]
    try:
        _values(writer, sheet, valued)
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
    elif noted and not _notes(writer, sheet, noted):
        done.unmarked.setdefault(sheet, "有的单元格已有会话式批注，没有再加批注，请看“问题清单”")


def _values(writer: SheetWriter, sheet: str, edits: Sequence[Edit]) -> None:
    wanted = {position(edit.cell): edit for edit in edits}
    for area in rectangles(wanted):
        block = [
            [_value(wanted[row, col]) for col in range(area.left, area.right + 1)]
            for row in range(area.top, area.bottom + 1)
        ]
        writer.values(sheet, area, block, fresh=False)


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


def _looks(
    writer: SheetWriter, sheet: str, edits: Sequence[Edit], known: frozenset[str], *, fresh: bool
) -> None:
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
        writer.look(sheet, rectangles(cells), aspect, wanted, fresh=fresh)


def _notes(writer: SheetWriter, sheet: str, edits: Sequence[Edit]) -> bool:
    """Put notes on; False when Excel refused one (a threaded comment leaves no room for a note)."""
    whole = True
    present = writer.notes(sheet)
    for edit in edits:
        before = present.get(edit.cell)
        foreign = foreign_note(before)
        text = edit.note if isinstance(edit.note, str) else None
        wanted = text if foreign is None else f"{foreign}\n{NOTE_LINE}\n{text}" if text else foreign
        if wanted != before:
            try:
                writer.note(sheet, edit.cell, wanted, before)
            except UnionXlError:
                raise
            except Exception:
                whole = False
    return whole


def foreign_note(note: str | None) -> str | None:
    """What somebody else wrote in a note, our words cut off; None when nothing is left."""
    if note is None:
        return None
    kept, line, _ = note.partition(NOTE_LINE)
    if line:
        return kept.rstrip("\n") or None
    return None if NOTE_MARK in note.split("\n【", 1)[0][:60] or note.startswith(NOTE_MARK) else note


def _add(writer: SheetWriter, order: AddSheet) -> None:
    _structure(writer)
    if writer.has_sheet(order.name):
        if not writer.is_ours(order.name):
            raise UnionXlError(f"这个工作簿里已有名为“{order.name}”的工作表，不能覆盖，请先改名再试")
        writer.delete_sheet(order.name)
    writer.add_sheet(order.name, order.at)
    cells = [edit for edit in order.cells if edit.value is not KEEP or isinstance(edit.style, Style)]
    valued = [edit for edit in cells if edit.value is not KEEP]
    texts = [position(edit.cell) for edit in valued if isinstance(edit.value, str) and edit.link is KEEP]
    writer.look(order.name, rectangles(texts), "number_format", "@", fresh=True)
    _block(writer, order.name, valued)
    _looks(writer, order.name, cells, frozenset(ASPECTS), fresh=True)
    for col, width in order.widths.items():
        writer.width(order.name, col, width)
    writer.arrange(order.name, order.freeze_row, order.filter_area)


def _block(writer: SheetWriter, sheet: str, edits: Sequence[Edit]) -> None:
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
    writer.values(sheet, Area(1, 1, bottom, right), block, fresh=True)
