"""The rows of earlier ledgers, as rules over the year and over other periods see them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from union_xl.ledgers import Form
from union_xl.ledgers.keys import row_keys
from union_xl.merge.kept_rows import KeptRows
from union_xl.model import PastLedger, Period, RunContext
from union_xl.model.grid import as_said
from union_xl.model.rows import FILE, Rows


@dataclass(frozen=True)
class PastRows:
    """The earlier ledgers by the name rules have for them; `year` is that of 截止日 (None: not known)."""

    YEAR: ClassVar[str] = "本年"
    ledgers: Mapping[str, Sequence[PastLedger]]
    forms: Sequence[Form]
    year: int | None

    def names(self, here: Collection[str]) -> set[str]:
        """`上期.会员登记`: every earlier ledger there is; 本年 also has those `here` (short titles)."""
        found = {
            f"{when}.{form.short}"
            for when, some in self.ledgers.items()
            for form in self.forms
            if any(form.slug in one.columns for one in some)
        }
        return found | {f"{self.YEAR}.{short}" for short in here}

    def columns(
        self, name: str, form: Form, titles: Sequence[str], rows: KeptRows | None
    ) -> dict[str, list[Any]]:
        """The rows of a ledger {title: cells}; of this year's those that are no row of this run."""
        when = name.rpartition(".")[0]
        found: dict[str, list[Any]] = {title: [] for title in titles}
        for one in self.ledgers.get(when, ()):
            held = one.columns.get(form.slug)
            if held is None:
                continue
            again = _again(form, held, rows) if when == self.YEAR and rows else frozenset()
            for title in titles:
                found[title] += [cell for at, cell in enumerate(held.column(title)) if at not in again]
        return found

    def year_title(self, form: Form) -> str:
        """The column of the key that says of which year a row is ('': none)."""
        keyed = {title for key in form.keys for title in key}
        return next((one.title for one in form.columns if one.type == "年份" and one.title in keyed), "")

    def of_the_year(self, form: Form, columns: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
        """The rows that are of this year as far as their own column tells."""
        title = self.year_title(form)
        if title not in columns or self.year is None:
            return dict(columns)
        years = {None, str(self.year)}
        stay = [at for at, value in enumerate(columns[title]) if (value and as_said(value)) in years]
        return {name: [cells[at] for at in stay] for name, cells in columns.items()}


def past_rows(forms: Sequence[Form], context: RunContext, past: Sequence[PastLedger]) -> PastRows:
    """Which of the `past` ledgers are of this year (or say no period), the last period, the same period of
    last year."""
    now = context.period
    last_day = context.as_of or context.settings.as_of or (now.end if now else None)
    year = last_day.year if last_day else None
    named = {
        PastRows.YEAR: [one for one in past if one.when is None or year is None or _touches(one.when, year)],
        "上期": [one for one in past if now and one.when and _same_days(one.when, now.before)],
        "去年同期": [one for one in past if now and one.when and _same_days(one.when, now.year_before)],
    }
    return PastRows({when: some for when, some in named.items() if some}, forms, year)


def _touches(when: Period, year: int) -> bool:
    return when.start.year <= year <= when.end.year


def _same_days(when: Period, other: Period) -> bool:
    return (when.start, when.end) == (other.start, other.end)


def _again(form: Form, held: Rows, rows: KeptRows) -> frozenset[int]:
    """The earlier rows that are rows of this run, read again: a file of the same name says the same."""
    there: dict[str, list[int]] = {}
    for at, key in enumerate(rows.keys()):
        if key is not None:
            there.setdefault(key, []).append(at)
    columns = {title: held.column(title) for title in form.titles if title in held.titles}
    books = held.column(FILE)
    keys = row_keys(form, columns, len(held))
    return frozenset(
        at
        for at, key in enumerate(keys)
        for row in there.get(key or "", ())
        if _same(columns, at, books[at], rows, row)
    )


def _same(columns: Mapping[str, Sequence[Any]], at: int, book: Any, rows: KeptRows, row: int) -> bool:
    if _base(book) != _base(rows.cell(FILE, row)):
        return False
    return all(as_said(cells[at]) == as_said(rows.cell(title, row)) for title, cells in columns.items())


def _base(book: Any) -> str:
    return str(book or "").rpartition("/")[2]
