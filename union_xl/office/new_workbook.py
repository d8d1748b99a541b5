"""A fresh 工作台.xlsx: every setting with its default and what it means, the list of units, help."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from union_xl.ledgers import BUILT_IN
from union_xl.ledgers.form import RETURNED
from union_xl.model import Limits, Roster, Settings, TemplateTag
from union_xl.model.row_height import row_height
from union_xl.model.setting_item import RETURNS
from union_xl.model.setting_items import BOUNDS, ITEMS, MEGABYTES, PARAMETERS, Item
from union_xl.office.guide import HELP, STATUS_TITLES
from union_xl.office.ledger_items import items

_MADE = dt.datetime(2022, 1, 1)  # fixed, so that the same office gives the same bytes
_ROSTER_TITLES = ("单位名称", "别名", "统一社会信用代码", "社区", "联系人", "联系电话", "应报表", "免报表")
_ROSTER_WIDTHS = (34, 24, 22, 14, 12, 16, 30, 18)
_TAG_TITLES = ("模板", "工作表", "单元格", "标签")
_ROOM = 2_000
_WEIGHTS = "{1,3,9,27,19,26,16,17,20,29,25,13,8,24,10,30,28}"
_PLACES = "{1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17}"
_ALPHABET = '"0123456789ABCDEFGHJKLMNPQRTUWXY"'
CODE_NAME = "信用代码可疑"
CODE_FORMULA = (  # GB 32100-2015; relative to row 1, so that it serves every row
    f'=IF(应报单位!$C1="",FALSE,IFERROR(MOD(31-MOD(SUMPRODUCT((FIND(MID(应报单位!$C1,{_PLACES},1),{_ALPHABET})-1)'
    f"*{_WEIGHTS}),31),31)<>FIND(MID(应报单位!$C1,18,1),{_ALPHABET})-1,TRUE))"
)

_SETTING_WIDTHS = (24, 40, 64)


def workbook(settings: Settings, limits: Limits, roster: Roster, tags: Sequence[TemplateTag]) -> bytes:
    """The bytes of a 工作台.xlsx; reading them gives the same settings, roster and tags."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": "工作台", "created": _MADE})
    formats = _formats(book)
    _settings_sheet(book, formats, settings, limits)
    _roster_sheet(book, formats, roster)
    _tags_sheet(book, formats, tags)
    _help_sheet(book, formats)
    _status_sheet(book, formats)
    book.close()
    return out.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    font = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter"}
    box = font | {"border": 1, "border_color": "BFBFBF"}
    field = box | {"bg_color": "FFFBE6", "align": "left"}
    return {
        "title": book.add_format(font | {"font_size": 16, "bold": True, "font_color": "1F4E79"}),
        "hint": book.add_format(font | {"font_color": "7F7F7F"}),
        "head": book.add_format(
            box | {"bold": True, "bg_color": "1F4E79", "font_color": "FFFFFF", "align": "center"}
        ),
        "group": book.add_format(box | {"bold": True, "bg_color": "DDEBF7", "font_color": "1F4E79"}),
        "item": book.add_format(box),
        "says": book.add_format(box | {"font_color": "595959", "text_wrap": True}),
        "text": book.add_format(field | {"num_format": "@", "text_wrap": True}),
        "date": book.add_format(field | {"num_format": "yyyy-mm-dd"}),
        "number": book.add_format(field | {"num_format": "General"}),
        "rate": book.add_format(field | {"num_format": "0.0%"}),
        "cell": book.add_format(font | {"num_format": "@"}),
        "bad": book.add_format({"bg_color": "FFC7CE", "font_color": "9C0006"}),
        "wrap": book.add_format(font | {"text_wrap": True, "valign": "top"}),
    }


def _head(
    sheet: Any, formats: dict[str, Any], title: str, hint: str, titles: Sequence[str], widths: Sequence[float]
) -> None:
    sheet.write_string(0, 0, title, formats["title"])
    sheet.set_row(0, 26)
    sheet.write_string(1, 0, hint, formats["hint"])
    for col, (name, width) in enumerate(zip(titles, widths, strict=True)):
        sheet.set_column(col, col, width)
        sheet.write_string(2, col, name, formats["head"])
    sheet.freeze_panes(3, 0)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)


def _settings_sheet(book: Any, formats: dict[str, Any], settings: Settings, limits: Limits) -> None:
    sheet = book.add_worksheet("设置")
    _head(
        sheet,
        formats,
        "工作台 · 设置",
        "只改黄色的“取值”一列；空着的按默认办。可在末尾添加自己的项目，模板里用 {{项目}} 引用。",
        ("项目", "取值", "说明"),
        _SETTING_WIDTHS,
    )
    row, group = 3, ""
    for item, value in _lines(settings, limits):
        if item.group != group:
            group = item.group
            for col in range(3):
                sheet.write_string(row, col, group if col == 0 else "", formats["group"])
            row += 1
        sheet.write_string(row, 0, item.name, formats["item"])
        _write(sheet, row, 1, value, formats[_format_of(item, value)])
        sheet.write_string(row, 2, item.says, formats["says"])
        texts = (item.name, str(value or ""), item.says)
        sheet.set_row(row, row_height(zip(texts, _SETTING_WIDTHS, strict=True)))
        _validate(sheet, row, item)
        row += 1


def _lines(settings: Settings, limits: Limits) -> Iterator[tuple[Item, Any]]:
    """Every line of the sheet with what goes into 取值."""
    own = items(BUILT_IN, settings)
    at = 1 + max(number for number, item in enumerate(ITEMS) if item.group == RETURNS)
    every = (*ITEMS[:at], *own, *ITEMS[at:])
    standard = {item.name for item in every}
    for item in every:
        yield item, _value(item, settings, limits)
    for name, value in settings.names.items():
        if name not in standard:
            yield Item(name, name, "text", "其他（模板用）", f"模板里写 {{{{{name}}}}} 即填入"), value


def _value(item: Item, settings: Settings, limits: Limits) -> Any:
    if item in PARAMETERS:
        value = settings.params.get(item.key, item.default)
        if item.shape == "yes":
            return "是" if value else "否"
        return "、".join(value) if item.shape == "words" and value else value
    if item in BOUNDS:
        own = getattr(limits, item.key)
        return own / 2**20 if item.key in MEGABYTES else own
    if item.key.startswith("whole:"):
        whole = settings.whole.get(item.key.partition(":")[2])
        return None if whole is None else "全量" if whole else "增量"
    if item.key.startswith("deadline:"):
        return settings.deadlines.get(item.key.partition(":")[2])
    if item.key == "passwords":
        words = settings.passwords
        return words[0] if words and words[0] == "、".join(words[1:]) else "、".join(words)
    if item.key == "levels":
        return "、".join(f"{code}={level}" for code, level in settings.levels.items())
    if item.key == "period":
        return settings.period.label if settings.period else None
    own = asdict(settings).get(item.key)
    return own if own not in (None, "") else settings.names.get(item.name)


def _format_of(item: Item, value: Any) -> str:
    if item.shape == "date" or isinstance(value, dt.date):
        return "date"
    if item.shape == "rate":
        return "rate"
    numeric = item.shape in ("count", "number") or (
        isinstance(value, int | float) and not isinstance(value, bool)
    )
    return "number" if numeric else "text"


def _write(sheet: Any, row: int, col: int, value: Any, form: Any) -> None:
    if value is None or value == "" or value == ():
        sheet.write_blank(row, col, None, form)
    elif isinstance(value, bool):
        sheet.write_string(row, col, "是" if value else "否", form)
    elif isinstance(value, dt.datetime | dt.date):
        sheet.write_datetime(row, col, value, form)
    elif isinstance(value, int | float):
        sheet.write_number(row, col, value, form)
    else:
        sheet.write_string(row, col, str(value), form)


def _validate(sheet: Any, row: int, item: Item) -> None:
    options: dict[str, Any] = {
        "input_title": item.name[:32],
        "input_message": item.says[:255],
        "error_type": "warning",
    }
    if item.choices:
        options |= {"validate": "list", "source": list(item.choices), "error_message": "请从下拉中选一个"}
    elif item.shape == "date":
        options |= {
            "validate": "date",
            "criteria": "between",
            "minimum": dt.date(1990, 1, 1),
            "maximum": dt.date(2100, 12, 31),
            "error_message": "请填日期，如 2022-06-30",
        }
    elif item.shape in ("count", "number", "rate"):
        most = 1 if item.shape == "rate" else item.most
        options |= {
            "validate": "integer" if item.shape == "count" else "decimal",
            "criteria": "between",
            "minimum": item.least,
            "maximum": most,
            "error_message": f"请填 {item.least:g} 到 {most:g} 之间的数",
        }
    else:
        options |= {"validate": "any"}
    sheet.data_validation(row, 1, row, 1, options)


def _roster_sheet(book: Any, formats: dict[str, Any], roster: Roster) -> None:
    sheet = book.add_worksheet("应报单位")
    hint = (
        "一行一个单位。别名、应报表可写几个，用顿号隔开；应报表空着，按本次收到的表算。信用代码变红请核对。"
    )
    _head(sheet, formats, "应报单位", hint, _ROSTER_TITLES, _ROSTER_WIDTHS)
    shorts = {form.slug: form.short for form in BUILT_IN}
    for row, unit in enumerate(roster.units, start=3):
        cells = (
            unit.name,
            "、".join(unit.aliases),
            unit.code,
            unit.community,
            unit.contact,
            unit.phone,
            "、".join(shorts.get(slug, slug) for slug in unit.owes),
            "、".join(shorts.get(slug, slug) for slug in unit.exempt),
        )
        for col, text in enumerate(cells):
            _write(sheet, row, col, text, formats["cell"])
    last = max(_ROOM, len(roster.units) + 500)
    for col in range(len(_ROSTER_TITLES)):
        sheet.set_column(col, col, _ROSTER_WIDTHS[col], formats["cell"])
    offered = [form.short for form in BUILT_IN if form.owed in RETURNED]
    for col in (6, 7):
        options = {"validate": "list", "source": offered, "show_error": False}
        sheet.data_validation(
            3, col, last, col, options | {"input_message": "可选一个，也可自己写几个，用顿号隔开"}
        )
    book.define_name(CODE_NAME, CODE_FORMULA)
    book.define_name("信用代码校验", f'=IF(应报单位!$C1="","",IF({CODE_NAME},"有误","通过"))')
    sheet.conditional_format(
        3, 2, last, 2, {"type": "formula", "criteria": f"={CODE_NAME}", "format": formats["bad"]}
    )
    sheet.conditional_format(3, 0, last, 0, {"type": "duplicate", "format": formats["bad"]})
    sheet.autofilter(2, 0, last, len(_ROSTER_TITLES) - 1)


def _tags_sheet(book: Any, formats: dict[str, Any], tags: Sequence[TemplateTag]) -> None:
    sheet = book.add_worksheet("填报对应")
    hint = "上级的模板不许改动时，在这里写明哪个指标填到哪一格，如：半年报.xlsx、表1、C5、{{会员数}}。"
    _head(sheet, formats, "填报对应", hint, _TAG_TITLES, (34, 20, 12, 34))
    for row, tag in enumerate(tags, start=3):
        for col, text in enumerate((tag.template, tag.sheet, tag.cell, tag.tag)):
            sheet.write_string(row, col, text, formats["cell"])
    for col, width in enumerate((34, 20, 12, 34)):
        sheet.set_column(col, col, width, formats["cell"])


def _help_sheet(book: Any, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet("帮助")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 90)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, "帮助", formats["title"])
    for row, (what, text) in enumerate(HELP, start=2):
        sheet.write_string(row, 0, what, formats["group"] if not text else formats["wrap"])
        sheet.write_string(row, 1, text, formats["group"] if not text else formats["wrap"])


def _status_sheet(book: Any, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet("状态")
    hint = "每次点按钮后自动写在最上面一行；这张表可以随时清空。"
    _head(sheet, formats, "状态", hint, STATUS_TITLES, (20, 14, 70, 50))
