"""A one-page card of a ledger, on A4: where each label, value and block stands.  Pure arithmetic, no file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from union_xl.ledgers.form import Column, Form
from union_xl.model import Unit

GRID = 24
"""Columns of the page; labels and values are so many of them wide."""
_LABEL, _VALUE = 3, 5
_SLOTS = GRID // (_LABEL + _VALUE)
_ROWS = 5
"""Blank rows of a block."""
_MOST = 7
"""Columns of a block that fit on A4."""
_SHORT, _MEDIUM = 15.0, 40.0
"""Widths of values, in characters, that fill one and two slots of a row."""
_BOXES, _LETTERS = 9, 40
"""So many entries, and letters in all, of a list may be printed as boxes."""
_HIGH, _HIGHEST, _LOWEST = 640.0, 25.0, 17.0
"""Points that the rows of a page share, and bounds of a row's own."""

_LIST = re.compile(r"(?:汇总表|花?名册|台账|一览表|清单|名单)$")
"""How the title of a list ends, which a card is none of."""

Sort = Literal["title", "label", "value", "section", "opinion", "foot"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the page: `row` and `col` are 1-based, `across` in columns of the grid; `column` is what a
    value is of."""

    row: int
    col: int
    across: int
    sort: Sort
    text: str = ""
    column: Column | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A card: its cells row by row, and the height of each row in points."""

    form: Form
    cells: tuple[Cell, ...]
    heights: dict[int, float]

    @property
    def rows(self) -> int:
        return self.cells[-1].row


def page(form: Form, blocks: Sequence[Form], unit: Unit | None = None) -> Page:
    """The card of a form with a block for each of `blocks` (the ledgers whose rows belong to its rows); the
    unit's name stands in its cell where one is given."""
    cells = [Cell(1, 1, GRID, "title", _LIST.sub("登记卡", form.title))]
    heights: dict[int, float] = {1: 34.0}
    row = 1
    own = form.titled("unit")
    for line in _packed(form.columns):
        row, col = row + 1, 1
        for column, across in line:
            text = unit.name if unit and column.title == own else ""
            cells.append(Cell(row, col, _LABEL, "label", column.title, column))
            cells.append(Cell(row, col + _LABEL, across - _LABEL, "value", text, column))
            col += across
        if any(_slots(column) == _SLOTS and column.kind.name == "备注" for column, _ in line):
            heights[row] = 40.0
    for block in blocks:
        made = [*_block(block, form, row + 1)]
        cells += made
        row = made[-1].row
    cells.append(Cell(row + 1, 1, _LABEL, "label", "单位意见"))
    cells.append(Cell(row + 1, 1 + _LABEL, GRID - _LABEL, "opinion", "（盖章）　　　　　年　　月　　日"))
    heights[row + 1] = 54.0
    cells.append(Cell(row + 2, 1, GRID, "foot", "填表人：　　　　　　　　　　填表日期：　　　年　　月　　日"))
    usual = min(_HIGHEST, max(_LOWEST, (_HIGH - sum(heights.values())) / (row + 2 - len(heights))))
    return Page(form, tuple(cells), {number: heights.get(number, usual) for number in range(1, row + 3)})


def boxes(column: Column) -> tuple[str, ...]:
    """The list of a column that is short enough to be printed as boxes; () where it is not, or has none."""
    choices = column.kind.choices
    return choices if 1 < len(choices) <= _BOXES and len("".join(choices)) <= _LETTERS else ()


def _slots(column: Column) -> int:
    """How many thirds of a row a label with its value takes."""
    listed = boxes(column)
    wide = sum(2 * len(one) + 4 for one in listed) if listed else column.width or column.kind.width
    if column.kind.name == "备注" or wide > _MEDIUM:
        return _SLOTS
    return 1 if wide <= _SHORT or (column.kind.choices and not listed) else 2


def _packed(columns: Sequence[Column]) -> Iterator[list[tuple[Column, int]]]:
    """Rows of (column, grid columns of label and value): in the order of the form, but that a gap is filled
    by the next column that fits; the last of a row takes what is left of it."""
    waiting = list(columns)
    while waiting:
        line: list[tuple[Column, int]] = []
        free = _SLOTS
        while free and (fits := next((one for one in waiting if _slots(one) <= free), None)):
            waiting.remove(fits)
            line.append((fits, _slots(fits) * (_LABEL + _VALUE)))
            free -= _slots(fits)
        yield _stretched(line, free)


def _stretched(line: list[tuple[Column, int]], free: int) -> list[tuple[Column, int]]:
    *first, (column, across) = line
    return [*first, (column, across + free * (_LABEL + _VALUE))]


def _block(child: Form, form: Form, row: int) -> Iterator[Cell]:
    """A heading, the header, blank rows."""
    columns = of_block(child)
    widths = _shared([column.width or column.kind.width for column in columns])
    yield Cell(row, 1, GRID, "section", child.short)
    for line in range(_ROWS + 1):
        col = 1
        for column, across in zip(columns, widths, strict=True):
            text = "" if line else column.title
            yield Cell(row + 1 + line, col, across, "value" if line else "label", text, column)
            col += across


def of_block(child: Form) -> tuple[Column, ...]:
    """The columns of a child ledger that stand in its block: those that matter most, as many as fit; what
    names the owner stands on the card."""
    own = [
        column
        for column in child.columns
        if column.title not in child.link
        and column.role not in ("remark", "unit", "id_type")
        and not column.derived
    ]
    ranked = sorted(own, key=lambda one: ("required", "expected", "optional").index(one.need))[:_MOST]
    return tuple(column for column in own if column in ranked)


def _shared(widths: Sequence[float]) -> list[int]:
    """The grid's columns shared out by width, two for each at least."""
    least = 2
    left = GRID - least * len(widths)
    total = sum(widths)
    made = [least + int(left * width / total) for width in widths]
    for at in sorted(range(len(widths)), key=lambda at: -widths[at])[: GRID - sum(made)]:
        made[at] += 1
    return made
