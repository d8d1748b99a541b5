"""Whole columns as text: what a file's rows are packed into, and unpacked from only when somebody looks.

A ledger of 100,000 rows has two million cells; most of them only pass through on their way from a return to
the ledger workbook.  A packed column is one text; packing and unpacking cost a fraction of handling cells.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

JOIN = "\x1f"
"""Stands between the values of a packed column."""
TEXTS, SOME_TEXTS, DAYS, NUMBERS, RUN, ALIKE, BLANKS, MIXED = "s", "b", "y", "n", "r", "c", "e", "a"
DATED, FEW = "d", "k"
MOST_FEW = 24
"""So many different texts, and blanks, at most in a `k` column."""
_BLANK, _FIRST = "@", "A"
JOINED = frozenset((TEXTS, SOME_TEXTS, DAYS, DATED, NUMBERS))
"""Kinds whose text is all values one after the other."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Packed:
    """One column: `kind`, how many values, and their text.

    `s` texts · `b` texts and blanks (None) · `y` days and blanks, as ISO dates · `d` days, texts that look
    like none (`2022-05`) and blanks · `n` whole numbers · `r` whole numbers one apart (the text is the
    first) · `c` one text all the way down · `e` nothing but blanks · `k` a few texts again and again, and
    blanks: a letter a row (`@` for a blank), then what `A`, `B` … stand for · `a` anything, as JSON.
    """

    kind: str
    count: int
    text: str

    def values(self) -> list[Any]:
        """The column again.  Raises ValueError when the text was not made by `packed`."""
        found: list[Any] = _UNPACK[self.kind](self.text, self.count)
        if len(found) != self.count:
            raise ValueError("a column of another length")
        return found

    def picked(self, positions: Sequence[int]) -> list[Any]:
        """The values at some positions, without making all the others where that can be done."""
        if self.kind == FEW:
            letters, meanings = _meanings(self.text)
            return [meanings[letters[at]] for at in positions]
        if self.kind in JOINED and positions:
            texts = self.text.split(JOIN)
            return Packed(self.kind, len(positions), JOIN.join([texts[at] for at in positions])).values()
        if self.kind in (ALIKE, BLANKS):
            return [self.text if self.kind == ALIKE else None] * len(positions)
        values = self.values()
        return [values[at] for at in positions]

    def tally(self) -> dict[Any, int]:
        """How often each value occurs.  Raises ValueError as `values` does."""
        if self.kind in (ALIKE, BLANKS):
            return {self.text if self.kind == ALIKE else None: self.count} if self.count else {}
        if self.kind == FEW:
            letters, meanings = _meanings(self.text)
            return {value: n for letter, value in meanings.items() if (n := letters.count(letter))}
        return Counter(self.values())


def packed(values: Sequence[Any]) -> Packed:
    """A column of blanks (None), texts, days, numbers or truth values; anything else goes as its text."""
    values = values if isinstance(values, list) else list(values)
    kinds = set(map(type, values))
    blank = type(None) in kinds
    kinds.discard(type(None))
    count = len(values)
    if not kinds:
        return Packed(BLANKS, count, "")
    if kinds == {str} and (not blank or "" not in values):
        if not blank and values.count(values[0]) == count:
            return Packed(ALIKE, count, values[0])
        if (few := _few(values)) is not None:
            return few
        text = JOIN.join(["" if value is None else value for value in values] if blank else values)
        if text.count(JOIN) == count - 1:
            return Packed(SOME_TEXTS if blank else TEXTS, count, text)
    if kinds == {dt.date}:
        days = {value: "" if value is None else value.isoformat() for value in set(values)}
        return Packed(DAYS, count, JOIN.join(map(days.__getitem__, values)))
    if kinds == {dt.date, str} and (dated := _dated(values)) is not None:
        return Packed(DATED, count, dated)
    if kinds == {int} and not blank:
        if values == list(range(values[0], values[0] + count)):
            return Packed(RUN, count, str(values[0]))
        return Packed(NUMBERS, count, JOIN.join(map(str, values)))
    return Packed(MIXED, count, json.dumps([plain(value) for value in values], ensure_ascii=False))


def _few(values: list[str | None]) -> Packed | None:
    """A column of a few texts; None where there are too many for that to be shorter."""
    if len(set(values[: MOST_FEW * 4])) > MOST_FEW:
        return None
    texts = [value for value in dict.fromkeys(values) if value is not None]
    if len(texts) > min(MOST_FEW, len(values) // 2) or any(JOIN in text for text in texts):
        return None
    letters: dict[str | None, str] = {text: chr(ord(_FIRST) + n) for n, text in enumerate(texts)}
    letters[None] = _BLANK
    return Packed(FEW, len(values), JOIN.join(("".join(map(letters.__getitem__, values)), *texts)))


def _dated(values: Sequence[Any]) -> str | None:
    """Days and texts joined; None where they could not be told apart again."""
    texts: dict[Any, str] = {}
    for value in set(values):
        if type(value) is str and (not value or JOIN in value or looks_like_a_day(value)):
            return None
        texts[value] = "" if value is None else str(value)
    return JOIN.join(map(texts.__getitem__, values))


def looks_like_a_day(text: str) -> bool:
    """Whether a text in a `d` column is a day."""
    return _DAY.fullmatch(text) is not None


def plain(value: Any) -> Any:
    """One value as JSON knows it; a value JSON does not know is {tag: …}.

    >>> plain(dt.date(2022, 6, 30))
    {'d': '2022-06-30'}
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else {"f": repr(value)}
    if isinstance(value, dt.datetime):
        return {"m": value.isoformat()}
    if isinstance(value, dt.date):
        return {"d": value.isoformat()}
    if isinstance(value, dt.time):
        return {"h": value.isoformat()}
    if isinstance(value, dt.timedelta):
        return {"l": value.total_seconds()}
    return str(value)


def value_of(told: Any) -> Any:
    """What `plain` was given.  Raises ValueError, TypeError or KeyError on anything else."""
    if isinstance(told, dict):
        ((tag, text),) = told.items()
        return _TAGS[tag](text)
    if isinstance(told, list):
        raise ValueError("a list is no value")
    return told


_TAGS: Mapping[str, Any] = {
    "f": float,
    "m": dt.datetime.fromisoformat,
    "d": dt.date.fromisoformat,
    "h": dt.time.fromisoformat,
    "l": lambda seconds: dt.timedelta(seconds=seconds),
}


def _texts(text: str, count: int) -> list[Any]:
    """The texts; where they repeat, one object each: a ledger has far fewer texts than cells."""
    values = text.split(JOIN) if count else []
    pool = dict.fromkeys(values)
    if len(pool) * 2 > len(values):
        return values
    same = dict(zip(pool, pool, strict=True))
    return list(map(same.__getitem__, values))


def _meanings(text: str) -> tuple[str, dict[str, str | None]]:
    """The letters of a `k` column, and what each stands for."""
    letters, *texts = text.split(JOIN)
    return letters, {chr(ord(_FIRST) + n): one for n, one in enumerate(texts)} | {_BLANK: None}


def _of_few(text: str, count: int) -> list[Any]:
    letters, meanings = _meanings(text)
    return list(map(meanings.__getitem__, letters))


def _some_texts(text: str, count: int) -> list[Any]:
    return [value or None for value in _texts(text, count)]


def _days(text: str, count: int) -> list[Any]:
    texts = text.split(JOIN) if count else []
    days = {one: dt.date.fromisoformat(one) if one else None for one in set(texts)}
    return list(map(days.__getitem__, texts))


def _days_and_texts(text: str, count: int) -> list[Any]:
    texts = text.split(JOIN) if count else []
    known = {one: dt.date.fromisoformat(one) if looks_like_a_day(one) else one or None for one in set(texts)}
    return list(map(known.__getitem__, texts))


_UNPACK: Mapping[str, Any] = {
    TEXTS: _texts,
    SOME_TEXTS: _some_texts,
    DAYS: _days,
    DATED: _days_and_texts,
    NUMBERS: lambda text, count: list(map(int, text.split(JOIN))),
    RUN: lambda text, count: list(range(int(text), int(text) + count)),
    ALIKE: lambda text, count: [text] * count,
    BLANKS: lambda text, count: [None] * count,
    FEW: _of_few,
    MIXED: lambda text, count: list(map(value_of, json.loads(text))),
}
