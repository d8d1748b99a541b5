"""Held rows the clerk accepts as true exceptions (收下): which rows, and what became of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from union_xl import findings as catalogue
from union_xl import ledgers
from union_xl.ledger_book.sheets import IN_FORCE
from union_xl.ledgers.form import Form
from union_xl.merge import Accepted, ClerkState, tag_of
from union_xl.merge.clerk_state import ACCEPTED
from union_xl.model import WARNING, Finding, FormPart, HeldEntry, HeldRow, Ledger, Place, PlaceKey, RunContext
from union_xl.run.workers.recheck import check_rows, empty_part

NOT_MET = "本次没有这一行，或已不需要收下"
"""右值 of an exception no row asked for (`ledger_book.sheets.IN_FORCE` for the others)."""


@dataclass
class AcceptedSoFar:
    """What has been used of the base so far: edits by identity, exceptions by number; and why an exception
    could not be granted, by the place of its row."""

    edits: set[int] = field(default_factory=set)
    granted: set[int] = field(default_factory=set)
    failed: dict[PlaceKey, str] = field(default_factory=dict)


def explanation_lines(base: ClerkState, so_far: AcceptedSoFar) -> tuple[Mapping[str, Any], ...]:
    """审核说明: the clerk's own lines, then the exceptions in force, and those no row asked for this time."""
    lines = [line for line in base.explanations if str(line.get("编号") or "").strip() != ACCEPTED]
    for number, one in enumerate(base.accepted):
        if number in so_far.granted:
            lines.append({**one.line, "右值": IN_FORCE})
        elif one.line.get("右值"):
            lines.append({**one.line, "右值": so_far.failed.get(one.place, NOT_MET)})
    return tuple(lines)


def with_accepted(ledger: Ledger, base: ClerkState) -> Ledger:
    """The ledger with the exceptions to rules over other rows in force in 审核说明, too: which rows need one
    is known only when all are together."""
    lines = list(ledger.explanations)
    for one in base.accepted:
        if one.place in ledger.accepted:
            lines = [line for line in lines if line != {**one.line, "右值": NOT_MET}]
            lines.append({**one.line, "右值": IN_FORCE})
    return replace(ledger, explanations=tuple(lines))


def accepted_numbers(
    book: str,
    part: FormPart,
    form: Form,
    mended: Mapping[int, Mapping[str, Any]],
    given: Sequence[Accepted],
) -> dict[int, int]:
    """{number of a held row: number of the exception made for it}."""
    found: dict[int, int] = {}
    by_tag: dict[str, list[int]] = {}
    for number, one in enumerate(given):
        if one.form == part.form:
            by_tag.setdefault(one.tag, []).append(number)
    for n, row in enumerate(part.held) if by_tag else ():
        tags = {tag_of(form, cells) for cells in (row.cells, mended.get(n, row.cells))}
        for number in (number for tag in tags for number in by_tag.get(tag, ())):
            here = given[number].place == (book, row.sheet, row.row)
            if here or (given[number].tag and set(row.rules) <= given[number].rules):
                found[n] = number
    return found


def context_without_rules(context: RunContext, codes: Collection[str]) -> RunContext:
    """The context of a check in which these rules hold no row."""
    if not codes:
        return context
    levels = {**context.settings.levels, **dict.fromkeys(codes, WARNING)}
    return replace(context, settings=replace(context.settings, levels=levels))


def note_granted(
    book: str,
    part: FormPart,
    numbers: Sequence[int],
    accepted: Mapping[int, int],
    still: Mapping[tuple[str, int], Sequence[str]],
    bent: Collection[tuple[str, int]],
    titles: Mapping[str, str],
    so_far: AcceptedSoFar,
) -> None:
    """Which exceptions were granted, and why the others were not; `bent` are the lines that break a rule they
    may break: a row that was corrected needs no exception.  `titles` are the names of rules by code."""
    for n in numbers:
        row = part.held[n]
        if n in accepted and (row.sheet, row.row) in still:
            broken = still[row.sheet, row.row]
            names = "、".join(dict.fromkeys(titles.get(code) or catalogue.title(code) for code in broken))
            why = f"这一行还有不能收下的问题：{names}，请先更正"
            so_far.failed[book, row.sheet, row.row] = why
        elif n in accepted and (row.sheet, row.row) in bent:
            so_far.granted.add(accepted[n])


def reasons_wanted(
    book: str,
    part: FormPart,
    numbers: Sequence[int],
    accepted: Mapping[int, int],
    base: ClerkState,
    so_far: AcceptedSoFar,
) -> list[Finding]:
    """A reason is asked for where the clerk gave none."""
    granted = [n for n in numbers if n in accepted and accepted[n] in so_far.granted]
    rows = [part.held[n] for n in granted if not base.accepted[accepted[n]].reason]
    return [
        Finding(
            "L-NO-REASON",
            Place(book, row.sheet, row.row, 0),
            unit=row.unit,
            form=part.form,
        )
        for row in rows
    ]


def mark_acceptable(ledger: Ledger, context: RunContext) -> Ledger:
    """The ledger with its acceptable rows known."""
    return replace(ledger, acceptable=acceptable(ledger.held, context))


def acceptable(held: Iterable[HeldEntry], context: RunContext) -> frozenset[PlaceKey]:
    """The places of held rows (book, unit, form, row) that 收下 would keep: none of their values is missing
    for want of being readable."""
    known = {form.slug: form for form in ledgers.forms_of(context)}
    groups: dict[str, list[tuple[str, HeldRow]]] = {}
    for book, unit, slug, row in held:
        if slug in known and not any(code.startswith("L-") for code in row.rules):
            title = known[slug].titled("unit")
            own = bool(title) and title not in row.cells and (title,) not in known[slug].keys
            full = {**row.cells, title: unit or None} if own else row.cells
            groups.setdefault(slug, []).append((book, replace(row, cells=full)))
    found: set[PlaceKey] = set()
    for slug, rows in groups.items():
        codes = {code for _, row in rows for code in row.rules}
        lines = {("", number): row.cells for number, (_, row) in enumerate(rows, 1)}
        again = check_rows(
            "", empty_part(slug, ""), lines, known[slug], context_without_rules(context, codes)
        )
        still = {row.row for row in again.part.held}
        found |= {(b, r.sheet, r.row) for n, (b, r) in enumerate(rows, 1) if n not in still}
    return frozenset(found)
