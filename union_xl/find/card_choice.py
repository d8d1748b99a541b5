"""Which ledger a card is of: what names it, else labels that are its alone."""

from __future__ import annotations

from collections.abc import Sequence

from union_xl.find.card_reading import Card, Layout
from union_xl.find.header_texts import plain, words
from union_xl.ledgers.form import Form

_MARGIN = 2
"""Labels by which the best form must lead where nothing names it."""


def chosen(
    read_as: Sequence[tuple[Form, Layout, list[Card]]],
    forms: Sequence[Form],
    said: str,
    stamped: str,
    forced: bool,
) -> tuple[tuple[Form, Layout, list[Card]] | None, tuple[Form, Form] | None]:
    """The form whose cards they are, or two between which nothing decides."""
    if forced or not read_as:
        return (read_as[0] if read_as else None), None
    if own := next((one for one in read_as if one[0].slug == stamped), None):
        return own, None
    plain_names = {form.slug for form in forms if _by_name(form, said)}
    if plain_names and plain_names.isdisjoint(one[0].slug for one in read_as):
        return None, None  # a hint of this one stands in another one's name (疗休养 in 疗休养批次)
    named = [one for one in read_as if names(one[0], said)]
    if not named and any(names(form, said) for form in forms):
        return None, None
    telling = named or [one for one in read_as if _tells(one[2][0], one[0], forms)]
    if not telling:
        return None, None
    ranked = sorted(telling, key=lambda one: -len(one[2][0].values))
    best, *rest = ranked
    if rest and len(best[2][0].values) < len(rest[0][2][0].values) + _MARGIN:
        return None, (best[0], rest[0][0])
    return best, None


def _by_name(form: Form, said: str) -> bool:
    """The form's title, or its short title of three letters or more, stands in what is said."""
    return form.title in said or (len(form.short) > 2 and form.short in said)


def names(form: Form, said: str) -> bool:
    """The form's title, or the words of one of its hints, stand in what is said, and it is no other list."""
    hints = (form.title, form.short, *form.hints)
    return not any(word in said for word in form.against) and any(
        all(word in said for word in hint.split()) for hint in hints if hint
    )


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
