"""Texts outside the tables of a sheet that look like data: in text boxes and shapes, in notes, beside cards,
and in lines around lists with a person's number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from union_xl.find.card_cells import Cell
from union_xl.find.card_labels import is_no_data
from union_xl.find.card_reading import Card
from union_xl.find.own_sheets import own_note
from union_xl.find.reasons import FOOTER, REMARK
from union_xl.find.tick_boxes import options
from union_xl.model import Finding, Grid, Raw, Table
from union_xl.model.lazy_pattern import LazyPattern

_NUMBER = LazyPattern(r"(?<![0-9A-Z])(?:\d{15}|\d{17}[\dXx]|[0-9A-HJ-NPQRTUWXY]{18})(?![0-9A-Z])")
_PERSON = LazyPattern(r"(?<![0-9A-Z])\d{6}(?:19|20)\d{9}[\dXx](?![0-9A-Z])")
_NAMES = LazyPattern(r"20\d\d年?度?|[上下]半年|\d{1,2}月份?|附件\d*|第?\d{1,3}[页季版期号]")
"""Digits of titles and page numbers."""
_SAYS = LazyPattern(r"\d|[：:]\s*[^\s_＿]|、")
_GUIDES = LazyPattern(
    r"说明|填[写报表]|要求|注意|咨询|请|[须应]|不得|下拉|[示范]例|例如|如[：:]|返回|点击|盖章|公章"
)
_SAMPLE = LazyPattern(r"[示范]例|举例|例[如：:]|如[：:\d]|[格样]式|填写")
"""A number that only shows how to write one."""
_SHOWN = 40


def texts_beside(grid: Grid, tables: Sequence[Table]) -> list[Finding]:
    """One line for a sheet that has such texts: the first one, and how many."""
    first = max((table.header[-1] for table in tables if table.header), default=0)
    body = {row for table in tables for row in table.body}
    notes = {spot: own_note(text) for spot, text in grid.notes.items() if spot[0] > first} if tables else {}
    told = [
        (spot, what, " ".join(text.split()))
        for what, texts in (
            ("文本框", {spot: text for spot, text in grid.boxes.items() if _like_data(text)}),
            (
                "批注",
                {spot: text for spot, text in notes.items() if spot[0] not in body and _like_data(text)},
            ),
            ("表格以外的单元格", dict(_lines_with_numbers(grid, tables))),
        )
        for spot, text in sorted(texts.items())
    ]
    if not told:
        return []
    (row, col), what, text = told[0]
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…（共{len(text)}字）"
    more = f"等 {len(told)} 处" if len(told) > 1 else ""
    return [Finding("T-BOX", grid.place(row, col), facts={"处": what, "文字": shown, "等": more})]


def _lines_with_numbers(grid: Grid, tables: Sequence[Table]) -> Iterator[tuple[tuple[int, int], str]]:
    """Lines around lists that say something of somebody by number; a card is all around its values."""
    if not tables or any(table.grid.origin or not table.header for table in tables):
        return
    known = {row for table in tables for row in (*table.header, *table.body)}
    known |= {row for table in tables for row, why in table.aside.items() if why not in (REMARK, FOOTER)}
    for row, cells in enumerate(grid.rows, 1):
        if row in known:
            continue
        for col, cell in enumerate(cells, 1):
            if isinstance(cell, str) and names_person(cell):
                yield (row, col), cell


def names_person(cell: Raw) -> bool:
    """A sentence with a person's number in it."""
    return (
        isinstance(cell, str) and len(cell) > 18 and bool(_PERSON.search(cell)) and not _SAMPLE.search(cell)
    )


def _like_data(text: str) -> bool:
    if _NUMBER.search(text):
        return not _SAMPLE.search(text)
    return _SAYS.search(_NAMES.sub("", text)) is not None and not _GUIDES.search(text)


def beside_cards(grid: Grid, lines: Sequence[Sequence[Cell]], cards: Sequence[Card]) -> list[Finding]:
    """One line for a sheet of cards that has values of which no label was read, below each other."""
    pairs = [pair for card in cards for pair in (*card.values.values(), *card.others)]
    read = {cell.spot for pair in pairs for cell in (pair.cell, pair.value) if cell}
    labelled = {
        pair.cell.row for pair in pairs if pair.title and pair.value is not pair.cell and not pair.down
    }
    unread: dict[int, list[Cell]] = {}
    for cell in (cell for row in sorted(labelled) for cell in lines[row - 1]):
        if cell.text and cell.spot not in read and not is_no_data(cell.text) and not options(cell.text):
            unread.setdefault(cell.col, []).append(cell)
    found = [cells for cells in unread.values() if len(cells) > 1]
    if not found:
        return []
    first, many = found[0][0], sum(map(len, found))
    facts = {"处": "卡片旁边的单元格", "文字": first.text[:_SHOWN], "等": f"等 {many} 处"}
    return [Finding("T-BOX", grid.place(first.row, first.col), facts=facts)]
