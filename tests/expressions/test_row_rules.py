"""The rules of one ledger over many rows: one statement, the same verdicts as rule by rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.expressions.conftest import SHAPE
from union_xl.expressions import (
    ExpressionParser,
    LedgerTables,
    RowRule,
    RowRules,
    broken_rows,
    constants,
    quoted,
)
from union_xl.model import period
from union_xl.model.rows import Rows

HALF = period("2022H1")
SHARED = constants({}, {}, HALF, HALF.end)
TEXTS = (
    "金额 >= 0",
    "出生日期 <= 截止日",
    "年份 between 1990 and 2100",
    "证件性别 = '男' or 证件性别 is null",
    "length(姓名) < 4 and 联系人 is not null",
    "金额 <= 建会人数线",
)


def rules(*texts: str) -> RowRules:
    data = LedgerTables([SHAPE], SHARED)
    reader = ExpressionParser(data.connection, data.names)
    found = [reader.condition(text, "甲台账") for text in texts]
    used = frozenset(name for one in found for name in one.uses["甲台账"])
    return RowRules(SHAPE, tuple(RowRule(one.sql) for one in found), used)


def failing(asked: RowRules, columns: Mapping[str, Sequence[Any]], count: int) -> list[list[int] | None]:
    """The rows that break each rule."""
    return [None if one is None else [*one] for one in broken_rows(asked, columns, count, SHARED)]


def test_rows_for_which_a_rule_is_false() -> None:
    """Null says nothing; a month counts as its first day; full width, quotes and odd signs do no harm."""
    columns = {
        "姓名": ["赵'一", "钱\x1f二", "\ud800孙三丁", None],
        "金额": [-1, None, "约3", 26],
        "出生日期": ["2022-07", dt.date(2022, 6, 30), "2022", None],
        "联系人": ["甲", "乙", "丙", None],
    }
    found = failing(rules(*TEXTS), columns, 4)
    assert found == [[0], [0], [], [], [2, 3], [3]]


def test_a_rule_that_cannot_be_worked_out_is_told_and_the_others_run() -> None:
    """A cast that fails on the data is that rule's own fault."""
    both = rules("cast(姓名 as integer) > 0", "金额 >= 0")
    found = failing(both, {"姓名": ["赵一", "7"], "金额": [-1, 1]}, 2)
    assert found == [None, [0]]


def test_the_connection_and_the_statement_are_kept() -> None:
    """A second file costs no new database."""
    from union_xl.expressions import row_rules

    one = rules(*TEXTS)
    failing(one, {"金额": [1]}, 1)
    before = row_rules._session.cache_info().misses
    for _ in range(5):
        failing(one, {"金额": [-1]}, 1)
    assert row_rules._session.cache_info().misses == before


cells = st.one_of(
    st.none(),
    st.text("甲乙 '0123456789-.\x1f", max_size=8),
    st.integers(-100, 3000),
    st.floats(-100, 3000, allow_nan=False),
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(SHAPE.types, cells)), min_size=1, max_size=12))
def test_one_file_and_the_whole_ledger_say_the_same(lines: list[dict[str, Any]]) -> None:
    """Law: the same words give the same verdict in `check` and over a loaded ledger."""
    columns = {title: [line[title] for line in lines] for title in SHAPE.types}
    asked = rules(*TEXTS)
    data = LedgerTables([SHAPE], SHARED)
    whole = Rows(columns)
    data.load({"甲台账": whole}, {"甲台账": asked.used})
    expected = []
    for one in asked.rules:
        text = f"SELECT 行号 - 1 FROM {quoted('甲台账')} WHERE NOT CAST({one.holds} AS BOOLEAN) ORDER BY 1"
        expected.append([row[0] for row in data.connection.execute(text).fetchall()])
    assert failing(asked, columns, len(lines)) == expected


def test_a_long_ledger_is_asked_in_pieces() -> None:
    """Rows keep their numbers over the pieces' bounds."""
    from union_xl.expressions.row_rules import CHUNK

    amounts = [1] * (CHUNK + 3)
    amounts[CHUNK - 1] = amounts[CHUNK] = amounts[CHUNK + 2] = -1
    found = failing(rules("金额 >= 0"), {"金额": amounts}, len(amounts))
    assert found == [[CHUNK - 1, CHUNK, CHUNK + 2]]


def test_facts_are_worked_out_for_broken_rows_alone() -> None:
    """What could not be worked out elsewhere does no harm; each rule has its own."""
    data = LedgerTables([SHAPE], SHARED)
    reader = ExpressionParser(data.connection, data.names)
    holds, fact = (
        reader.condition(text, "甲台账").sql for text in ("金额 >= 0", "cast(姓名 as integer) + 1")
    )
    asked = RowRules(SHAPE, (RowRule(holds, {"下": fact}), RowRule(holds)), frozenset(("金额", "姓名")))
    found = broken_rows(asked, {"姓名": ["赵一", "7"], "金额": [1, -1]}, 2, SHARED)
    assert found == [{1: {"下": 8}}, {1: {}}]
