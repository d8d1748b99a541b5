"""What a declaration says of its outputs: indicators and their relations, charts, printed lists, what expires."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict

from union_xl.model import Level

How = Literal["计数", "去重", "求和", "最大", "最小", "占比", "名单", "公式"]
Over = Literal["", "存量", "流量"]
"""存量: a stock on the day 期末.  流量: a flow within 期初 and 期末.  '': a formula, which is what its parts are."""
Audience = Literal["对内", "对外", "公示"]
"""Whom a printed list may reach: the office; a partner who needs the IDs (travel agency, insurer, bank); everybody."""


class Declared(BaseModel):
    """Base of all parts of a declaration: frozen, strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    def but(self, **changes: Any) -> Self:
        """The same with some fields changed."""
        made = self.model_copy(update=changes)
        for name in made.__dict__.keys() - type(made).model_fields.keys():
            del made.__dict__[name]  # what was worked out from the fields as they were
        return made


class Chart(Declared):
    """A native chart in the ledger workbook: how many rows, of those that fulfil `where`, have each value of
    `column`; of a column of days by month, of one of births by age."""

    title: str
    column: str
    shape: Literal["column", "bar", "pie"] = "bar"
    where: str = ""
    cell: str = ""


class ListInDiff(Declared):
    """A sheet of the change list: the rows of the newer ledger that the indicator `indicator` (a 名单) names,
    with some of their `columns`."""

    title: str
    indicator: str
    columns: tuple[str, ...]
    cell: str = ""


class PrintList(Declared):
    """A list the ledger prints (`union-xl list`).

    `columns` are titles, `标题 = expression`, or `标题 =` for a column left blank (a signature, a tick).  `of` is
    the short title of the ledger whose rows are listed (default: its own); `where` which of them, `order`
    expressions (`总成绩 降`: descending), `per` columns each value of which gets a sheet of its own, `sums`
    columns added up at the foot.  `part` tells lists of one `name` apart: they are sheets of one workbook.
    `note` stands below the list and may name settings in braces; `layout` is the template in `templates/lists`
    (default: by the audience).  In a 公示 names are masked unless `full_names`.
    """

    name: str
    audience: Audience = "对内"
    columns: tuple[str, ...]
    where: str = ""
    order: tuple[str, ...] = ()
    per: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    of: str = ""
    part: str = ""
    heading: str = ""
    note: str = ""
    layout: str = ""
    full_names: bool = False
    cell: str = ""


class Due(Declared):
    """Something that expires: `what` (`合同到期`), `on` which day (an expression over a row that gives a date; a
    partial date counts as its last day where it is written `X末`), told from `ahead` days before it on,
    until `unless` (a condition) holds.  `whose` are the columns that say whose it is; without any, all rows
    of one day are one line.  `cure` says what to do.
    """

    what: str
    on: str
    ahead: int = 30
    unless: str = ""
    whose: tuple[str, ...] = ()
    cure: str = ""
    cell: str = ""


class DeclaredIndicator(Declared):
    """A figure of the ledger, as a line of 指标库 has it (columns of the same names).

    A flow's condition names 期初 and 期末; a stock's never 期初.  `cell` is where a clerk's sheet declares it.
    """

    code: str = ""
    name: str
    how: How
    field: str = ""
    where: str = ""
    base: str = ""
    groups: tuple[str, ...] = ()
    unit: str = ""
    about: str = ""
    over: Over = ""
    cell: str = ""


class DeclaredCrossCheck(Declared):
    """A relation between indicators that must hold, as a line of 审核关系 has it."""

    code: str
    relation: str
    level: Level
    about: str = ""
    cell: str = ""


def prints(name: str, columns: str, audience: Audience = "对内", **more: Any) -> PrintList:
    """A list; `columns`, and `order`, `per` and `sums` among `more`, with ；between.

    >>> prints("签到表", "姓名；签到 =", per="单位名称").columns
    ('姓名', '签到 =')
    """
    for field in ("order", "per", "sums"):
        if field in more:
            more[field] = _several(more[field])
    return PrintList(name=name, audience=audience, columns=_several(columns), **more)


def expires(what: str, on: str, ahead: int, unless: str = "", whose: str = "", cure: str = "") -> Due:
    """Something that expires; `whose` with ；between."""
    return Due(what=what, on=on, ahead=ahead, unless=unless, whose=_several(whose), cure=cure)


def _several(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split("；") if one.strip())
