# ruff: noqa: E501
"""Whole ledgers drawn by chance: frames as merging makes them, of any size, with synthetic people only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from union_xl import ledgers
from union_xl.ledgers.form import Form

COMMUNITIES = ("北星社区", "南苑社区", "东湖社区", "西溪社区", "中兴社区", "新城社区")
INDUSTRIES = ("制造业", "批发和零售业", "信息传输、软件和信息技术服务业", "住宿和餐饮业", "建筑业", "教育")
TRACKS = ("台账状态", "来源文件", "来源工作表", "来源行")
START = dt.date(2022, 1, 1)


def ledger(
    members: int, units: int, contests: int = 12, entries: int = 400, seed: int = 7
) -> dict[str, pd.DataFrame]:
    """{form slug: frame}: a unit register, members (some twice, some left, blanks), contests and entries."""
    chance = np.random.default_rng(seed)
    register = _register(units, chance)
    return {
        "unit-register": register,
        "member": _members(members, register, chance),
        "contest": _contests(contests, chance),
        "contest-entry": _entries(entries, contests, register, chance),
    }


def frame(form: Form, block: dict[str, Any], rows: int, book: Sequence[str] | None = None) -> pd.DataFrame:
    """A frame with every standard title of the form in order, then the tracks; what is not given is blank."""
    full: dict[str, Any] = {
        column.title: block.get(column.title, np.full(rows, None, dtype=object)) for column in form.columns
    }
    full["台账状态"] = np.full(rows, "正常", dtype=object)
    full["来源文件"] = (
        np.full(rows, "一次报送.xlsx", dtype=object) if book is None else np.array(book, dtype=object)
    )
    full["来源工作表"] = np.full(rows, form.short, dtype=object)
    full["来源行"] = np.arange(6, rows + 6)
    # Objects, as reading a ledger gives them.
    return pd.DataFrame(
        {
            name: pd.Series(v, dtype=None if getattr(v, "dtype", "O") != "O" else object)
            for name, v in full.items()
        }
    )


def _pick(
    chance: np.random.Generator, choices: Sequence[Any], rows: int, weights: Sequence[float] = ()
) -> Any:
    weight = np.array(weights) / sum(weights) if weights else None
    options = np.empty(len(choices), dtype=object)
    options[:] = choices
    return options[chance.choice(len(choices), rows, p=weight)]


def _days(chance: np.random.Generator, rows: int, first: dt.date, days: int, blank: float = 0.0) -> Any:
    every = np.array([first + dt.timedelta(at) for at in range(days)], dtype=object)
    found = every[chance.integers(0, days, rows)]
    found[chance.random(rows) < blank] = None
    return found


def _register(rows: int, chance: np.random.Generator) -> pd.DataFrame:
    names = np.array([f"杭州第{at}测试有限公司" for at in range(rows)], dtype=object)
    built = _pick(chance, ["已建", "筹建", "未建", None], rows, [70, 8, 20, 2])
    kind = np.where(
        built == "已建", _pick(chance, ["单独", "联合", "联合会", None], rows, [80, 12, 4, 4]), None
    )
    joint = np.isin(kind.astype(str), ["联合", "联合会"])
    staff = chance.integers(3, 400, rows)
    women = (staff * chance.random(rows)).astype(int)
    covered = np.where(joint, chance.integers(2, 9, rows), None)
    under = chance.random(rows) < 0.08
    hosts = [f"{name}联合工会委员会" for name in names[joint]] or ["某联合工会"]
    block = {
        "单位名称": names,
        "所属社区": _pick(chance, [*COMMUNITIES, None], rows, [20, 18, 16, 14, 12, 10, 3]),
        "所属行业": _pick(chance, INDUSTRIES, rows),
        "单位性质": _pick(chance, ["私营", "国有", "外商", None], rows, [70, 10, 10, 5]),
        "经营状态": _pick(chance, ["在营", "停业", "注销", "迁出", None], rows, [85, 4, 4, 3, 4]),
        "是否互联网企业": _pick(chance, ["是", "否"], rows, [2, 8]),
        "三年规划建会年度": _pick(chance, [2021, 2022, 2023, None], rows, [1, 1, 1, 6]),
        "职工总数": np.where(chance.random(rows) < 0.03, None, staff),
        "女职工数": women,
        "农民工数": (staff * chance.random(rows) * 0.5).astype(int),
        "劳务派遣人数": (staff * chance.random(rows) * 0.1).astype(int),
        "是否建会": built,
        "未建会原因": np.where(built == "未建", _pick(chance, ["人数少", "企业不愿", "新注册"], rows), None),
        "工会名称": np.where(built == "已建", np.array([f"{name}{'联合' if j else ''}工会委员会" for name, j in zip(names, joint, strict=True)], dtype=object), None),
        "基层工会类型": kind,
        "所属联合工会": np.where(under & ~joint, _pick(chance, hosts, rows), None),
        "涵盖单位数": covered,
        "建会日期": np.where(built == "已建", _days(chance, rows, dt.date(2019, 1, 1), 1340, 0.05), None),
        "届满日期": np.where(built == "已建", _days(chance, rows, dt.date(2021, 1, 1), 1500, 0.1), None),
        "会员数": np.where(built == "已建", (staff * 0.9).astype(int), None),
        "女会员数": np.where(built == "已建", (women * 0.9).astype(int), None),
        "专职工会工作人员数": chance.integers(0, 2, rows),
        "兼职工会工作人员数": chance.integers(0, 4, rows),
        "是否取得法人资格": _pick(chance, ["是", "否", None], rows),
        "经审会": _pick(chance, ["是", "否", None], rows),
        "女职委": _pick(chance, ["是", "否"], rows),
        "职代会": _pick(chance, ["是", "否"], rows),
        "厂务公开": _pick(chance, ["是", "否"], rows),
        "是否实名制": _pick(chance, ["是", "否"], rows),
        "已录入会员数": np.where(chance.random(rows) < 0.4, (staff * chance.random(rows)).astype(int), None),
        "录入日期": _days(chance, rows, dt.date(2021, 6, 1), 400, 0.3),
    }  # fmt: skip
    return frame(ledgers.unit_register.FORM, block, rows)


def _members(rows: int, register: pd.DataFrame, chance: np.random.Generator) -> pd.DataFrame:
    numbers = np.array([f"33010519{at:010d}" for at in range(rows)], dtype=object)
    twice = chance.random(rows) < 0.01
    numbers[twice] = numbers[chance.integers(0, rows, int(twice.sum()))]
    joined = _days(chance, rows, dt.date(2020, 1, 1), 950, 0.02)
    partial = chance.random(rows) < 0.01
    changed = joined.copy()
    changed[partial] = "2022-05"
    block = {
        "姓名": np.array([f"职工{at}" for at in range(rows)], dtype=object),
        "性别": _pick(chance, ["男", "女", None], rows, [50, 48, 2]),
        "出生日期": _days(chance, rows, dt.date(1960, 1, 1), 16000, 0.02),
        "民族": _pick(chance, ["汉族", "苗族", "畲族", None], rows, [90, 4, 3, 3]),
        "证件类型": np.full(rows, "居民身份证", dtype=object),
        "证件号码": numbers,
        "手机号码": np.where(chance.random(rows) < 0.05, None, np.array([f"139{at:08d}" for at in range(rows)], dtype=object)),
        "学历": _pick(chance, ["大学本科", "大学专科", "普通高中", "初中", None], rows, [20, 25, 25, 20, 10]),
        "政治面貌": _pick(chance, ["中共党员", "共青团员", "群众", None], rows, [10, 20, 60, 10]),
        "技能等级": _pick(chance, ["三级(高级工)", "四级(中级工)", "五级(初级工)", None], rows, [5, 10, 15, 70]),
        "用工形式": _pick(chance, ["合同制", "劳务派遣", None], rows, [80, 10, 10]),
        "工种": _pick(chance, ["焊工", "快递员", "护理员", "网约车司机", None], rows, [40, 5, 5, 2, 48]),
        "是否农民工": _pick(chance, ["是", "否", None], rows, [40, 55, 5]),
        "单位名称": register["单位名称"].to_numpy()[chance.integers(0, len(register), rows)],
        "入会日期": joined,
        "会籍变化类型": _pick(chance, ["入会", "转入", "保留", "转出", "退会", "除名", None], rows, [75, 8, 3, 5, 3, 1, 5]),
        "会籍变化日期": changed,
    }  # fmt: skip
    return frame(ledgers.member.FORM, block, rows)


def _contest_names(rows: int) -> Any:
    return np.array([f"第{at + 1}届“测试杯”职业技能竞赛" for at in range(rows)], dtype=object)


def _contests(rows: int, chance: np.random.Generator) -> pd.DataFrame:
    state = _pick(chance, ["已完成", "计划", "延期", "取消"], rows, [6, 4, 1, 1])
    block = {
        "竞赛编号": np.array([f"2022-{at + 1:02d}" for at in range(rows)], dtype=object),
        "竞赛名称": _contest_names(rows),
        "级别": _pick(chance, ["街道级", "企业级", "区级"], rows, [3, 6, 1]),
        "主办单位": _pick(chance, ["杭州第0测试有限公司", "杭州第1测试有限公司"], rows),
        "工种": _pick(chance, ["养老护理员", "焊工", "电工", "保育员"], rows),
        "实际日期": np.where(state == "已完成", _days(chance, rows, START, 220), None),
        "计划日期": np.array(["2022-05"] * rows, dtype=object),
        "完成情况": state,
        "预算": chance.integers(1000, 30000, rows),
        "决算": np.where(state == "已完成", chance.integers(1000, 30000, rows), None),
    }
    return frame(ledgers.contest.FORM, block, rows)


def _entries(rows: int, contests: int, register: pd.DataFrame, chance: np.random.Generator) -> pd.DataFrame:
    numbers = np.array(
        [f"33010519{at:010d}" for at in chance.integers(0, max(rows // 2, 1), rows)], dtype=object
    )
    numbers[chance.random(rows) < 0.05] = None
    block = {
        "竞赛名称": _pick(chance, [*_contest_names(contests), None], rows),
        "参赛项目": _pick(chance, ["养老护理", "焊接"], rows),
        "单位名称": register["单位名称"].to_numpy()[chance.integers(0, min(40, len(register)), rows)],
        "姓名": np.array([f"选手{at}" for at in range(rows)], dtype=object),
        "性别": _pick(chance, ["男", "女"], rows),
        "证件号码": numbers,
        "是否工会会员": _pick(chance, ["是", "否", None], rows, [80, 15, 5]),
        "身份": _pick(chance, ["选手", "领队", None], rows, [80, 10, 10]),
    }
    return frame(ledgers.contest_entry.FORM, block, rows)
