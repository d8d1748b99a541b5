"""The one shape of every kind of cell: `tidy(raw) -> Tidied`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from union_xl.core import Raw, Suggestion


@dataclass(frozen=True, slots=True)
class Tidied:
    """What became of one raw cell.

    `value` is the tidy value (None for blank or unusable).  `rule` is the code of what must be told
    ('' when nothing); whether the cell counts as unusable is the rule's level.  `changed` says
    that tidying changed the meaning, not merely the spelling, and belongs into 修正记录 with `why`.
    """

    value: Any = None
    rule: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    suggestions: tuple[Suggestion, ...] = ()
    changed: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of cell.

    `name` is the Chinese word a clerk types as 类型 in a form declared in a workbook.  `tidy` never
    raises, whatever the raw value.  `is_tidy` (fast path) may say True only where `tidy` would
    return the value itself with no rule.  `likeness` tells for a sample of non-blank raw values how
    much they look like this kind (0..1): evidence for binding columns; None where content says nothing.
    `choices` are the standard spellings, in the order of a drop-down.  `text` cells are written as
    text (`@`); `width` is in Excel's characters; `number_format` for dates and numbers.
    """

    name: str
    tidy: Callable[[Raw], Tidied]
    is_tidy: Callable[[Raw], bool] | None = None
    likeness: Callable[[Sequence[Raw]], float] | None = None
    choices: tuple[str, ...] = ()
    text: bool = True
    number_format: str = ""
    width: float = 12.0
