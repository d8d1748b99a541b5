"""Lists drawn for every ledger are taken for that ledger, or asked about; never for another.

A small part of `python -m benchmarks recognition`.
"""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.recognition import Drawing, Outcome, judged
from union_xl import ledgers

FORMS = ledgers.known()


@cache
def outcomes() -> tuple[Outcome, ...]:
    return tuple(judged(case, FORMS) for case in Drawing(FORMS, seed=3).cases(each=3))


def of(kind: str) -> list[Outcome]:
    return [one for one in outcomes() if one.case.kind == kind]


def test_no_list_is_taken_for_a_wrong_ledger() -> None:
    """Nor any list of another purpose for a ledger."""
    assert [(one.case.slug, one.taken) for one in outcomes() if one.verdict == "wrong"] == []


@pytest.mark.parametrize(("kind", "least"), [("a", 1.0), ("b", 0.99), ("c", 0.98), ("d", 0.9)])
def test_lists_that_tell_are_taken(kind: str, least: float) -> None:
    """Our blanks, own layouts with a title, lists with telling columns, telling names of files and folders;
    ledgers of equal columns are asked about with both named."""
    cases = [one for one in of(kind) if kind != "c" or not one.case.alike]
    assert sum(one.verdict == "right" for one in cases) >= least * len(cases)
    assert {one.verdict for one in of(kind)} <= {"right", "first"}


def test_lists_that_tell_nothing_are_asked_about() -> None:
    """With the likely ledgers named."""
    assert {one.verdict for one in of("e")} <= {"first", "asked"}
    assert all(len(one.likely) > 1 for one in of("e"))


def test_every_ledger_is_drawn_for() -> None:
    """Of persons, units and matters alike."""
    assert {one.case.slug for one in of("b")} == {form.slug for form in FORMS}
