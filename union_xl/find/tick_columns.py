"""One question spread over several columns with a tick in one of them (性别 | 男 | 女)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from union_xl.find.binding import Head
from union_xl.find.headings import words
from union_xl.kinds.base import Kind
from union_xl.ledgers.form import Form
from union_xl.model import Grid, Raw

TICKS = frozenset(["√", "✓", "✔", "☑", "■", "●", "○", "v", "V", "Y", "y", "1", "是", "对", "*", "＊", "▲"])


@dataclass(frozen=True, slots=True)
class Ticked:
    """The columns of one question: `choices` says what a tick means; the first column stands for all."""

    title: str
    col: int
    choices: Mapping[int, str]

    def value(self, cells: Sequence[Raw]) -> Raw:
        """What one row says: the ticked choice, several joined by 、, None for none."""
        said = []
        for col, choice in self.choices.items():
            cell = cells[col - 1] if col <= len(cells) else None
            text = (
                str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell or "").strip()
            )
            if text in TICKS or text == choice or cell is True:
                said.append(choice)
        return "、".join(said) or None


def ticked(heads: Sequence[Head], forms: Sequence[Form]) -> tuple[tuple[Head, ...], tuple[Ticked, ...]]:
    """The heads with each such question as one head, and the questions."""
    groups: dict[tuple[str, ...], list[Head]] = {}
    for head in heads:
        if len(head.parts) > 1:
            groups.setdefault(head.parts[:-1], []).append(head)
    found = [made for parts, members in groups.items() if (made := _question(parts, members, forms))]
    if not found:
        return tuple(heads), ()
    gone = {col for one in found for col in one.choices if col != one.col}
    firsts = {one.col: one for one in found}
    kept = []
    for head in heads:
        if head.col in firsts:
            text = head.text.rpartition("_")[0] or head.text
            kept.append(Head(head.col, text, head.parts[:-1]))
        elif head.col not in gone:
            kept.append(head)
    return tuple(kept), tuple(found)


def untick(grid: Grid, asked: Sequence[Ticked], below: int) -> Grid:
    """The grid with the answer of each question in its first column, from the row after `below`."""
    rows = list(grid.rows)
    for number in range(below, len(rows)):
        cells = rows[number]
        if any(cells):
            answered = list(cells)
            for one in asked:
                answered.extend([None] * (one.col - len(answered)))
                answered[one.col - 1] = one.value(cells)
            rows[number] = answered
    return replace(grid, rows=rows)


def _question(parts: tuple[str, ...], members: Sequence[Head], forms: Sequence[Form]) -> Ticked | None:
    if len(members) < 2:
        return None
    for form in forms:
        title, _ = words(form).named(parts[-1])
        if title and all(is_choice(head.parts[-1], words(form).columns[title].kind) for head in members):
            return Ticked(title, members[0].col, {head.col: head.parts[-1] for head in members})
    return None


def is_choice(text: str, kind: Kind) -> bool:
    """A spelling of one of the kind's choices."""
    return bool(kind.choices) and kind.tidy(text).value in kind.choices


@lru_cache(maxsize=16)
def choices_of(forms: tuple[Form, ...]) -> frozenset[str]:
    """Every choice of every column of the forms, as they may head a column to be ticked."""
    return frozenset(
        choice for form in forms for column in words(form).columns.values() for choice in column.kind.choices
    )
