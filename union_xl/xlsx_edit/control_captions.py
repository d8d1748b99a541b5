"""Captions of buttons and other form controls, in the old drawing language that Excel reads them from.

Excel's VML is often not well-formed, so captions are found as text between tags and never parsed as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, unescape

from union_xl.model import TextSpan
from union_xl.xlsx_edit.rich_text import replace_in_runs

_TEXT = re.compile(rb"(?<=>)[^<>]*\S[^<>]*(?=</(?:font|div|FONT|DIV)\b)")


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
