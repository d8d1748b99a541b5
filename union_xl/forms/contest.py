"""职工技能竞赛总表 (domain 3.C, C1): one row per contest."""

# Annotations are no strings here: pydantic would have to compile each of them again.
from dataclasses import replace
from typing import Annotated, ClassVar

from union_xl import kinds
from union_xl.forms import contest_rules, shared
from union_xl.forms.base import Column, Form, RowRule, also, dated
from union_xl.forms.shared import Amount, Count, Day, Short, Text


class Contest(Form):
    """竞赛总表."""

    slug: ClassVar[str] = "contest"
    title: ClassVar[str] = "职工技能竞赛总表"
    short: ClassVar[str] = "竞赛总表"
    hints: ClassVar[tuple[str, ...]] = (
        "竞赛总表",
        "竞赛计划",
        "竞赛情况",
        "竞赛汇总",
        "竞赛台账",
        "竞赛安排",
        "竞赛一览",
    )
    marks: ClassVar[tuple[str, ...]] = ("赛",)
    duplicate_rule: ClassVar[str] = "C-DUP"
    row_rules: ClassVar[tuple[RowRule, ...]] = contest_rules.CONTEST_RULES
    keys: ClassVar[tuple[tuple[str, ...], ...]] = (("竞赛编号", "竞赛名称"), ("竞赛名称",))

    contest_id: Annotated[
        Short | None,
        Column(
            "竞赛编号", kinds.TEXT, ("赛事编号", "大赛编号"), "expected", "2022-01", "年份-序号", width=10
        ),
    ] = None
    name: Annotated[
        Short,
        Column(
            "竞赛名称",
            kinds.TEXT,
            also("赛事名称 大赛名称 比赛名称 竞赛项目名称 竞赛活动名称 赛项名称 技能竞赛名称"),
            "required",
            "第四届“元墅杯”养老护理职业技能大赛",
            width=32,
        ),
    ]
    level: Annotated[
        Short | None,
        Column(
            "级别",
            kinds.CONTEST_LEVEL,
            also("竞赛级别 层级 赛事级别 竞赛层级 比赛级别 竞赛等级 赛事层级"),
            "expected",
            "街道级",
            ditto=True,
            width=8,
        ),
    ] = None
    edition: Annotated[
        Count | None, Column("届次", kinds.EDITION, ("届数", "第几届"), example="4", width=8)
    ] = None
    cup: Annotated[
        Short | None, Column("冠名", kinds.TEXT, ("冠名单位", "冠名杯", "杯名"), example="元墅杯", width=12)
    ] = None
    host: Annotated[
        Short | None,
        Column("主办单位", kinds.TEXT, ("主办", "主办方"), "expected", "某街道总工会", ditto=True, width=22),
    ] = None
    organiser: Annotated[
        Short | None,
        Column(
            "承办单位",
            kinds.TEXT,
            ("承办", "承办方", "协办单位"),
            "expected",
            "某某公司",
            ditto=True,
            width=22,
        ),
    ] = None
    occupation: Annotated[
        Short | None,
        replace(
            shared.OCCUPATION,
            aliases=(
                *shared.OCCUPATION.aliases,
                "工种(项目)",
                "项目",
                "竞赛工种",
                "竞赛项目",
                "比赛项目",
                "比赛工种",
            ),
            need="expected",
        ),
    ] = None
    format: Annotated[
        Short | None,
        Column(
            "形式",
            kinds.CONTEST_FORMAT,
            ("竞赛形式", "比赛形式", "参赛形式"),
            "expected",
            "个人赛",
            ditto=True,
            width=8,
        ),
    ] = None
    plan_date: Annotated[
        Day | None,
        Column(
            "计划日期",
            kinds.DAY,
            also(
                "计划时间 计划举办日期 计划举办时间 拟举办时间 计划开展时间 预计时间 预计日期 "
                "计划完成时间 拟定时间 计划举办年月"
            )
            + dated("计划举办 拟举办 计划开展 计划竞赛 预计举办"),
            "expected",
            "2022-05",
            width=12,
        ),
    ] = None
    actual_date: Annotated[
        Day | None,
        Column(
            "实际日期",
            kinds.DAY,
            also(
                "实际时间 举办日期 举办时间 实际举办日期 实际举办时间 竞赛日期 比赛日期 完成时间 完成日期 "
                "开赛日期 实际完成日期 实际完成时间"
            )
            + dated("举办 实际举办 竞赛 比赛 竞赛举办 实际竞赛"),
            example="2022-05-20",
            width=12,
        ),
    ] = None
    place: Annotated[
        Text | None, Column("地点", kinds.TEXT, ("竞赛地点", "比赛地点", "举办地点"), width=16)
    ] = None
    state: Annotated[
        Short | None,
        Column(
            "完成情况",
            kinds.CONTEST_STATE,
            ("状态", "竞赛状态", "进展", "进度", "举办情况", "完成状态", "进展情况", "举办状态"),
            "expected",
            "已完成",
            width=10,
        ),
    ] = None
    quota: Annotated[
        Count | None, Column("名额", kinds.COUNT, ("参赛名额", "计划人数", "名额数"), example="60", width=8)
    ] = None
    per_unit: Annotated[
        Count | None,
        Column("每单位限报", kinds.COUNT, ("每单位限报人数", "单位限报", "限报人数"), example="3", width=10),
    ] = None
    team_size: Annotated[
        Count | None, Column("每队人数", kinds.COUNT, ("队员人数", "每队限报"), example="1", width=8)
    ] = None
    age_min: Annotated[
        Count | None,
        Column("最小年龄", kinds.COUNT, ("年龄下限", "最低年龄", "最小年龄要求"), example="16", width=8),
    ] = None
    age_max: Annotated[
        Count | None, Column("最大年龄", kinds.COUNT, ("年龄上限", "最高年龄"), example="60", width=8)
    ] = None
    years_min: Annotated[
        Amount | None,
        Column(
            "最低从业年限",
            kinds.YEARS,
            ("年限条件", "从业年限要求", "工作年限要求", "最低工作年限"),
            example="2",
            width=10,
        ),
    ] = None
    theory_weight: Annotated[
        Amount | None,
        Column("理论权重", kinds.SHARE, ("理论占比", "理论成绩占比", "理论比例"), "expected", "0.3", width=8),
    ] = None
    practice_weight: Annotated[
        Amount | None,
        Column("实操权重", kinds.SHARE, ("实操占比", "实操成绩占比", "实操比例"), "expected", "0.7", width=8),
    ] = None
    awards: Annotated[
        Text | None,
        Column(
            "奖项设置",
            kinds.TEXT,
            ("奖项", "奖励设置", "设奖情况"),
            "expected",
            "一等奖1 二等奖2 三等奖3",
            width=24,
        ),
    ] = None
    budget: Annotated[
        Amount | None,
        Column(
            "预算", kinds.MONEY, ("预算(元)", "经费预算", "预算金额", "预算经费"), example="20000", width=10
        ),
    ] = None
    cost: Annotated[
        Amount | None,
        Column(
            "决算",
            kinds.MONEY,
            ("决算(元)", "实际支出", "决算金额", "实际经费", "经费决算"),
            example="18500",
            width=10,
        ),
    ] = None
    remark: Annotated[Text | None, shared.REMARK] = None
