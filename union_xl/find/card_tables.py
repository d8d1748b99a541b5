"""Cards as tables: one row for each card, and the rows of its blocks, every value with its own cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from union_xl.find import never_kept
from union_xl.find.binding import NOT_KEPT, TWICE
from union_xl.find.card_cells import Cell
from union_xl.find.card_labels import Pair, is_no_data
from union_xl.find.card_reading import Block, Card
from union_xl.find.content_signature import fingerprint
from union_xl.find.data_rows import Body
from union_xl.find.displayed_values import filled_grid
from union_xl.find.gathered_rows import Gathered
from union_xl.find.header_texts import OURS, plain
from union_xl.find.header_texts import never_kept as never_kept_labels
from union_xl.find.surrounding_lines import flat, read_lines
from union_xl.find.table_findings import findings_of_table, missing_columns
from union_xl.find.tick_boxes import answer
from union_xl.kinds.base import BLANK, Kind
from union_xl.ledgers.form import Form
from union_xl.ledgers.links import linked, other_links
from union_xl.model import Binding, Finding, Grid, Raw, Table
from union_xl.model.lazy_pattern import LazyPattern

_PRINTED = LazyPattern(
    r"[\s_＿.·…:：（）()/-]*(?:(?:年|月|日|时)[\s_＿.·…（）()/-]*"
    r"|(?:元|万元|人|岁|周岁|平方米|㎡|届|个|次|%|％)(?:[\s_＿.·…（）()/-]+|\Z))*"
)
"""Counters stand apart, so that 个人 is a word."""
_STAMPED = LazyPattern(r"[(（](?:盖章|公章|签章|签字|签名)[)）]|(?:签字|签名|签章)\s*[:：]")
_SIGNED = LazyPattern(
    r"(?:单位)?(?:(?:经办|负责|审核|领导|填表)人?(?:签字|签名|签章)?|签字|签名|签章)\s*[:：]\s*[\u4e00-\u9fff]{0,4}"
    r"|[(（](?:盖章|公章|签章|签字|签名)[)）]|(?:\d{4}\s*)?年\s*\d{0,2}\s*月\s*\d{0,2}\s*日"
)
_FREE = Kind("文本", lambda raw: BLANK)
"""The kind of a value nobody knows: only boxes are read from it."""


def mark_of(card: Card) -> str:
    """The same for cards of the same layout."""
    return fingerprint(card.labels)


def tables(grid: Grid, form: Form, children: Sequence[Form], cards: Sequence[Card], mark: str) -> list[Table]:
    """Each card's table of one row, then those of its blocks, card by card."""
    made: list[Table] = []
    taken: set[int] = set()
    for card in cards:
        own = _of_card(grid, form, card, mark, _anchor(card, form, grid.lead, taken))
        made.append(own)
        for child in children:
            blocks = [block for block in card.blocks if block.header.slug == child.slug and block.rows]
            made += [_of_block(grid, form, child, card, block, own) for block in blocks]
    return made


def _of_card(grid: Grid, form: Form, card: Card, mark: str, row: int, home: str = "") -> Table:
    """The row of a card, called by `row` of its sheet, or of the sheet `home` where it begins."""
    gathered = Gathered(grid, home)
    where = {column.title: col for col, column in enumerate(form.columns, 1) if column.title in card.values}
    own, filled = form.titled("unit"), False  # a unit alone is what a blank card came with
    for title, col in where.items():
        pair = card.values[title]
        raw = _given(answer(pair.raw, form.by_title[title].kind))
        filled = filled or (raw not in (None, "") and title != own)
        gathered.put(row, col, raw, (pair.value or pair.cell).spot)
    bindings = [Binding(where[title], card.values[title].label, title, "bound") for title in where]
    never = never_kept_labels(form)
    for col, pair in enumerate(card.others, len(form.columns) + 1):
        if _says_otherwise(pair, card, form):
            bindings.append(Binding(col, pair.label, pair.title, "proposed", 0.5, TWICE))
        else:
            why = NOT_KEPT if plain(pair.label) in never else ""
            bindings.append(Binding(col, pair.label, "", "unknown", 0.0, why))
        gathered.put(row, col, answer(pair.raw, _FREE), pair.value.spot if pair.value else None)
    gathered.origin[row, 0] = _key_cell(card, form).spot
    body = (row,) if filled else ()
    return _finished(gathered, form, where, body, bindings, _said(grid, card), mark)


def _says_otherwise(pair: Pair, card: Card, form: Form) -> bool:
    """Another label of a title with another value than the one that counts."""
    first = card.values.get(pair.title)
    if first is None or pair.foot or not pair.says or is_no_data(pair.label):
        return False
    tidy = form.by_title[pair.title].kind.tidy
    return bool(tidy(pair.raw).value != tidy(first.raw).value)


def went_on(one: Table, grid: Grid, form: Form, card: Card) -> Table:
    """The table `one` of a card that goes on with `card` on the sheet `grid`; of titles on both, the first
    counts."""
    row = one.body[0]
    rest = Card(
        card.top, {t: pair for t, pair in card.values.items() if t not in one.where}, lines=card.lines
    )
    two = _of_card(grid, form, rest, one.fingerprint, row, one.grid.sheet)
    cells = {**dict(enumerate(two.grid.rows[row - 1])), **_filled(one.grid.rows[row - 1])}
    width = max(len(one.grid.rows[row - 1]), len(two.grid.rows[row - 1]))
    rows = [*one.grid.rows[: row - 1], [cells.get(at) for at in range(width)], *one.grid.rows[row:]]
    whole = replace(
        one.grid,
        rows=rows,
        origin={**two.grid.origin, **one.grid.origin},
        errors={**two.grid.errors, **one.grid.errors},
        uncached=one.grid.uncached | two.grid.uncached,
        notes={**two.grid.notes, **one.grid.notes},
        struck=one.grid.struck | two.grid.struck,
        displays={**two.grid.displays, **one.grid.displays},
    )
    both = replace(
        one,
        grid=whole,
        where={**one.where, **two.where},
        bindings=(*one.bindings, *two.bindings),
        above={**two.above, **one.above},
        corrections=(*one.corrections, *two.corrections),
        questions=(*one.questions, *two.questions),
    )
    told = [finding for finding in (*one.findings, *two.findings) if finding.rule != "T-LACKS"]
    return replace(both, findings=(*told, *_lacking(both, form)))


def _filled(cells: Sequence[Raw]) -> dict[int, Raw]:
    return {at: raw for at, raw in enumerate(cells) if raw is not None}


def _given(raw: Raw) -> Raw:
    """A value; None for what was printed on the card for it: `    年  月  日`, `      元`, `____`.  Of an
    opinion the words, without stamp, signature and day."""
    if not isinstance(raw, str):
        return raw
    said = _SIGNED.sub("", raw).strip() if _STAMPED.search(raw) else raw
    return None if _PRINTED.fullmatch(said) else said


def _anchor(card: Card, form: Form, lead: int, taken: set[int]) -> int:
    """The row by which a card is called: that of the first key it has, as the file counts rows."""
    row = max(_key_cell(card, form).row - lead, 1)
    while row in taken:
        row += 1
    taken.add(row)
    return row


def _key_cell(card: Card, form: Form) -> Cell:
    keys = (*(title for key in form.keys for title in key), *card.values)
    pair = card.values[next(title for title in keys if title in card.values)]
    return pair.value or pair.cell


def _said(grid: Grid, card: Card) -> dict[str, str]:
    """What the lines around the labels say: whose it is, when it was filled in; the title stands above."""
    above = read_lines(grid, [row for row in card.lines if row < card.top])
    texts = read_lines(grid, [row for row in card.lines if row >= card.top])
    texts.pop("标题", None)
    return texts | above


def _of_block(grid: Grid, form: Form, child: Form, card: Card, block: Block, own: Table) -> Table:
    """The rows of a block inside a card; what names their owner has the card's own cell."""
    gathered, where, bindings = _rows_of(grid, child, block)
    for title, pair in _linked(form, child, card).items():
        where[title] = child.titles.index(title) + 1
        bindings.append(Binding(where[title], title, title, "bound"))
        raw = answer(pair.raw, form.by_title[pair.title].kind)
        for row in block.rows:
            gathered.put(row - grid.lead, where[title], raw, (pair.value or pair.cell).spot)
    return _of_rows(gathered, child, block, where, bindings, _owned(form, own))


def block_table(grid: Grid, form: Form, child: Form, block: Block, own: Table) -> Table:
    """The rows of a block that stands in a table, or on a sheet, after its card `own`."""
    gathered, where, bindings = _rows_of(grid, child, block)
    names = _names_of(form, child)
    owners = {
        mine: flat(own.grid.at(own.body[0], own.where[theirs]))
        for mine, theirs in names
        if theirs in own.where
    }
    return _of_rows(gathered, child, block, where, bindings, _owned(form, own) | owners)


def _rows_of(grid: Grid, child: Form, block: Block) -> tuple[Gathered, dict[str, int], list[Binding]]:
    """The values of a block, the columns of its titles, and what became of each header."""
    gathered = Gathered(grid)
    titles = {title: cell for title, cell in block.header.titles.items() if title in child.by_title}
    where = {column.title: col for col, column in enumerate(child.columns, 1) if column.title in titles}
    others = [cell for cell in block.header.others if plain(cell.text) not in OURS]
    more = list(enumerate(others, len(child.columns) + 1))
    bindings = [Binding(where[title], titles[title].text, title, "bound") for title in where]
    bindings += [Binding(col, cell.text, "", "unknown", 0.0) for col, cell in more]
    for row in block.rows:
        for title, col in where.items():
            raw, spot = _below(grid, row, titles[title])
            gathered.put(row - grid.lead, col, answer(raw, child.by_title[title].kind), spot)
        for col, cell in more:
            gathered.put(row - grid.lead, col, *_below(grid, row, cell))
    return gathered, where, bindings


def _of_rows(
    gathered: Gathered,
    child: Form,
    block: Block,
    where: Mapping[str, int],
    bindings: Sequence[Binding],
    above: Mapping[str, str],
) -> Table:
    body = tuple(row - gathered.grid.lead for row in block.rows)
    mark = fingerprint([one.header for one in bindings])
    return _finished(gathered, child, where, body, bindings, above, mark)


def _owned(form: Form, own: Table) -> dict[str, str]:
    """What a card says for the rows of its blocks: what stands around it, whose it is."""
    above, unit = dict(own.above), form.titled("unit")
    if own.body and unit in own.where and (name := flat(own.grid.at(own.body[0], own.where[unit]))):
        above["单位名称"] = name
    return above


def _names_of(form: Form, child: Form) -> list[tuple[str, str]]:
    """(column of the child, column of its owner) of what names the owner, by its key and by others."""
    return [*linked(child, form), *((title, title) for key in other_links(child, form) for title in key)]


def _linked(form: Form, child: Form, card: Card) -> dict[str, Pair]:
    """{title of the child: what the card says} of the columns that name the owner."""
    return {mine: card.values[theirs] for mine, theirs in _names_of(form, child) if theirs in card.values}


def _below(grid: Grid, row: int, header: Cell) -> tuple[Raw, tuple[int, int]]:
    """The value that stands under a header cell in a row, and where."""
    for col in range(header.col, header.right + 1):
        raw = grid.at(row, col)
        if raw not in (None, ""):
            return raw, (row, col)
    above = next(
        (
            area
            for area in grid.merged
            if area.top < row <= area.bottom and area.left <= header.col <= area.right
        ),
        None,
    )
    if above is not None and above.top > header.bottom:  # one value for several rows
        return grid.at(above.top, above.left), (above.top, above.left)
    return None, (row, header.col)


def _finished(
    gathered: Gathered,
    form: Form,
    where: Mapping[str, int],
    body: tuple[int, ...],
    bindings: Sequence[Binding],
    above: Mapping[str, str],
    mark: str,
) -> Table:
    width = max([*where.values(), *(one.col for one in bindings), 1])
    whole = gathered.made(width)
    kept = never_kept.blank_never_kept(whole, bindings, 0)
    headers = {one.col: one.header for one in bindings}
    filled = filled_grid(kept, Body(rows=list(body)), 1, width, where, form, headers)
    table = Table(
        form=form.slug,
        grid=filled.grid,
        header=(),
        where=where,
        body=body,
        bindings=tuple(bindings),
        above=above,
        fingerprint=mark,
        corrections=filled.corrections,
        questions=filled.questions,
        layout="card",
    )
    findings = (
        *findings_of_table(table, form),
        *never_kept.never_kept_finding(whole, bindings, 0, form),
        *_lacking(table, form),
    )
    return replace(table, findings=findings)


def _lacking(table: Table, form: Form) -> tuple[Finding, ...]:
    """What is expected and has no label on the card, no header over the block."""
    given = {*table.where, *(title for title, said in table.above.items() if said)}
    return missing_columns(table.grid, form, given, f"卡片的“{form.short}”部分") if table.body else ()
