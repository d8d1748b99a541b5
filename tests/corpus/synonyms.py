"""Header texts people invent.

`KNOWN` are spellings the domain's field dictionary lists; `INVENTED` are not in any list there, but a
person would understand them.  `STRANGERS` are columns of no form, some of them traps: a spouse's name, a
second phone.  `DECORATIONS` are what gets wrapped around any header.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.corpus.layout_styles import Column
from tests.corpus.people_of_units import People
from tests.corpus.units import Row

KNOWN: dict[str, tuple[str, ...]] = {
    "姓名": ("姓名", "职工姓名", "会员姓名", "名字", "姓　名"),
    "性别": ("性别", "男/女"),
    "出生日期": ("出生日期", "出生年月日", "生日", "出生时间", "出生年月"),
    "民族": ("民族", "族别"),
    "证件类型": ("证件类型", "有效证件类别", "证件类别"),
    "证件号码": ("证件号码", "身份证号", "身份证号码", "公民身份号码", "身份证", "证件号", "身份证件号码"),
    "手机号码": ("手机号码", "手机", "移动电话", "联系电话", "联系方式", "手机号", "本人电话", "电话"),
    "单位名称": ("单位名称", "企业名称", "公司名称", "工作单位", "所在单位", "单位全称"),
    "就业状况": ("就业状况", "就业情况", "工作状态", "在岗情况"),
    "学历": ("学历", "文化程度", "最高学历", "学历层次"),
    "政治面貌": ("政治面貌", "政治身份", "党派"),
    "户籍类型": ("户籍类型", "户口性质", "户口类型", "户籍性质"),
    "户籍所在地": ("户籍所在地", "户籍地", "户口所在地", "户籍地址"),
    "籍贯": ("籍贯", "祖籍"),
    "是否农民工": ("是否农民工", "农民工", "是否农民工会员", "外来务工人员"),
    "用工形式": ("用工形式", "用工性质", "职工类型"),
    "工种": ("工种", "职业(工种)", "从事工种", "职业名称", "岗位工种"),
    "入职日期": ("入职日期", "进单位时间", "到岗时间"),
    "入会日期": ("入会日期", "入会时间", "加入工会时间"),
    "会籍变化类型": ("会籍变化类型",),
    "会籍变化日期": ("会籍变化日期",),
    "是否知情同意": ("是否知情同意",),
}
INVENTED: dict[str, tuple[str, ...]] = {
    "姓名": ("员工姓名", "会员姓名（与身份证一致）", "姓  名(全名)", "姓名/Name"),
    "性别": ("性别（男/女）", "男女", "性  别"),
    "出生日期": ("出生年月日(公历)", "出生日期（阳历）", "出生年、月、日"),
    "民族": ("民  族", "所属民族", "民族（全称）"),
    "证件号码": (
        "身份证号（18位）",
        "居民身份证号码",
        "有效证件号码",
        "身份证号/护照号",
        "身份证 号码",
        "公民身份证号",
    ),
    "手机号码": ("手机号（本人）", "本人手机号码", "手机（11位）", "移动手机号", "联系手机"),
    "单位名称": ("单位名称（全称）", "所在公司", "用人单位", "用工单位名称"),
    "学历": ("文化程度（最高）", "最高文化程度", "受教育程度", "学历（最高）"),
    "政治面貌": ("政治面貌（党/团/群）", "政 治 面 貌"),
    "户籍类型": ("户口性质（农/非农）",),
    "户籍所在地": ("户籍所在地（省市县）", "户口所在地详细地址"),
    "籍贯": ("籍贯（省市）", "籍 贯"),
    "是否农民工": ("是否为农民工", "是否属于农民工", "农民工（是/否）"),
    "工种": ("工种/岗位", "现从事工种"),
    "入职日期": ("入职时间（年月日）", "进厂日期", "何时入职"),
    "入会日期": ("参加工会日期", "何时加入工会", "入会日期（年月日）", "加入工会日期"),
    "会籍变化类型": ("会籍变化类型（入会/转入）", "会籍变动类型"),
    "会籍变化日期": ("会籍变动日期", "会籍变化日期（年月日）"),
    "就业状况": ("就业状况（在岗/退休等）", "目前就业状况"),
    "是否知情同意": ("本人是否知情同意", "知情同意（是/否）"),
}
DECORATIONS: tuple[Callable[[str], str], ...] = (
    lambda t: t,
    lambda t: t,
    lambda t: t + "*",
    lambda t: "*" + t,
    lambda t: t + "（必填）",
    lambda t: "※" + t,
    lambda t: t + "\n(必填)",
    lambda t: f" {t} ",
    lambda t: t[:2] + "\n" + t[2:] if len(t) > 3 else t,
    lambda t: " ".join(t) if len(t) == 2 else t,
    lambda t: t + "：",
)


def strangers(people: People) -> dict[str, Callable[[int], Any]]:
    """{header: what a column of no form holds, by row index}."""
    rng = people.rng
    spouse = [people.person() for _ in range(12)]

    def pick(*values: Any) -> Callable[[int], Any]:
        return lambda index: rng.choice(values)

    return {
        "部门": pick("行政部", "生产部", "销售部", "财务部"),
        "工号": lambda index: f"A{1000 + index}",
        "紧急联系人": lambda index: spouse[index % 12].name,
        "紧急联系人电话": lambda index: spouse[index % 12].mobile,
        "配偶姓名": lambda index: spouse[index % 12].name if index % 3 else "",
        "配偶身份证号": lambda index: spouse[index % 12].identity if index % 3 else "",
        "家庭住址": pick("德胜新村3幢", "大关东五苑", "和睦院12幢", "半山桥17号"),
        "QQ": lambda index: str(rng.randrange(10**7, 10**9)),
        "岗位等级": pick("P4", "P5", "M1"),
        "备用电话": lambda index: people.landline() if index % 2 else "",
        "入党时间": lambda index: "" if index % 4 else "2015-07-01",
        "毕业院校": pick("浙江工业大学", "杭州职业技术学院", "本地中学", ""),
        "劳动合同签订日期": lambda index: f"2020-0{1 + index % 9}-01",
        "是否缴纳社保": pick("是", "是", "否"),
        "衣服尺码": pick("L", "XL", "M"),
        "银行卡号": lambda index: people.bank_card(),
        "介绍人": lambda index: spouse[(index + 5) % 12].name,
        "原工作单位": pick("宁波东港机械厂", "绍兴县丝绸公司", "无", ""),
        "身份证有效期至": pick("2035-06-01", "长期", "2028-11-30"),
        "子女出生日期": pick("2015-03-02", "2018-09-17", ""),
        "合同到期日": pick("2024-12-31", "2023-06-30", "无固定期限"),
        "社保编号": lambda index: f"3301{rng.randrange(10**8):08d}",
        "邮箱": lambda index: f"user{index}@example.com",
    }


def family(people: People) -> list[Column]:
    """A group of columns about somebody else, with sub-headers that look like the member's own."""
    others = [people.person(5, 70) for _ in range(10)]
    group, kin = people.rng.choice((("家庭成员", "关系"), ("紧急联系人", "与本人关系")))
    return [
        Column("", (group, "姓名"), lambda index: others[index % 10].name),
        Column("", (group, kin), lambda index: ("配偶", "父亲", "母亲")[index % 3]),
        Column("", (group, "身份证号码"), lambda index: others[index % 10].identity),
        Column("", (group, "联系电话"), lambda index: others[index % 10].mobile),
    ]


def ticked(title: str, value: str) -> Callable[[Row], str]:
    """What a column of a tick matrix holds: √ where the row has the value."""
    return lambda row: "√" if row.get(title) == value else ""


def header(rng: random.Random, title: str, invent: float) -> str:
    """A header text for a standard title; `invent` is the chance that it is in no list."""
    pool = INVENTED.get(title, ()) if rng.random() < invent else ()
    text = rng.choice(pool or KNOWN.get(title, (title,)))
    return rng.choice(DECORATIONS)(text)
