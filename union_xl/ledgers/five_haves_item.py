"""五有职工之家检查表 (ledgers 4.17): one row per unit and item."""

from __future__ import annotations

from union_xl.ledgers import checklist
from union_xl.ledgers.figures import check, figure, formula
from union_xl.ledgers.form import Form
from union_xl.model import ERROR

_MET = "是否达标 = '达标' and coalesce(年度, year(完成日期末)) = year(期末) and coalesce(完成日期末, 期末) <= 期末"
_OTHERS = "别.是否达标 = '达标' and coalesce(别.年度, year(别.完成日期末)) = year(期末) and coalesce(别.完成日期末, 期末) <= 期末"
_ITEMS = "coalesce(length(设置.五有内容) - length(replace(设置.五有内容, '、', '')) + 1, 5)"
"""As many as 设置 names, else five."""

# fmt: off
INDICATORS = (
    figure("J05", "五有达标单位数", "去重",
        f"{_MET} and (select count(distinct 别.项目) from 五有检查 别 where 别.单位名称 = 五有检查.单位名称 and {_OTHERS}) >= {_ITEMS}",
        field="单位名称", unit="家", about="期末所在年度五项都达标的"),
    figure("J05b", "五有检查单位数", "去重", "coalesce(年度, year(完成日期末)) = year(期末) and coalesce(完成日期末, 期末) <= 期末",
        field="单位名称", unit="家", about="期末所在年度查过的"),
    formula("J06", "五有未达标单位数", "五有检查单位数 - 五有达标单位数", unit="家", about="查过、还没有全部达标的"),
)
CHECKS = (check("X70", "五有达标单位数 <= 五有检查单位数", ERROR, "达标的都查过"),)


# fmt: on
FORM = Form(
    slug="five-haves-item",
    title="五有职工之家检查表",
    short="五有检查",
    group="阵地与活动",
    hints=("五有", "职工之家 检查", "职工之家 验收", "规范化 检查"),
    marks=checklist.MARKS,
    keys=checklist.KEYS,
    owed="all",
    replaces="增量",
    deadline="报送截止日·五有检查",
    matrix=checklist.MATRIX,
    columns=checklist.columns(
        "五有←五有职工之家",
        "五有",
        "有场地",
    ),
    rules=checklist.RULES,
    indicators=INDICATORS,
    checks=CHECKS,
    charts=checklist.CHARTS,
    compared=checklist.COMPARED,
    lists=checklist.lists_of("五有检查"),
    due=checklist.DUE,
)
