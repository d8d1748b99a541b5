"""Ledgers as plain columns: what is taken of any cell, one row alone, and only the columns asked for."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.ledgers import ledger
from union_xl import ledgers
from union_xl.expressions import LedgerTables
from union_xl.expressions.load_columns import number, text, whole_day
from union_xl.figures import Evaluator, Library, columns_read, fed_by
from union_xl.ledgers.shapes import shape_of
from union_xl.model import period
from union_xl.model.rows import Rows

HALF = period("2022H1")


def messy(frames: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The frames with what clerks type: texts among numbers, numbers among texts, partial days."""
    made = {slug: frame.copy() for slug, frame in frames.items()}
    units, members = made["unit-register"], made["member"]
    for at, value in enumerate([" 12 ", "约30", 12.5, "1_000", "", None, True, dt.date(2022, 1, 1), "1e2"]):
        units.loc[at, "职工总数"] = value
    for at, value in enumerate(["2022-05", "2022", "2022-02-30", "", dt.datetime(2022, 3, 1, 8), 44600, "?"]):
        members.loc[at, "入会日期"] = value
        units.loc[at, "建会日期"] = value
    for at, value in enumerate([3, 3.5, 4.0, dt.date(2022, 1, 2), "", "\x1f", "a\x1fb", dt.time(8)]):
        members.loc[at, "工种"] = value
        units.loc[at, "所属社区"] = value
    members.loc[3, "单位名称"] = None
    return made


def test_a_row_asked_alone_feeds_what_it_feeds_among_all(library: Library) -> None:
    """The figures fed by rows, asked alone as trace asks them."""
    rows = {slug: Rows.of(frame) for slug, frame in messy(ledger(400, 25, seed=4)).items()}
    whole = Evaluator(rows, library, HALF, HALF.end)
    for form in (one for one in ledgers.BUILT_IN if one.slug in rows):
        narrow = library.of_ledger(form.short)
        for at in (0, 5, len(rows[form.slug]) - 1):
            alone = Evaluator(rows, narrow, HALF, HALF.end, single=(form.slug, at))
            assert fed_by(alone, form.slug, at) == fed_by(whole, form.slug, at)


cells = st.one_of(
    st.none(),
    st.text("甲乙 ,0123456789-./eE+\x1f\"'\\", max_size=10),
    st.integers(-(10**6), 10**6),
    st.floats(allow_nan=False, width=32),
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
    st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2100, 1, 1)),
    st.sampled_from(["2022-05", "2022-05-01", "", " 7 ", "1e3", "inf"]),
)


@pytest.mark.parametrize(("title", "taken"), [("姓名", text), ("出生日期", whole_day), ("来源行", number)])
@settings(deadline=None, max_examples=40)
@given(values=st.lists(cells, max_size=30))
def test_any_cells_are_taken_as_their_column_says(title: str, taken: Any, values: list[Any]) -> None:
    """A text, a date and a number column of anything: each cell as the language takes one of its kind."""
    data = LedgerTables([shape_of(ledgers.member.FORM)])
    data.load({"会员登记": Rows({title: values})}, {"会员登记": [title]})
    found = data.connection.execute(f'SELECT "{title}" FROM "_会员登记" ORDER BY 行号').fetchall()
    data.connection.close()
    assert [cell for (cell,) in found] == [None if one in (None, "") else taken(one) for one in values]


def test_only_the_columns_asked_for_are_read(library: Library) -> None:
    """A figure of members looks at no other column than those its conditions name."""
    frame = ledger(50, 5)["member"]
    asked: set[str] = set()

    class Watched(dict[str, Any]):
        def __getitem__(self, title: str) -> Any:
            asked.add(title)
            return super().__getitem__(title)

    narrow = library.only("期末会员数").grouped_by([])
    rows = Rows(Watched({title: frame[title].tolist() for title in frame.columns}))
    Evaluator({"member": rows}, narrow, HALF, HALF.end).figures()
    assert asked <= columns_read(narrow, ledgers.BUILT_IN)["member"] - {"姓名"}
