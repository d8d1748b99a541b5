"""A ledger of every type, with a column that is a setting's name, too."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from union_xl.expressions import Expression, ExpressionParser, LedgerTables, Shape, constants

SHAPE = Shape(
    "甲台账",
    {
        "姓名": "VARCHAR",
        "证件号码": "VARCHAR",
        "出生日期": "DATE",
        "金额": "DOUBLE",
        "年份": "BIGINT",
        "联系人": "VARCHAR",
    },
    birth="出生日期",
    id_number="证件号码",
)


@pytest.fixture
def read() -> Callable[[str], Expression]:
    data = LedgerTables([SHAPE], constants(names={"本街道补贴": 200, "联系人": "沈佳"}))
    reader = ExpressionParser(data.connection, data.names)
    return lambda text: reader.condition(text, "甲台账")
