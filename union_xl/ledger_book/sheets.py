"""The sheets of the ledger workbook as values: titles, columns, and what the clerk may pick."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from union_xl import findings as catalogue
from union_xl import ledgers
from union_xl.ledger_book.choices import finding_words
from union_xl.ledgers.form import Form
from union_xl.merge.clerk_state import decision_key
from union_xl.merge.reporting_status import unit_in_name
from union_xl.model import ERROR, Finding, Ledger, Receipt, RunContext
from union_xl.model.periods import day_of_number
from union_xl.model.rows import NORMAL, PENDING, PLACE_TITLES, SOURCE_FORMATS, SOURCE_TITLES, STATE, Rows
from union_xl.model.sheet_names import (
    CORRECTIONS,
    FINDINGS,
    HANDLE,
    REASON,
)

BINDING_WORDS = ("确认", "忽略")
STATES = (NORMAL, PENDING)

HELD_DECISION = (HANDLE, "原因", "说明", REASON)
HELD_ENDING = (*HELD_DECISION, *PLACE_TITLES)
"""Columns of 暂缓 that are no ledger's, wherever they stand (at its end, in ledgers up to 0.3.0)."""
FINDING_TITLES = (
    "级别",
    "规则",
    "单位",
    "文件",
    "工作表",
    "单元格",
    "列名",
    "原值",
    "说明",
    "建议",
    HANDLE,
)
MEND_TITLES = ("表", "单位", "文件", "工作表", "单元格", "列名", "原值", "新值", "原因", "行数")
TWICE_TITLES = (
    "类型",
    "表",
    "标识",
    "甲单位",
    "乙单位",
    "不同之处",
    "甲文件",
    "甲工作表",
    "甲行",
    "乙文件",
    "乙工作表",
    "乙行",
    "现按",
    "规则",
    HANDLE,
)
BINDING_TITLES = ("表", "文件", "工作表", "列", "原列名", "建议列名", "把握", "依据", "指纹", HANDLE)
FILE_TITLES = ("文件", "单位", "表", "去向", "原因", "行数", "保留", "合并", "暂缓", "sha256")
IN_FORCE = "已收下"
"""右值 of an exception in 审核说明 that a row was kept by."""
EXCUSED_AT = ("文件", "工作表", "行")
EXPLAINED_TITLES = (
    "编号",
    "单位",
    "左值",
    "右值",
    "说明",
    "说明人",
    "日期",
    "表",
    "标识",
    "规则",
    *EXCUSED_AT,
)
ACCOUNT_TITLES = ("表", "文件", "单位", "读入", "保留", "合并", "暂缓", "差额")


WRAPPED = frozenset({"说明", "建议", "不同之处", "原因", "依据", "文件"})
Tint = tuple[tuple[int, ...], str, str]
"""Columns (0-based), the condition as it reads in row 2, and what a row that fulfils it looks like there."""


@dataclass
class SheetContent:
    """One sheet: its name, titles and whole columns of values; widths in characters by title.

    A sheet of a form has `rows` in place of columns.  `picks` are drop-downs by title, `text` the titles
    written as text, `choices` drop-downs of their own for each row, `links` (row, column) -> place in the
    book, `tints` colours by condition, `wrapped` the titles whose texts stand on several lines.
    """

    name: str
    titles: tuple[str, ...]
    columns: list[Sequence[Any]]
    widths: Mapping[str, float] = field(default_factory=dict)
    picks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    rows: Rows | None = None
    choices: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    tints: Sequence[Tint] = ()
    wrapped: Set[str] = WRAPPED

    def __len__(self) -> int:
        if self.rows is not None:
            return len(self.rows)
        return len(self.columns[0]) if self.columns else 0


def sheet_of_rows(
    name: str, titles: Sequence[str], rows: Sequence[Sequence[Any]], **more: Any
) -> SheetContent:
    """A page from rows."""
    columns: list[Sequence[Any]] = [list(column) for column in zip(*rows, strict=True)] if rows else []
    return SheetContent(name, tuple(titles), columns or [[] for _ in titles], **more)


def level_counts(findings: Iterable[Finding], context: RunContext) -> Counter[str]:
    """How many findings of each level."""
    return Counter(catalogue.level(one.rule, context.settings.levels) for one in findings)


def finding_sheet(
    ledger: Ledger, context: RunContext, places: Mapping[tuple[str, str, int], str]
) -> SheetContent:
    """问题清单: one row per rule and cell, by file and unit, those with errors first, errors first in each;
    `places`: where each row stands in this book."""
    levels = context.settings.levels
    units = _senders(ledger)
    days = {
        (slug, one.title)
        for form in ledgers.forms_of(context)
        for one in form.columns
        for slug in (form.slug, "")  # not every finding says of which ledger it is
        if "y" in one.kind.number_format
    }
    groups: dict[tuple[Any, ...], list[Finding]] = {}
    for finding in (*_by_file(ledger.findings, levels), *ledger.closed):
        groups.setdefault(finding.line, []).append(finding)
    rows, links, choices = [], {}, []
    for number, group in enumerate(groups.values(), 2):
        more, first = len(group) > 1, group[0]
        book, sheet, ref = first.place.book, first.place.sheet, first.place.ref
        choices.append(finding_words(first, catalogue.level(first.rule, levels), ledger))
        rows.append(
            (
                catalogue.level(first.rule, levels),
                first.rule,
                first.unit or units.get(book) or unit_in_name(book, context) or None,
                book,
                sheet or None,
                ref or None,
                first.column or None,
                (day_of_number(first.seen) if (first.form, first.column) in days else None) or first.seen,
                _once(map(catalogue.say, group)) if more else catalogue.say(first),
                _once(map(catalogue.advice, group)) if more else catalogue.advice(first),
                ledger.handled.get(decision_key(book, sheet, ref or first.column, first.rule)),
            )
        )
        where = places.get(first.place.record)
        if where and first.place.row:
            links[number, 6] = where
    return sheet_of_rows(
        FINDINGS,
        FINDING_TITLES,
        rows,
        widths={
            "级别": 7, "规则": 14, "单位": 26, "文件": 40, "工作表": 14, "单元格": 9, "列名": 14, "原值": 20,
            "说明": 52, "建议": 46, HANDLE: 14,
        },
        choices={HANDLE: choices},
        formats={"原值": "@", "单元格": "@", "文件": "@"},
        links=links,
    )  # fmt: skip


def _by_file(findings: Sequence[Finding], levels: Mapping[str, str]) -> list[Finding]:
    """Findings by file and unit, both with errors before those without, in each the errors first."""
    errors = [one for one in findings if catalogue.level(one.rule, levels) == ERROR]
    first: dict[tuple[str, str], int] = {}
    for number, one in enumerate(sorted(findings, key=_cell)):
        first.setdefault((one.place.book, one.unit), number)
    grave: set[Any] = {one.place.book for one in errors} | {(one.place.book, one.unit) for one in errors}

    def order(one: Finding) -> tuple[Any, ...]:
        book, level = one.place.book, catalogue.level(one.rule, levels)
        mine = (book, one.unit)
        return book not in grave, book, mine not in grave, first[mine], level != ERROR, _cell(one)

    return sorted(findings, key=order)


def _cell(one: Finding) -> tuple[str, str, int, int]:
    return one.place.book, one.place.sheet, one.place.row, one.place.col


def _once(texts: Iterable[str]) -> str:
    """The texts, each once, blank ones left out."""
    return "；".join(filter(None, dict.fromkeys(texts)))


def _senders(ledger: Ledger) -> dict[str, str]:
    """{file: the unit that all its receipts name}; whom one sheet of an office's own book speaks of sent none
    of the others."""
    named: dict[str, set[str]] = {}
    for one in ledger.receipts:
        named.setdefault(one.book, set()).add(one.unit)
    return {book: units.pop() for book, units in named.items() if len(units) == 1}


def correction_sheet(ledger: Ledger, context: RunContext) -> SheetContent:
    """修正记录: what tidying and the clerk changed."""
    short = {form.slug: form.short for form in ledgers.forms_of(context)}
    homes: dict[str, Receipt] = {}
    for receipt in ledger.receipts:
        homes.setdefault(receipt.book, receipt)
    rows = []
    for correction in ledger.corrections:
        home, place = homes.get(correction.place.book), correction.place
        rows.append(
            (
                short.get(correction.form or (home.form if home else "")),
                correction.unit or (home.unit if home else None),
                place.book,
                place.sheet or None,
                place.ref or None,
                correction.column,
                correction.before,
                correction.after,
                correction.why,
                correction.count,
            )
        )
    return sheet_of_rows(
        CORRECTIONS,
        MEND_TITLES,
        rows,
        widths={"单位": 26, "文件": 40, "列名": 14, "原值": 24, "新值": 24, "原因": 30},
        formats={"原值": "@", "新值": "@", "文件": "@"},
    )


def form_sheet(form: Form, ledger: Ledger) -> SheetContent:
    """The kept rows of one form: its standard titles, then 台账状态 and where each row comes from."""
    columns = {column.title: column for column in form.columns}
    titles = (*columns, *SOURCE_TITLES)
    widths = {title: one.width or one.kind.width for title, one in columns.items()}
    return SheetContent(
        form.short,
        titles,
        [],
        widths | {STATE: 10, "来源文件": 40, "来源工作表": 14, "来源行": 8},
        {STATE: STATES}
        | {t: one.kind.choices for t, one in columns.items() if 0 < len(one.kind.choices) <= 30},
        ledgers.cell_formats(form) | SOURCE_FORMATS,
        rows=ledger.kept[form.slug],
    )
