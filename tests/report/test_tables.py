# ruff: noqa: E501
"""表0–表12 over a ledger of all ledgers: every figure of the fixed tables counted once more in plain pandas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from tests.report.all_ledgers import every_ledger
from tests.report.conftest import write_ledger
from union_xl import ledgers
from union_xl.model.resources import resource
from union_xl.run import report
from union_xl.run.reporting.evaluation import Evaluation, evaluate

pytestmark = pytest.mark.slow

START, END, YEAR = pd.Timestamp(2022, 1, 1), pd.Timestamp(2022, 6, 30), 2022
FIXED = (
    "表6-2",
    "表7-1",
    "表7-2",
    "表7-3",
    "表7-4",
    "表8-1",
    "表10-1",
    "表10-2",
    "表11-2",
    "表11-3",
    "表11-4",
    "表12",
    "分级别",
)
Frame = pd.DataFrame
Count = Callable[[Frame], Any]


def day(f: Frame, title: str) -> pd.Series:
    return pd.to_datetime(f[title])


def within(f: Frame, title: str) -> pd.Series:
    return day(f, title).between(START, END)


def of_year(f: Frame, *dates: str) -> pd.Series:
    """By the first date that is there, else by 年度."""
    found = day(f, dates[0])
    for title in dates[1:]:
        found = found.fillna(day(f, title))
    return found.between(START, END) | (found.isna() & (f["年度"] == YEAR))


def persons(f: Frame) -> int:
    return int(f["证件号码"].fillna(f["姓名"].astype(str) + f["单位名称"].astype(str)).nunique())


def money(f: Frame, title: str) -> float:
    return float(pd.to_numeric(f[title]).sum())


def checked(f: Frame) -> Frame:
    return f[(f["体检状态"] == "已体检") & within(f, "实检日期")]


def planned(f: Frame, *states: str) -> Frame:
    return f[f["体检状态"].isin(states) & of_year(f, "实检日期", "预约日期")]


def in_file(f: Frame) -> Frame:
    out = day(f, "退档日期")
    there = out.gt(END) | (out.isna() & f["档案状态"].fillna("在档").eq("在档"))
    return f[(day(f, "建档日期").fillna(END) <= END) & there]


def worth(f: Frame) -> pd.Series:
    return pd.to_numeric(f["金额"]).fillna(0) + pd.to_numeric(f["物资折款"]).fillna(0)


def given(f: Frame) -> Frame:
    return f[within(f, "发放日期")]


def in_force(f: Frame) -> Frame:
    begun = day(f, "期限开始").fillna(day(f, "生效日期")).fillna(day(f, "签订日期")).fillna(END)
    lasts = day(f, "期限结束").fillna(END) >= END
    return f[f["合同状态"].fillna("有效").ne("终止") & (begun <= END) & lasts]


def in_use(f: Frame) -> Frame:
    stopped = day(f, "停用日期")
    there = stopped.gt(END) | (stopped.isna() & f["阵地状态"].fillna("在用").eq("在用"))
    return f[(day(f, "启用日期").fillna(END) <= END) & there]


def held(f: Frame) -> Frame:
    """Events held in the period; a visit to give advice (走访指导) is none."""
    event = f["活动类型"].fillna("").ne("走访指导")
    return f[event & f["活动状态"].fillna("已完成").eq("已完成") & within(f, "开始日期")]


def owned(f: Frame) -> Frame:
    gone = day(f, "处置日期")
    there = gone.gt(END) | (gone.isna() & f["资产状态"].fillna("在用").ne("报废"))
    return f[(day(f, "购置日期").fillna(END) <= END) & there]


def audited(f: Frame) -> Frame:
    return f[of_year(f, "完成日期")]


def faults(f: Frame) -> Frame:
    return audited(f)[lambda a: a["是否达标"] == "不达标"]


def mended(f: Frame) -> pd.Series:
    done = f["整改状态"].eq("已整改") | f["整改日期"].notna()
    return done & (day(f, "整改日期").fillna(END) <= END)


def out(f: Frame) -> Frame:
    return f[within(f, "发布日期")]


def balance(end: Count, more: Count, less: Count) -> Count:
    return lambda f: end(f) - more(f) + less(f)


def ended(f: Frame) -> Frame:
    begun = day(f, "期限开始").fillna(day(f, "生效日期")).fillna(day(f, "签订日期")).fillna(END)
    return f[~f.index.isin(in_force(f).index) & (begun <= END) & (day(f, "期限结束").fillna(END) >= START)]


def begun(f: Frame) -> Frame:
    first = day(f, "期限开始").fillna(day(f, "生效日期")).fillna(day(f, "签订日期"))
    return f[first.between(START, END) & (day(f, "期限结束").fillna(END) >= START)]


def served(f: Frame) -> pd.Series:
    return day(f, "统计截至").fillna(END).between(START, END) & (day(f, "启用日期").fillna(END) <= END)


def scrapped(f: Frame) -> float:
    gone = day(f, "处置日期")
    return money(
        f[gone.between(START, END) | (gone.isna() & f["资产状态"].eq("报废") & within(f, "购置日期"))], "金额"
    )


def sources(f: Frame, name: str) -> float:
    listed = ("中央", "省", "市", "区", "街道")
    rows = given(f)
    rows = rows[rows["资金来源"].eq(name) if name in listed else ~rows["资金来源"].isin(listed)]
    return float(worth(rows).sum())


RECOUNT: Mapping[str, dict[str, Count]] = {
    "health-check": {
        "体检名额人数": lambda f: persons(f[f["体检状态"].fillna("已分配").ne("替换") & of_year(f, "实检日期", "预约日期")]),
        "体检安排人数": lambda f: persons(planned(f, "已分配", "已安排", "已体检", "替换")),
        "实检人数": lambda f: persons(checked(f)),
        "放弃体检人数": lambda f: persons(planned(f, "放弃")),
        "替换体检人数": lambda f: persons(planned(f, "替换")),
        "未检人数": lambda f: persons(planned(f, "已分配", "已安排", "已体检", "替换")) - persons(checked(f)),
        "女职工实检人数": lambda f: persons(checked(f)[lambda c: c["性别"] == "女"]),
        "体检覆盖企业数": lambda f: planned(f, "已安排", "已体检")["单位名称"].nunique(),
        "体检费用": lambda f: money(checked(f), "费用"),
    },
    "hardship-case": {
        "在档困难职工户数": lambda f: len(in_file(f)),
        "新建档户数": lambda f: int(within(f, "建档日期").sum()),
        "脱困退档户数": lambda f: int(within(f, "退档日期").sum()),
        "期初困难职工户数": lambda f: len(in_file(f)) - int(within(f, "建档日期").sum()) + int(within(f, "退档日期").sum()),
        "在档家庭人口": lambda f: money(in_file(f), "家庭人口"),
        "一年未更新档案数": lambda f: int((day(in_file(f), "最近更新日期") <= END - pd.DateOffset(years=1)).sum()),
    },
    "hardship-aid": {
        "帮扶人次": lambda f: len(given(f)),
        "帮扶人数": lambda f: persons(given(f)),
        "帮扶金额": lambda f: float(worth(given(f)).sum()),
        "帮扶物资折款": lambda f: money(given(f), "物资折款"),
        **{f"{one}资金帮扶金额": lambda f, one=one: sources(f, one) for one in ("中央", "省", "市", "区", "街道", "单位及其他")},
    },
    "tuition-aid": {
        "助学人数": lambda f: given(f)["学生证件号码"].fillna(f["学生姓名"].astype(str) + f["家长姓名"].astype(str)).nunique(),
        "助学金额合计": lambda f: money(given(f), "助学金额"),
    },
    "mutual-claim": {
        "互助受理件数": lambda f: int(within(f, "受理日期").sum()),
        "互助报销人次": lambda f: int((f["报销状态"].eq("已付") & within(f, "支付日期")).sum()),
        "互助报销人数": lambda f: f[f["报销状态"].eq("已付") & within(f, "支付日期")]["证件号码"].nunique(),
        "互助报销金额": lambda f: money(f[f["报销状态"].eq("已付") & within(f, "支付日期")], "补助金额"),
        "互助退回件数": lambda f: int((f["报销状态"].eq("退回") & within(f, "受理日期")).sum()),
    },
    "cooling-visit": {
        "送清凉走访单位数": lambda f: f[within(f, "走访日期")]["走访对象"].nunique(),
        "送清凉慰问人次": lambda f: money(f[within(f, "走访日期")], "慰问人次"),
        "送清凉资金": lambda f: money(f[within(f, "走访日期")], "资金"),
        "送清凉物资折款": lambda f: money(f[within(f, "走访日期")], "物资折款"),
        "送清凉投入金额": lambda f: money(f[within(f, "走访日期")], "资金") + money(f[within(f, "走访日期")], "物资折款"),
    },
    "contract": {
        "有效合同份数": lambda f: len(in_force(f)),
        "本期新增合同份数": lambda f: len(begun(f)),
        "到期终止合同份数": lambda f: len(ended(f)),
        "期初合同份数": balance(lambda f: len(in_force(f)), lambda f: len(begun(f)), lambda f: len(ended(f))),
        "企业单独合同份数": lambda f: int(in_force(f)["签订形式"].fillna("企业单独").eq("企业单独").sum()),
        "区域性合同份数": lambda f: int(in_force(f)["签订形式"].eq("区域性").sum()),
        "行业性合同份数": lambda f: int(in_force(f)["签订形式"].eq("行业性").sum()),
        "九十天内到期份数": lambda f: int((day(in_force(f), "期限结束") <= END + pd.Timedelta(days=90)).sum()),
        "下期内到期合同份数": lambda f: int((day(in_force(f), "期限结束") <= END + (END - START) + pd.Timedelta(days=1)).sum()),
    },
    "venue": {
        "期末阵地数": lambda f: len(in_use(f)),
        "新增阵地数": lambda f: int(within(in_use(f), "启用日期").sum()),
        "撤销阵地数": lambda f: int((within(f, "停用日期") & ~(day(f, "启用日期") >= START)).sum()),
        "期初阵地数": lambda f: len(in_use(f)) - int(within(in_use(f), "启用日期").sum())
        + int((within(f, "停用日期") & ~(day(f, "启用日期") >= START)).sum()),
        "阵地面积": lambda f: money(in_use(f), "面积"),
        "各类阵地服务人次": lambda f: money(f[served(f)], "服务人次"),
        "已复验阵地数": lambda f: int(within(in_use(f), "复验日期").sum()),
        "复验合格阵地数": lambda f: int((within(in_use(f), "复验日期") & in_use(f)["复验结果"].eq("合格")).sum()),
        "阵地补贴金额": lambda f: money(f[within(f, "启用日期")], "建设补贴") + money(f[served(f)], "运行补贴"),
    },
    "event": {
        "活动场次": lambda f: float(pd.to_numeric(held(f)["场次"]).fillna(1).sum()),
        "活动参加人数": lambda f: float(pd.to_numeric(held(f)["参加人数"]).fillna(pd.to_numeric(held(f)["参加人次"])).sum()),
        "活动参加人次": lambda f: float(pd.to_numeric(held(f)["参加人次"]).fillna(pd.to_numeric(held(f)["参加人数"])).sum()),
        "活动经费": lambda f: money(held(f), "经费"),
    },
    "fund-budget": {
        f"科目{name}": lambda f, title=title: money(f[(f["年度"] == YEAR) & (f["科目编号"].str.len() == 3)], title)
        for name, title in (("上年决算", "上年决算数"), ("本年预算", "本年预算数"), ("本年执行", "本年决算数"))
    } | {
        f"经费{side}{name}": lambda f, first=first, title=title: money(f[(f["年度"] == YEAR) & f["科目编号"].str.startswith(first)], title)
        for side, first in (("收入", "4"), ("支出", "5"))
        for name, title in (("上年决算", "上年决算数"), ("预算", "本年预算数"), ("决算", "本年决算数"))
    },
    "asset": {
        "固定资产原值": lambda f: money(owned(f), "金额"),
        "固定资产件数": lambda f: money(owned(f), "数量"),
        "本期新增资产金额": lambda f: money(f[within(f, "购置日期")], "金额"),
        "本期减少资产金额": scrapped,
        "期初资产原值": balance(lambda f: money(owned(f), "金额"), lambda f: money(f[within(f, "购置日期")], "金额"), scrapped),
        "盘点不符件数": lambda f: int(
            (owned(f)["盘点数"].notna() & owned(f)["数量"].notna() & owned(f)["盘点数"].ne(owned(f)["数量"])
             & (day(owned(f), "盘点日期").fillna(END) <= END)).sum()
        ),
    },
    "audit-item": {
        "审计单位数": lambda f: audited(f)["单位名称"].nunique(),
        "审计项目数": lambda f: len(audited(f)),
        "审计达标项目数": lambda f: int(audited(f)["是否达标"].eq("达标").sum()),
        "审计问题数": lambda f: len(faults(f)),
        "审计问题金额": lambda f: money(faults(f), "涉及金额"),
        "审计问题已整改数": lambda f: int(mended(faults(f)).sum()),
        "审计问题逾期未整改数": lambda f: int((~mended(faults(f)) & (day(faults(f), "整改期限") < END)).sum()),
    },
    "publicity": {
        "宣传信息发布数": lambda f: len(out(f)),
        **{f"{one}类发布数": lambda f, one=one: int(out(f)["信息类型"].fillna("信息").eq(one).sum()) for one in ("信息", "简讯", "图片", "视频")},
        **{f"{one}级采用数": lambda f, one=one: int(out(f)["媒体级别"].eq(one).sum()) for one in ("街道", "区", "市", "省", "国家")},
        "宣传阅读量": lambda f: money(out(f), "阅读量"),
    },
    "honour": {
        "推荐数": lambda f: int(of_year(f, "公示开始", "公示结束", "表彰日期").sum()),
        **{
            name: lambda f, kind=kind: int((f["对象类型"].eq(kind) & f["状态进度"].eq("获评") & within(f, "表彰日期")).sum())
            for name, kind in (("获评集体数", "单位"), ("获评个人数", "个人"), ("获评班组数", "班组"))
        },
    },
}  # fmt: skip
ELSEWHERE = frozenset(("宣传信息得分",))
"""Worked out by a table of points: counted again in tests/ledgers."""


_KINDS = ("一线职工", "劳模先进", "新就业形态", "困难职工", "其他人员")
_TYPES = ("合同", "综合合同", "工资专项", "女职工专项", "安全卫生专项")
IN_TABLES = frozenset(
    (
        *(name for own in RECOUNT.values() for name in own),
        *(f"{kind}疗休养人次" for kind in _KINDS),
        *(f"{kind}覆盖{whom}数" for kind in _TYPES for whom in ("企业", "职工", "女职工")),
        *(f"{kind}应达数" for kind in ("场所", "队伍", "行动", "机制")),
        "清单未达标项数", "调解数合计", "宣讲场次合计", "隐患发现数合计", "五有未达标单位数", "缴费工资总额", "留成经费", "返还经费", "年度目标数", "集体合同建制率",
        "疗休养参加人数", "疗休养总费用", "疗休养工会承担", "疗休养单位承担", "疗休养个人承担", "区级以上荣誉数", "审计问题未整改数",
        "三年规划本年未完成数", "获评荣誉情况",
    )
)  # fmt: skip
"""Figures that came with the tables: looked at here, not in the recounts of single ledgers."""


@pytest.fixture(scope="module")
def frames() -> dict[str, Frame]:
    return every_ledger(seed=3, rows=60)


def gone(frames: Mapping[str, Frame]) -> Frame:
    """Who went on a trip of the period, by the batches that began in it."""
    batches, people = frames["recup-batch"], frames["recup-person"]
    key = ["年度", "组织单位", "批次"]
    begun = set(map(tuple, batches[within(batches, "开始日期")][key].astype(str).to_numpy()))
    own = pd.Series([tuple(one) in begun for one in people[key].astype(str).to_numpy()], people.index)
    went = people["身份"].fillna("人员").eq("人员") & people["是否成行"].fillna("是").eq("是")
    return people[went & own & people[key].notna().all(axis=1)]


def of_this_year(f: Frame) -> Frame:
    return f[f["年度"].fillna(day(f, "完成日期").dt.year).eq(YEAR)]


def dues(f: Frame) -> Frame:
    return f[f["所属期"].isin(("2022-01", "2022-03", "2022Q1", "2022Q2"))]


def sites(f: Frame) -> Frame:
    until = day(f, "统计截至")
    mine = until.between(START, END) | (until.isna() & f["年度"].eq(YEAR))
    return f[mine & (day(f, "启动日期").fillna(END) <= END)]


def won(f: Frame) -> Frame:
    return f[f["状态进度"].eq("获评") & within(f, "表彰日期")]


def all_five(frames: Mapping[str, Frame]) -> int:
    """Units whose five things are all there."""
    rows = of_this_year(frames["five-haves-item"])
    rows = rows[(day(rows, "完成日期").fillna(END) <= END)]
    good = rows[rows["是否达标"].eq("达标")].groupby("单位名称")["项目"].nunique()
    return rows["单位名称"].nunique() - int((good >= 5).sum())


def targets(f: Frame) -> Frame:
    return f[f["年度"].eq(YEAR)].groupby("指标名称")["目标数"].max()


_DUE = {f"{kind}应达数": kind for kind in ("场所", "队伍", "行动", "机制")}
_WENT = {
    "一线职工": "一线优秀职工",
    "劳模先进": "劳模",
    "新就业形态": "新就业形态",
    "困难职工": "困难职工",
}
ACROSS: Mapping[str, Callable[[Mapping[str, Frame]], Any]] = {
    **{f"{name}疗休养人次": lambda f, kind=kind: int(gone(f)["人员类别"].eq(kind).sum()) for name, kind in _WENT.items()},
    "其他人员疗休养人次": lambda f: int((~gone(f)["人员类别"].isin(_WENT.values())).sum()),
    "疗休养参加人数": lambda f: persons(gone(f)),
    **{
        f"疗休养{name}": lambda f, title=title: money(f["recup-batch"][within(f["recup-batch"], "开始日期")], title)
        for name, title in (("总费用", "总费用"), ("工会承担", "工会承担"), ("单位承担", "单位承担"), ("个人承担", "个人承担"))
    },
    **{
        name: lambda f, kind=kind: int((of_this_year(f["steward-item"])["项目类别"].eq(kind) & of_this_year(f["steward-item"])["是否达标"].ne("不适用")).sum())
        for name, kind in _DUE.items()
    },
    "清单未达标项数": lambda f: int(of_this_year(f["steward-item"])["是否达标"].eq("不达标").sum()),
    "调解数合计": lambda f: money(sites(f["steward-site"]), "调解数"),
    "宣讲场次合计": lambda f: money(sites(f["steward-site"]), "宣讲场次"),
    "隐患发现数合计": lambda f: money(sites(f["steward-site"]), "隐患发现数"),
    "五有未达标单位数": all_five,
    "缴费工资总额": lambda f: money(dues(f["fund"]), "工资总额"),
    "留成经费": lambda f: money(dues(f["fund"]), "留成"),
    "返还经费": lambda f: money(dues(f["fund"]), "返还"),
    "年度目标数": lambda f: float(targets(f["task"]).max()),
    "区级以上荣誉数": lambda f: int(won(f["honour"])["级别"].isin(("国家级", "省级", "市级", "区级")).sum()),
    "审计问题未整改数": lambda f: len(faults(f["audit-item"])) - int(mended(faults(f["audit-item"])).sum()),
    "获评荣誉情况": lambda f: sorted({
        f"{who}获评{level or ''}{what or '荣誉'}" for who, level, what in won(f["honour"])[["推荐对象", "级别", "荣誉名称"]].itertuples(index=False)
    }),
    "三年规划本年未完成数": lambda f: int(
        (f["unit-register"]["是否互联网企业"].eq("是") & f["unit-register"]["经营状态"].fillna("在营").eq("在营")
         & f["unit-register"]["三年规划建会年度"].eq(YEAR) & f["unit-register"]["是否建会"].ne("已建")).sum()
    ),
    "集体合同建制率": lambda f: _covered(f) / int(_built(f["unit-register"]).sum()),
}  # fmt: skip
"""Figures that stand only in tables that grow, or over several ledgers."""


def _covered(frames: Mapping[str, Frame]) -> int:
    force = in_force(frames["contract"])
    cover = frames["contract-cover"]
    return int(cover[cover["合同编号"].isin(set(force["合同编号"].dropna()))]["单位名称"].nunique())


def _built(f: Frame) -> pd.Series:
    return f["是否建会"].eq("已建") & (day(f, "建会日期").fillna(END) <= END)


@pytest.fixture(scope="module")
def counted(frames: dict[str, Frame], tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    folder = tmp_path_factory.mktemp("表")
    book = write_ledger(folder / "汇总台账.xlsx", frames)
    year_ago = write_ledger(folder / "去年.xlsx", every_ledger(seed=4, rows=12))
    return evaluate(book, last_year=year_ago, period="2022H1")


@pytest.fixture(scope="module")
def made(counted: Evaluation) -> Path:
    out = counted.path.parent / "报表"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report, "evaluate", lambda *asked, **more: counted)
        report.report(counted.path, out, templates=sorted(resource("templates").glob("表*.xlsx")))
    return out


def _tagged(made: Path) -> Iterator[tuple[str, str, str, Any]]:
    """(sheet, cell, tag, what was filled in) of the tables that do not grow."""
    for path in sorted(resource("templates").glob("表*.xlsx")):
        filled = openpyxl.load_workbook(made / path.name)
        for sheet in openpyxl.load_workbook(path):
            for row in sheet.iter_rows() if sheet.title in FIXED else ():
                for cell in row:
                    tag = re.fullmatch(r"\{\{([^{}]+)\}\}", str(cell.value))
                    if tag and not isinstance(cell, openpyxl.cell.cell.MergedCell) and cell.row > 4:
                        yield sheet.title, cell.coordinate, tag[1], filled[sheet.title][cell.coordinate].value


def test_every_figure_of_the_fixed_tables_equals_the_recount(made: Path, frames: dict[str, Frame]) -> None:
    """Each cell `{{figure}}` and `{{figure|label=group}}` against pandas; none is left out."""
    counts = {name: (slug, count) for slug, own in RECOUNT.items() for name, count in own.items()}
    compared, other = 0, set()
    for sheet, cell, tag, there in _tagged(made):
        name, _, chosen = tag.partition("|")
        if name not in counts:
            other.add(name)
            continue
        slug, count = counts[name]
        rows = frames[slug]
        if chosen:
            label, _, group = chosen.partition("=")
            rows = rows[rows[label].isna() if group == "（未填）" else rows[label].eq(group)]
        wanted = count(rows)
        assert (0 if there == "—" else there) == pytest.approx(wanted), (sheet, cell, tag)
        compared += 1
    assert compared > 700
    covers = {one for one in other if "覆盖" in one}  # contracts and the firms under them: the test below
    assert other - covers <= ELSEWHERE


def test_every_other_figure_of_the_tables_equals_the_recount(
    frames: dict[str, Frame], counted: Evaluation
) -> None:
    """Those of the growing tables and of plans: none that came with the tables is left without a recount."""
    made = {one.name: one.value for one in counted.figures if not one.group_by}
    elsewhere = {name for own in RECOUNT.values() for name in own} | {
        f"{kind}覆盖{whom}数" for kind in _TYPES for whom in ("企业", "职工", "女职工")
    }
    assert IN_TABLES - elsewhere == {*ACROSS}
    differing = {}
    for name, count in ACROSS.items():
        value, wanted = made[name], count(frames)
        same = sorted(value) == wanted if isinstance(wanted, list) else value == pytest.approx(wanted)
        if not same:
            differing[name] = (value, wanted)
    assert differing == {}
    assert sum(bool(made[name]) for name in ACROSS) > 20


def test_firms_under_contracts_of_a_type_count_once(made: Path, frames: dict[str, Frame]) -> None:
    """表8-1: enterprises and workers under contracts in force, by type and of all."""
    cover, force = frames["contract-cover"], in_force(frames["contract"])
    types = {
        "综合合同": "综合集体合同",
        "工资专项": "工资专项",
        "女职工专项": "女职工专项",
        "安全卫生专项": "劳动安全卫生专项",
    }
    seen = 0
    for _, cell, tag, there in _tagged(made):
        hit = re.fullmatch(r"(.+?)覆盖(企业|职工|女职工)数", tag)
        if not hit or hit[1] == "体检":
            continue
        kind = types.get(hit[1])
        numbers = force[force["合同类型"] == kind]["合同编号"] if kind else force["合同编号"]
        rows = cover[cover["合同编号"].isin(set(numbers.dropna()))]
        firms = rows.drop_duplicates("单位名称")
        wanted = len(firms) if hit[2] == "企业" else money(firms, f"{hit[2]}数")
        assert (0 if there == "—" else there) == pytest.approx(wanted), (cell, tag)
        seen += 1
    assert seen >= 15


def test_a_batch_has_its_people_and_money_in_one_row(made: Path, frames: dict[str, Frame]) -> None:
    """表6-1: of each batch of the period the people who went, by kind."""
    people, batches = frames["recup-person"], frames["recup-batch"]
    went = people[people["身份"].fillna("人员").eq("人员") & people["是否成行"].fillna("是").eq("是")]
    sheet = openpyxl.load_workbook(made / "表6 疗休养和体检.xlsx")["表6-1"]
    rows = [row for row in sheet.iter_rows(min_row=7, values_only=True) if isinstance(row[1], (int, float))]
    assert len(rows) == int(within(batches, "开始日期").sum()) > 5
    for row in rows:
        own = went[(went["批次"] == row[1]) & (went["组织单位"] == row[0])]
        if (
            row[1] is not None
            and row[0] is not None
            and not batches.duplicated(["年度", "组织单位", "批次"]).any()
        ):
            own = own[
                own["年度"].isin(
                    batches[(batches["批次"] == row[1]) & (batches["组织单位"] == row[0])]["年度"]
                )
            ]
            assert row[6] == len(own) and sum(row[8:13]) == len(own), row


def test_chosen_rows_are_those_of_the_ledger_in_order(made: Path, frames: dict[str, Frame]) -> None:
    """表8-3 lists what runs out within ninety days, by date; 表11-1 only units with money."""
    force = in_force(frames["contract"])
    soon = force[day(force, "期限结束") <= END + pd.Timedelta(days=90)]
    rows = openpyxl.load_workbook(made / "表8 集体协商.xlsx")["表8-3"].iter_rows(min_row=6, values_only=True)
    shown = [row for row in rows if isinstance(row[0], int)]
    assert [row[7] for row in shown] == sorted(day(soon, "期限结束")) and len(shown) > 0
    assert all(row[8] == (row[7] - END).days and 0 <= row[8] <= 90 for row in shown)
    dues = openpyxl.load_workbook(made / "表11 经费资产经审.xlsx")["表11-1"].iter_rows(
        min_row=6, values_only=True
    )
    assert all(row[3] or row[4] or row[2] for row in dues if isinstance(row[0], int))


def test_the_year_before_and_the_task_stand_beside_a_figure(made: Path) -> None:
    """表0: no 上期 was given (—), 去年同期 was; the target of 年度任务 stands by the figure's name."""
    sheet = openpyxl.load_workbook(made / "表0 主要指标完成情况.xlsx")["表0"]
    rows = {row[3].value: row for row in sheet.iter_rows(min_row=7) if isinstance(row[3].value, str)}
    built = rows["A01"]
    assert built[5].value == "—" and isinstance(built[6].value, (int, float)) and built[9].value == 5
    assert rows["B08"][9].value == "—" and str(built[7].value).startswith("=IF(")
    assert len(rows) == 45
    tasks = openpyxl.load_workbook(made / "表0 主要指标完成情况.xlsx")["年度任务"]
    shown = {
        row[1]: row[4] for row in tasks.iter_rows(min_row=7, values_only=True) if isinstance(row[0], int)
    }
    assert shown["新建工会数"] == built[4].value and shown["整理档案"] is None and len(shown) == 5


def some(frames: dict[str, Frame], *slugs: str) -> dict[str, Frame]:
    return {slug: frames[slug] for slug in slugs}


def test_a_task_in_ten_thousands_is_compared_in_them(frames: dict[str, Frame], tmp_path: Path) -> None:
    """A target of 5 万元 and one of 90 %: both sheets of 表0 show figure and target in one unit."""
    tasks = frames["task"].assign(计量单位=["家", "人", "万元", "%", "份"], 目标数=[5, 40, 5, 90, 3])
    book = write_ledger(
        tmp_path / "汇总台账.xlsx", {**some(frames, "unit-register", "hardship-aid"), "task": tasks}
    )
    template = resource("templates", "表0 主要指标完成情况.xlsx")
    report.report(book, tmp_path / "出", templates=[template], period="2022H1")
    made = openpyxl.load_workbook(tmp_path / "出" / template.name)
    main = {row[3].value: row for row in made["表0"].iter_rows(min_row=7) if row[3].value}
    listed = {row[1]: row for row in made["年度任务"].iter_rows(min_row=7, values_only=True)}
    aid, share = main["G21"], main["A13"]
    assert aid[9].value == 5 and aid[4].value == pytest.approx(listed["帮扶金额"][4], abs=0.005)
    assert share[9].value == pytest.approx(0.9)
    assert listed["建会率"][3] == 90 and listed["建会率"][4] == pytest.approx(share[4].value * 100, abs=0.01)


def test_what_came_of_each_ledger(frames: dict[str, Frame], tmp_path: Path) -> None:
    """表0 报送情况: owed returns by state, rows and problems of each ledger; read = kept + joined + held."""
    path = write_ledger(tmp_path / "汇总台账.xlsx", some(frames, "member"))
    book = openpyxl.load_workbook(path)
    states = ("已报", "部分受理", "零报告", "退回", "待确认", "未报（已电话催过）", "免报", "已报（非应报）")
    sheet = book.create_sheet("报送情况")
    sheet.append(["单位", "表", "状态", "错误", "提醒"])
    for number, state in enumerate(states):
        sheet.append([f"单位{number}", "会员登记", state, number, 1])
    sheet = book.create_sheet("来源文件")
    sheet.append(["文件", "单位", "表", "去向", "行数", "保留", "合并", "暂缓"])
    sheet.append(["甲.xlsx", "单位0", "会员登记", "采用", 10, 7, 2, 1])
    sheet.append(["乙.xlsx", "单位1", "会员登记", "采用", 5, 5, 0, 0])
    sheet.append(["丙.jpg", None, None, "未能读取", 0, 0, 0, 0])
    book.save(path)
    template = resource("templates", "表0 主要指标完成情况.xlsx")
    report.report(path, tmp_path / "出", templates=[template], period="2022H1")
    rows = openpyxl.load_workbook(tmp_path / "出" / template.name)["报送情况"].iter_rows(values_only=True)
    (line,) = [row for row in rows if row[1] == "会员登记"]
    assert line[2:6] == (6, 3, 2, 1) and line[7:11] == (15, 12, 2, 1) and line[11:] == (28, 8)


def test_what_is_not_there_is_never_zero(frames: dict[str, Frame], tmp_path: Path) -> None:
    """Without a ledger its cells are —, and so are the cells by kind and before."""
    book = write_ledger(tmp_path / "汇总台账.xlsx", some(frames, "hardship-case", "mutual-enrol"))
    template = resource("templates", "表7 帮扶救助和医疗互助.xlsx")
    outcome = report.report(book, tmp_path / "出", templates=[template], period="2022H1")
    sheet = openpyxl.load_workbook(tmp_path / "出" / template.name)["表7-2"]
    line = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "送温暖")
    assert set(line[2:]) == {"—"}
    assert any("没有帮扶慰问台账" in one for one in outcome.remarks)


def test_marks_are_printed_only_when_given(frames: dict[str, Frame], tmp_path: Path) -> None:
    """表号 and 批准文号 are empty unless the settings have them."""
    book = write_ledger(tmp_path / "汇总台账.xlsx", some(frames, "publicity"))
    template = resource("templates", "表12 宣传信息.xlsx")
    report.report(book, tmp_path / "出", templates=[template], period="2022H1")
    sheet = openpyxl.load_workbook(tmp_path / "出" / template.name).worksheets[0]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert not [one for one in texts if "表号" in one or "批准文号" in one or "{{" in one]
    assert "附件　表12" in texts


def test_every_table_has_its_number_and_no_other_tables(made: Path) -> None:
    """Ledgers and forms: each figure a table asks for is declared once, with a code."""
    codes = [one.code for form in ledgers.BUILT_IN for one in form.indicators]
    assert len(codes) == len(set(codes))
    assert len(list(made.glob("表*-数据来源.xlsx"))) == 14


_SUM = re.compile(r'=IF\(COUNT\(([A-Z]+\d+:[A-Z]+\d+)\)=0,"—",SUM\(\1\)\)')
_ONCE = ("去重", "只计一次", "只算一", "不大于各行之和", "除外", "只在全部行里")


def test_a_printed_total_equals_its_printed_parts_or_says_why(made: Path) -> None:
    """The row of the whole against the rows above it, added up as printed: equal, or the sheet says why not."""
    compared, apart = 0, []
    for path in sorted(made.glob("表*[!源].xlsx")):
        for sheet in openpyxl.load_workbook(path):
            told = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
            why = any(words in text for words in _ONCE for text in told)
            for row in sheet.iter_rows():
                label = " ".join(str(cell.value) for cell in row[:2])
                if not re.search("全街道|全部|帮扶慰问（", label):
                    continue
                for cell in row[2:]:
                    parts = list(_parts_above(sheet, cell))
                    if not parts or not isinstance(cell.value, (int, float)):
                        continue
                    compared += 1
                    if sum(parts) != pytest.approx(cell.value) and not why:
                        apart.append((sheet.title, cell.coordinate, sum(parts), cell.value))
    assert compared > 80 and apart == []


def _parts_above(sheet: Any, cell: Any) -> Iterator[float]:
    """The numbers that the sum rows of a cell's column add up."""
    for above in range(1, cell.row):
        hit = _SUM.fullmatch(str(sheet.cell(above, cell.column).value))
        if hit:
            for (part,) in sheet[hit[1]]:
                if isinstance(part.value, (int, float)):
                    yield part.value
