"""A form, declared once: a pydantic model whose fields carry a Column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import repeat
from typing import Any, ClassVar, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from union_xl.core import Period, Suggestion
from union_xl.kinds.base import NOTHING, Kind

Need = Literal["required", "expected", "optional"]
Privacy = Literal["", "name", "id", "mobile", "bank", "birth", "address", "free"]
"""How a value is masked outward; `free` (备注) is dropped outward."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a form.

    `title` is the standard column title; `aliases` other titles seen for it.  required: a blank holds
    the row.  expected: a blank, or the whole column missing, is one 提醒 and the row is kept.
    `example` and `hint` are for blanks; `ditto` allows 同上.  `unknown` is the code told, instead of the
    kind's own, about a text outside the code list.
    """

    title: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    need: Need = "optional"
    example: str = ""
    hint: str = ""
    privacy: Privacy = ""
    ditto: bool = False
    width: float = 0.0
    unknown: str = ""

    def __post_init__(self) -> None:
        others = dict.fromkeys(alias for alias in self.aliases if alias != self.title)
        object.__setattr__(self, "aliases", tuple(others))


def also(words: str) -> tuple[str, ...]:
    """Other titles of a column, written with blanks between.

    >>> also("手机 移动电话")
    ('手机', '移动电话')
    """
    return tuple(words.split())


def dated(words: str) -> tuple[str, ...]:
    """Titles of a date column: each word with 日期, 时间, 年月 behind it.

    >>> dated("入会")
    ('入会日期', '入会时间', '入会年月')
    """
    return tuple(word + ending for word in words.split() for ending in ("日期", "时间", "年月"))


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules know about the run: `as_of` is 截止日, `params` the office's parameters (domain §10),
    `names` its settings by 项目."""

    as_of: dt.date
    params: Mapping[str, Any]
    period: Period | None = None
    names: Mapping[str, Any] = field(default_factory=dict)

    def number(self, key: str, default: float) -> float:
        """A parameter as a number; the default where it is absent or no number."""
        value = self.params.get(key)
        return value if isinstance(value, (int, float)) and not isinstance(value, bool) else default


class Hit(NamedTuple):
    """A row (index, 0-based) a rule speaks of; `at` another title than the rule's, `first` an earlier row."""

    row: int
    facts: Mapping[str, Any] = NOTHING
    at: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    first: int = -1


@dataclass(frozen=True, slots=True)
class RowRule:
    """A cross-field rule, for a whole part at once.

    `find` gets the Facts and the tidy values of `columns`, one list per title (None: blank, unusable, or no
    such column), and yields a Hit per row the sentence of `code` is to be told about, at `at` (a title; by
    default the last of `columns`).  `present` are titles that must be columns of the sheet, else it
    rests.  `whole`: it never speaks of one row.
    """

    code: str
    columns: tuple[str, ...]
    find: Callable[..., Iterable[Hit]]
    at: str = ""
    present: tuple[str, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Derivation:
    """A blank `title` gets `make(*values of columns)` where that is not None; `why` for 修正记录."""

    title: str
    columns: tuple[str, ...]
    make: Callable[..., Any]
    why: str


@dataclass(frozen=True, slots=True)
class Expression:
    """A rule of a form declared without code: a DuckDB boolean over the form's titles that holds for good
    rows.

    `code` names it, `level` is 错误 or 提醒, `sentence` is what the clerk reads, `at` the title it is told
    at, `names` the names the condition uses.
    """

    code: str
    condition: str
    level: str = "提醒"
    sentence: str = ""
    at: str = ""
    names: tuple[str, ...] = ()


class Form(BaseModel):
    """Base of every form.  Its fields are `Annotated[type, Column(...)]`, in the order of the blank.

    `keys` are alternatives, best first: the first whose titles are all filled is the key of a row; `key` is
    the best one.  `expressions` are the rules of forms declared without code.  `hints` are words of titles,
    sheet and file names that speak of the form (`报名 赛`: both), `marks` words that only its own columns
    have; without them any column no other form has will do.  `fault` says what is wrong with
    a declaration, at which cell: nothing of it is read then.  `worked_out` names that expressions may use
    besides the columns: {name: (SQL, the columns it looks at)}, see expressions.Derived.
    """

    model_config = ConfigDict(
        strict=True, frozen=True, extra="forbid", arbitrary_types_allowed=False, defer_build=True
    )

    slug: ClassVar[str] = ""
    title: ClassVar[str] = ""
    short: ClassVar[str] = ""
    version: ClassVar[int] = 1
    key: ClassVar[tuple[str, ...]] = ()
    keys: ClassVar[tuple[tuple[str, ...], ...]] = ()
    duplicate_rule: ClassVar[str] = "ROW-DUP"
    one_unit: ClassVar[bool] = False
    hints: ClassVar[tuple[str, ...]] = ()
    marks: ClassVar[tuple[str, ...]] = ()
    row_rules: ClassVar[tuple[RowRule, ...]] = ()
    derivations: ClassVar[tuple[Derivation, ...]] = ()
    expressions: ClassVar[tuple[Expression, ...]] = ()
    fault: ClassVar[str] = ""
    worked_out: ClassVar[Mapping[str, tuple[str, tuple[str, ...]]]] = {}

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        cls.key = cls.key or (cls.keys[0] if cls.keys else ())
        cls.keys = cls.keys or ((cls.key,) if cls.key else ())


@cache
def columns(form: type[Form]) -> tuple[Column, ...]:
    """The columns of a form, in order."""
    found = []
    for info in form.model_fields.values():
        found += [extra for extra in info.metadata if isinstance(extra, Column)]
    return tuple(found)


@cache
def _names(form: type[Form]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (extra.title, name)
        for name, info in form.model_fields.items()
        for extra in info.metadata
        if isinstance(extra, Column)
    )


def field_names(form: type[Form]) -> dict[str, str]:
    """{standard title: field name}, in order."""
    return dict(_names(form))


def row_keys(form: type[Form], frame: Mapping[str, Sequence[Any]], rows: int) -> list[tuple[Any, ...] | None]:
    """The key of each of `rows` rows (`frame`: values by standard title): titles and values of the first
    alternative that is filled, None where none is.

    Two rows with equal keys speak of the same person, unit or contest.
    """
    found: list[tuple[Any, ...] | None] = [None] * rows
    for number, titles in enumerate(form.keys):
        if any(title not in frame for title in titles):
            continue
        parts = zip(repeat(number, rows), *(frame[title] for title in titles), strict=True)
        found = [old if old or None in new else new for old, new in zip(found, parts, strict=True)]
    return found
