"""The figures of each row whose rows other ledgers hold: of a batch those of its people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from union_xl import ledgers
from union_xl.figures import Library
from union_xl.ledgers.shapes import owner_name, owner_titles
from union_xl.model import Figure, RunContext


def add_figures(
    slug: str,
    items: Sequence[dict[str, Any]],
    context: RunContext,
    whole: Library,
    count: Callable[[Library], Sequence[Figure]],
) -> None:
    """Add to the rows of a ledger ({column: value}) the figures of each, by name and code, and their columns
    by other titles (疗休养地 for 目的地); a column of that name stays.  Nothing where no rows of other
    ledgers belong to them."""
    forms = ledgers.forms_of(context)
    form = next(one for one in forms if one.slug == slug)
    titles, library = owner_titles(form, forms), whole.grouped_by([form.short])
    counted = [one for one in library.indicators if form.short in one.groups]
    if not titles or not counted:
        return
    made = count(library.only(*(one.name for one in counted)))
    found = {(one.name, one.group): one for one in made if one.group_by == form.short}
    of_all = {one.name: one for one in made if not one.group_by}
    keys = [name for title in titles for name in (title, *form.by_title[title].aliases)]
    for item in items:
        row = owner_name(item, titles)
        for one in counted:
            figure = found.get((one.name, row)) or _none_of(of_all[one.name], form.short, row)
            for name in filter(None, (one.name, one.code, *(f"{key}.{one.name}" for key in keys))):
                item.setdefault(name, figure)
        for column in form.columns:
            for alias in column.aliases:
                item.setdefault(alias, item.get(column.title))


def _none_of(whole: Figure, group_by: str, group: str) -> Figure:
    """The figure of a row that owns no row: a number of nothing is 0, a share or an extreme is not there."""
    known = whole.value is not None and whole.how in ("计数", "去重", "求和")
    return replace(whole, value=0 if known else None, group_by=group_by, group=group, count=0)
