"""Sheets beside a form: statistics, an index, a filled sample; they are told and never held against it."""

from __future__ import annotations

from collections.abc import Sequence

from union_xl.find.content_signature import class_of
from union_xl.find.surrounding_lines import flat
from union_xl.model import Book, Finding, Grid, Table
from union_xl.model.lazy_pattern import LazyPattern

_COUNTED = LazyPattern(r"统计|汇总|目录|索引|一览|清单|封面|报表说明")
_SAMPLE = LazyPattern(r"^(?:填[写表报])?(?:示例|样例|样表|范例|范本|参考)|(?:示例|样例|样表|范例|范本)$")
_KEYS = ("证件号码", "统一社会信用代码", "单位名称")
_TELLING = frozenset({"id", "mobile", "code"})


def set_side_sheets_aside(
    book: Book, tables: Sequence[Table], findings: Sequence[Finding]
) -> tuple[list[Table], list[Finding]]:
    """The tables without those that only repeat others, and what there is to tell, where a sheet that is no
    form is no fault beside one that is."""
    again = [_repeats(table, tables) for table in tables]
    kept = [table for table, one in zip(tables, again, strict=True) if not one]
    if not kept:
        return list(tables), list(findings)
    all_findings = [*findings]
    for table, one in zip(tables, again, strict=True):
        if one:
            all_findings.append(Finding("T-AGAIN", table.grid.place(), facts={"行数": len(table.body)}))
    if all(one.rule != "T-LIKE" for one in all_findings):
        return kept, all_findings
    sheets = {grid.sheet: grid for grid in book.grids}
    known = {text for table in kept for title in table.where for text in _column(table, title)}
    return kept, [
        _aside(sheets[one.place.sheet])
        if one.rule == "T-LIKE" and _says_nothing_new(sheets[one.place.sheet], known)
        else one
        for one in all_findings
    ]


def _aside(grid: Grid) -> Finding:
    return Finding("T-SHEET", grid.place(), facts={"工作表": grid.sheet})


def _says_nothing_new(grid: Grid, known: set[str]) -> bool:
    """No person, number or code stands here that the book's forms do not have."""
    texts = {flat(cell) for row in grid.rows for cell in row if cell not in (None, "")}
    return not any(text not in known and class_of(text) in _TELLING for text in texts)


def _repeats(table: Table, tables: Sequence[Table]) -> bool:
    """A sample beside the form itself, or a short list of rows that a fuller table has: called 统计, 目录 …,
    or with the same values."""
    others = [
        one for one in tables if one.form == table.form and one.body and one.grid.sheet != table.grid.sheet
    ]
    others = [one for one in others if not _SAMPLE.search(one.grid.sheet)]
    if others and _SAMPLE.search(table.grid.sheet):
        return True
    fuller = [one for one in others if 2 * len(table.where) <= len(one.where)]
    key = next((title for title in _KEYS if title in table.where), "")
    rows = {text: (one, row) for one in fuller for row in one.body for text in [_text(one, row, key)] if text}
    if not table.body or any(_text(table, row, key) not in rows for row in table.body):
        return False
    if _COUNTED.search(f"{table.grid.sheet} {table.above.get('标题', '')}"):
        return True
    return all(_agrees(table, row, *rows[_text(table, row, key)]) for row in table.body)


def _agrees(table: Table, row: int, fuller: Table, there: int) -> bool:
    """Every cell of a row is blank or as the fuller table has it."""
    return all(
        text == _text(fuller, there, title)
        for title in table.where
        if title in fuller.where and (text := _text(table, row, title))
    )


def _text(table: Table, row: int, title: str) -> str:
    col = table.where.get(title, 0)
    return flat(table.grid.at(row, col)) if col else ""


def _column(table: Table, title: str) -> set[str]:
    """The different texts of a column."""
    return {text for row in table.body if (text := _text(table, row, title))}
