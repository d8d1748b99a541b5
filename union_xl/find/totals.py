"""Total rows compared with the rows they add up; told, never corrected."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from union_xl.find.header_texts import key_titles, words
from union_xl.find.reasons import REMARK, TOTAL
from union_xl.find.row_words import is_figure, is_total, part_total
from union_xl.find.surrounding_lines import flat
from union_xl.ledgers.form import Form
from union_xl.model import Finding, Raw, Table
from union_xl.model.lazy_pattern import LazyPattern

_ADDED = frozenset({"整数", "金额"})
_NOT_ADDED = LazyPattern(r"年龄|年限|每|限报|比例|平均")
_OPEN = LazyPattern(r"累\s*计|平\s*均|最\s*[高低大小]|女|男|农民工|其中|新增|党员|在岗|退休|外来|占")
"""Labels of totals over other rows than those of this table, or over some of them by what no column says."""
_COUNTS = LazyPattern(r"计\s*数|(?<![a-z])count", re.I)
"""Labels of subtotals that count rows, whatever column they stand in."""
_NUMBER = LazyPattern(r"(\d[\d,]*(?:\.\d+)?)\s*(?:人|元|名|家|个)?\Z")
_COUNTED = LazyPattern(
    r"(\d+)\s*(?:人|名|家|个|户|条|行)?(?:会员|职工|人员|单位|企业)?[。.]?\Z|"
    r"共\s*[计有]?\s*[:：]?\s*(\d+)\s*[人名](?:会员|职工|人员)?\s*[,，;；(（]"
)
ALL = "\n"
"""The name of all rows: no cell's text."""
_BACK = 4
"""Earlier totals that a statement's total may take in."""
Span = tuple[int, int]
"""Rows of the sheet, the last one not among them."""


def totals(table: Table, form: Form) -> Iterator[Finding]:
    """T-TOTAL at every cell of a total row that is neither the sum of the rows it may stand for (those since
    the total before, all above, all up to the next, all; in a statement also those of them that have a code,
    without the items below another item, or with the totals of what came before), nor, as the only number
    of a people's list, their count.

    `女 计数` stands for the rows in which 女 is a cell, or for those since the total before.  Cumulated
    totals and those of a part that no column tells (女职工合计) say nothing about the rows; nor do columns
    with a cell that is no number.  A number alone in its row is a total without its word.
    """
    marks = total_rows(table, form)
    rows = [(row, _filled(table, row)) for row in marks]
    labels = [next((text for _, raw in filled if _is_label(text := flat(raw))), "") for _, filled in rows]
    body = _Rows(table, form, {of for label in labels if (of := _part_of(label))}) if marks else None
    for at, (row, filled) in enumerate(rows):
        label, of = labels[at], _part_of(labels[at])
        assert body is not None
        partial = of in body.views
        if (not label and len(filled) > 1) or (not partial and _OPEN.search(of or label)):
            continue
        views = (of,) if partial else body.seen({col for col, _ in filled})
        spans = _spans(table.body, marks, at)
        given = [(col, raw, number) for col, raw in filled if (number := _number(raw)) is not None]
        for col, raw, total in given:
            if col in body.added and not _COUNTS.search(label):
                sums = body.sums(col, views, spans)
                if sums and partial:
                    sums += body.sums(col, (ALL,), spans[:1])
                elif sums:
                    sums += body.carried(col, views, marks[max(at - _BACK, 0) : at], row)
                yield from _told(table, row, col, raw, total, sums, body.added[col])
        if body.people and (not of or partial):
            counts = _counts(body.views[views[-1]], spans) + _counts(table.body, spans[: int(partial)])
            yield from _count(table, row, label, filled, given, counts, body.added)


def total_rows(table: Table, form: Form) -> list[int]:
    """The rows that are totals, and those with nothing but a number in a column that is added up."""
    added = {col for title, col in table.where.items() if _is_added(title, form)}
    return sorted(
        row
        for row, why in table.aside.items()
        if why == TOTAL or (why == REMARK and _is_bare(table, row, added))
    )


def _is_bare(table: Table, row: int, added: Container[int]) -> bool:
    filled = _filled(table, row)
    return len(filled) == 1 and filled[0][0] in added and _number(filled[0][1]) is not None


def _filled(table: Table, row: int) -> list[tuple[int, Raw]]:
    return [(col, raw) for col, raw in enumerate(table.grid.rows[row - 1], 1) if flat(raw)]


def _part_of(label: str) -> str:
    """What a total is a part by; '' for one of all rows."""
    return "" if is_total(label) else part_total(label)[0]


def _is_label(text: str) -> bool:
    return is_total(text) or is_figure(text) or bool(part_total(text)[0])


def _counts(rows: Sequence[int], spans: Sequence[Span]) -> list[float]:
    return [float(bisect_left(rows, end) - bisect_left(rows, start)) for start, end in spans]


def _count(
    table: Table,
    row: int,
    label: str,
    filled: Sequence[tuple[int, Raw]],
    given: Sequence[tuple[int, Raw, float]],
    counts: Sequence[float],
    added: Container[int],
) -> Iterator[Finding]:
    """The only number of a total row, or the one in its label, against how many rows there are."""
    if len(filled) == 1 and (found := _COUNTED.search(label)):
        given = [(filled[0][0], filled[0][1], float(found[1] or found[2]))]
    elif len(filled) != 2 or len(given) != 1 or given[0][0] in added:
        return
    col, raw, total = given[0]
    yield from _told(table, row, col, raw, total, counts, "")


def _told(
    table: Table, row: int, col: int, raw: Raw, total: float, sums: Sequence[float], title: str
) -> Iterator[Finding]:
    if sums and all(abs(total - one) > 0.005 for one in sums):
        facts = {"合计": f"{total:.12g}", "明细": f"{sums[0]:.12g}"}
        yield Finding("T-TOTAL", table.grid.place(row, col), title, raw, facts)


def _spans(body: Sequence[int], marks: Sequence[int], at: int) -> list[Span]:
    """Spans of rows that the total row `marks[at]` may stand for, the likeliest first; none without data."""
    here, every = marks[at], body[-1] + 1 if body else 0
    before = marks[at - 1] if at else 0
    after = marks[at + 1] if at + 1 < len(marks) else every
    spans = ((before, here), (0, here), (here, after), (0, every))
    return [(start, end) for start, end in spans if bisect_left(body, start) < bisect_left(body, end)]


class _Rows:
    """The body of a table as its totals see it: columns that are added up, and views of it ({name: rows})."""

    def __init__(self, table: Table, form: Form, parts: set[str]) -> None:
        self._table, self._form = table, form
        self.added = {table.where[title]: title for title in table.where if _is_added(title, form)}
        self.people = "证件号码" in table.where
        self.views: dict[str, Sequence[int]] = {ALL: table.body, **self._holding(parts)}
        self._columns: dict[tuple[int, str], _Column] = {}

    def _holding(self, parts: set[str]) -> dict[str, list[int]]:
        """{text: the rows in which a cell is just this text}, for those texts that have any."""
        found: dict[str, list[int]] = {}
        for row in self._table.body if parts else ():
            for text in parts.intersection(map(flat, self._table.grid.rows[row - 1])):
                found.setdefault(text, []).append(row)
        return found

    def seen(self, filled: set[int]) -> tuple[str, ...]:
        """The views a total may add up, the likeliest first and all rows last; `filled` are its own columns.

        A statement's total has no code, and stands for rows that have one.
        """
        missing = next((col for col in self._codes if col not in filled), 0)
        return (*self._coded(missing), ALL) if missing else (ALL,)

    def carried(self, col: int, views: Sequence[str], marks: Sequence[int], here: int) -> list[float]:
        """What stands since each of the earlier totals `marks`, with and without that total itself
        (支出总计 = 本年支出合计 + 年末结转)."""
        found = []
        for mark in marks:
            for view in views:
                for one in self._column(col, view).sums([(mark, here)]):
                    found += [one, one + (_number(self._table.grid.at(mark, col)) or 0.0)]
        return found

    @cached_property
    def _codes(self) -> list[int]:
        columns = words(self._form).columns
        titles = key_titles(self._table.where, self._form)
        return [self._table.where[title] for title in titles if columns[title].kind.name == "文本"]

    def _coded(self, col: int) -> tuple[str, ...]:
        """Rows with a code in this column: without the items below another item (501, 50101), and all; then
        the former with the rows that have no code."""
        tops, every, open_ = f"{ALL}{col}.", f"{ALL}{col}", f"{ALL}{col}+"
        if every not in self.views:
            codes = {row: text for row in self._table.body if (text := flat(self._table.grid.at(row, col)))}
            own: set[str] = set()
            last = ALL
            for code in sorted(set(codes.values())):
                if not code.startswith(last):
                    own.add(last := code)
            self.views[tops] = [row for row in codes if codes[row] in own]
            self.views[every] = list(codes)
            self.views[open_] = [row for row in self._table.body if row not in codes or codes[row] in own]
        return tops, every, open_

    def sums(self, col: int, views: Sequence[str], spans: Sequence[Span]) -> list[float]:
        """The sums over the spans of each view; none when the last of them cannot be added up."""
        whole = self._column(col, views[-1]).sums(spans)
        if not whole:
            return []
        return [one for view in views[:-1] for one in self._column(col, view).sums(spans)] + whole

    def _column(self, col: int, view: str) -> _Column:
        if (col, view) not in self._columns:
            self._columns[col, view] = _Column(self._table, col, self.views[view])
        return self._columns[col, view]


class _Column:
    """One column of some rows, added up from the top: a sum costs the same for however many rows."""

    def __init__(self, table: Table, col: int, rows: Sequence[int]) -> None:
        raws = [table.grid.at(row, col) for row in rows]
        filled = [bool(flat(raw)) for raw in raws]
        numbers = [_number(raw) if one else 0.0 for raw, one in zip(raws, filled, strict=True)]
        self._rows = rows
        self._filled = [0, *accumulate(filled)]
        self._odd = [0, *accumulate(number is None for number in numbers)]
        self._sums = [0.0, *accumulate(number or 0.0 for number in numbers)]

    def sums(self, spans: Sequence[Span]) -> list[float]:
        """The sums over the spans; none when a cell is no number or a span is blank."""
        found = [(bisect_left(self._rows, start), bisect_left(self._rows, end)) for start, end in spans]
        if any(
            self._odd[start] < self._odd[end] or self._filled[start] == self._filled[end]
            for start, end in found
        ):
            return []
        return [round(self._sums[end] - self._sums[start], 6) for start, end in found]


def _is_added(title: str, form: Form) -> bool:
    return words(form).columns[title].kind.name in _ADDED and not _NOT_ADDED.search(title)


def _number(raw: Raw) -> float | None:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return float(raw)
    found = _NUMBER.match(flat(raw)) if isinstance(raw, str) and len(raw) < 20 else None
    return float(found[1].replace(",", "")) if found else None
