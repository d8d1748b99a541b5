"""Whatever stands on a sheet, and wherever its merges reach, it is found or told: nothing is raised."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.find.test_defects import HEAD, PEOPLE, only
from union_xl.model import Area, Book, Grid, Roster, RunContext, Unit
from union_xl.run.workers.read_return import of_book

TEXTS = (
    *HEAD, "单位名称", "竞赛名称", "参赛项目", "统一社会信用代码", "职工总数", "代表队：甲", "单位名称：乙厂",
    "单位名称：", "合计", "填表人：", "零报告", "男", "女", "√", "张三", "李四", "330105199001011234", "是",
    "139000000011", "会员登记表", "目录", " ", "家庭成员", "",
)  # fmt: skip
CELLS = st.one_of(st.none(), st.sampled_from(TEXTS), st.integers(-5, 60_000), st.floats(0, 3))
ROWS = st.lists(st.lists(CELLS, max_size=9), max_size=9)
AREAS = st.builds(
    lambda top, left, down, across: Area(top, left, top + down, left + across),
    st.integers(1, 12), st.integers(1, 12), st.sampled_from((0, 1, 2, 3, 40, 1_048_575)),
    st.sampled_from((0, 1, 2, 8, 16_383)),
)  # fmt: skip
CONTEXT = RunContext(roster=Roster((Unit("乙厂"), Unit("甲"))))


def book(*grids: Grid) -> Book:
    return Book("夹/乙厂.xlsx", "0" * 64, "xlsx", grids)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(ROWS, st.lists(AREAS, max_size=5), st.booleans()), min_size=1, max_size=3))
def test_any_sheets_with_any_merges_are_read_without_stumbling(drawn: list[Any]) -> None:
    """Rows read are kept, joined or held."""
    grids = []
    for number, (rows, areas, headed) in enumerate(drawn):
        cells = [list(HEAD), *rows] if headed else rows
        grids.append(Grid("夹/乙厂.xlsx", f"表{number}", cells, merged=tuple(areas)))
    for part in of_book(book(*grids), CONTEXT).parts:
        assert part.read == part.kept + len(part.joined) + len(part.held)


@pytest.mark.parametrize("down", [1, 2])
@pytest.mark.parametrize("people", [0, 1, 5])
def test_a_header_merged_below_the_last_row_is_a_header(down: int, people: int) -> None:
    """The rows the merge reaches over are not there, or hold nothing."""
    merged = tuple(Area(1, col, 1 + down, col) for col in range(1, len(HEAD) + 1))
    blank = [[None] * len(HEAD)] * down if people else []
    table = only(Grid("a.xlsx", "会员登记表", [list(HEAD), *blank, *PEOPLE[:people]], merged=merged))
    assert (table.form, len(table.body)) == ("member", people)


def test_a_blank_whose_header_is_merged_past_its_end_holds_no_data_and_costs_no_other_sheet() -> None:
    """T-EMPTY by itself; beside a filled sheet all people are kept."""
    merged = tuple(Area(1, col, 2, col) for col in range(1, len(HEAD) + 1))
    empty = Grid("a.xlsx", "退会人员", [list(HEAD)], merged=merged)
    full = Grid("a.xlsx", "会员登记", [list(HEAD), *PEOPLE])
    assert of_book(book(empty), RunContext()).reason == "T-EMPTY"
    assert of_book(book(full, empty), RunContext()).parts[0].read == len(PEOPLE)
