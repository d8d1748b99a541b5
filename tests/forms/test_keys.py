"""What names a row when returns are laid together."""

from __future__ import annotations

from union_xl.ledgers import form
from union_xl.ledgers.keys import row_keys


def test_an_old_code_names_no_unit() -> None:
    """Two firms with one nine-digit code are two; eighteen places are the firm's, whatever its name."""
    register = form("unit-register")
    columns = {
        "统一社会信用代码": ["MA27XG2U7"] * 2 + ["91330105MC0000020U"] * 2,
        "单位名称": list("甲乙丙丁"),
    }
    keys = row_keys(register, columns, 4)
    assert keys[0] != keys[1] and keys[2] == keys[3]


def test_a_contest_goes_by_its_name() -> None:
    """Each firm numbers its own contests from one."""
    columns = {"竞赛编号": ["2022-01"] * 2, "竞赛名称": ["电工赛", "焊工赛"]}
    assert len(set(row_keys(form("contest"), columns, 2))) == 2
