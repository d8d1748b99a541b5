"""Whose a returned file is, and the receipt of each unit with rows in it; what goes out to
units that have not reported, or must mend: 催报名单, 公函, messages ready to paste."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from union_xl import ledgers, notices
from union_xl.ledgers.form import RETURNED
from union_xl.merge import reporting_status
from union_xl.merge.reporting_status import UnitStatus
from union_xl.model import FormPart, Receipt, RunContext, Submission
from union_xl.returns.problems import Problem


@dataclass(frozen=True)
class Returned:
    """One file that goes back: its problems and its receipt; `unit` is who sent it and names its folder.

    `others` are the receipts of other units whose rows stand in it, each with its own problems only: the file
    itself goes to nobody but its sender.
    """

    submission: Submission
    unit: str
    problems: tuple[Problem, ...]
    slip: notices.UnitReceipt
    others: Mapping[str, notices.UnitReceipt] = field(default_factory=dict)

    def by_unit(self) -> dict[str, list[Problem]]:
        """The problems by the unit of the row; those of the file itself are its sender's."""
        made: dict[str, list[Problem]] = {}
        for one in self.problems:
            made.setdefault(one.unit or self.unit, []).append(one)
        return made


def receipt_for(
    unit: str,
    back: Returned,
    problems: Sequence[Problem],
    receipts: Sequence[Receipt],
    context: RunContext,
    numbers: dict[str, int],
    received: dt.date | None,
) -> notices.UnitReceipt:
    """The receipt of a unit whose rows somebody else sent: its own rows and problems, nobody else's."""
    one = back.submission
    shares = [share for receipt in receipts for share in receipt.shares if share.unit == unit]
    rows = sum(share.read for share in shares), sum(share.kept + share.joined for share in shares)
    sheets = dict.fromkeys(problem.place.sheet for problem in problems)
    forms = {receipt.form for receipt in receipts if any(share.unit == unit for share in receipt.shares)}
    own = replace(
        one,
        parts=tuple(_bare(part) for part in one.parts if not forms or part.form in forms),
        corrections=tuple(correction for correction in one.corrections if correction.unit == unit),
    )
    number = numbers.setdefault(unit, len(numbers) + 1)
    slip = notices.unit_receipt(
        own, problems, context, unit=unit, number=number, received=received, rows=rows
    )
    known = any(_sent_by(back.unit, receipt) for receipt in receipts)
    how = f"由{back.unit}报送" if known else "与其他单位合在一个文件里"
    return replace(slip, book=f"{slip.book}（{how}，只列本单位的行）", sheets="、".join(sheets))


def _bare(part: FormPart) -> FormPart:
    """A part without its rows."""
    return replace(part, columns={}, sheets=[], rows=[], held=(), joined=(), where={}, beside=(), spots={})


def unit_returning(one: Submission, own: Sequence[Receipt] | None, context: RunContext) -> str:
    """Who sent a file: the unit it names; of a file whose tables name several, what they have in common."""
    named = dict.fromkeys(r.unit for r in own or () if r.unit)
    senders = [name for name in named if any(_sent_by(name, r) for r in own or ())]
    if senders:
        return senders[0]
    units = dict.fromkeys(share.unit for r in own or () for share in r.shares if share.unit)
    units = units or dict.fromkeys(part.unit for part in one.parts if part.unit)
    if len(units) == 1:
        return next(iter(units))
    known = {unit.name: unit.community for unit in context.roster.units}
    homes = {known.get(name, "") for name in units}
    if len(homes) == 1 and (home := homes.pop()):
        return home
    forms = {form.slug: form for form in ledgers.forms_of(context)}
    if one.parts and all(forms[part.form].owed not in RETURNED for part in one.parts if part.form in forms):
        return notices.OWN  # the office keeps it itself: nobody sent it
    if units:
        return notices.SEVERAL  # a folder with one unit's name would be sent to that unit
    communities = {unit.community for unit in context.roster.units if unit.community}
    hinted = sorted((name for name in communities if name in one.book), key=len)
    return reporting_status.unit_in_name(one.book, context) or (hinted[-1] if hinted else notices.UNKNOWN)


def _sent_by(name: str, receipt: Receipt) -> bool:
    """Whether a receipt says that this unit sent the file."""
    return not receipt.shares or any(share.sent and share.unit == name for share in receipt.shares)


def made_up_for(book: str, lines: Sequence[UnitStatus], receipt_of: Mapping[str, Sequence[Receipt]]) -> bool:
    """Whether what an unreadable file was to bring has come, and not before it."""
    meant = [line for line in lines if book in line.books]
    if not meant or any(line.open for line in meant):
        return False
    sent = latest(receipt_of.get(book, ()))
    came = latest(
        one for line in meant for other in line.books if other != book for one in receipt_of.get(other, ())
    )
    return not sent or not came or sent <= came


def latest(receipts: Iterable[Receipt]) -> dt.date | None:
    """The last day one of them was received."""
    return max((one.received for one in receipts if one.received), default=None)


FOLDER = "催报"


@dataclass(frozen=True, slots=True)
class Task:
    """The rows of 报送情况, what is due, and {unit: ((file, its problems), …)} of what must come back."""

    lines: tuple[UnitStatus, ...]
    dues: tuple[notices.OpenLine, ...]
    issues: Mapping[str, Sequence[tuple[str, Sequence[Problem]]]]


def reminder_files(task: Task, context: RunContext) -> dict[str, bytes]:
    """{file name: bytes} below 催报.  Raises TemplateError when a template cannot be used."""
    lines, dues = task.lines, task.dues
    files = {"催报名单.xlsx": notices.workbook(lines, dues, task.issues, context)}
    if dues:
        files |= {
            "公函.docx": notices.letter(lines, dues, context),
            "微信群通知.txt": text_file(notices.group_notice(lines, dues, context)),
            "微信逐户.txt": text_file(notices.unit_messages(dues, context, "微信逐户.txt")),
            "短信.txt": text_file(notices.unit_messages(dues, context, "短信.txt")),
        }
    return files


def text_file(text: str) -> bytes:
    """A text file as Windows' Notepad and WeChat want it: CRLF, and a mark in front."""
    return text.replace("\n", "\r\n").encode("utf-8-sig")
