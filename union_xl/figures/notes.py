"""What is said beside a figure: what is missing, why a total is no sum, what is to be looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from union_xl.core import Figure
from union_xl.figures.terms import APART, Indicator

ODD_GROUP = "（写法待规范）"
"""Where rows are counted whose value is none of the column's closed list."""
Held = Mapping[str, Mapping[str, int] | int]
"""{ledger: how many}, or by unit."""
Key = tuple[str, str, str]
"""(indicator name, group label, group value)"""
_SHORT = 12
"""So long a field may be to be named in a note."""


@dataclass(frozen=True, slots=True)
class About:
    """What all figures of an indicator say alike: its condition, the ledgers it needs that are not there, why
    its lines do not add up to the whole, and how many rows are held and returns waited for, by unit."""

    indicator: Indicator
    form: str
    query: str
    absent: tuple[str, ...]
    apart: str
    held: Counter[str]
    waited: Counter[str]

    def figure(self, label: str, group: str, answer: tuple[Any, int, int]) -> Figure:
        """The figure of a group; `answer` is (value, rows, rows whose field is blank)."""
        one = self.indicator
        value, count, blank = answer
        held, waited = _of(self.held, label, group), _of(self.waited, label, group)
        notes = [*self.absent]
        notes += [f"另有暂缓{held}行未计入"] if held else []
        notes += [f"另有{waited}份未报齐"] if waited else []
        notes += [f"另有{blank}行因{one.field.text}为空未计入"] if blank else []
        notes += [self.apart] if self.apart and not label else []
        notes += [f"{label}的写法不在可选值内，请规范"] if group == ODD_GROUP and count else []
        share = value if one.unit == "%" and isinstance(value, (int, float)) else 0
        notes += ["超过100%，请核对"] if share > 1 + 1e-9 else []
        return Figure(
            one.code,
            one.name,
            value,
            one.unit,
            group,
            label,
            self.form,
            self.query,
            one.how,
            count,
            "；".join(notes),
            abs(share - 1) < 1e-9 and bool(held or waited),
        )


@dataclass(frozen=True, slots=True)
class Notes:
    """What a run knows about its ledgers: {short title: slug}, which are there, rows `held`, returns
    `waited` for."""

    slugs: Mapping[str, str]
    present: Collection[str]
    held: Held
    waited: Held

    def about(self, one: Indicator, ledgers: Sequence[str], apart: str) -> About:
        """What is said of an indicator that stands on these ledgers."""
        absent = tuple(f"没有{one.replace('.', '的')}台账" for one in ledgers if one not in self.present)
        query = f"{one.where.text or '全部'}；分母：{one.base.text}" if one.base else one.where.text
        held, waited = _by_unit(self.held, ledgers), _by_unit(self.waited, ledgers)
        return About(one, self.slugs.get(one.ledger, ""), query, absent, apart, held, waited)


def _by_unit(told: Held, ledgers: Sequence[str]) -> Counter[str]:
    """How many in these ledgers by unit, '' where the unit is not known."""
    found = Counter[str]()
    for ledger in ledgers:
        number = told.get(ledger, 0)
        found.update({"": number} if isinstance(number, int) else number)
    return found


def _of(told: Counter[str], label: str, group: str) -> int:
    """How many a figure of a group is told about: of a unit its own, of the whole all."""
    if not told or label not in ("", "单位"):
        return 0
    return told[group] if label else told.total()


def why_apart(
    one: Indicator, answers: Mapping[Key, tuple[Any, int, int]], universe: Mapping[str, Sequence[str]]
) -> str:
    """Why a total is not the sum of its lines; '' where it is, or where lines are nothing to add up."""
    total = answers.get((one.name, "", ""), (None, 0, 0))[0]
    if one.how == "占比" or one.how in APART or one.unit == "%" or not isinstance(total, (int, float)):
        return ""
    for label in one.groups:
        parts = [answers[one.name, label, group][0] for group in universe.get(label, ())]
        found = sum(part for part in parts if isinstance(part, (int, float)))
        if abs(found - total) > 1e-6 * max(1.0, abs(total)):
            return f"各{label}相加为{found:g}，与合计不等：{_reason(one, label, found < total)}"
    return ""


def _reason(one: Indicator, label: str, less: bool) -> str:
    if label == "月" and less:
        return "其余不在统计期间内或没有日期"
    if one.how == "去重":
        what = f"同一{one.field.text}" if len(one.field.text) < _SHORT else "同一对象"
        return f"{what}在几处出现，合计只计一次"
    return "公式按合计另算" if one.how == "公式" else "有的行不在任何一组"
