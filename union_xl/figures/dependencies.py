"""What an indicator stands on: ledgers and columns, through formulas and derived columns."""

from __future__ import annotations

from union_xl.expressions import LedgerTables
from union_xl.figures.indicators import Indicator, Library


def ledgers_used(one: Indicator, library: Library) -> list[str]:
    """The ledgers an indicator is counted over or looks into."""
    return list(
        dict.fromkeys(
            ledger
            for each in _counted(one, library)
            for ledger in (each.ledger, *each.field.uses, *each.where.uses, *each.base.uses)
        )
    )


def columns_used(one: Indicator, library: Library, data: LedgerTables) -> list[tuple[str, str]]:
    """The columns (ledger, title) an indicator looks at."""
    return list(
        dict.fromkeys(
            (ledger, title)
            for each in _counted(one, library)
            for expression in (each.field, each.where, each.base)
            for ledger, titles in expression.uses.items()
            if ledger in data.names
            for title in sorted(data.shape(ledger).stood_on(titles))
        )
    )


def _counted(one: Indicator, library: Library) -> list[Indicator]:
    """An indicator itself, or of a formula the counted indicators it stands on."""
    if one.how != "公式":
        return [one]
    needs = [library.named(name) for qualifier, name in one.where.names if not qualifier]
    return [part for need in needs if need for part in _counted(need, library)]
