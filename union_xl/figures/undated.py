"""Flows over rows of which none says when: what a period saw of them is unknown, not zero."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from union_xl.expressions import LedgerTables, quoted
from union_xl.figures.dependencies import columns_used
from union_xl.figures.indicators import Indicator, Library
from union_xl.figures.notes import Key
from union_xl.ledgers.form import Form

_FLOW = "流量"


def take_undated(
    answers: dict[Key, tuple[Any, int, int]], library: Library, data: LedgerTables, forms: Mapping[str, Form]
) -> dict[str, str]:
    """{flow: why it has no value} of those that count nothing though rows are there, because none of them
    says when; their answers lose their zero.  `forms` by short title."""
    found: dict[str, str] = {}
    for one in library.indicators:
        whole = answers.get((one.name, "", ""))
        if one.over != _FLOW or whole is None or whole[0] not in (0, []) or one.ledger not in forms:
            continue
        days = _days(one, library, data, forms[one.ledger])
        if not days:
            continue
        told = " or ".join(f"{quoted(title)} is not null" for title in days)
        text = f"select count(*), count(*) filter (where {told}) from {quoted(one.ledger)}"
        ((rows, dated),) = data.connection.execute(text).fetchall()
        if rows and not dated:
            found[one.name] = f"{rows}行都没有填{'、'.join(days)}，不知道算在哪一期"
            for key, answer in answers.items():
                if key[0] == one.name:
                    answers[key] = (None, *answer[1:])
    return found


def _days(one: Indicator, library: Library, data: LedgerTables, form: Form) -> list[str]:
    """The days an indicator looks at, of those a row should have."""
    titles = {title for ledger, title in columns_used(one, library, data) if ledger == one.ledger}
    return [
        column.title
        for column in form.columns
        if column.title in titles and column.kind.name == "日期" and column.need != "optional"
    ]
