"""Rows that name their owner by another of its keys (档案编号) get the link itself from the owner's row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from union_xl.ledgers.form import Form
from union_xl.ledgers.links import linked, other_links, parent_of
from union_xl.merge.row_table import RowTable
from union_xl.model import Correction, Place


def fill_parent_links(tables: Mapping[str, RowTable], forms: Sequence[Form]) -> list[Correction]:
    """Fill the blank links of children whose parents are there; what 修正记录 says of it."""
    corrections: list[Correction] = []
    for form in forms:
        parent = parent_of(form, forms)
        if parent is None or form.slug not in tables or parent.slug not in tables:
            continue
        pairs = linked(form, parent)
        for key in other_links(form, parent) if pairs else ():
            corrections += _filled(tables[form.slug], tables[parent.slug], pairs, key, parent.short)
    return corrections


def _filled(
    table: RowTable, owners: RowTable, pairs: Sequence[tuple[str, str]], key: Sequence[str], short: str
) -> Iterator[Correction]:
    links = [table.column(own) for own, _ in pairs]
    named = list(zip(*(table.column(title) for title in key), strict=True))
    wanting = [n for n, row in enumerate(zip(*links, strict=True)) if not any(row) and all(named[n])]
    if not wanting:
        return
    known = _known(owners, key, [title for _, title in pairs])
    counts: Counter[tuple[str, str]] = Counter()
    for index in wanting:
        for (own, _), value in zip(pairs, known.get(named[index]) or (), strict=False):
            table.change(index, own, value)
            counts[table.owner(index).book, table.sheet[index]] += own == pairs[0][0]
    table.keys = table.row_keys()
    for (book, sheet), count in counts.items():
        why = f"由{'、'.join(key)}查{short}得出"
        for own, _ in pairs:
            yield Correction(Place(book, sheet), own, None, None, why, count, form=table.slug)


def _known(
    owners: RowTable, key: Sequence[str], titles: Sequence[str]
) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """{what another key says: what the link says} of the owners that only one has."""
    found: dict[tuple[Any, ...], set[tuple[Any, ...]]] = {}
    rows = zip(
        zip(*(owners.column(title) for title in key), strict=True),
        zip(*(owners.column(title) for title in titles), strict=True),
        strict=True,
    )
    for name, link in rows:
        if all(name) and all(link):
            found.setdefault(name, set()).add(link)
    return {name: next(iter(links)) for name, links in found.items() if len(links) == 1}
