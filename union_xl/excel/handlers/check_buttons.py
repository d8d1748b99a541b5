"""校验本表, 清除标记, 采纳建议."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from union_xl import findings as catalogue
from union_xl import ledgers, returns
from union_xl.excel import own_marks
from union_xl.excel.areas import areas_of, position
from union_xl.excel.button_frame import ButtonContext
from union_xl.excel.com_retry import retry_while_busy
from union_xl.excel.edits import write
from union_xl.model import (
    ERROR,
    KEEP,
    AddSheet,
    Book,
    Edit,
    Finding,
    Grid,
    Raw,
    RunContext,
    Source,
    Style,
    Submission,
    UnionXlError,
)
from union_xl.run.check import check_single_file
from union_xl.run.context import run_context
from union_xl.run.workers import read_return

_SEALED = frozenset({"F-PASSWORD", "F-OLE", "F-UNKNOWN", "F-TEXT", "F-CORRUPT"})
"""How a copy reads that rights management or a firm's disk encryption has sealed."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")


def check(click: ButtonContext) -> str:
    """Mark every problem of the open workbook; the same findings as `union-xl check` on the saved file.

    The copy kept for undoing is what is read: it holds what no single read of a live range tells
    (merges, hidden rows, error cells), and a file and an open workbook cannot be judged differently.
    """
    submission, context, book = checked(click)
    if submission.fate != "采用" and not submission.parts:
        reasons = [finding for finding in submission.findings if finding.rule == submission.reason]
        why = catalogue.say(reasons[0]) if reasons else catalogue.title(submission.reason)
        raise UnionXlError(f"这个工作簿没有可以校验的表：{why}。请打开报表再点“校验本表”")
    click.progress("标记", 0, 0)
    own_marks.remove_marks(click.writer)
    sheet = own_marks.free_name(click.writer)
    edits = returns.marks(submission, book, context=context, sheet=sheet)
    since = len(click.writer.undo)
    if not submission.findings and not submission.proposals:
        edits = [edit for edit in edits if not isinstance(edit, AddSheet)]
    done = write(click.writer, edits)
    own_marks.record_marks(click.writer, since)
    return "\n".join([_found(submission, context, sheet), *done.remarks()])


def clear(click: ButtonContext) -> str:
    """Take away what 校验本表 (or the marked copy) put on."""
    cells = own_marks.remove_marks(click.writer)
    return f"已清除 {cells} 处标记，单位自己的颜色和批注没有动" if cells else "没有本程序加的标记，什么也没改"


def accept(click: ButtonContext) -> str:
    """Write the one likely correction into each selected cell, and take its mark away."""
    chosen = retry_while_busy(lambda: click.app.selection)
    if chosen is None:
        raise UnionXlError("请先选中要采纳建议的单元格，再点“采纳建议”")
    sheet = retry_while_busy(lambda: chosen.sheet.name)
    areas = areas_of(retry_while_busy(lambda: chosen.get_address(False, False)))
    submission, context, _ = checked(click)
    here = [
        finding
        for finding in submission.findings
        if finding.place.sheet == sheet
        and any(
            area.top <= finding.place.row <= area.bottom and area.left <= finding.place.col <= area.right
            for area in areas
        )
    ]
    offered = _offered(here)
    edits = [
        Edit(sheet, cell, *_as_value(title, value, context, submission))
        for cell, (title, value) in offered.items()
    ]
    if not edits:
        why = "有几种可能，请自己改" if any(one.suggestions for one in here) else "没有建议"
        raise UnionXlError(f"选中的单元格{why if here else '没有问题'}；没有改动任何内容")
    done = write(click.writer, edits)
    if done.unwritten:
        raise UnionXlError("；".join(done.remarks()))
    own_marks.mark_solved(click.writer, sheet, [position(cell) for cell in offered])
    left = len({finding.place for finding in here}) - len(offered)
    return f"已采纳 {len(offered)} 处建议" + (f"，另有 {left} 处没有唯一的建议，请自己改" if left else "")


def checked(click: ButtonContext) -> tuple[Submission, RunContext, Book | None]:
    """The open workbook read and checked as a file, with the open 工作台 when there is one.

    Where the copy cannot be opened outside Excel, the live cells are checked.  The Book comes with it where
    a column waits to be confirmed and its header must be found.
    """
    office = click.office()
    context = run_context(office=office)
    name = retry_while_busy(lambda: click.book.name)
    click.progress("校验", 0, 0)
    source = Source(name, click.copy)
    submission = read_return.safe_submission(source, context)
    if submission.reason in _SEALED:
        book = book_of(click.book)
        return check_single_file(read_return.of_book(book, context), context)[0], context, book
    submission, _ = check_single_file(submission, context)
    if not submission.proposals:
        return submission, context, None
    from union_xl import readers

    return submission, context, readers.open_book(source, context)


def _found(submission: Submission, context: RunContext, sheet: str) -> str:
    count = Counter(catalogue.level(one.rule, context.settings.levels) for one in submission.findings)
    read = "、".join(
        f"{ledgers.form(part.form, context.declared).short} {part.read} 行" for part in submission.parts
    )
    if not submission.findings and not submission.proposals:
        return f"没有发现问题（{read}）" if read else "没有发现问题"
    said = f"错误 {count[ERROR]} 处（红色，要改），提醒 {count['提醒']} 处（黄色，请核对）"
    asked = sum(one.state != "whole" for *_, one in submission.proposals)
    waiting = f"，待确认的列 {asked} 个" if asked else ""
    return f"{said}{waiting}；共读 {read or '0 行'}。全部列在“{sheet}”，点“位置”可跳到单元格"


def _offered(findings: Sequence[Finding]) -> dict[str, tuple[str, str]]:
    """{cell: (column, value)} where exactly one correction is likely."""
    likely: dict[str, dict[str, str]] = {}
    for finding in findings:
        if finding.place.row and finding.place.col:
            for one in finding.suggestions:
                likely.setdefault(finding.place.ref, {})[one.value] = finding.column
    return {
        cell: (next(iter(values.values())), next(iter(values)))
        for cell, values in likely.items()
        if len(values) == 1
    }


def _as_value(title: str, text: str, context: RunContext, submission: Submission) -> tuple[Any, Any]:
    """A suggestion as the cell should hold it: a day as a date, a number where the column counts."""
    if _DAY.match(text):
        return dt.datetime.fromisoformat(text), Style(number_format="yyyy-mm-dd")
    kinds: Mapping[str, Any] = {
        column.title: column.kind
        for part in submission.parts
        for column in ledgers.form(part.form, context.declared).columns
    }
    kind = kinds.get(title)
    if kind is not None and not kind.text and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text), KEEP
    return text, KEEP


_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"})


def book_of(book: Any) -> Book:
    """An open xlwings Book -> its cells, one read per sheet, each from A1: a workbook under rights management
    or a firm's disk encryption is readable in Excel, its saved copy is not.  Merged areas, hidden rows and
    struck-through text are left out: one read of a whole range does not tell them."""
    name = str(retry_while_busy(lambda: book.name))
    sheets = retry_while_busy(lambda: list(book.sheets))
    return Book(name, "", "excel", tuple(_grid(name, sheet) for sheet in sheets))


def _grid(book: str, sheet: Any) -> Grid:
    used = retry_while_busy(lambda: sheet.used_range)
    bottom, right = used.row + used.shape[0] - 1, used.column + used.shape[1] - 1
    cells = retry_while_busy(lambda: sheet.range((1, 1), (max(bottom, 1), max(right, 1))))
    block = retry_while_busy(lambda: cells.options(ndim=2, err_to_str=True).value)
    rows: Sequence[Sequence[Raw]] = [[_plain(value) for value in row] for row in block]
    errors = {
        (row, col): value
        for row, line in enumerate(block, 1)
        for col, value in enumerate(line, 1)
        if isinstance(value, str) and value in _ERRORS
    }
    shown = bool(retry_while_busy(lambda: sheet.visible))
    return Grid(book, str(retry_while_busy(lambda: sheet.name)), rows, visible=shown, errors=errors)


def _plain(value: Any) -> Raw:
    """A value as a file would give it: Excel tells every day with a time, whole days at midnight."""
    if isinstance(value, dt.datetime):
        value = value.replace(tzinfo=None)
        day: Raw = value.date() if value.time() == dt.time() else value
        return day
    raw: Raw = value
    return raw
