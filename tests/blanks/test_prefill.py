"""What a ledger knows of a unit's people stands in its blanks; a row nobody filled further is no entry."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tests.blanks.seeding import headings
from tests.lists import books
from tests.merge.returns import member
from tests.merging.test_clerk import give
from union_xl.ledgers import BUILT_IN, Form
from union_xl.model import Roster, RunContext, Settings, Source, UnionXlError, Unit, UsageError, period
from union_xl.run import blank as command
from union_xl.run import merge
from union_xl.run import prefill as prefilled
from union_xl.run.workers import read_return

A, B = "杭州甲样板有限公司", "杭州乙样板有限公司"
EVERY = {form.slug: form for form in BUILT_IN}
ENROL = next(one for one in EVERY.values() if one.by_title.get("保障年度") and not one.restricted)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("预填")
    give(home / "收", A, [*(member(n, A) for n in range(3)), member(3, A, 会籍变化类型="退会")])
    give(home / "收", B, [member(n, B) for n in range(5, 7)])
    return merge.merge(home / "收", home / "出", period="2022H1", jobs=1).ledger_path


def context_of(*declared: Form) -> RunContext:
    half = period("2022H1")
    return RunContext(
        settings=Settings(period=half), roster=Roster((Unit(A), Unit(B))), period=half, as_of=half.end,
        declared=declared,
    )  # fmt: skip


def test_people_of_the_unit_stand_in_its_blank(ledger: Path, tmp_path: Path) -> None:
    """Only those who are still there, and only the unit's own."""
    known = prefilled.prefill_rows(ledger, ENROL, context_of())
    assert {unit: len(rows) for unit, rows in known.by_unit.items()} == {A: 3, B: 2}
    assert known.of(Unit(A))[0]["证件号码"] == member(0, A)["证件号码"]
    made = command.blank(ENROL.slug, tmp_path, prefill=ledger)
    assert sorted(made.units) == sorted([A, B])  # without a roster every unit the ledger knows
    path = made.outputs[made.units.index(A)]
    page = openpyxl.load_workbook(path).worksheets[0]
    head, where = headings(path.read_bytes())
    assert page.cell(head + 2, where["姓名"]).value == member(0, A)["姓名"]
    assert page.cell(head + 2, where["姓名"]).protection.locked is False
    assert any("没有填的行不算" in str(cell.value) for row in page.iter_rows() for cell in row)


def test_only_ticked_rows_are_entries(ledger: Path, tmp_path: Path) -> None:
    made = command.blank(ENROL.slug, tmp_path, prefill=ledger)
    path = made.outputs[made.units.index(A)]
    head, where = headings(path.read_bytes())
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    book.worksheets[0].cell(head + 3, where["缴费金额"]).value = 88
    book.save(path)
    found = read_return.submission(Source(path.name, path), context_of())
    (part,) = found.parts
    assert part.columns["姓名"] == [member(1, A)["姓名"]] and part.read == 1
    told = [one for one in found.findings if one.rule == "T-PREFILLED"]
    assert [one.facts["行数"] for one in told] == [2]


def test_nothing_comes_from_a_restricted_ledger_or_for_a_form_without_people(
    ledger: Path, tmp_path: Path
) -> None:
    closed = next(one for one in BUILT_IN if one.movement).but(restricted=True)
    with pytest.raises(UsageError):
        prefilled.prefill_rows(ledger, ENROL, context_of(closed))
    with pytest.raises(UsageError):
        command.blank("会员登记", tmp_path, prefill=ledger)
    with pytest.raises(UnionXlError):  # a ledger without people
        prefilled.prefill_rows(books.ledger(tmp_path), ENROL, replace(context_of(), roster=Roster()))


def test_every_form_that_says_so_can_be_prefilled(ledger: Path) -> None:
    """The declared sources exist: each person ledger finds the register of people."""
    people = [
        one for one in EVERY.values() if (title := one.titled("person")) and one.by_title[title].prefill
    ]
    assert len(people) >= 3
    for form in people:
        assert prefilled.prefill_rows(ledger, form, context_of()).by_unit, form.short
