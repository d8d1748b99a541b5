"""What a ledger is: one declaration, data only; blank, recognition, checking, merging, counting and printing
follow from it.

The built-in ledgers are modules of this package that hold one `Form` each; the clerk's sheets 自定义表 give
the same value.  Every text a clerk reads is Chinese; expressions are written in the product's one language
(DuckDB, over the column titles; see `union_xl.expressions`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal

from pydantic import model_validator

from union_xl.ledgers.column import (
    Column,
    Derivation,
    Need,
    Privacy,
    Role,
    choice,
    dated,
    expected,
    optional,
    required,
)
from union_xl.ledgers.layouts import Card, Matrix, Statement
from union_xl.ledgers.movement import Movement
from union_xl.ledgers.outputs import (
    Audience,
    Chart,
    Declared,
    DeclaredCrossCheck,
    DeclaredIndicator,
    Due,
    How,
    ListInDiff,
    Over,
    PrintList,
)
from union_xl.ledgers.rule import Row, Rule, at_most, error, lets, needed_if, not_later, warn

Owed = Literal["all", "quota", "voluntary", "office", "export"]
"""Who keeps a ledger.  Returned by units: every unit owes it (`all`), those on a list (`quota`), or who likes
(`voluntary`).  `office`: kept by the office all year, nobody is chased.  `export`: another system's list."""
RETURNED: frozenset[Owed] = frozenset(("all", "quota", "voluntary"))
"""The ledgers that units return."""


ELSEWHERE = (
    *(
        "工资表",
        "工资发放",
        "工资单",
        "工资条",
        "工资明细",
        "考勤",
        "通讯录",
        "社保",
        "公积金",
        "个税",
        "值班",
    ),
    *("车辆", "宿舍", "购票", "入职体检", "学生成绩", "运动会", "业委会", "差旅", "疫苗接种", "核酸检测"),
    *("商会会员", "协会会员", "超市会员", "健身房会员", "俱乐部会员", "客户资料", "招商走访", "快递驿站"),
    *(
        "销售任务",
        "职业健康",
        "劳动合同",
        "助学贷款",
        "退役军人",
        "老党员",
        "经济普查",
        "无形资产",
        "体检报告",
    ),
)
"""Words of lists that firms keep for themselves: no return of any ledger."""
ANYBODYS = frozenset(
    ["部门", "所在部门", "车间", "班组", "岗位", "职务", "职称", "工号", "员工编号", "年龄", "邮箱",
     "电子邮箱", "住址", "现住址", "入职日期", "入职时间", "学历", "民族", "政治面貌", "备注", "说明",
     "联系人", "联系电话", "填报人", "填报日期", "网格", "所属社区", "开户银行", "开户行", "银行卡号",
     "银行账号", "签名", "签字", "签到", "是否工会会员", "是否会员", "工会会员", "所属工会", "所在工会", "工会名称"]
)  # fmt: skip
"""Header texts that a list of any ledger may have besides: they speak neither for one nor against it."""


class Form(Declared):
    """A ledger.

    `slug` names it in files and commands, `short` is its sheet, `title` what stands above the list.
    `group` is the office's name for ledgers of one field of work.
    `hints` are words of titles, sheet, file and folder names that speak of it (`报名 赛`: both), `whom` words for
    the people or units it lists, who stand in titles of other ledgers too (`会员`疗休养名单) and yield to their
    `hints`, `against` words that say it is some other list, `marks` words that only its own columns have; without them any column no other ledger has will do.  `keys` are
    alternatives, best first: the first whose columns are all filled names a row.  `replaces` says how a later
    return of the same unit relates to the earlier: 全量 takes its place, 增量 adds.  `one_unit`: a return
    holds rows of one unit.  `worked_out`: names expressions may use besides the columns (name, SQL over its
    rows in which `{rows}` is their table, the columns it looks at).  `restricted`: kept in a workbook of its own.  `keep_until` months after the
    period's end (0: no limit).  `parent` and `link`: slug of the ledger whose rows own these, and the columns
    that name the owner (in the parent's key order); `orphan` is the code told about a row whose owner is in no
    row there (another one: a rule of its own says so).  `card`, `matrix` and `statement` are layouts it comes in
    besides a list.  `deadline` is the setting's 项目 name.
    `never_kept` are the columns that are known by title only, so that what stands in them is told and goes
    nowhere; declared among the columns, they are none of the ledger's.
    `same_row` is the code told about two rows with one key, `two_units` that about one key in two units.
    `movement` says how rows come and go.  A `unit_register` says where units are.  `item` is the label under which
    figures are split by what the rows are about (`竞赛`), `each` are further names of its rows in templates
    (`{{每会员.…}}`).  `compared` are the columns whose changes the change list tells
    (default: all), `diff_lists` further sheets of it.  `fault` says what is wrong with a declaration,
    at which cell: nothing of it is read then; `remark` what is taken otherwise than it says; `where` is the
    sheet it stands on.
    """

    slug: str
    title: str
    short: str
    columns: tuple[Column, ...]
    group: str = ""
    never_kept: tuple[Column, ...] = ()
    keys: tuple[tuple[str, ...], ...] = ()
    hints: tuple[str, ...] = ()
    whom: tuple[str, ...] = ()
    against: tuple[str, ...] = ELSEWHERE
    marks: tuple[str, ...] = ()
    version: int = 1
    owed: Owed = "voluntary"
    replaces: Literal["全量", "增量"] = "增量"
    one_unit: bool = False
    worked_out: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    restricted: bool = False
    keep_until: int = 0
    parent: str = ""
    link: tuple[str, ...] = ()
    orphan: str = "L-NO-PARENT"
    card: Card | None = None
    matrix: Matrix | None = None
    statement: Statement | None = None
    deadline: str = ""
    same_row: str = "ROW-DUP"
    two_units: str = "L-SAME"
    movement: Movement | None = None
    unit_register: bool = False
    item: str = ""
    each: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    indicators: tuple[DeclaredIndicator, ...] = ()
    checks: tuple[DeclaredCrossCheck, ...] = ()
    charts: tuple[Chart, ...] = ()
    lists: tuple[PrintList, ...] = ()
    due: tuple[Due, ...] = ()
    compared: tuple[str, ...] = ()
    diff_lists: tuple[ListInDiff, ...] = ()
    where: str = ""
    fault: str = ""
    remark: str = ""

    @model_validator(mode="before")
    @classmethod
    def _apart(cls, given: Any) -> Any:
        """Columns that are never kept are no columns of the ledger: no output has to think of them."""
        columns = given.get("columns", ())
        apart = tuple(one for one in columns if isinstance(one, Column) and one.never_kept)
        if not apart:
            return given
        kept = tuple(one for one in columns if one not in apart)
        return {**given, "columns": kept, "never_kept": (*given.get("never_kept", ()), *apart)}

    def __hash__(self) -> int:
        return hash((self.slug, self.version))

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The standard titles, in order."""
        return tuple(column.title for column in self.columns)

    @cached_property
    def by_title(self) -> Mapping[str, Column]:
        return {column.title: column for column in self.columns}

    @cached_property
    def never_kept_titles(self) -> frozenset[str]:
        """Titles and aliases of what is never kept."""
        return frozenset(text for one in self.never_kept for text in (one.title, *one.aliases))

    def titled(self, role: Role) -> str:
        """The title of the column with a role, '' where there is none."""
        return next((column.title for column in self.columns if column.role == role), "")


__all__ = [
    "RETURNED",
    "Audience",
    "Chart",
    "Column",
    "DeclaredCrossCheck",
    "DeclaredIndicator",
    "Derivation",
    "Due",
    "Form",
    "How",
    "ListInDiff",
    "Movement",
    "Need",
    "Over",
    "Owed",
    "PrintList",
    "Privacy",
    "Role",
    "Row",
    "Rule",
    "at_most",
    "choice",
    "dated",
    "error",
    "expected",
    "lets",
    "needed_if",
    "not_later",
    "optional",
    "required",
    "warn",
]
