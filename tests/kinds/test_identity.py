"""Identity numbers at large: no single slip passes, no valid number is refused, the true one is suggested."""

from __future__ import annotations

import datetime as dt
import random

from benchmarks.checking import adjacent_swaps, faulty_digits, valid_numbers
from union_xl import kinds
from union_xl.check.identity import repairs
from union_xl.findings import RULES
from union_xl.kinds.identity_documents import document_of, fits
from union_xl.kinds.resident_id import are_residents, birth_of, from_15, gender_of, is_resident

TITLES = ("出生日期", "性别")
NUMBERS = valid_numbers(random.Random(7), 400)


def held(number: str) -> bool:
    told = kinds.ID_NUMBER.tidy(number)
    return bool(told.rule) and RULES[told.rule].level == "错误"


def test_valid_numbers_are_taken() -> None:
    """Retired areas and permits of 81, 82, 83 included."""
    assert [number for number in NUMBERS if kinds.ID_NUMBER.tidy(number).rule] == []
    assert {number[:2] for number in NUMBERS} >= {"81", "82", "83"}


def test_every_single_wrong_digit_is_refused() -> None:
    """Each of 18 places, each other digit."""
    assert [bad for number in NUMBERS[:100] for bad in faulty_digits(number) if not held(bad)] == []


def test_a_column_of_numbers_is_judged_as_its_numbers_are() -> None:
    """All at once: true for good numbers only, wherever the bad one stands and whatever is wrong with it."""
    good, rng = NUMBERS[:5], random.Random(5)
    assert are_residents("".join(f"{number}\n" for number in NUMBERS))
    odd = [
        "330105199002290000",
        "33010520000229001",
        "990105199003072013",
        "33010519900307201x",
        "33010519000229100X",
    ]
    odd += [body + check for body in ("33010519000229100", "33010520000229100") for check in "10X98765432"]
    for bad in (*faulty_digits(good[0]), *adjacent_swaps(good[1]), *odd, good[2][:17], good[2] + "1", ""):
        column = [*good, bad]
        rng.shuffle(column)
        assert are_residents("".join(f"{number}\n" for number in column)) == is_resident(bad), bad
    assert not are_residents("")
    assert not are_residents(good[0])


def test_every_adjacent_swap_is_refused() -> None:
    """Two neighbours the other way round."""
    assert [bad for number in NUMBERS for bad in adjacent_swaps(number) if not held(bad)] == []


def test_the_true_number_is_suggested_wherever_the_row_determines_it() -> None:
    """Given birth date and gender of the row, the true one is among the candidates."""
    rng = random.Random(3)
    for number in NUMBERS[:150]:
        bad = rng.choice([*faulty_digits(number), *adjacent_swaps(number)])
        found = [one.value for one in repairs(bad, birth_of(number), gender_of(number), TITLES)]
        assert number in found, (number, bad, found)


def test_a_lost_or_doubled_digit_is_suggested_too() -> None:
    """17 and 19 characters."""
    number = "330105199003072013"
    for bad in (number[:9] + number[10:], number[:4] + number[4] + number[4:]):
        assert number in [one.value for one in repairs(bad, dt.date(1990, 3, 7), "男", TITLES)]


def test_without_birth_and_gender_nothing_is_guessed() -> None:
    """Too many candidates help nobody."""
    assert len(repairs("330105199003072014", None, None, TITLES)) <= 3


def test_what_a_number_says() -> None:
    """Birth, gender and document; other documents say nothing."""
    assert (birth_of("81000019900307201X"), gender_of("E12345678"), birth_of(None)) == (
        dt.date(1990, 3, 7),
        None,
        None,
    )
    assert document_of("830000199201020011") == "港澳台居民居住证"
    assert [document_of(one) for one in ("H12345678", "12345678", "ABC123456789012", "EA1234567", "乱")] == [
        "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "外国人永久居留身份证", "护照", None]  # fmt: skip
    assert from_15("330105900230201") is None and fits("其他", "任何1234")
