"""What expires: over a ledger on disk, and over one being merged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from union_xl.expressions import Constant, constants
from union_xl.model import Ledger, Roster, RunContext
from union_xl.model.ledger import DueLine
from union_xl.model.rows import Rows

if TYPE_CHECKING:
    from union_xl.ledgers.form import Form
    from union_xl.run.print_list import ListLedger


def document(one: DueLine) -> dict[str, Any]:
    """A line as JSON; whose it is stays out (it may be a person)."""
    return {
        "事项": one.what,
        "到期日": one.day.isoformat(),
        "剩余天数": one.left,
        "台账": one.ledger,
        "行": one.row,
        "行数": one.rows,
    }


def of_ledger(opened: ListLedger) -> tuple[list[DueLine], list[str]]:
    """What expires in a ledger on disk by its 截止日; and sentences on what could not be worked out."""
    from union_xl import lists

    forms = [form for form in opened.every if form.due]
    needed = lists.needed(forms, lists.ListDatabase(opened.every, opened.shared))
    found: list[DueLine] = deadlines(owed(opened.every, opened.context.roster), opened.shared, opened.until)
    if not needed or opened.until is None:
        return found, []
    rows, ledger = opened.rows(needed)
    slugs = {form.slug: form.short for form in opened.every}
    numbers = {slugs[slug]: at for slug, at in ledger.sheet_rows.items()}
    asking = lists.ListDatabase(opened.every, opened.shared)
    more, failed = lists.expiring(forms, rows, numbers, asking, opened.until)
    asking.close()
    return _sorted([*found, *more]), failed


def of_merge(ledger: Ledger, context: RunContext, all_forms: Sequence[Form]) -> list[DueLine]:
    """What expires in a ledger that is being merged."""
    from union_xl import lists

    forms = [form for form in all_forms if form.due and form.slug in ledger.kept]
    settings = context.settings
    shared = constants(settings.params, settings.names, context.period, context.as_of)
    found = deadlines(owed(all_forms, context.roster), shared, context.as_of)
    if not forms or context.as_of is None:
        return found
    needed = lists.needed(forms, lists.ListDatabase(all_forms, shared))
    shorts = {form.short: form for form in all_forms}
    rows = {
        short: Rows({title: ledger.kept[shorts[short].slug].column(title) for title in titles})
        for short, titles in needed.items()
        if shorts[short].slug in ledger.kept
    }
    asking = lists.ListDatabase(all_forms, shared)
    numbers = {short: range(2, len(one) + 2) for short, one in rows.items()}
    more, _ = lists.expiring(forms, rows, numbers, asking, context.as_of)
    asking.close()
    return _sorted([*found, *more])


def owed(forms: Sequence[Form], roster: Roster) -> list[Form]:
    """The forms that some unit of the roster owes; all of them where a unit's 应报表 does not say."""
    if not roster or any(not unit.owes for unit in roster.units):
        return list(forms)
    wanted = {slug for unit in roster.units for slug in unit.owes if slug not in unit.exempt}
    return [form for form in forms if form.slug in wanted]


def deadlines(
    all_forms: Sequence[Form], shared: Mapping[str, Constant], today: dt.date | None
) -> list[DueLine]:
    """The days until which ledgers may be returned that are still to come within a month."""
    if today is None:
        return []
    found: dict[tuple[dt.date, str], list[str]] = {}
    for form in all_forms:
        day = shared[form.deadline].value if form.deadline in shared else None
        if isinstance(day, dt.date) and 0 <= (day - today).days <= 31:
            found.setdefault((day, form.deadline), []).append(form.short)
    return [
        DueLine("报送截止", day, (day - today).days, "、".join(shorts), rows=0, cure="催未报单位")
        for (day, _), shorts in found.items()
    ]


def _sorted(lines: Sequence[DueLine]) -> list[DueLine]:
    return sorted(lines, key=lambda one: (one.day, one.ledger, one.what, one.row))
