"""Closing the books: held rows, joined rows, receipts; and whether the accounts balance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import chain

from union_xl import findings as catalogue
from union_xl.merge.incoming import REPORTED, FormReturn
from union_xl.merge.newer_returns import held_fates
from union_xl.merge.row_table import RowTable
from union_xl.model import (
    ERROR,
    Fate,
    Finding,
    HeldEntry,
    PlaceKey,
    Receipt,
    RunContext,
    Share,
    Submission,
)
from union_xl.model.rows import Rows

JOINED_TITLES = ("文件", "工作表", "行", "归入文件", "归入工作表", "归入行")

JoinedLine = tuple[str, str, int, str, str, int]


def held_rows(table: RowTable, carried: Mapping[PlaceKey, PlaceKey]) -> list[HeldEntry]:
    """What is held of this form, each row with its own unit, by place."""
    made: list[HeldEntry] = []
    for one in table.returns:
        if one.copy_of is None:
            stay = held_fates(one)[0]
            for row, extra in stay:
                if (one.book, row.sheet, row.row) not in carried:
                    why = (extra, *row.rules) if extra else row.rules
                    unit = table.unit_held(one, row)
                    made.append(HeldEntry(one.book, unit, table.slug, replace(row, rules=why)))
    made += [
        HeldEntry(table.owner(i).book, table.unit(i), table.slug, table.held_row(i))
        for i in sorted(table.held)
    ]
    made.sort(key=lambda entry: (entry.book, entry.row.sheet, entry.row.row))
    return made


def joined_rows(table: RowTable, carried: Mapping[PlaceKey, PlaceKey]) -> list[JoinedLine]:
    """The joined rows of this form and what carries each (JOINED_TITLES)."""
    lines: list[tuple[str, str, int, str, str, int]] = [
        (*table.place(index), *table.place(table.carrier[index])) for index in table.joined()
    ]
    for one in table.returns:
        stay, gone = held_fates(one)
        lines += [(one.book, row.sheet, row.row, *carrier) for row, carrier in gone]
        places = ((one.book, row.sheet, row.row) for row, _ in stay)
        lines += [(*place, *carried[place]) for place in places if place in carried]
        if one.part.joined:
            at = {table.place(i): i for i in table.rows_of(one)}
            for (sheet, row_number), (onto_sheet, onto_row) in one.part.joined:
                onto = at.get((one.book, onto_sheet, onto_row))
                carrier = (
                    (one.book, onto_sheet, onto_row) if onto is None else table.place(table.carrier[onto])
                )
                lines.append((one.book, sheet, row_number, *carrier))
    onward = {line[:3]: line[3:] for line in lines}
    return [(*line[:3], *_last(line[3:], onward)) for line in lines]


def joined_table(lines: Sequence[JoinedLine]) -> Rows:
    """The joined rows of a form under JOINED_TITLES."""
    return Rows({title: [line[at] for line in lines] for at, title in enumerate(JOINED_TITLES)})


def joined_by_unit(table: RowTable, carried: Mapping[PlaceKey, PlaceKey]) -> Counter[tuple[str, str]]:
    """{(file, unit of the row): its rows that another row carries}."""
    made: Counter[tuple[str, str]] = Counter()
    for index in table.joined():
        made[table.owner(index).book, table.unit(index)] += 1
    for one in table.returns:
        stay, gone = held_fates(one)
        rows = [row for row, _ in gone]
        rows += [row for row, _ in stay if (one.book, row.sheet, row.row) in carried]
        made.update((one.book, table.unit_held(one, row)) for row in rows)
        if one.part.joined:
            units = {table.place(i)[1:]: table.unit(i) for i in table.rows_of(one)}
            made.update((one.book, units.get(onto, one.unit)) for _, onto in one.part.joined)
    return made


def _last(place: PlaceKey, onward: Mapping[PlaceKey, PlaceKey]) -> PlaceKey:
    """Where a row ends up when the row that carried it is carried by another itself."""
    while place in onward:
        place = onward[place]
    return place


@dataclass(frozen=True)
class Counts:
    """How many rows of one form are kept, joined and held, by (file, unit of the row); `settled` of the held
    ones wait for nobody."""

    kept: Counter[tuple[str, str]]
    joined: Counter[tuple[str, str]]
    held: Counter[tuple[str, str]]
    settled: Counter[tuple[str, str]]

    def of(self, which: tuple[str, str]) -> tuple[int, int, int]:
        return self.kept[which], self.joined[which], self.held[which]

    def by_book(self) -> dict[str, set[str]]:
        """{file: the units that have rows in it}."""
        made: dict[str, set[str]] = {}
        for book, unit in chain(self.kept, self.joined, self.held):
            made.setdefault(book, set()).add(unit)
        return made


def receipts(
    tables: Mapping[str, RowTable],
    submissions: Sequence[Submission],
    counts: Mapping[str, Counts],
    findings: Sequence[Finding],
    context: RunContext,
) -> tuple[list[Receipt], list[str]]:
    """One receipt per file and form, counted from what will be written; sentences on what is off balance."""
    levels = _levels(findings, tables, context)
    made, wrong = [], []
    seen = set()
    for slug, table in tables.items():
        groups: dict[str, list[FormReturn]] = {}
        for one in table.returns:
            groups.setdefault(one.book, []).append(one)
        units = counts[slug].by_book()
        for book, returns in groups.items():
            seen.add(book)
            lines = levels.get((book, slug), {})
            shares = _shares(book, returns, counts[slug], units.get(book, set()), lines)
            receipt = _receipt(returns, slug, shares, lines)
            if receipt.read != receipt.kept + receipt.joined + receipt.held:
                wrong.append(
                    f"{book}（{slug}）：读入 {receipt.read} 行，保留 {receipt.kept}、合并 {receipt.joined}、"
                    f"暂缓 {receipt.held}"
                )
            made.append(receipt)
    for sent in submissions:
        if sent.book not in seen:
            errors = sum(levels.get((sent.book, ""), {}).values(), Counter())
            made.append(
                Receipt(sent.book, sent.sha256, sent.unit, "", sent.fate, sent.reason,
                        errors=errors["错误"], warnings=errors["提醒"])
            )  # fmt: skip
    made.sort(key=lambda receipt: receipt.book)
    return made, wrong


def _shares(
    book: str,
    returns: Sequence[FormReturn],
    counts: Counts,
    named: Set[str],
    lines: Mapping[str, Counter[str]],
) -> tuple[Share, ...]:
    """What each unit has in a file: those its rows name, those something is told of, and who sent it."""
    fates = {one.unit: one.fate for one in returns}
    sent = {one.unit for one in returns if one.part.unit_how == REPORTED}
    zero = {one.unit for one in returns if one.part.zero}
    made = []
    for unit in sorted({*named, *lines, *fates}):
        rows = counts.of((book, unit))
        levels = lines.get(unit, Counter())
        made.append(
            Share(
                unit,
                fates.get(unit, _leading(returns).fate),
                sum(rows),
                *rows,
                levels["错误"],
                levels["提醒"],
                zero=unit in zero,
                sent=unit in sent or list(fates) == [unit],
                settled=counts.settled[book, unit],
            )
        )
    return tuple(made)


LET_GO = "经办人已定不再处理"


def let_go(
    lines: Sequence[Receipt], told: Sequence[Finding], done: Sequence[Finding], context: RunContext
) -> list[Receipt]:
    """The receipts; a file without rows all of whose errors the clerk closed asks for nothing any more."""

    def grave(findings: Sequence[Finding]) -> set[str]:
        levels = context.settings.levels
        return {one.place.book for one in findings if catalogue.level(one.rule, levels) == ERROR}

    gone = grave(done) - grave(told)
    return [
        replace(one, fate="忽略", detail=LET_GO)
        if one.book in gone and one.fate in ("未能读取", "待确认") and not one.read
        else one
        for one in lines
    ]


def _leading(returns: Sequence[FormReturn]) -> FormReturn:
    """The return whose fate speaks for the file: one that asks for a decision goes before one in use."""
    order: tuple[Fate, ...] = ("待确认", "采用", "被替代", "重复", "未能读取", "忽略")
    return min(returns, key=lambda one: order.index(one.fate))


def _receipt(
    returns: Sequence[FormReturn], slug: str, shares: Sequence[Share], lines: Mapping[str, Counter[str]]
) -> Receipt:
    one = _leading(returns)
    levels = sum(lines.values(), Counter())
    return Receipt(
        one.book,
        one.submission.sha256,
        sender(returns),
        slug,
        one.fate,
        one.reason,
        one.detail,
        sum(r.part.read for r in returns),
        sum(share.kept for share in shares),
        sum(share.joined for share in shares),
        sum(share.held for share in shares),
        zero=any(r.part.zero for r in returns),
        received=one.received,
        errors=levels["错误"],
        warnings=levels["提醒"],
        shares=tuple(shares),
        settled=sum(share.settled for share in shares),
    )


def sender(returns: Sequence[FormReturn]) -> str:
    """Who sent a file: its unit, `甲等3家` where its tables name several."""
    units = dict.fromkeys(r.unit for r in returns if r.unit)
    return next(iter(units), "") if len(units) <= 1 else f"{next(iter(units))}等{len(units)}家"


def _levels(
    findings: Sequence[Finding], tables: Mapping[str, RowTable], context: RunContext
) -> dict[tuple[str, str], dict[str, Counter[str]]]:
    """{(file, form): {unit: lines of 问题清单 by level}}.

    A finding about a whole file belongs to its sender and to the first form that stands in it.
    """
    first: dict[str, str] = {}
    senders: dict[tuple[str, str], set[str]] = {}
    for slug, table in tables.items():
        for one in table.returns:
            first.setdefault(one.book, slug)
            senders.setdefault((one.book, slug), set()).add(one.unit)
    made: dict[tuple[str, str], dict[str, Counter[str]]] = {}
    for finding in {one.line: one for one in findings}.values():
        book = finding.place.book
        slug = finding.form if (book, finding.form) in senders else first.get(book, "")
        sent = senders.get((book, slug), set())
        unit = finding.unit or (next(iter(sent)) if len(sent) == 1 else "")
        level = catalogue.level(finding.rule, context.settings.levels)
        made.setdefault((book, slug), {}).setdefault(unit, Counter())[level] += 1
    return made
