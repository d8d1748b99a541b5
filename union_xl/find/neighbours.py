"""Whose a number is, by the columns left of it."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import takewhile

from union_xl.find.header_texts import Words
from union_xl.find.heads import Head, named

_REACH = 3
"""Columns to the left that may say whose it is."""


IDS, PHONES = frozenset(["证件号码"]), frozenset(["手机号码", "联系电话"])
"""Types of columns with a number of somebody."""


def owner_of_id(head: Head, heads: Sequence[Head], form_words: Words, types: Set[str] = IDS) -> str:
    """The column for numbers of `types` of the person that the header left of `head` speaks of; '' where none
    does.

    A name belongs to the ID whose title begins like its own (学生姓名, 学生证件号码), a plain 姓名 to the
    person's own.
    """
    numbers = {title for title, column in form_words.columns.items() if column.type in types}
    own = form_words.form.titled("id" if types is IDS else "mobile")
    left = [one for one in heads if one.col < head.col][-_REACH:]
    for one in reversed(left):
        title, _ = named(one, form_words)
        is_name = bool(title) and form_words.columns[title].type == "姓名"
        shared = {number: _shared(number, title if is_name else one.parts[-1]) for number in numbers}
        longest = max(shared.values(), default=0)
        if longest > 1:
            likely = [number for number, length in shared.items() if length == longest]
            return likely[0] if len(likely) == 1 else ""
        if is_name and own:
            return own
    return ""


def _shared(one: str, other: str) -> int:
    """Letters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
