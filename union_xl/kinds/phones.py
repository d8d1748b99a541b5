"""Mobiles (`1[3-9]` and nine digits) and landlines; 13, 15 and 18 are not the only prefixes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from union_xl.kinds.base import BLANK, Kind, Tidied, all_like, share
from union_xl.kinds.text import cell_text, clean, is_empty_like, is_error
from union_xl.model import Raw
from union_xl.model.lazy_pattern import LazyPattern

_TIDY = r"1[3-9]\d{9}"
_MOBILE = LazyPattern(rf"{_TIDY}\Z", re.A)
_FIND_MOBILE = LazyPattern(r"(?<!\d)1[3-9]\d{9}(?!\d)", re.A)
_LANDLINE = LazyPattern(
    r"(?:\(?0\d{2,3}\)?[- ]?)?[2-8]\d{6,7}(?:[-转#(]\d{1,6}\)?)?\Z|(?:400|800)[- ]?\d{3}[- ]?\d{4}\Z", re.A
)
_PREFIX = LazyPattern(r"^(?:\+|00)?86[- ]?(?=1[3-9])|^0(?=1[3-9]\d{9}$)")
_SCIENTIFIC = LazyPattern(r"\d(?:\.\d+)?E\+?\d{1,3}\Z", re.I)
_BLANKS = LazyPattern(r"[\s\-‐-―.·,，()]+")
_SPLIT = LazyPattern(r"[/、;；|\\]|\s或\s|或|\s{1,}|，|,")
_LABEL = LazyPattern(r"^(?:手机|电话|移动电话|联系电话|TEL|Tel|tel|短号)[:：]?\s*")
_SHORT_NUMBER = LazyPattern(r"\((?:短号)?[:：]?\d{3,6}\)$|[/、,，]\s*(?:短号)?[:：]?\s*\d{3,6}$")


def tidy_mobile(raw: Raw) -> Tidied:
    """A mobile of 11 digits as text.

    Told: PHONE-TWO (the first is taken), PHONE-LANDLINE, PHONE-LOST (scientific), PHONE-MASKED,
    PHONE-LENGTH, PHONE-FORM.

    >>> tidy_mobile("+86 139-0000-1234").value, tidy_mobile(13900001234.0).value
    ('13900001234', '13900001234')
    >>> tidy_mobile("1.39E+10").rule, tidy_mobile("1390000123").rule, tidy_mobile("0571-88001234").rule
    ('PHONE-LOST', 'PHONE-LENGTH', 'PHONE-LANDLINE')
    >>> tidy_mobile("1.3812345678E+10").value
    '13812345678'
    """
    if isinstance(raw, (bool, dt.date, dt.time, dt.timedelta)):
        return Tidied(cell_text(raw), "PHONE-FORM")
    text = clean(raw)
    if is_error(text):
        return Tidied(None, "CELL-ERROR")
    if is_empty_like(text):
        return BLANK
    if isinstance(raw, float) and len(text) == 11 and text.endswith("000000"):
        return Tidied(text, "PHONE-LOST")
    if _SCIENTIFIC.match(text):
        whole = _whole_number(text)
        if not whole:
            return Tidied(text, "PHONE-LOST")
        return tidy_mobile(whole)._replace(changed=True, why="科学计数法写法换成号码")
    bare = compact(text)
    if _MOBILE.match(bare):
        return Tidied(bare)
    return _odd(_LABEL.sub("", text), bare)


def _whole_number(text: str) -> str:
    """The digits of `1.3812345678E+10`, which has all of them; '' where the last ones are lost."""
    figure, _, power = text.upper().partition("E")
    decimals = len(figure.partition(".")[2])
    return figure.replace(".", "") if decimals == int(power) and decimals >= 6 else ""


def compact(text: str) -> str:
    """Digits without label, blanks, dashes, +86."""
    return _PREFIX.sub("", _BLANKS.sub("", _LABEL.sub("", text)))


def _odd(text: str, bare: str) -> Tidied:
    without_short = compact(_SHORT_NUMBER.sub("", text))
    if _MOBILE.match(without_short):
        return Tidied(without_short, changed=True, why="去掉短号")
    found = _FIND_MOBILE.findall(_PREFIX.sub("", text)) or _FIND_MOBILE.findall(
        "/".join(compact(part) for part in _SPLIT.split(text) if part)
    )
    if len(set(found)) >= 2:
        facts = {"取值": found[0], "另有": "、".join(found[1:4])}
        return Tidied(found[0], "PHONE-TWO", facts, changed=True, why="两个号码取第一个")
    if len(found) == 1:
        return Tidied(found[0], "PHONE-EXTRA", {"取值": found[0]}, changed=True, why="取出手机号码部分")
    if "*" in text:
        return Tidied(text, "PHONE-MASKED")
    if _LANDLINE.match(text.replace(" ", "")):
        return Tidied(text.replace(" ", ""), "PHONE-LANDLINE")
    if bare.isascii() and bare.isdigit():
        rule = "PHONE-FORM" if len(bare) == 11 else "PHONE-LENGTH"
        return Tidied(bare, rule, {"位数": len(bare)})
    return Tidied(text, "PHONE-FORM")


def tidy_phone(raw: Raw) -> Tidied:
    """A mobile or a landline, as people give a contact's number.

    >>> tidy_phone("0571-88001234").value, tidy_phone("88001234").value
    ('0571-88001234', '88001234')
    """
    tidied = tidy_mobile(raw)
    if tidied.rule == "PHONE-LANDLINE":
        return Tidied(tidied.value)
    if tidied.rule in ("PHONE-LENGTH", "PHONE-FORM", "PHONE-EXTRA"):
        text = clean(raw)
        parts = [part for part in re.split(r"[/、;|,\s]+", text) if part]
        if all(_LANDLINE.match(part) or _MOBILE.match(part) for part in parts):
            return Tidied(text)
    return tidied


def is_tidy_mobile(raw: Raw) -> bool:
    """True for 11 digits as text."""
    return type(raw) is str and _MOBILE.match(raw) is not None


def _under(header: str) -> Kind:
    """Where the header as found asks for any phone (联系电话), a landline is no fault."""
    return MOBILE if any(word in header for word in ("手机", "移动", "本人")) else PHONE


def _likeness(sample: Sequence[Raw]) -> float:
    return share(sum(_MOBILE.match(compact(clean(raw))) is not None for raw in sample), sample)


def _phone_likeness(sample: Sequence[Raw]) -> float:
    return share(
        sum(not tidy_phone(raw).rule and tidy_phone(raw).value is not None for raw in sample), sample
    )


_plain = all_like(_TIDY)
PHONE = Kind("联系电话", tidy_phone, is_tidy_mobile, _phone_likeness, width=16, plain=_plain)
MOBILE = Kind("手机号码", tidy_mobile, is_tidy_mobile, _likeness, width=14, under=_under, plain=_plain)
