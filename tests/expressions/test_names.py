"""Which names an expression may use, and what they mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.expressions.conftest import SHAPE
from union_xl.expressions import (
    Expression,
    ExpressionError,
    ExpressionParser,
    LedgerTables,
    constants,
    quoted,
)
from union_xl.kinds.resident_id import check_character
from union_xl.model import period
from union_xl.model.rows import Rows
from union_xl.model.setting_items import ITEMS, PARAMETERS

HALF = period("2022H1")
PEOPLE = {
    "姓名": ["赵一", "钱二", "孙三"],
    "证件号码": [None, "33010519900307201" + check_character("33010519900307201"), "G12345678"],
    "出生日期": [dt.date(1990, 3, 7), "1990-03", None],
    "金额": [100.5, "约30", None],
    "年份": [2022, "2021", 2021.5],
    "联系人": ["表里的人", None, None],
}


def rows(columns: dict[str, list[Any]]) -> Rows:
    return Rows(columns)


def answers(text: str, earlier: dict[str, Rows] | None = None, **more: Any) -> list[Any]:
    """What an expression gives for each of the people."""
    names = {"本街道补贴": 200, "联系人": "沈佳"}
    data = LedgerTables([SHAPE], constants(more.get("params"), names, HALF, HALF.end))
    found = ExpressionParser(data.connection, data.names).condition(text, "甲台账")
    data.load({"甲台账": rows(PEOPLE), **(earlier or {})}, found.uses)
    lines = data.connection.execute(f"SELECT {found.sql} FROM {quoted('甲台账')} ORDER BY 行号").fetchall()
    return [line[0] for line in lines]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("建会人数线", 25),
        ("本街道补贴 + 1", 201),
        ("联系人", "表里的人"),
        ("设置.联系人", "沈佳"),
        ("设置.建会人数线 * 2", 50),
        ("实名制达标比例", 0.8),
        ("联合工会按一家计", True),
        ("低保标准", None),
        ("截止日 + 同步录入天数", dt.date(2022, 7, 30)),
        ("期初", dt.date(2022, 1, 1)),
        ("年份 || '年'", "2022年"),
        ("make_date(年份, 6, 30)", dt.date(2022, 6, 30)),
    ],
)
def test_settings_and_days_are_known_by_their_names(text: str, said: Any) -> None:
    """A column wins over a setting of its name; 设置.… is always the setting; whole numbers are whole."""
    assert answers(text)[0] == said


def test_a_setting_that_is_given_counts() -> None:
    """The office's own value in the stead of the default, read as its type."""
    assert answers("建会人数线", params={"union_min_members": "30"})[0] == 30
    assert answers("联合工会按一家计", params={"joint_union_counts_once": "否"})[0] is False


def test_every_setting_can_be_named(read: Callable[[str], Expression]) -> None:
    """By 项目, bare and behind 设置, passwords and levels aside; aliases are no names."""
    for item in (*PARAMETERS, *(one for one in ITEMS if one.shape in ("text", "date"))):
        for text in (item.name, f"设置.{item.name}"):
            assert read(f"{text} is null or 姓名 is null").sql
    for text in ("打开密码 = 'x'", "女职委人数线 > 1", "设置.打开密码 = 'x'", "设置.没有的 = 1"):
        with pytest.raises(ExpressionError):
            read(text)


def test_what_the_id_says() -> None:
    """证件性别 and 证件出生 come from an ID; a passport says nothing; a month of birth gets its day."""
    assert answers("证件性别") == [None, "男", None]
    assert answers("证件出生") == [None, dt.date(1990, 3, 7), None]
    assert answers("出生日期") == [dt.date(1990, 3, 7), dt.date(1990, 3, 7), None]


def test_what_is_no_number_or_no_whole_one_is_blank() -> None:
    assert answers("金额") == [100.5, None, None]
    assert answers("年份") == [2022, 2021, None]


def test_ledgers_of_other_periods() -> None:
    """`from 上期.台账`: its rows where it was given; else it is absent, and told so by `present`."""
    before = {"上期.甲台账": rows({**PEOPLE, "姓名": ["赵一", "周四", "吴五"]})}
    assert answers("姓名 in (select 姓名 from 上期.甲台账)", before) == [True, False, False]
    data = LedgerTables([SHAPE])
    data.load({"甲台账": rows(PEOPLE)}, {"上期.甲台账": {"姓名"}})
    assert data.present == {"甲台账"}


@pytest.mark.parametrize(
    "text", ["姓名 in (select 姓名 from 前年.甲台账)", "姓名 in (select 姓名 from 上期.乙台账)"]
)
def test_unknown_periods_and_ledgers_are_refused(read: Callable[[str], Expression], text: str) -> None:
    with pytest.raises(ExpressionError):
        read(text)
