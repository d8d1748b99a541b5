"""The kept rows of a form: columns, cells, keys and places say the same."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.merge.returns import member, part, sent
from union_xl import merge
from union_xl.model import Ledger, RunContext, Settings, period
from union_xl.model import rows as source

CONTEXT = RunContext(settings=Settings(), period=period("2022H1"), as_of=dt.date(2022, 6, 30))
BORN = st.one_of(st.none(), st.dates(dt.date(1950, 1, 1), dt.date(2004, 1, 1)))
ROW = st.tuples(
    st.integers(0, 12), BORN, st.sampled_from([None, "大学本科", "普通高中"]), st.booleans(), st.booleans()
)
FILES = st.lists(st.lists(ROW, min_size=1, max_size=9), min_size=1, max_size=4)


def ledger_of(files) -> Ledger:
    """Few people, so that many stand twice, some under another unit than their file's."""
    made = []
    for number, rows in enumerate(files):
        unit = f"杭州{'甲乙丙丁'[number]}样板有限公司"
        people = [
            member(
                who,
                "杭州丙样板有限公司" if elsewhere else unit,
                出生日期=born,
                学历=school,
                会籍变化日期=dt.date(2022, 1 + number, 1 + who),
            )
            for who, born, school, elsewhere, _ in rows
        ]
        pending = frozenset(n for n, (*_, doubt) in enumerate(rows) if doubt)
        made.append(sent(f"{unit}.xlsx", part(people, unit, pending=pending)))
    return merge.merge(made, CONTEXT)


@settings(max_examples=60, deadline=None)
@given(FILES, st.integers(1, 5))
def test_columns_are_their_cells(files, step) -> None:
    """Whatever falls out as a repeat or stands under another unit: in pieces, one by one and counted."""
    kept = ledger_of(files).kept["member"]
    for title in kept.titles:
        column = kept.column(title)
        pieces = [kept.cells(title, at, min(at + step, len(kept))) for at in range(0, len(kept), step)]
        assert [cell for piece in pieces for cell in piece] == column
        assert [kept.cell(title, row) for row in range(len(kept))] == column
        assert kept.tally(title) == Counter(column)
    stands = list(
        zip(*(kept.column(title) for title in (source.FILE, source.SHEET, source.ROW)), strict=True)
    )
    assert kept.places({book for book, *_ in stands}) == {place: row for row, place in enumerate(stands)}


@settings(max_examples=40, deadline=None)
@given(FILES)
def test_rows_have_their_own_keys(files) -> None:
    """What the next run knows of a unit are the keys of its kept rows."""
    kept = ledger_of(files).kept["member"]
    keys = kept.keys()
    assert [str(key).rpartition("\x1d")[2] for key in keys] == kept.column("证件号码")
