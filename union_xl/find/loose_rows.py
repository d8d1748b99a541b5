"""Rows among the data rows that hold nothing but a text, and of which no word says what they are."""

from __future__ import annotations

from collections.abc import Iterator

from union_xl.find.blocks import line_says
from union_xl.find.reasons import FOOTER, REMARK, is_foot
from union_xl.find.row_words import REMARK_WORDS
from union_xl.find.surrounding_lines import flat, read_lines
from union_xl.find.totals import total_rows
from union_xl.ledgers.form import Form
from union_xl.model import Finding, Table

_SHOWN = 20


def loose_rows(table: Table, form: Form) -> Iterator[Finding]:
    """T-LOOSE, once for all such rows; signatures, remarks that call themselves so, `名称：值` lines and the
    lines that head a block (told apart before) are none."""
    if not table.body:
        return
    totals = total_rows(table, form)
    found = [
        (row, text)
        for row, why in sorted(table.aside.items())
        if why in (REMARK, FOOTER) and table.body[0] < row < table.body[-1] and row not in totals
        for text in [_text(table, row)]
        if text and not line_says(table.grid, row, table.where, form)
    ]
    if found:
        (row, text), many = found[0], len(found)
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        col = next(col for col, raw in enumerate(table.grid.rows[row - 1], 1) if flat(raw))
        facts = {"行数": many, "首行": row, "内容": shown, "等": "等" if many > 1 else ""}
        yield Finding("T-LOOSE", table.grid.place(row, col), "", None, facts)


def _text(table: Table, row: int) -> str:
    """What the row says; '' where a word of it says what the row is."""
    texts = [text for raw in table.grid.rows[row - 1] if (text := flat(raw))]
    labelled = read_lines(table.grid, [row]).keys() - {"标题"}
    known = labelled or not texts or is_foot(texts[0]) or REMARK_WORDS.match(texts[0])
    return "" if known else " ".join(texts)
