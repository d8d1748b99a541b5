"""What a file says, whatever it was saved with: a digest of its contents, and where two versions differ."""

from __future__ import annotations

import hashlib
import html
import io
import re
import zipfile
from collections.abc import Iterable, Mapping

_TOKEN: re.Pattern[bytes] = re.compile(
    rb"(?P<open><w:p(?: [^>]*)?(?<!/)>)|(?P<close></w:p>)"
    rb"|<[wm]:t(?: [^>]*)?>(?P<text>[^<]*)</[wm]:t>|<w:(?P<gap>tab|br)(?: [^>]*)?/>"
)
_STORY = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$")
_DRAWN = re.compile(r"(?:word|xl)/(?:charts/chart\w*|diagrams/data\w*)\.xml$")
_SAID = re.compile(rb"<(?:a:t|c:v)(?: [^>]*)?>([^<]*)</")
_RANGE = re.compile(rb"<c:f>([^<]*)</c:f>")
_VOLATILE = re.compile(r"\b(?:NOW|TODAY|RAND|RANDBETWEEN|CELL|INFO)\s*\(", re.I)
Spots = Mapping[str, str]


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
            stories = sorted(name for name in archive.namelist() if _STORY.match(name))
            drawn = [archive.read(name) for name in sorted(archive.namelist()) if _DRAWN.match(name)]
            if stories:
                texts = [text for name in stories for text in _words(archive.read(name))]
                found = {f"第{at}段": text for at, text in enumerate(texts, 1) if text}
                return found | _numbered("图表文字", (one for part in drawn for one in _SAID.findall(part)))
        found = _numbered("图表数据区域", (one for part in drawn for one in _RANGE.findall(part)))
        ranges = {place: re.sub(r"[$']", "", text) for place, text in found.items()}
        return _cells(data) | ranges
    except Exception:
        return None


def _words(story: bytes) -> list[str]:
    """The text of each paragraph, however Word has cut it into runs; a box within one is its own."""
    done: list[str] = []
    stack: list[list[bytes]] = [[]]
    for one in _TOKEN.finditer(story):
        if one["open"]:
            stack.append([])
        elif one["close"] and len(stack) > 1:
            done.append(html.unescape(b"".join(stack.pop()).decode("utf-8", "replace")))
        elif not one["close"]:
            stack[-1].append(one["text"] or b"\t" * bool(one["gap"]))
    return done


def _numbered(name: str, texts: Iterable[bytes]) -> dict[str, str]:
    return {f"{name}{at}": html.unescape(one.decode("utf-8", "replace")) for at, one in enumerate(texts, 1)}


def _cells(data: bytes) -> dict[str, str]:
    """Cells, notes, and the texts outside the cells; of a formula its text, not its saved result."""
    from union_xl import xlsx_edit

    found: dict[str, str] = {}
    layout = xlsx_edit.layout(data)
    for sheet in layout.sheets:
        told: dict[tuple[int, int], object] = {**sheet.cells}
        told |= {place: f"={text.removeprefix('=')}" for place, text in sheet.formulas.items()}
        found |= {_place(sheet.name, place): str(value) for place, value in told.items()}
        found |= {f"{_place(sheet.name, place)} 批注": text for place, text in sheet.notes.items()}
    for one in layout.outside:
        if one.linked or not one.text:
            continue
        place, at = f"{one.sheet} {one.place}", 2
        while place in found:
            place, at = f"{one.sheet} {one.place}（{at}）", at + 1
        found[place] = one.text
    return found


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
