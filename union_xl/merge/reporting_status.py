"""Where every unit stands with every form it owes: the rows of 报送情况.

receipts -> `unit_statuses` -> one UnitStatus per unit and form, by the units of the rows, whoever sent them.
The one place that decides 已报, 部分受理, 退回, 待确认, 零报告, 免报, 未报; the ledger workbook and the
notices both print what is decided here.

A unit owes what 应报表 says; without it, of the forms that occurred in the run those that every unit owes.
Ledgers the office keeps itself are nobody's to report, unless 应报表 says so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from union_xl import ledgers
from union_xl.ledgers.form import RETURNED
from union_xl.model import Receipt, RunContext, Share, Unit

Status = Literal["已报", "部分受理", "退回", "待确认", "零报告", "免报", "未报"]
STATUSES: tuple[Status, ...] = ("已报", "部分受理", "退回", "待确认", "零报告", "免报", "未报")
SETTLED: frozenset[str] = frozenset({"已报", "零报告", "免报"})

HEADINGS = (
    "单位",
    "社区",
    "表",
    "状态",
    "份数",
    "行数",
    "错误",
    "提醒",
    "收到日期",
    "逾期天数",
    "联系人",
    "联系电话",
    "盖章件",
    "已催次数",
    "文件",
)


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """One unit and one form.

    `form` is the slug ('' when something came that could not be recognised as a form), `title` its short
    title; `files` how many returns came, `rows` the data rows read from those that count; `overdue` days
    (0 when in time or without a deadline); `sealed` 是, 否 or ''; `books` the files, in path order;
    `note` what the clerk typed over the state; `owed` is False for what came although the unit's 应报表 does
    not ask for it (a unit in the list of its community): it may have to be mended, and is counted nowhere;
    `unread`: none of the files could be read.
    """

    unit: str
    community: str
    form: str
    title: str
    status: Status
    files: int = 0
    rows: int = 0
    errors: int = 0
    warnings: int = 0
    received: dt.date | None = None
    overdue: int = 0
    contact: str = ""
    phone: str = ""
    sealed: str = ""
    chased: int = 0
    books: tuple[str, ...] = ()
    note: str = ""
    owed: bool = True
    unread: bool = False

    @property
    def open(self) -> bool:
        """Whether the unit still has to send or mend something."""
        return self.status not in SETTLED

    def cells(self) -> tuple[str | int | dt.date | None, ...]:
        """The values of a row of 报送情况, in the order of HEADINGS; no zeros where nothing is owed."""
        idle = self.status == EXEMPT and not self.files
        asked = self.owed or not self.form
        said = "；".join(filter(None, ("" if asked else UNASKED, self.note)))
        counts = (self.files, self.rows, self.errors, self.warnings)
        return (
            self.unit,
            self.community,
            self.title,
            f"{self.status}（{said}）" if said else self.status,
            *((None,) * len(counts) if idle else counts),
            self.received,
            None if idle else self.overdue,
            self.contact,
            self.phone,
            self.sealed,
            self.chased,
            "、".join(self.books),
        )


def unit_statuses(
    receipts: Sequence[Receipt],
    context: RunContext,
    *,
    chased: Mapping[tuple[str, str], int] | None = None,
    sealed: Mapping[tuple[str, str], str] | None = None,
    stated: Mapping[tuple[str, str], str] | None = None,
    today: dt.date | None = None,
) -> tuple[UnitStatus, ...]:
    """The rows of 报送情况: roster order, then units on no roster; a unit's forms in the order of `forms`.

    Args:
        receipts: one per file and form; a file whose form is unknown has form ''.
        chased, sealed: what the clerk noted in the last 报送情况, {(unit, short title): …}.
        stated: what the clerk typed over 状态, a note or 免报, likewise.
        today: what 逾期天数 counts to; by default 今日 of the settings, else the calendar's day.
    """
    forms = ledgers.forms_of(context)
    titles = {form.slug: form.short for form in forms}
    returned = {form.slug for form in forms if form.owed in RETURNED}
    day = today or today_of(context)
    known = {unit.name: unit for unit in context.roster.units}
    came = _by_unit_and_form(receipts, context, titles)
    occurred = _occurred(came, context)
    order = [*known, *sorted({unit for unit, _ in came} - known.keys())]
    strange: dict[str, set[str]] = {}
    for name, slug in came:
        if slug not in titles:
            strange.setdefault(name, set()).add(slug)
    made = []
    for name in order:
        unit = known.get(name, Unit(name))
        owed = owed_forms(unit, context, occurred if name in known else (), titles)
        for slug in [*titles, *sorted(strange.get(name, ()))]:
            own = came.get((name, slug), [])
            if slug in titles and slug not in returned and slug not in owed:
                continue  # the office keeps it itself: nobody reports it
            if own or slug in owed or slug in unit.exempt:
                title = titles.get(slug, slug)
                line = _line(
                    unit, slug, title, own, context, day,
                    (chased or {}).get((name, title), 0), (sealed or {}).get((name, title), ""),
                )  # fmt: skip
                line = _as_stated(line, (stated or {}).get((name, title), ""))
                line = replace(line, owed=slug in owed or not known)
                if name in known or line.status != "未报":  # who owes nothing is not missed
                    made.append(line)
    return tuple(made)


EXEMPT: Status = "免报"
TYPED = "经办人"
"""The note beside 免报 that the clerk typed: 应报表 knows nothing of it."""
UNASKED = "非应报"
"""What stands beside the state of a return that its unit did not owe."""
_ASKED = re.compile(rf"{UNASKED}[；;]?\s*")


def status_and_note(text: object) -> tuple[str, str]:
    """A cell of 状态 (`未报（已电话催过）`, `已电话催过`) -> the status, the clerk's note; '' for none."""
    said = "" if text is None or text != text else _ASKED.sub("", str(text)).strip().replace("（）", "")
    for status in STATUSES:
        if said == status:
            return status, ""
        if said.startswith(f"{status}（") and said.endswith("）"):
            return status, said[len(status) + 1 : -1]
    return "", said


def is_owed(text: object) -> bool:
    """Whether the line of a cell of 状态 is of a return that its unit owed."""
    return not _ASKED.search(str(text))


def _as_stated(line: UnitStatus, said: str) -> UnitStatus:
    """The line as the clerk says it is: a note stays while something is open, 免报 while nothing came."""
    if said == EXEMPT:
        exempt = line.status == "未报"
        return replace(line, status=EXEMPT, note=TYPED, overdue=0) if exempt else line
    return replace(line, note=said) if said and line.open else line


def owed_forms(
    unit: Unit, context: RunContext, occurred: Iterable[str], titles: Mapping[str, str]
) -> list[str]:
    """Slugs a unit owes: its 应报表, else those of `occurred` (none for a unit on no roster).

    Only those of this run, no exempt ones.
    """
    stated = unit.owes or tuple(occurred)
    wanted = set(context.forms or titles)
    return [slug for slug in titles if slug in stated and slug in wanted and slug not in unit.exempt]


def today_of(context: RunContext) -> dt.date:
    """今日 of the settings (a date, or text such as 2022-07-08); without it the calendar's day."""
    stated = context.settings.names.get("今日")
    if isinstance(stated, dt.datetime):
        return stated.date()
    if isinstance(stated, dt.date):
        return stated
    found = re.match(r"\s*(\d{4})\D+(\d{1,2})\D+(\d{1,2})", str(stated or ""))
    if found:
        try:
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            pass
    return dt.date.today()


def _by_unit_and_form(
    receipts: Sequence[Receipt], context: RunContext, titles: Mapping[str, str]
) -> dict[tuple[str, str], list[Receipt]]:
    """Receipts, each cut into what its units have in it, sorted to (unit, form).  A file that could not be
    read goes to the unit and the form its name speaks of; failing that, to the one form the unit has not sent
    otherwise, or, where it has sent all it owes, to those: what was meant came after all; else to form ''."""
    came: dict[tuple[str, str], list[Receipt]] = {}
    unclear: list[tuple[str, Receipt]] = []
    for one in (piece for whole in receipts if whole.fate != "忽略" for piece in _pieces(whole)):
        unit = one.unit or unit_in_name(one.book, context)
        if not unit:
            continue
        slug = one.form or form_in_name(one.book, context)
        if slug:
            came.setdefault((unit, slug), []).append(one)
        else:
            unclear.append((unit, one))
    known = {unit.name: unit for unit in context.roster.units}
    occurred = _occurred(came, context)
    for name, one in unclear:
        listed = known.get(name)
        owed = owed_forms(listed or Unit(name), context, occurred if listed else (), titles)
        missing = [slug for slug in owed if (name, slug) not in came]
        if not missing and one.fate == "未能读取":
            missing = owed[:1]
        came.setdefault((name, missing[0] if len(missing) == 1 else ""), []).append(one)
    return came


def _occurred(came: Iterable[tuple[str, str]], context: RunContext) -> list[str]:
    """Slugs of the forms that came and that every unit owes."""
    there = {slug for _, slug in came}
    return [form.slug for form in ledgers.forms_of(context) if form.slug in there and form.owed == "all"]


def _pieces(whole: Receipt) -> Iterator[Receipt]:
    """A receipt as one per unit.  Who sent a list of others' rows has sent it: the state of the list is
    theirs, its rows are not."""
    if not any(share.unit for share in whole.shares):
        yield whole
        return
    for share in whole.shares:
        if not share.unit:
            continue
        state: Receipt | Share = share
        if share.sent and not share.read and not share.zero:
            state = whole if share.unit == whole.unit else replace(whole, held=0, settled=0)
        yield replace(
            whole,
            unit=share.unit,
            fate=share.fate,
            read=share.read,
            kept=state.kept,
            joined=state.joined,
            held=state.held,
            settled=state.settled,
            zero=share.zero,
            errors=share.errors,
            warnings=share.warnings,
            shares=(),
        )


def unit_in_name(book: str, context: RunContext) -> str:
    """The roster's unit whose full name or alias stands in the path, '' when none or several do."""
    hits: dict[str, int] = {}
    for unit in context.roster.units:
        for name in (unit.name, *unit.aliases):
            if len(name) >= 3 and name in book:
                hits[unit.name] = max(hits.get(unit.name, 0), len(name))
    best = max(hits.values(), default=0)
    named = [name for name, length in hits.items() if length == best]
    return named[0] if len(named) == 1 else ""


def form_in_name(book: str, context: RunContext) -> str:
    """The form whose title or short title stands in the file's name, '' when none or several do."""
    name = book.rsplit("/", 1)[-1]
    hits = {form.slug for form in ledgers.forms_of(context) if form.title in name or form.short in name}
    return hits.pop() if len(hits) == 1 else ""


def _line(
    unit: Unit,
    slug: str,
    title: str,
    own: Sequence[Receipt],
    context: RunContext,
    today: dt.date,
    chased: int,
    sealed: str,
) -> UnitStatus:
    status = _status(own, slug in unit.exempt)
    counted = [one for one in own if one.fate in ("采用", "待确认", "未能读取")]
    dates = [one.received for one in counted if one.received] or [one.received for one in own if one.received]
    received = min(max(dates), today) if dates else None  # the day of a copied file says less than 今日
    deadline = context.settings.due(slug)
    if status not in SETTLED and received and deadline and received <= deadline:
        deadline = context.settings.mended_by(slug)  # in time, and to be mended by another day
    until = received if status in SETTLED else today
    overdue = (until - deadline).days if deadline and until and status != "免报" else 0
    communities = unit.community
    return UnitStatus(
        unit=unit.name,
        community=communities,
        form=slug,
        title=title or "（未能识别）",
        status=status,
        files=len({one.book for one in own}),
        rows=sum(one.read for one in own if one.fate in ("采用", "待确认")),
        errors=sum(one.errors for one in counted),
        warnings=sum(one.warnings for one in counted),
        received=received,
        overdue=max(0, overdue),
        contact=unit.contact,
        phone=unit.phone,
        sealed=sealed or ("是" if any(one.sealed for one in own) else ""),
        chased=chased,
        books=tuple(sorted({one.book for one in own})),
        unread=bool(own) and all(one.fate == "未能读取" for one in own),
    )


def _status(own: Sequence[Receipt], exempt: bool) -> Status:
    """One word for all that came from a unit for one form; what counts outweighs what was refused."""
    used = [one for one in own if one.fate == "采用" and (one.kept + one.joined + one.held or one.zero)]
    if used:
        kept = sum(one.kept + one.joined for one in used)
        if any(one.held > one.settled for one in used):
            return "部分受理" if kept else "退回"
        if not kept and any(one.zero for one in used):
            return "零报告"
        return "已报"
    if any(one.fate == "待确认" for one in own):
        return "待确认"
    if any(one.fate == "未能读取" for one in own):
        return "退回"
    replaced = [one for one in own if one.fate in ("被替代", "重复")]
    if any(one.kept + one.joined for one in replaced):
        return "已报"
    if any(one.held > one.settled for one in replaced):
        return "待确认"
    if replaced:
        return "已报"
    return "免报" if exempt else "未报"
