"""One sheet of the ledger workbook without its rows: titles, formats, choices, colours, print set-up."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from union_xl.ledger_book.choices import EXPLAINS
from union_xl.ledger_book.sheets import SheetContent
from union_xl.model.grid import column_letters
from union_xl.model.sheet_names import FINDINGS, HANDLE, HELD, OVERVIEW
from union_xl.xlsx_edit.row_xml import DATE_FORMAT

SPARE_ROWS = 500
"""Rows below the data that still carry the drop-downs, for what a clerk adds."""


LINKED = frozenset({"单元格", "去看"})
UNPRINTED = frozenset({"sha256", "条件"})
"""Last columns that do not go on paper."""


TABS = {HELD: "#C00000", FINDINGS: "#C00000"}


SAMPLE, NARROWEST, WIDEST = 2_000, 6.0, 40.0


def _widths(page: SheetContent) -> dict[str, float]:
    """{title: characters}: as the page says, on our own sheets no wider than what stands there, and never
    narrower than the title on two lines."""
    made: dict[str, float] = {}
    for number, title in enumerate(page.titles):
        width = page.widths.get(title)
        heading = math.ceil(_wide(title) / 2) + 3.0
        if page.rows is not None or title in page.wrapped or title in page.choices or title in page.picks:
            made[title] = max(width or 10.0, heading)
            continue
        cells = page.columns[number][:SAMPLE]
        content = max(map(_wide, {str(cell) for cell in cells if cell is not None}), default=0.0) + 2.0
        made[title] = max(NARROWEST, heading, min(content, width or WIDEST))
    return made


def _wide(text: str) -> float:
    """How many characters wide a text is: a Han letter is two."""
    return (len(text) + len(text.encode("utf-8", "replace"))) / 2


LINE, MOST_LINES = 13.5, 10


def row_heights(page: SheetContent) -> dict[int, float]:
    """Points of the rows whose wrapped texts need more than one line."""
    made: dict[int, float] = {}
    if page.rows is not None:
        return made
    widths = _widths(page)
    for title, values in zip(page.titles, page.columns, strict=True):
        width = widths.get(title, 10)
        if title in page.wrapped:
            for row, value in enumerate(values, 2):
                if isinstance(value, str) and len(value) * 2 > width:
                    lines = min(MOST_LINES, math.ceil(_wide(value) * 1.05 / width))
                    if lines > 1:
                        made[row] = max(made.get(row, 0.0), lines * LINE + 2)
    return made


def formats_of(book: Any) -> dict[str, Any]:
    plain = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
    numbered = {
        code: book.add_format(plain | {"num_format": code} if code else plain)
        for code in (DATE_FORMAT, "", "@")
    }
    return numbered | {
        "head": book.add_format(
            plain
            | {"bold": True, "bg_color": "#D9E1F2", "border": 1, "border_color": "#A6A6A6", "text_wrap": True}
        ),
        "link": book.add_format(plain | {"font_color": "#0563C1", "underline": 1, "num_format": "@"}),
        "red": book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"}),
        "yellow": book.add_format({"bg_color": "#FFEB9C", "font_color": "#7F6000"}),
        "green": book.add_format({"bg_color": "#E2EFDA", "font_color": "#375623"}),
        "grey": book.add_format({"bg_color": "#EDEDED"}),
        "line": book.add_format({"top": 1, "top_color": "#808080"}),
        "pick": book.add_format(plain | {"bg_color": "#FFFBE6", "num_format": "@"}),
        "book": book,
        "plain": plain,
    }


def add_sheet(book: Any, page: SheetContent, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(page.name)
    if page.name in TABS and len(page):
        sheet.set_tab_color(TABS[page.name])
    last, widths = max(len(page), 1), _widths(page)
    for col, title in enumerate(page.titles):
        style = _style(page, title, formats)
        sheet.set_column(col, col, widths[title], style)
        sheet.write_string(0, col, title, formats["head"])
        if len(page):
            sheet.write_blank(1, col, None, style)
        words = page.picks.get(title)
        if words:
            choice = {
                "validate": "list",
                "source": list(words),
                "error_type": "warning",
                "error_title": "请选择",
            }
            sheet.data_validation(1, col, last + SPARE_ROWS, col, choice)
        _row_choices(sheet, col, page.choices.get(title, ()))
    if len(page):
        sheet.write_blank(1, len(page.titles), None, formats["yyyy-mm-dd"])
    sheet.set_row(0, 30)
    sheet.freeze_panes(1, _named(page))
    sheet.autofilter(0, 0, last, len(page.titles) - 1)
    _colours(sheet, page, formats, last)
    _print_setup(sheet, page, last, widths)
    sheet.set_footer("&L&A&C第 &P 页，共 &N 页")


def _named(page: SheetContent) -> int:
    """The first columns that stay in sight: those that say whose the row is."""
    if page.name == HELD:
        return page.titles.index(HANDLE)
    return 2 if len(page.titles) > 12 else 1


def _row_choices(sheet: Any, col: int, choices: Sequence[Sequence[str]]) -> None:
    """Drop-downs that differ from row to row, each with what its words do."""
    runs: dict[tuple[str, ...], list[list[int]]] = {}
    for row, words in enumerate(choices, 1):
        of_these = runs.setdefault(tuple(words), [])
        if of_these and of_these[-1][1] == row - 1:
            of_these[-1][1] = row
        else:
            of_these.append([row, row])
    for words, spans in runs.items():
        cells = [(first, col, last, col) for first, last in spans]
        choice: dict[str, Any] = {
            "validate": "list",
            "source": list(words),
            "error_type": "warning",
            "error_title": "请选择",
            "error_message": f"这一行可以选：{'、'.join(words)}"[:255],
            "input_title": "处理",
            "input_message": "\n".join(f"{word}：{EXPLAINS[word]}" for word in words)[:255],
            "other_cells": cells[1:],
        }
        sheet.data_validation(*cells[0], choice)


A3, A4 = 8, 9


PAGE_WIDTH, WIDE_PAGE_WIDTH = 150.0, 280.0
"""Characters of width that stay readable on one landscape page, and on a page of A3."""


def _print_setup(sheet: Any, page: SheetContent, last: int, widths: Mapping[str, float]) -> None:
    """Landscape and ruled; wide tables on A3, as many pages wide as keeps them readable, first columns
    repeated; what stands in front on one upright page without rules."""
    titles = [title for title in page.titles if title not in UNPRINTED]
    width = sum(widths[title] for title in titles)
    front = page.name == OVERVIEW
    (sheet.set_portrait if front else sheet.set_landscape)()
    sheet.set_paper(A3 if width > PAGE_WIDTH else A4)
    sheet.set_margins(0.4, 0.4, 0.6, 0.6)
    sheet.fit_to_pages(max(1, math.ceil(width / WIDE_PAGE_WIDTH)), 1 if front else 0)
    sheet.repeat_rows(0)
    if width > WIDE_PAGE_WIDTH:
        sheet.repeat_columns(0, max(1, _named(page) - 1))
    sheet.print_area(0, 0, last, len(titles) - 1)
    sheet.hide_gridlines(1 if front else 0)
    if not len(page):
        sheet.set_header("&C没有记录")


def _style(page: SheetContent, title: str, formats: dict[str, Any]) -> Any:
    if title == HANDLE:
        return formats["pick"]
    if page.links and title in LINKED:
        return formats["link"]
    wrap = title in page.wrapped
    code = page.formats.get(title, "@" if wrap else "")
    look = f"wrap {code}" if wrap else code
    if look not in formats:
        more = {"num_format": code or "General", "text_wrap": wrap}
        formats[look] = formats["book"].add_format(formats["plain"] | more)
    return formats[look]


COLOURS = {
    "台账状态": (("待核", "yellow"),),
    "状态": (("待核", "yellow"), ("退回", "red"), ("未报", "red"), ("待确认", "yellow"),
            ("部分受理", "yellow"), ("已报", "green")),
    "级别": (("错误", "red"), ("提醒", "yellow")),
    "去向": (("未能读取", "red"), ("待确认", "yellow"), ("重复", "yellow"), ("采用", "green")),
}  # fmt: skip


def _colours(sheet: Any, page: SheetContent, formats: dict[str, Any], last: int) -> None:
    for title, colours in COLOURS.items():
        if title in page.titles:
            col = page.titles.index(title)
            for word, colour in colours:
                rule = {"type": "text", "criteria": "begins with", "value": word, "format": formats[colour]}
                sheet.conditional_format(1, col, last + SPARE_ROWS, col, rule)
    for cols, condition, look in page.tints:
        areas = " ".join(f"{column_letters(c + 1)}2:{column_letters(c + 1)}{last + 1}" for c in cols)
        rule = {"type": "formula", "criteria": f"={condition}", "format": formats[look], "multi_range": areas}
        sheet.conditional_format(1, cols[0], last, cols[0], rule)
    if "差额" in page.titles:
        col = page.titles.index("差额")
        rule = {"type": "cell", "criteria": "!=", "value": 0, "format": formats["red"]}
        sheet.conditional_format(1, col, last, col, rule)
    for title in ("错误", "逾期天数"):
        if title in page.titles:
            col = page.titles.index(title)
            rule = {"type": "cell", "criteria": ">", "value": 0, "format": formats["red"]}
            sheet.conditional_format(1, col, last + SPARE_ROWS, col, rule)
