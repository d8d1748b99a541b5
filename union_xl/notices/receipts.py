"""Receipts (回执): what a unit is told about one returned file.

submission + its problems -> `unit_receipt` -> UnitReceipt: plain texts for the sheet 问题清单, the
receipt, the message.
Outward wording is polite: 请修改后交回, 未能读取，请重新报送; private values are masked.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from union_xl import findings as catalogue
from union_xl import ledgers
from union_xl.merge import reporting_status
from union_xl.model import ERROR, Place, RunContext, Submission
from union_xl.notices.text_templates import long_date, office_values
from union_xl.returns.problems import Problem

MOST = 5
"""So many reasons stand in a receipt."""
ACCEPTED, PARTLY, BACK, UNREAD, ASKED = (
    "受理",
    "部分受理，请补正",
    "请修改后重新报送",
    "未能读取，请重新报送",
    "请确认后重新报送",
)


@dataclass(frozen=True, slots=True)
class UnitReceipt:
    """One receipt.  `number` is 编号 YYYYMMDD-form-unit; `rows` data rows read, `kept` those accepted;
    `reasons` at most five, the most frequent first; `marked` says that a marked copy (of a
    Word file, `in_word`, the list of its problems) goes with it."""

    number: str
    unit: str
    title: str
    period: str
    book: str
    sha: str
    received: str
    sheets: str
    rows: int
    kept: int
    errors: int
    warnings: int
    corrections: int
    conclusion: str
    reasons: tuple[str, ...]
    until: str
    office: str
    ask: str
    marked: bool = False
    in_word: bool = False

    @property
    def result(self) -> str:
        """What became of the rows; '' where nothing could be read."""
        if not self.sheets:
            return ""
        return (
            f"通过 {self.kept} 行，要改正 {self.errors} 处，请核对 {self.warnings} 处，"
            f"自动修正 {self.corrections} 处"
        )

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Label and text, in the order they are shown; empty ones left out."""
        every = (
            ("回执编号", self.number),
            ("单位", self.unit),
            ("报表", " · ".join(part for part in (self.title, self.period) if part)),
            ("文件", f"{self.book}（校验码 {self.sha}）"),
            ("收到时间", self.received),
            ("读取", f"{self.sheets}，共 {self.rows} 行" if self.sheets else ""),
            ("结果", self.result),
            ("结论", self.conclusion),
            ("请补正", self.until),
            ("咨询", self.ask),
        )
        return tuple((label, text) for label, text in every if text)


def unit_receipt(
    submission: Submission,
    problems: Sequence[Problem],
    context: RunContext,
    *,
    unit: str,
    number: int,
    nth: int = 1,
    received: dt.date | None = None,
    rows: tuple[int, int] | None = None,
) -> UnitReceipt:
    """The receipt of one file; `problems` are its problems (one per rule and cell), `number` the unit's
    running number, `nth` which of the unit's returned files it is.  `rows` are those read and those
    accepted, by default as the file alone tells."""
    parts = submission.parts
    known = {form.slug: form.title for form in ledgers.forms_of(context)}
    slugs = [part.form for part in parts] or [reporting_status.form_in_name(submission.book, context)]
    titles = "、".join(dict.fromkeys(known.get(slug, "") for slug in slugs if slug))
    errors = sum(problem.level == ERROR for problem in problems)
    read, kept = rows or (
        sum(part.read for part in parts),
        sum(part.kept + len(part.joined) for part in parts),
    )
    values = office_values(context, [slug for slug in slugs if slug])
    when = received or next((part.filled_on for part in parts if part.filled_on), None)
    sheets = dict.fromkeys(
        [sheet for part in parts for sheet in part.sheets]
        + [held.sheet for part in parts for held in part.held]
    )
    return UnitReceipt(
        number=f"{reporting_status.today_of(context):%Y%m%d}-{_form_number(slugs[0], known)}-{number:03d}"
        + (f"-{nth}" if nth > 1 else ""),
        unit=unit,
        title=f"《{titles}》" if titles else "",
        period=context.period.words if context.period else "",
        book=submission.book.rsplit("/", 1)[-1],
        sha=submission.sha256[:12],
        received=long_date(when),
        sheets="、".join(sheets),
        rows=read,
        kept=kept,
        errors=errors,
        warnings=len(problems) - errors,
        corrections=len(submission.corrections),
        conclusion=_conclusion(submission, errors, kept),
        reasons=reasons(submission, problems),
        until=f"请{values['补正期限']}{'补正交回' if sheets else '重新报送'}",
        office=str(values["填报单位"]),
        ask=str(values["咨询方式"]),
        in_word=any(problem.place.in_word for problem in problems),
    )


def reasons(submission: Submission, problems: Sequence[Problem]) -> tuple[str, ...]:
    """The most frequent reasons with number and first cells: `证号有误（6处：会员登记!E17、E18、E20 等）`."""
    wanted = [one for one in problems if one.level == ERROR] or list(problems)
    if submission.fate in ("未能读取", "待确认"):
        # What the clerk may choose under 处理 is no advice for the sender.
        said = [one.what + ("" if "“处理”" in one.cure else one.cure) for one in wanted if not one.place.ref]
        if said:
            return tuple(dict.fromkeys(said))[:MOST]
    counted = Counter(_reason(one) for one in wanted)
    made = []
    for title, count in sorted(counted.items(), key=lambda item: -item[1])[:MOST]:
        made.append(f"{title}{_where([one.place for one in wanted if _reason(one) == title], count)}")
    if not made and submission.reason:
        made.append(catalogue.title(submission.reason))
    return tuple(made)


CELLS = 3


def _where(places: Sequence[Place], count: int) -> str:
    """`（会员登记!E17）`, `（6处：会员登记!E17、E18、E20 等）`; '' where no cell is known."""
    first = places[0]
    if not first.spot:
        return ""
    spots = [one.ref if one.ref and one.sheet == first.sheet and not one.in_word else one.spot
             for one in places[1:CELLS]]  # fmt: skip
    spots_text = "、".join((first.spot, *filter(None, spots)))
    if count == 1:
        return f"（{spots_text}）"
    return f"（{count}处：{spots_text}{' 等' if count > CELLS else ''}）"


def _reason(problem: Problem) -> str:
    title = problem.titles[0]
    return f"{problem.column}：{title}" if problem.column and problem.column not in title else title


def _conclusion(submission: Submission, errors: int, kept: int) -> str:
    if submission.fate == "待确认":
        return ASKED
    if submission.fate == "未能读取" or not submission.parts:
        return UNREAD
    if not errors:
        return ACCEPTED
    return PARTLY if kept else BACK


def _form_number(slug: str, known: dict[str, str]) -> str:
    """Two digits: the form's place among the forms, 00 when it was not recognised."""
    return f"{list(known).index(slug) + 1:02d}" if slug in known else "00"
