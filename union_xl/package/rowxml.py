"""Data rows as the XML of a sheet: whole columns laid side by side and joined at once.

Rows and cells carry no numbers of their own (ECMA-376 §18.3.1.73 and §18.3.1.4 leave `r` out where a row
follows the one before, and a cell the one before it), so the same rows are the same bytes wherever they
stand: a file that did not change need not be drawn again because another one has grown.
"""

from __future__ import annotations

import datetime as dt
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat
from typing import Any, cast

from union_xl.core.batches import Cut, Drawn

LEVEL = 1
PIECE = 50
"""Rows of a file that are deflated together: a row that falls out costs drawing so many anew."""
LONGEST = 32_767
"""Characters Excel takes in one cell."""
EPOCH = dt.date(1899, 12, 30)
DATE_FORMAT = "yyyy-mm-dd"

_BAD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def style_numbers(formats: Sequence[str]) -> dict[str, int]:
    """{number format: the cell style it has in our workbooks}: styles are numbered as the formats are
    listed, dates first; 0 is a workbook's own default."""
    return {code: number for number, code in enumerate(dict.fromkeys((DATE_FORMAT, "", "@", *formats)), 1)}


def rows_xml(
    columns: Sequence[Sequence[Any]],
    styles: Sequence[int],
    date_style: int,
    heights: Mapping[int, float] | None = None,
) -> bytes:
    """The rows of whole columns of plain values, all of one length.

    Text stays text whatever it begins with; None is an empty cell in the style of its column; a date is a
    real date.  `styles` are cell styles by column, `date_style` that of dates in any column; `heights` are
    the points of rows (0-based) that are not one line high.
    """
    return _joined(_rows(columns, styles, date_style, heights))


def drawn(columns: Sequence[Sequence[Any]], styles: Sequence[int], date_style: int) -> Drawn:
    """The rows of a file, deflated, ready to be set among the rows of others."""
    rows = list(_rows(columns, styles, date_style))
    size = crc = 0
    cuts, pieces = list[Cut](), list[bytes]()
    for at in range(0, len(rows), PIECE):
        some = rows[at : at + PIECE]
        xml = _joined(some)
        pieces.append(deflated(xml))
        cuts.append((len(some), len(xml), zlib.crc32(xml), len(pieces[-1])))
        size, crc = size + len(xml), zlib.crc32(xml, crc)
    return Drawn(len(rows), (*styles, date_style), size, crc, b"".join(pieces), tuple(cuts))


def _joined(rows: Iterable[Iterable[str]]) -> bytes:
    return "".join(chain.from_iterable(rows)).encode()


def _rows(
    columns: Sequence[Sequence[Any]],
    styles: Sequence[int],
    date_style: int,
    heights: Mapping[int, float] | None = None,
) -> Iterable[tuple[str, ...]]:
    """The texts of each row, to be joined."""
    count = len(columns[0])
    pieces: list[Iterable[str]] = []
    lead = "<row>"
    if heights:
        pieces, lead = [[_opened(heights.get(row)) for row in range(count)]], ""
    for column, style in zip(columns, styles, strict=True):
        values = column if isinstance(column, list) else list(column)
        if values.count(values[0]) == count:  # the same all the way down
            lead += _cell(values[0], style, date_style)
            continue
        texts, before, after = _prepared(values, style, date_style)
        pieces += [repeat(lead + before), cast(list[str], texts)]
        lead = after
    pieces.append(repeat(lead + "</row>", count))
    return zip(*pieces, strict=False)


def deflated(raw: bytes, last: bool = False) -> bytes:
    """A piece of raw deflate stream that can stand beside others; `last` ends the stream."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
    return packer.compress(raw) + packer.flush(zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH)


def escaped(text: str) -> str:
    """Text as it stands in XML, attributes included (xml.sax brings half a web client along)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _opened(height: float | None) -> str:
    return "<row>" if height is None else f'<row ht="{height:g}" customHeight="1">'


def _prepared(values: list[Any], style: int, date_style: int) -> tuple[Sequence[str], str, str]:
    """A column as texts, and what stands before and after each text."""
    kinds = set(map(type, values))
    if kinds == {str} and _plain_text(values) and "" not in values:
        return values, f'<c s="{style}" t="str"><v>', "</v></c>"
    if kinds == {dt.date}:
        days = {day: str((day - EPOCH).days) for day in set(values)}
        return list(map(days.__getitem__, values)), f'<c s="{date_style}"><v>', "</v></c>"
    if kinds == {int}:
        return list(map(str, values)), f'<c s="{style}"><v>', "</v></c>"
    if kinds == {str, type(None)} and _plain_text(values):
        blank, head = f'<c s="{style}"/>', f'<c s="{style}" t="str"><v>'
        return [f"{head}{value}</v></c>" if value else blank for value in values], "", ""
    tagged = list(zip(map(type, values), values, strict=True))
    cells = {tag: _cell(tag[1], style, date_style) for tag in set(tagged)}
    return list(map(cells.__getitem__, tagged)), "", ""


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
        return f'<c s="{style}"/>'
    if len(value) <= LONGEST and _plain_text([value]):
        # As SheetJS writes it: shorter than an inline string, and read alike by every program.
        return f'<c s="{style}" t="str"><v>{value}</v></c>'
    clean = _CODED.sub("_x005F_", _BAD.sub("", value))[:LONGEST]
    space = ' xml:space="preserve"' if clean != clean.strip(" \t\r\n") else ""
    return f'<c s="{style}" t="inlineStr"><is><t{space}>{escaped(clean)}</t></is></c>'


def _cell(value: Any, style: int, date_style: int) -> str:
    if value is None or value != value:
        return f'<c s="{style}"/>'
    if isinstance(value, str):
        return _text_cell(value, style)
    if isinstance(value, bool):
        return f'<c s="{style}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, dt.datetime):
        moment = value.replace(tzinfo=None) - dt.datetime(EPOCH.year, EPOCH.month, EPOCH.day)
        return f'<c s="{date_style}"><v>{moment / dt.timedelta(days=1)}</v></c>'
    if isinstance(value, dt.date):
        return f'<c s="{date_style}"><v>{(value - EPOCH).days}</v></c>'
    if isinstance(value, int | float) or hasattr(value, "__index__") or hasattr(value, "__float__"):
        number = float(value)
        endless = number in (float("inf"), float("-inf"))
        return f'<c s="{style}"/>' if endless else f'<c s="{style}"><v>{value}</v></c>'
    return _text_cell(str(value), style)
