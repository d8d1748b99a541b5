"""The main sheet of a blank: head, counting line, table, drop-downs, colours, protection, print set-up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from union_xl.blanks.checks import CODES, DATES, IDS, Check
from union_xl.blanks.helper_formulas import BAD, ID_CHECK, offered
from union_xl.blanks.layout import SERIAL, Layout, width_of
from union_xl.ledgers.form import Column
from union_xl.model import ERROR
from union_xl.model.grid import column_letters

if TYPE_CHECKING:
    from xlsxwriter import Workbook

NAVY, RED, YELLOW, GREY = "#1F4E78", "#FFC7CE", "#FFEB9C", "#F2F2F2"
SENDING = "交回"
"""Among the values of the lines above the table: until when, where to and whom to ask."""
NEEDS = {"required": "必填", "expected": "请尽量填写", "optional": "选填"}
PREFILL_HINT = "灰底的是已知的，请核对。要报的，把那一行后面的列填上；没有填的行不算，不用删。"
_TALL, _LINE = 33, 20
"""Points: a line of two rows of text, a ruled line to write on."""
_FONT: dict[str, Any] = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter"}
_KNOWN = _FONT | {"locked": False, "bg_color": GREY}


def write(
    book: Workbook,
    sheet: Any,
    layout: Layout,
    values: Mapping[str, str],
    checks: Sequence[Check],
    lists: Mapping[str, str],
    counting: str,
) -> None:
    """Fill the main sheet.  `values` are {label: text} of the lines above, `counting` the formula on top."""
    styles = _styles(book)
    _columns(sheet, book, layout, styles)
    _ruled(sheet, book, layout)
    _head(sheet, layout, values, counting, styles)
    _table_head(sheet, layout, styles, bool(values.get("填报单位")))
    _inputs(sheet, layout, lists)
    _colours(sheet, book, layout, checks)
    _protection(sheet)
    _printing(sheet, layout)
    sheet.set_selection(layout.first - 1, 1, layout.first - 1, 1)


def _styles(book: Workbook) -> dict[str, Any]:
    made: dict[str, dict[str, Any]] = {
        "title": {"bold": True, "font_name": "黑体", "font_size": 18, "align": "left", "font_color": NAVY},
        "count": {"bold": True, "font_size": 12, "font_color": "#C00000"},
        "fine": {"font_color": "#00803C"},
        "label": {"bold": True, "align": "right"},
        "value": {"bottom": 1, "locked": False, "num_format": "@"},
        "date": {"bottom": 1, "locked": False, "num_format": "yyyy-mm-dd", "align": "left"},
        "zero": {"border": 1, "locked": False, "align": "center", "bold": True, "font_size": 14},
        "hint": {"font_color": "#595959", "italic": True, "text_wrap": True},
        "required": _heading("#C00000"),
        "expected": _heading(NAVY),
        "optional": _heading("#7F7F7F"),
        "plain": {},
        "example": {
            "font_color": "#7F7F7F",
            "italic": True,
            "bg_color": GREY,
            "bottom": 1,
            "num_format": "@",
        },
    }
    return {name: book.add_format(look if name == "fine" else _FONT | look) for name, look in made.items()}


def _heading(colour: str) -> dict[str, Any]:
    return {
        "bold": True, "font_color": "#FFFFFF", "bg_color": colour, "border": 1, "border_color": "#FFFFFF",
        "align": "center", "text_wrap": True,
    }  # fmt: skip


def _columns(sheet: Any, book: Workbook, layout: Layout, styles: Mapping[str, Any]) -> None:
    """Whole columns carry width, format and `unlocked`: the file stays small, inserted rows inherit it."""
    sheet.set_column(0, 0, 7, book.add_format(_FONT | {"locked": False, "align": "center"}))
    made: dict[str, Any] = {}
    for number, column in enumerate(layout.columns, 1):
        code = _code(layout, column)
        made.setdefault(code, book.add_format(_FONT | {"locked": False, "num_format": code}))
        sheet.set_column(number, number, width_of(column), made[code])
    # Rows can only be inserted, deleted and sorted in a protected sheet where all their cells are unlocked.
    sheet.spare = layout.width
    sheet.set_column(sheet.spare, sheet.spare, 9, book.add_format({"locked": False}))


def _ruled(sheet: Any, book: Workbook, layout: Layout) -> None:
    """Lines to write on, as many as the first printed page has room for."""
    lines = {"locked": False, "border": 1, "border_color": "#BFBFBF"}
    formats = {"": book.add_format(_FONT | lines | {"align": "center"})}
    codes = ["", *(_code(layout, column) for column in layout.columns)]
    for code in codes[1:]:
        formats[code] = formats.get(code) or book.add_format(_FONT | lines | {"num_format": code})
    for row in range(layout.first - 1, layout.first - 1 + layout.lines(_TALL, _LINE)):
        sheet.set_row(row, _LINE)
        for col, code in enumerate(codes):
            sheet.write_blank(row, col, None, formats[code])


def _code(layout: Layout, column: Column) -> str:
    """A column's number format: in a cell formatted as text a formula would stay text."""
    return "General" if column.kind.choices and column.title in offered(layout) else number_format(column)


def prefill(
    sheet: Any, book: Workbook, layout: Layout, rows: Sequence[Mapping[str, Any]], sending: str = ""
) -> None:
    """What is known, in the first rows of the table; a line above says what to do with it."""
    if not rows:
        return
    codes = {"@", "yyyy-mm-dd", "General", *(number_format(column) for column in layout.columns)}
    formats = {code: book.add_format(_KNOWN | {"num_format": code}) for code in sorted(codes)}
    hint = book.add_format(_FONT | {"font_color": "#C00000", "bold": True, "text_wrap": True})
    sheet.write_string(layout.zero_row - 1, layout.left + 1, PREFILL_HINT + sending, hint)
    for at, row in enumerate(rows, layout.first - 1):
        for number, column in enumerate(layout.columns, 1):
            value = row.get(column.title)
            if value in (None, ""):
                continue
            code = number_format(column)
            look = formats[code]
            if isinstance(value, dt.date):
                sheet.write_datetime(at, number, dt.datetime(value.year, value.month, value.day), look)
            elif isinstance(value, int | float) and code != "@":
                sheet.write_number(at, number, value, look)
            else:
                sheet.write_string(at, number, str(value), formats["@"] if code != "General" else look)


def number_format(column: Column) -> str:
    """Text where digits matter, dates as 2022-03-20, numbers plain."""
    kind = column.kind
    if kind.name in DATES:
        return "yyyy-mm-dd"
    if not kind.text and kind.name not in IDS | CODES:
        return kind.number_format or "General"
    return "@"


def _head(
    sheet: Any, layout: Layout, values: Mapping[str, str], counting: str, styles: Mapping[str, Any]
) -> None:
    for row in range(layout.head - 1):
        for col in range(layout.width):
            sheet.write_blank(row, col, None, styles["plain"])
    left = layout.left - 1
    span = left + layout.title_span - 1
    title = layout.form.title + (f"（{values['统计期间']}）" if values.get("统计期间") else "")
    _across(sheet, 0, left, span, title, styles["title"])
    sheet.set_row(0, 32)
    _across(sheet, 1, left, span, "", styles["count"])
    sheet.write_formula(1, left, counting, styles["count"], "自动检查：还没有填写")
    sheet.set_row(1, 24)
    fine = {"type": "text", "criteria": "containing", "value": "可以交回", "format": styles["fine"]}
    sheet.conditional_format(1, left, 1, left, fine)
    for field in layout.fields:
        label = field.label.rstrip("：")
        style = styles["date" if label == "填报日期" else "value"]
        if field.first - field.at > 1:
            _across(sheet, field.row - 1, field.at - 1, field.first - 2, field.label, styles["label"])
        else:
            sheet.write_string(field.row - 1, field.at - 1, field.label, styles["label"])
        _across(sheet, field.row - 1, field.first - 1, field.last - 1, values.get(label, ""), style)
        sheet.set_row(field.row - 1, 21)
    row = layout.zero_row - 1
    sheet.write_string(row, left, "零报告", styles["label"])
    sheet.write_blank(row, left + 1, None, styles["zero"])
    hint = f"← 本期确实没有数据的，在左边格里选“√”，其余不填，直接交回。{values.get(SENDING, '')}"
    _across(sheet, row, left + 2, layout.beside - 1, hint, styles["hint"])
    sheet.set_row(row, _TALL)
    sheet.data_validation(
        row, left + 1, row, left + 1,
        {"validate": "list", "source": ["√"], "input_title": "零报告", "input_message": "本期没有数据时选√"},
    )  # fmt: skip


def _across(sheet: Any, row: int, first: int, last: int, text: str, style: Any) -> None:
    if last > first:
        sheet.merge_range(row, first, row, last, text, style)
    else:
        sheet.write(row, first, text, style)


def _table_head(sheet: Any, layout: Layout, styles: Mapping[str, Any], unit_known: bool) -> None:
    head, example = layout.head - 1, layout.example - 1
    sheet.write_string(head, 0, SERIAL, styles["optional"])
    sheet.write_string(example, 0, "示例", styles["example"])
    for number, column in enumerate(layout.columns, 1):
        need = "optional" if unit_known and column.title == layout.unit_title else column.need
        sheet.write_string(head, number, column.title, styles[need])
        sheet.write_string(example, number, column.example, styles["example"])
    sheet.set_row(head, 34)
    sheet.freeze_panes(layout.head, 2)
    sheet.autofilter(head, 0, layout.last - 1, layout.width - 1)


def _inputs(sheet: Any, layout: Layout, lists: Mapping[str, str]) -> None:
    """Drop-downs and what is said when a cell is chosen."""
    first, last = layout.first - 1, layout.last - 1
    for number, column in enumerate(layout.columns, 1):
        options: dict[str, Any] = {"input_title": column.title[:32], "input_message": column_hint(column)}
        if column.title in lists:
            options |= {
                "validate": "list",
                "source": f"={lists[column.title]}",
                "error_type": "warning",
                "error_title": "请从列表中选择",
                "error_message": f"“{column.title}”请点右边的小箭头，从下拉列表中选一项。"
                "如是通行的别种写法可选“是”继续；单元格变红的，请改成列表里的写法。",
            }
        elif column.role == "id" and column.kind.name in IDS:
            cell = f"{column_letters(number + 1)}{layout.first}"
            options |= {
                "validate": "custom",
                "value": f'=OR(LEN({cell})<>18,{ID_CHECK}<>"{BAD}")',
                "error_type": "warning",
                "error_title": "请核对证件号码",
                "error_message": "这个18位号码的校验位不对，请对照身份证核对。确认无误可选“是”继续。",
            }
        else:
            options["validate"] = "any"
        sheet.data_validation(first, number, last, number, options)


def column_hint(column: Column) -> str:
    """The hint of a column, at most 255 characters: need, what to write, an example."""
    texts = [f"【{NEEDS[column.need]}】{column.hint}".rstrip()]
    if column.example:
        texts.append(f"例：{column.example}")
    return "\n".join(texts)[:250]


def _colours(sheet: Any, book: Workbook, layout: Layout, checks: Sequence[Check]) -> None:
    red, yellow = book.add_format({"bg_color": RED}), book.add_format({"bg_color": YELLOW})
    for check in sorted(checks, key=lambda one: one.level != ERROR):
        col = layout.col(check.title)
        if check.cell and col:
            sheet.conditional_format(
                layout.first - 1, col - 1, layout.last - 1, col - 1,
                {
                    "type": "formula",
                    "criteria": f"={check.cell}",
                    "format": red if check.level == ERROR else yellow,
                    "stop_if_true": True,
                },
            )  # fmt: skip
    ruled = book.add_format({"border": 1, "border_color": "#BFBFBF"})
    row = f"${column_letters(2)}{layout.first}:${column_letters(layout.width)}{layout.first}"
    sheet.conditional_format(
        layout.first - 1, 0, layout.last - 1, layout.width - 1,
        {"type": "formula", "criteria": f"=COUNTA({row})>0", "format": ruled},
    )  # fmt: skip


def _protection(sheet: Any) -> None:
    allowed = (
        "objects", "scenarios", "format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows",
        "insert_hyperlinks", "sort", "autofilter", "select_locked_cells", "select_unlocked_cells",
    )  # fmt: skip
    sheet.protect("", dict.fromkeys(allowed, True))


def _printing(sheet: Any, layout: Layout) -> None:
    """A4 across; a wide list in groups of columns, page after page to the right."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_print_scale(layout.pages.scale)
    sheet.set_v_pagebreaks(list(layout.pages.starts))
    sheet.print_across()
    sheet.repeat_rows(layout.head - 1)
    sheet.repeat_columns(0, layout.pages.repeated)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.set_footer("&L填表人签字：　　　　　　&C第 &P 页，共 &N 页&R单位（盖章）：　　　　　　")
