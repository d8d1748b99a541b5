"""A header of two rows: groups above (联系人 over 姓名 and 电话), titles below."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from union_xl.model import Raw
from union_xl.office.parse_values import plain
from union_xl.office.sheets import Header, Sheet, normalise

_LONGEST = 16
_TICKED = {"应报表", "免报表"}
"""Groups over columns named by forms: each of those is ticked, none is the list of forms."""


def with_groups(sheet: Sheet, header: Header, titles: Mapping[str, Sequence[str]], needed: str) -> Header:
    """The header together with the row below or above it, where these two make one; else as it is.

    A cell of the lower row counts with its group first (联系人 + 电话), then by itself, and a blank one takes
    what stands above it.  The lower row is part of the header when it says nothing else at `needed`, holds
    nothing but short texts, and names a title.
    """
    known = {normalise(alias): title for title, aliases in titles.items() for alias in (title, *aliases)}
    for top in (header.row, header.row - 1):
        if top < 1 or top >= len(sheet.rows):
            continue
        where = _joined(sheet, top, known, needed)
        if where and set(where) | _TICKED >= set(header.where):
            return Header(top + 1, where)
    return header


def group_over(sheet: Sheet, row: int, col: int) -> str:
    """The group a title of a lower header row stands under, '' for none."""
    above = [plain(raw) for raw in sheet.rows[row - 2][:col]] if row > 1 else []
    return next((text for text in reversed(above) if text), "")


def _joined(sheet: Sheet, top: int, known: Mapping[str, str], needed: str) -> dict[str, tuple[int, ...]]:
    """{title: columns} of the rows top and top + 1 read as one header; {} when they are none."""
    upper, lower = sheet.rows[top - 1], sheet.rows[top]
    grouped: dict[str, list[int]] = {}
    alone: dict[str, list[int]] = {}
    group, own = "", 0
    for col in range(1, max(len(upper), len(lower)) + 1):
        above, below = _text(sheet.at(top, col)), _text(sheet.at(top + 1, col))
        if above is None or below is None:
            return {}
        group = above or group
        if not below or below == above:
            if title := known.get(above):
                alone.setdefault(title, []).append(col)
        elif title := known.get(group + below) or known.get(known.get(group, group) + below):
            grouped.setdefault(title, []).append(col)
            own += 1
        elif title := known.get(below):
            alone.setdefault(title, []).append(col)
            own += 1
        elif known.get(above) == needed:  # a row of the table: its unit stands there
            return {}
    if not own or needed not in (grouped | alone):
        return {}
    return {title: (*grouped.get(title, ()), *alone.get(title, ())) for title in (grouped | alone)}


def _text(raw: Raw) -> str | None:
    """A title as it is compared; None for what no header holds: numbers, dates, long texts."""
    if raw is None or raw == "":
        return ""
    if not isinstance(raw, str) or len(plain(raw)) > _LONGEST or unicodedata.normalize("NFKC", raw).isdigit():
        return None
    return normalise(raw)
