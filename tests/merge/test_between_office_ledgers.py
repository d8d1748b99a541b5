# ruff: noqa: E501
"""The rules between contracts, sites, checklists, funds and officers: nobody innocent is asked, each fault at
its row, no row held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.merge.test_between_ledgers import UNIT, Row, merged, told

D = dt.date
OTHER = "杭州乙样板有限公司"


def contract(number: str, **more: Any) -> Row:
    whole = {
        "签订单位": UNIT,
        "合同编号": number,
        "合同类型": "综合集体合同",
        "签订形式": "企业单独",
        "合同状态": "有效",
    }
    whole |= {
        "签订日期": D(2022, 5, 10),
        "期限开始": D(2022, 5, 10),
        "期限结束": D(2025, 5, 9),
        "覆盖企业数": 1,
    }
    return whole | {"覆盖职工数": 86} | more


GOOD: Mapping[str, Sequence[Row]] = {
    "unit-register": [
        {"单位名称": UNIT, "职工总数": 86, "是否建会": "已建"},
        {"单位名称": OTHER, "职工总数": 12, "是否建会": "未建", "统一社会信用代码": None},
    ],
    "contract": [
        contract("1"),
        contract("2", 合同类型="工资专项", 期限结束=D(2023, 5, 9)),
        contract("3", 签订日期=D(2019, 5, 10), 期限开始=D(2019, 5, 10), 期限结束=D(2022, 5, 9), 合同状态="到期"),
        contract("4", 签订单位="北星社区联合工会", 签订形式="区域性", 覆盖企业数=2, 覆盖职工数=98),
        contract("5", 签订单位=OTHER, 覆盖职工数=12),
    ],
    "contract-cover": [{"合同编号": "4", "单位名称": name, "职工数": 49} for name in (UNIT, OTHER)],
    "steward-site": [{"年度": 2022, "单位名称": UNIT, "示范级别": "示范点", "验收日期": D(2022, 6, 10)}],
    "steward-item": [
        {"年度": 2022, "单位名称": UNIT, "项目类别": "场所", "序号项": number, "项目": f"第{number}项", "是否达标": "达标"}
        for number in range(1, 16)
    ],
    "audit-item": [
        {"年度": 2022, "单位名称": UNIT, "项目类别": "支出", "序号项": 1, "项目": "手续齐全", "检查人": "孙七、周八"}
    ],
    "venue": [
        {"阵地类型": kind, "名称": name, "单位名称": UNIT, "地址": "某路1号", "启用日期": D(2022, 3, 1)}
        for kind, name in (("爱心驿家", "甲驿家"), ("妈咪暖心小屋", "甲小屋"))
    ],
    "fund": [
        {"单位名称": UNIT, "所属期": "2022Q1", "应拨缴": 24000, "实拨缴": 24000},
        {"单位名称": OTHER, "所属期": "2022Q1", "应拨缴": 900, "实拨缴": 900, "收缴方式": "筹备金"},
    ],
    "fund-budget": [
        {"年度": 2022, "单位名称": UNIT, "科目编号": code, "科目名称": code, "本年预算数": amount}
        for code, amount in (("502", 30000), ("50201", 12000), ("50204", 18000), ("503", 900))
    ],
    "cadre": [
        {"单位名称": UNIT, "姓名": "吴九", "工会职务": "财务", "手机号码": "13900000009"},
        {"单位名称": OTHER, "姓名": "孙七", "工会职务": "财务", "手机号码": "13900000007"},
    ],
}  # fmt: skip


def test_a_round_in_which_all_is_well_tells_nothing() -> None:
    """A contract that ran out before the next, an annex, a fund for founding, an auditor who is elsewhere the
    cashier, two functions at one address."""
    ledger = merged(GOOD)
    assert told(ledger) == set()
    assert {slug: len(rows) for slug, rows in GOOD.items()} == {
        slug: len(ledger.frames[slug]) for slug in GOOD
    }


CHANGED: Sequence[tuple[str, str, int, Row]] = (
    ("X52", "contract", 3, {"覆盖企业数": 3}),
    ("X53", "contract", 2, {"期限结束": D(2023, 5, 9)}),
    ("X54", "contract", 4, {"覆盖职工数": 13}),
    ("X56", "steward-item", 3, {"是否达标": "不达标", "问题": "缺", "整改期限": D(2022, 9, 30)}),
    ("X57", "venue", 1, {"阵地类型": "爱心驿家"}),
    ("X58", "fund", 1, {"收缴方式": "税务代收"}),
    ("X60", "audit-item", 0, {"检查人": "周八、吴九"}),
    ("K-R20", "fund-budget", 1, {"本年预算数": 1200}),
)
TOLD_AT = {"X56": ("steward-site", 0), "K-R20": ("fund-budget", 0)}
"""Where another row than the changed one is told."""
BOTH = frozenset(["X53", "X57"])


@pytest.mark.parametrize(("code", "slug", "row", "changes"), CHANGED, ids=[one[0] for one in CHANGED])
def test_a_fault_is_told_at_its_row(code: str, slug: str, row: int, changes: Row) -> None:
    rows = [one | changes if at == row else one for at, one in enumerate(GOOD[slug])]
    ledger = merged({**GOOD, slug: rows})
    found = told(ledger)
    assert (code, *TOLD_AT.get(code, (slug, row))) in found
    assert {one for one, _, _ in found} == {code} and len(found) == 1 + (code in BOTH)
    assert len(ledger.frames[slug]) == len(rows)


def test_without_the_other_ledger_a_rule_rests() -> None:
    for slug in ("unit-register", "contract-cover", "steward-item", "cadre"):
        assert told(merged({name: rows for name, rows in GOOD.items() if name != slug})) == set()
