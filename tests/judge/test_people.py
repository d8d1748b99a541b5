"""The synthetic people and codes."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from tests.corpus.people_of_units import CODE_ALPHABET, People, code_check, id_check


def test_the_standards_own_examples() -> None:
    """Check characters agree with the published vectors, remainder 0 included."""
    assert id_check("11010519491231002") == "X"
    assert id_check("33010519900307201") == "3"
    assert code_check("81330105MC0000012") == "1"
    assert code_check("81330105MC0000434") == "0"
    assert code_check("91350200MA2YJ1XR9") == "G"


@given(st.integers(0, 2**32))
def test_people_are_valid_and_agree_with_their_numbers(seed: int) -> None:
    """Number, birth date and gender of a drawn person never contradict each other."""
    person = People(random.Random(seed)).person()
    assert person.identity[17] == id_check(person.identity[:17])
    assert person.identity[6:14] == f"{person.birth:%Y%m%d}"
    assert (int(person.identity[16]) % 2 == 1) == (person.gender == "男")
    assert len(person.mobile) == 11 and person.mobile[0] == "1"


def test_one_seed_one_people() -> None:
    """The same seed draws the same people, another seed others, and nobody twice."""
    first, again, other = (
        [p.person() for _ in range(50)] for p in (People(random.Random(s)) for s in (5, 5, 6))
    )
    assert first == again
    assert not {p.identity for p in first} & {p.identity for p in other}
    assert len({p.identity for p in first}) == len({p.mobile for p in first}) == 50


@given(st.integers(0, 2**32))
def test_codes_are_valid(seed: int) -> None:
    """Drawn credit codes have the length, the alphabet and the check character."""
    people = People(random.Random(seed))
    for head in ("91", "81", "55"):
        code = people.code(head)
        assert len(code) == 18 and code.startswith(head) and set(code) <= set(CODE_ALPHABET)
        assert code[17] == code_check(code[:17])
