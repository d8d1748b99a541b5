"""Who still owes what: the open lines of 报送情况 with the reasons, sorted for chasing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from union_xl.merge import reporting_status
from union_xl.merge.reporting_status import UnitStatus
from union_xl.model import RunContext

OUTWARD: Mapping[str, str] = {
    "未报": "尚未收到",
    "退回": "已退回，待修改",
    "部分受理": "部分受理，待补正",
    "待确认": "待确认",
}
"""What a state is called towards the unit."""
UNREAD = "未能读取，请重新报送"

_NAMED = 3
"""So many forms are called by name."""
SAID = 2
"""So many reasons stand in a message; the marked copy has all."""


@dataclass(frozen=True, slots=True)
class OpenLine:
    """One open line and what is mostly wrong with what came (at most three short reasons)."""

    line: UnitStatus
    reasons: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        return UNREAD if self.line.unread else OUTWARD.get(self.line.status, self.line.status)

    @property
    def state_and_round(self) -> str:
        """`尚未收到（第2次催报）`, of who was asked before."""
        chased = self.line.chased
        return f"{self.state}（第{chased + 1}次催报）" if chased else self.state

    @property
    def brief(self) -> str:
        """`《会员登记》尚未收到`; a file that could not be recognised has no form to name."""
        if not self.line.form:
            return f"报来的文件{'待确认是哪张表' if self.line.status == '待确认' else self.state}"
        return f"《{self.line.title}》{self.state}"

    @property
    def said(self) -> str:
        """`《会员登记》已退回，待修改（校验位不对（会员登记!E7）；性别不符（会员登记!C8） 等 6 处）`."""
        if not self.reasons:
            return self.brief
        why = "；".join(one.rstrip("。") for one in self.reasons[:SAID])
        more = f" 等 {self.line.errors} 处" if len(self.reasons) > SAID and self.line.errors > SAID else ""
        return f"{self.brief}（{why}{more}）"

    @property
    def counted(self) -> str:
        """`《会员登记》部分受理，待补正（6 处要改）`."""
        count = self.line.errors if self.line.rows and self.line.status != "待确认" else 0
        return f"{self.brief}（{count} 处要改）" if count else self.brief

    @property
    def marked(self) -> bool:
        """Whether a copy with marked cells went back: something was read from what came."""
        status = self.line.status
        return status in ("部分受理", "待确认") or (status == "退回" and self.line.rows > 0)


def open_lines(
    lines: Sequence[UnitStatus], reasons: Mapping[tuple[str, str], Sequence[str]]
) -> tuple[OpenLine, ...]:
    """The open lines, most overdue first, then the bigger return, then roster order.

    `reasons` is {(unit, file): the reasons that concern this unit}.
    """
    found = []
    for line in lines:
        if line.open:
            reasons_here = (why for book in line.books for why in reasons.get((line.unit, book), ()))
            found.append(OpenLine(line, tuple(dict.fromkeys(reasons_here))[:3]))
    return tuple(sorted(found, key=lambda one: (-one.line.overdue, -one.line.rows)))


def by_unit(dues: Sequence[OpenLine]) -> dict[str, list[OpenLine]]:
    """{unit: its open lines}, units in the order of the first of each."""
    sorted_out: dict[str, list[OpenLine]] = {}
    for one in dues:
        sorted_out.setdefault(one.line.unit, []).append(one)
    return sorted_out


@dataclass(frozen=True, slots=True)
class Tally:
    """应报, 已报, 退回, 未报 over what is owed (a line per unit and form); 免报 is not owed."""

    owed: int
    settled: int
    back: int
    missing: int

    @property
    def rate(self) -> str:
        """Share of what is owed that is settled, one decimal."""
        return f"{100 * self.settled / self.owed:.1f}%" if self.owed else "—"


def tally(lines: Sequence[UnitStatus]) -> Tally:
    owed = [line for line in lines if line.owed and line.status != "免报" and line.form]
    missing = sum(line.status == "未报" for line in owed)
    settled = sum(line.status in reporting_status.SETTLED for line in owed)
    return Tally(len(owed), settled, len(owed) - settled - missing, missing)


def counted(lines: Sequence[UnitStatus], dues: Sequence[OpenLine]) -> dict[str, object]:
    """The counts every notice may use, by the names templates know them under."""
    counts = tally(lines)
    return {
        "次数": round_of(dues),
        "应报数": counts.owed,
        "已报数": counts.settled,
        "退回数": counts.back,
        "未报数": counts.missing,
        "报送率": counts.rate,
    }


def round_of(dues: Sequence[OpenLine]) -> int:
    """Which reminder this is: one more than the most that any open line has had."""
    return 1 + max((one.line.chased for one in dues), default=0)


def forms_in(dues: Sequence[OpenLine]) -> tuple[str, ...]:
    """Slugs of the ledgers that are chased."""
    return tuple(dict.fromkeys(one.line.form for one in dues if one.line.form))


def forms_named(dues: Sequence[OpenLine], context: RunContext) -> str:
    """The forms that are chased, `《会员登记》《单位台账》`; of many, whose they are: `2022年上半年报表`."""
    titles = dict.fromkeys(one.line.title for one in dues if one.line.form)
    if len(titles) > _NAMED:
        return f"{context.period.words if context.period else ''}报表"
    return "".join(f"《{title}》" for title in titles)


def heading(dues: Sequence[OpenLine], context: RunContext, *more: str) -> str:
    """`关于催报《会员登记》的通知（第2次）`, of a notice to all; without the number where they differ."""
    same = len({one.line.chased for one in dues}) == 1
    about = " · ".join([*([f"第{round_of(dues)}次"] if same else []), *more])
    return f"关于催报{forms_named(dues, context) or '报表'}的通知{f'（{about}）' if about else ''}"
