"""How blanks print, and blanks for all units at once."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.blanks.test_command import roster, stamp
from union_xl import blanks, ledgers
from union_xl.ledgers.form import RETURNED, Form
from union_xl.model import Unit, UsageError
from union_xl.run.blank import every_blank

EVERY = pytest.mark.parametrize("form", ledgers.BUILT_IN, ids=lambda form: form.slug)
MOST = 900
"""Pixels of a printed page, as `blanks.layout` counts them."""


@EVERY
def test_a_list_prints_on_a4_in_readable_pages(form: Form) -> None:
    """Every column on one page, no page wider than the paper, nothing reduced below 7.7 points; the columns
    that name a row stand on each; the head above the table is on the first and nothing of it on the others;
    below it are lines to write on that fill one page."""
    sheet = openpyxl.load_workbook(io.BytesIO(blanks.blank(form))).worksheets[0]
    plan = blanks.layout(form)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    scale = sheet.page_setup.scale or 100
    assert 74 <= scale <= 100
    breaks = [one.id for one in sheet.col_breaks.brk]
    assert breaks == list(plan.pages.starts)
    widths = [7.0, *(blanks.width_of(column) for column in form.columns)]
    pixels = [int(width * 7 + 5) for width in widths]
    repeated = plan.pages.repeated + 1
    for start, end in zip([0, *breaks], [*breaks, len(pixels)], strict=True):
        shown = sum(pixels[start:end]) + (sum(pixels[:repeated]) if start else 0)
        assert shown * scale / 100 <= MOST
    if breaks:
        assert max(field.last for field in plan.fields) <= breaks[0]
        above = [cell.column for row in sheet[1 : plan.head - 1] for cell in row if cell.value]
        assert min(above) > repeated and max(above) <= breaks[0]
    assert [sheet.cell(sheet.max_row, col).border.bottom.style for col in (1, plan.width)] == ["thin"] * 2
    heights = [sheet.row_dimensions[row].height or 15 for row in range(1, sheet.max_row + 1)]
    assert 400 <= sum(heights) * scale / 100 <= 516


@EVERY
def test_what_each_column_wants_begins_on_a_page_of_its_own(form: Form) -> None:
    """The columns of 填表说明 stand below their headings, and fit across A4."""
    sheet = openpyxl.load_workbook(io.BytesIO(blanks.blank(form)))["填表说明"]
    (row,) = [one.id + 1 for one in sheet.row_breaks.brk]
    assert sheet.cell(row, 1).value == "三、每一列填什么" and sheet.cell(row + 1, 1).value == "列名"
    pixels = sum(int(sheet.column_dimensions[letter].width * 7 + 5) for letter in "ABCDE")
    assert pixels * sheet.page_setup.scale / 100 <= 1_045


def test_many_units_have_the_blanks_they_would_have_alone() -> None:
    """The same cells and stamps, whatever stands in a name; texts XML takes ill as well."""
    form = ledgers.member.FORM
    made = blanks.series(lambda unit: blanks.blank(form, unit))
    units = [
        Unit("杭州甲&乙<公司>", code="91330105MA2YJ1XR0F", contact="张三", phone="13900001234"),
        Unit('杭州"丙"公司'),
        Unit(" 丁_x0041_厂 ", contact="王五"),
    ]
    for unit in [*units, *units]:
        many, alone = (
            openpyxl.load_workbook(io.BytesIO(data)) for data in (made(unit), blanks.blank(form, unit))
        )
        assert [name.attr_text for name in many.defined_names.values()] == [
            name.attr_text for name in alone.defined_names.values()
        ]
        for one, other in zip(many.worksheets, alone.worksheets, strict=True):
            assert [*one.values] == [*other.values]
    assert made(units[0]) == made(units[0])
    assert zipfile.ZipFile(io.BytesIO(made(units[0]))).testzip() is None


def test_all_that_each_unit_owes(tmp_path: Path) -> None:
    """By 应报表, less 免报表, in a folder per unit; a unit that states nothing owes what all owe."""
    outcome = every_blank(tmp_path / "out", roster=roster(tmp_path / "r.xlsx"), period="2022H1")
    got = {path.relative_to(tmp_path / "out").as_posix() for path in outcome.outputs}
    assert got == {
        "杭州甲_科技_有限公司/杭州甲_科技_有限公司-单位台账-2022H1.xlsx",
        "杭州甲_科技_有限公司/杭州甲_科技_有限公司-会员登记-2022H1.xlsx",
        "杭州乙有限公司/杭州乙有限公司-竞赛总表.xlsx",
        "杭州丁有限公司/杭州丁有限公司-会员登记-2022H1.xlsx",
    }
    assert {stamp(path)["unit"] for path in outcome.outputs if "甲" in path.name} == {"杭州甲:科技/有限公司"}
    assert outcome.document()["forms"] == ["unit-register", "member", "contest"]


def test_all_without_a_roster(tmp_path: Path) -> None:
    """One plain blank of each ledger that units return, in folders by group."""
    outcome = every_blank(tmp_path)
    assert len(outcome.advice) == 1
    returned = [form for form in ledgers.BUILT_IN if form.owed in RETURNED]
    assert {
        (path.parent.name, form.slug) for path, form in zip(outcome.outputs, outcome.forms, strict=True)
    } == {(form.group, form.slug) for form in returned}


@pytest.mark.parametrize(
    "arguments", [["blank"], ["blank", "会员登记", "--all"], ["blank", "--all", "--card"]]
)
def test_either_a_form_or_all(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Said in one sentence."""
    from union_xl.cli.commands import run

    assert run(arguments) == UsageError.exit_code
    assert "--all" in "".join(capsys.readouterr())
