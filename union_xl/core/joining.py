"""Pieces of a packed column put together, where that can be done without unpacking them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from union_xl.core.columns import (
    ALIKE,
    BLANKS,
    DATED,
    DAYS,
    JOIN,
    NUMBERS,
    RUN,
    SOME_TEXTS,
    TEXTS,
    Packed,
    looks_like_a_day,
    packed,
)


def whole(pieces: Sequence[Packed]) -> Packed:
    """The pieces of a column as one: their texts side by side where the kinds agree, else packed again.

    >>> whole([packed(["甲", "甲"]), packed([None]), packed(["乙", "丙"])])
    Packed(kind='b', count=5, text='甲\\x1f甲\\x1f\\x1f乙\\x1f丙')
    """
    pieces = [piece for piece in pieces if piece.count]
    if len(pieces) == 1:
        return pieces[0]
    kinds, count = {piece.kind for piece in pieces}, sum(piece.count for piece in pieces)
    if kinds <= {BLANKS}:
        return Packed(BLANKS, count, "")
    if kinds == {ALIKE} and len({piece.text for piece in pieces}) == 1:
        return Packed(ALIKE, count, pieces[0].text)
    if kinds <= _SIDE_BY_SIDE[TEXTS]:
        blank = bool(kinds & {SOME_TEXTS, BLANKS})
        if not any(_in_the_way(piece, blank) for piece in pieces):
            return Packed(SOME_TEXTS if blank else TEXTS, count, JOIN.join(map(_spread, pieces)))
    for kind in (DAYS, NUMBERS, DATED):
        if kinds <= _SIDE_BY_SIDE[kind] and not (kind == DATED and any(map(_like_days, pieces))):
            return Packed(kind, count, JOIN.join(map(_spread, pieces)))
    return packed([value for piece in pieces for value in piece.values()])


_SIDE_BY_SIDE: Mapping[str, frozenset[str]] = {
    TEXTS: frozenset((TEXTS, SOME_TEXTS, ALIKE, BLANKS)),
    DAYS: frozenset((DAYS, BLANKS)),
    NUMBERS: frozenset((NUMBERS, RUN)),
    DATED: frozenset((DATED, DAYS, TEXTS, SOME_TEXTS, ALIKE, BLANKS)),
}


def _like_days(piece: Packed) -> bool:
    """Whether texts of a piece would pass for days, or for blanks, among days."""
    if piece.kind not in (TEXTS, SOME_TEXTS, ALIKE):
        return False
    return _in_the_way(piece, True) or any(map(looks_like_a_day, set(piece.text.split(JOIN))))


def _in_the_way(piece: Packed, blank: bool) -> bool:
    """Whether a text cannot stand beside others: it holds the sign between them, or is empty where others
    are blank."""
    if piece.kind == ALIKE:
        return JOIN in piece.text or (blank and not piece.text)
    text = piece.text
    return blank and piece.kind == TEXTS and (not text or JOIN in (text[0], text[-1]) or JOIN + JOIN in text)


def _spread(piece: Packed) -> str:
    """The text of a piece with every value spelled out."""
    if piece.kind == BLANKS:
        return JOIN * (piece.count - 1)
    if piece.kind == ALIKE:
        return JOIN.join([piece.text] * piece.count)
    return JOIN.join(map(str, piece.values())) if piece.kind == RUN else piece.text
