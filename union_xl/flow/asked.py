"""A ledger as far as one question needs it: a figure and what it stands on, or the figures of one row.

Where the ledger is as a merge wrote it, its columns come from the snapshot beside it; else from the workbook.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from union_xl import figures as counting_room
from union_xl.core import Context, Figure, UsageError
from union_xl.core.columns import packed
from union_xl.figures import Counting, Library, Rows
from union_xl.flow import snapshot
from union_xl.flow.context import context, existing
from union_xl.flow.counted import FILED_BY, HELD_BY, bounds, counting_of, held, labelled, library_of

if TYPE_CHECKING:
    from union_xl.forms import Form

SHOWN = ("单位名称", "姓名", "竞赛名称", "工会名称")
"""What a traced row is shown by."""
_HELD, _FILES = "暂缓", "来源文件"


@dataclass(frozen=True)
class Question:
    """What is asked of a ledger: one `figure` (name or code) as a whole or by groups, what the row `line`
    of a `sheet` feeds, or, with neither, all figures; with which library, for when, beside which ledger of
    the period before."""

    figure: str = ""
    group_by: str = ""
    sheet: str = ""
    line: int = 0
    office: Path | None = None
    previous: Path | None = None
    indicators: Path | None = None
    period: str = ""
    as_of: str = ""


@dataclass(frozen=True)
class Opened:
    """A ledger's rows and the Excel row of each by form slug, what it held, its period and 截止日."""

    rows: Mapping[str, Rows]
    numbers: Mapping[str, Sequence[int]]
    held: Mapping[str, Mapping[str, int]]
    period: str
    as_of: dt.date | None


@dataclass(frozen=True)
class Asked:
    """The ledger opened for a question.  `form` and `position` (0 = first) are those of the row asked for."""

    ledger: Opened
    library: Library
    counting: Counting
    figures: tuple[Figure, ...]
    context: Context
    form: type[Form] | None = None
    position: int = 0


def asked(ledger: Path, question: Question) -> Asked:
    """Open `ledger` and count what is asked for.

    Raises LedgerError, OfficeError, TemplateError; UsageError for an unknown figure, sheet or row.
    """
    about, _ = context(office=question.office, period_label=question.period, as_of=question.as_of)
    path = existing(ledger, "汇总台账")
    try:
        return _asked(path, question, about, trusting=True)
    except snapshot.Damaged:
        return _asked(path, question, about, trusting=False)


def _asked(path: Path, question: Question, about: Context, trusting: bool) -> Asked:
    from union_xl import forms

    every = forms.forms_of(about)
    form = forms.form(question.sheet, every[len(forms.ALL) :]) if question.sheet else None
    short = form.short if form else ""
    names = about.settings.names
    library = library_of(question.indicators, every, only=question.figure, ledger=short, names=names)
    if question.figure:
        counting_room.groupable(counting_room.known(library, question.figure), question.group_by)
        library = library.grouped_by([question.group_by])
    narrow = bool(question.figure or form)
    opened = _opened(path, every, library if narrow else None, form, trusting)
    when, until = bounds(about, question.period, question.as_of, opened.period, opened.as_of)
    if form:
        at = _position(opened, form, question.line)
        counting = counting_of(opened.rows, opened.held, library, about, when, until, (form.slug, at))
        return Asked(opened, library, counting, (), about, form, at)
    counting = counting_of(opened.rows, opened.held, library, about, when, until)
    before = None
    if question.previous is not None:
        earlier = existing(question.previous, "上期台账")
        last = _opened(earlier, every, library if narrow else None, None, trusting)
        then = labelled(last.period) or (when.before if when else None)
        until = last.as_of or (then.end if then else None)
        before = counting_of(last.rows, last.held, library, about, then, until).figures()
    return Asked(opened, library, counting, counting.figures(before), about)


def _position(opened: Opened, form: type[Form], line: int) -> int:
    """Where the row of this number stands among the rows."""
    if form.slug not in opened.rows:
        raise UsageError(f"台账里没有工作表“{form.short}”")
    numbers = opened.numbers[form.slug]
    if line not in numbers:
        first, last = (min(numbers), max(numbers)) if numbers else (0, 0)
        raise UsageError(f"{form.short} 第 {line} 行没有数据，数据在第 {first} 至 {last} 行")
    return numbers.index(line)


def _opened(
    path: Path,
    every: Sequence[type[Form]],
    library: Library | None,
    form: type[Form] | None,
    trusting: bool,
) -> Opened:
    """The ledger; of the workbook only what `library` and showing rows look at, and the form asked for."""
    beside = any(path.parent.glob(f"{path.stem}_*.parquet"))
    found = snapshot.kept(path) if trusting and not beside else None
    if found is not None and {_HELD, _FILES} <= {*found.slugs}:
        return _from_snapshot(found, every)
    return _from_workbook(path, every, library, form, beside)


def _from_snapshot(found: snapshot.Snapshot, every: Sequence[type[Form]]) -> Opened:
    slugs = [form.slug for form in every if form.slug in found.slugs]
    helpers = [
        {title: found.column(sheet, title) for title in titles if title in found.titles(sheet)}
        for sheet, titles in ((_HELD, HELD_BY), (_FILES, FILED_BY))
    ]
    return Opened(
        {slug: Rows(found.rows(slug), found.titles(slug), partial(found.packed, slug)) for slug in slugs},
        {slug: found.numbers(slug) for slug in slugs},
        held(*helpers),
        found.told.get("period", ""),
        _day(found.told.get("as_of", "")),
    )


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _from_workbook(
    path: Path,
    every: Sequence[type[Form]],
    library: Library | None,
    form: type[Form] | None,
    beside: bool,
) -> Opened:
    from union_xl import forms, ledgerbook

    keeping = not beside and (path.parent / snapshot.HOME).is_dir()
    needed = None
    if library is not None and not keeping:
        needed = counting_room.columns_read(library, every)
        needed |= {form.slug: needed.get(form.slug, set())} if form else {}
        needed = {slug: columns.union(SHOWN) for slug, columns in needed.items()}
    digest = snapshot.digest(path) if keeping else ""
    ledger = ledgerbook.read_rows(path, every[len(forms.ALL) :], needed)
    rows = {slug: _rows(columns) for slug, columns in ledger.columns.items()}
    if keeping:
        told = {"period": ledger.period, "as_of": ledger.as_of.isoformat() if ledger.as_of else ""}
        sheets: dict[str, Any] = {
            slug: {t: [one.packed(t)] for t in one.titles} for slug, one in rows.items()
        }
        sheets |= {_HELD: ledger.held, _FILES: ledger.files}
        snapshot.keep_seen(path, digest, sheets, ledger.sheet_rows, told)
    return Opened(
        rows,
        ledger.sheet_rows,
        held(ledger.held, ledger.files),
        ledger.period,
        ledger.as_of,
    )


def _rows(columns: Mapping[str, list[Any]]) -> Rows:
    count = len(next(iter(columns.values()), ()))
    return Rows(count, tuple(columns), lru_cache(None)(lambda title: packed(columns[title])))
