"""What the texts of a header tell of one ledger among all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from union_xl.find.header_texts import bare, words
from union_xl.find.heads import Head, named
from union_xl.ledgers.form import ANYBODYS, Form

SHORT = 3
"""A text of fewer letters (`状态`, `天数`) may be anybody's."""
Names = Mapping[int, tuple[str, float]]
"""{column: the title its header names exactly, and how plainly}."""


@lru_cache(maxsize=128)
def names_of(heads: tuple[Head, ...], forms: tuple[Form, ...]) -> Mapping[str, Names]:
    """{slug: what the headers name}; returns made from one blank have the same headers."""
    return {
        form.slug: {head.col: one for head in heads if (one := named(head, words(form)))[0]} for form in forms
    }


@lru_cache(maxsize=128)
def titles_of(heads: tuple[Head, ...], forms: tuple[Form, ...]) -> Mapping[str, int]:
    """{slug: how many of its titles the headers name}."""
    return {
        slug: len({title for title, _ in found.values()}) for slug, found in names_of(heads, forms).items()
    }


@lru_cache(maxsize=128)
def telling(heads: tuple[Head, ...], form: Form, forms: tuple[Form, ...]) -> Mapping[int, tuple[float, int]]:
    """{column: how much its header text tells, how many ledgers it names} of those it names."""
    names, texts = names_of(heads, forms), {head.col: head.joined for head in heads}
    anybodys = {head.col for head in heads if is_anybodys(head)}
    return {col: _special(form, names, col, texts[col]) for col in names[form.slug] if col not in anybodys}


def is_anybodys(head: Head) -> bool:
    """A list of any ledger may have such a column besides, perhaps under the name of a group."""
    return head.joined in ANYBODYS or (len(head.parts) > 1 and head.parts[-1] in ANYBODYS)


def _special(form: Form, names: Mapping[str, Names], col: int, text: str) -> tuple[float, int]:
    """What a header text tells and how many ledgers have it; nothing for what over one in eight have, nor
    for an alias that is another one's title."""
    title, score = names[form.slug][col]
    column = form.by_title[title]
    optional = column.need == "optional"
    others = [found[col][1] for slug, found in names.items() if slug != form.slug and col in found]
    titles = sum(one >= 1.0 for one in others)
    sharing = 1 + (titles if score >= 1.0 else len(others))
    if sharing > max(1, len(names) // 8) or (titles and score < 1.0):
        return 0.0, 1
    content = column.kind.text and column.kind.name != "是否"
    spelled = text if text in words(form).exact else bare(text)  # `时间(起)`
    generic = len(spelled) < SHORT and (score < 1.0 or (optional and not content))
    short = 0.5 if generic else 1.0
    return short * (0.7 if optional and score < 1.0 else 1.0), sharing
