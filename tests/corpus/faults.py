"""Faults a filler makes, one function each, and what an honest checker may say about each.

A fault changes what is typed in one row (`typed`: {standard title: text in the cell}) and names the cells
where a finding counts as found, the levels that are acceptable, and whether the row must be held.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.corpus.people_of_units import People, id_check
from tests.corpus.units import Row

BOTH = frozenset(("错误", "提醒"))
ERROR = frozenset(("错误",))
WARNING = frozenset(("提醒",))


@dataclass(frozen=True)
class Fault:
    """One seeded fault.

    `typed` replaces cells of the row, `at` are the titles whose cell counts as the right one, `levels`
    the acceptable levels.  `held`: True the row must not be counted, False it must be kept, None
    either.  `pair` >= 0: the fault concerns that earlier row too, whose cells count as well.
    """

    family: str
    typed: dict[str, Any]
    at: tuple[str, ...]
    levels: frozenset[str] = BOTH
    held: bool | None = None
    pair: int = -1
    needs: tuple[str, ...] = field(default=())


Maker = Callable[[random.Random, People, list[Row], int], Fault | None]


def _identity(family: str, change: Callable[[random.Random, str], Any], held: bool | None = True) -> Maker:
    def make(rng: random.Random, people: People, rows: list[Row], at: int) -> Fault | None:
        typed = change(rng, rows[at]["证件号码"])
        if typed is None:
            return None
        return Fault(family, {"证件号码": typed}, ("证件号码",), ERROR if held else BOTH, held)

    return make


def _flip(rng: random.Random, text: str) -> str:
    at = rng.randrange(14, 17)
    return text[:at] + str((int(text[at]) + rng.randrange(1, 10)) % 10) + text[at + 1 :]


def _swap(rng: random.Random, text: str) -> str | None:
    for at in rng.sample(range(6, 16), 10):
        if text[at] != text[at + 1]:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return None


def _no_such_day(rng: random.Random, text: str) -> str:
    body = text[:10] + rng.choice(("0230", "0431", "1305", "0631")) + text[14:17]
    return body + id_check(body)


def _cell(
    family: str,
    title: str,
    typed: Any,
    levels: frozenset[str] = BOTH,
    held: bool | None = None,
    at: tuple[str, ...] = (),
) -> Maker:
    """A fault that is one text in one column."""

    def make(rng: random.Random, people: People, rows: list[Row], index: int) -> Fault:
        value = rng.choice(typed) if isinstance(typed, tuple) else typed
        return Fault(family, {title: value}, at or (title,), levels, held)

    return make


def _gender(rng: random.Random, people: People, rows: list[Row], at: int) -> Fault:
    other = "男" if rows[at]["性别"] == "女" else "女"
    return Fault("性别与证件不符", {"性别": other}, ("性别", "证件号码"))


def _birth(rng: random.Random, people: People, rows: list[Row], at: int) -> Fault:
    wrong = rows[at]["出生日期"] + dt.timedelta(days=rng.choice((-400, -31, 45, 730)))
    return Fault("出生日期与证件不符", {"出生日期": wrong}, ("出生日期", "证件号码"))


def _mobile(rng: random.Random, people: People, rows: list[Row], at: int) -> Fault:
    good = rows[at]["手机号码"]
    return Fault(
        "手机号码位数", {"手机号码": rng.choice((good[:10], good + "6", "2" + good[1:]))}, ("手机号码",)
    )


def _same_mobile(rng: random.Random, people: People, rows: list[Row], at: int) -> Fault | None:
    if at < 1:
        return None
    return Fault(
        "手机号码重复", {"手机号码": rows[at - 1]["手机号码"]}, ("手机号码",), BOTH, False, pair=at - 1
    )


def _same_person(rng: random.Random, people: People, rows: list[Row], at: int) -> Fault | None:
    if at < 2 or rows[at]["姓名"] == rows[at - 2]["姓名"]:
        return None
    twice = rows[at - 2]["证件号码"]
    return Fault("证件号码重复", {"证件号码": twice}, ("证件号码", "姓名"), BOTH, True, pair=at - 2)


def _other_name_in_cell(rng: random.Random, people: People, rows: list[Row], at: int) -> Fault:
    both = rows[at]["姓名"] + rng.choice(("、", "\n", "，")) + people.name("男")
    return Fault("一格多人", {"姓名": both}, ("姓名",), BOTH)


def _swapped_cells(rng: random.Random, people: People, rows: list[Row], at: int) -> Fault:
    row = rows[at]
    return Fault(
        "姓名与证件对调",
        {"姓名": row["证件号码"], "证件号码": row["姓名"]},
        ("姓名", "证件号码"),
        ERROR,
        True,
    )


def _swapped_phone(rng: random.Random, people: People, rows: list[Row], at: int) -> Fault:
    row = rows[at]
    typed = {"手机号码": row["证件号码"], "证件号码": row["手机号码"]}
    return Fault("手机与证件对调", typed, ("手机号码", "证件号码"), ERROR, True)


def _child(rng: random.Random, people: People, rows: list[Row], at: int) -> Fault:
    joined = rows[at]["出生日期"] + dt.timedelta(days=365 * 14)
    return Fault(
        "入会时未满16岁",
        {"入会日期": joined},
        ("入会日期", "出生日期", "证件号码"),
        BOTH,
        needs=("入会日期",),
    )


def _future(rng: random.Random, people: People, rows: list[Row], at: int) -> Fault:
    wrong = dt.date(2022 + rng.randrange(1, 3), rng.randrange(1, 12), 9)
    return Fault("入会日期在将来", {"入会日期": wrong}, ("入会日期",), BOTH)


def _short_year(rng: random.Random, people: People, rows: list[Row], at: int) -> Fault:
    day = rows[at]["入会日期"]
    return Fault("年份两位", {"入会日期": f"{day:%y}.{day.month}.{day.day}"}, ("入会日期",), BOTH)


def _old_card(rng: random.Random, people: People, rows: list[Row], at: int) -> Fault | None:
    text = rows[at]["证件号码"]
    if text[6:8] != "19":
        return None
    return Fault("15位旧证", {"证件号码": text[:6] + text[8:17]}, ("证件号码",), BOTH, None)


def _retired(rng: random.Random, people: People, rows: list[Row], at: int) -> Fault:
    needs = ("会籍变化类型",)
    return Fault("退休入会", {"就业状况": "退休"}, ("就业状况", "会籍变化类型"), BOTH, needs=needs)


MEMBER: tuple[Maker, ...] = (
    _identity("校验位不符", _flip),
    _identity("校验位不符", _flip),
    _identity("相邻对调", _swap),
    _identity("少一位", lambda rng, t: t[:17]),
    _identity("多一位", lambda rng, t: t[:9] + t[8] + t[9:]),
    _identity("数字失真", lambda rng, t: float(t[:15] + "000")),
    _identity("打码", lambda rng, t: t[:6] + "********" + t[14:]),
    _identity("空白", lambda rng, t: ""),
    _identity("无此日", _no_such_day),
    _identity("科学计数", lambda rng, t: f"{float(t[:17]):.2E}".replace("E", "E+").replace("++", "+")),
    _identity("字母O", lambda rng, t: t.replace("0", "O", 1) if "0" in t else None, None),
    _old_card,
    _gender,
    _gender,
    _birth,
    _mobile,
    _mobile,
    _same_mobile,
    _same_person,
    _other_name_in_cell,
    _swapped_cells,
    _swapped_phone,
    _child,
    _future,
    _short_year,
    _cell("姓名含数字", "姓名", ("张3", "王五2", "李4红")),
    _cell("姓名空白", "姓名", "", ERROR, True),
    _cell("无此日", "入会日期", ("2022-06-31", "2021-02-30", "2022年13月1日", "2021/9/31")),
    _cell("无年份", "入会日期", ("6月1日", "3月8日")),
    _cell("月份不明", "入会日期", 2021.1),
    _cell("看不懂的日期", "入会日期", ("上个月", "刚入会", "去年")),
    _cell("学历不认识", "学历", ("大砖", "本料", "高种")),
    _cell("民族不认识", "民族", ("汉名族", "大和族", "杭州族")),
    _cell("政治面貌不认识", "政治面貌", ("党圆", "无所谓", "裙众")),
    _cell("是否看不懂", "是否农民工", ("不清楚", "也许", "待查")),
    _cell("错误值", "手机号码", "#N/A"),
    _cell("两个手机", "手机号码", ("13912340001/13812340002", "13712340003、13612340004")),
    _retired,
    _cell("性别看不懂", "性别", ("楠", "难", "人")),
    _cell("就业状况空白", "就业状况", "", WARNING, False),
    _cell("手机空白", "手机号码", "", WARNING, False),
)


def _staff(rng: random.Random, people: People, rows: list[Row], at: int) -> Fault:
    typed = {"女职工数": rows[at]["职工总数"] + rng.randrange(1, 9)}
    return Fault("女职工多于职工", typed, ("女职工数", "职工总数"), BOTH, needs=("职工总数",))


def _members(rng: random.Random, people: People, rows: list[Row], at: int) -> Fault | None:
    if rows[at]["是否建会"] != "已建":
        return None
    typed = {"会员数": rows[at]["职工总数"] + rng.randrange(3, 20)}
    return Fault("会员多于职工", typed, ("会员数", "职工总数", "已录入会员数"), BOTH, needs=("职工总数",))


def _women(rng: random.Random, people: People, rows: list[Row], at: int) -> Fault | None:
    if rows[at]["是否建会"] != "已建":
        return None
    typed = {"女会员数": rows[at]["会员数"] + rng.randrange(1, 5)}
    return Fault("女会员多于会员", typed, ("女会员数", "会员数", "女职工数"), BOTH, needs=("会员数",))


def _code(rng: random.Random, people: People, rows: list[Row], at: int) -> Fault:
    good = rows[at]["统一社会信用代码"]
    wrong = good[:-1] + rng.choice([c for c in "0123456789ABCDEFGH" if c != good[-1]])
    return Fault("信用代码校验", {"统一社会信用代码": wrong}, ("统一社会信用代码",), BOTH, False)


def _same_code(rng: random.Random, people: People, rows: list[Row], at: int) -> Fault | None:
    if at < 1:
        return None
    typed = {"统一社会信用代码": rows[at - 1]["统一社会信用代码"]}
    return Fault("信用代码重复", typed, ("统一社会信用代码", "单位名称"), BOTH, None, pair=at - 1)


def _swapped_codes(rng: random.Random, people: People, rows: list[Row], at: int) -> Fault | None:
    row = rows[at]
    if row["是否建会"] != "已建":
        return None
    typed = {"统一社会信用代码": row["工会统一社会信用代码"], "工会统一社会信用代码": row["统一社会信用代码"]}
    return Fault("代码填反", typed, ("统一社会信用代码", "工会统一社会信用代码"), BOTH)


CENSUS: tuple[Maker, ...] = (
    _staff,
    _members,
    _women,
    _code,
    _same_code,
    _swapped_codes,
    _cell(
        "建会日期在将来", "建会日期", dt.date(2023, 5, 4), BOTH, None, ("建会日期", "批复日期", "届满日期")
    ),
    _cell("负数", "职工总数", -5, BOTH, None, ("职工总数", "女职工数", "农民工数", "会员数")),
    _cell("小数", "职工总数", 30.5, BOTH),
    _cell("约数", "职工总数", "约300人", BOTH),
    _cell("看不懂的数", "职工总数", ("若干", "很多")),
    _cell("建会看不懂", "是否建会", ("也许", "正在问")),
    _cell("经营状态不认识", "经营状态", ("很好", "红火")),
    _cell("行业不认识", "所属行业", ("神秘行业", "不知道")),
)

ENTRY: tuple[Maker, ...] = (
    _identity("校验位不符", _flip),
    _identity("相邻对调", _swap),
    _mobile,
    _gender,
    _cell("身份不认识", "身份", ("打酱油", "观众")),
    _cell("姓名含数字", "姓名", ("张3", "王五2")),
    _cell("年限看不懂", "从事本工种年限", ("很久", "不记得")),
)

CONTEST: tuple[Maker, ...] = (
    _cell("权重之和", "理论权重", 0.6, BOTH, None, ("理论权重", "实操权重")),
    _cell("级别不认识", "级别", ("宇宙级", "小组级?")),
    _cell("计划日期无此日", "计划日期", "2022-02-30"),
    _cell("负预算", "预算", -100),
)
