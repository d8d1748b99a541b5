"""The demo's figures, counted once more in plain pandas, apart from the code that counts them."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pandas as pd
import pytest
from docx.oxml.ns import qn

from union_xl import ledgers
from union_xl.model.resources import resource

ODD = "（写法待规范）"
START, END = pd.Timestamp(2022, 1, 1), pd.Timestamp(2022, 6, 30)
Frame = pd.DataFrame
Count = Callable[[Frame, Frame], float]


@dataclass
class Demo:
    """What the demo wrote, and its ledger's sheets."""

    out: Path
    members: Frame
    units: Frame
    contests: Frame
    entries: Frame


@pytest.fixture(scope="module")
def demo(demo_out: Path) -> Demo:
    """The demo's round, read once."""
    out, ledger = demo_out, demo_out / "汇总台账.xlsx"
    places = _communities()
    frames = {name: _sheet(ledger, name) for name in ("会员登记", "单位台账", "竞赛总表", "竞赛报名")}
    for frame in frames.values():
        if "单位名称" in frame:
            frame["社区"] = frame["单位名称"].map(places)
    for frame, titles in ((frames["会员登记"], ("会籍变化日期",)), (frames["单位台账"], ("建会日期",))):
        for title in titles:
            frame[title] = pd.to_datetime(frame[title])
    return Demo(out, frames["会员登记"], frames["单位台账"], frames["竞赛总表"], frames["竞赛报名"])


def _rows(path: Path, name: str) -> list[list[Any]]:
    return [list(r) for r in openpyxl.load_workbook(path, data_only=False)[name].iter_rows(values_only=True)]


def _sheet(path: Path, name: str) -> Frame:
    rows = _rows(path, name)
    at = next(i for i, r in enumerate(rows) if "来源文件" in r)
    return pd.DataFrame(rows[at + 1 :], columns=rows[at]).dropna(how="all")


def _communities() -> dict[str, str]:
    rows = _rows(resource("workbooks", "2022H1") / "工作台.xlsx", "应报单位")
    head = next(r for r in rows if "单位名称" in r)
    name, place = head.index("单位名称"), head.index("社区")
    return {str(r[name]): str(r[place]) for r in rows if r[name]}


def _within(days: Any) -> Any:
    return (days >= START) & (days <= END)


def _alive(members: Frame) -> Frame:
    return members[(members["会籍变化日期"] <= END) & members["会籍变化类型"].isin(["入会", "转入"])]


def _unions(units: Frame) -> Frame:
    return units[(units["是否建会"] == "已建") & (units["建会日期"] <= END)]


RECOUNT: dict[str, Count] = {
    "期末会员数": lambda m, u: _alive(m)["证件号码"].nunique(),
    "女会员数": lambda m, u: _alive(m)[lambda f: f["性别"] == "女"]["证件号码"].nunique(),
    "农民工会员数": lambda m, u: _alive(m)[lambda f: f["是否农民工"] == "是"]["证件号码"].nunique(),
    "发展会员数": lambda m, u: int(((m["会籍变化类型"] == "入会") & _within(m["会籍变化日期"])).sum()),
    "增加会员数": lambda m, u: int(
        (m["会籍变化类型"].isin(["入会", "转入"]) & _within(m["会籍变化日期"])).sum()
    ),
    "新建工会数": lambda m, u: int(((u["是否建会"] == "已建") & _within(u["建会日期"])).sum()),
    "期末基层工会数": lambda m, u: len(_unions(u)),
    "职工人数": lambda m, u: float(u[u["是否建会"] == "已建"]["职工总数"].sum()),
    "台账会员数": lambda m, u: float(u[u["是否建会"] == "已建"]["会员数"].sum()),
    "互联网企业数": lambda m, u: int((u["是否互联网企业"] == "是").sum()),
    "互联网企业已建会数": lambda m, u: int(((u["是否互联网企业"] == "是") & (u["是否建会"] == "已建")).sum()),
}


def _tags(template: str, sheet: str, block: str) -> dict[int, str]:
    """{column index: indicator} of the repeating row of a template."""
    for row in _rows(resource("templates") / template, sheet):
        found = {
            i: re.match(rf"\{{\{{{block}\.(.+?)(?:\|.*)?\}}\}}$", str(c)) for i, c in enumerate(row) if c
        }
        tags = {i: hit[1] for i, hit in found.items() if hit}
        if tags:
            return tags
    raise AssertionError(f"no {block} in {template}")


def _number(shown: Any) -> float:
    """A filled cell as a number; `—` stands where nothing was reported."""
    return 0.0 if shown in (None, "", "—") else float(shown)


def _compare(demo: Demo, template: str, sheet: str, block: str, name_tag: str, key: str) -> int:
    tags = _tags(template, sheet, block)
    at = next(i for i, tag in tags.items() if tag == name_tag)
    compared = 0
    names = set(demo.members[key].dropna()) | set(demo.units[key].dropna())
    for row in _rows(demo.out / "报表" / template, sheet):
        if row[at] not in names:
            continue
        members, units = demo.members[demo.members[key] == row[at]], demo.units[demo.units[key] == row[at]]
        for column, tag in tags.items():
            if tag in RECOUNT:
                assert _number(row[column]) == float(RECOUNT[tag](members, units)), (row[at], tag)
                compared += 1
    return compared


def test_table_1_by_community(demo: Demo) -> None:
    """Unions and members of every community, and of the whole subdistrict, agree with the recount."""
    name = "表1 工会组建和会员发展情况.xlsx"
    assert _compare(demo, name, "表1", "每社区", "社区名称", "社区") >= 30
    tags = _tags(name, "表1", "每社区")
    whole = next(r for r in _rows(demo.out / "报表" / name, "表1") if "全街道（去重）" in r)
    for column, tag in tags.items():
        if tag in RECOUNT:
            assert float(whole[column] or 0) == float(RECOUNT[tag](demo.members, demo.units)), tag


def test_table_2_by_community(demo: Demo) -> None:
    """Internet enterprises of every community agree with the recount."""
    assert _compare(demo, "表2 互联网企业建会进度.xlsx", "表2", "每社区", "社区名称", "社区") >= 8


def test_table_3_by_unit(demo: Demo) -> None:
    """Members entered and reported by every unit agree with the recount."""
    assert _compare(demo, "表3 实名制录入进度.xlsx", "表3", "每单位", "单位名称", "单位名称") >= 40


def _held(demo: Demo) -> Frame:
    """Contests done within the half-year."""
    contests = demo.contests
    return contests[(contests["完成情况"] == "已完成") & _within(pd.to_datetime(contests["实际日期"]))]


def _players(demo: Demo, contest: str) -> Frame:
    """Who took part in a contest that was held; leaders and coaches are not players."""
    entries = demo.entries[demo.entries["竞赛名称"] == contest]
    open_ones = set(demo.contests["竞赛名称"]) - set(_held(demo)["竞赛名称"])
    return entries[entries["身份"].fillna("选手").eq("选手") & ~entries["竞赛名称"].isin(open_ones)]


def _persons(players: Frame) -> int:
    return int(players["证件号码"].fillna(players["姓名"] + players["单位名称"]).nunique())


ENTRIES: dict[str, Callable[[Frame], float]] = {
    "参赛企业数": lambda p: p["单位名称"].nunique(),
    "参赛职工人数": _persons,
    "参赛职工人次": len,
    "女选手人数": lambda p: _persons(p[p["性别"] == "女"]),
    "会员选手人数": lambda p: _persons(p[p["是否工会会员"] == "是"]),
}


def test_table_4_by_contest(demo: Demo) -> None:
    """Firms, players and money of every contest agree with the recount."""
    name = "表4 职工技能竞赛汇总.xlsx"
    tags = _tags(name, "表4", "每竞赛")
    at = next(column for column, tag in tags.items() if tag == "竞赛名称")
    held, seen = _held(demo), 0
    for row in _rows(demo.out / "报表" / name, "表4"):
        if row[at] not in set(demo.contests["竞赛名称"]):
            continue
        seen += 1
        money = held[held["竞赛名称"] == row[at]]
        spent = money["决算"].fillna(money["预算"]).astype(float).sum()
        wanted = {tag: float(count(_players(demo, row[at]))) for tag, count in ENTRIES.items()}
        for column, tag in tags.items():
            if tag in wanted or tag == "竞赛投入经费":
                assert _number(row[column]) == wanted.get(tag, spent), (row[at], tag)
    assert seen == demo.contests["竞赛名称"].nunique() >= 4


def test_table_5_by_kind(demo: Demo) -> None:
    """Members by education, political status and skill, and of the whole, agree with the recount."""
    name = "表1-2 会员结构统计.xlsx"
    alive, compared = _alive(demo.members), 0
    rows = _rows(demo.out / "报表" / name, "表1-2")
    for title in ("学历", "政治面貌", "技能等级"):
        column = next(one for one in ledgers.form("member").columns if one.title == title)
        kinds = alive[title].where(alive[title].isna() | alive[title].isin(column.kind.choices), ODD)
        kinds = kinds.fillna("（未填）")
        lines = [row for row in rows if row[0] == title]
        assert {str(row[1]) for row in lines} >= set(kinds)
        for row in lines:
            group = alive[kinds == row[1]]
            for value, tag in zip(row[2:5], ("期末会员数", "女会员数", "农民工会员数"), strict=True):
                assert _number(value) == RECOUNT[tag](group, demo.units), (title, row[1], tag)
                compared += 1
    whole = next(row for row in rows if row[0] == "合计")
    for value, tag in zip(whole[2:5], ("期末会员数", "女会员数", "农民工会员数"), strict=True):
        assert _number(value) == RECOUNT[tag](alive, demo.units), tag
    assert compared >= 15


def _summary(demo: Demo) -> str:
    """The text of the summary, fields and all."""
    body = docx.Document(str(demo.out / "报表" / "半年总结.docx")).element.body
    return "".join(one.text or "" for one in body.iter(qn("w:t")))


def test_the_summary_says_the_recounted_numbers(demo: Demo) -> None:
    """Every number of unions, members, internet firms and contests in the Word summary, with its words."""
    text, count = _summary(demo), {name: of(demo.members, demo.units) for name, of in RECOUNT.items()}
    held = _held(demo)
    town, firm = held[held["级别"] == "街道级"], held[held["级别"] == "企业级"]
    planned = demo.contests[
        (demo.contests["级别"] == "企业级") & demo.contests["完成情况"].isin(["计划", "延期"])
    ]
    players = pd.concat([_players(demo, name) for name in held["竞赛名称"]])
    money = held["决算"].fillna(held["预算"]).astype(float).sum() / 10_000
    for said in (
        f"有基层工会{count['期末基层工会数']:.0f}家",
        f"会员{count['期末会员数']:.0f}人，其中女会员{count['女会员数']:.0f}人、农民工会员{count['农民工会员数']:.0f}人",
        f"新建工会{count['新建工会数']:.0f}家",
        f"；发展会员{count['发展会员数']:.0f}人",
        f"排摸互联网企业{count['互联网企业数']:.0f}家",
        f"已建会{count['互联网企业已建会数']:.0f}家",
        f"完成街道级竞赛{len(town)}场，即",
        f"完成企业级竞赛{len(firm)}场，即",
        f"{players['单位名称'].nunique()}家企业的{_persons(players)}人参赛，"
        f"其中女职工{_persons(players[players['性别'] == '女'])}人",
        f"投入竞赛经费{money:g}万元",
        f"办好企业级竞赛{len(planned)}场",
    ):
        assert said in text, said
    for name in (*held["竞赛名称"], *planned["竞赛名称"]):
        assert str(name).translate({ord("“"): "‘", ord("”"): "’"}) in text, name


def test_the_figures_are_worth_reporting(demo: Demo) -> None:
    """The demo has new unions, a hundred to two hundred new members, contests done and planned."""
    assert 2 <= RECOUNT["新建工会数"](demo.members, demo.units) <= 6
    assert 100 <= RECOUNT["发展会员数"](demo.members, demo.units) <= 200
    done = demo.contests[demo.contests["完成情况"] == "已完成"]
    assert (done["实际日期"].map(lambda d: dt.datetime(2022, 1, 1) <= d <= dt.datetime(2022, 6, 30))).all()
    assert len(done) >= 2 and (demo.contests["完成情况"] == "计划").any()


def test_accounts_balance_for_every_file(demo: Demo) -> None:
    """Read = kept + joined + held for every file and form; the kept rows are the ledger's rows."""
    rows = _rows(demo.out / "汇总台账.xlsx", "来源文件")
    at = next(i for i, r in enumerate(rows) if "文件" in r and "去向" in r)
    files = pd.DataFrame(rows[at + 1 :], columns=rows[at]).dropna(how="all")
    numbers = files[["行数", "保留", "合并", "暂缓"]].fillna(0).astype(int)
    assert (numbers["行数"] == numbers["保留"] + numbers["合并"] + numbers["暂缓"]).all()
    assert numbers["行数"].sum() > 300
    for name, frame in (("会员登记", demo.members), ("单位台账", demo.units), ("竞赛总表", demo.contests)):
        assert numbers[files["表"] == name]["保留"].sum() == len(frame)
        per_file = frame.groupby("来源文件").size()
        kept = files[(files["表"] == name) & (files["保留"].fillna(0).astype(int) > 0)].set_index("文件")[
            "保留"
        ]
        assert per_file.to_dict() == kept.astype(int).to_dict()


def test_run_json_says_the_same(demo: Demo) -> None:
    """run.json balances, and lists every output with the sum of its bytes."""
    import hashlib

    run = json.loads((demo.out / "run.json").read_text(encoding="utf-8"))
    for form, account in run["forms"].items():
        assert account["read"] == account["kept"] + account["joined"] + account["held"], form
    assert run["forms"]["member"]["kept"] == len(demo.members)
    for name, digest in run["outputs"].items():
        assert hashlib.sha256((demo.out / name).read_bytes()).hexdigest() == digest, name
