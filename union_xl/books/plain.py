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
from operator import itemgetter, lt
from typing import NamedTuple

from union_xl.books.markup import well_formed
from union_xl.books.scan import column_number
from union_xl.books.written import Written, laid_aside

_MOST_BYTES, _MOST_CELLS, _LAST_COLUMN = 4 * 2**20, 400_000, 16_384
_FEW, _OFTEN, _MOST_BLOCKS = 8, 0.8, 12
"""Sorts of rows any sheet may have, and how many more for each row; blocks that a sheet may fall into."""
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


class Slot(NamedTuple):
    """What may stand in a column: a number (`n`), the number of a shared text (`s`), true or false (`b`), a
    text of its own (`i`); with a style or without."""

    col: int
    type: str
    styled: bool


class Sort(NamedTuple):
    """One sort of row: how many `numbers` it has, which of them (`refs`) repeat its own row number, how many
    texts, up to which column it has cells, and by column its filled cells and the place of their values among
    the row's numbers or texts (that of a style is the one before)."""

    numbers: int
    refs: tuple[int, ...]
    texts: int
    right: int
    slots: Mapping[int, Slot]
    places: Mapping[int, int]


class Column(NamedTuple):
    """A column of a block: its values as written (`""`: blank), and their styles where it has any."""

    slot: Slot
    written: Sequence[str]
    styles: Sequence[str]


class Block(NamedTuple):
    """Rows whose columns each hold one kind of thing, or blanks."""

    rows: Sequence[int]
    columns: Sequence[Column]


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """A sheet taken apart: its last row and column, how many cells it has, what its rows hold beside
    numbers and texts, and its rows."""

    bottom: int
    right: int
    cells: int
    wording: bytes
    blocks: Sequence[Block]


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
    """None when rows are of too many or of no known sorts; ValueError when it cannot be plain at all."""
    first, *texts = written.cells.translate(None, _TAKEN_OUT).split(b"<row ")
    different = dict.fromkeys(texts)
    if first.strip() or not texts:
        raise ValueError
    if len(different) > _FEW + _OFTEN * len(texts):
        return None
    sorts: dict[bytes, Sort] = {}
    for text in different:
        sort = _sort(text)
        if sort is None:
            return None
        sorts[text] = sort
    numbers = written.cells.translate(_PARTING, _BETWEEN).decode("ascii").split()
    rows = _Rows([sorts[text] for text in texts], numbers, written.texts)
    members: dict[bytes, list[int]] = {text: [] for text in different}
    for at, text in enumerate(texts):
        members[text].append(at)
    right = max(sort.right for sort in sorts.values())
    if rows.places[-1] * right > _MOST_CELLS:
        raise ValueError
    blocks = _blocks(rows, [(sorts[text], ats) for text, ats in members.items()])
    cells = sum(len(ats) * len(sorts[text].refs) for text, ats in members.items())
    return PlainSheet(rows.places[-1], right, cells, b"\n".join(different), blocks)


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
    slots: dict[int, Slot] = {}
    places: dict[int, int] = {}
    right = texts = 0
    for letters, styled, type_, filled in _CELL.findall(text, found.end(1)):
        col = column_number(letters)
        if not right < col <= _LAST_COLUMN:
            return None
        right = col
        refs.append(at)
        at += 1 + bool(styled)
        if filled == b"<v>":
            slots[col], places[col] = Slot(col, type_.decode() or "n", bool(styled)), at
            at += 1
        elif filled:
            slots[col], places[col] = Slot(col, "i", False), texts
            texts += 1
    return Sort(at, tuple(refs), texts, right, slots, places)


class _Rows:
    """The rows of a sheet: their sorts, their row numbers, and what is theirs of all numbers and texts."""

    def __init__(self, sorts: Sequence[Sort], numbers: Sequence[str], texts: Sequence[str]) -> None:
        """ValueError when numbers or texts do not stand where the sorts say."""
        self.starts = list(accumulate([sort.numbers for sort in sorts], initial=0))
        self.first_texts = list(accumulate([sort.texts for sort in sorts], initial=0))
        if self.starts[-1] != len(numbers) or self.first_texts[-1] != len(texts):
            raise ValueError
        self.numbers, self.texts = numbers, texts
        self.places = [int(numbers[start]) for start in self.starts[:-1]]
        if self.places[0] < 1 or not all(map(lt, self.places, self.places[1:])):
            raise ValueError

    def alike(self, sort: Sort, ats: Sequence[int]) -> list[Column]:
        """The columns of rows of one sort."""
        numbers = _strides(self.numbers, [self.starts[at] for at in ats], sort.numbers)
        if any(numbers[ref] != numbers[0] for ref in sort.refs):
            raise ValueError
        texts = _strides(self.texts, [self.first_texts[at] for at in ats], sort.texts)
        return [
            Column(slot, texts[place], ())
            if slot.type == "i"
            else Column(slot, numbers[place], numbers[place - 1] if slot.styled else ())
            for slot, place in zip(sort.slots.values(), sort.places.values(), strict=True)
        ]

    def joined(self, members: Sequence[tuple[Sort, Sequence[int]]], slots: Sequence[Slot]) -> list[Column]:
        """The columns of rows of several sorts, blank where a row has no such cell."""
        own, said = [slot for slot in slots if slot.type != "i"], [slot for slot in slots if slot.type == "i"]
        gathered, told = [], []
        for sort, ats in members:
            place = sort.places.get
            taken = [place(slot.col, -1) for slot in own]
            taken += [place(slot.col, 0) - 1 for slot in own if slot.styled]
            take = itemgetter(-1, -1, *taken)
            refs, count = itemgetter(0, 0, *sort.refs), len(sort.refs) + 2
            take_text = itemgetter(-1, -1, *[place(slot.col, -1) for slot in said])
            for at in ats:
                numbers = [*self.numbers[self.starts[at] : self.starts[at + 1]], ""]
                if refs(numbers).count(numbers[0]) != count:
                    raise ValueError
                gathered.append(take(numbers))
                if said:
                    told.append(take_text([*self.texts[self.first_texts[at] : self.first_texts[at + 1]], ""]))
        _, _, *columns = zip(*gathered, strict=True)
        styles = iter(columns[len(own) :])
        found = [
            Column(slot, column, next(styles) if slot.styled else ())
            for slot, column in zip(own, columns, strict=False)
        ]
        if said:
            found += [
                Column(slot, column, ())
                for slot, column in zip(said, [*zip(*told, strict=True)][2:], strict=True)
            ]
        return found


def _blocks(rows: _Rows, members: Sequence[tuple[Sort, Sequence[int]]]) -> list[Block]:
    """The rows in blocks, blank ones by themselves.  ValueError when a cell's reference is not its row's, or
    there are too many blocks."""
    blank = [(sort, ats) for sort, ats in members if not sort.slots]
    blocks = [Block([rows.places[at] for at in ats], rows.alike(sort, ats)) for sort, ats in blank]
    waiting = sorted((one for one in members if one[0].slots), key=lambda one: -len(one[1]))
    while waiting:
        slots: dict[int, Slot] = {}
        fitting, later = [], []
        for sort, ats in waiting:
            if all(slots.get(col, slot) == slot for col, slot in (sort.slots.items() - slots.items())):
                slots |= sort.slots
                fitting.append((sort, ats))
            else:
                later.append((sort, ats))
        columns = rows.alike(*fitting[0]) if len(fitting) == 1 else rows.joined(fitting, list(slots.values()))
        blocks.append(Block([rows.places[at] for _, ats in fitting for at in ats], columns))
        waiting = later
        if len(blocks) > _MOST_BLOCKS + len(blank):
            raise ValueError
    return blocks


def _strides(items: Sequence[str], starts: Sequence[int], size: int) -> list[Sequence[str]]:
    """The first, second … of the `size` items from each start."""
    if starts[-1] - starts[0] == (len(starts) - 1) * size:  # one row below the other
        own = items[starts[0] : starts[-1] + size]
    else:
        own = list(chain.from_iterable([items[start : start + size] for start in starts]))
    return [own[place::size] for place in range(size)]
