"""Findings -> colours, notes and the sheet 问题清单, as Edits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from union_xl.model import (
    ERROR,
    AddSheet,
    Book,
    Change,
    Edit,
    Edits,
    RemoveSheet,
    RunContext,
    Style,
    Submission,
)
from union_xl.model.grid import Grid, Place
from union_xl.model.row_height import row_height
from union_xl.returns.problems import SHEET, Problem, display_rules_of, one_per_cell, problems

NOTE_MARK = "【工会审核】"
RED = Style(fill="FFC7CE")
YELLOW = Style(fill="FFEB9C")
MOST_NOTES = 3_000
"""Beyond this many notes a workbook opens slowly; the remaining cells are coloured and listed."""


@dataclass(frozen=True, slots=True)
class ReceiptHeader:
    """What stands above the list: label -> text, in order (the receipt), and who to ask."""

    title: str = SHEET
    lines: tuple[tuple[str, str], ...] = ()
    closing: str = ""


def marks(
    submission: Submission,
    book: Book | None = None,
    levels: Mapping[str, str] | None = None,
    *,
    context: RunContext | None = None,
    head: ReceiptHeader | None = None,
    sheet: str = SHEET,
    listed: bool = False,
) -> Edits:
    """The Edits that turn a returned workbook into its marked copy.

    Args:
        submission: what checking found.  book: the opened file; needed to name the header cell of a column
            that waits to be confirmed, and to leave out sheets that are not there.
        levels: the office's own level of a rule, {code: 错误|提醒}.
        context: for masking the columns of forms.  head: the receipt above the list.
        sheet: the name of the list's sheet.  listed: the list alone, of a file that cannot be marked.

    Earlier marks of ours are taken away first, so that marks never stack.
    """
    context = context or RunContext()
    worded = problems(
        submission.findings, context.settings.levels if levels is None else levels, display_rules_of(context)
    )
    grids = {grid.sheet: grid for grid in book.grids} if book else {}
    changes: list[Change] = [RemoveSheet(SHEET)]
    if not listed:
        changes += _cells(worded, grids)
        changes += _unconfirmed(submission, grids)
    changes.append(_list(worded, head or ReceiptHeader(), sheet, _LISTED if listed else _MARKED))
    return tuple(changes)


def _cells(worded: Sequence[Problem], grids: Mapping[str, Grid]) -> Iterator[Edit]:
    noted = 0
    cells: dict[Place, list[Problem]] = {}
    for one in worded:
        cells.setdefault(one.place, []).append(one)
    for place, own in cells.items():
        problem = one_per_cell(own)
        if not place.sheet or not place.row or (grids and place.sheet not in grids):
            continue
        cell = place.ref if place.col else f"A{place.row}"
        style = RED if problem.level == ERROR else YELLOW
        noted += 1
        if noted > MOST_NOTES:
            yield Edit(place.sheet, cell, style=style)
        else:
            yield Edit(place.sheet, cell, style=style, note=_note(problem))


def _note(problem: Problem) -> str:
    said = "\n".join(part for part in (problem.what, problem.cure and f"请这样改：{problem.cure}") if part)
    return f"{NOTE_MARK}{problem.level}\n{said}"


def _unconfirmed(submission: Submission, grids: Mapping[str, Grid]) -> Iterator[Edit]:
    """A header whose meaning is only proposed is coloured, and asks."""
    marked = {(f.place.sheet, f.place.row, f.place.col) for f in submission.findings}
    for _, _, sheet, binding in submission.proposals:
        if binding.state != "proposed":  # only the office knows what else it may be
            continue
        row = _header_row(grids.get(sheet), binding.col, binding.header)
        if row and (sheet, row, binding.col) not in marked:
            note = (
                f"{NOTE_MARK}待确认\n这一列的标题“{binding.header}”是否就是“{binding.title}”？"
                f"如果是，请把标题改成“{binding.title}”。"
            )
            yield Edit(sheet, Place("", "", row, binding.col).ref, style=YELLOW, note=note)


def _header_row(grid: Grid | None, col: int, header: str) -> int:
    if grid is None:
        return 0
    last = header.rsplit("_", 1)[-1]
    for row in range(1, min(len(grid.rows), 40) + 1):
        value = grid.at(row, col)
        if isinstance(value, str) and value.strip() and value.strip() in (header, last):
            return row
    return 0


_TITLES = ("序号", "级别", "位置", "列名", "原值", "问题", "怎么改", "处理（已改／情况说明）")
_WIDTHS = {1: 6.0, 2: 7.0, 3: 20.0, 4: 16.0, 5: 22.0, 6: 46.0, 7: 46.0, 8: 24.0}
_HEADING = Style(fill="1F4E78", color="FFFFFF", bold=True, border=True, wrap=True, align="center")
_LABEL = Style(color="595959", bold=True)
_BODY = Style(border=True, wrap=True)


_MARKED = (
    "红色的 {} 处必须改正，黄色的 {} 处请核对。点“位置”可以跳到那个单元格；"
    "改好后请直接把本文件交回，不需要删除本表。"
)
_LISTED = (
    "红色的 {} 处必须改正，黄色的 {} 处请核对。请打开原来的 Word 文件，按“位置”找到那一格"
    "（从上往下数表格和行、从左往右数格），改好后交回 Word 文件；本表不用交回。"
)


def _list(worded: Sequence[Problem], head: ReceiptHeader, sheet: str, says: str) -> AddSheet:
    cells = [Edit(sheet, "A1", head.title, Style(bold=True, size=16, color="1F4E78"))]
    row = 2
    for label, text in head.lines:
        cells.append(Edit(sheet, f"A{row}", label, _LABEL))
        cells.append(Edit(sheet, f"C{row}", text))
        row += 1
    errors = sum(problem.level == ERROR for problem in worded)
    cells.append(
        Edit(
            sheet,
            f"A{row}",
            says.format(errors, len(worded) - errors),
            Style(bold=True),
        )
    )
    row += 1
    cells += [
        Edit(sheet, f"{letter}{row}", title, _HEADING)
        for letter, title in zip("ABCDEFGH", _TITLES, strict=True)
    ]
    top = row
    for number, problem in enumerate(worded, 1):
        cells += _row(sheet, top + number, number, problem)
    last = top + len(worded)
    if head.closing:
        cells.append(Edit(sheet, f"A{last + 2}", head.closing, Style(bold=True)))
    return AddSheet(
        sheet,
        tuple(cells),
        at=0,
        widths=_WIDTHS,
        freeze_row=top,
        filter_area=f"A{top}:H{max(last, top)}",
        heights={1: 28.0, top: 22.0} | {top + n: _height(one) for n, one in enumerate(worded, 1)},
    )


def _row(sheet: str, row: int, number: int, problem: Problem) -> Iterator[Edit]:
    colour = RED.fill if problem.level == ERROR else YELLOW.fill
    yield Edit(sheet, f"A{row}", number, Style(border=True, align="center"))
    yield Edit(sheet, f"B{row}", problem.level, Style(border=True, fill=colour, align="center"))
    link = _link(problem.place)
    shown = problem.place.spot or "整个文件"
    if link:
        yield Edit(
            sheet, f"C{row}", shown, Style(border=True, wrap=True, color="0563C1", underline=True), link=link
        )
    else:
        yield Edit(sheet, f"C{row}", shown, _BODY)
    texts = (problem.column, problem.shown, problem.what, problem.cure, "")
    for letter, text in zip("DEFGH", texts, strict=True):
        yield Edit(sheet, f"{letter}{row}", text or None, _BODY)


def _height(problem: Problem) -> float:
    texts = {4: problem.column, 5: problem.shown, 6: problem.what, 7: problem.cure}
    return row_height((text, _WIDTHS[col]) for col, text in texts.items())


def _link(place: Place) -> str:
    """`'会员登记表'!E17`; '' for the whole file."""
    if not place.sheet or place.in_word:
        return ""
    quoted = place.sheet.replace("'", "''")
    ref = place.ref
    if not place.row:
        ref = f"{ref or 'A'}1"
    elif not place.col:
        ref = f"A{place.row}"
    return f"'{quoted}'!{ref}"
