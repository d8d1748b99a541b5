"""The sheets that account for units and files: 概览, 报送情况, 来源文件, 对账, 审核说明."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from union_xl import findings as catalogue
from union_xl import ledgers
from union_xl.ledger_book.sheets import (
    ACCOUNT_TITLES,
    EXPLAINED_TITLES,
    FILE_TITLES,
    IN_FORCE,
    SheetContent,
    level_counts,
    sheet_of_rows,
)
from union_xl.merge.reporting_status import HEADINGS, UnitStatus
from union_xl.model import Ledger, Receipt, RunContext
from union_xl.model.ledger import DueLine
from union_xl.model.sheet_names import ACCOUNTS, EXPLAINED, FILES, FINDINGS, HELD, OVERVIEW, STATUS


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


TITLES = ("项目", "说明", "去看")
NAMED = 10
"""So many units, or decisions, are named; the others are counted."""

Row = tuple[str, str, str]


def overview_sheet(
    ledger: Ledger, lines: Sequence[UnitStatus], context: RunContext, due: Sequence[DueLine] = ()
) -> SheetContent:
    """The first sheet of the ledger."""
    rows = [*_came_in(ledger, context), *_accounts(ledger, context), *_due(lines), *_expiring(due)]
    rows += _decided(ledger)
    links = {(number, 3): f"'{sheet}'!A1" for number, (_, _, sheet) in enumerate(rows, 2) if sheet}
    return sheet_of_rows(OVERVIEW, TITLES, rows, widths={"项目": 16, "说明": 90, "去看": 14}, links=links)


def decisions_line(ledger: Ledger) -> str:
    """One line on the clerk's decisions and edits: how many were honoured, which were not ('' for none)."""
    if not ledger.decided:
        return ""
    failed = [one for one in ledger.decided if one.why_not]
    good = f"经办人的决定和修改共 {len(ledger.decided)} 项，照办 {len(ledger.decided) - len(failed)} 项"
    if not failed:
        return good
    sentences = "；".join(f"{one.sheet}：{one.about}“{one.words}”，{one.why_not}" for one in failed[:NAMED])
    more = f"；另有 {len(failed) - NAMED} 项" if len(failed) > NAMED else ""
    return f"{good}，未能照办 {len(failed)} 项（{sentences}{more}）"


def _came_in(ledger: Ledger, context: RunContext) -> list[Row]:
    fates: dict[str, str] = {}
    for one in ledger.receipts:
        fates.setdefault(one.book, one.fate)
    counts = "，".join(f"{fate} {count} 个" for fate, count in Counter(fates.values()).items())
    period = [("统计期间", context.period.words, "")] if context.period else []
    return [*period, ("收到文件", f"{len(fates)} 个：{counts}", FILES)]


def _accounts(ledger: Ledger, context: RunContext) -> list[Row]:
    rows: list[Row] = []
    for form in ledgers.forms_of(context):
        mine = [one for one in ledger.receipts if one.form == form.slug]
        if mine:
            read, kept, joined, held = (
                sum(getattr(one, name) for one in mine) for name in ("read", "kept", "joined", "held")
            )
            said = f"读入 {read} 行 = 保留 {kept} + 合并 {joined} + 暂缓 {held}"
            if form.restricted and not _has(ledger, form.slug):
                rows.append((form.short, f"{said}（限阅：行和问题见 汇总台账·限阅.xlsx）", ""))
                continue
            rows.append((form.short, said, HELD if held else ACCOUNTS))
    levels = level_counts(ledger.findings, context)
    rows.append(("问题", f"错误 {levels['错误']} 处，提醒 {levels['提醒']} 处", FINDINGS))
    return rows


def _has(ledger: Ledger, slug: str) -> bool:
    """Whether the ledger itself has rows of a form, not only the accounts of them."""
    return slug in ledger.kept or any(form == slug for _, _, form, _ in ledger.held)


def _due(lines: Sequence[UnitStatus]) -> list[Row]:
    missing = list(dict.fromkeys(line.unit for line in lines if line.status == "未报"))
    if not missing:
        return []
    more = f" 等 {len(missing)} 家" if len(missing) > NAMED else ""
    return [("未报", f"{len(missing)} 家还有表未报：{'、'.join(missing[:NAMED])}{more}", STATUS)]


def _expiring(due: Sequence[DueLine]) -> list[Row]:
    """One line for each matter that is due: how many, how many are over, the next."""
    matters: dict[tuple[str, str], list[DueLine]] = {}
    for line in due:
        matters.setdefault((line.what, line.ledger if line.rows else ""), []).append(line)
    rows: list[Row] = []
    for (what, ledger), own in matters.items():
        over = sum(one.rows or 1 for one in own if one.left < 0)
        count = sum(one.rows or 1 for one in own)
        soon = [one for one in own if one.left >= 0]
        whose = (
            one.whose if one.rows else one.ledger for one in soon or own
        )  # no rows: the ledger itself is due
        names = list(dict.fromkeys(filter(None, whose)))
        text = f"{count} 项" + (f"，其中 {over} 项已过期" if over else "")
        text += f"；最近 {soon[0].day.isoformat()}" if soon else ""
        text += f"：{'、'.join(names[:3])}{' 等' if len(names) > 3 else ''}" if names else ""
        rows.append((what, text, ledger if "、" not in ledger and own[0].row else ""))
    return rows


def _decided(ledger: Ledger) -> list[Row]:
    said = decisions_line(ledger)
    accepted = sum(line.get("右值") == IN_FORCE for line in ledger.explanations)
    rows: list[Row] = [("按例外收下", f"{accepted} 行", EXPLAINED)] if accepted else []
    if said:
        rows.append(("经办人的决定", said, HELD if ledger.held else FINDINGS))
    return rows
