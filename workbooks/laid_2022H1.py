"""What the further ledgers of workbooks/2022H1 share: tables, cards and Word papers from rows of values."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from tests.corpus.containers import packed
from tests.corpus.layout_styles import Block, Column, Dress, lay
from tests.corpus.sheets import Sheet, Workbook, xlsx
from tests.corpus.units import Firm, Row

Line = Sequence[str | tuple[str, int]]
"""A row of a card: texts, each over one column or over as many as said."""
SENT = dt.datetime(2022, 7, 1, 15, 20)
SIGNED = "填表人：        审核人：        负责人（签字）："


def person(firm: Firm, number: int, **more: Any) -> Row:
    """A member of the firm, as any person ledger names people, and what this one says further."""
    found = firm.members[number]
    return {title: found[title] for title in ("姓名", "性别", "证件号码", "手机号码", "单位名称")} | more


def heads(words: str) -> list[Column]:
    """`序号 姓名 证件号码=身份证号 =签字`: standard title, header where it is another; a header without
    a title is a column the ledger does not know (its values stand under `=签字`)."""
    made = []
    for word in words.split():
        title, sign, head = word.partition("=")
        if sign and not title:
            made.append(Column("", (head,), of=_of(word)))
        else:
            made.append(Column("" if title == "序号" else title, (head or title,)))
    return made


def _of(key: str) -> Callable[[Row], Any]:
    return lambda row: row.get(key)


def table(
    name: str, title: str, line: str, words: str, rows: Sequence[Row], **dress: Any
) -> tuple[Sheet, Block]:
    """A sheet with a list: its title, the line of who sends it, header, rows, a line to sign."""
    sheet = Sheet(name)
    above = [(title, "title"), *([(line, "meta")] if line else [])]
    block = lay(sheet, rows, Dress(heads(words), **{"above": above, "below": [SIGNED]} | dress))
    sheet.freeze = block.header[-1]
    return sheet, block


def filled_by(unit: str, day: str = "2022年7月1日") -> str:
    return f"填报单位（盖章）：{unit}          填报日期：{day}"


def book(*sheets: Sheet, modified: dt.datetime = SENT) -> bytes:
    return xlsx(Workbook(list(sheets), modified))


def card_sheet(name: str, title: str, lines: Sequence[Line]) -> Sheet:
    """A card of six columns on a sheet: every line's cells side by side, merged where they are wider."""
    sheet = Sheet(name)
    sheet.put(1, 1, title, "title")
    sheet.merges.append((1, 1, 1, 6))
    sheet.heights[1] = 32
    for row, line in enumerate(lines, 2):
        col = 1
        for cell in line:
            text, wide = (cell, 1) if isinstance(cell, str) else cell
            for at in range(col, col + wide):
                sheet.put(row, at, "", "body")
            sheet.put(row, col, text, "body")
            if wide > 1:
                sheet.merges.append((row, col, row, col + wide - 1))
            col += wide
    sheet.widths = {1: 16, 2: 18, 3: 16, 4: 21, 5: 16, 6: 18}
    return sheet


def card_document(title: str, lines: Sequence[Line]) -> bytes:
    """The same card as a table of a Word document; the same lines give the same bytes."""
    import docx

    paper = docx.Document()
    paper.add_heading(title, 1)
    grid = paper.add_table(rows=len(lines), cols=6, style="Table Grid")
    for row, line in enumerate(lines):
        col = 0
        for cell in line:
            text, wide = (cell, 1) if isinstance(cell, str) else cell
            place = grid.cell(row, col)
            if wide > 1:
                place = place.merge(grid.cell(row, col + wide - 1))
            place.text = text
            col += wide
    paper.core_properties.created = paper.core_properties.modified = SENT
    out = io.BytesIO()
    paper.save(out)
    with zipfile.ZipFile(out) as parts:
        return packed({name: parts.read(name) for name in parts.namelist()})
