"""What an office's own declaration under a shipped ledger's name keeps of the shipped one's layouts."""

from __future__ import annotations

from functools import lru_cache

from union_xl.ledgers.form import Form
from union_xl.ledgers.layouts import Matrix, Statement


@lru_cache(maxsize=128)
def with_layouts(own: Form, shipped: Form) -> Form:
    """A form that takes a shipped one's place, with the layouts (card, matrix, statement) of the latter that it
    does not declare itself and has the columns for: an older declaration knows none of them."""
    if own is shipped:
        return own
    titles = set(own.titles)
    changes: dict[str, object] = {}
    if own.card is None and shipped.card is not None:
        labels = tuple((label, title) for label, title in shipped.card.labels if title in titles)
        changes["card"] = shipped.card.but(labels=labels)
    for name in ("matrix", "statement"):
        layout: Matrix | Statement | None = getattr(shipped, name)
        if (
            getattr(own, name) is None
            and layout
            and titles.issuperset(filter(None, layout.model_dump().values()))
        ):
            changes[name] = layout
    return own.but(**changes) if changes else own
