"""One wrong rule in one declared ledger stops that ledger only, told at its cell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from tests.declared.sheets import COLUMNS, FACTS, book, sheet
from union_xl import office
from union_xl.ledgers import BUILT_IN
from union_xl.ledgers.checking import checked
from union_xl.run import check, merge
from union_xl.run.declarations import office_declarations

OTHER = (("表名", "冬送温暖登记表"), ("简称", "送温暖"), ("代号", "warm"), ("唯一列", "证件号码"))
BAD = [("SW-9", "慰问全额 <= 1000", "错误", "")]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """An office workbook with a faulty and a sound declaration."""
    sheets = {
        "设置": [["项目", "取值"], ["填报单位", "某街道总工会"], ["统计期间", "2022H1"]],
        "自定义表·送清凉": sheet(rules=BAD),
        "自定义表·送温暖": sheet(facts=OTHER, rules=[("W-1", "慰问金额 <= 1000", "错误", "太多")]),
    }
    return book(tmp_path / "工作台.xlsx", **sheets)


def returned(path: Path, title: str) -> Path:
    """A return of one of the two ledgers, its second row above the limit."""
    made = openpyxl.Workbook()
    page = made.active
    page.append([title])
    page.append([column[0] for column in COLUMNS])
    for name, number, amount in (("张三", "330105199003072013", 500), ("李四", "11010519491231002X", 5000)):
        page.append(["杭州甲有限公司", name, number, "夏送清凉", "2022-06-01", amount, ""])
    made.save(path)
    return path


def test_the_other_ledger_is_read_and_the_cell_is_told(workbook: Path) -> None:
    """The office workbook opens; a remark names the cell; the faulty form is known by name."""
    found = office.read(workbook, office_declarations)
    assert [(one.short, bool(one.fault), len(one.rules)) for one in found.declared] == [
        ("送清凉", True, 0),
        ("送温暖", False, 1),
    ]
    (remark,) = [one for one in found.remarks if "送清凉" in one]
    assert "自定义表·送清凉!B16" in remark and "慰问金额" in remark


def test_only_its_own_returns_wait(workbook: Path, tmp_path: Path) -> None:
    """Merged: the sound ledger has its row and its held one, the faulty one's file waits, nobody is asked."""
    folder = tmp_path / "上报"
    folder.mkdir()
    returned(folder / "清凉.xlsx", "夏送清凉慰问登记表")
    returned(folder / "温暖.xlsx", "冬送温暖登记表")
    done = merge.merge(folder, tmp_path / "汇总", office=workbook, jobs=1)
    fates = {one.book: (one.fate, one.reason) for one in done.ledger.receipts}
    assert fates["清凉.xlsx"] == ("待确认", "F-DECLARED") and fates["温暖.xlsx"][0] == "采用"
    assert set(done.ledger.frames) == {"warm"} and len(done.ledger.frames["warm"]) == 1
    assert done.exit_code == 1 and not list((tmp_path / "汇总").glob("退回/**/清凉*"))


def test_check_tells_the_cell_too(workbook: Path, tmp_path: Path) -> None:
    path = returned(tmp_path / "清凉.xlsx", "夏送清凉慰问登记表")
    outcome = check.check([path], office=workbook)
    (finding,) = [one for one in outcome.submissions[0].findings if one.rule == "F-DECLARED"]
    assert "自定义表·送清凉!B16" in str(finding.facts["说明"])


def test_a_chart_of_rows_nobody_knows_is_told_at_its_cell(tmp_path: Path) -> None:
    rows = [
        *sheet(),
        [],
        ["图名", "图的列", "图形", "图的条件"],
        ["金额", "慰问类别", "条形", "慰问钱数 > 100"],
    ]
    path = book(tmp_path / "工作台.xlsx", 设置=[["项目", "取值"]], 自定义表=rows)
    (found,) = office.read(path, office_declarations).declared
    assert (
        "图“金额”的条件" in found.fault and "慰问金额" in found.fault and found.fault.startswith("自定义表!B")
    )


def test_every_chart_of_a_shipped_ledger_can_be_drawn() -> None:
    assert [one.fault for one in checked(BUILT_IN) if one.fault] == []


def test_a_ledger_names_the_setting_of_its_deadline(tmp_path: Path) -> None:
    """It counts for that ledger alone, and is no 项目 that looks mistyped."""
    facts = (("截止日设置", "送清凉报送截止日"), *FACTS)
    lines = [["项目", "取值"], ["报送截止日", "2022-07-05"], ["送清凉报送截止日", "2022年8月15日"]]
    found = office.read(
        book(tmp_path / "工作台.xlsx", 设置=lines, 自定义表=sheet(facts)), office_declarations
    )
    assert found.remarks == () and found.settings.due("cool") == dt.date(2022, 8, 15)
    assert found.settings.due("member") == dt.date(2022, 7, 5)


def test_a_rule_over_other_rows_that_does_not_say_which_yields_asks(tmp_path: Path) -> None:
    """错误 without 让行 (workbooks of 0.3.0) is judged as 提醒, and that is told; the ledger is read."""
    rule = "(select count(*) from 送清凉 别 where 别.姓名 = 送清凉.姓名) = 1"
    sheets = {
        "设置": [["项目", "取值"], ["填报单位", "某街道总工会"]],
        "自定义表·送清凉": sheet(rules=[("SW-9", rule, "错误", "")]),
    }
    found = office.read(book(tmp_path / "工作台.xlsx", **sheets), office_declarations)
    (form,) = found.declared
    assert (form.fault, [one.level for one in form.rules]) == ("", ["提醒"])
    (remark,) = [one for one in found.remarks if "让行" in one]
    assert "自定义表·送清凉!B16" in remark
