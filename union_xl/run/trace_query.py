"""A ledger as far as one question needs it: a figure and what it stands on, or the figures of one row.

Where the ledger is as a merge wrote it, or was asked before, its columns come from what is kept beside it
(`run.ledger_rows`); else from the workbook.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from union_xl import figures as counting_room
from union_xl.figures import Evaluator, Library
from union_xl.ledger_book.restricted import passwords_of
from union_xl.model import Figure, RunContext, UsageError
from union_xl.model.rows import Rows
from union_xl.run import ledger_rows
from union_xl.run.context import ledger_at, naming_unknown_ledgers, run_context
from union_xl.run.reporting.count_ledger import bounds, counting_of, labelled, library_of
from union_xl.run.reporting.outstanding import held, waiting_returns

if TYPE_CHECKING:
    from union_xl.ledgers.form import Form, Role

_SHOWN: tuple[Role, ...] = ("unit", "person", "subject", "union")


@dataclass(frozen=True)
class Query:
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
class LoadedLedger:
    """A ledger's rows and the Excel row of each by form slug, what it held, what is still to come, the units
    of 报送情况, its period and 截止日."""

    rows: Mapping[str, Rows]
    numbers: Mapping[str, Sequence[int]]
    held: Mapping[str, Mapping[str, int]]
    waited: Mapping[str, Mapping[str, int]]
    units: Sequence[str]
    period: str
    as_of: dt.date | None


@dataclass(frozen=True)
class QueryResult:
    """The ledger opened for a question.  `form` and `position` (0 = first) are those of the row asked for."""

    ledger: LoadedLedger
    library: Library
    counting: Evaluator
    figures: tuple[Figure, ...]
    context: RunContext
    form: Form | None = None
    position: int = 0


def shown_by(form: Form) -> list[str]:
    """The columns a traced row is shown by."""
    return [title for role in _SHOWN if (title := form.titled(role))]


def run_query(ledger: Path, question: Query) -> QueryResult:
    """Open `ledger` and count what is asked for.

    Raises LedgerError, OfficeError, TemplateError; UsageError for an unknown figure, sheet or row.
    """
    context = run_context(office=question.office, period_label=question.period, as_of=question.as_of)
    path = ledger_at(ledger)
    from union_xl import ledgers

    all_forms = ledgers.forms_of(context)
    names = context.settings.names
    with naming_unknown_ledgers(context, path):
        form = ledgers.named(question.sheet, all_forms) if question.sheet else None
        short = form.short if form else ""
        library = library_of(question.indicators, all_forms, only=question.figure, ledger=short, names=names)
        asked = counting_room.indicator_named(library, question.figure) if question.figure else None
    if asked is not None:
        counting_room.groupable(asked, question.group_by)
        library = library.grouped_by([question.group_by])
    narrow = bool(question.figure or form)
    opened = _opened(path, all_forms, library if narrow else None, form, context)
    when, until = bounds(context, question.period, question.as_of, opened.period, opened.as_of)
    if form:
        at = _position(opened, form, question.line)
        counting = counting_of(opened.rows, opened.held, library, context, when, until, (form.slug, at))
        return QueryResult(opened, library, counting, (), context, form, at)
    to_come = opened.waited
    counting = counting_of(
        opened.rows, opened.held, library, context, when, until, waited=to_come, units=opened.units
    )
    before = None
    if question.previous is not None:
        earlier = ledger_at(question.previous, "上期台账")
        last = _opened(earlier, all_forms, library if narrow else None, None, context)
        then = labelled(last.period) or (when.before if when else None)
        until = last.as_of or (then.end if then else None)
        before = counting_of(last.rows, last.held, library, context, then, until).figures()
    return QueryResult(opened, library, counting, counting.figures(before), context)


def _position(opened: LoadedLedger, form: Form, line: int) -> int:
    """Where the row of this number stands among the rows."""
    if form.slug not in opened.rows:
        raise UsageError(f"台账里没有工作表“{form.short}”")
    numbers = opened.numbers[form.slug]
    if line not in numbers:
        first, last = (min(numbers), max(numbers)) if numbers else (0, 0)
        raise UsageError(f"{form.short} 第 {line} 行没有数据，数据在第 {first} 至 {last} 行")
    return numbers.index(line)


def _opened(
    path: Path, all_forms: Sequence[Form], library: Library | None, form: Form | None, context: RunContext
) -> LoadedLedger:
    """The ledger; of its rows only what `library` and showing rows look at, and the form asked for."""
    needed = None
    if library is not None:
        columns = counting_room.columns_read(library, all_forms)
        columns |= {form.slug: columns.get(form.slug, set())} if form else {}
        shown = {one.slug: shown_by(one) for one in all_forms}
        needed = {slug: titles.union(shown[slug]) for slug, titles in columns.items()}
    ledger = ledger_rows.read_rows(path, all_forms, needed, passwords_of(context))
    return LoadedLedger(
        ledger.rows,
        ledger.sheet_rows,
        held(ledger.held, ledger.files, ledger.statuses, all_forms),
        waiting_returns(ledger.statuses),
        [str(unit) for unit in dict.fromkeys(ledger.statuses.get("单位", ())) if unit],
        ledger.period,
        ledger.as_of,
    )
