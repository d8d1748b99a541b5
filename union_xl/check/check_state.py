"""The state of checking one part: the tidy columns of all its rows, and the findings so far.

Mutable while checking, never handed on.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress, islice
from typing import Any

from union_xl import findings as catalogue
from union_xl.kinds.base import NOTHING
from union_xl.ledgers.form import Column, Form
from union_xl.model import ERROR, Correction, Finding, Period, Place, Raw, Suggestion, Table


class TooManyFindings(Exception):
    """More findings than a person could ever mend; `findings` are the first of them."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(len(findings))
        self.findings = tuple(findings[:SHOWN])


@dataclass(frozen=True, slots=True)
class RuleContext:
    """What checking knows of the run: `as_of` is 截止日, `params` the office's parameters (domain §10),
    `names` its settings by 项目, `office` who collects."""

    as_of: dt.date
    params: Mapping[str, Any]
    period: Period | None = None
    names: Mapping[str, Any] = field(default_factory=dict)
    office: str = ""


SHOWN = 1_000
"""Findings of a file with too many of them that are kept."""


@dataclass(slots=True)
class CheckState:
    """Rows are indexes 0..n-1 over all tables of the part; `values[title][i]` is a tidy value or None.

    `subjects[n]` is the row finding n speaks of, or -1 less the number of the table it speaks of.  `bound`
    are the titles any table has.  `held[i]` are the codes that hold row i.  `flagged` are cells something
    was told about, so that nothing that follows from it is told again.  `max_findings` findings are told.
    `unit_title` is the column that says whose a row is, '' where the ledger has none.
    """

    form: Form
    tables: Sequence[Table]
    facts: RuleContext
    levels: Mapping[str, str]
    values: dict[str, list[Any]] = field(default_factory=dict)
    owners: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    subjects: list[int] = field(default_factory=list)
    corrections: list[tuple[int, Correction]] = field(default_factory=list)
    held: dict[int, list[str]] = field(default_factory=dict)
    flagged: dict[tuple[int, str], int] = field(default_factory=dict)
    columns: dict[str, Column] = field(default_factory=dict)
    known_levels: dict[str, bool] = field(default_factory=dict)
    known_units: dict[int, Counter[str]] = field(default_factory=dict)
    bound: frozenset[str] = frozenset()
    max_findings: int = 2**63
    unit_title: str = field(init=False)

    def __post_init__(self) -> None:
        self.unit_title = self.form.titled("unit")
        self.columns = {column.title: column for column in self.form.columns}
        self.bound = frozenset(title for table in self.tables for title in table.where)
        for number, table in enumerate(self.tables):
            self.rows += table.body
            self.owners += [number] * len(table.body)

    def spans(self) -> Iterator[tuple[int, Table]]:
        """(index of its first row, table) of each table."""
        start = 0
        for table in self.tables:
            yield start, table
            start += len(table.body)

    def place(self, row: int, title: str = "") -> Place:
        """The cell of a row; column 0 where the sheet has no such column."""
        table = self.tables[self.owners[row]]
        return table.grid.place(self.rows[row], table.where.get(title, 0))

    def raw(self, row: int, title: str) -> Raw:
        """The cell as found, None where the sheet has no such column."""
        table = self.tables[self.owners[row]]
        col = table.where.get(title, 0)
        return table.grid.at(self.rows[row], col) if col else None

    def holds(self, rule: str) -> bool:
        """True where this run takes the rule for 错误."""
        known = self.known_levels.get(rule)
        if known is None:
            known = self.known_levels[rule] = catalogue.level(rule, self.levels) == ERROR
        return known

    def add_finding(
        self,
        rule: str,
        row: int,
        title: str,
        facts: Mapping[str, Any] = NOTHING,
        suggestions: tuple[Suggestion, ...] = (),
        first: int = -1,
    ) -> None:
        """Tell something about a cell; a 错误 holds its row.  Raises TooManyFindings beyond `max_findings`
        findings."""
        if len(self.findings) >= self.max_findings:
            raise TooManyFindings(self.findings)
        others = (self.place(first, title),) if first >= 0 else ()
        if others:
            facts = {**facts, "另一处": others[0].ref or f"第{others[0].row}行"}
        self.flagged.setdefault((row, title), len(self.findings))
        self.subjects.append(row)
        self.findings.append(
            Finding(rule, self.place(row, title), title, self.raw(row, title), facts, suggestions, others)
        )
        if self.holds(rule):
            self.held.setdefault(row, []).append(rule)

    def add_column_finding(
        self, rule: str, table: Table, title: str, facts: Mapping[str, Any] = NOTHING, row: int | None = None
    ) -> None:
        """Tell something about a whole column of a table (the sheet, where it has no such column), or about
        the rows of the unit of `row` in it."""
        number = next(n for n, one in enumerate(self.tables) if one is table)
        self.subjects.append(-1 - number if row is None else row)
        self.findings.append(
            Finding(rule, table.grid.place(0, table.where.get(title, 0)), title, None, facts)
        )

    def unit(self, row: int) -> str:
        """The unit a row names, '' where it names none."""
        units = self.values.get(self.unit_title)
        return str(units[row] or "") if units else ""

    def units(self, number: int) -> Counter[str]:
        """How many rows of a table name each unit, once units are settled."""
        if number not in self.known_units:
            self.known_units[number] = self._units(number)
        return self.known_units[number]

    def _units(self, number: int) -> Counter[str]:
        start, table = next(islice(self.spans(), number, None))
        named = self.values.get(self.unit_title, ())[start : start + len(table.body)]
        return Counter(str(unit) for unit in named if unit)

    def unit_of_subject(self, spoken: int) -> str:
        """The unit a finding is about (`subjects`): of its row, or of its table where that is one unit's."""
        if spoken >= 0:
            return self.unit(spoken)
        units = self.units(-1 - spoken)
        return next(iter(units)) if len(units) == 1 else ""

    def add_correction(self, row: int, title: str, before: Raw, after: Raw, why: str) -> None:
        """Log that a value changed in meaning."""
        self.corrections.append((row, Correction(self.place(row, title), title, before, after, why)))

    def kept_rows(self, joined: Mapping[int, int]) -> Sequence[int]:
        """The rows that are neither held nor joined to another."""
        every = range(len(self.rows))
        if not self.held and not joined:
            return every
        return [row for row in every if row not in self.held and row not in joined]

    def selected(self, rows: Sequence[int]) -> dict[str, list[Any]]:
        """The columns of these rows (in order); the state's own lists where that is all of them."""
        if len(rows) == len(self.rows):
            return dict(self.values)
        wanted = bytearray(len(self.rows))
        for row in rows:
            wanted[row] = 1
        return {title: list(compress(values, wanted)) for title, values in self.values.items()}

    def rule_at(self, row: int, title: str) -> str:
        """The code first told about a cell, '' when nothing was."""
        number = self.flagged.get((row, title))
        return "" if number is None else self.findings[number].rule
