"""Forms without code: a plain declaration -> the same kind of Form that the four built-in ledgers are.

`office.declared` reads declarations from a workbook; here they are values (plain, hashable, picklable), and
`form_of` makes the pydantic model.  Nothing is read from files here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, cast

from pydantic import create_model

from union_xl import kinds
from union_xl.core import ERROR, FormError, Level
from union_xl.expressions import RESERVED
from union_xl.forms.base import Column, Expression, Form, Need, Privacy
from union_xl.kinds.base import Kind


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One line of the list of columns; `kind` is a 类型 by its Chinese name, `choices` a closed list (取值),
    `cell` where it is declared (`自定义表·送清凉!A8`)."""

    title: str
    kind: str = "文本"
    aliases: tuple[str, ...] = ()
    need: Need = "optional"
    choices: tuple[str, ...] = ()
    hint: str = ""
    example: str = ""
    privacy: Privacy = ""
    ditto: bool = False
    cell: str = ""


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """One rule: `expression` must hold for every row; it is written over the form's column titles, in the
    one expression language of the product.  Where it is false, `says` is told at column `at`; where it is
    null, nothing.

    `sql` is the expression as it is run (rebuilt from its checked syntax tree), `columns` the titles and
    `names` all names it uses; they come from `office`, which checks expressions when it reads them.
    """

    code: str
    expression: str
    level: Level = ERROR
    says: str = ""
    at: str = ""
    cell: str = ""
    sql: str = ""
    columns: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormSpec:
    """A declared form.  `key` are the titles that together name a row; `where` the sheet it stands on;
    `fault` what is wrong with a rule, at its cell: nothing of this ledger is read until that is mended."""

    slug: str
    title: str
    short: str
    columns: tuple[ColumnSpec, ...]
    key: tuple[str, ...] = ()
    rules: tuple[RuleSpec, ...] = ()
    version: int = 1
    where: str = ""
    fault: str = ""


@lru_cache(maxsize=64)
def form_of(spec: FormSpec) -> type[Form]:
    """The Form of a declaration; the same declaration gives the same class.

    Raises FormError naming the cell: no column, a title twice, an unknown 类型, a 唯一列 or a rule's column
    that is no column.
    """
    _check(spec)
    fields: dict[str, Any] = {}
    for number, column in enumerate(spec.columns, 1):
        kind = kind_of(column)
        made = Column(
            column.title,
            kind,
            aliases=column.aliases,
            need=column.need,
            example=column.example,
            hint=column.hint,
            privacy=column.privacy or _usual_privacy(column),
            ditto=column.ditto,
        )
        plain = _python_type(kind)
        if column.need == "required":
            fields[f"c{number}"] = (Annotated[plain, made], ...)
        else:
            fields[f"c{number}"] = (Annotated[plain | None, made], None)
    model = cast("type[Form]", create_model(f"Declared_{spec.slug}", __base__=Form, **fields))
    model.slug, model.title, model.short = spec.slug, spec.title, spec.short
    model.version, model.fault = spec.version, spec.fault
    model.key = spec.key
    model.keys = (spec.key,) if spec.key else ()
    model.expressions = tuple(
        Expression(rule.code, rule.sql, rule.level, rule.says, rule.at, rule.names)
        for rule in spec.rules
        if rule.sql
    )
    return model


def levels(specs: Iterable[FormSpec]) -> dict[str, str]:
    """{rule code: level} of all declared rules; the office's own 规则级别 is laid over it."""
    return {rule.code: rule.level for spec in specs for rule in spec.rules}


def kind_of(column: ColumnSpec) -> Kind:
    """The kind of a declared column: its closed list, else the named kind; FormError when unknown."""
    if column.choices:
        return kinds.choice(column.title, column.choices)
    kind = kinds.KINDS.get(column.kind)
    if kind is None:
        known = "、".join(kinds.KINDS)
        raise FormError(f"{column.cell}：没有“{column.kind}”这种类型，请从这些类型中选一种：{known}")
    return kind


_PRIVATE_KINDS: dict[str, Privacy] = {
    "姓名": "name",
    "证件号码": "id",
    "身份证号": "id",
    "手机号码": "mobile",
    "联系电话": "mobile",
    "电话": "mobile",
    "银行账号": "bank",
    "银行卡号": "bank",
}


def _usual_privacy(column: ColumnSpec) -> Privacy:
    """What a column is masked as when the declaration does not say: by its 类型, then by its title."""
    if column.title == "备注":
        return "free"
    if column.title.startswith("出生"):
        return "birth"
    return _PRIVATE_KINDS.get(column.kind, _PRIVATE_KINDS.get(column.title, ""))


def _python_type(kind: Kind) -> Any:
    if kind.text:
        return str
    if "y" in kind.number_format.lower():
        return dt.date | str
    return int | float


def _check(spec: FormSpec) -> None:
    if not spec.columns:
        raise FormError(f"{spec.where}：没有声明任何列，请在“列名”下面逐行填写")
    seen: set[str] = set()
    for column in spec.columns:
        if column.title in RESERVED:
            raise FormError(f"{column.cell}：列名“{column.title}”是规则和指标里的专用名称，请换一个列名")
        if column.title in seen:
            raise FormError(f"{column.cell}：列名“{column.title}”重复，请改成不同的列名")
        seen.add(column.title)
    for title in spec.key:
        if title not in seen:
            raise FormError(f"{spec.where}：唯一列“{title}”不在列名里，请改成已声明的列名")
    for rule in spec.rules:
        if rule.at and rule.at not in seen:
            raise FormError(f"{rule.cell}：规则{rule.code}提到的列“{rule.at}”不在列名里，请改正")
