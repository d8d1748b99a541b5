"""What the clerk changed on a sheet of kept rows: edits, deleted and typed rows; and slips, which are seen
and not obeyed.

A slip is a change nobody makes on purpose: rows sorted without their 来源 columns, a column emptied or taken
away, numbers where texts of digits were, formulas without a value.  Rows are then known by what they say
instead of by where they come from, and what was written before stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from union_xl.merge import same
from union_xl.model import Finding, Place
from union_xl.model.grid import as_said
from union_xl.model.rows import STATE

FEW = 2
"""From so many values on, a column that is suddenly blank was not emptied cell by cell on purpose."""
MIXED = 3
"""From so many cells on, a column whose values only changed places was sorted."""
MOST_DIGITS = 15
"""A number cell keeps no more."""

SORTED, NO_SOURCE, NO_COLUMN, EMPTIED = "L-SLIP-SORT", "L-SLIP-SOURCE", "L-SLIP-COLUMN", "L-SLIP-EMPTY"
NUMBER, NO_VALUE, NO_SHEET = "L-SLIP-NUMBER", "L-SLIP-FORMULA", "L-SLIP-SHEET"


@dataclass(frozen=True)
class Lines:
    """The rows of a sheet: `stands` where each comes from, its place first (None where it does not say);
    `columns` by title,
    `keys` what names each.  `absent` are titles the sheet no longer has, `numbers` and `valueless` the (row,
    title) of text columns with a number, and of formulas and errors without a value."""

    stands: Sequence[Any]
    columns: Mapping[str, Sequence[Any]]
    keys: Callable[[], Sequence[str | None]]
    absent: Collection[str] = frozenset()
    numbers: Collection[tuple[int, str]] = frozenset()
    valueless: Collection[tuple[int, str]] = frozenset()

    def words(self, row: int) -> tuple[str, ...]:
        """What a row says, cell by cell."""
        return tuple(as_said(values[row]) for values in self.columns.values())


@dataclass
class Changed:
    """Edits as (row as written, row now, title), rows as written that are gone, rows that are new, slips."""

    edits: list[tuple[int, int, str]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    new: list[int] = field(default_factory=list)
    slips: list[Finding] = field(default_factory=list)


def changes(now: Lines, was: Lines, where: Place) -> Changed:
    """Compare a sheet with what was written.  `where` is the sheet, for the findings."""
    made = Changed()
    if STATE in now.absent:
        made.slips.append(Finding(NO_COLUMN, where, STATE, facts={"个数": len(now.stands)}))
    pairs = _paired(now, was, where, made)
    pairs = _unsorted(pairs, now, was, where, made)
    for title, before in was.columns.items():
        made.edits += _column(title, before, pairs, now, where, made)
    return made


def _paired(now: Lines, was: Lines, where: Place, made: Changed) -> list[tuple[int, int]]:
    """(row as written, row now) of rows from one place; rows that lost their place are known by what they
    say."""
    at: dict[Any, int] = {}
    loose: list[int] = []
    for row, stand in enumerate(now.stands):
        if stand is None or stand in at:
            loose.append(row)
        else:
            at[stand] = row
    pairs = [(row, at[stand]) for row, stand in enumerate(was.stands) if stand is not None and stand in at]
    met = {row for _, row in pairs}
    loose += [row for row in at.values() if row not in met]
    known = {row for row, _ in pairs}
    lost = [row for row, stand in enumerate(was.stands) if row not in known and stand is not None]
    if loose and lost:
        beside = _of_one_line(loose, lost, now, was)
        pairs += beside
        loose, lost = _without(beside, loose, lost)
    if loose and lost:
        again = _by_content(loose, lost, now, was)
        if again:
            made.slips.append(Finding(NO_SOURCE, where, facts={"个数": len(again)}))
        pairs += again
        loose, lost = _without(again, loose, lost)
    made.gone, made.new = lost, sorted(loose)
    return pairs


def _without(
    pairs: Sequence[tuple[int, int]], loose: Sequence[int], lost: Sequence[int]
) -> tuple[list[int], list[int]]:
    found, back = {row for _, row in pairs}, {row for row, _ in pairs}
    return [row for row in loose if row not in found], [row for row in lost if row not in back]


def _of_one_line(loose: Sequence[int], lost: Sequence[int], now: Lines, was: Lines) -> list[tuple[int, int]]:
    """(row as written, row now) of the only two left of a line that several rows come from: what named one
    of them was edited."""
    left: dict[Any, list[int]] = {}
    for row in lost:
        left.setdefault(was.stands[row][0], []).append(row)
    there = Counter(now.stands[row][0] for row in loose if now.stands[row])
    return [
        (left[now.stands[row][0]][0], row)
        for row in loose
        if now.stands[row] and there[now.stands[row][0]] == 1 == len(left.get(now.stands[row][0], ()))
    ]


def _by_content(loose: Sequence[int], lost: Sequence[int], now: Lines, was: Lines) -> list[tuple[int, int]]:
    """(row as written, row now) of rows that say the same, or are named the same."""
    made: list[tuple[int, int]] = []
    keys, old_keys = now.keys(), was.keys()
    for name, old_name in ((now.words, was.words), (keys.__getitem__, old_keys.__getitem__)):
        done, back = {row for _, row in made}, {row for row, _ in made}
        there: dict[Any, list[int]] = {}
        for row in lost:
            said = old_name(row)
            if row not in back and said is not None:
                there.setdefault(said, []).append(row)
        made += [(there[name(row)].pop(0), row) for row in loose if row not in done and there.get(name(row))]
    return made


def _unsorted(
    pairs: list[tuple[int, int]], now: Lines, was: Lines, where: Place, made: Changed
) -> list[tuple[int, int]]:
    """The pairs again, those whose data moved to another row's place by what they say."""
    odd = list(dict.fromkeys(_differing(pairs, now, was)))
    if len(odd) < FEW:
        return pairs
    keys, old_keys = now.keys(), was.keys()
    words = Counter(was.words(row) for row, _ in odd)
    names = Counter(old_keys[row] for row, _ in odd)
    moved = [
        (old, new)
        for old, new in odd
        if words[now.words(new)]
        or (keys[new] != old_keys[old] and keys[new] is not None and names[keys[new]])
    ]
    if len(moved) < FEW:
        return pairs
    made.slips.append(Finding(SORTED, where, facts={"个数": len(moved)}))
    stay = set(moved)
    again = _by_content([new for _, new in moved], [old for old, _ in moved], now, was)
    return [*(pair for pair in pairs if pair not in stay), *again]


def _differing(pairs: Sequence[tuple[int, int]], now: Lines, was: Lines) -> Iterator[tuple[int, int]]:
    """The pairs with any cell that says something else."""
    for title, before in was.columns.items():
        after = now.columns[title]
        if title not in now.absent and [before[old] for old, _ in pairs] != [after[new] for _, new in pairs]:
            yield from ((old, new) for old, new in pairs if not same(before[old], after[new]))


def _column(
    title: str,
    before: Sequence[Any],
    pairs: Sequence[tuple[int, int]],
    now: Lines,
    where: Place,
    made: Changed,
) -> list[tuple[int, int, str]]:
    """The edits of one column, as far as they can be meant."""
    after = now.columns[title]
    if [before[old] for old, _ in pairs] == [after[new] for _, new in pairs]:
        return []
    differing = [(old, new) for old, new in pairs if not same(before[old], after[new])]
    filled = sum(before[old] is not None for old, _ in pairs) if differing else 0
    slip = ""
    if title in now.absent:
        slip = NO_COLUMN if filled else ""
        differing = [] if not slip else differing
    elif filled >= FEW and all(after[new] is None for _, new in pairs):
        slip = EMPTIED
    elif len(differing) >= MIXED and _only_moved(differing, before, after):
        slip = SORTED
    if slip:
        made.slips.append(Finding(slip, where, title, facts={"个数": len(differing)}))
        return []
    return _meant(title, differing, before, after, now, where, made)


def _only_moved(differing: Sequence[tuple[int, int]], before: Sequence[Any], after: Sequence[Any]) -> bool:
    return Counter(as_said(before[old]) for old, _ in differing) == Counter(
        as_said(after[new]) for _, new in differing
    )


def sorted_columns(cells: Mapping[str, Sequence[tuple[Any, Any]]]) -> set[str]:
    """Of {title: (before, after) of the cells that differ} the columns that were sorted without the rest of
    their rows: most values stood in another of the cells, or all of them in two columns or more."""
    moved = {
        title: sum(
            (Counter(as_said(old) for old, _ in own) & Counter(as_said(new) for _, new in own)).values()
        )
        for title, own in cells.items()
    }
    whole = {title for title, own in cells.items() if len(own) >= FEW and moved[title] == len(own)}
    most = {title for title, own in cells.items() if len(own) >= MIXED and 4 * moved[title] >= 3 * len(own)}
    return most | (whole if len(whole) > 1 else set())


def _meant(
    title: str,
    differing: Sequence[tuple[int, int]],
    before: Sequence[Any],
    after: Sequence[Any],
    now: Lines,
    where: Place,
    made: Changed,
) -> list[tuple[int, int, str]]:
    """The edits of a column without the cells that no longer show what somebody typed."""
    numbers = [
        (old, new)
        for old, new in differing
        if (new, title) in now.numbers and as_number(after[new], before[old])
    ]
    valueless = [pair for pair in differing if (pair[1], title) in now.valueless]
    for rule, cells in ((NUMBER, numbers), (NO_VALUE, valueless)):
        if cells:
            made.slips.append(Finding(rule, where, title, facts={"个数": len(cells)}))
    skip = {*numbers, *valueless}
    return [(*pair, title) for pair in differing if pair not in skip]


def as_number(after: Any, before: Any) -> bool:
    """Whether a number cell can only be the spoiled text that stood there: too long to be exact, or without
    its leading zeros."""
    text, old = as_said(after), as_said(before)
    digits = sum(letter.isdigit() for letter in text)
    return "e" in text.lower() or digits > MOST_DIGITS or (bool(old) and old.lstrip("0") == text)
