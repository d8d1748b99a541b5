"""A form, declared once: a pydantic model whose fields carry a Column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from union_xl.kinds.base import Kind

Need = Literal["required", "expected", "optional"]
Privacy = Literal["", "name", "id", "mobile", "bank", "birth", "address", "free"]
"""How a value is masked outward; `free` (备注) is dropped outward."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a form.

    `title` is the standard column title; `aliases` other titles seen for it.  required: a blank holds
    the row.  expected: a blank, or the whole column missing, is one 提醒 and the row is kept.
    `example` and `hint` are for blanks; `ditto` allows 同上.
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


@dataclass(frozen=True, slots=True)
class RowRule:
    """A cross-field rule: `test` gets the tidy values of `columns` (and `facts` about the run) and gives
    None when all is well, else the facts for the sentence of rule `code`.  The finding is told at `at`
    (a title; by default the last of `columns`)."""

    code: str
    columns: tuple[str, ...]
    test: Callable[..., Mapping[str, Any] | None]
    at: str = ""


class Form(BaseModel):
    """Base of every form.  Its fields are `Annotated[type, Column(...)]`, in the order of the blank."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", arbitrary_types_allowed=False)

    slug: ClassVar[str] = ""
    title: ClassVar[str] = ""
    short: ClassVar[str] = ""
    version: ClassVar[int] = 1
    key: ClassVar[tuple[str, ...]] = ()
    row_rules: ClassVar[tuple[RowRule, ...]] = ()


def columns(form: type[Form]) -> tuple[Column, ...]:
    """The columns of a form, in order."""
    found = []
    for info in form.model_fields.values():
        found += [extra for extra in info.metadata if isinstance(extra, Column)]
    return tuple(found)


def field_names(form: type[Form]) -> dict[str, str]:
    """{standard title: field name}, in order."""
    names = {}
    for name, info in form.model_fields.items():
        for extra in info.metadata:
            if isinstance(extra, Column):
                names[extra.title] = name
    return names
