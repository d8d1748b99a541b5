"""Changes to an existing workbook, as values: `fill` and `returns` make them, `xlsx_edit` writes them
into a file, `excel` writes the same ones into an open book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from union_xl.model.grid import Raw


class Keep(Enum):
    """The one value that means `leave as it is` (None means: make blank, or take away)."""

    KEEP = "keep"


KEEP = Keep.KEEP


@dataclass(frozen=True, slots=True)
class Style:
    """What to lay over a cell's own style; '' or None leaves that aspect alone.

    Colours are `RRGGBB`; `number_format` is an Excel code (`yyyy-mm-dd`, `0.00`, `@`).
    """

    fill: str = ""
    color: str = ""
    bold: bool | None = None
    number_format: str = ""
    wrap: bool | None = None
    border: bool | None = None
    underline: bool | None = None
    size: float | None = None
    align: str = ""


class TextSpan(NamedTuple):
    """Characters `start` to before `end` of a text (0-based) say `new`."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell of one sheet: a new value, a style laid over, our note.

    `cell` is `E17`.  Text is never taken for a formula: a `value` beginning with `=` is text unless
    `formula` is True.  A note of None takes away a note of ours, never somebody else's.
    `link` is a place inside the book (`'会员登记表'!E17`).  `changes` may tell which words of the text that
    stood there the value has replaced: in a text of several looks the other words then keep theirs.
    """

    sheet: str
    cell: str
    value: Raw | Keep = KEEP
    style: Style | Keep | None = KEEP
    note: str | Keep | None = KEEP
    formula: bool = False
    link: str | Keep | None = KEEP
    changes: Sequence[TextSpan] = ()


@dataclass(frozen=True, slots=True)
class RepeatRows:
    """Rows `first`..`last` of a sheet stand `times` times (>= 1), as if a person had copied and
    inserted them; everything below moves, everything that points there follows.
    Edits in the same list name cells as they stand after all Grows of the list."""

    sheet: str
    first: int
    last: int
    times: int


@dataclass(frozen=True, slots=True)
class AddSheet:
    """A new sheet of ours, put first (`at=0`) or at position `at`; replaces a sheet of the same name only
    if that one is ours (carries our mark).  `cells` are Edits whose `sheet` is this name; `widths` are in
    Excel's characters by column, `heights` in points by row (rows without one keep their usual height)."""

    name: str
    cells: Sequence[Edit] = ()
    at: int = 0
    widths: Mapping[int, float] = field(default_factory=dict)
    freeze_row: int = 0
    filter_area: str = ""
    landscape: bool = True
    heights: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RemoveSheet:
    """Take away a sheet of ours, if it is there and carries our mark."""

    name: str


@dataclass(frozen=True, slots=True)
class ReplaceText:
    """A text outside the cells (text box, chart, header or footer) says something else in places.

    `spot` is as `xlsx_edit.layout` named it; `changes` do not overlap.  The new words are text as a person
    reads it: nothing in them is a code of headers or markup.
    """

    sheet: str
    spot: str
    changes: Sequence[TextSpan]


Change = Edit | RepeatRows | AddSheet | RemoveSheet | ReplaceText
Edits = Sequence[Change]
