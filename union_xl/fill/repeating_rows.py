"""Repeating rows: which rows of a sheet repeat, and for what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from union_xl.fill.tags import Tag
from union_xl.model import Area, TemplateError
from union_xl.model.grid import column_letters

Pieces = Sequence[str | Tag]


@dataclass(frozen=True, slots=True)
class RepeatingRow:
    """Rows first..last repeat for each item of `name` (`每单位`)."""

    name: str
    first: int
    last: int

    @property
    def height(self) -> int:
        return self.last - self.first + 1


def beside(
    bound: Mapping[tuple[int, int], Pieces], holds: Callable[[str, str], bool]
) -> dict[tuple[int, int], Pieces]:
    """The cells with tags, each row's tags of one kind where they may be: a column of the ledger row an item
    has (`每单位台账.会员数` beside `每单位.期末会员数`) is asked of the item, as `单位台账.会员数`.

    `holds(kind, other)`: whether items of a kind have the columns of the other.
    """
    kinds: dict[int, dict[str, None]] = {}
    for (row, _), content in sorted(bound.items()):
        kinds_here = {tag.block: None for tag in content if isinstance(tag, Tag) and tag.block}
        kinds[row] = kinds.get(row, {}) | kinds_here
    found: dict[tuple[int, int], Pieces] = {}
    for (row, col), content in bound.items():
        of = {
            other: kind for kind in kinds[row] for other in kinds[row] if other != kind and holds(kind, other)
        }
        found[row, col] = [
            tag._replace(block=of[tag.block], name=f"{tag.block.removeprefix('每')}.{tag.name}")
            if isinstance(tag, Tag) and tag.block in of
            else tag
            for tag in content
        ]
    return found


def chosen(bound: Mapping[tuple[int, int], Pieces]) -> dict[tuple[int, int], Pieces]:
    """The cells with tags; which items a row has (`|条件=`, `|排序=`) is said once and holds for its other
    tags of that kind."""
    said: dict[tuple[int, str], str] = {}
    for (row, _), content in sorted(bound.items()):
        for tag in content:
            if isinstance(tag, Tag) and "|" in tag.block:
                said.setdefault((row, tag.block.partition("|")[0]), tag.block)
    return {
        (row, col): [
            tag if isinstance(tag, str) else tag._replace(block=said.get((row, tag.block), tag.block))
            for tag in content
        ]
        for (row, col), content in bound.items()
    }


def repeating_rows(
    sheet: str, bound: Mapping[tuple[int, int], Pieces], merged: Iterable[Area]
) -> list[RepeatingRow]:
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
    found: list[RepeatingRow] = []
    for row, (kind, bottom) in sorted(spans.items()):
        before = found[-1] if found else None
        if before and row <= before.last + 1 and before.name == kind:
            found[-1] = RepeatingRow(kind, before.first, max(before.last, bottom))
        elif before and row <= before.last:
            _refuse(sheet, row, 1, before.name, kind)
        else:
            found.append(RepeatingRow(kind, row, bottom))
    return found


def _refuse(sheet: str, row: int, col: int, one: str, other: str) -> None:
    raise TemplateError(
        f"{sheet}!{column_letters(col)}{row} 同一行里既有“{one}”又有“{other}”，"
        "不知道按哪个重复，请分到不同的行"
    )
