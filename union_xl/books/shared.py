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
_PHONETIC = re.compile(r"<phoneticPr [^<>]*/>(?=</si>)")
_KEPT, _MARK = '<t xml:space="preserve">', "\x01"
"""A text whose blanks at the ends are kept, and what stands before it meanwhile (no XML may hold it)."""
_TEXT = r'<t(?: xml:space="preserve")?(?:/>|>[^<]*</t>)'
_LOOK = r"(?:<rPr/>|<rPr>(?:<(?!/?(?:rPr|r|t|si)\b)[^<>]*>)*</rPr>)?"
_ANY_ITEM = re.compile(rf"<si>((?:{_TEXT}|(?:<r>{_LOOK}{_TEXT}</r>)+)?)(?:<phoneticPr [^<>]*/>)?</si>|<si/>")
_RUN = re.compile(r'<t( xml:space="preserve")?>([^<]*)</t>')
_NUMERALS = tuple(map(str, range(4_096)))

_XF = re.compile(r"<xf\s[^<>]*>")
_FORMAT_OF_XF = re.compile(r'\snumFmtId="(\d{1,9})"')
_NUMBER_FORMAT = re.compile(r"<numFmt\s[^<>]*/>")
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
        content = part.decode("utf-8")
        texts = _of_one_run(content)
        if texts is None:
            texts = _of_several_runs(content) if well_formed(part) else []
    except ValueError:
        return {}
    numbers = _NUMERALS if len(texts) <= len(_NUMERALS) else map(str, range(len(texts)))
    return dict(zip(numbers, texts, strict=False)) | {"": ""}  # no number: a blank cell


def _of_one_run(content: str) -> list[str] | None:
    """The texts of a part in which all are of one run; None for any other part."""
    if _MARK in content:
        return None
    if "<ph" in content:
        content = _PHONETIC.sub("", content)
    if _KEPT in content:
        content = content.replace(_KEPT, f"<t>{_MARK}")
    begin, end = content.find("<si><t>"), content.rfind("</t></si>")
    if not 0 < begin < end or "<si" in content[:begin] or content[end + 9 :].strip() != "</sst>":
        return None
    found = content[begin + 7 : end].split("</t></si><si><t>")
    if content.count("<", begin) != 4 * len(found) + 1:
        return None
    texts = undone("<".join(found))
    if _MARK not in content:
        return list(map(str.strip, texts, repeat(BLANKS)))
    return [text[1:] if text[:1] == _MARK else text.strip(BLANKS) for text in texts]


def _of_several_runs(content: str) -> list[str]:
    """The texts of any part, the runs of each put together; ValueError when some text is not plain."""
    items = [_RUN.findall(item) for item in _ANY_ITEM.findall(content)]
    if len(items) != content.count("<si"):
        raise ValueError
    runs = iter(undone("<".join([text for item in items for _, text in item])))
    return [
        "".join([run if kept else run.strip(BLANKS) for (kept, _), run in zip(item, runs, strict=False)])
        for item in items
    ]


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
    told = _NUMBER_FORMAT.findall(formats)
    if len(told) != formats.count("<numFmt "):
        return {}
    own = {
        given.get("numFmtId", ""): _shows_days(given.get("formatCode", "")) for given in map(attributes, told)
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
    return None if number == _HOURS or number >= _OWN else number in _DAYS


def _shows_days(code: str) -> bool | None:
    """A number format of the workbook's own; None when it is neither plainly a day nor plainly a number."""
    bare = _BESIDE.sub("", code)
    if _DAY_CODE.fullmatch(bare):
        return True
    return False if _NUMBER_CODE.fullmatch(bare) else None
