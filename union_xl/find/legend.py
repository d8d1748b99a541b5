"""A legend beside a table (`√达标 ○部分达标 ×不达标`): what its signs mean in the columns of closed lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from union_xl.find.surrounding_lines import flat
from union_xl.kinds import YES_NO
from union_xl.ledgers.form import Form
from union_xl.model import Correction, Raw, Table
from union_xl.model.lazy_pattern import LazyPattern

_SIGN = r"[√✓✔×✗✘✕○〇●◎△▲☆★◇◆□■]"
_SAID = LazyPattern(
    rf"[“\"'(（]?({_SIGN})[”\"')）]?\s*(?:[:：=＝]|表示|代表|是指|指|为)?\s*[“\"'(（]?([\u4e00-\u9fff]{{2,8}}?|[有无是否])[”\"')）]?"
    rf"(?=$|[\s、，,;；。.)）】\]/|]|{_SIGN})"
)
_SHOWN = LazyPattern(
    rf"([\u4e00-\u9fff]{{2,6}}?)\s*(?:打|画|用|填|[:：=＝])\s*[“\"'(（]?({_SIGN})(?=$|[”\"'\s、，,;；。.)）])"
)
CIRCLES = frozenset("○〇")
"""Signs of which only the list itself says whether they are ticks."""
_CIRCLED = LazyPattern(r"[打画划填用]\s*[“\"'(（]?[○〇]")
WHY = "按表上写明的符号含义"
_FEWEST = 2
"""Signs that make a legend."""
_BELOW = 20
"""Rows below the last row of data that are looked at."""


def signs_of(texts: Sequence[str]) -> dict[str, str]:
    """{sign: its meaning} of the first text that explains two signs or more.

    >>> signs_of(["五有检查表（√达标 ○部分达标 ×不达标）"])
    {'√': '达标', '○': '部分达标', '×': '不达标'}
    >>> signs_of(["注：达标打√，不达标打×"]), signs_of(["请打√"])
    ({'√': '达标', '×': '不达标'}, {})
    """
    for text in texts:
        found = {one[2]: one[1] for one in _SHOWN.finditer(text)}
        if len(found) < _FEWEST:
            found = {one[1]: one[2] for one in _SAID.finditer(text)}
        if len(found) >= _FEWEST and len(set(found.values())) == len(found):
            return found
    return {}


def circles_tick(texts: Sequence[str]) -> bool | None:
    """Whether ○ is a tick; None where no text says so.

    >>> circles_tick(["注：有的打○"]), circles_tick(["√有 ○无"]), circles_tick(["有○1个"])
    (True, False, None)
    """
    for sign, word in signs_of(texts).items():
        if sign in CIRCLES:
            return bool(YES_NO.tidy(word).value == "是")
    return any(_CIRCLED.search(text) for text in texts) or None


def read(table: Table, form: Form) -> Table:
    """The table with what its legend says in place of the signs; told where the list alone says otherwise."""
    columns = {title: col for title, col in table.where.items() if form.by_title[title].kind.choices}
    meant = signs_of(_around(table)) if columns and table.body else {}
    if not meant:
        return table
    rows, corrections = list(table.grid.rows), list(table.corrections)
    for title, col in columns.items():
        means = _in_list(meant, form, title)
        for row in table.body:
            before = table.grid.at(row, col)
            word = means.get(flat(before))
            if word is not None:
                cells: list[Raw] = list(rows[row - 1])
                cells[col - 1] = word
                rows[row - 1] = cells
                if form.by_title[title].kind.tidy(before).value != word:
                    corrections.append(Correction(table.grid.place(row, col), title, before, word, WHY))
    return replace(table, grid=replace(table.grid, rows=rows), corrections=tuple(corrections))


def _in_list(meant: Mapping[str, str], form: Form, title: str) -> dict[str, str]:
    """{sign: a value of the column's list, else the legend's own word}; nothing for a column whose list has
    none of them."""
    kind = form.by_title[title].kind
    values = {sign: kind.tidy(word).value for sign, word in meant.items()}
    if not any(value in kind.choices for value in values.values()):
        return {}
    return {sign: value if value in kind.choices else meant[sign] for sign, value in values.items()}


def _around(table: Table) -> list[str]:
    """The texts above the header and below the rows that may hold a legend."""
    first = table.header[0] if table.header else table.body[0]
    last = max(table.body)
    rows = [*range(1, first), *range(last + 1, min(last + _BELOW, len(table.grid.rows)) + 1)]
    return [flat(cell) for row in rows for cell in table.grid.rows[row - 1] if isinstance(cell, str)]
