"""The one expression language: rules, indicators, cross-checks and declared forms are written in it.

`ExpressionParser` reads an expression and refuses all but known parts; `LedgerTables` are what it looks at;
`broken_rows` runs the rules of one ledger over many rows.  All run in a locked DuckDB.
"""

from union_xl.expressions.database import SECONDS, connect, kept_connection, limited, literal, lock, quoted
from union_xl.expressions.errors import ExpressionError, UnknownLedger, nearest, plain, unknown
from union_xl.expressions.ledgers import LedgerTables, names_of, types_of
from union_xl.expressions.names import (
    COMMUNITY,
    EARLIER,
    PERIOD,
    PLACES,
    RESERVED,
    ROW,
    SETTINGS,
    TRADE,
    UNIT,
    Constant,
    constant_names,
    constants,
    select_list,
)
from union_xl.expressions.row_rules import RowRule, RowRules, broken_rows
from union_xl.expressions.shape import Derived, Shape
from union_xl.expressions.syntax import NOTHING, Expression, ExpressionParser

__all__ = [
    "COMMUNITY",
    "EARLIER",
    "NOTHING",
    "PERIOD",
    "PLACES",
    "RESERVED",
    "ROW",
    "SECONDS",
    "SETTINGS",
    "TRADE",
    "UNIT",
    "Constant",
    "Derived",
    "Expression",
    "ExpressionError",
    "ExpressionParser",
    "LedgerTables",
    "RowRule",
    "RowRules",
    "Shape",
    "UnknownLedger",
    "broken_rows",
    "connect",
    "constant_names",
    "constants",
    "kept_connection",
    "limited",
    "literal",
    "lock",
    "names_of",
    "nearest",
    "plain",
    "quoted",
    "select_list",
    "types_of",
    "unknown",
]
