"""What speaks for each ledger about a found header: its columns, the words around the table, a stamp."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from union_xl.find.binding import bind, is_fitting
from union_xl.find.header_texts import OURS, bare, plain, words
from union_xl.find.heads import Head
from union_xl.find.telling_headers import SHORT, is_anybodys, names_of, telling
from union_xl.find.title_words import NAME, NOTHING, Word
from union_xl.kinds.base import Kind
from union_xl.ledgers.form import Form
from union_xl.model import Binding, Raw

_STAMP = 9.0
"""What the stamp of our own blank is worth, in telling columns."""
APART = 0.45
"""By so much the likeliest ledger must be ahead of each other one, in telling columns."""
_PLAINER = 0.25
"""A header text that is one ledger's title and another's alias, or an alias that the other only resembles,
speaks a little for the former."""
_SEVERAL, _MOSTLY = 4, 0.6
"""So many columns, and this share of the header, are a list under its ledger's own name."""
_WHOLE = 0.5
"""That all required columns are there, or a column has a word of its own."""
_ANYBODYS = 0.1
"""What a column tells that a list of any ledger may have besides."""
_MOST, _MANY = 0.9, 0.75
"""Shares of a column's values."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A ledger with what speaks for it."""

    form: Form
    bindings: tuple[Binding, ...]
    word: Word
    given: bool
    """Stamped, or confirmed by somebody."""
    chosen: bool
    """Somebody confirmed one of its columns."""
    strength: Mapping[int, float]
    """{column: how plainly its header is one of the ledger's, 0..1}."""
    weight: Mapping[int, float]
    """{column: what its header is worth, 0..1}: generic words less, unless the content is the ledger's."""
    telling: Mapping[int, tuple[float, int]]
    """{column: how much its header text tells if no other ledger knew it, how many do}."""
    columns: int
    """Columns of the header that say anything."""
    kinds: Mapping[int, Kind]
    """{bound column: its kind}."""
    values: Mapping[int, Sequence[Raw]]

    @property
    def _titles(self) -> Mapping[int, str]:
        return {one.col: one.title for one in self.bindings}

    @property
    def sure(self) -> tuple[str, ...]:
        return tuple(one.title for one in self.bindings if one.state == "bound")

    @property
    def required(self) -> list[str]:
        """The required columns, the unit's own aside."""
        return [one.title for one in self.form.columns if one.need == "required" and one.role != "unit"]

    @property
    def possible(self) -> bool:
        """A required column is there for sure; the unit only where nothing else is required and nothing names
        the ledger (the unit may stand in a line above).  Somebody's word, and the ledger's own name over
        columns that are mostly its own, do without: what is missing is told then."""
        mostly = len(self.sure) >= _SEVERAL and self.explained >= _MOSTLY
        if self.word.level >= NAME and (mostly or not self.required):
            return True
        if self.chosen and self.sure:
            return True
        return any(title in self.sure for title in self.required or [self.form.titled("unit")])

    @property
    def hit(self) -> set[str]:
        """The titles that a header names or resembles."""
        return {one.title for one in self.bindings if one.state != "unknown"}

    @property
    def whole(self) -> bool:
        """All required columns are there; that of the unit, too, where a ledger of units requires it, or
        nothing else."""
        unit = self.form.titled("unit")
        of_unit = self._is_of_units or not self.required
        return self.hit.issuperset([*self.required, unit] if unit and of_unit else self.required)

    @property
    def of_unit(self) -> bool:
        """Something besides the unit is required, and the unit's column is there where the ledger has one."""
        unit = self.form.titled("unit")
        return bool(self.required) and (not unit or unit in self.sure)

    @property
    def _is_of_units(self) -> bool:
        unit = self.form.by_title.get(self.form.titled("unit"))
        return unit is not None and unit.need == "required" and not self.form.titled("person")

    def doubted(self, others: Sequence[Evidence]) -> bool:
        """A column that is not its holds a word that only columns of another one have, which it may be."""
        left = [
            plain(one.header)
            for one in self.bindings
            if one.state == "unknown" and self.weight.get(one.col, 0.0) > _ANYBODYS
        ]
        marks = {mark for other in others if other.whole for mark in other.form.marks}
        return any(mark in header for header in left for mark in marks)

    @property
    def contradicted(self) -> bool:
        """Below a required column with choices stand others (`会长` as a post in a union)."""
        cols = [one.col for one in self.bindings if one.state == "bound" and one.title in self.required]
        return any(
            self.kinds[col].choices and self.values.get(col) and not self._fits(col, _MANY) for col in cols
        )

    def marked(self, others: Sequence[Evidence]) -> bool:
        """A column has a word that only the ledger's own columns have, or choices of its alone below it;
        anything will do where no word is declared."""
        return self._has_mark or any(self._is_telling_choice(col) for col in self._chosen_alone(others))

    @property
    def _has_mark(self) -> bool:
        bound = " ".join(plain(one.header) for one in self.bindings if one.state == "bound")
        return not self.form.marks or any(mark in bound for mark in self.form.marks)

    def _is_telling_choice(self, col: int) -> bool:
        """A column with choices the ledger declares: it is required, or they are more than `已付`, `在用`."""
        column = self.form.by_title[self._titles[col]]
        if not column.choices or column.need == "required":
            return bool(column.choices)
        return any(len(str(value)) > SHORT for value in self.values[col])

    @property
    def total(self) -> float:
        explained = sum(self.weight[col] * value for col, value in self.strength.items())
        return explained + self.word.worth + _STAMP * self.given + 0.3 * self.met + _WHOLE * self.whole

    @property
    def explained(self) -> float:
        return sum(one.state != "unknown" for one in self.bindings) / max(self.columns, 1)

    @property
    def known(self) -> float:
        """The share that is its for sure."""
        return len(self.kinds) / max(self.columns, 1)

    @property
    def met(self) -> float:
        """Share of the columns it wants that are there."""
        wanted = [column.title for column in self.form.columns if column.need != "optional"]
        return sum(title in self.hit for title in wanted) / max(len(wanted), 1)

    def ahead_of(self, other: Evidence) -> float:
        """By how much this one is likelier than another, in telling columns."""
        apart = self.word.worth - other.word.worth + _STAMP * (self.given - other.given)
        if not (self.word.level or other.word.level):
            apart += _WHOLE * (self.whole - other.whole + self._has_mark - other._has_mark)
        for col in self.weight:
            mine, theirs = self.strength.get(col, 0.0), other.strength.get(col, 0.0)
            if mine and theirs:
                apart += _PLAINER * (_plainness(mine) - _plainness(theirs))
                apart += self._differs(col, other) and self._fits(col) - other._fits(col)
            else:
                apart += self.weight[col] * (mine - theirs)
        return apart

    def special(self, others: Sequence[Evidence]) -> float:
        """How much tells of it alone: header texts, or choices below one that others know, too.  A text that
        several know counts whole where it is ahead of all of these."""
        return self._told(others, [other for other in others if self.ahead_of(other) < APART])

    def unshared(self, others: Sequence[Evidence]) -> float:
        """How much tells of it alone, whatever else speaks against those that know a text, too."""
        return self._told(others, None)

    def _told(self, others: Sequence[Evidence], rivals: Sequence[Evidence] | None) -> float:
        told = dict.fromkeys(self._chosen_alone(others), 1.0)
        for col, (alone, sharing) in self.telling.items():
            near = rivals is None or any(col in other.strength for other in rivals)
            told[col] = max(told.get(col, 0.0), alone / sharing if near else alone)
        return sum(told.values())

    def _chosen_alone(self, others: Sequence[Evidence]) -> list[int]:
        """The columns below which stand choices of its own that are none of the others'."""
        return [
            col
            for col, kind in self.kinds.items()
            if kind.choices and self._fits(col) and not any(one._fits(col) for one in others)
        ]

    def _differs(self, col: int, other: Evidence) -> bool:
        """The two have other choices for a column; of checklists with the same columns only words tell."""
        if self.form.titles == other.form.titles:
            return False
        own, others = self.kinds.get(col), other.kinds.get(col)
        return (own.choices if own else ()) != (others.choices if others else ())

    def _fits(self, col: int, least: float = _MOST) -> bool:
        """What stands in a column are its own choices."""
        return col in self.kinds and is_fitting(self.kinds[col], self.values.get(col, ()), least)


def evidence_of(
    heads: tuple[Head, ...],
    values: Mapping[int, Sequence[Raw]],
    form: Form,
    forms: tuple[Form, ...],
    said_of: Mapping[str, Word],
    stamped: str,
    confirmed: Mapping[str, str],
) -> Evidence:
    bindings = bind(heads, values, words(form), confirmed)
    kinds = {one.col: form.by_title[one.title].kind for one in bindings if one.state == "bound"}
    weight = {
        head.col: _weight(head, kinds.get(head.col), values.get(head.col, ()))
        for head in heads
        if head.joined not in OURS or head.col in kinds
    }
    own = names_of(heads, forms)[form.slug]
    strength = {
        one.col: _strength(one, *own.get(one.col, ("", 0.0))) for one in bindings if one.col in weight
    }
    strength = {col: value for col, value in strength.items() if value}
    told = {col: value for col, value in telling(heads, form, forms).items() if col in strength}
    chosen = any(confirmed.values())
    return Evidence(
        form,
        bindings,
        said_of.get(form.slug, NOTHING),
        chosen or form.slug == stamped,
        chosen,
        strength,
        weight,
        told,
        sum(head.col in strength or not is_anybodys(head) for head in heads if head.col in weight),
        kinds,
        values,
    )


def _strength(one: Binding, named: str, score: float) -> float:
    """A title 1, an alias a little less (or another column's title: 联系电话 over people's own phones), what
    only resembles one less yet, what is only proposed little."""
    if one.state == "unknown":
        return 0.0
    if one.state == "proposed":
        return 0.3
    return min(score, 1.0 if named == one.title else 0.97) or 0.7


def _plainness(strength: float) -> int:
    """A title, an alias, a text that names the column with words around it, one that only resembles it."""
    return sum(strength >= least for least in (1.0, 0.97, 0.8))


def _weight(head: Head, kind: Kind | None, values: Sequence[Raw]) -> float:
    """A text of one or two letters (`状态`, `天数`) may be anybody's, unless it is a person's name, or what
    stands below are the column's own choices; less yet tells what a list of any ledger may have besides."""
    if is_anybodys(head):
        return _ANYBODYS
    if len(bare(head.joined)) >= SHORT:
        return 1.0
    return 1.0 if kind and (kind.name == "姓名" or is_fitting(kind, values)) else 0.5
