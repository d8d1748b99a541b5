"""Which ledger a card is of: what names it, else labels that are its alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from union_xl.find.card_reading import Card, Layout
from union_xl.find.header_texts import plain, words
from union_xl.find.title_words import HINT, NAME, NOTHING, Word
from union_xl.ledgers.form import Form

_MARGIN = 2
"""Labels by which the best form must lead where nothing names it."""


def chosen(
    read_as: Sequence[tuple[Form, Layout, list[Card]]],
    forms: Sequence[Form],
    spoken_of: Mapping[str, Word],
    stamped: str,
    forced: bool,
) -> tuple[tuple[Form, Layout, list[Card]] | None, tuple[Form, Form] | None]:
    """The form whose cards they are, or two between which nothing decides."""
    if forced or not read_as:
        return (read_as[0] if read_as else None), None
    if own := next((one for one in read_as if one[0].slug == stamped), None):
        return own, None
    plainly = {slug for slug, word in spoken_of.items() if word.level >= NAME}
    if plainly and plainly.isdisjoint(one[0].slug for one in read_as):
        return None, None
    named = [one for one in read_as if is_named(one[0], spoken_of)]
    if not named and any(is_named(form, spoken_of) for form in forms):
        return None, None  # a hint of this one stands in another one's (疗休养 in 疗休养线路)
    telling = named or [one for one in read_as if _tells(one[2][0], one[0], forms)]
    if not telling:
        return None, None
    ranked = sorted(telling, key=lambda one: -len(one[2][0].values))
    best, *rest = ranked
    if rest and len(best[2][0].values) < len(rest[0][2][0].values) + _MARGIN:
        return None, (best[0], rest[0][0])
    return best, None


def is_named(form: Form, spoken_of: Mapping[str, Word]) -> bool:
    """The form's title, or the words of one of its hints, stand in what is said."""
    return spoken_of.get(form.slug, NOTHING).level >= HINT


def _tells(card: Card, form: Form, forms: Sequence[Form]) -> bool:
    """Without a name: all columns that the form requires are there, a label has a word of its own, and two
    labels name a column of this form and of no other one."""
    required = {column.title for column in form.columns if column.need == "required"}
    unit = {form.titled("unit")} if required > {form.titled("unit")} else set()
    labels = " ".join(plain(pair.label) for pair in card.values.values())
    marked = not form.marks or any(mark in labels for mark in form.marks)
    return marked and card.values.keys() >= required - unit and _own_labels(card, form, forms) >= _MARGIN


def _own_labels(card: Card, form: Form, forms: Sequence[Form]) -> int:
    """Labels of the card that name a column of this form and of no other one."""
    others = [words(one) for one in forms if one.slug != form.slug]
    labels = [plain(pair.label) for pair in card.values.values()]
    return sum(not any(one.named(label)[0] for one in others) for label in labels)
