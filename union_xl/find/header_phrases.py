"""Sentences by which people ask for a column without naming it, believed only together with the content."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from union_xl.find.content_signature import ContentSignature
from union_xl.find.header_texts import Words, different

_SHARE = 0.6
"""So many of a column's values must be of the sort its kind wants."""
_SORTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "日期": frozenset({"date", "number"}),
        "单位名称": frozenset({"org"}),
        "是否": frozenset({"han", "number", "text"}),
    }
)
"""The classes of content that go with a kind; of any other kind nothing is asked in a sentence."""


def header_phrases(parts: Sequence[str], form_words: Words, seen: ContentSignature) -> str:
    """The title a header asks for in other words, if its content is of that sort; '' otherwise."""
    if not seen.filled or different("".join(parts)):
        return ""
    text = parts[-1] if len(parts) > 1 and len(parts[-1]) > 3 else "".join(parts[-2:])
    for title, column in form_words.columns.items():
        sorts = _SORTS.get(column.kind.name) if column.phrases else None
        if (
            sorts
            and seen.share(*sorts) >= _SHARE
            and any(_compiled(one).search(text) for one in column.phrases)
        ):
            return title
    return ""


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
