"""The one expression language: rules, indicators, cross-checks and declared forms are written in it.

`Reader` reads an expression and refuses all but known parts; `Ledgers` are what it looks at; `failing` runs
the rules of one ledger over many rows.  All run in a locked DuckDB.
"""

from union_xl.expressions.database import SECONDS, connect, limited, literal, lock, quoted
from union_xl.expressions.ledgers import UNITS, Ledgers, types_of
from union_xl.expressions.names import (
    EARLIER,
    PERIOD,
    PLACES,
    RESERVED,
    ROW,
    SETTINGS,
    TRACKS,
    Constant,
    constants,
    exposed,
    spoken,
)
from union_xl.expressions.row_rules import RowRules, evaluated, failing
from union_xl.expressions.rows import Rows
from union_xl.expressions.shape import Derived, Shape
from union_xl.expressions.syntax import NOTHING, Expression, Reader
from union_xl.expressions.words import UnknownLedger, Wrong, nearest, plain, unknown

__all__ = [
    "EARLIER",
    "NOTHING",
    "PERIOD",
    "PLACES",
    "RESERVED",
    "ROW",
    "SECONDS",
    "SETTINGS",
    "TRACKS",
    "UNITS",
    "Constant",
    "Derived",
    "Expression",
    "Ledgers",
    "Reader",
    "RowRules",
    "Rows",
    "Shape",
    "UnknownLedger",
    "Wrong",
    "connect",
    "constants",
    "evaluated",
    "exposed",
    "failing",
    "limited",
    "literal",
    "lock",
    "nearest",
    "plain",
    "quoted",
    "spoken",
    "types_of",
    "unknown",
]
