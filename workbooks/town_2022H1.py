"""The made-up subdistrict of workbooks/2022H1: its units, their people, and its office workbook."""

from __future__ import annotations

import datetime as dt
import random

from tests.corpus.people_of_units import People, Person
from tests.corpus.units import COMMUNITIES, DISTRICT, SUBDISTRICT, Firm, Row, day, firms, member
from union_xl import office
from union_xl.model import Roster, Settings, Unit, period

AS_OF = dt.date(2022, 6, 30)
PASSWORD = "gh2022"
FORMED = {4: dt.date(2022, 3, 18), 9: dt.date(2022, 1, 21), 14: dt.date(2022, 5, 12), 19: dt.date(2022, 6, 8)}
UNFORMED = (11, 23)
RETURNED = {
    0: ("recup-person", "contract"),
    1: ("mutual-enrol", "asset"),
    2: ("recup-person",),
    3: ("recup-person",),
    4: ("cadre",),
    5: ("asset", "contract", "fund-budget", "venue"),
    6: ("recup-person",),
    7: ("health-check",),
    9: ("health-check",),
    10: ("mutual-enrol",),
    12: ("mutual-enrol",),
    13: ("cadre", "health-check", "fund"),
    15: ("mutual-enrol",),
    20: ("asset",),
}
"""What firms owe besides, by number; two of them (12, 20) do not send it."""
AREA_RETURNED = {0: ("venue",), 1: ("venue",), 3: ("contract", "contract-cover", "fund-budget")}
DEADLINES = {
    "recup-person": dt.date(2022, 5, 31),
    "health-check": dt.date(2022, 5, 20),
    "tuition-aid": dt.date(2022, 8, 1),
    "kids-entry": dt.date(2022, 7, 1),
    "youth-entry": dt.date(2022, 5, 15),
    "mutual-enrol": dt.date(2022, 7, 5),
    "honour": dt.date(2022, 3, 31),
    "contract": dt.date(2022, 6, 30),
    "publicity": dt.date(2022, 7, 3),
}
WORDS = {
    "领导机关": "区总工会和街道党工委",
    "会议名称": "区总工会三届二次全委会",
    "专项行动名称": "职工服务提升专项行动",
    "工作主题": "服务职工、促进和谐",
    "平安管家主题": "和谐劳动",
    "宣传平台名称": "微信公众号和杭工e家",
    "思想引领·一": "组织基层工会干部学习上级工会会议精神，开展“喜迎二十大、建功新时代”主题宣传，"
    "引导职工听党话、跟党走",
    "存在问题·一": "部分小微企业建会意愿不强，新就业形态劳动者流动性大，入会和会员信息更新不够及时",
    "存在问题·二": "少数单位报送报表超过期限，台账填写不够规范，需要反复退回补正",
    "下半年总体要求": "紧扣年度目标任务，突出服务职工主责主业",
    "下半年要点·一": "办好暑期小候鸟班，做好高温慰问和金秋助学，按期组织第三季度职工疗休养；"
    "做好下一年度职工医疗互助参保的宣传发动，让更多职工享受到工会的服务",
    "下半年要点·二": "推动更多企业开展工资集体协商；总结平安管家示范点的做法，向园区和同类企业推广，"
    "做到劳动纠纷早发现、早调处，把矛盾化解在企业、化解在基层",
    "下半年要点·三": "深入企业走访，面对面听取职工意见，及时回应职工诉求；用好微信公众号和杭工e家，"
    "宣传先进典型和惠工政策，引导更多职工加入工会、使用工会的服务",
    "下半年要点·四": "推进应建未建企业建会，配齐经审和女职工组织；组织基层工会主席和财务人员培训，"
    "规范基层工会经费收支和固定资产管理",
}


class Town:
    """The units and their people."""

    def __init__(self, seed: int = 2022) -> None:
        self.rng = random.Random(seed)
        self.people = People(self.rng)
        self.firms = firms(self.people, 24)
        for number, firm in enumerate(self.firms):
            if number in UNFORMED:
                continue
            firm.formed = FORMED.get(number) or day(self.rng, dt.date(2018, 3, 1), dt.date(2021, 9, 30))
            firm.union_code = self.people.code("81")
            size = self.rng.randrange(26, 40) if number in FORMED else self.rng.randrange(12, 30)
            for index in range(size):
                firm.members.append(self._member(firm, number, index))
        self.communities = [
            Firm(
                f"{c}工会联合会",
                self.people.code("81"),
                c,
                "",
                "",
                [c, f"{c.removesuffix('社区')}工联会"],
                self.people.name("女"),
                self.people.landline(),
            )
            for c in COMMUNITIES
        ]
        self.office = Firm(
            "墅桥街道机关工会", self.people.code("81"), "", "", "", ["街道机关"], self.people.name("男")
        )
        self.office.phone = self.people.mobile()
        self.census: dict[str, Row] = {}
        """What 单位台账 says of a firm."""
        self.entries: dict[str, list[Row]] = {}
        """Rows of 竞赛报名 by contest."""
        self.children: dict[tuple[int, int], Person] = {}
        """A child of a member (firm, number in it), in the ledgers that name the two."""

    def people_of(self, unit: str) -> tuple[str, str]:
        """Who answers for a unit, and the telephone."""
        found = next(one for one in (*self.firms, *self.communities) if one.name == unit)
        return found.contact, found.phone

    def _member(self, firm: Firm, number: int, index: int) -> Row:
        assert firm.formed is not None
        person = self.people.person(20, 48, AS_OF)
        if number in FORMED:
            joined, change = firm.formed + dt.timedelta(days=self.rng.randrange(0, 20)), "入会"
            if index % 9 == 8:
                change = "转入"
        elif index % 7 == 3:
            joined, change = day(self.rng, dt.date(2022, 1, 4), dt.date(2022, 6, 24)), "入会"
        else:
            joined, change = day(self.rng, firm.formed, dt.date(2021, 12, 20)), "入会"
        row = member(self.rng, firm, person, joined, change)
        if change == "转入":
            row["入会日期"] = joined - dt.timedelta(days=600)
            row["入职日期"] = joined - dt.timedelta(days=10)
        return row


def office_workbook(town: Town) -> bytes:
    """工作台.xlsx: settings and roster; everything else stands at its default."""
    settings = Settings(
        office=SUBDISTRICT,
        period=period("2022H1"),
        as_of=AS_OF,
        deadline=dt.date(2022, 7, 5),
        correction_deadline=dt.date(2022, 7, 12),
        contact="沈佳",
        phone="0571-88000000",
        passwords=(PASSWORD,),
        whole={"member": True, "unit-register": True, "contest": False, "contest-entry": False},
        deadlines=DEADLINES,
        params={"dibao_line": 1041.0},
        names=WORDS
        | {
            "上级单位": DISTRICT,
            "单位负责人": "周明远",
            "填表人": "沈佳",
            "报出日期": dt.date(2022, 7, 15),
            "今日": dt.date(2022, 7, 8),
            "区工会届次": "三",
            "全会次数": "二",
        },
    )
    return office.make(settings, _roster(town))


def _roster(town: Town) -> Roster:
    hosts = {
        0: ("contest", "contest-entry"),
        6: ("contest-entry",),
        8: ("contest-entry",),
        10: ("contest-entry",),
    }
    units = [
        _unit(
            firm,
            ("member", *hosts.get(number, ()), *RETURNED.get(number, ())),
            ("member",) if number in UNFORMED else (),
        )
        for number, firm in enumerate(town.firms)
    ]
    units += [
        _unit(firm, ("unit-register", *AREA_RETURNED.get(number, ())))
        for number, firm in enumerate(town.communities)
    ]
    return Roster((*units, _unit(town.office, ("contest",))))


def _unit(firm: Firm, owes: tuple[str, ...], exempt: tuple[str, ...] = ()) -> Unit:
    return Unit(
        firm.name, tuple(firm.aliases), firm.code, firm.community, firm.contact, firm.phone, owes, exempt
    )
