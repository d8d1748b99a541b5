"""Likely corrections of a resident's number: one wrong digit, one adjacent swap, a digit lost or doubled.

Every candidate is itself valid.  Where the row's birth date or gender is known, only candidates that agree
with them are named, all equally good ones; without them there are too many, and only the surest are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from union_xl.kinds import resident_id
from union_xl.model import Suggestion


def repairs(
    number: str, birth: dt.date | str | None, gender: str | None, titles: tuple[str, str]
) -> tuple[Suggestion, ...]:
    """Candidates for a faulty number, best first; `birth` may be partial (`1990-03`); `titles` are
    the columns of birth and gender.

    >>> import datetime as dt
    >>> found = repairs("330105199003072031", dt.date(1990, 3, 7), "男", ("出生日期", "性别"))
    >>> "330105199003072013" in [one.value for one in found]
    True
    """
    found: dict[str, str] = {}
    start = str(birth).replace("-", "") if birth is not None else ""
    for candidate, why in _candidates(number):
        # the row's own birth date rules out most slips before the check is worked out
        if candidate[6 : 6 + len(start)] == start and candidate not in found and _agrees(candidate, gender):
            found[candidate] = why
    known = "、".join(title for title, value in zip(titles, (birth, gender), strict=True) if value)
    if not known and len(found) > 3:
        return ()
    likely = [Suggestion(value, why) for value, why in found.items()]
    if likely and known:
        also = "所列各项" if len(likely) > 1 else ""
        likely[0] = Suggestion(likely[0].value, f"{likely[0].why}；{also}与{known}相符")
    return tuple(likely)


def _candidates(number: str) -> Iterator[tuple[str, str]]:
    """Numbers one slip away, likeliest slips first; not yet checked."""
    if len(number) == 18:
        yield from _swaps(number)
        yield from _replaced(number)
    elif len(number) == 17:
        yield from _inserted(number)
    elif len(number) == 19:
        for place in range(19):
            yield number[:place] + number[place + 1 :], f"第{place + 1}位多写了{number[place]}"


def _swaps(number: str) -> Iterator[tuple[str, str]]:
    for place in range(17):
        if number[place] != number[place + 1]:
            swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
            yield swapped, f"第{place + 1}、{place + 2}位写反"


def _replaced(number: str) -> Iterator[tuple[str, str]]:
    """Another digit in one place."""
    for place in range(18):
        for digit in "0123456789X" if place == 17 else "0123456789":
            if digit != number[place]:
                changed = number[:place] + digit + number[place + 1 :]
                yield changed, f"第{place + 1}位{number[place]}改{digit}"


def _inserted(number: str) -> Iterator[tuple[str, str]]:
    for place in range(18):
        for digit in "0123456789X" if place == 17 else "0123456789":
            yield number[:place] + digit + number[place:], f"第{place + 1}位漏了{digit}"


def _agrees(candidate: str, gender: str | None) -> bool:
    """Valid, and of the row's gender where that is known."""
    if gender in ("男", "女") and resident_id.gender_of(candidate) != gender:
        return False
    return resident_id.is_resident(candidate)
