"""The ledgers of a run as typed tables, for the expressions of lists and of what expires."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from union_xl.expressions import (
    NOTHING,
    Constant,
    Expression,
    ExpressionError,
    ExpressionParser,
    LedgerTables,
    limited,
)
from union_xl.ledgers.shapes import shape_of
from union_xl.model import FormError
from union_xl.model.rows import Rows

if TYPE_CHECKING:
    from union_xl.ledgers.form import Form


class ListDatabase:
    """Expressions are read first, then the rows they look at are loaded, then questions are asked.

    `forms` are the run's ledgers, `shared` the constants (`expressions.constants`).
    """

    def __init__(self, forms: Sequence[Form], shared: Mapping[str, Constant]) -> None:
        self.forms = {form.short: form for form in forms}
        self.data = LedgerTables([shape_of(form) for form in forms], shared)
        self._reader = ExpressionParser(self.data.connection, self.data.names)
        self._read: list[Expression] = []

    def read(self, text: str, ledger: str, place: str) -> Expression:
        """A checked expression over a ledger (short title); nothing for ''.  FormError names the `place`."""
        if not text.strip():
            return NOTHING
        try:
            found = self._reader.condition(text, ledger)
        except ExpressionError as why:
            raise FormError(f"{place}：{why}") from None
        self._read.append(found)
        return found

    def columns(self) -> dict[str, set[str]]:
        """{short title: the columns the expressions read so far look at}."""
        found: dict[str, set[str]] = {}
        for one in self._read:
            for ledger, names in one.uses.items():
                if ledger in self.forms:
                    found.setdefault(ledger, set()).update(shape_of(self.forms[ledger]).stood_on(names))
        return found

    def load(self, rows: Mapping[str, Rows], homes: Mapping[str, str] | None = None) -> None:
        """The rows {short title: Rows} of the ledgers that are there."""
        used: dict[str, set[str]] = {}
        for one in self._read:
            for ledger, names in one.uses.items():
                used.setdefault(ledger, set()).update(names)
        self.data.load(rows, used, homes)

    def absent(self, expressions: Iterable[Expression]) -> list[str]:
        """Ledgers the expressions look at that are not there: then there is no answer."""
        asked = {ledger for one in expressions for ledger in one.uses if ledger in self.data.names}
        return sorted(asked - self.data.present)

    def ask(self, statement: str, place: str) -> list[tuple[Any, ...]]:
        """The lines of a statement made of checked expressions.  FormError names the `place`."""
        import duckdb

        try:
            with limited(self.data.connection):
                return self.data.connection.execute(statement).fetchall()
        except duckdb.Error as error:
            said = (str(error).strip().splitlines() or [""])[0][:100]
            raise FormError(f"{place}：算不出来（{said}），请改正") from None

    def close(self) -> None:
        """Let the tables go."""
        self.data.connection.close()
