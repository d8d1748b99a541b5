"""What a file says, whatever it was saved with: a digest of its contents, and where two versions differ."""

from __future__ import annotations

import hashlib
import html
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

_PARAGRAPH = re.compile(rb"<w:p[ >].*?</w:p>", re.S)
_WORDS = re.compile(rb"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(tab|br)(?: [^>]*)?/>", re.S)
_STORY = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$")


def sha256_of(data: bytes) -> str:
    """The digest of bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def digest(data: bytes) -> str:
    """A digest of cells and formulas, or of a document's words; not of formats, nor of how it is packed.
    Of anything else (a PDF, a damaged file) all bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            stories = sorted(name for name in archive.namelist() if _STORY.match(name))
            words = [_words(archive.read(name)) for name in stories]
        told = repr(words) if stories else _cells(data)
    except Exception:
        return sha256_of(data)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _words(story: bytes) -> list[str]:
    """The text of each paragraph, however Word has cut it into runs."""
    paragraphs = _PARAGRAPH.findall(story)
    texts = (b"".join(one[0] or b"\t" for one in _WORDS.findall(each)) for each in paragraphs)
    return [html.unescape(text.decode("utf-8", "replace")) for text in texts]


def _cells(data: bytes) -> str:
    """Cells by sheet; of a formula its text, not its saved result."""
    from union_xl import package

    layout = package.layout(data)
    return repr(
        [
            (
                sheet.name,
                sorted((place, _plain(v)) for place, v in sheet.cells.items() if place not in sheet.formulas),
                sorted(sheet.formulas.items()),
            )
            for sheet in layout.sheets
        ]
    )


def _plain(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return repr(value)


def spots(path: Path) -> dict[str, str]:
    """{place: what stands there} of a workbook (`表1!C5`; formulas as such) or a document (`第3段`); {} of
    anything else."""
    try:
        data = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            stories = sorted(name for name in archive.namelist() if _STORY.match(name))
            if stories:
                texts = [text for name in stories for text in _words(archive.read(name))]
                return {f"第{at}段": text for at, text in enumerate(texts, 1) if text}
        return _spots(data)
    except Exception:
        return {}


def _spots(data: bytes) -> dict[str, str]:
    from union_xl import package
    from union_xl.core.grid import column_letters

    found: dict[str, str] = {}
    for sheet in package.layout(data).sheets:
        told: dict[tuple[int, int], object] = {**sheet.cells}
        told |= {place: f"={text.removeprefix('=')}" for place, text in sheet.formulas.items()}
        found |= {
            f"{sheet.name}!{column_letters(col)}{row}": str(value) for (row, col), value in told.items()
        }
    return found


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(place, what stood there, what stands there now), in the order of the places before."""
    return [
        (place, before.get(place, ""), now.get(place, ""))
        for place in dict.fromkeys((*before, *now))
        if before.get(place, "") != now.get(place, "")
    ]
