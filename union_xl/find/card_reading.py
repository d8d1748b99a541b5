"""Cards of one form on a sheet: where each begins and ends, its values, the rows of its blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from union_xl.find.card_cells import Cell
from union_xl.find.card_labels import (
    Header,
    Naming,
    Pair,
    header_of,
    is_no_data,
    naming,
    pairs_below,
    pairs_of,
)
from union_xl.find.content_signature import class_of
from union_xl.find.header_texts import OURS, plain
from union_xl.find.reasons import is_foot
from union_xl.find.row_words import REMARK_WORDS, is_total
from union_xl.ledgers.form import Form
from union_xl.model.lazy_pattern import LazyPattern

_ALIKE = 0.5
"""Share of a card's labels that the next must have for it to be another card of the same layout."""
_TITLE = LazyPattern(
    r"^[\u4e00-\u9fff]{2,8}(?:市|区|县|街道|总工会)(?=\S{4})|[(（][^)）]*[)）]|[\d\s]+年?度?"
)
"""What may differ between the titles of two cards of one form."""
_ANSWERS = LazyPattern(r"负责人|领导")
_NOTHING = LazyPattern(r"[无/\\—-]+|以下空白")


@dataclass(slots=True)
class Block:
    """Rows of a child ledger inside a card."""

    header: Header
    rows: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Card:
    """One card: its first row, the value of each title it has a label for, other labels, blocks, and the
    `lines` where nothing was read."""

    top: int
    values: dict[str, Pair] = field(default_factory=dict)
    others: list[Pair] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def take(self, pair: Pair) -> None:
        """The first of several labels of one title counts, a bare 编号 (the sheet's) behind any other; one
        without value, or of a line of signatures, where there is no other."""
        first = self.values.get(pair.title)
        if pair.title and (first is None or pair.goes_before(first)):
            self.others += [first] if first and first.says and not first.foot else []
            self.values[pair.title] = pair
        elif pair.value is not None and pair.value.text:
            self.others.append(pair)

    @property
    def labels(self) -> list[str]:
        return [plain(pair.label) for pair in (*self.values.values(), *self.others)]

    @property
    def beside(self) -> frozenset[str]:
        """The titles whose values stand beside their labels."""
        return frozenset(title for title, pair in self.values.items() if not pair.down)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a form's cards are read: the labels of the form, and of each ledger that may stand in a block."""

    form: Form
    name: Naming
    blocks: Mapping[str, tuple[Naming, frozenset[str]]]


def layout(form: Form, children: Sequence[Form], more: Mapping[str, str]) -> Layout:
    """`more` are labels a clerk confirmed, {label: title}."""
    blocks = {}
    for child in children:
        keys = {title for key in child.keys for title in key}
        own = keys | {column.title for column in child.columns if column.need == "required"}
        blocks[child.slug] = (naming(child, {}), frozenset(own - set(child.link)))
    return Layout(form, naming(form, more), blocks)


def cards(lines: Sequence[Sequence[Cell]], how: Layout) -> list[Card]:
    """Every card on a sheet, in their order; of cards side by side the left ones first."""
    return [card for band in _bands(lines, how) for card in _below_each_other(band, how)]


def _bands(lines: Sequence[Sequence[Cell]], how: Layout) -> list[Sequence[Sequence[Cell]]]:
    """The lines parted where cards stand side by side: the first card's first label stands in its row again,
    and most of the labels left of it stand right of it, too."""
    for cells in lines:
        pairs = [pair for pair in pairs_of(cells, how.name) if pair.title]
        again = [pair.cell.col for pair in pairs[1:] if pair.title == pairs[0].title]
        if len(pairs) > 1 and not again:
            break
        if again:
            edges = [1, *again, max((cell.col for line in lines for cell in line), default=1) + 1]
            parts = [[[c for c in line if a <= c.col < b] for line in lines] for a, b in pairwise(edges)]
            titles = [{pair.title for line in part for pair in pairs_of(line, how.name)} for part in parts]
            if all(len(one & titles[0]) >= max(_ALIKE * len(titles[0]), 3) for one in titles[1:]):
                return [*parts]
            break
    return [lines]


def _below_each_other(lines: Sequence[Sequence[Cell]], how: Layout) -> list[Card]:
    found: list[Card] = []
    free: list[int] = []
    title, again = "", False
    for row, made in _walk(lines, how):
        if not made:
            free.append(row)
            alone = _alone(lines[row - 1])
            title = title if found else title or alone
            again = again or bool(found and title and _TITLE.sub("", alone) == _TITLE.sub("", title))
            continue
        if not found or _begins(row, made, found, again, lines, how):
            found.append(Card(row, lines=free))
        else:
            found[-1].lines += free
        free, again = [], False
        for one in made:
            if isinstance(one, Block):
                found[-1].blocks.append(one)
            elif not one.foot or not one.title or is_signed(one, how.form):
                found[-1].take(one)
    if found:
        found[-1].lines += free
    for card in found:
        _own_phone(card, how.form)
    return found


def _own_phone(card: Card, form: Form) -> None:
    """The only phone on the card of a person, beside no contact, is the person's, where it is a mobile."""
    mobile, phone, contact = (form.titled(role) for role in ("mobile", "phone", "contact"))
    pair = card.values.get(phone) if phone and mobile and form.titled("person") else None
    if pair is None or mobile in card.values or contact in card.values:
        return
    if class_of(pair.says) == "mobile":
        card.values[mobile] = replace(card.values.pop(phone), title=mobile)


def alone(lines: Sequence[Sequence[Cell]], how: Layout, first: int) -> Block | None:
    """A block whose header stands in one of the `first` rows, with no label of the card above it."""
    for cells in lines[:first]:
        header = _header(cells, how)
        if header is not None:
            block = Block(header)
            _fill(block, lines, how)
            return block
        if sum(bool(pair.title) for pair in pairs_of(cells, how.name)) > 1:
            return None
    return None


def _alone(cells: Sequence[Cell]) -> str:
    """The text of a row that holds nothing else."""
    texts = [cell.text for cell in cells if cell.text]
    return texts[0] if len(texts) == 1 else ""


def is_signed(pair: Pair, form: Form) -> bool:
    """Of what a line of signatures says, only who signed as what a column is called is the card's own; who
    answers for the sheet is not."""
    own = bool(pair.title) and pair.title in plain(pair.label)
    return (
        own
        and not _ANSWERS.search(pair.label)
        and form.by_title[pair.title].kind.name in ("姓名", "多人姓名")
    )


def _begins(
    row: int,
    made: Sequence[Pair | Block],
    found: Sequence[Card],
    again: bool,
    lines: Sequence[Sequence[Cell]],
    how: Layout,
) -> bool:
    """Another card: the title stands above again, or the row begins with the first card's first label; what
    stands above is no mere line (`编号：    填表日期：`), what follows has the same labels, or another's
    name."""
    if not any(pair.says and plain(pair.label) not in OURS for pair in found[-1].values.values()):
        return False
    first = next((title for title, pair in found[0].values.items() if pair.cell.row == found[0].top), "")
    titles = (one.title for one in made if isinstance(one, Pair) and one.title and not one.foot)
    if not again and (not first or first != next(titles, "")):
        return False
    return _follows(row, found, lines, how) or (again and _contradicts(made, found[-1], how.form))


def _contradicts(made: Sequence[Pair | Block], card: Card, form: Form) -> bool:
    """A label that names the row has another value than on the card."""
    keys = {title for key in form.keys for title in key} & card.values.keys()
    pairs = [one for one in made if isinstance(one, Pair) and one.title in keys and one.says]
    return any(card.values[one.title].says and one.says != card.values[one.title].says for one in pairs)


def _follows(row: int, found: Sequence[Card], lines: Sequence[Sequence[Cell]], how: Layout) -> bool:
    """Most of the card's labels stand in the rows from `row` on."""
    length = max(row - found[-1].top, 1) + 2
    below = {pair.title for line in lines[row - 1 : row - 1 + length] for pair in pairs_of(line, how.name)}
    titles = found[-1].values.keys()
    return len(below & titles) >= _ALIKE * len(titles)


def _walk(lines: Sequence[Sequence[Cell]], how: Layout) -> Iterator[tuple[int, list[Pair | Block]]]:
    """(row, what was found in it) of every row outside blocks; a block comes with its header's row."""
    row = 1
    while row <= len(lines):
        cells = lines[row - 1]
        if (header := _header(cells, how)) is not None:
            block = Block(header)
            row = _fill(block, lines, how)
            yield header_row(header), [block]
            continue
        below = pairs_below(lines, row, how.name)
        yield row, [*(below or pairs_of(cells, how.name))]
        row += 2 if below else 1


def header_row(header: Header) -> int:
    return next(iter(header.titles.values())).row


def _header(cells: Sequence[Cell], how: Layout) -> Header | None:
    made = [header_of(cells, slug, name, own) for slug, (name, own) in how.blocks.items()]
    return max((one for one in made if one), key=lambda one: len(one.titles), default=None)


def heads_block(cells: Sequence[Cell], how: Layout) -> bool:
    """The row is the header of a block."""
    return _header(cells, how) is not None


def _fill(block: Block, lines: Sequence[Sequence[Cell]], how: Layout) -> int:
    """Find the rows of a block; the row after its last."""
    header = block.header
    row = header.bottom + 1
    last = header.ends or len(lines)
    while row <= min(last, len(lines)):
        inside = [cell for cell in lines[row - 1] if cell.text and cell.right >= header.left]
        if header.ends:
            inside = [cell for cell in inside if cell.col <= header.right]
        if inside and _ends(inside, lines[row - 1], header, how):
            return row
        if inside and _is_data(inside, header):
            block.rows.append(row)
        row += 1
    return row


def _ends(inside: Sequence[Cell], line: Sequence[Cell], header: Header, how: Layout) -> bool:
    """A row that no longer belongs to the block: a label of the card, a signature, a title, a new header."""
    first = inside[0]
    if is_foot(first.text) or REMARK_WORDS.match(first.text) or is_no_data(first.text):
        return True
    if first.col > header.right or (":" in first.text and class_of(first.text) == "text"):
        return True
    every = (*header.titles.values(), *header.others)
    columns = [cell for cell in every if first.col <= cell.col <= first.right]
    if len(columns) > 1 and (len(columns) > 2 or len(inside) == 1):
        return True
    if len(inside) == 1 and len(header.titles) > 2 and not _may_stand_alone(first):
        return True
    pairs = [pair for pair in pairs_of(line, how.name) if pair.title]
    if len(pairs) > 1 or (pairs and pairs[0].cell is line[0] and len(inside) <= 2):
        return True
    return _header(line, how) is not None


def _may_stand_alone(cell: Cell) -> bool:
    sort = class_of(cell.text)
    return (
        sort in ("id", "number")
        or (sort == "han" and len(cell.text) <= 4)
        or bool(_NOTHING.fullmatch(cell.text))
    )


def _is_data(inside: Sequence[Cell], header: Header) -> bool:
    """Something besides running numbers, totals and `无` stands in the columns of the block."""
    numbers = {cell.col for cell in header.others if plain(cell.text) in OURS}
    filled = [cell for cell in inside if cell.col not in numbers and not _NOTHING.fullmatch(cell.text)]
    return bool(filled) and not is_total(inside[0].text) and not is_total(filled[0].text)
