"""The columns of one part of a file together, as they travel from whoever read it into the ledger.

With them may travel what is needed of most files and nothing else: the rows drawn as the ledger's sheet shows
them, what names each row, and prints by which equal texts are found without making them.
"""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from types import MappingProxyType
from typing import Any, NamedTuple

from union_xl.core.columns import BLANKS, Packed

LOOKS = 4
"""So many single values are picked out of a packed column before it is unpacked."""
Bytes = bytes | memoryview
NONE: Mapping[str, Bytes] = MappingProxyType({})
Cut = tuple[int, int, int, int]
"""Rows, bytes of XML, their CRC-32, bytes deflated."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The rows of a file as the ledger's sheet shows them: deflated XML without row numbers, ready to be
    set among others.

    `styles` are the cell styles by column it was drawn with; `size` and `crc` are those of the XML.  `cuts`
    are the pieces `data` can be cut into, one after the other: where a row falls out, the others stay drawn.
    """

    rows: int
    styles: tuple[int, ...]
    size: int
    crc: int
    data: Bytes
    cuts: tuple[Cut, ...] = ()

    def pieces(self) -> Iterator[tuple[int, Drawn]]:
        """(its first row, 0-based; the piece), one after the other."""
        row = at = 0
        for rows, size, crc, length in self.cuts:
            yield row, Drawn(rows, self.styles, size, crc, self.data[at : at + length])
            row, at = row + rows, at + length


class Run(NamedTuple):
    """Some rows of a sheet, 0-based, `stop` not among them: how they are drawn already, if they are; and
    what names just these rows ('' for nothing), for those who remember a drawing of them."""

    drawn: Drawn | None
    start: int
    stop: int
    name: str = ""


Home = tuple[str, int]
"""A file that holds some bytes as well, and where they begin in it."""


class Slices(Mapping[str, Packed]):
    """{title: column}, all in one text (UTF-8); a column is cut out when it is asked for.

    `kinds` are theirs, a letter each, `lengths` their bytes; every column has `count` values.  `home` is
    where the text is kept for longer than this run, if it is.
    """

    __slots__ = ("_starts", "count", "data", "home", "kinds", "lengths", "titles")

    def __init__(
        self,
        titles: Sequence[str],
        kinds: str,
        count: int,
        lengths: Sequence[int],
        data: Bytes,
        home: Home | None = None,
    ) -> None:
        self.home = home
        self.titles, self.kinds, self.count, self.lengths, self.data = titles, kinds, count, lengths, data
        self._starts: dict[str, tuple[str, int, int]] | None = None

    def _places(self) -> dict[str, tuple[str, int, int]]:
        """{title: (kind, start, stop)}."""
        if self._starts is None:
            stops = list(accumulate(self.lengths))
            starts = [0, *stops[:-1]]
            self._starts = dict(zip(self.titles, zip(self.kinds, starts, stops, strict=True), strict=True))
        return self._starts

    def __getitem__(self, title: str) -> Packed:
        kind, start, stop = self._places()[title]
        return Packed(kind, self.count, str(self.data[start:stop], "utf-8", "surrogatepass"))

    def __contains__(self, title: object) -> bool:
        return title in self._places()

    def __iter__(self) -> Iterator[str]:
        return iter(self.titles)

    def __len__(self) -> int:
        return len(self.titles)


def slices(columns: Mapping[str, Packed]) -> Slices:
    """Packed columns of one length (an empty one is all blanks) with all their texts in one."""
    texts = [one.text.encode("utf-8", "surrogatepass") for one in columns.values()]
    kinds = "".join(one.kind for one in columns.values())
    count = max((one.count for one in columns.values()), default=0)
    return Slices(tuple(columns), kinds, count, list(map(len, texts)), b"".join(texts))


def prints(values: Sequence[Any]) -> bytes:
    """Four bytes a value, equal for equal texts and seldom for others; 0 for a blank (None)."""
    made = [
        0 if one is None else zlib.crc32(str(one).encode("utf-8", "surrogatepass")) or 1 for one in values
    ]
    return struct.pack(f"<{len(made)}I", *made)


class Columns(Mapping[str, list[Any]]):
    """{title: values} of one part of a file, unpacked at the first look.

    `drawn` are the same rows as they stand in the ledger's sheet, where somebody has drawn them: whoever
    changes a column makes new columns, and with them the drawing is gone.  `names` (one column, '') are what
    names each row (`forms.keys`), `prints` those of some columns, and under '' of the names, likewise.
    `stands` are the sheets and rows the rows come from, packed, where they are at hand.
    """

    __slots__ = ("_looks", "_made", "_packed", "drawn", "names", "prints", "stands")

    def __init__(
        self,
        columns: Mapping[str, Packed],
        drawn: Drawn | None = None,
        names: Slices | None = None,
        prints: Mapping[str, Bytes] = NONE,
        stands: tuple[Packed, Packed] | None = None,
    ) -> None:
        self.stands = stands
        self.prints = prints
        self._packed = columns
        self.names = names
        self._made: dict[str, list[Any]] = {}
        self._looks: Counter[str] = Counter()
        self.drawn = drawn

    def __getitem__(self, title: str) -> list[Any]:
        found = self._made.get(title)
        if found is None:
            found = self._made[title] = self._packed[title].values()
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def __repr__(self) -> str:
        return f"Columns({dict(self)!r})"

    def packed(self, title: str) -> Packed:
        """A column as it is packed."""
        return self._packed[title]

    def slices(self) -> Slices:
        """All columns in one text."""
        return self._packed if isinstance(self._packed, Slices) else slices(self._packed)

    def __contains__(self, title: object) -> bool:
        return title in self._packed

    def value(self, title: str, row: int) -> Any:
        """One value (rows from 0): the column is unpacked when several have been asked for."""
        self._looks[title] += 1
        if title in self._made or self._looks[title] > LOOKS:
            return self[title][row]
        return self._packed[title].picked((row,))[0]

    def row(self, row: int) -> dict[str, Any]:
        """One row (from 0) as {title: value}, blanks left out; several rows on, all columns are unpacked."""
        self._looks[""] += 1
        if self._looks[""] > LOOKS:
            return {title: value for title in self if (value := self[title][row]) is not None}
        packed = self.slices()
        filled = [title for title, kind in zip(packed.titles, packed.kinds, strict=True) if kind != BLANKS]
        picked = {title: packed[title].picked((row,))[0] for title in filled}
        return {title: value for title, value in picked.items() if value is not None}

    def passing(self, title: str) -> list[Any]:
        """A column for one look: not kept in memory unpacked."""
        return self._made.get(title) or self._packed[title].values()
