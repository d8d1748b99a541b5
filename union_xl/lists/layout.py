"""A list on paper: a template of `templates/lists` filled with heads and rows.

A template is an ordinary sheet.  `{{标题}}`, `{{密级}}`, `{{说明}}`, `{{提示}}` and names of settings are
filled in wherever they stand; the row with `{{列名}}` becomes the heads, the one with `{{每行}}` every row,
the one with `{{合计}}` the sums (gone where nothing is added up); a line whose text is blank goes.  A text
alone in its line spans the list, of two the second stands at the right.  A row with `{{每行.姓名}}` and the
like fills just those columns as they stand in the template: its heads are the template's own.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from union_xl.lists.rows import Listed, Table
from union_xl.model import TemplateError
from union_xl.model.grid import column_letters

HEADS, ROWS, SUMS = "{{列名}}", "{{每行}}", "{{合计}}"
_TAG = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
_OWN = re.compile(r"\{\{\s*每行[.．。]([^{}]+?)\s*\}\}")
_FIXED = dt.datetime(2020, 1, 1)
_UPRIGHT, _ACROSS = 88.0, 132.0
"""Characters that fit on A4, upright and across."""
_WIDEST = 36.0
AUDIENCES: Mapping[str, str] = {
    "对内": "内部使用，不得外传",
    "对外": "仅供办理本事项使用，含个人信息，用后请销毁",
    "公示": "公示",
}


@dataclass(frozen=True)
class Facts:
    """What a template may name: `title`, the settings' names, sentences on what the list lacks (`remark`)."""

    title: str
    names: Mapping[str, Any] = field(default_factory=dict)
    remark: str = ""


def workbook(made: Sequence[Listed], template: Path, facts: Facts) -> bytes:
    """The lists (parts of one) as an xlsx: a sheet for every table.  Raises TemplateError naming the cell."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(template)
    except Exception:
        raise TemplateError(f"打不开清单模板 {template.name}，请用 Excel 另存为 .xlsx 后重试") from None
    first = book.worksheets[0]
    for other in book.worksheets[1:]:
        book.remove(other)
    taken: set[str] = set()
    sheets = [(one, table) for one in made for table in one.tables]
    copies = [book.copy_worksheet(first) for _ in sheets[1:]]
    for sheet, (one, table) in zip([first, *copies], sheets, strict=True):
        sheet.title = _sheet_name(one, table, taken)
        _page(sheet, first)
        _fill(sheet, one, table, _with_title(facts, one, table), template.name)
    book.properties.created = book.properties.modified = _FIXED
    book.properties.title = facts.title
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


_TO_FILL = "＿" * 6
"""What stands in a sentence for a setting nobody gave: a line to write on."""


def _with_title(facts: Facts, one: Listed, table: Table) -> dict[str, str]:
    about = " · ".join(part for part in (one.ask.part, table.group) if part)
    title = one.ask.heading or facts.title
    named: dict[str, str] = {name: _text(value) for name, value in facts.names.items()}
    note = _TAG.sub(
        lambda tag: named.get(tag[1], "") or _TO_FILL, re.sub(r"\{([^{}]+)\}", r"{{\1}}", one.ask.note)
    )
    return named | {
        "标题": f"{title}（{about}）" if about else title,
        "密级": AUDIENCES[one.ask.audience],
        "说明": note,
        "提示": facts.remark,
        "行数": str(len(table.rows)),
        "导语": f"现将{one.ask.name.removesuffix('稿').removesuffix('公示') or '以下名单'}予以公示。",
        "落款日期": "　　　　年　　月　　日",
    }


def _sheet_name(one: Listed, table: Table, taken: set[str]) -> str:
    """A name of at most 31 characters that no other sheet has."""
    words = [part for part in (one.ask.part, table.group) if part] or [one.ask.name]
    stem = re.sub(r"[\[\]:*?/\\']", "", " ".join(words)).strip()[:28] or "清单"
    name, number = stem, 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem[:27]}_{number}"
    taken.add(name.casefold())
    return name


def _page(sheet: Any, first: Any) -> None:
    """Print settings a copied sheet does not take along."""
    sheet.oddFooter.center.text = first.oddFooter.center.text or "第 &P 页，共 &N 页"
    sheet.page_margins = copy(first.page_margins)
    sheet.print_options.horizontalCentered = True
    sheet.page_setup.paperSize = 9
    sheet.sheet_properties.pageSetUpPr = copy(first.sheet_properties.pageSetUpPr)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0


@dataclass(frozen=True)
class _Line:
    """A row of the template: its cells that say something, its height."""

    cells: tuple[tuple[str, Any], ...]
    height: float | None
    texts: tuple[str, ...]


def _fill(sheet: Any, one: Listed, table: Table, named: Mapping[str, str], book: str) -> None:
    own = _own_columns(sheet, one, book)
    lines = [_line(sheet, row) for row in range(1, sheet.max_row + 1)]
    marks = {mark: at for at, line in enumerate(lines) for mark in (HEADS, ROWS, SUMS) if mark in line.texts}
    if own is None and not {HEADS, ROWS} <= set(marks):
        raise TemplateError(
            f"清单模板 {book} 里缺少 {HEADS} 或 {ROWS} 一行，请照 templates/lists 里的样子补上"
        )
    if own is not None:
        _fill_own(sheet, one, table, named, *own)
        return
    widths = _widths(one, table)
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    sheet.delete_rows(1, sheet.max_row)
    for letters in list(sheet.column_dimensions):  # one may speak of several columns
        del sheet.column_dimensions[letters]
    writer = _Writer(sheet, len(one.heads))
    head = 0
    for at, line in enumerate(lines):
        if at == marks[HEADS]:
            head = writer.row
            writer.cells(line, one.heads, [""] * len(one.heads), widths)
        elif at == marks[ROWS]:
            for row in table.rows:
                writer.cells(line, row, one.formats, widths)
            for _ in range(0 if table.rows else 1):
                writer.cells(line, ["", "（无）"] + [""] * (len(one.heads) - 2), one.formats, widths)
        elif at == marks.get(SUMS):
            if one.sums and table.rows:
                writer.cells(line, _sums(one, table), one.formats, widths)
        else:
            writer.text(line, named, widths)
    _dress(sheet, widths, head)


def _line(sheet: Any, row: int) -> _Line:
    cells = [cell for cell in sheet[row] if cell.value not in (None, "")]
    return _Line(
        tuple((str(cell.value), _look(cell)) for cell in cells),
        sheet.row_dimensions[row].height,
        tuple(str(cell.value).strip() for cell in cells),
    )


def _look(cell: Any) -> Any:
    return copy(cell._style)


class _Writer:
    """Writes line after line from the top; `row` is the next one (1-based)."""

    def __init__(self, sheet: Any, width: int) -> None:
        self.sheet, self.width, self.row = sheet, width, 1

    def cells(
        self, line: _Line, values: Sequence[Any], formats: Sequence[str], widths: Sequence[float]
    ) -> None:
        """One row of the table in the look of the template's line."""
        style = line.cells[0][1]
        lines = 1
        for col, value in enumerate(values[: self.width], 1):
            cell = self.sheet.cell(self.row, col)
            cell._style = copy(style)
            put(cell, value, formats[col - 1])
            lines = max(lines, math.ceil(_wide(value) / max(1.0, widths[col - 1] - 1)))
        height = line.height or 20.0
        self.sheet.row_dimensions[self.row].height = max(height, lines * 14.5 + 5)
        self.row += 1

    def text(self, line: _Line, named: Mapping[str, str], widths: Sequence[float]) -> None:
        """A line of text: alone it spans the table, of two the second is at the right; blank it goes."""
        filled = [(_named(text, named), style) for text, style in line.cells]
        if line.cells and not any(text.strip() for text, _ in filled):
            return
        filled = [one for one in filled if one[0].strip()]
        half = max(1, self.width // 2)
        spans = (
            [(1, self.width)] if len(filled) < 2 or self.width < 2 else [(1, half), (half + 1, self.width)]
        )
        lines = 1
        for (first, last), (text, style) in zip(spans, filled, strict=False):
            cell = self.sheet.cell(self.row, first)
            cell._style = copy(style)
            put(cell, text, "")
            if last > first:
                self.sheet.merge_cells(
                    start_row=self.row, end_row=self.row, start_column=first, end_column=last
                )
            room = sum(widths[first - 1 : last])
            lines = max(lines, sum(math.ceil(max(1, _wide(part)) / room) for part in text.split("\n")))
        height = line.height or 18.0
        size = float(self.sheet.cell(self.row, 1).font.size or 11)
        self.sheet.row_dimensions[self.row].height = (
            max(height, lines * size * 1.5 + 3) if lines > 1 else height
        )
        self.row += 1


def put(cell: Any, value: Any, code: str) -> None:
    """A value into a cell; text that begins with `=` stays text."""
    if value is None:
        return
    if isinstance(value, int | float | dt.date) and not isinstance(value, bool):
        cell.value = value
        if code and code != "@":
            cell.number_format = code
        elif isinstance(value, dt.date):
            cell.number_format = "yyyy-mm-dd"
        return
    cell.value = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", str(value))
    cell.data_type = "s"
    cell.number_format = "@" if code == "@" else cell.number_format


def _own_columns(sheet: Any, one: Listed, book: str) -> tuple[int, dict[int, int]] | None:
    """The row (1-based) with `{{每行.列}}` and {column: which column of the list}; None for none."""
    for row in sheet.iter_rows():
        found = {cell.column: tag[1] for cell in row if (tag := _OWN.search(str(cell.value or "")))}
        if not found:
            continue
        for col, title in found.items():
            if title not in one.heads:
                raise TemplateError(
                    f"清单模板 {book} 的 {sheet.title}!{column_letters(col)}{row[0].row}："
                    f"“{title}”不是清单“{one.ask.name}”的列，可用：{'、'.join(one.heads)}"
                )
        return row[0].row, {col: one.heads.index(title) for col, title in found.items()}
    return None


def _fill_own(
    sheet: Any,
    one: Listed,
    table: Table,
    named: Mapping[str, str],
    row: int,
    columns: Mapping[int, int],
) -> None:
    """A template with columns of its own: the row is repeated, the rest stays where it is."""
    looks = {cell.column: _look(cell) for cell in sheet[row]}
    height = sheet.row_dimensions[row].height
    more = max(0, len(table.rows) - 1)
    below = [str(area) for area in sheet.merged_cells.ranges if area.min_row > row]
    for area in below:
        sheet.unmerge_cells(area)
    if more:
        sheet.insert_rows(row + 1, more)
    for area in below:
        left, right = (re.fullmatch(r"([A-Z]+)(\d+)", part) for part in area.split(":"))
        assert left and right
        sheet.merge_cells(f"{left[1]}{int(left[2]) + more}:{right[1]}{int(right[2]) + more}")
    for at in range(max(1, len(table.rows))):
        sheet.row_dimensions[row + at].height = height
        for col, look in looks.items():
            cell = sheet.cell(row + at, col)
            cell._style = copy(look)
            if col in columns:
                cell.value = None
                if table.rows:
                    put(cell, table.rows[at][columns[col]], one.formats[columns[col]])
    for line in sheet.iter_rows():
        for cell in line:
            if isinstance(cell.value, str) and "{{" in cell.value:
                put(cell, _named(cell.value, named), "")


def _named(text: str, named: Mapping[str, str]) -> str:
    return _TAG.sub(lambda tag: named.get(tag[1], ""), text)


def _text(value: Any) -> str:
    if isinstance(value, dt.datetime | dt.date):
        return f"{value.year}年{value.month}月{value.day}日"
    return "" if value is None else str(value)


def _sums(one: Listed, table: Table) -> list[Any]:
    line: list[Any] = [""] * len(one.heads)
    line[min(1, len(line) - 1)] = "合计"
    for at in one.sums:
        numbers = [row[at] for row in table.rows if isinstance(row[at], int | float)]
        total = round(sum(numbers), 2)
        line[at] = int(total) if float(total).is_integer() else total
    return line


def _wide(value: Any) -> float:
    """Characters a value is wide; a Han letter is two."""
    if value is None:
        return 0.0
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    return float(sum(2 if ord(letter) > 255 else 1 for letter in text))


def _widths(one: Listed, table: Table) -> list[float]:
    """Wide enough for heads and contents; together they fill the page."""
    made = []
    for at, head in enumerate(one.heads):
        longest = max((_wide(row[at]) for row in table.rows), default=0.0) + 2
        title = max(_wide(head) / (2 if _wide(head) > 8 else 1) + 2, 5.0)
        least = one.widths[at] if at in one.blank else 0.0
        made.append(min(_WIDEST, max(title, longest, least)))
    total = sum(made)
    page = _UPRIGHT if total <= _UPRIGHT else _ACROSS
    if total < page:
        spread = [at for at in range(len(made)) if one.heads[at] != "序号"]
        more = min((page - total) / max(1, len(spread)), 14.0)
        made = [width + more if at in spread else width for at, width in enumerate(made)]
    return made


def _dress(sheet: Any, widths: Sequence[float], head: int) -> None:
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[column_letters(at)].width = width
    sheet.page_setup.orientation = "landscape" if sum(widths) > _UPRIGHT + 1 else "portrait"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.freeze_panes = f"A{head + 1}"
