"""Texts of an xls or xlsb of which a part is struck through: what is left of them."""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator, Sequence

_RICH, _PHONETIC, _WIDE = 8, 4, 1
_STRUCK = 0x08
"""The bit of a font's flags (FONT, BrtFont: the second two bytes) that strikes it through."""


def is_struck_font(body: bytes) -> bool:
    """A FONT record, or a BrtFont, with strikethrough."""
    return len(body) >= 4 and bool(struct.unpack_from("<H", body, 2)[0] & _STRUCK)


Left = tuple[str | None, str | None]
"""What is not struck of a text, in a cell whose own font is not struck, and in one whose is (letters before
the first run have the cell's font); None where nothing is struck, '' where all is."""


def left_of(text: str, runs: Sequence[tuple[int, int]], struck: Collection[int]) -> Left:
    """What is left of a text; `runs`: (first letter, font), in order, at least one."""
    ends = [start for start, _ in runs[1:]] + [len(text)]
    parts = [(text[start:end], font in struck) for (start, font), end in zip(runs, ends, strict=True)]
    own = "".join(part for part, is_struck in parts if not is_struck)
    first = text[: runs[0][0] if runs else 0]
    any_struck = any(is_struck and part.strip() for part, is_struck in parts)
    return ((first + own).strip() if any_struck else None), own.strip() or ("" if any_struck else None)


def struck_texts(pieces: Sequence[bytes], struck: Collection[int]) -> dict[int, Left]:
    """{number of a shared text: what is not struck of it} of a BIFF8 SST record and its CONTINUE records.

    Struct errors and ValueError where the records are broken.
    """
    found: dict[int, Left] = {}
    if not struck or not pieces or len(pieces[0]) < 8:
        return found
    reader = _Pieces(pieces, 8)
    for number in range(struct.unpack_from("<I", pieces[0], 4)[0]):
        if reader.done:
            break
        size, flags = struct.unpack("<HB", reader.take(3))
        count = struct.unpack("<H", reader.take(2))[0] if flags & _RICH else 0
        more = struct.unpack("<I", reader.take(4))[0] if flags & _PHONETIC else 0
        text = reader.letters(size, bool(flags & _WIDE))
        runs = list(struct.iter_unpack("<HH", reader.take(4 * count)))
        reader.take(more)
        if runs:
            found[number] = left_of(text, [(start, font) for start, font in runs], struck)
    return found


def xlsb_struck_text(body: bytes, struck: Collection[int]) -> Left:
    """The same of one BrtSSTItem of an xlsb."""
    if not struck or len(body) < 9 or not body[0] & 1:
        return None, None
    size = struct.unpack_from("<I", body, 1)[0]
    end = 5 + 2 * size
    if end + 4 > len(body):
        return None, None
    count = min(struct.unpack_from("<I", body, end)[0], (len(body) - end - 4) // 4)
    runs = [struct.unpack_from("<HH", body, end + 4 + 4 * number) for number in range(count)]
    if not runs:
        return None, None
    return left_of(body[5:end].decode("utf-16-le", "replace"), runs, struck)


class _Pieces:
    """Bytes that go on from record to record."""

    def __init__(self, pieces: Sequence[bytes], at: int) -> None:
        self._rest: Iterator[bytes] = iter(pieces[1:])
        self._piece, self._at = pieces[0], at
        self.done = False

    def _next(self) -> None:
        following = next(self._rest, None)
        if following is None:
            self.done = True
            raise ValueError("the shared texts end early")
        self._piece, self._at = following, 0

    def take(self, size: int) -> bytes:
        """The next bytes, over the ends of records."""
        out = b""
        while len(out) < size:
            if self._at >= len(self._piece):
                self._next()
            part = self._piece[self._at : self._at + size - len(out)]
            out, self._at = out + part, self._at + len(part)
        return out

    def letters(self, count: int, wide: bool) -> str:
        """The next letters; where a record ends, the next one says anew how wide they are."""
        text = ""
        while len(text) < count:
            if self._at >= len(self._piece):
                self._next()
                wide = bool(self._piece[0] & _WIDE)
                self._at = 1
            size = min((count - len(text)) * (1 + wide), len(self._piece) - self._at)
            raw = self._piece[self._at : self._at + size]
            self._at += len(raw)
            part = raw.decode("utf-16-le" if wide else "latin-1", "surrogatepass")
            if not part:
                raise ValueError("half a letter")
            text += part
        return text
