"""The lines of 审核说明 that the clerk wrote into a ledger."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from union_xl.figures import Explanation

if TYPE_CHECKING:
    from union_xl.ledger_book import LedgerIn


def explanations(ledger: LedgerIn) -> tuple[Explanation, ...]:
    """The lines of 审核说明 the clerk wrote into the ledger workbook."""
    return tuple(
        Explanation(
            code=_text(line.get("编号")),
            unit=_text(line.get("单位")),
            left=_number(line.get("左值")),
            right=_number(line.get("右值")),
            words=_text(line.get("说明")),
            signer=_text(line.get("说明人")),
            date=_text(line.get("日期")),
        )
        for line in ledger.explanations
    )


def _text(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return "" if value is None or value != value else str(value).strip()


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if number == number else None
