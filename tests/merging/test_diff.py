"""The change list between two ledgers."""

from __future__ import annotations

import openpyxl

from tests.merge.returns import document, member
from tests.merging.test_clerk import give
from union_xl.flow import diff, merging


def test_joined_left_moved_changed(tmp_path):
    """Each kind of change stands on its own sheet, with before and after."""
    old, new = tmp_path / "旧", tmp_path / "新"
    give(old, "杭州甲样板有限公司", [member(n, "杭州甲样板有限公司") for n in range(1, 6)])
    rows = [member(n, "杭州甲样板有限公司") for n in (1, 2, 6)]
    rows[1]["手机号码"] = "13600000000"
    rows.append(member(3, "杭州甲样板有限公司", 会籍变化类型="转出", 会籍变化日期="2022-08-01"))
    give(new, "杭州甲样板有限公司", rows)
    give(new, "杭州乙样板有限公司", [member(4, "杭州乙样板有限公司")])
    one = merging.merge(old, tmp_path / "a", period="2022H1", jobs=1)
    two = merging.merge(new, tmp_path / "b", period="2022H2", jobs=1)
    made = diff.diff(one.ledger_path, two.ledger_path, tmp_path / "变动.xlsx")
    assert made.by_form == (("会员登记", 1, 2, 1, 1),)
    book = openpyxl.load_workbook(tmp_path / "变动.xlsx")
    said = {
        name: [[c.value for c in row] for row in book[name].iter_rows(min_row=2)] for name in book.sheetnames
    }
    assert document(6) in said["新增"][0][3]
    assert {line[4] for line in said["减少"]} == {"转出", "台账中已没有"}
    assert said["转移"][0][3:5] == ["杭州甲样板有限公司", "杭州乙样板有限公司"]
    assert said["变更"][0][4:] == ["手机号码", "13900000002", "13600000000"]
    assert not list(tmp_path.glob(".*"))
