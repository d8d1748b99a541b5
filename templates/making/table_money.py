# ruff: noqa: E501
"""表11: dues, accounts, assets, audit."""

from __future__ import annotations

from templates.making.layout import (
    BLUE,
    GREY,
    MONEY,
    RED,
    Chart,
    Row,
    Table,
    each,
    heading,
    line,
    stub,
    total,
    values,
)
from templates.making.table_welfare import of

_FUND = ("缴费工资总额", "应拨缴经费", "实拨缴经费", "=[3]/[2]", "留成经费", "上解经费", "返还经费")
_PEOPLE = ("期末会员数", "单位台账.税务登记职工人数", "=[9]/[8]")
DUES = Table(
    "表11-1", "工会经费收缴情况", "11-1", "元、人",
    (
        stub("序号", 5, "0"), stub("单位名称", 30), *values("工资总额\n（元） 应拨缴\n（元） 实拨缴\n（元）", 13, MONEY), *values("收缴率%", 9),
        *values("留成\n（元） 上解\n（元） 返还\n（元）", 12, MONEY), *values("会员（人） 税务登记\n（人）", 9), *values("税务登记为\n会员的%", 10),
    ),
    (
        each("单位", "序号", "单位名称", *_FUND, *_PEOPLE, where="应拨缴经费 > 0 or 实拨缴经费 > 0 or 缴费工资总额 > 0"),
        total("", "合计", *["⊕"] * 3, "=[3]/[2]", *["⊕"] * 5, "=[9]/[8]"),
        line("", "全街道", *_FUND, "", "", "", bold=True),
    ),
    more=("本期缴费单位 {{缴费单位数}} 家，有应缴没有缴的 {{未缴单位数}} 家；收缴率 {{经费收缴率}}。",),
    notes=("1. 只列本期有经费的单位；所属期整段在统计期间里的才计。2. 审核关系：3≤2（大于时请核对）；4=3/2；5+6≤3；合计行的1至7等于全街道行。",),
)  # fmt: skip

_ACCOUNT = ("科目上年决算", "科目本年预算", "科目本年执行", "=[3]/[2]")
_INCOME = (
    ("401", "会费收入"),
    ("402", "拨缴经费收入"),
    ("403", "上级补助收入"),
    ("404", "政府补助收入"),
    ("405", "行政补助收入"),
    ("406", "事业收入"),
    ("407", "投资收益"),
    ("408", "其他收入"),
)
_SPENT = (
    ("501", "职工活动支出"),
    ("502", "维权支出"),
    ("503", "业务支出"),
    ("504", "行政支出"),
    ("505", "资本性支出"),
    ("506", "补助下级支出"),
    ("507", "事业支出"),
    ("508", "其他支出"),
)


def _accounts(title: str, accounts: tuple[tuple[str, str], ...], side: str) -> tuple[Row, ...]:
    sums = (f"经费{side}上年决算", f"经费{side}预算", f"经费{side}决算", "=[3]/[2]")
    return (
        heading(title),
        *(line(name, code, *of(_ACCOUNT, "科目编号", code), "") for code, name in accounts),
        total("小计", "", "⊕", "⊕", "⊕", "=[3]/[2]", ""),
        line(f"{side}合计", "", *sums, "", bold=True),
    )


ACCOUNTS = Table(
    "表11-2", "工会经费收支情况", "11-2", "元",
    (stub("科目", 22), stub("编号", 8), *values("上年决算\n（元） 本年预算\n（元） 本期执行\n（元）", 15, MONEY), *values("执行率%", 10), stub("说明", 14)),
    (*_accounts("一、收入", _INCOME, "收入"), *_accounts("二、支出", _SPENT, "支出")),
    more=("预算执行率 {{预算执行率}}。",),
    notes=("审核关系：4=3/2；小计行=合计行（有列表以外科目的除外）；各单位的收支相加，只计三位科目。",),
    portrait=True,
    chart=Chart("column", "支出预算与执行", ((2, GREY), (3, BLUE)), first=12, last=19),
)  # fmt: skip

_ASSET = (
    "期初资产原值",
    "本期新增资产金额",
    "本期减少资产金额",
    "固定资产原值",
    "固定资产件数",
    "盘点不符件数",
)
ASSETS = Table(
    "表11-3", "固定资产情况", "11-3", "元、件、项",
    (stub("资产类别", 22), stub("代码", 7), *values("原值（元）/期初 原值（元）/增加 原值（元）/减少 原值（元）/期末", 15, MONEY), *values("数量（件） 盘点不符\n（项）", 11)),
    (*(line(one, "#", *of(_ASSET, "资产类别", one)) for one in ("房屋及建筑物", "专用设备", "一般设备", "文物和陈列品", "图书", "家具", "其他", "（未填）")), total("合计", "#"),
        line("全街道", "#", *_ASSET, bold=True)),
    notes=("1. 期初数由期末倒推；报废、处置的为减少。2. 审核关系：4=1+2−3；合计行=全街道行。",),
    chart=Chart("column", "各类资产期末原值", ((4, BLUE),), first=0, last=6),
)  # fmt: skip

_AUDIT = (
    "审计单位数",
    "审计项目数",
    "审计达标项目数",
    "审计问题数",
    "审计问题金额",
    "审计问题已整改数",
    "=[6]/[4]",
    "审计问题逾期未整改数",
)
AUDIT = Table(
    "表11-4", "经费审查监督情况", "11-4", "家、项、个、元",
    (stub("项目类别", 20), stub("代码", 7), *values("单位\n（家） 检查项目\n（项） 达标\n（项） 不达标\n（个）", 11), *values("涉及金额\n（元）", 15, MONEY), *values("已整改\n（个）", 11), *values("整改率%", 11), *values("逾期未整改\n（个）", 11)),
    (*(line(one, "#", *of(_AUDIT, "项目类别", one)) for one in ("组织与制度", "预算", "收入", "支出", "福利", "票据往来", "资产", "公开", "整改", "（未填）")),
        total("全街道（单位去重）", "#", *_AUDIT)),
    notes=("审核关系：3+4≤2；6≤4；7=6/4；6+8≤4；全街道行的1不大于各行之和，其余各列等于各行之和。",),
    chart=Chart("column", "各类问题与整改", ((4, RED), (6, BLUE)), first=0, last=8),
)  # fmt: skip
