"""The last word on every kept row: the pydantic model, strict, with constraints that run in its core."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from union_xl.forms import Form, field_names
from union_xl.validate.desk import Desk


@lru_cache(maxsize=64)
def judge_of(form: type[Form]) -> TypeAdapter[list[Form]]:
    """The compiled validator of many rows at once."""
    form.model_rebuild()
    return TypeAdapter(list[form])  # type: ignore[valid-type]


def judge(desk: Desk, rows: list[int]) -> None:
    """Tell (`MODEL`) and hold what the model refuses of these rows."""
    if not rows:
        return
    names = field_names(desk.form)
    titles = [title for title in names if any(value is not None for value in desk.values[title])]
    fields = [names[title] for title in titles]
    whole = len(rows) == len(desk.rows)
    taken = [desk.values[title] if whole else [desk.values[title][row] for row in rows] for title in titles]
    lines = [dict(zip(fields, line, strict=True)) for line in zip(*taken, strict=True)]
    try:
        judge_of(desk.form).validator.validate_python(lines)
    except ValidationError as refused:
        back = {name: title for title, name in names.items()}
        for error in refused.errors(include_url=False, include_context=False, include_input=False):
            _tell(desk, rows, error["loc"], back)


def _tell(desk: Desk, rows: list[int], where: tuple[Any, ...], back: dict[str, str]) -> None:
    row = rows[where[0]]
    title = back.get(str(where[1]), "") if len(where) > 1 else ""
    if (row, title) not in desk.blamed or row not in desk.held:
        desk.tell("MODEL", row, title)
        desk.held.setdefault(row, ["MODEL"])
