"""A row that lacks a part of its key beside the row of the same person that has it."""

from __future__ import annotations

import datetime as dt
from itertools import permutations
from typing import Any

import pytest

from tests.merge.returns import document, part, sent
from union_xl import merge
from union_xl.model import RunContext, Settings, period

CONTEXT = RunContext(settings=Settings(), period=period("2022H1"), as_of=dt.date(2022, 6, 30))
UNIT = "杭州甲样板有限公司"


def trip(**more: Any) -> dict[str, Any]:
    return {"单位名称": UNIT, "姓名": "张三", "证件号码": document(1), "批次": "7"} | more


WHOLE = trip(年度=2022, 组织单位="街道")


def merged(*files: list[dict[str, Any]]):
    parts = [part(rows, UNIT, form="recup-person") for rows in files]
    return merge.merge([sent(f"{n}.xlsx", one) for n, one in enumerate(parts)], CONTEXT)


@pytest.mark.parametrize("files", list(permutations([[WHOLE], [trip(年度=2022)], [trip()]])))
def test_a_trip_without_its_year_is_the_trip_with_it(files: tuple[list[dict[str, Any]], ...]) -> None:
    """In any order: one row, the whole one, nothing to decide."""
    ledger = merged(*files)
    (row,) = ledger.frames["recup-person"].to_dict("records")
    assert (row["年度"], row["组织单位"]) == (2022, "街道")
    assert (ledger.conflicts, sum(one.joined for one in ledger.receipts)) == ((), 2)


@pytest.mark.parametrize(
    ("other", "rows", "told"),
    [
        (trip(使用天数=3), 1, 1),  # says something else: the clerk decides
        (trip(批次="8"), 2, 0),  # another trip
        (trip(证件号码=document(2)), 2, 0),  # another person
    ],
)
def test_only_what_contradicts_in_nothing_is_the_same(other: dict[str, Any], rows: int, told: int) -> None:
    """Told where it says something the whole row does not."""
    ledger = merged([WHOLE], [other])
    assert (len(ledger.kept["recup-person"]), len(ledger.conflicts)) == (rows, told)
