"""Indicators of contest results to mutual aid, recounted in pandas over ledgers that hold 2020 to 2023.

The recount is written from what the figures' names promise, not from their expressions: a stock is what was
so on the last day of the period, a flow what happened in it.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import pytest

from tests.report.test_tables import IN_TABLES
from union_xl import figures
from union_xl.ledgers import BUILT_IN
from union_xl.model import Period, period

FORMS = BUILT_IN
PERIODS = [
    period(label) for label in ("2021H1", "2021H2", "2022H1", "2022Q1", "2022-06", "2022H2", "2023H1", "2022")
]
FIRMS = [f"杭州{name}有限公司" for name in "甲乙丙丁戊"]
Row = dict[str, Any]
Made = Callable[["Draw"], Row]


class Draw(random.Random):
    """Cells: `some` of several values or blank, days from 2020 on (some by month only), numbers, people."""

    def some(self, *values: Any, blank: float = 0.1) -> Any:
        return None if self.random() < blank else self.choice(values)

    def day(self, blank: float = 0.15, months: float = 0.15) -> Any:
        made = dt.date(2020, 9, 1) + dt.timedelta(days=self.randrange(1100))
        return None if self.random() < blank else f"{made:%Y-%m}" if self.random() < months else made

    def amount(self, most: int = 900, blank: float = 0.15) -> Any:
        return None if self.random() < blank else self.randrange(most)

    def person(self, blank: float = 0.2) -> Row:
        number = self.randrange(60)
        return {
            "姓名": f"张{chr(0x4E00 + number)}",
            "单位名称": FIRMS[number % len(FIRMS)],
            "证件号码": None if self.random() < blank else f"3301051990030{number:05d}",
        }


def ledger(seed: int, made: Made, count: int = 300) -> list[Row]:
    draw = Draw(seed)
    return [made(draw) for _ in range(count)]


LEDGERS: Mapping[str, list[Row]] = {
    "member": [
        {"证件号码": f"M{number}", "证件类型": "其他", "单位名称": FIRMS[0], "入会日期": dt.date(2019, 1, 1)}
        for number in range(80)
    ],
    "contest": [
        {
            "竞赛名称": f"赛{number}",
            "完成情况": "已完成",
            "级别": "街道级",
            "实际日期": dt.date(2020, 10, 10) + dt.timedelta(days=70 * number),
        }
        for number in range(14)
    ],
    "contest-result": ledger(
        1,
        lambda d: (
            d.person()
            | {
                "竞赛名称": f"赛{d.randrange(14)}",
                "奖项": d.some("一等奖", "二等奖", "优秀组织奖", blank=0.4),
                "晋级等级": d.some("三级(高级工)", blank=0.6),
            }
        ),
    ),
    "honour": ledger(
        2,
        lambda d: {
            "年度": d.choice((2021, 2022, 2023)),
            "推荐对象": f"对象{d.randrange(40)}",
            "对象类型": d.some("单位", "个人", "班组"),
            "荣誉名称": d.some("工匠", "五一劳动奖章"),
            "状态进度": d.some("获评", "获评", "公示"),
            "身份类别": d.some("一线职工", "科技人员"),
            "公示开始": d.day(0.5),
            "公示结束": d.day(0.8),
            "表彰日期": d.day(0.4),
        },
    ),
    "model-worker": ledger(
        3,
        lambda d: (
            d.person()
            | {
                "荣誉称号": d.some("劳动模范", "工匠"),
                "在册": d.some("是", "否", blank=0.5),
                "授予日期": d.day(),
                "最近慰问日期": d.day(0.4),
            }
        ),
        90,
    ),
    "recup-batch": [
        {
            "年度": day.year,
            "组织单位": organiser,
            "批次": number,
            "开始日期": day,
            "目的地": f"地{number % 7}",
            "总费用": 1000 * number,
            "名额": 10 + number,
        }
        for organiser in ("街道", "区总", "市总")
        for number in range(1, 13)
        for day in (dt.date(2021, 1, 20) + dt.timedelta(days=75 * (number - 1)),)
    ],
    "recup-person": ledger(
        5,
        lambda d: (
            d.person()
            | {
                "年度": d.choice((2021, 2022, 2023)),
                "组织单位": d.some("街道", "街道", "区总", "市总"),
                "批次": d.randrange(1, 15),
                "身份": d.some("人员", "领队", "家属", blank=0.6),
                "是否成行": d.some("是", "否", blank=0.5),
                "人员类别": d.some("一线优秀职工", "劳模"),
            }
        ),
        500,
    ),
    "health-check": ledger(
        6,
        lambda d: (
            d.person()
            | {
                "年度": d.choice((2021, 2022, 2023)),
                "体检状态": d.some("已分配", "已安排", "已体检", "已体检", "放弃", "替换"),
                "人员类别": d.some("外来务工", "环卫"),
                "预约日期": d.day(0.5),
                "实检日期": d.day(0.5),
            }
        ),
    ),
    "hardship-case": ledger(
        7,
        lambda d: (
            d.person(0)
            | {
                "建档日期": d.day(),
                "退档日期": d.day(0.6),
                "档案状态": d.some("在档", "在档", "脱困", "临时"),
                "困难类别": d.some("深度困难", "相对困难", "意外致困", "低保户"),
                "建档标准": d.some("全国级", "地市级"),
                "家庭人口": d.randrange(1, 6),
                "最近更新日期": d.day(),
            }
        ),
        60,
    ),
    "hardship-family": ledger(
        8,
        lambda d: {
            "户主证件号码": d.person(0)["证件号码"],
            "姓名": f"家{d.randrange(90)}",
            "成员身份": d.some("学生", "学生", "退休"),
        },
        150,
    ),
    "hardship-aid": ledger(
        9,
        lambda d: (
            d.person()
            | {
                "帮扶类别": d.some("送温暖", "医疗救助", "临时救助", blank=0),
                "发放日期": d.day(0),
                "金额": d.amount(),
                "物资折款": d.amount(blank=0.6),
            }
        ),
    ),
    "tuition-aid": ledger(
        10,
        lambda d: {
            "年度": d.choice((2021, 2022, 2023)),
            "学生姓名": f"学{d.randrange(60)}",
            "家长姓名": "张三",
            "发放日期": d.day(0.4),
            "助学金额": d.amount(),
            "学生证件号码": d.some(*(f"S{number}" for number in range(40)), blank=0.3),
        },
    ),
    "cooling-visit": ledger(
        11,
        lambda d: {
            "走访对象": f"点{d.randrange(40)}",
            "走访日期": d.day(0),
            "慰问人次": d.amount(90),
            "资金": d.amount(),
            "物资折款": d.amount(),
        },
    ),
    "mutual-enrol": ledger(
        12,
        lambda d: (
            d.person(0)
            | {
                "保障年度": d.some(2021, 2022, 2023),
                "参保开始": d.day(0.8),
                "参保结束": d.day(0.9),
                "缴费金额": d.amount(200),
            }
        ),
    ),
    "mutual-claim": ledger(
        13,
        lambda d: (
            d.person(0)
            | {
                "报销状态": d.some("已付", "已付", "退回", "审核"),
                "支付日期": d.day(),
                "受理日期": d.day(),
                "补助金额": d.amount(),
            }
        ),
    ),
}


def table(slug: str) -> pd.DataFrame:
    """A ledger with the days of its dates as timestamps; a month alone is its last day."""
    held = pd.DataFrame(LEDGERS[slug], dtype=object)
    for title in held.columns:
        if "日期" in title or title in ("公示开始", "公示结束", "参保开始", "参保结束"):
            held[title] = pd.to_datetime(
                [
                    f"{pd.Period(one, 'M').end_time:%Y-%m-%d}" if isinstance(one, str) else one
                    for one in held[title]
                ]
            )
    return held


def within(days: pd.Series, when: Period) -> pd.Series:
    return days.between(pd.Timestamp(when.start), pd.Timestamp(when.end))


def people(held: pd.DataFrame) -> int:
    """Distinct persons: by number, else by name and unit."""
    known = held["证件号码"].notna()
    return held["证件号码"].nunique() + len(held.loc[~known, ["姓名", "单位名称"]].drop_duplicates())


def share(part: pd.Series, of: pd.Series) -> float | None:
    return (part & of).sum() / of.sum() if of.sum() else None


def total(amounts: pd.Series) -> float | None:
    """Nothing at all is 0, rows that do not say are unknown."""
    return None if len(amounts) and amounts.isna().all() else amounts.sum()


def contests(when: Period) -> Row:
    held = table("contest-result").merge(table("contest")[["竞赛名称", "实际日期"]], on="竞赛名称")
    held = held[within(held["实际日期"], when)]
    prizes = held[held["奖项"].notna() & (held["奖项"] != "优秀组织奖")]
    return {
        "获奖人数": people(prizes),
        "一等奖人数": (held["奖项"] == "一等奖").sum(),
        "优秀组织奖单位数": held.loc[held["奖项"] == "优秀组织奖", "单位名称"].nunique(),
        "通过竞赛晋级人数": people(held[held["晋级等级"].notna()]),
    }


def honours(when: Period) -> Row:
    held = table("honour")
    won = held[(held["状态进度"] == "获评") & within(held["表彰日期"], when)]
    day = held["公示开始"].fillna(held["公示结束"]).fillna(held["表彰日期"])
    sent = held[within(day, when) | (day.isna() & (held["年度"] == when.end.year))]
    single = sent[sent["对象类型"] == "个人"]
    known = table("model-worker")
    listed = known[(known["在册"] != "否") & ~(known["授予日期"] > pd.Timestamp(when.end))]
    return {
        "获评集体数": (won["对象类型"] == "单位").sum(),
        "获评个人数": (won["对象类型"] == "个人").sum(),
        "获评班组数": (won["对象类型"] == "班组").sum(),
        "获评荣誉名单": sorted(won["推荐对象"].unique()),
        "推荐数": len(sent),
        "一线职工推荐占比": share(single["身份类别"] == "一线职工", single["推荐对象"].notna()),
        "工匠获评数": (won["荣誉名称"] == "工匠").sum(),
        "在册劳模工匠数": people(listed),
        "本期慰问劳模人数": people(known[within(known["最近慰问日期"], when)]),
    }


def trips(when: Period) -> Row:
    batches = table("recup-batch")
    batches = batches[within(batches["开始日期"], when)]
    own, district = batches[batches["组织单位"] == "街道"], batches[batches["组织单位"] == "区总"]
    keys = ["年度", "组织单位", "批次"]
    went = table("recup-person").merge(batches[keys], on=keys)
    went = went[~went["身份"].isin(["领队", "家属"]) & (went["是否成行"] != "否")]
    months = own["开始日期"].dt.month
    return {
        "疗休养批次数": len(own),
        "疗休养目的地名单": sorted(own["目的地"].unique()),
        "疗休养起始月": months.min() if len(own) else None,
        "疗休养截止月": months.max() if len(own) else None,
        "区总疗休养目的地名单": sorted(district["目的地"].unique()),
        "疗休养经费": total(own["总费用"]),
        "疗休养名额": total(batches["名额"]),
        "疗休养名额使用率": len(went) / total(batches["名额"]) if total(batches["名额"]) else None,
        "疗休养人数": people(went[went["组织单位"] == "街道"]),
        "区总疗休养人数": people(went[went["组织单位"] == "区总"]),
        "疗休养人次": len(went),
        "一线职工疗休养占比": share(went["人员类别"] == "一线优秀职工", went["姓名"].notna()),
    }


def health(when: Period) -> Row:
    held = table("health-check")
    day = held["实检日期"].fillna(held["预约日期"])
    held = held.assign(本期=within(day, when) | (day.isna() & (held["年度"] == when.end.year)))
    planned = held["本期"] & held["体检状态"].isin(["已分配", "已安排", "已体检", "替换"])
    sure = held["本期"] & held["体检状态"].isin(["已安排", "已体检"])
    done = (held["体检状态"] == "已体检") & within(held["实检日期"], when)
    return {
        "体检安排人数": people(held[planned]),
        "实检人数": people(held[done]),
        "到检率": share(done, planned),
        "外来务工体检人数": people(held[sure & (held["人员类别"] == "外来务工")]),
        "体检覆盖企业数": held.loc[sure, "单位名称"].nunique(),
    }


def hardship(when: Period) -> Row:
    held, end = table("hardship-case"), pd.Timestamp(when.end)
    begun = ~(held["建档日期"] > end)
    kept = (held["退档日期"] > end) | (
        held["退档日期"].isna() & (held["档案状态"].isna() | (held["档案状态"] == "在档"))
    )
    files = held[begun & kept]
    family = table("hardship-family")
    stale = files["最近更新日期"] <= end - pd.DateOffset(years=1)
    return {
        "在档困难职工户数": len(files),
        "深度困难户数": (files["困难类别"] == "深度困难").sum(),
        "相对困难户数": (files["困难类别"] == "相对困难").sum(),
        "意外致困户数": (files["困难类别"] == "意外致困").sum(),
        "新建档户数": within(held["建档日期"], when).sum(),
        "脱困退档户数": within(held["退档日期"], when).sum(),
        "全国级建档户数": (files["建档标准"] == "全国级").sum(),
        "在档家庭人口": total(files["家庭人口"]),
        "一年未更新档案数": stale.sum(),
        "困难家庭学生数": (
            (family["成员身份"] == "学生") & family["户主证件号码"].isin(files["证件号码"])
        ).sum(),
    }


def aid(when: Period) -> Row:
    held = table("hardship-aid")
    held = held[within(held["发放日期"], when)].fillna({"金额": 0, "物资折款": 0})
    worth = held["金额"] + held["物资折款"]
    winter = held["帮扶类别"] == "送温暖"
    pupils = table("tuition-aid")
    pupils["谁"] = pupils["学生证件号码"].fillna(pupils["学生姓名"] + pupils["家长姓名"])
    paid = pupils[within(pupils["发放日期"], when)]
    asked = pupils[
        within(pupils["发放日期"], when) | (pupils["发放日期"].isna() & (pupils["年度"] == when.end.year))
    ]
    visits = table("cooling-visit")
    visits = visits[within(visits["走访日期"], when)]
    return {
        "帮扶人次": len(held),
        "帮扶人数": people(held),
        "帮扶金额": worth.sum(),
        "送温暖户数": people(held[winter]),
        "送温暖金额": worth[winter].sum(),
        "医疗救助金额": held.loc[held["帮扶类别"] == "医疗救助", "金额"].sum(),
        "助学人数": paid["谁"].nunique(),
        "助学金额合计": total(paid["助学金额"]),
        "助学申请人数": asked["谁"].nunique(),
        "送清凉走访单位数": visits["走访对象"].nunique(),
        "送清凉慰问人次": total(visits["慰问人次"]),
        "送清凉投入金额": visits[["资金", "物资折款"]].fillna(0).to_numpy().sum(),
    }


def mutual(when: Period) -> Row:
    held, end = table("mutual-enrol"), pd.Timestamp(when.end)
    year = held["保障年度"].map(lambda one: None if one is None else dt.date(int(one), 1, 1))
    first = held["参保开始"].fillna(pd.to_datetime(year))
    final = held["参保结束"].fillna(pd.to_datetime(year) + pd.DateOffset(months=12, days=-1))
    cover = held[(first <= end) & (final >= end)]
    claims = table("mutual-claim")
    paid = claims[(claims["报销状态"] == "已付") & within(claims["支付日期"], when)]
    taken = claims[within(claims["受理日期"], when)]
    return {
        "互助参保人数": cover["证件号码"].nunique(),
        "互助参保单位数": cover["单位名称"].nunique(),
        "互助缴费金额": total(cover["缴费金额"]),
        "互助参保率": cover["证件号码"].nunique() / 80,
        "互助报销人次": len(paid),
        "互助报销人数": paid["证件号码"].nunique(),
        "互助报销金额": total(paid["补助金额"]),
        "互助受理件数": len(taken),
        "互助退回件数": (taken["报销状态"] == "退回").sum(),
    }


RECOUNTS = (contests, honours, trips, health, hardship, aid, mutual)
NAMED = {
    one.name for form in FORMS if form.slug in {*LEDGERS} - {"member", "contest"} for one in form.indicators
}


@pytest.fixture(scope="module")
def library() -> figures.Library:
    """Figures of these ledgers as a whole; groups are counted elsewhere."""
    own = [form for form in FORMS if form.slug in LEDGERS or form.slug == "contest-entry"]
    return figures.read_library(None, FORMS, base=own).grouped_by(())


@pytest.mark.parametrize("when", PERIODS, ids=lambda when: when.label)
def test_every_figure_is_what_its_name_promises(library: figures.Library, when: Period) -> None:
    frames = {slug: pd.DataFrame(held, dtype=object) for slug, held in LEDGERS.items()}
    counted = figures.count(frames, library, when, when.end, forms=FORMS)
    made = {one.name: one.value for one in counted if not one.group_by}
    wanted = {name: value for recount in RECOUNTS for name, value in recount(when).items()}
    assert wanted.keys() | IN_TABLES >= NAMED >= wanted.keys()
    differing = {
        name: (made.get(name), value)
        for name, value in wanted.items()
        if (sorted(made[name]) if isinstance(value, list) else made.get(name))
        != (value if isinstance(value, list) or value is None else pytest.approx(value))
    }
    assert differing == {}


def test_the_halves_of_a_year_share_no_flow(library: figures.Library) -> None:
    """What only a year tells is counted in both halves; what has a day in one."""
    flows = {
        one.name for one in library.indicators if one.over == "流量" and one.how in ("计数", "求和")
    } & NAMED
    dated = flows - {"推荐数"}
    frames = {slug: pd.DataFrame(held, dtype=object) for slug, held in LEDGERS.items()}
    made = {
        label: {
            one.name: one.value
            for one in figures.count(frames, library, period(label), period(label).end, forms=FORMS)
            if not one.group_by
        }
        for label in ("2022H1", "2022H2", "2022")
    }
    assert len(dated) > 15
    assert {
        name
        for name in dated
        if made["2022"][name] is not None
        and made["2022H1"][name] + made["2022H2"][name] != made["2022"][name]
    } == set()
