"""What became of the clerk's decisions: each one honoured, or why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from union_xl.merge.clerk_state import (
    BY_HAND,
    EDIT_SIDES,
    FILE_VERDICTS,
    FINDING_WORDS,
    HELD_ROW_WORDS,
    NO_MORE,
    VERDICTS,
    ClerkState,
    WrittenDecision,
    decision_key,
    pair_key,
    row_key,
)
from union_xl.model import Conflict, Decision, Finding, HeldEntry, HeldRow, Place, PlaceKey, Submission
from union_xl.model.sheet_names import REASON

_GONE = "这一行已不在本次报送里"
_NO_WORD = "“{0}”不是这里可以选的词，只作备注保留"


@dataclass(frozen=True)
class MergeFacts:
    """What a run came to, as far as a decision may ask.

    `held` and `there` are the places of held rows and of the rows read of files a word speaks of; `books` the
    files of the run, `new` those whose content is not what the last run read; `conflicts` the pairs as they
    are now, `bound` the (fingerprint, header) of the bindings decided.
    """

    held: Collection[PlaceKey] = frozenset()
    there: Collection[PlaceKey] = frozenset()
    books: Collection[str] = frozenset()
    new: Collection[str] = frozenset()
    conflicts: Sequence[Conflict] = ()
    bound: Collection[tuple[str, str]] = frozenset()


def decision_outcomes(
    base: ClerkState, reached: MergeFacts, findings: Iterable[Finding], restricted: Collection[str] = ()
) -> tuple[Decision, ...]:
    """Every word the clerk wrote under 处理, and every cell changed, with what became of it; of `restricted`
    ledgers (slugs) not what was typed."""
    lost = [one for one in findings if one.rule in _LOST]
    made = [
        Decision(word.sheet, word.about, word.words, _why_not(word, base, reached)) for word in base.words
    ]
    made += [Decision("修改", _cell(one), _typed(one, restricted), _LOST[one.rule]) for one in lost]
    good = max(len(base.edits) + base.edits_on_held - len(lost), 0)
    return (*made, *(Decision("修改", "", "") for _ in range(good)))


def _typed(one: Finding, restricted: Collection[str]) -> str:
    return "（限阅）" if one.form in restricted else str(one.facts.get("经办人") or "（清空）")


_LOST = {
    "L-EDIT-BAD": "这个值不符合这一列的要求",
    "L-EDIT-RULE": "与这一行别的内容矛盾",
    "L-ORPHAN": "本次报送中找不到这一行",
    "L-EDIT-ELSEWHERE": "台账没有这一列",
}


def _cell(one: Finding) -> str:
    return f"{one.place.book} {one.place.sheet}第{one.place.row}行 {one.column}".strip()


def renewed_files(base: ClerkState, submissions: Iterable[Submission]) -> frozenset[str]:
    """The files whose content is another than the last run read under their name."""
    before = set(base.files.values())
    return frozenset(one.book for one in submissions if one.book in before and one.sha256 not in base.files)


def is_closed(one: Finding, base: ClerkState, new: Collection[str]) -> bool:
    """Whether the clerk closed a finding; in a file sent anew every finding is open again."""
    place = one.place
    if not base.closed or place.book in new:
        return False
    row = row_key(place.record)
    line = decision_key(place.book, place.sheet, place.ref or one.column, one.rule)
    return row in base.closed or line in base.closed


def is_settled(book: str, row: HeldRow, base: ClerkState, new: Collection[str]) -> bool:
    """Whether a held row waits for nobody: the clerk took it out of the ledger, or wants no more of it."""
    if "L-DELETED" in row.rules:
        return True
    return book not in new and base.handled.get(row_key((book, row.sheet, row.row))) == NO_MORE


def conflict_key(one: Conflict) -> tuple[str, ...]:
    """The `pair_key` of a pair that is told."""
    tag, left, right = one.left.get("标识"), one.left.get("单位"), one.right.get("单位")
    return pair_key(one.form, str(tag or ""), str(left or ""), str(right or ""))


def without_word(held: Iterable[HeldEntry], base: ClerkState) -> list[Finding]:
    """Held rows for which the clerk wrote a reason and chose no word."""
    made = []
    for book, unit, slug, row in held:
        place = (book, row.sheet, row.row)
        if base.handled.get(row_key(place, REASON)) and not base.handled.get(row_key(place)):
            made.append(Finding("L-NO-WORD", Place(book, row.sheet, row.row), REASON, unit=unit, form=slug))
    return made


def waiting_rows(
    held: Iterable[HeldEntry], base: ClerkState, new: Collection[str]
) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """How many held rows each (file, unit) has, and how many of them wait for nobody."""
    every, done = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for book, unit, _, row in held:
        every[book, unit] += 1
        done[book, unit] += is_settled(book, row, base, new)
    return every, done


def words_to_repeat(base: ClerkState, new: Collection[str]) -> dict[tuple[str, str, str], str]:
    """What is written under 处理 again: all but notes on rows of files sent anew."""
    return {
        place: words
        for place, words in base.handled.items()
        if not (place[0] in new and place[2] and words in FINDING_WORDS)
    }


def _why_not(word: WrittenDecision, base: ClerkState, reached: MergeFacts) -> str:
    """Why a decision was not honoured ('' where it was)."""
    if word.words in FINDING_WORDS and word.book in reached.new:
        return "单位已重新报送这个文件，请看新的报送后再决定"
    if word.place is not None:
        return base.failed.get(word.place) or _of_row(word, word.place, reached)
    if word.pair is not None:
        here = [one for one in reached.conflicts if (one.form, one.left.get("标识")) == word.pair]
        if word.words not in VERDICTS:
            return _NO_WORD.format(word.words)
        done = (
            not here and pair_key(*word.pair, *EDIT_SIDES) in base.verdicts
        )  # one value stands since the last merge
        return "" if done or any(one.verdict == word.words for one in here) else "这一对已不在本次报送里"
    if word.binding is not None:
        if word.binding in reached.bound:
            return ""
        return f"“{word.words}”不是这张表的列名，也不是 确认、忽略"
    if word.words in FILE_VERDICTS:
        return "" if word.book in reached.books else "这个文件已不在本次报送里"
    return "" if word.words in FINDING_WORDS else _NO_WORD.format(word.words)


def _of_row(word: WrittenDecision, place: PlaceKey, reached: MergeFacts) -> str:
    if word.words in FINDING_WORDS:
        return ""
    if word.words not in HELD_ROW_WORDS:
        return _NO_WORD.format(word.words)
    if place not in reached.there:
        return _GONE
    return "这一行还有别的问题，仍在暂缓" if place in reached.held and place[0] != BY_HAND else ""
