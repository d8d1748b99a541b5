"""What a ledger says besides its rows: returns still to come, rows on 暂缓, the clerk's lines of 审核说明."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from union_xl.figures import Explanation
from union_xl.merge.clerk_state import NO_MORE
from union_xl.merge.reporting_status import status_and_note
from union_xl.model.sheet_names import HANDLE

if TYPE_CHECKING:
    from union_xl.ledger_book import LedgerIn
    from union_xl.ledgers.form import Form

_MISSING = {"未报": "未报", "退回": "退回待补正", "待确认": "待确认"}
"""Statuses of 报送情况 whose rows are not in the ledger, and how they are counted off."""


def waiting_returns(standing: Mapping[str, Sequence[Any]]) -> dict[str, dict[str, int]]:
    """{ledger short title: {unit: returns still to come}} from the columns of 报送情况."""
    found: dict[str, dict[str, int]] = {}
    for unit, short, status in _lines(standing):
        if status in _MISSING:
            own = found.setdefault(short, {})
            own[unit] = own.get(unit, 0) + 1
    return found


HELD_BY = ("表", "原因", "来源文件", HANDLE)
FILED_BY = ("文件", "单位", "表")
"""The columns of 暂缓 and 来源文件 that tell how many rows of which unit were held."""


def held(
    sheet: Mapping[str, Sequence[Any]],
    files: Mapping[str, Sequence[Any]],
    standing: Mapping[str, Sequence[Any]],
    forms: Sequence[Form],
) -> dict[str, dict[str, int]]:
    """{ledger short title: {unit: held rows}} from the columns of 暂缓, 来源文件 and 报送情况: under the unit
    in the row (in the column its ledger has for it) where 报送情况 knows it, else under the one that sent the
    file; rows a newer return replaced, and those that somebody let go, wait for nobody."""
    from union_xl import findings as catalogue

    if "表" not in sheet:
        return {}
    units: dict[tuple[str, str], str] = {}
    if {*FILED_BY} <= set(files):
        for book, unit, short in zip(*(files[title] for title in FILED_BY), strict=True):
            units[_said(book), _said(short)] = _said(unit)
    known = {_said(unit) for unit in standing.get("单位", ())} - {""}
    gone = catalogue.title("L-SUPERSEDED")
    numbers: dict[str, dict[str, int]] = {}
    blank = [None] * len(sheet["表"])
    asked = (sheet.get(title, blank) for title in HELD_BY)
    columns = {form.short: sheet.get(form.titled("unit"), blank) for form in forms}
    for at, (form, reason, book, word) in enumerate(zip(*asked, strict=True)):
        if _said(reason) == gone or _said(word) == NO_MORE:
            continue
        short = _said(form)
        own = _said(columns.get(short, blank)[at])
        unit = own if own in known else units.get((_said(book), short)) or own
        of_form = numbers.setdefault(short, {})
        of_form[unit] = of_form.get(unit, 0) + 1
    return numbers


def sentence(standing: Mapping[str, Sequence[Any]], held: Mapping[str, Mapping[str, int]]) -> str:
    """`尚有 8 份未报、30 行暂缓，数字不完整`; '' when everything is in."""
    counts: dict[str, int] = {}
    for _, _, status in _lines(standing):
        if status in _MISSING:
            counts[status] = counts.get(status, 0) + 1
    parts = [f"{counts[status]} 份{said}" for status, said in _MISSING.items() if status in counts]
    rows = sum(number for units in held.values() for number in units.values())
    parts += [f"{rows} 行暂缓"] if rows else []
    return f"尚有 {'、'.join(parts)}，数字不完整" if parts else ""


def _lines(standing: Mapping[str, Sequence[Any]]) -> list[tuple[str, str, str]]:
    if not {"单位", "表", "状态"} <= set(standing):
        return []
    columns = (standing[title] for title in ("单位", "表", "状态"))
    return [
        (str(unit or "").strip(), str(short or "").strip(), status_and_note(status)[0] or "未报")
        for unit, short, status in zip(*columns, strict=True)
    ]


def _said(value: Any) -> str:
    return "" if value is None or value != value else str(value).strip()


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
