"""暂缓: every held row whole, why it is held, and what can be decided about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from union_xl import ledgers, rules
from union_xl.core import Context, HeldRow, Ledger
from union_xl.ledgerbook.choices import HANDLE, REASON, held_words
from union_xl.ledgerbook.pages import HELD, HELD_ENDING, Page, Place3, page
from union_xl.merge.base import row_key


def held_page(ledger: Ledger, context: Context) -> Page:
    """Every held row whole: the columns of the forms concerned, then whatever other columns were found."""
    short = {form.slug: form.short for form in ledgers.forms_of(context)}
    present = [
        form for form in ledgers.forms_of(context) if any(slug == form.slug for _, _, slug, _ in ledger.held)
    ]
    titles: dict[str, None] = dict.fromkeys(c.title for form in present for c in form.columns)
    for *_, row in ledger.held:
        titles.update(dict.fromkeys(row.cells))
    reserved = {"表", *HELD_ENDING}
    heads = ("表", *(title for title in titles if title not in reserved), *HELD_ENDING)
    told, titles_of = _told_by_row(ledger), ledgers.rule_titles(ledgers.forms_of(context))
    lines = [
        _held_line(heads, short.get(slug, slug), book, row, told, titles_of, ledger)
        for book, _, slug, row in ledger.held
    ]
    filled = [
        n for n, head in enumerate(heads) if head in reserved or any(line[n] is not None for line in lines)
    ]
    heads = tuple(heads[n] for n in filled)
    return page(
        HELD,
        heads,
        [[line[n] for n in filled] for line in lines],
        widths={"原因": 26, "说明": 40, "来源文件": 28, HANDLE: 14, REASON: 26},
        choices={HANDLE: [held_words(book, row, ledger) for book, _, _, row in ledger.held]},
        formats={head: "@" for head in heads if head != "来源行"},
    )


def _told_by_row(ledger: Ledger) -> dict[Place3, list[str]]:
    """{(file, sheet, row) of held rows: what is wrong and what to do}."""
    wanted = {(book, row.sheet, row.row) for book, _, _, row in ledger.held}
    made: dict[Place3, list[str]] = {}
    for one in ledger.findings:
        place = one.place.record
        if place in wanted:
            made.setdefault(place, []).append(
                f"{one.column}：{rules.say(one)}，{rules.cure(one)}".lstrip("：")
            )
    for book, _, _, row in ledger.held:
        if row.rules[:1] in (("L-SUPERSEDED",), ("L-DELETED",), ("L-WAITING",), ("L-REFUSED",)):
            rule = rules.RULES[row.rules[0]]
            made.setdefault((book, row.sheet, row.row), []).append(f"{rule.says}，{rule.cure}")
    return made


def _held_line(
    heads: Sequence[str],
    short: str,
    book: str,
    row: HeldRow,
    told: Mapping[Place3, Sequence[str]],
    titles_of: Mapping[str, str],
    ledger: Ledger,
) -> list[Any]:
    names = dict.fromkeys(titles_of.get(code) or rules.title(code) for code in row.rules)
    ending = {
        "表": short,
        "原因": "；".join(names),
        "说明": "；".join(dict.fromkeys(told.get((book, row.sheet, row.row), ()))) or None,
        "来源文件": book,
        "来源工作表": row.sheet,
        "来源行": row.row,
        HANDLE: ledger.handled.get(row_key((book, row.sheet, row.row))),
        REASON: ledger.handled.get(row_key((book, row.sheet, row.row), REASON)),
    }
    return [ending.get(head) if head in ending else row.cells.get(head) for head in heads]
