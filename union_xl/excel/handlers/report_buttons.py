"""填写报表, 审核关系, 半年总结, 追溯."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from union_xl.addin import undo_log
from union_xl.excel.areas import address, areas_of, rectangles
from union_xl.excel.button_frame import ButtonContext
from union_xl.excel.com_retry import retry_while_busy
from union_xl.excel.edits import protection, write
from union_xl.excel.handlers.tools_buttons import last_row
from union_xl.excel.sheet_writer import SheetWriter
from union_xl.model import AddSheet, Area, Edit, Edits, RepeatRows, Style, UnionXlError
from union_xl.model.grid import column_letters

if TYPE_CHECKING:
    from union_xl.figures import FailedRelation

TRACE = "追溯"
MOST_ROWS = 5_000
_EACH = re.compile(r"每([^.．。{}]+)[.．。]")
_HEADING = Style(fill="1F4E78", color="FFFFFF", bold=True)


def fill(click: ButtonContext) -> str:
    """Fill the open template where it stands; nothing is written while a tag is unknown."""
    from union_xl.run import report as command

    ledger = _ledger(click)
    template = _named_copy(click)
    plan = command.planned(ledger, template, office=click.office(), progress=click.progress)
    plan.refuse()
    if not plan.cells:
        raise UnionXlError("这个工作簿里没有 {{…}} 标签，工作台的“填报对应”里也没有写到它，没有填写任何内容")
    grown = {edit.sheet for edit in plan.edits if isinstance(edit, RepeatRows) and edit.times > 1}
    for sheet in sorted(grown):
        if protection(click.writer, sheet)[0]:
            raise UnionXlError(
                f"“{sheet}”受保护，不能插入行，没有填写任何内容；请先在“审阅”里撤销工作表保护再试"
            )
    click.progress("填写", 0, 0)
    done = write(click.writer, plan.edits)
    if grown:
        _stretched(click.writer, plan.edits, template, grown)
    if click.step is not None:
        facts = {
            "ledger": str(ledger),
            "cells": {
                f"{one.sheet}!{one.cell}": _origin(one)
                for one in plan.cells
                if one.code and one.cell.isascii()
            },
            "ends": {sheet: last_row(click, sheet) for sheet in grown},
        }
        click.step = replace(click.step, facts=facts)
    count = sum(one.cell.isascii() for one in plan.cells)  # `页眉` and the like stay as they are
    first = f"已填 {count} 处。选中一个数再点“追溯”，可看它由哪些行得来"
    return "\n".join([first, *done.remarks()])


def _origin(filled: Any) -> list[str]:
    """Which figure a cell holds: code, what it is grouped by (单位, 社区, …), the group."""
    by = _EACH.search(filled.tag)
    return [filled.code, by[1] if by and filled.group else "", filled.group]


def verify(click: ButtonContext) -> str:
    """The relations between indicators that do not hold."""
    from union_xl.run import report as command

    failing = command.checks(_ledger(click), office=click.office())
    if not failing:
        return "审核关系全部相符"
    shown = [f"{number}. {_sentence(one)}" for number, one in enumerate(failing[:15], 1)]
    more = [f"……共 {len(failing)} 条，其余见报表的审核结果"] if len(failing) > 15 else []
    return "\n".join([f"有 {len(failing)} 条审核关系不符，请核对：", *shown, *more])


def summary(click: ButtonContext) -> str:
    """Reports and the half-year summary, into a folder."""
    from union_xl.run import report as command

    ledger = _ledger(click)
    out = click.host.ask_folder(click.app, "报表和总结放到哪个文件夹")
    done = command.report(ledger, out, office=click.office(), progress=click.progress)
    click.outputs += [out, *done.outputs]
    click.host.show(out)
    words = [path.name for path in done.outputs if path.suffix.lower() == ".docx"]
    return (
        f"已生成 {len(done.outputs)} 个文件"
        + (f"，其中总结：{'、'.join(words)}" if words else "")
        + f"。在：{out}"
    )


def trace(click: ButtonContext) -> str:
    """From a figure to its rows, from a row to its figures; listed on a sheet of ours."""
    from union_xl.run import trace as command

    sheet, area = _selected(click)
    names = retry_while_busy(lambda: [one.name for one in click.book.sheets])
    office = click.office()
    if "对账" in names and "来源文件" in names:
        traced = command.trace(click.copy, row=f"{sheet}!{area.top}", office=office)
        about = f"“{sheet}”第 {area.top} 行进了这些数"
    else:
        figure, by, group, ledger = _figure(click, sheet, area)
        if by in ("", "单位"):
            traced = command.trace(ledger, figure=figure, unit=group, office=office)
        else:
            traced = command.trace(ledger, figure=figure, group=(by, group), office=office)
        about = f"{sheet}!{address(area)}“{traced.title}”由这些行得来"
    rows = [dict(row) for row in traced.rows]
    if not rows:
        return f"{about}：没有"
    write(click.writer, (_list(about, rows),))
    retry_while_busy(lambda: click.writer.sheet(TRACE).activate())
    return f"{about}：{len(rows)} 行，列在“{TRACE}”"


def _ledger(click: ButtonContext) -> Path:
    path = click.host.ask_file(click.app, "选择汇总台账.xlsx")
    if not path.exists():
        raise UnionXlError(f"找不到 {path}，请重新选择汇总台账")
    return path


def _named_copy(click: ButtonContext) -> Path:
    """The copy under the template's own name, by which 填报对应 knows it."""
    named = click.scratch / "模板" / str(retry_while_busy(lambda: click.book.name))
    if not named.suffix:
        named = named.with_suffix(".xlsx")
    named.parent.mkdir(exist_ok=True)
    named.write_bytes(click.copy.read_bytes())
    return named


def _stretched(writer: SheetWriter, edits: Edits, template: Path, grown: Set[str]) -> None:
    """Where rows were repeated, formulas below reach as far as they do when the file is filled."""
    from union_xl import xlsx_edit

    layout = xlsx_edit.layout(xlsx_edit.apply(template.read_bytes(), edits))
    for sheet in layout.sheets:
        if sheet.name not in grown or not sheet.formulas:
            continue
        bottom, right = max(row for row, _ in sheet.formulas), max(col for _, col in sheet.formulas)
        block = writer.content(sheet.name, Area(1, 1, bottom, right))
        wrong = {
            place: f"={text.removeprefix('=')}"
            for place, text in sheet.formulas.items()
            if block[place[0] - 1][place[1] - 1] != f"={text.removeprefix('=')}"
        }
        for area in rectangles(wrong):
            rows = range(area.top, area.bottom + 1)
            columns = range(area.left, area.right + 1)
            writer.values(sheet.name, area, [[wrong[row, col] for col in columns] for row in rows])


def _selected(click: ButtonContext) -> tuple[str, Area]:
    chosen = retry_while_busy(lambda: click.app.selection)
    if chosen is None:
        raise UnionXlError("请先选中一个数（报表里）或一行（汇总台账里），再点“追溯”")
    sheet = retry_while_busy(lambda: chosen.sheet.name)
    area = areas_of(retry_while_busy(lambda: chosen.get_address(False, False)))[0]
    return sheet, Area(area.top, area.left, area.top, area.left)


def _figure(click: ButtonContext, sheet: str, area: Area) -> tuple[str, str, str, Path]:
    """Which figure stands in a cell: what 填写报表 noted when it filled this workbook."""
    name = retry_while_busy(lambda: click.book.name)
    for step in undo_log.steps(click.host.home, name):
        cells: Mapping[str, Sequence[str]] = step.facts.get("cells", {})
        found = cells.get(f"{sheet}!{address(area)}")
        if found and not step.undone:
            ledger = Path(str(step.facts.get("ledger", "")))
            return found[0], found[1], found[2], ledger if ledger.exists() else _ledger(click)
    raise UnionXlError(
        f"{sheet}!{address(area)} 不是用“填写报表”填的数。请选中填好的数；"
        "用命令生成的报表，请看同一文件夹里的来源说明"
    )


def _sentence(failing: FailedRelation) -> str:
    """`女会员数 <= 会员数（某某公司）：女会员数 12、会员数 10`"""
    where = f"（{failing.unit}）" if failing.unit else ""
    explained = "，已有说明" if failing.explanation else ""
    return f"{failing.level} {failing.relation}{where}：{failing.words}{explained}"


def _list(about: str, rows: Sequence[Mapping[str, Any]]) -> AddSheet:
    titles = list(dict.fromkeys(title for row in rows for title in row))
    cells = [Edit(TRACE, "A1", about, Style(bold=True))]
    cells += [Edit(TRACE, f"{column_letters(col)}2", title, _HEADING) for col, title in enumerate(titles, 1)]
    for number, row in enumerate(rows[:MOST_ROWS], start=3):
        cells += [
            Edit(TRACE, f"{column_letters(col)}{number}", row[title])
            for col, title in enumerate(titles, 1)
            if row.get(title) not in (None, "")
        ]
    return AddSheet(
        TRACE, tuple(cells), at=0, widths=dict.fromkeys(range(1, len(titles) + 1), 16.0), freeze_row=2
    )
