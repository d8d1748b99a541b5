"""How private values look outside the office: the masking defaults of the domain (§9).

Used by notices, receipts, traces, companions of reports, the masked copy and the command line's JSON.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from union_xl.ledgers.form import Privacy
from union_xl.model.grid import as_said
from union_xl.model.lazy_pattern import LazyPattern


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
    text = as_said(value)
    if privacy == "name":
        return text[:1] + "*" * max(1, len(text) - 1)
    if privacy == "id":
        return "*" * max(4, len(text) - 4) + (text[-4:] if len(text) >= 8 else "")
    if privacy == "mobile":
        return _phone(text)
    if privacy == "bank":
        return "**** " + text[-4:] if len(text) >= 8 else "****"
    return _address(text)


_BETWEEN = r"[ \t\u00a0\u3000\u200b-\u200d\u2060\ufeff\-‐-―－.·_]"
_CANDIDATE = LazyPattern(rf"\d(?:{_BETWEEN}{{0,3}}\d){{10,}}(?:{_BETWEEN}{{0,2}}[XxＸｘ])?")
_GROUP = LazyPattern(r"\d+")
_PHONES = {(3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (4, 3, 4), (4, 4, 3), (5, 6), (5, 3, 3), (1,) * 11}
_LENGTHS = (11, 13, 15, 16, 17, 18, 19)


def mask_text(text: str) -> str:
    """A sentence with whatever looks like an ID, a bank card or a mobile in it masked.

    Also in full width, and with blanks or dashes between the digits: then it has to be grouped as people
    group such numbers, or hold a possible day of birth, so that dates side by side stay.

    >>> mask_text("证件号码330105199003072013第18位应为3，电话13912341234")
    '证件号码**************2013第18位应为3，电话139****1234'
    >>> mask_text("330105 19900307 2013；１３９-1234-1234；2022-06-30 2022-07-15")
    '**************2013；139****1234；2022-06-30 2022-07-15'
    """
    return _CANDIDATE.sub(_hidden, text)


def _hidden(found: re.Match[str]) -> str:
    """A run of digits with what stands between them: the numbers of persons in it masked."""
    run, text = found[0], found.string
    letter = run[-1] if run[-1] in "XxＸｘ" else ""
    groups = [(one.start(), one.end()) for one in _GROUP.finditer(run)]
    if letter and re.match(r"[0-9A-Za-z]", text[found.end() : found.end() + 1]):
        letter = ""
    made, at, number = [], 0, 0
    while number < len(groups):
        last = _person_number(run, groups, number, letter)
        if last < 0 or not _stands_alone(text, found.start(), groups, number, last, bool(letter)):
            number += 1
            continue
        start, end = groups[number][0], groups[last][1]
        digits = _digits(run[start:end])
        ending = letter and last == len(groups) - 1 and len(digits) == 17
        digits += "X" if ending else ""
        made += [run[at:start], _phone(digits) if len(digits) < 15 else "*" * (len(digits) - 4) + digits[-4:]]
        at, number = len(run) if ending else end, last + 1
    return "".join([*made, run[at:]])


def _person_number(run: str, groups: list[tuple[int, int]], first: int, letter: str) -> int:
    """The last of the groups of digits that together make a number of a person; -1 where none does."""
    lengths: list[int] = []
    best, digits = -1, ""
    for last in range(first, len(groups)):
        digits += _digits(run[slice(*groups[last])])
        lengths.append(groups[last][1] - groups[last][0])
        if len(digits) > 19:
            break
        ending = bool(letter) and last == len(groups) - 1 and len(digits) == 17
        if _is_private(digits, tuple(lengths), ending):
            best = last
    return best


def _is_private(digits: str, lengths: tuple[int, ...], letter: bool) -> bool:
    size = len(digits)
    if size not in _LENGTHS:
        return False
    if size == 13:
        return digits[:3] == "861" and len(lengths) == 1
    if size == 11:
        mobile = digits[0] == "1" and digits[1] in "3456789"
        return mobile and (len(lengths) == 1 or lengths in _PHONES)
    if len(lengths) == 1:
        return True
    card = all(one == 4 for one in lengths[:-1]) and lengths[-1] <= 4 and size >= 16
    if card or len(lengths) == size:
        return True
    born = digits[6:14] if size + letter == 18 else f"19{digits[6:12]}" if size == 15 else ""
    return born[:2] in ("19", "20") and "01" <= born[4:6] <= "12" and "01" <= born[6:] <= "31"


def _stands_alone(
    text: str, offset: int, groups: list[tuple[int, int]], first: int, last: int, letter: bool
) -> bool:
    """Whether no code goes on before or behind: `tel13912341234` is a number, `91330105MA2…` is none."""
    head = text[max(0, offset + groups[first][0] - 40) : offset + groups[first][0]]
    before = re.search(r"[0-9A-Za-z]*$", head)
    word = before[0] if before else ""
    if re.search(r"(?<!\d)0\.$", head):  # a fraction
        return False
    if word and not (word.isalpha() and len(word) > 1):
        return False
    if letter and last == len(groups) - 1:
        return True
    behind = re.match(r"[0-9A-Za-z]*", text[offset + groups[last][1] :])
    word = behind[0] if behind else ""
    return not word or (word.isalpha() and len(word) > 1)


def _digits(run: str) -> str:
    """The digits of a stretch, in ASCII."""
    return "".join(str(int(letter)) for letter in run if letter.isdecimal())


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
