"""A ledger workbook and an office that declares a ledger with lists and due dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from tests.declared import sheets

TRACK = ("台账状态", "来源文件", "来源工作表", "来源行")
COLUMNS = (
    ("列名", "类型", "必填", "公示", "取值"),
    ("姓名", "姓名", "是", "是", ""),
    ("证件号码", "证件号码", "是", "", ""),
    ("单位名称", "单位名称", "是", "是", ""),
    ("类别", "文本", "", "是", ""),
    ("金额", "金额", "", "", ""),
    ("复核日期", "日期", "", "", ""),
    ("办结", "是否", "", "", ""),
)
LISTS = (
    ("清单名", "给谁看", "清单的列", "清单条件", "排序", "分开打印", "合计列", "清单模板", "表下说明"),
    ("公示稿", "公示", "姓名\n单位名称\n类别", "金额 > 0", "金额 降", "", "", "", "异议请联系{联系人}。"),
    ("签字表", "", "姓名\n证件号码\n金额\n签名 =", "", "单位名称", "类别", "金额", "签名表", ""),
    ("代发表", "对外", "姓名\n证件号码\n应发 = 金额 * 2", "", "姓名", "", "应发", "", ""),
)
DUE = (
    ("到期事项", "到期日", "提前天数", "已了结", "对象列", "怎么办"),
    ("一年复核", "复核日期 + to_years(1)", "30", "办结 = '是'", "单位名称", "入户复核"),
)
PEOPLE: tuple[tuple[Any, ...], ...] = (
    ("张三丰", "330105199003072013", "杭州甲样板有限公司", "大病", 500, dt.date(2021, 7, 10), "否"),
    (
        "李四",
        "330105199003072021",
        "杭州乙样板有限公司",
        "大病，13912345678",
        900,
        dt.date(2021, 5, 1),
        None,
    ),
    ("王五", "330105199003072048", "杭州甲样板有限公司", "上学", 0, dt.date(2020, 1, 1), "是"),
    ("=赵六", "330105199003072056", "杭州甲样板有限公司", "上学", 300.5, dt.date(2022, 3, 1), None),
)
TITLES = tuple(row[0] for row in COLUMNS[1:])


def office(folder: Path, restricted: bool = False, **settings: Any) -> Path:
    """工作台.xlsx with the ledger 帮困."""
    facts = [("表名", "帮困登记表"), ("简称", "帮困"), ("代号", "aid"), ("唯一列", "证件号码")]
    facts += [("限阅", "是")] if restricted else []
    rows: list[list[Any]] = [*map(list, facts), [], *map(list, COLUMNS), [], *map(list, LISTS), []]
    rows += map(list, DUE)
    items = {"填报单位": "某某街道总工会", "联系人": "周主席"} | settings
    about: list[list[Any]] = [["项目", "取值"], *(list(one) for one in items.items())]
    units: list[list[Any]] = [["单位名称", "社区"]]
    return sheets.book(folder / "工作台.xlsx", 设置=about, 应报单位=units, 自定义表·帮困=rows)


def ledger(folder: Path, people: Sequence[Sequence[Any]] = PEOPLE, **more: Sequence[Sequence[Any]]) -> Path:
    """汇总台账.xlsx with 帮困 and, by name, further sheets (titles first)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    kept = [(*row, "正常", "甲.xlsx", "帮困", at) for at, row in enumerate(people, 3)]
    every: Mapping[str, Sequence[Sequence[Any]]] = {"帮困": [(*TITLES, *TRACK), *kept]} | more
    for name, rows in every.items():
        sheet = book.create_sheet(name)
        for line, row in enumerate(rows, 1):
            for col, value in enumerate(row, 1):
                cell = sheet.cell(line, col, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    folder.mkdir(parents=True, exist_ok=True)
    book.save(folder / "汇总台账.xlsx")
    return folder / "汇总台账.xlsx"
