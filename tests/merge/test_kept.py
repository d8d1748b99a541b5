"""The kept rows of a form: what is counted and drawn without looking at every cell is what the cells say."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.merge.returns import member, part, sent
from union_xl import ledgerbook, merge
from union_xl.core import Context, Ledger, Settings, period
from union_xl.flow.drawing import with_rows_drawn
from union_xl.flow.packing import pack, unpacked_submission
from union_xl.package import rowxml

CONTEXT = Context(settings=Settings(), period=period("2022H1"), as_of=dt.date(2022, 6, 30))
BORN = st.one_of(st.none(), st.dates(dt.date(1950, 1, 1), dt.date(2004, 1, 1)))
ROW = st.tuples(
    st.integers(0, 12), BORN, st.sampled_from([None, "大学本科", "普通高中"]), st.booleans(), st.booleans()
)
FILES = st.lists(st.lists(ROW, min_size=1, max_size=9), min_size=1, max_size=4)


@pytest.fixture(autouse=True, scope="module")
def small_pieces() -> Iterator[None]:
    """Files of a few rows are drawn in several pieces, as those of hundreds are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rowxml, "PIECE", 3)
        yield


def ledger_of(files, drawn: bool = True) -> Ledger:
    """Few people, so that many stand twice, some under another unit than their file's; every file read, drawn
    and packed as a worker does it."""
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
        one = sent(f"{unit}.xlsx", part(people, unit, pending=pending))
        made.append(unpacked_submission(pack(with_rows_drawn(one, CONTEXT))) if drawn else one)
    return merge.merge(made, CONTEXT)


@settings(max_examples=60, deadline=None)
@given(FILES)
def test_values_are_counted_as_the_cells_say(files) -> None:
    """Whatever falls out as a repeat, and however a column is packed."""
    kept = ledger_of(files).kept["member"]
    for title in kept.titles:
        assert kept.tally(title) == Counter(kept.column(title))


@settings(max_examples=40, deadline=None)
@given(FILES)
def test_names_of_units_are_those_of_their_rows(files) -> None:
    """What the next run knows of a unit are the names of its kept rows."""
    kept = ledger_of(files).kept["member"]
    found = sorted(name for _, names in kept.named("单位名称") for name in str(names, "utf-8").split("\x1f"))
    assert [name.rpartition("\x1d")[2] for name in found] == sorted(kept.column("证件号码"))


def sheets(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as book:
        assert book.testzip() is None
        return {name: book.read(name) for name in book.namelist()}


TURNED = [[(who, None, None, who > 2, False) for who in range(6)]]
"""A file whose second half stands before its first in the ledger."""


@settings(max_examples=25, deadline=None)
@example(TURNED, TURNED)
@given(FILES, FILES)
def test_rows_drawn_before_are_rows_drawn_now(tmp_path_factory, before, after) -> None:
    """A ledger of rows drawn where files were read, or remembered from the last run, is the ledger written
    from the cells."""
    folder = tmp_path_factory.mktemp("drawn")
    drawings = ledgerbook.Drawings()
    ledgerbook.write(ledger_of(before), folder / "a.xlsx", CONTEXT, drawings=drawings)
    remembered = ledgerbook.Drawings(drawings.used)
    for files in (before, after, [*before[:2], *after[:2]]):
        ledgerbook.write(ledger_of(files), folder / "b.xlsx", CONTEXT, drawings=remembered)
        ledgerbook.write(ledger_of(files, drawn=False), folder / "c.xlsx", CONTEXT)
        assert sheets(folder / "b.xlsx") == sheets(folder / "c.xlsx")
