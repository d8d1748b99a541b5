# ruff: noqa: E501
"""表4 and 表5: contests, and who was recommended for honours."""

from __future__ import annotations

from templates.making.layout import (
    BLUE,
    DAY,
    MONEY,
    ORANGE,
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

_DONE = "coalesce(完成情况 = '已完成' and coalesce(实际日期 between 期初 and 期末, true), false)"
_OPEN = "竞赛名称 <> '（未填）' and coalesce(完成情况, '') not in ('已完成', '取消')"
_OF_CONTEST = (
    "参赛企业数",
    "参赛职工人数",
    "参赛职工人次",
    "女选手人数",
    "会员选手人数",
    "获奖人数",
    "一等奖人数",
    "通过竞赛晋级人数",
    "竞赛投入经费",
)
CONTESTS = Table(
    "表4", "职工技能竞赛汇总表", "04", "场、家、人、元",
    (
        stub("序号", 5, "0"), stub("竞赛名称", 36), stub("级别", 8), stub("工种", 12), stub("主办单位", 22), stub("日期", 12, DAY),
        *values("参赛企业\n（家） 参赛职工/人数 参赛职工/人次 参赛人数中/女 参赛人数中/会员", 8.5), *values("结果（人）/获奖 结果（人）/其中：\n一等奖 结果（人）/晋级", 8.5),
        *values("经费（元）", 12, MONEY),
    ),
    (
        heading("一、已完成"),
        each("竞赛", "序号", "竞赛名称", "级别", "工种", "主办单位", "实际日期", *_OF_CONTEST, where=_DONE, order="实际日期"),
        total("", "小计（{{完成竞赛场次}} 场）", "", "", "", "", "参赛企业数", "参赛职工人数", *["⊕"] * 3, "⊕", "⊕", "⊕", "⊕"),
        heading("二、计划（尚未完成）"),
        each("竞赛", "序号", "竞赛名称", "级别", "工种", "主办单位", "计划日期", *[""] * 9, where=_OPEN, order="计划日期"),
    ),
    more=("本期街道级完成 {{街道级完成场次}} 场、企业级完成 {{企业级完成场次}} 场，企业级计划 {{企业级计划场次}} 场；覆盖工种 {{竞赛覆盖工种数}} 个；优秀组织奖 {{优秀组织奖单位数}} 家。",),
    notes=("1. 参赛数只统计本期已完成的竞赛；小计行的参赛企业、参赛人数去重，不等于各场相加。2. 审核关系：2≤3；4、5≤2；6、8≤2；7≤6；1各行之和≥小计。",),
    chart=Chart("column", "各场竞赛参赛人数", ((2, BLUE), (4, ORANGE)), names=1, first=1, last=1),
)  # fmt: skip

_OF_PERIOD = (
    "coalesce(公示开始, 公示结束, 表彰日期, case when 年度 = year(期末) then 期末 end) between 期初 and 期末"
)
_LEVEL = "case 级别 when '国家级' then 1 when '省级' then 2 when '市级' then 3 when '区级' then 4 else 5 end; 荣誉名称"


def _honoured(title: str, kind: str, got: str) -> tuple[Row, Row, Row]:
    return (
        heading(title),
        each("评先推荐", "序号", "推荐对象", "所在单位", "荣誉名称", "级别", "对象类型", "身份类别", "公示开始", "公示结束", "表彰日期", "表彰文号", "状态进度",
            where=f"对象类型 = '{kind}' and {_OF_PERIOD}", order=_LEVEL),
        line("", f"小计：推荐 {{{{推荐数|对象类型={kind}}}}}，获评 {{{{{got}}}}}", *[""] * 10, bold=True),
    )  # fmt: skip


HONOURS = Table(
    "表5", "评先推荐汇总表", "05", "个、人",
    (
        stub("序号", 5, "0"), stub("推荐对象", 22), stub("所在单位", 28), stub("荣誉名称", 15), stub("级别", 8), stub("对象\n类型", 8), stub("身份类别", 14),
        *values("公示/开始 公示/结束 表彰\n日期", 12, DAY), stub("文号", 20), stub("进度", 9),
    ),
    (
        *_honoured("一、集体", "单位", "获评集体数"), *_honoured("二、个人", "个人", "获评个人数"), *_honoured("三、班组", "班组", "获评班组数"),
    ),
    more=("本期推荐 {{推荐数}} 个，其中一线职工占推荐个人的 {{一线职工推荐占比}}；获评 {{获评荣誉名单|个数}} 个，其中区级以上 {{区级以上荣誉数}} 个、工匠 {{工匠获评数}} 人。",),
    notes=("1. 本表不列证件号码、出生日期和联系电话。2. 按级别、荣誉名称排列。3. 审核关系：1≤2≤3；小计等于本组行数。",),
)  # fmt: skip
_LEVELS = ("国家级", "省级", "市级", "区级", "街道级")
HONOURS_SUM = Table(
    "分级别", "评先推荐和获评情况（分级别）", "05-1", "个、人",
    (stub("级别", 20), stub("代码", 8), *values("推荐 获评/集体 获评/个人 获评/班组", 14)),
    (
        *(line(one, "#", *(f"{name}|级别={one}" for name in ("推荐数", "获评集体数", "获评个人数", "获评班组数"))) for one in _LEVELS),
        total("合计", "#"),
        line("全部", "#", "推荐数", "获评集体数", "获评个人数", "获评班组数", bold=True),
    ),
    notes=("审核关系：合计行=全部行（级别未填的只在全部行里）。",),
    portrait=True,
    chart=Chart("column", "各级推荐和获评", ((1, "#A6A6A6"), (2, BLUE), (3, ORANGE)), first=0, last=4),
)  # fmt: skip
