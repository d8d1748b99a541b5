"""Every clause of a real paper is counted, comes from the settings, or is left out: nothing is made up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.summary.clauses import CLAUSES, COUNTED, LEFT_OUT, SAID, Clause, read, verdicts
from tests.summary.test_summary import HALF, NAMES, every, nothing, template
from union_xl import summary
from union_xl.model import Figure

__all__ = ["every", "template"]
SETTINGS = {name: f"{name}的内容" for one in CLAUSES for name in one.settings} | {
    "填报单位": "墅桥街道总工会"
}


def paper(template: bytes, figures: list[Figure], names: dict[str, str]) -> dict[str, str]:
    """{token: how the paper has it}."""
    done = summary.render(template, figures, NAMES | names, when=HALF, as_of=HALF.end)
    text, bound = read(done.data)
    return {clause.token: how for clause, how in verdicts(text, bound, SETTINGS)}


def test_with_all_ledgers_each_is_counted_or_said(template: bytes, every: list[Figure]) -> None:
    got = paper(template, every, {**SETTINGS, "上半年字数": "9999"})
    assert len(got) == 30 and LEFT_OUT not in got.values()
    assert all(got[one.token] == COUNTED for one in CLAUSES if one.codes)


def test_with_nothing_but_settings_only_they_speak(template: bytes, every: list[Figure]) -> None:
    got = paper(template, nothing(every), SETTINGS)
    assert COUNTED not in got.values()
    said = {one.token for one in CLAUSES if one.words or one.settings} - {"T5", "T13", "T30"}
    # The date belongs to figures, the theme to a site; where nothing was published the sentence is 宣传情况.
    assert {token for token, how in got.items() if how == SAID} >= said


def test_with_nothing_at_all_nothing_is_claimed(template: bytes, every: list[Figure]) -> None:
    got = paper(template, nothing(every), {})
    assert {token for token, how in got.items() if how != LEFT_OUT} == {"T1", "T2"}


@pytest.mark.parametrize("clause", [one for one in CLAUSES if one.codes], ids=lambda one: one.token)
def test_each_stands_on_its_own_ledgers(template: bytes, every: list[Figure], clause: Clause) -> None:
    """Only its own figures are there: it is said; none but the clauses of the same figures are."""
    values = {one.code: one.value for one in every}
    alone = [
        replace(one, value=values[one.code] if one.code in clause.codes else one.value)
        for one in nothing(every)
    ]
    got = paper(template, alone, {})
    assert got[clause.token] == COUNTED
    others = {one.token for one in CLAUSES if not {*one.codes} & {*clause.codes}}
    assert not {token for token in others if got[token] == COUNTED}
