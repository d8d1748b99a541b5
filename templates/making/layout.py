# ruff: noqa: E501
"""An official table as a declaration: columns, rows, notes; drawn the same way for all of them.

A cell of a row is a short text:

- in a stub column the text itself, in a value column the name of a figure (`发展会员数`, `帮扶人次|帮扶类别=送温暖`);
- in a repeating row (`each`) the name of what its items have;
- `=[4]/[3]`, `=[1]-[3]`: worked out from the columns with these codes in the same row;
- `⊕`: the sum of the lines above, since the last such row; `Σ`: the sum of the subtotals above;
- `#`: the code of the row; another formula stands as it is, its `[n]` and `[甲]` made cells;
- `'words`: just that; '' blank.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

COUNT = "#,##0;-#,##0;0"
MONEY = "#,##0.00;-#,##0.00;0.00"
RATE = "0.0%"
DAY = "yyyy-mm-dd"
LINE, EACH, TOTAL, HEAD = "line", "each", "total", "head"
BLUE, RED, GREY, ORANGE = "#2F5597", "#C00000", "#A6A6A6", "#C55A11"


@dataclass(frozen=True)
class Column:
    """A column: its heads from the top with / between, its width in characters, its number format ('' text)."""

    head: str
    width: float
    number: str = COUNT
    stub: bool = False

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(self.head.split("/"))


@dataclass(frozen=True)
class Row:
    """A row of the body; `block` is the kind of a repeating row, `more` what chooses and orders its items."""

    kind: Literal["line", "each", "total", "head"]
    cells: tuple[str, ...]
    block: str = ""
    more: str = ""
    bold: bool = False
    formats: tuple[tuple[int, str], ...] = ()
    """Number formats of its own, by column code."""


@dataclass(frozen=True)
class Chart:
    """A native chart over the columns with these codes, for the rows `first`..`last` of the body (0-based)."""

    kind: str
    title: str
    series: tuple[tuple[int, str], ...]
    names: int = 0
    first: int = 0
    last: int = 0


@dataclass(frozen=True)
class Table:
    """One sheet.  `number` is that of the form (`01`), `units` the 计量单位; `more` lines of 补充资料; `notes` what is reported and which relations hold, by column code."""

    sheet: str
    title: str
    number: str
    units: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    more: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    portrait: bool = False
    chart: Chart | None = None
    inside: bool = False
    """Not for outside: 内部核对 instead of 附件."""
    loud: tuple[tuple[int, str], ...] = ()
    """(column code, test) of cells to be looked at: `<0.8`, `>1`."""


def stub(head: str, width: float, number: str = "") -> Column:
    return Column(head, width, number, stub=True)


def values(heads: str, width: float = 9.0, number: str = COUNT) -> tuple[Column, ...]:
    """Value columns, their heads with spaces between; a head ending in % is a rate, in 元 money."""
    made = []
    for head in filter(None, heads.split(" ")):  # a line break stays
        own = RATE if head.endswith("%") else MONEY if head.endswith("元") else number
        made.append(Column(head.replace("_", " "), width + (3 if own == MONEY else 0), own))
    return tuple(made)


def line(*cells: str, bold: bool = False) -> Row:
    """A row of whole figures."""
    return Row(LINE, cells, bold=bold)


def each(block: str, *cells: str, where: str = "", order: str = "") -> Row:
    """A row that repeats for each item of `block`."""
    more = (f"|条件={where}" if where else "") + (f"|排序={order}" if order else "")
    return Row(EACH, cells, block, more)


def total(*cells: str) -> Row:
    """A row of sums or distinct figures below lines."""
    return Row(TOTAL, cells, bold=True)


def heading(text: str) -> Row:
    """A line that opens a group of rows."""
    return Row(HEAD, (text,), bold=True)


_REF = re.compile(r"\[(\d+)\]")


def referring(text: str, refs: Sequence[str]) -> str:
    """A formula with its `[n]` made cells of the row."""
    return _REF.sub(lambda hit: refs[int(hit[1]) - 1], text)


def worked_out(text: str, refs: Sequence[str]) -> str:
    """`=[4]/[3]` as a formula over cells: — where there is nothing to reckon with."""
    spelled = referring(text[1:], refs)
    used = [refs[int(one) - 1] for one in _REF.findall(text)]
    if "/" in spelled:
        over, under = spelled.split("/")
        over, under = over.strip("()"), under.strip("()")
        if "+" in spelled:
            return f'=IF(OR(N({under})=0,{_unless(used)}),"—",({over})/({under}))'
        return f'=IF(OR(N({under})=0,NOT(ISNUMBER({over}))),"—",{over}/{under})'
    return f'=IF(OR({_unless(used)}),"—",{spelled})'


def _unless(refs: Sequence[str]) -> str:
    return ",".join(f"NOT(ISNUMBER({one}))" for one in refs)


def summed(cells: str) -> str:
    """The sum of cells or ranges; — where none has a number, which is not the same as 0."""
    return f'=IF(COUNT({cells})=0,"—",SUM({cells}))'
