"""Texts outside the cells: text boxes and shapes, charts, SmartArt, controls, headers and footers.

`texts` lists them, `replace_text` replaces stretches of them.  A text cut into runs by its formats is one
text; what replaces a stretch stands in the run where that began, and every other run keeps its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, unescape

from union_xl.model import ReplaceText, TemplateError, TextSpan
from union_xl.xlsx_edit.markup import Element, clean_text, legal_text, local
from union_xl.xlsx_edit.rich_text import patch_bytes, replace_in_runs
from union_xl.xlsx_edit.workbook import SheetEntry, Workbook

HEADERS = {
    "oddHeader": "页眉",
    "oddFooter": "页脚",
    "evenHeader": "偶数页页眉",
    "evenFooter": "偶数页页脚",
    "firstHeader": "首页页眉",
    "firstFooter": "首页页脚",
}
SERIES = "系列名"
"""The place of the name of a series ends with it."""
ROOM = 255
"""Characters of a header with its codes; a longer one makes Excel repair the file."""
_CODE = re.compile(r'&(?:"[^"]*"|\d+|K(?:[0-9A-Fa-f]{6}|\d\d[+-]\d{3})|.)', re.S)
_LOOKS = re.compile(r'&(?:"|\d|K|[BIUESXYOH])')
_FIELD = "\ufffc"


class TextBoxes(NamedTuple):
    """One text: the sheet it belongs to, where a clerk finds it (`文本框 矩形 3`), and what it says.

    `spot` leads `replace_text` to it.  `room` is how many more characters it may get, None for any number.  A
    `linked` one is the saved copy of a cell's text.
    """

    sheet: str
    place: str
    text: str
    spot: str
    room: int | None = None
    linked: bool = False


class _Piece(NamedTuple):
    """A part of a header as written, and as shown: format codes show nothing, fields one mark."""

    written: str
    shown: str
    code: bool


def texts(book: Workbook) -> Iterator[TextBoxes]:
    """All of them, sheet by sheet, chart sheets too."""
    for entry, part in _sheets(book):
        yield from _headers(book, entry.name, part)
        for drawing in book.parts.related(part, "drawing"):
            yield from _in_drawing(book, entry.name, drawing)
        for old in book.parts.related(part, "vmlDrawing"):
            for number, text in captions(book.parts.raw(old)):
                yield TextBoxes(entry.name, "控件文字", text, f"{old}#{number}")


def series(book: Workbook) -> Iterator[str]:
    """`name cells cells` of each series, `$` and quotes left out."""
    for _, part in _sheets(book):
        for drawing in book.parts.related(part, "drawing"):
            for chart in book.parts.related(drawing, "chart"):
                for one in book.parts.tree(chart).iter("{*}ser"):
                    yield _drawn(one)


def _drawn(one: Element) -> str:
    named = one.findall("{*}tx//{*}f") or one.findall("{*}tx//{*}v")
    cells = [
        found for kind in ("cat", "val", "xVal", "yVal") for found in one.findall(f"{{*}}{kind}//{{*}}f")
    ]
    name = "".join(found.text or "" for found in named).strip('"')
    return " ".join([name, *(re.sub(r"[$']", "", found.text or "") for found in cells)])


def _sheets(book: Workbook) -> Iterator[tuple[SheetEntry, str]]:
    where = {one.id: one for one in book.parts.relations(book.part)}
    for entry in book.sheets:
        relation = where.get(entry.element.get(f"{{{book.office}}}id") or "")
        if entry.part:
            yield entry, entry.part
        elif relation is not None and relation.kind == "chartsheet" and relation.target in book.parts.archive:
            yield entry, relation.target


def _headers(book: Workbook, sheet: str, part: str) -> Iterator[TextBoxes]:
    for one in book.parts.tree(part).iterfind("{*}headerFooter/*"):
        if one.text and local(one) in HEADERS:
            shown = "".join(piece.shown for piece in _pieces(one.text))
            yield TextBoxes(sheet, HEADERS[local(one)], shown, f"{part}#{local(one)}", ROOM - len(one.text))


def _in_drawing(book: Workbook, sheet: str, part: str) -> Iterator[TextBoxes]:
    for paragraph, text, spot in _paragraphs(book, part):
        name, linked = _shape(paragraph)
        yield TextBoxes(sheet, f"文本框 {name}".strip(), text, spot, linked=linked)
    charts = [*book.parts.related(part, "chart"), *book.parts.related(part, "chartEx")]
    for at, chart in enumerate(charts, 1):
        own = f"图表{at}" if len(charts) > 1 else "图表"
        for paragraph, text, spot in _paragraphs(book, chart):
            yield TextBoxes(sheet, f"{own}{_in_chart(paragraph)}", text, spot)
        for number, one in enumerate(book.parts.tree(chart).iter("{*}v")):
            holders = [local(above) for above in one.iterancestors()][:2]
            typed, saved = holders[:1] == ["tx"], holders[1:] == ["strCache"]
            if typed or saved:  # the name of a series; what a title or a name had taken from a cell
                yield TextBoxes(sheet, f"{own}{SERIES}", one.text or "", f"{chart}#v{number}", linked=saved)
        for inner in book.parts.related(chart, "chartUserShapes"):
            yield from _in_drawing(book, sheet, inner)
    for kind in ("diagramData", "diagramDrawing"):
        for inner in book.parts.related(part, kind):
            for _, text, spot in _paragraphs(book, inner):
                yield TextBoxes(sheet, "SmartArt 图形", text, spot)


def _paragraphs(book: Workbook, part: str) -> Iterator[tuple[Element, str, str]]:
    """(paragraph, text, spot) of a drawing part; one that plainly holds no text is not parsed."""
    data = book.parts.raw(part)
    if b":t>" in data or b"<t>" in data or b":t " in data or b"\0" in data[:64]:
        for number, one in enumerate(book.parts.tree(part).iter("{*}p")):
            yield one, "".join(run.text or "" for run in one.iter("{*}t")), f"{part}#{number}"


def _shape(paragraph: Element) -> tuple[str, bool]:
    """The name of the shape a paragraph stands in, and whether its text is that of a cell."""
    for one in paragraph.iterancestors():
        about = next(
            (inner for child in one if local(child).startswith("nv") for inner in child.iter("{*}cNvPr")),
            None,
        )
        if about is not None:
            return about.get("name") or "", bool(one.get("textlink"))
    return "", False


def _in_chart(paragraph: Element) -> str:
    names = [local(one) for one in paragraph.iterancestors()]
    if "title" not in names:
        return "文字"
    return "标题" if names[names.index("title") + 1 :][:1] == ["chart"] else "坐标轴标题"


def _pieces(header: str) -> list[_Piece]:
    found: list[_Piece] = []
    at = 0
    for one in _CODE.finditer(header):
        if one.start() > at:
            found.append(_Piece(header[at : one.start()], header[at : one.start()], False))
        doubled = one[0] == "&&"
        shown = "&" if doubled else "" if _LOOKS.match(one[0]) else _FIELD
        found.append(_Piece(one[0], shown, not doubled))
        at = one.end()
    return [*found, _Piece(header[at:], header[at:], False)] if at < len(header) else found


def header_with(header: str, changes: Sequence[TextSpan]) -> str:
    """A header in Excel's writing with stretches of its shown text replaced.

    >>> header_with("&L&14{{期间}}&R&P", [TextSpan(1, 7, "2022 A&B")])
    '&L&14 2022 A&&B&R&P'
    >>> header_with("&C{{期&B间}}表", [TextSpan(1, 7, "7月")])
    '&C7月&B表'
    """
    pieces = _pieces(header)
    said = replace_in_runs([one.shown for one in pieces], changes)
    written = ""
    for piece, text in zip(pieces, said, strict=True):
        if piece.code or text == piece.shown:
            written += piece.written
            continue
        text = text.replace("&", "&&")
        # &14 before 2022 would be a size of 142022, &P before -3 three pages less
        digits = text[:1].isdigit() and re.search(r"&\d+$", written)
        counted = text[:1] in "+-" and re.search(r"&[PN]$", written)
        written += f" {text}" if text and (digits or counted) else text
    return written


def replace_text(book: Workbook, orders: Sequence[ReplaceText]) -> None:
    """Put the new words in; a part nothing else has changed keeps all its other bytes.

    Raises TemplateError for a text that is not there, and for a header that gets too long for Excel.
    """
    by_part: dict[str, list[ReplaceText]] = {}
    for one in orders:
        by_part.setdefault(one.spot.rpartition("#")[0], []).append(one)
    for part, group in by_part.items():
        if part not in book.parts.archive:
            raise TemplateError(f"{group[0].sheet} 里要填的文字不在了，请重新填报")
        if part.lower().endswith(".vml"):
            wanted_there = {int(one.spot.rpartition("#")[2]): one.changes for one in group}
            book.parts.replace(part, recaptioned(book.parts.raw(part), wanted_there))
            continue
        root = book.parts.tree(part)
        drawn = any(one.spot.rpartition("#")[2] not in HEADERS for one in group)
        places = {name: list(root.iter(f"{{*}}{name}")) if drawn else [] for name in ("p", "v")}
        wanted = dict(pair for one in group for pair in _words(root, places, one))
        if wanted:
            _write(book, part, root, wanted)


def _words(
    root: Element, places: Mapping[str, list[Element]], order: ReplaceText
) -> Iterator[tuple[Element, str]]:
    """The elements of one text that change, and what they say then."""
    spot = order.spot.rpartition("#")[2]
    if spot in HEADERS:
        (one,) = root.iterfind(f"{{*}}headerFooter/{{*}}{spot}")
        text = clean_text(header_with(one.text or "", order.changes))
        if len(text) > ROOM:
            raise TemplateError(
                f"{order.sheet} 的{HEADERS[spot]}填入后超过 {ROOM} 个字，Excel 放不下，请把模板里的文字改短"
            )
        if text != one.text:
            yield one, text
        return
    if spot[0] == "v":
        runs, write = [places["v"][int(spot[1:])]], clean_text
    else:
        runs, write = list(places["p"][int(spot)].iter("{*}t")), legal_text
    before = [one.text or "" for one in runs]
    for one, old, new in zip(runs, before, replace_in_runs(before, order.changes), strict=True):
        if old != new:
            yield one, write(new).replace("\n", " ")


def _write(book: Workbook, part: str, root: Element, wanted: Mapping[Element, str]) -> None:
    if not book.parts.touched(part):
        new = patch_bytes(book.parts.raw(part), root, wanted)
        if new is not None:
            book.parts.replace(part, new)
            return
    for one, text in wanted.items():
        one.text = text
    book.parts.touch(part)


_TEXT = re.compile(rb"(?<=>)[^<>]*\S[^<>]*(?=</(?:font|div|FONT|DIV)\b)")
"""A caption in Excel's VML, which is often not well-formed: found between tags, never parsed as a whole."""


def captions(data: bytes) -> Iterator[tuple[int, str]]:
    """(number, text) of each stretch of a control's caption."""
    for number, found in enumerate(_TEXT.finditer(data)):
        yield number, unescape(found[0].decode("utf-8", "surrogateescape"))


def recaptioned(data: bytes, changes: Mapping[int, Sequence[TextSpan]]) -> bytes:
    """The drawing with stretches of some captions replaced, all other bytes as they were."""
    return _TEXT.sub(_writer(changes), data)


def _writer(changes: Mapping[int, Sequence[TextSpan]]) -> Callable[[re.Match[bytes]], bytes]:
    numbers = iter(range(2**31))

    def write(found: re.Match[bytes]) -> bytes:
        wanted = changes.get(next(numbers))
        if not wanted:
            return found[0]
        (text,) = replace_in_runs([unescape(found[0].decode("utf-8", "surrogateescape"))], wanted)
        return escape(text).encode("utf-8", "surrogateescape")

    return write
