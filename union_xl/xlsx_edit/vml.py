"""The old drawing language behind notes: shapes put in, taken out, moved, as text.

Excel's own VML is often not well-formed XML, so it is never parsed as a whole; each note is one
`<v:shape>` and is handled by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SPACES = {
    b"v": b"urn:schemas-microsoft-com:vml",
    b"o": b"urn:schemas-microsoft-com:office:office",
    b"x": b"urn:schemas-microsoft-com:office:excel",
}
_EMPTY = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    b'<o:idmap v:ext="edit" data="%d"/></o:shapelayout>%s</xml>'
)
_TYPE = (
    b'<v:shapetype id="_x0000_t202"%s coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    b'<v:shape id="_x0000_s%d"%s type="#_x0000_t202" style="position:absolute;visibility:hidden" '
    b'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    b'<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    b'<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    b'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    b"<x:Anchor>%d, 15, %d, 4, %d, 15, %d, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    b"<x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>"
)
WHOLE_SHAPE = re.compile(rb"[ \t]*<(\w+):shape\s[^>]*?[^/]>.*?</\1:shape\s*>", re.S)
_NOTE = re.compile(rb"""ObjectType=["']Note["']""")
_ROW = re.compile(rb"(<(?:\w+:)?Row\s*>\s*)(\d+)(\s*<)")
_COLUMN = re.compile(rb"(<(?:\w+:)?Column\s*>\s*)(\d+)(\s*<)")
_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor\s*>\s*)([-\d,\s]+?)(\s*</)")
_SHAPE_ID = re.compile(rb"_x0000_s(\d+)")
_IDMAP = re.compile(rb"""idmap\b[^>]*\bdata=["']([\d,]+)["']""")
_LINK = re.compile(rb"(<(?:\w+:)?Fmla(?:Link|Range|Txbx|Pict|Group)\s*>)([^<]+)")
_CLOSE = re.compile(rb"</(?:\w+:)?xml\s*>\s*$")
_OPEN = re.compile(rb"<(?:\w+:)?xml\b[^>]*>")


def blocks_used(data: bytes) -> list[int]:
    """The id blocks of 1,024 shapes each that a drawing claims."""
    return [int(one) for found in _IDMAP.findall(data) for one in found.split(b",") if one]


def empty(block: int) -> bytes:
    """A drawing without shapes that claims an id block."""
    return _EMPTY % (block, _TYPE % b"")


def place_of(shape: bytes) -> tuple[int, int] | None:
    """(row, col) of a note's cell, 1-based; None for any other shape."""
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    if not _NOTE.search(shape) or not row or not column:
        return None
    return int(row[2]) + 1, int(column[2]) + 1


def add_notes(data: bytes, cells: Collection[tuple[int, int, int]]) -> bytes:
    """A hidden note shape for each (row, col, lines of text)."""
    opened, closed = _OPEN.search(data), _CLOSE.search(data)
    if not opened or not closed or not cells:
        return data
    spaces = b"".join(
        b' xmlns:%s="%s"' % (prefix, uri)
        for prefix, uri in _SPACES.items()
        if b"xmlns:" + prefix not in opened[0]
    )
    taken = [int(number) for number in _SHAPE_ID.findall(data)]
    number = max([1024 * min(blocks_used(data) or [1]), *taken])
    made = [] if b'id="_x0000_t202"' in data else [_TYPE % spaces]
    for row, col, lines in cells:
        number += 1
        top = max(row - 2, 0)
        bottom = top + max(4, min(lines + 1, 20))
        made.append(_SHAPE % (number, spaces, col, top, col + 3, bottom, row - 1, col - 1))
    return data[: closed.start()] + b"".join(made) + data[closed.start() :]


def remove_notes(data: bytes, cells: Collection[tuple[int, int]]) -> bytes:
    """Without the note shapes of these cells."""
    return WHOLE_SHAPE.sub(lambda found: b"" if place_of(found[0]) in cells else found[0], data)


def has_shapes(data: bytes) -> bool:
    return bool(WHOLE_SHAPE.search(data))


def move_rows(data: bytes, row: Callable[[int], int], formula: Callable[[str], str]) -> bytes:
    """Everything moved: `row` maps 1-based rows, `formula` the cell links of controls."""

    def anchor(found: re.Match[bytes]) -> bytes:
        marks = [int(one) for one in found[2].split(b",")]
        if len(marks) < 8:
            return found[0]
        shift = row(marks[2] + 1) - marks[2] - 1
        marks[2] += shift
        end = marks[6] + 1 if marks[7] else marks[6]
        marks[6] += row(end) - end
        return found[1] + b", ".join(b"%d" % one for one in marks) + found[3]

    def link(found: re.Match[bytes]) -> bytes:
        return found[1] + formula(found[2].decode("utf-8", "surrogateescape")).encode(
            "utf-8", "surrogateescape"
        )

    data = _ANCHOR.sub(anchor, data)
    data = _ROW.sub(lambda found: found[1] + b"%d" % (row(int(found[2]) + 1) - 1) + found[3], data)
    return _LINK.sub(link, data)


def repeat_notes(data: bytes, copies: Callable[[int], Collection[int]]) -> bytes:
    """Note shapes of repeated rows once more for each row `copies(row)` gives (all 1-based)."""
    taken = [int(number) for number in _SHAPE_ID.findall(data)]
    number = max([1024, *taken])
    made = []
    for found in WHOLE_SHAPE.finditer(data):
        place = place_of(found[0])
        for target in copies(place[0]) if place else ():
            number += 1
            shift = target - (place[0] if place else 0)
            made.append(_shifted(found[0], shift, number))
    closed = _CLOSE.search(data)
    return data[: closed.start()] + b"".join(made) + data[closed.start() :] if closed and made else data


def _shifted(shape: bytes, by: int, number: int) -> bytes:
    shape = _SHAPE_ID.sub(b"_x0000_s%d" % number, shape, count=1)
    shape = _ROW.sub(lambda found: found[1] + b"%d" % (int(found[2]) + by) + found[3], shape)

    def anchor(found: re.Match[bytes]) -> bytes:
        marks = [int(one) for one in found[2].split(b",")]
        for spot in (2, 6):
            marks[spot] += by
        return found[1] + b", ".join(b"%d" % one for one in marks) + found[3]

    return _ANCHOR.sub(anchor, shape)
