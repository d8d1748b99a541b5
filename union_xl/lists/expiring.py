"""What of the ledgers expires: one list over all of them, soonest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from union_xl.expressions import ROW, Expression, quoted
from union_xl.ledgers.form import Due, Form
from union_xl.lists.questions import ListDatabase
from union_xl.model import FormError
from union_xl.model.ledger import DueLine
from union_xl.model.rows import Rows

RESTRICTED = "限阅"
"""Whose it is, of a restricted ledger."""


class DueQuery:
    """One `Due` of a ledger, its expressions read.  FormError where they cannot be."""

    def __init__(self, asking: ListDatabase, form: Form, due: Due) -> None:
        place = due.cell or f"{form.short}的到期事项“{due.what}”"
        self.asking, self.form, self.due, self.place = asking, form, due, place
        self.on = asking.read(due.on, form.short, place)
        self.unless = asking.read(due.unless, form.short, place)
        self.whose = () if form.restricted else due.whose

    def expressions(self) -> list[Expression]:
        return [one for one in (self.on, self.unless) if one]

    def lines(self, rows: Rows, numbers: Sequence[int], today: dt.date) -> list[DueLine]:
        """Its lines on the day `today`; `numbers` are the Excel rows of the ledger's sheet."""
        until = today + dt.timedelta(days=self.due.ahead)
        still = f" AND NOT coalesce(CAST({self.unless.sql} AS BOOLEAN), false)" if self.unless else ""
        day = f"TRY_CAST({self.on.sql} AS DATE)"
        statement = (
            f"SELECT {day}, list({ROW} ORDER BY {ROW}) FROM {quoted(self.form.short)} "
            f"WHERE {day} <= DATE '{until.isoformat()}'{still} GROUP BY 1 ORDER BY 1"
        )
        found: list[DueLine] = []
        days = self.asking.ask(statement, self.place)
        if self.form.restricted:
            return self._only_counted([(when, len(places)) for when, places in days], today)
        for when, places in days:
            at = [int(place) - 1 for place in places]
            if not self.whose:
                found.append(self._line(when, today, "", len(at), 0))
                continue
            found += [
                self._line(when, today, self._whose(rows, one), 1, numbers[one] if numbers else 0)
                for one in at
            ]
        return found

    def _only_counted(self, days: Sequence[tuple[dt.date, int]], today: dt.date) -> list[DueLine]:
        """Of a restricted ledger how many are over and how many come, each with its first day."""
        over = [(when, count) for when, count in days if when < today]
        come = [(when, count) for when, count in days if when >= today]
        return [
            self._line(part[0][0], today, RESTRICTED, sum(count for _, count in part), 0)
            for part in (over, come)
            if part
        ]

    def _whose(self, rows: Rows, at: int) -> str:
        parts = [rows.picked(title, (at,))[0] for title in self.whose]
        return " ".join(str(part).strip() for part in parts if part not in (None, ""))

    def _line(self, when: dt.date, today: dt.date, whose: str, count: int, row: int) -> DueLine:
        return DueLine(
            self.due.what, when, (when - today).days, self.form.short, whose, count, row, self.due.cure
        )


def expiring(
    forms: Sequence[Form],
    rows: Mapping[str, Rows],
    numbers: Mapping[str, Sequence[int]],
    asking: ListDatabase,
    today: dt.date,
) -> tuple[list[DueLine], list[str]]:
    """Every line of `rows` {short title: Rows} that is due, soonest first, and what could not be worked out
    (a wrong declaration never stops a run).  `numbers` {short title: Excel rows}."""
    queries, failed = queries_of(asking, [form for form in forms if form.short in rows])
    asking.load(rows)
    found: list[DueLine] = []
    for query in queries:
        if asking.absent(query.expressions()):
            continue
        short = query.form.short
        try:
            found += query.lines(rows[short], numbers.get(short, ()), today)
        except FormError as why:
            failed.append(str(why))
    return sorted(found, key=lambda one: (one.day, one.ledger, one.what, one.row)), failed


def queries_of(asking: ListDatabase, forms: Sequence[Form]) -> tuple[list[DueQuery], list[str]]:
    """The queries of what these ledgers say expires; sentences about those that cannot be read."""
    found, failed = [], []
    for form in forms:
        for due in form.due:
            try:
                found.append(DueQuery(asking, form, due))
            except FormError as why:
                failed.append(str(why))
    return found, failed


def needed(forms: Sequence[Form], asking: ListDatabase) -> dict[str, set[str]]:
    """{short title: the columns that telling what expires looks at}; nothing where nothing expires."""
    queries, _ = queries_of(asking, forms)
    wanted = asking.columns()
    for query in queries:
        wanted.setdefault(query.form.short, set()).update(query.whose)
    return wanted
