"""Worksheet functions for desks whose Excel has the xlwings add-in (optional; Windows only).

`Import Functions` of the xlwings tab takes them from this module: `=ux_id(A2)`, `=ux_code(B2)`,
`=ux_gender(A2)`, `=ux_birth(A2)`, `=ux_age(A2,C1)`.  They ask the kinds that checking asks, so that both say
the same.  Names are ASCII, as VBA wrappers are; help is Chinese.  Values are `Any`, for which xlwings passes
cells as they are.  Off Windows xlwings' decorators do nothing, and these are plain functions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

import xlwings

from union_xl.findings import title
from union_xl.kinds import CODE, ID_NUMBER, Tidied
from union_xl.kinds.day_texts import years_between
from union_xl.kinds.resident_id import birth_of, gender_of

GOOD = "通过"
_Function = TypeVar("_Function", bound=Callable[..., Any])
_NUMBER = "证件号码所在的单元格；应是文本格式的18位号码"


def _offered(**arguments: str) -> Callable[[_Function], _Function]:
    """Offer a function to Excel, with the help text of each of its arguments."""

    def offer(function: _Function) -> _Function:
        for name, text in arguments.items():
            function = xlwings.arg(name, doc=text)(function)
        offered: _Function = xlwings.func(category="工会表格")(function)
        return offered

    return offer


@_offered(number=_NUMBER)
def ux_id(number: Any) -> Any:
    """核对证件号码：正确显示“通过”，空白不显示，否则说明哪里不对。

    >>> ux_id("330105199003072013"), ux_id("330105199003072014"), ux_id(None)
    ('通过', '校验码不符', '')
    """
    return _verdict(ID_NUMBER.tidy(number))


@_offered(code="统一社会信用代码所在的单元格；应是18位数字和大写字母")
def ux_code(code: Any) -> Any:
    """核对统一社会信用代码：正确显示“通过”，空白不显示，否则说明哪里不对。

    >>> ux_code("91350200MA2YJ1XR9G")
    '通过'
    """
    return _verdict(CODE.tidy(code))


@_offered(number=_NUMBER)
def ux_gender(number: Any) -> Any:
    """由身份证号第17位得出性别；号码不对时不显示。

    >>> ux_gender("330105199003072013"), ux_gender("E12345678")
    ('男', '')
    """
    return gender_of(_sound(number)) or ""


@_offered(number=_NUMBER)
def ux_birth(number: Any) -> Any:
    """由身份证号第7至14位得出出生日期；号码不对时不显示。

    >>> ux_birth("330105199003072013")
    datetime.datetime(1990, 3, 7, 0, 0)
    """
    born = birth_of(_sound(number))
    return dt.datetime(born.year, born.month, born.day) if born else ""


@_offered(number=_NUMBER, day="算到哪一天，如截止日所在的单元格；不填就是今天")
def ux_age(number: Any, day: Any = None) -> Any:
    """由身份证号得出到某一天的周岁；号码不对时不显示。

    >>> ux_age("330105199003072013", dt.datetime(2022, 3, 6))
    31
    """
    born = birth_of(_sound(number))
    until = day.date() if isinstance(day, dt.datetime) else dt.date.today()
    return years_between(born, until) if born else ""


def _sound(raw: Any) -> str | None:
    """The tidy number, None where something is wrong with it."""
    made = ID_NUMBER.tidy(raw)
    return made.value if not made.rule and isinstance(made.value, str) else None


def _verdict(made: Tidied) -> str:
    if made.rule:
        return title(made.rule)
    return "" if made.value is None else GOOD
