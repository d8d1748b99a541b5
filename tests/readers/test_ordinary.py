"""What is read in the caller's own process, and what in a contained one."""

from __future__ import annotations

import pytest

from union_xl.readers.read_result import ORDINARY_ROWS, ORDINARY_SHEETS, SheetRecords, ordinary


@pytest.mark.parametrize(
    ("sheets", "answer"),
    [
        ([SheetRecords(bottom=200, right=20)], True),
        ([SheetRecords()] * ORDINARY_SHEETS, True),
        ([SheetRecords()] * (ORDINARY_SHEETS + 1), False),
        ([SheetRecords(bottom=ORDINARY_ROWS + 1, right=1)], False),
        ([SheetRecords(bottom=1_000, right=16_000)], False),
        ([SheetRecords(odd=True)], False),
    ],
)
def test_few_small_sheets_without_oddities_are_ordinary(sheets: list[SheetRecords], answer: bool) -> None:
    """Many sheets, long or wide ones, and odd ones go to the contained worker."""
    assert ordinary(sheets) is answer
