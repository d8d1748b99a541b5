# ruff: noqa: E501
"""市平台导入: one row per member, plain header in row 1 as importers want it."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from templates.making.official import MADE

PLATFORM = (
    ("序号", "序号"), ("姓名", "姓名"), ("性别", "性别"), ("出生日期", "出生日期"), ("民族", "民族"), ("就业状况", "就业状况"),
    ("有效证件类别", "证件类型"), ("证件号码", "证件号码"), ("学历", "学历"), ("技能等级", "技能等级"), ("移动电话", "手机号码"),
    ("户籍类型", "户籍类型"), ("户籍所在地", "户籍所在地"), ("会籍变化类型", "会籍变化类型"), ("会籍变化日期", "会籍变化日期"),
    ("会籍变化原因", "会籍变化原因"), ("政治面貌", "政治面貌"), ("工作单位", "单位名称"), ("籍贯", "籍贯"), ("是否农民工", "是否农民工"),
)  # fmt: skip
"""The columns of the platform's import file, and the ledger column behind each."""


def platform(path: Path) -> None:
    """市平台导入: one row per member, plain header in row 1 as importers want it."""
    book = xlsxwriter.Workbook(str(path), {"in_memory": True})
    book.set_properties({"title": "市平台导入", "created": MADE})
    sheet = book.add_worksheet("会员导入")
    head = book.add_format(
        {"font_name": "宋体", "font_size": 11, "bold": True, "border": 1, "align": "center"}
    )
    text = book.add_format({"font_name": "宋体", "font_size": 11, "num_format": "@", "border": 1})
    day = book.add_format({"font_name": "宋体", "font_size": 11, "num_format": "yyyy-mm-dd", "border": 1})
    number = book.add_format({"font_name": "宋体", "font_size": 11, "num_format": "0", "border": 1})
    for col, (title, source) in enumerate(PLATFORM):
        sheet.write_string(0, col, title, head)
        look = day if title.endswith("日期") else number if title == "序号" else text
        sheet.write_string(1, col, f"{{{{每会员.{source}}}}}", look)
        sheet.set_column(col, col, 22 if title in ("证件号码", "工作单位", "户籍所在地") else 13)
    sheet.freeze_panes(1, 2)
    book.close()
