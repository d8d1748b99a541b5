"""Layouts a ledger comes in besides a list: cards, matrices, financial statements."""

from __future__ import annotations

from union_xl.ledgers.outputs import Declared


class Card(Declared):
    """A ledger that also comes as cards, one page per row: labels, each with its value beside it.

    `labels` are (label, column title) beyond the columns' own titles and aliases.  Rows of the ledgers whose
    `parent` it is stand in blocks of the card; their `link` columns are filled from it.  `blocks` are the
    slugs of those that a card has a block for when it is issued.
    """

    labels: tuple[tuple[str, str], ...] = ()
    blocks: tuple[str, ...] = ()


class Matrix(Declared):
    """A ledger that also comes as a matrix of units and items, either way round: a cell is one row.

    `item`, `value`, `kind` are column titles: what the items are, what the cells say, and the kind of an item,
    which heads groups of them ('' for none).  The unit is the column with the role `unit`.
    """

    item: str
    value: str
    kind: str = ""


class Statement(Declared):
    """A ledger that comes as a financial statement, one line per account: `code` and `name` are the columns
    of the account, `year` that of the year.  Lines without a code are no accounts but sums and balances:
    left out, and checked against the accounts above them."""

    code: str
    name: str
    year: str = ""
