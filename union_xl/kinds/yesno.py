"""是 or 否 in all its spellings; a blank is neither."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from union_xl.kinds.base import BLANK, Kind, Tidied, share
from union_xl.kinds.choices import squeezed
from union_xl.kinds.text import cell_text, clean, is_error
from union_xl.model import Raw
from union_xl.model.lazy_pattern import LazyPattern

_YES = frozenset(["是", "有", "√", "✓", "✔", "☑", "Y", "YES", "1", "T", "TRUE", "对", "已", "是的", "同意", "已建立", "已成立", "已建", "已签", "已签订", "已办", "已取得", "已实名", "已开展", "已开户", "已同意", "已承诺", "V", "建立", "成立", "属于", "属", "会员", "愿意", "参加", "已参加"])  # fmt: skip  # noqa: E501
_NO = frozenset(["否", "无", "×", "✗", "✘", "✕", "✖", "☒", "X", "N", "NO", "0", "F", "FALSE", "没有", "未", "不是", "非", "不同意", "未建立", "未成立", "未建", "未签", "未签订", "未办", "未取得", "未实名", "未开展", "未开户", "不属于", "非会员", "没", "不", "未参加", "不参加", "无此项"])  # fmt: skip  # noqa: E501
_BLANK = frozenset(
    ["/", "//", "\\", "-", "--", "—", "——", "", "N/A", "NA", "不详", "暂无", "空", "NULL", "NONE", "不清楚"]
)
_STANDARD: frozenset[Raw] = frozenset(["是", "否"])
_BRACKETS = LazyPattern(r"\([^()]*\)")


def tidy_yes_no(raw: Raw) -> Tidied:
    """`是`, `否`, or blank; other text is told and kept as found.

    Source: domain §2.7 and defect 62.

    >>> tidy_yes_no("√").value, tidy_yes_no("无").value, tidy_yes_no(0.0).value, tidy_yes_no("/").value
    ('是', '否', '否', None)
    """
    if isinstance(raw, (dt.date, dt.time, dt.timedelta)):
        return Tidied(cell_text(raw), "YESNO-UNREAD")
    text = clean(raw)
    if is_error(text):
        return Tidied(None, "CELL-ERROR")
    bare = squeezed(text) or text
    if text.upper() in _BLANK or not bare.strip("-"):
        return BLANK
    for variant in (bare, squeezed(_BRACKETS.sub("", text))):
        if variant in _YES:
            return Tidied("是")
        if variant in _NO:
            return Tidied("否")
    return Tidied(text[:200], "YESNO-UNREAD")


def is_tidy_yes_no(raw: Raw) -> bool:
    return type(raw) is str and raw in ("是", "否")


def _plain(cells: Sequence[Raw]) -> Sequence[Raw] | None:
    return cells if _STANDARD.issuperset(cells) else None


def _tidy_signed(raw: Raw) -> Tidied:
    """Under a header that asks for a signature, a name is a 是."""
    tidied = tidy_yes_no(raw)
    if tidied.rule == "YESNO-UNREAD" and isinstance(raw, str):
        return Tidied("是", changed=True, why="已签名")
    return tidied


def _under(header: str) -> Kind:
    return replace(YES_NO, tidy=_tidy_signed) if "签" in header and "签订" not in header else YES_NO


def _likeness(sample: Sequence[Raw]) -> float:
    return share(sum(tidy_yes_no(raw).value in ("是", "否") for raw in sample), sample)


YES_NO = Kind(
    "是否",
    tidy_yes_no,
    is_tidy_yes_no,
    _likeness,
    choices=("是", "否"),
    width=8,
    under=_under,
    plain=_plain,
    spellings=tuple(
        (word, said) for said, words in (("是", _YES), ("否", _NO)) for word in sorted(words - _STANDARD)
    ),
)
