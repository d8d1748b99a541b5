"""Rows prepared for people who were never entered: a running number, defaults of lists, formulas' results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from union_xl.find.content_signature import class_of
from union_xl.find.reasons import PREFILLED
from union_xl.find.surrounding_lines import flat
from union_xl.model import Finding, Grid, Raw, Table
from union_xl.model.lazy_pattern import LazyPattern

_NUMBERED = LazyPattern(r"(.*?)(\d{1,9})\Z")
_OWN = frozenset({"id", "mobile", "landline", "code"})
_USUAL = 0.8
"""Share of the other rows that must hold a value for it to count as the list's default."""


@dataclass(frozen=True, slots=True)
class _Nameless:
    """Rows without name and id: by row, the texts of their other cells by column."""

    cells: Mapping[int, Mapping[int, str]]

    def column(self, col: int) -> list[tuple[int, str]]:
        return [(row, texts[col]) for row, texts in self.cells.items() if col in texts]


def prefilled_rows(
    grid: Grid, rows: Sequence[int], left: int, right: int, keys: frozenset[int], numbers: frozenset[int]
) -> frozenset[int]:
    """Of the data `rows` those that only hold what somebody prepared: nothing in the columns `keys` that name
    a row, and elsewhere (columns `left`..`right`, running `numbers` aside) only what several such rows hold
    alike, what counts on from row to row, or what nearly all other rows hold as well.

    A row with a phone number, or any text of its own, is somebody's: it is none of these.
    """
    covered = set(_under_merges(grid, keys))
    nameless = {
        row: {
            col: text
            for col in range(left, right + 1)
            if col not in numbers and (text := flat(grid.at(row, col)))
        }
        for row in rows
        if row not in covered and not any(_filled(grid.at(row, col)) for col in keys)
    }
    if not nameless or not keys:
        return frozenset()
    found = _Nameless(nameless)
    named = [row for row in rows if row not in nameless]
    prepared = {
        col: _prepared(found.column(col), [grid.at(row, col) for row in named])
        for col in {col for texts in nameless.values() for col in texts}
    }
    return frozenset(
        row
        for row, texts in nameless.items()
        if all(
            row in prepared[col] and class_of(text) not in _OWN and ":" not in text
            for col, text in texts.items()
        )
    )


def without_untouched(table: Table, titles: Sequence[str]) -> Table:
    """A table of a blank of ours that came with some people in it (columns `titles`), without the rows in
    which nothing else was filled; they are told."""
    others = [col for title, col in table.where.items() if title not in titles]
    untouched = [row for row in table.body if not any(_filled(table.grid.at(row, col)) for col in others)]
    if not untouched or not others:
        return table
    gone = frozenset(untouched)
    facts = {"行数": len(gone), "首行": untouched[0], "末行": untouched[-1], "列": "别的列"}
    finding = Finding("T-PREFILLED", table.grid.place(untouched[0]), facts=facts)
    return replace(
        table,
        body=tuple(row for row in table.body if row not in gone),
        aside={**table.aside, **dict.fromkeys(untouched, PREFILLED)},
        findings=(*table.findings, finding),
    )


def _filled(raw: Raw) -> bool:
    return raw is not None and raw != "" and not (isinstance(raw, str) and raw.isspace())


def _under_merges(grid: Grid, keys: frozenset[int]) -> Iterator[int]:
    """Rows whose name stands in a merged cell that begins above them."""
    for area in grid.merged:
        if area.bottom > area.top and any(area.left <= col <= area.right for col in keys):
            yield from range(area.top + 1, min(area.bottom, len(grid.rows)) + 1)


def _prepared(cells: Sequence[tuple[int, str]], others: Sequence[Raw]) -> frozenset[int]:
    """The rows whose cell of this column is prepared."""
    often = Counter(text for _, text in cells)
    usual = Counter(flat(raw) for raw in others)
    alike = {text for text, count in often.items() if count > 1}
    alike |= {text for text in often if usual[text] > 1 and usual[text] >= _USUAL * len(others)}
    return frozenset(row for row, text in cells if text in alike) | _counting_on(cells)


def _counting_on(cells: Sequence[tuple[int, str]]) -> frozenset[int]:
    """Rows of a column in which one number counts on (`GH0005`, `GH0006`, …)."""
    parts = [(row, found) for row, text in cells if (found := _NUMBERED.match(text))]
    if len(parts) < 3 or len({found[1] for _, found in parts}) > 1:
        return frozenset()
    steps = [(int(later[2]) - int(one[2]), below - above) for (above, one), (below, later) in pairwise(parts)]
    return frozenset(row for row, _ in parts) if all(up in (1, down) for up, down in steps) else frozenset()
