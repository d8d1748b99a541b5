"""A returned workbook, what checking might say about it, and a run around it."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from union_xl.model import (
    Finding,
    FormPart,
    Ledger,
    Place,
    Receipt,
    Roster,
    RunContext,
    Settings,
    Source,
    Submission,
    Suggestion,
    Unit,
    period,
)

SHEET = "会员登记表"
UNIT = "杭州甲科技有限公司"
ID, MOBILE = "330105198805062015", "13700001234"
HEAD = ("序号", "姓名", "性别", "证件号码", "手机号码", "备注")
ROWS = ((1, "赵一", "男", ID, MOBILE, ""), (2, "钱二", "女", "33010519851120302X", "13800001234", "家属代填"))


@cache
def workbook() -> bytes:
    """Made once, as openpyxl writes the time into it.

    Title, head in row 3, two people; a note of the filler, a drop-down, a colour of the filler's own."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    sheet["A1"] = "工会会员实名制登记表"
    sheet["A2"] = f"填报单位：{UNIT}"
    for col, title in enumerate(HEAD, 1):
        sheet.cell(3, col).value = title
    for row, cells in enumerate(ROWS, 4):
        for col, value in enumerate(cells, 1):
            sheet.cell(row, col).value = value
    sheet["B4"].comment = Comment("本人已核对", "填表人")
    sheet["C5"].fill = openpyxl.styles.PatternFill("solid", fgColor="00FF00")
    rule = DataValidation("list", formula1='"男,女"')
    rule.add("C4:C99")
    sheet.add_data_validation(rule)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def source(name: str = "北星社区/甲公司 会员登记表.xlsx", data: bytes | None = None) -> Source:
    return Source(name, Path(name), workbook() if data is None else data)


def place(row: int, col: int, book: str = "北星社区/甲公司 会员登记表.xlsx") -> Place:
    return Place(book, SHEET, row, col)


def findings(book: str = "北星社区/甲公司 会员登记表.xlsx") -> tuple[Finding, ...]:
    """An error and a warning at one cell, a warning at another, one about a row, one about the sheet."""
    likely = (Suggestion("330105198805062031", "与出生日期一致"),)
    return (
        Finding("TEST-E", place(4, 4, book), "证件号码", ID, {"说明": f"证件号码{ID}有误"}, likely),
        Finding("TEST-W", place(4, 4, book), "证件号码", ID, {"说明": "与上期不同"}),
        Finding("TEST-W", place(5, 5, book), "手机号码", 13800001234.0, {"说明": "几人同号"}),
        Finding("TEST-E", place(5, 0, book), "", None, {"说明": "整行重复"}),
        Finding("TEST-W", Place(book, SHEET), "", None, {"说明": "表头有两行"}),
    )


def submission(
    found: Sequence[Finding] | None = None, name: str = "北星社区/甲公司 会员登记表.xlsx", **more: Any
) -> Submission:
    part = FormPart("member", UNIT, {}, [SHEET], [5], read=2, unit_how="title")
    fields: dict[str, Any] = {"fate": "采用", "container": "xlsx", "parts": (part,)} | more
    return Submission(name, "", findings=tuple(findings(name) if found is None else found), **fields)


def context_of(**settings: Any) -> RunContext:
    """A run of 2022H1, three days after the deadline."""
    base: dict[str, Any] = {
        "office": "元墅街道总工会",
        "deadline": dt.date(2022, 7, 5),
        "correction_deadline": dt.date(2022, 7, 15),
        "contact": "王老师",
        "phone": "0571-85000000",
        "names": {"今日": "2022-07-08"},
        "levels": {"TEST-E": "错误", "TEST-W": "提醒"},
    }
    units = (
        Unit(UNIT, community="北星社区", contact="李四", phone="13912341234", owes=("member",)),
        Unit(
            "杭州乙有限公司",
            community="南星社区",
            contact="王五",
            phone="13812341234",
            owes=("member", "contest"),
        ),
        Unit("杭州丙有限公司", owes=("member",), exempt=("member",)),
    )
    return RunContext(settings=Settings(**(base | settings)), roster=Roster(units), period=period("2022H1"))


def ledger(*submissions: Submission, receipts: Sequence[Receipt] | None = None) -> Ledger:
    made = [
        Receipt(one.book, one.sha256, part.unit, part.form, one.fate, read=2, kept=1, held=1)
        for one in submissions
        for part in one.parts
    ]
    made += [
        Receipt(one.book, one.sha256, "", "", one.fate, one.reason) for one in submissions if not one.parts
    ]
    told = tuple(found for one in submissions for found in one.findings)
    return Ledger({}, findings=told, receipts=tuple(made if receipts is None else receipts))
