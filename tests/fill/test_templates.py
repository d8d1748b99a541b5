"""Whole templates: only the parts concerned change, and LibreOffice recalculates the expected numbers."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.fill.templates import BLOCKS, LIST, VALUES, Template
from tests.libreoffice import convert, results
from tests.xlsx_edit.makers import changed_parts, parts_of
from union_xl import fill, xlsx_edit

own = [one for one in LIST if not one.by_libreoffice]


def filled(data: bytes, template: Template) -> bytes:
    plan = fill.plan(xlsx_edit.layout(data), VALUES, BLOCKS, template.tags)
    plan.refuse()
    return xlsx_edit.apply(data, plan.edits, results=True)


@pytest.mark.parametrize("template", own, ids=lambda one: one.name)
def test_only_the_intended_parts_change(template: Template) -> None:
    """A diff of the package's parts shows those the filling concerns, exactly."""
    data = template.build()
    assert changed_parts(data, filled(data, template)) == template.changed


@pytest.mark.parametrize("template", own, ids=lambda one: one.name)
def test_no_tag_is_left_and_filling_again_finds_nothing(template: Template) -> None:
    """The filled template holds no tag but those that were data."""
    data = filled(template.build(), template)
    left = [
        value
        for sheet in xlsx_edit.layout(data).sheets
        for value in sheet.cells.values()
        if isinstance(value, str) and "{{" in value
    ]
    assert set(left) <= {"{{会员数}}"}


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Path, Path, Path]]:
    """Every filled template, recalculated and rendered by LibreOffice: name -> (xlsx, pdf, as filled)."""
    root = tmp_path_factory.mktemp("templates")
    raw = root / "raw"
    raw.mkdir()
    for one in LIST:
        if one.by_libreoffice:
            (raw / f"{one.name}.xlsx").write_bytes(one.build())
    made = convert(sorted(raw.iterdir()), "xlsx", root / "made")
    done = root / "done"
    done.mkdir()
    for one in LIST:
        data = made[one.name].read_bytes() if one.by_libreoffice else one.build()
        (done / f"{one.name}.{one.suffix}").write_bytes(filled(data, one))
    files = sorted(done.iterdir())
    counted = convert(files, "xlsx", root / "counted")
    printed = convert(files, "pdf", root / "printed")
    files_of = {one.name: done / f"{one.name}.{one.suffix}" for one in LIST}
    return {name: (counted[name], printed[name], file) for name, file in files_of.items()}


@pytest.mark.office
@pytest.mark.parametrize("template", LIST, ids=lambda one: one.name)
def test_libreoffice_recalculates_to_the_expected_numbers(
    template: Template, judged: Mapping[str, tuple[Path, Path, Path]]
) -> None:
    """Opened elsewhere, sums stretch, copies point at their own row, text is text."""
    book = results(judged[template.name][0])
    seen: dict[str, Any] = {}
    for place in template.expected:
        sheet, _, cell = place.rpartition("!")
        seen[place] = book[sheet][cell].value
    assert seen == {
        place: pytest.approx(one) if isinstance(one, float) else one
        for place, one in template.expected.items()
    }


@pytest.mark.office
@pytest.mark.parametrize("template", LIST, ids=lambda one: one.name)
def test_saved_results_are_those_libreoffice_works_out(
    template: Template, judged: Mapping[str, tuple[Path, Path, Path]]
) -> None:
    """What a view shows that works nothing out is what Excel will show.  None is saved of errors, of columns
    of tables by name and in Strict files, which the engine does not know."""
    counted, _, file = judged[template.name]
    theirs = results(counted)
    for sheet in xlsx_edit.layout(file.read_bytes()).sheets:
        for (row, col), text in sheet.formulas.items():
            there, here = theirs[sheet.name].cell(row, col).value, sheet.cells.get((row, col))
            if here is None:
                assert str(there).startswith("#") or "[" in text or template.name.startswith("strict"), text
            else:
                assert here == (pytest.approx(there) if isinstance(there, float) else there), text


@pytest.mark.office
@pytest.mark.parametrize("template", LIST, ids=lambda one: one.name)
def test_libreoffice_renders(template: Template, judged: Mapping[str, tuple[Path, Path, Path]]) -> None:
    """The filled template prints to a PDF with content."""
    assert judged[template.name][1].read_bytes().startswith(b"%PDF")


def test_openpyxl_would_lose_what_we_keep() -> None:
    """Loading and saving with openpyxl drops the text box, the button and the sparkline; we keep all."""
    template = next(one for one in LIST if one.name == "with_shapes")
    data = template.build()
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), keep_vba=True)
        book.save(out)
        book.vba_archive.close()  # openpyxl leaves it open: whatever test runs next would be blamed for it
    ours, theirs = parts_of(filled(data, template)), parts_of(out.getvalue())
    assert "文本框里的字".encode() in ours["xl/drawings/drawing1.xml"]
    assert b"sparkline" in ours["xl/worksheets/sheet2.xml"]
    assert "文本框里的字".encode() not in b"".join(theirs.values())
    assert not any(b"sparkline" in one for one in theirs.values())
