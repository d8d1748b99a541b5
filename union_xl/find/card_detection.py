"""Cards: one person or unit per page, each label with its value beside it (困难职工档案表).

`read` makes of each card of a ledger that comes as cards a row of its own and the rows of its blocks; a card
of no such ledger is told (`is_card`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from union_xl.find import card_tables
from union_xl.find.beside_cells import beside_cards
from union_xl.find.card_cells import Cell, lines, own_lines
from union_xl.find.card_choice import chosen, is_named
from union_xl.find.card_reading import Card, Layout, alone, cards, heads_block, layout
from union_xl.find.content_signature import class_of
from union_xl.find.header_texts import OURS, Known, bare, known_headers, plain, words
from union_xl.find.surrounding_lines import flat
from union_xl.find.tick_boxes import options
from union_xl.find.title_words import TitleWords, Word, title_words
from union_xl.ledgers.form import ANYBODYS, Form
from union_xl.ledgers.links import children_of
from union_xl.model import Book, Finding, Grid, Raw, Table
from union_xl.model.lazy_pattern import LazyPattern
from union_xl.model.rows import FILE, ROW, SHEET

_MOST_ROWS = 80
_PAIRS = 4
_FIRST_ROWS = 60
_PROOF = {"证件号码": "id", "身份证号码": "id", "身份证号": "id", "手机号码": "mobile", "手机号": "mobile",
          "联系电话": "mobile", "出生日期": "date", "出生年月": "date", "入会日期": "date",
          "入会时间": "date"}  # fmt: skip
"""Labels and the class of the value that must stand beside one of them."""
_HEADS, _WIDEST_BLOCK = 8, 9
"""A list has its header in one of the first rows, with more labels side by side than a block of a card."""
_BEFORE_COLON = LazyPattern(r"([^\s:：;；,，。]{2,12})\s*[:：]\s*\S")
_NEAR = 0.6
"""Share of the most labels that a form must have on a sheet to be looked at."""
_HEADS_ALONE = 3
"""Rows in which the header of a block by itself is looked for."""

Confirmed = Mapping[tuple[str, str], Mapping[str, str]]


def is_card(grid: Grid, known: Known) -> bool:
    """Four labels or more, in two rows or more, each with a value right of it; one value proves its label, or
    three rows begin with one; no row is a header (`known` are the texts that name a column of any form)."""
    if len(grid.rows) > _MOST_ROWS:
        return False
    pairs = rows = headed = 0
    proven = False
    for cells in grid.rows:
        texts = [text for cell in cells if (text := flat(cell))]
        if len(texts) < 2:
            continue
        labels = [plain(text) in known for text in texts]
        if sum(labels) >= _PAIRS and sum(labels) >= 0.6 * len(texts):
            return False
        beside = [
            (plain(text), texts[at + 1])
            for at, text in enumerate(texts[:-1])
            if labels[at] and not labels[at + 1] and not texts[at + 1].endswith(":")
        ]
        pairs += len(beside)
        rows += bool(beside)
        headed += bool(beside) and labels[0]
        proven = proven or any(class_of(value) == _PROOF.get(label, "") for label, value in beside)
    return pairs >= _PAIRS and rows >= 2 and (proven or headed > 2)


def read(
    book: Book,
    grid: Grid,
    forms: Sequence[Form],
    blocks: Sequence[Form],
    confirmed: Confirmed,
    forced: bool,
) -> tuple[list[Table], list[Finding]] | None:
    """The tables of the cards on a sheet; None where it holds none of a form of `forms` that comes as cards.

    `blocks` are further ledgers that may stand inside them.  `forced`: somebody named the form.
    """
    coming = tuple(form for form in forms if form.card is not None)
    if not coming or not _may_be(grid, _labels(coming), known_headers(tuple(forms))):
        return None
    folder, _, file = book.name.rpartition("/")
    spoken_of = title_words(forms, TitleWords(tuple(_texts_above(grid)), grid.sheet, file, folder), "")
    read_as: list[tuple[Form, Layout, list[Card]]] = []
    first = own_lines(grid, _FIRST_ROWS)
    for form in _likely(grid, coming, spoken_of):
        children = inner_ledgers(form, (*forms, *blocks))
        how = layout(form, children, {})
        some = cards(first, how)
        if some and _is_of(some[0], form) and not heads_list(first, some[0], how):
            read_as.append((form, how, some))
    taken, tie = chosen(read_as, forms, spoken_of, book.stamp.get("form", ""), forced)
    if tie:
        facts = {"工作表": grid.sheet, "表": f"{tie[0].short}、{tie[1].short}"}
        return [], [Finding("T-TIE", grid.place(), facts=facts)]
    if taken is None:
        return None
    form, how, some = taken
    mark = card_tables.mark_of(some[0])
    children = inner_ledgers(form, (*forms, *blocks))
    if (form.slug, mark) in confirmed:
        how = layout(form, children, confirmed[form.slug, mark])
    lines = own_lines(grid, len(grid.rows))
    every = cards(lines, how)
    return card_tables.tables(grid, form, children, every, mark), beside_cards(grid, lines, every)


def block_rows(
    grid: Grid, forms: Sequence[Form], blocks: Sequence[Form], before: Sequence[Table]
) -> list[Table] | None:
    """The rows of a block that stands by itself behind its card: in the next table of a Word document, on
    another sheet where the book holds one card; None where it is none."""
    coming = {form.slug: form for form in forms if form.card is not None}
    owners = [table for table in before if table.form in coming and table.grid.origin and table.body]
    if not owners or (len(owners) > 1 and not grid.place().in_word):
        return None
    form = coming[owners[-1].form]
    children = {child.slug: child for child in inner_ledgers(form, (*forms, *blocks))}
    found = alone(
        lines(grid, len(grid.rows)), layout(form, tuple(children.values()), {}), grid.lead + _HEADS_ALONE
    )
    if found is None or not set(children[found.header.slug].link).isdisjoint(found.header.titles):
        return None
    child = children[found.header.slug]
    return [card_tables.block_table(grid, form, child, found, owners[-1])] if found.rows else []


def _likely(grid: Grid, forms: Sequence[Form], spoken_of: Mapping[str, Word]) -> list[Form]:
    """The forms worth a closer look: those that something names, and those with the most labels here."""
    texts = {plain(cell) for cells in grid.rows[:_FIRST_ROWS] for cell in cells if isinstance(cell, str)}
    texts |= {plain(one[1]) for text in _colons(grid) for one in _BEFORE_COLON.finditer(text)}
    counts = {}
    for form in forms:
        own = {plain(label): title for label, title in form.card.labels} if form.card else {}
        own |= {text: title for text, (title, _) in words(form).exact.items()}
        counts[form.slug] = len({own[text] for text in texts.intersection(own)})
    most = max(counts.values(), default=0)
    return [form for form in forms if counts[form.slug] >= _NEAR * most or is_named(form, spoken_of)]


def _colons(grid: Grid) -> Iterator[str]:
    """Texts of the first rows in which a label may stand before a colon."""
    for cells in grid.rows[:_FIRST_ROWS]:
        for cell in cells:
            if isinstance(cell, str) and ("：" in cell or ":" in cell) and len(cell) < 200:
                yield cell


def inner_ledgers(form: Form, forms: Sequence[Form]) -> tuple[Form, ...]:
    """The ledgers whose rows belong to a row of the form."""
    return tuple({one.slug: one for one in children_of(form, forms)}.values())


@lru_cache(maxsize=16)
def _labels(forms: tuple[Form, ...]) -> frozenset[str]:
    """Every plain label of the forms."""
    own = {plain(label) for form in forms if form.card for label, _ in form.card.labels}
    return frozenset(own | known_headers(forms).keys())


def _may_be(grid: Grid, labels: frozenset[str], every: Known) -> bool:
    """A quick look: labels stand with something else beside them, in cells or before colons, in two rows or
    more, before any row is the header of a list (`every` are the titles of all ledgers)."""
    if _list_follows(grid, every):  # the usual case: nothing further is looked at
        return False
    pairs = rows = 0
    for cells in grid.rows[:_FIRST_ROWS]:
        texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
        named = [len(text) < 40 and (plain(text) in labels or bare(plain(text)) in labels) for text in texts]
        adjoin = 0 if any(map(_is_value, cells)) else _adjoin(named)
        if adjoin >= _PAIRS and not rows:
            return False
        told = sum(named) if adjoin < 3 else 0
        told += sum(_labelled(text, labels) for text in texts if 2 < len(text) < 200)
        pairs += told
        rows += bool(told)
        if pairs >= _PAIRS and rows > 1:
            return True
    return False


def _is_value(raw: Raw) -> bool:
    """A number, a day, boxes: no header of a list holds any."""
    if not isinstance(raw, str):
        return raw is not None
    return class_of(raw) in ("number", "date", "id", "mobile") or bool(options(raw))


def _labelled(text: str, labels: frozenset[str]) -> int:
    """Labels with a colon and something behind it, inside a text."""
    if "：" not in text and ":" not in text:
        return 0
    return sum(plain(one[1]) in labels for one in _BEFORE_COLON.finditer(text))


def _list_follows(grid: Grid, every: Known) -> bool:
    """One of the first rows is the header of a list wider than any block of a card, or of our ledger."""
    for cells in grid.rows[:_HEADS]:
        texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
        if {FILE, SHEET, ROW}.issubset(texts):
            return True
        named = [len(text) < 40 and plain(text) in every for text in texts]
        if _adjoin(named) > _WIDEST_BLOCK:
            return True
    return False


def _adjoin(named: Sequence[bool]) -> int:
    """The longest run of labels side by side."""
    best = run = 0
    for one in named:
        run = run + 1 if one else 0
        best = max(best, run)
    return best


def _texts_above(grid: Grid) -> Iterator[str]:
    """What stands alone in the first rows: titles (that of cards side by side more than once)."""
    for cells in grid.rows[:6]:
        texts = list({text: None for cell in cells if (text := flat(cell))})
        if len(texts) == 1:
            yield texts[0]


def _is_of(card: Card, form: Form) -> bool:
    """Enough of the form's labels stand on the card, one that names a row among them."""
    keys = {title for key in form.keys for title in key}
    keys |= {column.title for column in form.columns if column.need == "required"}
    wanted = min(_PAIRS, len(form.columns))
    return len(card.beside) >= wanted and not keys.isdisjoint(card.values)


def heads_list(lines: Sequence[Sequence[Cell]], card: Card, how: Layout) -> bool:
    """A row with as many of the form's labels side by side as the card has in all, or with little else than
    labels, and rows below it: a list of the form, under lines that say whose it is.  Labels behind a running
    number are the header of a list, unless of a block."""
    for cells, below in zip(lines, [*lines[2:], (), ()], strict=False):
        texts = [cell.text for cell in cells if cell.text]
        named = [how.name.is_label(text, before) for before, text in zip(("", *texts), texts, strict=False)]
        named = [one or plain(text) in ANYBODYS for one, text in zip(named, texts, strict=True)]
        widest = _adjoin(named)
        if widest >= _PAIRS and any(plain(text) in OURS for text in texts) and not heads_block(cells, how):
            return True
        filled = sum(bool(cell.text) for cell in below)
        others = sum(plain(text) not in OURS for text in texts)
        most = sum(named) >= max(_PAIRS, 0.75 * others) and 2 * filled >= len(named)
        if most and not heads_block(cells, how):
            return True
        if widest >= max(len(card.beside), _PAIRS) and 2 * filled >= widest:
            return True
    return False
