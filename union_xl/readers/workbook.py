"""What the parts around the sheets of an OOXML workbook say: names, stamp, notes, styles, dates."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

from union_xl.readers.unzip import FileRefused

_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^<>]*>")
_ATTRIBUTE = re.compile(r"""(?<![\w:])([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s[^<>]*>")
_NAME = re.compile(r"<definedName\b([^<>]*)>([^<]*)</definedName>")
_MODIFIED = re.compile(r"<dcterms:modified[^<>]*>([^<]+)<")
_COMMENT = re.compile(r"<(?:\w+:)?comment\s[^<>]*?ref=\"([A-Z]{1,3})(\d{1,7})\"")
_RUN = re.compile(r"<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)</(?:\w+:)?t>")
_ANCHOR = re.compile(r"<(?:\w+:)?from>")
_CORNER = re.compile(r"<(?:\w+:)?(?:col|row)>(\d{1,7})<")
_SHAPE = re.compile(r"<(?:\w+:)?sp[\s>]")
_LINKED = re.compile(r'\A[^<>]*\btextlink="[^"]')
_FALLBACK = re.compile(r"<mc:Fallback>.*?</mc:Fallback>", re.S)
_FROM_1904 = re.compile(rb"""\bdate1904\s*=\s*["'](?:1|true)["']""")
_FONT = re.compile(rb"<font(?=[\s/>])")
_STRIKE = re.compile(rb"<strike\s*/>|<strike\s+val=\"(?:1|true)\"")
_XF = re.compile(rb"<xf\s[^<>]*?fontId=\"(\d+)\"")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One sheet as the workbook lists it; `part` is the name of its XML part."""

    name: str
    visible: bool
    part: str


def attributes(tag: str) -> dict[str, str]:
    """The attributes of one XML tag, entities undone."""
    return {name: unescape(double or single) for name, double, single in _ATTRIBUTE.findall(tag)}


def sheet_entries(parts: Mapping[str, bytes], max_sheets: int) -> tuple[SheetEntry, ...]:
    """The sheets in the workbook's order.  Refused beyond `max_sheets`."""
    tags = _SHEET.findall(_text(parts, "xl/workbook.xml"))
    if len(tags) > max_sheets:
        raise FileRefused("F-SHEETS")
    targets = relations(parts, "xl/workbook.xml")
    found = []
    for tag in tags:
        given = attributes(tag)
        link = next((value for key, value in given.items() if key.endswith(":id")), "")
        visible = given.get("state", "visible") == "visible"
        found.append(SheetEntry(given.get("name", ""), visible, targets.get(link, "")))
    return tuple(found)


def stamp(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Our own defined names (`UX_FORM` -> `form`), as a blank of ours carries them."""
    text = _text(parts, "xl/workbook.xml")
    if "UX_" not in text:
        return {}
    found = {}
    for tag, value in _NAME.findall(text):
        name = attributes(tag).get("name", "") if "UX_" in tag else ""
        if not name.startswith("UX_"):
            continue
        plain = unescape(value).strip()
        if len(plain) >= 2 and plain[0] == plain[-1] == '"':
            plain = plain[1:-1].replace('""', '"')
        found[name[3:].lower()] = plain
    return found


def from_1904(parts: Mapping[str, bytes]) -> bool:
    """The workbook counts days from 1904-01-01, as Excel for the Mac did."""
    return _FROM_1904.search(parts.get("xl/workbook.xml", b"")) is not None


def modified(core: bytes) -> dt.datetime | None:
    """The document's own modified property, as naive UTC; None when absent or unreadable."""
    found = _MODIFIED.search(core.decode("utf-8", "replace"))
    return parse_moment(found[1]) if found else None


def parse_moment(text: str) -> dt.datetime | None:
    """`2022-07-01T08:30:00Z` -> a datetime without zone (UTC)."""
    try:
        moment = dt.datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment.astimezone(dt.UTC).replace(tzinfo=None) if moment.tzinfo else moment


def notes(parts: Mapping[str, bytes], sheet_part: str) -> dict[tuple[int, int], str]:
    """{(row, col): text} of the notes of one sheet."""
    from union_xl.readers.scan import column_number

    found: dict[tuple[int, int], str] = {}
    for target in relations(parts, sheet_part).values():
        if "comments" not in target.lower() or target not in parts:
            continue
        content = _text(parts, target)
        starts = list(_COMMENT.finditer(content))
        for at, start in enumerate(starts):
            end = starts[at + 1].start() if at + 1 < len(starts) else len(content)
            body = content[start.end() : end].partition("comment>")[0]
            text = unescape("".join(_RUN.findall(body))).strip()
            if text:
                found[int(start[2]), column_number(start[1])] = text
    return found


def boxes(parts: Mapping[str, bytes], sheet_part: str) -> dict[tuple[int, int], str]:
    """{(row, col) of the upper left corner: text} of the text boxes and shapes of one sheet; the text of a
    cell that a shape shows is none of its own."""
    found: dict[tuple[int, int], str] = {}
    if not any(name.startswith("xl/drawings/") for name in parts):
        return found
    for target in relations(parts, sheet_part).values():
        if "drawings/drawing" not in target.lower() or target not in parts:
            continue
        for anchor in _ANCHOR.split(_FALLBACK.sub("", _text(parts, target)))[1:]:
            corner = [int(number) for number in _CORNER.findall(anchor)[:2]]
            lines = [
                "".join(_RUN.findall(line))
                for shape in _SHAPE.split(anchor)[1:]
                if not _LINKED.search(shape)
                for line in shape.split("</a:p>")
            ]
            text = unescape(" ".join(filter(None, map(str.strip, lines))))
            if text and len(corner) == 2:
                found[corner[1] + 1, corner[0] + 1] = text
    return found


def struck_styles(styles: bytes) -> frozenset[bytes]:
    """The style numbers whose font is struck through."""
    if b"<strike" not in styles:
        return frozenset()
    fonts = styles[styles.find(b"<fonts") : styles.find(b"</fonts>")]
    struck = {
        str(number).encode() for number, font in enumerate(_FONT.split(fonts)[1:]) if _STRIKE.search(font)
    }
    formats = styles[styles.find(b"<cellXfs") : styles.find(b"</cellXfs>")]
    return frozenset(
        str(number).encode() for number, font in enumerate(_XF.findall(formats)) if font in struck
    )


def relations(parts: Mapping[str, bytes], part: str) -> dict[str, str]:
    """{relation id: part name} of what a part points to inside the package."""
    folder, name = posixpath.split(part)
    text = _text(parts, f"{folder}/_rels/{name}.rels")
    found = {}
    for tag in _RELATION.findall(text):
        given = attributes(tag)
        target = given.get("Target", "")
        if given.get("TargetMode") == "External" or not target:
            continue
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        found[given.get("Id", "")] = path
    return found


def _text(parts: Mapping[str, bytes], name: str) -> str:
    content = parts.get(name, b"")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    return content.decode("utf-8", "replace")
