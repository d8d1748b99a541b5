"""Invented units of a made-up subdistrict, and clean rows of the four forms for them.

Rows are `{standard title: tidy value}`: dates are `datetime.date`, counts `int`, numbers of people
and codes text, yes/no 是/否.  Clean means: an honest clerk would find nothing to ask about.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.corpus.people_of_units import People, Person

Row = dict[str, Any]

SUBDISTRICT = "墅桥街道总工会"
DISTRICT = "运河区总工会"
COMMUNITIES = ("柳浪社区", "桥北社区", "塘河社区", "长乐里社区", "茶亭社区", "星桥社区")

_FIRST = "云启安恒瑞锦宏盛星海蓝晨博雅汇智康泰远东润禾佳和嘉信鼎新铭扬翔宇思源中恒百川微光青禾远山朗诺"
_LAST = "辰元达川森科悦捷图泽腾舟帆颐麦岳航硕澜予越恩域桐信联泰通源创"
TRADES: tuple[tuple[str, str, str], ...] = (
    ("科技有限公司", "信息传输、软件和信息技术服务业", "软件"),
    ("网络科技有限公司", "信息传输、软件和信息技术服务业", "平台"),
    ("电子商务有限公司", "批发和零售业", "电商"),
    ("物流有限公司", "交通运输、仓储和邮政业", "物流配送"),
    ("医疗器械有限公司", "制造业", ""),
    ("机械制造有限公司", "制造业", ""),
    ("建筑工程有限公司", "建筑业", ""),
    ("餐饮管理有限公司", "住宿和餐饮业", ""),
    ("物业服务有限公司", "房地产业", ""),
    ("人力资源服务有限公司", "租赁和商务服务业", ""),
    ("养老服务有限公司", "居民服务、修理和其他服务业", ""),
    ("文化传媒有限公司", "文化、体育和娱乐业", "直播"),
    ("检测技术有限公司", "科学研究和技术服务业", ""),
    ("环境工程有限公司", "水利、环境和公共设施管理业", ""),
    ("口腔门诊部有限公司", "卫生和社会工作", ""),
)
EDUCATIONS = ("大学本科", "大学专科", "普通高中", "中等职业", "初中", "硕士研究生")
POLITICS = ("群众", "群众", "群众", "中共党员", "共青团员")
SKILLS = ("五级(初级工)", "四级(中级工)", "三级(高级工)")
JOBS = (
    "操作工",
    "客服",
    "软件开发",
    "仓管员",
    "护理员",
    "电工",
    "厨师",
    "保洁员",
    "文员",
    "销售",
    "快递员",
    "会计",
)


@dataclass
class Firm:
    """A unit: what the roster says of it, and its people."""

    name: str
    code: str
    community: str
    industry: str
    internet: str
    aliases: list[str] = field(default_factory=list)
    contact: str = ""
    phone: str = ""
    formed: dt.date | None = None
    union_code: str = ""
    members: list[Row] = field(default_factory=list)
    owes: list[str] = field(default_factory=list)

    @property
    def union_name(self) -> str:
        return f"{self.name}工会委员会"

    @property
    def brand(self) -> str:
        """`杭州云辰科技有限公司` -> `云辰`."""
        return self.name.removeprefix("杭州")[:2]


def firms(people: People, count: int, communities: Sequence[str] = COMMUNITIES) -> list[Firm]:
    """`count` companies with names no two of which are easily taken for each other."""
    rng = people.rng
    brands: set[str] = set()
    made: list[Firm] = []
    while len(made) < count:
        brand = rng.choice(_FIRST) + rng.choice(_LAST)
        if (
            brand in brands
            or len(set(brand)) < 2
            or any(brand[0] == b[0] and brand[1] == b[1] for b in brands)
        ):
            continue
        brands.add(brand)
        tail, industry, internet = TRADES[len(made) % len(TRADES)]
        firm = Firm(
            f"杭州{brand}{tail}", people.code(), communities[len(made) % len(communities)], industry, internet
        )
        firm.aliases = [f"{brand}{tail.removesuffix('有限公司')}"]
        firm.contact = people.name(rng.choice("男女"))
        firm.phone = people.mobile()
        made.append(firm)
    return made


def _address(rng: random.Random) -> str:
    street = rng.choice("登运长顺通益小河湖墅") + rng.choice("山云江源")
    return f"墅桥街道{street}路{rng.randrange(2, 900)}号"


def day(rng: random.Random, first: dt.date, last: dt.date) -> dt.date:
    """A day between the two, ends included."""
    return first + dt.timedelta(days=rng.randrange((last - first).days + 1))


def member(rng: random.Random, firm: Firm, person: Person, joined: dt.date, change: str = "入会") -> Row:
    """A clean row of 会员登记; `joined` is the date of joining or of transfer in."""
    migrant = rng.random() < 0.3
    education = rng.choice(EDUCATIONS)
    politics = rng.choice(POLITICS)
    if politics == "共青团员" and (joined - person.birth).days > 27 * 365 - 400:
        politics = "群众"
    row: Row = {
        "姓名": person.name,
        "性别": person.gender,
        "出生日期": person.birth,
        "民族": person.ethnicity,
        "证件类型": "居民身份证",
        "证件号码": person.identity,
        "手机号码": person.mobile,
        "单位名称": firm.name,
        "就业状况": "在岗",
        "学历": education,
        "政治面貌": politics,
        "户籍类型": "农业家庭户口" if migrant else rng.choice(("非农业家庭户口", "非农业集体户口")),
        "户籍所在地": rng.choice(
            ("浙江省杭州市", "安徽省安庆市", "河南省信阳市", "江西省上饶市", "浙江省衢州市")
        ),
        "籍贯": rng.choice(("浙江杭州", "安徽桐城", "河南固始", "江西玉山", "浙江开化")),
        "是否农民工": "是" if migrant else "否",
        "用工形式": "合同制",
        "工种": rng.choice(JOBS),
        "入职日期": joined - dt.timedelta(days=rng.randrange(5, 300)),
        "入会日期": joined,
        "会籍变化类型": change,
        "会籍变化日期": joined,
        "是否知情同意": "是",
    }
    return row


def census(rng: random.Random, people: People, firm: Firm, as_of: dt.date) -> Row:
    """A clean row of 单位台账 that agrees with the firm's members."""
    female = sum(r["性别"] == "女" for r in firm.members)
    migrant = sum(r["是否农民工"] == "是" for r in firm.members)
    total = len(firm.members)
    formed = firm.formed is not None
    staff = total + rng.randrange(2, 15) if formed else rng.randrange(6, 23)
    staff_female = female + rng.randrange(0, 2) if formed else staff // 3
    row: Row = {
        "单位名称": firm.name,
        "统一社会信用代码": firm.code,
        "所属社区": firm.community,
        "所属行业": firm.industry,
        "单位性质": "私营",
        "经济类型": "私有",
        "法定代表人": people.name(rng.choice("男女")),
        "经营地址": _address(rng),
        "经营状态": "在营",
        "是否互联网企业": "是" if firm.internet else "否",
        "互联网企业类别": firm.internet or None,
        "三年规划建会年度": None,
        "规划状态": None,
        "职工总数": staff,
        "女职工数": staff_female,
        "农民工数": migrant if formed else staff // 4,
        "劳务派遣人数": 0,
        "是否建会": "已建" if formed else "未建",
        "未建会原因": None if formed else rng.choice(("人数少", "新注册")),
        "联系人": firm.contact,
        "联系电话": firm.phone,
        "普查日期": day(rng, dt.date(as_of.year, 3, 1), dt.date(as_of.year, 5, 31)),
        "普查人": people.name("女"),
    }
    if firm.internet:
        row["三年规划建会年度"] = firm.formed.year if firm.formed and firm.formed.year >= 2021 else 2022
        row["规划状态"] = "已建" if formed else "计划"
    if firm.formed:
        row |= {
            "工会名称": firm.union_name,
            "工会统一社会信用代码": firm.union_code,
            "上级工会": SUBDISTRICT,
            "基层工会类型": "单独",
            "建会批复文号": f"墅工〔{firm.formed.year}〕{rng.randrange(1, 60)}号",
            "批复日期": firm.formed,
            "建会日期": firm.formed,
            "届满日期": dt.date(firm.formed.year + 5, firm.formed.month, min(firm.formed.day, 28)),
            "工会主席": people.name(rng.choice("男女")),
            "主席电话": people.mobile(),
            "会员数": total,
            "女会员数": female,
            "农民工会员数": migrant,
            "是否取得法人资格": "是",
            "公章": "是",
            "经审会": "是",
            "女职委": "是",
            "职代会": "是",
            "是否实名制": "是",
            "已录入会员数": total,
            "录入日期": firm.formed + dt.timedelta(days=rng.randrange(3, 25)),
        }
    return row


def contest(
    number: str, name: str, level: str, host: str, job: str, plan: dt.date, done: dt.date | None
) -> Row:
    """A clean row of 竞赛总表."""
    return {
        "竞赛编号": number,
        "竞赛名称": name,
        "级别": level,
        "主办单位": host,
        "承办单位": host,
        "工种": job,
        "形式": "个人赛",
        "计划日期": plan,
        "实际日期": done,
        "地点": "街道文化活动中心" if level == "街道级" else "本单位",
        "完成情况": "已完成" if done else "计划",
        "名额": 60 if level == "街道级" else 30,
        "每单位限报": 3,
        "理论权重": 0.3,
        "实操权重": 0.7,
        "奖项设置": "一等奖1 二等奖2 三等奖3",
        "预算": 20000 if level == "街道级" else 8000,
    }


def entries(rng: random.Random, firm: Firm, contest_name: str, job: str, count: int) -> list[Row]:
    """Clean rows of 竞赛报名 from a firm's members: `count` contestants and one leader."""
    rows: list[Row] = []
    drawn = [m for m in firm.members if m["会籍变化类型"] in ("入会", "转入")]
    for position, chosen in enumerate(rng.sample(drawn, min(count + 1, len(drawn)))):
        leader = position == 0
        rows.append(
            {
                "竞赛名称": contest_name,
                "参赛项目": job,
                "单位名称": firm.name,
                "姓名": chosen["姓名"],
                "性别": chosen["性别"],
                "证件号码": chosen["证件号码"],
                "手机号码": chosen["手机号码"],
                "学历": chosen["学历"],
                "工种": job,
                "技能等级": None if leader else rng.choice(SKILLS),
                "从事本工种年限": None if leader else rng.randrange(2, 4),
                "是否工会会员": "是",
                "身份": "领队" if leader else "选手",
            }
        )
    return rows
