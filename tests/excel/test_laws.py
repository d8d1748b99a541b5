"""Laws: what is written live is what is written into files; whatever was written can be taken back."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
import openpyxl_engine
import pytest
import xlwings as xw
from excel_desk import Office, look, members
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from union_xl import returns, xlsx_edit
from union_xl.excel.areas import address, areas_of, rectangles
from union_xl.excel.edits import write
from union_xl.excel.sheet_writer import SheetWriter
from union_xl.model import KEEP, AddSheet, Edit, RemoveSheet, RunContext, Source, Style
from union_xl.run.workers import read_return


def test_marks_in_excel_are_marks_in_the_file(excel: Office, tmp_path: Path) -> None:
    """The same cells in the same colours with the same words, and the same list, line for line."""
    path = members(tmp_path / "名单.xlsx", rows=60)
    submission = read_return.safe_submission(Source(path.name, path), RunContext())
    marked = xlsx_edit.apply(path.read_bytes(), returns.marks(submission))
    book = excel.open(path)
    assert excel.press("check", book)
    file = openpyxl.load_workbook(io.BytesIO(marked))
    live, saved = book.impl.wb, file
    for row in saved["会员登记"].iter_rows():
        for cell in row:
            other = live["会员登记"][cell.coordinate]
            assert (other.value, other.fill.fill_type) == (cell.value, cell.fill.fill_type)
            if cell.fill.fill_type:
                assert other.fill.fgColor.rgb[-6:] == cell.fill.fgColor.rgb[-6:]
            said = cell.comment.text if cell.comment else ""
            assert (other.comment.text if other.comment else "") in said or not said
            assert bool(other.comment) == bool(cell.comment)
    for row in saved["问题清单"].iter_rows(max_col=8):
        for cell in row:
            other = live["问题清单"][cell.coordinate].value
            if isinstance(other, str) and other.startswith("=HYPERLINK("):
                other = other.rsplit(',"', 1)[-1].removesuffix('")')
            assert other == cell.value


cells = st.builds(lambda row, col: f"{'ABCDEFGH'[col]}{row}", st.integers(1, 12), st.integers(0, 7))
values = st.one_of(
    st.just(KEEP),
    st.none(),
    st.integers(-(10**6), 10**6),
    st.floats(-1e6, 1e6),
    st.text("01=+-@'甲乙 e.", max_size=8).filter(lambda text: text == text.strip()),
    st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2050, 1, 1)).map(lambda d: d.replace(microsecond=0)),
)
styles = st.one_of(
    st.just(KEEP),
    st.builds(
        Style,
        fill=st.sampled_from(["", "FFC7CE", "FFEB9C", "123456"]),
        bold=st.sampled_from([None, True, False]),
        number_format=st.sampled_from(["", "@", "0.00"]),
        wrap=st.sampled_from([None, True]),
    ),
)
notes = st.sampled_from([KEEP, None, "【工会审核】错误\n请改", "【工会审核】提醒\n请看"])
edits = st.lists(
    st.one_of(
        st.builds(Edit, st.just("甲"), cells, values, styles, notes),
        st.builds(Edit, st.just("乙"), cells, values, styles, notes),
        st.builds(
            lambda texts: AddSheet("单", [Edit("单", f"A{n}", text) for n, text in enumerate(texts, 1)]),
            st.lists(st.text("甲=1'", min_size=1, max_size=4), min_size=1, max_size=4),
        ),
        st.just(RemoveSheet("单")),
    ),
    max_size=12,
)


def opened() -> xw.Book:
    """A workbook with values, formulas, colours and notes of its own."""
    openpyxl_engine.install()
    app = xw.App(impl=openpyxl_engine.engine.apps.add())
    wb = app.books[0].impl.wb
    wb.active.title = "甲"
    other = wb.create_sheet("乙")
    for page in (wb["甲"], other):
        page["A1"], page["B2"], page["C3"] = "标题", "=A1", "001"
        page["D4"], page["E5"] = dt.datetime(2022, 6, 30), -1.5
        page["B2"].fill = PatternFill("solid", fgColor="FF00B0F0")
        page["H12"].comment = Comment("单位写的", "张三")
        page["C3"].number_format = "@"
    return app.books[0]


@settings(deadline=None, max_examples=40)
@given(st.lists(edits, min_size=1, max_size=3))
def test_whatever_was_written_can_be_taken_back(clicks: list[list[Any]]) -> None:
    """After any clicks, undone one by one, the last first: values, formulas, colours, notes and sheets."""
    book = opened()
    seen = []
    done = []
    for click in clicks:
        seen.append(look(book))
        writer = SheetWriter(book)
        last = {(edit.sheet, edit.cell): edit for edit in click if isinstance(edit, Edit)}
        write(writer, [*last.values(), *(edit for edit in click if not isinstance(edit, Edit))])
        done.append(writer.undo)
    for before, undo_calls in zip(reversed(seen), reversed(done), strict=True):
        SheetWriter(book).take_back(undo_calls)
        now = look(book)
        for sheet in ("甲", "乙"):
            assert now[sheet] == before[sheet]
        assert ("单" in now) == ("单" in before)
        if "单" in before:
            assert {c: v[0] for c, v in now["单"].items()} == {c: v[0] for c, v in before["单"].items()}
    book.app.impl.quit()


@settings(deadline=None)
@given(st.sets(st.tuples(st.integers(1, 30), st.integers(1, 30))))
def test_rectangles_cover_exactly_the_cells(wanted: set[tuple[int, int]]) -> None:
    """Nothing twice, nothing beside."""
    found = [
        (row, col)
        for area in rectangles(wanted)
        for row in range(area.top, area.bottom + 1)
        for col in range(area.left, area.right + 1)
    ]
    assert sorted(found) == sorted(wanted)
    assert all(areas_of(address(area)) == [area] for area in rectangles(wanted))


def test_a_copy_of_the_scratch_is_not_left_behind(
    excel: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Temporary copies of a workbook with personal data are gone after the click."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    excel.press("check", excel.open(members(tmp_path / "名单.xlsx")))
    assert list(scratch.glob("union_xl_*")) == []
