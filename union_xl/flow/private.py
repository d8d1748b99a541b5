"""Which cells of a sheet are private, and what they are replaced by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from union_xl import forms
from union_xl.core import Context, Edit, Grid
from union_xl.core.grid import column_letters
from union_xl.forms.base import Privacy
from union_xl.forms.privacy import mask, mask_text
from union_xl.returns.problems import showing_of

HEADER_ROWS = 40
OTHER = "其他文字"
_PERSONS = frozenset({"填表人", "填报人", "联系人", "经办人", "负责人", "单位负责人", "审核人", "制表人"})
_VALUES = frozenset({"原值", "新值", "修正前", "修正后", "修改前", "修改后", "更正值"})
_NAMES = frozenset({"标识", "不同之处"})
_PART = re.compile(r"([^：；／]+)：([^；]*)")
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]+(?:·[\u4e00-\u9fff]+)+")

Treated = tuple[str, Privacy]
"""(standard title, how it is masked)."""


@dataclass(frozen=True, slots=True)
class _View:
    """How a sheet is looked at.

    Rows below `head` are data, `columns` are masked by their title.  In a list of cells (问题清单, 修正记录)
    `named` holds a title per row and `values` repeat that column's value; `told` are columns of our own
    sentences about persons.
    """

    head: int = 0
    columns: Mapping[int, Treated] | None = None
    named: int = 0
    values: frozenset[int] = frozenset()
    told: frozenset[int] = frozenset()


def titles_of(context: Context) -> Mapping[str, Treated]:
    """{title or alias, without blanks: (standard title, how it is masked)}, the public ones too."""
    privacy = showing_of(context).privacy
    found: dict[str, Treated] = {}
    for public in (False, True):
        for form in forms.forms_of(context):
            for column in forms.columns(form):
                treated = privacy[column.title]
                if (treated == "") is public:
                    for title in (column.title, *column.aliases):
                        found.setdefault(_tight(title), (column.title, treated))
    return found


def edits(grid: Grid, titles: Mapping[str, Treated], counted: dict[tuple[str, str], int]) -> Iterator[Edit]:
    """The Edits that mask a sheet; `counted` gathers {(sheet, column title): cells}."""
    view = _look(grid, titles)
    for row, cells in enumerate(grid.rows, 1):
        for col, value in enumerate(cells, 1):
            if value is None or value == "":
                continue
            title, made = _masked(grid, view, titles, row, col, value)
            if made != value:
                key = (grid.sheet, title or OTHER)
                counted[key] = counted.get(key, 0) + 1
                yield Edit(grid.sheet, f"{column_letters(col)}{row}", made or None)


def _masked(
    grid: Grid, view: _View, titles: Mapping[str, Treated], row: int, col: int, value: Any
) -> tuple[str, Any]:
    title, privacy = (view.columns or {}).get(col, ("", "")) if row > view.head else ("", "")
    if row < view.head and _tight(grid.at(row, col - 1)).rstrip("：:") in _PERSONS:
        title, privacy = "表头上方", "name"
    if row > view.head and col in view.values:
        title, privacy = titles.get(_tight(grid.at(row, view.named)), ("", ""))
    made = mask(value, privacy) if privacy else value
    if row > view.head and col in view.told and isinstance(made, str):
        made = _of_sentence(made, titles)
    if isinstance(made, str):
        made = mask_text(made)
    elif isinstance(made, int | float) and not isinstance(made, bool) and made >= 1e10:
        made = mask_text(str(int(made)))
    return title, made


def _of_sentence(text: str, titles: Mapping[str, Treated]) -> str:
    """`姓名：张三 ／ 张叁；民族：汉族` and `张三 139…`: the private parts masked."""
    if not _PART.search(text):
        return _PERSON.sub(lambda found: str(mask(found[0], "name")), text) if len(text) <= 40 else text

    def one(found: re.Match[str]) -> str:
        privacy = titles.get(_tight(found[1]), ("", ""))[1]
        sides = (side.strip() for side in found[2].split("／"))
        shown = (side if side == "空" else str(mask(side, privacy)) for side in sides)
        return f"{found[1]}：{' ／ '.join(shown)}"

    return _PART.sub(one, text)


def _look(grid: Grid, titles: Mapping[str, Treated]) -> _View:
    """The header: a list of cells by its own headings, else the upper row with the most known titles."""
    best, most = _View(), 0
    for row, cells in enumerate(grid.rows[:HEADER_ROWS], 1):
        named = {_tight(value): col for col, value in enumerate(cells, 1) if isinstance(value, str)}
        values, told = _cols(named, _VALUES), _cols(named, _NAMES)
        if ("列名" in named and values) or told:
            # Here 说明 and the like are our own words, not remarks of the filler.
            seen = {col: titles[title] for title, col in named.items() if title in titles}
            private = {col: one for col, one in seen.items() if one[1] not in ("", "free")}
            return _View(row, private, named.get("列名", 0), values, told)
        known = {col: titles[title] for title, col in named.items() if title in titles}
        if len(known) > most and any(privacy for _, privacy in known.values()):
            best, most = _View(row, {col: one for col, one in known.items() if one[1]}), len(known)
    return best


def _cols(named: Mapping[str, int], wanted: frozenset[str]) -> frozenset[int]:
    return frozenset(col for title, col in named.items() if title in wanted)


def _tight(title: Any) -> str:
    return "".join(str(title or "").split()).strip("*＊※﹡")
