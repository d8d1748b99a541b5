"""The rows of a ledger counted: with which library, for which period, by an office's settings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from union_xl import figures as counting_room
from union_xl import ledgers
from union_xl.figures import Evaluator, Library
from union_xl.model import Period, RunContext, UsageError
from union_xl.run.context import require_file
from union_xl.run.reporting.outstanding import held, waiting_returns

if TYPE_CHECKING:
    from union_xl.ledger_book import LedgerIn
    from union_xl.ledgers.form import Form


def library_of(
    own: Path | None,
    all_forms: Sequence[Form],
    names: Mapping[str, Any],
    only: str = "",
    ledger: str = "",
) -> Library:
    """The indicators of the ledgers' declarations and, added to them, those of the office's `own` library;
    `names`, `only` and `ledger` as in figures.read_library.  Without a library of its own it is the same one
    at every click."""
    if own is None:
        said = tuple((name, one, type(one)) for name, one in names.items())  # 1 is not True
        return _declared(tuple(all_forms), said, only, ledger)
    path = require_file(own, "指标库")
    return counting_room.read_library(path, all_forms, base=all_forms, names=names, only=only, ledger=ledger)


@lru_cache(maxsize=4)
def _declared(
    all_forms: tuple[Form, ...], said: tuple[tuple[str, Any, type], ...], only: str, ledger: str
) -> Library:
    names = {name: one for name, one, _ in said}
    return counting_room.read_library(None, all_forms, base=all_forms, names=names, only=only, ledger=ledger)


def bounds(
    context: RunContext, period: str, as_of: str, label: str, stamp: dt.date | None
) -> tuple[Period | None, dt.date | None]:
    """Period and 截止日 of a run: the command line's (`period`, `as_of`), else the ledger's own (`label`,
    `stamp`), else the office workbook's."""
    when = (context.period if period else None) or labelled(label) or context.period
    until = (context.as_of if as_of else None) or (None if period else stamp)
    return when, until or (when.end if when else context.as_of)


def evaluator_of(
    ledger: LedgerIn,
    library: Library,
    context: RunContext,
    when: Period | None,
    until: dt.date | None,
    **more: Any,
) -> Evaluator:
    waiting = held(ledger.held, ledger.files, ledger.statuses, ledgers.forms_of(context))
    to_come = waiting_returns(ledger.statuses)
    return counting_of(ledger.rows, waiting, library, context, when, until, waited=to_come, **more)


def counting_of(
    rows: Mapping[str, Any],
    waiting: Mapping[str, Mapping[str, int]],
    library: Library,
    context: RunContext,
    when: Period | None,
    until: dt.date | None,
    single: tuple[str, int] | None = None,
    waited: Mapping[str, Mapping[str, int]] | None = None,
    earlier: Mapping[str, Mapping[str, Any]] | None = None,
    units: Sequence[str] = (),
) -> Evaluator:
    """The rows of a ledger ({form slug: Rows}) ready to be counted for an office.

    `waiting` are the held rows as `held` tells them, `waited` the returns still to come, `earlier` the rows
    of 上期 and 去年同期; `single` (form slug, 0-based row) is the one row asked; `units` are
    listed where the office has no roster.
    """
    return Evaluator(
        rows,
        library,
        when,
        until,
        forms=ledgers.forms_of(context),
        params=context.settings.params,
        names=context.settings.names,
        earlier=earlier,
        held=waiting,
        waited=waited,
        units=[unit.name for unit in context.roster.units] or units,
        homes={unit.name: unit.community for unit in context.roster.units if unit.community},
        single=single,
    )


def labelled(label: str) -> Period | None:
    """The period a ledger says it is for; None when it says none."""
    from union_xl.model import period

    try:
        return period(label) if label else None
    except UsageError:
        return None
