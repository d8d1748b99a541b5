"""The one shape of every kind of cell: `tidy(raw) -> Tidied`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from union_xl.core import Raw, Suggestion


@dataclass(frozen=True, slots=True)
class Tidied:
    """What became of one raw cell.

    `value` is the tidy value (None for blank).  `rule` is the code of what must be told ('' when
    nothing).  Where the rule's level is 错误 the row is held; where it is 提醒 (or was made one by the
    office) the row is kept with `value`, which therefore is the best reading there is, or None.
    `changed` says that tidying changed the meaning, not merely the spelling, and belongs into 修正记录
    with `why`.
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
    `under` gives the kind this becomes under a header as found (`预算(万元)`, `联系电话`), where that
    matters.
    """

    name: str
    tidy: Callable[[Raw], Tidied]
    is_tidy: Callable[[Raw], bool] | None = None
    likeness: Callable[[Sequence[Raw]], float] | None = None
    choices: tuple[str, ...] = ()
    text: bool = True
    number_format: str = ""
    width: float = 12.0
    under: Callable[[str], Kind] | None = None


BLANK = Tidied()
"""What becomes of a blank cell."""


def share(hits: int, sample: Sequence[Raw]) -> float:
    """`hits` out of the sample, 0 for none."""
    return hits / len(sample) if sample else 0.0
