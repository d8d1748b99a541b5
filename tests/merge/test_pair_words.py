"""How the sentence about a pair says where it came from."""

from __future__ import annotations

import datetime as dt

from union_xl.merge.duplicates import counted_by
from union_xl.model.grid import as_said


def test_a_pair_in_one_file_is_counted_by_its_row() -> None:
    """Two units: by the unit; two files: by the file; two rows of a sheet, or of two sheets: by the row."""
    here = ("甲.xlsx", "一", 4)
    assert counted_by("甲", here, "乙", ("乙.xlsx", "一", 5))["现按"] == "甲"
    assert counted_by("甲", here, "甲", ("乙.xlsx", "一", 5))["现按"] == "甲.xlsx"
    assert counted_by("甲", here, "甲", ("甲.xlsx", "一", 5))["现按"] == "第4行"
    assert counted_by("甲", here, "甲", ("甲.xlsx", "二", 5))["现按"] == "一 第4行"


def test_values_of_a_pair_look_as_in_a_sheet() -> None:
    """Whole numbers without a point, days without a time."""
    values = (500.0, 0.5, dt.datetime(2022, 6, 1), dt.datetime(2022, 6, 1, 8, 30), None, "007")
    assert [as_said(one) for one in values] == ["500", "0.5", "2022-06-01", "2022-06-01 08:30:00", "", "007"]
