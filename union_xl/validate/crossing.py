"""Rules between cells of a row and between rows: told at each cell, gathered where most rows have it."""

from __future__ import annotations

from typing import Any

from union_xl.forms.base import Hit, RowRule
from union_xl.forms.people_rules import BORN, births
from union_xl.validate.desk import Desk

DOUBTS = frozenset(
    [
        *(
            "DATE-AMBIGUOUS",
            "DATE-YEAR-TAKEN",
            "DATE-SHORT-YEAR",
            "DATE-YEAR-ONLY",
            "DATE-RANGE",
            "DATE-VAGUE",
        ),
        *("NUM-ABOUT", "CHOICE-DOUBT", "CHOICE-CODE", "ID-15", "B-R1"),
    ]
)
"""Said of a value that was read, but perhaps not as meant."""
BIRTH = ("证件号码", "出生日期")
MANY, SHARE = 20, 0.3
"""A 提醒 that bites more rows than both, of one unit in one table, says something about the column, not about
the rows."""


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
    for group in _groups(desk, hits):
        if not desk.holds(rule.code) and (rule.whole or _gathered(desk, group)):
            first = group[0]
            table = desk.tables[desk.owners[first.row]]
            facts = {
                **first.facts,
                "行数": len(group),
                "首行": desk.rows[first.row],
                "多行": f"（共{len(group)}行）",
            }
            desk.tell_column(rule.code, table, first.at or title, facts, first.row)
            continue
        for hit in group:
            cell = (hit.row, hit.at or title)
            if cell in desk.blamed and desk.values[cell[1]][hit.row] is None:
                continue  # what was unusable is not told to be missing as well
            facts = {"多行": "", **hit.facts}
            desk.tell(rule.code, hit.row, hit.at or title, facts, hit.suggestions, hit.first)


def _groups(desk: Desk, hits: list[Hit]) -> list[list[Hit]]:
    """The hits by table and by the unit of the row: each goes to its own unit, in its own sheet."""
    groups: dict[tuple[int, str], list[Hit]] = {}
    for hit in hits:
        groups.setdefault((desk.owners[hit.row], desk.unit(hit.row)), []).append(hit)
    return list(groups.values())


def _gathered(desk: Desk, group: list[Hit]) -> bool:
    """True where one line for the column says it better than a line per row."""
    if len(group) <= MANY:
        return False
    number, unit = desk.owners[group[0].row], desk.unit(group[0].row)
    own = desk.units(number)[unit] if unit else len(desk.tables[number].body)
    return len(group) > SHARE * own
