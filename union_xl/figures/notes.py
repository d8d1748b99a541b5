"""What is said beside a figure: what is missing, why a total is no sum, what is to be looked at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from union_xl.expressions import LedgerTables, quoted
from union_xl.expressions.unreadable import Unreadable
from union_xl.figures.dependencies import columns_used
from union_xl.figures.indicators import APART, Indicator, Library
from union_xl.ledgers.form import Form
from union_xl.model import Figure

ODD_GROUP = "（写法待规范）"
"""Where rows are counted whose value is none of the column's closed list."""
Held = Mapping[str, Mapping[str, int] | int]
"""{ledger: how many}, or by unit."""
Key = tuple[str, str, str]
"""(indicator name, group label, group value)"""
_LEDGER = "台账"
_SHORT = 12
"""So long a field may be to be named in a note."""


_WORD = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff\w/]*")


def _spoken(field: str) -> str:
    """The columns a field names: `coalesce(决算, 预算)` -> 决算、预算."""
    return "、".join(dict.fromkeys(_WORD.findall(field))) or field


@dataclass(frozen=True, slots=True)
class FigureNote:
    """What all figures of an indicator say alike: its condition, the ledgers it needs that are not there, why
    its lines do not add up to the whole, how many rows are held and returns waited for, by unit, and which
    cells it stands on cannot be taken (`odd`: what is wrong, rows by unit).  `homes` {unit: community}."""

    indicator: Indicator
    form: str
    query: str
    absent: tuple[str, ...]
    apart: str
    held: Counter[str]
    waited: Counter[str]
    odd: tuple[tuple[str, Counter[str]], ...]
    homes: Mapping[str, str]
    undated: str = ""
    """Why nothing can be said of a period."""

    def figure(self, label: str, group: str, answer: tuple[Any, int, int]) -> Figure:
        """The figure of a group; `answer` is (value, rows, rows whose field is blank)."""
        one = self.indicator
        value, count, blank = answer
        held, waited = self._of(self.held, label, group), self._of(self.waited, label, group)
        notes = [*self.absent, *filter(None, (self.undated,))]
        if value is None and not count and label in ("单位", "社区") and one.ledger and not notes:
            notes.append(f"{one.ledger}里没有它的行")
        notes += [f"另有暂缓{held}行未计入"] if held else []
        notes += [f"另有{waited}份未报齐"] if waited else []
        unread = any(why.startswith(one.field.text) for why, _ in self.odd)
        notes += (
            [f"另有{blank}行因{_spoken(one.field.text)}{'没有可用的值' if unread else '为空'}未计入"]
            if blank
            else []
        )
        notes += [f"有{rows}行的{why}" for why, by in self.odd if (rows := self._of(by, label, group, True))]
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

    def _of(self, counts: Counter[str], label: str, group: str, every: bool = False) -> int:
        """How many a figure of a group is told about: of a unit its own, of a community those of its units,
        of the whole all; of any other group none, or all where it may concern `every` group."""
        if not counts:
            return 0
        if label == "单位":
            return counts[group]
        if label == "社区":
            return sum(number for unit, number in counts.items() if self.homes.get(unit) == group)
        return counts.total() if every or not label else 0


@dataclass(frozen=True, slots=True)
class Notes:
    """What a run knows about its ledgers: {short title: slug}, which are there, rows `held`, returns
    `waited` for, cells that cannot be taken {ledger: {column: them}}, {unit: community}."""

    slugs: Mapping[str, str]
    present: Collection[str]
    held: Held
    waited: Held
    unreadable: Mapping[str, Mapping[str, Unreadable]]
    homes: Mapping[str, str]

    def about(
        self,
        one: Indicator,
        ledgers: Sequence[str],
        columns: Collection[tuple[str, str]],
        apart: str,
        undated: str = "",
    ) -> FigureNote:
        """What is said of an indicator that stands on these ledgers, and on these columns (ledger, title)."""
        gone = (ledger.replace(".", "的") for ledger in ledgers if ledger not in self.present)
        absent = tuple(f"没有{ledger.removesuffix(_LEDGER)}{_LEDGER}" for ledger in gone)
        query = f"{one.where.text or '全部'}；分母：{one.base.text}" if one.base else one.where.text
        held, waited = _by_unit(self.held, ledgers), _by_unit(self.waited, ledgers)
        odd = tuple(
            (found.why, found.rows)
            for ledger, title in columns
            if (found := self.unreadable.get(ledger, {}).get(title)) is not None
        )
        return FigureNote(
            one, self.slugs.get(one.ledger, ""), query, absent, apart, held, waited, odd, self.homes, undated
        )


def _by_unit(held: Held, ledgers: Sequence[str]) -> Counter[str]:
    """How many in these ledgers by unit, '' where the unit is not known."""
    found = Counter[str]()
    for ledger in ledgers:
        number = held.get(ledger, 0)
        found.update({"": number} if isinstance(number, int) else number)
    return found


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


_FLOW = "流量"


def take_undated(
    answers: dict[Key, tuple[Any, int, int]], library: Library, data: LedgerTables, forms: Mapping[str, Form]
) -> dict[str, str]:
    """{flow: why it has no value} of those that count nothing though rows are there, because none of them
    says when; their answers lose their zero.  `forms` by short title."""
    found: dict[str, str] = {}
    for one in library.indicators:
        whole = answers.get((one.name, "", ""))
        if one.over != _FLOW or whole is None or whole[0] not in (0, []) or one.ledger not in forms:
            continue
        days = _days(one, library, data, forms[one.ledger])
        if not days:
            continue
        told = " or ".join(f"{quoted(title)} is not null" for title in days)
        text = f"select count(*), count(*) filter (where {told}) from {quoted(one.ledger)}"
        ((rows, dated),) = data.connection.execute(text).fetchall()
        if rows and not dated:
            found[one.name] = f"{rows}行都没有填{'、'.join(days)}，不知道算在哪一期"
            for key, answer in answers.items():
                if key[0] == one.name:
                    answers[key] = (None, *answer[1:])
    return found


def _days(one: Indicator, library: Library, data: LedgerTables, form: Form) -> list[str]:
    """The days an indicator looks at, of those a row should have."""
    titles = {title for ledger, title in columns_used(one, library, data) if ledger == one.ledger}
    return [
        column.title
        for column in form.columns
        if column.title in titles and column.kind.name == "日期" and column.need != "optional"
    ]
