"""What a merge brings back: run.json, and the MergeResult the command line and Excel show."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from union_xl import __version__, ledgers
from union_xl import findings as catalogue
from union_xl.ledger_book.account_sheets import decisions_line, reason
from union_xl.merge.reporting_status import UnitStatus
from union_xl.model import Ledger, RunContext
from union_xl.run.advice import after_merge
from union_xl.run.reporting import changed_figures
from union_xl.run.result import Shown
from union_xl.run.staging import RESTRICTED

SHOWN_AT_MOST = 30
_NAMED = 3


def run_document(
    ledger: Ledger,
    lines: Sequence[UnitStatus],
    context: RunContext,
    outputs: Mapping[str, str],
    seconds: Mapping[str, float],
) -> dict[str, Any]:
    """The content of run.json."""
    levels, counted = Counter[str](), Counter[str]()
    for finding in {one.line: one for one in ledger.findings}.values():
        levels[catalogue.level(finding.rule, context.settings.levels)] += 1
        counted[finding.rule] += 1
    return {
        "version": __version__,
        "period": context.period.label if context.period else "",
        "as_of": context.as_of.isoformat() if context.as_of else "",
        "forms": accounts(ledger),
        "files": [
            {
                "文件": one.book,
                "单位": one.unit,
                "表": _short(one.form, context),
                "去向": one.fate,
                "原因": reason(one),
                "行数": one.read,
                "保留": one.kept,
                "合并": one.joined,
                "暂缓": one.held,
                "sha256": one.sha256,
            }
            for one in ledger.receipts
        ],
        "units": [
            {
                "单位": line.unit,
                "社区": line.community,
                "表": line.title,
                "状态": line.status,
                "份数": line.files,
                "行数": line.rows,
                "错误": line.errors,
                "提醒": line.warnings,
            }
            for line in lines
        ],
        "findings": {"错误": levels["错误"], "提醒": levels["提醒"]},
        "decisions": {
            "honoured": sum(not one.why_not for one in ledger.decided),
            "not_honoured": [
                {"工作表": one.sheet, "对象": one.about, "处理": one.words, "原因": one.why_not}
                for one in ledger.decided
                if one.why_not
            ],
        },
        "rules": dict(sorted(counted.items())),
        "outputs": dict(sorted(outputs.items())),
        "seconds": dict(seconds),
    }


def accounts(ledger: Ledger) -> dict[str, dict[str, int]]:
    """{form: read, kept, joined, held}."""
    made: dict[str, dict[str, int]] = {}
    for one in ledger.receipts:
        if one.form:
            counts = made.setdefault(one.form, {"read": 0, "kept": 0, "joined": 0, "held": 0})
            for name in counts:
                counts[name] += getattr(one, name)
    return made


def files_gone(run: Path, ledger: Ledger, dropped: Collection[str]) -> tuple[str, ...]:
    """What to say of files that gave the ledger before its rows, as its run.json lists them, and are not
    there now; those of the ledgers `dropped` (short titles) are gone on purpose."""
    here = {name for one in ledger.receipts for name in (one.book, one.sha256)}
    try:
        lines = [
            one
            for one in json.loads(run.read_text(encoding="utf-8"))["files"]
            if one["保留"] and one["表"] not in dropped and not here & {one["文件"], one["sha256"]}
        ]
        names, rows = list(dict.fromkeys(one["文件"] for one in lines)), sum(one["保留"] for one in lines)
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    if not names:
        return ()
    listed = "、".join(names[:_NAMED]) + (" 等" if len(names) > _NAMED else "")
    return (
        f"上次合并的 {len(names)} 个文件（{listed}）这次不在文件夹里，台账里因此少了 {rows} 行；"
        "不是有意拿走的，请把前后收到的文件放在同一个文件夹里再合并",
    )


def _short(slug: str, context: RunContext) -> str:
    return next((form.short for form in ledgers.forms_of(context) if form.slug == slug), slug)


def write_run(path: Path, document: Mapping[str, Any]) -> None:
    """Write run.json, safely on disk when this returns."""
    with open(path, "w", encoding="utf-8") as file:
        file.write(_spelled(document))
        file.flush()
        os.fsync(file.fileno())


def _spelled(document: Mapping[str, Any]) -> str:
    """JSON with a line for every entry: json's own indenting takes several times as long."""
    entries = ",\n".join(f" {_said(key)}: {_entry(value)}" for key, value in document.items())
    return f"{{\n{entries}\n}}\n"


def _entry(value: Any) -> str:
    if isinstance(value, Mapping) and value:
        return "{\n" + ",\n".join(f"  {_said(key)}: {_said(one)}" for key, one in value.items()) + "\n }"
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(f"  {_said(one)}" for one in value) + "\n ]"
    return _said(value)


def _said(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@dataclass(frozen=True)
class MergeResult:
    """What merging made.  `run` is the content of run.json."""

    ledger: Ledger
    lines: tuple[UnitStatus, ...]
    context: RunContext
    run: Mapping[str, Any]
    ledger_path: Path
    outputs: tuple[Path, ...]
    moved: tuple[changed_figures.ChangedFigure, ...] = ()
    """Figures reported before that are others now."""
    office: Path | None = None
    """The office workbook it was made with."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was passed over in the office workbook, and that reported figures have moved."""
        sentence = changed_figures.sentence(self.moved)
        return (*self.context.remarks, sentence) if sentence else self.context.remarks

    @property
    def exit_code(self) -> int:
        """1 when a 错误, an unreadable file or a 待确认 exists."""
        open_files = any(one.fate in ("未能读取", "待确认") for one in self.ledger.receipts)
        return 1 if open_files or self.levels["错误"] else 0

    @property
    def levels(self) -> dict[str, int]:
        """{错误: n, 提醒: n}."""
        return dict(self.run["findings"])

    @property
    def accounts(self) -> dict[str, dict[str, int]]:
        """{form: read, kept, joined, held}."""
        return dict(self.run["forms"])

    @property
    def files(self) -> dict[str, int]:
        """How many files, by 去向."""
        fates: dict[str, str] = {}
        for one in self.ledger.receipts:
            fates.setdefault(one.book, one.fate)
        return {"文件": len(fates), **Counter(fates.values())}

    @property
    def missing(self) -> tuple[str, ...]:
        """Units that have not reported a form they owe."""
        return tuple(dict.fromkeys(line.unit for line in self.lines if line.status == "未报"))

    @property
    def advice(self) -> tuple[str, ...]:
        """What to do next."""
        held = sum(one.held - one.settled for one in self.ledger.receipts)
        held -= sum(row.rules[:1] == ("L-SUPERSEDED",) for *_, row in self.ledger.held)
        held = max(0, held)
        return after_merge(self.files, held, len(self.missing), self.ledger_path, self.office)

    def document(self) -> dict[str, Any]:
        forced = self.context.forced
        content = {"command": "merge", "form": forced, **self.run, "ledger": self.ledger_path.as_posix()}
        return content | ({"与上报数差异": changed_figures.document(self.moved)} if self.moved else {})

    def tables(self) -> Sequence[Shown]:
        names = {form.slug: form.short for form in ledgers.forms_of(self.context)}
        made: list[Shown] = [
            (
                "对账（读入 = 保留 + 合并 + 暂缓）",
                ("表", "读入", "保留", "合并", "暂缓"),
                [(names.get(slug, slug), *counts.values()) for slug, counts in self.accounts.items()],
            ),
            ("文件", tuple(self.files), [tuple(self.files.values())]),
        ]
        if self.ledger.past:
            looked = [
                (one.book, one.period, "、".join(f"{names.get(s, s)} {n} 行" for s, n in one.rows.items()))
                for one in self.ledger.past
            ]
            made.append(("往期台账（只供核对，不并入）", ("台账", "期间", "行数"), looked))
        status = Counter(line.status for line in self.lines)
        if status:
            made.append(("报送情况（单位×表）", tuple(status), [tuple(status.values())]))
        waiting = [one for one in self.ledger.receipts if one.fate in ("未能读取", "待确认")]
        if waiting:
            rows = [(one.book, one.fate, reason(one)) for one in waiting[:SHOWN_AT_MOST]]
            made.append((f"需要处理的文件（{len(waiting)} 个）", ("文件", "去向", "原因"), rows))
        levels = self.levels
        ending = [
            ("错误", levels["错误"]),
            ("提醒", levels["提醒"]),
            ("汇总台账", self.ledger_path.as_posix()),
        ]
        ending += [("限阅台账", one.as_posix()) for one in self.outputs if one.name == RESTRICTED]
        if said := decisions_line(self.ledger):
            ending.append(("经办人的决定", said))
        made.append(("", ("", ""), ending))
        return made


@dataclass
class Stopwatch:
    """Seconds spent on each stage."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(self.seconds.get(name, 0.0) + time.perf_counter() - start, 3)
