"""Blanks of one form for many units: what differs between two of them is a handful of texts.

The blank is made once with marks in the stead of the unit's name, code, contact and phone; a unit's own is
the same file with these replaced in the shared texts and the defined names.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

from union_xl.model import Unit

_MARKS: Mapping[str, str] = {"name": "单位", "code": "代码", "contact": "联系人", "phone": "电话"}
_TEXTS, _BOOK = "xl/sharedStrings.xml", "xl/workbook.xml"
_PLAIN = re.compile(r"(?! )[^\x00-\x1f\ud800-\uf8ff_]+(?<! )\Z")
"""A text that stands in XML as it is, but for `&`, `<` and `>`."""
_WRITTEN = (1980, 1, 1, 0, 0, 0)
"""The moment every member of a blank was written: the same blank has the same bytes."""

Make = Callable[[Unit | None], bytes]


def series(make: Make) -> Make:
    """The same as `make`, which gives the blank of a unit (or none), for many units one after another.

    Texts that XML does not take as they are, are left to `make`.
    """
    kept: dict[frozenset[str], tuple[bytes, str, str]] = {}

    def made(unit: Unit | None) -> bytes:
        if unit is None:
            return make(None)
        of_unit = {name: text for name in _MARKS if (text := getattr(unit, name))}
        if not all(map(_PLAIN.match, of_unit.values())) or "name" not in of_unit:
            return make(unit)
        which = frozenset(of_unit)
        if which not in kept:
            kept[which] = _parted(make(_marked(which)))
        rest, texts, book = kept[which]
        for name, text in of_unit.items():
            texts = texts.replace(_mark(name), escape(text))
            book = book.replace(_mark(name), escape(text.replace('"', '""')))
        return _joined(rest, {_TEXTS: texts, _BOOK: book})

    return made


def _mark(name: str) -> str:
    return f"\ue000{_MARKS[name]}\ue001"


def _marked(which: frozenset[str]) -> Unit:
    """A unit with a mark in each of these fields and nothing else."""
    texts = {name: _mark(name) if name in which else "" for name in _MARKS}
    return Unit(texts["name"], code=texts["code"], contact=texts["contact"], phone=texts["phone"])


def _parted(data: bytes) -> tuple[bytes, str, str]:
    """The package without the two parts that differ, and these."""
    rest = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        with zipfile.ZipFile(rest, "w", zipfile.ZIP_DEFLATED) as less:
            for info in whole.infolist():
                if info.filename not in (_TEXTS, _BOOK):
                    less.writestr(_dated(info.filename), whole.read(info))
        return rest.getvalue(), whole.read(_TEXTS).decode(), whole.read(_BOOK).decode()


def _joined(rest: bytes, parts: Mapping[str, str]) -> bytes:
    data = io.BytesIO(rest)
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(_dated(name), text.encode())
    return data.getvalue()


def _dated(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _WRITTEN)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info
