"""Resident identity numbers (公民身份号码, GB 11643-1999): area, birth date, order, check character.

The 18th character is ISO 7064 MOD 11-2 over the first 17.  Residence permits of people from Hong Kong (81),
Macao (82) and Taiwan (83), and foreigners' permanent residence cards (9…) are built alike.  The area is a
hint only: abolished area codes stay valid for life.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from operator import add, mul

from union_xl.model.lazy_pattern import LazyPattern

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
_GENDERS = {digit: "男" if digit in "13579" else "女" for digit in "0123456789"}


def _plain_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


@lru_cache(maxsize=65536)
def _born(digits: str) -> dt.date | None:
    """`day_of` for eight characters that need not be digits."""
    if not _plain_digits(digits):
        return None
    try:
        day = dt.date.fromisoformat(digits)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2100 else None


def day_of(digits: str) -> dt.date | None:
    """`19900307` -> the day, None where there is none between 1900 and 2100.

    >>> day_of("19780229") is None
    True
    """
    try:
        day = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2100 else None


def check_character(body: str) -> str:
    """The 18th character of 17 digits.

    >>> check_character("11010519491231002")
    'X'
    """
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


_MONTHS_OF_31 = r"(?:0[13578]|1[02])(?:0[1-9]|[12]\d|3[01])"
_MONTHS_OF_30 = r"(?:0[469]|11)(?:0[1-9]|[12]\d|30)"
_FEBRUARY = r"02(?:0[1-9]|1\d|2[0-8])"
_LEAP_DAY = r"(?:(?:19|20)(?:0[48]|[2468][048]|[13579][26])|2000)0229"
_DAY = rf"(?:(?:(?:19|20)\d\d|2100)(?:{_MONTHS_OF_31}|{_MONTHS_OF_30}|{_FEBRUARY})|{_LEAP_DAY})"
_NUMBER = rf"\d{{6}}{_DAY}\d{{3}}[\dX]"
_LINE, _LINES = LazyPattern(_NUMBER, re.A), LazyPattern(rf"(?:{_NUMBER}\n)*+", re.A)
"""Numbers with real birth dates from 1900 to 2100."""
_ZEROS = ord("0") * sum(WEIGHTS)


def is_resident(text: object) -> bool:
    """True for 18 characters with a known province, a real date and the right check character.

    >>> is_resident("11010519491231002X"), is_resident("330105199003072014")
    (True, False)
    """
    if type(text) is not str or len(text) != 18 or not _LINE.fullmatch(text) or text[:2] not in PROVINCES:
        return False
    return CHECKS[(sum(map(mul, text.encode(), WEIGHTS)) - _ZEROS) % 11] == text[17]


_REMAINDERS = tuple(
    bytes.maketrans(b"0123456789", bytes(digit * weight % 11 for digit in range(10))) for weight in WEIGHTS
)
"""For each place: digits as bytes to their weighted remainders; 17 of them make at most 170, one byte."""
_CHECK_OF_SUM = bytes(ord(CHECKS[total % 11]) for total in range(256))


def are_residents(lines: str) -> bool:
    """`is_resident` of every line (each ended), in the time of a few: the sums of all numbers are made at
    once, side by side in one long integer with a byte for each.

    >>> are_residents("11010519491231002X\\n330105199003072013\\n"), are_residents("330105199003072014\\n")
    (True, False)
    """
    if not lines or not _LINES.fullmatch(lines):
        return False
    if not PROVINCES.issuperset(map(add, lines[0::19], lines[1::19])):
        return False
    text, total = lines.encode(), 0
    for place, remainders in enumerate(_REMAINDERS):
        total += int.from_bytes(text[place::19].translate(remainders), "little")
    return total.to_bytes(len(text) // 19, "little").translate(_CHECK_OF_SUM) == text[17::19]


def birth_of(number: str | None) -> dt.date | None:
    """The birth date in an 18-character number of a resident or permit; None for other documents.

    >>> birth_of("330105199003072013"), birth_of("E12345678")
    (datetime.date(1990, 3, 7), None)
    """
    if number is None or len(number) != 18 or number[0] == "9":
        return None
    return _born(number[6:14])


def gender_of(number: str | None) -> str | None:
    """男 for an odd 17th digit, 女 for an even one; None for other documents.

    >>> gender_of("330105199003072013"), gender_of("33010519851120302X")
    ('男', '女')
    """
    if number is None or len(number) != 18 or number[0] == "9":
        return None
    return _GENDERS.get(number[16])


def from_15(text: str) -> str | None:
    """The 18-character number of a first-generation one (yymmdd of 19yy), None where the date is not real.

    >>> from_15("330105900307201")
    '330105199003072013'
    """
    if len(text) != 15 or not _plain_digits(text):
        return None
    body = f"{text[:6]}19{text[6:]}"
    return body + check_character(body) if day_of(body[6:14]) else None
