"""What a file says, whatever it was saved with: a digest of its contents, and where two versions differ."""

from __future__ import annotations

import hashlib
import html
import io
import re
import zipfile
from collections.abc import Iterable

_TOKEN: re.Pattern[bytes] = re.compile(
    rb"(?P<open><w:p(?: [^>]*)?(?<!/)>)|(?P<close></w:p>)"
    rb"|<[wm]:t(?: [^>]*)?>(?P<text>[^<]*)</[wm]:t>|<w:(?P<gap>tab|br)(?: [^>]*)?/>"
    rb"|<w:fldChar[^>]* w:fldCharType=\"(?P<field>\w+)\"|<w:instrText(?: [^>]*)?>(?P<asks>[^<]*)<"
    rb"|<w:fldSimple[^>]* w:instr=\"(?P<simple>[^\"]*)\"|(?P<plain></w:fldSimple>)"
)
_STORY = re.compile(r"word/(?:header\d*|footer\d*|footnotes|endnotes|comments)\.xml$")
_BODY = "word/document.xml"
_DRAWN = re.compile(r"word/(?:charts/chart\w*|diagrams/data\w*)\.xml$")
_SAID = re.compile(rb"<(?:a:t|c:v)(?: [^>]*)?>([^<]*)</")
_VOLATILE = re.compile(r"\b(?:NOW|TODAY|RAND|RANDBETWEEN|CELL|INFO)\s*\(", re.I)
_OF_THE_PAGE = re.compile(rb"\b(?:PAGE|NUMPAGES|SECTIONPAGES|DATE|TIME|SAVEDATE|PRINTDATE)\b")
"""Fields whose result is not the document's own."""


def sha256_of(data: bytes) -> str:
    """The digest of bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def digest(data: bytes) -> str:
    """A digest of all a reader sees: cells and formulas, notes, texts of charts, boxes, headers and footers;
    of a document its words.  Not of formats, nor of how it is packed.  Of anything else (a PDF, a damaged
    file) all bytes."""
    text = spots(data)
    if text is None:
        return sha256_of(data)
    return hashlib.sha256(repr(sorted(text.items())).encode("utf-8", "surrogatepass")).hexdigest()


def spots(data: bytes) -> dict[str, str] | None:
    """{place: what stands there} of a workbook (`表1!C5`, formulas as such, `表1 图表标题`) or a document
    (`第3段`); None of anything else."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = sorted(archive.namelist())
            if _BODY in names:
                return _document(archive, names)
        return _cells(data)
    except Exception:
        return None


def _document(archive: zipfile.ZipFile, names: Iterable[str]) -> dict[str, str]:
    """The body by paragraphs with text; headers, footers and notes in no order: a program that saves them
    names their parts anew."""
    body = {f"第{at}段": text for at, text in enumerate(filter(None, _words(archive.read(_BODY))), 1)}
    around = sorted(
        text for name in names if _STORY.match(name) for text in _words(archive.read(name)) if text
    )
    drawn = [archive.read(name) for name in names if _DRAWN.match(name)]
    texts = [html.unescape(one.decode("utf-8", "replace")) for part in drawn for one in _SAID.findall(part)]
    return body | _numbered("页眉页脚和注", around) | _numbered("图表文字", sorted(texts))


def _words(story: bytes) -> list[str]:
    """The text of each paragraph, however Word has cut it into runs; a box within one is its own.  Results of
    fields that tell a page or a time are left out."""
    done: list[str] = []
    stack: list[list[bytes]] = [[]]
    fields: list[bytes] = []
    for one in _TOKEN.finditer(story):
        if one["open"]:
            stack.append([])
        elif one["close"]:
            if len(stack) > 1:
                done.append(html.unescape(b"".join(stack.pop()).decode("utf-8", "replace")))
        elif one["field"] == b"begin" or one["simple"] is not None:
            fields.append(one["simple"] or b"")
        elif one["field"] == b"end" or one["plain"]:
            del fields[-1:]
        elif one["asks"] is not None:
            fields[-1:] = [b"".join((*fields[-1:], one["asks"]))]
        elif not one["field"] and not any(_OF_THE_PAGE.search(field) for field in fields):
            stack[-1].append(one["text"] or b"\t" * bool(one["gap"]))
    return done


def _numbered(name: str, texts: Iterable[str]) -> dict[str, str]:
    return {f"{name}{at}": one for at, one in enumerate(texts, 1)}


def _cells(data: bytes) -> dict[str, str]:
    """Cells, notes, and the texts outside the cells; of a formula its text, not its saved result."""
    from union_xl import xlsx_edit
    from union_xl.xlsx_edit.text_boxes import SERIES

    found: dict[str, str] = {}
    layout = xlsx_edit.layout(data)
    for sheet in layout.sheets:
        told: dict[tuple[int, int], object] = {**sheet.cells}
        told |= {place: f"={text.removeprefix('=')}" for place, text in sheet.formulas.items()}
        found |= {_place(sheet.name, place): _plain(value) for place, value in told.items()}
        found |= {f"{_place(sheet.name, place)} 批注": text for place, text in sheet.notes.items()}
    for one in layout.outside:
        if one.linked or not one.text or one.place.endswith(SERIES):
            continue
        place, at = f"{one.sheet} {one.place}", 2
        while place in found:
            place, at = f"{one.sheet} {one.place}（{at}）", at + 1
        found[place] = one.text
    return found | _numbered("图表系列", sorted(layout.series))


def _plain(value: object) -> str:
    """A number in twelve digits: programs save fifteen of them, rounded by their own habits."""
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _place(sheet: str, place: tuple[int, int]) -> str:
    from union_xl.model.grid import column_letters

    return f"{sheet}!{column_letters(place[1])}{place[0]}"


def _results(data: bytes) -> dict[str, object]:
    """{place: saved result} of the formulas of a workbook; not of those that tell the time or a chance."""
    from union_xl import xlsx_edit

    try:
        return {
            _place(sheet.name, place): sheet.cells[place]
            for sheet in xlsx_edit.layout(data).sheets
            for place, text in sheet.formulas.items()
            if place in sheet.cells and not _VOLATILE.search(text)
        }
    except Exception:
        return {}


def changes(before: bytes, now: bytes) -> list[tuple[str, str, str]] | None:
    """(place, what stood there, what stands there now), in the order of the places before; None where one of
    them cannot be looked into.  Saved results of formulas count where both versions have them."""
    old, new = spots(before), spots(now)
    if old is None or new is None:
        return None
    found = [
        (place, old.get(place, ""), new.get(place, ""))
        for place in dict.fromkeys((*old, *new))
        if old.get(place, "") != new.get(place, "")
    ]
    saved = _results(now)
    for place, was in _results(before).items():
        if place in saved and old[place] == new.get(place) and not _alike(was, saved[place]):
            found.append((place, str(was), str(saved[place])))
    return found


def _alike(one: object, other: object) -> bool:
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))
    return one == other
