"""Which ledger a found header belongs to: told by its columns and by what title, sheet, file and folder say.

The likeliest ledger is compared with each other one, on what tells those two apart: header texts that only
one of them knows, and words around the table that speak of one of them.  Columns that many ledgers have are
no evidence.  Where nothing tells, it is asked, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from union_xl.find.evidence import APART, Evidence, evidence_of
from union_xl.find.heads import Head
from union_xl.find.telling_headers import titles_of
from union_xl.find.title_words import HINT, NAME, NOTHING, TitleWords, Word, title_words
from union_xl.ledgers.form import Form
from union_xl.model import Binding, Raw

FREE, AT_KEYS, AT_ANY = range(3)
"""Ledgers are told apart; the only one is taken where any required column is; where any three columns are."""
_TELLING = 0.7
"""So much must speak for a ledger that no word speaks of: a column no other has, or several few have."""
_MANY = 2.8
"""So much outweighs a title that speaks of no ledger."""
_MOSTLY = 0.6
"""So much of a short header must be a ledger's that the title names."""
_NAMED_MOSTLY, _OF_IT = 0.34, 0.65
"""So much of a header must be a ledger's whose own name stands above it, or of which other words speak."""
_OWN = 0.75
"""So much of a header must be a ledger's for the list to be taken as what its unit owes."""
_NAMED = 6
"""So many likely ledgers are named at most."""
_ORDER = {"all": 0, "quota": 1, "voluntary": 2, "office": 3, "export": 4}
"""Of ledgers that are alike, those that units owe are likelier."""


@dataclass(frozen=True, slots=True)
class FormChoice:
    """What a header is: a ledger with its bindings, or why not (`tie`: ledgers that fit alike; `like`: the
    likely ones, by columns that many lists have)."""

    form: Form | None
    bindings: tuple[Binding, ...] = ()
    tie: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    """Titles that the header names for the likeliest ledger."""
    owed: bool = False
    """It was told by nothing but what the unit owes."""


def decide(
    heads: Sequence[Head],
    values: Mapping[int, Sequence[Raw]],
    forms: Sequence[Form],
    said: TitleWords,
    stamped: str,
    confirmed: Mapping[str, Mapping[str, str]],
    forced: int = FREE,
    owed: Set[str] = frozenset(),
) -> FormChoice:
    """`said`: what stands around the table; `stamped`: the slug our own blank carries; `confirmed`:
    {slug: {header: title}} for this header's fingerprint; `forced`: how far the form is taken because
    somebody named it; `owed`: the slugs of what its unit owes, where that is stated."""
    heads, forms = tuple(heads), tuple(forms)
    titles = titles_of(heads, forms)
    said_of = title_words(forms, said, "".join(head.text for head in heads))
    best = max(titles.values(), default=0)
    likely = [
        evidence_of(heads, values, form, forms, said_of, stamped, confirmed.get(form.slug, {}))
        for form in forms
        if _is_worth_a_look(form, titles[form.slug], best, said_of, stamped, confirmed)
    ]
    ranked = sorted(likely, key=lambda one: (-one.total, _ORDER[one.form.owed]))
    if not ranked:
        return FormChoice(None)
    first = _likeliest(ranked)
    if forced:
        return FormChoice(first.form, first.bindings) if _is_forced(first, forced) else _asked(ranked)
    if not _is_enough(first, said, [one for one in ranked if one is not first]):
        return _owed(_likely(ranked), owed, said) or _asked(ranked)
    alike = [one for one in ranked if one is not first and one.possible and first.ahead_of(one) < APART]
    if alike:
        tie = tuple(one.form.short for one in (first, *alike)[:_NAMED])
        return _owed((first, *alike), owed, said) or FormChoice(None, tie=tie)
    return FormChoice(first.form, first.bindings)


def as_before(slug: str, said: TitleWords, forms: Sequence[Form]) -> str:
    """The ledger as which an earlier table with the same header was read; '' where the title lines or the
    sheet's name of this one speak of another ledger (the checklists have one set of columns)."""
    near = title_words(forms, replace(said, file="", folder=""), "") if slug else {}
    others = [word.level for other, word in near.items() if other != slug]
    return "" if max(others, default=0) >= max(HINT, near.get(slug, NOTHING).level + 1) else slug


def _owed(likely: Sequence[Evidence], owed: Set[str], said: TitleWords) -> FormChoice | None:
    """The one of the likely ledgers that the unit owes, where nothing around the table says otherwise."""
    due = [one for one in likely if one.form.slug in owed]
    if len(due) != 1 or not due[0].possible or len(due[0].sure) < 3 or due[0].explained < _OWN:
        return None
    spoken_of = any(one.word.level >= HINT for one in likely if one is not due[0])
    if (said.titled or spoken_of) and due[0].word.level < HINT:
        return None
    return FormChoice(due[0].form, due[0].bindings, owed=True)


def _likeliest(ranked: Sequence[Evidence]) -> Evidence:
    """The one of the highest score, unless another is plainly ahead of it where the two differ."""
    first = ranked[0]
    for other in ranked[1:]:
        if other.possible and other.ahead_of(first) >= APART:
            first = other
    return first


def _is_worth_a_look(
    form: Form,
    titles: int,
    best: int,
    said_of: Mapping[str, Word],
    stamped: str,
    confirmed: Mapping[str, Mapping[str, str]],
) -> bool:
    """It names nearly as many header texts as any other, or is spoken of."""
    if titles >= max(2, best - 4) or form.slug in confirmed or form.slug == stamped:
        return True
    return titles >= 2 and said_of.get(form.slug, NOTHING).level >= HINT


def _is_enough(one: Evidence, said: TitleWords, others: Sequence[Evidence]) -> bool:
    """The columns and words speak for the ledger, not only against the others.

    Where no word does, all its required columns must be there, and a column told by a word of its own; or
    every column is known, and one to it alone.
    """
    if not one.possible or one.given:
        return one.possible
    if len(one.sure) < 3:  # two columns of the ledger, and little else, under its own name
        most = one.explained >= _MOSTLY and one.met >= 0.3
        return one.word.level >= NAME and len(one.sure) == 2 and most
    outspoken = any(other.word.level > one.word.level for other in others)
    if one.word.level >= HINT or (one.word.level and one.whole and not outspoken):
        least = _NAMED_MOSTLY if one.word.level >= NAME else _OF_IT
        return one.met >= 0.15 and (one.explained >= least or one.whole)
    other_list = any(word in text for word in one.form.against for text in said.places)
    if other_list or not one.whole or one.contradicted or one.doubted(others):
        return False
    if one.marked(others):
        return one.explained >= _OF_IT and one.special(others) >= (_MANY if said.titled else _TELLING)
    sure = one.of_unit and one.known == 1.0 and not said.titled
    return sure and one.unshared(others) >= _TELLING


def _is_forced(one: Evidence, forced: int) -> bool:
    wanted = one.required or [one.form.titled("unit")]
    return any(title in one.hit for title in wanted) or (forced == AT_ANY and len(one.sure) >= 3)


def _likely(ranked: Sequence[Evidence]) -> list[Evidence]:
    """The ledgers whose columns most of these are; those the words speak of first."""
    most = max(len(one.sure) for one in ranked)
    likely = [
        one for one in ranked if len(one.sure) >= max(3, 0.75 * most) or (one.word.level >= HINT and one.sure)
    ]
    return sorted(likely, key=lambda one: (-one.word.worth, -len(one.sure), _ORDER[one.form.owed]))


def _asked(ranked: Sequence[Evidence]) -> FormChoice:
    """A question that names the likely ledgers, where there are any."""
    likely = _likely(ranked)
    names = tuple(one.form.short for one in likely[:_NAMED])
    return FormChoice(None, like=names, known=likely[0].sure if likely else ())
