"""Rules about persons that several ledgers share: number, gender, birth, age, mobile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import Any

from union_xl.core import Suggestion
from union_xl.forms.base import Derivation, Facts, Hit
from union_xl.kinds import documents, resident

Values = Sequence[Any]
BORN = "@出生"
"""Pseudo-title among a rule's columns: the birth date of every row, worked out once (`births`)."""
CODED = "@号码出生"
"""Likewise the birth date in every row's number."""


def whole_day(value: Any) -> dt.date | None:
    """A value as a day where it is one; partial dates are none."""
    return value if isinstance(value, dt.date) else None


def earliest(value: Any) -> dt.date | None:
    """The first day a date, partial ones included, can mean."""
    return _bound(value, first=True)


def latest(value: Any) -> dt.date | None:
    """The last day a date, partial ones included, can mean.

    >>> latest("2022-02"), latest("2022"), latest("长期") is None
    (datetime.date(2022, 2, 28), datetime.date(2022, 12, 31), True)
    """
    return _bound(value, first=False)


def _bound(value: Any, first: bool) -> dt.date | None:
    if value is None or isinstance(value, dt.date):
        return value
    parts = str(value).split("-")
    if not all(part.isdigit() for part in parts) or len(parts[0]) != 4 or len(parts) > 2:
        return None
    year, month = int(parts[0]), int(parts[1]) if len(parts) == 2 else (1 if first else 12)
    if not 1 <= month <= 12 or not 1 <= year <= 9998:
        return None
    if first:
        return dt.date(year, month, 1)
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


def years_between(start: dt.date, end: dt.date) -> int:
    """Full years from `start` to `end` (days before the anniversary do not count)."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def youngest(as_of: dt.date, years: float) -> dt.date:
    """The last birth date with which one is that many full years old on a day.

    >>> youngest(dt.date(2022, 6, 30), 16), youngest(dt.date(2024, 2, 29), 1)
    (datetime.date(2006, 6, 30), datetime.date(2023, 2, 28))
    """
    year = as_of.year - ceil(years)
    if not 1 <= year <= 9999:
        return dt.date.min if year < 1 else dt.date.max
    try:
        return as_of.replace(year=year)
    except ValueError:
        return dt.date(year, 2, 28)


def births(columns: Mapping[str, Values]) -> dict[str, list[dt.date | None]]:
    """CODED and BORN: the birth date in every row's number, and of every row: in its number, else as stated
    (whole days only)."""
    number = columns.get("证件号码") or ()
    stated = columns.get("出生日期") or [None] * len(number)
    found = resident.births_of(number)
    if None not in found:
        return {CODED: found, BORN: found}
    return {CODED: found, BORN: [one or whole_day(day) for one, day in zip(found, stated, strict=True)]}


def contradictions(
    facts: Facts, number: Values, gender: Values, birth: Values, born: Values
) -> Iterator[Hit]:
    """B-R1: the row's gender and birth date against those in the number.

    Each fact is told at the cell that, changed alone, would settle it; where both contradict the number,
    that is the number itself.
    """
    genders = resident.genders_of(number)
    if genders == gender and born == birth:
        return
    for row, (one, told, day, says, real) in enumerate(
        zip(number, gender, birth, genders, born, strict=True)
    ):
        if one is None:
            continue
        if told == says and day == real:
            continue
        wrong_gender = says is not None and told != says and told in ("男", "女")
        wrong_birth = day is not None and real is not None and day != real
        wrong_birth = wrong_birth and not str(real).startswith(str(day))
        if wrong_gender and wrong_birth:
            sentence = f"证件号码里是{says}、{real}生，表里填的是{told}、{day}生"
            yield Hit(row, {"矛盾": sentence, "改法": "证件号码可能是别人的，请核对"}, at="证件号码")
        elif wrong_gender:
            facts_told = {
                "矛盾": f"证件号码第17位表示{says}，性别填的是{told}",
                "改法": f"只改性别为“{says}”即可一致",
            }
            yield Hit(row, facts_told, at="性别", suggestions=(Suggestion(says or "", "与证件号码一致"),))
        elif wrong_birth:
            facts_told = {
                "矛盾": f"证件号码里的出生日期是{real}，表里填的是{day}",
                "改法": f"只改出生日期为 {real} 即可一致",
            }
            yield Hit(row, facts_told, at="出生日期", suggestions=(Suggestion(str(real), "与证件号码一致"),))


def unborn(facts: Facts, number: Values, born: Values) -> Iterator[Hit]:
    """ID-FUTURE: a birth date after 截止日."""
    if born and None not in born and max(born) <= facts.as_of:
        return
    bound = facts.as_of.isoformat().replace("-", "")
    for row, one in enumerate(number):
        if one is not None and len(one) == 18 and one[6:14] > bound and one[0] != "9" and one.isascii():
            yield Hit(row, {"日期": one[6:14], "截止日": facts.as_of})


def same_mobile(facts: Facts, mobile: Values, name: Values) -> Iterator[Hit]:
    """B-R3: one mobile for several persons; told at the second and further ones."""
    most = facts.number("same_mobile_max", 4)
    for rows in _sharing(mobile, name):
        if len(rows) < most:
            yield from (Hit(row, {"人数": len(rows)}, first=rows[0]) for row in rows[1:])


def same_mobile_many(facts: Facts, mobile: Values, name: Values) -> Iterator[Hit]:
    """B-R3-MANY: one mobile for so many that it is the filler's own."""
    most = facts.number("same_mobile_max", 4)
    for rows in _sharing(mobile, name):
        if len(rows) >= most:
            yield from (Hit(row, {"人数": len(rows)}, first=rows[0]) for row in rows[1:])


def _sharing(mobile: Values, name: Values) -> list[list[int]]:
    """Rows of different persons that share a mobile."""
    if len(set(mobile)) == len(mobile):
        return []
    filled = [one for one in mobile if one is not None]
    if len(set(filled)) == len(filled):
        return []
    groups: dict[Any, list[int]] = {}
    for row, one in enumerate(mobile):
        if one is not None and len(one) == 11:
            groups.setdefault(one, []).append(row)
    return [rows for rows in groups.values() if len({name[row] for row in rows}) > 1]


def wrong_document(facts: Facts, number: Values, kind: Values) -> Iterator[Hit]:
    """ID-TYPE: the number does not look like the document the row names."""
    if not (set(kind) - {None, documents.RESIDENT}) and None not in kind and not _foreign(number):
        return
    for row, (one, named) in enumerate(zip(number, kind, strict=True)):
        if one is None or named is None:
            continue
        looks = documents.document_of(one)
        if looks is None or looks == named or named == "其他":
            continue
        if resident.is_resident(one) or not documents.fits(named, one):
            yield Hit(row, {"类型": named, "像": looks}, suggestions=(Suggestion(looks, "号码的样式"),))


def _foreign(number: Values) -> bool:
    """True where any number is no plain resident's one."""
    return any(one is not None and (len(one) != 18 or one[0] in "89") for one in number)


def future(facts: Facts, day: Values) -> Iterator[Hit]:
    """A date after 截止日."""
    bound, text = facts.as_of, facts.as_of.isoformat()
    for row, one in enumerate(day):
        if one is None or (one.__class__ is dt.date and one <= bound):
            continue
        if isinstance(one, dt.date) or (one > text and earliest(one)):
            yield Hit(row, {"日期": one, "截止日": bound})


GENDER = Derivation("性别", ("证件号码",), resident.gender_of, "由证件号码得出")
BIRTH = Derivation("出生日期", ("证件号码",), resident.birth_of, "由证件号码得出")


def _document_type(number: str | None) -> str | None:
    return documents.document_of(number)


DOCUMENT = Derivation("证件类型", ("证件号码",), _document_type, "由证件号码得出")
