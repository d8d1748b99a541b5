"""The command `check`: files in, every problem told; with `out` also marked copies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

from union_xl import findings as catalogue
from union_xl import ledgers, readers, returns
from union_xl.ledgers.form import Privacy
from union_xl.ledgers.masking import mask, mask_text
from union_xl.merge import DeferredRules, check_single_file
from union_xl.model import ERROR, Finding, RunContext, Source, Submission, UsageError
from union_xl.run import check_screen
from union_xl.run.advice import after_check
from union_xl.run.context import Progress, no_progress, require_path, run_context
from union_xl.run.result import Shown
from union_xl.run.staging import atomic_write
from union_xl.run.workers import read_return

__all__ = ["CheckResult", "check", "check_single_file"]

SHOWN_AT_MOST = 200
"""Problems listed in the terminal for one run; the rest is counted."""


@dataclass(frozen=True)
class CheckResult:
    """What checking found: one Submission per file, in the order of the files, and the rules that rest until
    more is merged."""

    submissions: tuple[Submission, ...]
    context: RunContext
    outputs: tuple[Path, ...] = ()
    resting: DeferredRules = field(default_factory=DeferredRules)

    @property
    def exit_code(self) -> int:
        unread = any(one.fate in ("未能读取", "待确认") for one in self.submissions)
        return 1 if unread or self.levels()[ERROR] else 0

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was passed over in the office workbook."""
        return self.context.remarks

    def levels(self) -> Counter[str]:
        """How many findings of each level."""
        levels = self.context.settings.levels
        return Counter(
            catalogue.level(finding.rule, levels) for one in self.submissions for finding in one.findings
        )

    @property
    def advice(self) -> tuple[str, ...]:
        """What to do next."""
        fates = Counter(one.fate for one in self.submissions)
        return after_check(self.levels()[ERROR], fates["未能读取"], fates["待确认"], self.outputs)

    def document(self) -> dict[str, Any]:
        levels, private = self.levels(), _private_columns(self.context)
        return {
            "command": "check",
            "form": self.context.forced,
            "files": [self._file(one, private) for one in self.submissions],
            "findings": {"错误": levels["错误"], "提醒": levels["提醒"]},
            "合并时再核对": {"规则数": len(self.resting.rules), "需要": list(self.resting.needs)},
            "outputs": [path.as_posix() for path in self.outputs],
        }

    def _file(self, one: Submission, private: Mapping[str, Privacy]) -> dict[str, Any]:
        return {
            "文件": one.book,
            "sha256": one.sha256,
            "去向": one.fate,
            "原因": _reason(one),
            "forms": {part.form: _accounts(part) for part in one.parts},
            "问题": [self._told(finding, private.get(finding.column, "")) for finding in self._shown(one)],
            "修正": len(one.corrections),
        }

    def _shown(self, one: Submission) -> Sequence[Finding]:
        """The findings as the screen shows them: of restricted ledgers only that there is one."""
        return returns.shown_findings(one.findings, one.parts, self.context)

    def _told(self, finding: Finding, private: Privacy) -> dict[str, Any]:
        say, cure = _worded(finding, private)
        return {
            "级别": catalogue.level(finding.rule, self.context.settings.levels),
            "规则": finding.rule,
            "工作表": finding.place.sheet,
            "单元格": finding.place.ref,
            "列名": finding.column,
            "原值": mask(finding.seen, private) if private else _plain(finding.seen),
            "说明": say,
            "建议": cure,
        }

    def tables(self) -> Sequence[Shown]:
        levels = self.context.settings.levels
        found = [finding for one in self.submissions for finding in self._shown(one)]
        found.sort(key=lambda finding: catalogue.level(finding.rule, levels) != ERROR)
        private = _private_columns(self.context)
        if check_screen.is_long(len(found), len(self.submissions)):
            first = check_screen.brief(self.submissions, found, levels, self.outputs)
            return [*first, ("", ("",), [(self.resting.words,)])] if self.resting.rules else first
        lines = [
            (catalogue.level(one.rule, levels), str(one.place), *_worded(one, private.get(one.column, "")))
            for one in found[:SHOWN_AT_MOST]
        ]
        shown: list[Shown] = []
        if lines:
            more = f"（只列前 {SHOWN_AT_MOST} 处，共 {len(found)} 处）" if len(found) > SHOWN_AT_MOST else ""
            shown.append((f"问题清单{more}", ("级别", "位置", "说明", "建议"), lines))
        heads = check_screen.FILE_TITLES
        shown.append(("校验结果", heads, [line for one in self.submissions for line in self._lines(one)]))
        if self.outputs:
            shown.append(("", ("", ""), [("标记副本", path.as_posix()) for path in self.outputs]))
        if self.resting.rules:
            shown.append(("", ("",), [(self.resting.words,)]))
        return shown

    def _lines(self, one: Submission) -> list[tuple[Any, ...]]:
        own, end = self.context.settings.levels, _reason(one) or one.fate
        counts = [Counter[str]() for _ in one.parts or (None,)]
        for finding in one.findings:
            counts[_part_of(finding, one)][catalogue.level(finding.rule, own)] += 1
        if not one.parts:
            return [(one.book, "", "", 0, 0, 0, 0, counts[0]["错误"], counts[0]["提醒"], end)]
        return [
            (
                one.book,
                ledgers.form(part.form, self.context.declared).short,
                part.unit,
                part.read,
                part.kept,
                len(part.joined),
                len(part.held),
                count["错误"],
                count["提醒"],
                end,
            )
            for part, count in zip(one.parts, counts, strict=True)
        ]


def _part_of(finding: Finding, one: Submission) -> int:
    """Which part of a file a finding speaks of; what is about the whole file counts for the first."""
    for number, part in enumerate(one.parts):
        if finding.form == part.form or (not finding.form and finding.place.sheet in part.where):
            return number
    return 0


def _worded(finding: Finding, private: Privacy) -> tuple[str, str]:
    """What is wrong and what to do, for the screen: no ID, card or mobile in full, not even a suggested one;
    the whole words stand in the marked copy."""
    seen, words = str(finding.seen or ""), (catalogue.say(finding), catalogue.advice(finding))
    if private and len(seen) > 1:
        words = (
            words[0].replace(seen, str(mask(seen, private))),
            words[1].replace(seen, str(mask(seen, private))),
        )
    return mask_text(words[0]), mask_text(words[1])


def _accounts(part: Any) -> dict[str, Any]:
    return {
        "unit": part.unit,
        "read": part.read,
        "kept": part.kept,
        "joined": len(part.joined),
        "held": len(part.held),
    }


def _reason(one: Submission) -> str:
    return "" if not one.reason else f"{one.fate}：{catalogue.title(one.reason)}"


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _private_columns(context: RunContext) -> dict[str, Privacy]:
    """{title: how the column is masked} of the columns that are private."""
    columns = [column for form in ledgers.forms_of(context) for column in form.columns if column.privacy]
    return {column.title: column.privacy for column in reversed(columns)}


def check(
    files: Sequence[Path],
    *,
    form: str = "",
    office: Path | None = None,
    roster: Path | None = None,
    period: str = "",
    as_of: str = "",
    passwords: Sequence[str] = (),
    out: Path | None = None,
    encrypt: str = "",
    progress: Progress = no_progress,
) -> CheckResult:
    """Check files (or folders of files) by themselves; nothing is written without `out`.

    `form` is the form every file is read as: a slug, title or short title, or the path of a workbook that
    declares it.
    Raises UsageError, OfficeError, FormError.
    """
    for path in files:
        require_path(path, "文件")
    context = run_context(
        office=office,
        roster=roster,
        forced=form,
        period_label=period,
        as_of=as_of,
        passwords=passwords,
    )
    sources = readers.sources(files, exclude=out)
    if not sources:
        raise UsageError("这里没有可以校验的文件，请检查路径")
    whole = [check_single_file(one, context) for one in _each(sources, context, progress)]
    submissions = tuple(one for one, _ in whole)
    resting = reduce(or_, (rests for _, rests in whole))
    outputs: tuple[Path, ...] = ()
    if out is not None:
        from union_xl.run.returning import write_returns

        outputs = write_returns.marked(sources, submissions, context, out, encrypt=encrypt)
    made = CheckResult(submissions, context, outputs, resting)
    if out is None or len(submissions) <= check_screen.FEW:
        return made
    return replace(made, outputs=(*outputs, _whole(made, out / check_screen.BOOK)))


def _whole(made: CheckResult, path: Path) -> Path:
    """Write what became of each file and every finding, masked as on the screen."""
    from union_xl import ledger_book
    from union_xl.ledger_book.sheets import sheet_of_rows

    path.parent.mkdir(parents=True, exist_ok=True)
    private, levels = _private_columns(made.context), made.context.settings.levels
    found = [
        (catalogue.level(one.rule, levels), one.rule, one.place.book, one.place.sheet, one.place.ref,
         one.column, *_worded(one, private.get(one.column, "")))
        for submission in made.submissions
        for one in made._shown(submission)
    ]  # fmt: skip
    found.sort(key=lambda line: (line[0] != ERROR, line[2]))
    files = [line for one in made.submissions for line in made._lines(one)]
    wide = {"文件": 44, "单位": 30, "去向": 24, "说明": 50, "建议": 50}
    pages = [
        sheet_of_rows("校验结果", ("文件", *check_screen.FILE_TITLES[1:]), files, widths=wide),
        sheet_of_rows("问题清单", check_screen.FINDING_TITLES, found, widths=wide),
    ]
    with atomic_write(path) as part:
        ledger_book.write_pages(pages, part, "校验结果")
    return path


def _each(sources: Sequence[Source], context: RunContext, progress: Progress) -> list[Submission]:
    done = []
    for number, one in enumerate(read_return.safe_submissions(sources, context), 1):
        done.append(one)
        progress("校验", number, len(sources))
    return done
