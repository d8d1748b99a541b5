"""How an office lays rows out on a sheet: titles, headers of one to three rows, samples, repeated
headers, subtotals, ditto marks, merged cells, footers.

`lay` puts rows of tidy values on a sheet in a given dress and tells where every value landed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.corpus.sheets import Sheet
from tests.corpus.units import Row

NUMBERING = frozenset(("序号", "编号", "NO.", "序", "No"))
Writer = Callable[[str, Any], tuple[Any, str]]
"""(standard title, tidy value) -> what is typed into the cell, and its number format."""


def plainly(title: str, value: Any) -> tuple[Any, str]:
    """As a careful person types it: real dates, text codes."""
    return value, "yyyy-mm-dd" if isinstance(value, dt.date) else ""


@dataclass
class Column:
    """One column as laid: `title` the standard title ('' for one the form does not know), `head` its
    header texts from top to bottom, `fill` what a column of no title holds (row index -> value),
    `of` the same from the row."""

    title: str
    head: tuple[str, ...]
    fill: Callable[[int], Any] | None = None
    width: float = 0
    of: Callable[[Row], Any] | None = None


@dataclass
class Dress:
    """One office's habits.  `top` and `left` are 1-based.

    Every `repeat` rows the header again (after the line `page`), every `gap` rows `gap_rows` blank ones,
    every `subtotal` rows a subtotal; `empty` rows that only carry a number follow the data.
    """

    columns: list[Column]
    above: list[tuple[str, str]] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    top: int = 1
    left: int = 1
    write: Writer = plainly
    sample: Row | None = None
    sample_mark: str = "例"
    repeat: int = 0
    gap: int = 0
    gap_rows: int = 1
    page: str = ""
    empty: int = 0
    subtotal: int = 0
    total: str = ""
    ditto: dict[str, str] = field(default_factory=dict)
    down: tuple[str, ...] = ()
    numbering: str = "number"
    head_look: str = "head"
    body_look: str = "body"


@dataclass
class Block:
    """Where a table landed: header rows, {title: column}, and the sheet row of each data row."""

    sheet: Sheet
    header: tuple[int, ...]
    cols: dict[str, int]
    rows: list[int] = field(default_factory=list)

    def cell(self, index: int, title: str) -> tuple[int, int]:
        return self.rows[index], self.cols[title]


def columns(heads: Sequence[tuple[str, str | tuple[str, ...]]]) -> list[Column]:
    """[(standard title, header text or texts)] -> columns; 序号 under title '' numbers itself."""
    return [Column(title, (head,) if isinstance(head, str) else head) for title, head in heads]


def lay(sheet: Sheet, rows: Sequence[Row], dress: Dress) -> Block:
    """Lay the rows on the sheet; gives back where they are."""
    row = _above(sheet, dress)
    depth = max(len(c.head) for c in dress.columns)
    header = tuple(range(row, row + depth))
    _header(sheet, row, dress, depth)
    cols = {c.title: dress.left + i for i, c in enumerate(dress.columns) if c.title}
    block = Block(sheet, header, cols)
    for i, column in enumerate(dress.columns):
        sheet.widths.setdefault(dress.left + i, column.width or _width(column))
    row += depth
    if dress.sample is not None:
        _sample(sheet, row, dress)
        row += 1
    since = 0
    for index, values in enumerate(rows):
        if index and dress.repeat and index % dress.repeat == 0:
            if dress.page:
                sheet.put(row, dress.left, dress.page, "meta")
                row += 1
            _header(sheet, row, dress, depth)
            row += depth
        if index and dress.gap and index % dress.gap == 0:
            row += dress.gap_rows
        _row(sheet, row, index, values, dress, rows[index - 1] if index else None)
        block.rows.append(row)
        row, since = row + 1, since + 1
        if dress.subtotal and since == dress.subtotal and index + 1 < len(rows):
            _total(sheet, row, dress, f"小计（{since}人）")
            row, since = row + 1, 0
    for number in range(len(rows), len(rows) + dress.empty):
        _row(sheet, row, number, {}, dress, None)
        row += 1
    if dress.total:
        _total(sheet, row, dress, dress.total)
        row += 1
    for title in dress.down:
        _merge_down(block, title)
    for text in dress.below:
        sheet.put(row, dress.left, text, "meta")
        row += 1
    return block


def _above(sheet: Sheet, dress: Dress) -> int:
    """The lines above the header; gives the row the header begins in."""
    last = dress.left + len(dress.columns) - 1
    row = dress.top
    for text, look in dress.above:
        sheet.put(row, dress.left, text, look)
        if look in ("title", "meta") and last > dress.left:
            sheet.merges.append((row, dress.left, row, last))
        if look == "title":
            sheet.heights[row] = 32
        row += 1
    return row


def _width(column: Column) -> float:
    wide = {
        "证件号码": 21,
        "统一社会信用代码": 21,
        "工会统一社会信用代码": 21,
        "单位名称": 28,
        "工会名称": 32,
    }
    return wide.get(column.title, 12.5 if column.title else 6)


def _header(sheet: Sheet, top: int, dress: Dress, depth: int) -> None:
    heads = [c.head for c in dress.columns]
    for level in range(depth):
        col = 0
        while col < len(heads):
            if level >= len(heads[col]):
                col += 1
                continue
            end = col
            group = heads[col][: level + 1]
            while (
                level + 1 < len(heads[col]) and end + 1 < len(heads) and heads[end + 1][: level + 1] == group
            ):
                if len(heads[end + 1]) <= level + 1:
                    break
                end += 1
            bottom = top + (depth - 1 if level == len(heads[col]) - 1 else level)
            first, last = dress.left + col, dress.left + end
            for c in range(first, last + 1):
                for r in range(top + level, bottom + 1):
                    sheet.put(r, c, "", dress.head_look)
            sheet.put(top + level, first, heads[col][level], dress.head_look)
            if last > first or bottom > top + level:
                sheet.merges.append((top + level, first, bottom, last))
            col = end + 1


def _sample(sheet: Sheet, row: int, dress: Dress) -> None:
    assert dress.sample is not None
    for i, column in enumerate(dress.columns):
        if column.title:
            value, shown = dress.write(column.title, dress.sample.get(column.title))
        else:
            value, shown = (dress.sample_mark if i == 0 else ""), ""
        sheet.put(row, dress.left + i, value, "sample", shown)
    if dress.columns[0].title and dress.sample_mark:
        first = sheet.cells[row, dress.left]
        first.value = f"{dress.sample_mark}：{first.value}"


def _row(sheet: Sheet, row: int, index: int, values: Row, dress: Dress, before: Row | None) -> None:
    for i, column in enumerate(dress.columns):
        col = dress.left + i
        if not column.title:
            if column.of is not None:
                sheet.put(row, col, column.of(values) if values else "", dress.body_look)
            elif column.fill is not None:
                if values:
                    sheet.put(row, col, column.fill(index), dress.body_look)
            elif column.head[-1] not in NUMBERING:
                sheet.put(row, col, "", dress.body_look)
            elif dress.numbering == "formula":
                sheet.put(row, col, index + 1, dress.body_look, formula=f"=ROW()-{row - index - 1}")
            elif dress.numbering == "number":
                sheet.put(row, col, index + 1, dress.body_look)
            else:
                sheet.put(row, col, "", dress.body_look)
            continue
        value = values.get(column.title)
        if not values:
            sheet.put(row, col, "", dress.body_look)
            continue
        mark = dress.ditto.get(column.title)
        if mark and before is not None and value is not None and before.get(column.title) == value:
            sheet.put(row, col, mark, dress.body_look)
            continue
        typed, shown = dress.write(column.title, value)
        sheet.put(row, col, typed, dress.body_look, shown)


def _total(sheet: Sheet, row: int, dress: Dress, text: str) -> None:
    for i in range(len(dress.columns)):
        sheet.put(row, dress.left + i, text if i == 0 else "", "total")


def _merge_down(block: Block, title: str) -> None:
    col, sheet = block.cols[title], block.sheet
    start = 0
    for i in range(1, len(block.rows) + 1):
        same = (
            i < len(block.rows)
            and block.rows[i] == block.rows[i - 1] + 1
            and sheet.cells[block.rows[i], col].value == sheet.cells[block.rows[start], col].value
        )
        if same:
            continue
        if i - 1 > start:
            sheet.merges.append((block.rows[start], col, block.rows[i - 1], col))
            for r in block.rows[start + 1 : i]:
                sheet.cells[r, col].value = ""
        start = i
