"""A folder of 0.3.0, with edits and decisions, merged by this version: nothing is lost, figures are the same.

`of_0_3_0` was made by 0.3.0: four returns, merged; a phone changed, a held row corrected, a person of two
units decided, an incomplete list taken as an addition, a row typed and one deleted; merged again; then a
further phone changed.  The numbers below are what 0.3.0 makes of it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.merge.returns import document
from tests.merging.test_clerk import run, value
from union_xl import ledger_book

HOME = Path(__file__).parent / "of_0_3_0"


@pytest.mark.parametrize("state", [True, False], ids=["state", "no state"])
def test_a_folder_of_0_3_0_loses_nothing(tmp_path: Path, state: bool):
    """Edits, corrections, decisions, the typed and the deleted row are as 0.3.0 would have them."""
    shutil.copytree(HOME, tmp_path / "desk")
    desk = tmp_path / "desk" / "收件", tmp_path / "desk" / "结果"
    if not state:
        shutil.rmtree(desk[1] / ".union_xl")
    old = ledger_book.read(desk[1] / "汇总台账.xlsx").frames["member"]
    assert "正常" in set(old["台账状态"])  # called 状态 there
    for _ in range(3):
        made, ledger = run(desk)
        assert made.accounts["member"] == {"read": 20, "kept": 16, "joined": 3, "held": 1}
        assert made.levels["错误"] == made.exit_code == 0
        assert value(ledger, document(5), "手机号码") == "13700000005"
        assert value(ledger, document(6), "手机号码") == "13700000006"
        assert value(ledger, "330105199003072013", "单位名称") == "杭州乙样板有限公司"
        assert value(ledger, document(3), "单位名称") == "杭州丙样板有限公司"
        assert value(ledger, document(40), "来源文件") == "（经办人补录）"
        assert document(12) not in set(ledger.frames["member"]["证件号码"])
        assert [one.verdict for one in made.ledger.conflicts if one.kind == "B-R2"] == ["保留甲"]
        edits = [one.after for one in made.ledger.corrections if one.why == "经办人修改"]
        assert edits == ["330105199003072013", "13700000005", "13700000006"]
