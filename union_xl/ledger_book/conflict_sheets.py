"""The sheets a clerk decides on besides 问题清单: 重复与冲突 and 列对应."""

from __future__ import annotations

from typing import Any

from union_xl import findings as catalogue
from union_xl import ledgers
from union_xl.ledger_book.choices import pair_words
from union_xl.ledger_book.sheets import (
    BINDING_TITLES,
    BINDING_WORDS,
    TWICE_TITLES,
    SheetContent,
    sheet_of_rows,
)
from union_xl.model import Ledger, RunContext
from union_xl.model.grid import as_said, column_letters
from union_xl.model.sheet_names import COLUMNS, DUPLICATES, HANDLE


def duplicate_sheet(ledger: Ledger, context: RunContext) -> SheetContent:
    """重复与冲突: both sides of each pair, and which one counts."""
    short = {form.slug: form.short for form in ledgers.forms_of(context)}
    held = {(book, row.sheet, row.row) for book, _, _, row in ledger.held}
    rows = []
    for one in ledger.conflicts:
        left, right = dict(one.left), dict(one.right)
        tag, counted = left.pop("标识", None), left.pop("现按", None)
        left_unit, right_unit = left.pop("单位", None), right.pop("单位", None)
        differing = [
            title for title in {**left, **right} if as_said(left.get(title)) != as_said(right.get(title))
        ]
        unlike = "；".join(
            f"{t}：{as_said(left.get(t)) or '空'} ／ {as_said(right.get(t)) or '空'}" for t in differing
        )
        here, there = one.left_place, one.right_place
        rows.append(
            (
                catalogue.title(one.kind), short.get(one.form, one.form), tag, left_unit, right_unit,
                unlike or "内容相同",
                here.book, here.sheet, here.row or None, there.book, there.sheet, there.row or None,
                counted, one.kind, one.verdict or None,
            )
        )  # fmt: skip
    return sheet_of_rows(
        DUPLICATES,
        TWICE_TITLES,
        rows,
        widths={
            "类型": 20,
            "标识": 26,
            "甲单位": 24,
            "乙单位": 24,
            "不同之处": 56,
            "甲文件": 28,
            "乙文件": 28,
            HANDLE: 14,
        },
        choices={HANDLE: [pair_words(one, held) for one in ledger.conflicts]},
        formats={"标识": "@", "甲文件": "@", "乙文件": "@"},
    )


def binding_sheet(ledger: Ledger, context: RunContext) -> SheetContent:
    """列对应: columns we think we know; a 确认 here counts for every file with the same header."""
    short = {form.slug: form.short for form in ledgers.forms_of(context)}
    rows: dict[tuple[str, str, str], tuple[Any, ...]] = {}
    for form, fingerprint, book, sheet, binding in ledger.proposals:
        key = (form, fingerprint, binding.header)
        verdict = ledger.handled.get((fingerprint, form, binding.header))
        rows.setdefault(
            key,
            (
                short.get(form, form), book, sheet, column_letters(binding.col), binding.header,
                binding.title or None,
                round(binding.score, 2), binding.why, fingerprint, verdict,
            ),
        )  # fmt: skip
    for (form, fingerprint), bound in ledger.confirmed.items():
        for header, title in bound.items():
            word = BINDING_WORDS[0] if title else BINDING_WORDS[1]
            decided = (short.get(form, form), None, None, None, header, title or None, None, "经办人已决定")
            rows.setdefault((form, fingerprint, header), (*decided, fingerprint, word))
    # What we propose first, then what we do not know; there the clerk may type the standard title.
    listed = sorted(rows.values(), key=lambda line: line[5] is None)
    return sheet_of_rows(
        COLUMNS,
        BINDING_TITLES,
        listed,
        widths={"文件": 30, "原列名": 22, "建议列名": 22, "依据": 36, "指纹": 18, HANDLE: 12},
        picks={HANDLE: BINDING_WORDS},
        formats={"文件": "@", "指纹": "@"},
    )
