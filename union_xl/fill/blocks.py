"""Repeating rows: which rows of a sheet repeat, and for what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from union_xl.core import Area, TemplateError
from union_xl.core.grid import column_letters
from union_xl.fill.tags import Tag

Pieces = Sequence[str | Tag]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows first..last repeat for each item of `name` (`每单位`)."""

    name: str
    first: int
    last: int

    @property
    def height(self) -> int:
        return self.last - self.first + 1


def blocks(sheet: str, bound: Mapping[tuple[int, int], Pieces], merged: Iterable[Area]) -> list[Block]:
    """The repeating rows of a sheet, from the top.

    `bound` are the cells with tags.  Rows that follow each other with tags of the same kind repeat
    together, and so do the rows a merged cell with such a tag reaches down to.  Raises TemplateError when
    rows belong to two kinds at once.
    """
    reach = {(one.top, one.left): one.bottom for one in merged}
    spans: dict[int, tuple[str, int]] = {}
    for (row, col), pieces in sorted(bound.items()):
        for tag in pieces:
            if isinstance(tag, str) or not tag.block:
                continue
            kind, bottom = spans.get(row, (tag.block, row))
            if kind != tag.block:
                _refuse(sheet, row, col, kind, tag.block)
            spans[row] = (tag.block, max(bottom, reach.get((row, col), row)))
    found: list[Block] = []
    for row, (kind, bottom) in sorted(spans.items()):
        before = found[-1] if found else None
        if before and row <= before.last + 1 and before.name == kind:
            found[-1] = Block(kind, before.first, max(before.last, bottom))
        elif before and row <= before.last:
            _refuse(sheet, row, 1, before.name, kind)
        else:
            found.append(Block(kind, row, bottom))
    return found


def _refuse(sheet: str, row: int, col: int, one: str, other: str) -> None:
    raise TemplateError(
        f"{sheet}!{column_letters(col)}{row} 同一行里既有“{one}”又有“{other}”，"
        "不知道按哪个重复，请分到不同的行"
    )
