"""What checking makes of a returned file: findings, mended cells, kept and held rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from union_xl.model.grid import Place, Spot

if TYPE_CHECKING:
    from union_xl.model.grid import Binding, Raw

Level = Literal["错误", "提醒"]
ERROR: Level = "错误"
WARNING: Level = "提醒"

Fate = Literal["采用", "被替代", "重复", "未能读取", "忽略", "待确认"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A likely correction: the value to write, and why it is likely (Chinese, short)."""

    value: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell a person.  Words and level come later, from `findings`.

    `column` is the standard title ('' when the finding is not about a column), `seen` the cell as
    found, `facts` what the sentence needs, `others` further places it speaks of.  `unit` is the unit of the
    row or table it speaks of, `form` the slug of its form ('' where it speaks of a whole file).
    """

    rule: str
    place: Place
    column: str = ""
    seen: Raw = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    suggestions: tuple[Suggestion, ...] = ()
    others: tuple[Place, ...] = ()
    unit: str = ""
    form: str = ""

    def __reduce__(self) -> tuple[type[Finding], tuple[Any, ...]]:
        """Pickled by its fields: several times quicker than a frozen dataclass's own way."""
        fields = (self.rule, self.place, self.column, self.seen, self.facts, self.suggestions, self.others)
        return Finding, (*fields, self.unit, self.form)

    @property
    def line(self) -> tuple[Any, ...]:
        """What is one line wherever findings are listed and counted: one rule and cell."""
        return self.rule, self.place, self.column, self.unit, self.form


@dataclass(frozen=True, slots=True)
class Correction:
    """A tidying that changed a value in meaning, for 修正记录: `why` is a short Chinese reason.

    A derivation of a whole column has row 0 and speaks of `count` rows.  `unit` and `form` as in Finding.
    """

    place: Place
    column: str
    before: Raw
    after: Raw
    why: str
    count: int = 1
    unit: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row held back, whole: `cells` by standard title, by header as found where its column is none of the
    form's; `rules` the reasons (codes).  `unit` is the unit of the row, `key` what names it as far as
    its cells can be used (ledgers.keys; None where nothing does)."""

    sheet: str
    row: int
    cells: Mapping[str, Raw]
    rules: tuple[str, ...]
    unit: str = ""
    key: str | None = None

    def __reduce__(self) -> tuple[type[HeldRow], tuple[Any, ...]]:
        """Pickled by its fields: several times quicker than a frozen dataclass's own way."""
        return HeldRow, (self.sheet, self.row, self.cells, self.rules, self.unit, self.key)


class HeldEntry(NamedTuple):
    """A held row with its file, its unit and the slug of its ledger."""

    book: str
    unit: str
    form: str
    row: HeldRow


PlaceKey = tuple[str, str, int]
"""(文件, 工作表, 行) of a data row."""


EACH = "each"


@dataclass(frozen=True, slots=True)
class Identified:
    """Whose table this is: the roster's name where matched, else as found ('' when nowhere stated).

    `how` is where it was found (stamp, code, column, title, sheet, file, ''); `period` the label found in
    stamp or lines ('' if none); `filled_on` the 填报日期.
    """

    name: str
    code: str = ""
    community: str = ""
    how: str = ""
    on_roster: bool = False
    period: str = ""
    filled_on: dt.date | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class FormPart:
    """The rows of one form in one file.

    `columns` holds the kept rows, one list per standard title (every title of the form, in its
    order); `sheets[i]`, `rows[i]` say where kept row i stands.  `joined` are pairs: the (sheet, row) of
    a repeated row, and that of the kept row that carries it.  read == kept + joined + held.
    `unit` is the roster's name where matched, else as found; `unit_how` how it was found
    (`stamp`, `code`, `column`, `title`, `file`, ''; EACH: the rows name several units, and nothing says who
    sent them).
    `pending` rows (indexes) are 待核.
    `where` is {sheet: {standard title: column number}} of the first table of each sheet, so that later
    findings can name the cell; `beside` the same of the kept rows of its other tables: (index of the first
    row, index behind the last, columns); `spots` is {(sheet, row): {standard title: (row, column)}} of rows
    whose cells stand in several lines (cards).
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
    beside: tuple[tuple[int, int, Mapping[str, int]], ...] = ()
    spots: Mapping[tuple[str, int], Mapping[str, Spot]] = field(default_factory=dict)

    @property
    def whose(self) -> Identified:
        """Whose its rows are, as reading found it."""
        return Identified(
            self.unit,
            self.unit_code,
            self.community,
            self.unit_how,
            self.on_roster,
            self.period,
            self.filled_on,
        )

    def cell_of(self, book: str, index: int, title: str) -> Place:
        """Where a value of a kept row (0-based) stands in file `book`; column 0 where that is not known."""
        sheet, row = self.sheets[index], self.rows[index]
        if (sheet, row) in self.spots:
            return self.spot(book, sheet, row, title)
        return Place(book, sheet, row, self.column_of(index, title))

    def spot(self, book: str, sheet: str, row: int, title: str) -> Place:
        """Where the first table of a sheet has this title in a row, or the card that is called by it."""
        gathered = self.spots.get((sheet, row))
        if gathered is None:
            return Place(book, sheet, row, self.where.get(sheet, {}).get(title, 0))
        return Place.gathered(book, sheet, row, gathered.get(title, (row, 0)))

    def column_of(self, index: int, title: str) -> int:
        """The column in which a kept row (0-based) has this title; 0 when that is not known."""
        for first, last, columns in self.beside:
            if first <= index < last:
                return columns.get(title, 0)
        return self.where.get(self.sheets[index], {}).get(title, 0)

    @property
    def kept(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Submission:
    """One returned file after checking; plain values only, so that it pickles and caches.

    `fate` is the 去向 as far as one file can tell (采用, 未能读取, 忽略, 待确认), `reason` the rule
    code behind it ('' for 采用); `proposals` the column bindings to confirm (list of
    (form, fingerprint, sheet, Binding)); `unit` the roster's unit that an undecided table's title lines name.
    """

    book: str
    sha256: str
    container: str
    fate: Fate
    reason: str = ""
    parts: tuple[FormPart, ...] = ()
    findings: tuple[Finding, ...] = ()
    corrections: tuple[Correction, ...] = ()
    proposals: tuple[tuple[str, str, str, Binding], ...] = ()
    modified: dt.datetime | None = None
    encrypted: bool = False
    unit: str = ""
