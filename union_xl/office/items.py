"""The lines of the sheet 设置: one table for reading, for the fresh workbook and for its help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

Shape = Literal[
    "text",
    "phone",
    "list",
    "words",
    "period",
    "date",
    "whole",
    "levels",
    "yes",
    "count",
    "number",
    "rate",
    "choice",
]
"""What a value looks like; `list` are passwords and the like, `words` a list of names, `rate` 2% or 0.02,
`whole` 全量/增量, `yes` 是/否, `count` a whole number, `number` any number, both from 0."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of 设置.

    `name` is the 项目 a clerk reads, `key` the name the program uses, `default` what a fresh workbook
    holds (None: blank), `says` the 说明.  `aliases` are other spellings of 项目.  `least` and `most`
    bound numbers.
    """

    name: str
    key: str
    shape: Shape
    group: str
    says: str
    default: Any = None
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    least: float = 0
    most: float = 1e12


OFFICE, PERIOD, RETURNS, UNIONS, CONTESTS, MONEY, CARE, PLACES, REPORTS, LIMITS = (
    "单位",
    "期间",
    "收表",
    "建会与会员",
    "竞赛",
    "经费与合同",
    "疗休养与帮扶",
    "阵地与品牌",
    "统计口径",
    "读取限制",
)

STANDARD: tuple[Item, ...] = (
    Item(
        "填报单位",
        "office",
        "text",
        OFFICE,
        "本级工会全称，写进报表、回执和催报",
        aliases=("单位名称", "街道总工会", "org_name"),
    ),
    Item(
        "上级单位", "superior", "text", OFFICE, "报表报给谁，如某区总工会", aliases=("上级工会", "区总工会")
    ),
    Item("单位负责人", "head", "text", OFFICE, "报表落款用", aliases=("负责人",)),
    Item("填表人", "filler", "text", OFFICE, "报表落款用", aliases=("填报人", "制表人", "经办人")),
    Item("联系人", "contact", "text", OFFICE, "退回和催报里请下级单位联系谁"),
    Item("联系电话", "phone", "phone", OFFICE, "退回和催报里留的电话", aliases=("电话", "联系方式")),
    Item(
        "统计期间",
        "period",
        "period",
        PERIOD,
        "写成 2022H1（上半年）、2022Q1、2022-03 或 2022；2022年上半年 也可以",
        aliases=("期间", "报告期", "统计周期", "所属期间"),
    ),
    Item(
        "截止日",
        "as_of",
        "date",
        PERIOD,
        "数据算到哪一天；空着就是期间最后一天",
        aliases=("数据截止日", "统计截止日", "截止日期", "as_of"),
    ),
    Item(
        "报送截止日",
        "deadline",
        "date",
        PERIOD,
        "下级单位最迟哪天报来，算逾期用",
        aliases=("报送截止日期", "报送期限", "上报截止日"),
    ),
    Item(
        "补正截止日",
        "correction_deadline",
        "date",
        PERIOD,
        "退回后最迟哪天补正",
        aliases=("补正截止日期", "补报截止日", "补报截止"),
    ),
    Item(
        "报出日期",
        "reported_on",
        "date",
        PERIOD,
        "报表落款日期；空着由模板留白",
        aliases=("报出日", "填报日期"),
    ),
    Item(
        "打开密码",
        "passwords",
        "list",
        RETURNS,
        "报来的加密文件用的密码，几个用顿号隔开",
        aliases=("密码", "文件密码"),
    ),
    Item(
        "报送方式·单位台账",
        "whole:unit-register",
        "whole",
        RETURNS,
        "全量：每次报全部；增量：只报变化",
        choices=("全量", "增量"),
    ),
    Item(
        "报送方式·会员登记",
        "whole:member",
        "whole",
        RETURNS,
        "全量：每次报全部；增量：只报变化",
        choices=("全量", "增量"),
    ),
    Item(
        "报送方式·竞赛总表",
        "whole:contest",
        "whole",
        RETURNS,
        "全量：每次报全部；增量：只报变化",
        choices=("全量", "增量"),
    ),
    Item(
        "报送方式·竞赛报名",
        "whole:contest-entry",
        "whole",
        RETURNS,
        "全量：每次报全部；增量：只报变化",
        choices=("全量", "增量"),
    ),
    Item(
        "规则级别",
        "levels",
        "levels",
        RETURNS,
        "改某条规则的级别，如 B-R3=提醒、X2=提醒",
        aliases=("规则等级",),
    ),
)

PARAMETERS: tuple[Item, ...] = (
    Item(
        "最低入会年龄", "join_min_age", "count", UNIONS, "周岁；低于此年龄入会要核对", 16, least=1, most=100
    ),
    Item(
        "男职工退休年龄",
        "retire_age_men",
        "number",
        UNIONS,
        "周岁；2025年起逐步推迟由程序按日期计算",
        60,
        ("男退休年龄",),
        least=40,
        most=80,
    ),
    Item("女干部退休年龄", "retire_age_women_cadre", "number", UNIONS, "周岁", 55, least=40, most=80),
    Item(
        "女工人退休年龄",
        "retire_age_women",
        "number",
        UNIONS,
        "周岁",
        50,
        ("女职工退休年龄", "女退休年龄"),
        least=40,
        most=80,
    ),
    Item(
        "建会人数线",
        "union_min_members",
        "count",
        UNIONS,
        "职工达到此人数应单独建会",
        25,
        ("单独建会人数",),
        least=1,
        most=10_000,
    ),
    Item(
        "女职工委员会人数线",
        "women_committee_threshold",
        "count",
        UNIONS,
        "女会员达到此人数应设女职工委员会",
        10,
        ("女职委人数线",),
        least=1,
        most=10_000,
    ),
    Item(
        "同步录入天数", "sync_days", "count", UNIONS, "新建工会后几天内录入会员算同步", 30, least=1, most=366
    ),
    Item("实名制达标比例", "realname_rate", "rate", UNIONS, "已录入会员占会员数的比例，低于此算未实名", 0.8),
    Item(
        "同手机人数上限",
        "same_mobile_max",
        "count",
        UNIONS,
        "同一手机号最多几人使用，达到即为错误",
        4,
        least=2,
        most=1000,
    ),
    Item(
        "骤减待确认比例",
        "lacking_share",
        "rate",
        UNIONS,
        "全量报送时，比上次少了超过这个比例的人，先列为待确认",
        0.2,
    ),
    Item("参赛最低年龄", "contest_min_age", "count", CONTESTS, "周岁", 16, least=1, most=100),
    Item(
        "每单位限报人数",
        "max_per_org",
        "count",
        CONTESTS,
        "每个单位每个项目最多报几人（总表另有规定的从总表）",
        3,
        ("每单位限报",),
        least=1,
        most=10_000,
    ),
    Item("理论成绩权重", "theory_weight", "rate", CONTESTS, "与实操权重合计为 1", 0.3, ("理论权重",)),
    Item("实操成绩权重", "practice_weight", "rate", CONTESTS, "与理论权重合计为 1", 0.7, ("实操权重",)),
    Item(
        "公示工作日",
        "publicity_days",
        "count",
        CONTESTS,
        "评选结果公示几个工作日",
        5,
        ("公示天数",),
        most=366,
    ),
    Item("工会经费比例", "fund_rate", "rate", MONEY, "按工资总额计提的比例", 0.02),
    Item("会费比例", "dues_rate", "rate", MONEY, "按本人工资计交的比例", 0.005),
    Item("经费基层留成", "fund_share_grassroots", "rate", MONEY, "与上缴比例合计为 1；各地不同，请核实", 0.6),
    Item("经费上缴比例", "fund_share_upper", "rate", MONEY, "各地不同，请核实", 0.4),
    Item("集体合同最短年限", "contract_term_min", "number", MONEY, "年", 1, most=50),
    Item("集体合同最长年限", "contract_term_max", "number", MONEY, "年", 3, most=50),
    Item("工资专项合同年限", "wage_contract_term", "number", MONEY, "年", 1, most=50),
    Item(
        "疗休养天数上限",
        "recup_days_max",
        "count",
        CARE,
        "每人每年合计天数（含路途），按天数不按次数",
        5,
        least=1,
        most=366,
    ),
    Item("疗休养日标准", "recup_day_fee", "number", CARE, "元/人/天；各地不同，请核实", 600),
    Item("低保标准", "dibao_line", "number", CARE, "元/人/月；当年标准，请向民政核实", None, ("低保线",)),
    Item(
        "困难职工分类",
        "hardship_rule_set",
        "choice",
        CARE,
        "按哪一套分类",
        "深度/相对/意外",
        choices=("深度/相对/意外", "全国级/省级", "低保户/低保边缘户/意外致困户"),
    ),
    Item("医疗互助方案", "mutual_aid_scheme", "text", CARE, "方案名称，请核实"),
    Item("医疗互助保障期", "mutual_aid_period", "text", CARE, "如 2022-01-01至2022-12-31，请核实"),
    Item("医疗互助参保费", "mutual_aid_fee", "number", CARE, "元/人，请核实"),
    Item("爱心驿站最小面积", "care_station_min_area", "number", PLACES, "平方米", 20),
    Item("妈咪小屋最小面积", "mothers_room_area", "number", PLACES, "平方米", 10),
    Item(
        "平安管家项目",
        "safety_steward_items",
        "words",
        PLACES,
        "六大场所、三支队伍、五项行动、保障机制各项的名称，用顿号隔开，请核实",
    ),
    Item("五有内容", "five_haves_items", "words", PLACES, "五有职工之家的五项名称，用顿号隔开，请核实"),
    Item("模板审计项目", "audit_template_items", "words", PLACES, "审计模板各项名称，用顿号隔开，请核实"),
    Item(
        "会员数不含保留会籍",
        "member_count_excludes_retained",
        "yes",
        REPORTS,
        "期末会员数是否不含保留会籍的人",
        True,
        choices=("是", "否"),
    ),
    Item(
        "联合工会按一家计",
        "joint_union_counts_once",
        "yes",
        REPORTS,
        "新建工会家数里，联合工会算一家（涵盖单位另列）",
        True,
        choices=("是", "否"),
    ),
    Item(
        "发展会员含转入",
        "new_members_include_transfers",
        "yes",
        REPORTS,
        "发展会员数是否含转入的人",
        False,
        choices=("是", "否"),
    ),
    Item(
        "行业编码",
        "industry_coding",
        "choice",
        REPORTS,
        "工会统计用 01–20，区里要国标字母时改选",
        "工会01-20",
        choices=("工会01-20", "国标字母"),
    ),
    Item(
        "年报统计期",
        "annual_stat_period",
        "text",
        REPORTS,
        "年报从何月何日到何月何日，请核实",
        "10-01至09-30",
    ),
)

BOUNDS: tuple[Item, ...] = (
    Item(
        "单个文件上限",
        "file_bytes",
        "number",
        LIMITS,
        "MB；更大的文件不读，列入未能读取",
        100,
        least=0.01,
        most=4_000,
    ),
    Item("解压后上限", "unpacked_bytes", "number", LIMITS, "MB；防压缩炸弹", 400, least=0.1, most=16_000),
    Item("压缩比上限", "ratio", "number", LIMITS, "解压后与压缩前之比", 200, least=2, most=100_000),
    Item("单表单元格上限", "cells", "count", LIMITS, "行数乘列数", 20_000_000, least=100, most=2_000_000_000),
    Item("单个文件时限", "seconds", "number", LIMITS, "秒；读不完即放弃并列出", 15, least=0.1, most=3_600),
    Item("单个文件内存", "memory_bytes", "number", LIMITS, "MB", 1_500, least=100, most=64_000),
)

MEGABYTES = frozenset({"file_bytes", "unpacked_bytes", "memory_bytes"})
ITEMS: tuple[Item, ...] = STANDARD + PARAMETERS + BOUNDS
DEFAULTS: Mapping[str, Any] = MappingProxyType({item.key: item.default for item in PARAMETERS})
"""{parameter key: its default}; None where the office must ask."""
