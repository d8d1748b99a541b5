"""The plan of filling one template: every edit, every cell with its origin, all that does not fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from union_xl.fill.repeating_rows import Pieces, RepeatingRow, beside, chosen, repeating_rows
from union_xl.fill.tag_values import (
    FilledCell,
    FillState,
    Missing,
    NameIndex,
    block_key,
    filled,
    nearest,
    show,
)
from union_xl.fill.tags import Tag, from_outside, instead_of, may_hold_tags, split_text, unfinished
from union_xl.fill.text_boxes import Text, plan_outside
from union_xl.model import (
    KEEP,
    Area,
    Edit,
    Edits,
    Figure,
    Raw,
    RepeatRows,
    Style,
    TemplateError,
    TemplateTag,
    TextSpan,
)
from union_xl.model.grid import column_letters


class SheetView(Protocol):
    """What filling looks at in a sheet (`xlsx_edit.layout` gives it)."""

    @property
    def name(self) -> str: ...
    @property
    def cells(self) -> Mapping[tuple[int, int], Raw]: ...
    @property
    def formulas(self) -> Mapping[tuple[int, int], str]: ...
    @property
    def merged(self) -> tuple[Area, ...]: ...
    @property
    def pivots(self) -> tuple[Area, ...]: ...
    def number_format(self, row: int, col: int) -> str: ...


class View(Protocol):
    """What filling looks at in a workbook."""

    @property
    def sheets(self) -> Sequence[SheetView]: ...
    @property
    def outside(self) -> Sequence[Text]: ...


@dataclass(frozen=True, slots=True)
class Plan:
    """What filling would do.  Nothing may be saved while `missing` is not empty (see `refuse`)."""

    edits: Edits
    cells: tuple[FilledCell, ...]
    missing: tuple[Missing, ...] = ()
    unused: tuple[str, ...] = ()

    def refuse(self) -> None:
        """TemplateError naming every unknown name with its cell and the nearest known ones."""
        if not self.missing:
            return
        sentences = [
            f"{one.cell} 的“{one.name}”"
            + (f"（是不是“{'”或“'.join(one.nearest)}”？）" if one.nearest else "")
            for one in self.missing[:20]
        ]
        more = f"等共 {len(self.missing)} 处" if len(self.missing) > 20 else ""
        raise TemplateError(f"模板里有不认识的标签：{'、'.join(sentences)}{more}，请改正后再填报")


def plan(
    layout: View,
    values: Mapping[str, Figure | Any],
    blocks: Mapping[str, Sequence[Mapping[str, Any]]],
    tags: Sequence[TemplateTag] = (),
) -> Plan:
    """Everything that filling this template would change, and what it lacks; touches nothing.

    `values`: Figures and plain values by name and, if wanted, by code.  `blocks`: the items of each repeating
    block, by `每单位` or `单位`, each item {name: Figure or plain value}, the columns of a ledger row it has
    as `单位台账.会员数`.  `tags`: the lines of 填报对应 that belong to this template.  A value is one cell's
    content, never looked at for tags again.
    Raises TemplateError when a line of `tags` points nowhere or repeating rows get into each other's way.
    """
    filling = FillState(NameIndex(values), {block_key(name): items for name, items in blocks.items()})
    outside = _outside(layout, tags)
    for sheet in layout.sheets:
        _plan_sheet(filling, sheet, outside.get(sheet.name, {}))
    plan_outside(filling, layout.outside)
    return Plan(
        tuple(filling.edits),
        tuple(filling.cells),
        tuple(filling.missing),
        filling.names.unused(),
    )


def _outside(layout: View, tags: Sequence[TemplateTag]) -> dict[str, dict[tuple[int, int], Pieces]]:
    """The lines of 填报对应 by sheet and cell."""
    found: dict[str, dict[tuple[int, int], Pieces]] = {}
    by_name = {one.name.strip().casefold(): one for one in layout.sheets}
    for line in tags:
        sheet = by_name.get(line.sheet.strip().casefold())
        if sheet is None and not line.sheet.strip() and len(layout.sheets) == 1:
            sheet = layout.sheets[0]
        if sheet is None:
            near = nearest(line.sheet, [one.name for one in layout.sheets])
            hint = f"，是不是“{near[0]}”" if near else ""
            raise TemplateError(f"填报对应：模板“{line.template}”里没有工作表“{line.sheet}”{hint}，请核对")
        row, col = _anchor(sheet, *_place(line))
        if (row, col) in sheet.formulas:
            where = f"{sheet.name}!{column_letters(col)}{row}"
            raise TemplateError(f"填报对应：{where} 里是公式，填报会把公式盖掉，请换一个单元格")
        found.setdefault(sheet.name, {})[row, col] = from_outside(line.tag)
    return found


def _place(line: TemplateTag) -> tuple[int, int]:
    ref = line.cell.strip().replace("$", "").upper()
    letters = ref.rstrip("0123456789")
    digits = ref[len(letters) :]
    if not digits or not letters.isascii() or not letters.isalpha() or len(letters) > 3:
        raise TemplateError(f"填报对应：“{line.cell}”不是单元格地址，请写成 B4 这样的形式")
    col = 0
    for letter in letters:
        col = col * 26 + ord(letter) - 64
    return int(digits), col


def _anchor(sheet: SheetView, row: int, col: int) -> tuple[int, int]:
    for one in sheet.merged:
        if one.top <= row <= one.bottom and one.left <= col <= one.right:
            return one.top, one.left
    return row, col


def _plan_sheet(filling: FillState, sheet: SheetView, outside: Mapping[tuple[int, int], Pieces]) -> None:
    if may_hold_tags(sheet.name):
        filling.miss(Missing(sheet.name, "工作表名称里的标签不能填，请改用固定的名称"))
    for place, text in sheet.formulas.items():
        if may_hold_tags(text):
            filling.miss(Missing(_where(sheet.name, *place), "公式里的标签不能填，请另写一格让公式引用"))
    bound: dict[tuple[int, int], Pieces] = {}
    saved: dict[tuple[int, int], Pieces] = {}
    for place, value in sheet.cells.items():
        if place not in sheet.formulas and isinstance(value, str) and may_hold_tags(value):
            if any(
                one.top <= place[0] <= one.bottom and one.left <= place[1] <= one.right
                for one in sheet.pivots
            ):
                saved[place] = split_text(value)
                continue
            bound[place] = split_text(value)
            broken = unfinished(value)
            if broken and place not in outside:
                filling.miss(Missing(_where(sheet.name, *place), broken))
    bound.update(outside)
    bound = beside(chosen(bound), filling.holds)
    found = repeating_rows(sheet.name, bound, sheet.merged)
    _plan_saved(filling, sheet, saved, found)
    for one in found:
        times = len(filling.blocks.get(block_key(one.name), ()))
        if times > 1:
            filling.edits.append(RepeatRows(sheet.name, one.first, one.last, times))
    for (row, col), content in sorted(bound.items()):
        _plan_cell(filling, sheet, found, (row, col), content)


def _plan_saved(
    filling: FillState,
    sheet: SheetView,
    saved: Mapping[tuple[int, int], Pieces],
    found: Sequence[RepeatingRow],
) -> None:
    """What a pivot table has copied of cells with tags, until it is refreshed; it is told at those cells."""
    for (row, col), content in saved.items():
        before = dict(filling.missing)
        good = filling.understood("", content)
        filling.missing = before
        if good:
            said = [one if isinstance(one, str) else show(filling.first(one), one).text for one in content]
            ref = f"{column_letters(col)}{row + _shift(filling, found, row)}"
            filling.edits.append(Edit(sheet.name, ref, "".join(said)))


def _shift(filling: FillState, found: Sequence[RepeatingRow], row: int) -> int:
    """How many rows the blocks above push a row down."""
    return sum(
        one.height * (max(1, len(filling.blocks[block_key(one.name)])) - 1)
        for one in found
        if one.last < row and block_key(one.name) in filling.blocks
    )


def _plan_cell(
    filling: FillState,
    sheet: SheetView,
    found: Sequence[RepeatingRow],
    place: tuple[int, int],
    content: Pieces,
) -> None:
    row, col = place
    if not filling.understood(_where(sheet.name, row, col), content):
        return
    if not any(isinstance(one, Tag) for one in content):
        return
    shift = _shift(filling, found, row)
    block = next((one for one in found if one.first <= row <= one.last), None)
    letters = column_letters(col)
    own_format = sheet.number_format(row, col)
    if block is None:
        _write(filling, sheet.name, f"{letters}{row + shift}", content, None, own_format)
        return
    items = filling.blocks[block_key(block.name)]
    if not items:
        said = "".join(instead_of(one) for one in content if isinstance(one, Tag))
        filling.edits.append(Edit(sheet.name, f"{letters}{row + shift}", said or None))
    for index, item in enumerate(items):
        ref = f"{letters}{row + shift + index * block.height}"
        own = NameIndex({"序号": index + 1, **item})
        _write(filling, sheet.name, ref, content, own, own_format)


def _write(
    filling: FillState, sheet: str, ref: str, content: Pieces, item: NameIndex | None, own_format: str
) -> None:
    """One final cell: a lone tag gives its value, a tag among words gives text."""
    alone = content[0] if len(content) == 1 else None
    said: list[str] = []
    changes: list[TextSpan] = []
    at = 0
    for one in content:
        if isinstance(one, str):
            said.append(one)
            at += len(one)
            continue
        known = filling.value(one, item)
        shown = show(known, one)
        said.append(shown.text)
        changes.append(TextSpan(at, at + len(one.text), shown.text))
        at += len(one.text)
        filling.cells.append(filled(sheet, ref, one.text, known, shown.value))
        if alone is not None:
            number = shown.value is not None and not isinstance(shown.value, (str, list, tuple))
            plain_cell = number and shown.code and own_format == "General"
            filling.edits.append(
                Edit(
                    sheet,
                    ref,
                    shown.value if number else shown.text,
                    style=Style(number_format=shown.code) if plain_cell else KEEP,
                    changes=() if number else tuple(changes),
                )
            )
    if alone is None:
        filling.edits.append(Edit(sheet, ref, "".join(said), changes=tuple(changes)))


def _where(sheet: str, row: int, col: int) -> str:
    return f"{sheet}!{column_letters(col)}{row}"
