"""Blanks: stamped, small, the same every time, known again by the reader."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.blanks.seeding import headings
from union_xl import blanks, find, ledgers, readers
from union_xl.ledgers.form import Form
from union_xl.model import RunContext, Settings, Source, Unit, UsageError, period
from union_xl.run.blank import office_workbook

SETTINGS = Settings(
    office="元墅街道总工会",
    period=period("2022H1"),
    deadline=dt.date(2022, 7, 5),
    contact="王老师",
    phone="0571-85000000",
)
UNIT = Unit('杭州"和润"科技有限公司', code="91330105MA2YJ1XR9G", contact="李四", phone="13912341234")
EVERY = pytest.mark.parametrize("form", ledgers.BUILT_IN, ids=lambda form: form.slug)


@cache
def issued(form: Form) -> bytes:
    return blanks.blank(form, UNIT, SETTINGS)


@cache
def opened(form: Form) -> Any:
    """Only looked at."""
    return openpyxl.load_workbook(io.BytesIO(issued(form)))


def read(form: Form) -> Any:
    return readers.open_book(Source("b.xlsx", Path("b.xlsx"), issued(form)), RunContext())


@EVERY
def test_the_stamp_is_read_back(form: Form) -> None:
    """Form, version, unit, code and period stand in the workbook as defined names."""
    assert read(form).stamp == {
        "form": form.slug,
        "version": str(form.version),
        "unit": UNIT.name,
        "code": UNIT.code,
        "period": "2022H1",
    }


@EVERY
def test_an_empty_blank_is_found_and_holds_no_row(form: Form) -> None:
    """The reader finds the table, every column bound, the example set aside, nothing left to read."""
    found = find.find_tables(read(form), ledgers.BUILT_IN)
    (table,) = found.tables
    assert table.form == form.slug
    assert table.confirmed
    assert set(table.where) == {column.title for column in form.columns}
    assert table.body == ()
    assert "示例" in table.aside.values()
    assert table.above["单位名称"] == UNIT.name


@EVERY
def test_the_same_blank_has_the_same_bytes_and_is_small(form: Form) -> None:
    """No clock, no random number; well below 60 KB."""
    assert issued(form) == blanks.blank(form, UNIT, SETTINGS)
    assert len(issued(form)) < 60_000


@EVERY
def test_protected_without_password_but_workable(form: Form) -> None:
    """Cells can be filled, formatted, sorted, filtered, rows inserted (so no column to the right edge may be
    locked), notes added; the head is locked."""
    sheet = opened(form).worksheets[0]
    guard = sheet.protection
    assert guard.sheet and guard.password is None
    for allowed in ("formatCells", "insertRows", "deleteRows", "sort", "autoFilter", "objects"):
        assert getattr(guard, allowed) is False, allowed
    head, _ = headings(issued(form))
    assert sheet.cell(head, 2).protection.locked
    columns = sorted(sheet.column_dimensions.values(), key=lambda one: one.min)
    assert [one.min for one in columns] == [1, *(one.max + 1 for one in columns[:-1])]
    assert columns[-1].max == 16_384
    assert not any(one.protection.locked for one in columns)
    assert sheet.freeze_panes is not None
    assert sheet.print_title_rows == f"${head}:${head}"
    assert sheet.page_setup.orientation == "landscape"


def test_digits_are_text_and_lists_drop_down() -> None:
    """ID and mobile columns are text; every code list has a drop-down, the long ones on a hidden sheet."""
    book = opened(ledgers.member.FORM)
    sheet = book.worksheets[0]
    _, where = headings(issued(ledgers.member.FORM))
    for title in ("证件号码", "手机号码"):
        letter = openpyxl.utils.get_column_letter(where[title])
        assert sheet.column_dimensions[letter].number_format == "@"
    listed = {
        str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation if one.type == "list"
    }
    wanted = [column for column in ledgers.member.FORM.columns if column.kind.choices]
    assert len(listed) == len(wanted) + 1  # and the tick of 零报告
    assert book["下拉选项"].sheet_state == "veryHidden"
    names = book.defined_names
    assert all("下拉选项" in names[one].attr_text for one in listed.values() if one != '"√"')


@EVERY
def test_nothing_excel_refuses(form: Form) -> None:
    """Validation formulas and messages within 255 characters, no array constant where Excel forbids one."""
    with zipfile.ZipFile(io.BytesIO(issued(form))) as package:
        assert not any("vba" in name for name in package.namelist())
    sheet = opened(form).worksheets[0]
    for rule in sheet.data_validations.dataValidation:
        assert len(rule.formula1 or "") <= 255
        assert len(rule.prompt or "") <= 255
        assert len(rule.promptTitle or "") <= 32
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            assert "{" not in rule.formula[0]
            assert "!" not in rule.formula[0]
    for row in opened(form)["填表说明"].iter_rows():
        for cell in row:
            assert len(str(cell.value or "")) < 8_000


@EVERY
def test_the_guide_tells_every_column(form: Form) -> None:
    """填表说明 names each column with its need and choices, the deadline and whom to ask."""
    sheet = opened(form)["填表说明"]
    texts = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert {column.title for column in form.columns} <= texts
    assert any("2022年7月5日" in text for text in texts)
    assert any("0571-85000000" in text for text in texts)


def test_a_blank_for_nobody_has_no_unit() -> None:
    """Without a unit the head is empty and the stamp says so."""
    book = readers.open_book(Source("b.xlsx", Path("b"), blanks.blank(ledgers.member.FORM)), RunContext())
    assert book.stamp["unit"] == "" and book.stamp["period"] == ""


def test_an_empty_office_workbook(tmp_path: Path) -> None:
    """`blank 工作台` writes one; one that is there is never written over."""
    made = office_workbook(tmp_path / "新")
    assert openpyxl.load_workbook(made.outputs[0]).sheetnames[:2] == ["设置", "应报单位"]
    with pytest.raises(UsageError):
        office_workbook(tmp_path / "新")
