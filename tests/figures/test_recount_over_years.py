# ruff: noqa: E501
"""Indicators over ledgers that hold 2021H1 to 2023H1 count only what belongs to their period.

Every figure is counted again from its definition in plain Python over the rows, sharing nothing with the
expressions: a stock by what was so on the last day, a flow by the day it happened.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd
import pytest

from tests.report.test_tables import IN_TABLES
from union_xl import figures
from union_xl.ledgers import BUILT_IN
from union_xl.model import Period, period

pytestmark = pytest.mark.slow
FORMS = BUILT_IN
PERIODS = [period(label) for label in ("2021H1", "2021H2", "2022H1", "2022Q1", "2022-03", "2022H2", "2023H1")]
Row = dict[str, Any]
FIRMS = [f"杭州{name}有限公司" for name in "甲乙丙丁戊己庚辛"]


class Draw:
    """Values for one cell: days from 2020 to 2023, some of them months only, some blank."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def day(self, blank: float = 0.15) -> Any:
        made = dt.date(2020, 7, 1) + dt.timedelta(days=self.dice.randrange(1200))
        share = self.dice.random()
        return None if share < blank else f"{made:%Y-%m}" if share > 0.85 else made

    def of(self, *values: Any, blank: float = 0.1) -> Any:
        return None if self.dice.random() < blank else self.dice.choice(values)

    def number(self, most: int = 30, blank: float = 0.15) -> Any:
        return None if self.dice.random() < blank else self.dice.randrange(most)

    def year(self) -> Any:
        return self.of(2021, 2022, 2023)

    def firm(self) -> str:
        return self.dice.choice(FIRMS)


def rows(seed: int, made: Callable[[Draw], Row], count: int = 250) -> list[Row]:
    draw = Draw(seed)
    return [made(draw) for _ in range(count)]


CONTRACTS = rows(
    1,
    lambda d: {
        "签订单位": d.firm(),
        "合同编号": f"H{d.number(40, 0)}",
        "合同类型": d.of("综合集体合同", "工资专项", "女职工专项"),
        "签订形式": d.of("企业单独", "区域性", "行业性"),
        "签订日期": d.day(),
        "期限开始": d.day(0.3),
        "期限结束": d.day(),
        "生效日期": d.day(0.5),
        "合同状态": d.of("有效", "到期", "终止", blank=0.4),
        "是否试点": d.of("是", "否"),
    },
)
COVERS = rows(
    2, lambda d: {"合同编号": f"H{d.number(60, 0)}", "单位名称": d.firm(), "职工数": d.number(90)}, 120
)
SITES = rows(
    3,
    lambda d: {
        "年度": d.year(),
        "单位名称": d.firm(),
        "示范级别": d.of("示范点", "试点"),
        "启动日期": d.day(),
        "统计截至": d.day(0.4),
        "调解成功数": d.number(),
        "受理纠纷数": d.number(),
        "隐患整改数": d.number(),
        "参加人次": d.number(),
    },
    60,
)


def items(seed: int, kinds: tuple[str, ...], firms: int = 8) -> list[Row]:
    return rows(
        seed,
        lambda d: {
            "年度": d.year(),
            "单位名称": FIRMS[d.number(firms, 0)],
            "项目类别": d.of(*kinds),
            "项目": f"第{d.number(7, 0)}项",
            "是否达标": d.of("达标", "达标", "不达标", "不适用"),
            "完成日期": d.day(0.4),
            "涉及金额": d.number(900),
            "整改状态": d.of("已整改", "整改中", blank=0.4),
            "整改日期": d.day(0.5),
        },
        400,
    )


STEWARD = items(4, ("场所", "队伍", "行动", "机制"))
HAVES, AUDITS = items(5, ("五有",)), items(6, ("预算", "支出"))
VENUES = rows(
    7,
    lambda d: {
        "阵地类型": d.of("爱心驿家", "爱心驿家", "妈咪暖心小屋", "职工之家", "职工书屋"),
        "名称": f"站{d.number(999, 0)}",
        "启用日期": d.day(),
        "停用日期": d.day(0.8),
        "复验日期": d.day(0.5),
        "阵地状态": d.of("在用", "暂停", "撤销", blank=0.5),
        "统计截至": d.day(0.4),
        "服务人次": d.number(900),
        "建设补贴": d.number(900),
        "运行补贴": d.number(900),
    },
)
EVENTS = rows(
    8,
    lambda d: {
        "活动名称": f"活动{d.number(999, 0)}",
        "活动类型": d.of("培训", "小候鸟", "青年联谊", "走访指导", "文体"),
        "开始日期": d.day(),
        "地点": d.of("某区工人文化宫", "街道"),
        "场次": d.number(4),
        "参加人数": d.number(),
        "参加人次": d.number(90),
        "活动状态": d.of("计划", "已完成", "取消", blank=0.3),
    },
)
KIDS = rows(
    9,
    lambda d: {
        "年度": d.year(),
        "报名日期": d.day(0.5),
        "儿童姓名": f"孩{d.number(40, 0)}",
        "家长手机号码": f"1390000{d.number(9, 0):04d}",
        "录取": d.of("是", "否"),
    },
)
YOUTH = rows(
    10, lambda d: {"报名日期": d.day(), "手机号码": f"1390000{d.number(90, 0):04d}", "性别": d.of("男", "女")}
)
FUNDS = rows(
    11,
    lambda d: {
        "单位名称": d.firm(),
        "所属期": d.of(
            "2021Q1", "2021Q2", "2021Q4", "2022Q1", "2022Q3", "2023Q1", "2022-03", "2021H1", "2022", "一季度"
        ),
        "应拨缴": d.number(900),
        "实拨缴": d.number(2) and d.number(900),
        "上解": d.number(400),
    },
)
BUDGETS = rows(
    12,
    lambda d: {
        "年度": d.year(),
        "单位名称": d.firm(),
        "科目编号": d.of("401", "402", "501", "50101", "502", blank=0),
        "本年预算数": d.number(900),
        "本年决算数": d.number(900),
    },
)
ASSETS = rows(
    13,
    lambda d: {
        "单位名称": d.firm(),
        "购置日期": d.day(),
        "处置日期": d.day(0.7),
        "资产状态": d.of("在用", "闲置", "报废", "出借"),
        "金额": d.number(900),
        "数量": d.number(3, 0),
        "盘点数": d.number(3),
        "盘点日期": d.day(0.4),
    },
)
CADRES = rows(
    14,
    lambda d: {
        "单位名称": d.firm(),
        "姓名": f"人{d.number(40, 0)}",
        "工会职务": d.of("主席", "委员"),
        "手机号码": d.of("13900000001", "13900000002", blank=0.6),
        "专兼职": d.of("专职", "兼职", "社会化"),
        "任职日期": d.day(),
        "任期截止": d.day(),
        "离任日期": d.day(0.7),
        "最近培训日期": d.day(),
    },
)
NEWS = rows(
    15,
    lambda d: {
        "标题": f"标题{d.number(90, 0)}",
        "发布日期": d.day(),
        "媒体级别": d.of("街道", "区", "市", "省"),
        "阅读量": d.number(900),
        "得分": d.number(9),
    },
)
TASKS = rows(
    16,
    lambda d: {
        "年度": d.dice.choice((2021, 2022, 2023)),
        "指标名称": f"任务{d.number(999, 0)}",
        "截止日期": d.day(),
        "目标数": d.number(9, 0),
        "完成数": d.number(9),
    },
)
VISITS = rows(17, lambda d: {
    "走访日期": d.day(), "单位名称": d.firm(), "问题": d.of("想办托管班", "无诉求", "工资", "没有", blank=0), "办理状态": d.of("已办结", "待办"),
    "办结日期": d.day()})  # fmt: skip
LEDGERS: Mapping[str, list[Row]] = {
    "contract": CONTRACTS, "contract-cover": COVERS, "steward-site": SITES, "steward-item": STEWARD, "five-haves-item": HAVES,
    "audit-item": AUDITS, "venue": VENUES, "event": EVENTS, "kids-entry": KIDS, "youth-entry": YOUTH, "fund": FUNDS,
    "fund-budget": BUDGETS, "asset": ASSETS, "cadre": CADRES, "publicity": NEWS, "task": TASKS, "visit": VISITS,
}  # fmt: skip


def last(value: Any) -> dt.date | None:
    """The last day a cell may mean."""
    if isinstance(value, str):
        year, month = int(value[:4]), int(value[5:7])
        return dt.date(year, month, monthrange(year, month)[1])
    return value if isinstance(value, dt.date) else None


def inside(value: Any, when: Period) -> bool:
    day = last(value)
    return day is not None and when.start <= day <= when.end


def by(value: Any, when: Period) -> bool:
    """Not after the period's end, as far as is known."""
    day = last(value)
    return day is None or day <= when.end


def total(found: Iterable[Row], title: str) -> int:
    return sum(row[title] or 0 for row in found)


def in_force(row: Row, when: Period) -> bool:
    begun = last(row["期限开始"]) or last(row["生效日期"]) or last(row["签订日期"])
    over = last(row["期限结束"])
    return (
        row["合同状态"] != "终止"
        and (begun is None or begun <= when.end)
        and (over is None or over >= when.end)
    )


def contracts(when: Period) -> dict[str, Any]:
    live = [row for row in CONTRACTS if in_force(row, when)]
    numbers = {row["合同编号"] for row in live}
    covered: dict[str, Row] = {}
    for row in COVERS:
        if row["合同编号"] in numbers:
            covered.setdefault(row["单位名称"], row)
    pilots = {row["签订单位"] for row in live if row["是否试点"] == "是"}
    soon = when.end + dt.timedelta(days=90)
    return {
        "集体合同试点家数": len(pilots), "集体合同试点名单": sorted(pilots),
        "有效集体合同份数": sum(row["合同类型"] == "综合集体合同" for row in live),
        "有效工资专项份数": sum(row["合同类型"] == "工资专项" for row in live),
        "有效女职工专项份数": sum(row["合同类型"] == "女职工专项" for row in live),
        "区域行业合同份数": sum(row["签订形式"] in ("区域性", "行业性") for row in live),
        "本期新签合同份数": sum(inside(row["签订日期"], when) for row in CONTRACTS),
        "九十天内到期份数": sum((day := last(row["期限结束"])) is not None and day <= soon for row in live),
        "合同覆盖企业数": len(covered), "合同覆盖职工数": total(covered.values(), "职工数"),
    }  # fmt: skip


def stewards(when: Period) -> dict[str, Any]:
    year = when.end.year
    newest: dict[str, int] = {}
    for row in SITES:
        if (row["年度"] or 0) <= year:
            newest[row["单位名称"]] = max(newest.get(row["单位名称"], 0), row["年度"] or 0)
    sites = {
        row["单位名称"] for row in SITES
        if row["示范级别"] == "示范点" and by(row["启动日期"], when) and newest.get(row["单位名称"]) == (row["年度"] or 0)
    }  # fmt: skip
    counted = [
        row for row in SITES
        if by(row["启动日期"], when) and (inside(row["统计截至"], when) if last(row["统计截至"]) else row["年度"] == year)
    ]  # fmt: skip
    made: dict[str, Any] = {"平安管家示范点数": len(sites), "平安管家示范点名单": sorted(sites)}
    made |= {f"{title}合计": total(counted, title) for title in ("调解成功数", "受理纠纷数", "隐患整改数")}
    made |= {"宣讲参加人次": total(counted, "参加人次")}
    met = [row for row in STEWARD if row["是否达标"] == "达标" and of_year(row, when)]
    return made | {
        f"{kind}完成数": sum(row["项目类别"] == kind for row in met)
        for kind in ("场所", "队伍", "行动", "机制")
    }


def of_year(row: Row, when: Period) -> bool:
    done = last(row["完成日期"])
    year = row["年度"] or (done.year if done else None)
    return year == when.end.year and by(row["完成日期"], when)


def checked(when: Period) -> dict[str, Any]:
    met: dict[str, set[str]] = {}
    for row in HAVES:
        if row["是否达标"] == "达标" and of_year(row, when):
            met.setdefault(row["单位名称"], set()).add(row["项目"])
    audits = [
        row for row in AUDITS
        if (inside(row["完成日期"], when) if last(row["完成日期"]) else row["年度"] == when.end.year)
    ]  # fmt: skip
    wrong = [row for row in audits if row["是否达标"] == "不达标"]
    mended = [
        row
        for row in wrong
        if (row["整改状态"] == "已整改" or last(row["整改日期"])) and by(row["整改日期"], when)
    ]
    return {
        "五有达标单位数": sum(len(every) >= 5 for every in met.values()),
        "五有检查单位数": len({row["单位名称"] for row in HAVES if of_year(row, when)}),
        "审计单位数": len({row["单位名称"] for row in audits}), "审计问题数": len(wrong), "审计问题金额": total(wrong, "涉及金额"),
        "审计问题整改率": len(mended) / len(wrong) if wrong else None,
    }  # fmt: skip


def venues(when: Period) -> dict[str, Any]:
    def used(row: Row) -> bool:
        closed = last(row["停用日期"])
        here = row["阵地状态"] in (None, "在用") if closed is None else closed > when.end
        return here and by(row["启用日期"], when)

    def due(row: Row) -> bool:
        again = last(row["复验日期"])
        known = [
            day for day in (last(row["启用日期"]), again if again and again <= when.end else None) if day
        ]
        year_ago = (pd.Timestamp(when.end) - pd.DateOffset(years=1)).date()
        return bool(known) and max(known) <= year_ago

    def counted(row: Row) -> bool:
        return by(row["启用日期"], when) and (last(row["统计截至"]) is None or inside(row["统计截至"], when))

    here = [row for row in VENUES if used(row)]
    homes = [row for row in here if row["阵地类型"] == "爱心驿家"]
    kinds = ("爱心驿家", "妈咪暖心小屋")
    return {
        "职工之家数": sum(row["阵地类型"] == "职工之家" for row in here), "职工书屋数": sum(row["阵地类型"] == "职工书屋" for row in here),
        "爱心驿家数": len(homes), "新建爱心驿家数": sum(inside(row["启用日期"], when) for row in homes),
        "应复验驿家数": sum(map(due, homes)), "妈咪小屋数": sum(row["阵地类型"] == "妈咪暖心小屋" for row in here),
        "阵地服务人次": total((row for row in VENUES if row["阵地类型"] in kinds and counted(row)), "服务人次"),
        "阵地补贴金额": total((row for row in VENUES if inside(row["启用日期"], when)), "建设补贴")
        + total(filter(counted, VENUES), "运行补贴"),
    }  # fmt: skip


def events(when: Period) -> dict[str, Any]:
    held = [row for row in EVENTS if row["活动状态"] in (None, "已完成") and inside(row["开始日期"], when)]

    def times(kind: str) -> int:
        return sum(
            1 if row["场次"] is None else row["场次"]
            for row in held
            if row["活动类型"] == kind or (not kind and row["活动类型"] != "走访指导")
        )

    def heads(row: Row) -> int:
        return (row["参加人数"] or 0) if row["参加人次"] is None else row["参加人次"]

    return {
        "文化宫活动场次": sum(1 if row["场次"] is None else row["场次"] for row in held if "文化宫" in (row["地点"] or "")),
        "培训场次": times("培训"), "小候鸟班次": times("小候鸟"), "青年联谊场次": times("青年联谊"), "走访指导企业次数": times("走访指导"),
        "活动场次": times(""), "培训人次": sum(heads(row) for row in held if row["活动类型"] == "培训"),
        "活动参加人次": sum(heads(row) for row in held if row["活动类型"] != "走访指导"), "青年联谊人数": total((row for row in held if row["活动类型"] == "青年联谊"), "参加人数"),
    }  # fmt: skip


def sign_ups(when: Period) -> dict[str, Any]:
    kids = [
        row for row in KIDS
        if (inside(row["报名日期"], when) if last(row["报名日期"]) else inside(row["年度"] and dt.date(row["年度"], 7, 1), when))
    ]  # fmt: skip
    youth = [row for row in YOUTH if inside(row["报名日期"], when)]
    return {
        "小候鸟报名人数": len({(row["儿童姓名"], row["家长手机号码"]) for row in kids}),
        "小候鸟录取人数": len(
            {(row["儿童姓名"], row["家长手机号码"]) for row in kids if row["录取"] == "是"}
        ),
        "青年联谊报名人数": len({row["手机号码"] for row in youth}),
        "青年联谊女职工报名数": len({row["手机号码"] for row in youth if row["性别"] == "女"}),
    }


def money(when: Period) -> dict[str, Any]:
    def within(row: Row) -> bool:
        if not re.match(r"\d{4}", row["所属期"] or ""):
            return False
        span = period(row["所属期"])
        return when.start <= span.start and span.end <= when.end

    paid = [row for row in FUNDS if within(row)]
    owed, given = total(paid, "应拨缴"), total(paid, "实拨缴")
    budget = [row for row in BUDGETS if row["年度"] == when.end.year and len(row["科目编号"]) == 3]
    spending = [row for row in budget if row["科目编号"].startswith("5")]
    planned, spent = total(spending, "本年预算数"), total(spending, "本年决算数")

    def owned(row: Row) -> bool:
        gone = last(row["处置日期"])
        return by(row["购置日期"], when) and (row["资产状态"] != "报废" if gone is None else gone > when.end)

    assets = [row for row in ASSETS if owned(row)]
    return {
        "应拨缴经费": owed, "实拨缴经费": given, "经费收缴率": given / owed if owed else None, "上解经费": total(paid, "上解"),
        "缴费单位数": len({row["单位名称"] for row in paid if row["实拨缴"]}),
        "未缴单位数": len({row["单位名称"] for row in paid if row["应拨缴"] and not row["实拨缴"]}),
        "经费收入预算": total((row for row in budget if row["科目编号"].startswith("4")), "本年预算数"),
        "经费支出预算": planned, "经费支出决算": spent, "预算执行率": spent / planned if planned else None,
        "固定资产原值": total(assets, "金额"), "固定资产件数": total(assets, "数量"),
        "本期新增资产金额": total((row for row in ASSETS if inside(row["购置日期"], when)), "金额"),
        "盘点不符件数": sum(row["盘点数"] not in (None, row["数量"]) and by(row["盘点日期"], when) for row in assets),
    }  # fmt: skip


def people(when: Period) -> dict[str, Any]:
    def who(row: Row) -> str:
        return row["手机号码"] or row["姓名"] + row["单位名称"]

    serving = [
        row
        for row in CADRES
        if by(row["任职日期"], when) and ((gone := last(row["离任日期"])) is None or gone > when.end)
    ]
    soon = when.end + dt.timedelta(days=180)
    open_problem = [row for row in VISITS if row["问题"] not in ("无诉求", "没有")]
    visits = [row for row in VISITS if inside(row["走访日期"], when)]
    return {
        "专职工会干部数": len({who(row) for row in serving if row["专兼职"] in ("专职", "社会化")}),
        "工会干部人数": len({who(row) for row in serving}),
        "一百八十天内应换届数": len({
            row["单位名称"] for row in serving
            if row["工会职务"] == "主席" and (day := last(row["任期截止"])) and when.end <= day <= soon
        }),
        "本期培训工会干部数": len({who(row) for row in CADRES if inside(row["最近培训日期"], when)}),
        "走访次数": len(visits), "走访企业数": len({row["单位名称"] for row in visits}),
        "收集诉求数": sum(row in open_problem for row in visits),
        "办结诉求数": sum(row["办理状态"] == "已办结" and inside(row["办结日期"], when) for row in open_problem),
    }  # fmt: skip


def words(when: Period) -> dict[str, Any]:
    out = [row for row in NEWS if inside(row["发布日期"], when)]
    tasks = [row for row in TASKS if row["年度"] == when.end.year]
    late = [
        row
        for row in tasks
        if (day := last(row["截止日期"])) and day < when.end and (row["完成数"] or 0) < row["目标数"]
    ]
    return {
        "宣传信息发布数": len(out), "宣传信息篇数": len({row["标题"] for row in out}),
        "区级以上采用数": sum(row["媒体级别"] in ("区", "市", "省") for row in out),
        "宣传阅读量": total(out, "阅读量"), "宣传信息得分": total(out, "得分"),
        "年度任务项数": len(tasks), "逾期未完成任务数": len(late),
    }  # fmt: skip


RECOUNTS = (contracts, stewards, checked, venues, events, sign_ups, money, people, words)


@pytest.fixture(scope="module")
def library() -> figures.Library:
    return figures.read_library(None, FORMS, base=FORMS)


@pytest.mark.parametrize("when", PERIODS, ids=lambda when: when.label)
def test_every_figure_is_what_its_definition_counts(library: figures.Library, when: Period) -> None:
    frames = {slug: pd.DataFrame(held, dtype=object) for slug, held in LEDGERS.items()}
    made = {
        one.name: sorted(one.value) if isinstance(one.value, list) else one.value
        for one in figures.count(frames, library, when, when.end, forms=FORMS)
        if not one.group_by
    }
    wanted: dict[str, Any] = {}
    for recount in RECOUNTS:
        wanted |= recount(when)
    assert (
        {name: made.get(name) for name in wanted} == pytest.approx(wanted)
        if False
        else differing(made, wanted) == {}
    )
    own = {one.name for form in FORMS if form.slug in LEDGERS for one in form.indicators}
    assert own - wanted.keys() - IN_TABLES == set()


def test_the_columns_that_counting_asks_for_are_enough(library: figures.Library) -> None:
    """A question about one figure reads no other columns (`trace`)."""
    when = period("2022H1")
    asked = figures.columns_read(library, FORMS)
    whole = {slug: pd.DataFrame(held, dtype=object) for slug, held in LEDGERS.items()}
    narrow = {
        slug: frame[[title for title in frame if title in asked[slug]]] for slug, frame in whole.items()
    }
    made = [
        {
            (one.name, one.group_by, one.group): one.value
            for one in figures.count(frames, library, when, when.end, forms=FORMS)
        }
        for frames in (whole, narrow)
    ]
    assert made[0] == made[1]


def differing(made: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """{figure: (counted, recounted)} where they differ."""
    return {
        name: (made.get(name), value)
        for name, value in wanted.items()
        if made.get(name) != (pytest.approx(value) if isinstance(value, float) else value)
    }
