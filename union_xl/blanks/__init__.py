"""Blank workbooks that check themselves, made from the form alone.

form (+ unit, settings, period) -> `blank` -> the bytes of an xlsx without macros: stamp, head, drop-downs,
hints, an example, live checks with a counting line, protection without a password, the sheet 填表说明.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from union_xl.blanks import instructions, sheet
from union_xl.blanks.checks import ACCEPTED, checks, spelled
from union_xl.blanks.helper_formulas import names
from union_xl.blanks.layout import ROWS, Layout, layout, width_of
from union_xl.blanks.series import series
from union_xl.ledgers.form import Form
from union_xl.model import Period, Settings, Unit
from union_xl.model.grid import column_letters

if TYPE_CHECKING:
    from xlsxwriter import Workbook

__all__ = ["HIDDEN", "ROWS", "STAMP", "blank", "card", "counting", "layout", "series", "width_of"]

STAMP = ("UX_FORM", "UX_VERSION", "UX_UNIT", "UX_CODE", "UX_PERIOD")
"""Defined names by which a returned blank is known."""
PREFILLED = "UX_PREFILL"
"""The defined name that says which columns a blank was prefilled in."""
HIDDEN = "下拉选项"
_DEFAULT = {"font_name": "Arial", "font_size": 10}
"""The workbook's own font: widths count in its digits (7 pixels), in Excel and LibreOffice alike."""
_FIXED = dt.datetime(2020, 1, 1)
"""Written as the file's own date, so that the same blank has the same bytes."""


def blank(
    form: Form,
    unit: Unit | None = None,
    settings: Settings | None = None,
    period: Period | None = None,
    known: Sequence[Mapping[str, Any]] = (),
) -> bytes:
    """The blank of a form as an xlsx, prefilled for `unit` where one is given; `known` are rows {title:
    value} of which the filler only fills the rest.

    `period` is by default the settings' period.  The same input gives the same bytes.
    """
    from union_xl.blanks.open_sheet import OpenSheet

    settings = settings or Settings()
    period = period or settings.period
    plan = layout(form)
    buffer = io.BytesIO()
    book = _new_book(buffer, form, settings, period)
    main = book.add_worksheet(plan.sheet, OpenSheet)
    help_sheet, hidden = (book.add_worksheet(name) for name in (instructions.SHEET, HIDDEN))
    lists, ones = _name_lists(book, plan)
    found = checks(plan, lists, ones, unit is not None)
    overview = instructions.write(book, help_sheet, plan, settings, _day(settings.due(form.slug)), found)
    sheet.write(
        book, main, plan, _values(plan, unit, period, settings), found, lists, counting(plan, overview)
    )
    _hidden(hidden, plan)
    for name, formula in names(plan, period.end if period else None).items():
        book.define_name(name, formula)
    sheet.prefill(main, book, plan, known, instructions.sending(settings, _day(settings.due(form.slug))))
    _stamp(book, form, unit, period)
    if known:
        book.define_name(PREFILLED, f'="{"、".join(dict.fromkeys(t for row in known for t in row))}"')
    main.activate()
    book.close()
    return buffer.getvalue()


def _new_book(buffer: io.BytesIO, form: Form, settings: Settings, period: Period | None) -> Any:
    """An empty workbook of XlsxWriter with the document's properties; the same input gives the same bytes."""
    import xlsxwriter

    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": dict(_DEFAULT),  # XlsxWriter writes into it
    }
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties(
        {
            "title": form.title,
            "subject": period.words if period else "",
            "company": settings.office,
            "created": _FIXED,
        }
    )
    book.set_size(24_000, 14_000)
    return book


def card(
    form: Form,
    blocks: Sequence[Form],
    unit: Unit | None = None,
    settings: Settings | None = None,
    period: Period | None = None,
) -> dict[str, bytes]:
    """{ending: bytes} of the one-page card of a form, as a workbook (`.xlsx`) and a Word document (`.docx`).

    `blocks` are the ledgers whose rows belong to its rows.  The same input gives the same bytes.
    """
    from union_xl.blanks import card_document, card_page, card_sheet

    period = period or (settings.period if settings else None)
    page = card_page.page(form, blocks, unit)
    buffer = io.BytesIO()
    book = card_sheet.workbook(buffer)
    book.set_properties({"title": form.title, "created": _FIXED})
    card_sheet.write(book, page)
    _stamp(book, form, unit, period)
    book.close()
    stamp = {name[3:].lower(): value for name, value in zip(STAMP, _told(form, unit, period), strict=True)}
    return {".xlsx": buffer.getvalue(), ".docx": card_document.document(page, stamp, _FIXED)}


def counting(plan: Layout, overview: instructions.Overview) -> str:
    """The line on top: what is still wrong, in words."""
    table = plan.area(2, plan.width, sheet=False)
    errors, warnings = f"SUM({overview.errors})", f"SUM({overview.warnings})"
    zero = plan.zero_cell
    return (
        f'=IF(COUNTA({table})=0,IF({zero}<>"","自动检查：零报告，可以交回","自动检查：还没有填写"),'
        f'IF({zero}<>"","自动检查：选了零报告又填了数据，请改其中一处",'
        f'IF({errors}=0,"自动检查：没有发现问题，可以交回",'
        f'"自动检查：还有 "&{errors}&" 处需要修改（红色单元格）")'
        f'&IF({warnings}=0,"","；另有 "&{warnings}&" 处请核对或补填（黄色单元格）")))'
    )


def _values(plan: Layout, unit: Unit | None, period: Period | None, settings: Settings) -> dict[str, str]:
    return {
        "填报单位": unit.name if unit else "",
        "统一社会信用代码": unit.code if unit else "",
        "统计期间": period.words if period else "",
        "填表人": unit.contact if unit else "",
        "联系电话": unit.phone if unit else "",
        sheet.SENDING: instructions.sending(settings, _day(settings.due(plan.form.slug))),
    }


def _day(day: dt.date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _name_lists(book: Workbook, plan: Layout) -> tuple[dict[str, str], str]:
    """{title: the name of its drop-down's range} and a column of as many 1s as the table has columns; the
    same name followed by ACCEPTED is that of all spellings that are taken.

    Names, because conditional formats and validations of older Excels may not point to another sheet.
    """
    lists = {}
    listed = [column for column in plan.columns if column.kind.choices]
    for number, column in enumerate(listed, 2):
        letters = column_letters(number)
        lists[column.title] = f"UXL_{number - 1}"
        area = f"='{HIDDEN}'!${letters}$2:${letters}${len(column.kind.choices) + 1}"
        book.define_name(lists[column.title], area)
        whole = f"='{HIDDEN}'!${letters}$2:${letters}${len(spelled(column)) + 1}"
        book.define_name(lists[column.title] + ACCEPTED, whole)
    return lists, f"'{HIDDEN}'!$A$2:$A${plan.width}"


def _hidden(hidden: Any, plan: Layout) -> None:
    """The lists behind the drop-downs; a column of 1s that the row checks multiply with."""
    hidden.write_string(0, 0, "（程序使用，请勿改动）")
    for row in range(1, plan.width):
        hidden.write_number(row, 0, 1)
    listed = [column for column in plan.columns if column.kind.choices]
    for number, column in enumerate(listed, 1):
        hidden.write_string(0, number, column.title)
        for row, choice in enumerate(spelled(column), 1):
            hidden.write_string(row, number, choice)
    hidden.protect("")
    hidden.very_hidden()


def _told(form: Form, unit: Unit | None, period: Period | None) -> tuple[str, ...]:
    """What the stamp says, in the order of STAMP."""
    return (
        form.slug,
        str(form.version),
        unit.name if unit else "",
        unit.code if unit else "",
        period.label if period else "",
    )


def _stamp(book: Workbook, form: Form, unit: Unit | None, period: Period | None) -> None:
    for name, value in zip(STAMP, _told(form, unit, period), strict=True):
        doubled = value.replace('"', '""')
        book.define_name(name, f'="{doubled}"')
