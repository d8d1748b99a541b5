"""Texts and formulas that stand in the cells of a sheet themselves, laid aside: only numbers differ then."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

BLANKS = " \t\n"
"""What calamine takes off the ends of a text that is not to be kept as it is."""
_KEPT = b' xml:space="preserve"'
_FORMULA = re.compile(rb"<f(?: [^<>]*)?>[^<]*</f>|<f(?: [^<>]*)?/>")
_INLINE, _INLINE_END, _CUT = b't="inlineStr"><is><t', b"</t></is>", b"\x00"
_RESULT = re.compile(rb't="str">(?:<f/>)?<v((?: xml:space="preserve")?>[^<]*)</v>')
_OWN = b't="i"><is/>'
_NUMBERED = re.compile(r"&#(\d{1,7});")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)")
_MARKS = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
"""The ampersand last: `&amp;lt;` is `&lt;`."""
_NEVER = frozenset([38, 60, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])
"""Numbers of characters that would be taken for marks, or are none."""


@dataclass(frozen=True, slots=True)
class Written:
    """The rows of a sheet without what was laid aside, and the texts of its cells in their order."""

    cells: bytes
    texts: Sequence[str] = ()


def laid_aside(inner: bytes) -> Written:
    """Each formula as `<f/>`, each text of a cell's own as `t="i"><is/>`.

    ValueError when a text is not plainly what calamine gives, or there is nothing to lay aside.
    """
    pieces = _inline(inner) if _INLINE in inner else [inner]
    inline = len(pieces) > 1
    cells = _OWN.join(pieces[::2])
    if b"DISPIMG" in cells:
        raise ValueError
    if b"<f" in cells:
        cells = _FORMULA.sub(b"<f/>", cells)
    if b't="str"' in cells:
        if inline:
            raise ValueError
        pieces = _RESULT.split(cells)
        cells = _OWN.join(pieces[::2])
    given = pieces[1::2]
    if cells.count(_OWN) != len(given) or (not given and len(cells) == len(inner)):
        raise ValueError
    if not given:
        return Written(cells)
    known = _texts(list(dict.fromkeys(given)), stripped=inline)
    return Written(cells, [known[text] for text in given])


def _inline(cells: bytes) -> list[bytes]:
    """What stands between the texts, and each text between; by plain searches, quicker than a pattern."""
    if _CUT in cells:
        raise ValueError
    pieces = cells.replace(_INLINE, _CUT).replace(_INLINE_END, _CUT).split(_CUT)
    if len(pieces) % 2 == 0 or b"<" in b"".join(pieces[1::2]):
        raise ValueError
    return pieces


def _texts(given: Sequence[bytes], stripped: bool) -> dict[bytes, str]:
    """{text as written, from before the `>` on: text}."""
    bare = [raw.partition(b">")[2] for raw in given]
    found = undone(b"<".join(bare).decode("utf-8"))
    if stripped:
        kept = any(len(raw) - len(text) > 1 for raw, text in zip(given, bare, strict=True))
        found = [
            text if kept and raw.startswith(_KEPT) else text.strip(BLANKS)
            for raw, text in zip(given, found, strict=True)
        ]
    return dict(zip(given, found, strict=True))


def undone(content: str) -> list[str]:
    """Texts of an XML part, parted by `<`, with their entities undone.

    ValueError where calamine may see it in another way (line ends and `_x000D_` have ways of their own).
    """
    if "\r" in content or ("_" in content and "_x" in content):
        raise ValueError
    if "&" not in content:
        return content.split("<")
    if "&#" in content:
        pieces = _NUMBERED.split(content)
        codes = list(map(int, pieces[1::2]))
        if any(code in _NEVER or (code < 32 and code not in (9, 10, 13)) for code in set(codes)):
            raise ValueError
        pieces[1::2] = map(chr, codes)
        content = "".join(pieces)
    if _ENTITY.search(content):
        raise ValueError
    return [_unmarked(text) if "&" in text else text for text in content.split("<")]


def _unmarked(text: str) -> str:
    for entity, mark in _MARKS:
        text = text.replace(entity, mark)
    return text
