"""What merging and counting make: the ledger, its book-keeping, figures with their way home, what expires."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from union_xl.model.rows import Rows, frames_of

if TYPE_CHECKING:
    import pandas as pd

    from union_xl.model.grid import Binding, Place
    from union_xl.model.periods import Period
    from union_xl.model.submission import Correction, Fate, Finding, HeldEntry


@dataclass(frozen=True, slots=True)
class Share:
    """What one unit has in a file of one form: the rows that name it, whoever sent them, and the lines of
    问题清单 about them.  read == kept + joined + held.  `fate` is that of its rows, which in a merged ledger
    may differ from unit to unit; `sent`: it sent the file, whosever the rows are.  `settled` of the held rows
    wait for nobody: the clerk took them out or wants no more of them."""

    unit: str
    fate: Fate
    read: int = 0
    kept: int = 0
    joined: int = 0
    held: int = 0
    errors: int = 0
    warnings: int = 0
    zero: bool = False
    sent: bool = False
    settled: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one file for one form ('' when no form was recognised): a line of 来源文件 and
    对账.  read == kept + joined + held.  `reason` is a rule code ('' for 采用), `detail` names the other
    file it speaks of.  `unit` is who sent the file (`甲等3家` where each table names its own), `shares` what
    each unit has in it; without any, all of it is the sender's."""

    book: str
    sha256: str
    unit: str
    form: str
    fate: Fate
    reason: str = ""
    detail: str = ""
    read: int = 0
    kept: int = 0
    joined: int = 0
    held: int = 0
    zero: bool = False
    received: dt.date | None = None
    errors: int = 0
    warnings: int = 0
    sealed: bool = False
    shares: tuple[Share, ...] = ()
    settled: int = 0


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two rows that may be one: a line of 重复与冲突.  `left` and `right` are {column: value} with
    their places; `kind` a rule code; `verdict` the clerk's 处理 ('' when open)."""

    kind: str
    form: str
    left: Mapping[str, Any]
    right: Mapping[str, Any]
    left_place: Place
    right_place: Place
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of one decision or edit of the clerk: the sheet (修改 for a changed cell), what it speaks
    of, the words, and why it was not honoured ('' where it was)."""

    sheet: str
    about: str
    words: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class PastLedger:
    """A ledger of another period that a merge only looked at: where it lies (`folder/file`), its period
    in words ('' when it says none), {form slug: how many rows it has}; its period and, where a rule looks at
    earlier ledgers, its rows by form slug, with their 来源文件."""

    book: str
    period: str
    rows: Mapping[str, int]
    when: Period | None = None
    columns: Mapping[str, Rows] = field(default_factory=dict)


@dataclass(frozen=True)
class Ledger:
    """The book-keeping of a run.

    `kept[slug]` are the kept rows of each form that occurred: the form's standard titles, then
    台账状态, 来源文件, 来源工作表, 来源行.  `joined[slug]` are the
    joined rows: 文件, 工作表, 行, then the row that carries each: 归入文件, 归入工作表, 归入行 (a kept row,
    or a held one when a copy repeats it).  So every data row read is in exactly one of kept, joined, held.
    `handled` is what the clerk wrote under 处理 in 问题清单, by (文件, 工作表, 单元格 and 规则).
    `unbalanced` are sentences about accounts that do not add up (a ledger with any is never written).
    `confirmed` are the bindings of 列对应 already decided; `explanations` the rows of 审核说明, kept as the
    clerk wrote them.
    `closed` are findings that a decision settled: they stand in 问题清单 and are counted no more.  `decided`
    says what became of each decision; `acceptable` are the places of held rows that 收下 would keep.
    `past` are the ledgers of other periods that were only looked at.  `accepted` are the places of kept rows
    that break a rule over other rows as an accepted exception.
    """

    kept: Mapping[str, Rows]
    held: tuple[HeldEntry, ...] = ()
    findings: tuple[Finding, ...] = ()
    corrections: tuple[Correction, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    proposals: tuple[tuple[str, str, str, str, Binding], ...] = ()
    joined: Mapping[str, Rows] = field(default_factory=dict)
    handled: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    unbalanced: tuple[str, ...] = ()
    explanations: tuple[Mapping[str, Any], ...] = ()
    confirmed: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    closed: tuple[Finding, ...] = ()
    decided: tuple[Decision, ...] = ()
    acceptable: frozenset[tuple[str, str, int]] = frozenset()
    past: tuple[PastLedger, ...] = ()
    accepted: frozenset[tuple[str, str, int]] = frozenset()

    @property
    def frames(self) -> Mapping[str, pd.DataFrame]:
        """The kept rows as pandas frames, for who goes on with pandas."""
        return frames_of(self.kept)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the way back to its rows.

    `code` and `name` as in the sheet 指标; `value` a number, a text list or None when it cannot be
    counted (zero base); `unit` 家, 人, %, 元; `group` the group's value ('' for the whole);
    `query` the condition that selects the source rows of ledger `form`; `count` how many rows;
    `note` e.g. 另有暂缓3行未计入; `partial`: a share of 100 % while rows or returns are still missing.
    """

    code: str
    name: str
    value: Any
    unit: str = ""
    group: str = ""
    group_by: str = ""
    form: str = ""
    query: str = ""
    how: Literal["计数", "去重", "求和", "最大", "最小", "占比", "名单", "公式", ""] = ""
    count: int = 0
    note: str = ""
    partial: bool = False


@dataclass(frozen=True, slots=True)
class DueLine:
    """Something that expires: `what`, on which day, how many days are `left` (negative: over), in which
    ledger (short title), whose ('' where it is not said), how many rows, the Excel row of its sheet
    (0: several, or not said), what to do."""

    what: str
    day: dt.date
    left: int
    ledger: str
    whose: str = ""
    rows: int = 1
    row: int = 0
    cure: str = ""

    @property
    def state(self) -> str:
        """`还有 12 天`, `今天`, `已过 3 天`."""
        return (
            f"还有 {self.left} 天" if self.left > 0 else "今天" if not self.left else f"已过 {-self.left} 天"
        )
