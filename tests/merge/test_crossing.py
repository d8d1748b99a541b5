"""Rules across files: what the whole ledger tells, and when it had better be silent."""

from __future__ import annotations

import pytest

from tests.merge.returns import member, part, sent
from union_xl import merge
from union_xl.model import RunContext

UNIT, OTHER = "杭州甲样板有限公司", "杭州乙样板有限公司"


@pytest.mark.parametrize(("said", "told"), [(2, True), (3, False), (4, False), (5, False), (6, True)])
def test_held_and_joined_rows_explain_a_difference(said: int, told: bool):
    """已录入会员数 is news only where kept rows, held rows and rows carried by another cannot make it up."""
    register = part([{"单位名称": UNIT, "已录入会员数": said}], UNIT, form="unit-register")
    rows = [member(n, UNIT) for n in range(3)]
    twice = member(90, UNIT, 会籍变化日期=rows[0]["会籍变化日期"].replace(month=1))
    members = part([*rows, twice], UNIT, held=[{"姓名": "张三"}])
    others = part([member(90, OTHER)], OTHER)
    ledger = merge.merge(
        [sent("台账.xlsx", register), sent("甲.xlsx", members), sent("乙.xlsx", others)], RunContext()
    )
    assert (len(ledger.frames["member"]), ledger.unbalanced) == (4, ())
    assert any(one.rule == "B-R11" for one in ledger.findings) == told


def test_a_held_row_speaks_for_its_own_unit():
    """In a joint list a held row explains the difference of the unit it names, not of the sender."""
    register = part(
        [{"单位名称": UNIT, "已录入会员数": 2}, {"单位名称": OTHER, "已录入会员数": 2}],
        UNIT,
        form="unit-register",
    )
    joint = part([member(1, UNIT), member(2, OTHER)], UNIT, held=[{"姓名": "张三", "单位名称": OTHER}])
    ledger = merge.merge([sent("台账.xlsx", register), sent("会员.xlsx", joint)], RunContext())
    assert [one.seen for one in ledger.findings if one.rule == "B-R11"] == [2]
    assert [one.place.row for one in ledger.findings if one.rule == "B-R11"] == [2]
