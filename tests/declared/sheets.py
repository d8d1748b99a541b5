"""Workbooks that declare forms."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

from union_xl.ledgers import Form
from union_xl.ledgers.declaration import cells_of
from union_xl.ledgers.declaration_fields import LISTS

HEAD = ("列名", "别名", "类型", "必填", "取值", "说明", "示例")
COLUMNS: tuple[tuple[Any, ...], ...] = (
    ("单位名称", "工作单位", "单位名称", "是", "", "", "某某公司"),
    ("姓名", "受助人、被慰问人", "姓名", "是", "", "", "张三"),
    ("证件号码", "身份证号", "证件号码", "是", "", "", ""),
    ("慰问类别", "", "文本", "是", "夏送清凉、冬送温暖、金秋助学", "选一项", "夏送清凉"),
    ("慰问日期", "日期", "日期", "应填", "", "", "2022-07-01"),
    ("慰问金额", "金额", "金额", "否", "", "元", "500"),
    ("备注", "", "备注", "", "", "", ""),
)
RULES: tuple[tuple[Any, ...], ...] = (
    ("SW-1", "慰问金额 <= 1000", "错误", "慰问金额每人不超过1000元"),
    ("SW-2", "慰问日期 between 期初 and 期末", "提醒", "慰问日期不在本期"),
)
FACTS = (
    ("表名", "夏送清凉慰问登记表"),
    ("简称", "送清凉"),
    ("代号", "cool"),
    ("唯一列", "证件号码、慰问类别"),
)


def sheet(
    facts: Sequence[tuple[str, str]] = FACTS,
    columns: Sequence[Sequence[Any]] = COLUMNS,
    rules: Sequence[Sequence[Any]] = RULES,
    head: Sequence[str] = HEAD,
) -> list[list[Any]]:
    """The rows of a declaration sheet: facts, blank, columns, blank, rules."""
    rows: list[list[Any]] = [list(one) for one in facts]
    rows += [[], list(head), *(list(one) for one in columns)]
    if rules:
        rows += [[], ["编号", "关系", "级别", "说明"], *(list(one) for one in rules)]
    return rows


def book(path: Path, **sheets: list[list[Any]]) -> Path:
    """A workbook of these sheets."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
    made.save(path)
    return path


def with_declaration(office: Path, *declared: Form) -> Path:
    """An office workbook with sheets 自定义表·…, written field by field as `union-xl forms --out` does."""
    made = openpyxl.load_workbook(office)
    for form in declared:
        labels, lists = cells_of(form)
        page = made.create_sheet(f"自定义表·{form.short}")
        for title, text in labels.items():
            page.append([title, text])
        for one in LISTS:
            page.append([])
            if lines := lists[one.attribute]:
                page.append([field.title for field in one.fields])
                for line in lines:
                    page.append([line[field.title] for field in one.fields])
    made.save(office)
    return office
