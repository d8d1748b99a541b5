"""Ledgers as they come: as Parquet, edited by a clerk, without rows, without forms, with a poor library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from tests.report.conftest import SHORT, write_ledger
from union_xl import ledger_book
from union_xl.model import Ledger, LedgerError, RunContext, TemplateError, period
from union_xl.model.errors import UnionXlError
from union_xl.model.resources import resource
from union_xl.model.rows import Rows
from union_xl.run import report, trace
from union_xl.run.reporting.evaluation import Evaluation, evaluate

HALF = period("2022H1")
WHEN = {"period": "2022H1"}


def merged(folder: Path, frames: Mapping[str, pd.DataFrame], row_limit: int = 1 << 20) -> Path:
    """The ledger as merging writes it; forms of `row_limit` rows or more lie beside it as Parquet."""
    folder.mkdir()
    ledger = Ledger({slug: Rows.of(frame) for slug, frame in frames.items()})
    context = RunContext(period=HALF, as_of=HALF.end)
    ledger_book.write(ledger, folder / "汇总台账.xlsx", context, row_limit=row_limit)
    ledger_book.write_parquet(ledger, folder, context, row_limit)
    return folder / "汇总台账.xlsx"


def told(outcome: report.ReportResult | Evaluation) -> list[tuple[object, ...]]:
    return [(f.name, f.group_by, f.group, f.value, f.count, f.note) for f in outcome.figures]


@pytest.fixture(scope="module")
def plain(ledger_path: Path) -> list[tuple[object, ...]]:
    return told(evaluate(ledger_path, **WHEN))


def test_rows_beyond_a_sheet_count_and_trace_alike(frames: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    """A ledger whose members lie in Parquet gives the same reports, traces and row traces."""
    whole, long = merged(tmp_path / "a", frames), merged(tmp_path / "b", frames, row_limit=100)
    assert "会员登记" not in openpyxl.load_workbook(long, read_only=True).sheetnames
    chosen = [resource("templates", name) for name in ("表3 实名制录入进度.xlsx", "半年总结.docx")]
    here = report.report(whole, tmp_path / "甲", templates=chosen, **WHEN)
    there = report.report(long, tmp_path / "乙", templates=chosen, **WHEN)
    assert told(here) == told(there) and here.checks == there.checks
    assert {p.name for p in here.outputs} == {p.name for p in there.outputs}
    for asked in ({"figure": "期末会员数"}, {"figure": "实名录入率"}, {"row": "会员登记!57"}):
        one, other = trace.trace(whole, **asked), trace.trace(long, **asked)
        assert one.rows and one.rows == other.rows and one.facts == other.facts


def _sorted_and_filtered(sheet: pd.DataFrame) -> pd.DataFrame:
    return sheet.sample(frac=1, random_state=3)


def _columns_of_her_own(sheet: pd.DataFrame) -> pd.DataFrame:
    own = sheet[list(reversed(sheet.columns))].copy()
    own.insert(3, "我的备注", "已电话核对")
    return own


def _blank_lines(sheet: pd.DataFrame) -> pd.DataFrame:
    blank = pd.DataFrame([dict.fromkeys(sheet.columns)], dtype=object)
    return pd.concat([sheet.iloc[:7], blank, blank, sheet.iloc[7:], blank], ignore_index=True)


@pytest.mark.parametrize("edited", [_sorted_and_filtered, _columns_of_her_own, _blank_lines])
def test_a_clerks_edits_of_shape_change_no_figure(
    edited: Callable[[pd.DataFrame], pd.DataFrame],
    frames: dict[str, pd.DataFrame],
    plain: list[tuple[object, ...]],
    tmp_path: Path,
) -> None:
    """Sorted rows, moved and added columns, blank lines: the same figures, and a row is found where it is."""
    path = write_ledger(tmp_path / "汇总台账.xlsx", {slug: edited(frame) for slug, frame in frames.items()})
    now = told(evaluate(path, **WHEN))
    lists = {one[0] for one in plain if isinstance(one[3], list)}
    as_values = [{one[:3]: one[3:] for one in each if one[0] not in lists} for each in (plain, now)]
    assert as_values[0] == as_values[1]
    line = trace.trace(path, "转出会员数", **WHEN).rows[-1]
    sheet = openpyxl.load_workbook(path)["会员登记"]
    titles = [cell.value for cell in sheet[2]]
    row = [cell.value for cell in sheet[int(str(line["台账行"]).split("!")[1])]]
    found = dict(zip(titles, row, strict=True))
    assert (found["来源文件"], found["来源行"], found["会籍变化类型"]) == (line["文件"], line["行"], "转出")


def test_decoration_above_and_frozen_filters_change_nothing(
    ledger_path: Path, plain: list[tuple[object, ...]], tmp_path: Path
) -> None:
    """Rows of decoration above the titles, a filter that hides rows: counted all the same."""
    book = openpyxl.load_workbook(ledger_path)
    for name in set(SHORT.values()) & set(book.sheetnames):
        sheet = book[name]
        sheet.insert_rows(1, 4)
        sheet["B2"] = "××街道总工会 汇总台账（2022年上半年）"
        sheet.auto_filter.ref = f"A6:C{sheet.max_row}"
        sheet.row_dimensions[9].hidden = True
    book.save(tmp_path / "汇总台账.xlsx")
    assert told(evaluate(tmp_path / "汇总台账.xlsx", **WHEN)) == plain


def test_a_ledger_without_rows_or_forms_ends_well(frames: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    """No rows: zeros and blanks; no sheet of a form: its figures say so; all reports are written."""
    empty = write_ledger(tmp_path / "空.xlsx", {slug: frame.iloc[:0] for slug, frame in frames.items()})
    outcome = report.report(empty, tmp_path / "甲", **WHEN)
    whole = {f.name: f for f in outcome.figures if not f.group_by}
    assert whole["期末会员数"].value == 0 and whole["手机号码完整率"].value is None
    assert len(outcome.outputs) == 30
    assert trace.trace(empty, "期末会员数", **WHEN).rows == []
    with pytest.raises(UnionXlError, match="没有数据"):
        trace.trace(empty, row="会员登记!3", **WHEN)
    short = write_ledger(tmp_path / "少.xlsx", {"member": frames["member"]})
    lacking = report.report(short, tmp_path / "乙", **WHEN)
    note = {f.name: f.note for f in lacking.figures if not f.group_by}
    assert [one for one in lacking.remarks if "没有单位台账" in one and "期初基层工会数" in one]
    assert "没有单位台账" in note["普查单位数"] and "没有" not in note["女会员数"]
    with pytest.raises(UnionXlError, match="没有工作表"):
        trace.trace(short, row="竞赛总表!3", **WHEN)
    assert evaluate(short, previous=empty, **WHEN).figures and evaluate(empty, previous=short, **WHEN).figures


def test_what_is_no_ledger_is_told_in_one_sentence(tmp_path: Path) -> None:
    """A text file, a workbook of other sheets, a ledger whose titles are gone."""
    (tmp_path / "坏.xlsx").write_bytes(b"no workbook")
    book = openpyxl.Workbook()
    book.active.append(["随便", "什么"])
    book.save(tmp_path / "别的.xlsx")
    book.active.title = "会员登记"
    book.save(tmp_path / "无标题.xlsx")
    for name in ("坏.xlsx", "别的.xlsx", "无标题.xlsx"):
        for command in (
            lambda p: report.report(p, tmp_path / "出", **WHEN),
            lambda p: trace.trace(p, "期末会员数"),
        ):
            with pytest.raises(LedgerError) as told_so:
                command(tmp_path / name)
            assert name in str(told_so.value) and "\n" not in str(told_so.value)


LIBRARY = "templates", "指标库.xlsx"


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("条件", "性别 == 女"),
        ("条件", "性别 = '女"),
        ("条件", "(select count(*) from read_csv('/etc/passwd')) > 0"),
        ("条件", "职工数 > 3"),
        ("条件", "证件号码"),
        ("条件", "cast(姓名 as integer) / 0 > 'x'"),
        ("台账", "会员登记表"),
        ("统计方式", "count"),
        ("分组", "按单位"),
        ("字段", "身份证"),
        ("名称", ""),
    ],
)
def test_a_mistake_in_the_library_is_told_by_its_cell(
    title: str, typed: str, ledger_path: Path, tmp_path: Path
) -> None:
    """Whatever is mistyped in a line of the library: its cell, in Chinese, and nothing is written."""
    book = openpyxl.load_workbook(resource(*LIBRARY))
    sheet = book["指标"]
    top = next(r for r in range(1, 10) if "名称" in [c.value for c in sheet[r]])
    heads = [cell.value for cell in sheet[top]]
    row = next(r for r in range(top + 1, 200) if sheet.cell(r, heads.index("名称") + 1).value == "女会员数")
    cell = sheet.cell(row, heads.index(title) + 1, typed or None)
    if not typed:
        cell.value = None
    book.save(tmp_path / "指标库.xlsx")
    with pytest.raises(TemplateError) as wrong:
        report.report(ledger_path, tmp_path / "出", indicators=tmp_path / "指标库.xlsx", **WHEN)
    assert f"指标!{cell.coordinate}" in str(wrong.value) and not (tmp_path / "出").exists()
