"""How an official form looks: merged title, the line with 填报单位 and units, bordered two-row header,
notes and signature line; printed on one page width."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

MADE = dt.datetime(2022, 6, 30)
Head = tuple[str, ...]
"""A column's header: (text,) over both rows, or (upper, lower); equal uppers side by side are merged."""


class Form:
    """One workbook with one sheet that is filled; rows and columns 0-based, as XlsxWriter counts."""

    def __init__(self, path: Path, sheet: str, title: str, number: str, widths: Sequence[float]) -> None:
        self.book = xlsxwriter.Workbook(str(path), {"in_memory": True})
        self.book.set_properties({"title": title, "created": MADE})
        self.sheet = self.book.add_worksheet(sheet)
        self.name = sheet
        self.last = len(widths) - 1
        self.widths = tuple(widths)
        self.pixels = int(sum(widths) * 7.1)
        self.looks: dict[tuple[Any, ...], Any] = {}
        for col, width in enumerate(widths):
            self.sheet.set_column(col, col, width)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.center_horizontally()
        self.sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        self.sheet.set_footer("&C第 &P 页，共 &N 页")
        self.sheet.hide_gridlines(2)
        self.sheet.write(0, 0, number, self.look(font="黑体", size=11))
        self.sheet.merge_range(
            1, 0, 1, self.last, title, self.look(font="黑体", size=18, align="center", bold=True)
        )
        self.sheet.set_row(1, 34)

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
    ) -> Any:
        """A cell format; the same wishes give the same format."""
        key = (font, size, align, bold, border, number, fill, wrap, color)
        if key not in self.looks:
            wishes: dict[str, Any] = {
                "font_name": font, "font_size": size, "align": align, "valign": "vcenter", "bold": bold,
                "text_wrap": wrap, "border": int(border),
            }  # fmt: skip
            wishes |= {"num_format": number} if number else {}
            wishes |= {"bg_color": fill} if fill else {}
            wishes |= {"font_color": color} if color else {}
            self.looks[key] = self.book.add_format(wishes)
        return self.looks[key]

    def one_page(self) -> None:
        """Table and chart on one page together."""
        self.sheet.fit_to_pages(1, 1)

    def line(self, units: str) -> None:
        """Row 3: who reports, for which period, in which units."""
        cut = self._cut(3)
        words = ("填报单位：{{填报单位}}", "统计期间：{{统计期间}}", f"单位：{units}")
        for at, (text, align) in enumerate(zip(words, ("left", "center", "right"), strict=True)):
            self._across(2, cut[at], cut[at + 1] - 1, text, self.look(align=align))
        self.sheet.set_row(2, 20)

    def heads(self, heads: Sequence[Head], row: int = 3) -> None:
        """A header of two rows."""
        look = self.look(bold=True, align="center", border=True, wrap=True, fill="#DCE6F1")
        col = 0
        while col < len(heads):
            head = heads[col]
            if len(head) == 1:
                self.sheet.merge_range(row, col, row + 1, col, head[0], look)
                col += 1
                continue
            end = col
            while end + 1 < len(heads) and len(heads[end + 1]) == 2 and heads[end + 1][0] == head[0]:
                end += 1
            if end > col:
                self.sheet.merge_range(row, col, row, end, head[0], look)
            else:
                self.sheet.write(row, col, head[0], look)
            for at in range(col, end + 1):
                self.sheet.write(row + 1, at, heads[at][1], look)
            col = end + 1
        self.sheet.set_row(row, 22)
        self.sheet.set_row(row + 1, 34)
        self.sheet.freeze_panes(row + 2, 2)
        self.sheet.repeat_rows(row, row + 1)

    def cells(self, row: int, texts: Sequence[str], numbers: Sequence[str], bold: bool = False) -> None:
        """A row of tags, formulas and texts; `numbers` are the number formats ('' for text)."""
        fill = "#F2F2F2" if bold else ""
        for col, (text, number) in enumerate(zip(texts, numbers, strict=True)):
            align = (
                "center" if number == "0" or (not number and len(text) < 8) else "right" if number else "left"
            )
            look = self.look(border=True, number=number, align=align, bold=bold, fill=fill, wrap=not number)
            if text.startswith("="):
                self.sheet.write_formula(row, col, text, look)
            else:
                self.sheet.write_string(row, col, text, look)
        self.sheet.set_row(row, 20)

    def foot(self, row: int, notes: Sequence[str]) -> None:
        """Notes and the signature line."""
        for text in notes:
            self.sheet.merge_range(
                row, 0, row, self.last, text, self.look(size=9, wrap=True, color="#404040")
            )
            self.sheet.set_row(row, 26)
            row += 1
        row += 1
        cut = self._cut(4)
        words = (
            "单位负责人：{{单位负责人}}",
            "填表人：{{填表人}}",
            "联系电话：{{联系电话}}",
            "报出日期：{{报出日期}}",
        )
        for at, text in enumerate(words):
            self._across(row, cut[at], cut[at + 1] - 1, text, self.look())
        self.sheet.set_row(row, 22)
        self.sheet.print_area(0, 0, row, self.last)

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
        if last > first:
            self.sheet.merge_range(row, first, row, last, text, look)
        else:
            self.sheet.write(row, first, text, look)

    def named(self, name: str, row: int, col: int) -> None:
        """`nr_<code>`: the cell that holds an indicator's total."""
        spot = xlsxwriter.utility.xl_rowcol_to_cell(row, col, row_abs=True, col_abs=True)
        self.book.define_name(f"nr_{name}", f"='{self.name}'!{spot}")

    def close(self) -> None:
        self.book.close()


def sums(columns: Sequence[int], row: int) -> dict[int, str]:
    """{column: the sum over the one block row above}, stretched when the block grows."""
    from xlsxwriter.utility import xl_col_to_name

    return {col: sum_of_lines(xl_col_to_name(col), row + 1) for col in columns}


def sum_of_lines(letters: str, row: int) -> str:
    """The sum over a block row (1-based); — where no line has a number, which is not the same as 0."""
    lines = f"{letters}{row}:{letters}{row}"
    return f'=IF(COUNT({lines})=0,"—",SUM({lines}))'


def ratio(over: str, under: str) -> str:
    """A ratio of two cells, — on a zero base or where one of them is no number."""
    return f'=IF(OR(N({under})=0,NOT(ISNUMBER({over}))),"—",{over}/{under})'
