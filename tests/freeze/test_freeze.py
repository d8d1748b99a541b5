"""`union-xl freeze`: what was reported is closed; whatever changes later is found, with its figure."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.freeze.rounds import A, Round, reported, saved
from union_xl.cli.commands import run
from union_xl.model import UsageError
from union_xl.run import freeze, report

pytestmark = pytest.mark.slow

ARCHIVE = ("档案", "2022H1")


@pytest.fixture(scope="module")
def frozen_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("定稿")
    made = reported(home)
    freeze.freeze(made.out, "已报区总")
    return home


@pytest.fixture
def made(frozen_once: Path, tmp_path: Path) -> Round:
    """A frozen round of one's own."""
    shutil.copytree(frozen_once, tmp_path / "轮")
    return Round(tmp_path / "轮")


def told(made: Round) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
    """Problems, differences and exit code of a check."""
    found = freeze.check(made.out)
    document = found.document()
    return document["不符"], document["与上报数差异"], found.exit_code


def test_what_was_reported_lies_in_the_archive(made: Round) -> None:
    folder = made.out.joinpath(*ARCHIVE)
    record = json.loads((folder / "定稿.json").read_text("utf-8"))
    assert [one["value"] for one in record["figures"]][:1] == [8]
    assert {one["role"] for one in record["files"]} == {"台账", "指标库", "模板", "报表"}
    assert all((folder / one["copy"]).is_file() for one in record["files"])
    assert record["history"][0]["note"] == "已报区总" and record["history"][0]["who"]
    index = openpyxl.load_workbook(folder / "目录.xlsx")
    assert index.sheetnames == ["经过", "文件", "上报数"]
    heads = [cell.value for cell in index["上报数"][1]][:8]
    assert heads[-2:] == ["见于", "条件"] and index["上报数"].print_area.startswith("'上报数'!$A$1:$G")
    assert told(made) == ([], [], 0)


def test_groups_without_rows_and_periods_before_are_no_difference(tmp_path: Path) -> None:
    """A line for a group nobody has, a figure of the period before (with its ledger, and without): as they
    were; another ledger of that period moves them."""
    made = reported(tmp_path)
    earlier = tmp_path / "上期台账.xlsx"
    shutil.copy(made.ledger, earlier)
    saved(made.template, A3="{{报送人数|性别=(未填)}}", B3="{{报送人数|上期}}", C3="{{报送人数|去年同期}}")
    names = {"templates": [made.template], "indicators": made.library, "period": "2022H1"}
    report.report(made.ledger, made.reports, previous=earlier, **names)  # type: ignore[arg-type]
    freeze.freeze(made.out)
    assert told(made) == ([], [], 0)
    book = openpyxl.load_workbook(earlier)
    book["会员登记"].delete_rows(2)
    book.save(earlier)
    _, differences, code = told(made)
    assert code == 1 and [(one["指标"], one["相差"]) for one in differences] == [("报送人数|上期", -1)]


def test_opened_and_saved_again_is_no_difference(made: Round) -> None:
    for path in (made.ledger, made.template, made.library, made.reports / "月报.xlsx"):
        saved(path)
    assert told(made) == ([], [], 0)


def test_a_changed_row_is_found_with_the_figure_it_moves(made: Round) -> None:
    book = openpyxl.load_workbook(made.ledger)
    sheet = book["会员登记"]
    column = next(cell.column for cell in sheet[1] if cell.value == "性别")
    before = sheet.cell(2, column).value
    sheet.cell(2, column).value = "女" if before == "男" else "男"
    book.save(made.ledger)
    problems, differences, code = told(made)
    assert code == 1 and any(one["位置"] == "会员登记" and "1 行" in one["情况"] for one in problems)
    (moved,) = differences
    assert moved["指标"] == "女报送人数" and abs(moved["相差"]) == 1
    assert moved["行"][0]["台账行"] == "会员登记!2" and "月报.xlsx 月报!B2" in moved["见于"]
    assert (made.out / "档案" / "与上报数差异.xlsx").is_file()


def test_a_changed_output_is_found_with_its_figure(made: Round) -> None:
    saved(made.reports / "月报.xlsx", B1=9)
    problems, differences, code = told(made)
    assert code == 1 and differences == []
    assert [(one["位置"], one["涉及的指标"]) for one in problems] == [("月报!B1", ["报送人数"])]
    assert "8" in problems[0]["情况"] and "9" in problems[0]["情况"]


def test_a_changed_template_is_found_with_its_figures(made: Round) -> None:
    saved(made.template, B1="{{女报送人数}}")
    problems, _, code = told(made)
    assert code == 1
    assert [(one["位置"], one["涉及的指标"]) for one in problems] == [("月报!B1", ["报送人数", "女报送人数"])]


def test_a_changed_library_is_found_with_the_figure_it_moves(made: Round) -> None:
    saved(made.library, F3=f"性别 = '女' and 单位名称 = '{A}'")
    problems, differences, code = told(made)
    assert code == 1 and (problems[0]["位置"], problems[0]["涉及的指标"]) == ("指标!F3", ["女报送人数"])
    assert [one["指标"] for one in differences] == ["女报送人数"]
    assert "口径" in differences[0]["说明"]


@pytest.mark.parametrize("which", ["ledger", "template", "library"])
def test_a_lost_file_is_found(made: Round, which: str) -> None:
    getattr(made, which).unlink()
    problems, _, code = told(made)
    assert code == 1 and "不见了" in problems[0]["情况"]


def test_a_changed_copy_and_a_changed_record_are_found(made: Round) -> None:
    folder = made.out.joinpath(*ARCHIVE)
    copy = folder / "第1次" / "报表" / "月报.xlsx"
    copy.write_bytes(copy.read_bytes() + b"x")
    problems, _, _ = told(made)
    assert "副本被改动" in problems[0]["情况"]
    record = folder / "定稿.json"
    record.write_text(record.read_text("utf-8").replace('"value": 8', '"value": 9'), "utf-8")
    problems, _, code = told(made)
    assert code == 1 and "改动过" in problems[0]["情况"]


def test_a_later_merge_lists_the_reported_figures_it_changes(made: Round) -> None:
    made.give(A, range(4))  # one has gone
    outcome = made.merge()
    moved = {one.figure.name: (one.figure.value, one.now) for one in outcome.moved}
    assert moved["报送人数"] == (8, 7)
    assert (made.out / "与上报数差异.xlsx").is_file() and any("与上报数差异" in r for r in outcome.remarks)
    assert outcome.document()["与上报数差异"][0]["行"][0]["变动"] == "不再计入"
    again = made.report()
    assert (made.reports / "与上报数差异.xlsx").is_file() and any("定稿的数" in r for r in again.remarks)
    made.give(A, range(5))
    assert made.merge().moved == () and not (made.out / "与上报数差异.xlsx").exists()


def test_frozen_once_it_is_opened_only_with_a_reason_and_frozen_again(made: Round) -> None:
    with pytest.raises(UsageError):
        freeze.freeze(made.out)
    with pytest.raises(UsageError):
        freeze.reopen(made.out, " ")
    freeze.reopen(made.out, "区总退回，更正人数")
    assert told(made) == ([], [], 0)  # what is open is not checked
    made.give(A, range(4))
    assert made.merge().moved == ()
    with pytest.raises(UsageError):  # the ledger gives other figures than were reported
        freeze.freeze(made.out)
    made.report()
    freeze.freeze(made.reports, "更正后再报")  # the folder of the reports does as well
    record = json.loads((made.out.joinpath(*ARCHIVE) / "定稿.json").read_text("utf-8"))
    assert [(one["what"], one["note"]) for one in record["history"]] == [
        ("定稿", "已报区总"),
        ("解封", "区总退回，更正人数"),
        ("定稿", "更正后再报"),
    ]
    assert record["number"] == 2 and (made.out.joinpath(*ARCHIVE) / "第1次").is_dir()
    assert told(made)[2] == 0


def test_another_period_than_was_reported_is_not_closed(made: Round) -> None:
    freeze.reopen(made.out, "更正", period="2022年上半年")
    with pytest.raises(UsageError, match="最近一次填报的是 2022H1，不是 2022Q1"):
        freeze.freeze(made.out, period="2022Q1")
    freeze.freeze(made.out, period="2022年上半年")


def test_as_a_command(made: Round, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["freeze", str(made.out), "--check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["不符"] == []
    (tmp_path / "空").mkdir()
    assert run(["freeze", str(tmp_path / "空")]) == 2
    assert run(["freeze", str(tmp_path / "空"), "--check"]) == 2
    assert "填报" in capsys.readouterr().err
