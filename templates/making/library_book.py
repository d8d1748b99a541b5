"""指标库.xlsx: the lines, laid out for a clerk who edits them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlsxwriter

from union_xl.expressions import PERIOD, constants
from union_xl.figures.indicators import HOWS
from union_xl.figures.library_lines import RELATION_TITLES, TITLES, relation_texts, texts
from union_xl.ledgers import BUILT_IN
from union_xl.model.rows import SOURCE_TITLES

INDICATORS = [texts(form, one) for form in BUILT_IN for one in form.indicators]
RELATIONS = [relation_texts(one) for form in BUILT_IN for one in form.checks]
MADE = dt.datetime(2022, 6, 30)

OF_SETTINGS = "设置里的项目（与列名相同时写 设置.项目）"


def make_library(path: Path) -> None:
    """Write the indicator library."""
    book = xlsxwriter.Workbook(str(path), {"in_memory": True})
    book.set_properties({"title": "指标库", "created": MADE})
    base = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
    look = {
        "title": book.add_format(
            {**base, "bold": True, "font_size": 16, "font_name": "黑体", "align": "left"}
        ),
        "note": book.add_format({**base, "font_color": "#595959", "text_wrap": True}),
        "head": book.add_format(
            {**base, "bold": True, "bg_color": "#D9E5F3", "border": 1, "align": "center"}
        ),
        "cell": book.add_format(
            {**base, "text_wrap": True, "border": 1, "border_color": "#BFBFBF", "valign": "top"}
        ),
    }
    _indicators(book, look)
    _relations(book, look)
    _words(book, look)
    book.close()


def _top(sheet, look, title: str, note: str, columns: int) -> None:
    sheet.merge_range(0, 0, 0, columns - 1, title, look["title"])
    sheet.merge_range(1, 0, 1, columns - 1, note, look["note"])
    sheet.set_row(0, 28)
    sheet.set_row(1, 46)


def _indicators(book, look) -> None:
    sheet = book.add_worksheet("指标")
    note = (
        "一行一个指标，可以修改和增加。条件里直接写台账的列名；文字用单引号括起来，如 会籍变化类型 = '入会'。"
        "期初、期末、截止日由统计期间决定；查另一张台账写 单位名称 in (select 单位名称 from 会员登记)。"
        "公式写在“条件”一栏，如 期末会员数 - 期初会员数；上期的数写 上期.期末会员数。"
        "分组空着，就可以按台账有的每一种分法来分。"
        "上期或去年同期的台账写 from 上期.会员登记；设置里的每一项都可以写项目名。"
        "自己的指标库只写要增加或改写的几行就够了：它加在自带的之上，同名的以自己的为准。写错了会指出是哪一格。"
    )
    _top(sheet, look, "指标库", note, len(TITLES))
    sheet.write_row(2, 0, TITLES, look["head"])
    for at, line in enumerate(INDICATORS, start=3):
        for col, text in enumerate(line):
            sheet.write_string(at, col, text, look["cell"])
    for col, width in enumerate((8, 22, 11, 10, 26, 64, 44, 26, 7, 40, 10)):
        sheet.set_column(col, col, width)
    last = len(INDICATORS) + 200
    sheet.data_validation(3, 3, last, 3, {"validate": "list", "source": list(HOWS)})
    ledgers = [form.short for form in BUILT_IN]
    sheet.data_validation(3, 2, last, 2, {"validate": "list", "source": ledgers, "error_type": "information"})
    _finish(sheet, len(INDICATORS), len(TITLES), (3, 2))


def _relations(book, look) -> None:
    sheet = book.add_worksheet("审核关系")
    note = (
        "每条关系对全街道核对；如果其中的指标都按单位统计，还对每个单位核对。左右两个数缺一个时不核对。"
        "社区合计.某指标 是各社区相加，上期.某指标 是上期的数。级别写 错误 或 提醒。"
    )
    _top(sheet, look, "审核关系", note, len(RELATION_TITLES))
    sheet.write_row(2, 0, RELATION_TITLES, look["head"])
    for at, line in enumerate(RELATIONS, start=3):
        for col, text in enumerate(line):
            sheet.write_string(at, col, text, look["cell"])
    for col, width in enumerate((8, 72, 8, 48)):
        sheet.set_column(col, col, width)
    sheet.data_validation(3, 2, 400, 2, {"validate": "list", "source": ["错误", "提醒"]})
    _finish(sheet, len(RELATIONS), len(RELATION_TITLES), (3, 1))


def _finish(sheet, lines: int, columns: int, panes: tuple[int, int]) -> None:
    sheet.freeze_panes(*panes)
    sheet.autofilter(2, 0, 2 + lines, columns - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)


def _words(book, look) -> None:
    """可用列名: what a condition may name."""
    sheet = book.add_worksheet("可用列名")
    _top(sheet, look, "条件里可以写的列名", "各台账的列，及程序备好的几列（每张台账都能用）。", 6)
    sheet.write_row(
        2,
        0,
        [form.short for form in BUILT_IN] + ["每张台账都有", OF_SETTINGS],
        look["head"],
    )
    lists = [[column.title for column in form.columns] for form in BUILT_IN]
    lists[0].append("工会代表行（同一工会只有一行为真）")
    everywhere = [
        *SOURCE_TITLES,
        *PERIOD,
        "所属社区（按单位）",
        "所属行业（按单位）",
        "证件性别（有证件号码的台账）",
        "证件出生（有证件号码的台账）",
    ]
    settings = [name for name in constants() if name not in PERIOD]
    for col, names in enumerate([*lists, everywhere, settings]):
        sheet.set_column(col, col, 30)
        for at, name in enumerate(names, start=3):
            sheet.write_string(at, col, name, look["cell"])
    sheet.freeze_panes(3, 0)
