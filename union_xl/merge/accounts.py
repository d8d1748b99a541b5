"""Closing the books: held rows, joined rows, receipts; and whether the accounts balance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from union_xl import rules
from union_xl.core import Context, Fate, Finding, HeldRow, Receipt, Submission
from union_xl.merge.arriving import Return
from union_xl.merge.kept import Kept
from union_xl.merge.stack import Stack
from union_xl.merge.versions import held_fates

if TYPE_CHECKING:
    import pandas as pd

FATE_TITLES = ("文件", "工作表", "行", "归入文件", "归入工作表", "归入行")

Fate6 = tuple[str, str, int, str, str, int]
Held = tuple[str, str, str, HeldRow]
PlaceKey = tuple[str, str, int]


def held_rows(stack: Stack, carried: Mapping[PlaceKey, PlaceKey]) -> list[Held]:
    """What is held of this form, by place; cells under standard titles where the column was known."""
    made: list[Held] = []
    for one in stack.returns:
        if one.copy_of is None:
            stay = held_fates(one)[0]
            for row, extra in stay:
                if (one.book, row.sheet, row.row) not in carried:
                    why = (extra, *row.rules) if extra else row.rules
                    made.append((one.book, one.unit, stack.slug, replace(row, rules=why)))
    made += [(stack.owner(i).book, stack.unit(i), stack.slug, stack.held_row(i)) for i in sorted(stack.held)]
    made.sort(key=lambda entry: (entry[0], entry[3].sheet, entry[3].row))
    return made


def joined_rows(stack: Stack, carried: Mapping[PlaceKey, PlaceKey]) -> list[Fate6]:
    """The joined rows of this form and what carries each (FATE_TITLES)."""
    lines: list[tuple[str, str, int, str, str, int]] = [
        (*stack.place(int(index)), *stack.place(int(stack.carrier[index])))
        for index in np.flatnonzero(stack.carrier != np.arange(len(stack)))
    ]
    for one in stack.returns:
        stay, gone = held_fates(one)
        lines += [(one.book, row.sheet, row.row, *carrier) for row, carrier in gone]
        places = ((one.book, row.sheet, row.row) for row, _ in stay)
        lines += [(*place, *carried[place]) for place in places if place in carried]
        if one.part.joined:
            at = {stack.place(i): i for i in stack.rows_of(one)}
            for (sheet, row_number), (onto_sheet, onto_row) in one.part.joined:
                onto = at.get((one.book, onto_sheet, onto_row))
                carrier = (
                    (one.book, onto_sheet, onto_row)
                    if onto is None
                    else stack.place(int(stack.carrier[onto]))
                )
                lines.append((one.book, sheet, row_number, *carrier))
    onward = {line[:3]: line[3:] for line in lines}
    return [(*line[:3], *_last(line[3:], onward)) for line in lines]


def fate_frame(lines: Sequence[Fate6]) -> pd.DataFrame:
    """The joined rows of a form as a frame of FATE_TITLES."""
    import pandas as pd

    kinds = {"行": "int64", "归入行": "int64"}
    columns = list(zip(*lines, strict=True)) or [()] * len(FATE_TITLES)
    return pd.DataFrame(
        {
            title: pd.Series(list(values), dtype=kinds.get(title, "object"))
            for title, values in zip(FATE_TITLES, columns, strict=True)
        }
    )


def joined_by_unit(stack: Stack) -> dict[str, int]:
    """{unit: its rows that another row carries}."""
    made: Counter[str] = Counter()
    for one in stack.returns:
        if one.part.joined:
            made[one.unit] += len(one.part.joined)
    for index in np.flatnonzero(stack.carrier != np.arange(len(stack))):
        made[stack.unit(int(index))] += 1
    return made


def _last(place: PlaceKey, onward: Mapping[PlaceKey, PlaceKey]) -> PlaceKey:
    """Where a row ends up when the row that carried it is carried by another itself."""
    while place in onward:
        place = onward[place]
    return place


def receipts(
    stacks: Mapping[str, Stack],
    submissions: Sequence[Submission],
    kept: Mapping[str, Kept],
    fates: Mapping[str, Sequence[Fate6]],
    held: Sequence[Held],
    findings: Sequence[Finding],
    context: Context,
) -> tuple[list[Receipt], list[str]]:
    """One receipt per file and form, counted from what will be written; sentences on what is off balance."""
    kept_of: Counter[tuple[str, str]] = Counter()
    joined_of: Counter[tuple[str, str]] = Counter()
    held_of = Counter((book, slug) for book, _, slug, _ in held)
    for slug in stacks:
        kept_of.update({(book, slug): count for book, count in kept[slug].counted().items()})
        joined_of.update((book, slug) for book, *_ in fates[slug])
    told = _levels(findings, stacks, context)
    made, wrong = [], []
    seen = set()
    for slug, stack in stacks.items():
        groups: dict[str, list[Return]] = {}
        for one in stack.returns:
            groups.setdefault(one.book, []).append(one)
        for book, returns in groups.items():
            seen.add(book)
            read = sum(one.part.read for one in returns)
            counts = (kept_of[book, slug], joined_of[book, slug], held_of[book, slug])
            if read != sum(counts):
                wrong.append(
                    f"{book}（{slug}）：读入 {read} 行，保留 {counts[0]}、合并 {counts[1]}、暂缓 {counts[2]}"
                )
            made.append(_receipt(returns, slug, read, counts, told.get((book, slug), Counter())))
    for sent in submissions:
        if sent.book not in seen:
            errors = told.get((sent.book, ""), Counter())
            made.append(
                Receipt(sent.book, sent.sha256, "", "", sent.fate, sent.reason,
                        errors=errors["错误"], warnings=errors["提醒"])
            )  # fmt: skip
    made.sort(key=lambda receipt: receipt.book)
    return made, wrong


def _receipt(
    returns: Sequence[Return], slug: str, read: int, counts: tuple[int, int, int], levels: Counter[str]
) -> Receipt:
    order: tuple[Fate, ...] = ("待确认", "采用", "被替代", "重复", "拒收", "忽略")
    one = min(returns, key=lambda r: order.index(r.fate))
    units = dict.fromkeys(r.unit for r in returns if r.unit)
    return Receipt(
        one.book,
        one.submission.sha256,
        next(iter(units), "") if len(units) <= 1 else f"{next(iter(units))}等{len(units)}家",
        slug,
        one.fate,
        one.reason,
        one.detail,
        read,
        *counts,
        zero=any(r.part.zero for r in returns),
        received=one.received,
        errors=levels["错误"],
        warnings=levels["提醒"],
    )


def _levels(
    findings: Sequence[Finding], stacks: Mapping[str, Stack], context: Context
) -> dict[tuple[str, str], Counter[str]]:
    """Findings per file and form: a finding belongs to the form whose rows stand on its sheet."""
    home: dict[tuple[str, str], str] = {}
    first: dict[str, str] = {}
    for slug, stack in stacks.items():
        for one in stack.returns:
            first.setdefault(one.book, slug)
            for sheet in {*one.part.sheets, *(row.sheet for row in one.part.held)}:
                home.setdefault((one.book, sheet), slug)
    made: dict[tuple[str, str], Counter[str]] = {}
    for finding in findings:
        book = finding.place.book
        slug = home.get((book, finding.place.sheet), first.get(book, ""))
        level = rules.level(finding.rule, context.settings.levels)
        made.setdefault((book, slug), Counter())[level] += 1
    return made
