"""What checking makes of a returned file: findings, mended cells, kept and held rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from union_xl.core.grid import Binding, Place, Raw

Level = Literal["错误", "提醒"]
ERROR: Level = "错误"
WARNING: Level = "提醒"

Fate = Literal["采用", "被替代", "重复", "拒收", "忽略", "待确认"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A likely correction: the value to write, and why it is likely (Chinese, short)."""

    value: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell a person.  Words and level come later, from `rules`.

    `column` is the standard title ('' when the finding is not about a column), `seen` the cell as
    found, `facts` what the sentence needs, `others` further places it speaks of.
    """

    rule: str
    place: Place
    column: str = ""
    seen: Raw = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    suggestions: tuple[Suggestion, ...] = ()
    others: tuple[Place, ...] = ()

    def __reduce__(self) -> tuple[type[Finding], tuple[Any, ...]]:
        """Pickled by its fields: several times quicker than a frozen dataclass's own way."""
        given = (self.rule, self.place, self.column, self.seen, self.facts, self.suggestions, self.others)
        return Finding, given


@dataclass(frozen=True, slots=True)
class Mend:
    """A tidying that changed a value in meaning, for 修正记录: `why` is a short Chinese reason.

    A derivation of a whole column has row 0 and speaks of `count` rows.
    """

    place: Place
    column: str
    before: Raw
    after: Raw
    why: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row held back, whole: `cells` by standard title, by header as found where its column is none of the
    form's; `rules` the reasons (codes)."""

    sheet: str
    row: int
    cells: Mapping[str, Raw]
    rules: tuple[str, ...]

    def __reduce__(self) -> tuple[type[HeldRow], tuple[Any, ...]]:
        """Pickled by its fields: several times quicker than a frozen dataclass's own way."""
        return HeldRow, (self.sheet, self.row, self.cells, self.rules)


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one form in one file.

    `columns` holds the kept rows, one list per standard title (every title of the form, in its
    order); `sheets[i]`, `rows[i]` say where kept row i stands.  `joined` are pairs: the (sheet, row) of
    a repeated row, and that of the kept row that carries it.  read == kept + joined + held.
    `unit` is the roster's name where matched, else as found; `unit_how` how it was found
    (`stamp`, `code`, `column`, `title`, `file`, '').
    `pending` rows (indexes) are 待核.
    `where` is {sheet: {standard title: column number}}, so that later findings can name the cell.
    `owners` says whose the rows are, kept or not: (sheet, first row, last row, unit), the rows of one table
    with the same unit together; `unit_of` looks it up.
    """

    form: str
    unit: str
    columns: Mapping[str, list[Any]]
    sheets: list[str]
    rows: list[int]
    joined: tuple[tuple[tuple[str, int], tuple[str, int]], ...] = ()
    held: tuple[HeldRow, ...] = ()
    read: int = 0
    unit_code: str = ""
    community: str = ""
    unit_how: str = ""
    on_roster: bool = False
    period: str = ""
    filled_on: dt.date | None = None
    zero: bool = False
    pending: frozenset[int] = frozenset()
    where: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    owners: tuple[tuple[str, int, int, str], ...] = ()

    def unit_of(self, sheet: str, row: int = 0) -> str:
        """The unit of a row; for row 0 and rows of no table (headers, footers) that of the whole sheet, where
        it has only one.  Else the unit of the part."""
        here = [(first, last, unit) for name, first, last, unit in self.owners if name == sheet]
        found = {unit for first, last, unit in here if first <= row <= last} or {unit for *_, unit in here}
        return found.pop() if len(found) == 1 else self.unit

    @property
    def kept(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Submission:
    """One returned file after checking; plain values only, so that it pickles and caches.

    `fate` is the 去向 as far as one file can tell (采用, 拒收, 忽略, 待确认), `reason` the rule
    code behind it ('' for 采用); `proposals` the column bindings to confirm (list of
    (form, fingerprint, sheet, Binding)).
    """

    book: str
    sha256: str
    container: str
    fate: Fate
    reason: str = ""
    parts: tuple[Part, ...] = ()
    findings: tuple[Finding, ...] = ()
    mends: tuple[Mend, ...] = ()
    proposals: tuple[tuple[str, str, str, Binding], ...] = ()
    modified: dt.datetime | None = None
    encrypted: bool = False
