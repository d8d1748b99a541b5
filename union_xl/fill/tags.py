"""Tags as a clerk types them: `{{会员数}}`, `｛｛ 新建工会数｜万 ｝｝`, `{{每单位.单位名称}}`."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_TAG = re.compile(r"[{｛]\s*[{｛]([^{}｛｝]*)[}｝]\s*[}｝]")
_OPENING = re.compile(r"[{｛]\s*[{｛]")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]")
_DOTS = str.maketrans("。·．•", "....")
_BAR = re.compile(r"[|｜]")
_SIGN = re.compile(r"[=＝]")
EARLIER = ("上期", "去年同期")
"""After a name: the figure of a period before."""
MEANT = "所指"
"""After a column of a repeating row: the figure whose name stands there (`|所指=计量单位`: in the unit that
column has)."""
LEFT = "剩余天数"
"""After a column of a repeating row: the days from 截止日 to its date."""
CHOSEN = ("条件", "排序")
"""After a name of a repeating row: which items it has, in which order."""
WORDED = ("前", "后", "空")
"""After a name: words before and after a value that is there, words where there is none."""


class Tag(NamedTuple):
    """One tag: `text` as typed, `block` (`每单位`, '' outside), `name`, and its filters in order.

    What chooses a figure belongs to the name (`帮扶人次|帮扶类别=送温暖`, `发展会员数|上期`), what chooses
    and orders the items to the block (`每职工阵地|条件=星级 is not null|排序=名称`).
    """

    text: str
    block: str
    name: str
    filters: tuple[str, ...] = ()


def instead_of(tag: Tag) -> str:
    """What a tag says where there is no value (`|空=无`), or no item for its row."""
    return next((one.partition("=")[2] for one in tag.filters if one.startswith("空=")), "")


@lru_cache(maxsize=16_384)
def plain(name: str) -> str:
    """A name as it is compared: full width is half width, no spaces, no case.

    >>> plain(" 会员 数Ａ ")
    '会员数a'
    """
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", name)).casefold()


def parse_tag(inside: str, typed: str = "") -> Tag:
    """What stands between the braces -> Tag.

    >>> parse_tag("每单位．会员数｜万")
    Tag(text='{{每单位．会员数｜万}}', block='每单位', name='会员数', filters=('万',))
    >>> parse_tag("会员数|上期|学历=本科|整数").name, parse_tag("每单位.会员数|条件=会员数 > 3").block
    ('会员数|上期|学历=本科', '每单位|条件=会员数 > 3')
    """
    first, *rest = _BAR.split(inside)
    name, block = _bare(first), ""
    if name.startswith("每"):
        head, dot, last = name.translate(_DOTS).partition(".")
        if dot and last:
            block, name = head, last
    filters = []
    for part in filter(str.strip, rest):
        key, *value = _SIGN.split(part, maxsplit=1)
        key = _bare(key)
        if value and key in CHOSEN:
            block += f"|{key}={value[0].strip()}" if block else ""
        elif key in (*EARLIER, MEANT, LEFT) or (value and key not in WORDED):
            name += f"|{key}" + (f"={_bare(value[0])}" if value else "")
        elif value or key:
            filters.append(f"{key}={value[0]}" if value else key)
    return Tag(typed or f"{{{{{inside}}}}}", block, name, tuple(filters))


def _bare(text: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def split_text(text: str) -> list[str | Tag]:
    """A cell's text cut into plain words and tags.

    >>> [one if isinstance(one, str) else one.name for one in split_text("共{{会员数}}人")]
    ['共', '会员数', '人']
    """
    found: list[str | Tag] = []
    at = 0
    for one in _TAG.finditer(text):
        if one.start() > at:
            found.append(text[at : one.start()])
        found.append(parse_tag(one[1], one[0]))
        at = one.end()
    if at < len(text):
        found.append(text[at:])
    return found


def from_outside(text: str) -> list[str | Tag]:
    """A tag of 填报对应: with braces as in a cell, or the bare name."""
    return split_text(text) if _TAG.search(text) else [parse_tag(text.strip())]


def may_hold_tags(value: object) -> bool:
    """Quick look: is this a text that opens a tag?"""
    return isinstance(value, str) and ("{" in value or "｛" in value) and bool(_OPENING.search(value))


def unfinished(text: str) -> str:
    """The rest of a text from an opening `{{` that never closes; '' when all is well."""
    rest = _TAG.sub("", text)
    found = _OPENING.search(rest)
    return rest[found.start() :][:20] if found else ""
