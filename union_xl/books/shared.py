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

from union_xl.books.markup import well_formed
from union_xl.books.workbook import attributes
from union_xl.books.written import BLANKS, undone

_MOST_BYTES, _SHORT = 4 * 2**20, 2**16
_BEGIN, _END, _MARK = "<si><t>", "</t></si>", "\x01"
"""Around a text, and before one whose blanks at the ends are kept (no XML may hold this)."""
_SIMPLER = (
    ("<si/>", f"{_BEGIN}{_END}"),
    ("<t/>", "<t></t>"),
    ('<si><t xml:space="preserve">', f"{_BEGIN}{_MARK}"),
)
_PHONETIC = re.compile(r"<phoneticPr [^<>]*/>(?=</si>)")
_LOOK = r"(?:<rPr/>|<rPr>(?:<(?!/?(?:rPr|r|t|si)\b)[^<>]*>)*</rPr>)?"
_RICH = re.compile(rf'<si>((?:<r>{_LOOK}<t(?: xml:space="preserve")?>[^<]*</t></r>)+)</si>')
_RUN = re.compile(r'<t( xml:space="preserve")?>([^<]*)</t>')
_NUMERALS = tuple(map(str, range(4_096)))

_XF = re.compile(r"<xf\s[^<>]*>")
_FORMAT_OF_XF = re.compile(r'\snumFmtId="(\d{1,9})"')
_NUMBER_FORMAT = re.compile(r"<numFmt\s[^<>]*/>")
_WHOLE = frozenset(["numFmtId", "formatCode"])
_DAYS = frozenset([*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)])
_HOURS, _OWN = 46, 164
_BESIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[\$-[0-9A-Fa-f]+\]')
_DAY_CODE = re.compile(r"(?=.*[yYdD])[yYmMdDhHsS年月日时分秒/\-. ,:]*(?:;@)?")
_NUMBER_CODE = re.compile(r"[^A-Za-z\[\]\"\\]*|General")


@dataclass(frozen=True, slots=True)
class Shared:
    """{number of a text: text}, {number of a style: whether it shows days}; the numbers as written."""

    texts: Mapping[str, str] = field(default_factory=dict)
    dated: Mapping[str, bool] = field(default_factory=dict)


def shared(parts: Mapping[str, bytes]) -> Shared:
    """What the cells of a workbook share, as far as it is plain."""
    texts = _texts(parts.get("xl/sharedStrings.xml", b""))
    book = parts.get("xl/workbook.xml", b"")
    if b"date1904" in book and b'date1904="false"' not in book and b'date1904="0"' not in book:
        return Shared(texts)
    return Shared(texts, _dated(parts.get("xl/styles.xml", b"")))


def _texts(part: bytes) -> dict[str, str]:
    if len(part) > _MOST_BYTES:
        return {}
    try:
        texts = _listed(part.decode("utf-8"))
    except ValueError:
        return {}
    numbers = _NUMERALS if len(texts) <= len(_NUMERALS) else map(str, range(len(texts)))
    return dict(zip(numbers, texts, strict=False)) | {"": ""}  # no number: a blank cell


def _listed(content: str) -> list[str]:
    """The texts of the part in their order; ValueError when some text is not plain."""
    if _MARK in content:
        raise ValueError
    for written, simpler in _SIMPLER:
        if written in content:
            content = content.replace(written, simpler)
    if "<ph" in content:
        content = _PHONETIC.sub("", content)
    if "<si><r>" in content:
        content = _RICH.sub(_of_one_run, content)
    begin, end = content.find(_BEGIN), content.rfind(_END)
    if not 0 < begin < end or "<si" in content[:begin] or content[end + len(_END) :].strip() != "</sst>":
        raise ValueError
    found = content[begin + len(_BEGIN) : end].split(_END + _BEGIN)
    if content.count("<", begin) != 4 * len(found) + 1:
        raise ValueError
    texts = undone("<".join(found))
    if _MARK not in content:
        return list(map(str.strip, texts, repeat(BLANKS)))
    return [text[1:] if text[:1] == _MARK else text.strip(BLANKS) for text in texts]


def _of_one_run(found: re.Match[str]) -> str:
    """A text of several runs (some red, some bold) as one whose blanks at the ends are kept."""
    runs = _RUN.findall(found[1])
    if any(not kept and "&#" in text for kept, text in runs):
        return found[0]
    whole = "".join([text if kept else text.strip(BLANKS) for kept, text in runs])
    return f"{_BEGIN}{_MARK}{whole}{_END}"


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
    formats = _within(content, "numFmts")
    told = [attributes(tag) for tag in _NUMBER_FORMAT.findall(formats)]
    if len(told) != formats.count("<numFmt ") or any(_WHOLE - one.keys() for one in told):
        return {}
    own = {one["numFmtId"]: _shows_days(one["formatCode"]) for one in told}
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
    return None if number == _HOURS or number >= _OWN else number in _DAYS


def _shows_days(code: str) -> bool | None:
    """A number format of the workbook's own; None when it is neither plainly a day nor plainly a number."""
    bare = _BESIDE.sub("", code)
    if _DAY_CODE.fullmatch(bare):
        return True
    return False if _NUMBER_CODE.fullmatch(bare) else None
