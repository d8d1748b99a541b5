"""The made-up subdistrict of workbooks/2022H1: its units, their people, and its office workbook."""

from __future__ import annotations

import datetime as dt
import random

from benchmarks.firms import COMMUNITIES, DISTRICT, SUBDISTRICT, Firm, Row, day, firms, member
from benchmarks.people import People
from union_xl import office
from union_xl.core import Roster, Settings, Unit, period

AS_OF = dt.date(2022, 6, 30)
PASSWORD = "gh2022"
FORMED = {4: dt.date(2022, 3, 18), 9: dt.date(2022, 1, 21), 14: dt.date(2022, 5, 12), 19: dt.date(2022, 6, 8)}
UNFORMED = (11, 23)


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
        names={
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
        _unit(firm, ("member", *hosts.get(number, ())), ("member",) if number in UNFORMED else ())
        for number, firm in enumerate(town.firms)
    ]
    units += [_unit(firm, ("unit-register",)) for firm in town.communities]
    return Roster((*units, _unit(town.office, ("contest",))))


def _unit(firm: Firm, owes: tuple[str, ...], exempt: tuple[str, ...] = ()) -> Unit:
    return Unit(
        firm.name, tuple(firm.aliases), firm.code, firm.community, firm.contact, firm.phone, owes, exempt
    )
