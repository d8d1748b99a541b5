"""What the language of rules cannot say: functions over columns, known by name so that declarations are data.

Each gets the tidy values of some columns (lists of equal length, None: blank) and gives {row (0-based): what
its sentence may name} for the rows that break the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from union_xl.kinds import identity_documents, resident_id
from union_xl.kinds.number_words import chinese_number
from union_xl.model.lazy_pattern import LazyPattern

Broken = dict[int, dict[str, Any]]
_EDITION = LazyPattern(r"第\s*([一二三四五六七八九十百\d]{1,4})\s*[届次]")


def wrong_document(numbers: Sequence[Any], kinds: Sequence[Any]) -> Broken:
    """The rows (0-based) whose number does not look like the document they name, with what it looks like."""
    found = {}
    for row, (number, named) in enumerate(zip(numbers, kinds, strict=True)):
        looks = identity_documents.document_of(number) if number is not None and named is not None else None
        if looks is None or looks == named or named == "其他":
            continue
        if resident_id.is_resident(number) or not identity_documents.fits(named, number):
            found[row] = {"像": looks}
    return found


def edition_in_name(editions: Sequence[Any], names: Sequence[Any]) -> Broken:
    """The rows (0-based) whose 届次 is not the 第…届 in their name, with both."""
    wrong = {}
    for row, (edition, name) in enumerate(zip(editions, names, strict=True)):
        found = _EDITION.search(name) if name and edition is not None else None
        said = (int(found[1]) if found[1].isdigit() else chinese_number(found[1])) if found else None
        if found and said is not None and said != edition:
            wrong[row] = {"名称": found[0], "名称届次": said}
    return wrong


FUNCTIONS: Mapping[str, Callable[..., Broken]] = MappingProxyType(
    {one.__name__: one for one in (wrong_document, edition_in_name)}
)
