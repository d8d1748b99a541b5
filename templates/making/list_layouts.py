"""The layouts of printed lists (`union_xl.lists`): 名册, 签名表 with tall rows and signature line, 公示."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import xlsxwriter

MADE = dt.datetime(2022, 6, 30)
_TITLE = {"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter", "text_wrap": True}
_TEXT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "text_wrap": True}
_CELL = _TEXT | {"border": 1, "align": "center"}
_HEAD = _CELL | {"bold": True, "bg_color": "#F2F2F2"}
_FINE = _TEXT | {"font_size": 10, "font_color": "#595959"}

Line = tuple[float, tuple[tuple[str, dict[str, Any]], ...]]
"""Height of a row in points, its texts with their looks."""


def make_lists(folder: Path) -> None:
    """Write every layout into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    unit = (24.0, (("单位：{{填报单位}}", _TEXT), ("{{统计期间}}", _TEXT | {"align": "right"})))
    notes = [
        (20.0, (("{{说明}}", _TEXT | {"align": "left"}),)),
        (18.0, (("{{提示}}", _FINE),)),
        (18.0, (("{{密级}}", _FINE),)),
    ]
    head: Line = (30.0, (("{{列名}}", _HEAD),))
    total: Line = (26.0, (("{{合计}}", _CELL | {"bold": True}),))
    title: Line = (42.0, (("{{标题}}", _TITLE),))
    _write(folder / "名册.xlsx", [title, unit, head, (24.0, (("{{每行}}", _CELL),)), total, *notes])
    hands: Line = (36.0, (("制表人：", _TEXT), ("负责人：", _TEXT)))
    _write(folder / "签名表.xlsx", [title, unit, head, (32.0, (("{{每行}}", _CELL),)), total, hands, *notes])
    right = _TEXT | {"align": "right", "font_size": 12}
    public = [
        title,
        (34.0, (("{{导语}}", _TEXT | {"align": "left", "font_size": 12}),)),
        head,
        (26.0, (("{{每行}}", _CELL | {"font_size": 12}),)),
        (40.0, (("{{说明}}", _TEXT | {"align": "left", "font_size": 12}),)),
        (26.0, (("{{填报单位}}", right),)),
        (26.0, (("{{落款日期}}", right),)),
        notes[1],
    ]
    _write(folder / "公示.xlsx", public)


def _write(path: Path, lines: list[Line]) -> None:
    book = xlsxwriter.Workbook(str(path), {"in_memory": True})
    book.set_properties({"title": path.stem, "created": MADE})
    sheet = book.add_worksheet(path.stem)
    for row, (height, texts) in enumerate(lines):
        sheet.set_row(row, height)
        for col, (text, look) in enumerate(texts):
            sheet.write_string(row, col, text, book.add_format(look))
    sheet.set_column(0, 1, 24)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    book.close()
