"""Names a template may use, and what filling has found out so far: edits, cells with their origin, names
nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from union_xl.fill.filters import FILTERS, Shown, apply_filter, first_look
from union_xl.fill.repeating_rows import Pieces
from union_xl.fill.tags import WORDED, Tag, plain
from union_xl.model import Change, Figure

_NEAREST = 3
_LIKE = 45


class NamedValue(NamedTuple):
    """A value under the name (and code) the companion workbook shows."""

    code: str
    name: str
    value: Any
    unit: str
    group: str
    counted: bool
    group_by: str = ""


class NameIndex:
    """Values by name, compared without regard to width, spaces and case."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values
        self._found = {plain(name): name for name in reversed(list(values))}
        self._asked: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return plain(name) in self._found

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def get(self, name: str) -> NamedValue | None:
        """The value of a name, noted as used; None for an unknown one."""
        key = self._found.get(plain(name))
        if key is None:
            return None
        self._asked.add(key)
        value = self._values[key]
        if isinstance(value, Figure):
            return NamedValue(
                value.code, value.name, value.value, value.unit, value.group, True, value.group_by
            )
        return NamedValue("", key, value, "", "", False)

    def unused(self) -> tuple[str, ...]:
        """Names never asked for; a figure known by name and code counts as one."""
        used = {id(self._values[key]) for key in self._asked if isinstance(self._values[key], Figure)}
        rest: dict[str, None] = {}
        for key, value in self._values.items():
            if isinstance(value, Figure):
                if id(value) not in used:
                    rest[value.name] = None
            elif key not in self._asked:
                rest[key] = None
        return tuple(rest)


def nearest(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known names most like a mistyped one, best first, at most three."""
    from rapidfuzz import fuzz, process

    choices = {one: plain(one) for one in known}
    found = process.extract(plain(name), choices, scorer=fuzz.ratio, limit=_NEAREST, score_cutoff=_LIKE)
    return tuple(key for _, _, key in found)


def show(known: NamedValue, tag: Tag) -> Shown:
    """A value through the tag's filters."""
    shown = first_look(known.value, known.unit, known.counted)
    for one in tag.filters:
        shown = apply_filter(shown, one)
    return shown


def unknown_filters(tag: Tag) -> Sequence[str]:
    return [one for one in tag.filters if one not in FILTERS and one.partition("=")[0] not in WORDED]


class FilledCell(NamedTuple):
    """One tag of the filled template.

    `cell` is the cell as it stands after rows were repeated; for a text outside the cells the words a clerk
    finds it by (`页眉`, `文本框 矩形 3`), which are never plain ASCII.
    """

    sheet: str
    cell: str
    tag: str
    code: str
    name: str
    value: Any
    group: str = ""
    group_by: str = ""


def filled(sheet: str, cell: str, tag: str, known: NamedValue, value: Any) -> FilledCell:
    """A tag filled with what is known by its name, as `value` shows it."""
    return FilledCell(sheet, cell, tag, known.code, known.name, value, known.group, known.group_by)


class Missing(NamedTuple):
    """A name nobody knows: where it stands (`年报!B4`), the name, and the most similar known ones."""

    cell: str
    name: str
    nearest: tuple[str, ...] = ()


@dataclass(slots=True)
class FillState:
    """Work in progress over all sheets."""

    names: NameIndex
    blocks: Mapping[str, Sequence[Mapping[str, Any]]]
    edits: list[Change] = field(default_factory=list)
    cells: list[FilledCell] = field(default_factory=list)
    missing: dict[Missing, None] = field(default_factory=dict)

    def miss(self, one: Missing) -> None:
        self.missing[one] = None

    def items(self, name: str) -> Sequence[Mapping[str, Any]] | None:
        """The items of a repeating block, None for an unknown one."""
        return self.blocks.get(block_key(name))

    def holds(self, name: str, other: str) -> bool:
        """Whether the items of a block have the columns of another, a ledger they have a row in."""
        within = f"{block_key(other)}."
        return any(plain(key).startswith(within) for item in (self.items(name) or ())[:1] for key in item)

    def understood(self, where: str, content: Pieces) -> bool:
        """Are all tags of a text known?  What is not is noted as missing."""
        good = True
        for tag in content:
            if isinstance(tag, str):
                continue
            lacking = list(self._lacking(where, tag))
            good = good and not lacking
            self.missing.update(dict.fromkeys(lacking))
        return good

    def _lacking(self, where: str, tag: Tag) -> Iterator[Missing]:
        for one in unknown_filters(tag):
            yield Missing(where, f"{tag.text} 的“|{one}”", nearest(one, FILTERS))
        if not tag.block:
            if tag.name not in self.names:
                yield Missing(where, tag.name, nearest(tag.name, self.names))
            return
        items, kind = self.items(tag.block), tag.block.partition("|")[0]
        if items is None:
            yield Missing(where, kind, nearest(kind, [f"每{one}" for one in self.blocks]))
            return
        known = {"序号": None} | {name: None for item in items for name in item}
        if items and tag.name not in NameIndex(known):
            yield Missing(where, f"{kind}.{tag.name}", nearest(tag.name, known))

    def first(self, tag: Tag) -> NamedValue:
        """What a saved copy of a tag's cell shows: of a repeating block its first item."""
        items = (self.items(tag.block) if tag.block else None) or [{}]
        return self.value(tag, NameIndex({"序号": 1, **items[0]}))

    def value(self, tag: Tag, item: NameIndex | None) -> NamedValue:
        """What a tag stands for, from the item of its block or from all names; noted as used."""
        source = item if tag.block and item is not None else self.names
        return source.get(tag.name) or NamedValue("", tag.name, None, "", "", False)


def block_key(name: str) -> str:
    """A block's name as blocks are kept: `每单位` and `单位` are one."""
    return plain(name).removeprefix("每")
