"""What goes out to units that have not reported, or must mend: 催报名单, 公函, messages ready to paste."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from union_xl import notices
from union_xl.merge.reporting_status import UnitStatus
from union_xl.model import RunContext
from union_xl.returns.problems import Problem

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
