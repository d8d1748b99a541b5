"""The one shape of every kind of cell: `tidy(raw) -> Tidied`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from union_xl.model import Raw, Suggestion
from union_xl.model.lazy_pattern import LazyPattern

NOTHING: Mapping[str, Any] = {}
"""The facts of what needs none; one for all, never written to."""


class Tidied(NamedTuple):
    """What became of one raw cell.

    `value` is the tidy value (None for blank).  `rule` is the code of what must be told ('' when
    nothing).  Where the rule's level is 错误 the row is held; where it is 提醒 (or was made one by the
    office) the row is kept with `value`, which therefore is the best reading there is, or None.
    `changed` says that tidying changed the meaning, not merely the spelling, and belongs into 修正记录
    with `why`.
    """

    value: Any = None
    rule: str = ""
    facts: Mapping[str, Any] = NOTHING
    suggestions: tuple[Suggestion, ...] = ()
    changed: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of cell.

    `name` is the Chinese word a clerk types as 类型 in a form declared in a workbook.  `tidy` never
    raises, whatever the raw value.  `is_tidy` (fast path) may say True only where `tidy` would
    return the value itself with no rule; `plain` does the same for the filled cells of a whole column at
    once: their tidy values, or None where a cell needs a closer look.  `likeness` tells for a sample of
    non-blank raw values how much they look like this kind (0..1): evidence for binding columns; None where
    content says nothing.
    `choices` are the standard spellings, in the order of a drop-down, `spellings` the other
    ones that are taken silently, each with its standard one.  `text` cells are written as
    text (`@`); `width` is in Excel's characters; `number_format` for dates and numbers.
    `under` gives the kind this becomes under a header as found (`预算(万元)`, `联系电话`), where that
    matters.
    """

    name: str
    tidy: Callable[[Raw], Tidied]
    is_tidy: Callable[[Raw], bool] | None = None
    likeness: Callable[[Sequence[Raw]], float] | None = None
    choices: tuple[str, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()
    text: bool = True
    number_format: str = ""
    width: float = 12.0
    under: Callable[[str], Kind] | None = None
    plain: Callable[[Sequence[Raw]], Sequence[Any] | None] | None = None


BLANK = Tidied()
"""What becomes of a blank cell."""


def all_like(pattern: str, none_of: frozenset[str] = frozenset()) -> Callable[[Sequence[Any]], Any]:
    """A `Kind.plain` for cells that are texts of one pattern (that matches no line break) and none of some
    words: one look through the whole column, several times quicker than a look at each cell.

    >>> digits = all_like("[0-9]+", frozenset(["0"]))
    >>> digits(["12", "3"]), digits(["12", "0"]), digits(["1", "2\\n3"]), digits([4])
    (['12', '3'], None, None, None)
    """
    lines = LazyPattern(rf"(?:{pattern}\n)*+", re.A)

    def plain(cells: Sequence[Any]) -> Sequence[Any] | None:
        text = joined(cells)
        return cells if text and lines.fullmatch(text) and none_of.isdisjoint(cells) else None

    return plain


def joined(cells: Sequence[Any]) -> str:
    """Texts as lines, each ended; '' where a cell is no text or has several lines."""
    try:
        text = "\n".join(cells) + "\n"
    except TypeError:
        return ""
    return text if text.count("\n") == len(cells) else ""


def share(hits: int, sample: Sequence[Raw]) -> float:
    """`hits` out of the sample, 0 for none."""
    return hits / len(sample) if sample else 0.0
