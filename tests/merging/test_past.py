"""Ledgers of other periods are looked at and named; nothing of them comes into the new ledger."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.merge.returns import member
from tests.merging.test_clerk import give
from union_xl.model import LedgerError, UsageError
from union_xl.run import merge

A = "杭州甲样板有限公司"


def test_past_ledgers_are_named_with_their_period(tmp_path: Path) -> None:
    """Beside a state of ours and without it; the accounts, rows and findings are those without them."""
    for name, period, people in (("一", "2022Q1", 3), ("二", "2022Q2", 2)):
        give(tmp_path / f"收{name}", A, [member(n, A) for n in range(people)])
        merge.merge(tmp_path / f"收{name}", tmp_path / f"季度{name}", period=period, jobs=1)
    (tmp_path / "别处").mkdir()
    shutil.copyfile(tmp_path / "季度二" / "汇总台账.xlsx", tmp_path / "别处" / "旧台账.xlsx")
    give(tmp_path / "收", A, [member(n, A) for n in range(5, 9)])
    past = [tmp_path / "季度一" / "汇总台账.xlsx", tmp_path / "别处" / "旧台账.xlsx"]
    alone = merge.merge(tmp_path / "收", tmp_path / "甲", period="2022Q3", jobs=1)
    made = merge.merge(tmp_path / "收", tmp_path / "乙", period="2022Q3", jobs=1, past=[*past, past[0]])
    assert made.accounts == alone.accounts and made.ledger.findings == alone.ledger.findings
    rows = list(openpyxl.load_workbook(made.ledger_path)["对账"].iter_rows(min_row=2, values_only=True))
    told = [(row[0], row[1], row[2]) for row in rows if row[3] is None]
    assert told == [
        ("会员登记", "季度一/汇总台账.xlsx", "往期（2022年第一季度），只供核对，3 行"),
        ("会员登记", "别处/旧台账.xlsx", "往期（2022年第二季度），只供核对，2 行"),
    ]
    assert any(title.startswith("往期台账") for title, *_ in made.tables())
    again = merge.merge(tmp_path / "收", tmp_path / "乙", period="2022Q3", jobs=1)
    assert again.accounts == alone.accounts


def test_what_is_no_past_ledger_is_refused(tmp_path: Path) -> None:
    """Missing, no ledger, the ledger of the output itself: nothing is written."""
    give(tmp_path / "收", A, [member(1, A)])
    merge.merge(tmp_path / "收", tmp_path / "out", period="2022Q3", jobs=1)
    openpyxl.Workbook().save(tmp_path / "空.xlsx")
    for path, error in (
        (tmp_path / "没有.xlsx", UsageError),
        (tmp_path / "空.xlsx", LedgerError),
        (tmp_path / "收" / f"{A}.xlsx", LedgerError),
        (tmp_path / "out" / "汇总台账.xlsx", UsageError),
    ):
        before = (tmp_path / "out" / "run.json").read_bytes()
        with pytest.raises(error):
            merge.merge(tmp_path / "收", tmp_path / "out", period="2022Q3", jobs=1, past=[path])
        assert (tmp_path / "out" / "run.json").read_bytes() == before
