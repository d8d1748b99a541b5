"""What the clerk decided in an earlier ledger, read from its helper sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from union_xl import forms
from union_xl.core.ledger import FILE, ROW, SHEET
from union_xl.forms import Form
from union_xl.ledgerbook.pages import HANDLE, decision_key
from union_xl.ledgerbook.reading import Helper, LedgerIn
from union_xl.merge import BY_CLERK, Verdict
from union_xl.merge.base import CONFIRMED, WORDS, PlaceKey

if TYPE_CHECKING:
    pass


def cells(sheet: Helper, *titles: str) -> Iterable[tuple[Any, ...]]:
    """The rows of a helper sheet as tuples of these titles; None where there is no such column."""
    blank = [None] * len(next(iter(sheet.values()), ()))
    return zip(*(sheet.get(title, blank) for title in titles), strict=True)


def place_of(book: Any, sheet: Any, row: Any) -> PlaceKey | None:
    """Where a row comes from; None where that cannot be told."""
    try:
        return (str(book), str(sheet or ""), int(row)) if book is not None and row is not None else None
    except (TypeError, ValueError):
        return None


def wanted(now: LedgerIn) -> Iterable[PlaceKey]:
    """The held rows the clerk wants kept after all."""
    for words, *values in cells(now.held, HANDLE, FILE, SHEET, ROW):
        place = place_of(*values)
        if place is not None and str(words or "").strip() in CONFIRMED:
            yield place
    for column, why, book, sheet, cell in cells(now.mends, "列名", "原因", "文件", "工作表", "单元格"):
        if column == WORDS and why == BY_CLERK and str(cell or "").isdigit():
            yield str(book), str(sheet or ""), int(cell)


def verdicts(now: LedgerIn, known: Sequence[type[Form]]) -> dict[tuple[str, ...], Verdict]:
    """What the clerk decided on lines of 重复与冲突."""
    slugs = {form.short: form.slug for form in known}
    made: dict[tuple[str, ...], Verdict] = {}
    for short, tag, left, right, here, there, words in cells(
        now.conflicts, "表", "标识", "甲单位", "乙单位", "甲文件", "乙文件", HANDLE
    ):
        if not words or not str(words).strip():
            continue
        sides = (str(left or ""), str(right or ""))
        verdict = Verdict(str(words).strip(), (sides[0], str(here or "")), (sides[1], str(there or "")))
        made[slugs.get(str(short), str(short)), str(tag or ""), *sorted(sides)] = verdict
    return made


def handled(now: LedgerIn, known: Sequence[type[Form]]) -> dict[tuple[str, str, str], str]:
    """What the clerk wrote under 处理: of 问题清单 by `decision_key`, of 暂缓 by (file, sheet, #row)."""
    made = {}
    for book, sheet, cell, codes, words in cells(now.findings, "文件", "工作表", "单元格", "规则", HANDLE):
        for code in str(codes or "").split("、") if words is not None else ():
            key = decision_key(str(book or ""), str(sheet or ""), str(cell or ""), code)
            made[key] = str(words).strip()
    for words, *values in cells(now.held, HANDLE, FILE, SHEET, ROW):
        place = place_of(*values)
        if place is not None and words is not None:
            made[place[0], place[1], f"#{place[2]}"] = str(words).strip()
    slugs = {form.short: form.slug for form in known}
    for short, header, mark, words in cells(now.proposals, "表", "原列名", "指纹", HANDLE):
        if words is not None:
            made[str(mark or ""), slugs.get(str(short), str(short)), str(header or "")] = str(words).strip()
    return made


def confirmed(now: LedgerIn, known: Sequence[type[Form]]) -> dict[tuple[str, str], dict[str, str]]:
    """Confirmed bindings of 列对应: {(form, fingerprint): {header: title}}; 不是 and 忽略 bind to nothing.

    The clerk may also choose another standard title: in 建议列名 with 确认, or by writing it into 处理."""
    by_name = {form.short: form for form in known}
    made: dict[tuple[str, str], dict[str, str]] = {}
    for short, header, title, mark, words in cells(now.proposals, "表", "原列名", "建议列名", "指纹", HANDLE):
        form, word = by_name.get(str(short)), str(words or "").strip()
        titles = {column.title for column in forms.columns(form)} if form else set()
        wanted = str(title or "").strip() if word == "确认" else word if word in titles else ""
        if mark and (word in ("不是", "忽略") or (form and wanted in titles)):
            slug = form.slug if form else str(short)
            made.setdefault((slug, str(mark)), {})[str(header or "")] = wanted
    return made


def noted(now: LedgerIn, title: str, made_of: Callable[[Any], Any]) -> dict[tuple[str, str], Any]:
    """What the clerk noted in 报送情况, {(unit, short title): value}."""
    return {
        (str(unit), str(short)): made_of(value)
        for unit, short, value in cells(now.standing, "单位", "表", title)
        if value not in (None, "") and unit
    }
