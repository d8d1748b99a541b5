"""Unified social credit codes (统一社会信用代码, GB 32100-2015) and bank account numbers.

18 characters of `0-9A-HJ-NPQRTUWXY`; registrar, class, region, organisation, check (mod 31).  Issued codes
that fail the check exist, so a wrong check of an enterprise is only told.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence

from union_xl.kinds.base import Kind, Tidied, share
from union_xl.kinds.text import cell_text, clean, digits_text
from union_xl.model import Raw
from union_xl.model.lazy_pattern import LazyPattern

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_VALUE = {char: value for value, char in enumerate(ALPHABET)}
_SEPARATORS = LazyPattern(r"[\s'‘’`\"\-‐-―_.,，。:：]+")
_LABEL = LazyPattern(r"^(?:统一)?(?:社会)?信用代码[:：\s]*|^税号[:：\s]*")
_LOOKS = str.maketrans("OIZSV", "01250")
_OLD_CODE = LazyPattern(r"[0-9A-Z]{8}-?[0-9X]\Z", re.A)


def check_character(body: str) -> str:
    """The 18th character of 17; remainder 0 gives `0`.

    >>> check_character("81330105MC0000434"), check_character("91350200MA2YJ1XR9")
    ('0', 'G')
    """
    return ALPHABET[
        (31 - sum(_VALUE[char] * weight for char, weight in zip(body, WEIGHTS, strict=True)) % 31) % 31
    ]


def is_valid(text: object) -> bool:
    """True for 18 characters of the alphabet whose check agrees."""
    if type(text) is not str or len(text) != 18:
        return False
    total = 0
    for char, weight in zip(text[:17], WEIGHTS, strict=True):
        value = _VALUE.get(char)
        if value is None:
            return False
        total += value * weight
    return ALPHABET[(31 - total % 31) % 31] == text[17]


def _make(check_rule: str) -> Callable[[Raw], Tidied]:
    def tidy(raw: Raw) -> Tidied:
        """A credit code in capital letters.

        Told: CODE-CHECK, CODE-LETTERS, CODE-CHARS, CODE-OLD, CODE-LENGTH, CODE-NUMBER-CELL.
        """
        if isinstance(raw, (bool, dt.date, dt.time, dt.timedelta)):
            return Tidied(cell_text(raw), "CODE-LENGTH", {"位数": len(cell_text(raw))})
        text = digits_text(raw, "CODE")
        if isinstance(text, Tidied):
            return text
        code = _SEPARATORS.sub("", _LABEL.sub("", text)).upper()
        return Tidied(code) if is_valid(code) else _judge(code, check_rule)

    return tidy


def _judge(code: str, check_rule: str) -> Tidied:
    if len(code) in (15, 13) and code.isascii() and code.isdigit():
        return Tidied(code, "CODE-OLD", {"位数": len(code)})
    if len(code) == 9 and _OLD_CODE.match(code):
        return Tidied(code, "CODE-OLD", {"位数": 9})
    if len(code) != 18:
        return Tidied(code, "CODE-LENGTH", {"位数": len(code)})
    if all(char in _VALUE for char in code):
        return Tidied(code, check_rule, {"应为": check_character(code[:17])})
    mended = code.translate(_LOOKS)
    if is_valid(mended):
        return Tidied(mended, "CODE-LETTERS", {"取值": mended}, changed=True, why="形近字母换成数字")
    return Tidied(code, "CODE-CHARS")


def _likeness(sample: Sequence[Raw]) -> float:
    score = 0.0
    for raw in sample:
        code = _SEPARATORS.sub("", clean(raw)).upper()
        if is_valid(code):
            score += 1.0 if not code[:17].isdigit() else 0.5
        elif len(code) == 18 and code[:8].isdigit() and not code[8:17].isdigit() and "X" not in code[:17]:
            score += 0.7
    return score / len(sample) if sample else 0.0


tidy_code = _make("CODE-CHECK")
tidy_union_code = _make("UNION-CODE-CHECK")
CODE = Kind("统一社会信用代码", tidy_code, is_valid, _likeness, width=22)
UNION_CODE = Kind("工会统一社会信用代码", tidy_union_code, is_valid, _likeness, width=22)


def luhn(digits: str) -> bool:
    """The check of bank cards.

    >>> luhn("6222021234567894"), luhn("6222021234567895")
    (True, False)
    """
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def tidy_bank(raw: Raw) -> Tidied:
    """An account number as text; cards (62…) are checked by Luhn, accounts of organisations have no known
    check.

    Held: BANK-NUMBER-CELL; told: BANK-CHECK, BANK-FORM.

    >>> tidy_bank("6222 0212 3456 7894").value, tidy_bank("6222021234567895").rule
    ('6222021234567894', 'BANK-CHECK')
    >>> tidy_bank(6.222021234567e18).rule
    'BANK-NUMBER-CELL'
    """
    if isinstance(raw, (bool, dt.date, dt.time, dt.timedelta)):
        return Tidied(cell_text(raw), "BANK-FORM")
    text = digits_text(raw, "BANK")
    if isinstance(text, Tidied):
        return text
    number = _SEPARATORS.sub("", text)
    if not (number.isascii() and number.isdigit() and 8 <= len(number) <= 32):
        return Tidied(text, "BANK-FORM")
    if number.startswith("62") and 16 <= len(number) <= 19 and not luhn(number):
        return Tidied(number, "BANK-CHECK")
    return Tidied(number)


def _bank_likeness(sample: Sequence[Raw]) -> float:
    return share(
        sum(
            16 <= len(number) <= 19 and number.isdigit() and luhn(number) and number.startswith("62")
            for number in (_SEPARATORS.sub("", clean(raw)) for raw in sample)
        ),
        sample,
    )


BANK = Kind("银行账号", tidy_bank, None, _bank_likeness, width=22)
