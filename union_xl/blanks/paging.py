"""How a wide list is printed: on A4 across, in groups of columns, each page beginning with those that say
whose a row is.  Pure arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from union_xl.ledgers.form import Form

_PAGE = 900
"""Pixels (1/96 inch) across A4 lying, less margins of 0.4 inch and a tenth: fonts differ by system."""
_LEAST = 74
"""Per cent to which a page is reduced at most: 10.5 points are 7.8 then."""
_REPEATED = 70.0
"""Characters that the columns repeated on every page take at most."""


@dataclass(frozen=True, slots=True)
class Paging:
    """`scale` in per cent; `starts`: the 0-based first column of each page after the first; `repeated`: the
    last 0-based column that stands on every page."""

    scale: int
    starts: tuple[int, ...]
    repeated: int

    @property
    def first(self) -> int:
        """How many columns the first page has; 0 where it has all."""
        return self.starts[0] if self.starts else 0


def paging(form: Form, widths: Sequence[float]) -> Paging:
    """The pages of a list with columns of these widths (Excel's characters), the running number first: as few
    as are readable, of about the same width."""
    repeated = _repeated(form, widths)
    pixels = [_pixels(width) for width in widths]
    fixed = sum(pixels[: repeated + 1])
    rest = pixels[repeated + 1 :]
    for pages in range(1, len(rest) + 1):
        room = _narrowest(rest, pages)
        scale = min(100, int(100 * _PAGE / (fixed + room)))
        if scale >= _LEAST:
            return Paging(scale, tuple(repeated + 1 + at for at in _cuts(rest, room)), repeated)
    return Paging(_LEAST, tuple(range(repeated + 2, len(widths))), repeated)


def _repeated(form: Form, widths: Sequence[float]) -> int:
    """The column that names a row: the person's, else the unit's, else the first required; those left of it
    are repeated with it, as far as there is room."""
    titles = [column.title for column in form.columns]
    required = next((column.title for column in form.columns if column.need == "required"), "")
    for title in (form.titled("person"), form.titled("unit"), required):
        if title in titles and sum(widths[: titles.index(title) + 2]) <= _REPEATED:
            return titles.index(title) + 1
    return 1


def _pixels(width: float) -> int:
    return int(width * 7 + 5)


def _narrowest(pixels: Sequence[int], pages: int) -> int:
    """The least room in which the columns, in their order, fit on so many pages."""
    least, most = max(pixels, default=0), sum(pixels)
    while least < most:
        room = (least + most) // 2
        if len(_cuts(pixels, room)) < pages:
            most = room
        else:
            least = room + 1
    return least


def _cuts(pixels: Sequence[int], room: int) -> list[int]:
    """Where pages of this room begin, after the first."""
    cuts: list[int] = []
    used = 0
    for at, width in enumerate(pixels):
        if used and used + width > room:
            cuts.append(at)
            used = 0
        used += width
    return cuts
