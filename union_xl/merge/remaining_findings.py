"""Which findings of the files themselves still stand once the files are put together, and whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from union_xl.merge.incoming import FormReturn
from union_xl.merge.newer_returns import held_fates
from union_xl.merge.row_table import RowTable
from union_xl.model import Finding, PlaceKey, Submission


def remaining_findings(
    submissions: Sequence[Submission],
    returns: Sequence[FormReturn],
    tables: Mapping[str, RowTable],
) -> Iterator[Finding]:
    """The findings of the files, without those of copies and of rows in whose place a newer row of the same
    sender stands.  A fault of a row that is joined
    to another sender's is told all the same: its own sender has it to mend."""
    counted = {(one.book, one.part.form) for one in returns if one.fate not in ("重复", "被替代")}
    void = {(one.book, one.part.form) for one in returns} - counted
    known = {book for book, _ in counted}
    dead = {one.book for one in returns} - known
    gone, moved = _gone(tables), _moved(tables)
    touched = {book for book, _, _ in gone} | {book for book, _, _ in moved}
    for one in submissions:
        if one.book in dead:
            continue
        for finding in one.findings:
            if (one.book, finding.form) in void:
                continue
            if one.book in touched:
                place = finding.place.record
                if place in gone:
                    continue
                if place in moved:
                    finding = replace(finding, unit=moved[place])
            yield finding


def _gone(tables: Mapping[str, RowTable]) -> set[PlaceKey]:
    """Places where nothing stands any more but what a newer row replaced, or what a ledger repeats."""
    gone: set[PlaceKey] = set()
    for table in tables.values():
        away = _replaced(table)
        here: set[PlaceKey] = {table.place(index) for index in away}
        for one in table.returns:
            stay, carried = held_fates(one)
            here |= {(one.book, row.sheet, row.row) for row, _ in carried}
            here |= {(one.book, row.sheet, row.row) for row, extra in stay if extra}
            here |= _repeats_of_gone(one, here)
        books = {book for book, _, _ in here}
        gone |= here - _standing(table, books, away)
    return gone


def _replaced(table: RowTable) -> set[int]:
    """The rows a newer return of their sender replaced or lacks, and those a ledger repeats."""
    away = set(table.replaced) | {index for index, rule in table.held.items() if rule == "L-SUPERSEDED"}
    for one in table.returns:
        if one.from_ledger:
            away.update(index for index in table.rows_of(one) if table.carrier[index] != index)
    return away


def _repeats_of_gone(one: FormReturn, gone: set[PlaceKey]) -> set[PlaceKey]:
    """Rows joined within their file to a row that is gone."""
    return {(one.book, *place) for place, (sheet, row) in one.part.joined if (one.book, sheet, row) in gone}


def _standing(table: RowTable, books: set[str], away: set[int]) -> set[PlaceKey]:
    """Lines of these files in which another row still stands: tables side by side have several."""
    found: set[PlaceKey] = set()
    for one in table.returns:
        if one.book in books and one.part.beside:
            found |= {table.place(index) for index in table.rows_of(one) if index not in away}
            found |= {(one.book, row.sheet, row.row) for row, extra in held_fates(one)[0] if not extra}
    return found


def _moved(tables: Mapping[str, RowTable]) -> dict[PlaceKey, str]:
    """{place: unit now} of rows the clerk gave to another unit."""
    moved: dict[PlaceKey, str] = {}
    for table in tables.values():
        title = table.unit_title
        if title not in table.changed:
            continue
        for one in table.returns:
            before = one.part.columns.get(title) or [None] * one.part.kept
            for index, old in zip(table.rows_of(one), before, strict=True):
                if table.value(index, title) != old:
                    moved[table.place(index)] = table.unit(index)
    return moved


def without_repeats(findings: Iterable[Finding]) -> list[Finding]:
    """The findings in the order of the files, none of them twice."""

    def line(one: Finding) -> tuple[str, str, int, int, str]:
        return one.place.book, one.place.sheet, one.place.row, one.place.col, one.rule

    once: list[Finding] = []
    for _, alike in groupby(sorted(findings, key=line), key=line):
        some: list[Finding] = []
        for one in alike:
            if one not in some:
                some.append(one)
        once += some
    return once
