# ruff: noqa: E501
"""How an official table looks: annex and marks, merged title, the line with 填报单位 and units, a bordered head of
one to three levels with the row of codes, 补充资料, notes and signature line; printed one page wide on A4."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from templates.making.layout import (
    EACH,
    HEAD,
    TOTAL,
    Chart,
    Column,
    Row,
    Table,
    referring,
    summed,
    worked_out,
)
from union_xl import ledgers

MADE = dt.datetime(2022, 6, 30)
STUBS = "甲乙丙丁戊己庚辛壬癸"
TOP = 3
"""The row (0-based) where the head begins."""
LABEL = "#,##0;-#,##0;"
"""The number at a bar; none where there is no bar."""
SIGNED = ("单位负责人", "统计负责人", "填表人", "联系电话", "报出日期")
BOUNDED = ("社区", "学历", "政治面貌", "技能等级")
"""Repeating rows that are never many: table and chart stand on one page."""
MARKS = (
    "{{表号前缀|前=表号：|后=%s表　}}{{制定机关|前=制定机关：|后=　}}"
    "{{批准文号|前=批准文号：|后=　}}{{有效期至|前=有效期至：}}"
)


class Book:
    """One workbook of tables; rows and columns 0-based, as XlsxWriter counts."""

    def __init__(self, path: Path, title: str) -> None:
        self.book = xlsxwriter.Workbook(str(path), {"in_memory": True})
        self.book.set_properties({"title": title, "created": MADE})
        self.looks: dict[tuple[Any, ...], Any] = {}
        self.codes = {one.name: one.code for form in ledgers.BUILT_IN for one in form.indicators}
        self.named: set[str] = set()

    def add(self, *tables: Table) -> Book:
        """The book with a sheet for each table."""
        for table in tables:
            _Sheet(self, table).draw()
        return self

    def close(self) -> None:
        self.book.close()

    def look(
        self,
        *,
        font: str = "宋体",
        size: float = 10.5,
        align: str = "left",
        bold: bool = False,
        border: bool = False,
        number: str = "",
        fill: str = "",
        wrap: bool = False,
        color: str = "",
        indent: int = 0,
    ) -> Any:
        """A cell format; the same wishes give the same format."""
        key = (font, size, align, bold, border, number, fill, wrap, color, indent)
        if key not in self.looks:
            wishes: dict[str, Any] = {
                "font_name": font, "font_size": size, "align": align, "valign": "vcenter", "bold": bold,
                "text_wrap": wrap, "border": int(border), "indent": indent,
            }  # fmt: skip
            wishes |= {"num_format": number} if number else {}
            wishes |= {"bg_color": fill} if fill else {}
            wishes |= {"font_color": color} if color else {}
            self.looks[key] = self.book.add_format(wishes)
        return self.looks[key]


class _Sheet:
    def __init__(self, book: Book, table: Table) -> None:
        self.book, self.table, self.look = book, table, book.look
        self.sheet = book.book.add_worksheet(table.sheet)
        self.columns = table.columns
        self.last = len(table.columns) - 1
        self.widths = [one.width for one in table.columns]
        self.depth = max(len(one.heads) for one in table.columns)
        self.body = TOP + self.depth + 1
        self.coded = [at for at, one in enumerate(table.columns) if not one.stub]

    def draw(self) -> None:
        self._page()
        self._top()
        self._heads()
        for at, row in enumerate(self.table.rows):
            self._row(self.body + at, at, row)
        end = self._foot(self.body + len(self.table.rows))
        if self.table.chart:
            self._chart(self.table.chart, end + 2)
            end += 18
        self.sheet.print_area(0, 0, end, self.last)
        self._marked()

    def _page(self) -> None:
        for col, width in enumerate(self.widths):
            self.sheet.set_column(col, col, width)
        if not self.table.portrait:
            self.sheet.set_landscape()
        self.sheet.set_paper(9)
        bounded = all(one.block in BOUNDED for one in self.table.rows if one.kind == EACH)
        self.sheet.fit_to_pages(1, int(bounded))
        self.sheet.center_horizontally()
        self.sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        self.sheet.set_footer("&C第 &P 页，共 &N 页")
        self.sheet.hide_gridlines(2)

    def _top(self) -> None:
        """Annex, marks, title, and the line below it: who reports, for which period, in which units."""
        cut = self._cut(4)
        number = f"　{self.table.sheet}" if self.table.sheet.startswith("表") else ""
        annex = "内部核对" if self.table.inside else f"附件{{{{附件号}}}}{number}"
        self._across(0, 0, cut[1] - 1, annex, self.look(font="黑体", size=11))
        marks = MARKS % self.table.number
        self._across(0, cut[1], self.last, marks, self.look(size=9, align="right"))
        title = self.look(font="黑体", size=18, align="center", bold=True)
        self.sheet.merge_range(1, 0, 1, self.last, self.table.title, title)
        self.sheet.set_row(1, 34)
        cut = self._cut(3)
        words = ("填报单位：{{填报单位}}", "统计期间：{{统计期间}}", f"计量单位：{self.table.units}")
        for at, (text, align) in enumerate(zip(words, ("left", "center", "right"), strict=True)):
            self._across(2, cut[at], cut[at + 1] - 1, text, self.look(align=align))
        self.sheet.set_row(2, 20)

    def _heads(self) -> None:
        look = self.look(bold=True, align="center", border=True, wrap=True, fill="#DCE6F1", size=10)
        for level in range(self.depth):
            col = 0
            while col <= self.last:
                heads = self.columns[col].heads
                end = col
                if level < len(heads) - 1:
                    while end < self.last and self._same(end + 1, heads[: level + 1]):
                        end += 1
                if level < len(heads):
                    bottom = self.depth - 1 if level == len(heads) - 1 else level
                    self._box(TOP + level, col, TOP + bottom, end, heads[level], look)
                col = end + 1
            self.sheet.set_row(TOP + level, 34 if level == self.depth - 1 else 20)
        small = self.look(align="center", border=True, size=9, color="#595959")
        stubs = iter(STUBS)
        for col, one in enumerate(self.columns):
            text = next(stubs) if one.stub else str(self.coded.index(col) + 1)
            self.sheet.write_string(TOP + self.depth, col, text, small)
        self.sheet.set_row(TOP + self.depth, 15)
        fixed = min(2, sum(one.stub for one in self.columns))
        self.sheet.freeze_panes(self.body, fixed)
        self.sheet.repeat_rows(TOP, self.body - 1)

    def _same(self, col: int, heads: tuple[str, ...]) -> bool:
        own = self.columns[col].heads
        return len(own) > len(heads) and own[: len(heads)] == heads

    def _row(self, row: int, at: int, asked: Row) -> None:
        self.sheet.set_row(row, 27 if asked.kind == EACH and self._wide() else 20)
        fill = "#F2F2F2" if asked.bold else ""
        if asked.kind == HEAD:
            look = self.look(border=True, bold=True, fill="#FAFAFA")
            self.sheet.merge_range(row, 0, row, self.last, asked.cells[0], look)
            return
        refs = [f"{xl_col_to_name(col)}{row + 1}" for col in self.coded]
        stubs = (xl_col_to_name(col) for col, one in enumerate(self.columns) if one.stub)
        named = {f"[{letter}]": f"{col}{row + 1}" for letter, col in zip(STUBS, stubs, strict=False)}
        first = True
        for col, (column, cell) in enumerate(zip(self.columns, self._cells(asked), strict=True)):
            for letter, ref in named.items():
                cell = cell.replace(letter, ref)
            text = self._text(at, col, column, cell, asked, refs)
            if asked.kind == EACH and first and text.startswith("{{"):
                text, first = f"{text[:-2]}{asked.more}}}}}", False
            number = "" if column.stub else dict(asked.formats).get(self.coded.index(col) + 1, "")
            drawn = replace(column, number=number or column.number)
            self._write(row, col, drawn, text, bold=asked.bold, fill=fill, indent=cell.startswith("　"))

    def _wide(self) -> bool:
        return any(one.stub and one.width >= 26 for one in self.columns)

    def _cells(self, asked: Row) -> tuple[str, ...]:
        """The cells of a row; a sum row adds up whatever it does not say."""
        short = len(self.columns) - len(asked.cells)
        rest = self.columns[len(asked.cells) :]
        assert not short or asked.kind == TOTAL, (self.table.sheet, asked.cells, len(self.columns))
        return (*asked.cells, *("" if one.stub else "⊕" for one in rest))

    def _text(self, at: int, col: int, column: Column, cell: str, asked: Row, refs: Sequence[str]) -> str:
        if cell in ("⊕", "Σ"):
            letters = xl_col_to_name(col)
            return summed(",".join(self._above(at, letters, subtotals=cell == "Σ")))
        if cell.startswith("'"):
            return cell[1:]
        if cell == "#":
            heads = sum(one.kind == HEAD for one in self.table.rows[:at])
            return f'=TEXT(ROW()-{self.body + heads},"00")'
        if cell.startswith(("=[", "=([")):
            return worked_out(cell, refs)
        if cell.startswith("="):
            return referring(cell, refs)
        if not cell or cell.startswith("{{"):
            return cell
        if asked.kind == EACH:
            none = "|空=无" if cell == next(one for one in asked.cells if one != "序号") else ""
            return f"{{{{每{asked.block}.{cell}{none}}}}}"
        return cell.strip("　") if column.stub else f"{{{{{cell}}}}}"

    def _above(self, at: int, letters: str, subtotals: bool) -> Iterator[str]:
        """The lines a sum row adds up: those since the sum row before, or the sum rows above."""
        rows = self.table.rows[:at]
        last = max((i for i, one in enumerate(rows) if one.kind == TOTAL), default=-1)
        if subtotals:
            yield from (f"{letters}{self.body + i + 1}" for i, one in enumerate(rows) if one.kind == TOTAL)
            return
        own = [i for i in range(last + 1, at) if rows[i].kind != HEAD and not rows[i].bold]
        yield f"{letters}{self.body + own[0] + 1}:{letters}{self.body + own[-1] + 1}"

    def _write(
        self, row: int, col: int, column: Column, text: str, *, bold: bool, fill: str, indent: bool
    ) -> None:
        number = column.number
        short = column.stub and (number == "0" or column.width < 13)
        align = "center" if short else "right" if number and not column.stub else "left"
        look = self.look(
            border=True,
            number=number,
            align=align,
            bold=bold,
            fill=fill,
            wrap=column.stub,
            size=10,
            indent=int(indent),
        )
        if text.startswith("="):
            self.sheet.write_formula(row, col, text, look)
        else:
            self.sheet.write_string(row, col, text, look)
        code = self.book.codes.get(text[2:-2]) if text.startswith("{{") else None
        if code and code not in self.book.named:
            self.book.named.add(code)
            spot = f"${xl_col_to_name(col)}${row + 1}"
            self.book.book.define_name(f"nr_{code}", f"='{self.table.sheet}'!{spot}")

    def _foot(self, row: int) -> int:
        """补充资料, notes and the signature line; the last row used."""
        more = self.look(size=10, wrap=True, border=True)
        notes = self.look(size=9, wrap=True, color="#404040")
        lines = [
            (f"补充资料：{text}" if at == 0 else text, more, 10) for at, text in enumerate(self.table.more)
        ]
        told = [f"注：{text}" if at == 0 else f"　　{text}" for at, text in enumerate(self.table.notes)]
        for text, look, size in [*lines, *((text, notes, 9) for text in told)]:
            self.sheet.merge_range(row, 0, row, self.last, text, look)
            room = max(20.0, sum(self.widths) * 10.5 / size / 2)
            self.sheet.set_row(row, 16 * math.ceil(_length(text) / room) + 3)
            row += 1
        row += 1
        gap = "　" * max(1, int((sum(self.widths) - 75) / 8))  # one cell: no name or number is cut off
        self._across(row, 0, self.last, gap.join(f"{one}：{{{{{one}}}}}" for one in SIGNED), self.look())
        self.sheet.set_row(row, 22)
        return row

    def _chart(self, asked: Chart, row: int) -> None:
        """A native chart; over a repeating row it stretches with it."""
        chart = self.book.book.add_chart({"type": asked.kind})
        first, last = self.body + asked.first, self.body + asked.last
        for code, color in asked.series:
            col = self.coded[code - 1]
            chart.add_series(
                {
                    "name": " ".join(one.replace("\n", "") for one in self.columns[col].heads),
                    "categories": [self.table.sheet, first, asked.names, last, asked.names],
                    "values": [self.table.sheet, first, col, last, col],
                    "fill": {"color": color},
                    "data_labels": {"value": True, "font": {"size": 8}, "num_format": LABEL},
                }
            )
        chart.set_title({"name": asked.title, "name_font": {"name": "黑体", "size": 12}, "overlay": False})
        chart.set_legend({"position": "bottom"})
        values = chart.set_x_axis if asked.kind == "bar" else chart.set_y_axis
        values({"visible": False, "major_gridlines": {"visible": False}})  # each bar has its number
        chart.set_size({"width": int(sum(self.widths) * 7.1), "height": 300})
        self.sheet.insert_chart(row, 0, chart, {"object_position": 2, "x_offset": 6, "y_offset": 6})

    def _marked(self) -> None:
        """Cells to be looked at.  Not `cell > 1`: to Excel a text (—) is greater than any number."""
        for code, test in self.table.loud:
            letters = xl_col_to_name(self.coded[code - 1])
            low = test.startswith("<")
            look = {
                "bg_color": "#FFE7E7" if low else "#FFF2CC",
                "font_color": "#9C0006" if low else "#7F6000",
            }
            spot = f"{letters}{self.body + 1}"
            for at, row in enumerate(self.table.rows):
                if row.kind == EACH:
                    rule = {
                        "type": "formula",
                        "criteria": f"=AND(ISNUMBER({spot}),N({spot}){test})",
                        "format": self.book.book.add_format(look),
                    }
                    col = self.coded[code - 1]
                    self.sheet.conditional_format(self.body + at, col, self.body + at, col, rule)

    def _cut(self, parts: int) -> list[int]:
        """First columns of `parts` stretches of about the same width, and the column after the last."""
        ends = [sum(self.widths[:col]) for col in range(len(self.widths) + 1)]
        found = [0]
        for part in range(1, parts):
            wanted = part * ends[-1] / parts
            spots = range(found[-1] + 1, len(self.widths) - (parts - 1 - part))
            found.append(min(spots, key=lambda col: abs(ends[col] - wanted)))
        return [*found, len(self.widths)]

    def _across(self, row: int, first: int, last: int, text: str, look: Any) -> None:
        self._box(row, first, row, last, text, look)

    def _box(self, top: int, left: int, bottom: int, right: int, text: str, look: Any) -> None:
        if (top, left) != (bottom, right):
            self.sheet.merge_range(top, left, bottom, right, text, look)
        else:
            self.sheet.write_string(top, left, text, look)


def _length(text: str) -> int:
    """About how long a text is when its tags are filled: a list of names may be long."""
    listed = re.sub(r"\{\{[^}]*名单\}\}", "某" * 60, text)
    return len(re.sub(r"\{\{[^}]*\}\}", "00000", listed))
