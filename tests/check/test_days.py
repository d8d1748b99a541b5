"""Dates that only their row, column or period makes sure; money under a unit line."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from union_xl.ledgers import contest, contract, event, member, task
from union_xl.ledgers.form import Form
from union_xl.model import Settings, period

from .sheets import check, spoiled, told

HALF = Settings(period=period("2022H1"))
D = dt.date


def read(title: str, raw: Any, settings: Settings | None = HALF, **more: Any) -> tuple[Any, list[str]]:
    """What becomes of one date of a member, and the rules told about it."""
    row = spoiled(member.FORM, **{title: raw, "会籍变化日期": None, **more})
    checked = check(member.FORM, [row], settings=settings)
    kept = checked.part.columns[title]
    return (kept[0] if kept else None), [rule for rule, at, _ in told(checked) if at == title]


@pytest.mark.parametrize(
    ("raw", "value", "rule"),
    [
        ("7.10", D(2022, 7, 10), "DATE-YEAR-TAKEN"),
        ("3月20日", D(2022, 3, 20), "DATE-YEAR-TAKEN"),
        ("3/20", D(2022, 3, 20), "DATE-YEAR-TAKEN"),
        ("3月", "2022-03", "DATE-YEAR-TAKEN"),
        ("3月底", "2022-03", "DATE-YEAR-TAKEN"),
        ("3月20日前", D(2022, 3, 20), "DATE-YEAR-TAKEN"),
        (3.25, D(2022, 3, 25), "DATE-YEAR-TAKEN"),
        (3.8, D(2022, 3, 8), "DATE-YEAR-TAKEN"),
        (3.1, "2022-03", "DATE-AMBIGUOUS"),
        (2022.1, "2022", "DATE-AMBIGUOUS"),
        ("2.30", None, "DATE-IMPOSSIBLE"),
        ("13.1", None, "DATE-NO-YEAR"),
    ],
)
def test_a_date_without_year_takes_the_periods_year_and_is_told(raw: Any, value: Any, rule: str) -> None:
    """As text or as a number; a number that may have lost its last 0 keeps what is sure."""
    made, rules = read("入职日期", raw)
    assert made == value and rule in rules


@pytest.mark.parametrize(("form", "title"), [(task.FORM, "截止日期"), (event.FORM, "结束日期")])
def test_what_ends_within_the_year_takes_it_too(form: Form, title: str) -> None:
    """A task's deadline and an event's last day; not the term of a contract, which may end in any year."""
    for one, column in ((form, title), (contract.FORM, "期限结束")):
        row = {own.title: own.example for own in one.columns if own.need == "required"}
        checked = check(one, [row | {column: "12月28日前"}], settings=HALF)
        kept = checked.part.columns[column]
        assert list(kept) == ([D(2022, 12, 28)] if one is form else [])


def test_without_a_period_nobody_knows_the_year() -> None:
    """Then the row waits."""
    assert read("入会日期", "7.10", Settings()) == (None, ["DATE-NO-YEAR"])


def test_a_birthday_never_takes_the_periods_year() -> None:
    """7.10 says nothing about the year of birth."""
    assert read("出生日期", "7.10")[1] == ["DATE-NO-YEAR"]


def test_early_serials_are_days_where_nothing_else_can_be_meant() -> None:
    """Below 20000 in a column of birth dates, or where the id says the same day; nowhere else."""
    made, rules = read("出生日期", 14976, 证件号码="330105194012310017")
    assert (made, rules) == (D(1940, 12, 31), [])
    assert read("入职日期", 14976)[1] == ["DATE-UNREAD"]


def test_an_early_serial_of_any_date_column_is_believed_when_the_id_says_so() -> None:
    """The id of 1940-12-31."""
    made, rules = read("入职日期", 14976, 证件号码="330105194012310017", 出生日期=None)
    assert made == D(1940, 12, 31) and "DATE-UNREAD" not in rules


def test_a_month_without_its_sign_is_no_day_of_1955() -> None:
    """`20223` is asked about, but for a birth date."""
    assert read("入职日期", 20223) == read("入职日期", "20223") == ("2022", ["DATE-AMBIGUOUS"])
    assert read("出生日期", 20223, 证件号码="330105195505140110")[0] == D(1955, 5, 14)


def test_remarks_of_thousands_of_letters_hold_no_row() -> None:
    """Up to what a cell takes; what is cut is told with the limit."""
    checked = check(contest.FORM, [spoiled(contest.FORM, 备注="长" * 4_000)])
    assert checked.part.columns["备注"] == ["长" * 4_000] and told(checked) == []
    checked = check(contest.FORM, [spoiled(contest.FORM, 备注="长" * 40_000)])
    assert [len(text) for text in checked.part.columns["备注"]] == [32_767]
    assert [(one.rule, one.facts["上限"], one.facts["字数"]) for one in checked.findings] == [
        ("TEXT-LONG", 32_767, 40_000)
    ]


def test_a_long_odd_phone_is_kept_whole() -> None:
    """What is only asked about is not cut."""
    text = "白天打办公室电话晚上打家里电话周末打手机" * 4
    checked = check(member.FORM, [spoiled(member.FORM, 手机号码=text)])
    assert checked.part.columns["手机号码"] == [text]
