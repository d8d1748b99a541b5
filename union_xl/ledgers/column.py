"""One column of a ledger, and how a declaration writes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from union_xl.kinds import kind_named
from union_xl.kinds.base import Kind
from union_xl.ledgers.outputs import Declared

Need = Literal["required", "expected", "optional"]
"""required: a blank holds the row.  expected: a blank, or no such column, is one 提醒.  optional: neither."""
Privacy = Literal["", "name", "id", "mobile", "bank", "birth", "address", "free"]
"""How a value is masked outward; `free` (备注) is dropped outward."""
OfUnit = Literal["unit", "unit_code", "union", "union_code", "community", "trade", "host"]
OfPerson = Literal["person", "id", "id_type", "gender", "birth", "age", "mobile"]
Role = Literal["", OfUnit, OfPerson, "phone", "contact", "remark", "subject"]
"""What a column tells about whom, where the program must know: the unit, its union, community and trade, who holds it; the
person; whom to ask.  `subject` is what a row is about (a contest, a batch) by name."""


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
        return super().but(**changes)

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
