"""Sheets as office programs write ordinary forms, taken apart at one go instead of cell by cell.

The rows of such a sheet differ in their numbers only (texts and formulas that stand in the cells themselves
are laid aside first): with the digits taken out, two hundred rows are a handful of different texts.  Each is
understood once, by a narrow grammar; the numbers of all rows of one sort are then taken column by column.
Whatever is written in any other way (errors, formulas never calculated, hardly two rows alike) is not plain
and is left to python-calamine, whose values these are, too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from operator import lt
from typing import NamedTuple

from union_xl.books.markup import well_formed
from union_xl.books.scan import column_number
from union_xl.books.written import Written, laid_aside

_MOST_BYTES, _MOST_CELLS, _LAST_COLUMN = 4 * 2**20, 400_000, 16_384
_FEW, _TOGETHER = 8, 5
"""Sorts of rows any sheet may have; rows of one sort from which they are taken column by column."""
_SHORT = 4_096
_TAKEN_OUT = b"0123456789."
_PARTING = bytes(byte if byte in _TAKEN_OUT else 32 for byte in range(256))
_BETWEEN = bytes(byte for byte in range(256) if byte not in _TAKEN_OUT + b'"<:')
"""What may be left out where only numbers are wanted: one of the three others parts any two of them."""
_OPENING, _CLOSING = b"<sheetData>", b"</sheetData>"
_ROW = re.compile(
    rb'r=""((?: (?:spans="[: ]*"|xac:dyDescent=""|(?!spans)[A-Za-z]+="(?:|true|false)"))*)\s*(?:/>|>'
    rb'(?:<c r="[A-Z]{1,3}"(?: s="")?(?:(?: t="[bns]")?(?:/>|></c>|>(?:<f/>)?<v></v></c>)| t="i"><is/></c>))*'
    rb"</row>)\s*"
)
_CELL = re.compile(rb'<c r="([A-Z]+)"( s="")?(?: t="([bnsi])")?(?:/>|></c>|>(?:<f/>)?(<v>|<is/>))')


class Cell(NamedTuple):
    """A filled cell in one sort of row: its column, its type (`n` a number, `s` the number of a shared text,
    `b` true or false), and where among the row's numbers its style (0: none) and its value stand."""

    col: int
    type: str
    style: int
    value: int


class Sort(NamedTuple):
    """One sort of row: how many `numbers` it has, which of them (`refs`) repeat its own row number, how many
    cells it has and up to which column, its filled cells, the columns of those with a text of their own, and
    the last column that is not blank."""

    numbers: int
    refs: tuple[int, ...]
    right: int
    cells: tuple[Cell, ...]
    texts: tuple[int, ...]
    width: int


class Alike(NamedTuple):
    """The rows of one sort: where they are, and their numbers and texts, place by place."""

    sort: Sort
    rows: Sequence[int]
    numbers: Sequence[Sequence[str]]
    texts: Sequence[Sequence[str]]


class Lone(NamedTuple):
    """A row of which there are few: where it is, its numbers and its texts."""

    sort: Sort
    row: int
    numbers: Sequence[str]
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """A sheet taken apart: its last row and column, how many cells it has, what its rows hold beside
    numbers and texts, and its rows."""

    bottom: int
    right: int
    cells: int
    wording: bytes
    alike: tuple[Alike, ...]
    lone: tuple[Lone, ...]


def taken_apart(xml: bytes) -> PlainSheet | None:
    """The rows of a plain sheet, every cell's reference seen to; None when it is not plain."""
    start, end = xml.find(_OPENING), xml.rfind(_CLOSING)
    if not 0 < start < end <= start + _MOST_BYTES:
        return None
    inner = xml[start + len(_OPENING) : end]
    around = xml[: start + len(_OPENING)] + xml[end:]
    try:
        found = _sheet(Written(inner)) or _sheet(laid_aside(inner))
    except ValueError:
        return None
    return found if found is not None and well_formed(around) else None


def _sheet(written: Written) -> PlainSheet | None:
    """None when some row is of no known sort; ValueError when it cannot be plain at all."""
    first, *texts = written.cells.translate(None, _TAKEN_OUT).split(b"<row ")
    different = dict.fromkeys(texts)
    if first.strip() or not texts or len(different) > _FEW + len(texts) // 2:
        raise ValueError
    sorts: dict[bytes, Sort] = {}
    for text in different:
        sort = _sort(text)
        if sort is None:
            return None
        sorts[text] = sort
    numbers = written.cells.translate(_PARTING, _BETWEEN).decode("ascii").split()
    alike, lone = _grouped(texts, sorts, numbers, written.texts)
    bottom = max([*(group.rows[-1] for group in alike), *(one.row for one in lone)])
    right = max(sort.right for sort in sorts.values())
    if bottom * right > _MOST_CELLS:
        raise ValueError
    cells = sum(len(group.rows) * len(group.sort.refs) for group in alike) + sum(
        len(one.sort.refs) for one in lone
    )
    return PlainSheet(bottom, right, cells, b"\n".join(different), alike, lone)


def _sort(text: bytes) -> Sort | None:
    """A row without its digits, understood: where its numbers belong; None when it is not plain."""
    return _known_sort(text) if len(text) < _SHORT else _understood(text)


@lru_cache(maxsize=1_024)
def _known_sort(text: bytes) -> Sort | None:
    """Returns made from one blank have the same sorts of rows."""
    return _understood(text)


def _understood(text: bytes) -> Sort | None:
    found = _ROW.fullmatch(text)
    if found is None:
        return None
    about = found[1]
    named = about.count(b"xac:")  # x14ac: a number in an attribute's name, and a colon not of `spans`
    at = 1 + about.count(b'=""') + named + 2 * (about.count(b":") - named)
    refs: list[int] = []
    cells: list[Cell] = []
    texts: list[int] = []
    right = 0
    for letters, styled, type_, filled in _CELL.findall(text, found.end(1)):
        col = column_number(letters)
        if not right < col <= _LAST_COLUMN:
            return None
        right = col
        refs.append(at)
        style = at = at + bool(styled)
        if filled == b"<v>":
            at += 1
            cells.append(Cell(col, type_.decode() or "n", style if styled else 0, at))
        elif filled:
            texts.append(col)
        at += 1
    width = max(cells[-1].col if cells else 0, texts[-1] if texts else 0)
    return Sort(at, tuple(refs), right, tuple(cells), tuple(texts), width)


def _grouped(
    rows: Sequence[bytes], sorts: Mapping[bytes, Sort], numbers: Sequence[str], texts: Sequence[str]
) -> tuple[tuple[Alike, ...], tuple[Lone, ...]]:
    """The rows by their sort.  ValueError when numbers or texts do not stand where the sorts say."""
    starts = list(accumulate([sorts[text].numbers for text in rows], initial=0))
    first_texts = list(accumulate([len(sorts[text].texts) for text in rows], initial=0))
    if starts.pop() != len(numbers) or first_texts.pop() != len(texts):
        raise ValueError
    places = [int(numbers[start]) for start in starts]
    if places[0] < 1 or not all(map(lt, places, places[1:])):
        raise ValueError
    members: dict[bytes, list[int]] = {text: [] for text in sorts}
    for at, text in enumerate(rows):
        members[text].append(at)
    alike, lone = [], []
    for text, ats in members.items():
        sort = sorts[text]
        if len(ats) < _TOGETHER:
            for at in ats:
                own = numbers[starts[at] : starts[at] + sort.numbers]
                if any(own[ref] != own[0] for ref in sort.refs):
                    raise ValueError
                said = texts[first_texts[at] : first_texts[at] + len(sort.texts)]
                lone.append(Lone(sort, places[at], own, said))
            continue
        columns = _columns(numbers, [starts[at] for at in ats], sort.numbers)
        if any(columns[ref] != columns[0] for ref in sort.refs):
            raise ValueError
        said_columns = _columns(texts, [first_texts[at] for at in ats], len(sort.texts))
        alike.append(Alike(sort, [places[at] for at in ats], columns, said_columns))
    return tuple(alike), tuple(lone)


def _columns(items: Sequence[str], starts: Sequence[int], size: int) -> list[Sequence[str]]:
    """The first, second … of the `size` items from each start."""
    if starts[-1] - starts[0] == (len(starts) - 1) * size:  # one row below the other
        own = items[starts[0] : starts[-1] + size]
    else:
        own = list(chain.from_iterable([items[start : start + size] for start in starts]))
    return [own[place::size] for place in range(size)]
