"""The command `purge`: what has passed the time its ledger says is listed, then deleted, with a record.

A ledger's time ends so many months (`Form.keep_until`) after the period its workbook is for.  Then its rows
go from the ledger (or the restricted one) with all that was written about them, from what is kept between
runs and from 退回; an older ledger in 历史 that has such rows goes whole.  The returns are not ours.
"""

from __future__ import annotations

import calendar
import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from union_xl import ledger_book, ledgers
from union_xl.ledger_book.sheets import sheet_of_rows
from union_xl.ledger_book.workbook import Workbook
from union_xl.ledgers.form import Form
from union_xl.model import LedgerError, RunContext, UsageError
from union_xl.run import merge
from union_xl.run.context import day, require_path, result_folder, run_context
from union_xl.run.freezing.frozen_record import ARCHIVE
from union_xl.run.reporting.count_ledger import labelled
from union_xl.run.result import Shown
from union_xl.run.returning import write_returns
from union_xl.run.staging import HISTORY, LEDGER_FILE, PURGED, RESTRICTED, RUN, atomic_write, refuse_obstacles
from union_xl.store import Store

ROWS, WHOLE = "删去这张台账的行", "整个文件删除"
HEADS = ("文件", "台账", "统计期间", "保存到", "行数", "其中暂缓", "做法")


@dataclass(frozen=True, slots=True)
class ExpiredRows:
    """What has passed its time: in which file (relative), of which ledger (short title) and period, the last
    day it may be kept, how many rows (None: not counted) and how many of them held, what is done."""

    file: str
    ledger: str
    period: str
    until: dt.date
    rows: int | None
    held: int | None
    how: str

    @property
    def cells(self) -> tuple[Any, ...]:
        return self.file, self.ledger, self.period, self.until, self.rows, self.held, self.how


@dataclass(frozen=True)
class PurgeResult:
    """What is due, and the files that were deleted or written (none where it was only listed)."""

    due: tuple[ExpiredRows, ...]
    done: bool = False
    deleted: tuple[Path, ...] = ()
    outputs: tuple[Path, ...] = ()
    remarks: tuple[str, ...] = ()
    exit_code: int = 0

    def document(self) -> dict[str, Any]:
        return {
            "command": "purge",
            "due": [dict(zip(HEADS, one.cells, strict=True)) for one in self.due],
            "done": self.done,
            "deleted": [path.as_posix() for path in self.deleted],
            "outputs": [path.as_posix() for path in self.outputs],
        }

    def tables(self) -> Sequence[Shown]:
        if not self.due:
            return [("保存期限", ("",), [["没有过了保存期限的台账"]])]
        title = "已清理" if self.done else "过了保存期限，没有删除"
        ending = [("清理记录", path.as_posix()) for path in self.outputs if path.name == PURGED]
        return [(title, HEADS, [one.cells for one in self.due]), ("", ("", ""), ending)][: 1 + bool(ending)]


def purge(
    out: Path,
    *,
    office: Path | None = None,
    as_of: str = "",
    passwords: Sequence[str] = (),
    plan: bool = False,
    agreed: Callable[[Sequence[ExpiredRows]], bool] = lambda due: True,
) -> PurgeResult:
    """Delete what has passed its time in the output folder `out`.

    Args:
        office: as the ledger was merged with.  as_of: the day that counts as today.
        plan: only list.  agreed: asked with the list before anything is deleted.

    Raises UsageError, OfficeError, LedgerError: then nothing was deleted.
    """
    out = result_folder(out)
    ledger = require_path(out / LEDGER_FILE, "汇总台账")
    label, until = ledger_book.period_of(ledger)
    context = run_context(
        office=office, period_label=label, as_of=until.isoformat() if until else "", passwords=passwords
    )
    today = day(as_of) if as_of else dt.date.today()
    due = (*_in_ledger(out, context, today), *_in_history(out, context, today))
    if not due or plan or not agreed(due):
        return PurgeResult(due)
    deleted = _purged(out, context, due)
    _record(out / PURGED, due)
    left = ["收回的原件不在这个文件夹里，不归程序管：过了期限的请自行销毁"]
    if (out / ARCHIVE).is_dir():
        left.append(f"{ARCHIVE} 里定稿的台账没有动：过了期限的，请按档案管理的规定处理")
    return PurgeResult(due, True, tuple(deleted), (ledger, out / PURGED), tuple(left))


def _in_ledger(out: Path, context: RunContext, today: dt.date) -> Iterator[ExpiredRows]:
    """The ledgers of the workbooks of `out`, as run.json counts their rows."""
    period, end = _ends(out / LEDGER_FILE)
    passwords = ledger_book.restricted.passwords_of(context)
    all_forms = ledgers.forms_of(context)
    shorts = ledger_book.shorts_in(out / LEDGER_FILE, all_forms, passwords)
    counts = _counts(out / RUN)
    for form in all_forms:
        read = counts.get(form.slug, {})
        last = _last_day(form, end)
        if last is not None and last < today and (form.short in shorts or read.get("read")):
            book = RESTRICTED if form.restricted and (out / RESTRICTED).exists() else LEDGER_FILE
            yield ExpiredRows(book, form.short, period, last, read.get("read"), read.get("held"), ROWS)


def _in_history(out: Path, context: RunContext, today: dt.date) -> Iterator[ExpiredRows]:
    """Older ledgers in 历史 with rows that are due, each by its own period."""
    all_forms = ledgers.forms_of(context)
    for path in sorted((out / HISTORY).glob("*.xlsx")):
        try:
            if not ledger_book.is_ledger(path.read_bytes()):
                continue
            (period, end), shorts = _ends(path), ledger_book.shorts_in(path, all_forms)
        except (OSError, LedgerError):
            continue
        for form in all_forms:
            last = _last_day(form, end) if form.short in shorts else None
            if last is not None and last < today:
                yield ExpiredRows(f"{HISTORY}/{path.name}", form.short, period, last, None, None, WHOLE)


def _ends(path: Path) -> tuple[str, dt.date | None]:
    """For which period a ledger is, in words, and when that ends."""
    label, until = ledger_book.period_of(path)
    when = labelled(label)
    return (when.words, when.end) if when else ("没有写明", until)


def _last_day(form: Form, end: dt.date | None) -> dt.date | None:
    """The last day on which rows of a period that ended then may be kept; None: there is no limit, or nobody
    knows."""
    if not form.keep_until or end is None:
        return None
    months = end.year * 12 + end.month - 1 + form.keep_until
    year, month = divmod(months, 12)
    most = calendar.monthrange(year, month + 1)[1]
    whole = end.day == calendar.monthrange(end.year, end.month)[1]
    return dt.date(year, month + 1, most if whole else min(end.day, most))


def _counts(path: Path) -> dict[str, dict[str, int]]:
    """run.json's accounts {form slug: read, kept, joined, held}; {} where it says none."""
    try:
        forms = json.loads(path.read_text("utf-8"))["forms"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return forms if isinstance(forms, dict) else {}


def _purged(out: Path, context: RunContext, due: Sequence[ExpiredRows]) -> list[Path]:
    """Delete it all; the files that are gone."""
    refuse_obstacles(out, [LEDGER_FILE, RESTRICTED, RUN, PURGED])
    gone = [
        form
        for form in ledgers.forms_of(context)
        if form.short in {one.ledger for one in due if one.how == ROWS}
    ]
    deleted = [out.joinpath(*one.file.split("/")) for one in due if one.how == WHOLE]
    deleted += [copy for book in _books(out / RUN, gone) for copy in write_returns.copies_of(book, out)]
    deleted += [out / f"汇总台账_{form.short}.parquet" for form in gone]
    deleted = [path for path in dict.fromkeys(deleted) if path.exists()]
    for path in deleted:
        try:
            path.unlink()
        except OSError:
            raise LedgerError(f"{path.name} 删不掉：请关闭打开它的程序，检查权限后再试") from None
    for folder in {path.parent for path in deleted if path.parent.parent == out / write_returns.BACK}:
        if {one.name for one in folder.iterdir()} <= {"回执.txt"}:
            shutil.rmtree(folder, ignore_errors=True)
    if gone:
        apart = (out / RESTRICTED).exists()
        merge.rewritten(out, context, [form.slug for form in gone])
        deleted += [out / RESTRICTED] if apart and not (out / RESTRICTED).exists() else []
        shutil.rmtree(Store(out).read.folder, ignore_errors=True)
    return deleted


def _books(path: Path, gone: Sequence[Form]) -> list[str]:
    """The files, as run.json lists them, that had rows of these ledgers."""
    shorts = {form.short for form in gone}
    try:
        files = json.loads(path.read_text("utf-8"))["files"]
        return [str(one["文件"]) for one in files if one["表"] in shorts]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _record(path: Path, due: Sequence[ExpiredRows]) -> None:
    """Add to the record what was purged: counts, never values."""
    heads = ("清理时间", *HEADS)
    lines: list[tuple[Any, ...]] = []
    if path.exists():
        try:
            sheet = Workbook(path).sheet("清理记录", heads, missing=True)
        except LedgerError:
            raise UsageError(f"{path.name} 读不出来，请移走或修好后再试") from None
        lines = sheet.records(heads) if sheet else []
    now = f"{dt.datetime.now():%Y-%m-%d %H:%M}"
    lines += [(now, *one.cells) for one in due]
    widths = {"清理时间": 18, "文件": 40, "台账": 16, "统计期间": 16, "保存到": 12, "做法": 20}
    made = sheet_of_rows(
        "清理记录", heads, lines, widths=widths, formats={"保存到": "yyyy-mm-dd", "文件": "@"}
    )
    with atomic_write(path) as part:
        ledger_book.write_pages([made], part, "清理记录")
