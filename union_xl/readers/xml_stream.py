"""XML read as a stream, hardened: no document types, no entities of their own, nothing fetched."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.parsers import expat

from union_xl.readers.unzip import FileRefused

_DECLARED = re.compile(r"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")


def parse(
    content: bytes | str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Call back for every element (names without prefix) and every run of text.

    Refused(F-ENTITY) for a DOCTYPE, F-CORRUPT when the XML is broken.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise FileRefused("F-ENTITY")

    def starts(name: str, given: dict[str, str]) -> None:
        start(
            name.rpartition(":")[2],
            {key.rpartition(":")[2]: value for key, value in given.items() if not key.startswith("xmlns")},
        )

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = starts
    parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    parser.CharacterDataHandler = text
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise FileRefused("F-CORRUPT") from error
    except (ValueError, UnicodeError, LookupError) as error:
        raise FileRefused("F-CORRUPT") from error


def decoded(data: bytes) -> str:
    """XML bytes as text, by byte-order mark, zero bytes, or the declared encoding; UTF-8 else."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\x00" in data[:16]:
        return data.decode("utf-16-be" if data[:1] == b"\x00" else "utf-16-le", "replace")
    found = _DECLARED.match(data[:200].decode("latin-1"))
    coding = (found[1] if found else "utf-8").lower()
    if coding in ("gb2312", "gbk"):
        coding = "gb18030"
    if coding.startswith("utf-16"):
        coding = "utf-8"
    try:
        return data.decode("utf-8-sig" if coding in ("utf-8", "utf8") else coding)
    except (UnicodeDecodeError, LookupError):
        return data.decode("gb18030", "replace")
