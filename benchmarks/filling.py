"""Filling and marking: 5,000 repeating rows, single cells, marked copies; against openpyxl load and save."""

from __future__ import annotations

import io
import time
import warnings
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import xlsxwriter

from union_xl import fill, xlsx_edit
from union_xl.model import AddSheet, Edit, Figure, RemoveSheet, Style

ROWS = 5_000


def template() -> bytes:
    """An official template: merged repeating row, rules, validation, sums, chart, text box, sparkline."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet, other = book.add_worksheet("年报"), book.add_worksheet("图表")
        line = book.add_format({"border": 1})
        sheet.merge_range("A1:J1", "{{填报单位}}会员情况", line)
        sheet.write_row(
            "A3", ["序号", "单位", "", "会员", "女", "占比", "比重", "农民工", "网上", "备注"], line
        )
        sheet.set_row(3, 24)
        sheet.write("A4", "{{每单位.序号}}", line)
        sheet.merge_range("B4:C4", "{{每单位.单位名称}}", line)
        for letter, name in zip("DEHI", ("会员数", "女会员数", "农民工", "网上入会"), strict=True):
            sheet.write(f"{letter}4", f"{{{{每单位.{name}}}}}", line)
        sheet.write_formula("F4", "=IF(D4=0,0,E4/D4)", line)
        sheet.write_formula("G4", "=D4/SUM(D$4:D$4)", line)
        sheet.write("J4", "共{{每单位.会员数}}人", line)
        sheet.write("A5", "合计", line)
        for letter in "DEHI":
            sheet.write_formula(f"{letter}5", f"=SUM({letter}4)", line)
        sheet.conditional_format("D4", {"type": "data_bar"})
        sheet.conditional_format("A4:J4", {"type": "formula", "criteria": "=$E4>$D4", "format": line})
        sheet.data_validation("D4", {"validate": "integer", "criteria": ">=", "value": 0})
        sheet.print_area("A1:J5")
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=年报!$D$4:$D$4", "categories": "=年报!$B$4:$B$4"})
        other.insert_chart("A1", chart)
        other.insert_textbox("J1", "填报说明")
        other.add_sparkline("A20", {"range": "年报!D4:E4"})
    return out.getvalue()


def returned(rows: int = 200, columns: int = 20) -> bytes:
    """A return of 200 rows and 20 columns."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("会员登记表")
        for row in range(rows + 5):
            for col in range(columns):
                sheet.write(row, col, f"值{row}-{col}" if col % 3 else row * col)
    return out.getvalue()


def marks(count: int = 40) -> list[Any]:
    """Forty faulty cells and the list of them."""
    places = [f"{'ABCDEFGH'[n % 8]}{n + 6}" for n in range(count)]
    head = ("级别", "规则", "单元格", "列名", "原值", "说明", "建议")
    listed = [Edit("问题清单", f"{'ABCDEFG'[at]}1", title, Style(bold=True)) for at, title in enumerate(head)]
    for row, place in enumerate(places, 2):
        listed += [
            Edit(
                "问题清单",
                f"{letter}{row}",
                f"{title}{place}",
                link=f"'会员登记表'!{place}" if letter == "C" else None,
            )
            for letter, title in zip("ABCDEFG", head, strict=True)
        ]
    return [
        RemoveSheet("问题清单"),
        *(
            Edit(
                "会员登记表",
                place,
                style=Style(fill="FFC7CE"),
                note=f"【工会审核】{place} 的证件号码校验位不符，请核对",
            )
            for place in places
        ),
        AddSheet("问题清单", listed, widths={1: 8, 6: 40}, freeze_row=1),
    ]


def timed(work: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """Best seconds of some runs (other work on the machine only ever adds), and the last result."""
    spent, result = [], None
    for _ in range(times):
        began = time.perf_counter()
        result = work()
        spent.append(time.perf_counter() - began)
    return min(spent), result


def filled(data: bytes, rows: int) -> bytes:
    """Plan and apply, as a report does."""
    items = [
        {
            "单位名称": f"第{n}公司",
            "会员数": Figure("B07", "会员数", n, "人", group=f"第{n}公司"),
            "女会员数": n // 2,
            "农民工": n // 3,
            "网上入会": n // 4,
        }
        for n in range(1, rows + 1)
    ]
    plan = fill.plan(xlsx_edit.layout(data), {"填报单位": "城南街道总工会"}, {"单位": items})
    plan.refuse()
    return xlsx_edit.apply(data, plan.edits)


def through_openpyxl(data: bytes) -> bytes:
    """Nothing but load and save."""
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        openpyxl.load_workbook(io.BytesIO(data)).save(out)
    return out.getvalue()


def lost(before: bytes, after: bytes) -> str:
    """Which of the template's features are gone."""

    def everything(data: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return b"".join(parts.read(name) for name in parts.namelist())

    old, new = everything(before), everything(after)
    features = {"文本框": "填报说明".encode(), "迷你图": b"sparkline", "图表": b"barChart"}
    return "、".join(name for name, sign in features.items() if sign in old and sign not in new) or "无"


def same_parts(before: bytes, after: bytes) -> str:
    """How many of the parts are byte for byte the same."""
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        there = set(new.namelist())
        same = [name for name in old.namelist() if name in there and old.read(name) == new.read(name)]
        return f"{len(same)}/{len(old.namelist())}"


def run() -> Iterator[str]:
    """Lines of results."""
    data = template()
    xlsx_edit.apply(data, [Edit("年报", "A20", 1)])  # the libraries are loaded outside the clock
    seconds, big = timed(lambda: filled(data, ROWS))
    yield f"{ROWS:,} repeating rows, plan + apply: {seconds:.2f} s (goal 3 s), {len(big) / 1024:,.0f} KB"
    seconds, half = timed(lambda: filled(data, ROWS // 2))
    yield f"{ROWS // 2:,} repeating rows: {seconds:.2f} s, {len(half) / 1024:,.0f} KB (size grows linearly)"
    seconds, one = timed(lambda: xlsx_edit.apply(data, [Edit("图表", "A30", "甲")]), 9)
    same = same_parts(data, one)
    yield f"one cell: {seconds * 1000:.1f} ms, parts identical {same}, lost: {lost(data, one)}"
    seconds, copy = timed(lambda: through_openpyxl(data), 9)
    yield (
        f"openpyxl load + save: {seconds * 1000:.1f} ms, parts identical {same_parts(data, copy)}, "
        f"lost: {lost(data, copy)}"
    )
    sheet, orders = returned(), marks()
    seconds, marked = timed(lambda: xlsx_edit.apply(sheet, orders, remark=True), 15)
    yield f"marked copy, 200 x 20 cells, 40 marks: {seconds * 1000:.1f} ms (goal 8 ms)"
    seconds, _ = timed(lambda: xlsx_edit.apply(marked, orders, remark=True), 15)
    yield f"marked again: {seconds * 1000:.1f} ms"
    seconds, _ = timed(lambda: through_openpyxl(sheet), 3)
    yield f"openpyxl load + save of the same return: {seconds * 1000:.1f} ms"
