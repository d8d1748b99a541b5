"""What the cells of a plain workbook share: its texts, and which of its styles show days.

Only what certainly means the same to python-calamine; anything else is left out, and a sheet that needs it
is not plain.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import repeat
from xml.sax.saxutils import unescape

from union_xl.books.markup import well_formed
from union_xl.books.workbook import attributes

_MOST_BYTES, _SHORT = 4 * 2**20, 2**16
_ITEM = re.compile(r"<si><t>([^<]*)</t>(?:<phoneticPr [^<>]*/>)?</si>")
_TEXT = r'<t(?: xml:space="preserve")?(?:/>|>[^<]*</t>)'
_LOOK = r"(?:<rPr/>|<rPr>(?:<(?!/?(?:rPr|r|t|si)\b)[^<>]*>)*</rPr>)?"
_ANY_ITEM = re.compile(rf"<si>((?:{_TEXT}|(?:<r>{_LOOK}{_TEXT}</r>)+)?)(?:<phoneticPr [^<>]*/>)?</si>|<si/>")
_RUN = re.compile(r'<t( xml:space="preserve")?>([^<]*)</t>')
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)")
_QUOTES = {"&quot;": '"', "&apos;": "'"}
_BLANKS = " \t\n"
_NUMERALS = tuple(map(str, range(4_096)))

_XF = re.compile(r"<xf\s[^<>]*>")
_FORMAT_OF_XF = re.compile(r'\snumFmtId="(\d{1,9})"')
_NUMBER_FORMAT = re.compile(r"<numFmt\s[^<>]*>")
_DAYS = frozenset([*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)])
_HOURS = 46
_BESIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[\$-[0-9A-Fa-f]+\]')
_DAY_CODE = re.compile(r"(?=.*[yYdD])[yYmMdD年月日/\-. ,]*(?:;@)?")
_NUMBER_CODE = re.compile(r"[^A-Za-z\[\]\"\\]*|General")


@dataclass(frozen=True, slots=True)
class Shared:
    """{number of a text: text}, {number of a style: whether it shows days}; the numbers as written."""

    texts: Mapping[str, str] = field(default_factory=dict)
    dated: Mapping[str, bool] = field(default_factory=dict)


def shared(parts: Mapping[str, bytes]) -> Shared:
    """What the cells of a workbook share, as far as it is plain."""
    texts = _texts(parts.get("xl/sharedStrings.xml", b""))
    if b"date1904" in parts.get("xl/workbook.xml", b""):
        return Shared(texts)
    return Shared(texts, _dated(parts.get("xl/styles.xml", b"")))


def _texts(part: bytes) -> dict[str, str]:
    if len(part) > _MOST_BYTES:
        return {}
    try:
        content = part.decode("utf-8")
    except UnicodeDecodeError:
        return {}
    # Line ends and `_x000D_` calamine undoes in ways of its own.
    if content.find("\r", content.find("<sst")) >= 0 or "_x" in content or "<!" in content:
        return {}
    items = content.count("<si")
    if not items:
        return {}
    found = list(map(str.strip, _ITEM.findall(content), repeat(_BLANKS)))
    tags = 4 * items + content.count("<phoneticPr ") + 1
    if len(found) < items or content.count("<", content.find("<si")) != tags:
        if not well_formed(part):
            return {}
        found = [
            "".join([run if kept else run.strip(_BLANKS) for kept, run in _RUN.findall(item)])
            for item in _ANY_ITEM.findall(content)
        ]
    if len(found) != items:
        return {}
    if "&" in content:
        if _ENTITY.search(content):
            return {}
        found = [unescape(text, _QUOTES) for text in found]
    return dict(zip(_NUMERALS if items <= len(_NUMERALS) else map(str, range(items)), found, strict=False))


def _dated(styles: bytes) -> Mapping[str, bool]:
    """Whether a number with this style is a day; styles of another or a doubtful kind are left out."""
    return _known_dated(styles) if len(styles) < _SHORT else _told_dated(styles)


@lru_cache(maxsize=16)
def _known_dated(styles: bytes) -> Mapping[str, bool]:
    """Returns made from one blank have the same styles."""
    return _told_dated(styles)


def _told_dated(styles: bytes) -> Mapping[str, bool]:
    if len(styles) > _MOST_BYTES or not well_formed(styles):
        return {}
    content = styles.decode("utf-8", "replace")
    own = {
        given.get("numFmtId", ""): _shows_days(given.get("formatCode", ""))
        for given in map(attributes, _NUMBER_FORMAT.findall(_within(content, "numFmts")))
    }
    found = {}
    for number, xf in enumerate(_XF.findall(_within(content, "cellXfs"))):
        given = _FORMAT_OF_XF.search(xf)
        if given is None:
            return {}
        dated = own[given[1]] if given[1] in own else _builtin(int(given[1]))
        if dated is not None:
            found[str(number)] = dated
    return found


def _within(content: str, name: str) -> str:
    return content.partition(f"<{name}")[2].partition(f"</{name}>")[0]


def _builtin(number: int) -> bool | None:
    return None if number == _HOURS else number in _DAYS


def _shows_days(code: str) -> bool | None:
    """A number format of the workbook's own; None when it is neither plainly a day nor plainly a number."""
    bare = _BESIDE.sub("", code)
    if _DAY_CODE.fullmatch(bare):
        return True
    return False if _NUMBER_CODE.fullmatch(bare) else None
