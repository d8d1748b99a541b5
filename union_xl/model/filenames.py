"""File names that are legal on Windows, in WPS and in a zip."""

from __future__ import annotations

import contextlib
import os
import re
import unicodedata
from collections.abc import Collection

_ILLEGAL = re.compile(
    r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\uffff]'
)
_TAIL = re.compile(r"[\s.]+\Z")
"""What may not stand at the end; blanks of every script, as str.strip knows them."""
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])\s*(?:\..*)?$")

MARKED = "（请修改）"
"""How the name of a marked copy ends."""


def file_name(text: str, limit: int = 60, taken: Collection[str] = ()) -> str:
    """One path component: illegal characters become `_`, never empty, never a device name, never longer than
    `limit`; where a name of `taken` (compared without case) is the same, a number in brackets is added.

    >>> file_name("杭州某某:科技/有限公司?."), file_name("con"), file_name("  ")
    ('杭州某某_科技_有限公司_', '_con', '未命名')
    >>> file_name("甲.xlsx", taken={"甲.XLSX"})
    '甲(2).xlsx'
    """
    clean = _TAIL.sub("", unicodedata.normalize("NFC", _ILLEGAL.sub("_", text)).strip()) or "未命名"
    if _RESERVED.match(clean):
        clean = f"_{clean}"
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > 5 or not stem:
        stem, ending = clean, ""
    else:
        ending = f".{ending}"
    stem = _TAIL.sub("", stem[: limit - len(ending)]) or "_"
    used = {unicodedata.normalize("NFC", name).casefold() for name in taken}
    made, number = stem + ending, 1
    while made.casefold() in used:
        number += 1
        made = f"{stem}({number}){ending}"
    return made


def readable(name: str) -> str:
    """A file's name as text: one that is no UTF-8 (copied from an old Windows, unpacked by the wrong program)
    in the code page it was most likely written in.

    >>> readable("\\udcb1\\udca8\\udcb1\\udced.xlsx")
    '报表.xlsx'
    """
    if name.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in name):
        return name
    if os.name == "nt":
        return name.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    raw = name.encode("utf-8", "surrogateescape")
    for code in ("utf-8", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode(code)
    return raw.decode("utf-8", "replace")
