"""LibreOffice reads the ledger as it was meant: every value in its row and column."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from tests.libreoffice import recalculated
from tests.merge.returns import member, part, sent
from union_xl import ledger_book, merge
from union_xl.model import RunContext, Settings, period

CONTEXT = RunContext(settings=Settings(), period=period("2022H1"), as_of=dt.date(2022, 6, 30))


@pytest.mark.office
def test_libreoffice_reads_every_cell_where_it_belongs(tmp_path: Path) -> None:
    """Blanks between, one of two rows that are the same person: every value stands in its row and column,
    text as text, dates as dates."""
    files = [
        sent("甲.xlsx", part([member(n, "甲公司", 备注=f"=甲{n}", 民族=None) for n in range(9)], "甲公司")),
        sent("乙.xlsx", part([member(n, "乙公司") for n in range(8, 14)], "乙公司")),
        sent("丙.xlsx", part([member(n, "丙公司", 手机号码=None) for n in range(20, 25)], "丙公司")),
    ]
    ledger = merge.merge(files, CONTEXT)
    path = tmp_path / "汇总台账.xlsx"
    ledger_book.write(ledger, path, CONTEXT)
    seen = recalculated({"汇总台账": path.read_bytes()}, tmp_path)["汇总台账"]["会员登记"]
    ours = openpyxl.load_workbook(path)["会员登记"]
    frame = ledger.frames["member"]
    for row, values in enumerate(frame.itertuples(index=False), 2):
        for col, value in enumerate(values, 1):
            wanted = dt.datetime(value.year, value.month, value.day) if isinstance(value, dt.date) else value
            assert seen.cell(row, col).value == ours.cell(row, col).value == wanted
    assert all(cell.value is None for cell in seen[len(frame) + 2])
