"""Data rows as the XML of a sheet: whole columns laid side by side and joined at once.

Every row and cell says where it stands (`r=`), and a blank is left out: it has the style of its column.
ECMA-376 lets a cell be without `r=` where it follows the one before it, but ExcelJS and Gnumeric lose such
cells; they are written where very many rows would take half as long again.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat
from typing import Any

from union_xl.model.grid import column_letters

LONGEST = 32_767
"""Characters Excel takes in one cell."""
EPOCH = dt.date(1899, 12, 30)
DATE_FORMAT = "yyyy-mm-dd"

_BAD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_TEXT = ' t="str"><v>'
Told = tuple[str, Sequence[str], str] | list[str] | None
"""A column's cells behind `<c` (or their reference): what stands before and after each of some texts (no
texts: the same cell all the way down), or each whole ('' for a blank); None where all are blank."""


def rows_xml(
    columns: Sequence[Sequence[Any]],
    styles: Sequence[int],
    date_style: int,
    first: int = 1,
    heights: Mapping[int, float] | None = None,
    numbered: bool = True,
) -> bytes:
    """The rows of whole columns of plain values, all of one length, from Excel row `first` on.

    Text stays text whatever it begins with; None is no cell; a date is a real date.  `styles` are cell styles
    by column, `date_style` that of dates in any column; `heights` are the points of rows (as Excel numbers
    them) that are not one line high.  Without `numbered` cells do not say where they stand, and blanks are
    cells.
    """
    count = len(columns[0])
    numbers = [str(row) for row in range(first, first + count)]
    tall = heights or {}
    opened = [_height(tall.get(row)) for row in range(first, first + count)] if tall else repeat('">')
    rendered = [
        _prepared(column if isinstance(column, list) else list(column), style, date_style)
        for column, style in zip(columns, styles, strict=True)
    ]
    cells, last = _placed(rendered, numbers) if numbered else _unplaced(rendered, styles)
    pieces = [repeat('<row r="'), numbers, opened, *cells, repeat(f"{last}</row>", count)]
    return "".join(chain.from_iterable(zip(*pieces, strict=False))).encode()


def _placed(rendered: Sequence[Told], numbers: Sequence[str]) -> tuple[list[Iterable[str]], str]:
    """Columns of cells that say where they stand, piece by piece, and what stands behind the last."""
    pieces: list[Iterable[str]] = []
    lead = ""
    for number, column in enumerate(rendered, 1):
        where = f'<c r="{column_letters(number)}'
        if isinstance(column, list):
            cells = [
                f'{where}{row}"{cell}' if cell else "" for row, cell in zip(numbers, column, strict=True)
            ]
            pieces += [repeat(lead), cells]
            lead = ""
        elif column is not None:
            before, texts, after = column
            pieces += [repeat(lead + where), numbers, repeat(f'"{before}'), *([texts] if texts else [])]
            lead = after
    return pieces, lead


def _unplaced(rendered: Sequence[Told], styles: Sequence[int]) -> tuple[list[Iterable[str]], str]:
    """The same for cells that follow one another, blanks among them."""
    pieces: list[Iterable[str]] = []
    lead = ""
    for column, style in zip(rendered, styles, strict=True):
        blank = f' s="{style}"/>'
        if isinstance(column, list):
            pieces += [repeat(f"{lead}<c"), [cell or blank for cell in column]]
            lead = ""
        else:
            before, texts, after = column or (blank, (), "")
            lead += f"<c{before}"
            if texts:
                pieces += [repeat(lead), texts]
                lead = after
    return pieces, lead


def escaped(text: str) -> str:
    """Text as it stands in XML, attributes included (xml.sax brings half a web client along)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def read_back(text: str) -> str:
    """A text as a cell gives it back: without what XML does not take, cut to what Excel takes, `\\n` for
    every line end."""
    if text.isprintable() and len(text) <= LONGEST:
        return text
    return _BAD.sub("", text)[:LONGEST].replace("\r\n", "\n").replace("\r", "\n")


def _height(points: float | None) -> str:
    return '">' if points is None else f'" ht="{points:g}" customHeight="1">'


def _prepared(values: list[Any], style: int, date_style: int) -> Told:
    if values.count(values[0]) == len(values) and len(set(map(type, values))) == 1:  # the same all the way
        cell = _cell(values[0], style, date_style)
        return (cell, (), "") if cell else None
    kinds = set(map(type, values))
    if kinds == {str} and _plain_text(values) and "" not in values:
        return f' s="{style}"{_TEXT}', values, "</v></c>"
    if kinds == {dt.date}:
        days = {day: str(_serial(day)) for day in set(values)}
        return f' s="{date_style}"><v>', list(map(days.__getitem__, values)), "</v></c>"
    if kinds == {int}:
        return f' s="{style}"><v>', list(map(str, values)), "</v></c>"
    if kinds == {str, type(None)} and _plain_text(values):
        head = f' s="{style}"{_TEXT}'
        return [f"{head}{value}</v></c>" if value else "" for value in values]
    tagged = list(zip(map(type, values), values, strict=True))
    cells = {tag: _cell(tag[1], style, date_style) for tag in set(tagged)}
    return list(map(cells.__getitem__, tagged))


def _serial(day: dt.date) -> int:
    """The number Excel shows as this day: it has a 29 February 1900."""
    days = (day - EPOCH).days
    return days - (days <= 60)


def _plain_text(values: Sequence[str | None]) -> bool:
    """Whether all texts can stand in XML as they are."""
    joined = "|".join(filter(None, values))
    odd = (
        not joined.isprintable()  # line ends, and whatever XML does not take
        or any(mark in joined for mark in ("<", "&", ">", "_x", "| ", " |"))
        or joined.startswith(" ")
        or joined.endswith(" ")
    )
    return not odd and (len(joined) <= LONGEST or max(map(len, filter(None, values))) <= LONGEST)


def _text_cell(value: str, style: int) -> str:
    if not value:
        return ""
    if len(value) <= LONGEST and _plain_text([value]):
        # As SheetJS writes it: shorter than an inline string, and read alike by every program.
        return f' s="{style}"{_TEXT}{value}</v></c>'
    clean = _CODED.sub("_x005F_", _BAD.sub("", value))[:LONGEST]
    space = ' xml:space="preserve"' if clean != clean.strip(" \t\r\n") else ""
    return f' s="{style}" t="inlineStr"><is><t{space}>{escaped(clean)}</t></is></c>'


def _cell(value: Any, style: int, date_style: int) -> str:
    """A cell behind its reference; '' for a blank."""
    if value is None or value != value:
        return ""
    if isinstance(value, str):
        return _text_cell(value, style)
    if isinstance(value, bool):
        return f' s="{style}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, dt.datetime):
        moment = value.replace(tzinfo=None) - dt.datetime(EPOCH.year, EPOCH.month, EPOCH.day)
        return f' s="{date_style}"><v>{moment / dt.timedelta(days=1)}</v></c>'
    if isinstance(value, dt.date):
        return f' s="{date_style}"><v>{_serial(value)}</v></c>'
    if isinstance(value, int | float) or hasattr(value, "__index__") or hasattr(value, "__float__"):
        number = float(value)
        endless = number in (float("inf"), float("-inf"))
        return "" if endless else f' s="{style}"><v>{value}</v></c>'
    return _text_cell(str(value), style)
