"""What an earlier ledger tells the next run: the clerk's edits, decisions and rows, and what came before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from union_xl.model import Conflict, Finding, PlaceKey
from union_xl.model.sheet_names import REASON

BY_CLERK = "经办人修改"
"""The 原因 of a line of 修正记录 that carries a clerk's edit into the next run."""
BY_HAND = "（经办人补录）"
"""来源文件 of rows the clerk typed into the ledger."""
KEEP_WORDS = ("保留", "恢复")
"""Keep a row that a newer return lacks, or that was deleted from the ledger."""
ACCEPTED = "收下"
"""Keep a row that a rule holds: a true exception, with a reason."""
HELD_ROW_WORDS = (*KEEP_WORDS, ACCEPTED)
CHECKED, WAITING, NO_MORE = "已核实", "待单位更正", "不再处理"
FINDING_WORDS = (CHECKED, WAITING, NO_MORE)
"""Words that move no row; the first and the last close a finding."""
KEEP_LEFT, KEEP_RIGHT, DIFFERENT, TRANSFER = "保留甲", "保留乙", "不是同一人", "转会"
VERDICTS = (KEEP_LEFT, KEEP_RIGHT, DIFFERENT, TRANSFER)
EDIT_SIDES = "单位新报送", "经办人"
"""The two sides of an edit that a newer return contradicts (L-EDIT), as their verdict names them."""
AS_WHOLE, AS_ADDITION, NOT_USED = "按全量采用", "按补充合并", "不采用"
FILE_VERDICTS = (AS_WHOLE, AS_ADDITION, NOT_USED)


@dataclass(frozen=True, slots=True)
class ClerkEdit:
    """One cell the clerk changed: where the row came from, what it was, what it is now.

    `key` names the row as last written (before this edit), so that it is found in a newer return; `row` is
    what its cells said then (`merge.row_words`): tables side by side have several rows in one line.
    """

    form: str
    place: PlaceKey
    column: str
    before: Any
    after: Any
    key: str | None = None
    row: frozenset[str] = frozenset()


def row_key(place: PlaceKey, beside: str = "") -> tuple[str, str, str]:
    """Under which what the clerk wrote about a held row is kept: the word in 处理, or what stands in the
    column `beside`."""
    return place[0], place[1], f"#{place[2]}{beside}"


def decision_key(book: str, sheet: str, cell: str, rule: str) -> tuple[str, str, str]:
    """Under which a word in 处理 of 问题清单 is kept: a line's own (`cell` is the column's title where it
    names no cell); one about a whole file is the file's."""
    return book, sheet, f"{cell} {rule}" if sheet else ""


def pair_key(form: str, tag: str, one: str, other: str) -> tuple[str, ...]:
    """Under which the clerk's word on a pair is kept: its ledger, what names both rows, and their units."""
    return form, tag, *sorted((one, other))


@dataclass(frozen=True, slots=True)
class Accepted:
    """A held row the clerk accepts as a true exception: of which form, where it stood, what names it
    (`keys.tag_of`, '' where nothing does), the rules it may break (codes), and the line of 审核说明 that says
    why."""

    form: str
    place: PlaceKey
    tag: str
    rules: frozenset[str]
    line: Mapping[str, Any]

    @property
    def reason(self) -> str:
        """Why, in the clerk's words ('' while the clerk has not said)."""
        return str(self.line.get("说明") or "").strip()


@dataclass(frozen=True, slots=True)
class WrittenDecision:
    """One word under 处理: on which sheet, what it speaks of, in words, and one of these: the place of a row,
    the (form, 标识) of a pair, the (fingerprint, header) of a binding; else it is about the file `book`."""

    sheet: str
    words: str
    about: str
    place: PlaceKey | None = None
    pair: tuple[str, str] | None = None
    binding: tuple[str, str] | None = None
    book: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision on a line of 重复与冲突: the words, and the two sides as (unit, 文件)."""

    words: str
    left: tuple[str, str]
    right: tuple[str, str]


@dataclass(frozen=True)
class ClerkState:
    """An earlier ledger, as the next run needs it.

    `files` maps sha256 to the file that was read then; `keys` the row keys each (form, unit) had; `added`
    are rows the clerk typed: (form, row, {title: value}).  `deleted` rows are (form, place, key),
    `rows_to_keep` the held rows to keep after all, `accepted` those to keep as exceptions.  `closed` are
    the findings the clerk closed, by `decision_key`, those of a whole row by `row_key`.
    `words` are all decisions in force, `edits_on_held` how many edits were laid over held rows already,
    `failed` why rows could not be accepted.  `slips` are changes in the ledger that were not obeyed;
    `unknown_before` says that nobody knows how the ledger was written, `extras` that the clerk added
    something to it.  `verdicts` are by `pair_key`, `handled` by `decision_key`, of
    held rows by `row_key`.  `settled` are decided pairs of ledgers that are carried on, of which only the row
    that counts may be left.
    """

    period: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    edits: tuple[ClerkEdit, ...] = ()
    deleted: tuple[tuple[str, PlaceKey, str | None], ...] = ()
    rows_to_keep: frozenset[PlaceKey] = frozenset()
    verdicts: Mapping[tuple[str, ...], Verdict] = field(default_factory=dict)
    handled: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    keys: Mapping[tuple[str, str], Collection[str]] = field(default_factory=dict)
    confirmed: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    chased: Mapping[tuple[str, str], int] = field(default_factory=dict)
    sealed: Mapping[tuple[str, str], str] = field(default_factory=dict)
    typed_statuses: Mapping[tuple[str, str], str] = field(default_factory=dict)
    added: tuple[tuple[str, int, Mapping[str, Any]], ...] = ()
    explanations: tuple[Mapping[str, Any], ...] = ()
    accepted: tuple[Accepted, ...] = ()
    closed: frozenset[tuple[str, str, str]] = frozenset()
    words: tuple[WrittenDecision, ...] = ()
    edits_on_held: int = 0
    failed: Mapping[PlaceKey, str] = field(default_factory=dict)
    slips: tuple[Finding, ...] = ()
    settled: tuple[Conflict, ...] = ()
    unknown_before: bool = False
    extras: bool = False

    def without(
        self, slugs: Collection[str], shorts: Collection[str], places: Collection[PlaceKey]
    ) -> ClerkState:
        """The same without what it says of some ledgers (their slugs and short titles, where their held rows
        stand)."""
        lines = {row_key(place) for place in places} | {row_key(place, REASON) for place in places}

        def stays(key: tuple[str, str, str]) -> bool:
            return key not in lines and key[1] not in slugs

        return replace(
            self,
            edits=tuple(one for one in self.edits if one.form not in slugs),
            deleted=tuple(one for one in self.deleted if one[0] not in slugs),
            rows_to_keep=frozenset(one for one in self.rows_to_keep if one not in places),
            verdicts={key: one for key, one in self.verdicts.items() if key[0] not in slugs},
            handled={key: one for key, one in self.handled.items() if stays(key)},
            keys={key: one for key, one in self.keys.items() if key[0] not in slugs},
            confirmed={key: one for key, one in self.confirmed.items() if key[0] not in slugs},
            added=tuple(one for one in self.added if one[0] not in slugs),
            explanations=tuple(one for one in self.explanations if one.get("表") not in shorts),
            accepted=tuple(one for one in self.accepted if one.form not in slugs),
            words=tuple(
                one
                for one in self.words
                if one.place not in places and not (one.pair and one.pair[0] in slugs)
            ),
        )

    def file_verdict(self, book: str) -> str:
        """What the clerk decided about a whole file ('' when nothing)."""
        return self.handled.get((book, "", ""), "")
