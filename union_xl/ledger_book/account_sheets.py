"""The sheets that account for units and files: 报送情况, 来源文件, 对账, 审核说明."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from union_xl import findings as catalogue
from union_xl import ledgers
from union_xl.ledger_book.sheets import (
    ACCOUNT_TITLES,
    EXPLAINED_TITLES,
    FILE_TITLES,
    SheetContent,
    sheet_of_rows,
)
from union_xl.merge.reporting_status import HEADINGS, UnitStatus
from union_xl.model import Ledger, Receipt, RunContext
from union_xl.model.sheet_names import ACCOUNTS, EXPLAINED, FILES, STATUS


def status_sheet(lines: Sequence[UnitStatus]) -> SheetContent:
    """报送情况: one row per unit and form."""
    return sheet_of_rows(
        STATUS,
        HEADINGS,
        [line.cells() for line in lines],
        widths={"单位": 30, "社区": 14, "表": 12, "收到日期": 12, "联系电话": 14, "文件": 50},
        picks={"盖章件": ("是", "否")},
        formats={"联系电话": "@", "收到日期": "yyyy-mm-dd", "文件": "@"},
    )


def file_sheet(ledger: Ledger, context: RunContext) -> SheetContent:
    """来源文件: what became of every file, with the reason."""
    short = {form.slug: form.short for form in ledgers.forms_of(context)}
    rows = [
        (
            one.book, one.unit or None, short.get(one.form, one.form) or None, one.fate, reason(one) or None,
            one.read, one.kept, one.joined, one.held, one.sha256,
        )
        for one in ledger.receipts
    ]  # fmt: skip
    return sheet_of_rows(
        FILES,
        FILE_TITLES,
        rows,
        widths={"文件": 44, "单位": 30, "表": 12, "去向": 10, "原因": 40, "sha256": 12},
        formats={"文件": "@", "sha256": "@"},
    )


def reason(receipt: Receipt) -> str:
    """Why a file has its 去向, in words."""
    if not receipt.reason:
        return "零报告" if receipt.zero else ""
    text = catalogue.title(receipt.reason)
    return f"{text}：{receipt.detail}" if receipt.detail else text


def balance_sheet(ledger: Ledger, context: RunContext) -> SheetContent:
    """对账: per file and form, read = kept + joined + held, and a total per form; then the ledgers of other
    periods that were looked at, whose rows are no part of the accounts."""
    short = {form.slug: form.short for form in ledgers.forms_of(context)}
    rows: list[tuple[Any, ...]] = []
    for slug, name in short.items():
        mine = [one for one in ledger.receipts if one.form == slug]
        rows += [(name, one.book, one.unit or None, *_counts([one])) for one in mine]
        if mine:
            rows.append((name, "合计", None, *_counts(mine)))
    for one in ledger.past:
        words = f"往期（{one.period or '没有写明期间'}），只供核对"
        for slug, count in one.rows.items():
            rows.append((short.get(slug, slug), one.book, f"{words}，{count} 行", *[None] * 5))
    return sheet_of_rows(
        ACCOUNTS, ACCOUNT_TITLES, rows, widths={"表": 12, "文件": 44, "单位": 30}, formats={"文件": "@"}
    )


def _counts(receipts: Sequence[Receipt]) -> tuple[int, ...]:
    read, kept = sum(r.read for r in receipts), sum(r.kept for r in receipts)
    joined, held = sum(r.joined for r in receipts), sum(r.held for r in receipts)
    return read, kept, joined, held, read - kept - joined - held


def explanation_sheet(ledger: Ledger) -> SheetContent:
    """审核说明: what the clerk explains about cross-checks that fail; carried from run to run as it is."""
    rows = [[one.get(title) for title in EXPLAINED_TITLES] for one in ledger.explanations]
    return sheet_of_rows(
        EXPLAINED,
        EXPLAINED_TITLES,
        rows,
        widths={"单位": 26, "说明": 50, "日期": 12, "标识": 26, "规则": 14, "文件": 28},
    )
