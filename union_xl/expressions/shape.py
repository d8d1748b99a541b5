"""What an expression sees of a ledger: its columns and their types."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from union_xl.expressions.database import quoted
from union_xl.expressions.names import BIRTH, BORN, GENDER


class Derived(NamedTuple):
    """A column worked out from others of the ledger: SQL over its rows, in which `{rows}` is their table, and
    the columns it looks at."""

    sql: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Shape:
    """A ledger by its short title: {column: DATE, DOUBLE, BIGINT or VARCHAR}, the columns with a closed list,
    derived columns, which columns hold the day of birth and the ID ('' for none), and {name: date column} of
    the last days that partial dates can mean.  `owners` {short title: what names the row there} are the
    ledger whose rows own these, and the ledger itself where its rows own others.

    `unit` is the column that names a row's unit, `host` one that names who holds it ('' for none); `groups`
    {label of 分组: column} its other keys.  A `register` says where units are.
    """

    short: str
    types: Mapping[str, str]
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    worked_out: Mapping[str, Derived] = field(default_factory=dict)
    birth: str = ""
    id_number: str = ""
    last_days: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, Derived] = field(default_factory=dict)
    unit: str = ""
    host: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)
    register: bool = False

    @property
    def columns(self) -> dict[str, str]:
        """{name: type} of what comes with the rows: its columns, and the last days of its dates."""
        return dict(self.types) | dict.fromkeys(self.last_days, "DATE")

    @property
    def derived(self) -> dict[str, Derived]:
        """Its derived columns, with what the ID says; a column of that name is never replaced."""
        found = dict(self.worked_out)
        if self.id_number:
            found |= {GENDER: _gender(self.id_number), BIRTH: _birth(self.id_number)}
        if self.id_number or self.birth:
            found |= {BORN: self._born()}
        found |= self.owners
        return {name: one for name, one in found.items() if name not in self.types}

    def _born(self) -> Derived:
        """The day of birth: the ID's, else the one stated where it is a whole day."""
        of_id = _birth(self.id_number) if self.id_number else Derived("CAST(NULL AS DATE)", ())
        last = next((name for name, title in self.last_days.items() if title == self.birth), "")
        if not last:
            return of_id
        day = f"CASE WHEN {quoted(self.birth)} = {quoted(last)} THEN {quoted(self.birth)} END"
        return Derived(f"coalesce({of_id.sql}, {day})", (*of_id.columns, self.birth, last))

    def stood_on(self, columns: Collection[str]) -> set[str]:
        """The columns together with those that others among them are worked out from, last days included."""
        derived = self.derived
        found = set(columns)
        for name in columns:
            found |= {*derived[name].columns} if name in derived else set()
        found |= {self.last_days[name] for name in found if name in self.last_days}
        return found | ({self.id_number} if self.birth in found and self.id_number else set())


_RESIDENT = r"'\d{{17}}[\dX]'"
"""Doubled braces: the SQL of a Derived is a format text."""


def _gender(number: str) -> Derived:
    text = quoted(number)
    odd = f"CASE WHEN substr({text}, 17, 1) IN ('1', '3', '5', '7', '9') THEN '男' ELSE '女' END"
    return Derived(f"CASE WHEN regexp_full_match({text}, {_RESIDENT}) THEN {odd} END", (number,))


def _birth(number: str) -> Derived:
    text = quoted(number)
    day = f"substr({text}, 7, 4) || '-' || substr({text}, 11, 2) || '-' || substr({text}, 13, 2)"
    return Derived(
        f"CASE WHEN regexp_full_match({text}, {_RESIDENT}) THEN TRY_CAST({day} AS DATE) END", (number,)
    )
