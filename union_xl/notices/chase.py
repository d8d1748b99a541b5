"""催报名单.xlsx: the chase list, what is wrong in each returned file, and the counts per community."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from union_xl.ledgers.masking import mask_text
from union_xl.merge import reporting_status
from union_xl.merge.reporting_status import UnitStatus
from union_xl.model import ERROR, RunContext
from union_xl.model.row_height import row_height
from union_xl.notices.overdue import OpenLine, forms_in, heading, tally
from union_xl.notices.text_templates import long_date, reminder_stage
from union_xl.returns.problems import Problem

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_COLUMNS = (
    ("序号", 6),
    ("社区", 14),
    ("单位名称", 34),
    ("联系人", 10),
    ("联系电话", 16),
    ("应报表", 14),
    ("状态", 16),
    ("逾期天数", 9),
    ("已催次数", 9),
    ("主要问题", 44),
    ("补报截止", 14),
)
_NAMED = 2
"""So many deadlines are named in the list's head."""
_ISSUES = (
    ("单位名称", 30),
    ("文件", 34),
    ("工作表", 16),
    ("单元格", 9),
    ("列名", 16),
    ("级别", 7),
    ("问题", 48),
    ("怎么改", 48),
)
_NAVY, _GREY, _RED, _AMBER = "#1F4E78", "#D9D9D9", "#FFC7CE", "#FFEB9C"
_FIXED = dt.datetime(2020, 1, 1)
"""Written as the file's own date: the same run gives the same bytes."""


def workbook(
    lines: Sequence[UnitStatus],
    dues: Sequence[OpenLine],
    issues: Mapping[str, Sequence[tuple[str, Sequence[Problem]]]],
    context: RunContext,
) -> bytes:
    """The chase list.  `issues` is {unit: ((file, its problems), …)} of the files that must come back."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": "催报名单", "created": _FIXED})
    styles = _styles(book)
    _list_sheet(book, styles, lines, dues, context)
    _issue_sheet(book, styles, issues)
    _community_sheet(book, styles, lines)
    book.close()
    return buffer.getvalue()


def _styles(book: Workbook) -> dict[str, Any]:
    body = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "border": 1, "border_color": _GREY}
    centre = body | {"align": "center"}
    return {
        "title": book.add_format(
            {"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter"}
        ),
        "facts": book.add_format(
            {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "text_wrap": True}
        ),
        "head": book.add_format(
            centre | {"bold": True, "bg_color": _NAVY, "font_color": "#FFFFFF", "text_wrap": True}
        ),
        "text": book.add_format(body | {"text_wrap": True}),
        "centre": book.add_format(centre | {"text_wrap": True}),
        "missing": book.add_format(centre | {"bg_color": _RED}),
        "mend": book.add_format(centre | {"bg_color": _AMBER}),
        "late": book.add_format(centre | {"bold": True, "font_color": "#C00000"}),
    }


def _list_sheet(
    book: Workbook,
    styles: Mapping[str, Any],
    lines: Sequence[UnitStatus],
    dues: Sequence[OpenLine],
    context: RunContext,
) -> None:
    sheet = book.add_worksheet("催报名单")
    last = len(_COLUMNS) - 1
    title = heading(dues, context, reminder_stage(context, forms_in(dues), "，"))
    sheet.merge_range(0, 0, 0, last, title if dues else "报表已全部收齐", styles["title"])
    sheet.merge_range(1, 0, 1, last, _facts(lines, context), styles["facts"])
    sheet.set_row(0, 34)
    sheet.set_row(1, 22)
    _heads(sheet, 2, _COLUMNS, styles["head"])
    for number, one in enumerate(dues, 1):
        line, row = one.line, number + 2
        state = styles["missing" if line.status == "未报" else "mend"]
        cells: tuple[tuple[Any, Any], ...] = (
            (number, styles["centre"]),
            (line.community, styles["centre"]),
            (line.unit, styles["text"]),
            (line.contact, styles["centre"]),
            (line.phone, styles["centre"]),
            (line.title, styles["centre"]),
            (f"{one.state}（{line.note}）" if line.note else one.state, state),
            (line.overdue or "", styles["late"]),
            (line.chased, styles["centre"]),
            ("；".join(one.reasons), styles["text"]),
            (long_date(context.settings.mended_by(line.form)) or "请尽快", styles["centre"]),
        )
        for col, (value, style) in enumerate(cells):
            sheet.write(row, col, value, style)
        sheet.set_row(row, row_height(((line.unit, 34), ("；".join(one.reasons), 44))))
    sheet.freeze_panes(3, 3)
    sheet.autofilter(2, 0, max(3, len(dues) + 2), last)
    _printing(sheet, 2)


def _facts(lines: Sequence[UnitStatus], context: RunContext) -> str:
    """The line under the title: period, days and counts."""
    counted = tally(lines)
    facts = (
        ("统计期间", context.period.words if context.period else ""),
        ("报送截止", _until(_deadlines(lines, context))),
        ("今日", long_date(reporting_status.today_of(context))),
        ("应报", f"{counted.owed} 份"),
        ("已报", f"{counted.settled} 份"),
        ("待补正", f"{counted.back} 份"),
        ("未报", f"{counted.missing} 份"),
        ("报送率", counted.rate),
    )
    return "　".join(f"{label}：{text}" for label, text in facts if text)


def _until(days: Sequence[dt.date]) -> str:
    """The days by name; of many the first and the last: the line has to stay one."""
    if len(days) > _NAMED:
        return f"{long_date(days[0])}至{long_date(days[-1])}（各表不同）"
    return "、".join(map(long_date, days))


def _deadlines(lines: Sequence[UnitStatus], context: RunContext) -> list[dt.date]:
    """The days until which what is owed was due."""
    days = {context.settings.due(line.form) for line in lines if line.form and line.owed}
    return sorted(day for day in days if day)


def _issue_sheet(
    book: Workbook, styles: Mapping[str, Any], issues: Mapping[str, Sequence[tuple[str, Sequence[Problem]]]]
) -> None:
    sheet = book.add_worksheet("各单位问题")
    _heads(sheet, 0, _ISSUES, styles["head"])
    row = 0
    for unit, books in issues.items():
        for name, problems in books:
            for problem in problems:
                row += 1
                place = problem.place
                level = styles["missing" if problem.level == ERROR else "mend"]
                texts = (unit, name, place.sheet, place.ref, problem.column, problem.level, problem.what)
                for col, text in enumerate(texts):
                    sheet.write_string(row, col, text, level if col == 5 else styles["text"])
                # The list goes to others than the unit: what to write instead stands in its marked copy only.
                cure = mask_text("\n".join(problem.cures))
                sheet.write_string(row, 7, cure, styles["text"])
                sheet.set_row(
                    row, row_height(zip((*texts, cure), (width for _, width in _ISSUES), strict=True))
                )
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, row), len(_ISSUES) - 1)
    _printing(sheet, 0)


def _community_sheet(book: Workbook, styles: Mapping[str, Any], lines: Sequence[UnitStatus]) -> None:
    sheet = book.add_worksheet("社区进度")
    _heads(
        sheet,
        0,
        (("社区", 18), ("应报", 9), ("已报", 9), ("待补正", 9), ("未报", 9), ("报送率", 10)),
        styles["head"],
    )
    grouped: dict[str, list[UnitStatus]] = {}
    for line in lines:
        grouped.setdefault(line.community or "（未填社区）", []).append(line)
    owing = [(community, own) for community, own in grouped.items() if tally(own).owed]
    for row, (community, own) in enumerate([*owing, ("合计", list(lines))], 1):
        counted = tally(own)
        values = (community, counted.owed, counted.settled, counted.back, counted.missing, counted.rate)
        for col, value in enumerate(values):
            sheet.write(row, col, value, styles["centre"])
    sheet.freeze_panes(1, 1)
    _printing(sheet, 0)


def _heads(sheet: Any, row: int, columns: Sequence[tuple[str, int]], style: Any) -> None:
    for col, (title, width) in enumerate(columns):
        sheet.set_column(col, col, width)
        sheet.write_string(row, col, title, style)
    sheet.set_row(row, 24)


def _printing(sheet: Any, head: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.set_margins(0.5, 0.5, 0.6, 0.6)
    sheet.set_footer("&C第 &P 页，共 &N 页")
