"""What a masked workbook may still hold outside its cells: texts no cell shows any more, notes, text boxes.

The surgical writer leaves parts alone that no edit concerns; for a masked copy that is not enough.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

from union_xl.forms.privacy import mask_text

_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(/?)>(.*?)(?=<(?:\w+:)?c[\s/>]|</(?:\w+:)?row|\Z)", re.S)
_SHARED = re.compile(rb"""\bt\s*=\s*["']s["']""")
_INDEX = re.compile(rb"<(?:\w+:)?v[^>]*>\s*(\d+)\s*<")
_TEXT = re.compile(rb"<((?:\w+:)?)si(?:\s[^>]*)?(?:/>|>.*?</\1si\s*>)", re.S)
_BETWEEN = re.compile(r">([^<]*\d{11}[^<]*)<")
_SPOKEN = re.compile(r"(?:comments|threadedComments?/|drawings/[^/]*\.xml|headerFooter)", re.I)
_SECOND_COPIES = re.compile(r"pivotCache|externalLinks|queryTables|connections\.xml", re.I)


def keeps_second_copies(data: bytes) -> bool:
    """Whether the package holds data a second time where cells do not reach (pivot caches, links)."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return any(_SECOND_COPIES.search(name) for name in package.namelist())


def scrub(data: bytes) -> bytes:
    """The workbook with unused shared texts emptied, and numbers of persons masked in notes and text boxes.

    Raises ValueError when the shared texts cannot be followed.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(made, "w") as out:
        names = package.namelist()
        used = _used(package.read(name) for name in names if re.search(r"worksheets/[^/]+\.xml$", name, re.I))
        for info in package.infolist():
            part = package.read(info.filename)
            if info.filename.lower().endswith("sharedstrings.xml"):
                part = _emptied(part, used)
            elif _SPOKEN.search(info.filename):
                part = _masked(part)
            out.writestr(info, part, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _used(sheets: Iterable[bytes]) -> set[int]:
    found: set[int] = set()
    for sheet in sheets:
        for attributes, _, inside in _CELL.findall(sheet):
            if _SHARED.search(attributes):
                index = _INDEX.search(inside)
                if index:
                    found.add(int(index[1]))
    return found


def _emptied(part: bytes, used: set[int]) -> bytes:
    texts = list(_TEXT.finditer(part))
    if used and max(used) >= len(texts):
        raise ValueError("shared texts do not add up")
    pieces, at = [], 0
    for number, text in enumerate(texts):
        if number not in used:
            prefix = text[1]
            pieces += [
                part[at : text.start()],
                b"<%bsi><%bt></%bt></%bsi>" % (prefix, prefix, prefix, prefix),
            ]
            at = text.end()
    return b"".join([*pieces, part[at:]])


def _masked(part: bytes) -> bytes:
    try:
        text = part.decode("utf-8")
    except UnicodeDecodeError:
        return part
    return _BETWEEN.sub(lambda found: f">{mask_text(found[1])}<", text).encode()
