"""The lines of the sheet 设置: one table for reading, for the fresh workbook and for its help."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from union_xl.model.setting_item import OFFICE, PERIOD, RETURNS, WORDS, Item
from union_xl.model.setting_parameters import BOUNDS, PARAMETERS

__all__ = ["BOUNDS", "DEFAULTS", "ITEMS", "MEGABYTES", "NARRATIVE", "PARAMETERS", "STANDARD", "Item"]

STANDARD: tuple[Item, ...] = (
    Item(
        "填报单位",
        "office",
        "text",
        OFFICE,
        "本级工会全称，写进报表、回执和催报",
        aliases=("填报单位名称", "单位名称", "街道总工会", "org_name"),
    ),
    Item(
        "上级单位", "superior", "text", OFFICE, "报表报给谁，如某区总工会", aliases=("上级工会", "区总工会")
    ),
    Item("单位负责人", "head", "text", OFFICE, "报表落款用", aliases=("负责人",)),
    Item("填表人", "filler", "text", OFFICE, "报表落款用", aliases=("填报人", "制表人", "经办人")),
    Item("联系人", "contact", "text", OFFICE, "退回和催报里请下级单位联系谁"),
    Item("联系电话", "phone", "phone", OFFICE, "退回和催报里留的电话", aliases=("电话", "联系方式")),
    Item(
        "报送方式",
        "send_to",
        "text",
        OFFICE,
        "填好的表报到哪里，如邮箱或社区窗口；印在空白表上",
        aliases=("交回方式", "报送邮箱", "报送至"),
    ),
    Item(
        "统计期间",
        "period",
        "period",
        PERIOD,
        "写成 2022H1（上半年）、2022Q1、2022-03 或 2022；2022年上半年 也可以",
        aliases=("期间", "报告期", "统计周期", "统计时期", "所属期间"),
    ),
    Item(
        "截止日",
        "as_of",
        "date",
        PERIOD,
        "数据算到哪一天；空着就是期间最后一天",
        aliases=("数据截止日", "数据截止日期", "统计截止日", "截止日期", "as_of"),
    ),
    Item(
        "报送截止日",
        "deadline",
        "date",
        PERIOD,
        "下级单位最迟哪天报来，算逾期用",
        aliases=("报送截止日期", "报送截止时间", "报送期限", "上报截止日", "上报截止日期"),
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
        aliases=("报出日", "填报日期", "上报日期", "上报时间"),
    ),
    Item("今日", "today", "date", PERIOD, "逾期天数算到哪一天；空着就是电脑上的今天"),
    Item(
        "打开密码",
        "passwords",
        "list",
        RETURNS,
        "报来的加密文件用的密码，几个用顿号隔开",
        aliases=("密码", "文件密码"),
    ),
    Item(
        "限阅台账密码",
        "restricted_password",
        "password",
        RETURNS,
        "汇总台账·限阅.xlsx（困难职工等）的打开密码；空着就不加密。要换密码，把原来的先写进“打开密码”再合并一次",
        aliases=("限阅密码",),
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

NARRATIVE: tuple[Item, ...] = tuple(
    Item(name, f"words:{name}", "text", WORDS, says)
    for name, says in (
        ("领导机关", "如 区总工会和街道党工委；写进总结的开头，空着就不写"),
        ("指导思想", "总结开头的一句话；空着就不写"),
        ("会议名称", "写进半年总结，如 区总八届三次全会；空着就不写这一句"),
        ("专项行动名称", "如 六大专项行动；空着就不写"),
        ("工作主题", "如 服务职工、促进和谐；空着就不写"),
        ("文种词", "思路、计划、打算、安排或要点；不填写思路"),
        ("层次", "三级（一、（一））或两级（一、一是）；不填按三级"),
        ("称谓", "总结里数人用 人 或 名；不填用人"),
        ("约数", "填 余 时，人数写成“350余人”；不填写实数"),
        ("上半年字数", "总结前半部分最多多少字，超过就先略去次要的句子；不填按1550"),
        ("标题·思想引领", "总结各部分的标题，成套填写；空着用通用的"),
        ("标题·一", "同上"),
        ("标题·二", "同上"),
        ("标题·三", "同上"),
        ("标题·四", "同上"),
        ("标题·五", "同上"),
        ("导语·组建扩面", "这一段开头的一句话，写怎样做的；空着就不写"),
        ("导语·重点突破", "同上"),
        ("导语·实名管理", "同上"),
        ("导语·规范提升", "同上"),
        ("思想引领·一", "理论学习方面的一两句话；三项都空着就没有这一部分"),
        ("思想引领·二", "宣传教育方面；同上"),
        ("思想引领·三", "职工文化方面；同上"),
        ("平安管家主题", "如 和谐劳动；空着就不写"),
        ("宣传平台名称", "如 微信公众号和杭工e家；空着就不写"),
        ("存在问题·一", "存在的主要问题，一项一句；都空着就没有这一部分"),
        ("存在问题·二", "同上"),
        ("存在问题·三", "同上"),
        ("下半年总体要求", "下半年部分开头的一句话；空着就不写"),
        ("下半年要点·一", "职工服务方面，本单位自己的打算；空着只写台账里数得出的"),
        ("下半年要点·二", "劳动关系方面；同上"),
        ("下半年要点·三", "宣传指导方面；同上"),
        ("下半年要点·四", "组织基础方面；同上"),
        ("下半年自动语句", "填 否 时，下半年部分只写本单位自己的要点"),
        ("获评荣誉", "如 某社区获评市五一劳动奖状；空着就不写"),
        ("平安管家示范点", "示范点单位名称；空着就不写"),
        ("疗休养情况", "一句话，含批次、人数、地点；空着就不写"),
        ("免费体检情况", "一句话；空着就不写"),
        ("帮扶情况", "一句话；空着就不写"),
        ("宣传情况", "一句话；空着就不写"),
        ("下阶段工作要点", "一两句话，写进总结的下半年思路；空着就只写台账里看得出的几件事"),
        ("统计负责人", "报表落款用，如 统计负责人姓名；空着留白"),
        ("表号前缀", "上级给了报表的表号才填，如 杭工统；空着不印表号"),
        ("制定机关", "同上，制定这套报表的机关；空着不印"),
        ("批准文号", "同上，批准或备案文号；空着不印"),
        ("有效期至", "同上；空着不印"),
    )
)

MEGABYTES = frozenset({"file_bytes", "unpacked_bytes", "memory_bytes"})
ITEMS: tuple[Item, ...] = STANDARD + NARRATIVE + PARAMETERS + BOUNDS
DEFAULTS: Mapping[str, Any] = MappingProxyType({item.key: item.default for item in PARAMETERS})
"""{parameter key: its default}; None where the office must ask."""
