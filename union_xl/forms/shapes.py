"""A form as expressions see it."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any, get_args

from union_xl.expressions import Derived, Shape
from union_xl.forms.base import Form, columns, field_names


@lru_cache(maxsize=256)
def shape_of(form: type[Form]) -> Shape:
    """The ledger of a form: its titles with their types, from its annotations and kinds."""
    declared = columns(form)
    private = {one.privacy: one.title for one in reversed(declared)}
    return Shape(
        form.short,
        {title: _type(form, title, name) for title, name in field_names(form).items()},
        {one.title: one.kind.choices for one in declared if one.kind.choices},
        {name: Derived(*told) for name, told in form.worked_out.items()},
        private.get("birth", ""),
        private.get("id", ""),
    )


def _type(form: type[Form], title: str, name: str) -> str:
    """DATE, DOUBLE, BIGINT (whole numbers, 年份 among them) or VARCHAR."""
    parts = _leaves(form.model_fields[name].annotation)
    if dt.date in parts:
        return "DATE"
    if str in parts or not {int, float} & parts:
        return "VARCHAR"
    kind = next(one.kind for one in columns(form) if one.title == title)
    return "BIGINT" if kind.number_format == "0" else "DOUBLE"


def _leaves(annotation: Any) -> set[Any]:
    arguments = get_args(annotation)
    return {leaf for one in arguments for leaf in _leaves(one)} if arguments else {annotation}
