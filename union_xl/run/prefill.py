"""What a ledger knows of a unit's own people, written into its blanks: the filler only ticks.

A blank's columns say which column of the register of people, or of units, they are filled from
(`Column.prefill`).  Nothing is ever taken from a restricted ledger.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from union_xl import ledgers
from union_xl.ledgers.form import Form
from union_xl.model import RunContext, Unit, UsageError
from union_xl.run import ledger_rows
from union_xl.run.context import ledger_at

Row = Mapping[str, Any]
"""{title of the blank: value}."""
_FEW = 2
"""So many known cells, at least, make a row of a unit worth writing."""


@dataclass(frozen=True)
class PrefillRows:
    """The rows of a form's blanks by unit; of the forms that cannot be prefilled none."""

    by_unit: Mapping[str, Sequence[Row]]

    def of(self, unit: Unit | None) -> Sequence[Row]:
        """The rows of one unit."""
        return self.by_unit.get(unit.name, ()) if unit else ()

    def units(self, before: Sequence[Unit | None]) -> tuple[Unit | None, ...]:
        """Who gets a blank: those on the roster, else every unit the ledger knows people of."""
        return tuple(before) if any(before) else tuple(Unit(name) for name in self.by_unit) or tuple(before)


NOTHING = PrefillRows({})


def prefill_rows(ledger: Path | None, form: Form, context: RunContext) -> PrefillRows:
    """What the ledger at a path knows for the blanks of a form.  UsageError where the form takes nothing from
    it, or the ledger has not got it; LedgerError where it cannot be read."""
    if ledger is None:
        return NOTHING
    path = ledger_at(ledger)
    all_forms = ledgers.known(context.declared)
    wanted = _wanted(form)
    source = _source(form, set(wanted.values()), all_forms) if wanted else None
    if source is None:
        able = "、".join(
            one.short for one in all_forms if _source(one, set(_wanted(one).values()), all_forms)
        )
        raise UsageError(f"“{form.short}”没有可以预填的列，请去掉 --prefill；可以预填的有：{able}")
    unit = source.titled("unit")
    moved = (source.movement.kind,) if source.movement else ()
    titles = dict.fromkeys((*wanted.values(), unit, *moved))
    rows = ledger_rows.read_rows(path, all_forms, {source.slug: list(titles)}).rows.get(source.slug)
    if rows is None:
        raise UsageError(f"{path.name} 里没有“{source.short}”，预填不了；请选有这张表的汇总台账")
    columns = {title: rows.column(title) for title in titles}
    gone = set(source.movement.left) if source.movement else set()
    found: dict[str, list[Row]] = {}
    for at, name in enumerate(columns[unit]):
        if name in (None, "") or (moved and columns[moved[0]][at] in gone):
            continue
        row = {title: columns[from_title][at] for title, from_title in wanted.items()}
        found.setdefault(str(name), []).append(row)
    return PrefillRows(found)


def _wanted(form: Form) -> dict[str, str]:
    """{title of the blank: title of the register it is filled from}."""
    return {column.title: column.prefill for column in form.columns if column.prefill}


def _source(form: Form, titles: set[str], all_forms: Sequence[Form]) -> Form | None:
    """The register a form is prefilled from: of people where its rows are people, else of units where its
    rows are units and more than their name is known."""
    people = bool(form.titled("person")) and form.by_title[form.titled("person")].prefill != ""
    if not people:
        own = form.titled("unit")
        rows_are_units = any(own in key for key in form.keys[:1])
        if not rows_are_units or len(titles) < _FEW or _still_wanted(form):
            return None
    for one in all_forms:
        fits = one.movement is not None if people else one.unit_register
        if fits and not one.restricted and one is not form and titles <= {*one.titles}:
            return one
    return None


def _still_wanted(form: Form) -> bool:
    """Whether a row needs more than what is known of a unit: then one line for each unit says nothing."""
    return sum(column.need == "required" and not column.prefill for column in form.columns) > 1
