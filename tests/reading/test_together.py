"""Several files checked at a time say what each says alone."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.merge.returns import member
from union_xl.check import row_rules
from union_xl.model import RunContext, Source, faults, period
from union_xl.run.workers import read_return

CONTEXT = RunContext(period=period("2022H1"))
TITLES = (
    *("姓名", "性别", "证件号码", "手机号码", "单位名称", "会籍变化类型", "入会日期"),
    *("政治面貌", "出生日期"),
)


def source(name: str, *rows: dict[str, Any]) -> Source:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet("会员登记表")
    titles = [title for title in TITLES if title != "政治面貌" or any(title in row for row in rows)]
    sheet.write_row(0, 0, ["工会会员实名制登记表"])
    sheet.write_row(1, 0, titles)
    for number, row in enumerate(rows, 2):
        sheet.write_row(number, 0, [str(row.get(title) or "") for title in titles])
    book.close()
    return Source(name, Path(name), made.getvalue())


def files() -> list[Source]:
    """Good and bad rows; one file lacks a column that a rule needs, one is no workbook."""
    wrong = member(2, "甲公司", 性别="女" if member(2, "甲公司")["性别"] == "男" else "男")
    young = member(3, "乙公司", 政治面貌="共青团员", 入会日期="2030-01-01")
    lost = Source("坏.xlsx", Path("坏.xlsx"), b"PK\x03\x04none")
    return [
        source("a.xlsx", member(1, "甲公司"), wrong),
        source("b.xlsx", young, member(4, "乙公司")),
        lost,
        source("c.xlsx", member(5, "丙公司", 出生日期="1991-02-30")),
    ]


def test_files_together_say_what_each_says_alone() -> None:
    """Findings, held rows, corrections and fates are the same; each in its place."""
    sources = files()
    alone = [read_return.safe_submission(one, CONTEXT) for one in sources]
    assert any(one.findings for one in alone) and any(part.held for one in alone for part in one.parts)
    assert read_return.safe_together(sources, CONTEXT) == alone


def test_a_fault_in_the_rules_of_one_file_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others of its batch are read as ever."""
    monkeypatch.delenv(faults.DEBUG, raising=False)
    sources = files()
    alone = [read_return.safe_submission(one, CONTEXT) for one in sources]
    real = row_rules.violations

    def stumbling(shape: Any, queries: Any, columns: Any, count: int, shared: Any) -> Any:
        if "乙公司" in columns["单位名称"]:
            raise KeyError("ours")
        return real(shape, queries, columns, count, shared)

    monkeypatch.setattr(row_rules, "violations", stumbling)
    got = read_return.safe_together(sources, CONTEXT)
    assert [one for n, one in enumerate(got) if n != 1] == [one for n, one in enumerate(alone) if n != 1]
    assert (got[1].fate, got[1].reason) == ("待确认", faults.RULE)
