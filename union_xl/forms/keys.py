"""What names a row of a ledger: one text per row, or None where nothing does."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from union_xl.core.patterns import Late
from union_xl.forms.base import Form

SEPARATOR = "\x1d"
"""Stands within a key, between what it is made of."""
CODE_LENGTH = 18
MOBILES = ("手机号码",)
"""What tells a person where no document does, together with the name."""
_LOOSE = Late(r"[\s()（）\[\]【】.,，。·、\-—_]+")


def plain_name(text: str) -> str:
    """A unit's name for comparing: full-width to half-width, no spaces, brackets or punctuation.

    >>> plain_name("杭州（某某）科技 有限公司") == plain_name("杭州(某某)科技有限公司")
    True
    """
    return _LOOSE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def key_texts(form: type[Form], columns: Mapping[str, Sequence[Any]], rows: int) -> list[str | None]:
    """One key per row as a text: which alternative of `form.keys` is filled, and its values; else None.

    A unit without a credit code goes by its plain name (domain §7); a person whose document has no kind,
    by the number alone.
    """
    made: list[str | None] = [None] * rows
    for number, titles in enumerate(form.keys):
        if number and None not in made:
            break
        if any(title not in columns for title in titles):
            continue
        values = [columns[title] for title in titles]
        if len(titles) == 1:
            texts = [None if v is None else _named(titles[0], str(v)) for v in values[0]]
        else:
            texts = [
                None if None in row else SEPARATOR.join(map(str, row)) for row in zip(*values, strict=True)
            ]
        tag = f"{number}{SEPARATOR}"
        made = [
            old if old is not None or new is None else tag + new for old, new in zip(made, texts, strict=True)
        ]
    if form.slug == "member" and None in made:
        documents = columns.get("证件号码") or [None] * rows
        tag = f"0{SEPARATOR}{SEPARATOR}"
        made = [
            tag + str(new) if old is None and new is not None else old
            for old, new in zip(made, documents, strict=True)
        ]
    return made


def _named(title: str, value: str) -> str | None:
    """One value as a key; an old or broken credit code names no unit (its name does then)."""
    if title == "单位名称":
        return plain_name(value)
    if title == "统一社会信用代码" and len(value) != CODE_LENGTH:
        return None
    return value
