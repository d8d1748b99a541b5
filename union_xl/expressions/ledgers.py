"""The ledgers of a run as typed tables, with settings and bounds on every row, for expressions to look at."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from union_xl.expressions.database import connect, lock, quoted
from union_xl.expressions.load_columns import create_table, home_of, with_last_days, with_whole_births
from union_xl.expressions.names import (
    COMMUNITY,
    EARLIER,
    PLACES,
    ROW,
    Constant,
    constant_names,
    constants,
    select_list,
)
from union_xl.expressions.shape import Derived, Shape
from union_xl.expressions.unreadable import Unreadable, unreadable
from union_xl.model.rows import OLD_STATE, SOURCE_TITLES, STATE, Rows


class LedgerTables:
    """Typed tables in a locked database.

    `types` are {short title: {column: type}}: a ledger's own columns, where a row comes from, its place;
    `names` {short title: all names an expression over it may use}, earlier ledgers under `上期.会员登记`.
    A ledger that is not loaded is absent, not empty; `present` tells which are there.  Of those loaded,
    `places` {所属社区/所属行业: {unit: value}} say where units are, and `unreadable` {ledger: {column: its
    cells}} what counts as blank or as none of a closed list.
    """

    def __init__(self, shapes: Sequence[Shape], shared: Mapping[str, Constant] | None = None) -> None:
        self.connection = connect()
        self.constants = constants() if shared is None else shared
        self.shapes = {shape.short: _with_old_names(shape) for shape in shapes}
        self.types = {shape.short: types_of(shape) for shape in shapes}
        known = constant_names(self.constants)
        own = {shape.short: names_of(shape) | known for shape in shapes}
        self.names = own | {f"{when}.{short}": names for short, names in own.items() for when in EARLIER}
        self.present: set[str] = set()
        self._used: dict[str, Collection[str]] = {}
        self.places: dict[str, dict[str, object]] = {}
        self.unreadable: dict[str, dict[str, Unreadable]] = {}
        for when in EARLIER:
            self.connection.execute(f"CREATE SCHEMA {quoted(when)}")

    def shape(self, ledger: str) -> Shape:
        """The shape of a ledger, be it this one's or an earlier one's."""
        return self.shapes[ledger.rpartition(".")[2]]

    def empty(self, used: Mapping[str, Collection[str]]) -> None:
        """Tables for trying the expressions that use these names {ledger: names}: one blank row each, so that
        constants are worked out."""
        for ledger, names in used.items():
            types = self.types[self.shape(ledger).short]
            spelled = ", ".join(f"{quoted(name)} {kind}" for name, kind in types.items())
            self.connection.execute(f"CREATE OR REPLACE TABLE {_base(ledger)} ({spelled})")
            blanks = ", ".join("NULL" for _ in types)
            self.connection.execute(f"INSERT INTO {_base(ledger)} VALUES ({blanks})")
            self._view(ledger, names)
        lock(self.connection)

    def load(
        self,
        ledgers: Mapping[str, Rows],
        used: Mapping[str, Collection[str]],
        homes: Mapping[str, str] | None = None,
        *,
        judged: bool = True,
    ) -> None:
        """The rows: `ledgers` {short title, or `上期.` short title: Rows}, of which only the `used` names
        {ledger: names} are taken; `homes` {unit: community}.  `judged`: it is looked for cells that are
        `unreadable`.  Locks the database."""
        register = next((shape for shape in self.shapes.values() if shape.register), None)
        places = home_of(ledgers.get(register.short), register) if register else {}
        at = PLACES[COMMUNITY]
        places[at] = {**(homes or {}), **places.get(at, {})}
        self.places = {name: dict(known) for name, known in places.items()}
        self.present |= {ledger for ledger in ledgers if ledger in self.names}
        for ledger in dict.fromkeys((*self.types, *used)):
            shape = self.shape(ledger)
            names = {ROW, *used.get(ledger, ())}
            asked = shape.stood_on(names)
            wanted = {name: kind for name, kind in self.types[shape.short].items() if name in asked}
            rows = ledgers.get(ledger)
            if rows is None:
                spelled = ", ".join(f"{quoted(name)} {kind}" for name, kind in wanted.items())
                self.connection.execute(f"CREATE TABLE {_base(ledger)} ({spelled})")
            else:
                self.unreadable[ledger] = unreadable(rows, wanted, shape) if judged else {}
                self._fill(ledger, rows, wanted, places)
            self._view(ledger, names)
            self._used[ledger] = names
        lock(self.connection)

    def show_first(self, counts: Mapping[str, int]) -> None:
        """From here on expressions see only the first rows of these ledgers {ledger: how many}, and all rows
        of the others that were loaded."""
        for ledger, names in self._used.items():
            self._view(ledger, names, counts.get(ledger))

    def _fill(
        self,
        ledger: str,
        rows: Rows,
        wanted: Mapping[str, str],
        homes: Mapping[str, Mapping[str, object]],
    ) -> None:
        shape = self.shape(ledger)
        if shape.birth in wanted and shape.id_number:
            rows = with_whole_births(rows, shape.birth, shape.id_number)
        days = {name: title for name, title in shape.last_days.items() if name in wanted}
        rows = with_last_days(rows, days)
        create_table(self.connection, _base(ledger), rows, wanted, homes, shape.unit)

    def _view(self, ledger: str, used: Collection[str], most: int | None = None) -> None:
        """The ledger as expressions see it: its rows (the first `most` of them), and the derived columns and
        constants that are used."""
        shape, base = self.shape(ledger), _base(ledger)
        if most is not None:
            base = f"(SELECT * FROM {base} WHERE {ROW} <= {most})"
        derived = {name: one for name, one in shape.derived.items() if name in used}
        if derived:
            picks = "".join(f", {one.sql.format(rows=base)} AS {quoted(n)}" for n, one in derived.items())
            source = quoted(f"+{ledger}")
            self.connection.execute(f"CREATE OR REPLACE TABLE {source} AS SELECT *{picks} FROM {base}")
            base = source
        more = select_list(used, {*shape.columns, *derived}, self.constants)
        view = ".".join(map(quoted, ledger.split(".", 1))) if ledger not in self.shapes else quoted(ledger)
        self.connection.execute(f"CREATE OR REPLACE VIEW {view} AS SELECT *{more} FROM {base}")


def _with_old_names(shape: Shape) -> Shape:
    """A ledger whose 台账状态 may be called 状态, as up to 0.3.0; a column of that name wins."""
    state = Derived(quoted(STATE), (STATE,))
    return replace(shape, worked_out={OLD_STATE: state} | dict(shape.worked_out))


def names_of(shape: Shape) -> frozenset[str]:
    """The names an expression may use of a ledger, but for those all ledgers share."""
    return frozenset((*types_of(shape), *_with_old_names(shape).derived))


def types_of(shape: Shape) -> dict[str, str]:
    """{column: type} of a ledger: a row's place, its own columns, where it comes from, its number."""
    return (
        dict.fromkeys(PLACES.values(), "VARCHAR")
        | dict.fromkeys(SOURCE_TITLES, "VARCHAR")
        | {"来源行": "DOUBLE"}
        | shape.columns
        | {ROW: "BIGINT"}
    )


def _base(ledger: str) -> str:
    """The table behind a ledger's view."""
    return quoted(f"_{ledger}")
