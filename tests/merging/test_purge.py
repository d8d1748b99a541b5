"""What has passed the time its ledger says is gone from every byte of the output folder but the counts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.merge.returns import member
from tests.merging import test_restricted
from tests.merging.test_clerk import give, typed
from tests.merging.test_never_kept import holding
from tests.merging.test_restricted import APART, BOOK, FACTS, SECRETS, A, hard, in_book
from union_xl import ledger_book
from union_xl.model import LedgerError
from union_xl.run import merge, purge
from union_xl.run.declarations import read_declarations

OPEN = tuple(one for one in FACTS if one[0] != "限阅")
NAMES = (*SECRETS, "钱四", "改过的原因", "补录的人")


@pytest.fixture(params=["限阅", "公开"])
def desk(request, tmp_path: Path):
    """A ledger kept three months, merged twice with the clerk's edits, beside one that is kept on."""
    facts = (*(FACTS if request.param == "限阅" else OPEN), ("保存月数", "3"))
    workbook = test_restricted.office(tmp_path / "office.xlsx", facts=facts)
    folder, out = tmp_path / "in", tmp_path / "out"
    give(folder, A, [member(n, A) for n in range(1, 4)])
    hard(folder / "困难甲.xlsx")
    merge.merge(folder, out, office=workbook, period="2022H1", jobs=1)
    book = APART if request.param == "限阅" else BOOK
    page = openpyxl.load_workbook(out / book)
    sheet = page["困难甲"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, heads["致困原因"]).value = "改过的原因"
    fresh = sheet.max_row + 1
    for title, value in {"单位名称": A, "姓名": "补录的人", "证件号码": "330105199003072013"}.items():
        sheet.cell(fresh, heads[title]).value = value
    held = page["暂缓"]
    titles = {cell.value: cell.column for cell in held[1]}
    held.cell(2, titles["处理"]).value = "不再处理"
    page.save(out / book)
    typed(out, "会员登记", {"性别": "男"}, {"手机号码": "13700000003"})
    merge.merge(folder, out, office=workbook, period="2022H1", jobs=1)
    return out, workbook


def test_it_is_listed_then_deleted_with_a_record(desk) -> None:
    """On the last day nothing; after it all of it, the clerk's words, copies and older ledgers with it; the
    other ledger stands as it was, and merging goes on."""
    out, workbook = desk
    before = len(ledger_book.read(out / BOOK, read_declarations(workbook)).frames["member"])
    assert purge.purge(out, office=workbook, as_of="2022-09-30").due == ()
    listed = purge.purge(out, office=workbook, as_of="2022-10-01", plan=True)
    assert [(one.ledger, one.rows, str(one.until)) for one in listed.due if one.how == purge.ROWS] == [
        ("困难甲", 6, "2022-09-30")
    ]
    refused = purge.purge(out, office=workbook, as_of="2022-10-01", agreed=lambda due: False)
    assert not refused.done and holding(out, ("钱四",))
    done = purge.purge(out, office=workbook, as_of="2022-10-01")
    assert done.done and done.deleted
    assert holding(out, NAMES) == [] and not (out / APART).exists()
    assert "hard-test" not in json.loads((out / "run.json").read_text("utf-8"))["forms"]
    ledger = ledger_book.read(out / BOOK, read_declarations(workbook))
    assert len(ledger.frames["member"]) == before and "13700000003" in set(
        ledger.frames["member"]["手机号码"]
    )
    (line, *_) = in_book(out / "清理记录.xlsx", "清理记录")
    assert (line["台账"], line["行数"], line["统计期间"]) == ("困难甲", 6, "2022年上半年")
    again = purge.purge(out, office=workbook, as_of="2022-10-01")
    assert again.due == () and not again.done


def test_the_other_ledger_is_merged_on(desk, tmp_path: Path) -> None:
    """The state kept is that of the ledger as it is now: nothing is told to be lost."""
    out, workbook = desk
    purge.purge(out, office=workbook, as_of="2023-01-01")
    folder = tmp_path / "mehr"
    give(folder, A, [member(n, A) for n in range(1, 5)])
    made = merge.merge(folder, out, office=workbook, period="2022H1", jobs=1)
    assert made.accounts["member"]["kept"] == 4 and "hard-test" not in made.accounts
    assert "L-STATE-LOST" not in {one.rule for one in made.ledger.findings}
    assert holding(out, NAMES) == []


def test_nothing_is_deleted_where_it_cannot_be_done(desk) -> None:
    """A folder that is no result, and one whose workbook is open."""
    out, workbook = desk
    shutil.copy(out / BOOK, out / f"~${BOOK}")
    kept = {path: path.read_bytes() for path in out.rglob("*") if path.is_file() and path.name != "lock"}
    with pytest.raises(LedgerError):
        purge.purge(out, office=workbook, as_of="2023-01-01")
    assert all(path.read_bytes() == data for path, data in kept.items())
