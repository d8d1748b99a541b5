"""The heads of a header, one per column; cut where two lists stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from union_xl.find.content_signature import class_of
from union_xl.find.header_texts import Known, is_known_header, plain
from union_xl.find.heads import Head
from union_xl.find.row_words import HINTS, is_hint
from union_xl.kinds.measures import is_measure, money_unit, odd_money_unit, standard_money
from union_xl.model import Grid, Raw
from union_xl.model.lazy_pattern import LazyPattern

_MOST_HEADS = 1_000
_DATA = frozenset({"id", "mobile", "code", "date", "number", "org"})
_UNIT = LazyPattern(r"^(?:(?:计量|金额|货币)?单位\s*[:：]?|以|按)\s*(?=\S)|(?<=元)(?:为单位|计算?|填[写报])$")
_TITLE = LazyPattern(r"[\u4e00-\u9fff](?:表|册|账|名单)\s*(?:[（(][^（）()]*[)）])?\s*\Z")


PLAIN_HEADS = 100
"""Cells, and letters of each, up to which a header row is remembered."""


def heads_of(grid: Grid, top: int, bottom: int) -> tuple[Head, ...]:
    """The header texts per column; merged cells speak for all their columns and rows."""
    if top == bottom and _is_plain_header(grid, top):
        return _plain_heads(tuple(grid.rows[top - 1]))
    width = max(
        (len(grid.rows[row - 1]) for row in range(top, bottom + 1) if row <= len(grid.rows)), default=0
    )
    spread: dict[tuple[int, int], Raw] = {}
    groups: set[tuple[int, int]] = set()
    for area in grid.merged:
        if area.top >= top and area.bottom <= bottom:
            text = grid.at(area.top, area.left)
            for row in range(max(area.top, top), min(area.bottom, bottom) + 1):
                for col in range(area.left, min(area.right, width) + 1):
                    spread[row, col] = text
                    groups |= {(row, col)} if area.right > area.left else set()
    carried: dict[int, str] = {}
    measured = {row for row in range(top + 1, bottom + 1) if says_measures(grid.rows[row - 1])}
    heads = []
    for col in range(1, min(width, _MOST_HEADS) + 1):
        cells = [_one_line(spread.get((row, col), grid.at(row, col))) for row in range(top, bottom + 1)]
        if bottom > top and not any(area.top <= bottom and area.bottom >= top for area in grid.merged):
            cells = _carried(cells, carried)
        texts: list[str] = []
        for row, text in enumerate(cells, top):
            if row in measured:  # `万元`, beside `必填` and `下拉选择`
                text = _counted_in(text)
            counted = bool(texts) and is_measure(text) and not money_unit(text)  # `慰问人次` over `人`
            counted = counted and (row - 1, col) not in groups  # `基本信息` over `批次`
            if text and not counted and (not texts or plain(texts[-1]) != plain(text)):
                texts.append(text)
        if texts:
            heads.append(Head(col, "_".join(texts), tuple(filter(None, map(plain, texts))) or _odd(texts[0])))
    return tuple(heads)


def says_measures(cells: Sequence[Raw]) -> bool:
    """A row below titles that only says what columns are counted in, money among it, and how they are filled
    in."""
    texts = [text for cell in cells if (text := _one_line(cell))]
    counted = [one for text in texts if (one := _counted_in(text))]
    if not any(money_unit(one) or odd_money_unit(one) for one in counted) or any(
        class_of(cell) in _DATA for cell in cells
    ):
        return False
    return len(counted) + sum(map(is_hint, texts)) >= HINTS * len(texts)


def _counted_in(text: str) -> str:
    """`万元` of `单位：万元` and `以万元为单位`, `(W)`; '' for what is no measure."""
    measure = standard_money(_UNIT.sub("", text))
    if odd := odd_money_unit(measure):
        return f"({odd})"
    return measure if is_measure(measure) else ""


def _is_plain_header(grid: Grid, row: int) -> bool:
    """A row of short texts without merges."""
    cells = grid.rows[row - 1]
    return (
        len(cells) < PLAIN_HEADS
        and all(type(cell) is str and len(cell) < PLAIN_HEADS for cell in cells)
        and not any(area.top <= row <= area.bottom for area in grid.merged)
    )


@lru_cache(maxsize=256)
def _plain_heads(cells: tuple[Raw, ...]) -> tuple[Head, ...]:
    """The heads of such a row; returns made from one blank have the same."""
    heads = []
    for col, cell in enumerate(cells, 1):
        text = _one_line(cell)
        if text:
            heads.append(Head(col, text, (plain(text),) if plain(text) else _odd(text)))
    return tuple(heads)


def _odd(text: str) -> tuple[str, ...]:
    """A head of signs only (`*`), or of a whole page, has one part like any other."""
    return (text[:40],)


def _one_line(raw: Raw) -> str:
    return " ".join(str(raw).split()) if isinstance(raw, str) else "" if raw is None else str(raw)


def _carried(cells: list[str], carried: dict[int, str]) -> list[str]:
    """Group names of a header without merges hold to the right, until a column has a name in their row or
    above; the lowest name of a column is its own."""
    own = max((level for level, text in enumerate(cells) if text), default=0)
    if not own:
        carried.clear()
        return cells
    for level in (level for level, text in enumerate(cells) if text):
        for lower in range(level, len(cells)):
            carried.pop(lower, None)
        if level < own:
            carried[level] = cells[level]
    return [text or (carried.get(level, "") if level < own else "") for level, text in enumerate(cells)]


def split_lists(heads: Sequence[Head], known: Known, above: Sequence[Raw] = ()) -> list[tuple[Head, ...]]:
    """Side-by-side tables: parted where the titles begin anew, or at a gap when both sides are tables.
    `above` is the row above the header, where each may have its title."""
    repeats = _repeat(heads, known)
    if repeats:
        return [part for part in repeats if part]
    for at in range(1, len(heads)):
        if heads[at].col - heads[at - 1].col > 1:
            first, rest = tuple(heads[:at]), tuple(heads[at:])
            both = _known_share(first, known) >= 3 and _known_share(rest, known) >= 3
            if both and (_own_start(rest) or _asks_again(first, rest, known) or _titled(first, rest, above)):
                return [first, *split_lists(rest, known, above)]
    return [tuple(heads)] if heads else []


def _own_start(heads: Sequence[Head]) -> bool:
    return heads[0].joined in ("序号", "编号", "no", "姓名", "单位名称", "竞赛编号", "竞赛名称", "序")


def _titled(first: Sequence[Head], rest: Sequence[Head], above: Sequence[Raw]) -> bool:
    """The title of a form stands right above where each part begins."""
    cells = [above[part[0].col - 1] if part[0].col <= len(above) else None for part in (first, rest)]
    return all(isinstance(cell, str) and _TITLE.search(cell) for cell in cells)


def _asks_again(first: Sequence[Head], rest: Sequence[Head], known: Known) -> bool:
    """Most of what the right part asks for the left one has asked already, in whatever words."""
    left, right = ({known[head.joined] for head in part if head.joined in known} for part in (first, rest))
    return len(left & right) >= max(3, 0.6 * len(right))


def _known_share(heads: Sequence[Head], known: Known) -> int:
    return sum(
        is_known_header(head.joined, known) or bool(head.parts and head.parts[-1] in known) for head in heads
    )


def _repeat(heads: Sequence[Head], known: Known) -> list[tuple[Head, ...]]:
    """The heads cut where the first header text comes again, if the parts are alike."""
    texts = [head.joined for head in heads]
    if len(texts) < 6 or texts.count(texts[0]) < 2:
        return []
    starts = [at for at, text in enumerate(texts) if text == texts[0]]
    parts = [tuple(heads[start:end]) for start, end in zip(starts, [*starts[1:], len(heads)], strict=True)]
    first = {head.joined for head in parts[0]}
    if len(first) < 3 or any(
        len(first & {head.joined for head in part}) < 0.6 * len(first) or _known_share(part, known) < 2
        for part in parts
    ):
        return []
    return parts
