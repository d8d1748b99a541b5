"""审核关系: relations between indicators that must hold, on the whole and on every unit."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from union_xl.expressions import EARLIER, Constant, kept_connection
from union_xl.figures.formulas import Answers, Formulas
from union_xl.figures.indicators import CrossCheck, Library
from union_xl.model import Figure

WHOLE = "合计"


@dataclass(frozen=True, slots=True)
class Explanation:
    """`更正或说明`: why a relation does not hold, given in the ledger workbook by a person.

    It stands only as long as both numbers are those it was given for.
    """

    code: str
    unit: str
    left: float | None
    right: float | None
    words: str
    signer: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class FailedRelation:
    """A relation that does not hold for `unit` (合计: the whole): both sides and every indicator in it.

    `explanation` is the one that covers it, None when there is none; `stale` one given for other numbers.
    """

    code: str
    level: str
    relation: str
    unit: str
    left: float | None
    right: float | None
    values: Mapping[str, Any] = field(default_factory=dict)
    about: str = ""
    explanation: Explanation | None = None
    stale: Explanation | None = None

    @property
    def words(self) -> str:
        """`女会员数 12、会员数 10`"""
        return "、".join(f"{name} {_shown(value)}" for name, value in self.values.items())


def _shown(value: Any) -> str:
    return (
        "—"
        if value is None
        else f"{value:g}"
        if isinstance(value, float) and not value.is_integer()
        else f"{value:.0f}"
    )


def failed_relations(
    figures: Sequence[Figure],
    library: Library,
    *,
    previous: Sequence[Figure] | None = None,
    last_year: Sequence[Figure] | None = None,
    shared: Mapping[str, Constant] | None = None,
    levels: Mapping[str, str] | None = None,
    explanations: Sequence[Explanation] = (),
) -> tuple[FailedRelation, ...]:
    """The relations that do not hold, in the order of the sheet; the whole before the units.

    A relation is asked of units only where every indicator in it is counted per unit.  One whose numbers
    are missing (no ledger, zero base, no last period) is not asked.  `levels` {code: level} changes levels
    (`X3` speaks for X3a, X3b …).
    """
    answers: Answers = {(f.name, f.group_by, f.group): (f.value, f.count, 0) for f in figures}
    universe: dict[str, list[str]] = {}
    for figure in figures:
        if figure.group_by:
            universe.setdefault(figure.group_by, [])
    units = list(dict.fromkeys(f.group for f in figures if f.group_by == "单位"))
    formulas = Formulas(kept_connection(), library, universe, previous, last_year, shared)
    grouped = {f.name for f in figures if f.group_by == "单位"}
    asked = [check for check in library.checks if units and _per_unit(check, grouped)]
    failing = _failing(library.checks, formulas, "", [""], answers)
    failing += _failing(asked, formulas, "单位", units, answers)
    place = {check.code: at for at, check in enumerate(library.checks)}
    failing.sort(key=lambda one: place[one.code])
    return tuple(_explained(_levelled(one, levels or {}), explanations) for one in failing)


def _per_unit(check: CrossCheck, grouped: Collection[str]) -> bool:
    """Whether every indicator of a relation is counted per unit."""
    return all(q in ("", *EARLIER) and name in grouped for q, name in check.relation.names)


def _failing(
    checks: Sequence[CrossCheck], formulas: Formulas, label: str, groups: Sequence[str], answers: Answers
) -> list[FailedRelation]:
    asked = [((c.relation.sql, c.left or "NULL", c.right or "NULL"), c.relation) for c in checks]
    found = []
    for check, lines in zip(checks, formulas.ask(asked, label, groups, answers), strict=True):
        for group, (holds, left, right) in zip(groups, lines, strict=True):
            if holds is None or holds:
                continue
            values = {
                f"{q}.{name}" if q else name: formulas.value(q, name, label, group, answers)
                for q, name in check.relation.names
            }
            unit = group if label else WHOLE
            text = check.relation.text
            found.append(
                FailedRelation(check.code, check.level, text, unit, left, right, values, check.about)
            )
    return found


def _levelled(one: FailedRelation, levels: Mapping[str, str]) -> FailedRelation:
    level = levels.get(one.code) or levels.get(one.code.rstrip("abcdefghijklmnopqrstuvwxyz")) or one.level
    return replace(one, level=level)


def _explained(one: FailedRelation, explanations: Sequence[Explanation]) -> FailedRelation:
    stale = None
    for given in explanations:
        if given.code != one.code or (given.unit or WHOLE) != one.unit or not given.words:
            continue
        if _same(given.left, one.left) and _same(given.right, one.right):
            return replace(one, explanation=given)
        stale = given
    return replace(one, stale=stale)


def _same(given: float | None, now: float | None) -> bool:
    if given is None or now is None:
        return given is None and now is None
    return abs(float(given) - float(now)) < 1e-9 + 1e-6 * abs(float(now))
