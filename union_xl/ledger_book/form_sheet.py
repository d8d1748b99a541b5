"""The sheet of one form: its kept rows, column by column."""

from __future__ import annotations

from union_xl import ledgers
from union_xl.ledger_book.sheets import STATES, SheetContent
from union_xl.ledgers.form import Form
from union_xl.model import Ledger
from union_xl.model.rows import SOURCE_FORMATS, SOURCE_TITLES, STATE


def form_sheet(form: Form, ledger: Ledger) -> SheetContent:
    """The kept rows of one form: its standard titles, then 台账状态 and where each row comes from."""
    columns = {column.title: column for column in form.columns}
    titles = (*columns, *SOURCE_TITLES)
    widths = {title: one.width or one.kind.width for title, one in columns.items()}
    return SheetContent(
        form.short,
        titles,
        [],
        widths | {STATE: 10, "来源文件": 40, "来源工作表": 14, "来源行": 8},
        {STATE: STATES}
        | {t: one.kind.choices for t, one in columns.items() if 0 < len(one.kind.choices) <= 30},
        ledgers.cell_formats(form) | SOURCE_FORMATS,
        rows=ledger.kept[form.slug],
    )
