"""概览 tells what is due, of restricted ledgers only how much."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.lists import books
from union_xl.run import merge


def overview(tmp_path: Path, restricted: bool) -> dict[str, tuple[str, str]]:
    """{项目: (说明, 去看)} of a merge of one return."""
    (tmp_path / "收").mkdir()
    book = openpyxl.Workbook()
    book.active.append(["帮困登记表"])
    book.active.append(books.TITLES)
    for row in books.PEOPLE[:3]:
        book.active.append(row)
    book.save(tmp_path / "收" / "甲.xlsx")
    office = books.office(tmp_path, restricted)
    made = merge.merge(tmp_path / "收", tmp_path / "出", office=office, form="帮困", period="2022H1", jobs=1)
    rows = openpyxl.load_workbook(made.ledger_path)["概览"].iter_rows(min_row=2, values_only=True)
    return {str(row[0]): (str(row[1]), str(row[2] or "")) for row in rows}


@pytest.mark.parametrize("restricted", [False, True])
def test_what_is_due_stands_on_the_first_sheet(tmp_path: Path, restricted: bool) -> None:
    told, link = overview(tmp_path, restricted)["一年复核"]
    assert told.startswith("2 项，其中 1 项已过期；最近 2022-07-10")
    assert link == ("" if restricted else "帮困")
    assert ("杭州甲样板有限公司" in told) is not restricted
