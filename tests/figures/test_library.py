"""A faulty library is told by cell, all faults at once, before anything is counted."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from union_xl import figures
from union_xl.model import TemplateError

TITLES = ["代码", "名称", "台账", "统计方式", "字段", "条件", "分母条件", "分组", "单位", "说明"]


def write(
    path: Path, lines: list[list[str]], relations: list[list[str]] | None = None, above: int = 0
) -> Path:
    """A library with these lines; `above` rows of decoration over the header."""
    with pd.ExcelWriter(path, engine="xlsxwriter") as book:
        rows = (
            [["指标库", *[""] * 9]] * above + [TITLES] + [[*line, *[""] * (10 - len(line))] for line in lines]
        )
        pd.DataFrame(rows).to_excel(book, sheet_name="指标", header=False, index=False)
        if relations is not None:
            rows = [["编号", "关系", "级别", "说明"], *relations]
            pd.DataFrame(rows).to_excel(book, sheet_name="审核关系", header=False, index=False)
    return path


def line(
    name: str,
    how: str = "计数",
    where: str = "",
    *,
    ledger: str = "会员登记",
    field: str = "",
    base: str = "",
    groups: str = "",
) -> list[str]:
    """One line of 指标, its code the same as its name."""
    return [name, name, ledger if how != "公式" else "", how, field, where, base, groups]


FAULTS = {
    "column": (line("甲", where="会籍类型 = '入会'"), "F2", "会籍变化类型"),
    "ledger": (line("甲", ledger="会员登记表"), "C2", "会员登记"),
    "how": (line("甲", how="数数"), "D2", "计数"),
    "field missing": (line("甲", how="去重"), "E2", "没有填"),
    "base missing": (line("甲", how="占比", where="性别 = '女'"), "G2", "没有填"),
    "no condition": (line("甲", where="姓名"), "F2", "是"),
    "bad date": (line("甲", where="入会日期 > '2022年'"), "F2", "算不出来"),
    "group": (line("甲", groups="单元"), "H2", "单位"),
    "month without a date": (line("甲", groups="月"), "H2", "月(会籍变化日期)"),
    "month by text": (line("甲", groups="月(姓名)"), "H2", "日期"),
    "formula name": (line("甲", how="公式", where="期末会员 + 1"), "F2", "期末会员"),
    "formula with a ledger": (
        line("甲", how="公式", where="(select count(*) from 会员登记)"),
        "F2",
        "不能查台账",
    ),
    "circle with itself": (line("甲", how="公式", where="甲 + 1"), "F2", "绕成了圈"),
    "hostile": (line("甲", where="姓名 in (select content from read_text('/etc/passwd'))"), "F2", "台账"),
    "second statement": (line("甲", where="true; drop table x"), "F2", "看不懂"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_told_by_its_cell(tmp_path: Path, fault: str) -> None:
    """The sentence names sheet and cell and what would be right."""
    faulty, cell, hint = FAULTS[fault]
    with pytest.raises(TemplateError) as told:
        figures.read_library(write(tmp_path / "库.xlsx", [faulty]))
    assert f"指标!{cell}" in str(told.value) and hint in str(told.value)


def test_all_faults_at_once(tmp_path: Path) -> None:
    """Three wrong lines are three sentences."""
    lines = [line("甲", where="x = 1"), line("乙", where="y = 1"), line("乙", where="姓名 = '张'")]
    with pytest.raises(TemplateError) as told:
        figures.read_library(write(tmp_path / "库.xlsx", lines, [["X1", "甲 <= 丙", "警告", ""]]))
    for cell in ("指标!F2", "指标!F3", "指标!B4", "审核关系!B2", "审核关系!C2"):
        assert cell in str(told.value)


def test_decoration_above_and_blank_lines_are_fine(tmp_path: Path) -> None:
    """The header is the first row with the titles; empty lines between are passed over."""
    path = write(
        tmp_path / "库.xlsx", [line("甲"), [""] * 8, line("乙", how="公式", where="甲 * 2")], above=3
    )
    found = figures.read_library(path)
    assert [one.name for one in found.indicators] == ["甲", "乙"] and found.indicators[1].row == 7


def test_formulas_are_ordered_by_need(tmp_path: Path) -> None:
    """A formula may stand above those it needs."""
    lines = [line("丙", how="公式", where="乙 + 1"), line("乙", how="公式", where="甲 + 1"), line("甲")]
    assert figures.read_library(write(tmp_path / "库.xlsx", lines)).order == ("乙", "丙")


def test_no_library_no_traceback(tmp_path: Path) -> None:
    """What is no workbook, or no library, is one sentence."""
    (tmp_path / "x.xlsx").write_bytes(b"not a workbook")
    with pytest.raises(TemplateError):
        figures.read_library(tmp_path / "x.xlsx")
    pd.DataFrame([[1]]).to_excel(tmp_path / "y.xlsx", index=False)
    with pytest.raises(TemplateError, match="指标"):
        figures.read_library(tmp_path / "y.xlsx")


def test_the_built_in_library_is_complete() -> None:
    """Every indicator the domain lists for the four forms stands in the library."""
    from union_xl.model.resources import resource

    found = figures.read_library(resource("templates", "指标库.xlsx"))
    codes = {one.code for one in found.indicators}
    wanted = [f"A{n:02d}" for n in (1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21)]
    wanted += [f"B{n:02d}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14)]
    wanted += ["C01", "C02", "C03", "C04", "C05", "C06", "C07", "C10", "C12", "C13", "A02a", "A02b", "A22"]
    wanted += [f"Z{n:02d}" for n in range(1, 21)] + ["Z31a", "Z31b"]
    assert set(wanted) <= codes
    relations = {one.code.rstrip("abcdefgh") for one in found.checks}
    assert {f"X{n}" for n in (1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 17, 25, 26, 27)} <= relations
