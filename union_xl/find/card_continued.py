"""A card that runs over two sheets, or two tables of a Word document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from union_xl.find import card_detection, card_tables
from union_xl.find.card_cells import lines, signed_between
from union_xl.find.card_labels import naming, pairs_of
from union_xl.find.card_reading import Card, Layout, cards, is_signed, layout
from union_xl.find.surrounding_lines import flat
from union_xl.ledgers.form import Form
from union_xl.model import Book, Finding, Grid, Table

_FEWEST = 2
"""Labels with values that a card must gain."""


def gone_on(
    book: Book,
    grid: Grid,
    forms: Sequence[Form],
    blocks: Sequence[Form],
    before: Sequence[Table],
    forced: bool,
) -> tuple[list[Table], Finding] | None:
    """The tables `before` with the last card whole, and those of its blocks on this sheet, and what is told;
    None where the sheet does not go on with that card: it has labels the card lacks, what both have is
    equal, and it is no card of another ledger."""
    coming = {form.slug: form for form in forms if form.card is not None}
    at = _last_card(before, coming)
    if at < 0:
        return None
    owner, form = before[at], coming[before[at].form]
    children = card_detection.inner_ledgers(form, (*forms, *blocks))
    how = layout(form, children, {})
    card = _rest(grid, owner, how)
    if card is None or _is_another(card_detection.read(book, grid, forms, blocks, {}, forced), owner, card):
        return None
    whole = card_tables.went_on(owner, grid, form, card)
    by_slug = {child.slug: child for child in children}
    made = [
        card_tables.block_table(grid, form, by_slug[block.header.slug], block, whole)
        for block in card.blocks
        if block.rows
    ]
    told = Finding("T-CARD-ON", grid.place(), facts={"工作表": grid.sheet, "前一张": owner.grid.sheet})
    return [*before[:at], whole, *before[at + 1 :], *made], told


def signed(book: Book, grid: Grid, forms: Sequence[Form], before: list[Table]) -> list[Table]:
    """The tables `before`; the last card, if it stands in the table before this one in Word, with the names
    of the lines of signatures between the two."""
    coming = {form.slug: form for form in forms if form.card is not None}
    at = _last_card(before, coming)
    lines_between = signed_between(grid)
    if at < 0 or not lines_between or before[-1].grid.sheet != _sheet_before(book, grid):
        return before
    form = coming[before[at].form]
    pairs = [pair for cells in lines_between.values() for pair in pairs_of(cells, naming(form, {}))]
    names = {pair.title: pair for pair in pairs if is_signed(pair, form) and pair.says}
    if names.keys() <= before[at].where.keys():
        return before
    whole = card_tables.went_on(before[at], grid, form, Card(1, names))
    return [*before[:at], whole, *before[at + 1 :]]


def _last_card(before: Sequence[Table], coming: Mapping[str, Form]) -> int:
    """Where the last card stands among them; -1 where there is none, or it holds nothing."""
    at = max((at for at, one in enumerate(before) if one.layout == "card" and one.form in coming), default=-1)
    return at if at >= 0 and before[at].body else -1


def _sheet_before(book: Book, grid: Grid) -> str:
    at = next(at for at, one in enumerate(book.grids) if one.sheet == grid.sheet)
    return book.grids[at - 1].sheet if at else ""


def _rest(grid: Grid, owner: Table, how: Layout) -> Card | None:
    """What stands on the sheet as part of one card that gains by it and contradicts nothing."""
    cells = lines(grid, len(grid.rows))
    found = cards(cells, how)
    if len(found) != 1 or card_detection.heads_list(cells, found[0], how):
        return None
    said = {title: flat(found[0].values[title].raw) for title in found[0].beside}
    known = {title: flat(owner.grid.at(owner.body[0], col)) for title, col in owner.where.items()}
    gained = [title for title, text in said.items() if text and title not in known]
    equal = all(not text or known.get(title, text) == text for title, text in said.items())
    return found[0] if equal and len(gained) >= _FEWEST else None


def _is_another(got: tuple[list[Table], list[Finding]] | None, owner: Table, card: Card) -> bool:
    """The sheet reads as cards of another ledger, or as one that shares nothing with this one."""
    tables = got[0] if got else []
    return bool(tables) and (tables[0].form != owner.form or owner.where.keys().isdisjoint(card.values))
