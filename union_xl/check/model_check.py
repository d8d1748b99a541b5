"""The last word on every kept row: the pydantic model, strict, with constraints that run in its core."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from union_xl.check.check_state import CheckState
from union_xl.ledgers.models import columns_model


def validate_columns(state: CheckState, rows: Sequence[int]) -> None:
    """Tell (`MODEL`) and hold what the model refuses of these rows."""
    if not rows:
        return
    titles = {f"c{number}": title for number, title in enumerate(state.form.titles, 1)}
    held = state.selected(rows)
    try:
        columns_model(state.form).__pydantic_validator__.validate_python(
            {name: held[title] for name, title in titles.items()}
        )
    except ValidationError as refused:
        for error in refused.errors(include_url=False, include_context=False, include_input=False):
            _tell(state, rows[int(error["loc"][1])], titles[str(error["loc"][0])])


def _tell(state: CheckState, row: int, title: str) -> None:
    """One word per cell; a required cell something was told about already is held for that."""
    rule = state.rule_at(row, title)
    if not rule:
        state.add_finding("MODEL", row, title)
    state.held.setdefault(row, [rule or "MODEL"])
