"""How private values look outside the office: the masking defaults of the domain (§9).

Used by notices, receipts, traces, companions of reports, the masked copy and the command line's JSON.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from union_xl.core.patterns import Late
from union_xl.forms.base import Privacy


def mask(value: Any, privacy: Privacy) -> Any:
    """A value as it may be shown outward; a column that is not private ('') comes back unchanged.

    name `张*` · id `************2013` (the last four, length kept) · mobile `139****1234` ·
    bank `**** 1234` · birth: the year alone · address: what stands before the street, then `…` ·
    free text (备注): dropped.  Blank stays blank.  Never raises.

    >>> mask("张三丰", "name"), mask("330105199003072013", "id")
    ('张**', '**************2013')
    >>> mask("13912341234", "mobile"), mask("6222020200112233", "bank"), mask("听说……", "free")
    ('139****1234', '**** 2233', '')
    """
    if privacy == "" or value is None or value == "":
        return value
    if privacy == "free":
        return ""
    if privacy == "birth":
        return _year(value)
    text = _plain(value)
    if privacy == "name":
        return text[:1] + "*" * max(1, len(text) - 1)
    if privacy == "id":
        return "*" * max(4, len(text) - 4) + (text[-4:] if len(text) >= 8 else "")
    if privacy == "mobile":
        return _phone(text)
    if privacy == "bank":
        return "**** " + text[-4:] if len(text) >= 8 else "****"
    return _address(text)


_PRIVATE_DIGITS = Late(
    r"(?<![0-9A-Za-z])(?:\d{17}[\dXx]|\d{15}(?:\d{1,4})?|1[3-9]\d{9})(?![0-9A-Za-z])", re.ASCII
)


def mask_text(text: str) -> str:
    """A sentence with whatever looks like an ID, a bank card or a mobile in it masked.

    >>> mask_text("证件号码330105199003072013第18位应为3，电话13912341234")
    '证件号码**************2013第18位应为3，电话139****1234'
    """

    def hide(found: re.Match[str]) -> str:
        digits = found[0]
        return _phone(digits) if len(digits) == 11 else "*" * (len(digits) - 4) + digits[-4:]

    return _PRIVATE_DIGITS.sub(hide, text)


def _plain(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _year(value: Any) -> str:
    if isinstance(value, dt.date | dt.datetime):
        return f"{value.year}年"
    found = re.search(r"(?:19|20)\d\d", str(value))
    return f"{found[0]}年" if found else "****"


def _phone(text: str) -> str:
    if "*" in text:
        return text
    digits = re.sub(r"\D", "", text)
    if len(digits) < 7:
        return "****"
    return (
        f"{digits[:3]}****{digits[-4:]}" if len(digits) == 11 else f"{'*' * (len(digits) - 4)}{digits[-4:]}"
    )


def _address(text: str) -> str:
    """Down to the community: everything after it is left out."""
    for stop in ("社区", "街道", "镇", "乡", "区", "县", "市"):
        at = text.find(stop)
        if at > 0:
            return text[: at + len(stop)] + "…"
    return text[:2] + "…"
