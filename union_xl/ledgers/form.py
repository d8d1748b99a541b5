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

from union_xl.core import ERROR, WARNING, Level
from union_xl.kinds import kind_named
from union_xl.kinds.base import Kind
from union_xl.ledgers.layouts import Card, Matrix, Statement
from union_xl.ledgers.outputs import (
    Audience,
    Chart,
    CrossCheck,
    Declared,
    Due,
    How,
    Indicator,
    Over,
    PrintList,
)

Need = Literal["required", "expected", "optional"]
"""required: a blank holds the row.  expected: a blank, or no such column, is one 提醒.  optional: neither."""
Privacy = Literal["", "name", "id", "mobile", "bank", "birth", "address", "free"]
"""How a value is masked outward; `free` (备注) is dropped outward."""
Role = Literal["", "unit", "unit_code", "person", "id", "id_type", "mobile", "phone", "contact", "remark"]
"""What a column tells about whom, where the program must know: the unit, the person, their numbers."""
Owed = Literal["all", "quota", "voluntary", "office", "export"]
"""Who keeps a ledger.  Returned by units: every unit owes it (`all`), those on a list (`quota`), or who likes
(`voluntary`).  `office`: kept by the office all year, nobody is chased.  `export`: another system's list."""


RETURNED: frozenset[Owed] = frozenset(("all", "quota", "voluntary"))
"""The ledgers that units return."""


class Derivation(Declared):
    """How a blank cell follows from others of its row.

    `how`: 证件性别, 证件出生, 证件种类 (from the ID in column `source`), 起始日, 终止日 (of a text like
    `2022.5.1—2023.4.30`) or 照抄 (the value of `source`), the latter only where the column `when[0]` says
    `when[1]`.  `why` is what 修正记录 says.
    """

    source: str
    how: Literal["证件性别", "证件出生", "证件种类", "起始日", "终止日", "照抄"]
    why: str
    when: tuple[str, str] | None = None


class Column(Declared):
    """One column of a ledger.

    `title` is the standard title, `aliases` other titles seen for it, `former` what our own blanks of older
    versions called it; `type` the 类型 as a clerk types it, `choices` a list of values in its stead
    (`标准写法←别的写法`).  `unknown` is the rule code told, instead of the kind's own, about a
    text outside a code list.  `example` and `hint` are for blanks, `ditto` allows 同上, `width` is in
    Excel's characters (0: the kind's).  `public`: may stand in a 公示.  `prefill` names the column of
    会员登记 or 单位台账 that a blank is prefilled from.  `phrases` are regular expressions for headers that ask
    for it in a sentence, believed where the content fits.  `never_kept`: told by title, absent from every
    output (see `Form.never_kept`).  `cell` is where a clerk's sheet declares it.
    """

    title: str
    type: str = "文本"
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    need: Need = "optional"
    choices: tuple[str, ...] = ()
    example: str = ""
    hint: str = ""
    ditto: bool = False
    privacy: Privacy = ""
    role: Role = ""
    public: bool = False
    prefill: str = ""
    phrases: tuple[str, ...] = ()
    never_kept: bool = False
    derived: Derivation | None = None
    unknown: str = ""
    width: float = 0.0
    cell: str = ""

    @property
    def kind(self) -> Kind:
        """How its cells are read.  Raises FormError for an unknown 类型."""
        return kind_named(self.type, self.title, self.choices)

    def but(self, *, more_aliases: str = "", **changes: Any) -> Column:
        """The same column with some fields changed; `more_aliases` (blanks between) adds to the aliases."""
        if more_aliases:
            changes["aliases"] = (*self.aliases, *more_aliases.split())
        return self.model_copy(update=changes)

    def __hash__(self) -> int:
        return hash((self.title, self.type))


def required(title: str, type: str = "文本", aliases: str = "", **more: Any) -> Column:
    """A column whose blank holds the row; `aliases` with blanks between."""
    return _column(title, type, aliases, "required", more)


def expected(title: str, type: str = "文本", aliases: str = "", **more: Any) -> Column:
    """A column whose blank is one 提醒; `aliases` with blanks between."""
    return _column(title, type, aliases, "expected", more)


def optional(title: str, type: str = "文本", aliases: str = "", **more: Any) -> Column:
    """A column that may stay blank; `aliases` with blanks between."""
    return _column(title, type, aliases, "optional", more)


def _column(title: str, type: str, aliases: str, need: Need, more: Mapping[str, Any]) -> Column:
    words = tuple(dict.fromkeys(word for word in aliases.split() if word != title))
    if type.startswith(CHOICE):
        return Column(
            title=title,
            type=CHOICE.strip(),
            choices=tuple(type[len(CHOICE) :].split()),
            aliases=words,
            need=need,
            **more,
        )
    return Column(title=title, type=type, aliases=words, need=need, **more)


CHOICE = "单选 "


def choice(words: str) -> str:
    """The type of a column with a list of values, for `required`, `expected`, `optional`; other spellings of a
    value stand behind `←` (`达标←√←符合`), a text that is none of them is kept and told (CHOICE-UNKNOWN).

    >>> optional("状态", choice("已体检←已检 放弃 替换")).choices
    ('已体检←已检', '放弃', '替换')
    """
    return CHOICE + words


def dated(words: str) -> str:
    """Titles of a date column: each word with 日期, 时间, 年月 behind it.

    >>> dated("入会")
    '入会日期 入会时间 入会年月'
    """
    return " ".join(word + ending for word in words.split() for ending in ("日期", "时间", "年月"))


Row = Mapping[str, Any]
"""{standard title: tidy value}."""


class Rule(Declared):
    """A condition that good rows fulfil.

    `holds` is an expression; where it is false, `says` is told at `column` (default: the one it names last),
    where it is null nothing.  `says` and `cure` may name columns and `let`s in braces.  `let` are named
    sub-results (name, expression), in order.  `needs` are columns the sheet must have, else the rule rests.
    `once_above`: told once for a sheet, where more than this share of its rows break it, and
    never at one row.  `ordinary`: what it tells is often simply so (an older worker): told at each row where
    few of a unit's rows in a sheet break it, else once.  `suggest` is an expression for the likely value,
    `because` why it is likely.  `test` is a function in the stead of `holds` for what the language cannot
    say: it gets the columns `over` and `Facts` and gives {row index: its values for the sentence}.

    A rule whose expressions look at other rows or ledgers (they hold a sub-select) runs when the ledgers are
    merged.  It is 提醒 and its row 待核, unless `yields` says which row gives way: an expression over the same
    rows, true for the row that is held (the later trip, never the first):

        error("E-DAYS", "超过天数", f"{sum_of_the_year} <= 疗休养天数上限", …,
            yields="(select count(*) from 疗休养人员 别 where 别.证件号码 = 疗休养人员.证件号码 "
                   "and 别.年度 = 疗休养人员.年度 and 别.批次 < 疗休养人员.批次) > 0")

    Rows that break such a rule and do not give way are kept, 待核, as long as it is broken.  Sub-selects may
    look `from 会员登记` (the kept rows of this run; for what must exist, waiting rows count as well), `from
    本年.会员登记` (those of this year, here and in the ledgers of `--past`), `from 上期.会员登记`, `from
    去年同期.会员登记`.  A rule whose ledger is not there rests.  No OR inside a correlated sub-select: it
    takes minutes; write two sub-selects.
    `fires` and `rests` are example rows the tests run: {title: value}, and other ledgers' rows under
    `(short title, …)` keys.
    """

    code: str
    level: Level
    title: str
    holds: str = ""
    says: str
    cure: str = ""
    column: str = ""
    let: tuple[tuple[str, str], ...] = ()
    needs: tuple[str, ...] = ()
    once_above: float | None = None
    ordinary: bool = False
    suggest: str = ""
    because: str = ""
    yields: str = ""
    test: str = ""
    over: tuple[str, ...] = ()
    fires: tuple[Any, ...] = ()
    rests: tuple[Any, ...] = ()
    cell: str = ""

    def __hash__(self) -> int:
        return hash((self.code, self.column))


class Form(Declared):
    """A ledger.

    `slug` names it in files and commands, `short` is its sheet, `title` what stands above the list.
    `group` is the office's name for ledgers of one field of work.
    `hints` are words of titles, sheet, file and folder names that speak of it (`报名 赛`: both), `whom` words for
    the people or units it lists, who stand in titles of other ledgers too (`会员`疗休养名单) and yield to their
    `hints`, `marks` words that only its own columns have; without them any column no other ledger has will do.  `keys` are
    alternatives, best first: the first whose columns are all filled names a row.  `replaces` says how a later
    return of the same unit relates to the earlier: 全量 takes its place, 增量 adds.  `one_unit`: a return
    holds rows of one unit.  `worked_out`: names expressions may use besides the columns (name, SQL over its
    rows in which `{rows}` is their table, the columns it looks at).  `restricted`: kept in a workbook of its own.  `keep_until` months after the
    period's end (0: no limit).  `parent` and `link`: slug of the ledger whose rows own these, and the columns
    that name the owner (in the parent's key order).  `card`, `matrix` and `statement` are layouts it comes in
    besides a list.  `deadline` is the setting's 项目 name.
    `never_kept` are the columns that are known by title only, so that what stands in them is told and goes
    nowhere; declared among the columns, they are none of the ledger's.
    `same_row` is the code told about two rows with one key.  `fault` says what is wrong with a declaration,
    at which cell: nothing of it is read then; `where` is the sheet it stands on.
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
    card: Card | None = None
    matrix: Matrix | None = None
    statement: Statement | None = None
    deadline: str = ""
    same_row: str = "ROW-DUP"
    rules: tuple[Rule, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    checks: tuple[CrossCheck, ...] = ()
    charts: tuple[Chart, ...] = ()
    lists: tuple[PrintList, ...] = ()
    due: tuple[Due, ...] = ()
    compared: tuple[str, ...] = ()
    where: str = ""
    fault: str = ""

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


def error(code: str, title: str, holds: str, says: str, cure: str = "", **more: Any) -> Rule:
    """A rule that holds the row back."""
    return Rule(code=code, level=ERROR, title=title, holds=holds, says=says, cure=cure, **more)


def warn(code: str, title: str, holds: str, says: str, cure: str = "", **more: Any) -> Rule:
    """A rule that keeps the row and asks."""
    return Rule(code=code, level=WARNING, title=title, holds=holds, says=says, cure=cure, **more)


def lets(**named: str) -> tuple[tuple[str, str], ...]:
    """Named sub-results of a rule.

    >>> lets(年龄="date_sub('year', 出生, 截止日)")
    (('年龄', "date_sub('year', 出生, 截止日)"),)
    """
    return tuple(named.items())


def at_most(code: str, part: str, whole: str, level: Level = ERROR, **more: Any) -> Rule:
    """A count that cannot exceed another one of its row."""
    given: dict[str, Any] = {
        "title": "部分大于总数",
        "says": f"{part} {{{part}}} 大于{whole} {{{whole}}}",
        "cure": "请核对这两个数",
        "needs": (part, whole),
        "fires": ({part: 5, whole: 3},),
        "rests": ({part: 3, whole: 3}, {part: 5}),
    }
    return Rule(code=code, level=level, holds=f"{part} <= {whole}", column=part, **(given | more))


def needed_if(condition: str, words: str, column: str, fires: Row, rests: Row) -> Rule:
    """NEED-IF: a cell expected where another says so; `words` say the condition."""
    return warn(
        "NEED-IF",
        "应填项为空",
        f"not ({condition}) or {column} is not null",
        f"{words}，应填写“{column}”{{多行}}",
        f"请补填{column}",
        column=column,
        needs=(column,),
        fires=(fires,),
        rests=(rests, {}),
    )


def not_later(code: str, title: str, first: str, second: str, level: Level = WARNING, **more: Any) -> Rule:
    """Two dates of a row in their order, as far as partial dates tell."""
    given: dict[str, Any] = {"holds": f"{second}末 >= {first}", "column": second, "needs": (first, second)}
    says = f"{second} {{{second}}} 早于{first} {{{first}}}{{多行}}"
    return Rule(code=code, level=level, title=title, says=says, cure="请核对两个日期", **(given | more))


__all__ = [
    "RETURNED",
    "Audience",
    "Chart",
    "Column",
    "CrossCheck",
    "Derivation",
    "Due",
    "Form",
    "How",
    "Indicator",
    "Need",
    "Over",
    "Owed",
    "PrintList",
    "Privacy",
    "Role",
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
