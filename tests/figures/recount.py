"""An independent recount: the domain's definitions in plain pandas, sharing nothing with the figures code."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pandas as pd

START, END = dt.date(2022, 1, 1), dt.date(2022, 6, 30)
LEAVING = {"转出", "退会", "除名", "保留"}


def day(value: Any) -> dt.date | None:
    """A date cell: a real date, a month as its first day, anything else nothing."""
    if isinstance(value, dt.datetime):
        return None if pd.isna(value) else value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str) and (found := re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", value)):
        return dt.date(int(found[1]), int(found[2]), int(found[3] or 1))
    return None


def within(value: Any) -> bool:
    found = day(value)
    return found is not None and START <= found <= END


def blank(value: Any) -> bool:
    return value is None or value != value or value == ""


def is_member(row: Any) -> bool:
    """会籍正常 on the last day: joined or moved in by then, or left only afterwards."""
    stays = row["会籍变化类型"] in ("入会", "转入") or blank(row["会籍变化类型"])
    changed = day(row["会籍变化日期"])
    if stays:
        when = changed or day(row["入会日期"]) or END
        return when <= END
    return changed is not None and changed > END


def persons(rows: list[Any]) -> int:
    return len({row["证件号码"] for row in rows if not blank(row["证件号码"])})


def alive(row: Any) -> bool:
    return row["经营状态"] not in ("注销", "迁出")


def running(row: Any) -> bool:
    return row["经营状态"] == "在营" or blank(row["经营状态"])


def built(row: Any) -> bool:
    return alive(row) and (row["是否建会"] == "已建" or not blank(row["所属联合工会"]))


def unions(register: pd.DataFrame) -> dict[str, Any]:
    """{union: the row that speaks for it}: of a joint union the one covering most units, else the first."""
    found: dict[str, Any] = {}
    for row in register.to_dict("records"):
        if row["是否建会"] != "已建":
            continue
        name = next(row[t] for t in ("所属联合工会", "工会名称", "单位名称") if not blank(row[t]))
        before = found.get(name)
        if before is None or covered_or_none(row) > covered_or_none(before):
            found[name] = row
    return {name: row for name, row in found.items() if alive(row)}


def covered_or_none(row: Any) -> float:
    return 0 if blank(row["涵盖单位数"]) else row["涵盖单位数"]


def covered(row: Any) -> float:
    if row["基层工会类型"] in ("联合", "联合会"):
        return max(1, covered_or_none(row))
    return 1


def standing(row: Any) -> bool:
    return (day(row["建会日期"]) or END) <= END


def recount(frames: dict[str, pd.DataFrame]) -> dict[str, Any]:
    """{indicator name: value} for the whole ledger."""
    register = frames["unit-register"].to_dict("records")
    people = frames["member"].to_dict("records")
    members = [row for row in people if is_member(row)]
    heads = list(unions(frames["unit-register"]).values())
    fresh = [row for row in heads if within(row["建会日期"])]
    now = [row for row in heads if standing(row)]
    contests = frames["contest"].to_dict("records")
    held = [c for c in contests if c["完成情况"] == "已完成" and within(c["实际日期"])]
    not_held = {
        c["竞赛名称"]
        for c in contests
        if not (c["完成情况"] == "已完成" and (day(c["实际日期"]) is None or within(c["实际日期"])))
    }
    entries = [
        e
        for e in frames["contest-entry"].to_dict("records")
        if e["竞赛名称"] not in not_held and (e["身份"] == "选手" or blank(e["身份"]))
    ]
    who = {e["姓名"] + e["单位名称"] if blank(e["证件号码"]) else e["证件号码"] for e in entries}
    on = [row for row in register if running(row)]
    entered = {
        unit: persons([m for m in members if m["单位名称"] == unit])
        for unit in {r["单位名称"] for r in register}
    }
    return {
        "会员数": persons(members),
        "未录入会员数": sum(
            max(row["会员数"] - entered[row["单位名称"]], 0)
            for row in register
            if built(row) and not blank(row["会员数"])
        ),
        "已建未实名工会数": len(
            [
                row
                for row in now
                if entered[row["单位名称"]] < 0.8 * max(1, 0 if blank(row["会员数"]) else row["会员数"])
            ]
        ),
        "新建工会数": len(fresh),
        "新增涵盖单位数": sum(covered(row) for row in fresh),
        "期末基层工会数": len(now),
        "涵盖单位数": sum(covered(row) for row in now),
        "普查单位数": len(register),
        "已建会单位数": sum(built(row) for row in register),
        "建会率": sum(built(row) for row in on) / len(on),
        "职工人数": sum(row["职工总数"] for row in register if built(row) and not blank(row["职工总数"])),
        "发展会员数": persons(
            [r for r in people if r["会籍变化类型"] == "入会" and within(r["会籍变化日期"])]
        ),
        "转入会员数": persons(
            [r for r in people if r["会籍变化类型"] == "转入" and within(r["会籍变化日期"])]
        ),
        "减少会员数": persons(
            [r for r in people if r["会籍变化类型"] in LEAVING and within(r["会籍变化日期"])]
        ),
        "期末会员数": persons(members),
        "女会员数": persons([r for r in members if r["性别"] == "女"]),
        "农民工会员数": persons([r for r in members if r["是否农民工"] == "是"]),
        "大专及以上会员数": persons([r for r in members if r["学历"] in ("大学本科", "大学专科")]),
        "手机号码完整率": sum(not blank(r["手机号码"]) for r in members) / len(members),
        "街道级完成场次": len({c["竞赛名称"] for c in held if c["级别"] == "街道级"}),
        "企业级计划场次": len(
            {c["竞赛名称"] for c in contests if c["级别"] == "企业级" and c["完成情况"] in ("计划", "延期")}
        ),
        "竞赛投入经费": sum(c["预算"] if blank(c["决算"]) else c["决算"] for c in held),
        "参赛企业数": len({e["单位名称"] for e in entries}),
        "参赛职工人次": len(entries),
        "参赛职工人数": len(who),
    }
