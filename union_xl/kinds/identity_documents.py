"""Numbers of identity documents: residents' numbers with graded verdicts, passports, permits.

Source: GB 11643-1999; formats of other documents as far as known (domain §2.4), therefore lenient.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from union_xl.kinds import resident_id
from union_xl.kinds.base import Kind, Tidied, joined
from union_xl.kinds.text import cell_text, clean, digits_text
from union_xl.model import Raw
from union_xl.model.lazy_pattern import LazyPattern

RESIDENT = "居民身份证"
RESIDENCE_PERMIT = "港澳台居民居住证"
PERMANENT_RESIDENCE = "外国人永久居留身份证"
_FORMATS = (
    ("港澳居民来往内地通行证", LazyPattern(r"[HM]\d{8}(?:\d{2})?\Z", re.A)),
    ("护照", LazyPattern(r"(?:[A-Z]{1,2}\d{7,8})\Z", re.A)),
    ("台湾居民来往大陆通行证", LazyPattern(r"\d{8}\Z|\d{10}(?:\(?[A-Z]\)?)?\Z", re.A)),
    (PERMANENT_RESIDENCE, LazyPattern(r"[A-Z]{3}\d{12}\Z", re.A)),
    ("军官证", LazyPattern(r"[\u4e00-\u9fff]{1,4}字第?\d{4,10}号?\Z", re.A)),
)
_LENIENT = {
    "护照": LazyPattern(r"[A-Z0-9]{5,20}\Z", re.A),
    "军官证": LazyPattern(r"[\u4e00-\u9fffA-Z0-9()第字号-]{4,30}\Z", re.A),
    "其他": LazyPattern(r".{4,60}\Z"),
}
_LOOKS_X = str.maketrans(dict.fromkeys("×ХхχΧ✕✖✗✘╳⨯✘Ⅹⅹ", "X"))
_LOOKS_DIGIT = str.maketrans("OoQDLlIi|ОоSsZzB", "0000111110055228")
_SEPARATORS = LazyPattern(r"[\s'‘’`\"“”\-‐-―_.,，。、·:：;；]+")
_LABEL = LazyPattern(
    r"^(?:居民|公民|二代)?(?:身份证件?|身份|证件|护照|有效证件)(?:号码|号)?[:：\s]*|^(?:NO|ID)[.:：]\s*", re.I
)
_IN_TEXT = LazyPattern(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])", re.A)
_MASK = LazyPattern(r"[*＊●•·∙・‧#?？_~]{2,}|[Xx×✕]{3,}|(?<=\d)[*＊●•]+")


def tidy_id(raw: Raw) -> Tidied:
    """The number of any identity document; a resident's is judged by length, characters, date and check.

    Verdicts: ID-NUMBER-CELL (stored as a number, last digits lost), ID-MASKED, ID-LENGTH, ID-CHARS,
    ID-DATE, ID-CHECK, ID-FORM hold; ID-AREA, ID-15, ID-STAR, ID-LETTERS, ID-MIXED are told.

    >>> tidy_id("33010519851120302x").value, tidy_id("３３０１０５ 19900307 2013").value
    ('33010519851120302X', '330105199003072013')
    >>> tidy_id(3.30105199003072e17).rule, tidy_id("330104197802291014").rule
    ('ID-NUMBER-CELL', 'ID-DATE')
    >>> tidy_id("330105199003072014").rule
    'ID-CHECK'
    """
    if isinstance(raw, (bool, dt.date, dt.time, dt.timedelta)):
        return Tidied(cell_text(raw) or None, "ID-FORM")
    text = digits_text(raw, "ID")
    if isinstance(text, Tidied):
        return text
    number = compact(text)
    if resident_id.is_resident(number):
        return Tidied(number)
    return _judge(text, number)


def compact(text: str) -> str:
    """The number without label, blanks and dashes, in capital letters, an X look-alike at the end as X."""
    bare = _SEPARATORS.sub("", _LABEL.sub("", text.strip())).upper()
    return bare[:17] + bare[17:].translate(_LOOKS_X) if len(bare) == 18 else bare


def _judge(text: str, number: str) -> Tidied:
    if len(number) == 18 and number[17] == "*" and number[:17].isascii() and number[:17].isdigit():
        if resident_id.is_resident(number[:17] + "X"):
            return Tidied(number[:17] + "X", "ID-STAR", changed=True, why="末位*按校验码为X")
        return Tidied(number, "ID-MASKED")
    if _MASK.search(text) or "*" in text:
        return Tidied(number, "ID-MASKED")
    if any(pattern.match(number) for _, pattern in _FORMATS):
        return Tidied(number)
    embedded = [one.upper() for one in _IN_TEXT.findall(text)]
    if embedded and text.upper() != embedded[0]:
        good = [one for one in embedded if resident_id.is_resident(one)]
        if len(good) == 1 and len(embedded) == 1:
            return Tidied(good[0], "ID-MIXED", {"取值": good[0]}, changed=True, why="取出证件号码部分")
    return _judge_resident(number)


def _judge_resident(number: str) -> Tidied:
    digits = number.isascii() and number.isdigit()
    if len(number) == 15 and digits:
        longer = resident_id.from_15(number)
        if longer:
            return Tidied(longer, "ID-15", {"取值": longer}, changed=True, why="15位身份证号换成18位")
        return Tidied(number, "ID-LENGTH", {"位数": 15})
    if not number.isascii() or not re.fullmatch(r"\d+X?", number):
        return _judge_letters(number)
    if len(number) != 18:
        return Tidied(number, "ID-LENGTH", {"位数": len(number)})
    expected = resident_id.check_character(number[:17])
    if expected != number[17]:
        if number.endswith("000"):
            return Tidied(number, "ID-NUMBER-CELL")
        if number[0] != "9" and resident_id.day_of(number[6:14]) is None:
            return Tidied(number, "ID-DATE", {"日期": number[6:14]})
        return Tidied(number, "ID-CHECK", {"应为": expected})
    if number[0] == "9":
        return Tidied(number)
    if resident_id.day_of(number[6:14]) is None:
        return Tidied(number, "ID-DATE", {"日期": number[6:14]})
    return Tidied(number, "ID-AREA", {"地区": number[:2]})


def _judge_letters(number: str) -> Tidied:
    """Letters among the digits: O for 0, l for 1 where the check character then agrees."""
    if len(number) == 18:
        likely = number[:17].translate(_LOOKS_DIGIT) + number[17]
        for candidate in (likely, likely[:17] + likely[17].translate(_LOOKS_DIGIT)):
            if resident_id.is_resident(candidate):
                return Tidied(
                    candidate, "ID-LETTERS", {"取值": candidate}, changed=True, why="形近字母换成数字"
                )
        if sum(char.isdigit() for char in number) >= 12:
            return Tidied(number, "ID-CHARS")
    if sum(char.isdigit() for char in number) >= 14:
        return Tidied(
            number,
            "ID-LENGTH" if re.fullmatch(r"[0-9X]+", number) else "ID-CHARS",
            {"位数": len(number)},
        )
    return Tidied(number, "ID-FORM")


def document_of(number: str | None) -> str | None:
    """The document a tidy number belongs to, None where it cannot be told.

    >>> document_of("330105199003072013"), document_of("H1234567890"), document_of("810000199003072013")
    ('居民身份证', '港澳居民来往内地通行证', '港澳台居民居住证')
    """
    if not number:
        return None
    if len(number) == 18 and number.isascii() and number[:17].isdigit():
        if number[0] == "9":
            return PERMANENT_RESIDENCE
        return RESIDENCE_PERMIT if number[:2] in ("81", "82", "83") else RESIDENT
    for name, pattern in _FORMATS:
        if pattern.match(number):
            return name
    return None


def fits(document: str, number: str) -> bool:
    """True where a number may belong to a document whose formats vary or are not known for certain.

    >>> fits("护照", "567891234"), fits("居民身份证", "567891234")
    (True, False)
    """
    pattern = _LENIENT.get(document)
    if pattern is not None and pattern.match(number):
        return True
    return any(name == document and known.match(number) for name, known in _FORMATS)


def _plain(cells: Sequence[Raw]) -> Sequence[Raw] | None:
    return cells if resident_id.are_residents(joined(cells)) else None


def _likeness(sample: Sequence[Raw]) -> float:
    score = 0.0
    for raw in sample:
        if isinstance(raw, float):
            score += 0.6 if 1e17 <= raw < 1e18 else 0.0
            continue
        text = compact(clean(raw))
        if resident_id.is_resident(text):
            score += 1.0
        elif 15 <= len(text) <= 19 and text.isascii() and text[:14].isdigit():
            score += 0.6
    return score / len(sample) if sample else 0.0


ID_NUMBER = Kind("证件号码", tidy_id, resident_id.is_resident, _likeness, width=22, plain=_plain)


def contains_id(text: str) -> bool:
    """True where free text carries a valid resident number (private, does not belong there)."""
    return any(resident_id.is_resident(found.upper()) for found in _IN_TEXT.findall(text))


__all__ = ["ID_NUMBER", "RESIDENT", "compact", "contains_id", "document_of", "fits", "tidy_id"]
