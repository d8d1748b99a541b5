"""What the indicator library holds, as values."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import get_args

from union_xl.expressions import NOTHING, Expression
from union_xl.ledgers.form import How

HOWS: tuple[How, ...] = get_args(How)
WITH_FIELD: frozenset[How] = frozenset(("去重", "求和", "最大", "最小", "名单"))
"""Ways that need a field to look at."""
APART: frozenset[How] = frozenset(("最大", "最小", "名单"))
"""Ways whose answers for parts cannot be added up to that of the whole."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of the sheet 指标; `row` is where it stands there.

    `ledger` is a ledger's short title ('' for 公式); `field` what is counted once, added up or listed;
    `groups` the group labels in order, `month_by` the date column behind the label 月; `implied`: 分组 is
    blank, so that `groups` are all keys of the ledger.  `owners` are the ledgers by whose rows it can be
    split, too, when that is asked.  `over`: 存量 or 流量, '' where nobody said.  `place`: where the line
    stands, as told.
    """

    code: str
    name: str
    how: How
    row: int
    ledger: str = ""
    field: Expression = NOTHING
    where: Expression = NOTHING
    base: Expression = NOTHING
    groups: tuple[str, ...] = ()
    month_by: str = ""
    unit: str = ""
    about: str = ""
    implied: bool = False
    owners: tuple[str, ...] = ()
    over: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """One line of the sheet 审核关系: a relation between indicators that must hold.

    `left` and `right` are the two sides of its comparison ('' when it has not two sides).
    """

    code: str
    relation: Expression
    level: str
    row: int
    about: str = ""
    left: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Library:
    """A checked indicator library.  `order` are the names of 公式 in the order they can be worked out."""

    book: str
    indicators: tuple[Indicator, ...]
    checks: tuple[CrossCheck, ...] = ()
    order: tuple[str, ...] = ()

    def named(self, text: str) -> Indicator | None:
        """The indicator of this name or code, None when there is none."""
        for one in self.indicators:
            if text in (one.name, one.code):
                return one
        return None

    def only(self, *texts: str) -> Library:
        """The library cut down to some indicators (names or codes) and what they stand on, without relations.
        As it is when there is no such indicator."""
        todo = [one for text in texts if (one := self.named(text))]
        if not todo:
            return self
        kept = {one.name for one in todo}
        for each in todo:
            for _, need in each.where.names if each.how == "公式" else ():
                other = self.named(need)
                if other is not None and need not in kept:
                    kept.add(need)
                    todo.append(other)
        indicators = tuple(each for each in self.indicators if each.name in kept)
        return Library(self.book, indicators, (), tuple(name for name in self.order if name in kept))

    def grouped_by(self, labels: Collection[str]) -> Library:
        """The library with these groupings only, and those its formulas add up (单位合计 …)."""
        sums = {q.removesuffix("合计") for one in self.indicators for q, _ in one.where.names if q}
        wanted = {*labels, *sums}
        indicators = tuple(
            replace(one, groups=tuple(label for label in (*one.groups, *one.owners) if label in wanted))
            for one in self.indicators
        )
        return replace(self, indicators=indicators)

    def of_ledger(self, ledger: str) -> Library:
        """The library cut down to the indicators of one ledger and the formulas that stand on them, without
        relations."""
        kept = {one.name for one in self.indicators if one.ledger == ledger}
        for name in self.order:
            formula = self.named(name)
            if formula and any(not q and need in kept for q, need in formula.where.names):
                kept.add(name)
        indicators = tuple(each for each in self.indicators if each.name in kept)
        return Library(self.book, indicators, (), tuple(name for name in self.order if name in kept))
