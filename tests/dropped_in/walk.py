# ruff: noqa: E501
"""A round with two ledgers the program has never seen: issue, check, merge, chase, count, follow, compare."""

from __future__ import annotations

import datetime as dt
import json
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

from union_xl import office as office_room
from union_xl.model import Roster, Settings, Unit, period
from union_xl.run import blank, check, diff, forms, mask, merge, report, trace

A, B, C = "杭州甲样板有限公司", "杭州乙样板有限公司", "杭州丙样板有限公司"


def document(body: str) -> str:
    """A synthetic resident number with a true check character."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return (
        body
        + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]
    )


ZHAO, QIAN, CHILD = (
    document("33010519880412301"),
    document("33010519910823402"),
    document("33010520080601501"),
)
GRANTED = document("33010519700105408")

SECRET = "心脏病手术史甲乙丙"
HEADS = ("单位名称", "报读班次", "姓名", "身份证号", "年度", "报到日期", "状态", "健康情况")
CLASSES = ("班名", "开课日期", "计划人数", "状态")
RUN: dict[str, Any] = {"period": "2022H1", "as_of": "2022-06-30"}


def book(path: Path, title: str, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append([title])
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    path.parent.mkdir(parents=True, exist_ok=True)
    made.save(path)
    return path


def student(unit: str, name: str, number: str, which: str, day: str, **more: str) -> tuple[Any, ...]:
    said = {"state": "在读", "year": "2022", "ill": SECRET} | more
    return unit, which, name, number, said["year"], day, said["state"], said["ill"]


def desk(folder: Path) -> Path:
    """An office with three units and days of their own; returns of two ledgers, and a ledger of last autumn."""
    settings = Settings(
        office="某街道总工会",
        period=period("2022H1"),
        deadline=dt.date(2022, 12, 31),
        deadlines={"night-student": dt.date(2022, 5, 1)},
        names={"今日": "2022-05-11", "报送截止日·夜校学员": dt.date(2022, 5, 1)},
    )
    office = folder / "工作台.xlsx"
    folder.mkdir(parents=True, exist_ok=True)
    office.write_bytes(
        office_room.make(settings, Roster(tuple(Unit(name, community="北星社区") for name in (A, B, C))))
    )
    rows = [
        ("茶道班", "2022-03-01", 20, "开班"),
        ("书法班", "2022-04-01", 10, "计划"),
        ("人满班", "2022-05-01", 500, "计划"),
    ]
    book(folder / "收回/夜校班次.xlsx", "职工夜校班次表", CLASSES, rows)
    title = "职工夜校学员名册"
    first = [
        student(A, "赵一鸣", ZHAO, "茶道班", "2022-03-02"),
        student(A, "孙小明", CHILD, "茶道班", "2022-03-02"),
    ]
    book(folder / "收回/甲.xlsx", title, HEADS, first)
    more = [
        student(B, "赵一鸣", ZHAO, "书法班", "2022-04-02"),
        student(B, "钱二妹", QIAN, "书法班", "2022-04-02"),
    ]
    book(folder / "收回/乙.xlsx", title, HEADS, more)
    grants = ("姓名", "身份证号", "发放日期", "发放金额", "困难原因")
    rows = [("李三妮", GRANTED, "2022-05-01", 300, "大病致困")]
    book(folder / "收回/助学.xlsx", "职工夜校助学金发放表", grants, rows)
    earlier = [student(B, "钱二妹", QIAN, "插花班", "2022-02-01")]
    book(folder / "旧/乙.xlsx", title, HEADS, earlier)
    return office


def inside(path: Path) -> bytes:
    """The bytes of a file, of a workbook those of its parts."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as book:
        return b"".join(book.read(name) for name in book.namelist())


def rows_of(path: Path, sheet: str) -> list[dict[str, Any]]:
    lines = list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))
    return [dict(zip(map(str, lines[0]), line, strict=True)) for line in lines[1:]]


def walk(folder: Path, declared: Path | None = None) -> None:
    """Every step with what must come out.  `declared` is the office workbook where it declares the ledgers."""
    office = declared or folder / "工作台.xlsx"
    known = {one.short: one for one in forms.forms(office=office).forms}
    assert {"夜校班次", "夜校学员", "夜校助学金"} <= known.keys()
    _issued(folder, office)
    made = _merged(folder, office)
    _restricted(folder)
    _chased(made)
    _counted(folder, office, made.ledger_path)
    _compared(folder, office, made.ledger_path)


def _issued(folder: Path, office: Path) -> None:
    issued = blank.blank("夜校学员", folder / "空表", office=office)
    assert len(issued.outputs) == 3 and "2022年5月1日" in str(
        list(openpyxl.load_workbook(issued.outputs[0])["填表说明"].iter_rows(values_only=True))
    )
    looked = check.check([folder / "收回/甲.xlsx"], office=office, **RUN)
    told = {one.rule for each in looked.submissions for one in each.findings}
    assert "NS-AGE" in told, told


def _merged(folder: Path, office: Path) -> merge.MergeResult:
    past = merge.merge(folder / "旧", folder / "旧出", office=office, period="2022-02", jobs=1)
    made = merge.merge(folder / "收回", folder / "出", office=office, past=[past.ledger_path], jobs=1, **RUN)
    assert made.accounts["night-class"] == {"read": 3, "kept": 2, "joined": 0, "held": 1}
    assert made.accounts["night-student"] == {"read": 4, "kept": 3, "joined": 0, "held": 1}
    assert not made.ledger.unbalanced
    codes = [(one.rule, one.place.book) for one in made.ledger.findings]
    # 赵一鸣 is in two files of this half-year, 钱二妹 in one and in the ledger of February
    assert {("NS-YEAR", "甲.xlsx"), ("NS-YEAR", "乙.xlsx"), ("NC-SEATS", "夜校班次.xlsx")} <= set(codes)
    assert sum(rule == "NS-YEAR" for rule, _ in codes) == 3
    held = rows_of(made.ledger_path, "暂缓")
    assert {(row["表"], row["原因"]) for row in held} == {("夜校学员", "年龄不够"), ("夜校班次", "名额过多")}
    kept = rows_of(made.ledger_path, "夜校学员")
    assert [row["状态"] for row in kept] == ["在读"] * 3 and {row["台账状态"] for row in kept} == {"待核"}
    charts = [c.value for row in openpyxl.load_workbook(made.ledger_path)["图表"].iter_rows() for c in row]
    assert {"各状态班次", "学员状态"} <= {*charts}
    assert "T-NOT-KEPT" in {rule for rule, _ in codes}
    files = [path for path in (folder / "出").rglob("*") if path.is_file() and "退回" not in path.parts]
    assert not [path for path in files if SECRET.encode() in inside(path)]
    assert SECRET not in json.dumps(
        [[str(c) for c in row.values()] for row in kept + held], ensure_ascii=False
    )
    return made


def _restricted(folder: Path) -> None:
    """The restricted ledger stands in a workbook of its own; nothing of it stands elsewhere."""
    out = folder / "出"
    (row,) = rows_of(out / "汇总台账·限阅.xlsx", "夜校助学金")
    assert (row["证件号码"], row["助学金额"]) == (GRANTED, 300)
    assert "夜校助学金" not in openpyxl.load_workbook(out / "汇总台账.xlsx").sheetnames
    outside = [path for path in out.iterdir() if path.is_file() and "限阅" not in path.name]
    assert not [
        path for path in outside if GRANTED.encode() in inside(path) or "大病致困".encode() in inside(path)
    ]


def _chased(made: merge.MergeResult) -> None:
    lines = {(one.unit, one.title): (one.status, one.overdue) for one in made.lines}
    assert lines[C, "夜校学员"] == ("未报", 10) and lines[B, "夜校学员"][0] == "已报"
    assert not [title for _, title in lines if title == "夜校班次"]


def _counted(folder: Path, office: Path, ledger: Path) -> None:
    template = openpyxl.Workbook()
    sheet = template.active
    assert sheet is not None
    sheet.append(["班次", "名额", "人次", "状态"])
    sheet.append(
        [
            "{{每夜校班次.班次名称}}",
            "{{每夜校班次.名额}}",
            "{{每夜校班次.夜校学员人次}}",
            "{{每夜校班次.状态}}",
        ]
    )
    sheet.append(["合计", "{{夜校名额}}", "{{夜校学员人次}}", "{{夜校满员率}}"])
    template.save(folder / "夜校表.xlsx")
    made = report.report(ledger, folder / "报表", templates=[folder / "夜校表.xlsx"], office=office, **RUN)
    assert made.missing == ()
    filled = list(openpyxl.load_workbook(folder / "报表/夜校表.xlsx").active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert filled[1:4] == [("茶道班", 20, 1, "开班"), ("书法班", 10, 2, "计划"), ("合计", 30, 3, 0.1)]
    behind = trace.trace(ledger, "夜校学员人数", office=office, **RUN)
    assert dict(behind.facts)["行数"] == 3 and "*" in str(behind.lists[0].lines)
    feeds = trace.trace(ledger, row="夜校学员!2", office=office, **RUN)
    assert {"NS1", "NS2"} <= {line[0] for line in feeds.lists[0].lines}


def _compared(folder: Path, office: Path, ledger: Path) -> None:
    changed = folder / "改.xlsx"
    edited = openpyxl.load_workbook(ledger)
    sheet = edited["夜校学员"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, heads["状态"]).value = "结业"
    sheet.cell(3, heads["备注"]).value = "改了备注"
    edited.save(changed)
    found = diff.diff(ledger, changed, folder / "变动.xlsx", office=office)
    assert ("夜校学员", 0, 0, 0, 1) in found.by_form
    mask.mask(ledger, folder / "脱敏.xlsx", office=office)
    shown = rows_of(folder / "脱敏.xlsx", "夜校学员")
    assert all("*" in str(row["证件号码"]) and "*" in str(row["姓名"]) for row in shown)


if __name__ == "__main__":
    desk(Path(sys.argv[1]))
    walk(Path(sys.argv[1]))
