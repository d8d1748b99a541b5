"""The ledgers' forms, each declared once; blanks, binding, checking and the ledger's columns come from
them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from union_xl.core import Context, FormError
from union_xl.forms.base import (
    Column,
    Derivation,
    Expression,
    Form,
    RowRule,
    columns,
    field_names,
    row_keys,
)
from union_xl.forms.contest import Contest
from union_xl.forms.contest_entry import ContestEntry
from union_xl.forms.member import Member
from union_xl.forms.unit_register import UnitRegister

ALL: tuple[type[Form], ...] = (UnitRegister, Member, Contest, ContestEntry)
IGNORED_TITLES: tuple[str, ...] = ("序号", "编号", "序", "NO.", "No", "NO", "是否导入成功", "错误原因")
"""Headers every list may carry and no ledger keeps; not worth a word."""

__all__ = [
    "ALL",
    "IGNORED_TITLES",
    "Column",
    "Contest",
    "ContestEntry",
    "Derivation",
    "Expression",
    "Form",
    "Member",
    "RowRule",
    "UnitRegister",
    "cell_formats",
    "columns",
    "field_names",
    "form",
    "forms_of",
    "row_keys",
]


def form(name: str, declared: Sequence[Any] = ()) -> type[Form]:
    """The form of a slug, title or short title; FormError with the known names otherwise.

    `declared` are forms declared without code, as Forms or as their plain declarations.
    """
    wanted = name.strip().casefold()
    every = (*ALL, *(_declared(one) for one in declared))
    for one in every:
        if wanted in (one.slug.casefold(), one.title.casefold(), one.short.casefold()):
            return one
    known = "、".join(f"{one.short}（{one.slug}）" for one in every)
    raise FormError(f"没有名为“{name}”的表，可用的表：{known}")


def forms_of(context: Context) -> tuple[type[Form], ...]:
    """Every form of a run: the four and those the office declared without code, narrowed to
    `context.forms`.
    """
    if context.forms:
        return tuple(form(name, context.declared) for name in context.forms)
    return (*ALL, *(_declared(one) for one in context.declared))


def cell_formats(form: type[Form]) -> dict[str, str]:
    """{title: number format of its cells in a ledger}; `@` where text stands, '' where anything may."""
    return {one.title: one.kind.number_format or ("@" if one.kind.text else "") for one in columns(form)}


def _declared(spec: Any) -> type[Form]:
    if isinstance(spec, type) and issubclass(spec, Form):
        return spec
    from union_xl.forms.declared import form_of

    made: type[Form] = form_of(spec)
    return made
