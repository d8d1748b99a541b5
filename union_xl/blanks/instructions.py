"""The sheet 填表说明: how to fill in, what is still wrong (live), every column in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from union_xl.blanks.checks import DATES, IDS, Check
from union_xl.blanks.helper_formulas import offered
from union_xl.blanks.layout import ROWS, Layout
from union_xl.blanks.sheet import NAVY, NEEDS
from union_xl.model import ERROR, Settings
from union_xl.model.row_height import row_height

if TYPE_CHECKING:
    from xlsxwriter import Workbook

SHEET = "填表说明"
WHERE = "报送方式"
"""The item of 设置 that says where filled forms go: an address, a group, a window."""
UNABLE = "未能检查"
_WIDTHS = (34, 14, 54, 44, 24)


@dataclass(frozen=True, slots=True)
class Overview:
    """Where the counts stand: a range of numbers to be mended, and one of those worth a look."""

    errors: str
    warnings: str


def steps(layout: Layout, settings: Settings, until: str) -> list[str]:
    """What a filler must know, one sentence each."""
    sentences = [
        f"在“{layout.sheet}”表里，从示例行的下一行开始，一行填一条；示例行不用删，不会被统计。",
        "红色表头必填，蓝色表头请尽量填写，灰色表头选填；不知道的留空，不要写“无”“不详”。",
        *_typed(layout),
        "可以从别的表复制数据，请用“选择性粘贴—数值”；粘贴后最上面一行仍会数出还有几处要改。",
        "单元格变红表示必须改正，变黄表示请核对；最上面一行显示“没有发现问题”就可以交回。",
        "本期确实没有数据的，在“零报告”处选“√”后直接交回；请不要改表头、不要另存为图片或 PDF。",
        *_computed(layout),
        f"最多自动检查 {ROWS} 行；行数更多的照样可以填写。",
    ]
    if sending_back := sending(settings, until):
        sentences.append(sending_back)
    return sentences


def sending(settings: Settings, until: str) -> str:
    """`请于2022年7月5日前报至 邮箱；有疑问请问沈佳 0571-88000000。`; '' when nothing is set."""
    ask = " ".join(part for part in (settings.contact, settings.phone) if part)
    where = str(settings.names.get(WHERE) or "").strip()
    back = f"请于{until}前" if until else "请" if where else ""
    back += f"报至 {where}" if where else "交回" if until else ""
    sentence = "；".join(filter(None, (back, f"有疑问请问{ask}" if ask else "")))
    return f"{sentence}。" if sentence else ""


def _typed(layout: Layout) -> list[str]:
    """How to type what this ledger has: lists, days, numbers; only columns that are there are named."""
    kinds = [column.kind for column in layout.columns]
    numbers = [c.title for c in layout.columns if c.kind.name in IDS | {"手机号码"}]
    sentences = [
        "有下拉箭头的列请从下拉列表中选" if any(kind.choices for kind in kinds) else "",
        "日期写成 2022-03-20" if any(kind.name in DATES for kind in kinds) else "",
        f"{'、'.join(numbers)}直接输入，不要加空格" if numbers else "",
    ]
    said = "；".join(filter(None, sentences))
    return [f"{said}。"] if said else []


def _computed(layout: Layout) -> list[str]:
    """That a name typed as a formula gives what stands in the resident number."""
    columns = offered(layout)
    if not columns:
        return []
    typed = "、".join(f"“{title}”输入 ={name}" for title, name in columns.items())
    return [f"填好证件号码后，{typed}，就能由身份证号自动得出，可向下填充；用别的证件的请直接填写。"]


def write(
    book: Workbook, sheet: Any, layout: Layout, settings: Settings, until: str, checks: Sequence[Check]
) -> Overview:
    """Fill the sheet; returns where the counts stand."""
    base = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "text_wrap": True}
    title = book.add_format({"font_name": "黑体", "font_size": 16, "font_color": NAVY, "valign": "vcenter"})
    part = book.add_format({"font_name": "黑体", "font_size": 12, "font_color": NAVY, "valign": "vcenter"})
    head = book.add_format(
        base | {"bold": True, "font_color": "#FFFFFF", "bg_color": NAVY, "border": 1, "align": "center"}
    )
    text = book.add_format(base | {"border": 1, "border_color": "#BFBFBF"})
    plain = book.add_format(base)
    number = book.add_format(base | {"border": 1, "border_color": "#BFBFBF", "align": "center", "bold": True})
    for col, width in enumerate(_WIDTHS):
        sheet.set_column(col, col, width)
    sheet.write_string(0, 0, f"{layout.form.title}填表说明", title)
    sheet.set_row(0, 30)
    row = 2
    sheet.write_string(row, 0, "一、怎么填", part)
    for count, said in enumerate(steps(layout, settings, until), 1):
        row += 1
        sheet.merge_range(row, 0, row, len(_WIDTHS) - 1, f"{count}. {said}", plain)
        sheet.set_row(row, 20)
    row += 2
    sheet.write_string(row, 0, "二、自动检查（随填随算）", part)
    overview, row = _overview(sheet, row + 1, checks, head, text, number)
    row += 2
    sheet.write_string(row, 0, "三、每一列填什么", part)
    sheet.set_h_pagebreaks([row])
    _dictionary(sheet, row + 1, layout, head, text)
    sheet.protect(
        "", {"objects": True, "format_columns": True, "format_rows": True, "select_locked_cells": True}
    )
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.set_print_scale(78)  # the width fits; the columns begin on a page of their own
    sheet.set_footer("&C第 &P 页，共 &N 页")
    return overview


def _overview(
    sheet: Any, row: int, checks: Sequence[Check], head: Any, text: Any, number: Any
) -> tuple[Overview, int]:
    for col, heading in enumerate(("检查内容", "处数", "怎么改")):
        sheet.write_string(row, col, heading, head)
    counted = sorted((one for one in checks if one.count), key=lambda one: one.level != ERROR)
    errors = sum(one.level == ERROR for one in counted)
    first = row + 1
    for check in counted:
        row += 1
        named = f"{check.title}：{check.name}" if check.title else check.name
        sheet.set_row(row, row_height(((named, _WIDTHS[0]), (check.says, _WIDTHS[2]))))
        sheet.write_string(row, 0, named, text)
        # An error value has a check of its own (the first line); it spoils every other sum over its column.
        spoiled = f'IF($B${first + 1}>0,0,"{UNABLE}")'
        sheet.write_formula(row, 1, f"=IFERROR({check.count},{spoiled})", number, 0)
        sheet.write_string(row, 2, check.says, text)
    where = f"'{SHEET}'!$B${first + 1}:$B${first + errors}"
    more = f"'{SHEET}'!$B${first + errors + 1}:$B${max(row, first + errors) + 1}"
    return Overview(where, more), row


def _dictionary(sheet: Any, row: int, layout: Layout, head: Any, text: Any) -> None:
    for col, heading in enumerate(("列名", "要求", "填什么", "可选内容", "示例")):
        sheet.write_string(row, col, heading, head)
    for column in layout.columns:
        row += 1
        choices = "、".join(column.kind.choices)
        cells = (
            column.title,
            NEEDS[column.need],
            column.hint or ("从下拉选项中选" if column.kind.choices else plain_kind(column.kind.name)),
            choices,
            column.example,
        )
        for col, value in enumerate(cells):
            sheet.write_string(row, col, value, text)
        sheet.set_row(row, row_height(zip(cells, _WIDTHS, strict=True)))


def plain_kind(kind: str) -> str:
    """What a column without a hint wants, from its kind."""
    return {
        "文本": "文字",
        "日期": "日期，写成 2022-03-20；只知道月份的写 2022-03",
        "截止日期": "日期，写成 2027-03-17；长期有效的写“长期”",
        "期间": "写成 2022年第一季度、2022年3月 或 2022年",
        "整数": "整数，没有写 0，不知道留空",
        "数字": "数字",
        "成绩": "分数，如 88.5",
        "金额": "金额（元），只写数字",
        "是否": "是 或 否",
        "姓名": "姓名全称，不加职务",
        "多人姓名": "姓名，几个人用顿号隔开",
        "备注": "文字",
        "年份": "四位年份，如 2022",
        "比例": "百分数，如 5%",
        "手机号码": "11位手机号码",
        "联系电话": "手机号，或带区号的座机号",
        "统一社会信用代码": "18位，见营业执照",
        "工会统一社会信用代码": "18位，81开头，见工会法人资格证书",
    }.get(kind, kind)
