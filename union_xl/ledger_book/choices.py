"""What may be chosen under 处理: for each row only the words that do something there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from union_xl.merge import FILE_VERDICTS, VERDICTS
from union_xl.merge.clerk_state import (
    ACCEPTED,
    CHECKED,
    DIFFERENT,
    KEEP_LEFT,
    KEEP_RIGHT,
    KEEP_WORDS,
    NO_MORE,
    TRANSFER,
    WAITING,
)
from union_xl.model import ERROR, Conflict, Finding, HeldRow, Ledger

ROW_WORDS = (WAITING, NO_MORE)
BACK_AGAIN = frozenset({"L-SUPERSEDED", "L-DELETED"})
"""Held rows that 保留 brings back."""
FILE_WORDS: Mapping[str, tuple[str, ...]] = {
    "L-PARTIAL": FILE_VERDICTS,
    "L-SHRUNK": FILE_VERDICTS[:1],
    "L-PERIOD": FILE_VERDICTS,
    "L-LAST": FILE_VERDICTS,
    "L-DECIDED": FILE_VERDICTS,
}
"""What can be decided about a whole file, by rule."""
PAIR_WORDS: Mapping[str, tuple[str, ...]] = {
    "L-EDIT": (KEEP_LEFT, KEEP_RIGHT),
    "L-MAYBE": (KEEP_LEFT, DIFFERENT),
    "L-SAME": (KEEP_LEFT, KEEP_RIGHT, DIFFERENT),
}
EXPLAINS: Mapping[str, str] = {
    ACCEPTED: "确属例外，照原样入账；理由写在“收下理由”列",
    KEEP_WORDS[0]: "这一行仍应保留，放回台账",
    WAITING: "只作标记，等单位更正",
    NO_MORE: "不入账，也不再提示",
    CHECKED: "已看过，没有问题，不再提示",
    FILE_VERDICTS[0]: "以这个文件为准，代替较早的报送",
    FILE_VERDICTS[1]: "与较早的报送合在一起",
    FILE_VERDICTS[2]: "这个文件不计入",
    KEEP_LEFT: "以甲为准",
    KEEP_RIGHT: "以乙为准",
    DIFFERENT: "两行都保留",
    TRANSFER: "现按的一行记作转入",
}
"""What each word under 处理 does, as the sheet says it."""


def pair_words(one: Conflict, held: Collection[tuple[str, str, int]]) -> Sequence[str]:
    """What can be decided about a pair: a held row cannot take the place of a kept one."""
    places = (one.left_place, one.right_place)
    if any(place.record in held for place in places):
        return PAIR_WORDS["L-MAYBE"]
    return PAIR_WORDS.get(one.kind, VERDICTS)


def held_words(book: str, row: HeldRow, ledger: Ledger) -> tuple[str, ...]:
    """What can be decided about a held row."""
    if BACK_AGAIN & set(row.rules):
        return (KEEP_WORDS[0], *ROW_WORDS)
    return (ACCEPTED, *ROW_WORDS) if (book, row.sheet, row.row) in ledger.acceptable else ROW_WORDS


def finding_words(one: Finding, level: str, ledger: Ledger) -> tuple[str, ...]:
    """What can be decided about a line of 问题清单."""
    if one.rule in FILE_WORDS:
        return FILE_WORDS[one.rule]
    if level != ERROR:
        return (CHECKED, WAITING)
    place = one.place.record
    return (ACCEPTED, *ROW_WORDS) if place in ledger.acceptable else ROW_WORDS
