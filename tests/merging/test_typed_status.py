"""What the clerk types over 状态 of 报送情况 stays over the next merges."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.merge.returns import member
from tests.merging.test_clerk import give
from union_xl.merge.reporting_status import status_and_note
from union_xl.run import merge

A, B, C = "杭州甲样板有限公司", "杭州乙样板有限公司", "杭州丙样板有限公司"


def states(path: Path) -> dict[str, str]:
    head, *lines = openpyxl.load_workbook(path)["报送情况"].iter_rows(values_only=True)
    return {line[head.index("单位")]: line[head.index("状态")] for line in lines}


def test_a_note_and_an_exemption_stay(tmp_path: Path) -> None:
    """A note stands beside the state until the return is in; 免报 holds until something comes."""
    give(tmp_path / "收回", A, [member(1, A)])
    roster = tmp_path / "名册.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["单位名称", "应报表"])
    for unit in (A, B, C):
        book.active.append([unit, "会员登记"])
    book.active.title = "应报单位"
    book.save(roster)

    def run() -> dict[str, str]:
        made = merge.merge(tmp_path / "收回", tmp_path / "out", period="2022H1", jobs=1, office=roster)
        return states(made.ledger_path)

    assert run() == {A: "已报", B: "未报", C: "未报"}
    path = tmp_path / "out/汇总台账.xlsx"
    book = openpyxl.load_workbook(path)
    for row in book["报送情况"].iter_rows(min_row=2):
        typed = {B: "已电话催过", C: "免报"}.get(row[0].value)
        if typed:
            row[3].value = typed
    book.save(path)
    stays = {A: "已报", B: "未报（已电话催过）", C: "免报（经办人）"}
    assert run() == stays and run() == stays
    give(tmp_path / "收回", B, [member(11, B)])
    give(tmp_path / "收回", C, [member(21, C)])
    assert run() == {A: "已报", B: "已报", C: "已报"}


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("未报", ("未报", "")),
        ("未报（已电话催过）", ("未报", "已电话催过")),
        ("已电话催过", ("", "已电话催过")),
        (None, ("", "")),
    ],
)
def test_a_cell_of_the_state_is_read(cell: object, said: tuple[str, str]) -> None:
    assert status_and_note(cell) == said
