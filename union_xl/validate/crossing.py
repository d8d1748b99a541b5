"""Rules between cells of a row and between rows: told where they bite, gathered where they are ordinary."""

from __future__ import annotations

from typing import Any

from union_xl.forms.base import Hit, RowRule
from union_xl.forms.people_rules import BORN, births
from union_xl.validate.desk import Desk

DOUBTS = frozenset(
    [
        *("DATE-AMBIGUOUS", "DATE-SHORT-YEAR", "DATE-YEAR-ONLY", "DATE-RANGE", "DATE-VAGUE"),
        *("NUM-ABOUT", "CHOICE-DOUBT", "CHOICE-CODE", "ID-15", "B-R1"),
    ]
)
"""Said of a value that was read, but perhaps not as meant."""
BIRTH = ("证件号码", "出生日期")
MANY, SHARE = 10, 0.3
"""A 提醒 that bites more rows than both says something about the column, not about the rows."""


def apply(desk: Desk) -> None:
    """Apply the form's rules; cells something was told about are None by now, so consequences stay silent."""
    absent: list[object] = [None] * len(desk.rows)
    columns: dict[str, list[Any]] = dict(desk.values)
    if desk.form.row_rules and BIRTH[0] in columns:
        columns |= births(desk.values)
    for rule in desk.form.row_rules:
        if not desk.bound.issuperset(rule.present):
            continue
        hits = list(rule.find(desk.facts, *(columns.get(title, absent) for title in rule.columns)))
        if hits and desk.blamed and not desk.holds(rule.code):
            hits = [hit for hit in hits if not _doubted(desk, rule, hit.row)]
        if hits:
            _tell(desk, rule, hits)


def _doubted(desk: Desk, rule: RowRule, row: int) -> bool:
    """True where the rule rests on a cell that is told to be doubtful; what follows from it is no news."""
    titles = (*rule.columns, *BIRTH) if BORN in rule.columns else rule.columns
    return any(desk.rule_at(row, title) in DOUBTS for title in titles)


def _tell(desk: Desk, rule: RowRule, hits: list[Hit]) -> None:
    title = rule.at or rule.columns[-1]
    total = len(desk.rows)
    if not desk.holds(rule.code) and _gathered(rule, len(hits), total):
        first = hits[0]
        table = desk.tables[desk.owners[first.row]]
        facts = {
            **first.facts,
            "行数": len(hits),
            "首行": desk.rows[first.row],
            "多行": f"（共{len(hits)}行）",
        }
        desk.tell_column(rule.code, table, first.at or title, facts)
        return
    for hit in hits:
        cell = (hit.row, hit.at or title)
        if cell in desk.blamed and desk.values[cell[1]][hit.row] is None:
            continue  # what was unusable is not told to be missing as well
        desk.tell(rule.code, hit.row, hit.at or title, {"多行": "", **hit.facts}, hit.suggestions, hit.first)


def _gathered(rule: RowRule, hits: int, total: int) -> bool:
    """True where one line for the column says it better than a line per row."""
    if rule.whole:
        return True
    if rule.ordinary and hits > 1:
        return total < 100 or hits * 200 > total
    return hits > MANY and hits > SHARE * total
