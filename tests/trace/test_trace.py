"""`trace`: a figure's rows, a row's figures, the list of figures."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from tests.corpus.ledgers import ledger
from tests.report.conftest import write_ledger
from union_xl.ledgers import BUILT_IN
from union_xl.model import UsageError
from union_xl.run import diff, print_list, trace
from union_xl.run.reporting.evaluation import evaluate

HALF = {"period": "2022H1"}


@pytest.fixture(scope="module")
def frames() -> dict[str, pd.DataFrame]:
    return ledger(members=200, units=12, contests=6, entries=40, seed=3)


@pytest.fixture(scope="module")
def path(frames: dict[str, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_ledger(tmp_path_factory.mktemp("追溯") / "汇总台账.xlsx", frames)


def test_the_folder_of_a_result_stands_for_its_ledger(path: Path, tmp_path: Path) -> None:
    """As staff name it; a folder without a ledger is told as such."""
    asked = trace.trace(path, "转出会员数", **HALF).rows
    assert trace.trace(path.parent, "转出会员数", **HALF).rows == asked
    assert evaluate(path.parent, **HALF).path == path
    assert print_list.print_list(path.parent).choices == print_list.print_list(path).choices
    assert diff.diff(path.parent, path, tmp_path / "变动.xlsx").by_form
    with pytest.raises(UsageError, match="找不到汇总台账"):
        trace.trace(tmp_path, "转出会员数", **HALF)


def test_a_figure_lists_file_sheet_row_and_masked_keys(path: Path, frames: dict[str, pd.DataFrame]) -> None:
    """Each row behind 转出会员数 is named by its return and by its row in the ledger's sheet."""
    outcome = trace.trace(path, "转出会员数", **HALF)
    assert outcome.rows and dict(outcome.facts)["行数"] == len(outcome.rows)
    for row in outcome.rows:
        at = int(row["台账行"].split("!")[1]) - 3
        origin = frames["member"].iloc[at]
        assert (row["文件"], row["行"]) == (origin["来源文件"], origin["来源行"])
        assert origin["会籍变化类型"] == "转出" and row["姓名"] != origin["姓名"]


def test_a_unit_narrows_the_rows(path: Path) -> None:
    """--unit lists that unit's rows only; an unknown unit is told with the nearest."""
    unit = "杭州第3测试有限公司"
    rows = trace.trace(path, "期末会员数", unit=unit, **HALF).rows
    assert rows and {row["单位名称"] for row in rows} == {unit}
    with pytest.raises(UsageError, match="杭州第3测试有限公司"):
        trace.trace(path, "期末会员数", unit="杭州第3测验公司", **HALF)
    for said in ("第3测试", "杭州第3测试公司"):  # a short name is that unit, as everywhere
        assert trace.trace(path, "期末会员数", unit=said, **HALF).rows == rows


def test_a_unit_without_a_row_of_this_ledger_is_no_unknown_unit(
    frames: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    """Its members stand in the ledger, its line of the register does not: no number, and why."""
    unit = "杭州第3测试有限公司"
    register = frames["unit-register"]
    fewer = {**frames, "unit-register": register[register["单位名称"] != unit]}
    path = write_ledger(tmp_path / "汇总台账.xlsx", fewer)
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("报送情况")
    sheet.append(["单位", "社区", "表", "状态"])
    sheet.append([unit, "甲社区", "单位台账", "退回"])
    book.save(path)
    facts = dict(trace.trace(path, "职工人数", unit=unit, **HALF).facts)
    assert facts["值"] == "—" and "单位台账里没有它的行" in facts["备注"] and "1份未报" in facts["备注"]


def test_a_group_without_rows_says_so(path: Path) -> None:
    """A 0 of a table's line leads to a statement, not to an empty page."""
    facts = dict(trace.trace(path, "期末会员数", group=("民族", "保安族"), **HALF).facts)
    assert (facts["值"], facts["行数"]) == ("0人", 0) and "没有这一组的行" in facts["备注"]


def test_a_row_lists_every_figure_it_feeds(path: Path) -> None:
    """The row found by tracing a figure leads back to that figure."""
    line = trace.trace(path, "发展会员数", **HALF).rows[0]["台账行"]
    fed = trace.trace(path, row=line, **HALF)
    assert {"B01", "Z13"} <= {row["代码"] for row in fed.rows}


@pytest.mark.parametrize("row", ["会员登记", "会员登记!1", "会员登记!999", "不存在!5"])
def test_rows_that_are_not_there_are_told(path: Path, row: str) -> None:
    """A misspelt reference, the header row, a row below the table, an unknown sheet."""
    from union_xl.model import UnionXlError

    with pytest.raises(UnionXlError):
        trace.trace(path, row=row, **HALF)


def test_without_arguments_all_figures_are_listed(path: Path) -> None:
    """Every indicator with its value, ready for JSON."""
    import json

    outcome = trace.trace(path, **HALF)
    assert len(outcome.rows) > 100 and json.dumps(outcome.document(), ensure_ascii=False)


def test_of_ledgers_that_are_not_there_only_a_number_is_told(path: Path) -> None:
    """A line with — for each of a hundred figures of other ledgers would hide what is there."""
    outcome = trace.trace(path, **HALF)
    listed = {row["指标"] for row in outcome.rows}
    assert "期末会员数" in listed and "疗休养批次数" not in listed
    every = sum(len(form.indicators) for form in BUILT_IN)
    assert dict(outcome.facts)["没有列出"].startswith(f"{every - len(listed)} 个")


def test_rows_of_two_ledgers_stand_in_two_lists() -> None:
    """What a formula counts in units and in members has other key columns: one header cannot serve both."""
    outcome = trace.TraceResult(
        "比例",
        (
            trace.Listing(("台账行", "姓名"), [("会员登记!2", "陈*")]),
            trace.Listing(("台账行",), [("单位台账!2",)]),
        ),
    )
    assert [list(heads) for _, heads, _ in outcome.tables()] == [["台账行", "姓名"], ["台账行"]]
    assert outcome.rows == [{"台账行": "会员登记!2", "姓名": "陈*"}, {"台账行": "单位台账!2"}]


def test_a_traced_figure_says_what_is_missing(tmp_path: Path, frames: dict[str, pd.DataFrame]) -> None:
    """As the report does: returns still to come stand in the note, and 100 % is of what is there."""
    book = write_ledger(
        tmp_path / "汇总台账.xlsx", {**frames, "member": frames["member"].assign(手机号码="1")}
    )
    with pd.ExcelWriter(book, engine="openpyxl", mode="a") as writer:
        standing = {"单位": ["甲", "乙"], "表": ["会员登记", "会员登记"], "状态": ["未报", "退回"]}
        pd.DataFrame(standing).to_excel(writer, sheet_name="报送情况", index=False)
    for _ in range(2):  # from the workbook, then from what is kept of it
        facts = dict(trace.trace(book, "手机号码完整率", **HALF).facts)
        assert facts["值"] == "100.0%（已报部分）" and facts["备注"] == "另有2份未报齐"
        (tmp_path / ".union_xl").mkdir(exist_ok=True)
