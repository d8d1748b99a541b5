"""A ledger as expressions see it."""

from __future__ import annotations

from functools import lru_cache

from union_xl.expressions import Derived, Shape
from union_xl.ledgers.form import Column, Form


@lru_cache(maxsize=256)
def shape_of(form: Form) -> Shape:
    """Its titles with their types, what is worked out from them, and the last days of its partial dates
    (`X末` for a date column X)."""
    private = {one.privacy: one.title for one in reversed(form.columns)}
    types = {column.title: _type(column) for column in form.columns}
    return Shape(
        form.short,
        types,
        {one.title: one.kind.choices for one in form.columns if one.kind.choices},
        {name: Derived(sql, columns) for name, sql, columns in form.worked_out},
        private.get("birth", ""),
        form.titled("id") or private.get("id", ""),
        {f"{title}末": title for title, kind in types.items() if kind == "DATE"},
    )


def _type(column: Column) -> str:
    """DATE, DOUBLE, BIGINT (whole numbers, 年份 among them) or VARCHAR."""
    if column.kind.text:
        return "VARCHAR"
    if "y" in column.kind.number_format.lower():
        return "DATE"
    return "BIGINT" if column.kind.number_format == "0" else "DOUBLE"
