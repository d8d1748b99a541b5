"""暂缓: every held row whole, why it is held, and what can be decided about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from union_xl import findings as catalogue
from union_xl import ledgers
from union_xl.ledger_book.choices import held_words
from union_xl.ledger_book.sheets import HELD_DECISION, HELD_ENDING, SheetContent, Tint, sheet_of_rows
from union_xl.ledgers.form import Form
from union_xl.merge.clerk_state import row_key
from union_xl.model import HeldRow, Ledger, PlaceKey, RunContext
from union_xl.model.grid import column_letters
from union_xl.model.periods import day_of_number
from union_xl.model.rows import PLACE_TITLES
from union_xl.model.sheet_names import HANDLE, HELD, REASON

FIRST_DAY = 1_000
"""Serial numbers that are days: 1902-09-26 to 2099-12-31; smaller ones are years of age, or a count."""


def held_sheet(ledger: Ledger, context: RunContext) -> SheetContent:
    """Every held row whole, ledger by ledger: whose it is, the decision and why it is held, then the columns
    of the ledgers concerned and whatever other columns were found, last where it comes from.

    All ledgers share one line of titles, so that the sheet can be sorted and filtered; columns a row's ledger
    does not have are shaded, cells that are told in 说明 are coloured, by conditions that follow the row.
    """
    known = list(ledgers.forms_of(context))
    order = {form.slug: number for number, form in enumerate(known)}
    held = sorted(ledger.held, key=lambda one: order.get(one.form, len(order)))
    present = [form for form in known if any(slug == form.slug for _, _, slug, _ in held)]
    heads = _heads(present, [row for *_, row in held])
    reasons, titles_of = _told_by_row(ledger), ledgers.rule_titles(known)
    by_slug = {form.slug: form for form in known}
    lines = [_held_line(heads, by_slug.get(slug), slug, book, row, reasons, titles_of, ledger)
             for book, _, slug, row in held]  # fmt: skip
    reserved = {"表", *HELD_ENDING}
    filled = [
        n for n, head in enumerate(heads) if head in reserved or any(line[n] is not None for line in lines)
    ]
    heads = tuple(heads[n] for n in filled)
    widths = {one.title: one.width or one.kind.width for form in present for one in form.columns}
    return sheet_of_rows(
        HELD,
        heads,
        [[line[n] for n in filled] for line in lines],
        widths=widths | {"原因": 18, "说明": 44, "来源文件": 28, HANDLE: 14, REASON: 14},
        choices={HANDLE: [held_words(book, row, ledger) for book, _, _, row in held]},
        formats={head: "@" for head in heads if head != "来源行"},
        tints=_tints(heads, lines, filled, present),
    )


def _heads(present: Sequence[Form], rows: Sequence[HeldRow]) -> tuple[str, ...]:
    """The titles: 表, whose the row is, the decision and its reasons, the other columns, the source."""
    named = dict.fromkeys(form.titled(role) for role in ("unit", "person") for form in present)
    titles = dict.fromkeys(c.title for form in present for c in form.columns)
    for row in rows:
        titles.update(dict.fromkeys(row.cells))
    reserved = {"表", "", *HELD_ENDING}
    first = [title for title in named if title not in reserved]
    rest = [title for title in titles if title not in reserved and title not in named]
    return ("表", *first, *HELD_DECISION, *rest, *PLACE_TITLES)


def _tints(
    heads: Sequence[str], lines: Sequence[Sequence[Any]], filled: Sequence[int], present: Sequence[Form]
) -> list[Tint]:
    """The conditions that colour the sheet; they look at the row's own cells, however it is sorted."""
    said = column_letters(heads.index("说明") + 1)
    body = [n for n, head in enumerate(heads) if head not in ("表", *HELD_ENDING)]
    tints: list[Tint] = []
    for col in body:
        title = f"{column_letters(col + 1)}$1"
        tints.append(((col,), f'ISNUMBER(FIND("；"&{title}&"：","；"&${said}2))', "red"))
    for form in present if len(present) > 1 else ():
        used = {
            at
            for line in lines
            if line[0] == form.short
            for at, n in enumerate(filled)
            if line[n] is not None
        }
        foreign = tuple(n for n in body if heads[n] not in form.by_title and n not in used)
        if foreign:
            tints.append((foreign, f'$A2="{form.short}"', "grey"))
    if len(present) > 1:
        tints.append((tuple(range(len(heads))), "$A2<>$A1", "line"))
    return tints


def shown_day(form: Form | None, title: str, value: Any) -> Any:
    """A cell as 暂缓 shows it: in a column of days a serial number (ECMA-376 18.17.4.1) as the day it is,
    counted from 1899-12-30."""
    column = form.by_title.get(title) if form else None
    if column is None or "y" not in column.kind.number_format or type(value) not in (int, float):
        return value
    return (day_of_number(value) if value >= FIRST_DAY else None) or value


def _told_by_row(ledger: Ledger) -> dict[PlaceKey, list[str]]:
    """{(file, sheet, row) of held rows: what is wrong and what to do}."""
    wanted = {(book, row.sheet, row.row) for book, _, _, row in ledger.held}
    made: dict[PlaceKey, list[str]] = {}
    for one in ledger.findings:
        place = one.place.record
        if place in wanted:
            made.setdefault(place, []).append(
                f"{one.column}：{catalogue.say(one)}，{catalogue.advice(one)}".lstrip("：")
            )
    for book, _, _, row in ledger.held:
        if row.rules[:1] in (("L-SUPERSEDED",), ("L-DELETED",), ("L-WAITING",), ("L-REFUSED",)):
            rule = catalogue.RULES[row.rules[0]]
            made.setdefault((book, row.sheet, row.row), []).append(f"{rule.says}，{rule.cure}")
    return made


def _held_line(
    heads: Sequence[str],
    form: Form | None,
    slug: str,
    book: str,
    row: HeldRow,
    reasons: Mapping[PlaceKey, Sequence[str]],
    titles_of: Mapping[str, str],
    ledger: Ledger,
) -> list[Any]:
    names = dict.fromkeys(titles_of.get(code) or catalogue.title(code) for code in row.rules)
    ending = {
        "表": form.short if form else slug,
        "原因": "；".join(names),
        "说明": "；".join(dict.fromkeys(reasons.get((book, row.sheet, row.row), ()))) or None,
        "来源文件": book,
        "来源工作表": row.sheet,
        "来源行": row.row,
        HANDLE: ledger.handled.get(row_key((book, row.sheet, row.row))),
        REASON: ledger.handled.get(row_key((book, row.sheet, row.row), REASON)),
    }
    return [
        ending.get(head) if head in ending else shown_day(form, head, row.cells.get(head)) for head in heads
    ]
