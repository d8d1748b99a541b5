"""The stand-in for Excel is honest: what it does not model raises, protection holds, calls are counted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from excel_desk import Office, members
from openpyxl_engine import BusyError, ProtectedError


@pytest.mark.parametrize(
    "reach",
    [
        lambda book: book.sheets[0].charts,
        lambda book: book.sheets[0].shapes,
        lambda book: book.sheets[0]["A1"].merge(),
        lambda book: book.sheets[0]["A1"].current_region,
        lambda book: book.sheets[0]["A1"].comment,
        lambda book: book.sheets[0]["A1"].font.italic,
        lambda book: book.sheets[0]["A1"].hyperlink,
        lambda book: setattr(book.sheets[0]["A1"].api, "VerticalAlignment", 1),
        lambda book: book.app.calculate(),
    ],
)
def test_what_is_not_modelled_raises(excel: Office, tmp_path: Path, reach: Any) -> None:
    """A handler that begins to use more of Excel is noticed at once."""
    book = excel.open(members(tmp_path / "a.xlsx", rows=3))
    with pytest.raises(NotImplementedError):
        reach(book)


def test_protection_holds(excel: Office, tmp_path: Path) -> None:
    """Values, looks, notes and rows of a protected sheet; sheets of a protected workbook."""
    book = excel.open(members(tmp_path / "a.xlsx", rows=3))
    sheet = book.sheets[0]
    page = book.impl.wb.active
    page.protection.sheet = True
    page.protection.objects = True
    for act in (
        lambda: setattr(sheet["A5"], "value", 1),
        lambda: setattr(sheet["A5"], "color", "#FF0000"),
        lambda: setattr(sheet["A5:B6"].font, "bold", True),
        lambda: sheet["A5"].add_note("x"),
        lambda: sheet.range("5:6").insert("down"),
    ):
        with pytest.raises(ProtectedError):
            act()
    book.impl.wb.security.lockStructure = True
    with pytest.raises(ProtectedError):
        book.sheets.add("新")
    with pytest.raises(ProtectedError):
        sheet.delete()


def test_calls_are_counted_and_busy_refuses(excel: Office, tmp_path: Path) -> None:
    """A block is one call, two cells are two; while busy every call is refused."""
    sheet = excel.open(members(tmp_path / "a.xlsx", rows=3)).sheets[0]
    excel.app.impl.calls.clear()
    assert sheet["A1:Q6"].value and sheet["A1"].value
    sheet["T1:U2"].value = [[1, 2], [3, 4]]
    assert excel.calls == {"read": 2, "write": 1}
    excel.app.impl.busy = 1
    with pytest.raises(BusyError):
        _ = sheet["A1"].value
    assert sheet["T1:U2"].value == [[1, 2], [3, 4]]


def test_typing_is_interpreted_as_excel_does(excel: Office, tmp_path: Path) -> None:
    """`001` becomes 1 unless quoted or the cell is text; an error value is None unless asked for."""
    sheet = excel.open(members(tmp_path / "a.xlsx", rows=3)).sheets[0]
    sheet["T1"].value = "001"
    sheet["T2"].value = "'001"
    sheet["T3"].number_format = "@"
    sheet["T3"].value = "001"
    sheet["T4"].value = "#N/A"
    assert sheet["T1:T3"].value == [1, "001", "001"]
    assert sheet["T4"].value is None and sheet["T4"].options(err_to_str=True).value == "#N/A"
