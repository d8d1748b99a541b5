"""The command `blank`: one blank, or one per unit that owes the form."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.declared.sheets import book, sheet
from union_xl import readers
from union_xl.model import FormError, RunContext, Source, UsageError
from union_xl.run.blank import blank


def roster(path: Path) -> Path:
    made = openpyxl.Workbook()
    made.active.append(["单位名称", "统一社会信用代码", "应报表", "免报表"])
    for line in (
        ("杭州甲:科技/有限公司", "91350200MA2YJ1XR9G", "会员登记、单位台账", ""),
        ("杭州乙有限公司", "", "竞赛总表", ""),
        ("杭州丙有限公司", "", "会员登记", "会员登记"),
        ("杭州丁有限公司", "", "会员登记", ""),
    ):
        made.active.append(line)
    made.save(path)
    return path


def stamp(path: Path) -> dict[str, str]:
    return dict(readers.open_book(Source(path.name, path), RunContext()).stamp)


@pytest.mark.parametrize("name", ["member", "会员登记", "工会会员实名制登记表"])
def test_one_blank_without_a_roster(tmp_path: Path, name: str) -> None:
    """Slug, short title and title name the form; the period is stamped."""
    outcome = blank(name, tmp_path / "out", period="2022H1")
    (path,) = outcome.outputs
    assert path.name == "会员登记-2022H1空表.xlsx"
    assert stamp(path)["form"] == "member" and stamp(path)["period"] == "2022H1"


def test_one_per_unit_that_owes_the_form(tmp_path: Path) -> None:
    """Exempt units and units that owe other forms get none; names are legal on Windows."""
    outcome = blank("会员登记", tmp_path / "out", roster=roster(tmp_path / "r.xlsx"))
    assert outcome.units == ("杭州甲:科技/有限公司", "杭州丁有限公司")
    assert [path.name for path in outcome.outputs] == [
        "杭州甲_科技_有限公司-会员登记.xlsx",
        "杭州丁有限公司-会员登记.xlsx",
    ]
    assert stamp(outcome.outputs[0])["code"] == "91350200MA2YJ1XR9G"
    assert outcome.document()["blanks"][1]["单位"] == "杭州丁有限公司"


def test_a_declared_form_from_its_workbook(tmp_path: Path) -> None:
    """The path of a declaring workbook is a form too."""
    outcome = blank(str(book(tmp_path / "声明.xlsx", 自定义表=sheet())), tmp_path / "out")
    assert [stamp(path)["form"] for path in outcome.outputs] == ["cool"]


def test_unknown_forms_and_ambiguous_declarations(tmp_path: Path) -> None:
    """One sentence each."""
    with pytest.raises(FormError, match="会员登记"):
        blank("会员等级表", tmp_path)
    other = [("表名", "别的登记表"), ("简称", "别的"), ("代号", "other")]
    two = book(tmp_path / "两张.xlsx", 自定义表1=sheet(rules=()), 自定义表2=sheet(facts=other, rules=()))
    with pytest.raises(UsageError, match="2 张"):
        blank(str(two), tmp_path)
