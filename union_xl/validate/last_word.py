"""The last word on every kept row: the pydantic model, strict, with constraints that run in its core."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, ValidationError, create_model
from pydantic.fields import FieldInfo

from union_xl.forms import Form, field_names
from union_xl.validate.desk import Desk

_PLUGINS = "PYDANTIC_DISABLE_PLUGINS"


def _own(info: FieldInfo) -> Any:
    """The type of a field as the form declares it."""
    declared: Any = Annotated
    return declared[(info.annotation, *info.metadata)]


@lru_cache(maxsize=64)
def judge_of(form: type[Form]) -> type[BaseModel]:
    """The model of a form's columns: each field a list of what the form's own field is.

    Judging a column at once gives the same verdicts as judging its rows, eight times as fast; it could not
    where a form had validators of its own across fields, and none has: those are row rules.
    """
    fields: dict[str, Any] = {name: (list[_own(info)], ...) for name, info in form.model_fields.items()}  # type: ignore[misc]
    with _no_plugins():
        return create_model(f"{form.__name__}Columns", __config__=ConfigDict(strict=True), **fields)


@contextmanager
def _no_plugins() -> Iterator[None]:
    """Inside, pydantic does not look through every installed distribution for plugins, as it does when it
    builds its first model."""
    before = os.environ.get(_PLUGINS)
    os.environ.setdefault(_PLUGINS, "__all__")
    try:
        yield
    finally:
        if before is None:
            del os.environ[_PLUGINS]


def judge(desk: Desk, rows: Sequence[int]) -> None:
    """Tell (`MODEL`) and hold what the model refuses of these rows."""
    if not rows:
        return
    names = field_names(desk.form)
    columns = {names[title]: values for title, values in desk.selected(rows).items()}
    try:
        judge_of(desk.form).__pydantic_validator__.validate_python(columns)
    except ValidationError as refused:
        titles = {name: title for title, name in names.items()}
        for error in refused.errors(include_url=False, include_context=False, include_input=False):
            _tell(desk, rows[int(error["loc"][1])], titles[str(error["loc"][0])])


def _tell(desk: Desk, row: int, title: str) -> None:
    """One word per cell; a required cell something was told about already is held for that."""
    told = desk.rule_at(row, title)
    if not told:
        desk.tell("MODEL", row, title)
    desk.held.setdefault(row, [told or "MODEL"])
