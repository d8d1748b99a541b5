"""Tags in text boxes, charts, headers and footers: filled as text where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from union_xl.fill.tag_values import FilledCell, FillState, Missing, filled, show
from union_xl.fill.tags import Tag, may_hold_tags, split_text, unfinished
from union_xl.model import ReplaceText, TextSpan

_ONLY_CELLS = "重复行的标签只能写在单元格里"


class Text(Protocol):
    """One text outside the cells (`xlsx_edit.layout` gives them)."""

    @property
    def sheet(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def spot(self) -> str: ...
    @property
    def room(self) -> int | None: ...
    @property
    def linked(self) -> bool: ...


def plan_outside(filling: FillState, texts: Sequence[Text]) -> None:
    """A ReplaceText for each of these texts; what does not fit is noted as missing.

    A text that only shows a cell is filled like it, of repeated rows like the first; it is told at the cell.
    """
    for one in texts:
        if not may_hold_tags(one.text):
            continue
        where = f"{one.sheet} {one.place}"
        before = dict(filling.missing)
        good = _fits(filling, where, one)
        if one.linked and not good:
            filling.missing = before
        if good:
            _plan(filling, where, one)


def _fits(filling: FillState, where: str, text: Text) -> bool:
    content = split_text(text.text)
    broken = unfinished(text.text)
    if broken:
        filling.miss(Missing(where, broken))
    repeated = [] if text.linked else [one for one in content if isinstance(one, Tag) and one.block]
    for tag in repeated:
        filling.miss(Missing(where, f"{tag.text}（{_ONLY_CELLS}）"))
    rest = [one for one in content if one not in repeated]
    return filling.understood(where, rest) and not broken and not repeated


def _plan(filling: FillState, where: str, text: Text) -> None:
    changes: list[TextSpan] = []
    cells: list[FilledCell] = []
    at = 0
    for one in split_text(text.text):
        length = len(one if isinstance(one, str) else one.text)
        if isinstance(one, Tag):
            known = filling.first(one)
            shown = show(known, one)
            changes.append(TextSpan(at, at + length, shown.text))
            cells.append(filled(text.sheet, text.place, one.text, known, shown.value))
        at += length
    more = sum(len(one.new) + one.new.count("&") - (one.end - one.start) for one in changes)
    if text.room is not None and more > text.room:
        filling.miss(Missing(where, f"{text.text.strip()[:20]}（填入后超过 255 个字，放不下）"))
        return
    filling.edits.append(ReplaceText(text.sheet, text.spot, tuple(changes)))
    if not text.linked:
        filling.cells += cells
