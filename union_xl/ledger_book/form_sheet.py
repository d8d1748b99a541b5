"""The sheet of one form: its kept rows, column by column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from union_xl import ledgers
from union_xl.ledger_book.sheets import STATES, Place3, SheetContent
from union_xl.ledgers.form import Form
from union_xl.model import Ledger
from union_xl.model.ledger import FILE, ROW, SHEET, SOURCE_FORMATS, SOURCE_TITLES, STATE, Rows


def form_sheet(form: Form, ledger: Ledger) -> SheetContent:
    """The kept rows of one form: its standard titles, then 台账状态 and where each row comes from."""
    columns = {column.title: column for column in form.columns}
    titles = (*columns, *SOURCE_TITLES)
    widths = {title: one.width or one.kind.width for title, one in columns.items()}
    return SheetContent(
        form.short,
        titles,
        [],
        widths | {STATE: 10, "来源文件": 28, "来源工作表": 14, "来源行": 8},
        {STATE: STATES}
        | {t: one.kind.choices for t, one in columns.items() if 0 < len(one.kind.choices) <= 30},
        ledgers.cell_formats(form) | SOURCE_FORMATS,
        rows=kept_rows(ledger, form.slug),
    )


class _FrameRows:
    """The rows of a frame, for a ledger that was not merged here (model.ledger.Rows)."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame
        self.titles: tuple[str, ...] = tuple(frame.columns)

    def __len__(self) -> int:
        return len(self._frame)

    def column(self, title: str) -> list[Any]:
        return list(self._frame[title].to_numpy(dtype=object))

    def cells(self, title: str, start: int, stop: int) -> list[Any]:
        return list(self._frame[title].to_numpy(dtype=object)[start:stop])

    def keys(self) -> list[str | None]:
        """Nothing: nobody has named these rows."""
        return [None] * len(self)

    def tally(self, title: str) -> Counter[Any]:
        return Counter(self.column(title))

    def places(self, books: Collection[str]) -> Mapping[Place3, int]:
        stands = zip(*(self.column(title) for title in (FILE, SHEET, ROW)), strict=True)
        return {place: number for number, place in enumerate(stands) if place[0] in books}


def kept_rows(ledger: Ledger, slug: str) -> Rows:
    """The kept rows of a form, column by column."""
    return ledger.kept.get(slug) or _FrameRows(ledger.frames[slug])
