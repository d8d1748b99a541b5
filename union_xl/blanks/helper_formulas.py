"""Formulas behind defined names that a filler may type in a row: `=性别`, `=出生日期`, `=身份证校验`.

Each reads the number in its own row, whatever cell it is typed in.  In names array constants are allowed,
and a validation that uses one stays within Excel's 255 characters.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from union_xl.blanks.checks import CODES, code_valid, id_valid, tight
from union_xl.blanks.layout import Layout
from union_xl.ledgers.form import Role
from union_xl.model.grid import column_letters

ID_CHECK, CODE_CHECK = "身份证校验", "信用代码校验"
GOOD, BAD = "通过", "有误"
_OF_COLUMN: Mapping[Role, str] = {"gender": "性别", "birth": "出生日期", "age": "周岁"}
"""{role of a column: the name whose result it takes}."""


def names(layout: Layout, as_of: dt.date | None) -> dict[str, str]:
    """{name: its formula} for the numbers a form has.  周岁 counts to `as_of`, else to the day of opening."""
    made: dict[str, str] = {}
    person = layout.of("id")
    if person:
        made |= _of_person(_beside(layout, person), as_of)
    code = next((number for number, one in enumerate(layout.columns, 2) if one.kind.name in CODES), 0)
    if code:
        cell = _beside(layout, code)
        valid = f"(LEN({tight(cell)})=18)*{code_valid(cell, True)}=1"
        made[CODE_CHECK] = f'=IF({cell}="","",IF({valid},"{GOOD}","{BAD}"))'
    return made


def offered(layout: Layout) -> dict[str, str]:
    """{column: name} of the columns of a form that can be had from the resident number."""
    if not layout.of("id"):
        return {}
    return {title: name for role, name in _OF_COLUMN.items() if (title := layout.form.titled(role))}


def _of_person(cell: str, as_of: dt.date | None) -> dict[str, str]:
    valid, digits = f"{id_valid(cell, True)}=1", tight(cell)
    birth = f"DATE(MID({digits},7,4),MID({digits},11,2),MID({digits},13,2))"
    until = f"DATE({as_of.year},{as_of.month},{as_of.day})" if as_of else "TODAY()"
    return {
        ID_CHECK: f'=IF({cell}="","",IF({valid},"{GOOD}","{BAD}"))',
        "性别": f'=IF({valid},MID("女男",MOD(MID({digits},17,1),2)+1,1),"")',
        "出生日期": f'=IF({valid},{birth},"")',
        "周岁": f'=IF({valid},DATEDIF({birth},{until},"Y"),"")',
    }


def _beside(layout: Layout, col: int) -> str:
    """`'会员登记'!$G1`: the cell of a column in the row of whatever cell uses the name."""
    sheet = layout.sheet.replace("'", "''")
    return f"'{sheet}'!${column_letters(col)}1"
