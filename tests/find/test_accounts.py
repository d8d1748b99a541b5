"""Laws: no cell with content is outside the accounts; what formats add, or stands under a merge, is kept."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.find.test_defects import HEAD, found, grid, person
from tests.find.test_what_is_seen import CODE, TITLES, kept, mended, read, told, workbook
from union_xl.model import Area, Raw, Table

_WORDS = (
    "合计",
    "3",
    "填表人：甲",
    "备注：已核",
    "示例",
    "/",
    "无",
    "说明",
    "同上",
    5.0,
    "杭州",
    dt.date(2022, 3, 1),
)
_CELLS = st.one_of(st.none(), st.just(""), st.sampled_from(_WORDS))
_ROWS = st.one_of(
    st.integers(1, 40).map(person),
    st.lists(_CELLS, min_size=1, max_size=len(HEAD) + 2),
    st.tuples(st.integers(1, 40), st.lists(_CELLS, min_size=1, max_size=2)).map(
        lambda one: person(one[0]) + one[1]
    ),
)
_MERGES = st.lists(
    st.tuples(st.integers(2, 12), st.integers(1, 9), st.integers(0, 4), st.integers(0, 2)), max_size=4
)


def outside(table: Table, rows: list[list[Raw]]) -> list[tuple[int, int]]:
    """Cells below the header that are neither in a row read (in a listed column) nor in a row set aside."""
    listed = {one.col for one in table.bindings}
    return [
        (row, col)
        for row, cells in enumerate(rows, 1)
        for col, cell in enumerate(cells, 1)
        if row > table.header[-1] and cell not in (None, "")
        if row not in table.aside and not (row in table.body and col in listed)
    ]


@settings(max_examples=300, deadline=None)
@given(st.lists(_ROWS, min_size=1, max_size=10), _MERGES)
def test_no_cell_with_content_is_outside_the_accounts(
    rows: list[list[Raw]], merges: list[tuple[int, int, int, int]]
) -> None:
    """Whatever stands below a header is read, set aside with a reason, or in a column that is listed."""
    sheet = [list(HEAD), person(41), *rows]
    areas = tuple(Area(top, left, top + down, left + across) for top, left, down, across in merges)
    got = found(grid(sheet, merged=areas))
    rest = min(
        (one.place.row for one in got.findings if one.rule in ("T-REST", "T-LIKE", "T-TIE")), default=99
    )
    for table in got.tables:
        told = any(one.rule == "T-SIDE" for one in (*got.findings, *table.findings))
        missing = [(row, col) for row, col in outside(table, sheet) if row < rest]
        assert not [one for one in missing if not told or one[1] <= len(HEAD)]
        assert not set(table.body) & set(table.aside)
        assert all(table.aside.values())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(("", "GH", "编", "工")),
            st.integers(0, 10),
            st.sampled_from(("", "号", "人", "-A")),
            st.integers(0, 10**9),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_what_a_format_adds_is_kept_and_logged(cells: list[tuple[str, int, str, int]]) -> None:
    """Any prefix, padding and suffix over any number."""

    def write(book: Any, sheet: Any) -> None:
        for row, (prefix, zeros, suffix, value) in enumerate(cells, 1):
            code = (
                (f'"{prefix}"' if prefix else "") + ("0" * zeros or "#") + (f'"{suffix}"' if suffix else "")
            )
            sheet.write(row, CODE, value, book.add_format({"num_format": code}))

    got = read(workbook(write, len(cells)))
    logged = mended(got)
    seen = [f"{prefix}{value:0{max(zeros, 1)}d}{suffix}" for prefix, zeros, suffix, value in cells]
    assert kept(got, "会员编号") == seen
    for row, (text, (_, _, _, value)) in enumerate(zip(seen, cells, strict=True), 2):
        assert (f"H{row}" in logged) is (text != str(value))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(("", "甲地", "乙地")), min_size=2, max_size=8),
    st.integers(2, 9),
    st.integers(1, 7),
)
def test_a_merge_never_replaces_a_value(homes: list[str], top: int, down: int) -> None:
    """Blank cells take what the merge shows, others stay and are asked about where they differ."""
    rows = [[*person(number), None, home] for number, home in enumerate(homes, 1)]
    area = Area(top, 9, min(top + down, len(homes) + 1), 9)
    (table,) = found(grid([TITLES, *rows], merged=(area,) if area.bottom > area.top else ())).tables
    asked = {one.place.row for one in table.questions if one.rule == "CELL-UNDER-MERGE"}
    shown = homes[top - 2] if top - 2 < len(homes) else ""
    for row, home in enumerate(homes, 2):
        covered = area.bottom > area.top and top < row <= area.bottom
        assert (table.grid.at(row, 9) or "") == (home or (shown if covered else ""))
        assert (row in asked) is bool(covered and home and home != shown)


@settings(max_examples=40, deadline=None)
@given(st.dates(dt.date(2015, 1, 1), dt.date(2022, 6, 30)), st.booleans(), st.booleans())
def test_a_serial_counts_from_the_books_own_first_day(day: dt.date, from_1904: bool, formatted: bool) -> None:
    """As a date or as a plain number."""
    first = dt.date(1904, 1, 1) if from_1904 else dt.date(1899, 12, 30)

    def write(book: Any, sheet: Any) -> None:
        style = book.add_format({"num_format": "yyyy-mm-dd" if formatted else "General"})
        sheet.write_number(1, 5, (day - first).days, style)

    got = read(workbook(write, date_1904=from_1904))
    assert kept(got, "入会日期")[0] == day


def test_rows_of_nothing_but_empty_words_are_told() -> None:
    """`/` and 无 in every column: no row, but not silent either."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("会员登记表")
    for row, cells in enumerate([HEAD[1:5], person(1)[1:5], ["/"] * 4, ["无"] * 4]):
        sheet.write_row(row, 0, cells)
    book.close()
    got = read(out.getvalue())
    assert (got.parts[0].read, told(got, "T-BLANK-ROWS")) == (1, [("T-BLANK-ROWS", "3")])
