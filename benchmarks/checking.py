# ruff: noqa: E501
"""How fast and how well checking works: `python -m benchmarks checking`.

Speed: 500 tables of 200 rows and 20 columns already read, checked in one process.  Quality: all
single-digit and adjacent-swap faults of random identity numbers, and whether the true number is among the
suggestions.
"""

from __future__ import annotations

import datetime as dt
import gc
import random
import time
from collections.abc import Iterator
from typing import Any

from tests.corpus.people_of_units import AREAS, RETIRED_AREAS, id_check
from union_xl import check, ledgers
from union_xl.check.identity import repairs
from union_xl.find.units import Identified
from union_xl.findings import RULES
from union_xl.kinds import ID_NUMBER
from union_xl.kinds.resident_id import birth_of, gender_of
from union_xl.model import Binding, Grid, RunContext, Table

HEADERS = [
    "姓名",
    "性别",
    "出生日期",
    "民族",
    "证件类型",
    "证件号码",
    "手机号码",
    "学历",
    "政治面貌",
    "就业状况",
    "用工形式",
    "工种",
    "入职日期",
    "是否农民工",
    "户籍类型",
    "籍贯",
    "单位名称",
    "入会日期",
    "会籍变化类型",
    "会籍变化日期",
]


OWNER = Identified("杭州甲有限公司", how="title", on_roster=True)
PERMITS = ("810000", "820000", "830000")


def valid_numbers(rng: random.Random, count: int, permits: bool = True) -> list[str]:
    """Different valid numbers of people of working age: areas in use, retired ones, permits 81, 82, 83."""
    areas = (*AREAS, *RETIRED_AREAS, *((*PERMITS,) if permits else ()))
    found: set[str] = set()
    while len(found) < count:
        day = dt.date(1965, 1, 1) + dt.timedelta(days=rng.randrange(12_000))
        body = f"{rng.choice(areas)}{day:%Y%m%d}{rng.randrange(1, 1000):03d}"
        found.add(body + id_check(body))
    return sorted(found, key=lambda _: rng.random())


def faulty_digits(number: str) -> Iterator[str]:
    """Every number that differs in one character."""
    for place in range(18):
        for digit in "0123456789X" if place == 17 else "0123456789":
            if digit != number[place]:
                yield number[:place] + digit + number[place + 1 :]


def adjacent_swaps(number: str) -> Iterator[str]:
    """Every number with two neighbours the other way round."""
    for place in range(17):
        if number[place] != number[place + 1]:
            yield number[:place] + number[place + 1] + number[place] + number[place + 2 :]


def rows_of(rng: random.Random, numbers: Iterator[str], count: int, faulty: float = 0.02) -> list[list[Any]]:
    """Rows as a reader gives them: mostly tidy, some spelled otherwise, a few wrong."""
    rows = []
    for _ in range(count):
        number = next(numbers)
        joined = dt.date(2022, 1, 1) + dt.timedelta(days=rng.randrange(180))
        row: list[Any] = [
            "".join(rng.choices("王李张刘陈杨黄赵周吴伟强磊军洋勇芳娜敏静丽艳", k=rng.choice((2, 3, 3)))),
            gender_of(number), birth_of(number), rng.choice(("汉族", "汉族", "汉", "回族")), "居民身份证", number,
            f"1{rng.choice('3578')}{rng.randrange(10**9):09d}", rng.choice(("大学本科", "大专", "高中", "初中")),
            rng.choice(("群众", "群众", "中共党员")), "在岗", "合同制", rng.choice(("操作工", "钳工", "销售")),
            dt.date(2018, 1, 5) + dt.timedelta(days=rng.randrange(1400)), rng.choice("是否"), "农业户口", "浙江杭州",
            "杭州甲有限公司", joined, "入会", joined,
        ]  # fmt: skip
        if rng.random() < faulty:
            place = rng.choice((0, 2, 3, 5, 6, 17))
            row[place] = {0: "张三(班长)", 2: "1990-2-30", 3: "汗族", 5: number[:-1], 6: "139", 17: "6月1日"}[
                place
            ]
        rows.append(row)
    return rows


def member_table(rows: list[list[Any]], name: str) -> Table:
    """One found table of members."""
    where = {title: number for number, title in enumerate(HEADERS, 1)}
    bindings = tuple(Binding(col, title, title, "bound") for title, col in where.items())
    return Table(
        "member",
        Grid(name, "会员登记表", [HEADERS, *rows]),
        (1,),
        where,
        tuple(range(2, len(rows) + 2)),
        bindings,
    )


def speed(tables: int = 500, rows: int = 200) -> dict[str, Any]:
    """Seconds to check `tables` tables of `rows` rows × 20 columns."""
    rng = random.Random(2022)
    numbers = iter(valid_numbers(rng, tables * rows, permits=False))
    made = [member_table(rows_of(rng, numbers, rows), f"{number}.xlsx") for number in range(tables)]
    context = RunContext(as_of=dt.date(2022, 6, 30))
    check.check(ledgers.member.FORM, made[:1], [OWNER], context)
    gc.collect()
    start = time.process_time()  # a busy machine does not make the work longer
    kept = held = findings = 0
    for one in made:
        checked = check.check(ledgers.member.FORM, [one], [OWNER], context)
        kept, held = kept + checked.part.kept, held + len(checked.part.held)
        findings += len(checked.findings)
    seconds = time.process_time() - start
    return {
        "行数": tables * rows, "列数": len(HEADERS), "秒": round(seconds, 2), "行/秒": round(tables * rows / seconds),
        "保留": kept, "暂缓": held, "问题": findings,
    }  # fmt: skip


def _held(number: str) -> bool:
    told = ID_NUMBER.tidy(number)
    return bool(told.rule) and RULES[told.rule].level == "错误"


def identity(count: int = 10_000) -> dict[str, Any]:
    """Faults refused, valid numbers refused, true number suggested, over `count` random numbers."""
    rng = random.Random(11643)
    numbers = valid_numbers(rng, count)
    wrong = passed = missed = tried = 0
    for number in numbers:
        faults = [*faulty_digits(number), *adjacent_swaps(number)]
        wrong += len(faults)
        passed += sum(not _held(bad) for bad in faults)
    for number in numbers[: count // 10]:
        bad = rng.choice([*faulty_digits(number), *adjacent_swaps(number)])
        tried += 1
        found = repairs(bad, birth_of(number), gender_of(number), ("出生日期", "性别"))
        missed += number not in [one.value for one in found]
    return {
        "有效号码": count, "误拒": sum(bool(ID_NUMBER.tidy(number).rule) for number in numbers),
        "错号": wrong, "漏过": passed, "试建议": tried, "建议里没有真号": missed,
    }  # fmt: skip


def run() -> list[str]:
    """Everything this benchmark measures, a line each."""
    parts = {"检查速度（已读入，一个核）": speed(), "证件号码": identity()}
    return [
        f"{name}：" + "，".join(f"{key} {value}" for key, value in part.items())
        for name, part in parts.items()
    ]
