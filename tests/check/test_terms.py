"""A span of days written in one cell gives its first and last day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from union_xl.ledgers import contract, recup_batch

from .sheets import ABSENT, check, told

GOOD: dict[str, Any] = {
    column.title: column.example or ABSENT for column in contract.FORM.columns if column.title != "备注"
}
D = dt.date


@pytest.mark.parametrize(
    ("term", "first", "last"),
    [
        ("2022.5.1—2025.4.30", D(2022, 5, 1), D(2025, 4, 30)),
        ("2022年5月1日至2025年4月30日", D(2022, 5, 1), D(2025, 4, 30)),
        ("2022.5-2025.4", "2022-05", "2025-04"),
        ("三年", None, None),
        ("2022年5月起", None, None),
    ],
)
def test_a_term_gives_both_days(term: str, first: Any, last: Any) -> None:
    checked = check(contract.FORM, [GOOD | {"合同期限": term, "期限开始": None, "期限结束": None}])
    assert [checked.part.columns[title] for title in ("期限开始", "期限结束")] == [[first], [last]]


def test_days_that_stand_there_are_kept() -> None:
    checked = check(contract.FORM, [GOOD | {"合同期限": "2022.5.1—2023.4.30"}])
    assert checked.part.columns["期限结束"] == [D(2025, 5, 9)]


def test_without_the_term_the_days_are_asked_for() -> None:
    """A blank that would be derived is told where its source may be blank too."""
    checked = check(contract.FORM, [GOOD | {"合同期限": None, "期限开始": None, "期限结束": None}])
    assert {title for rule, title, _ in told(checked) if rule == "BLANK-EXPECTED"} == {"期限开始", "期限结束"}


@pytest.mark.parametrize("span", ["6月13日—17日", "6.13-6.17", "6月13日至6月17日", "2022.6.13－6.17"])
def test_a_trip_takes_the_year_from_its_own_column(span: str) -> None:
    trip = {"年度": 2022, "组织单位": "街道", "批次": 1, "起止时间": span, "天数": 5}
    checked = check(recup_batch.FORM, [trip | {"备注": ABSENT, "开始日期": None, "结束日期": None}])
    assert [checked.part.columns[title] for title in ("开始日期", "结束日期")] == [
        [D(2022, 6, 13)],
        [D(2022, 6, 17)],
    ]
